// SPDX-License-Identifier: BSL-1.0
//
// Two keys for a table that has one.

#include "record_phone.hpp"

boost::asio::awaitable<void> use(dynasio::record_table<phone> phones)
{
#ifdef CONTROL
    co_await phones.get_record(1);
#else
    co_await phones.get_record({1, 2});
#endif
}
