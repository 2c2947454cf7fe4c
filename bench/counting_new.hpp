// SPDX-License-Identifier: BSL-1.0
//
// Counts the allocations of the whole program. Include it in exactly one source file of a benchmark. The programs that do
// have one thread, so no counter needs a locked instruction, which would cost as much as some allocations.

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
#ifdef BENCH_COUNT_LIVE_BYTES // asks malloc for the size of each block, which costs time
inline std::atomic<std::int64_t> live_bytes{0};
inline std::atomic<std::int64_t> peak_live_bytes{0};
#endif

template <class T, class U>
T add(std::atomic<T>& counter, U n) noexcept
{
    auto const sum = counter.load(std::memory_order_relaxed) + static_cast<T>(n);
    counter.store(sum, std::memory_order_relaxed);
    return sum;
}

inline void* counted(std::size_t size)
{
    add(allocations, 1);
    add(allocated_bytes, size);
    void* const p = std::malloc(size);
    if (!p)
        throw std::bad_alloc();
#ifdef BENCH_COUNT_LIVE_BYTES
    auto const live = add(live_bytes, malloc_usable_size(p));
    if (live > peak_live_bytes.load(std::memory_order_relaxed))
        peak_live_bytes.store(live, std::memory_order_relaxed);
#endif
    return p;
}

inline void uncounted(void* p) noexcept
{
#ifdef BENCH_COUNT_LIVE_BYTES
    if (p)
        add(live_bytes, -static_cast<std::int64_t>(malloc_usable_size(p)));
#endif
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
