// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_STORES_RECORDS_RECORD_ACTIONS_HPP
#define DYNASIO_STORES_RECORDS_RECORD_ACTIONS_HPP

#include <dynasio/client/detail/gcc12.hpp>
#include <dynasio/stores/records/detail/record_changes.hpp>
#include <dynasio/stores/records/record_transaction.hpp>
#include <dynasio/stores/records/table_key.hpp>

#include <concepts>
#include <type_traits>
#include <utility>

namespace dynasio {

/// The part of `record_table` that makes actions for `in_transaction`. They have the meaning and the errors of the
/// corresponding operations. Nothing is sent before the transaction.
/// Lifetimes: arguments are encoded or copied before a function returns.
template <class T>
class record_actions
{
public:
    /// The key of one record: the value of the partition key, or `{partition, sort}`.
    using key_type = table_key<T>;

    /// The key with this partition key and, if the table has one, this sort key: `orders.key("c", 1)`.
    template <class... Values>
        requires(sizeof...(Values) == 1 || sizeof...(Values) == 2)
    [[nodiscard]] static key_type key(Values const&... values)
    {
        return key_type(values...);
    }

    /// As `put_record`, but only if the stored record meets the condition. If the struct has a version, the stored one is one
    /// more than that of `record`.
    [[nodiscard]] transaction_action put(T const& record, condition only_if = {}) const
    {
        auto action = begin(stores::records::action_kind::put, std::move(only_if));
        action.record = stores::records::encode_record(stores::records::record_type_of<T>, &record);
        return transaction_action(std::move(action));
    }

    /// As `create_record`.
    [[nodiscard]] transaction_action create(T const& record) const
    {
        auto action = begin(stores::records::action_kind::create, {});
        action.record = stores::records::encode_record(stores::records::record_type_of<T>, &record);
        return transaction_action(std::move(action));
    }

    /// As `update_record`.
    template <class... Changes>
    [[nodiscard]] transaction_action update(key_type key, Changes... changes) const
    {
        auto call = stores::records::make_update<T>(std::move(key).encoded(), std::move(changes)...);
        auto action = begin(stores::records::action_kind::update, call.options.condition());
        action.key = std::move(call.key);
        action.changes = std::move(call.changes);
        return transaction_action(std::move(action));
    }

    /// As `delete_record` with a key: the version is not checked.
    [[nodiscard]] transaction_action erase(key_type key, condition only_if = {}) const
    {
        auto action = begin(stores::records::action_kind::erase, std::move(only_if));
        action.key = std::move(key).encoded();
        return transaction_action(std::move(action));
    }

    /// As `delete_record` with a record: only if the stored record has its version.
    template <std::same_as<T> R>
        requires stores::records::has_version<R>
    [[nodiscard]] transaction_action erase(R const& record, condition only_if = {}) const
    {
        auto action = begin(stores::records::action_kind::erase, std::move(only_if));
        action.key = key_type::of(record).encoded();
        action.version = stores::records::version_digits(record);
        return transaction_action(std::move(action));
    }

    /// Writes nothing. If the record does not meet the condition, the transaction ends with `conflict`.
    [[nodiscard]] transaction_action check(key_type key, condition holds) const
    {
        auto action = begin(stores::records::action_kind::check, std::move(holds));
        action.key = std::move(key).encoded();
        return transaction_action(std::move(action));
    }

    DYNASIO_ON_GCC12(void put(T&&, condition = {}) const requires(std::is_aggregate_v<T>) = delete;
        void create(T&&) const requires(std::is_aggregate_v<T>) = delete;
        template <std::same_as<T> R> void erase(R&&, condition = {})
            const requires(std::is_aggregate_v<R>) = delete;)

protected:
    explicit record_actions(stores::records::record_table_pointer state) noexcept : state_(std::move(state))
    {}

    stores::records::record_table_pointer state_;

private:
    [[nodiscard]] stores::records::record_action begin(
        stores::records::action_kind kind, condition only_if) const
    {
        stores::records::record_action action;
        action.table = state_;
        action.kind = kind;
        action.only_if = std::move(only_if);
        return action;
    }
};

} // namespace dynasio

#endif
