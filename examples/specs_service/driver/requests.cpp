// SPDX-License-Identifier: BSL-1.0
//
// One request after the other: what the service can do, and what it refuses.

#include "scenarios.hpp"

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <iostream>

namespace examples {

using namespace std::chrono_literals;

namespace {

asio::awaitable<void> wait_until_key_is_known(connection client)
{
    // The index of public keys may lag behind.
    asio::steady_timer pause(co_await asio::this_coro::executor);
    for (int tries = 0; tries < 100; ++tries)
    {
        auto const reply = co_await client->ask("GET", "/models/count");
        if (reply.status != 401)
            co_return;
        pause.expires_after(100ms);
        co_await pause.async_wait(asio::use_awaitable);
    }
}

} // namespace

asio::awaitable<void> use_everything(service where)
{
    std::cout << "what it can do\n";
    auto const client = co_await connect_to(where);
    co_await wait_until_key_is_known(client);
    auto reply = co_await client->ask("PUT", "/specs/orders", R"({"version": "1.0.0", "model_count": 4})");
    check_status(reply, 201, "save");
    reply = co_await client->ask(
        "PUT", "/specs/orders", R"({"version": "1.1.0", "model_count": 5, "title": "Orders"})");
    check_status(reply, 200, "save again");
    reply = co_await client->ask("PUT", "/specs/a%2Fb", R"({"version": "0.1", "model_count": 5})");
    check_status(reply, 201, "save another one");
    reply = co_await client->ask("GET", "/specs/orders");
    check_status(reply, 200, "get");
    check(reply.body.at("version") == "1.1.0" && reply.body.at("title") == "Orders", "get: another spec");
    reply = co_await client->ask("GET", "/specs/orders/versions");
    check_status(reply, 200, "versions");
    check(reply.body.at("versions").as_array().size() == 2, "versions: not two");
    reply = co_await client->ask("GET", "/specs?limit=1");
    check_status(reply, 200, "first page");
    check(reply.body.at("specs").at(0).at("id") == "a/b", "first page: another spec");
    std::string const next(reply.body.at("next").as_string());
    reply = co_await client->ask("GET", "/specs?after=" + next);
    check_status(reply, 200, "second page");
    check(reply.body.at("specs").as_array().size() == 1, "second page: not one spec");
    reply = co_await client->ask("GET", "/models/count");
    check_status(reply, 200, "count");
    check(reply.body.at("model_count") == 10, "count: not 10");
    reply = co_await client->ask("PUT", "/specs/orders", R"({"version": "2", "model_count": 6})");
    check_status(reply, 402, "more models than the free tier has");
    reply = co_await client->ask("DELETE", "/specs/a%2Fb");
    check_status(reply, 200, "delete");
    check(reply.body.at("deleted_versions") == 1, "delete: not one version");
    check_status(co_await client->ask("GET", "/specs/a%2Fb"), 404, "get what was deleted");
}

asio::awaitable<void> be_refused(service where)
{
    std::cout << "what it refuses\n";
    auto const client = co_await connect_to(where);
    check_status(co_await client->ask("GET", "/nothing/here"), 404, "unknown target");
    check_status(co_await client->ask("DELETE", "/specs/none"), 404, "delete an unknown spec");
    check_status(co_await client->ask("POST", "/specs/orders", "{}"), 405, "wrong method");
    check_status(co_await client->ask("GET", "/specs/%zz"), 400, "broken target");
    check_status(co_await client->ask("GET", "/specs/%ff"), 400, "id that is not UTF-8");
    check_status(co_await client->ask("GET", "/specs?limit=0"), 400, "limit of 0");
    check_status(co_await client->ask("GET", "/specs?after=nonsense"), 400, "cursor that is none");
    check_status(co_await client->ask("PUT", "/specs/x", "{\"version\":"), 400, "broken JSON");
    check_status(
        co_await client->ask("PUT", "/specs/x", R"({"version": 7})"), 400, "version that is a number");
    auto const reply = co_await client->ask("PUT", "/specs/x", R"({"model_count": 1})");
    check_status(reply, 400, "no version");
    check(
        reply.body.at("message").as_string().starts_with("version"), "the refusal does not name the version");
    check_status(co_await client->ask("PUT", "/specs/" + std::string(1004, 'x'), R"({"version": "1"})"), 400,
        "long id");
    check_status(
        co_await client->ask("GET", "/specs", "", "Request-Timeout: soon\r\n"), 400, "timeout that is none");
    check_status(
        co_await client->ask("GET", "/specs", "", "Request-Timeout: 0.001\r\n"), 504, "too little time");
    check_status(co_await client->ask("GET", "/specs/orders"), 200, "the same connection afterwards");

    auto nobody = where;
    nobody.authorization.clear();
    auto const refused = co_await ask_once(nobody, "GET", "/specs");
    check_status(refused, 401, "no key pair");
    check(refused.fields.count(http::field::www_authenticate) == 1, "401 does not say how to authenticate");
    nobody.authorization = basic("pk_unknown:sk_unknown");
    check_status(co_await ask_once(nobody, "GET", "/specs"), 401, "unknown key pair");
    nobody.authorization = "Basic !!!!";
    check_status(co_await ask_once(nobody, "GET", "/specs"), 401, "broken key pair");
    check_status(co_await ask_once(where, "PUT", "/specs/x", std::string(70'000, ' ')), 413, "long body");
    auto const garbage = co_await connect_to(where);
    co_await garbage->send_raw("this is not HTTP\r\n\r\n");
    check_status(co_await garbage->receive(), 400, "no HTTP at all");
    auto const silent = co_await connect_to(where);
    co_await silent->send_raw("GET /specs HTTP/1.1\r\nHo"); // and goes away
}

} // namespace examples
