// SPDX-License-Identifier: BSL-1.0
//
// Mistakes with the members of records, each of them named by the compiler.

#include "record_phone.hpp"

struct house
{
    int id = 0;
    std::string kind;
    std::string owner;
    std::int8_t floors = 0;
    std::int64_t area = 0;
    std::optional<std::string> note;
};
BOOST_DESCRIBE_STRUCT(house, (), (id, kind, owner, floors, area, note))

template <>
struct dynasio::record_definition<house> : dynasio::record_key<&house::id>
{
    static constexpr auto categories =
        dynasio::category_lists(dynasio::category<&house::kind>("HUT", "VILLA"));
};

boost::asio::awaitable<void> use_houses(dynasio::record_table<house> houses, house one)
{
    co_await houses.update_record(1, remove(attr<&house::note>), attr<&house::area> = attr<&house::floors>,
        attr<&house::owner> = attr<&house::kind>);
    co_await houses.delete_record(1);
#ifndef CONTROL
    // expect: house::owner / This member cannot be removed
    co_await houses.update_record(1, remove(attr<&house::owner>));
    // expect: has a list of allowed values, and the other one may have other values
    co_await houses.update_record(1, attr<&house::kind> = attr<&house::owner>);
    // expect: may have numbers that are out of the range of this one
    co_await houses.update_record(1, attr<&house::floors> = attr<&house::area>);
    // expect: not of the type of the member that is the partition key
    co_await houses.delete_record(one);
#else
    (void)one;
#endif
}

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
