// SPDX-License-Identifier: BSL-1.0
//
// Teaches: the smallest whole program. Region, endpoint and AWS credentials come from the environment and profile
// files, as for all AWS tools.

//[readme
#include <dynasio/stores/spec_store.hpp>

#include <boost/asio.hpp>

#include <iostream>

namespace asio = boost::asio;

asio::awaitable<void> run(dynasio::spec_store specs)
{
    co_await specs.create_table();
    dynasio::spec orders{.name = "orders", .version = "1.4.0", .model_count = 12};
    co_await specs.create_or_update("user-1", orders);
    for (auto const& spec : co_await specs.list("user-1"))
        std::cout << spec.id << ' ' << spec.version << '\n';
}

int main()
{
    asio::io_context context;
    dynasio::client client(context.get_executor(), dynasio::client_options::load());
    auto done = asio::co_spawn(context, run(dynasio::spec_store(client)), asio::use_future);
    context.run();
    done.get(); // throws what went wrong
}
//]
