// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_OBSERVER_HPP
#define DYNASIO_OBSERVER_HPP

#include <dynasio/call_metadata.hpp>

#include <chrono>
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
/// The functions must not throw or block. They run on the executor of the call, between its steps.
/// Thread safety: calls on several threads are observed at the same time.
class observer
{
public:
    virtual ~observer() = default;

    /// The call begins. Not called for a request that cannot be encoded.
    virtual void call_begins(observed_call const&) noexcept {}

    /// Its attempt number `number`, from 1 on, has credentials and begins.
    virtual void attempt_begins(observed_call const&, unsigned number) noexcept { static_cast<void>(number); }

    /// The attempt that has begun has failed. Its reason contains text of the server, which may be user data.
    virtual void attempt_failed(observed_call const&, attempt const& failed) noexcept
    {
        static_cast<void>(failed);
    }

    /// The call waits before its next attempt.
    virtual void pause_begins(observed_call const&, std::chrono::steady_clock::duration pause) noexcept
    {
        static_cast<void>(pause);
    }

    /// The call has succeeded, or failed if `failure` is not null. Not called if its coroutine is destroyed before.
    virtual void call_ended(
        observed_call const&, call_metadata const& metadata, error const* failure) noexcept
    {
        static_cast<void>(metadata);
        static_cast<void>(failure);
    }

    /// A store found something wrong that is no error of the call.
    virtual void warning(store_warning const& found) noexcept { static_cast<void>(found); }
};

} // namespace dynasio

#endif
