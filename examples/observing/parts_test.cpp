// SPDX-License-Identifier: BSL-1.0
//
// The pure parts of the adapters, and what they make of the events of one call.

#include "log_observer.hpp"
#include "metrics_observer.hpp"
#include "observer_list.hpp"
#include "trace_line.hpp"
#include "trace_names.hpp"
#include "trace_observer.hpp"

#include <dynasio/errc.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <gtest/gtest.h>

#include <array>
#include <chrono>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace examples::observing {
namespace {

namespace json = boost::json;
using namespace std::chrono_literals;

constexpr std::string_view id = "01234567-89ab-4cde-8f01-23456789abcd";
constexpr std::array<std::string_view, 2> two_tables{"cities", "streets"};

dynasio::observed_call get_call()
{
    dynasio::observed_call call;
    call.operation = "GetItem";
    call.invocation_id = id;
    call.service = "DynamoDB";
    call.region = "eu-west-1";
    call.host = "dynamodb.eu-west-1.amazonaws.com";
    call.tables = std::span(two_tables).first(1);
    return call;
}

dynasio::error failure_with(boost::system::error_code code)
{
    dynasio::error_details details;
    details.code = code;
    details.server_message = "quotes an item: hunter2";
    details.may_have_been_applied = true;
    details.retry = dynasio::aws::retry_class::throttling;
    return dynasio::error(std::move(details));
}

TEST(call_line, tells_a_success)
{
    dynasio::call_metadata metadata;
    metadata.attempts = 1;
    EXPECT_EQ(call_line(get_call(), metadata, nullptr, 12345us), "GetItem cities: ok in 12.3 ms");
    metadata.attempts = 3;
    metadata.waited = 20ms;
    metadata.set_request_id("4KBN");
    auto call = get_call();
    call.tables = two_tables;
    EXPECT_EQ(call_line(call, metadata, nullptr, 1s),
        "GetItem cities streets: ok in 1000.0 ms, 3 attempts, 20.0 ms between them, request 4KBN");
}

TEST(call_line, tells_a_failure_without_texts_of_the_server)
{
    auto const failure = failure_with(dynasio::errc::throttling);
    EXPECT_EQ(call_line(get_call(), {}, &failure, 1ms),
        "GetItem cities: ThrottlingException in 1.0 ms, throttled, may have been applied");
    auto const late = dynasio::error(dynasio::client_errc::deadline_exceeded, "");
    EXPECT_EQ(call_line(get_call(), {}, &late, 1ms), "GetItem cities: dynasio.client:4 in 1.0 ms");
}

TEST(trace_ids, come_from_the_invocation_id)
{
    auto const trace = trace_id_of(id);
    EXPECT_EQ(trace, "0123456789ab4cde8f0123456789abcd");
    EXPECT_EQ(span_id_of(trace, 0), "8f0123456789abcd");
    EXPECT_EQ(span_id_of(trace, 1), "8f0123456789abce");
    EXPECT_EQ(span_id_of("0000000000000000000000000000000f", 1), "0000000000000010");
    EXPECT_EQ(span_id_of("0000000000000000ffffffffffffffff", 1), "0000000000000001") << "zero is no id";
    EXPECT_EQ(trace_id_of("AB"), "ab000000000000000000000000000000");
}

wall_time at(int milliseconds)
{
    return wall_time(1'700'000'000s + std::chrono::milliseconds(milliseconds));
}

/// The attributes of a span, each as the text of its value.
std::map<std::string, std::string> attributes_of(json::object const& span)
{
    std::map<std::string, std::string> result;
    for (auto const& each : span.at("attributes").as_array())
        result.emplace(each.at("key").as_string(), json::serialize(each.at("value")));
    return result;
}

json::array spans_in(std::string const& line)
{
    auto const parsed = json::parse(line);
    auto const& resource = parsed.at("resourceSpans").as_array().at(0);
    EXPECT_EQ(json::serialize(resource.at("resource")),
        R"({"attributes":[{"key":"service.name","value":{"stringValue":"shop"}}]})");
    auto const& scope = resource.at("scopeSpans").as_array().at(0);
    EXPECT_EQ(scope.at("scope").at("name"), "dynasio");
    return scope.at("spans").as_array();
}

/// The host is that of the end: the call begins before its account is known.
TEST(trace_observer, tells_host_and_port_apart)
{
    struct
    {
        std::string host;
        std::string address;
        std::string port;
    } const cases[] = {{"localhost:8000", "localhost", "8000"}, {"[::1]:80", "[::1]", "80"},
        {"[::1]", "[::1]", ""},
        {"111122223333.ddb.eu-west-1.amazonaws.com", "111122223333.ddb.eu-west-1.amazonaws.com", ""}};
    for (auto const& c : cases)
    {
        std::string line;
        trace_observer observer(
            "shop", [&](std::string const& l) { line = l; }, &std::chrono::system_clock::now);
        auto call = get_call();
        observer.call_begins(call);
        call.host = c.host;
        observer.call_ended(call, dynasio::call_metadata(), nullptr);
        auto const attributes = attributes_of(spans_in(line).at(0).as_object());
        EXPECT_EQ(attributes.at("server.address"), "{\"stringValue\":\"" + c.address + "\"}");
        auto const port = attributes.find("server.port");
        EXPECT_EQ(port == attributes.end() ? "" : port->second,
            c.port.empty() ? "" : "{\"intValue\":\"" + c.port + "\"}");
    }
}

/// Keeps the notes.
class note_observer final : public dynasio::observer
{
public:
    void configuration_note(std::string_view note) noexcept override { notes.emplace_back(note); }

    std::vector<std::string> notes;
};

TEST(observer_list, passes_notes_on)
{
    auto const first = std::make_shared<note_observer>();
    auto const second = std::make_shared<note_observer>();
    observer_list all({first, second});
    all.configuration_note("a note");
    EXPECT_EQ(first->notes, std::vector<std::string>{"a note"});
    EXPECT_EQ(second->notes, first->notes);
}

TEST(trace_observer, writes_a_span_for_the_call_and_for_each_attempt)
{
    std::vector<std::string> lines;
    int now = 0;
    trace_observer observer(
        "shop", [&](std::string const& line) { lines.push_back(line); }, [&] { return at(now); });
    auto const call = get_call();
    observer.call_begins(call);
    now = 1;
    observer.attempt_begins(call, 1);
    now = 3;
    dynasio::attempt failed;
    failed.code = dynasio::errc::throttling;
    failed.reason = "hunter2";
    failed.http_status = 400;
    failed.request_id = "first";
    observer.attempt_failed(call, failed);
    now = 7;
    observer.attempt_begins(call, 2);
    now = 9;
    dynasio::observed_capacity consumed;
    consumed.table = "cities";
    consumed.index = "by_name";
    consumed.read_units = 1.5;
    observer.capacity_consumed(call, consumed);
    dynasio::call_metadata metadata;
    metadata.set_request_id("second");
    observer.call_ended(call, metadata, nullptr);

    ASSERT_EQ(lines.size(), 1u);
    EXPECT_EQ(lines[0].find('\n'), std::string::npos);
    EXPECT_EQ(lines[0].find("hunter2"), std::string::npos);
    auto const spans = spans_in(lines[0]);
    ASSERT_EQ(spans.size(), 3u);
    auto const& whole = spans[0].as_object();
    EXPECT_EQ(whole.at("name"), "DynamoDB.GetItem");
    EXPECT_EQ(whole.at("traceId"), "0123456789ab4cde8f0123456789abcd");
    EXPECT_EQ(whole.at("spanId"), "8f0123456789abcd");
    EXPECT_FALSE(whole.contains("parentSpanId"));
    EXPECT_EQ(whole.at("kind"), 3);
    EXPECT_EQ(whole.at("startTimeUnixNano"), "1700000000000000000");
    EXPECT_EQ(whole.at("endTimeUnixNano"), "1700000000009000000");
    EXPECT_EQ(json::serialize(whole.at("status")), "{}");
    std::map<std::string, std::string> const expected{
        {"db.system.name", R"({"stringValue":"aws.dynamodb"})"},
        {"rpc.system", R"({"stringValue":"aws-api"})"},
        {"rpc.service", R"({"stringValue":"DynamoDB"})"},
        {"rpc.method", R"({"stringValue":"GetItem"})"},
        {"cloud.region", R"({"stringValue":"eu-west-1"})"},
        {"server.address", R"({"stringValue":"dynamodb.eu-west-1.amazonaws.com"})"},
        {"aws.request_id", R"({"stringValue":"second"})"},
        {"aws.dynamodb.table_names", R"({"arrayValue":{"values":[{"stringValue":"cities"}]}})"},
        {"aws.dynamodb.consumed_capacity",
            R"({"arrayValue":{"values":[{"stringValue":"{\"TableName\":\"cities\",\"IndexName\":\"by_name\",)"
            R"(\"ReadCapacityUnits\":1.5E0}"}]}})"},
    };
    EXPECT_EQ(attributes_of(whole), expected);

    auto const& first = spans[1].as_object();
    EXPECT_EQ(first.at("parentSpanId"), whole.at("spanId"));
    EXPECT_EQ(first.at("spanId"), "8f0123456789abce");
    EXPECT_EQ(first.at("startTimeUnixNano"), "1700000000001000000");
    EXPECT_EQ(first.at("endTimeUnixNano"), "1700000000003000000");
    EXPECT_EQ(json::serialize(first.at("status")), R"({"code":2})");
    auto const of_first = attributes_of(first);
    EXPECT_EQ(of_first.at("error.type"), R"({"stringValue":"ThrottlingException"})");
    EXPECT_EQ(of_first.at("aws.request_id"), R"({"stringValue":"first"})");
    EXPECT_EQ(of_first.at("http.response.status_code"), R"({"intValue":"400"})");
    EXPECT_FALSE(of_first.contains("http.request.resend_count"));

    auto const& second = spans[2].as_object();
    EXPECT_EQ(second.at("startTimeUnixNano"), "1700000000007000000");
    EXPECT_EQ(second.at("endTimeUnixNano"), "1700000000009000000");
    auto const of_second = attributes_of(second);
    EXPECT_EQ(of_second.at("http.request.resend_count"), R"({"intValue":"1"})");
    EXPECT_EQ(of_second.at("aws.request_id"), R"({"stringValue":"second"})");
    EXPECT_FALSE(of_second.contains("error.type"));
}

