// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_OBSERVER_HPP
#define DYNASIO_OBSERVER_HPP

#include <dynasio/call_metadata.hpp>
#include <dynasio/http/pool_events.hpp>

#include <boost/system/error_code.hpp>

#include <chrono>
#include <optional>
#include <span>
#include <string_view>

namespace dynasio {

class error;
struct attempt;

/// A call that is observed. Texts are valid during the function that gets it.
struct observed_call
{
    std::string_view operation; ///< `GetItem`

    /// Unique to the call; sent with each of its attempts as header `amz-sdk-invocation-id`.
    std::string_view invocation_id;

    std::string_view service; ///< `DynamoDB` or `DynamoDB Streams`
    std::string_view region;  ///< that the request is signed for
    /// That the request goes to: the header `Host`. In `call_begins`, and as long as the account is not known, that of the region.
    std::string_view host;

    /// Names or ARNs of the tables that the request names, each once, in the order of the request.
    std::span<std::string_view const> tables;
};

/// What a call consumed of one table or one of its indexes. Texts are valid during the function that gets it.
struct observed_capacity
{
    std::string_view table;
    std::string_view index; ///< empty: the table itself, or, with `total`, the table and its indexes together
    double read_units = 0;
    double write_units = 0;
};

/// AWS credentials that a client has obtained. Texts are valid during the function that gets it.
struct observed_credentials
{
    std::string_view provider;                                       ///< its name
    std::optional<std::chrono::system_clock::time_point> expiration; ///< nothing: they do not expire
    std::chrono::steady_clock::duration took{};
    bool in_background = false; ///< while others were still in use, so no call waited for them
};

/// AWS credentials that a client could not obtain. Texts are valid during the function that gets it.
struct observed_credentials_failure
{
    std::string_view provider; ///< its name
    boost::system::error_code code;
    std::string_view text; ///< what was tried, and why it failed; without secrets
    std::chrono::steady_clock::duration took{};
    bool kept_in_use = false; ///< those from before are used on, so no call has failed
};

/// What a store goes on without.
struct store_warning
{
    std::string_view store; ///< `record_table`
    std::string_view table;
    std::string_view key;  ///< of the item; empty if it concerns no item
    std::string_view text; ///< what was wrong, and what the store did
};

/// Gets what a client does, for logs, metrics and traces. Derive from it, override what you want, and give it to
/// `client_options::observer`. A client without one pays a comparison with null.
///
/// It also gets the events of the client's own connection pool (`http::pool_events`), unless `client_options::connections`
/// names another recipient. A pool that several clients share has its own, `http::pool_options::events`; that may be the
/// same object.
///
/// The functions must not throw or block. They run on the executor of the call, between its steps. No lock of the library
/// is held meanwhile, so they may begin calls, and use client and pool. None of them gets a secret or an item; texts of the
/// server, in an `attempt` or `error`, may quote values of the request.
/// Thread safety: calls on several threads are observed at the same time.
class observer : public http::pool_events
{
public:
    /// The call begins. Not called for a request that cannot be encoded.
    virtual void call_begins(observed_call const&) noexcept {}

    /// Its attempt number `number`, from 1 on, has credentials and begins.
    virtual void attempt_begins(observed_call const&, unsigned number) noexcept { static_cast<void>(number); }

    /// The attempt that has begun has failed. Its reason contains text of the server, which may be user data. For a
    /// throttled one, `throttling_reasons` name the table or index and the limit, where the service says so.
    virtual void attempt_failed(observed_call const&, attempt const& failed) noexcept
    {
        static_cast<void>(failed);
    }

    /// The call waits before its next attempt. In the adaptive retry mode it may wait before the first one too, and after a
    /// pause for the rate of the client, for which `pause` is an estimate.
    virtual void pause_begins(observed_call const&, std::chrono::steady_clock::duration pause) noexcept
    {
        static_cast<void>(pause);
    }

    /// The call has consumed capacity: one event for each table and index, before `call_ended`. Needs
    /// `client_options::return_consumed_capacity`, or a request that asks for it.
    virtual void capacity_consumed(observed_call const&, observed_capacity const& consumed) noexcept
    {
        static_cast<void>(consumed);
    }

    /// The call has succeeded, or failed if `failure` is not null. Not called if its coroutine is destroyed before.
    virtual void call_ended(
        observed_call const&, call_metadata const& metadata, error const* failure) noexcept
    {
        static_cast<void>(metadata);
        static_cast<void>(failure);
    }

    /// The client has obtained AWS credentials, for the first time or again. Not called for those that never change.
    virtual void credentials_refreshed(observed_credentials const& obtained) noexcept
    {
        static_cast<void>(obtained);
    }

    /// The client could not obtain AWS credentials.
    virtual void credentials_failed(observed_credentials_failure const& failed) noexcept
    {
        static_cast<void>(failed);
    }
    /// Something was configured for other tools and is not done here; `text` is a sentence. Told by the constructor of the
    /// client, once for each note of its options.
    virtual void configuration_note(std::string_view text) noexcept { static_cast<void>(text); }

    /// A store found something wrong that is no error of the call.
    virtual void warning(store_warning const& found) noexcept { static_cast<void>(found); }
};

} // namespace dynasio

#endif
