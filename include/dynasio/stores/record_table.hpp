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

#include <concepts>
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
/// Items are stored as mapping.hpp describes, with enumerators in upper case, and without additional attributes. A wrong
/// member, a value of a wrong type or a key in an update does not compile.
///
/// Errors of every operation: `store_error` (see `store_errc`): `bad_input` before anything is sent, for an empty or too
/// long key, a text that is not an allowed value of its member, a value that cannot be stored, a record above 400 KB;
/// `malformed_item` with table, key and attribute for a stored item that does not fit the struct; and the errors of the
/// client. `expression_error` for a condition that is too long or empty.
/// Lost responses: a write is sent again, except for an update that would change the record again: `+=`, `-=`, `add` of
/// numbers, `list_append`, and every update of a struct with a version. That one ends with `client_errc::outcome_unknown`.
/// `call_options::resend` decides otherwise. `resend::exactly_once` is for `create_record`, `put_record`, `update_record` and
/// `delete_record` with their variants that return nothing of the record: each is a transaction of one action, at twice the
/// write units, whose token the service recognises. A conflict with another transaction is sent again, with pauses, until the
/// deadline. Other writes end with `bad_input`.
/// Deadline: one for the whole operation, from the call's `timeout` or `record_table_options`.
/// Cancellation: all types that the coroutine accepts, at every request and pause. Ends with `operation_aborted`; a write
/// may then have been applied.
/// Lifetimes: arguments are encoded or copied before a function returns. A table is a handle that holds the client; copies
/// are the same table. When the last handle of table and client is destroyed, operations in flight end with
/// `operation_aborted`.
/// Threads: all copies may be used from any thread at the same time.
template <class T>
class record_table : public record_actions<T>
{
    static_assert(
        stores::records::is_record<T> || true, "Before all else, the compiler says what is wrong with T.");

public:
    using record_type = T;
    /// The key of one record: the value of the partition key, or `{partition, sort}`, or `key(...)` of these.
    using key_type = table_key<T>;
    /// The type of the member that is the version; void if the struct has none.
    using version_type = typename stores::records::version_of<T>::type;

    /// Sends nothing. Throws `std::invalid_argument`; see `record_table_options`.
    record_table(client owner, std::string table_name, record_table_options options = {})
        : record_actions<T>(stores::records::make_record_table(
              owner, std::move(table_name), stores::records::record_type_of<T>, std::move(options))),
          owner_(std::move(owner))
    {}

    [[nodiscard]] std::string const& table_name() const noexcept { return stores::records::name_of(*state_); }

    /// Creates the table, or verifies that an existing one has the struct's keys, and waits until it can be used: 5 minutes
    /// without a `timeout`. Enables the time to live if the struct has one. May be called repeatedly and concurrently.
    /// Errors: `schema_mismatch` with the difference of an existing table. Creates a table only if none exists; other
    /// errors of DescribeTable are thrown.
    /// Requests: one DescribeTable if the table exists; otherwise CreateTable, and DescribeTable until it is ACTIVE. With a
    /// time to live also DescribeTimeToLive, and UpdateTimeToLive if it is disabled.
    boost::asio::awaitable<void> open(call_options options = {}) const
    {
        return stores::records::open_table(state_, table_capacity::on_demand(), options);
    }
    /// `open` with the billing mode of a new table. An existing table is not changed.
    boost::asio::awaitable<void> create_table(
        table_capacity capacity = table_capacity::on_demand(), call_options options = {}) const
    {
        return stores::records::open_table(state_, std::move(capacity), options);
    }

    /// Creates a global secondary index with the member as its key and the attribute's name, and waits until it is filled.
    /// Succeeds if an index of that name has the same keys and projection. If the member is an optional, the index is
    /// sparse: it contains only the records that have a value.
    /// Errors: `bad_input` for invalid names and options; `schema_mismatch` if another index has this name.
    /// Requests: DescribeTable, UpdateTable, DescribeTable until the index is ACTIVE. DynamoDB creates one index at a time;
    /// the operation waits for the others.
    template <auto Member>
    boost::asio::awaitable<void> create_gsi(index_options options = {}) const
    {
        static_assert(stores::records::index_keyable<mapping::value_of_member<Member>>,
            "This member cannot be the key of an index: DynamoDB has keys of strings, numbers and binary "
            "values.");
        return stores::records::create_index(
            state_, std::string(mapping::member_name_in<T, Member>), std::move(options));
    }
    /// `create_gsi` with an attribute name at run time. Ends with `bad_input` if the attribute cannot be a key.
    boost::asio::awaitable<void> create_gsi(std::string attribute, index_options options = {}) const
    {
        return stores::records::create_index(state_, std::move(attribute), std::move(options));
    }

