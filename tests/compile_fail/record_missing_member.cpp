// SPDX-License-Identifier: BSL-1.0
//
// A record of values without one that it needs.

#include "record_phone.hpp"

boost::asio::awaitable<void> use(dynasio::record_table<phone> phones)
{
#ifdef CONTROL
    co_await phones.create_record(
        attr<&phone::person_id> = 1, attr<&phone::name> = "A", attr<&phone::weight> = 1.5);
#else
    co_await phones.create_record(attr<&phone::person_id> = 1, attr<&phone::weight> = 1.5);
#endif
}
