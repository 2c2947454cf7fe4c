// SPDX-License-Identifier: BSL-1.0
//
// Writing and deleting many records: the batches are those of the client, but records are sent as they were encoded.

#include "call/invoke.hpp"
#include "client/client_handle.hpp"
#include "composed/batch_engine.hpp"
#include "composed/batch_failure.hpp"
#include "stores/records/keyed_read.hpp"

#include <dynasio/operations/batch_write_item.hpp>

#include <unordered_set>
#include <utility>

namespace dynasio::stores::records {

namespace {

/// One write as it is sent, with its key.
struct encoded_write
{
    std::string json{};
    std::string key{};
};

struct encoded_batch
{
    std::map<std::string, std::vector<json::raw_json>> request_items = {};
};
BOOST_DESCRIBE_STRUCT(encoded_batch, (), (request_items))

struct record_writer
{
    using content = encoded_write;
    using units = std::vector<composed::batch_unit<encoded_write>>;

    static constexpr composed::chunk_limits limits{25, 15'900'000};
    static constexpr char const* operation = "BatchWriteItem";

    record_table_state const* table;

    boost::asio::awaitable<result<units>> send(client const& from, units const& chunk, call_options options)
    {
        encoded_batch request;
        auto& writes = request.request_items[table->table()];
        for (auto const& unit : chunk)
            writes.push_back({unit.content.json});
        auto const response =
            co_await call::invoke(call::state_of(from), operations::batch_write_item_info, request, options);
        co_return left_of(response, chunk);
    }

    /// The units that are unprocessed.
    result<units> left_of(result<call::call_response> const& response, units const& chunk) const
    {
        units left;
        auto const done = call::decode_response(response,
            [&](std::string_view body)
            {
                batch_write_item_output output;
                json::decode(body, json::target_of(output));
                left = pick_unprocessed(output, chunk);
            });
        if (!done)
            return done.error();
        return left;
    }

    [[nodiscard]] units pick_unprocessed(batch_write_item_output const& output, units const& chunk) const
    {
        std::unordered_set<std::string> keys;
        std::size_t count = 0;
        for (auto const& [name, writes] : output.unprocessed_items)
            for (auto const& write : writes)
            {
                ++count;
                if (write.put_request)
                    keys.insert(canonical_key_of(*table, write.put_request->item));
                if (write.delete_request)
                    keys.insert(canonical_key_of(*table, write.delete_request->key));
            }
        units left;
        if (count != 0)
            for (auto const& unit : chunk)
                if (keys.contains(canonical_key_of(*table, unit.content.key)))
                    left.push_back(unit);
        if (left.size() != count)
            throw json::decode_error("UnprocessedItems", "other writes than were sent");
        return left;
    }
};

boost::asio::awaitable<void> write_all(record_table_state const& self,
    std::deque<composed::batch_unit<encoded_write>> units, batch_options options, bool deletes)
{
    auto const wanted = units.size();
    auto const state = std::make_shared<composed::batch_state<record_writer>>(
        self.owner(), options, record_writer{&self}, std::move(units));
    co_await composed::run_batch(state, options.concurrency);

    auto const& failure = state->course.failure();
    if (!failure)
        co_return;
    bool const uncertain = state->may_have_been_applied();
    auto const left = state->take_left();
    if (failure->code() == boost::asio::error::operation_aborted)
        throw_exception_from_error(
            composed::failure_of(*failure, uncertain, left.size(), wanted), BOOST_CURRENT_LOCATION);
    store_error_details details{.code = store_errc::unfinished, .cause = *failure};
    for (auto const& unit : left)
        details.keys_left.push_back(decode_encoded(unit.content.key));
    (deletes ? details.deleted : details.written) = wanted - details.keys_left.size();
    self.fail(std::move(details));
}

} // namespace

boost::asio::awaitable<void> put_all(
    record_table_pointer self, std::vector<encoded_record> records, call_options options)
{
    std::deque<composed::batch_unit<encoded_write>> units;
    std::unordered_set<std::string> seen;
    for (auto& record : records)
    {
        check_record(*self, record);
        encoded_write write;
        write.key = std::move(record.key);
        if (!seen.insert(canonical_key_of(*self, write.key)).second)
            self->fail({.code = store_errc::bad_input,
                .key = decode_encoded(write.key),
                .reason = "two of the records have the same key"});
        write.json = "{\"PutRequest\":{\"Item\":" + std::exchange(record.json, {}) + "}}";
        auto const bytes = write.json.size() + 1;
        units.push_back({self->table(), std::move(write), bytes});
    }
    co_await write_all(*self, std::move(units), batch_options_of(*self, options), false);
}

boost::asio::awaitable<void> delete_all(
    record_table_pointer self, std::vector<encoded_key> keys, call_options options)
{
    std::deque<composed::batch_unit<encoded_write>> units;
    std::unordered_set<std::string> seen;
    for (auto& key : keys)
    {
        check_key(*self, key);
        encoded_write write;
        write.key = std::move(key.json);
        if (!seen.insert(canonical_key_of(*self, write.key)).second)
            continue;
        write.json = "{\"DeleteRequest\":{\"Key\":" + write.key + "}}";
        auto const bytes = write.json.size() + 1;
        units.push_back({self->table(), std::move(write), bytes});
    }
    co_await write_all(*self, std::move(units), batch_options_of(*self, options), true);
}

} // namespace dynasio::stores::records
