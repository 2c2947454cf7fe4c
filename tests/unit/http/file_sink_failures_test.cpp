// SPDX-License-Identifier: BSL-1.0
//
// Downloads to files that fail: what is told, and that the target stays as it was.

#include "file_fixture.hpp"

#include <boost/asio/error.hpp>

#include <csignal>

#include <sys/resource.h>
#include <unistd.h>

namespace dynasio::tests {
namespace {

namespace errc = boost::system::errc;
using names = std::vector<std::string>;

using file_sink_failures = file_sink_test;

TEST_F(file_sink_failures, tells_what_cannot_be_a_target)
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

TEST_F(file_sink_failures, tells_that_a_folder_cannot_be_written)
{
    bool const root = ::geteuid() == 0;
    std::filesystem::permissions(folder.path(), std::filesystem::perms(0555));
    ASSERT_TRUE(!root || ::seteuid(65534) == 0);
    open(folder / "a");
    ASSERT_TRUE(!root || ::seteuid(0) == 0);
    std::filesystem::permissions(folder.path(), std::filesystem::perms(0755));
    EXPECT_EQ(last.error, make_error_condition(errc::permission_denied)) << last.text;
}

TEST_F(file_sink_failures, ends_with_an_error_of_the_disk)
{
    // No file may have more than 300 KB, as on a disk that is full.
    auto const handler = ::signal(SIGXFSZ, SIG_IGN);
    struct ::rlimit limit{};
    ::getrlimit(RLIMIT_FSIZE, &limit);
    auto const before = limit;
    put_file(folder / "a", "old");
    auto sink = open(folder / "a");
    limit.rlim_cur = 300'000;
    ::setrlimit(RLIMIT_FSIZE, &limit);
    write(sink, long_text(600'000));
    ::setrlimit(RLIMIT_FSIZE, &before);
    ::signal(SIGXFSZ, handler);
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

TEST_F(file_sink_failures, ends_with_an_error_of_the_commit)
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

TEST_F(file_sink_failures, is_used_up_by_its_commit)
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

TEST_F(file_sink_failures, has_ended_when_an_operation_was_destroyed)
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

} // namespace
} // namespace dynasio::tests
