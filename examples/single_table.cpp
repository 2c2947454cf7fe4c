// SPDX-License-Identifier: BSL-1.0
//
// Teaches: customers and their orders in one table, which one query reads together and one transaction writes together.
// Needs the same as the quickstart.

#include "common/example.hpp"

#include <dynasio/expressions.hpp>
#include <dynasio/mapping.hpp>
#include <dynasio/paginate.hpp>
#include <dynasio/stores/record_table.hpp>

#include <iostream>

namespace asio = boost::asio;
using dynasio::attr;

// | pk         | sk             | what       |
// |------------|----------------|------------|
// | customer#1 | profile        | a customer |
// | customer#1 | order#2026-... | an order   |

struct customer
{
    std::string pk;
    std::string sk = "profile";
    std::string name;
    int open_orders = 0;
};
BOOST_DESCRIBE_STRUCT(customer, (), (pk, sk, name, open_orders))

struct order
{
    std::string pk;
    std::string sk;
    std::string article;
    double price = 0;
};
BOOST_DESCRIBE_STRUCT(order, (), (pk, sk, article, price))

template <>
struct dynasio::record_definition<customer> : dynasio::record_key<&customer::pk, &customer::sk>
{};
template <>
struct dynasio::record_definition<order> : dynasio::record_key<&order::pk, &order::sk>
{};

namespace {

asio::awaitable<void> sell(dynasio::client client, std::string table)
{
    dynasio::record_table<customer> customers(client, table);
    dynasio::record_table<order> orders(client, table);
    co_await customers.open();

    customer const ann{.pk = "customer#1", .name = "Ann"};
    co_await customers.create_record(ann);
    for (auto const* day : {"2026-11-20", "2026-11-21"})
    {
        order const bought{.pk = ann.pk, .sk = std::string("order#") + day, .article = "tea", .price = 4.5};
        co_await in_transaction(client, orders.create(bought),
            customers.update({ann.pk, ann.sk}, attr<&customer::open_orders> += 1));
    }

    // The kinds are told apart by their sort keys, so a query of one kind reads nothing else.
    auto of_ann = orders.query(key(attr<&order::pk> == ann.pk) && begins_with(attr<&order::sk>, "order#"),
        dynasio::stream_options().descending());
    while (auto const each = co_await of_ann.next())
        std::cout << "   " << each->sk << ": " << each->article << " for " << each->price << '\n';

    // All of a customer in one request: items first, structs by what they are.
    auto const everything =
        dynasio::with(dynasio::query_input{.table_name = table}, key(attr<&customer::pk> == ann.pk));
    auto items = dynasio::query_items(client, everything);
    std::size_t order_count = 0;
    std::string who;
    while (auto const each = co_await items.next())
        if (each->at("sk").as_string() == "profile")
        {
            auto const profile = dynasio::from_item<customer>(*each);
            who = profile.name + ", who has " + std::to_string(profile.open_orders) + " open orders";
        }
        else
            ++order_count;
    std::cout << "   " << who << ": " << order_count << " read with her\n";
}

} // namespace

int main()
{
    return examples::run_on_table("single_table", "shop", &sell);
}
