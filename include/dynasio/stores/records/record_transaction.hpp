// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_STORES_RECORDS_RECORD_TRANSACTION_HPP
#define DYNASIO_STORES_RECORDS_RECORD_TRANSACTION_HPP

#include <dynasio/call_options.hpp>
#include <dynasio/stores/records/detail/record_table_state.hpp>

#include <boost/asio/awaitable.hpp>

#include <concepts>
#include <memory>
#include <utility>
#include <vector>

namespace dynasio {

class client;

namespace stores::records {

enum class action_kind : unsigned char
{
    put,
    create,
    update,
    erase,
    check,
};

/// One action of a transaction.
struct record_action
{
    record_table_pointer table{};
    action_kind kind{};
    encoded_record record{}; ///< of a put
    encoded_key key{};       ///< of all others
    update changes{};
    condition only_if{};
};

} // namespace stores::records

/// One action of a transaction, made by `put`, `create`, `update`, `erase` or `check` of a `record_table`. Owns its data.
class transaction_action
{
public:
    explicit transaction_action(stores::records::record_action action)
        : action_(std::make_shared<stores::records::record_action const>(std::move(action)))
    {}

    [[nodiscard]] stores::records::record_action const& content() const noexcept { return *action_; }

private:
    std::shared_ptr<stores::records::record_action const> action_;
};

/// Performs 1 to 100 actions on any tables, all or none:
///
///     co_await in_transaction(client, orders.put(order), stock.update(order.part, attr<&part::left> -= 1));
///
/// Each record can occur in one action only.
/// Errors: `store_error` for the first action that failed, with its table and key and the service's error as `cause`:
/// `already_exists`, `not_found`, `conflict` (a condition, a version, or concurrent writes of the same record);
/// `bad_input` before anything is sent. Those of the client.
/// Requests: one TransactWriteItems, at twice the write units. Its token ensures that it is applied once, even if it is
/// sent several times.
/// Cancellation: as all operations of the client.
boost::asio::awaitable<void> in_transaction(
    client const& owner, std::vector<transaction_action> actions, call_options options = {});

/// As above, for a few actions.
template <std::same_as<transaction_action>... Actions>
    requires(sizeof...(Actions) > 0)
boost::asio::awaitable<void> in_transaction(client const& owner, Actions... actions)
{
    std::vector<transaction_action> all;
    all.reserve(sizeof...(Actions));
    (all.push_back(std::move(actions)), ...);
    return in_transaction(owner, std::move(all));
}

} // namespace dynasio

#endif
