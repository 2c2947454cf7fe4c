// SPDX-License-Identifier: BSL-1.0
//
// Downloads to files, which appear as a whole or not at all.

#include "file_fixture.hpp"

#include <boost/asio/error.hpp>

#include <sys/stat.h>

namespace dynasio::tests {
namespace {

using names = std::vector<std::string>;

using file_sink = file_sink_test;

TEST_F(file_sink, writes_what_it_is_given_whatever_the_pieces)
{
    constexpr std::size_t kept = 256 * 1024;
    for (auto const sync : {http::file_sync::none, http::file_sync::bytes, http::file_sync::bytes_and_name})
        for (std::size_t const size : {std::size_t(0), kept, 3 * kept + 5})
            for (std::size_t const piece : {std::size_t(999), std::size_t(65536), 2 * kept + 10})
            {
                auto const text = long_text(size);
                auto sink = open(folder / "a", sync);
                write(sink, text, piece);
                EXPECT_EQ(sink.size(), size);
                commit(sink);
                EXPECT_FALSE(last.error) << last.text;
                EXPECT_TRUE(text_of(folder / "a") == text);
                EXPECT_EQ(folder.names(), names{"a"});
            }
}

TEST_F(file_sink, replaces_the_target_when_it_is_committed)
{
    put_file(folder / "a", "old");
    auto sink = open(folder / "a");
    write(sink, long_text(300'000));
    EXPECT_EQ(text_of(folder / "a"), "old");
    ASSERT_EQ(folder.names().size(), 2U);
    auto const temporary = folder.names().front();
    EXPECT_TRUE(temporary.starts_with(".a.") && temporary.ends_with(".part")) << temporary;
    struct ::stat about{};
    ASSERT_EQ(::stat((folder / temporary).c_str(), &about), 0);
    EXPECT_EQ(about.st_mode & 0777, 0600U);
    commit(sink);
    EXPECT_FALSE(last.error) << last.text;
    EXPECT_TRUE(text_of(folder / "a") == long_text(300'000));
    EXPECT_EQ(folder.names(), names{"a"});
}

TEST_F(file_sink, gives_the_permissions_of_a_new_file)
{
    for (::mode_t const mask : {0022U, 0077U, 0002U, 0000U})
    {
        auto const before = ::umask(mask);
        auto sink = open(folder / "a");
        commit(sink);
        ::umask(before);
        struct ::stat about{};
        ASSERT_EQ(::stat((folder / "a").c_str(), &about), 0);
        EXPECT_EQ(about.st_mode & 0777, 0666 & ~mask);
    }
}

TEST_F(file_sink, leaves_nothing_behind_without_a_commit)
{
    put_file(folder / "a", "old");
    {
        auto sink = open(folder / "a");
        write(sink, long_text(300'000));
        auto moved = std::move(sink);
        EXPECT_EQ(sink.size(), 0U);
        EXPECT_EQ(folder.names().size(), 2U);
    }
    f.settle();
    EXPECT_EQ(folder.names(), names{"a"});
    EXPECT_EQ(text_of(folder / "a"), "old");
}

TEST_F(file_sink, leaves_nothing_behind_when_the_threads_end)
{
    boost::asio::io_context context(1);
    {
        http::file_io const io(1U);
        auto const work = [&]() -> awaitable<void>
        {
            auto opening = http::open_file_sink(folder / "a", io);
            auto sink = co_await std::move(opening);
            auto writing = sink.write(bytes_of("text"));
            co_await std::move(writing);
            EXPECT_EQ(folder.names().size(), 1U);
        };
        boost::asio::co_spawn(context, work, [](std::exception_ptr e) { EXPECT_FALSE(e); });
        context.run();
    }
    EXPECT_EQ(folder.names(), names{});
}

TEST_F(file_sink, can_write_to_one_target_twice_at_once)
{
    auto first = open(folder / "a");
    auto second = open(folder / "a");
    write(first, "first");
    write(second, "second");
    commit(second);
    commit(first);
    EXPECT_EQ(text_of(folder / "a"), "first");
    EXPECT_EQ(folder.names(), names{"a"});
}

TEST_F(file_sink, takes_the_longest_names)
{
    std::string name(255, 'x');
    for (std::size_t i = 1; i != 255; ++i)
        name[i] = i % 2 != 0 ? '\xC3' : '\xA9';
    auto sink = open(folder / name);
    ASSERT_FALSE(last.error) << last.text;
    write(sink, "text");
    auto const temporary = folder.names().front();
    EXPECT_LE(temporary.size(), 255U);
    EXPECT_EQ((temporary.size() - 13) % 2, 1U) << "half a character";
    commit(sink);
    EXPECT_FALSE(last.error) << last.text;
    EXPECT_EQ(folder.names(), names{name});
}

TEST_F(file_sink, keeps_its_folder_when_the_working_directory_changes)
{
    auto const before = std::filesystem::current_path();
    std::filesystem::current_path(folder.path());
    auto sink = open("a");
    std::filesystem::current_path(before);
    write(sink, "text");
    commit(sink);
    EXPECT_FALSE(last.error) << last.text;
    EXPECT_EQ(text_of(folder / "a"), "text");
}

TEST_F(file_sink, replaces_a_link_and_not_what_it_leads_to)
{
    put_file(folder / "a", "old");
    std::filesystem::create_symlink("a", folder / "link");
    std::filesystem::create_symlink("nowhere", folder / "broken");
    for (auto const* name : {"link", "broken"})
    {
        auto sink = open(folder / name);
        write(sink, "new");
        commit(sink);
        EXPECT_EQ(text_of(folder / name), "new") << last.text;
        EXPECT_FALSE(std::filesystem::is_symlink(folder / name));
    }
    EXPECT_EQ(text_of(folder / "a"), "old");
}

TEST_F(file_sink, does_one_thing_at_a_time)
{
    auto sink = open(folder / "a");
    auto const text = long_text(256 * 1024);
    outcome_of_files first;
    boost::asio::co_spawn(
        *f.context, sink.write(bytes_of(text)), [&](std::exception_ptr e) { first.set(e); });
    outcome_of_files second;
    boost::asio::co_spawn(*f.context, sink.commit(), [&](std::exception_ptr e) { second.set(e); });
    f.context->restart();
    while (!second.ended && f.context->poll_one() != 0)
    {}
    ASSERT_FALSE(first.ended);
    EXPECT_EQ(second.error, boost::asio::error::already_started) << second.text;
    f.finish(first);
    EXPECT_FALSE(first.error) << first.text;
    commit(sink);
    EXPECT_FALSE(last.error) << last.text;
    EXPECT_TRUE(text_of(folder / "a") == text);
}

} // namespace
} // namespace dynasio::tests
