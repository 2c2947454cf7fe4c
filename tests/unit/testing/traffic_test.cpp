// SPDX-License-Identifier: BSL-1.0

#include "support/scratch_folder.hpp"

#include <dynasio/http/errc.hpp>
#include <dynasio/testing/manual_clock.hpp>
#include <dynasio/testing/replaying_transport.hpp>
#include <dynasio/testing/run.hpp>
#include <dynasio/testing/stub_transport.hpp>
#include <dynasio/testing/traffic.hpp>

#include <boost/asio/error.hpp>
#include <boost/asio/ssl/error.hpp>
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace dynasio::testing {
namespace {

namespace asio = boost::asio;
using exchange = recording_transport::exchange;

http::request traffic_request_of(std::string const& operation, std::string body)
{
    http::request r;
    r.to.host = "123456789012.ddb.us-east-1.amazonaws.com";
    r.headers.add("Authorization", "AWS4-HMAC-SHA256 Credential=SECRET-ID/x, Signature=SECRET-SIGNATURE");
    r.headers.add("X-Amz-Security-Token", "SECRET-TOKEN");
    if (!operation.empty())
        r.headers.add("X-Amz-Target", "DynamoDB_20120810." + operation);
    r.body = std::move(body);
    return r;
}

exchange answered(std::string const& operation, std::string body, std::string response)
{
    exchange e;
    e.request = traffic_request_of(operation, std::move(body));
    e.response = service_response(200, std::move(response), "ID-1");
    e.response->headers.add("Set-Cookie", "SECRET-COOKIE");
    e.response->headers.add("Date", "Sat, 28 Nov 2026 06:00:00 GMT");
    return e;
}

exchange failed(std::string const& operation, boost::system::error_code code, http::stage reached)
{
    exchange e;
    e.request = traffic_request_of(operation, "{}");
    e.failure.emplace();
    e.failure->code = code;
    e.failure->reached = reached;
    e.failure->detail = "cut off";
    return e;
}

std::string outcome_of(http::send_result const& result)
{
    return result ? result->body : "!" + result.error().code.message();
}

struct replay_world
{
    asio::io_context context{1};
    manual_clock clock;

    http::send_result send(http::transport& server, std::string const& operation, std::string body)
    {
        auto const r = traffic_request_of(operation, std::move(body));
        return run(context, clock, [&] { return server.send(r, http::no_deadline); });
    }
    std::string ask(http::transport& server, std::string const& operation, std::string body = "{}")
    {
        return outcome_of(send(server, operation, std::move(body)));
    }
};

TEST(Traffic, IsALinePerExchangeBehindTheFormat)
{
    EXPECT_EQ(write_traffic({answered("GetItem", R"({"TableName":"users"})", "{}"),
                  failed("PutItem", http::errc::closed_early, http::stage::receiving)}),
        R"({"format":"dynasio-traffic","version":1})"
        "\n"
        R"({"request":{"method":"POST","target":"/","operation":"DynamoDB_20120810.GetItem",)"
        R"("body":"{\"TableName\":\"users\"}"},"response":{"status":200,"headers":)"
        R"({"content-type":"application/x-amz-json-1.0","x-amz-crc32":"2745614147","x-amzn-requestid":"ID-1"},)"
        R"("body":"{}"}})"
        "\n"
        R"({"request":{"method":"POST","target":"/","operation":"DynamoDB_20120810.PutItem","body":"{}"},)"
        R"("failure":{"category":"dynasio.http","value":5,"stage":"receiving","detail":"cut off"}})"
        "\n");
}

TEST(Traffic, HoldsNoSecretAndNoOtherExchange)
{
    auto const text =
        write_traffic({answered("GetItem", "{}", "{}"), answered("", "SECRET-FORM", "SECRET-KEYS"),
            failed("Query", asio::error::connection_refused, http::stage::connecting)});
    EXPECT_EQ(text.find("SECRET"), std::string::npos) << text;
    EXPECT_EQ(text.find("123456789012"), std::string::npos) << text;
    EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 3);
}

TEST(Traffic, IsReadAsItWasWritten)
{
    boost::system::error_code const unknown(7, boost::system::generic_category());
    std::vector<exchange> const written{
        answered("GetItem", "{ \"TableName\" : \"\xc3\xa9\\n\" }", "{\"Item\":{}}"),
        failed("PutItem", http::errc::tls_verification, http::stage::connecting),
        failed("PutItem", asio::error::connection_reset, http::stage::sending),
        failed("PutItem", asio::error::eof, http::stage::receiving),
        failed("PutItem", asio::ssl::error::stream_truncated, http::stage::receiving),
        failed("PutItem", asio::error::host_not_found, http::stage::waiting),
        failed("PutItem", unknown, http::stage::sending)};
    auto const read = read_traffic(write_traffic(written) + "\n  \n");
    ASSERT_EQ(read.size(), written.size());
    for (std::size_t i = 0; i < read.size(); ++i)
    {
        EXPECT_EQ(read[i].request.body, written[i].request.body);
        EXPECT_EQ(
            read[i].request.headers.find("X-Amz-Target"), written[i].request.headers.find("X-Amz-Target"));
        EXPECT_EQ(read[i].response.has_value(), written[i].response.has_value());
        if (written[i].failure)
        {
            EXPECT_EQ(read[i].failure->code, written[i].failure->code);
            EXPECT_EQ(read[i].failure->reached, written[i].failure->reached);
            EXPECT_EQ(read[i].failure->detail, "cut off");
        }
    }
    EXPECT_EQ(read[0].response->body, "{\"Item\":{}}");
    EXPECT_EQ(
        read[0].response->headers.find("x-amz-crc32"), written[0].response->headers.find("x-amz-crc32"));
    EXPECT_EQ(read[0].response->status, 200U);
    EXPECT_EQ(write_traffic(read), write_traffic(written));
}

/// What `read_traffic` says to a text behind a good first line.
std::string complaint(
    std::string const& line, std::string const& first = R"({"format":"dynasio-traffic","version":1})")
{
    try
    {
        (void)read_traffic(first + "\n" + line);
    }
    catch (std::invalid_argument const& e)
    {
        return e.what();
    }
    return {};
}

TEST(Traffic, NamesTheLineThatCannotBeRead)
{
    auto const begins = [](std::string const& text, std::string const& with)
    {
        return text.starts_with("recorded traffic: " + with) ? ::testing::AssertionSuccess()
                                                             : ::testing::AssertionFailure() << text;
    };
    std::string const request = R"("request":{"method":"POST","target":"/","operation":"X.Y","body":""})";
    EXPECT_TRUE(begins(complaint("", ""), "the text is empty"));
    EXPECT_TRUE(begins(complaint("", "{}"), "line 1: is not the first line"));
    EXPECT_TRUE(
        begins(complaint("", R"({"format":"dynasio-traffic","version":2})"), "line 1: has the version 2"));
    EXPECT_TRUE(begins(complaint("\n{"), "line 3: "));
    EXPECT_TRUE(begins(complaint("{}"), "line 2: has no request"));
    EXPECT_TRUE(begins(complaint(R"({"request":{"operation":" "},"failure":{"stage":"sending"}})"),
        "line 2: has no request"));
    EXPECT_TRUE(begins(complaint("{" + request + "}"), "line 2: needs either"));
    EXPECT_TRUE(
        begins(complaint("{" + request + R"(,"response":{"status":200},"failure":{"stage":"sending"}})"),
            "line 2: needs either"));
    EXPECT_TRUE(
        begins(complaint("{" + request + R"(,"response":{"status":-1}})"), "line 2: has the status -1"));
    EXPECT_TRUE(
        begins(complaint("{" + request + R"(,"response":{"status":200,"headers":{"a b":""}}})"), "line 2: "));
    EXPECT_TRUE(begins(
        complaint("{" + request + R"(,"failure":{"stage":"later"}})"), "line 2: has the stage \"later\""));
    EXPECT_EQ(complaint("{" + request + R"(,"failure":{"stage":"sending","category":"of.others"}})"), "");
}

TEST(Traffic, OfAnUnknownCategoryIsAnErrorOfInput)
{
    auto const read = read_traffic(
        R"({"format":"dynasio-traffic","version":1})"
        "\n"
        R"({"request":{"operation":"X.Y"},"failure":{"stage":"sending","category":"of.others","value":3}})");
    EXPECT_EQ(read.at(0).failure->code, boost::system::errc::io_error);
}

TEST(Traffic, RefusesABodyThatIsNotUtf8)
{
    EXPECT_THROW((void)write_traffic({answered("GetItem", "{}", "\xff")}), std::invalid_argument);
}

TEST(Traffic, IsSavedAndLoaded)
{
    tests::scratch_folder const folder;
    auto const path = (folder.path() / "traffic.jsonl").string();
    save_traffic(path, {answered("GetItem", "{}", "{}"), answered("GetItem", "{}", "{}")});
    save_traffic(path, {answered("PutItem", "{}", "{}")});
    auto const read = load_traffic(path);
    ASSERT_EQ(read.size(), 1U);
    EXPECT_EQ(read[0].request.headers.find("X-Amz-Target"), "DynamoDB_20120810.PutItem");
    auto const missing = (folder.path() / "no" / "such").string();
    try
    {
        (void)load_traffic(missing);
        ADD_FAILURE() << "there is no such file";
    }
    catch (std::runtime_error const& e)
    {
        EXPECT_EQ(e.what(), "recorded traffic: " + missing + ": No such file or directory");
    }
    EXPECT_THROW(save_traffic(missing, {}), std::runtime_error);
}

TEST(ReplayingTransport, MatchesByOperationAndBodyInAnyOrder)
{
    replay_world world;
    replaying_transport server({answered("GetItem", R"({"TableName":"a","Key":{"id":{"S":"1"}}})", "first"),
        answered("GetItem", R"({"TableName":"b"})", "second"),
        answered("PutItem", R"({"TableName":"b"})", "third"),
        failed("Query", http::errc::closed_early, http::stage::receiving)});
    EXPECT_EQ(world.ask(server, "PutItem", R"({"TableName":"b"})"), "third");
    EXPECT_EQ(world.ask(server, "GetItem", R"({"TableName":"b"})"), "second");
    EXPECT_EQ(world.ask(server, "GetItem", R"({ "Key": {"id": {"S": "1"}}, "TableName": "a" })"), "first");
    EXPECT_EQ(server.report(), "still expected: POST / Query, with the body {}\n");
    auto const cut = world.send(server, "Query", "{}");
    EXPECT_EQ(cut.error().code, http::errc::closed_early);
    EXPECT_TRUE(cut.error().may_have_been_applied());
    EXPECT_EQ(server.report(), "");
    EXPECT_EQ(server.requests().size(), 4U);
}

TEST(ReplayingTransport, PlaysEqualRequestsInTheirOrderAndNoMoreOftenThanRecorded)
{
    for (bool const repeat : {false, true})
    {
        replay_world world;
        replay_options options;
        options.repeat_last = repeat;
        replaying_transport server(
            {answered("DescribeTable", "{}", "CREATING"), answered("Scan", "not json", "x"),
                answered("DescribeTable", "{}", "ACTIVE")},
            options);
        EXPECT_EQ(world.ask(server, "DescribeTable"), "CREATING");
        EXPECT_EQ(world.ask(server, "DescribeTable"), "ACTIVE");
        EXPECT_EQ(world.ask(server, "Scan", "not json"), "x");
        EXPECT_EQ(world.ask(server, "DescribeTable"), repeat ? "ACTIVE" : "!Operation not supported");
        EXPECT_EQ(world.ask(server, "Scan", "another"), "!Operation not supported");
        std::string const other = "unexpected: POST / Scan, which was not recorded, with the body another\n";
        EXPECT_EQ(server.report(),
            repeat ? other
                   : "unexpected: POST / DescribeTable, which was recorded less often, with the body {}\n"
                    + other);
    }
}

TEST(ReplayingTransport, IgnoresTokensAndWhatTheTestRemoves)
{
    replay_world world;
    replay_options options;
    options.normalize = [](http::request& r)
    {
        if (auto const at = r.body.find("2026"); at != std::string::npos)
            r.body.replace(at, 4, "year");
    };
    replaying_transport server(
        {answered("PutItem", R"({"Item":"2026","ClientRequestToken":"a"})", "1")}, options);
    EXPECT_EQ(world.ask(server, "PutItem", R"({"Item":"year","ClientRequestToken":"b"})"), "1");
    replaying_transport inner({answered("PutItem", R"({"Item":{"ClientRequestToken":"a"}})", "1")});
    EXPECT_EQ(
        world.ask(inner, "PutItem", R"({"Item":{"ClientRequestToken":"b"}})"), "!Operation not supported")
        << "an attribute of that name is no token";
}

TEST(ReplayingTransport, ReplaysWhatWasRecorded)
{
    replay_world world;
    auto const server = std::make_shared<stub_transport>();
    server->on("GetItem").reply_json(R"({"Item":{}})");
    server->on("PutItem").fail(asio::error::connection_refused, http::stage::connecting);
    auto const recorder = std::make_shared<recording_transport>(server);
    auto const get = world.ask(*recorder, "GetItem");
    auto const put = world.ask(*recorder, "PutItem");
    replaying_transport replayed(read_traffic(write_traffic(recorder->exchanges())));
    EXPECT_EQ(world.ask(replayed, "PutItem"), put);
    EXPECT_EQ(world.ask(replayed, "GetItem"), get);
    EXPECT_EQ(replayed.report(), "");
    replayed.stop();
    EXPECT_EQ(world.send(replayed, "GetItem", "{}").error().code, asio::error::operation_aborted);
}

} // namespace
} // namespace dynasio::testing
