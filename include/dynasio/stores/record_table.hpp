// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_STORES_RECORD_TABLE_HPP
#define DYNASIO_STORES_RECORD_TABLE_HPP

#include <dynasio/client.hpp>
#include <dynasio/client/detail/gcc12.hpp>
#include <dynasio/expressions/attr.hpp>
#include <dynasio/stores/records/detail/record_read.hpp>
#include <dynasio/stores/records/index_options.hpp>
#include <dynasio/stores/records/record_actions.hpp>
#include <dynasio/stores/records/record_names.hpp>
#include <dynasio/stores/records/record_options.hpp>
#include <dynasio/stores/records/record_stream.hpp>
#include <dynasio/stores/records/table_key.hpp>
#include <dynasio/stores/store_error.hpp>

#include <boost/asio/awaitable.hpp>

#include <optional>
#include <ranges>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace dynasio {

/// A table whose items are records: objects of one described struct, for which `record_definition` names the keys.
///
///     dynasio::record_table<phone> phones(client, "phonebook-table");
///     co_await phones.open();
///     phone const ann{.person_id = 1, .name = "Ann", .phone_number = "555-0100"};
///     co_await phones.create_record(ann);
///     co_await phones.update_record(1, attr<&phone::name> = "Anna");
///     auto const found = co_await phones.get_record(1); // std::optional<phone>
///
/// Items are stored as mapping.hpp says, with the enumerators of enums in upper case, and nothing is added to them. A wrong
/// member, a value of a wrong type, a key in an update do not compile.
///
/// Errors of every operation: `store_error` (see `store_errc`): `bad_input` before anything is sent, for an empty or
/// over-long key, a text that is none of its member's categories, a value that cannot be stored, a record above 400 KB;
/// `malformed_item` for a stored item that does not fit the struct, naming table, key and attribute; and the errors of the
/// client. `expression_error` for a condition that is too long or empty.
/// Deadline: one over the whole operation: the call's `timeout`, else `record_table_options`.
/// Cancellation: the types that the coroutine lets through, at every request and pause; ends with `operation_aborted`. A
/// write may then have been applied.
/// Lifetimes: arguments are encoded or copied before a function returns. A table is a handle that holds the client; copies
/// are the same table. When the last handle of table and client goes away, operations in flight end with
/// `operation_aborted`.
/// Threads: any thread may use any copy at the same time.
template <class T>
class record_table : public record_actions<T>
{
public:
    using record_type = T;
    /// What names one record: the partition key's value, or `{partition, sort}`.
    using key_type = table_key<T>;

    /// Sends nothing. Throws `std::invalid_argument`; see `record_table_options`.
    record_table(client owner, std::string table_name, record_table_options options = {})
        : record_actions<T>(stores::records::make_record_table(
              owner, std::move(table_name), stores::records::record_type_of<T>, std::move(options))),
          owner_(std::move(owner))
    {}

    [[nodiscard]] std::string const& table_name() const noexcept { return stores::records::name_of(*state_); }

    /// Makes the table, or sees that it has the struct's keys, and waits until it can be used: 5 minutes without a
    /// `timeout`. Turns the time to live on where the struct has one. Can be called again at any time, by many at once.
    /// Errors: `schema_mismatch` says how an existing table differs. Only where there is no such table one is made: every
    /// other error of DescribeTable is thrown.
    /// Requests: one DescribeTable when it is there; else CreateTable, and DescribeTable until it is ACTIVE. With a time to
    /// live also DescribeTimeToLive, and UpdateTimeToLive where it is off.
    boost::asio::awaitable<void> open(call_options options = {}) const
    {
        return stores::records::open_table(state_, table_capacity::on_demand(), options);
    }
    /// `open` that says what a new table is paid by. A table that is there stays as it is.
    boost::asio::awaitable<void> create_table(
        table_capacity capacity = table_capacity::on_demand(), call_options options = {}) const
    {
        return stores::records::open_table(state_, std::move(capacity), options);
    }

    /// Makes a global secondary index with the member as its key, under the attribute's name, and waits until it is filled.
    /// An index of that name with the same keys and projection is a success.
    /// Errors: `bad_input` for names and options that cannot be; `schema_mismatch` for another index of that name.
    /// Requests: DescribeTable, UpdateTable, DescribeTable until the index is ACTIVE. DynamoDB makes one index at a time:
    /// others are waited for.
    template <auto Member>
    boost::asio::awaitable<void> create_gsi(index_options options = {}) const
    {
        static_assert(stores::records::keyable<mapping::value_of_member<Member>>,
            "This member cannot be the key of an index: DynamoDB has keys of strings, numbers and binary "
            "values.");
        return stores::records::create_index(
            state_, std::string(mapping::member_name_in<T, Member>), std::move(options));
    }
    /// The same for an attribute that is named at run time; one that cannot be a key is `bad_input`.
    boost::asio::awaitable<void> create_gsi(std::string attribute, index_options options = {}) const
    {
        return stores::records::create_index(state_, std::move(attribute), std::move(options));
    }