TEST(trace_observer, marks_a_failed_call)
{
    std::vector<std::string> lines;
    trace_observer observer(
        "shop", [&](std::string const& line) { lines.push_back(line); }, [] { return at(0); });
    auto const call = get_call();
    auto const failure = failure_with(dynasio::client_errc::deadline_exceeded);
    observer.call_ended(call, {}, &failure); // nobody saw it begin
    EXPECT_TRUE(lines.empty());
    observer.call_begins(call);
    observer.call_ended(call, {}, &failure);
    observer.call_ended(call, {}, &failure);
    ASSERT_EQ(lines.size(), 1u);
    auto const spans = spans_in(lines[0]);
    ASSERT_EQ(spans.size(), 1u) << "no attempt was made";
    EXPECT_EQ(json::serialize(spans[0].at("status")), R"({"code":2})");
    EXPECT_EQ(attributes_of(spans[0].as_object()).at("error.type"), R"({"stringValue":"dynasio.client:4"})");
    EXPECT_EQ(lines[0].find("hunter2"), std::string::npos);
}

TEST(metrics_observer, counts_the_events_of_a_call)
{
    auto now = std::chrono::steady_clock::time_point(1h);
    auto const metrics = std::make_shared<metrics_observer>([&] { return now; });
    observer_list all({metrics});
    auto const call = get_call();
    all.call_begins(call);
    all.attempt_begins(call, 1);
    dynasio::attempt failed;
    failed.retry = dynasio::aws::retry_class::throttling;
    failed.throttling_reasons = {{"TableReadProvisionedThroughputExceeded", "arn:cities"}};
    all.attempt_failed(call, failed);
    all.pause_begins(call, 2s);
    now += 3s;
    dynasio::observed_capacity consumed;
    consumed.table = "cities";
    consumed.read_units = 1.5;
    all.capacity_consumed(call, consumed);
    all.call_ended(call, {}, nullptr);
    dynasio::http::connection_end end;
    end.why = dynasio::http::close_reason::server_closed;
    all.connection_closed({}, end);
    all.connection_made({1, "h", "p", true}, {3ms, true});
    all.connection_reused({}, 1s);
    all.connection_failed("h", {dynasio::client_errc::bad_input, {}, "secret text"}, 1s);
    all.request_left_queue({}, 4ms, true);
    all.credentials_failed({"sso", {}, "secret text", 1s, true});
    all.credentials_refreshed({"sso", {}, 1s, false});
    all.warning({"record_table", "cities", "secret text", "secret text"});
    dynasio::client_statistics statistics;
    statistics.calls = 7;
    statistics.retry_tokens = 11;
    statistics.connections.emplace().idle = 5;

    auto const text = metrics->text(statistics);
    for (char const* const line :
        {
            R"(dynamodb_calls_total{operation="GetItem",result="ok"} 1)",
            R"(dynamodb_call_seconds_sum{operation="GetItem"} 3)",
            R"(dynamodb_call_seconds_bucket{operation="GetItem",le="2.5"} 0)",
            R"(dynamodb_call_seconds_bucket{operation="GetItem",le="5"} 1)",
            R"(dynamodb_failed_attempts_total{kind="throttling",operation="GetItem"} 1)",
            R"(dynamodb_throttled_total{reason="TableReadProvisionedThroughputExceeded",resource="arn:cities"} 1)",
            R"(dynamodb_pause_seconds_total{operation="GetItem"} 2)",
            R"(dynamodb_capacity_units_total{index="",kind="read",table="cities"} 1.5)",
            R"(dynamodb_connections_closed_total{reason="server_closed"} 1)",
            R"(dynamodb_connections_made_total{tls="resumed"} 1)",
            R"(dynamodb_connections_reused_total 1)",
            R"(dynamodb_connections_failed_total{error="dynasio.client:1"} 1)",
            R"(dynamodb_connection_wait_seconds_count{result="connected"} 1)",
            R"(dynamodb_credentials_total{provider="sso",result="failed, kept in use"} 1)",
            R"(dynamodb_credentials_total{provider="sso",result="ok"} 1)",
            R"(dynamodb_store_warnings_total{store="record_table",table="cities"} 1)",
            R"(dynamodb_connections{state="idle"} 5)",
            "dynamodb_calls_in_flight 7",
            "dynamodb_retry_tokens 11",
        })
        EXPECT_NE(text.find(std::string(line) + "\n"), std::string::npos) << line << "\nis not in\n" << text;
    EXPECT_EQ(text.find("secret text"), std::string::npos);
}

