// SPDX-License-Identifier: BSL-1.0
//
// A key of another type than the member.

#include "record_phone.hpp"

boost::asio::awaitable<void> use(dynasio::record_table<phone> phones)
{
#ifdef CONTROL
    co_await phones.get_record(1);
#else
    co_await phones.get_record("one");
#endif
}
