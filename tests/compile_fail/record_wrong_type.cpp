// SPDX-License-Identifier: BSL-1.0
//
// A value of another type than the member.

#include "record_phone.hpp"

boost::asio::awaitable<void> use(dynasio::record_table<phone> phones)
{
#ifdef CONTROL
    co_await phones.update_record(1, attr<&phone::name> = "Anna");
#else
    co_await phones.update_record(1, attr<&phone::name> = 5);
#endif
}
