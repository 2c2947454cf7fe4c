// SPDX-License-Identifier: BSL-1.0
//
// Counts the allocations of the whole program. Include it in exactly one source file of a benchmark.

#ifndef DYNASIO_BENCH_COUNTING_NEW_HPP
#define DYNASIO_BENCH_COUNTING_NEW_HPP

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <malloc.h>
#include <new>

namespace bench {

inline std::atomic<std::uint64_t> allocations{0};
inline std::atomic<std::uint64_t> allocated_bytes{0};
inline std::atomic<std::int64_t> live_bytes{0};
inline std::atomic<std::int64_t> peak_live_bytes{0};

inline void* counted(std::size_t size)
{
    allocations.fetch_add(1, std::memory_order_relaxed);
    allocated_bytes.fetch_add(size, std::memory_order_relaxed);
    void* const p = std::malloc(size);
    if (!p)
        throw std::bad_alloc();
    auto const size_taken = static_cast<std::int64_t>(malloc_usable_size(p));
    auto const live = live_bytes.fetch_add(size_taken, std::memory_order_relaxed) + size_taken;
    // The programs that ask for the peak have one thread.
    if (live > peak_live_bytes.load(std::memory_order_relaxed))
        peak_live_bytes.store(live, std::memory_order_relaxed);
    return p;
}

inline void uncounted(void* p) noexcept
{
    if (p)
        live_bytes.fetch_sub(static_cast<std::int64_t>(malloc_usable_size(p)), std::memory_order_relaxed);
    std::free(p);
}

} // namespace bench

void* operator new(std::size_t size)
{
    return bench::counted(size);
}
void* operator new[](std::size_t size)
{
    return bench::counted(size);
}
void operator delete(void* p) noexcept
{
    bench::uncounted(p);
}
void operator delete[](void* p) noexcept
{
    bench::uncounted(p);
}
void operator delete(void* p, std::size_t) noexcept
{
    bench::uncounted(p);
}
void operator delete[](void* p, std::size_t) noexcept
{
    bench::uncounted(p);
}

#endif