    /// Stores a record that is new. Where a first try may have been carried out before it was sent again, what is stored
    /// decides: equal to the record is a success.
    /// Errors: `already_exists` with the key, the stored record stays; `client_errc::outcome_unknown` when a first try may
    /// have stored the record, but another one is there now.
    /// Requests: one PutItem; after a lost response one GetItem.
    boost::asio::awaitable<void> create_record(T const& record, write_options options = {}) const
    {
        return stores::records::done(stores::records::put_one(
            state_, encode(record), stores::records::existence::refused, true, std::move(options)));
    }
    /// The same from values of members: `create_record(attr<&phone::person_id> = 1, attr<&phone::name> = "Ann", ...)`. A
    /// member that is no optional and is not given does not compile.
    template <auto... Members>
        requires(sizeof...(Members) > 0)
    boost::asio::awaitable<void> create_record(assignment<Members> const&... values) const
    {
        return stores::records::done(
            stores::records::put_one(state_, stores::records::make_record<T>(values...),
                stores::records::existence::refused, true, write_options()));
    }
    /// `create_record` that ends with false when there is such a record.
    boost::asio::awaitable<bool> create_record_if_absent(T const& record, write_options options = {}) const
    {
        return stores::records::put_one(
            state_, encode(record), stores::records::existence::refused, false, std::move(options));
    }

    /// Stores a record in place of the one with its key. A struct with a version is stored with one version more, and only
    /// if the stored record has the version of this one, or if there is none and this one has version 0.
    /// Errors: `conflict` when others wrote the record since its version was read, or it does not meet the options'
    /// condition.
    /// Requests: one PutItem; with a condition, after a lost response, one GetItem.
    boost::asio::awaitable<void> put_record(T const& record, write_options options = {}) const
    {
        return stores::records::done(stores::records::put_one(
            state_, encode(record), stores::records::existence::any, true, std::move(options)));
    }

    /// One record; empty when there is none.
    /// Requests: one GetItem.
    boost::asio::awaitable<std::optional<T>> get_record(key_type key, read_options options = {}) const
    {
        return stores::records::get_as<T>(state_, std::move(key).encoded(), options);
    }

    /// Changes a record, all at once or not at all: `update_record(1, attr<&phone::name> = "Anna", remove(attr<&phone::note>),
    /// write_options().only_if(...))`. Takes changes, updates (built or of checked text) and `write_options`, in any order.
    /// A struct with a version counts one more.
    /// Errors: `not_found` when there is no such record, and none is made; `conflict` when it does not meet the condition;
    /// `client_errc::outcome_unknown` when it is not there, but the request was sent twice.
    /// Requests: one UpdateItem.
    template <class... Changes>
    boost::asio::awaitable<void> update_record(key_type key, Changes... changes) const
    {
        return stores::records::done(stores::records::update_one(state_,
            stores::records::make_update<T>(std::move(key).encoded(), std::move(changes)...),
            stores::records::record_target()));
    }
    /// The same, but ends with false when there is no such record.
    template <class... Changes>
    boost::asio::awaitable<bool> update_record_if_exists(key_type key, Changes... changes) const
    {
        auto call = stores::records::make_update<T>(std::move(key).encoded(), std::move(changes)...);
        call.throws = false;
        return stores::records::update_one(state_, std::move(call), stores::records::record_target());
    }
    /// `update_record` that ends with the record as it is then.
    template <class... Changes>
    boost::asio::awaitable<T> update_and_get(key_type key, Changes... changes) const
    {
        return stores::records::update_as<T>(
            state_, stores::records::make_update<T>(std::move(key).encoded(), std::move(changes)...));
    }
    /// `update_record` with attributes that are named at run time: `{{"name", "Anna"}, {"note", nullptr}}`; NULL removes
    /// an attribute that may be absent.
    /// Errors: also `bad_input`, before any request, for no change, a key, an unknown attribute, and a value that the
    /// member cannot hold.
    boost::asio::awaitable<void> update_record_by_name(
        key_type key, item changes, write_options options = {}) const
    {
        return stores::records::done(stores::records::update_one_by_name(
            state_, std::move(key).encoded(), std::move(changes), std::move(options)));
    }

