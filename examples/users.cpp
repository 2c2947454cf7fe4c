// SPDX-License-Identifier: BSL-1.0
//
// Teaches: tables that have grown: members that older records lack, attributes that the struct does not have, and optimistic
// locking with a version. The items are those of `user-table` as its first users store them. Needs the same as the
// quickstart.

#include "common/example.hpp"

#include <dynasio/operations/get_item.hpp>
#include <dynasio/stores/record_table.hpp>

#include <iostream>

namespace asio = boost::asio;
using dynasio::attr;

struct user
{
    std::string user_id;
    std::string email;
    std::string timestamp;
};
BOOST_DESCRIBE_STRUCT(user, (), (user_id, email, timestamp))

/// The same table some years later.
struct versioned_user
{
    std::string user_id;
    std::string email;
    std::string timestamp;
    std::optional<std::string> name = {};
    int revision = 0;
};
BOOST_DESCRIBE_STRUCT(versioned_user, (), (user_id, email, timestamp, name, revision))

template <>
struct dynasio::record_definition<user> : dynasio::record_key<&user::user_id>
{};

//[version
template <>
struct dynasio::record_definition<versioned_user> : dynasio::record_key<&versioned_user::user_id>
{
    static constexpr auto version = &versioned_user::revision;
};
//]

namespace {

asio::awaitable<void> keep_users(dynasio::client client, std::string table)
{
    dynasio::record_table<user> users(client, table);
    co_await users.open();
    user const old{.user_id = "u-1", .email = "ann@example.com", .timestamp = "2022-09-04 00:00:00"};
    co_await users.create_record(old);

    dynasio::get_item_input const as_it_is{.table_name = table, .key = {{"user_id", "u-1"}}};
    auto const stored = co_await client.get_item(as_it_is);
    dynasio::item const expected{
        {"user_id", "u-1"}, {"email", "ann@example.com"}, {"timestamp", "2022-09-04 00:00:00"}};
    std::cout << "   stored as its first users do: " << (stored.item == expected ? "yes" : "no") << '\n';

    //[lock
    dynasio::record_table<versioned_user> versions(client, table);
    versioned_user mine{.user_id = "u-2", .email = "bob@example.com", .timestamp = "2026-11-21 09:00:00"};
    co_await versions.create_record(mine); // stored with revision 1
    auto const theirs = co_await versions.get_record("u-2");
    int const now = co_await versions.put_record(*theirs); // nobody else wrote revision 1 anew
    std::cout << "   now revision " << now << '\n';
    try
    {
        mine.revision = 1;
        mine.name = "Bob";
        co_await versions.put_record(mine);
    }
    catch (dynasio::store_error const& e)
    {
        std::cout << "   " << e.details().reason << '\n';
    }
    //]

    //[strict
    auto const bob = co_await users.get_record("u-2"); // `user` has no revision
    std::cout << "   by default: " << bob->email << '\n';
    dynasio::record_table_options strict;
    strict.unknown = dynasio::unknown_attributes::refuse;
    dynasio::record_table<user> refusing(client, table, strict);
    try
    {
        co_await refusing.get_record("u-2");
    }
    catch (dynasio::store_error const& e)
    {
        std::cout << "   strict: " << e.details().attribute << ": " << e.details().reason << '\n';
    }
    //]
}

} // namespace

int main()
{
    return examples::run_on_table("users", "user-table", &keep_users);
}
