// SPDX-License-Identifier: BSL-1.0
//
// Operations of several calls whose time is used up before they begin: they end as a call of the client does, and send
// nothing.

#include "batch_requests.hpp"
#include "support/used_up.hpp"

#include <dynasio/batch.hpp>
#include <dynasio/paginate.hpp>
#include <dynasio/typed_read.hpp>
#include <dynasio/wait.hpp>

#include <tuple>

namespace dynasio::tests {
namespace {

namespace asio = boost::asio;
using namespace batch_requests;

struct row
{
    std::string id;
};
BOOST_DESCRIBE_STRUCT(row, (), (id))

struct operation
{
    char const* name;
    asio::awaitable<error> (*run)(client const& owner, call_options call);
};

void PrintTo(operation const& o, std::ostream* out)
{
    *out << o.name;
}

asio::awaitable<error> error_of_batch(asio::awaitable<batch_write_result> batch)
{
    auto const written = co_await std::move(batch);
    EXPECT_EQ(count_writes(written.unprocessed), 30u);
    EXPECT_FALSE(written.may_have_been_applied);
    co_return written.error.value_or(error());
}

asio::awaitable<error> error_of_batch(asio::awaitable<batch_get_result> batch)
{
    auto const got = co_await std::move(batch);
    EXPECT_EQ(got.unprocessed.at("t").keys.size(), 30u);
    co_return got.error.value_or(error());
}

batch_options batch_with(call_options call)
{
    batch_options options;
    options.call = call;
    return options;
}

wait_options wait_with(call_options call)
{
    wait_options options;
    options.call = call;
    return options;
}

query_input query()
{
    query_input request;
    request.table_name = "t";
    request.key_condition_expression = "id = :id";
    return request;
}

scan_input scan()
{
    scan_input request;
    request.table_name = "t";
    return request;
}

asio::awaitable<error> next_query_page(client const& owner, call_options call)
{
    auto const request = query();
    auto pages = query_pages(owner, request, call);
    auto seen = co_await error_of(pages.try_next());
    co_return seen;
}

asio::awaitable<error> next_query_item(client const& owner, call_options call)
{
    auto const request = query();
    auto items = query_items(owner, request, call);
    auto seen = co_await thrown_by(items.next());
    co_return seen;
}

asio::awaitable<error> next_scan_page(client const& owner, call_options call)
{
    auto request = scan();
    request.segment = 1; // of a parallel scan
    request.total_segments = 4;
    auto pages = scan_pages(owner, request, call);
    auto seen = co_await thrown_by(pages.next());
    co_return seen;
}

asio::awaitable<error> next_scan_item(client const& owner, call_options call)
{
    auto const request = scan();
    auto items = scan_items(owner, request, call);
    auto seen = co_await error_of(items.try_next());
    co_return seen;
}

asio::awaitable<error> next_tables(client const& owner, call_options call)
{
    list_tables_input const all;
    auto pages = list_tables_pages(owner, all, call);
    auto seen = co_await error_of(pages.try_next());
    co_return seen;
}

constexpr operation all_operations[] = {
    {"batch_write",
        [](client const& c, call_options o) { return thrown_by(batch_write(c, puts(30), batch_with(o))); }},
    {"try_batch_write", [](client const& c, call_options o)
        { return error_of_batch(try_batch_write(c, puts(30), batch_with(o))); }},
    {"batch_get",
        [](client const& c, call_options o) { return thrown_by(batch_get(c, reads(30), batch_with(o))); }},
    {"try_batch_get", [](client const& c, call_options o)
        { return error_of_batch(try_batch_get(c, reads(30), batch_with(o))); }},
    {"wait_until_table_exists", [](client const& c, call_options o)
        { return thrown_by(wait_until_table_exists(c, "t", wait_with(o))); }},
    {"try_wait_until_table_exists", [](client const& c, call_options o)
        { return error_of(try_wait_until_table_exists(c, "t", wait_with(o))); }},
    {"wait_until_table_not_exists", [](client const& c, call_options o)
        { return thrown_by(wait_until_table_not_exists(c, "t", wait_with(o))); }},
    {"try_wait_until_table_not_exists", [](client const& c, call_options o)
        { return error_of(try_wait_until_table_not_exists(c, "t", wait_with(o))); }},
    {"query_pages", &next_query_page},
    {"query_items", &next_query_item},
    {"scan_pages", &next_scan_page},
    {"scan_items", &next_scan_item},
    {"list_tables_pages", &next_tables},
    {"query_as",
        [](client const& c, call_options o)
        {
            auto const request = query();
            return thrown_by(query_as<row>(c, request, o));
        }},
    {"try_query_as",
        [](client const& c, call_options o)
        {
            auto const request = query();
            return error_of(try_query_as<row>(c, request, o));
        }},
    {"scan_as",
        [](client const& c, call_options o)
        {
            auto const request = scan();
            return thrown_by(scan_as<row>(c, request, o));
        }},
    {"try_scan_as",
        [](client const& c, call_options o)
        {
            auto const request = scan();
            return error_of(try_scan_as<row>(c, request, o));
        }},
};

class used_up : public ::testing::TestWithParam<std::tuple<operation, spent_time>>
{};

TEST_P(used_up, ends_with_deadline_exceeded_and_without_a_request)
{
    auto const& [what, spent] = GetParam();
    expect_used_up(spent, what.run);
}

INSTANTIATE_TEST_SUITE_P(operations, used_up,
    ::testing::Combine(::testing::ValuesIn(all_operations), ::testing::ValuesIn(spent_times)),
    [](auto const& c) { return std::string(std::get<0>(c.param).name) + '_' + std::get<1>(c.param).name; });

} // namespace
} // namespace dynasio::tests
