// SPDX-License-Identifier: BSL-1.0
//
// Transfers of data: sources, files, events, cancellation. Numbers of cases are those of the specification, section 6.

#include "url_fixture.hpp"

#include <dynasio/stores/urls/url_transaction.hpp>

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>

#include <unistd.h>

namespace dynasio::tests {
namespace {

using lines = std::vector<std::string>;

/// So many bytes, of unknown length.
class long_source final : public http::body_source
{
public:
    explicit long_source(std::size_t bytes, std::size_t fails_at = static_cast<std::size_t>(-1))
        : left_(bytes), fails_at_(fails_at)
    {}
    [[nodiscard]] std::optional<std::uint64_t> size() const override { return std::nullopt; }
    awaitable<std::size_t> read(std::span<std::byte> into) override
    {
        if (given_ >= fails_at_)
            throw std::runtime_error("the disk is on fire");
        auto const n = std::min(into.size(), left_);
        std::memset(into.data(), 'x', n);
        left_ -= n;
        given_ += n;
        largest = std::max(largest, into.size());
        co_return n;
    }
    std::size_t largest = 0;

private:
    std::size_t left_;
    std::size_t given_ = 0;
    std::size_t fails_at_;
};

std::shared_ptr<event_list> const& listen(
    url_store_options& options, std::shared_ptr<event_list> const& events)
{
    options.observer = events;
    return events;
}

TEST(url_transfer, case_10_a_stream_of_unknown_length)
{
    constexpr std::size_t size = 50 * 1024 * 1024;
    auto const events = std::make_shared<event_list>();
    url_fixture f([](recorded const&) { return answer("200 OK"); }, [&](auto& o) { listen(o, events); });
    auto const source = std::make_shared<long_source>(size);
    url_write_options options;
    options.message = "upload";
    f.run(f.store->set_data("k", source, options));
    auto const sent = f.server.requests().back();
    EXPECT_EQ(sent.header("transfer-encoding"), "chunked");
    EXPECT_EQ(sent.header("content-length"), "");
    EXPECT_EQ(sent.body.size(), size);
    // All that is in memory of the stream.
    EXPECT_LE(source->largest, 1024u * 1024u);
    auto const all = events->lines();
    EXPECT_EQ(all.front(), "start k (upload)");
    EXPECT_EQ(all[all.size() - 3], "step " + std::to_string(size));
    EXPECT_EQ(all[all.size() - 2], "end normal");
    EXPECT_EQ(all.back(), "set k");
    EXPECT_GT(all.size(), 50u);
    EXPECT_EQ(std::count(all.begin(), all.end(), "end normal"), 1);
}

TEST(url_transfer, case_10_a_source_that_fails_half_way)
{
    auto const events = std::make_shared<event_list>();
    url_fixture f([](recorded const&) { return answer("200 OK"); }, [&](auto& o) { listen(o, events); });
    auto const failure =
        f.failure_of(f.store->set_data("k", std::make_shared<long_source>(1 << 20, 1 << 19)));
    EXPECT_EQ(failure.code, http::errc::source_failed);
    EXPECT_NE(failure.reason.find("the disk is on fire"), std::string::npos) << failure.reason;
    EXPECT_TRUE(f.run_until([&] { return !f.server.requests().empty(); }));
    EXPECT_FALSE(f.server.requests().front().complete);
    EXPECT_EQ(f.server.requests().size(), 1u);
    EXPECT_EQ(events->without_steps(), (lines{"start k", "end exception"}));
}

TEST(url_transfer, a_source_must_not_be_null)
{
    url_fixture f([](recorded const&) { return answer("200 OK"); });
    std::shared_ptr<http::body_source> const none;
    EXPECT_EQ(f.failure_of(f.store->set_data("k", none)).code, url_errc::bad_input);
}

TEST(url_transfer, downloads_tell_their_steps)
{
    auto const events = std::make_shared<event_list>();
    url_fixture f(
        [](recorded const&) { return answer("200 OK", "12345678"); }, [&](auto& o) { listen(o, events); });
    url_read_options options;
    options.message = "download";
    EXPECT_EQ(f.run(url_fixture::read_in_pieces(f.store->get_data("k", options))), "12345678");
    EXPECT_EQ(events->lines(), (lines{"start k 8 (download)", "step 3", "step 6", "step 8", "end normal"}));
}

TEST(url_transfer, a_download_that_is_left_ends_with_a_warning)
{
    auto const events = std::make_shared<event_list>();
    url_fixture f([](recorded const&) { return answer("200 OK", std::string(10'000'000, 'x')); },
        [&](auto& o) { listen(o, events); });
    {
        auto const data = f.run(f.store->get_data("k"));
        EXPECT_EQ(data.size(), 10'000'000u);
    }
    EXPECT_EQ(events->lines(), (lines{"start k 10000000", "end warning"}));
    // The connection is not used again.
    f.run(f.store->get_data("k"));
    EXPECT_EQ(f.server.connections(), 2u);
}

TEST(url_transfer, a_download_that_breaks_ends_with_an_error)
{
    auto const events = std::make_shared<event_list>();
    url_fixture f([](recorded const&)
        { return recording_server::closing("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nfour"); },
        [&](auto& o) { listen(o, events); });
    EXPECT_EQ(f.failure_of(f.store->to_bytes("k", 100)).code, http::errc::closed_early);
    EXPECT_EQ(events->without_steps(), (lines{"start k 10", "end error"}));
}

TEST(url_transfer, case_23_cancellation_while_reading)
{
    auto const events = std::make_shared<event_list>();
    url_fixture f([](recorded const&)
        { return std::string("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nfour"); },
        [&](auto& o) { listen(o, events); });
    auto const reading = f.start(f.store->to_bytes("k", 100));
    EXPECT_TRUE(f.run_until([&] { return !events->lines().empty() && events->lines().back() == "step 4"; }));
    reading->cancel.emit(boost::asio::cancellation_type::terminal);
    EXPECT_TRUE(f.run_until([&] { return reading->done; }));
    try
    {
        std::rethrow_exception(reading->failure);
    }
    catch (boost::system::system_error const& e)
    {
        EXPECT_EQ(e.code(), boost::asio::error::operation_aborted);
    }
    EXPECT_EQ(events->without_steps(), (lines{"start k 10", "end exception"}));
    EXPECT_TRUE(f.store->is_connected());
    EXPECT_EQ(f.server.connections(), 1u);
}

TEST(url_transfer, case_23_a_context_that_is_destroyed_ends_transfers)
{
    auto const events = std::make_shared<event_list>();
    {
        url_fixture f([](recorded const&)
            { return std::string("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nfour"); },
            [&](auto& o) { listen(o, events); });
        f.start(f.store->to_bytes("k", 100));
        EXPECT_TRUE(f.run_until([&] { return events->lines().size() == 2; }));
        f.store.reset();
        EXPECT_TRUE(f.run_until([&] { return events->lines().size() == 3; }));
    }
    EXPECT_EQ(events->lines().size(), 3u);
    EXPECT_EQ(events->lines().back(), "end exception");
}

TEST(url_transfer, operations_end_when_the_last_handle_goes)
{
    url_fixture f(
        [](recorded const&) { return std::string("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nfour"); });
    auto const reading = f.start(f.store->to_bytes("k", 100));
    auto const several = f.start(f.store->multiget_metadata({"a", "b"}));
    EXPECT_TRUE(f.run_until([&] { return f.server.requests().size() == 3; }));
    auto copy = *f.store;
    f.store.reset();
    f.context.poll();
    EXPECT_FALSE(reading->done);
    copy = url_store(f.context.get_executor(), quick_options("http://127.0.0.1"));
    EXPECT_TRUE(f.run_until([&] { return reading->done && several->done; }));
    EXPECT_TRUE(reading->failure);
    EXPECT_TRUE(several->failure);
}

TEST(url_transfer, case_26_a_scope_holds_events_back)
{
    auto const events = std::make_shared<event_list>();
    std::string status = "200 OK";
    url_fixture f([&](recorded const& r)
        { return answer(r.target == "/bad/data" ? "500 Internal Server Error" : "200 OK"); },
        [&](auto& o) { listen(o, events); });
    {
        url_transaction const scope(*f.store, "publish");
        EXPECT_EQ(scope.notes(), "publish");
        f.run(scope.store().set("a", "1", url_metadata()));
        EXPECT_EQ(f.failure_of(scope.store().set("bad", "1", url_metadata())).code, url_errc::http_error);
    }
    EXPECT_EQ(events->lines(), lines{});
    EXPECT_EQ(f.server.lines(), (lines{"PUT /a/data", "PUT /a/metadata", "PUT /bad/data"}));
    {
        url_transaction scope(*f.store);
        f.run(scope.store().set_data("a", "123"));
        {
            url_transaction inner(scope.store());
            f.run(inner.store().set_metadata("b", url_metadata()));
        }
        EXPECT_EQ(events->lines(), lines{});
        scope.commit();
        EXPECT_EQ(events->lines(), (lines{"start a 3", "step 3", "end normal", "set a", "set b {}"}));
        f.run(scope.store().remove("c"));
    }
    EXPECT_EQ(events->lines().back(), "delete c");
}

TEST(url_transfer, a_scope_keeps_the_last_of_many_steps)
{
    auto const events = std::make_shared<event_list>();
    url_fixture f([](recorded const&) { return answer("200 OK"); }, [&](auto& o) { listen(o, events); });
    url_transaction scope(*f.store);
    f.run(scope.store().set_data("k", std::make_shared<long_source>(1 << 20)));
    scope.commit();
    EXPECT_EQ(events->lines(), (lines{"start k", "step 1048576", "end normal", "set k"}));
}

class folder
{
public:
    folder()
    {
        auto name = (std::filesystem::temp_directory_path() / "dynasio-urls-XXXXXX").string();
        if (::mkdtemp(name.data()) == nullptr)
            throw std::runtime_error("no temporary folder");
        path = name;
    }
    folder(folder const&) = delete;
    folder& operator=(folder const&) = delete;
    ~folder() { std::filesystem::remove_all(path); }
    std::filesystem::path path;
};

std::string content_of(std::filesystem::path const& path)
{
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

TEST(url_transfer, files)
{
    folder const place;
    std::string stored;
    url_fixture f(
        [&](recorded const& r)
        {
            if (r.method == "GET")
                return answer("200 OK", stored, "ETag: \"f\"\r\n");
            stored = r.body;
            return answer("200 OK");
        });
    std::string text(3'000'000, 'a');
    text.replace(1'000'000, 5, "hello");
    std::ofstream(place.path / "in", std::ios::binary) << text;
    f.run(f.store->from_file("k", place.path / "in"));
    EXPECT_EQ(f.server.requests().back().header("content-length"), "3000000");
    EXPECT_TRUE(stored == text);
    EXPECT_EQ(f.run(f.store->to_file("k", place.path / "out")).etag, "\"f\"");
    EXPECT_TRUE(content_of(place.path / "out") == text);
    EXPECT_EQ(f.failure_of(f.store->from_file("k", place.path / "none")).code,
        boost::system::errc::no_such_file_or_directory);
}

TEST(url_transfer, a_file_appears_as_a_whole_or_not_at_all)
{
    folder const place;
    std::ofstream(place.path / "out") << "old";
    url_fixture f([](recorded const&)
        { return recording_server::closing("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nfour"); });
    EXPECT_EQ(f.failure_of(f.store->to_file("k", place.path / "out")).code, http::errc::closed_early);
    EXPECT_EQ(content_of(place.path / "out"), "old");
    // What was written is removed by another thread.
    EXPECT_TRUE(
        f.run_until([&] { return std::distance(std::filesystem::directory_iterator(place.path), {}) == 1; }));
}

// Every end of a small exchange is told from a whole one.
TEST(url_transfer, a_response_that_is_cut_anywhere_is_an_error)
{
    std::string const whole = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nfour\r\n0\r\n\r\n";
    std::size_t cut = 0;
    url_fixture f([&](recorded const&) { return recording_server::closing(whole.substr(0, cut)); },
        [](auto& options) { options.attempts = 1; });
    for (; cut < whole.size(); ++cut)
    {
        auto const failure = f.failure_of(f.store->to_bytes("k", 100));
        EXPECT_EQ(failure.code, http::errc::closed_early) << cut;
    }
    EXPECT_EQ(f.run(f.store->to_bytes("k", 100)), "four");
}

} // namespace
} // namespace dynasio::tests
