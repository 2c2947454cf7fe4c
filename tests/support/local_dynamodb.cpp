// SPDX-License-Identifier: BSL-1.0

#include "support/local_dynamodb.hpp"

#include <dynasio/aws/credential_providers.hpp>
#include <dynasio/operations.hpp>
#include <dynasio/paginate.hpp>
#include <dynasio/sigv4/signer.hpp>
#include <dynasio/wait.hpp>

#include <boost/asio/io_context.hpp>

#include <array>
#include <cctype>
#include <chrono>
#include <cstdlib>
#include <random>
#include <utility>

namespace dynasio::tests {

namespace {

std::string environment(char const* name, std::string fallback = {})
{
    char const* const value = std::getenv(name);
    return value && *value ? value : std::move(fallback);
}

std::string random_word()
{
    std::random_device source;
    std::string word;
    for (int i = 0; i < 12; ++i)
        word += static_cast<char>('a' + source() % 26);
    return word;
}

std::string test_word()
{
    std::string word;
    if (auto const* info = ::testing::UnitTest::GetInstance()->current_test_info())
        for (char const c : std::string(info->name()))
            if (std::isalnum(static_cast<unsigned char>(c)))
                word += c;
    return word.substr(0, 60);
}

} // namespace

std::string local_endpoint()
{
    return environment("DYNAMODB_ENDPOINT");
}

std::string local_server()
{
    return environment("DYNAMODB_SERVER");
}

sigv4::credentials server_credentials()
{
    return {environment("AWS_ACCESS_KEY_ID", "local"),
        sigv4::secret(environment("AWS_SECRET_ACCESS_KEY", "local")),
        sigv4::secret(environment("AWS_SESSION_TOKEN"))};
}

std::optional<sigv4::credentials> session_credentials()
{
    auto const key = environment("DYNAMODB_SESSION_ACCESS_KEY_ID");
    if (key.empty())
        return std::nullopt;
    return sigv4::credentials(key, sigv4::secret(environment("DYNAMODB_SESSION_SECRET_ACCESS_KEY")),
        sigv4::secret(environment("DYNAMODB_SESSION_TOKEN")));
}

void sign_again(http::request& r)
{
    static sigv4::signer const signer(environment("AWS_REGION", "us-east-1"), "dynamodb");
    std::string const content_type(r.headers.find("Content-Type").value());
    std::string const target(r.headers.find("X-Amz-Target").value());
    auto const host = r.to.host_header();
    std::array<sigv4::header, 2> const headers{{{"content-type", content_type}, {"x-amz-target", target}}};
    sigv4::prepared_request what;
    what.host = host;
    what.headers = headers;
    what.body = r.body;
    std::string lines;
    signer.sign(what, server_credentials(), std::chrono::system_clock::now(), lines);
    r.headers.clear();
    for (auto const& [name, value] : headers)
        r.headers.add(name, value);
    r.headers.add_rendered(lines);
}

local_dynamodb::local_dynamodb() : prefix_(test_word() + "-" + random_word() + "-") {}

void local_dynamodb::SetUp()
{
    if (local_endpoint().empty())
        GTEST_SKIP() << "no DynamoDB: run `scripts/dynamodb-server run --auth -- ctest --test-dir <build "
                        "folder>`, or set "
                        "DYNAMODB_ENDPOINT to a server that may be written to";
}

client_options local_dynamodb::options() const
{
    client_options result;
    result.region = environment("AWS_REGION", "us-east-1");
    result.endpoint_url = local_endpoint();
    result.credentials = aws::static_credentials(server_credentials());
    result.call_timeout = std::chrono::seconds(60); // under sanitizers, beside other tests
    result.attempt_timeout = std::chrono::seconds(50);
    return result;
}

void local_dynamodb::TearDown()
{
    if (local_endpoint().empty())
        return;
    run(
        [this](client c) -> boost::asio::awaitable<void>
        {
            list_tables_input const all;
            auto pages = list_tables_pages(c, all);
            while (auto const page = co_await pages.next())
                for (auto const& table : page->table_names)
                {
                    if (!table.starts_with(prefix_))
                        continue;
                    delete_table_input request;
                    request.table_name = table;
                    (void)co_await c.try_delete_table(request);
                }
        });
}

create_table_input table_request(std::string const& name, std::string const& sort_key)
{
    create_table_input request;
    request.table_name = name;
    request.billing_mode = model::billing_mode::pay_per_request;
    request.attribute_definitions.emplace().push_back({"id", model::scalar_attribute_type::s});
    request.key_schema.emplace().push_back({"id", model::key_type::hash});
    if (!sort_key.empty())
    {
        request.attribute_definitions->push_back({sort_key, model::scalar_attribute_type::n});
        request.key_schema->push_back({sort_key, model::key_type::range});
    }
    return request;
}

boost::asio::awaitable<void> make_table(client c, std::string name, std::string sort_key)
{
    auto const request = table_request(name, sort_key);
    co_await c.create_table(request);
    co_await wait_until_table_exists(c, name);
}

boost::asio::awaitable<void> put(client c, std::string table, item what)
{
    put_item_input request;
    request.table_name = std::move(table);
    request.item = std::move(what);
    co_await c.put_item(request);
}

boost::asio::awaitable<std::optional<item>> get(client c, std::string table, item key)
{
    get_item_input request;
    request.table_name = std::move(table);
    request.key = std::move(key);
    request.consistent_read = true;
    auto answer = co_await c.get_item(request);
    co_return std::move(answer.item);
}

item id_key(std::string const& id)
{
    item key;
    key.set("id", id);
    return key;
}

} // namespace dynasio::tests
