// SPDX-License-Identifier: BSL-1.0
//
// The search for secrets finds what there is: else tests that use it would pass whatever is left in memory.

#include "support/memory_search.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cstring>
#include <memory>
#include <string>

namespace dynasio::tests {
namespace {

char global_copy[64];

TEST(memory_search, finds_copies_on_the_heap_on_the_stack_and_among_the_data)
{
    auto const secret = masked_secret::random("key-", 40);
    EXPECT_EQ(secret.traces_in_memory(20), 0u);
    auto const on_heap = std::make_unique<std::array<char, 100>>();
    std::array<char, 64> on_stack{};
    secret.reveal(
        [&](std::string_view text)
        {
            ASSERT_EQ(text.size(), 40u);
            EXPECT_TRUE(text.starts_with("key-"));
            EXPECT_EQ(secret.traces_in_memory(20), 2u) << "of the one that is revealed";
            std::memcpy(on_heap->data() + 7, text.data(), text.size());
            std::memcpy(on_stack.data(), text.data(), text.size());
            std::memcpy(global_copy, text.data(), 20); // a part is as bad as the whole
        });
    EXPECT_EQ(secret.traces_in_memory(20), 5u);
    EXPECT_EQ(secret.traces_in_memory(21), 4u);
    on_heap->fill(0);
    EXPECT_EQ(secret.traces_in_memory(20), 3u);
    on_stack.fill(0);
    EXPECT_EQ(secret.traces_in_memory(20), 1u);
    std::memset(global_copy, 0, sizeof global_copy);
    EXPECT_EQ(secret.traces_in_memory(20), 0u);
}

TEST(memory_search, finds_what_was_given_back_without_care)
{
    auto const secret = masked_secret::random("", 300);
    secret.reveal(
        [](std::string_view text)
        {
            auto* const copy = new char[text.size()];
            std::memcpy(copy, text.data(), text.size());
            asm volatile("" : : "r"(copy) : "memory"); // the copy is made, although nobody reads it
            delete[] copy;
        });
    EXPECT_NE(secret.traces_in_memory(64), 0u);
}

TEST(memory_search, takes_a_secret_over)
{
    std::string text = "a secret that the test was given as a text";
    auto const taken = masked_secret::take(text);
    EXPECT_TRUE(text.empty());
    taken.reveal([](std::string_view shown) { EXPECT_EQ(shown.substr(0, 8), "a secret"); });
}

} // namespace
} // namespace dynasio::tests
