// SPDX-License-Identifier: BSL-1.0
//
// Answers as bytes, cut into pieces at every place: what comes out must not depend on how they came in.

#include "http/exchange/response_reader.hpp"

#include <dynasio/http/errc.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <random>
#include <string>

namespace dynasio::http {
namespace {

response_reader::limits const usual{1024, 100'000};

struct outcome
{
    response answer;
    boost::system::error_code error;
    bool done = false;
    bool keep_alive = false;
    std::size_t left = 0;

    bool operator==(outcome const& o) const
    {
        return answer.status == o.answer.status && answer.headers.rendered() == o.answer.headers.rendered()
            && answer.body == o.answer.body && error == o.error && done == o.done
            && keep_alive == o.keep_alive;
    }
};

/// Gives the bytes in pieces of these sizes, in turn, as the exchange does: into `direct()` where there is one.
outcome read(std::string_view bytes, std::vector<std::size_t> const& pieces, bool head = false)
{
    outcome o;
    response_reader reader;
    reader.start(o.answer, head, usual);
    std::string buffer;
    for (std::size_t i = 0; !bytes.empty() && !o.error && !reader.done(); ++i)
    {
        auto n = std::min(pieces[i % pieces.size()], bytes.size());
        if (auto const place = reader.direct(); !place.empty())
        {
            n = std::min(n, place.size());
            std::memcpy(place.data(), bytes.data(), n);
            reader.commit(n);
        }
        else
        {
            buffer.append(bytes.substr(0, n));
            buffer.erase(0, reader.feed(buffer, o.error));
        }
        bytes.remove_prefix(n);
    }
    if (!o.error)
        reader.end_of_stream(o.error);
    o.done = !o.error && reader.done();
    o.keep_alive = o.done && reader.keep_alive();
    o.left = buffer.size() + bytes.size();
    return o;
}

std::vector<std::string> const answers = {
    "HTTP/1.1 200 OK\r\n\r\n",
    "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
    "HTTP/1.1 200 OK\r\nContent-Length: 11\r\nA: b\r\n\r\nhello world",
    "HTTP/1.1 200 \r\nContent-Length:11\r\nA:b  \r\n\r\nhello world",
    "HTTP/1.1 100 Continue\r\nA: b\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n6;a=b\r\n world\r\n0\r\nX: y\r\n\r\n",
    "HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\nuntil the end",
    "HTTP/1.1 204 No Content\r\n\r\n",
    "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok",
    "HTTP/1.1 200 OK\r\nA: one\r\n two\r\nContent-Length: 2\r\n\r\nok",
    "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
    "HTTP/1.1 20 OK\r\n\r\n",
    "HTTP/2 200 OK\r\n\r\n",
    "\x16\x03\x01",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
};

TEST(response_reader, reads_the_same_however_the_bytes_are_cut)
{
    for (auto const& bytes : answers)
    {
        SCOPED_TRACE(bytes);
        auto const whole = read(bytes, {bytes.size()});
        EXPECT_TRUE(read(bytes, {1}) == whole);
        EXPECT_TRUE(read(bytes, {2, 3}) == whole);
        for (std::size_t cut = 1; cut < bytes.size(); ++cut)
            EXPECT_TRUE(read(bytes, {cut, bytes.size()}) == whole) << "cut at " << cut;
    }
}

TEST(response_reader, reads_what_is_there)
{
    auto const sized = read(answers[2], {1000});
    EXPECT_EQ(sized.answer.body, "hello world");
    EXPECT_EQ(sized.answer.headers.rendered(), "Content-Length: 11\r\nA: b\r\n");
    EXPECT_TRUE(sized.done && sized.keep_alive);
    auto const chunked = read(answers[5], {1000});
    EXPECT_EQ(chunked.answer.body, "hello world");
    EXPECT_TRUE(chunked.done && chunked.keep_alive);
    EXPECT_EQ(read(answers[4], {1000}).answer.headers.rendered(), "Content-Length: 2\r\n");
    EXPECT_EQ(read(answers[6], {1000}).answer.body, "until the end");
    EXPECT_EQ(read(answers[9], {1000}).answer.headers.find("a"), "one   two");
    for (std::size_t i = 10; i != answers.size(); ++i)
        EXPECT_EQ(read(answers[i], {1000}).error, errc::malformed_response) << answers[i];
    EXPECT_TRUE(read(answers[2].substr(0, answers[2].size() - 11), {1000}, true).done) << "HEAD";
    EXPECT_EQ(read(answers[2] + "more", {1000}).left, 4U);
}

TEST(response_reader, knows_an_answer_that_ends_early_at_every_place)
{
    for (std::size_t const i : {2U, 4U, 5U, 9U})
        for (std::size_t size = 0; size != answers[i].size(); ++size)
            EXPECT_EQ(read(answers[i].substr(0, size), {1000}).error, errc::closed_early)
                << answers[i] << size;
}

TEST(response_reader, survives_noise)
{
    std::mt19937 random(11);
    std::size_t broken = 0;
    for (int i = 0; i != 20'000; ++i)
    {
        auto bytes = answers[random() % answers.size()];
        for (auto changes = 1 + random() % 4; changes != 0; --changes)
            bytes[random() % bytes.size()] = static_cast<char>(random());
        auto const o = read(bytes, {1 + random() % 20});
        broken += static_cast<bool>(o.error);
        ASSERT_TRUE(o.error || o.done);
    }
    EXPECT_GT(broken, 100U);
}

} // namespace
} // namespace dynasio::http
