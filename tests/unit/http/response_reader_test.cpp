// SPDX-License-Identifier: BSL-1.0
//
// Responses as bytes, cut into pieces at every place: what comes out must not depend on how they came in, and what cannot
// be HTTP must be refused with the byte that shows it.

#include "http/exchange/response_reader.hpp"

#include <dynasio/http/errc.hpp>

#include "support/read_response.hpp"

#include <gtest/gtest.h>

#include <cstring>
#include <random>
#include <string>
#include <vector>

namespace dynasio::http {
namespace {

using tests::read_outcome;
using tests::reading;

read_outcome read(
    std::string_view bytes, std::vector<std::size_t> const& pieces = {1'000'000}, reading how = {})
{
    return tests::read_response(bytes, pieces, how);
}

std::string ok(std::string const& fields, std::string const& body = {})
{
    return "HTTP/1.1 200 OK\r\n" + fields + "\r\n" + body;
}

std::string chunked(std::string const& body)
{
    return ok("Transfer-Encoding: chunked\r\n", body);
}

std::vector<std::string> const complete = {
    ok(""),
    ok("Content-Length: 0\r\n"),
    ok("Content-Length: 11\r\nA: b\r\n", "hello world"),
    "HTTP/1.1 200 \r\nContent-Length:11\r\nA:b  \r\n\r\nhello world",
    "HTTP/1.1 100 Continue\r\nA: b\r\n\r\n" + ok("Content-Length: 2\r\n", "ok"),
    chunked("5\r\nhello\r\n6;a=b\r\n world\r\n0\r\nX: y\r\n\r\n"),
    "HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\nuntil the end",
    "HTTP/1.1 204 No Content\r\n\r\n",
    "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok",
    ok("A: one\r\n two\r\nContent-Length: 2\r\n", "ok"),
};

std::vector<std::string> const chunked_bodies = {
    "0\r\n\r\n",
    "00\r\n\r\n",
    "0;last\r\n\r\n",
    "0\r\nX: y\r\nZ: 1\r\n\r\n",
    "0\r\nX: y\r\n z\r\n\r\n",
    "1\r\na\r\n0\r\n\r\n",
    "A\r\n0123456789\r\n0\r\n\r\n",
    "5 ;a=\"b c\" ; d\r\nhello\r\n1\r\n!\r\n0 ;x\r\nX: y\r\n\r\n",
    "2\r\n\r\n\r\n2\r\n0\r\r\n0\r\n\r\n",
};

std::vector<std::string> const malformed = {
    ok("Content-Length: -1\r\n"),
    ok("Content-Length: +1\r\n"),
    ok("Content-Length: 1 1\r\n"),
    ok("Content-Length: 0x10\r\n"),
    ok("Content-Length: \r\n"),
    ok("Content-Length: 2, 2\r\n"),
    ok("Content-Length: 2\r\n 2\r\n"),
    ok("Content-Length: 2\r\nContent-Length: 2\r\n"),
    ok("Content-Length: 2\r\ncontent-length: 3\r\n"),
    ok("Content-Length: 2\r\nTransfer-Encoding: chunked\r\n"),
    ok("Transfer-Encoding: chunked\r\nContent-Length: 2\r\n"),
    ok("Transfer-Encoding: gzip\r\n"),
    ok("Transfer-Encoding: gzip, chunked\r\n"),
    ok("Transfer-Encoding: chunked, identity\r\n"),
    ok("Transfer-Encoding: identity\r\n"),
    ok("Transfer-Encoding: \"chunked\"\r\n"),
    ok("Transfer-Encoding:\r\n"),
    ok("Transfer-Encoding: chunked\r\n x\r\n"),
    ok("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n"),
    "HTTP/1.1 100 Continue\r\nContent-Length: 2\r\n\r\n",
    "HTTP/1.1 100 Continue\r\nTransfer-Encoding: chunked\r\n\r\n",
};

// Each ends with the first byte that cannot be there.
std::vector<std::string> const malformed_at_once = {
    "\n",
    "\r",
    "\x16",
    "<",
    "{",
    "P",
    "h",
    "HTTP/2",
    "HTTP/0",
    "HTTP/1.2",
    "HTTP/1.1\r",
    "HTTP/1.1  ",
    "HTTP/1.1 O",
    "HTTP/1.1 0",
    "HTTP/1.1 2x",
    "HTTP/1.1 20 ",
    "HTTP/1.1 101",
    "HTTP/1.1 200\r",
    "HTTP/1.1 2000",
    "HTTP/1.1 200 OK\n",
    "HTTP/1.1 200 OK\rx",
    std::string("HTTP/1.1 200 O\0", 15),
    "HTTP/1.1 200 O\x7f",
    "HTTP/1.1 200 OK\r\n ",
    "HTTP/1.1 200 OK\r\n:",
    "HTTP/1.1 200 OK\r\n\n",
    "HTTP/1.1 200 OK\r\n\r\r",
    "HTTP/1.1 200 OK\r\nA ",
    "HTTP/1.1 200 OK\r\nA\r",
    "HTTP/1.1 200 OK\r\n\xc3",
    "HTTP/1.1 200 OK\r\nA: b\n",
    "HTTP/1.1 200 OK\r\nA: b\rc",
    std::string("HTTP/1.1 200 OK\r\nA: \0", 21),
    "HTTP/1.1 200 OK\r\nA: \x1b",
    "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n",
    "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n ",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n",
    chunked("\r"),
    chunked(";"),
    chunked(" "),
    chunked("g"),
    chunked("-"),
    chunked("0x"),
    chunked("5\n"),
    chunked("5\rx"),
    chunked("5 5"),
    chunked("5;a\n"),
    chunked(std::string("5;\0", 3)),
    chunked("1\r\nab"),
    chunked("1\r\na\n"),
    chunked("1\r\na\rx"),
    chunked("00000000000000000"),
    chunked("0\r\n "),
    chunked("0\r\nA "),
    chunked("0\r\nA: b\n"),
    chunked("0\r\n\rx"),
};

std::vector<std::string> const too_large_at_once = {
    ok("Content-Length: 100001\r\n").substr(0, 41),
    ok("Content-Length: 18446744073709551616\r\n").substr(0, 55),
    chunked("186A1"),
    chunked("FFFFFFFFFFFFFFFF").substr(0, 52),
    chunked("1\r\na\r\n186A0"),
};

/// All of the above, and what is more than one of them.
std::vector<std::string> all()
{
    auto result = complete;
    for (auto const& body : chunked_bodies)
        result.push_back(chunked(body) + "rest");
    for (auto const* list : {&malformed, &malformed_at_once, &too_large_at_once})
        result.insert(result.end(), list->begin(), list->end());
    return result;
}

TEST(response_reader, reads_the_same_however_the_bytes_are_cut)
{
    for (auto const& bytes : all())
    {
        SCOPED_TRACE(bytes);
        auto const whole = read(bytes);
        EXPECT_EQ(read(bytes, {1}), whole);
        EXPECT_EQ(read(bytes, {2, 3}), whole);
        for (std::size_t cut = 1; cut < bytes.size(); ++cut)
            EXPECT_EQ(read(bytes, {cut, bytes.size()}), whole) << "cut at " << cut;
    }
}

TEST(response_reader, reads_chunks_the_same_in_any_three_pieces)
{
    for (auto const& body : chunked_bodies)
    {
        auto const bytes = chunked(body);
        SCOPED_TRACE(bytes);
        auto const whole = read(bytes);
        EXPECT_TRUE(whole.complete());
        for (auto first = bytes.size() - body.size() - 2; first < bytes.size(); ++first)
            for (std::size_t second = 1; second < bytes.size() - first; ++second)
                EXPECT_EQ(read(bytes, {first, second, bytes.size()}), whole) << first << '+' << second;
    }
}

TEST(response_reader, reads_what_is_there)
{
    auto const sized = read(complete[2]);
    EXPECT_EQ(sized.body, "hello world");
    EXPECT_EQ(sized.headers, "Content-Length: 11\r\nA: b\r\n");
    EXPECT_TRUE(sized.complete() && sized.keep_alive);
    auto const in_chunks = read(complete[5]);
    EXPECT_EQ(in_chunks.body, "hello world");
    EXPECT_TRUE(in_chunks.complete() && in_chunks.keep_alive);
    EXPECT_EQ(read(complete[4]).headers, "Content-Length: 2\r\n");
    EXPECT_EQ(read(complete[6]).body, "until the end");
    EXPECT_EQ(read(complete[9]).headers, "A: one   two\r\nContent-Length: 2\r\n");
    auto const header_only = complete[2].substr(0, complete[2].size() - 11);
    EXPECT_TRUE(read(header_only, {1000}, {.answers_head = true}).complete());
    EXPECT_EQ(read(complete[2] + "more").used, complete[2].size());

    std::vector<std::string> const bodies{
        "", "", "", "", "", "a", "0123456789", "hello!", std::string("\r\n0\r")};
    for (std::size_t i = 0; i != bodies.size(); ++i)
    {
        auto const bytes = chunked(chunked_bodies[i]);
        auto const got = read(bytes + "more");
        EXPECT_EQ(got.body, bodies[i]) << chunked_bodies[i];
        EXPECT_EQ(got.used, bytes.size()) << chunked_bodies[i];
        EXPECT_EQ(got.error, boost::system::error_code()) << chunked_bodies[i];
    }
}

TEST(response_reader, ends_early_wherever_the_stream_ends_before_the_response)
{
    auto sized = std::vector{complete[1], complete[2], complete[4], complete[5], complete[9]};
    for (auto const& body : chunked_bodies)
        sized.push_back(chunked(body));
    for (auto const& bytes : sized)
        for (std::size_t size = 0; size != bytes.size(); ++size)
            EXPECT_EQ(read(bytes.substr(0, size)).error, errc::closed_early) << bytes << size;
    // Without a length the end of the stream is the end of the body, but not of the header.
    auto const unsized = complete[6].find("until");
    for (std::size_t size = 0; size != complete[6].size(); ++size)
        EXPECT_EQ(read(complete[6].substr(0, size)).complete(), size >= unsized) << size;
}

TEST(response_reader, refuses_what_is_not_http_without_waiting_for_more)
{
    for (auto const& bytes : malformed)
        EXPECT_EQ(read(bytes, {1}, {.ends = false}).error, errc::malformed_response) << bytes;
    for (auto const& bytes : malformed_at_once)
    {
        SCOPED_TRACE(bytes);
        EXPECT_EQ(read(bytes, {1}, {.ends = false}).error, errc::malformed_response);
        EXPECT_FALSE(read(bytes.substr(0, bytes.size() - 1), {1}, {.ends = false}).error) << "too early";
    }
    for (auto const& bytes : too_large_at_once)
    {
        SCOPED_TRACE(bytes);
        EXPECT_EQ(read(bytes, {1}, {.ends = false}).error, errc::response_too_large);
        EXPECT_FALSE(read(bytes.substr(0, bytes.size() - 1), {1}, {.ends = false}).error) << "too early";
    }
}

TEST(response_reader, keeps_no_connection_on_which_the_next_response_may_begin_elsewhere)
{
    for (auto const& bytes : {
             std::string("HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\n"),
             std::string("HTTP/1.1 204 No Content\r\nTransfer-Encoding: chunked\r\n\r\n"),
             std::string("HTTP/1.1 304 Not Modified\r\nTransfer-Encoding: chunked\r\n\r\n"),
             std::string(
                 "HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
             std::string("HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n"),
             complete[0],
             complete[6],
             complete[9],
             chunked(chunked_bodies[4]),
             ok("Connection: Close\r\nContent-Length: 0\r\n"),
             ok("Connection: x, close\r\nContent-Length: 0\r\n"),
         })
    {
        SCOPED_TRACE(bytes);
        auto const got = read(bytes);
        EXPECT_TRUE(got.complete());
        EXPECT_FALSE(got.keep_alive);
    }
    for (auto const& bytes : {
             std::string("HTTP/1.1 204 No Content\r\n\r\n"),
             std::string("HTTP/1.1 204 No Content\r\nContent-Length: 0\r\n\r\n"),
             std::string("HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n"),
             std::string("HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 0\r\n\r\n"),
             ok("transfer-encoding:\tCHUNKED \r\n", "0\r\n\r\n"),
             ok("content-length:\t0 \r\n"),
         })
    {
        SCOPED_TRACE(bytes);
        EXPECT_TRUE(read(bytes).keep_alive);
    }
    auto const head = read(ok("Content-Length: 100001\r\n"), {1}, {.answers_head = true});
    EXPECT_TRUE(head.complete() && head.keep_alive);
    EXPECT_FALSE(read(complete[2].substr(0, complete[2].size() - 1), {1}, {.ends = false}).keep_alive)
        << "not complete";
}

TEST(response_reader, limits_the_header_by_its_size_only)
{
    auto const bytes = ok("A: 12345\r\nContent-Length: 2\r\n", "ok");
    auto const header = bytes.size() - 2;
    for (auto const limit : {header - 1, header, header + 1})
        for (auto const& pieces :
            std::vector<std::vector<std::size_t>>{{1000}, {1}, {7}, {header - 1, 1, 1000}})
            EXPECT_EQ(read(bytes, pieces, {.limits = {limit, 1000}}).complete(), limit >= header)
                << limit << ", pieces of " << pieces[0];
    // A header without an end is refused at the limit, also one of a name or of a folded value only.
    for (auto const* endless : {"HTTP/1.1 200 ", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nA: b\r\n "})
    {
        auto const long_header = endless + std::string(200, 'a');
        EXPECT_FALSE(read(long_header.substr(0, 100), {9}, {.limits = {100, 1000}, .ends = false}).error);
        EXPECT_EQ(read(long_header.substr(0, 101), {9}, {.limits = {100, 1000}, .ends = false}).error,
            errc::response_too_large);
    }
    // Each interim header is a header of its own.
    auto const interim = "HTTP/1.1 103 Early Hints\r\nLink: <" + std::string(900, 'a') + ">\r\n\r\n";
    EXPECT_TRUE(read(interim + interim + complete[2], {100}).complete());
    std::string many;
    for (int i = 0; i != 17; ++i)
        many += complete[4].substr(0, complete[4].find("HTTP", 1));
    EXPECT_EQ(read(many, {1}, {.ends = false}).error, errc::malformed_response)
        << "endless interim responses";
}

TEST(response_reader, accepts_a_folded_value_up_to_the_limit_of_the_header)
{
    std::string value = "A: b";
    for (int i = 0; i != 100; ++i)
        value += "\r\n " + std::string(100, 'x');
    EXPECT_TRUE(
        read(ok(value + "\r\nContent-Length: 2\r\n", "ok"), {1000}, {.limits = {20'000, 10}}).complete());
}

TEST(response_reader, limits_extensions_and_trailers_together)
{
    auto const extension = ";" + std::string(60, 'a');
    auto const trailer = "X: " + std::string(31, 'a') + "\r\n\r\n";
    auto const bytes = chunked("1" + extension + "\r\na\r\n0\r\n" + trailer);
    auto const extra = extension.size() + trailer.size();
    for (auto const limit : {extra - 1, extra})
        for (std::size_t const piece : {1U, 10U, 1000U})
            EXPECT_EQ(read(bytes, {piece}, {.limits = {limit, 1000}}).error,
                limit < extra ? make_error_code(errc::response_too_large) : boost::system::error_code());
    EXPECT_EQ(
        read(chunked("1;" + std::string(2000, 'a')), {1}, {.ends = false}).error, errc::response_too_large);
    EXPECT_EQ(read(chunked("0\r\nX: " + std::string(2000, 'a')), {1}, {.ends = false}).error,
        errc::response_too_large);
}

TEST(response_reader, limits_the_body_by_its_size_only)
{
    auto const unsized = "HTTP/1.1 200 OK\r\n\r\n" + std::string(100, 'a');
    auto const sized = ok("Content-Length: 100\r\n", std::string(100, 'a'));
    auto const in_chunks =
        chunked("32\r\n" + std::string(50, 'a') + "\r\n32\r\n" + std::string(50, 'a') + "\r\n0\r\n\r\n");
    for (auto const& bytes : {unsized, sized, in_chunks})
        for (std::size_t const limit : {99U, 100U, 101U})
            for (std::size_t const piece : {1U, 30U, 1000U})
                EXPECT_EQ(read(bytes, {piece}, {.limits = {1000, limit}}).error,
                    limit < 100 ? make_error_code(errc::response_too_large) : boost::system::error_code());
}

TEST(response_reader, gives_an_announced_body_memory_as_it_comes)
{
    constexpr std::size_t announced = 60'000'000;
    response got;
    response_reader reader;
    reader.start(got, false, {1024, announced});
    boost::system::error_code e;
    reader.feed(ok("Content-Length: 60000000\r\n"), e);
    EXPECT_LE(got.body.capacity(), 2 * response_reader::first_piece);

    std::size_t received = 0;
    std::size_t moves = 0;
    auto const* place = got.body.data();
    while (!reader.done())
    {
        auto const space = reader.direct();
        auto const size = std::min<std::size_t>(space.size(), 50'000);
        std::memset(space.data(), 'x', size);
        reader.commit(size);
        received += size;
        ASSERT_LE(got.body.capacity(), std::max(2 * response_reader::first_piece, 2 * received + 1));
        moves += got.body.data() != place;
        place = got.body.data();
    }
    EXPECT_EQ(received, announced);
    EXPECT_EQ(got.body, std::string(announced, 'x'));
    EXPECT_LE(moves, 10U);

    // What most responses have comes into one piece of memory.
    response small;
    reader.start(small, false, {1024, announced});
    reader.feed(ok("Content-Length: 100000\r\n", "x"), e);
    EXPECT_EQ(reader.direct().size(), 99'999U);
    EXPECT_EQ(reader.progress(), "after 1 of 100000 bytes of the body");
}

TEST(response_reader, survives_noise)
{
    auto const seeds = all();
    std::mt19937 random(11);
    std::size_t broken = 0;
    for (int i = 0; i != 20'000; ++i)
    {
        auto bytes = seeds[random() % seeds.size()];
        for (auto changes = 1 + random() % 4; changes != 0; --changes)
            bytes[random() % bytes.size()] = static_cast<char>(random());
        auto const whole = read(bytes);
        broken += static_cast<bool>(whole.error);
        ASSERT_EQ(read(bytes, {1 + random() % 20, 1 + random() % 5}), whole) << bytes;
    }
    EXPECT_GT(broken, 100U);
}

} // namespace
} // namespace dynasio::http
