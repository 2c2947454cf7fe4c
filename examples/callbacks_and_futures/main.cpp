// SPDX-License-Identifier: BSL-1.0
//
// Teaches: the operations without coroutines. `co_spawn` runs any of them with a completion token of
// Asio: a callback, a future, an operation to be started later. `dynasio::co_spawn_result` does so with the form
// that ends in a `result` instead of an exception. Needs the same as the quickstart.

#include "colours.hpp"
#include "common/example.hpp"

#include <dynasio/completion.hpp>
#include <dynasio/stores/spec_store.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_future.hpp>

#include <exception>
#include <future>
#include <iostream>
#include <vector>

namespace asio = boost::asio;

namespace {

/// The stores' operations are awaitables like all others.
void stores(dynasio::client const& client, std::string const& table)
{
    auto const executor = client.get_executor();
    dynasio::spec_store_options options;
    options.table_name = table;
    dynasio::spec_store const specs(client, options);
    asio::co_spawn(executor, specs.create_table(), asio::use_future).get();
    dynasio::spec const orders{.name = "orders", .version = "1.4.0", .model_count = 12};
    asio::co_spawn(executor, specs.create_or_update("user-1", orders), asio::use_future).get();

    std::promise<void> listed;
    asio::co_spawn(executor, specs.list("user-1"),
        [&listed](std::exception_ptr failure, std::vector<dynasio::spec_info> found)
        {
            for (auto const& spec : found)
                std::cout << "   the spec " << spec.id << ' ' << spec.version << '\n';
            failure ? listed.set_exception(failure) : listed.set_value();
        });
    listed.get_future().get();
}

} // namespace

int main()
{
    try
    {
        auto const options = examples::connect_options();
        std::cout << "callbacks and futures on " << examples::where(options) << '\n';
        // One thread that does all the work; main only begins operations and waits for them.
        asio::thread_pool pool(1);
        dynasio::client const client(pool.get_executor(), options);
        auto const table = "colours-" + examples::random_word();

        std::exception_ptr failure;
        try
        {
            colours::use_futures(client, table);
            colours::use_callbacks(client, table);
            stores(client, table + "-specs");
        }
        catch (...)
        {
            failure = std::current_exception();
        }
        for (auto const& name : {table, table + "-specs"})
        {
            auto deleted = dynasio::co_spawn_result(
                pool.get_executor(), examples::delete_table(client, name), asio::use_future);
            auto const outcome = deleted.get();
            if (!outcome)
                std::cerr << "table " << name << " may be left behind: " << outcome.error() << '\n';
        }
        if (failure)
            std::rethrow_exception(failure);
        std::cout << "   deleted the tables\n\nAll of it worked.\n";
    }
    catch (std::exception const& failure)
    {
        std::cerr << "\ncallbacks_and_futures failed: " << failure.what() << '\n';
        return 1;
    }
}
