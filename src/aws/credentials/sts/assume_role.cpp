// SPDX-License-Identifier: BSL-1.0

#include "aws/credentials/sts/sts_call.hpp"
#include "aws/endpoint/credential_endpoint.hpp"
#include "text/ini_text.hpp"
#include "text/percent.hpp"

#include <dynasio/aws/configuration_error.hpp>
#include <dynasio/aws/credential_providers.hpp>

#include <mutex>
#include <utility>

namespace dynasio::aws {

namespace {

namespace asio = boost::asio;
using credentials_ptr = std::shared_ptr<resolved_credentials const>;

/// Credentials of a source are not used for a request that may arrive when they have expired.
constexpr auto safety_margin = std::chrono::minutes(1);

class assume_role_provider final : public credentials_provider
{
public:
    assume_role_provider(assume_role_options role, std::shared_ptr<credentials_provider> source, endpoint sts)
        : role_(std::move(role)), source_(std::move(source)), sts_(std::move(sts))
    {}

    std::string_view name() const noexcept override { return "assume-role"; }
    std::chrono::steady_clock::duration timeout() const noexcept override
    {
        return source_->timeout() + std::chrono::seconds(20);
    }

    asio::awaitable<credentials_result> get(provider_context const& with) override
    {
        for (bool first = true;; first = false)
        {
            auto getting = signer(with);
            auto const found = co_await std::move(getting);
            if (!found.has_value())
                co_return found.error();
            auto const who = *found;
            bool refused = false;
            auto calling =
                detail::call_sts(with, sts_, body(with.clock->wall_now()), who, {}, title_, refused);
            auto outcome = co_await std::move(calling);
            if (!refused)
                co_return outcome;
            drop(who);
            if (!first || !who->expiration)
                co_return outcome; // the same ones would be refused again
        }
    }

private:
    [[nodiscard]] std::string body(http::wall_time now) const
    {
        auto result = detail::sts_body("AssumeRole", role_.role_arn, role_.session_name, now);
        if (role_.duration.count() != 0)
            result += "&DurationSeconds=" + std::to_string(role_.duration.count());
        if (!role_.external_id.empty())
        {
            result += "&ExternalId=";
            text::append_percent_encoded(result, role_.external_id);
        }
        return result;
    }

    /// Of the source, which is not asked again while what it gave is valid.
    asio::awaitable<credentials_result> signer(provider_context const& with)
    {
        auto const now = with.clock->wall_now();
        if (auto found = source_->cached(now))
            co_return found;
        if (auto found = kept(now))
            co_return found;
        auto getting = source_->get(with);
        auto outcome = co_await std::move(getting);
        if (outcome.has_value() && *outcome)
        {
            std::lock_guard const lock(mutex_);
            kept_ = *outcome;
        }
        else if (outcome.has_value())
            co_return credentials_error(
                errc::credentials_failed, "provider " + std::string(source_->name()) + ": returned null");
        co_return outcome;
    }

    credentials_ptr kept(http::wall_time now)
    {
        std::lock_guard const lock(mutex_);
        return kept_ && !kept_->is_expired(now + safety_margin) ? kept_ : nullptr;
    }

    void drop(credentials_ptr const& refused)
    {
        {
            std::lock_guard const lock(mutex_);
            if (kept_ == refused)
                kept_.reset();
        }
        source_->invalidate(*refused);
    }

    assume_role_options const role_;
    std::shared_ptr<credentials_provider> const source_;
    endpoint const sts_;
    std::string const title_ = "role " + text::in_quotes(role_.role_arn);
    std::mutex mutex_;
    credentials_ptr kept_;
};

} // namespace

std::shared_ptr<credentials_provider> assume_role_credentials(
    assume_role_options role, std::shared_ptr<credentials_provider> source, issuer_options sts)
{
    detail::check_role(role.role_arn, role.session_name);
    if (!source)
        throw configuration_error(errc::invalid_value, "the source of the credentials for a role is null");
    if (role.duration.count() != 0
        && (role.duration < std::chrono::seconds(900) || role.duration > std::chrono::seconds(43200)))
        throw configuration_error(errc::invalid_value,
            "the duration of a role is " + std::to_string(role.duration.count())
                + " s, but must be 900 s to 43200 s");
    auto where = detail::resolve_credential_endpoint(detail::credential_service::sts, sts);
    return std::make_shared<assume_role_provider>(std::move(role), std::move(source), std::move(where));
}

} // namespace dynasio::aws
