// SPDX-License-Identifier: BSL-1.0
//
// Writing and deleting many records: the batches are those of the client, but records are sent as they were encoded.

#include "call/invoke.hpp"
#include "client/client_handle.hpp"
#include "composed/batch_engine.hpp"
#include "composed/batch_failure.hpp"
#include "composed/sent_units.hpp"
#include "stores/records/keyed_read.hpp"
#include "stores/records/send_write.hpp"

#include <dynasio/operations/batch_write_item.hpp>

#include <string>
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
    static constexpr bool changes_items = true;

    record_table_state const* table;
    bool deletes; ///< all writes are; otherwise all are puts

    boost::asio::awaitable<result<composed::units_left>> send(
        client const& from, units const& chunk, call_options options)
    {
        encoded_batch request;
        auto& writes = request.request_items[table->table()];
        for (auto const& unit : chunk)
            writes.push_back({unit.content.json});
        auto const response =
            co_await call::invoke(call::state_of(from), operations::batch_write_item_info, request, options);
        co_return take(response, chunk);
    }

    [[nodiscard]] result<composed::units_left> take(
        result<call::call_response> const& response, units const& chunk) const
    {
        composed::units_left left;
        auto const done = call::decode_response(response,
            [&](std::string_view body)
            {
                batch_write_item_output output;
                json::decode(body, json::target_of(output));
                left = left_by(output, chunk);
            });
        if (!done)
            return done.error();
        left.may_have_been_applied = response->metadata.earlier_attempt_may_have_been_applied;
        return left;
    }

    [[nodiscard]] composed::units_left left_by(
        batch_write_item_output const& output, units const& chunk) const
    {
        composed::units_left left;
        if (output.unprocessed_items.empty())
            return left;
        composed::sent_units sent;
        for (auto const& unit : chunk)
            sent.add(unit.table, canonical_key_of(*table, unit.content.key));
        for (auto const& [name, unprocessed] : output.unprocessed_items)
            for (auto const& write : unprocessed)
                left.positions.push_back(sent.take("UnprocessedItems", name, key_of(write)));
        return left;
    }

    /// The canonical key of a write of this kind; empty for another one.
    [[nodiscard]] std::string key_of(model::write_request const& write) const
    {
        if (write.put_request.has_value() == deletes || write.delete_request.has_value() != deletes)
            return {};
        return canonical_key_or_none(*table, deletes ? write.delete_request->key : write.put_request->item);
    }
};

boost::asio::awaitable<void> write_all(record_table_state const& self,
    std::deque<composed::batch_unit<encoded_write>> units, batch_options options, bool deletes)
{
    auto const wanted = units.size();
    auto const state = std::make_shared<composed::batch_state<record_writer>>(
        self.owner(), options, record_writer{&self, deletes}, std::move(units));
    co_await composed::run_batch(state, options.concurrency);

    auto const failure = state->failure();
    if (!failure)
        co_return;
    auto const left = state->take_left();
    if (failure->code() == boost::asio::error::operation_aborted)
        throw_exception_from_error(
            composed::failure_of(*failure, left.size(), wanted), BOOST_CURRENT_LOCATION);
    store_error_details details{.code = store_errc::unfinished, .cause = *failure};
    for (auto const& unit : left)
        details.keys_left.push_back(decode_encoded(unit.content.key));
    (deletes ? details.deleted : details.written) = wanted - details.keys_left.size();
    details.reason =
        composed::share_of(deletes ? "not deleted" : "not written", left.size(), wanted, "records");
    self.fail(std::move(details));
}

} // namespace

boost::asio::awaitable<void> put_all(
    record_table_pointer self, std::vector<encoded_record> records, call_options options)
{
    refuse_exactly_once(*self, options, "exactly_once is for writes of one record: batches have no token");
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
    refuse_exactly_once(*self, options, "exactly_once is for writes of one record: batches have no token");
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
