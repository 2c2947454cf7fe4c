// SPDX-License-Identifier: BSL-1.0
//
// Bodies that are larger than what may be kept of them: both ways.

#include "stream_fixture.hpp"

#include <malloc.h>

namespace dynasio::tests {
namespace {

constexpr std::size_t piece = 64 * 1024;
constexpr std::size_t pieces = 512;

class stream_large : public stream_test
{
protected:
    /// What the process has from the heap, in bytes.
    static std::size_t heap()
    {
        auto const all = ::mallinfo2();
        return all.uordblks + all.hblkhd;
    }
};

INSTANTIATE_TEST_SUITE_P(all, stream_large, ::testing::Bool(), tls_name);

/// Gives out the same bytes again and again.
class endless_source final : public http::body_source
{
public:
    [[nodiscard]] std::optional<std::uint64_t> size() const override { return piece * pieces; }
    boost::asio::awaitable<std::size_t> read(std::span<std::byte> into) override
    {
        std::fill(into.begin(), into.end(), std::byte('x'));
        co_return into.size();
    }
};

TEST_P(stream_large, takes_little_memory_both_ways)
{
    std::size_t received = 0;
    scripted_server server(
        [&](peer& p)
        {
            std::string head;
            while (head.find("\r\n\r\n") == std::string::npos)
                head += p.read_some(1000);
            received = body_of(head).size();
            while (received < piece * pieces)
            {
                auto const more = p.read_some(16384);
                if (more.empty())
                    return;
                received += more.size();
            }
            p.send("HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(piece * pieces) + "\r\n\r\n");
            std::string const bytes(piece, 'y');
            for (std::size_t i = 0; i != pieces; ++i)
                p.send(bytes);
            p.expect_close();
        },
        identity());
    stream_fixture f(options);
    auto const before = heap();
    auto const p = f.open(to(server, "PUT"), std::make_shared<endless_source>());
    ASSERT_TRUE(p->succeeded()) << p->detail();
    EXPECT_LT(heap(), before + 1024 * 1024);
    std::size_t read = 0;
    for (;;)
    {
        auto const n = f.read(**p->result, piece);
        ASSERT_TRUE(n->succeeded()) << n->detail();
        if (**n->result == 0)
            break;
        read += **n->result;
    }
    EXPECT_EQ(read, piece * pieces);
    EXPECT_LT(heap(), before + 1024 * 1024);
    EXPECT_EQ(f.connections->statistics().idle, 1U);
}

} // namespace
} // namespace dynasio::tests
