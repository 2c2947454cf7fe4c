// SPDX-License-Identifier: BSL-1.0
//
// Drives `specs_service` as its users do: starts it, asks for everything it can do and for what it must
// refuse, sends 200 requests at a time, ends it in the middle of others, and looks at each answer.

#include "common/child_process.hpp"
#include "common/example.hpp"
#include "scenarios.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <cstdlib>
#include <iostream>
#include <stdexcept>

namespace {

namespace asio = boost::asio;
using examples::check;
using examples::service;
using namespace std::chrono_literals;

asio::awaitable<void> drive(service where, examples::child_process& process)
{
    co_await examples::use_everything(where);
    co_await examples::be_refused(where);
    co_await examples::ask_200_at_a_time(where);
    co_await examples::end_while_busy(where, process);
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
    where.authorization = examples::basic(keys);
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
