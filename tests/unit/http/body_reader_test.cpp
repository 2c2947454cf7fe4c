// SPDX-License-Identifier: BSL-1.0
//
// The body of a response in pieces, without a socket: however the bytes come, and however much room there is.

#include "support/read_body.hpp"

#include "http/exchange/body_reader.hpp"

#include <dynasio/http/errc.hpp>

#include <gtest/gtest.h>

#include <array>
#include <string>

namespace dynasio::http {
namespace {

using kind = body_framing::kind;

/// So many bytes come at once, and the caller has so much room.
tests::body_outcome read(body_reader reader, std::string const& bytes, std::size_t at_once, std::size_t room)
{
    return tests::read_body(reader, bytes, {&at_once, 1}, {&room, 1});
}

constexpr std::array<std::size_t, 5> sizes = {1, 2, 3, 7, 1000};

void expect_all(body_framing f, std::string const& bytes, std::string const& body, std::string const& left)
{
    for (auto const at_once : sizes)
        for (auto const room : sizes)
        {
            auto const o = read(body_reader(f, 100), bytes, at_once, room);
            EXPECT_EQ(o.body, body) << at_once << ' ' << room;
            EXPECT_EQ(o.left, left) << at_once << ' ' << room;
            EXPECT_FALSE(o.error) << o.error.message();
            EXPECT_EQ(o.done, f.what != kind::until_end);
        }
}

TEST(body_reader, reads_each_framing_however_it_comes)
{
    expect_all({kind::sized, 10, true}, "0123456789next", "0123456789", "next");
    expect_all({kind::chunked, 0, true},
        "1\r\n0\r\n3;x=\"y\"\r\n123\r\n00a\r\n456789abcd\r\n0\r\nA: b\r\n\r\nnext", "0123456789abcd", "next");
    expect_all({kind::until_end, 0, false}, "0123456789", "0123456789", "");
    expect_all({kind::none, 0, true}, "next", "", "next");
    expect_all({kind::sized, 0, true}, "next", "", "next");
}

TEST(body_reader, finds_an_offence_however_it_comes)
{
    for (auto const at_once : sizes)
        for (auto const room : sizes)
        {
            auto const o =
                read(body_reader({kind::chunked, 0, true}, 100), "3\r\nabcX\r\n0\r\n\r\n", at_once, room);
            EXPECT_EQ(o.body, "abc");
            EXPECT_EQ(o.error, errc::malformed_response);
            auto const large = read(body_reader({kind::chunked, 0, true}, 10),
                "3;aaaaaaaaaaaaaaa\r\nabc\r\n0\r\n\r\n", at_once, room);
            EXPECT_EQ(large.error, errc::response_too_large);
            auto const at_the_end =
                read(body_reader({kind::chunked, 0, true}, 7), "0\r\nA: b\r\n\r\n", at_once, room);
            EXPECT_EQ(at_the_end.error, errc::response_too_large);
            EXPECT_FALSE(at_the_end.done || at_the_end.keep_alive);
        }
}

TEST(body_reader, knows_whether_the_end_of_the_connection_is_that_of_the_body)
{
    for (auto const what : {kind::sized, kind::chunked, kind::until_end})
    {
        body_reader reader({what, 3, true}, 100);
        boost::system::error_code e;
        reader.end_of_stream(e);
        EXPECT_EQ(reader.done(), what == kind::until_end);
        EXPECT_EQ(e == errc::closed_early, what != kind::until_end);
    }
}

TEST(body_reader, keeps_a_connection_only_behind_a_plain_end)
{
    EXPECT_FALSE(body_reader({kind::sized, 3, true}, 100).keep_alive()) << "not at its end";
    EXPECT_TRUE(body_reader({kind::sized, 0, true}, 100).keep_alive());
    EXPECT_FALSE(body_reader({kind::sized, 0, false}, 100).keep_alive());
    body_reader folded({kind::chunked, 0, true}, 100);
    std::array<char, 10> into{};
    std::size_t written = 0;
    boost::system::error_code e;
    folded.feed("0\r\nA: b\r\n c\r\n\r\n", into, written, e);
    EXPECT_TRUE(folded.done());
    EXPECT_FALSE(folded.keep_alive());
}

TEST(body_reader, tells_how_far_it_came)
{
    body_reader sized({kind::sized, 10, true}, 100);
    sized.commit(3);
    EXPECT_EQ(sized.progress(), "after 3 of 10 bytes of the body");
    EXPECT_EQ(sized.length(), 10U);
    body_reader const chunked({kind::chunked, 0, true}, 100);
    EXPECT_EQ(chunked.progress(), "after 0 bytes of the body");
    EXPECT_EQ(chunked.length(), std::nullopt);
}

} // namespace
} // namespace dynasio::http
