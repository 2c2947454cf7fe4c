// SPDX-License-Identifier: BSL-1.0
//
// Streams through transports that have none of their own, and through those that pass them on.

#include "support/coroutine_test.hpp"

#include <dynasio/http/errc.hpp>
#include <dynasio/testing/fault_transport.hpp>
#include <dynasio/testing/recording_transport.hpp>
#include <dynasio/testing/scripted_transport.hpp>

#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

namespace dynasio::testing {
namespace {

namespace asio = boost::asio;
using http::errc;
using http::make_body_source;

http::request put()
{
    http::request r;
    r.method = "PUT";
    r.target = "/x";
    return r;
}

asio::awaitable<http::open_result> open(http::transport& t, std::shared_ptr<http::body_source> body)
{
    auto const r = put();
    auto opening = t.open(r, std::move(body), {});
    co_return co_await std::move(opening);
}

/// The body, then "!" and the error if there is one; so many bytes at once.
asio::awaitable<std::string> text_of(http::open_result& opened, std::size_t at_once = 3)
{
    std::string text;
    if (!opened)
        co_return "!" + opened.error().code.message();
    for (;;)
    {
        std::vector<std::byte> place(at_once);
        auto reading = opened->read_some_result(place);
        auto const n = co_await std::move(reading);
        if (!n)
            co_return text + "!" + n.error().code.message();
        if (*n == 0)
            co_return text;
        text.append(reinterpret_cast<char const*>(place.data()), *n);
    }
}

/// Has no size, or a wrong one, or throws.
class odd_source final : public http::body_source
{
public:
    explicit odd_source(std::optional<std::uint64_t> size, bool throws = false) : size_(size), throws_(throws)
    {}
    [[nodiscard]] std::optional<std::uint64_t> size() const override { return size_; }
    asio::awaitable<std::size_t> read(std::span<std::byte> into) override
    {
        if (throws_)
            throw std::runtime_error("no disk");
        if (reads_++ == 3)
            co_return 0;
        into[0] = std::byte('a');
        co_return 1;
    }

private:
    std::optional<std::uint64_t> size_;
    bool throws_;
    int reads_ = 0;
};

TEST(stream_in_memory, sends_the_whole_source_and_reads_the_response_in_pieces)
{
    tests::run_coroutine(
        []() -> asio::awaitable<void>
        {
            scripted_transport server;
            server.expect_where("a PUT", [](http::request const& r) { return r.body == "body"; })
                .reply(201, "stored");
            auto opened = co_await open(server, make_body_source("body"));
            EXPECT_TRUE(opened);
            if (!opened)
                co_return;
            EXPECT_EQ(opened->status(), 201U);
            EXPECT_EQ(opened->content_length(), 6U);
            EXPECT_TRUE(opened->request_sent());
            EXPECT_EQ(co_await text_of(opened), "stored");
            EXPECT_EQ(co_await text_of(opened), "") << "asked again";
            EXPECT_EQ(server.report(), "");
        });
}

TEST(stream_in_memory, knows_what_a_source_can_do_wrong)
{
    tests::run_coroutine(
        []() -> asio::awaitable<void>
        {
            scripted_transport server;
            server.expect_where("a PUT", [](http::request const& r) { return r.body == "aaa"; });
            auto opened = co_await open(server, std::make_shared<odd_source>(std::nullopt));
            EXPECT_EQ(co_await text_of(opened), "");
            opened = co_await open(server, std::make_shared<odd_source>(4));
            EXPECT_EQ(opened.error().code, errc::source_failed);
            EXPECT_NE(opened.error().detail.find("3 of 4"), std::string::npos) << opened.error().detail;
            opened = co_await open(server, std::make_shared<odd_source>(4, true));
            EXPECT_EQ(opened.error().code, errc::source_failed);
            EXPECT_NE(opened.error().detail.find("no disk"), std::string::npos) << opened.error().detail;
            auto const too_large = http::transport::max_body_in_memory + 1;
            opened = co_await open(server, make_body_source(std::string(too_large, 'x')));
            EXPECT_EQ(opened.error().code, errc::source_failed);
            EXPECT_EQ(server.report(), "");
        });
}

TEST(stream_in_memory, read_all_has_a_limit)
{
    tests::run_coroutine(
        []() -> asio::awaitable<void>
        {
            auto small = http::make_response_stream({200, {}, "12345"});
            EXPECT_EQ(*co_await http::read_all(small, 5), "12345");
            auto large = http::make_response_stream({200, {}, "123456"});
            EXPECT_EQ((co_await http::read_all(large, 5)).error().code, errc::response_too_large);
            http::response_stream none;
            EXPECT_TRUE((co_await http::read_all(none, 5)).has_error());
        });
}

TEST(recording_transport, keeps_what_was_streamed)
{
    tests::run_coroutine(
        []() -> asio::awaitable<void>
        {
            auto const server = std::make_shared<scripted_transport>();
            server->expect_where("a PUT", [](http::request const& r) { return r.body == "body"; })
                .reply(200, "stored")
                .times(2);
            recording_transport log(server);
            auto opened = co_await open(log, make_body_source("body"));
            EXPECT_EQ(log.exchanges().size(), 0U);
            EXPECT_EQ(co_await text_of(opened), "stored");
            EXPECT_EQ(log.exchanges().size(), 1U);
            {
                auto abandoned = co_await open(log, make_body_source("body"));
                std::vector<std::byte> place(2);
                EXPECT_EQ(co_await abandoned->read_some(place), 2U);
            }
            auto failed = co_await open(log, make_body_source("body"));
            auto const all = log.exchanges();
            EXPECT_EQ(all.size(), 3U);
            if (all.size() != 3)
                co_return;
            EXPECT_EQ(all[0].request.body, "body");
            EXPECT_EQ(all[0].response->body, "stored");
            EXPECT_EQ(all[1].response->body, "st");
            EXPECT_TRUE(all[2].failure.has_value());
        });
}

TEST(fault_transport, breaks_streams)
{
    tests::run_coroutine(
        []() -> asio::awaitable<void>
        {
            auto const server = std::make_shared<scripted_transport>();
            server->expect_where("a PUT", [](http::request const&) { return true; })
                .reply(200, "stored")
                .times(4);
            std::vector<fault> const faults = {fault::before_sending(), fault::lost_response(),
                fault::broken_body(4), fault::changed([](http::response& r) { r.body += '!'; }), fault()};
            fault_transport broken(server, [&](http::request const&, std::size_t i) { return faults[i]; });
            auto opened = co_await open(broken, make_body_source("body"));
            EXPECT_EQ(opened.error().reached, http::stage::connecting);
            opened = co_await open(broken, make_body_source("body"));
            EXPECT_EQ(opened.error().code, errc::closed_early);
            opened = co_await open(broken, make_body_source("body"));
            auto const text = co_await text_of(opened);
            EXPECT_TRUE(text.starts_with("stor!")) << text;
            opened = co_await open(broken, make_body_source("body"));
            EXPECT_EQ(co_await text_of(opened), "stored!");
            opened = co_await open(broken, make_body_source("body"));
            EXPECT_EQ(co_await text_of(opened), "stored");
            EXPECT_EQ(server->report(), "");
        });
}

} // namespace
} // namespace dynasio::testing
