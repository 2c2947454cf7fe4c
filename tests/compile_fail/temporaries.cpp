// SPDX-License-Identifier: BSL-1.0
//
// GCC 12 destroys an aggregate temporary inside a co_await expression twice. There, whatever takes an aggregate refuses
// temporaries, so that this is a compile error and not heap corruption. Each mistake is one error: `use of deleted function`.

#include <dynasio/mapping.hpp>
#include <dynasio/operations/get_item.hpp>
#include <dynasio/paginate.hpp>
#include <dynasio/stores/credential_store.hpp>
#include <dynasio/stores/record_table.hpp>
#include <dynasio/stores/spec_store.hpp>
#include <dynasio/typed_read.hpp>

struct order
{
    std::string id;
    int revision = 0;
};
BOOST_DESCRIBE_STRUCT(order, (), (id, revision))

template <>
struct dynasio::record_definition<order> : dynasio::record_key<&order::id>
{
    static constexpr auto version = &order::revision;
};

boost::asio::awaitable<void> use(dynasio::client client, dynasio::spec_store specs,
    dynasio::credential_store credentials, dynasio::record_table<order> records)
{
    dynasio::spec const orders{.name = "orders", .version = "1.4.0"};
    co_await specs.create_or_update("user", orders);
    order const first{.id = "1"};
    co_await records.put_record(first);
    co_await records.delete_record(first);
    co_await records.delete_record({"1"});
#ifndef CONTROL
    // expect: try_get_item
    co_await client.try_get_item({.table_name = "orders"});
    // expect: query_pages
    co_await dynasio::query_pages(client, {.table_name = "orders"}).next();
    // expect: query_items
    co_await dynasio::query_items(client, {.table_name = "orders"}).next();
    // expect: scan_pages
    co_await dynasio::scan_pages(client, {.table_name = "orders"}).next();
    // expect: list_tables_pages
    co_await dynasio::list_tables_pages(client, {.exclusive_start_table_name = "orders"}).next();
    // expect: scan_items
    co_await dynasio::scan_items(client, {.table_name = "orders"}).next();
    // expect: query_as
    co_await dynasio::query_as<order>(client, {.table_name = "orders"});
    // expect: scan_as
    co_await dynasio::scan_as<order>(client, {.table_name = "orders"});
    // expect: try_query_as
    co_await dynasio::try_query_as<order>(client, {.table_name = "orders"});
    // expect: try_scan_as
    co_await dynasio::try_scan_as<order>(client, {.table_name = "orders"});
    // expect: spec_store::create_or_update
    co_await specs.create_or_update("user", {.name = "orders", .version = "1.4.0"});
    // expect: credential_store::create_or_update
    co_await credentials.create_or_update("user", "id", {.public_key = "p"});
    // expect: credential_store::create
    co_await credentials.create("user", "id", {.public_key = "p"});
    // expect: ::create_record(T&&
    co_await records.create_record(order{.id = "1"});
    // expect: ::create_record_if_absent(T&&
    co_await records.create_record_if_absent(order{.id = "1"});
    // expect: ::put_record(T&&
    co_await records.put_record(order{.id = "1"});
    // expect: ::delete_record(R&&
    co_await records.delete_record(order{.id = "1"});
    // expect: ::delete_record_if_exists(R&&
    co_await records.delete_record_if_exists(order{.id = "1"});
    // expect: ::erase(R&&
    co_await dynasio::in_transaction(client, records.erase(order{.id = "1"}));
    // expect: ::put(T&&
    co_await dynasio::in_transaction(client, records.put(order{.id = "1"}));
    // expect: ::create(T&&
    co_await dynasio::in_transaction(client, records.create(order{.id = "1"}));
#endif
}
