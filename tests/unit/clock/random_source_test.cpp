// SPDX-License-Identifier: BSL-1.0

#include "clock/random_source.hpp"

#include <gtest/gtest.h>

#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstddef>
#include <set>
#include <string>
#include <vector>

namespace {

using dynasio::http::random_source;

constexpr std::size_t count = 4;

std::vector<std::string> ids(random_source& from)
{
    std::vector<std::string> result;
    for (std::size_t i = 0; i < count; ++i)
    {
        auto const id = from.uuid();
        result.emplace_back(id.data(), id.size());
    }
    return result;
}

/// What a child process makes, which begins with the state of `from`.
std::vector<std::string> ids_of_child(random_source& from)
{
    int ends[2];
    if (::pipe(ends) != 0)
        return {};
    auto const child = ::fork();
    if (child == 0)
    {
        bool written = true;
        for (std::size_t i = 0; i < count; ++i)
        {
            auto const id = from.uuid();
            written = ::write(ends[1], id.data(), id.size()) == static_cast<ssize_t>(id.size()) && written;
        }
        ::_exit(written ? 0 : 1);
    }
    ::close(ends[1]);
    std::vector<std::string> result;
    for (std::array<char, 36> id; ::read(ends[0], id.data(), id.size()) == static_cast<ssize_t>(id.size());)
        result.emplace_back(id.data(), id.size());
    ::close(ends[0]);
    int status = -1;
    EXPECT_EQ(::waitpid(child, &status, 0), child);
    EXPECT_EQ(status, 0);
    return result;
}

TEST(random_source, makes_other_ids_in_each_process_after_a_fork)
{
    random_source source(std::nullopt);
    source.uuid();
    std::set<std::string> all;
    for (auto const& some : {ids_of_child(source), ids_of_child(source), ids(source)})
    {
        EXPECT_EQ(some.size(), count);
        all.insert(some.begin(), some.end());
    }
    EXPECT_EQ(all.size(), 3 * count);
}

TEST(random_source, with_a_seed_makes_the_same_ids_in_each_process)
{
    random_source source(7);
    auto const of_child = ids_of_child(source);
    EXPECT_EQ(of_child, ids(source));
    random_source same(7);
    EXPECT_EQ(of_child, ids(same));
}

TEST(random_source, makes_ids_of_version_4)
{
    random_source source(std::nullopt);
    for (auto const& id : ids(source))
    {
        EXPECT_EQ(id[14], '4') << id;
        EXPECT_NE(std::string("89ab").find(id[19]), std::string::npos) << id;
    }
}

TEST(random_source, secure_bytes_do_not_depend_on_a_seed)
{
    std::set<std::array<unsigned char, 12>> all;
    for (int i = 0; i < 100; ++i)
    {
        std::array<unsigned char, 12> bytes{};
        dynasio::http::fill_with_secure_random(bytes);
        all.insert(bytes);
    }
    EXPECT_EQ(all.size(), 100u);
}

} // namespace