    /// Stores a new record. If an earlier attempt may have been applied, the stored record decides: it is a success if it
    /// equals this one. If the struct has a version, returns the version that is stored: one more than that of `record`.
    /// Errors: `already_exists` with the key, the stored record is kept; `conflict` if there is none, but it does not meet
    /// the condition of the options; `client_errc::outcome_unknown` if an earlier attempt may have stored the record, but
    /// another one is stored now.
    /// Requests: one PutItem; after a lost response one GetItem.
    boost::asio::awaitable<version_type> create_record(T const& record, write_options options = {}) const
    {
        return stores::records::written(record,
            stores::records::put_one(
                state_, encode(record), stores::records::existence::refused, true, std::move(options)));
    }
    /// `create_record` with values of members:
    /// `create_record(attr<&phone::person_id> = 1, attr<&phone::name> = "Ann", ...)`. Omitting a member that is not optional does not compile.
    template <auto... Members>
        requires(sizeof...(Members) > 0)
    boost::asio::awaitable<version_type> create_record(assignment<Members> const&... values) const
    {
        return stores::records::written_first<T>(
            stores::records::put_one(state_, stores::records::make_record<T>(values...),
                stores::records::existence::refused, true, write_options()));
    }
    /// As `create_record`, but returns whether the record was stored: false if one exists.
    boost::asio::awaitable<bool> create_record_if_absent(T const& record, write_options options = {}) const
    {
        return stores::records::put_one(
            state_, encode(record), stores::records::existence::refused, false, std::move(options));
    }

    /// Stores a record and replaces the whole item with its key: attributes that the struct lacks are dropped. If the struct
    /// has a version, the stored version is one more than that of `record`, and is returned. The write succeeds only if the
    /// stored record has the version of `record`, or if none is stored and `record` has version 0. To write the object again,
    /// keep the version: `order.revision = co_await orders.put_record(order)`.
    /// A stored item without a version is replaced only if the version member has a default, and `record` has that version.
    /// Errors: `conflict` with both versions if they differ, or if the stored record does not meet the condition of the
    /// options. A record that was deleted and created anew may have the same version again; see docs/records.md.
    /// Requests: one PutItem; with a condition, after a lost response, one GetItem.
    boost::asio::awaitable<version_type> put_record(T const& record, write_options options = {}) const
    {
        return stores::records::written(record,
            stores::records::put_one(
                state_, encode(record), stores::records::existence::any, true, std::move(options)));
    }

    /// One record; empty if it does not exist.
    /// Requests: one GetItem.
    boost::asio::awaitable<std::optional<T>> get_record(key_type key, read_options options = {}) const
    {
        return stores::records::get_as<T>(state_, std::move(key).encoded(), options);
    }

