// SPDX-License-Identifier: BSL-1.0
//
// Files as bodies of requests.

#include "file_fixture.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/thread_pool.hpp>

#include <thread>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace dynasio::tests {
namespace {

namespace errc = boost::system::errc;

struct file_source : ::testing::Test
{
    file_fixture f;
    scratch_folder folder;

    std::shared_ptr<http::body_source> open(std::filesystem::path const& path)
    {
        std::shared_ptr<http::body_source> source;
        last = f.run(
            [&]() -> awaitable<void>
            {
                auto opening = http::open_file_source(path, f.io);
                source = co_await std::move(opening);
            });
        return source;
    }

    std::string read(http::body_source& source, std::size_t piece)
    {
        std::string all;
        last = f.run([&] { return read_all_of(source, piece, all); });
        return all;
    }

    outcome_of_files last;
};

TEST_F(file_source, gives_what_is_in_the_file_whatever_the_pieces)
{
    constexpr std::size_t kept = 256 * 1024;
    for (std::size_t const size : {std::size_t(0), std::size_t(1), kept - 1, kept, kept + 1, 3 * kept + 5})
        for (std::size_t const piece : {std::size_t(999), std::size_t(65536), kept + 10})
        {
            SCOPED_TRACE(std::to_string(size) + " bytes in pieces of " + std::to_string(piece));
            auto const text = long_text(size);
            put_file(folder / "a", text);
            auto const source = open(folder / "a");
            ASSERT_TRUE(source) << last.text;
            EXPECT_EQ(source->size(), size);
            EXPECT_TRUE(read(*source, piece) == text);
            EXPECT_FALSE(last.error) << last.text;
            EXPECT_EQ(read(*source, piece), "") << "at the end, it is asked again";
        }
}

TEST_F(file_source, begins_once_more_after_a_rewind)
{
    auto const text = long_text(600'000);
    put_file(folder / "a", text);
    auto const source = open(folder / "a");
    ASSERT_TRUE(source) << last.text;
    std::vector<std::byte> place(400'000);
    std::size_t got = 0;
    f.run(
        [&]() -> awaitable<void>
        {
            auto reading = source->read(place);
            got = co_await std::move(reading);
        });
    EXPECT_GT(got, 0U);
    EXPECT_TRUE(source->rewind());
    EXPECT_TRUE(read(*source, 50'000) == text);
    EXPECT_TRUE(source->rewind());
    EXPECT_TRUE(read(*source, 70'000) == text);
}

TEST_F(file_source, tells_which_file_cannot_be_opened)
{
    EXPECT_FALSE(open(folder / "missing"));
    EXPECT_EQ(last.error, make_error_condition(errc::no_such_file_or_directory));
    EXPECT_EQ(last.text.find("cannot open " + (folder / "missing").native() + ": "), 0U) << last.text;

    EXPECT_FALSE(open(folder.path()));
    EXPECT_EQ(last.error, make_error_condition(errc::is_a_directory)) << last.text;

    EXPECT_FALSE(open("/dev/null"));
    EXPECT_EQ(last.error, make_error_condition(errc::invalid_argument)) << last.text;

    ASSERT_EQ(::mkfifo((folder / "pipe").c_str(), 0600), 0);
    EXPECT_FALSE(open(folder / "pipe")) << "which has no writer";
    EXPECT_EQ(last.error, make_error_condition(errc::invalid_argument)) << last.text;

    EXPECT_FALSE(open(folder / "line\nbreak\x1b"));
    EXPECT_EQ(last.text.find('\n'), std::string::npos) << last.text;
    EXPECT_EQ(last.text.find('\x1b'), std::string::npos) << last.text;
}

TEST_F(file_source, sends_neither_more_nor_less_than_it_had)
{
    put_file(folder / "a", "four");
    auto const grown = open(folder / "a");
    put_file(folder / "a", "four and more");
    EXPECT_EQ(grown->size(), 4U);
    EXPECT_EQ(read(*grown, 100), "four");

    auto const text = long_text(300'000);
    put_file(folder / "b", text);
    auto const large = open(folder / "b");
    put_file(folder / "b", text + "and more");
    EXPECT_TRUE(read(*large, 100'000) == text);

    auto const shrunk = open(folder / "a");
    put_file(folder / "a", "four");
    EXPECT_EQ(shrunk->size(), 13U);
    EXPECT_EQ(read(*shrunk, 100), "four") << "and then it has ended early";
    EXPECT_FALSE(last.error);

    auto const removed = open(folder / "a");
    std::filesystem::remove(folder / "a");
    EXPECT_EQ(read(*removed, 100), "four");
}

TEST_F(file_source, tells_which_file_cannot_be_read)
{
    put_file(folder / "a", "text");
    {
        auto const source = open(folder / "a");
        ASSERT_TRUE(source);
        auto const descriptors = descriptors_of(folder / "a");
        ASSERT_EQ(descriptors.size(), 1U);
        // In the place of the file comes a folder, which cannot be read.
        int const other = ::open(folder.path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        ASSERT_EQ(::dup2(other, descriptors.front()), descriptors.front());
        ::close(other);
        EXPECT_EQ(read(*source, 100), "");
        EXPECT_EQ(last.error, make_error_condition(errc::is_a_directory));
        EXPECT_EQ(last.text.find("cannot read " + (folder / "a").native() + ": "), 0U) << last.text;
        EXPECT_EQ(descriptors_of(folder.path()).size(), 1U);
    }
    f.settle();
    EXPECT_TRUE(descriptors_of(folder.path()).empty());
}

TEST_F(file_source, resumes_where_it_was_awaited)
{
    put_file(folder / "a", long_text(1'000'000));
    boost::asio::io_context context(1);
    http::file_io const io; // threads of its own
    std::size_t sum = 0;
    std::exception_ptr failure;
    auto const home = std::this_thread::get_id();
    bool at_home = true;
    auto const work = [&]() -> awaitable<void>
    {
        auto opening = http::open_file_source(folder / "a", io);
        auto const source = co_await std::move(opening);
        at_home = at_home && std::this_thread::get_id() == home;
        std::vector<std::byte> place(65536);
        for (std::size_t n = 1; n != 0; sum += n)
        {
            auto reading = source->read(place);
            n = co_await std::move(reading);
            at_home = at_home && std::this_thread::get_id() == home;
        }
    };
    boost::asio::co_spawn(context, work, [&](std::exception_ptr e) { failure = e; });
    context.run();
    EXPECT_FALSE(failure);
    EXPECT_EQ(sum, 1'000'000U);
    EXPECT_TRUE(at_home);
}

TEST(file_io, needs_threads)
{
    EXPECT_THROW(http::file_io(0U), std::invalid_argument);
}

TEST(file_io, ends_what_its_threads_do_not_begin)
{
    boost::asio::io_context context(1);
    auto threads = std::make_unique<boost::asio::thread_pool>(1U);
    http::file_io const io(boost::asio::any_io_executor(threads->get_executor()));
    threads->stop();
    threads->join();
    outcome_of_files outcome;
    auto const work = [&]() -> awaitable<void>
    {
        auto opening = http::open_file_source("/proc/self/status", io);
        co_await std::move(opening);
    };
    boost::asio::co_spawn(context, work, [&](std::exception_ptr e) { outcome.set(e); });
    context.poll();
    EXPECT_FALSE(outcome.ended);
    threads.reset();
    context.run();
    EXPECT_EQ(outcome.error, boost::asio::error::operation_aborted);
}

} // namespace
} // namespace dynasio::tests
