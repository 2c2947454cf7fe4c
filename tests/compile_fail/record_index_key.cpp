// SPDX-License-Identifier: BSL-1.0
//
// An index of a member that cannot be a key.

#include "record_phone.hpp"

boost::asio::awaitable<void> use(dynasio::record_table<phone> phones)
{
#ifdef CONTROL
    co_await phones.create_gsi<&phone::name>();
#else
    co_await phones.create_gsi<&phone::weight>();
#endif
}
