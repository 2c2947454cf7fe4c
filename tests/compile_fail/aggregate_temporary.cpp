// SPDX-License-Identifier: BSL-1.0
//
// GCC 12 destroys an aggregate temporary inside a co_await expression twice. There, every operation has a deleted
// overload for temporaries, so that this is a compile error and not heap corruption.

#include <dynasio/client.hpp>
#include <dynasio/operations/get_item.hpp>

boost::asio::awaitable<void> read(dynasio::client client)
{
#ifdef CONTROL
    dynasio::get_item_input const request{.table_name = "orders"};
    co_await client.get_item(request);
#else
    co_await client.get_item({.table_name = "orders"});
#endif
}
