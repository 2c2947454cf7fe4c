// SPDX-License-Identifier: BSL-1.0
//
// Drives `specs_service` as its users do: starts it, asks for everything it can do and for what it must
// refuse, sends 200 requests at a time, ends it in the middle of others, and looks at each answer.

#include "child_process.hpp"
#include "common/example.hpp"
#include "http_client.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/json/serialize.hpp>

#include <openssl/evp.h>

#include <csignal>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <stdexcept>

namespace {

namespace asio = boost::asio;
using examples::http_client;
using examples::http_reply;
using namespace std::chrono_literals;

void check(bool as_it_should_be, std::string const& what)
{
    if (!as_it_should_be)
        throw std::runtime_error(what);
}

void check_status(http_reply const& reply, unsigned status, std::string const& what)
{
    check(reply.status == status,
        what + ": expected " + std::to_string(status) + ", got " + std::to_string(reply.status) + ' '
            + (reply.body.is_null() ? "" : boost::json::serialize(reply.body)));
    std::cout << "   " << what << ": " << status << '\n';
}

std::string basic(std::string const& keys)
{
    std::string encoded(keys.size() / 3 * 4 + 5, '\0');
    auto const size = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(encoded.data()),
        reinterpret_cast<unsigned char const*>(keys.data()), static_cast<int>(keys.size()));
    encoded.resize(static_cast<std::size_t>(size));
    return "Basic " + encoded;
}

struct service
{
    std::uint16_t port = 0;
    std::string authorization = {};
};

using connection = std::shared_ptr<http_client>;

asio::awaitable<connection> connect_to(service where)
{
    auto result =
        std::make_shared<http_client>(co_await asio::this_coro::executor, where.port, where.authorization);
    co_await result->connect();
    co_return result;
}

asio::awaitable<http_reply> ask_once(
    service where, std::string method, std::string target, std::string body = {})
{
    auto const client = co_await connect_to(where);
    co_return co_await client->ask(method, target, body);
}

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
    check(refused.fields.count(examples::http::field::www_authenticate) == 1,
        "401 does not say how to authenticate");
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

/// Runs all on the executor, and ends when all have; throws what the first failure threw.
asio::awaitable<void> together(std::vector<asio::awaitable<void>> all)
{
    auto const executor = co_await asio::this_coro::executor;
    asio::steady_timer done(executor, asio::steady_timer::time_point::max());
    auto left = all.size();
    std::exception_ptr first;
    for (auto& each : all)
        asio::co_spawn(executor, std::move(each),
            [&](std::exception_ptr failure)
            {
                if (failure && !first)
                    first = failure;
                if (--left == 0)
                    done.cancel();
            });
    boost::system::error_code ignored;
    if (left > 0)
        co_await done.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
    if (first)
        std::rethrow_exception(first);
}

asio::awaitable<void> one_of_many(service where, int number)
{
    bool const saves = number % 4 == 0;
    std::string const method = saves ? "PUT" : "GET";
    std::string const target = saves ? "/specs/many-" + std::to_string(number)
        : number % 4 == 1            ? "/specs"
                                     : "/specs/orders";
    std::string const body = saves ? R"({"version": "1"})" : "";
    auto const reply = co_await ask_once(where, method, target, body);
    check(reply.status == (saves ? 201u : 200u),
        "request " + std::to_string(number) + " of many: " + std::to_string(reply.status));
}

asio::awaitable<void> ask_200_at_a_time(service where)
{
    std::vector<asio::awaitable<void>> all;
    for (int i = 0; i < 200; ++i)
        all.push_back(one_of_many(where, i));
    auto const begin = std::chrono::steady_clock::now();
    co_await together(std::move(all));
    auto const took =
        std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begin);
    std::cout << "200 requests at a time, each on a connection of its own: all answered in " << took.count()
              << " ms\n";
}

