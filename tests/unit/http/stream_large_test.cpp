// SPDX-License-Identifier: BSL-1.0
//
// Bodies that are larger than what may be kept of them: both ways.

#include "stream_fixture.hpp"

#include <malloc.h>

namespace dynasio::tests {
namespace {

/// Sanitizers are slow, and have a heap of their own.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool sanitized = true;
#elif defined(__has_feature)
constexpr bool sanitized = __has_feature(address_sanitizer) || __has_feature(thread_sanitizer);
#else
constexpr bool sanitized = false;
#endif

constexpr std::size_t piece = 64 * 1024;

class stream_large : public stream_test
{
protected:
    /// 1 GB, or less where that takes long.
    std::size_t const pieces = sanitized ? 512 : GetParam() ? 4096 : 16'384;
};

/// The most that the process has had from the heap since this was made, in bytes, as far as it was looked at.
class heap_watch
{
public:
    void look() { most_ = std::max(most_, now()); }
    [[nodiscard]] std::size_t growth() const { return most_ - before_; }

private:
    static std::size_t now()
    {
        auto const all = ::mallinfo2();
        return all.uordblks + all.hblkhd;
    }

    std::size_t const before_ = now();
    std::size_t most_ = before_;
};

INSTANTIATE_TEST_SUITE_P(all, stream_large, ::testing::Bool(), tls_name);

/// Gives out the same bytes again and again.
class endless_source final : public http::body_source
{
public:
    endless_source(std::size_t size, heap_watch& heap) : size_(size), heap_(heap) {}

    [[nodiscard]] std::optional<std::uint64_t> size() const override { return size_; }
    boost::asio::awaitable<std::size_t> read(std::span<std::byte> into) override
    {
        if (++reads_ % 64 == 0)
            heap_.look();
        std::fill(into.begin(), into.end(), std::byte('x'));
        co_return into.size();
    }

private:
    std::size_t const size_;
    heap_watch& heap_;
    std::size_t reads_ = 0;
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
