// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_STORES_RECORDS_RECORD_TRANSACTION_HPP
#define DYNASIO_STORES_RECORDS_RECORD_TRANSACTION_HPP

#include <dynasio/call_options.hpp>
#include <dynasio/stores/records/detail/record_table_state.hpp>

#include <boost/asio/awaitable.hpp>

#include <concepts>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
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
    std::string version{};   ///< of an erase: digits that the stored version must have; empty: any
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

/// Options of a transaction: `transaction_options().token(job.id)`. `call_options` convert to it.
class transaction_options
{
public:
    transaction_options() {}
    transaction_options(call_options call) : call_(call) {}
    DYNASIO_REFUSE_MISPLACED(transaction_options,
        "Put the condition into an action: table.put(record, condition), table.check(key, condition), or "
        "write_options of an update.")

    /// The client request token: the service applies transactions with the same token once. With a token that is kept with
    /// a job, the job can repeat its transaction after a restart. The same actions, in the same order and with the same
    /// values, must be given again within ten minutes; other actions with the token are
    /// `errc::idempotent_parameter_mismatch`. 1 to 36 characters. Default: a token for each operation.
    transaction_options& token(std::string value) &
    {
        token_ = std::move(value);
        return *this;
    }
    transaction_options token(std::string value) && { return std::move(token(std::move(value))); }

    [[nodiscard]] call_options const& call() const noexcept { return call_; }
    [[nodiscard]] std::optional<std::string> const& token() const noexcept { return token_; }

private:
    call_options call_;
    std::optional<std::string> token_;
};

namespace stores::records {

template <class A>
concept transaction_argument =
    std::same_as<A, transaction_action> || std::convertible_to<A, transaction_options> || call::misplaced<A>;

/// What the arguments of a transaction add up to.
struct transaction_call
{
    std::vector<transaction_action> actions;
    transaction_options options;

    void add(transaction_action action) { actions.push_back(std::move(action)); }
    void add(transaction_options given) { options = std::move(given); }
    template <call::misplaced A>
    void add(A const&)
    {
        static_assert(std::is_void_v<A>,
            "A transaction takes actions and options: put a condition into an action, as in "
            "table.put(record, condition) or table.check(key, condition), and co_await the transaction.");
    }
};

} // namespace stores::records

/// Performs 1 to 100 actions on any tables, all or none:
///
///     co_await in_transaction(client, orders.put(order), stock.update(order.part, attr<&part::left> -= 1));
///
/// Each record can occur in one action only.
/// Errors: `store_error` for the first action that failed, with its table and key and the service's error as `cause`:
/// `already_exists`, `not_found`, `conflict` (a condition, a version, or concurrent writes of the same record);
/// `bad_input` before anything is sent. Those of the client.
/// Requests: one TransactWriteItems, at twice the write units. Its token ensures that it is applied once, even if it is
/// sent several times. Counters and `list_append` are safe here.
/// Cancellation: as all operations of the client.
boost::asio::awaitable<void> in_transaction(
    client const& owner, std::vector<transaction_action> actions, transaction_options options = {});

/// As above, for a few actions. Accepts actions and `transaction_options`, in any order.
template <stores::records::transaction_argument... Arguments>
    requires(std::same_as<Arguments, transaction_action> || ...)
boost::asio::awaitable<void> in_transaction(client const& owner, Arguments... arguments)
{
    stores::records::transaction_call all;
    all.actions.reserve(sizeof...(Arguments));
    (all.add(std::move(arguments)), ...);
    return in_transaction(owner, std::move(all.actions), std::move(all.options));
}

} // namespace dynasio

#endif
