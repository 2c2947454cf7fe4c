// SPDX-License-Identifier: BSL-1.0
//
// Mistakes of which the compiler must say in the first line what to do, with the names of struct and member. Each is compiled by
// itself; see first_line.cmake.

#include <dynasio/completion.hpp>
#include <dynasio/mapping.hpp>
#include <dynasio/operations/get_item.hpp>
#include <dynasio/stores/record_table.hpp>

#include <boost/asio/use_awaitable.hpp>

namespace asio = boost::asio;
using dynasio::attr;

struct undescribed
{
    std::string id;
};
enum class undescribed_enum
{
    one,
};

struct with_struct
{
    std::string id;
    std::vector<undescribed> content;
};
BOOST_DESCRIBE_STRUCT(with_struct, (), (id, content))

struct with_enum
{
    std::string id;
    std::optional<undescribed_enum> color;
};
BOOST_DESCRIBE_STRUCT(with_enum, (), (id, color))

struct with_pointer
{
    std::string id;
    int* where = nullptr;
};
BOOST_DESCRIBE_STRUCT(with_pointer, (), (id, where))

struct outer
{
    std::string id;
    std::map<std::string, with_pointer> parts;
};
BOOST_DESCRIBE_STRUCT(outer, (), (id, parts))

struct forgetful
{
    std::string id;
    std::optional<std::string> note;
    int forgotten = 0;
};
BOOST_DESCRIBE_STRUCT(forgetful, (), (id, note))

struct knowing
{
    std::string id;
    int cached = 0;
};
BOOST_DESCRIBE_STRUCT(knowing, (), (id))
template <>
inline constexpr bool dynasio::has_undescribed_members<knowing> = true;

/// What contains itself, and what the compiler cannot count.
struct node
{
    std::string id;
    std::vector<node> children;
};
BOOST_DESCRIBE_STRUCT(node, (), (id, children))
struct base
{};
struct derived : base
{
    std::string id;
};
BOOST_DESCRIBE_STRUCT(derived, (), (id))

struct keyless
{
    std::string id;
};
BOOST_DESCRIBE_STRUCT(keyless, (), (id))

struct order
{
    std::string id;
    int count = 0;
};
BOOST_DESCRIBE_STRUCT(order, (), (id, count))

template <>
struct dynasio::record_definition<undescribed> : dynasio::record_key<&undescribed::id>
{};
template <>
struct dynasio::record_definition<with_struct> : dynasio::record_key<&with_struct::id>
{};
template <>
struct dynasio::record_definition<outer> : dynasio::record_key<&outer::id>
{};
template <>
struct dynasio::record_definition<forgetful> : dynasio::record_key<&forgetful::id>
{};
template <>
struct dynasio::record_definition<order> : dynasio::record_key<&order::id>
{};

template <class T>
asio::awaitable<void> use_table(dynasio::client client, T const& record)
{
    dynasio::record_table<T> const table(client, "t");
    co_await table.open();
    co_await table.create_record(record);
    (void)co_await table.get_record("a");
    co_await table.delete_record("a");
    auto all = table.scan();
    (void)co_await all.next_page();
}

asio::awaitable<void> use(dynasio::client client, dynasio::record_table<order> orders, order record,
    dynasio::get_item_input request)
{
    co_await use_table(client, record);
    (void)dynasio::to_item(knowing());
    (void)dynasio::to_item(node());
    (void)dynasio::from_item<derived>(dynasio::item());
#if MISTAKE == 1
    // mistake 1: Describe this struct with BOOST_DESCRIBE_STRUCT / undescribed
    (void)dynasio::to_item(undescribed());
#elif MISTAKE == 2
    // mistake 2: Describe this struct with BOOST_DESCRIBE_STRUCT / undescribed
    co_await use_table(client, undescribed());
#elif MISTAKE == 3
    // mistake 3: Describe the struct that this member holds with BOOST_DESCRIBE_STRUCT / &with_struct::content / undescribed
    co_await use_table(client, with_struct());
#elif MISTAKE == 4
    // mistake 4: Describe the enum that this member holds with BOOST_DESCRIBE_ENUM / &with_enum::color / undescribed_enum
    (void)dynasio::from_item<with_enum>(dynasio::item());
#elif MISTAKE == 5
    // mistake 5: DynamoDB cannot store the type of this member: use a string / &with_pointer::where
    co_await use_table(client, outer());
#elif MISTAKE == 6
    // mistake 6: This struct has a member that BOOST_DESCRIBE_STRUCT does not list / forgetful
    co_await use_table(client, forgetful());
#elif MISTAKE == 7
    // mistake 7: Specialise dynasio::record_definition for this struct / keyless
    co_await use_table(client, keyless());
#elif MISTAKE == 8
    // mistake 8: Operations take no completion token: co_await them
    co_await orders.get_record("a", asio::use_awaitable);
#elif MISTAKE == 9
    // mistake 9: Operations take no completion token: co_await them
    client.try_get_item(request, [](dynasio::result<dynasio::get_item_output>) {});
#elif MISTAKE == 10
    // mistake 10: write_options().only_if(condition)
    co_await orders.put_record(record, attr<&order::count> == 1);
#elif MISTAKE == 11
    // mistake 11: write_options().only_if(condition)
    co_await orders.update_record("a", attr<&order::count> = 1, attr<&order::count> == 0);
#elif MISTAKE == 15
    // mistake 15: Give keys and options only
    (void)co_await orders.get_many("a", attr<&order::count> == 1);
#elif MISTAKE == 16
    // mistake 16: A transaction takes actions and options
    co_await in_transaction(client, orders.put(record), attr<&order::count> == 1);
#elif MISTAKE == 12
    // mistake 12: stream_options().filter(condition)
    (void)orders.scan(attr<&order::count> == 1);
#elif MISTAKE == 13
    // mistake 13: takes a dynasio::result<T>
    dynasio::co_spawn_result(
        client.get_executor(), client.try_get_item(request), [](dynasio::get_item_output) {});
#elif MISTAKE == 14
    // mistake 14: This operation throws: give its try_ form
    dynasio::co_spawn_result(
        client.get_executor(), client.get_item(request), [](dynasio::result<dynasio::get_item_output>) {});
#endif
}
