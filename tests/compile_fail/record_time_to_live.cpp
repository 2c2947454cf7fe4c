// SPDX-License-Identifier: BSL-1.0
//
// Types that do not count whole seconds since 1970 are no time to live: with them, records would expire at another time.

#include <dynasio/stores/record_table.hpp>

template <class Time>
struct ticket
{
    int id = 0;
    Time ends{};
};
BOOST_DESCRIBE_STRUCT(ticket<std::chrono::sys_time<std::chrono::seconds>>, (), (id, ends))
BOOST_DESCRIBE_STRUCT(ticket<std::chrono::sys_time<std::chrono::minutes>>, (), (id, ends))
BOOST_DESCRIBE_STRUCT(ticket<std::optional<std::chrono::sys_time<std::chrono::days>>>, (), (id, ends))
BOOST_DESCRIBE_STRUCT(ticket<std::uint32_t>, (), (id, ends))
BOOST_DESCRIBE_STRUCT(ticket<std::optional<std::int64_t>>, (), (id, ends))
BOOST_DESCRIBE_STRUCT(ticket<std::chrono::sys_time<std::chrono::milliseconds>>, (), (id, ends))
BOOST_DESCRIBE_STRUCT(ticket<std::chrono::sys_time<std::chrono::system_clock::duration>>, (), (id, ends))
BOOST_DESCRIBE_STRUCT(ticket<std::optional<std::chrono::sys_time<std::chrono::milliseconds>>>, (), (id, ends))
BOOST_DESCRIBE_STRUCT(ticket<std::chrono::seconds>, (), (id, ends))
BOOST_DESCRIBE_STRUCT(ticket<double>, (), (id, ends))
BOOST_DESCRIBE_STRUCT(ticket<dynasio::number>, (), (id, ends))
BOOST_DESCRIBE_STRUCT(ticket<std::string>, (), (id, ends))
BOOST_DESCRIBE_STRUCT(ticket<bool>, (), (id, ends))

template <class Time>
struct dynasio::record_definition<ticket<Time>> : dynasio::record_key<&ticket<Time>::id>
{
    static constexpr auto time_to_live = &ticket<Time>::ends;
};

template <class Time>
void open(dynasio::client c)
{
    dynasio::record_table<ticket<Time>> const tickets(c, "tickets");
}

void use(dynasio::client c)
{
    using namespace std::chrono;
    open<sys_time<seconds>>(c);
    open<sys_time<minutes>>(c);
    open<std::optional<sys_time<days>>>(c);
    open<std::uint32_t>(c);
    open<std::optional<std::int64_t>>(c);
#ifndef CONTROL
    // expect: time_to_live of a record / Use std::chrono::sys_seconds
    open<sys_time<milliseconds>>(c);
    // expect: with milliseconds a record never expires
    open<sys_time<system_clock::duration>>(c);
    // expect: time_to_live of a record
    open<std::optional<sys_time<milliseconds>>>(c);
    // expect: with a duration or a fraction it expires at another time or never
    open<seconds>(c);
    // expect: time_to_live of a record
    open<double>(c);
    // expect: time_to_live of a record
    open<dynasio::number>(c);
    // expect: time_to_live of a record
    open<std::string>(c);
    // expect: time_to_live of a record
    open<bool>(c);
#endif
}
