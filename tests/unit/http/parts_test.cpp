// SPDX-License-Identifier: BSL-1.0
//
// The parts of the pool that decide, without sockets: fields, origins, options, slots and queue, addresses.

#include "http/pool/address_cache.hpp"
#include "http/pool/pool_policy.hpp"
#include "http/pool/resolve.hpp"

#include <dynasio/http/errc.hpp>
#include <dynasio/http/pool.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

namespace dynasio::http {
namespace {

using namespace std::chrono_literals;

time_point const start{1000h};

// ---- fields, origins, options, errors

TEST(fields, are_kept_as_lines_and_found_without_regard_to_case)
{
    fields f;
    f.add("Host", "example");
    f.add_rendered("x-b:  two words \r\nX-B: again\r\n");
    EXPECT_EQ(f.rendered(), "Host: example\r\nx-b:  two words \r\nX-B: again\r\n");
    EXPECT_EQ(f.find("host"), "example");
    EXPECT_EQ(f.find("X-B"), "two words");
    EXPECT_EQ(f.find("x-"), std::nullopt);
    EXPECT_EQ(f.find(""), std::nullopt);
    std::string all;
    for (auto const field : f)
        all.append(field.name).append("=").append(field.value).append(";");
    EXPECT_EQ(all, "Host=example;x-b=two words;X-B=again;");
}

TEST(fields, refuse_what_would_break_the_message)
{
    fields f;
    EXPECT_THROW(f.add("", "x"), std::invalid_argument);
    EXPECT_THROW(f.add("a b", "x"), std::invalid_argument);
    EXPECT_THROW(f.add("a:", "x"), std::invalid_argument);
    EXPECT_THROW(f.add("a", "x\r\nb: y"), std::invalid_argument);
    EXPECT_THROW(f.add("a", std::string_view("\0", 1)), std::invalid_argument);
    EXPECT_TRUE(f.empty());
}

TEST(origin, names_its_host)
{
    EXPECT_EQ((origin{true, "a.example", 443}.host_header()), "a.example");
    EXPECT_EQ((origin{true, "a.example", 80}.host_header()), "a.example:80");
    EXPECT_EQ((origin{false, "::1", 8000}.host_header()), "[::1]:8000");
}

TEST(pool_options, name_the_member_that_is_wrong)
{
    auto const complaint = [](auto change)
    {
        pool_options o;
        change(o);
        try
        {
            validate(o);
        }
        catch (std::invalid_argument const& e)
        {
            return std::string(e.what());
        }
        return std::string();
    };
    EXPECT_EQ(complaint([](pool_options&) {}), "");
    EXPECT_EQ(complaint([](pool_options& o) { o.max_connections = 0; }),
        "pool_options::max_connections is 0; it must be at least 1");
    EXPECT_NE(complaint([](pool_options& o) { o.connect_timeout = -1s; }).find("connect_timeout is -1"),
        std::string::npos);
    EXPECT_NE(
        complaint([](pool_options& o) { o.idle_timeout = 0s; }).find("idle_timeout"), std::string::npos);
    EXPECT_NE(complaint([](pool_options& o) { o.max_header_bytes = 1; }).find("max_header_bytes"),
        std::string::npos);
    EXPECT_NE(
        complaint([](pool_options& o) { o.max_body_bytes = 0; }).find("max_body_bytes"), std::string::npos);
}

TEST(errc, has_a_sentence_for_each)
{
    for (int i = 1; i <= static_cast<int>(errc::source_failed); ++i)
        EXPECT_NE(error_category().message(i), "unknown error") << i;
    EXPECT_EQ(error_category().message(99), "unknown error");
}

// ---- slots and queue

using verdict = pool_policy::verdict;
pool_limits const small{2, 2, 10s};

/// Makes a connection for a request that nobody was ahead of.
void connect(pool_policy& s, pool_member& m)
{
    pool_waiter w;
    EXPECT_EQ(s.acquire(w, start).what, verdict::connect);
    s.adopt(m);
    EXPECT_EQ(s.next_waiter(), &w);
}

TEST(pool_policy, connects_up_to_its_limit_then_lets_wait_then_refuses)
{
    pool_policy s(small);
    pool_waiter w[6];
    EXPECT_EQ(s.acquire(w[0], start).what, verdict::connect);
    EXPECT_EQ(s.acquire(w[1], start).what, verdict::connect);
    EXPECT_EQ(s.acquire(w[2], start).what, verdict::wait);
    EXPECT_EQ(s.acquire(w[3], start).what, verdict::wait);
    EXPECT_EQ(s.acquire(w[4], start).what, verdict::refuse);
    EXPECT_EQ(s.connecting(), 2U);
    EXPECT_EQ(s.waiting(), 2U);
    EXPECT_EQ(s.next_to_connect(), nullptr) << "no permit";
    s.withdraw(w[2]);
    s.withdraw(w[2]);
    s.withdraw(w[0]);
    EXPECT_EQ(s.next_waiter(), &w[1]) << "those with an attempt are ahead";
    EXPECT_EQ(s.next_waiter(), &w[3]);
    EXPECT_EQ(s.next_waiter(), nullptr);
    s.give_back_permit();
    EXPECT_EQ(s.acquire(w[5], start).what, verdict::connect);
}

TEST(pool_policy, takes_the_connection_that_was_used_last_and_closes_the_oldest)
{
    pool_policy s(small);
    pool_member a;
    pool_member b;
    pool_waiter w;
    connect(s, a);
    connect(s, b);
    EXPECT_EQ(s.next_expiry(), std::nullopt);
    s.rest(a, start);
    s.rest(b, start + 1s);
    EXPECT_EQ(s.next_expiry(), start + 10s);
    EXPECT_EQ(s.reuse(start + 2s), &b);
    EXPECT_EQ(s.pop_expired(start + 9s), nullptr);
    EXPECT_EQ(s.pop_expired(start + 10s), &a);
    EXPECT_EQ(s.permits(), 1U);
    s.rest(b, start + 2s);
    EXPECT_EQ(s.reuse(start + 12s), nullptr) << "too old by a hair";
    EXPECT_EQ(s.acquire(w, start + 11s).reused, &b);
}

TEST(pool_policy, lets_nobody_overtake_those_who_wait)
{
    pool_policy s({1, 5, 10s});
    pool_member m;
    pool_waiter w[3];
    connect(s, m);
    EXPECT_EQ(s.acquire(w[0], start).what, verdict::wait);
    s.remove(m);
    EXPECT_EQ(s.acquire(w[1], start).what, verdict::wait);
    EXPECT_EQ(s.next_to_connect(), &w[0]);
    EXPECT_EQ(s.permits(), 1U);
    EXPECT_EQ(s.next_to_connect(), nullptr) << "no permit";
    s.adopt(m);
    s.rest(m, start);
    EXPECT_EQ(s.reuse(start), nullptr);
    EXPECT_EQ(s.acquire(w[2], start).what, verdict::wait);
}

TEST(pool_policy, replaces_a_connection_for_one_who_is_ahead_of_all)
{
    pool_policy s({2, 5, 10s});
    pool_member m;
    pool_waiter w[3];
    connect(s, m);
    EXPECT_EQ(s.acquire(w[0], start).what, verdict::connect);
    EXPECT_EQ(s.acquire(w[1], start).what, verdict::wait);
    s.replace(m, w[2]);
    EXPECT_EQ(s.permits(), 2U);
    EXPECT_EQ(s.busy(), 0U);
    EXPECT_EQ(s.next_waiter(), &w[2]);
    EXPECT_EQ(s.next_waiter(), &w[0]);
    EXPECT_EQ(s.next_waiter(), &w[1]);
}

// ---- addresses

TEST(address_cache, spreads_connections_and_asks_failing_addresses_last)
{
    address_cache<int> book(30s, 10s);
    EXPECT_TRUE(book.stale(start));
    book.replace({1, 2, 3, 2}, start);
    EXPECT_FALSE(book.stale(start + 29s));
    EXPECT_TRUE(book.stale(start + 30s));
    EXPECT_EQ(book.order(start), (std::vector{1, 2, 3}));
    EXPECT_EQ(book.order(start), (std::vector{2, 3, 1}));
    book.failed(3, start);
    EXPECT_EQ(book.order(start + 9s), (std::vector{1, 2, 3}));
    EXPECT_EQ(book.order(start + 9s), (std::vector{1, 2, 3}));
    book.replace({3, 4}, start + 5s);
    EXPECT_EQ(book.order(start + 9s), (std::vector{4, 3})) << "what is known of an address is kept";
    book.succeeded(3);
    EXPECT_EQ(book.order(start + 9s).size(), 2U);
    EXPECT_EQ(book.order(start + 10s), (std::vector{3, 4}));
}

TEST(parse_endpoint, understands_addresses_with_and_without_ports)
{
    auto const parsed = [](std::string_view text)
    {
        boost::system::error_code e;
        auto const p = parse_endpoint(text, 80, e);
        return e ? "refused" : p.address().to_string() + ' ' + std::to_string(p.port());
    };
    EXPECT_EQ(parsed("127.0.0.1"), "127.0.0.1 80");
    EXPECT_EQ(parsed("127.0.0.1:8000"), "127.0.0.1 8000");
    EXPECT_EQ(parsed("::1"), "::1 80");
    EXPECT_EQ(parsed("[::1]"), "::1 80");
    EXPECT_EQ(parsed("[::1]:8000"), "::1 8000");
    for (char const* const wrong :
        {"", "x", "127.0.0.1:", "127.0.0.1:x", "127.0.0.1:70000", "[::1", "[]:1", ":1"})
        EXPECT_EQ(parsed(wrong), "refused") << wrong;
}

} // namespace
} // namespace dynasio::http
