// SPDX-License-Identifier: BSL-1.0

#include "call/invoke.hpp"
#include "client/client_handle.hpp"
#include "composed/batch_engine.hpp"
#include "composed/batch_failure.hpp"
#include "composed/sent_units.hpp"

#include <dynasio/batch.hpp>
#include <dynasio/operations/batch_write_item.hpp>
#include <dynasio/value/detail/json.hpp>

namespace dynasio {

namespace composed {

namespace {

struct batch_writer
{
    using content = model::write_request;
    using units = std::vector<batch_unit<model::write_request>>;

    static constexpr chunk_limits limits{25, 15'900'000}; // 16 MB with room for what is around the writes
    static constexpr char const* operation = "BatchWriteItem";
    static constexpr bool changes_items = true;

    std::optional<open_enum<model::return_consumed_capacity>> return_consumed_capacity;
    batch_write_result got;

    boost::asio::awaitable<result<units_left>> send(
        client const& from, units const& chunk, call_options options)
    {
        auto const request = request_for(chunk);
        auto const response =
            co_await call::invoke(call::state_of(from), operations::batch_write_item_info, request, options);
        co_return take(response, chunk);
    }

    result<units_left> take(result<call::call_response> const& response, units const& chunk)
    {
        batch_write_item_output output;
        units_left left;
        auto const done = call::decode_response(response,
            [&](std::string_view body)
            {
                json::decode(body, json::target_of(output));
                left = left_by(output, chunk);
            });
        if (!done)
            return done.error();
        std::move(output.consumed_capacity.begin(), output.consumed_capacity.end(),
            std::back_inserter(got.consumed_capacity));
        left.may_have_been_applied = response->metadata.earlier_attempt_may_have_been_applied;
        return left;
    }

    static units_left left_by(batch_write_item_output const& output, units const& chunk)
    {
        units_left left;
        if (output.unprocessed_items.empty())
            return left;
        sent_units sent;
        for (auto const& unit : chunk)
            sent.add(unit.table, canonical_write(unit.content));
        for (auto const& [table, unprocessed] : output.unprocessed_items)
            for (auto const& write : unprocessed)
                left.positions.push_back(sent.take("UnprocessedItems", table, canonical_write(write)));
        return left;
    }

    [[nodiscard]] batch_write_item_input request_for(units const& chunk) const
    {
        batch_write_item_input request;
        for (auto const& unit : chunk)
            request.request_items[unit.table].push_back(unit.content);
        request.return_consumed_capacity = return_consumed_capacity;
        return request;
    }
};

boost::asio::awaitable<batch_write_result> run_batch_write(
    client from, std::map<std::string, std::vector<model::write_request>> requests, batch_options options)
{
    validate(options);
    batch_writer writer;
    std::deque<batch_unit<model::write_request>> units;
    try
    {
        units = write_units(requests, options.key_names);
    }
    catch (json::encode_error const& e)
    {
        writer.got.error = error(client_errc::bad_input, e.what());
        writer.got.unprocessed = std::move(requests);
    }
    if (writer.got.error)
        co_return std::move(writer.got);

    requests.clear(); // the units are copies
    co_return co_await run_batch(std::move(from), std::move(options), std::move(writer), std::move(units));
}

boost::asio::awaitable<batch_write_output> run_batch_write_or_throw(
    client from, std::map<std::string, std::vector<model::write_request>> requests, batch_options options)
{
    auto const wanted = count_writes(requests);
    auto ended = co_await run_batch_write(std::move(from), std::move(requests), std::move(options));
    if (ended.error)
        throw_exception_from_error(
            failure_of(*ended.error, count_writes(ended.unprocessed), wanted), BOOST_CURRENT_LOCATION);
    batch_write_output output(std::move(ended));
    co_return output;
}

} // namespace

} // namespace composed

boost::asio::awaitable<batch_write_output> batch_write(client const& owner,
    std::map<std::string, std::vector<model::write_request>> requests, batch_options options)
{
    return composed::run_batch_write_or_throw(
        call::weak_client(owner), std::move(requests), std::move(options));
}

boost::asio::awaitable<batch_write_result> try_batch_write(client const& owner,
    std::map<std::string, std::vector<model::write_request>> requests, batch_options options)
{
    return composed::run_batch_write(call::weak_client(owner), std::move(requests), std::move(options));
}

} // namespace dynasio
