// SPDX-License-Identifier: BSL-1.0
//
// Bodies that are larger than what may be kept of them, and a watch on the heap meanwhile.

#ifndef DYNASIO_TESTS_SUPPORT_LARGE_BODY_HPP
#define DYNASIO_TESTS_SUPPORT_LARGE_BODY_HPP

#include <dynasio/http/body_source.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include <malloc.h>

namespace dynasio::tests {

/// Sanitizers are slow, and have a heap of their own.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
inline constexpr bool sanitized = true;
#elif defined(__has_feature)
inline constexpr bool sanitized = __has_feature(address_sanitizer) || __has_feature(thread_sanitizer);
#else
inline constexpr bool sanitized = false;
#endif

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

} // namespace dynasio::tests

#endif
