// SPDX-License-Identifier: BSL-1.0
//
// Bodies that are larger than what may be kept of them: both ways.

#include "stream_fixture.hpp"
#include "support/large_body.hpp"

namespace dynasio::tests {
namespace {

constexpr std::size_t piece = 64 * 1024;

class stream_large : public stream_test
{
protected:
    /// 1 GB, or less where that takes long.
    std::size_t const pieces = sanitized ? 512 : GetParam() ? 4096 : 16'384;
};

INSTANTIATE_TEST_SUITE_P(all, stream_large, ::testing::Bool(), tls_name);

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
    heap_watch heap;
    auto const p = f.start_open(to(server, "PUT"), std::make_shared<endless_source>(piece * pieces, heap));
    EXPECT_TRUE(f.run_until([&] { return p->done(); }, 240s));
    ASSERT_TRUE(p->succeeded()) << p->detail();
    std::size_t read = 0;
    for (;;)
    {
        auto const n = f.read(**p->result, piece);
        ASSERT_TRUE(n->succeeded()) << n->detail();
        if (**n->result == 0)
            break;
        read += **n->result;
        heap.look();
    }
    EXPECT_EQ(read, piece * pieces);
    EXPECT_LT(heap.growth(), 1024U * 1024U);
    EXPECT_EQ(f.connections->statistics().idle, 1U);
}

} // namespace
} // namespace dynasio::tests
