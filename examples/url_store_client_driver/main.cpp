// SPDX-License-Identifier: BSL-1.0
//
// Drives the client of URL stores (`dynasio::url_store`) with servers of the example `url_store_server`.

#include "common/checks.hpp"
#include "common/example.hpp"
#include "scenarios.hpp"
#include "store/store_tables.hpp"

#include <boost/asio/io_context.hpp>

#include <exception>

namespace {

using namespace examples::client_driver;
namespace asio = boost::asio;

asio::awaitable<void> drive(world& all)
{
    co_await read_and_write_data(all);
    co_await read_and_write_metadata(all);
    co_await read_and_write_many(all);
    co_await read_and_write_files(all);
    co_await take_all_keys(all);
    co_await read_ranges(all);
    co_await keep_conditions(all);
    co_await tell_users_apart(all);
    co_await refresh_tokens(all);
    co_await query_by_metadata(all);
    co_await count_together(all);
    co_await merge_together(all);
    co_await create_once(all);
    co_await break_off_uploads(all);
    co_await cancel_transfers(all);
    co_await outlive_restarts(all);
    co_await notice_lost_data(all);
    co_await use_tls(all);
    co_await transfer_64_mb(all);
}

asio::awaitable<void> delete_tables(dynasio::client client, std::string tables)
{
    for (auto const& name : examples::store_tables(client, tables, {}).names())
        (void)co_await examples::delete_table(client, name);
}

} // namespace

int main(int argc, char** argv)
{
    if (argc != 2)
    {
        std::cerr << "usage: url_store_client_driver PATH_OF_URL_STORE_SERVER\n";
        return 2;
    }
    auto const tables = "client-" + examples::random_word();
    int result = 0;
    asio::io_context context(1);
    try
    {
        world all(context.get_executor(), argv[1], tables);
        examples::run_within_limit(context, drive(all));
        std::cout << "All checks passed.\n";
    }
    catch (std::exception const& failure)
    {
        std::cerr << "url_store_client_driver failed: " << failure.what() << '\n';
        result = 1;
    }
    asio::io_context cleaning(1);
    dynasio::client const client(cleaning.get_executor(), examples::connect_options());
    examples::run_within_limit(cleaning, delete_tables(client, tables));
    return result;
}
