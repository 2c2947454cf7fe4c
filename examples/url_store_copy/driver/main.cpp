// SPDX-License-Identifier: BSL-1.0
//
// Drives `url_store_copy` with a server of the example `url_store_server`, as users do, and in the middle of things.

#include "common/example.hpp"
#include "driver/world.hpp"
#include "store/store_tables.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <exception>
#include <iostream>

namespace {

namespace asio = boost::asio;

using namespace examples::copier;

void drive(world& all)
{
    copy_both_ways(all);
    copy_what_has_changed(all);
    draw_on_terminals(all);
    interrupt_upload(all);
    interrupt_download(all);
    lose_connection(all);
    change_meanwhile(all);
    damage_transfers(all);
    refuse_strange_files(all);
    refuse_other_keys(all);
    refuse_wrong_tokens(all);
    refuse_bad_command_lines(all);
    all.stop();
}

asio::awaitable<void> delete_tables(dynasio::client client, std::string prefix)
{
    for (auto const& name : examples::store_tables(client, prefix, {}).names())
        (void)co_await examples::delete_table(client, name);
}

} // namespace

int main(int argc, char** argv)
{
    if (argc != 3)
    {
        std::cerr << "usage: url_store_copy_driver PATH_OF_URL_STORE_SERVER PATH_OF_URL_STORE_COPY\n";
        return 2;
    }
    auto const tables = "copy-" + examples::random_word();
    int result = 0;
    try
    {
        world all(argv[1], argv[2], tables);
        drive(all);
        std::cout << "All checks passed.\n";
    }
    catch (std::exception const& failure)
    {
        std::cerr << "url_store_copy_driver failed: " << failure.what() << '\n';
        result = 1;
    }
    asio::io_context context(1);
    dynasio::client const client(context.get_executor(), examples::connect_options());
    asio::co_spawn(context, delete_tables(client, tables), [](std::exception_ptr) {});
    context.run();
    return result;
}
