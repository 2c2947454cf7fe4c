// SPDX-License-Identifier: BSL-1.0
//
// That files are read and written through io_uring, where the kernel lets us.

#include "file_fixture.hpp"
#include "support/refusing_kernel.hpp"

#include <boost/asio/random_access_file.hpp>

#include <cerrno>
#include <cstdlib>

#include <sys/syscall.h>

namespace dynasio::tests {
namespace {

/// Why the kernel refuses io_uring; empty if it does not.
std::string refusal_of_the_kernel()
{
    try
    {
        boost::asio::io_context context(1);
        boost::asio::random_access_file const file(context);
        return {};
    }
    catch (boost::system::system_error const& e)
    {
        return e.what();
    }
}

struct copying
{
    scratch_folder folder;
    file_fixture f;
    std::string const text = long_text(600'000);
    std::shared_ptr<http::body_source> source;
    http::file_sink sink;

    void open()
    {
        put_file(folder / "a", text);
        auto const outcome = f.run(
            [&]() -> awaitable<void>
            {
                auto opening = http::open_file_source(folder / "a", f.io);
                source = co_await std::move(opening);
                auto making = http::open_file_sink(folder / "b", f.io);
                sink = co_await std::move(making);
            });
        EXPECT_FALSE(outcome.error) << outcome.text;
    }

    awaitable<void> copy()
    {
        std::string all;
        auto reading = read_all_of(*source, 100'000, all);
        co_await std::move(reading);
        auto writing = write_all_to(sink, all, 100'000);
        co_await std::move(writing);
    }
};

TEST(file_io_uring, needs_no_thread_to_read_and_write)
{
    if (auto const why = refusal_of_the_kernel(); !why.empty())
        GTEST_SKIP() << "the kernel refuses io_uring, or the container forbids it: " << why;
    copying c;
    c.open();
    outcome_of_files outcome;
    boost::asio::co_spawn(*c.f.context, c.copy(), [&](std::exception_ptr e) { outcome.set(e); });
    c.f.context->restart();
    c.f.context->run_for(20s);
    EXPECT_TRUE(outcome.ended) << "it waits for a blocking call";
    c.f.blocking.restart();
    EXPECT_EQ(c.f.blocking.poll(), 0U);
    c.f.run([&] { return c.sink.commit(); });
    EXPECT_TRUE(text_of(c.folder / "b") == c.text);
}

TEST(file_io_uring, can_do_without)
{
    GTEST_FLAG_SET(death_test_style, "threadsafe");
    EXPECT_EXIT(
        {
            if (!let_the_kernel_refuse(SYS_io_uring_setup, EPERM) || refusal_of_the_kernel().empty())
                std::exit(2);
            int result = 1;
            {
                copying c;
                c.open();
                c.f.run([&] { return c.copy(); });
                auto const outcome = c.f.run([&] { return c.sink.commit(); });
                if (!outcome.error && text_of(c.folder / "b") == c.text)
                    result = 0;
            }
            std::exit(result);
        },
        ::testing::ExitedWithCode(0), "");
}

} // namespace
} // namespace dynasio::tests
