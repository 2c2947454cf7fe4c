// SPDX-License-Identifier: BSL-1.0
//
// Operations of a URL store that are cancelled at each of their steps, or whose execution context is destroyed there.

#include "support/stepped_operation.hpp"
#include "url_fixture.hpp"

#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace dynasio::tests {
namespace {

namespace asio = boost::asio;

/// Has a new token once; needs a handler for that.
class slow_authenticator final : public url_authenticator
{
public:
    awaitable<void> authorize(http::fields& headers) override
    {
        co_await asio::post(asio::deferred);
        headers.add("Authorization", refreshed_ ? "new" : "old");
    }
    awaitable<bool> refresh() override
    {
        co_await asio::post(asio::deferred);
        refreshed_ = true;
        co_return true;
    }

private:
    bool refreshed_ = false;
};

/// The first request with old credentials is refused, and the first write fails once.
class stepped_urls final : public stepped_operation
{
public:
    using operation = std::function<awaitable<void>(url_store const&)>;

    stepped_urls(operation what, std::shared_ptr<event_list> const& events)
        : stepped_operation([this](http::request const& r) { return respond(r); }, 1), what_(std::move(what))
    {
        url_store_options options;
        options.base_url = "http://h";
        options.query_url = "http://h/query";
        options.observer = events;
        options.server_merges_metadata = false;
        store_.emplace(server, world.clock, options);
        store_->connect(url_session("u", std::make_shared<slow_authenticator>()));
    }

    awaitable<void> run() override { return what_(*store_); }

    void check(bool interrupted) override
    {
        if (!failure)
            return;
        EXPECT_TRUE(interrupted);
        try
        {
            std::rethrow_exception(failure);
        }
        catch (url_error const& e)
        {
            EXPECT_EQ(e.code(), asio::error::operation_aborted) << e.what();
            EXPECT_TRUE(
                data_ == 0 || metadata_ != 0 || e.details().data_written || e.details().may_have_been_applied)
                << e.what();
        }
        catch (boost::system::system_error const& e)
        {
            EXPECT_EQ(e.code(), asio::error::operation_aborted) << e.what();
        }
    }

    void destroy_client() override { store_.reset(); }

private:
    http::send_result respond(http::request const& r)
    {
        if (r.headers.find("Authorization") != "new")
            return respond_with(401, "no");
        if (r.target == "/query")
            return respond_with(200, "a\nb\nc");
        if (r.method == "GET")
        {
            http::response response;
            response.status = 200;
            response.headers.add("ETag", "\"1\"");
            response.body = r.target.ends_with("metadata") ? "{\"a\":1}" : "12345";
            return response;
        }
        if (++writes_ == 1)
            return respond_with(503, "later");
        ++(r.target.ends_with("metadata") ? metadata_ : data_);
        return respond_with(200, "");
    }

    operation what_;
    std::optional<url_store> store_;
    int writes_ = 0;
    int data_ = 0;
    int metadata_ = 0;
};

awaitable<void> set_both(url_store store)
{
    url_metadata const metadata("{\"a\":1}");
    auto setting = store.set("k", "12345", metadata);
    co_await std::move(setting);
}

awaitable<void> read_data(url_store store)
{
    auto opening = store.get_data("k");
    auto data = co_await std::move(opening);
    auto reading = data.read_all(100);
    EXPECT_EQ(co_await std::move(reading), "12345");
}

awaitable<void> merge(url_store store)
{
    url_metadata const metadata("{\"b\":1}");
    auto updating = store.update_metadata("k", metadata);
    co_await std::move(updating);
}

awaitable<void> query(url_store store)
{
    auto reading = collect(store.query());
    auto const entries = co_await std::move(reading);
    EXPECT_EQ(entries.size(), 3u);
}

awaitable<void> several(url_store store)
{
    std::vector<std::string> const keys{"a", "b", "c"};
    auto getting = store.multiget_metadata(keys);
    auto const all = co_await std::move(getting);
    EXPECT_EQ(all.size(), 3u);
}

class interrupted_urls : public ::testing::TestWithParam<interruption>
{
protected:
    operation_maker make(stepped_urls::operation what)
    {
        return [this, what]
        {
            events_.push_back(std::make_shared<event_list>());
            return std::make_unique<stepped_urls>(what, events_.back());
        };
    }

    void TearDown() override
    {
        // In every case, the end of the context included, each start has its end.
        std::ptrdiff_t starts = 0;
        for (auto const& events : events_)
        {
            auto const lines = events->lines();
            auto const count = [&](char const* what)
            {
                return std::count_if(
                    lines.begin(), lines.end(), [&](auto const& l) { return l.starts_with(what); });
            };
            EXPECT_EQ(count("start"), count("end"));
            starts += count("start");
        }
        EXPECT_GE(starts, least_transfers_);
    }

    std::vector<std::shared_ptr<event_list>> events_;
    std::ptrdiff_t least_transfers_ = 0;
};

TEST_P(interrupted_urls, data_and_metadata)
{
    least_transfers_ = 8;
    interrupt_at_every_step(make(set_both), GetParam(), 8);
}

TEST_P(interrupted_urls, reading)
{
    interrupt_at_every_step(make(read_data), GetParam(), 4);
}

TEST_P(interrupted_urls, merging)
{
    interrupt_at_every_step(make(merge), GetParam(), 8);
}

TEST_P(interrupted_urls, entries)
{
    interrupt_at_every_step(make(query), GetParam(), 8);
}

TEST_P(interrupted_urls, several_keys)
{
    interrupt_at_every_step(make(several), GetParam(), 6);
}

INSTANTIATE_TEST_SUITE_P(moments, interrupted_urls,
    ::testing::Values(interruption::cancel, interruption::destroy_context),
    [](auto const& i) { return i.param == interruption::cancel ? "cancelled" : "context_destroyed"; });

} // namespace
} // namespace dynasio::tests
