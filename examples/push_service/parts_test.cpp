// SPDX-License-Identifier: BSL-1.0
//
// The parts of the push service that decide something, without a network.

#include "message_json.hpp"
#include "refusal.hpp"
#include "requests.hpp"

#include <dynasio/error.hpp>
#include <dynasio/stores/store_error.hpp>

#include <boost/asio/error.hpp>
#include <gtest/gtest.h>

namespace examples {
namespace {

using boost::beast::http::status;
using namespace std::chrono_literals;

http_request push_request(std::string body, std::string ttl = "60")
{
    http_request request(http::verb::post, "/wpush/x", 11);
    request.set("TTL", ttl);
    request.body() = std::move(body);
    return request;
}

/// The status that a request is refused with; `ok` when it is not.
status status_of(http_request const& request)
{
    try
    {
        (void)parse_push(request);
    }
    catch (refusal const& e)
    {
        return e.status();
    }
    return status::ok;
}

status status_of(boost::system::error_code code)
{
    dynasio::error_details details;
    details.code = code;
    details.server_message = "internal text";
    auto const what =
        refusal_from(std::make_exception_ptr(dynasio::operation_error(dynasio::error(details))));
    EXPECT_EQ(std::string(what.what()).find("internal"), std::string::npos);
    return what.status();
}

status status_of(dynasio::store_errc code)
{
    dynasio::store_error_details details;
    details.code = code;
    return refusal_from(std::make_exception_ptr(dynasio::store_error(details))).status();
}

TEST(push_requests, ttl)
{
    EXPECT_EQ(parse_push(push_request("", "0")).ttl, 0s);
    EXPECT_EQ(parse_push(push_request("", "0060")).ttl, 60s);
    EXPECT_EQ(parse_push(push_request("", "2592000")).ttl, dynasio::max_message_life);
    EXPECT_EQ(parse_push(push_request("", "2592001")).ttl, dynasio::max_message_life);
    EXPECT_EQ(parse_push(push_request("", std::string(200, '9'))).ttl, dynasio::max_message_life);
    for (auto const* const wrong : {"", "-1", "+1", "1.5", "1s", "1 2", "0x1", "soon"})
        EXPECT_EQ(status_of(push_request("", wrong)), status::bad_request) << wrong;
    auto without = push_request("");
    without.erase("TTL");
    EXPECT_EQ(status_of(without), status::bad_request);
}

TEST(push_requests, topic)
{
    auto request = push_request("");
    EXPECT_FALSE(parse_push(request).topic.has_value());
    for (auto const& valid : {std::string("a"), std::string(32, 'Z'), std::string("09-_azAZ")})
    {
        request.set("Topic", valid);
        EXPECT_EQ(parse_push(request).topic, valid);
    }
    for (auto const& wrong : {std::string(), std::string(33, 'a'), std::string("a:b"), std::string("a b"),
             std::string("a="), std::string("a+/")})
    {
        request.set("Topic", wrong);
        EXPECT_EQ(status_of(request), status::bad_request) << wrong;
    }
}

TEST(push_requests, body_and_headers)
{
    auto request = push_request(std::string(4096, '\xff'));
    request.set("Content-Encoding", "aesgcm");
    request.set("Encryption", "salt=x");
    request.set("Encryption-Key", "dh=y");
    request.set("Crypto-Key", "dh=z");
    auto const message = parse_push(request);
    EXPECT_EQ(message.data->size(), (4096u * 4 + 2) / 3);
    ASSERT_TRUE(message.headers);
    EXPECT_EQ(message.headers->encoding, "aesgcm");
    EXPECT_EQ(message.headers->encryption, "salt=x");
    EXPECT_EQ(message.headers->encryption_key, "dh=y");
    EXPECT_EQ(message.headers->crypto_key, "dh=z");
    EXPECT_EQ(status_of(push_request(std::string(4097, 'x'))), status::payload_too_large);

    request.body().clear();
    EXPECT_FALSE(parse_push(request).data.has_value());
    EXPECT_FALSE(parse_push(request).headers.has_value());
    EXPECT_FALSE(parse_push(push_request("x")).headers.has_value());
}

TEST(push_requests, base64url_of_rfc_4648)
{
    EXPECT_EQ(base64url(""), "");
    EXPECT_EQ(base64url("f"), "Zg");
    EXPECT_EQ(base64url("fo"), "Zm8");
    EXPECT_EQ(base64url("foo"), "Zm9v");
    EXPECT_EQ(base64url("foob"), "Zm9vYg");
    EXPECT_EQ(base64url("foobar"), "Zm9vYmFy");
    EXPECT_EQ(base64url("\xfb\xff\xfe"), "-__-");
}

TEST(push_requests, target)
{
    using path = std::vector<std::string>;
    EXPECT_EQ(path_of("/wpush/abc=="), (path{"wpush", "abc=="}));
    EXPECT_EQ(path_of("//a//b/?c/d"), (path{"a", "b"}));
    EXPECT_EQ(path_of("/"), path());
    EXPECT_EQ(path_of(""), path());
    EXPECT_EQ(number_in_query("/x?a=1&connected_at=1528934400123", "connected_at"), 1'528'934'400'123);
    EXPECT_EQ(number_in_query("/x?connected_at=-5", "connected_at"), -5);
    for (auto const* const wrong : {"/x", "/x?", "/x?connected_at", "/x?connected_at=", "/x?connected_at=1x",
             "/x?a=1&b=2", "/connected_at=1"})
        EXPECT_FALSE(number_in_query(wrong, "connected_at")) << wrong;
}

TEST(push_requests, node)
{
    auto const node = parse_node("http://10.0.0.1:8080");
    ASSERT_TRUE(node);
    EXPECT_EQ(node->address().to_string(), "10.0.0.1");
    EXPECT_EQ(node->port(), 8080);
    for (auto const* const wrong : {"", "http://", "http://10.0.0.1", "https://10.0.0.1:8080",
             "10.0.0.1:8080", "http://10.0.0.1:", "http://10.0.0.1:0", "http://10.0.0.1:65536",
             "http://10.0.0.1:80/", "http://host:80", "mynode:2020"})
        EXPECT_FALSE(parse_node(wrong)) << wrong;
}

TEST(push_messages, between_nodes)
{
    dynasio::uaid const user("abad1dea00000000aabbccdd00000000");
    routed_message routed;
    routed.table = "message_2018_06";
    routed.message.uaid = user;
    routed.message.channel = dynasio::channel_id("deadbeef-0000-0000-deca-fbad00000000");
    routed.message.message_id = "mid";
    routed.message.ttl = 100s;
    routed.message.timestamp = std::chrono::sys_seconds(1'528'934'400s);
    routed.message.position = dynasio::message_position(1'528'934'400'123'456);
    routed.message.data = "ZGF0YQ";
    routed.message.headers = dynasio::message_headers();
    routed.message.headers->encoding = "aes128gcm";
    routed.message.headers->crypto_key = "k";
    auto read = routed_message_from(to_json(routed), user);
    ASSERT_TRUE(read);
    EXPECT_EQ(read->table, routed.table);
    EXPECT_EQ(read->message, routed.message);

    routed.message.position.reset();
    routed.message.topic = "news";
    routed.message.data.reset();
    routed.message.headers.reset();
    read = routed_message_from(to_json(routed), user);
    ASSERT_TRUE(read);
    EXPECT_EQ(read->message, routed.message);

    for (auto const* const wrong :
        {"", "[]", "{}", "{", R"({"table": 1})",
            R"({"table": "t", "channel": "nope", "id": "i", "ttl": 1, "timestamp": 1})",
            R"({"table": "t", "channel": "deadbeef-0000-0000-deca-fbad00000000", "id": "i", "ttl": 1.5, "timestamp": 1})",
            R"({"table": "t", "channel": "deadbeef-0000-0000-deca-fbad00000000", "id": "i", "timestamp": 1})"})
        EXPECT_FALSE(routed_message_from(wrong, user)) << wrong;
}

TEST(push_messages, for_clients)
{
    dynasio::notification message;
    message.channel = dynasio::channel_id("deadbeef-0000-0000-deca-fbad00000000");
    message.message_id = "mid";
    EXPECT_EQ(
        client_line(message), "{\"id\":\"mid\",\"channel\":\"deadbeef-0000-0000-deca-fbad00000000\"}\n");
    message.topic = "t";
    message.data = "ZA";
    message.headers = dynasio::message_headers();
    message.headers->encoding = "aes128gcm";
    EXPECT_EQ(client_line(message),
        "{\"id\":\"mid\",\"channel\":\"deadbeef-0000-0000-deca-fbad00000000\",\"topic\":\"t\",\"data\":"
        "\"ZA\","
        "\"headers\":{\"encoding\":\"aes128gcm\"}}\n");
    EXPECT_EQ(ids_from(R"(["a", "b"])"), (std::vector<std::string>{"a", "b"}));
    EXPECT_EQ(ids_from("[]"), std::vector<std::string>());
    for (auto const* const wrong : {"", "{}", "[1]", "[\"a\", null]", "[\"a\""})
        EXPECT_FALSE(ids_from(wrong)) << wrong;
}

TEST(refusals, of_the_database)
{
    EXPECT_EQ(status_of(dynasio::errc::throttling), status::too_many_requests);
    EXPECT_EQ(status_of(dynasio::errc::provisioned_throughput_exceeded), status::too_many_requests);
    EXPECT_EQ(status_of(dynasio::errc::request_limit_exceeded), status::too_many_requests);
    EXPECT_EQ(status_of(dynasio::client_errc::deadline_exceeded), status::service_unavailable);
    EXPECT_EQ(status_of(dynasio::errc::access_denied), status::service_unavailable);
    EXPECT_EQ(status_of(boost::asio::error::connection_refused), status::service_unavailable);
    EXPECT_EQ(status_of(dynasio::store_errc::bad_input), status::bad_request);
    EXPECT_EQ(status_of(dynasio::store_errc::malformed_item), status::service_unavailable);
    auto const known = refusal_from(std::make_exception_ptr(refusal(status::gone, "gone")));
    EXPECT_EQ(known.status(), status::gone);
    auto const unknown = refusal_from(std::make_exception_ptr(std::runtime_error("internal text")));
    EXPECT_EQ(unknown.status(), status::internal_server_error);
    EXPECT_EQ(std::string(unknown.what()).find("internal"), std::string::npos);
}

} // namespace
} // namespace examples
