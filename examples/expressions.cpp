// SPDX-License-Identifier: BSL-1.0
//
// Teaches: conditions, updates, key conditions and projections with the plain client, made of members of a struct or
// written as text that the compiler checks. Needs the same as the quickstart.

#include "common/example.hpp"

#include <dynasio/expressions.hpp>
#include <dynasio/mapping.hpp>
#include <dynasio/operations/create_table.hpp>
#include <dynasio/operations/put_item.hpp>
#include <dynasio/operations/query.hpp>
#include <dynasio/operations/update_item.hpp>
#include <dynasio/wait.hpp>

#include <iostream>
#include <set>

namespace asio = boost::asio;

//[struct
struct talk
{
    std::string room;
    int start = 0; // minutes since midnight
    std::string name;
    int seats = 0;
    std::set<std::string> topics;
    std::optional<std::string> note = {};
};
BOOST_DESCRIBE_STRUCT(talk, (), (room, start, name, seats, topics, note))

using dynasio::attr, dynasio::bind;
//]

namespace {

asio::awaitable<void> plan(dynasio::client client, std::string table)
{
    dynasio::create_table_input create;
    create.table_name = table;
    create.billing_mode = dynasio::model::billing_mode::pay_per_request;
    create.attribute_definitions = {{"room", dynasio::model::scalar_attribute_type::s},
        {"start", dynasio::model::scalar_attribute_type::n}};
    create.key_schema = {
        {"room", dynasio::model::key_type::hash}, {"start", dynasio::model::key_type::range}};
    co_await client.create_table(create);
    co_await dynasio::wait_until_table_exists(client, table);

    //[condition
    auto put = dynasio::with(dynasio::put_item_input{.table_name = table}, not_exists(attr<&talk::room>));
    put.item = dynasio::to_item(
        talk{.room = "A", .start = 600, .name = "Coroutines", .seats = 2, .topics = {"c++"}});
    co_await client.put_item(put);
    auto const again = co_await client.try_put_item(put);
    //]
    std::cout << "   the room is taken: " << again.error().code().message() << '\n';

    //[update
    dynasio::update change(attr<&talk::note> = "bring a laptop", attr<&talk::seats> -= 1);
    change.add(attr<&talk::topics>, {"asio"});
    auto book = dynasio::with(dynasio::update_item_input{.table_name = table}, change,
        attr<&talk::seats> > 0 && (size(attr<&talk::name>) < 80 || !exists(attr<&talk::note>)));
    //]
    book.key = {{"room", "A"}, {"start", 600}};
    book.return_values = dynasio::model::return_value::all_new;
    auto const booked = co_await client.update_item(book);
    std::cout << "   " << *book.update_expression << "\n   if " << *book.condition_expression << '\n';
    std::cout << "   seats left: " << dynasio::from_item<talk>(*booked.attributes).seats << '\n';

    //[text
    auto const same = dynasio::update_text<talk, "SET seats = seats - :one, note = :n ADD topics :t">(
        bind<":one">(1), bind<":n">("full"), bind<":t">(std::set<std::string>{"asio"}));
    auto const free = dynasio::condition_text<talk, "seats > :none AND contains(topics, :topic)">(
        bind<":none">(0), bind<":topic">("c++"));
    // update_text<talk, "SET seets = :n">(...)    error: The record has no attribute of this name. ... "seets"
    //]
    auto last = dynasio::with(dynasio::update_item_input{.table_name = table}, same, free);
    last.key = book.key;
    co_await client.update_item(last);
    auto const sold_out = co_await client.try_update_item(last);
    std::cout << "   sold out: " << sold_out.error().code().message() << '\n';

    //[query
    auto query = dynasio::with(dynasio::query_input{.table_name = table},
        key(attr<&talk::room> == "A") && between(attr<&talk::start>, 540, 720), // which items are read,
        contains(attr<&talk::topics>, "asio"),                                  // which of them are answered,
        dynasio::projection(attr<&talk::name>, attr<&talk::note>));             // and what of each
    //]
    auto const page = co_await client.query(query);
    for (auto const& found : page.items)
        std::cout << "   in the morning: " << found << '\n';
}

} // namespace

int main()
{
    return examples::run_on_table("expressions", "talks", &plan);
}
