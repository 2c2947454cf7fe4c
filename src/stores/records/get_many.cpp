// SPDX-License-Identifier: BSL-1.0
//
// Reading many records by their keys: the batches are those of the client, but responses go straight into the structs.

#include "call/invoke.hpp"
#include "client/client_handle.hpp"
#include "composed/batch_engine.hpp"
#include "composed/batch_failure.hpp"
#include "composed/sent_units.hpp"
#include "stores/records/expiry.hpp"
#include "stores/records/keyed_read.hpp"

#include <dynasio/operations/batch_get_item.hpp>
#include <dynasio/value/detail/json.hpp>

#include <unordered_map>
#include <unordered_set>
#include <utility>

namespace dynasio::stores::records {

namespace {

struct encoded_keys_of_table
{
    std::vector<json::raw_json> keys = {};
    std::optional<bool> consistent_read = {};
};
BOOST_DESCRIBE_STRUCT(encoded_keys_of_table, (), (keys, consistent_read))

struct encoded_read
{
    std::map<std::string, encoded_keys_of_table> request_items = {};
};
BOOST_DESCRIBE_STRUCT(encoded_read, (), (request_items))

/// Units are the JSON of keys.
struct record_reader
{
    using content = std::string;
    using units = std::vector<composed::batch_unit<std::string>>;

    static constexpr composed::chunk_limits limits{100, 15'900'000};
    static constexpr char const* operation = "BatchGetItem";
    static constexpr bool changes_items = false;

    record_table_state const* table;
    record_target target;
    bool consistent;
    bad_records bad;
    std::exception_ptr malformed; ///< the first record that does not fit

    boost::asio::awaitable<result<composed::units_left>> send(
        client const& from, units const& chunk, call_options options)
    {
        encoded_read request;
        auto& wanted = request.request_items[table->table()];
        for (auto const& unit : chunk)
            wanted.keys.push_back({unit.content});
        if (consistent)
            wanted.consistent_read = true;
        auto const response =
            co_await call::invoke(call::state_of(from), operations::batch_get_item_info, request, options);
        co_return take(response, chunk);
    }

    result<composed::units_left> take(result<call::call_response> const& response, units const& chunk)
    {
        composed::units_left left;
        auto const read = [&](std::string_view body) { left = read_response(body, chunk); };
        try
        {
            if (auto const done = call::decode_response(response, read); !done)
                return done.error();
        }
        catch (store_error const& e)
        {
            malformed = std::current_exception();
            return error(e.code(), "malformed record");
        }
        return left;
    }

    /// Each key of the request is left, or there is at most one record.
    composed::units_left read_response(std::string_view body, units const& chunk)
    {
        auto const begin = target.size(target.object);
        batch_response response;
        read_batch(*table, body, target, bad, response);

        composed::sent_units sent;
        for (auto const& unit : chunk)
            sent.add(table->table(), canonical_key_of(*table, unit.content));
        for (auto const& name : response.tables)
            (void)sent.table("Responses", name);
        composed::units_left left;
        for (auto const& key : response.keys_left)
            left.positions.push_back(
                sent.take("UnprocessedKeys", table->table(), canonical_key_or_none(*table, key)));
        auto const end = target.size(target.object);
        for (auto i = begin; i < end; ++i)
        {
            auto const key = table->type().key_of(target.at(target.object, i)).json;
            sent.take("Responses", table->table(), canonical_key_of(*table, key));
        }
        return left;
    }
};

std::deque<composed::batch_unit<std::string>> distinct_units(
    record_table_state const& self, std::vector<std::string> const& keys)
{
    std::deque<composed::batch_unit<std::string>> units;
    std::unordered_set<std::string> seen;
    for (auto const& key : keys)
        if (seen.insert(canonical_key_of(self, key)).second)
            units.push_back(
                {self.table(), key, 100}); // bytes do not matter: 100 keys are far below the limit
    return units;
}

/// The position of the record of each key that has one.
std::vector<std::size_t> places_of(record_table_state const& self, std::vector<std::string> const& keys,
    record_target const& target, std::size_t begin)
{
    std::unordered_map<std::string, std::size_t> places;
    auto const end = target.size(target.object);
    for (auto i = begin; i < end; ++i)
        places.emplace(canonical_key_of(self, self.type().key_of(target.at(target.object, i)).json), i);
    std::vector<std::size_t> result;
    result.reserve(keys.size());
    for (auto const& key : keys)
        if (auto const found = places.find(canonical_key_of(self, key)); found != places.end())
            result.push_back(found->second);
    return result;
}

} // namespace

batch_options batch_options_of(record_table_state const& self, call_options const& call)
{
    batch_options options;
    options.call = call::with_deadline(self.owner(), call, self.options().batch_timeout);
    options.timeout = call_options::duration::max(); // the call has a deadline
    return options;
}

boost::asio::awaitable<std::vector<std::size_t>> read_keys(
    record_table_state const& self, keyed_read what, record_target target)
{
    auto const begin = target.size(target.object);
    record_reader reader{&self, target, what.consistent, what.bad, nullptr};
    auto units = distinct_units(self, what.keys);
    auto const wanted = units.size();
    auto const state = std::make_shared<composed::batch_state<record_reader>>(
        self.owner(), what.options, std::move(reader), std::move(units));
    co_await composed::run_batch(state, what.options.concurrency);

    if (state->kind.malformed)
        std::rethrow_exception(state->kind.malformed);
    if (auto const failure = state->failure())
    {
        if (failure->code() == boost::asio::error::operation_aborted)
            throw_exception_from_error(*failure, BOOST_CURRENT_LOCATION);
        store_error_details details{.code = store_errc::unfinished, .cause = *failure};
        for (auto const& unit : state->take_left())
            details.keys_left.push_back(decode_encoded(unit.content));
        details.reason = composed::share_of("not read", details.keys_left.size(), wanted, "records");
        self.fail(std::move(details));
    }
    co_return places_of(self, what.keys, target, begin);
}

boost::asio::awaitable<std::vector<std::size_t>> get_all(
    record_table_pointer self, std::vector<encoded_key> keys, read_options options, record_target target)
{
    if (options.skips_expired())
        check_expires(*self);
    keyed_read what;
    what.keys.reserve(keys.size());
    for (auto& key : keys)
    {
        check_key(*self, key);
        what.keys.push_back(std::move(key.json));
    }
    what.consistent = options.is_consistent();
    what.bad = options.skips_bad_items() ? bad_records::skip : bad_records::fail;
    what.options = batch_options_of(*self, options.call());
    auto places = co_await read_keys(*self, std::move(what), target);
    if (options.skips_expired())
    {
        auto const now = service_seconds(*self);
        std::erase_if(places,
            [&](std::size_t place) { return is_expired(*self, target.at(target.object, place), now); });
    }
    co_return places;
}

} // namespace dynasio::stores::records