    /// Changes a record atomically: `update_record(1, attr<&phone::name> = "Anna", remove(attr<&phone::note>),
    /// write_options().only_if(...))`. Accepts changes, updates (built or from checked text) and `write_options`, in any
    /// order. If the struct has a version, the version is incremented.
    /// Counters: after a lost response, `attr<&phone::visits> += 1`, `list_append` and whatever increments a version are not
    /// sent again, since they may have been applied; `call_options().resend(resend::exactly_once)` makes that safe.
    /// A record can be read after every update: changes that the struct cannot hold do not compile, or end with `bad_input`.
    /// Sums and versions are kept in the range of their member by a condition; docs/records.md has the rules.
    /// Errors: `not_found` if the record does not exist, which creates none; `conflict` if it does not meet the condition;
    /// `does_not_fit` if a sum or the version would be out of range, or the attribute that a member is set from is NULL;
    /// `client_errc::outcome_unknown` if it does not exist, but the request was sent twice, or if a counter may have been
    /// applied.
    /// Requests: one UpdateItem.
    template <class... Changes>
    boost::asio::awaitable<void> update_record(key_type key, Changes... changes) const
    {
        return stores::records::done(stores::records::update_one(state_,
            stores::records::make_update<T>(std::move(key).encoded(), std::move(changes)...),
            stores::records::record_target()));
    }
    /// As `update_record`, but returns false if the record does not exist.
    template <class... Changes>
    boost::asio::awaitable<bool> update_record_if_exists(key_type key, Changes... changes) const
    {
        auto call = stores::records::make_update<T>(std::move(key).encoded(), std::move(changes)...);
        call.throws = false;
        return stores::records::update_one(state_, std::move(call), stores::records::record_target());
    }
    /// As `update_record`, but returns the new record. Refuses `resend::exactly_once`.
    /// Errors: also `malformed_item` for a record that does not fit the struct. It is changed nevertheless: the error has it
    /// as `stored_item`, and `applied` is true.
    template <class... Changes>
    boost::asio::awaitable<T> update_and_get(key_type key, Changes... changes) const
    {
        return stores::records::update_as<T>(
            state_, stores::records::make_update<T>(std::move(key).encoded(), std::move(changes)...));
    }
    /// `update_record` with attribute names at run time: `item::of("name", "Anna", "note", nullptr)`. NULL removes an
    /// attribute that may be absent.
    /// Errors: also `bad_input`, before any request, for no change, a key, an unknown attribute, or a value that the
    /// member cannot hold.
    boost::asio::awaitable<void> update_record_by_name(
        key_type key, item changes, write_options options = {}) const
    {
        return stores::records::done(stores::records::update_one_by_name(
            state_, std::move(key).encoded(), std::move(changes), std::move(options)));
    }

    /// Deletes a record, whatever its version is.
    /// Errors: `not_found`; `conflict` if it does not meet the condition of the options; `client_errc::outcome_unknown` if
    /// it does not exist, but the request was sent twice.
    /// Requests: one DeleteItem.
    boost::asio::awaitable<void> delete_record(key_type key, write_options options = {}) const
    {
        return stores::records::done(stores::records::delete_one(state_,
            stores::records::deletion_of(std::move(key).encoded(), std::move(options)),
            stores::records::record_target()));
    }
    /// Deletes a record that has the version of `record`, for structs with a version. Errors: also `conflict` with both
    /// versions if they differ.
    template <std::same_as<T> R>
        requires stores::records::has_version<R>
    boost::asio::awaitable<void> delete_record(R const& record, write_options options = {}) const
    {
        return stores::records::done(stores::records::delete_one(state_,
            stores::records::deletion_of(record, std::move(options)), stores::records::record_target()));
    }
    /// As `delete_record`, but returns false if the record did not exist.
    boost::asio::awaitable<bool> delete_record_if_exists(key_type key, write_options options = {}) const
    {
        auto call = stores::records::deletion_of(std::move(key).encoded(), std::move(options));
        call.throws = false;
        return stores::records::delete_one(state_, std::move(call), stores::records::record_target());
    }
    template <std::same_as<T> R>
        requires stores::records::has_version<R>
    boost::asio::awaitable<bool> delete_record_if_exists(R const& record, write_options options = {}) const
    {
        auto call = stores::records::deletion_of(record, std::move(options));
        call.throws = false;
        return stores::records::delete_one(state_, std::move(call), stores::records::record_target());
    }
    /// Deletes a record and returns it; empty if it did not exist. Refuses `resend::exactly_once`. If a response was lost and the
    /// request sent again, the record that is returned may be one that was written after an earlier one had been deleted:
    /// `call_metadata::earlier_attempt_may_have_been_applied` tells, and `resend::never` prevents it.
    /// Errors: `client_errc::outcome_unknown` if there is none, but an earlier attempt may have deleted it. If the record
    /// does not fit the struct, it is deleted nevertheless: `malformed_item` has it as `stored_item`, and `applied` is true.
    /// Requests: one DeleteItem.
    boost::asio::awaitable<std::optional<T>> take_record(key_type key, write_options options = {}) const
    {
        return stores::records::take_as<T>(state_, std::move(key).encoded(), std::move(options));
    }

