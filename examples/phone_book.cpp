// SPDX-License-Identifier: BSL-1.0
//
// Teaches: records with a list of categories, found by an index, read page by page with a cursor, many at once. The items
// are those of `phonebook-table` as its first users store them. Needs the same as the quickstart.

#include "common/example.hpp"

#include <dynasio/operations/get_item.hpp>
#include <dynasio/stores/record_table.hpp>

#include <iostream>

namespace asio = boost::asio;
using dynasio::attr;

//[struct
struct phone
{
    std::int64_t person_id = 0;
    std::string name = {};
    std::string phone_number = {};
    std::string relationship = {};
    std::string timestamp = {};
};
BOOST_DESCRIBE_STRUCT(phone, (), (person_id, name, phone_number, relationship, timestamp))

template <>
struct dynasio::record_definition<phone> : dynasio::record_key<&phone::person_id>
{
    static constexpr auto categories = dynasio::category_lists(
        dynasio::category<&phone::relationship>("PARENT", "SIBLING", "FRIEND", "COLLEAGUE", "ACQUAINTANCE"));
};
//]

namespace {

asio::awaitable<void> keep_phones(dynasio::client client, std::string table)
{
    dynasio::record_table<phone> phones(client, table);
    co_await phones.open();

    // From values of members: one that is left out does not compile.
    co_await phones.create_record(attr<&phone::person_id> = 1, attr<&phone::name> = "Ann",
        attr<&phone::phone_number> = "555-0100", attr<&phone::relationship> = "FRIEND",
        attr<&phone::timestamp> = "2022-09-04 00:00:00");

    dynasio::get_item_input const as_it_is{.table_name = table, .key = {{"person_id", 1}}};
    auto const stored = co_await client.get_item(as_it_is);
    dynasio::item const expected{{"person_id", 1}, {"name", "Ann"}, {"phone_number", "555-0100"},
        {"relationship", "FRIEND"}, {"timestamp", "2022-09-04 00:00:00"}};
    std::cout << "   stored as its first users do: " << (stored.item == expected ? "yes" : "no") << '\n';

    //[create
    phone const again{.person_id = 1, .name = "Andy", .relationship = "FRIEND"};
    if (!co_await phones.create_record_if_absent(again))
        std::cout << "   person 1 is there already\n";
    phone const enemy{.person_id = 2, .name = "Eve", .relationship = "ENEMY"};
    try
    {
        co_await phones.put_record(enemy);
    }
    catch (dynasio::store_error const& e)
    {
        std::cout << "   refused: " << e.details().attribute << ": " << e.details().reason << '\n';
    }
    //]

    std::vector<phone> colleagues;
    for (int i = 10; i < 40; ++i)
        colleagues.push_back(
            {.person_id = i, .name = "Person " + std::to_string(i), .relationship = "COLLEAGUE"});
    co_await phones.put_many(colleagues);
    co_await phones.update_record(1, attr<&phone::name> = "Anna", attr<&phone::relationship> = "SIBLING");

    //[find
    co_await phones.create_gsi<&phone::relationship>();
    auto found = phones.find_by<&phone::relationship>("COLLEAGUE", dynasio::stream_options().page_size(20));
    auto const first_page = co_await found.next_page();
    auto const cursor = found.cursor(); // text for a URL: the next request of a user goes on from here
    auto rest = phones.find_by<&phone::relationship>("COLLEAGUE", dynasio::stream_options().after(*cursor));
    std::size_t count = first_page->size();
    while (auto const page = co_await rest.next_page())
        count += page->size();
    //]
    std::cout << "   " << count << " colleagues, " << first_page->size() << " of them on the first page\n";

    std::vector<dynasio::table_key<phone>> const wanted{1, 99, 12};
    auto const some = co_await phones.get_many(wanted);
    for (auto const& each : some)
        std::cout << "   " << each.person_id << ' ' << each.name << ' ' << each.relationship << '\n';
    auto const removed = co_await phones.take_record(1);
    bool const again_removed = co_await phones.delete_record_if_exists(1);
    std::cout << "   removed " << removed->name << ", again: " << (again_removed ? "removed" : "not there")
              << '\n';
}

} // namespace

int main()
{
    return examples::run_on_table("phone_book", "phonebook-table", &keep_phones);
}
