// SPDX-License-Identifier: BSL-1.0

#include "specs_api.hpp"

#include "problem.hpp"
#include "spec_json.hpp"

#include <dynasio/errc.hpp>
#include <dynasio/error.hpp>

#include <boost/json/serialize.hpp>

#include <exception>
#include <iostream>

namespace examples {

namespace json = boost::json;

class specs_api::budget
{
public:
    explicit budget(std::chrono::steady_clock::duration all) : end_(std::chrono::steady_clock::now() + all) {}

    /// The options for the next operation.
    [[nodiscard]] dynasio::call_options call() const
    {
        auto const left = end_ - std::chrono::steady_clock::now();
        if (left <= left.zero())
            throw problem(http::status::gateway_timeout, "deadline", "the time for this request is up");
        return dynasio::call_options().timeout(left);
    }

    [[nodiscard]] dynasio::read_options consistent_read() const
    {
        return dynasio::read_options(call()).consistent();
    }

private:
    std::chrono::steady_clock::time_point end_;
};

namespace {

http_response json_answer(http::status status, json::object const& body)
{
    http_response response(status, 11);
    response.set(http::field::content_type, "application/json");
    response.body() = json::serialize(body);
    return response;
}

http_response ok(json::object const& body)
{
    return json_answer(http::status::ok, body);
}

problem not_found(std::string const& text)
{
    return {http::status::not_found, "not_found", text};
}

problem wrong_method()
{
    return {http::status::method_not_allowed, "wrong_method", "this cannot be done to it"};
}

http_response problem_answer(problem const& what)
{
    auto response = json_answer(what.status(), {{"error", what.code()}, {"message", what.what()}});
    if (what.status() == http::status::unauthorized)
        response.set(http::field::www_authenticate, "Basic realm=\"specs\"");
    if (what.status() == http::status::service_unavailable)
        response.set(http::field::retry_after, "1");
    return response;
}

void log(http_request const& request, problem const& what, std::exception_ptr failure)
{
    try
    {
        std::rethrow_exception(failure);
    }
    catch (std::exception const& e)
    {
        // The target can hold anything; its first line is enough.
        std::cerr << request.method_string() << ' ' << request.target().substr(0, 200) << ": "
                  << what.status() << ": " << e.what() << '\n';
    }
}

} // namespace

asio::awaitable<http_response> specs_api::answer(http_request request) const
{
    std::exception_ptr failure;
    try
    {
        co_return co_await route(request);
    }
    catch (...)
    {
        failure = std::current_exception();
    }
    auto const what = problem_from(failure);
    if (http::to_status_class(what.status()) == http::status_class::server_error)
        log(request, what, failure);
    co_return problem_answer(what);
}

asio::awaitable<http_response> specs_api::route(http_request const& request) const
{
    budget const left(parse_timeout(request["Request-Timeout"], options_.request_timeout));
    auto const target = parse_target(request.target());
    auto const& path = target.path;
    auto const user = co_await authenticate(request, left);
    bool const get = request.method() == http::verb::get;

    if (path.size() == 2 && path[0] == "models" && path[1] == "count")
    {
        if (!get)
            throw wrong_method();
        auto const count = co_await specs_.count_models(user, left.call());
        co_return ok({{"model_count", count}});
    }
    if (path.empty() || path[0] != "specs" || path.size() > 3 || (path.size() == 3 && path[2] != "versions"))
        throw not_found("there is nothing here");
    if (path.size() == 2)
        co_return co_await one(user, path[1], request, left);
    if (!get)
        throw wrong_method();
    if (path.size() == 1)
        co_return co_await list(user, target, left);

    auto const versions = co_await specs_.list_versions(user, path[1], left.call());
    if (versions.empty())
        throw not_found("there is no such spec");
    co_return ok({{"versions", specs_json(versions)}});
}

asio::awaitable<std::string> specs_api::authenticate(http_request const& request, budget const& left) const
{
    auto const keys = parse_authorization(request[http::field::authorization]);
    if (!keys)
        throw problem(http::status::unauthorized, "unauthorized", "a key pair is needed");
    auto const user = co_await credentials_.authenticate(keys->public_key, keys->secret_key, left.call());
    if (!user)
        throw problem(http::status::unauthorized, "unauthorized", "no user has this key pair");
    co_return *user;
}

asio::awaitable<http_response> specs_api::list(
    std::string user, request_target const& target, budget const& left) const
{
    auto options = dynasio::list_options(left.call()).limit(50);
    for (auto const& [name, value] : target.parameters)
    {
        if (name == "limit")
            options.limit(parse_limit(value));
        else if (name == "after")
            options.after(value);
        else
            throw problem(
                http::status::bad_request, "bad_input", name.substr(0, 100) + ": there is no such parameter");
    }
    auto const page = co_await specs_.list_page(user, options);
    json::object body{{"specs", specs_json(page.specs)}};
    if (page.next)
        body["next"] = *page.next;
    co_return ok(body);
}

asio::awaitable<http_response> specs_api::one(
    std::string user, std::string id, http_request const& request, budget const& left) const
{
    switch (request.method())
    {
    case http::verb::get: {
        auto const spec = co_await specs_.get(user, id, left.call());
        if (!spec)
            throw not_found("there is no such spec");
        co_return ok(spec_json(*spec));
    }
    case http::verb::put:
        co_return co_await save(user, id, request.body(), left);
    case http::verb::delete_: {
        auto const deleted = co_await specs_.remove(user, id, left.call());
        if (deleted == 0)
            throw not_found("there is no such spec");
        co_return ok({{"deleted_versions", deleted - 1}});
    }
    default:
        throw wrong_method();
    }
}

asio::awaitable<http_response> specs_api::save(
    std::string user, std::string id, std::string const& body, budget const& left) const
{
    auto const spec = parse_spec(id, body);
    // The free tier counts the latest version of each spec. Between counting and saving another request may
    // save too: the limit is a matter of price, not of safety, and a little more than it does no harm.
    auto const before = co_await specs_.get(user, id, left.consistent_read());
    auto const used = co_await specs_.count_models(user, left.consistent_read());
    if (spec.model_count > options_.free_models - used + (before ? before->model_count : 0))
        throw problem(http::status::payment_required, "free_tier",
            "the free tier has " + std::to_string(options_.free_models) + " models; without this spec "
                + std::to_string(used - (before ? before->model_count : 0)) + " are in use");
    auto const saved = co_await specs_.create_or_update(user, spec, left.call());
    co_return json_answer(before ? http::status::ok : http::status::created, spec_json(saved));
}

} // namespace examples