    /// Deletes a record.
    /// Errors: `not_found`; `conflict` when it does not meet the options' condition; `client_errc::outcome_unknown` when it
    /// is not there, but the request was sent twice.
    /// Requests: one DeleteItem.
    boost::asio::awaitable<void> delete_record(key_type key, write_options options = {}) const
    {
        return stores::records::done(stores::records::delete_one(state_, std::move(key).encoded(),
            stores::records::existence::required, true, std::move(options),
            stores::records::record_target()));
    }
    /// The same, but ends with false when there was none.
    boost::asio::awaitable<bool> delete_record_if_exists(key_type key, write_options options = {}) const
    {
        return stores::records::delete_one(state_, std::move(key).encoded(),
            stores::records::existence::required, false, std::move(options),
            stores::records::record_target());
    }
    /// Deletes a record, if there is one, and ends with what it was.
    /// Requests: one DeleteItem.
    boost::asio::awaitable<std::optional<T>> take_record(key_type key, write_options options = {}) const
    {
        return stores::records::take_as<T>(state_, std::move(key).encoded(), std::move(options));
    }

    /// The records whose member has this value, by the index of the attribute's name (or `stream_options::index`), whole,
    /// as they are now. The index lags behind writes, mostly by less than a second.
    /// Requests: see `record_stream::next`.
    template <auto Member, class V>
    [[nodiscard]] record_stream<T> find_by(V const& value, stream_options options = {}) const
    {
        if (!options.index())
            options.index(std::string(mapping::member_name_in<T, Member>));
        return query(key(attr<Member> == value), std::move(options));
    }

    /// The records of one partition, or of a part of it, in the order of their sort keys:
    /// `query(key(attr<&call::caller> == 7) && attr<&call::day> > "2026-01-01")`. With `stream_options::index` those of an
    /// index.
    [[nodiscard]] record_stream<T> query(key_condition which, stream_options options = {}) const
    {
        return record_stream<T>(stores::records::make_query_stream(
            state_, std::move(which), std::move(options), &stores::records::record_page_of<T>::make));
    }

    /// All records of the table, in no order. Reads the whole table, and is billed for it.
    [[nodiscard]] record_stream<T> scan(stream_options options = {}) const
    {
        return record_stream<T>(stores::records::make_scan_stream(
            state_, std::move(options), &stores::records::record_page_of<T>::make));
    }

    /// The records with these keys that are there, in the order of the keys, each once.
    /// Errors: `unfinished` with the keys that were not read, when the deadline ends or a request fails.
    /// Requests: one BatchGetItem per 100 different keys, at most 4 at a time, more where keys stay unprocessed.
    boost::asio::awaitable<std::vector<T>> get_many(
        std::vector<key_type> keys, read_options options = {}) const
    {
        return stores::records::get_all_as<T>(
            state_, stores::records::encoded_keys(std::move(keys)), options);
    }

    /// Stores records in place of those with their keys; not atomic, in no order.
    /// Errors: `bad_input` also for two records with one key; `unfinished` with the keys of the records that were not
    /// written, when the deadline ends or a request fails: all others are.
    /// Requests: one BatchWriteItem per 25 records, at most 4 at a time, more where records stay unprocessed.
    template <std::ranges::input_range Records>
    boost::asio::awaitable<void> put_many(Records const& records, call_options options = {}) const
    {
        static_assert(!stores::records::has_version<T>,
            "DynamoDB writes batches without conditions, so that versions cannot be checked: use "
            "in_transaction.");
        std::vector<stores::records::encoded_record> encoded;
        for (T const& record : records)
            encoded.push_back(encode(record));
        return stores::records::put_all(state_, std::move(encoded), options);
    }

    /// Deletes the records with these keys, where they are there; not atomic. A key may be given several times.
    /// Errors, requests: as `put_many`.
    boost::asio::awaitable<void> delete_many(std::vector<key_type> keys, call_options options = {}) const
    {
        return stores::records::delete_all(state_, stores::records::encoded_keys(std::move(keys)), options);
    }

    DYNASIO_ON_GCC12(
        void create_record(T&&, write_options = {}) const requires(std::is_aggregate_v<T>) = delete;
        void create_record_if_absent(T&&, write_options = {}) const requires(std::is_aggregate_v<T>) = delete;
        void put_record(T&&, write_options = {}) const requires(std::is_aggregate_v<T>) = delete;)

private:
    using record_actions<T>::state_;

    static stores::records::encoded_record encode(T const& record)
    {
        return stores::records::encode_record(stores::records::record_type_of<T>, &record);
    }

    client owner_;
};

} // namespace dynasio

#endif