TEST(log_observer, writes_a_line_for_each_call_and_each_trouble)
{
    std::vector<std::string> lines;
    auto now = std::chrono::steady_clock::time_point(1h);
    log_observer log([&](std::string const& line) { lines.push_back(line); }, [&] { return now; });
    auto const call = get_call();
    log.call_begins(call);
    now += 2ms;
    log.call_ended(call, {}, nullptr);
    log.call_ended(call, {}, nullptr);
    log.connection_failed("host", {{}, {}, "refused"}, 3ms);
    log.credentials_failed({"sso", {}, "log in again", 1s, true});
    log.warning({"record_table", "cities", "alice", "an item was skipped"});
    EXPECT_EQ(lines,
        (std::vector<std::string>{"GetItem cities: ok in 2.0 ms", "no connection to host in 3.0 ms: refused",
            "credentials of sso: log in again, those from before are used on",
            "record_table cities: an item was skipped"}));
}

TEST(calls_under_way, has_a_limit)
{
    calls_under_way<int> calls(1);
    auto first = get_call();
    auto second = get_call();
    second.invocation_id = "other";
    calls.begin(first, 1);
    calls.begin(second, 2);
    EXPECT_EQ(calls.take(second), std::nullopt);
    EXPECT_EQ(calls.take(first), 1);
    EXPECT_EQ(calls.take(first), std::nullopt);
}

} // namespace
} // namespace examples::observing
