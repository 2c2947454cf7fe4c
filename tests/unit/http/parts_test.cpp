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
    for (int i = 1; i <= static_cast<int>(errc::tls_verification); ++i)
        EXPECT_NE(error_category().message(i), "unknown error") << i;
    EXPECT_EQ(error_category().message(99), "unknown error");
}

// ---- slots and queue

using verdict = pool_policy::verdict;
pool_limits const small{2, 2, 10s};

TEST(pool_policy, dials_up_to_its_limit_then_lets_wait_then_refuses)
{
    pool_policy s(small);
    pool_waiter a;
    pool_waiter b;
    EXPECT_EQ(s.acquire(start).what, verdict::connect);
    EXPECT_EQ(s.acquire(start).what, verdict::connect);
    EXPECT_EQ(s.acquire(start).what, verdict::wait);
    s.enqueue(a);
    EXPECT_EQ(s.acquire(start).what, verdict::wait);
    s.enqueue(b);
    EXPECT_EQ(s.acquire(start).what, verdict::refuse);
    s.withdraw(a);
    s.withdraw(a);
    EXPECT_EQ(s.next_waiter(), &b);
    EXPECT_EQ(s.next_waiter(), nullptr);
    s.leave();
    EXPECT_EQ(s.acquire(start).what, verdict::connect);
}

TEST(pool_policy, takes_the_connection_that_was_used_last_and_closes_the_oldest)
{
    pool_policy s(small);
    pool_member a;
    pool_member b;
    for (auto* const m : {&a, &b})
    {
        s.acquire(start);
        s.adopt(*m);
    }
    s.rest(a, start);
    s.rest(b, start + 1s);
    EXPECT_EQ(s.acquire(start + 2s).reused, &b);
    EXPECT_EQ(s.pop_expired(start + 9s), nullptr);
    EXPECT_EQ(s.pop_expired(start + 10s), &a);
    EXPECT_EQ(s.slots(), 1U);
    s.rest(b, start + 2s);
    EXPECT_EQ(s.acquire(start + 12s).what, verdict::connect) << "too old by a hair";
}

TEST(pool_policy, lets_nobody_overtake_those_who_wait)
{
    pool_policy s({1, 5, 10s});
    pool_member m;
    pool_waiter w;
    s.acquire(start);
    s.adopt(m);
    s.enqueue(w);
    s.remove(m);
    s.leave();
    EXPECT_EQ(s.acquire(start).what, verdict::wait);
    EXPECT_EQ(s.next_waiter(), &w);
    s.occupy();
    EXPECT_EQ(s.slots(), 1U);
}

TEST(pool_policy, exchanges_a_slot_for_an_idle_connection)
{
    pool_policy s(small);
    pool_member a;
    s.acquire(start);
    s.adopt(a);
    s.acquire(start);
    EXPECT_EQ(s.exchange_slot(start), nullptr);
    s.rest(a, start);
    EXPECT_EQ(s.exchange_slot(start), &a);
    EXPECT_EQ(s.slots(), 1U);
    EXPECT_EQ(s.busy(), 1U);
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
