// SPDX-License-Identifier: BSL-1.0
//
// Drives `url_store_server` as clients do, stops and kills it, and looks at what it has stored.

#include "common/checks.hpp"
#include "common/example.hpp"
#include "driver/scenarios.hpp"

#include <boost/asio/io_context.hpp>

#include <exception>
#include <iostream>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace {

namespace asio = boost::asio;

asio::awaitable<void> drive(examples::url_store& store)
{
    co_await examples::round_trip_of_data(store);
    co_await examples::round_trip_of_metadata(store);
    co_await examples::round_trip_of_permissions(store);
    co_await examples::remove_all_parts(store);
    co_await examples::query_by_metadata(store);
    co_await examples::read_ranges(store);
    co_await examples::keep_preconditions(store);
    co_await examples::let_one_of_many_writers_win(store);
    co_await examples::refuse_what_is_wrong(store);
    co_await examples::tell_users_apart(store);
    co_await examples::break_off_uploads(store);
    co_await examples::upload_twice_at_once(store);
    co_await examples::remove_what_is_not_referred_to(store);
    co_await examples::keep_everything_over_restarts(store);
    co_await examples::finish_transfers_at_the_end(store);
    co_await examples::break_off_what_never_ends(store);
    co_await examples::refuse_bad_command_lines(store);
}

void drive_server(std::string const& program, std::string const& prefix)
{
    asio::io_context context(1);
    dynasio::client const client(context.get_executor(), examples::connect_options());
    examples::url_store store{program, prefix, examples::store_tables(client, prefix, {}),
        examples::server(program, prefix, {"--grace", "1", "--sweep", "1"})};
    examples::run_within_limit(context, drive(store));
    store.main.send_stop();
    store.main.wait_until_stopped();
    std::cout << "the server ends, with exit code 0\n";
}

asio::awaitable<void> delete_tables(dynasio::client client, std::string prefix)
{
    std::vector<std::string> names = examples::store_tables(client, prefix, {}).names();
    for (auto& name : examples::store_tables(client, prefix + "-sweep", {}).names())
        names.push_back(std::move(name));
    for (auto const& name : names)
        (void)co_await examples::delete_table(client, name);
}

} // namespace

int main(int argc, char** argv)
{
    if (argc != 2)
    {
        std::cerr << "usage: url_store_server_driver PATH_OF_URL_STORE_SERVER\n";
        return 2;
    }
    auto const prefix = "url-" + examples::random_word();
    int result = 0;
    try
    {
        drive_server(argv[1], prefix);
        std::cout << "All checks passed.\n";
    }
    catch (std::exception const& failure)
    {
        std::cerr << "url_store_server_driver failed: " << failure.what() << '\n';
        result = 1;
    }
    asio::io_context context(1);
    dynasio::client const client(context.get_executor(), examples::connect_options());
    examples::run_within_limit(context, delete_tables(client, prefix));
    return result;
}
