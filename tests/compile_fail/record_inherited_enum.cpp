// SPDX-License-Identifier: BSL-1.0
//
// A record whose base has an enum: the table stores it in upper case, and conditions have to know.

#include <dynasio/stores/record_table.hpp>

enum class state
{
    open,
    closed
};
BOOST_DESCRIBE_ENUM(state, open, closed)

struct with_state
{
    std::vector<std::optional<state>> states;
};
BOOST_DESCRIBE_STRUCT(with_state, (), (states))

#ifdef CONTROL
template <>
struct dynasio::record_definition<with_state>
{};
#endif

struct ticket : with_state
{
    int id = 0;
};
BOOST_DESCRIBE_STRUCT(ticket, (with_state), (id))

template <>
struct dynasio::record_definition<ticket> : dynasio::record_key<&ticket::id>
{};

dynasio::record_table<ticket> use(dynasio::client const& client)
{
    return {client, "table"};
}
