// SPDX-License-Identifier: BSL-1.0

#include "push_server.hpp"

#include <dynasio/json/detail/shape_codec.hpp>
#include <dynasio/operations.hpp>
#include <dynasio/stores/push/last_connect.hpp>
#include <dynasio/testing/scripted_transport.hpp>
#include <dynasio/value/detail/json.hpp>

#include <algorithm>
#include <chrono>
#include <string_view>
#include <utility>

namespace bench {

using dynasio::item;

namespace {

std::string json_of(item const& what)
{
    std::string json;
    dynasio::json::encode(json, what);
    return json;
}

template <class Request>
Request decoded(std::string_view body)
{
    Request request;
    dynasio::json::decode(body, dynasio::json::target_of(request));
    return request;
}

std::string const& text_of(item const& from, std::string_view name)
{
    return *from.at(name).if_string();
}

dynasio::http::response success(std::string body)
{
    dynasio::http::response response;
    response.status = 200;
    response.body = std::move(body);
    return response;
}

/// 50 users who connected half a year ago.
std::string inactive_users()
{
    auto const today = std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now());
    std::chrono::year_month_day const date(today);
    auto const month = date.year() / date.month() - std::chrono::months(6);
    auto const value = std::to_string(dynasio::last_connects_of(month).front());
    std::string out = R"({"Items":[)";
    for (int i = 0; i < 50; ++i)
        out += (i == 0 ? R"({"uaid":{"S":"u)" : R"(,{"uaid":{"S":"u)") + std::to_string(i)
            + R"("},"last_connect":{"N":")" + value + "\"}}";
    return out + "]}";
}

} // namespace

boost::asio::awaitable<dynasio::http::send_result> push_server::send(
    dynasio::http::request const& r, dynasio::http::time_point)
{
    co_return success(respond(dynasio::testing::operation_of(r), r.body));
}

std::string push_server::respond(std::string const& operation, std::string const& body)
{
    if (operation == "PutItem")
        store(decoded<dynasio::put_item_input>(body).item);
    else if (operation == "BatchWriteItem")
        for (auto const& [table, writes] : decoded<dynasio::batch_write_item_input>(body).request_items)
            for (auto const& write : writes)
                store(write.put_request.value().item);
    else if (operation == "DeleteItem")
        return remove(decoded<dynasio::delete_item_input>(body).key);
    else if (operation == "GetItem")
        return get(decoded<dynasio::get_item_input>(body).key);
    else if (operation == "Query")
        return query(decoded<dynasio::query_input>(body));
    else if (operation == "Scan")
        return inactive_users();
    else if (operation == "DescribeTable")
        return R"({"Table":{"TableStatus":"ACTIVE"}})";
    return "{}";
}

void push_server::store(item const& message)
{
    messages_[text_of(message, "chidmessageid")] = json_of(message);
}

std::string push_server::remove(item const& key)
{
    if (!key.contains("chidmessageid"))
        return R"({"Attributes":{"uaid":{"S":"a"}}})";
    messages_.erase(text_of(key, "chidmessageid"));
    return R"({"Attributes":{"chidmessageid":{"S":"a"}}})";
}

std::string push_server::get(item const& key) const
{
    if (!key.contains("chidmessageid")) // the user of preflight_check
        return R"({"Item":{"uaid":{"S":"a"},"router_type":{"S":"webpush"},"connected_at":{"N":"0"},)"
               R"("node_id":{"S":"mynode:2020"}}})";
    auto const found = messages_.find(text_of(key, "chidmessageid"));
    return found == messages_.end() ? "{}" : R"({"Item":)" + found->second + '}';
}

/// A page of the keys below the bound of the condition, or above it.
std::string push_server::query(dynasio::query_input const& request)
{
    constexpr std::size_t uaid_size = 32;
    std::string bound;
    for (auto const& each : request.expression_attribute_values.value())
        if (auto const* text = each.value.if_string(); text && text->size() != uaid_size)
            bound = *text;
    bool const below = request.key_condition_expression.value().find('<') != std::string::npos;
    auto at = below ? messages_.begin() : messages_.upper_bound(bound);
    auto const end = below ? messages_.lower_bound(bound) : messages_.end();
    if (request.exclusive_start_key)
        at = messages_.upper_bound(text_of(*request.exclusive_start_key, "chidmessageid"));
    std::string out;
    out.reserve(largest_page_ + 1000);
    out = R"({"Items":[)";
    auto last = at;
    for (auto left = request.limit.value(); at != end && left != 0; --left)
    {
        out += (out.back() == '[' ? "" : ",") + at->second;
        last = at++;
    }
    out += ']';
    if (at != end)
        out += R"(,"LastEvaluatedKey":{"uaid":{"S":"a"},"chidmessageid":{"S":")" + last->first + "\"}}";
    out += '}';
    largest_page_ = std::max(largest_page_, out.size());
    return out;
}

boost::asio::awaitable<dynasio::http::send_result> blind_server::send(
    dynasio::http::request const&, dynasio::http::time_point)
{
    co_return success("{}");
}

} // namespace bench
