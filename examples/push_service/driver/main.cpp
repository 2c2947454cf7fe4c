// SPDX-License-Identifier: BSL-1.0
//
// Drives two nodes of `push_service`, as clients and application servers do, and ends them without warning.

#include "common/checks.hpp"
#include "common/example.hpp"
#include "scenarios.hpp"

#include <dynasio/stores/message_months.hpp>

#include <boost/asio/io_context.hpp>

#include <cstdlib>
#include <iostream>
#include <optional>
#include <stdexcept>
#include <string>

namespace {

namespace asio = boost::asio;

asio::awaitable<void> drive(examples::push_service& service, std::optional<unsigned> only_load)
{
    if (only_load)
    {
        co_await examples::push_under_kills(service, *only_load);
        co_return;
    }
    co_await examples::push_online(service);
    co_await examples::push_offline(service);
    co_await examples::push_without_storing(service);
    co_await examples::push_more_than_fits(service);
    co_await examples::delete_by_location(service);
    co_await examples::refuse_what_is_wrong(service);
    co_await examples::drop_who_was_away(service);
    co_await examples::move_from_last_month(service);
    co_await examples::take_over(service);
    co_await examples::lose_late_registration(service);
    co_await examples::kill_node_with_client(service);
    co_await examples::kill_node_while_pushing(service);
    co_await examples::stop_node_with_clients(service);
    co_await examples::push_under_kills(service, 1);
}

void drive_service(std::string const& program, std::string const& tables, std::optional<unsigned> only_load)
{
    setenv("PUSH_SERVICE_KEY", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=", 1);
    asio::io_context context(1);
    dynasio::client const client(context.get_executor(), examples::connect_options());
    examples::push_service service(program, tables, client);
    std::cout << "the nodes are " << service.a.url() << " and " << service.b.url() << '\n';
    examples::run_within_limit(context, drive(service, only_load));
    service.a.send_stop();
    service.b.send_stop();
    service.a.wait_until_stopped();
    service.b.wait_until_stopped();
    std::cout << "both nodes end, with exit code 0\n";
}

asio::awaitable<void> delete_tables(dynasio::client client, std::string tables)
{
    auto const today = std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now());
    auto names = dynasio::month_tables(tables + "-message", today);
    names.push_back(tables + "-router");
    for (auto const& name : names)
        (void)co_await examples::delete_table(client, name);
}

} // namespace

int main(int argc, char** argv)
{
    if (argc < 2 || argc > 3)
    {
        std::cerr << "usage: push_service_driver PATH_OF_PUSH_SERVICE [SEED]\n"
                     "  SEED   only the load, with this one\n";
        return 2;
    }
    std::optional<unsigned> seed;
    if (argc == 3)
        seed = static_cast<unsigned>(std::stoul(argv[2]));
    auto const tables = "push-" + examples::random_word();
    int result = 0;
    try
    {
        drive_service(argv[1], tables, seed);
        std::cout << "All checks passed.\n";
    }
    catch (std::exception const& failure)
    {
        std::cerr << "push_service_driver failed: " << failure.what() << '\n';
        result = 1;
    }
    asio::io_context context(1);
    dynasio::client const client(context.get_executor(), examples::connect_options());
    examples::run_within_limit(context, delete_tables(client, tables));
    return result;
}
