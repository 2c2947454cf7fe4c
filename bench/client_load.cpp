// SPDX-License-Identifier: BSL-1.0

#include "client_load.hpp"
#include "call/invoke.hpp"
#include "client/client_handle.hpp"
#include "stores/records/encoded_requests.hpp"

#include <dynasio/aws/credential_providers.hpp>
#include <dynasio/client.hpp>
#include <dynasio/operations/get_item.hpp>
#include <dynasio/operations/put_item.hpp>
#include <dynasio/stores/record_table.hpp>
#include <dynasio/typed_read.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/describe/class.hpp>

#include <array>
#include <charconv>
#include <stdexcept>
#include <vector>

namespace bench {

namespace asio = boost::asio;

struct stored_spec
{
    std::string sub;
    std::string updated_at_id;
    std::string id;
    std::string updated_at;
    std::string version;
    int model_count = 0;
    std::string title;
    std::string description;
    double price = 0;
    int revision = 0;
};
BOOST_DESCRIBE_STRUCT(stored_spec, (),
    (sub, updated_at_id, id, updated_at, version, model_count, title, description, price, revision))

} // namespace bench

template <>
struct dynasio::record_definition<bench::stored_spec>
    : dynasio::record_key<&bench::stored_spec::sub, &bench::stored_spec::updated_at_id>
{};

namespace bench {

namespace {

dynasio::client_options options_for(std::uint16_t port, std::size_t in_flight)
{
    dynasio::client_options options;
    options.region = "us-east-1";
    options.endpoint_url = "http://127.0.0.1:" + std::to_string(port);
    options.credentials = dynasio::aws::static_credentials(dynasio::sigv4::credentials(
        "AKIDEXAMPLE", dynasio::sigv4::secret("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")));
    options.connections.max_connections = in_flight;
    options.call_timeout = std::chrono::seconds(120);
    options.attempt_timeout = std::chrono::seconds(60);
    options.connections.connect_timeout = std::chrono::seconds(30);
    return options;
}

dynasio::get_item_input get_request()
{
    dynasio::get_item_input request;
    request.table_name = "package.specs";
    request.key = dynasio::item{{"sub", "user#0001"}, {"updated_at_id", "latest#orders-0001"}};
    return request;
}

dynasio::query_input query_request()
{
    dynasio::query_input request;
    request.table_name = "package.specs";
    request.key_condition_expression = "#s = :s AND begins_with(#k, :k)";
    request.expression_attribute_names =
        std::map<std::string, std::string>{{"#s", "sub"}, {"#k", "updated_at_id"}};
    request.expression_attribute_values = dynasio::item{{":s", "user#0001"}, {":k", "latest#"}};
    return request;
}

void check(bool holds)
{
    if (!holds)
        throw std::runtime_error("the answer is not what was canned");
}

// The requests are made anew each time, as an application does.

asio::awaitable<void> get_items(dynasio::client client, std::size_t& left)
{
    while (left > 0)
    {
        --left;
        auto const request = get_request();
        auto const answer = co_await client.get_item(request);
        check(answer.item && answer.item->size() == 10);
    }
}

asio::awaitable<void> query_items(dynasio::client client, std::size_t& left)
{
    while (left > 0)
    {
        --left;
        auto const request = query_request();
        auto const answer = co_await client.query(request);
        check(answer.items.size() == 100 && answer.items[99].size() == 10);
    }
}

asio::awaitable<void> query_structs(dynasio::client client, std::size_t& left)
{
    while (left > 0)
    {
        --left;
        auto const request = query_request();
        auto const page = co_await dynasio::query_as<stored_spec>(client, request);
        check(page.items.size() == 100 && page.items[99].revision == 42);
    }
}

dynasio::record_stream<stored_spec> found_records(dynasio::record_table<stored_spec> const& table)
{
    return table.query(key(dynasio::attr<&stored_spec::sub> == "user#0001")
        && begins_with(dynasio::attr<&stored_spec::updated_at_id>, "latest#"));
}

asio::awaitable<void> query_records(dynasio::record_table<stored_spec> table, std::size_t& left)
{
    while (left > 0)
    {
        --left;
        auto found = found_records(table);
        auto const page = co_await found.next_page();
        check(page && page->size() == 100 && (*page)[99].revision == 42);
    }
}

asio::awaitable<void> query_records_again(dynasio::record_table<stored_spec> table, std::size_t& left)
{
    std::vector<stored_spec> page;
    while (left > 0)
    {
        --left;
        auto found = found_records(table);
        bool const any = co_await found.next_page(page);
        check(any && page.size() == 100 && page[99].revision == 42);
    }
}

stored_spec const sample{.sub = "user#0001",
    .updated_at_id = "latest#orders-0001",
    .id = "orders-0001",
    .updated_at = "1609459200",
    .version = "1.4.0",
    .model_count = 12,
    .title = "Orders of the shop",
    .description = "All that a customer has ordered, by day and place",
    .price = 1234.5,
    .revision = 42};

asio::awaitable<void> put_records(dynasio::record_table<stored_spec> table, std::size_t& left)
{
    while (left > 0)
    {
        --left;
        co_await table.put_record(sample);
    }
}

/// What a careful programmer writes for this one struct.
std::string encode_by_hand(stored_spec const& s)
{
    std::string out;
    out.reserve(512);
    auto const text = [&](std::string_view name, std::string_view value)
    {
        out += name;
        out += ":{\"S\":";
        dynasio::json::encode(out, value); // escapes, and refuses what is not UTF-8
        out += "},";
    };
    auto const number = [&](std::string_view name, auto value, std::string_view end)
    {
        std::array<char, 32> digits;
        out += name;
        out += ":{\"N\":\"";
        out.append(digits.data(), std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr);
        out += end;
    };
    out += '{';
    text("\"sub\"", s.sub);
    text("\"updated_at_id\"", s.updated_at_id);
    text("\"id\"", s.id);
    text("\"updated_at\"", s.updated_at);
    text("\"version\"", s.version);
    number("\"model_count\"", s.model_count, "\"},");
    text("\"title\"", s.title);
    text("\"description\"", s.description);
    number("\"price\"", s.price, "\"},");
    number("\"revision\"", s.revision, "\"}}");
    return out;
}

asio::awaitable<void> put_by_hand(dynasio::client client, std::size_t& left)
{
    while (left > 0)
    {
        --left;
        dynasio::stores::records::encoded_put request;
        auto const item = encode_by_hand(sample);
        request.table_name = "package.specs";
        request.item = {item};
        auto const response = co_await dynasio::call::invoke(dynasio::call::state_of(client),
            dynasio::operations::put_item_info, request, dynasio::call_options());
        check(response.has_value());
    }
}

} // namespace

struct client_load::impl
{
    impl(std::uint16_t port, std::size_t n)
        : in_flight(n), client(context.get_executor(), options_for(port, n))
    {}

