// SPDX-License-Identifier: BSL-1.0

#include <dynasio/sigv4/credentials.hpp>
#include <dynasio/sigv4/secret.hpp>

#include <gtest/gtest.h>

#include <sstream>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace {

using dynasio::sigv4::credentials;
using dynasio::sigv4::secret;

static_assert(!std::is_convertible_v<secret, std::string>);
static_assert(!std::is_convertible_v<secret, std::string_view>);
static_assert(!std::is_convertible_v<std::string, secret>, "only on purpose");
static_assert(std::is_nothrow_move_constructible_v<secret>);
static_assert(
    !std::is_aggregate_v<credentials>, "must be safe in co_await expressions and default arguments");

TEST(sigv4_secret, reveals_what_was_put_in)
{
    secret const key("p4ss");
    EXPECT_EQ(key.reveal(), "p4ss");
    secret const with_nul(std::string_view("a\0b", 3));
    EXPECT_EQ(with_nul.reveal(), std::string_view("a\0b", 3));
    EXPECT_TRUE(secret().empty());
    EXPECT_EQ(secret().reveal(), "");
    EXPECT_TRUE(secret("").empty());
}

TEST(sigv4_secret, prints_stars_only)
{
    std::ostringstream out;
    out << secret("short") << ' ' << secret() << ' ' << secret(std::string(100, 'x'));
    EXPECT_EQ(out.str(), "*** *** ***");
    EXPECT_EQ(testing::PrintToString(secret("short")), "***");
}

TEST(sigv4_secret, compares_by_text)
{
    EXPECT_EQ(secret("abc"), secret("abc"));
    EXPECT_NE(secret("abc"), secret("abd"));
    EXPECT_NE(secret("abc"), secret("ab"));
    EXPECT_NE(secret("abc"), secret());
    EXPECT_EQ(secret(), secret(""));
}

TEST(sigv4_secret, copies_are_independent)
{
    secret first("abc");
    secret second = first;
    EXPECT_NE(first.reveal().data(), second.reveal().data());
    first.clear();
    EXPECT_TRUE(first.empty());
    EXPECT_EQ(second.reveal(), "abc");
    second = *&second;
    EXPECT_EQ(second.reveal(), "abc");
}

// The text must never lie in the object itself, where a move would leave a copy behind.
TEST(sigv4_secret, moving_takes_the_buffer_and_leaves_nothing)
{
    secret first("abc");
    auto const* const where = first.reveal().data();
    secret second = std::move(first);
    EXPECT_EQ(second.reveal().data(), where);
    EXPECT_TRUE(first.empty()); // NOLINT: what is left is the point
    secret third("other");
    third = std::move(second);
    EXPECT_EQ(third.reveal().data(), where);
    EXPECT_TRUE(second.empty()); // NOLINT
}

TEST(sigv4_credentials, compare_by_all_three)
{
    credentials const plain("id", secret("key"));
    EXPECT_EQ(plain, credentials("id", secret("key")));
    EXPECT_FALSE(plain == credentials("id", secret("key"), secret("token")));
    EXPECT_FALSE(plain == credentials("id", secret("other")));
    EXPECT_FALSE(plain == credentials("other", secret("key")));
    EXPECT_TRUE(plain.session_token.empty());
}

} // namespace
