// SPDX-License-Identifier: BSL-1.0

#include "call/observed_credentials.hpp"

#include <utility>

namespace dynasio::call {

namespace {

class reporting final : public aws::detail::credentials_events
{
public:
    explicit reporting(std::shared_ptr<observer> watcher) : watcher_(std::move(watcher)) {}

    void obtained(aws::resolved_credentials const& what, std::chrono::steady_clock::duration took,
        bool background) noexcept override
    {
        watcher_->credentials_refreshed(
            observed_credentials{what.provider, what.expiration, took, background});
    }

    void failed(std::string_view provider, aws::credentials_error const& why,
        std::chrono::steady_clock::duration took, bool kept) noexcept override
    {
        watcher_->credentials_failed(
            observed_credentials_failure{provider, why.code, why.detail, took, kept});
    }

private:
    std::shared_ptr<observer> const watcher_;
};

} // namespace

std::shared_ptr<aws::detail::credentials_events> observe_credentials(std::shared_ptr<observer> watcher)
{
    return watcher ? std::make_shared<reporting>(std::move(watcher)) : nullptr;
}

} // namespace dynasio::call
