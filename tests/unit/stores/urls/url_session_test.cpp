// SPDX-License-Identifier: BSL-1.0
//
// Sessions, redirects and repetitions. Numbers of cases are those of the specification, section 6.

#include "url_fixture.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>

namespace dynasio::tests {
namespace {

using lines = std::vector<std::string>;

TEST(url_session, case_21_before_connect_and_after_disconnect)
{
    url_fixture f([](recorded const&) { return answer("200 OK", "{}"); });
    f.store->disconnect();
    EXPECT_FALSE(f.store->is_connected());
    EXPECT_EQ(f.failure_of(f.store->get_data("k")).code, url_errc::not_connected);
    EXPECT_EQ(f.failure_of(f.store->get_data_range("k", 3, 3)).code, url_errc::not_connected);
    EXPECT_EQ(f.failure_of(f.store->set_data("k", "x")).code, url_errc::not_connected);
    EXPECT_EQ(f.failure_of(f.store->get_metadata("k")).code, url_errc::not_connected);
    EXPECT_EQ(f.failure_of(f.store->remove("k")).code, url_errc::not_connected);
    EXPECT_EQ(f.failure_of(collect(f.store->query_keys())).code, url_errc::not_connected);
    EXPECT_EQ(f.failure_of(f.store->multiget_metadata({"a"})).code, url_errc::not_connected);
    EXPECT_EQ(f.server.connections(), 0u);
    EXPECT_EQ(f.store->user_tag(), "");
    f.store->connect(url_session("u1"));
    EXPECT_TRUE(f.store->is_connected());
    EXPECT_EQ(f.store->user_tag(), "u1");
    EXPECT_FALSE(f.store->info().readonly);
    EXPECT_TRUE(f.store->info().authorizing);
    EXPECT_EQ(f.run(f.store->get_metadata("k")).text(), "{}");
    f.store->disconnect();
    EXPECT_EQ(f.failure_of(f.store->get_metadata("k")).code, url_errc::not_connected);
}

TEST(url_session, disconnect_closes_idle_connections_and_lets_operations_finish)
{
    server_gate first_gate;
    server_gate second_gate;
    auto const answers_behind = [](server_gate& gate)
    {
        return [&gate](peer& p)
        {
            p.expect_request();
            p.note("asked");
            gate.wait();
            p.reply("{}");
            p.expect_close();
        };
    };
    scripted_server server(std::vector<script>{answers_behind(first_gate), answers_behind(second_gate)});
    url_fixture f([](recorded const&) { return std::string(); });
    url_store const store(
        f.context.get_executor(), quick_options("http://127.0.0.1:" + std::to_string(server.port())));
    store.connect();
    auto const first = f.start(store.get_metadata("k"));
    EXPECT_TRUE(f.run_until([&] { return server.happened("1: asked"); }));
    auto const second = f.start(store.get_metadata("k"));
    EXPECT_TRUE(f.run_until([&] { return server.happened("2: asked"); }));
    first_gate.open();
    EXPECT_TRUE(f.run_until([&] { return first->done; }));
    store.disconnect();
    EXPECT_TRUE(f.run_until([&] { return server.happened("1: client closed"); }));
    EXPECT_EQ(server.count("timeout"), 0u);
    second_gate.open();
    EXPECT_TRUE(f.run_until([&] { return second->done; }));
    EXPECT_TRUE(second->result);
}

/// Counts; has a new token after each refresh, as long as there are any.
class test_authenticator final : public url_authenticator
{
public:
    awaitable<void> authorize(http::fields& headers) override
    {
        headers.add("Authorization", "Bearer token" + std::to_string(refreshes));
        co_return;
    }
    awaitable<bool> refresh() override
    {
        auto const executor = co_await boost::asio::this_coro::executor;
        co_await boost::asio::post(executor, boost::asio::use_awaitable);
        ++refreshes;
        co_return has_more;
    }
    int refreshes = 0;
    bool has_more = true;
};

TEST(url_session, case_22_a_new_token_after_401)
{
    url_fixture f(
        [](recorded const& r)
        {
            return r.header("authorization") == "Bearer token1" ? answer("200 OK", "{}")
                                                                : answer("401 Unauthorized", "no");
        });
    auto const authenticator = std::make_shared<test_authenticator>();
    f.store->connect(url_session("u", authenticator));
    EXPECT_EQ(f.run(f.store->get_metadata("k")).text(), "{}");
    EXPECT_EQ(f.server.requests().size(), 2u);
    EXPECT_EQ(authenticator->refreshes, 1);
    f.run(f.store->set_data("k", "12345"));
    EXPECT_EQ(f.server.requests().size(), 3u);
}

TEST(url_session, case_22_401_again)
{
    url_fixture f([](recorded const&) { return answer("401 Unauthorized"); });
    auto const authenticator = std::make_shared<test_authenticator>();
    f.store->connect(url_session("u", authenticator));
    EXPECT_EQ(f.failure_of(f.store->get_metadata("k")).code, url_errc::not_authorized);
    EXPECT_EQ(f.server.requests().size(), 2u);
    authenticator->has_more = false;
    EXPECT_EQ(f.failure_of(f.store->set_data("k", "x")).code, url_errc::not_authorized);
    EXPECT_EQ(f.server.requests().size(), 3u);
    f.store->connect(url_session("u", make_bearer_authenticator("abc")));
    EXPECT_EQ(f.failure_of(f.store->get_metadata("k")).code, url_errc::not_authorized);
    EXPECT_EQ(f.server.requests().size(), 4u);
    EXPECT_EQ(f.server.requests().back().header("authorization"), "Bearer abc");
}

TEST(url_session, case_22_data_is_sent_again_after_401)
{
    url_fixture f(
        [](recorded const& r)
        {
            return r.header("authorization") == "Bearer token1" ? answer("200 OK")
                                                                : answer("401 Unauthorized");
        });
    f.store->connect(url_session("u", std::make_shared<test_authenticator>()));
    f.run(f.store->set_data("k", "12345"));
    EXPECT_EQ(f.server.requests().at(1).body, "12345");
}

TEST(url_session, many_refused_requests_make_one_refresh)
{
    url_fixture f(
        [](recorded const& r)
        {
            return r.header("authorization") == "Bearer token1" ? answer("200 OK", "{}")
                                                                : answer("401 Unauthorized");
        });
    auto const authenticator = std::make_shared<test_authenticator>();
    f.store->connect(url_session("u", authenticator));
    std::vector<std::shared_ptr<url_operation<url_metadata>>> all;
    for (int i = 0; i < 20; ++i)
        all.push_back(f.start(f.store->get_metadata("k")));
    EXPECT_TRUE(f.run_until(
        [&] { return std::all_of(all.begin(), all.end(), [](auto const& o) { return o->done; }); }));
    for (auto const& each : all)
        EXPECT_FALSE(each->failure);
    EXPECT_EQ(authenticator->refreshes, 1);
}

TEST(url_session, tokens_are_checked)
{
    for (std::string const bad : {"", "a b", "a\r\nX: y", "=", "\xc3\xa9"})
        EXPECT_THROW((void)make_bearer_authenticator(bad), std::invalid_argument) << bad;
    EXPECT_NO_THROW((void)make_bearer_authenticator("aZ09-._~+/=="));
}

TEST(url_session, credentials_are_in_no_error)
{
    url_fixture f(
        [](recorded const& r) { return answer("403 Forbidden", "you sent " + r.header("authorization")); });
    f.store->connect(url_session("u", make_bearer_authenticator("verysecret")));
    auto const failure = f.failure_of(f.store->get_metadata("k"));
    EXPECT_EQ(std::string(url_error(failure).what()).find("verysecret"), std::string::npos);
    EXPECT_EQ(failure.body.find("verysecret"), std::string::npos);
}

/// Makes the certificates of this run.
test_ca const& authority()
{
    static test_ca const instance;
    return instance;
}

TEST(url_redirect, case_18_within_the_origin)
{
    url_fixture f(
        [](recorded const& r)
        {
            if (r.target == "/k/data")
                return std::string(
                           "HTTP/1.1 302 Found\r\nLocation: /other/data?x=1\r\nContent-Length: 3\r\n\r\n")
                    + (r.method == "HEAD" ? "" : "see");
            return r.method == "HEAD" ? std::string("HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n")
                                      : answer("200 OK", "content");
        });
    f.store->connect(url_session("u", make_bearer_authenticator("abc")));
    EXPECT_EQ(f.run(f.store->get("k")).size(), 7u);
    EXPECT_EQ(f.run(f.store->to_bytes("k", 10)), "content");
    EXPECT_EQ(f.server.requests().back().line(), "GET /other/data?x=1");
    EXPECT_EQ(f.server.requests().back().header("authorization"), "Bearer abc");
    EXPECT_EQ(f.server.connections(), 1u);
}

TEST(url_redirect, case_18_to_another_host)
{
    scripted_server other([](peer& p) { p.expect_close(); });
    std::string location = "http://localhost:" + std::to_string(other.port()) + "/x";
    url_fixture f([&](recorded const&) { return answer("302 Found", "", "Location: " + location + "\r\n"); });
    f.store->connect(url_session("u", make_bearer_authenticator("abc")));
    for (std::string const& to : {location, "http://127.0.0.1:" + std::to_string(other.port()) + "/x",
             std::string("//evil.example/"), std::string("http://u:secret@127.0.0.1/"),
             std::string("ftp://127.0.0.1/"), std::string("https://other.example/")})
    {
        location = to;
        auto const failure = f.failure_of(f.store->get_data("k"));
        EXPECT_EQ(failure.code, url_errc::redirect_refused) << to;
        EXPECT_EQ(std::string(url_error(failure).what()).find("secret"), std::string::npos);
        EXPECT_EQ(f.failure_of(f.store->get("k")).code, url_errc::redirect_refused) << to;
    }
    EXPECT_EQ(other.connections(), 0u);
}

TEST(url_redirect, case_18_a_loop)
{
    url_fixture f(
        [](recorded const& r) { return answer("302 Found", "", "Location: " + r.target + "\r\n"); });
    EXPECT_EQ(f.failure_of(f.store->get_data("k")).code, url_errc::redirect_refused);
    EXPECT_EQ(f.server.requests().size(), 6u);
}

TEST(url_redirect, a_secure_place_on_the_same_host_gets_no_credentials)
{
    auto const identity = authority().issue("IP:127.0.0.1");
    recording_server secure([](recorded const&) { return answer("200 OK", "safe"); }, &identity);
    url_fixture f(
        [&](recorded const&)
        {
            return answer("301 Moved Permanently", "",
                "Location: https://127.0.0.1:" + std::to_string(secure.port()) + "/x\r\n");
        },
        [](auto& options) { options.connections.tls.ca_file = authority().file(); });
    f.store->connect(url_session("u", make_bearer_authenticator("abc")));
    EXPECT_EQ(f.run(f.store->to_bytes("k", 10)), "safe");
    EXPECT_EQ(secure.requests().front().header("authorization"), "");
    EXPECT_EQ(f.failure_of(f.store->set_data("k", "x")).code, url_errc::redirect_refused);
}

TEST(url_redirect, writes_follow_307_and_308_only)
{
    std::string status = "307 Temporary Redirect";
    url_fixture f([&](recorded const& r)
        { return r.target == "/k/data" ? answer(status, "", "Location: /there\r\n") : answer("200 OK"); });
    f.run(f.store->set_data("k", "12345"));
    EXPECT_EQ(f.server.requests().back().line(), "PUT /there");
    EXPECT_EQ(f.server.requests().back().body, "12345");
    status = "302 Found";
    EXPECT_EQ(f.failure_of(f.store->set_data("k", "12345")).code, url_errc::redirect_refused);
}

} // namespace
} // namespace dynasio::tests
