// SPDX-License-Identifier: BSL-1.0

#include "client_load.hpp"

#include <dynasio/aws/credentials.hpp>
#include <dynasio/client.hpp>
#include <dynasio/typed_read.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/describe/class.hpp>

#include <stdexcept>

namespace bench {

namespace asio = boost::asio;

namespace {

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

} // namespace

struct client_load::impl
{
    impl(std::uint16_t port, std::size_t n)
        : in_flight(n), client(context.get_executor(), options_for(port, n))
    {}

    std::size_t in_flight;
    asio::io_context context{1};
    dynasio::client client;
};

client_load::client_load(std::uint16_t port, std::size_t in_flight)
    : impl_(std::make_unique<impl>(port, in_flight))
{}
client_load::~client_load() = default;

void client_load::run(load what, std::size_t count)
{
    std::size_t left = count;
    for (std::size_t i = 0; i < impl_->in_flight; ++i)
    {
        auto one = what == load::get_item ? get_items(impl_->client, left)
            : what == load::query_items   ? query_items(impl_->client, left)
                                          : query_structs(impl_->client, left);
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
