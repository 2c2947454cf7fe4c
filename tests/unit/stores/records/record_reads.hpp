// SPDX-License-Identifier: BSL-1.0
//
// A table with indexes on a scripted transport, for tests of reads.

#ifndef DYNASIO_TESTS_UNIT_STORES_RECORDS_RECORD_READS_HPP
#define DYNASIO_TESTS_UNIT_STORES_RECORDS_RECORD_READS_HPP

#include "support/scripted_client.hpp"
#include "unit/stores/store_failure.hpp"

#include <dynasio/stores/record_table.hpp>

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

namespace dynasio::tests {

/// Its table has indexes whose keys it does not have, and sparse ones.
struct session
{
    std::string user;
    int number = 0;
    std::optional<std::string> device{};
    std::optional<std::chrono::sys_seconds> expires_at{};
    friend bool operator==(session const&, session const&) = default;
};
BOOST_DESCRIBE_STRUCT(session, (), (user, number, device, expires_at))

} // namespace dynasio::tests

template <>
struct dynasio::record_definition<dynasio::tests::session>
    : dynasio::record_key<&dynasio::tests::session::user, &dynasio::tests::session::number>
{
    static constexpr auto time_to_live = &dynasio::tests::session::expires_at;
};

namespace dynasio::tests {

struct record_reads : ::testing::Test
{
    record_reads() { options.unknown = unknown_attributes::ignore; }

    [[nodiscard]] record_table<session> table() { return {owner, "t", options}; }

    void expect(std::string const& operation, std::string response)
    {
        world.server->expect(operation).reply(200, std::move(response));
    }

    /// `more` is added to each index: the type of its projection, and its attributes.
    void expect_description(std::string const& projection = R"("ProjectionType":"ALL")")
    {
        auto const index = [&](std::string const& name, std::string const& keys)
        {
            return R"({"IndexName":")" + name + R"(","KeySchema":[)" + keys + R"(],"Projection":{)"
                + projection + "}}";
        };
        auto const key = [](std::string const& name, std::string const& type)
        { return R"({"AttributeName":")" + name + R"(","KeyType":")" + type + R"("})"; };
        expect("DescribeTable",
            R"({"Table":{"AttributeDefinitions":[{"AttributeName":"user","AttributeType":"S"},)"
            R"({"AttributeName":"number","AttributeType":"N"},{"AttributeName":"stamp","AttributeType":"N"},)"
            R"({"AttributeName":"device","AttributeType":"S"}],"LocalSecondaryIndexes":[)"
                + index("local", key("user", "HASH") + ',' + key("stamp", "RANGE"))
                + R"(],"GlobalSecondaryIndexes":[)"
                + index("stamps", key("device", "HASH") + ',' + key("stamp", "RANGE")) + ','
                + index("device", key("device", "HASH")) + "]}}");
    }

    /// A session in the index of stamps. `more` are further attributes.
    static std::string stored(int number, std::string const& more = R"(,"device":{"S":"d"})")
    {
        auto const digits = std::to_string(number);
        return R"({"user":{"S":"u"},"number":{"N":")" + digits + R"("},"stamp":{"N":")" + digits + R"(5"})"
            + more + '}';
    }

    static std::string page(std::vector<std::string> const& items, std::string const& last = "")
    {
        std::string body = R"({"Items":[)";
        for (auto const& each : items)
            body += (body.back() == '[' ? "" : ",") + each;
        body += ']';
        return last.empty() ? body + '}' : body + R"(,"LastEvaluatedKey":)" + last + '}';
    }

    /// The JSON of the position from which the last request goes on.
    [[nodiscard]] std::string last_start() const
    {
        std::string const begin = R"("ExclusiveStartKey":)";
        auto const body = world.server->requests().back().body;
        auto const at = body.find(begin);
        return at == body.npos ? ""
                               : body.substr(at + begin.size(), body.find("}}", at) + 2 - at - begin.size());
    }

    /// Reads the stream to an end that must be `bad_input`; its details.
    template <class T>
    store_error_details refused(record_stream<T> stream)
    {
        return refused_operation([&] { return stream.next(); });
    }

    template <class Begin>
    store_error_details refused_operation(Begin begin)
    {
        auto const failure = store_failure(world, begin);
        EXPECT_EQ(failure.code(), store_errc::bad_input) << failure.what();
        return failure.details();
    }

    /// The numbers of all sessions of the stream.
    std::vector<int> numbers(record_stream<session> stream)
    {
        std::vector<int> found;
        world.run(
            [&]() -> boost::asio::awaitable<void>
            {
                while (auto const each = co_await stream.next())
                    found.push_back(each->number);
            });
        return found;
    }

    /// Reads some records.
    void skip(record_stream<session>& stream, int count)
    {
        world.run(
            [&]() -> boost::asio::awaitable<void>
            {
                for (int i = 0; i < count; ++i)
                {
                    auto const each = co_await stream.next();
                    EXPECT_TRUE(each.has_value());
                }
            });
    }

    static auto of_device() { return key(attr<&session::device> == "d"); }
    static auto of_user() { return key(attr<&session::user> == "u"); }

    scripted_client world;
    client owner = world.make();
    record_table_options options;
};

} // namespace dynasio::tests

#endif