    std::size_t in_flight;
    asio::io_context context{1};
    dynasio::client client;
    dynasio::record_table<stored_spec> table{client, "package.specs"};
};

namespace {

asio::awaitable<void> start(dynasio::client const& client, dynasio::record_table<stored_spec> const& table,
    load what, std::size_t& left)
{
    switch (what)
    {
    case load::get_item:
        return get_items(client, left);
    case load::query_items:
        return query_items(client, left);
    case load::query_structs:
        return query_structs(client, left);
    case load::query_records:
        return query_records(table, left);
    case load::query_records_again:
        return query_records_again(table, left);
    case load::put_record:
        return put_records(table, left);
    case load::put_by_hand:
        return put_by_hand(client, left);
    }
    throw std::invalid_argument("unknown load");
}

} // namespace

client_load::client_load(std::uint16_t port, std::size_t in_flight)
    : impl_(std::make_unique<impl>(port, in_flight))
{}
client_load::~client_load() = default;

void client_load::run(load what, std::size_t count)
{
    std::size_t left = count;
    for (std::size_t i = 0; i < impl_->in_flight; ++i)
    {
        auto one = start(impl_->client, impl_->table, what, left);
        asio::co_spawn(impl_->context, std::move(one),
            [](std::exception_ptr failure)
            {
                if (failure)
                    std::rethrow_exception(failure);
            });
    }
    impl_->context.restart();
    impl_->context.run();
}

} // namespace bench
