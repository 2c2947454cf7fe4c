// SPDX-License-Identifier: BSL-1.0
//
// What a secret leaves in the memory that it gives back: this program's `operator delete[]` looks at each
// array before it is freed. So this test is a program of its own.

#include <dynasio/sigv4/secret.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <new>
#include <string>
#include <string_view>
#include <utility>

namespace {

constexpr std::size_t watched_size = 61; // no other array here has this size
bool watching = false;
int freed = 0;
int dirty = 0;
void* last = nullptr;

} // namespace

void* operator new[](std::size_t size)
{
    void* const memory = std::malloc(size);
    if (!memory)
        throw std::bad_alloc();
    if (watching && size == watched_size)
        last = memory;
    return memory;
}

void operator delete[](void* memory) noexcept
{
    if (watching && memory && memory == last)
    {
        auto const* const bytes = static_cast<char const*>(memory);
        ++freed;
        if (std::any_of(bytes, bytes + watched_size, [](char c) { return c != 0; }))
            ++dirty;
        last = nullptr;
    }
    std::free(memory);
}

void operator delete[](void* memory, std::size_t) noexcept
{
    operator delete[](memory);
}

namespace {

using dynasio::sigv4::secret;

class sigv4_secret_memory : public testing::Test
{
protected:
    sigv4_secret_memory()
    {
        watching = true;
        freed = dirty = 0;
    }
    ~sigv4_secret_memory() override { watching = false; }

    std::string const text = std::string(watched_size, 's');
};

TEST_F(sigv4_secret_memory, is_overwritten_when_destroyed)
{
    {
        secret const key(text);
    }
    EXPECT_EQ(freed, 1);
    EXPECT_EQ(dirty, 0);
}

TEST_F(sigv4_secret_memory, is_overwritten_when_cleared)
{
    secret key(text);
    key.clear();
    EXPECT_EQ(freed, 1);
    EXPECT_EQ(dirty, 0);
}

TEST_F(sigv4_secret_memory, is_overwritten_when_assigned_to)
{
    secret key(text);
    key = secret("another");
    EXPECT_EQ(freed, 1);
    secret copied_over(text);
    secret const other("another");
    copied_over = other;
    EXPECT_EQ(freed, 2);
    EXPECT_EQ(dirty, 0);
}

TEST_F(sigv4_secret_memory, moves_without_a_copy)
{
    secret key(text);
    secret const moved = std::move(key);
    EXPECT_EQ(freed, 0);
    EXPECT_EQ(moved.reveal(), text);
}

} // namespace
