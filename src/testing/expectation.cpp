// SPDX-License-Identifier: BSL-1.0

#include <dynasio/testing/expectation.hpp>

#include "testing/plan.hpp"

#include <stdexcept>
#include <string_view>
#include <utility>

namespace dynasio::testing {

namespace {

void set(plan& p, std::function<http::send_result(http::request const&, std::string_view)> respond)
{
    std::lock_guard const lock(p.mutex);
    p.gets.respond.swap(respond);
}

} // namespace

expectation expectation::reply(unsigned status, std::string body, http::fields headers)
{
    http::response response;
    response.status = status;
    response.body = std::move(body);
    response.headers = std::move(headers);
    return reply(std::move(response));
}

expectation expectation::reply(http::response response)
{
    set(*plan_,
        [response = std::move(response)](http::request const&, std::string_view) { return response; });
    return *this;
}

expectation expectation::reply_json(std::string json)
{
    return respond_json([json = std::move(json)](http::request const&) { return json; });
}

expectation expectation::respond(std::function<http::send_result(http::request const&)> make_response)
{
    set(*plan_,
        [make = std::move(make_response)](http::request const& r, std::string_view) { return make(r); });
    return *this;
}

expectation expectation::respond_json(std::function<std::string(http::request const&)> make_json)
{
    set(*plan_, [make = std::move(make_json)](http::request const& r, std::string_view id)
        { return service_response(200, make(r), id); });
    return *this;
}

expectation expectation::fail(boost::system::error_code code, http::stage reached, std::string detail)
{
    http::transport_error e;
    e.code = code;
    e.reached = reached;
    e.detail = std::move(detail);
    set(*plan_, [e = std::move(e)](http::request const&, std::string_view) { return e; });
    return *this;
}

expectation expectation::fail_with(std::string code, std::string message)
{
    service_failure failure;
    failure.code = std::move(code);
    failure.message = std::move(message);
    return fail_with(failure);
}

expectation expectation::fail_with(service_failure const& failure)
{
    set(*plan_,
        [failure](http::request const&, std::string_view id) { return service_response(failure, id); });
    return *this;
}

expectation expectation::hold(gate g)
{
    std::lock_guard const lock(plan_->mutex);
    plan_->gets.held = std::move(g);
    return *this;
}

expectation expectation::delay(std::chrono::steady_clock::duration d)
{
    if (!plan_->clocked)
        throw std::invalid_argument("expectation::delay: the transport was made without a clock");
    std::lock_guard const lock(plan_->mutex);
    plan_->gets.delay = d;
    return *this;
}

expectation expectation::where(std::function<bool(http::request const&)> holds)
{
    std::lock_guard const lock(plan_->mutex);
    plan_->conditions.push_back(std::move(holds));
    return *this;
}

expectation expectation::times(std::size_t n)
{
    std::lock_guard const lock(plan_->mutex);
    plan_->times_left = n;
    return *this;
}

} // namespace dynasio::testing
