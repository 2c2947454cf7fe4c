// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_AWS_CREDENTIALS_CACHE_CREDENTIALS_EVENTS_HPP
#define DYNASIO_SRC_AWS_CREDENTIALS_CACHE_CREDENTIALS_EVENTS_HPP

#include <dynasio/aws/credentials_result.hpp>

#include <chrono>
#include <string_view>

namespace dynasio::aws::detail {

/// Gets how the attempts to obtain credentials end. Called with no lock held, on any thread.
class credentials_events
{
public:
    virtual ~credentials_events() = default;

    /// `took`: since the attempt began. `background`: no call had to wait for it.
    virtual void obtained(resolved_credentials const& what, std::chrono::steady_clock::duration took,
        bool background) noexcept = 0;

    /// `kept`: calls go on with the credentials that are there.
    virtual void failed(std::string_view provider, credentials_error const& why,
        std::chrono::steady_clock::duration took, bool kept) noexcept = 0;
};

} // namespace dynasio::aws::detail

#endif
