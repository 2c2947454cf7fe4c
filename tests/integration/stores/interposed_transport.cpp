// SPDX-License-Identifier: BSL-1.0

#include "interposed_transport.hpp"

#include "support/local_dynamodb.hpp"

#include <dynasio/http/errc.hpp>
#include <dynasio/testing/scripted_transport.hpp>

#include <boost/json.hpp>

#include <algorithm>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <utility>

namespace dynasio::tests {

namespace {

namespace json = boost::json;

/// Takes the last `count` writes out of the request (all from one table); ends with the answer that they are
/// left.
std::string hold_back(http::request& r, std::size_t count, bool& anything_left)
{
    auto body = json::parse(r.body);
    auto& tables = body.at("RequestItems").as_object();
    auto& [table, value] = *tables.begin();
    auto& writes = value.as_array();
    count = std::min(count, writes.size());
    json::array held;
    for (; count > 0; --count)
    {
        held.push_back(std::move(writes.back()));
        writes.pop_back();
    }
    json::object unprocessed;
    unprocessed[table] = std::move(held);
    anything_left = !writes.empty();
    r.body = json::serialize(body);
    json::object answer;
    answer["UnprocessedItems"] = std::move(unprocessed);
    return json::serialize(answer);
}

} // namespace

boost::asio::awaitable<http::send_result> interposed_transport::send(
    http::request const& r, http::time_point deadline)
{
    auto const own = hook_; // the test may set another one meanwhile
    if (!own)
        co_return co_await inner_->send(r, deadline);
    auto copy = r;
    sender const send = [&](http::request const& sent)
    {
        if (&sent == &copy && copy.body != r.body)
            sign_again(copy);
        return inner_->send(sent, deadline);
    };
    co_return co_await own(copy, send);
}

interposed_transport::hook leave_unprocessed(std::size_t count, std::size_t times)
{
    auto const left = std::make_shared<std::size_t>(times);
    return [count, left](http::request& r,
               interposed_transport::sender const& send) -> boost::asio::awaitable<http::send_result>
    {
        if (dynasio::testing::operation_of(r) != "BatchWriteItem" || *left == 0)
            co_return co_await send(r);
        --*left;
        bool anything_left = false;
        http::response answer;
        answer.status = 200;
        answer.body = hold_back(r, count, anything_left);
        if (anything_left)
        {
            auto rest = co_await send(r);
            if (!rest || rest->status != 200)
                co_return rest;
        }
        co_return http::send_result(std::move(answer));
    };
}

http::send_result lost_response()
{
    http::transport_error lost;
    lost.code = http::errc::closed_early;
    lost.reached = http::stage::receiving;
    return http::send_result(std::move(lost));
}

interposed_transport::hook lose_first_responses()
{
    auto const seen =
        std::make_shared<std::set<std::string, std::less<>>>(); // by what all attempts have in common
    return [seen](http::request& r,
               interposed_transport::sender const& send) -> boost::asio::awaitable<http::send_result>
    {
        auto answer = co_await send(r);
        bool const first = seen->emplace(r.headers.find("amz-sdk-invocation-id").value_or("")).second;
        co_return first ? lost_response() : std::move(answer);
    };
}

} // namespace dynasio::tests
