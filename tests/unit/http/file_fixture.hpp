// SPDX-License-Identifier: BSL-1.0
//
// Files in a folder of their own, and operations on them. The blocking calls run when the test says so, on its own thread.

#ifndef DYNASIO_TESTS_UNIT_HTTP_FILE_FIXTURE_HPP
#define DYNASIO_TESTS_UNIT_HTTP_FILE_FIXTURE_HPP

#include "support/scratch_folder.hpp"

#include <dynasio/http/file_io.hpp>
#include <dynasio/http/file_sink.hpp>
#include <dynasio/http/file_source.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/system/system_error.hpp>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <exception>
#include <filesystem>
#include <fstream>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dynasio::tests {

using namespace std::chrono_literals;
using boost::asio::awaitable;
using boost::system::errc::make_error_condition;

inline void put_file(std::filesystem::path const& path, std::string_view text)
{
    std::ofstream(path, std::ios::binary) << text;
}

inline std::string text_of(std::filesystem::path const& path)
{
    std::ifstream in(path, std::ios::binary);
    if (!in)
        return "(no file)";
    std::ostringstream all;
    all << in.rdbuf();
    return all.str();
}

/// The descriptors of this process that lead to a file.
inline std::vector<int> descriptors_of(std::filesystem::path const& path)
{
    std::vector<int> all;
    for (auto const& entry : std::filesystem::directory_iterator("/proc/self/fd"))
    {
        std::error_code gone; // that of the iterator
        if (std::filesystem::read_symlink(entry.path(), gone) == path)
            all.push_back(std::stoi(entry.path().filename()));
    }
    return all;
}

/// Bytes that differ from place to place.
inline std::string long_text(std::size_t size)
{
    std::string text(size, ' ');
    for (std::size_t i = 0; i != size; ++i)
        text[i] = static_cast<char>('a' + (i / 7 + i / 4096) % 26);
    return text;
}

inline std::span<std::byte const> bytes_of(std::string_view text)
{
    return {reinterpret_cast<std::byte const*>(text.data()), text.size()};
}

/// How an operation has ended.
struct outcome_of_files
{
    bool ended = false;
    boost::system::error_code error;
    std::string text;

    void set(std::exception_ptr e)
    {
        ended = true;
        try
        {
            if (e)
                std::rethrow_exception(e);
        }
        catch (boost::system::system_error const& failure)
        {
            error = failure.code();
            text = failure.what();
        }
    }
};

class file_fixture
{
public:
    using work = std::function<awaitable<void>()>;

    file_fixture() { context.emplace(1); }

    /// One handler of the coroutines, or one blocking call. False when there is none that is ready.
    bool step()
    {
        context->restart();
        blocking.restart();
        return context->poll_one() != 0 || blocking.poll_one() != 0;
    }

    /// Until the work has ended. Where the kernel works, that is waited for.
    void finish(outcome_of_files const& outcome)
    {
        auto const limit = std::chrono::steady_clock::now() + 60s;
        while (!outcome.ended && std::chrono::steady_clock::now() < limit)
            if (!step())
            {
                context->restart();
                context->run_one_for(1ms);
            }
        EXPECT_TRUE(outcome.ended);
    }

    /// What is left: files that are closed and removed.
    void settle()
    {
        while (step())
        {}
    }

    outcome_of_files run(work const& w)
    {
        outcome_of_files outcome;
        boost::asio::co_spawn(*context, w(), [&](std::exception_ptr e) { outcome.set(e); });
        finish(outcome);
        return outcome;
    }

    boost::asio::io_context blocking{1};
    std::optional<boost::asio::io_context> context;
    http::file_io io{boost::asio::any_io_executor(blocking.get_executor())};
};

/// All that there is to read, with reads of this size.
inline awaitable<void> read_all_of(http::body_source& source, std::size_t piece, std::string& into)
{
    std::vector<std::byte> place(piece);
    for (;;)
    {
        auto reading = source.read(place);
        auto const n = co_await std::move(reading);
        if (n == 0)
            co_return;
        into.append(reinterpret_cast<char const*>(place.data()), n);
    }
}

/// Writes in pieces of this size.
inline awaitable<void> write_all_to(http::file_sink& sink, std::string_view text, std::size_t piece)
{
    for (std::size_t at = 0; at < text.size(); at += piece)
    {
        auto writing = sink.write(bytes_of(text.substr(at, piece)));
        co_await std::move(writing);
    }
}

/// A sink in a folder of its own. `last` is how the last operation has ended.
struct file_sink_test : ::testing::Test
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

} // namespace dynasio::tests

#endif