    /// The records whose member has this value, found by the index with the attribute's name (or `stream_options::index`).
    /// Returns whole records in their current state. The index lags behind writes, usually by less than a second.
    /// Errors: `bad_input` also for a text that is not an allowed value of the member, for an empty optional, since the index
    /// has no records without a value, and for a filter on an attribute that the index does not contain or that is its key.
    /// Requests: see `record_stream::next`.
    template <auto Member, class V>
    [[nodiscard]] record_stream<T> find_by(V const& value, stream_options options = {}) const
    {
        if constexpr (mapping::find_kind<V>() == mapping::kind::optional)
        {
            if (!value)
                return record_stream<T>(stores::records::make_refused_stream(
                    state_, mapping::member_name_in<T, Member>, "is empty; no index contains such records"));
            return find_by<Member>(*value, std::move(options));
        }
        else
        {
            if (!options.index())
                options.index(std::string(mapping::member_name_in<T, Member>));
            return query(dynasio::key(attr<Member> == value), std::move(options));
        }
    }

    /// The records of a partition, or of a range of sort keys, in the order of their sort keys:
    /// `query(key(attr<&call::caller> == 7) && attr<&call::day> > "2026-01-01")`. Reads an index with
    /// `stream_options::index`.
    [[nodiscard]] record_stream<T> query(key_condition which, stream_options options = {}) const
    {
        return record_stream<T>(stores::records::make_query_stream(
            state_, std::move(which), std::move(options), &stores::records::record_page_of<T>::make));
    }

    /// All records of the table, in no particular order. Reads the whole table, which is billed.
    [[nodiscard]] record_stream<T> scan(stream_options options = {}) const
    {
        return record_stream<T>(stores::records::make_scan_stream(
            state_, std::move(options), &stores::records::record_page_of<T>::make));
    }

    /// The existing records with these keys, in the order of the keys: one for each time that its key is given.
    /// Errors: `unfinished` with the keys that were not read, if the deadline passes or a request fails.
    /// Requests: one BatchGetItem per 100 different keys, at most 4 at a time, and more for unprocessed keys.
    boost::asio::awaitable<std::vector<T>> get_many(
        std::vector<key_type> keys, read_options options = {}) const
    {
        return stores::records::get_all_as<T>(
            state_, stores::records::encoded_keys(std::move(keys)), options);
    }
    /// `get_many` of a few keys: `get_many(1, 2)`, `get_many(orders.key("c", 1), orders.key("c", 2))`. Accepts keys and
    /// `read_options`, in any order.
    template <stores::records::single_argument<T>... Arguments>
        requires(sizeof...(Arguments) > 0)
    boost::asio::awaitable<std::vector<T>> get_many(Arguments const&... arguments) const
    {
        auto call = stores::records::collect_keys<T, read_options>(arguments...);
        return stores::records::get_all_as<T>(state_, std::move(call.keys), call.options);
    }

    /// Stores records and replaces those with their keys. Not atomic, in no particular order.
    /// Errors: `bad_input` also for two records with one key; `unfinished` with the keys of the records that were not
    /// written, if the deadline passes or a request fails. All others were written.
    /// Requests: one BatchWriteItem per 25 records, at most 4 at a time, and more for unprocessed records.
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

    /// Deletes the existing records with these keys. Not atomic. Keys may be repeated.
    /// Errors, requests: as `put_many`.
    boost::asio::awaitable<void> delete_many(std::vector<key_type> keys, call_options options = {}) const
    {
        return stores::records::delete_all(state_, stores::records::encoded_keys(std::move(keys)), options);
    }
    /// `delete_many` of a few keys: `delete_many(1, 2)`. Accepts keys and `call_options`, in any order.
    template <stores::records::single_argument<T>... Arguments>
        requires(sizeof...(Arguments) > 0)
    boost::asio::awaitable<void> delete_many(Arguments const&... arguments) const
    {
        auto call = stores::records::collect_keys<T, call_options>(arguments...);
        return stores::records::delete_all(state_, std::move(call.keys), call.options);
    }

    DYNASIO_ON_GCC12(
        void create_record(T&&, write_options = {}) const requires(std::is_aggregate_v<T>) = delete;
        void create_record_if_absent(T&&, write_options = {}) const requires(std::is_aggregate_v<T>) = delete;
        void put_record(T&&, write_options = {}) const requires(std::is_aggregate_v<T>) = delete;
        template <std::same_as<T> R> void delete_record(R&&, write_options = {})
            const requires(std::is_aggregate_v<R>) = delete;
        template <std::same_as<T> R> void delete_record_if_exists(R&&, write_options = {})
            const requires(std::is_aggregate_v<R>) = delete;)

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
