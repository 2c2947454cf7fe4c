// SPDX-License-Identifier: BSL-1.0

#include "call/invoke.hpp"
#include "client/client_handle.hpp"
#include "composed/batch_engine.hpp"
#include "composed/batch_failure.hpp"
#include "composed/sent_units.hpp"

#include <dynasio/batch.hpp>
#include <dynasio/operations/batch_get_item.hpp>
#include <dynasio/value/detail/json.hpp>

namespace dynasio {

namespace composed {

namespace {

struct batch_reader
{
    using content = item;
    using units = std::vector<batch_unit<item>>;

    static constexpr chunk_limits limits{100, 15'900'000}; // 16 MB with room for what is around the keys
    static constexpr char const* operation = "BatchGetItem";
    static constexpr bool changes_items = false;

    /// By table: all but the keys of what was asked.
    std::map<std::string, model::keys_and_attributes> settings;
    std::optional<open_enum<model::return_consumed_capacity>> return_consumed_capacity;
    batch_get_result got;

    boost::asio::awaitable<result<units_left>> send(
        client const& from, units const& chunk, call_options options)
    {
        auto const request = request_for(chunk);
        auto const response =
            co_await call::invoke(call::state_of(from), operations::batch_get_item_info, request, options);
        co_return take(response, chunk);
    }

    result<units_left> take(result<call::call_response> const& response, units const& chunk)
    {
        batch_get_item_output output;
        units_left left;
        auto const done = call::decode_response(response,
            [&](std::string_view body)
            {
                json::decode(body, json::target_of(output));
                left = left_by(output, chunk);
            });
        if (!done)
            return done.error();
        for (auto& [table, items] : output.responses)
        {
            auto& all = got.items[table];
            std::move(items.begin(), items.end(), std::back_inserter(all));
        }
        std::move(output.consumed_capacity.begin(), output.consumed_capacity.end(),
            std::back_inserter(got.consumed_capacity));
        return left;
    }

    /// Each key of the request is left, or there is at most one item. The items get the names of the request's tables.
    static units_left left_by(batch_get_item_output& output, units const& chunk)
    {
        sent_units sent;
        std::map<std::string_view, item const*> keys_of_tables;
        for (auto const& unit : chunk)
        {
            sent.add(unit.table, canonical_item(unit.content));
            keys_of_tables.try_emplace(unit.table, &unit.content);
        }

        units_left left;
        for (auto const& [table, wanted] : output.unprocessed_keys)
            for (auto const& key : wanted.keys)
                left.positions.push_back(sent.take("UnprocessedKeys", table, canonical_item(key)));

        std::map<std::string, std::vector<item>> items;
        for (auto& [table, found] : output.responses)
        {
            auto const& name = sent.table("Responses", table);
            auto const& key_names = *keys_of_tables.at(name);
            for (auto const& each : found)
                if (auto const key = canonical_key_of(each, key_names))
                    sent.take("Responses", name, *key);
                else
                    sent.take_any("Responses", name);
            std::move(found.begin(), found.end(), std::back_inserter(items[name]));
        }
        output.responses = std::move(items);
        return left;
    }

    /// Empty if a projection has left out attributes of the key.
    static std::optional<std::string> canonical_key_of(item const& found, item const& key_names)
    {
        item key;
        for (auto const& [name, value] : key_names)
        {
            auto const* part = found.find(name);
            if (!part)
                return std::nullopt;
            key.set(name, *part);
        }
        return canonical_item(key);
    }

    [[nodiscard]] batch_get_item_input request_for(units const& chunk) const
    {
        batch_get_item_input request;
        for (auto const& unit : chunk)
        {
            auto const [place, is_new] = request.request_items.try_emplace(unit.table);
            if (auto const set = settings.find(unit.table); is_new && set != settings.end())
                place->second = set->second;
            place->second.keys.push_back(unit.content);
        }
        request.return_consumed_capacity = return_consumed_capacity;
        return request;
    }
};

boost::asio::awaitable<batch_get_result> run_batch_get(
    client from, std::map<std::string, model::keys_and_attributes> requests, batch_options options)
{
    validate(options);
    batch_reader reader;
    std::deque<batch_unit<item>> units;
    try
    {
        units = read_units(requests);
    }
    catch (json::encode_error const& e)
    {
        reader.got.error = error(client_errc::bad_input, e.what());
        reader.got.unprocessed = std::move(requests);
    }
    if (reader.got.error)
        co_return std::move(reader.got);

    for (auto& [table, wanted] : requests)
    {
        reader.got.items.try_emplace(table);
        wanted.keys.clear();
    }
    reader.settings = std::move(requests);
    co_return co_await run_batch(std::move(from), std::move(options), std::move(reader), std::move(units));
}

boost::asio::awaitable<batch_get_output> run_batch_get_or_throw(
    client from, std::map<std::string, model::keys_and_attributes> requests, batch_options options)
{
    auto ended = co_await run_batch_get(std::move(from), std::move(requests), std::move(options));
    if (ended.error)
        throw_exception_from_error(failure_of(ended), BOOST_CURRENT_LOCATION);
    batch_get_output output(std::move(ended));
    co_return output;
}

} // namespace

} // namespace composed

boost::asio::awaitable<batch_get_output> batch_get(
    client const& owner, std::map<std::string, model::keys_and_attributes> requests, batch_options options)
{
    return composed::run_batch_get_or_throw(
        call::weak_client(owner), std::move(requests), std::move(options));
}

boost::asio::awaitable<batch_get_result> try_batch_get(
    client const& owner, std::map<std::string, model::keys_and_attributes> requests, batch_options options)
{
    return composed::run_batch_get(call::weak_client(owner), std::move(requests), std::move(options));
}

} // namespace dynasio