asio::awaitable<void> end_while_busy(service where, examples::child_process& process)
{
    std::cout << "the end, with 20 requests under way\n";
    std::vector<connection> busy;
    for (int i = 0; i < 20; ++i)
    {
        busy.push_back(co_await connect_to(where));
        check((co_await busy.back()->ask("GET", "/specs/orders")).status == 200, "a request before the end");
    }
    auto const idle = co_await connect_to(where);
    check((co_await idle->ask("GET", "/specs/orders")).status == 200, "a request before the end");
    auto const slow = co_await connect_to(where);
    check((co_await slow->ask("GET", "/specs/orders")).status == 200, "a request before the end");
    co_await slow->send_raw("GET /specs HT"); // and never the rest

    for (auto const& each : busy)
        co_await each->send("GET", "/specs");
    process.send_signal(SIGTERM);
    for (auto const& each : busy)
    {
        auto const reply = co_await each->receive();
        check(reply.status == 200, "a request under way at the end: " + std::to_string(reply.status));
    }
    std::cout << "   all 20 are answered\n";
    check(co_await idle->sees_end(), "the idle connection was not closed");
    std::cout << "   the idle connection is closed\n";
    bool refused = false;
    try
    {
        co_await connect_to(where);
    }
    catch (boost::system::system_error const&)
    {
        refused = true;
    }
    check(refused, "a new connection was accepted");
    std::cout << "   new connections are refused\n";
    check(co_await slow->sees_end(), "the connection with half a request was not broken off");
}

asio::awaitable<void> drive(service where, examples::child_process& process)
{
    co_await use_everything(where);
    co_await be_refused(where);
    co_await ask_200_at_a_time(where);
    co_await end_while_busy(where, process);
}

/// Runs the coroutine to its end, with a limit.
void run(asio::io_context& context, asio::awaitable<void> what)
{
    std::exception_ptr failure = std::make_exception_ptr(std::runtime_error("not done within three minutes"));
    asio::co_spawn(context, std::move(what), [&](std::exception_ptr ended_with) { failure = ended_with; });
    context.restart();
    context.run_for(3min);
    if (failure)
        std::rethrow_exception(failure);
}

void drive_service(char* program, std::string const& tables)
{
    setenv("SPECS_SERVICE_SECRET", "a secret of the service", 1);
    examples::child_process process(
        {program, "--port", "0", "--tables", tables, "--user", "alice", "--timeout", "60", "--drain", "3"});
    asio::io_context context(1);
    auto keys = process.read_line("key pair of alice: ", 60s);
    keys.at(keys.find(' ')) = ':';
    auto const address = process.read_line("listening on http://127.0.0.1:", 10s);
    std::cout << "the service listens on port " << address << '\n';
    service where;
    where.port = static_cast<std::uint16_t>(std::stoi(address));
    where.authorization = basic(keys);
    run(context, drive(where, process));
    auto const broken_off = process.read_line("stopped; connections broken off: ", 10s);
    check(broken_off == "1", "connections broken off: " + broken_off + ", not 1");
    auto const code = process.wait(10s);
    check(code == 0, "exit code " + std::to_string(code));
    std::cout << "   half a request was broken off after its time; exit code 0\n";
}

asio::awaitable<void> delete_tables(dynasio::client client, std::string tables)
{
    for (std::string const name : {"package.specs", "package.credentials"})
        (void)co_await examples::delete_table(client, name + tables);
}

} // namespace

int main(int argc, char** argv)
{
    if (argc != 2)
    {
        std::cerr << "usage: specs_service_driver PATH_OF_SPECS_SERVICE\n";
        return 2;
    }
    auto const tables = "-" + examples::random_word();
    int result = 0;
    try
    {
        drive_service(argv[1], tables);
        std::cout << "All checks passed.\n";
    }
    catch (std::exception const& failure)
    {
        std::cerr << "specs_service_driver failed: " << failure.what() << '\n';
        result = 1;
    }
    asio::io_context context(1);
    dynasio::client const client(context.get_executor(), examples::connect_options());
    run(context, delete_tables(client, tables));
    return result;
}
