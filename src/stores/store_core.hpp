// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_STORES_STORE_CORE_HPP
#define DYNASIO_SRC_STORES_STORE_CORE_HPP

#include "client/operation_deadline.hpp"
#include "composed/option_checks.hpp"

#include <dynasio/client.hpp>
#include <dynasio/stores/store_error.hpp>

#include <boost/asio/awaitable.hpp>

#include <optional>
#include <string>

namespace dynasio::stores {

using boost::asio::awaitable;

/// The base of the states that stores share with their operations in flight: the client, the table and the default
/// deadline. Immutable.
class store_core
{
public:
    /// `follower` does not keep the client running. `name` is that of the store.
    store_core(client follower, char const* name, std::string table, call_options::duration call_timeout);

    [[nodiscard]] client const& owner() const noexcept { return client_; }
    [[nodiscard]] std::string const& table() const noexcept { return table_; }

    /// A request about the table.
    template <class Request>
    [[nodiscard]] Request request() const
    {
        Request result;
        result.table_name = table_;
        return result;
    }

    /// The options for each request of an operation that begins now.
    [[nodiscard]] call_options with_deadline(call_options const& call) const
    {
        return call::with_deadline(client_, call, call_timeout_);
    }

    /// Throws `store_error` with these details and the name of the table.
    [[noreturn]] void fail(store_error_details details) const;

    /// Throws `store_error` with `bad_input`.
    [[noreturn]] void throw_bad_input(std::string attribute, std::string reason) const;

    /// Tells the observer of the client that a malformed item was skipped.
    void warn(store_error_details const& skipped) const;

private:
    client client_;
    char const* name_;
    std::string table_;
    call_options::duration call_timeout_;
};

/// The result of `decode`, or empty if it throws `store_error` and malformed items are skipped.
template <class Decode>
auto decode_or_skip(store_core const& self, bool skip_bad, Decode decode) -> std::optional<decltype(decode())>
{
    try
    {
        return decode();
    }
    catch (store_error const& e)
    {
        if (!skip_bad)
            throw;
        self.warn(e.details());
    }
    return std::nullopt;
}

using composed::check_option;
using composed::check_positive;

} // namespace dynasio::stores

#endif
