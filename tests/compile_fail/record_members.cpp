// SPDX-License-Identifier: BSL-1.0
//
// Mistakes with the members of records, each of them named by the compiler.

#include "record_phone.hpp"

#ifndef CONTROL
template <>
// expect: phone::weight / This member cannot be a key
struct dynasio::record_definition<other> : dynasio::record_key<&phone::weight>
{};
#endif

boost::asio::awaitable<void> use(dynasio::record_table<phone> phones)
{
    co_await phones.update_record(1, attr<&phone::name> = "Anna");
    co_await phones.create_record(
        attr<&phone::person_id> = 1, attr<&phone::name> = "A", attr<&phone::weight> = 1.5);
    co_await phones.create_gsi<&phone::name>();
    co_await phones.create_gsi<&phone::note>();
#ifndef CONTROL
    // expect: other::name / belongs to another struct
    co_await phones.update_record(1, attr<&other::name> = "Anna");
    // expect: must be of the type that the attribute is stored as
    co_await phones.update_record(1, attr<&phone::name> = 5);
    // expect: phone::person_id / A key of a record cannot be changed
    co_await phones.update_record(1, attr<&phone::person_id> = 2);
    // expect: not of the type of the member that is the partition key
    co_await phones.get_record("one");
    // expect: The table of this record has no sort key
    co_await phones.get_record({1, 2});
    // expect: phone::name / A new record needs a value
    co_await phones.create_record(attr<&phone::person_id> = 1, attr<&phone::weight> = 1.5);
    // expect: cannot be the key of an index
    co_await phones.create_gsi<&phone::weight>();
#endif
}
