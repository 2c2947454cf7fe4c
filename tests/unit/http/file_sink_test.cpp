// SPDX-License-Identifier: BSL-1.0
//
// Downloads to files, which appear as a whole or not at all.

#include "file_fixture.hpp"

#include <boost/asio/error.hpp>

#include <csignal>

#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

namespace dynasio::tests {
namespace {

namespace errc = boost::system::errc;
using names = std::vector<std::string>;

struct file_sink : ::testing::Test
{
    file_fixture f;
    scratch_folder folder;
    outcome_of_files last;

    http::file_sink open(std::filesystem::path const& path, http::file_sync sync = http::file_sync::bytes)
    {
        http::file_sink sink;
        last = f.run(
            [&]() -> awaitable<void>
            {
                auto opening = http::open_file_sink(path, f.io, sync);
                sink = co_await std::move(opening);
            });
        return sink;
    }

    void write(http::file_sink& sink, std::string_view text, std::size_t piece = 50'000)
    {
        last = f.run([&] { return write_all_to(sink, text, piece); });
    }

    void commit(http::file_sink& sink)
    {
        last = f.run([&] { return sink.commit(); });
    }
};

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

TEST_F(file_sink, tells_what_cannot_be_a_target)
{
    auto const refused = [&](std::filesystem::path const& path, auto code)
    {
        SCOPED_TRACE(path.native());
        open(path);
        EXPECT_EQ(last.error, make_error_condition(code)) << last.text;
        EXPECT_NE(last.text.find(path.native()), std::string::npos) << last.text;
        EXPECT_EQ(last.text.find("cannot "), 0U) << last.text;
    };
    put_file(folder / "file", "");
    refused(folder.path(), errc::is_a_directory);
    refused(folder.path().native() + "/", errc::is_a_directory);
    refused(folder / "missing/a", errc::no_such_file_or_directory);
    refused(folder / "file/a", errc::not_a_directory);
    refused("/dev/null", errc::invalid_argument);
    std::filesystem::create_symlink("/dev/null", folder / "null");
    refused(folder / "null", errc::invalid_argument);
    refused("/proc/self/task/a", errc::no_such_file_or_directory); // where nobody can make a file
    refused(folder / std::string(256, 'x'), errc::filename_too_long);
    EXPECT_EQ(folder.names(), (names{"file", "null"}));
}

TEST_F(file_sink, tells_that_a_folder_cannot_be_written)
{
    bool const root = ::geteuid() == 0;
    std::filesystem::permissions(folder.path(), std::filesystem::perms(0555));
    ASSERT_TRUE(!root || ::seteuid(65534) == 0);
    open(folder / "a");
    ASSERT_TRUE(!root || ::seteuid(0) == 0);
    std::filesystem::permissions(folder.path(), std::filesystem::perms(0755));
    EXPECT_EQ(last.error, make_error_condition(errc::permission_denied)) << last.text;
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

TEST_F(file_sink, ends_with_an_error_of_the_disk)
{
    // No file may have more than 300 KB, as on a disk that is full.
    ::signal(SIGXFSZ, SIG_IGN);
    struct ::rlimit limit{};
    ::getrlimit(RLIMIT_FSIZE, &limit);
    auto const before = limit;
    put_file(folder / "a", "old");
    auto sink = open(folder / "a");
    limit.rlim_cur = 300'000;
    ::setrlimit(RLIMIT_FSIZE, &limit);
    write(sink, long_text(600'000));
    ::setrlimit(RLIMIT_FSIZE, &before);
    EXPECT_EQ(last.error, make_error_condition(errc::file_too_large));
    auto const text = last.text;
    EXPECT_EQ(text.find("cannot write " + (folder / "a").native() + ": "), 0U) << text;
    f.settle();
    EXPECT_EQ(folder.names(), names{"a"}) << "before the handle is gone";
    write(sink, "more");
    EXPECT_EQ(last.text, text);
    commit(sink);
    EXPECT_EQ(last.text, text);
    EXPECT_EQ(text_of(folder / "a"), "old");
}

TEST_F(file_sink, ends_with_an_error_of_the_commit)
{
    auto sink = open(folder / "a");
    write(sink, "text");
    std::filesystem::create_directory(folder / "a");
    commit(sink);
    EXPECT_EQ(last.error, make_error_condition(errc::is_a_directory)) << last.text;
    EXPECT_EQ(last.text.find("cannot replace " + (folder / "a").native() + ": "), 0U) << last.text;
    f.settle();
    EXPECT_EQ(folder.names(), names{"a"});
}

TEST_F(file_sink, is_used_up_by_its_commit)
{
    auto sink = open(folder / "a");
    commit(sink);
    EXPECT_FALSE(last.error);
    commit(sink);
    EXPECT_EQ(last.error, boost::asio::error::bad_descriptor);
    write(sink, "text");
    EXPECT_EQ(last.error, boost::asio::error::bad_descriptor);
    http::file_sink none;
    write(none, "text");
    EXPECT_EQ(last.error, boost::asio::error::bad_descriptor);
    commit(none);
    EXPECT_EQ(last.error, boost::asio::error::bad_descriptor);
}

TEST_F(file_sink, has_ended_when_an_operation_was_destroyed)
{
    auto sink = open(folder / "a");
    auto const text = long_text(256 * 1024);
    boost::asio::co_spawn(*f.context, sink.write(bytes_of(text)), [](std::exception_ptr) {});
    f.context->restart();
    f.context->poll_one();
    f.context.emplace(1);
    write(sink, "more");
    EXPECT_EQ(last.error, boost::asio::error::operation_aborted);
    f.settle();
    EXPECT_EQ(folder.names(), names{});
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
