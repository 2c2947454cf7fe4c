// SPDX-License-Identifier: BSL-1.0
//
// Commands that print credentials; they are really run.

#include "http/process/child_process.hpp"
#include "http/process/run_process.hpp"
#include "support/asked_provider.hpp"
#include "support/children.hpp"
#include "support/scratch_folder.hpp"

#include <dynasio/aws/configuration_error.hpp>
#include <dynasio/aws/credential_providers.hpp>

#include <boost/asio/error.hpp>

#include <gtest/gtest.h>

#include <cerrno>
#include <csignal>
#include <fstream>
#include <thread>

#include <sys/wait.h>
#include <unistd.h>

namespace dynasio::tests {
namespace {

using namespace std::chrono_literals;
using aws::errc;

std::string const printed_keys =
    R"(echo '{"Version":1,"AccessKeyId":"AKID","SecretAccessKey":"sEcReT","SessionToken":"token",)"
    R"("Expiration":"2023-11-15T00:00:00Z","AccountId":"111122223333"}')";

/// Time passes only where a test is about it.
struct asked_process : asked_provider
{
    asked_process() { idle = 20s; }
};

/// Whether a child of this process is left, running or not yet collected.
bool has_children()
{
    return ::waitpid(-1, nullptr, WNOHANG) != -1 || errno != ECHILD;
}

TEST(process_credentials, are_what_a_command_prints)
{
    asked_process a;
    auto const found = a.ask(aws::process_credentials(printed_keys));
    ASSERT_TRUE(found.has_value()) << found.error().detail;
    EXPECT_EQ(
        (*found)->credentials, sigv4::credentials("AKID", sigv4::secret("sEcReT"), sigv4::secret("token")));
    EXPECT_EQ((*found)->provider, "process");
    EXPECT_EQ((*found)->account_id, "111122223333");
    EXPECT_EQ((*found)->expiration, http::wall_time(1'700'006'400s));
    EXPECT_FALSE(has_children());
}

TEST(process_credentials, need_neither_a_token_nor_an_end)
{
    auto const found = asked_process().ask(
        aws::process_credentials(R"(echo '{"Version":1,"AccessKeyId":"AKID","SecretAccessKey":"s"}')"));
    ASSERT_TRUE(found.has_value()) << found.error().detail;
    EXPECT_TRUE((*found)->credentials.session_token.empty());
    EXPECT_FALSE((*found)->expiration);
}

TEST(process_credentials, that_a_command_does_not_give_are_an_error_that_shows_nothing_of_it)
{
    struct
    {
        char const* command;
        char const* part;
        errc code;
    } const cases[] = {
        {"exit 7 # sEcReT", "exit status 7", errc::credentials_failed},
        {"no-such-command --key sEcReT 2>/dev/null", "exit status 127", errc::credentials_failed},
        {"kill -9 $$ # sEcReT", "signal 9", errc::credentials_failed},
        {"echo sEcReT", "JSON", errc::credentials_failed},
        {"true sEcReT", "Version", errc::credentials_failed},
        {R"(echo '{"Version":2,"AccessKeyId":"A","SecretAccessKey":"sEcReT"}')", "Version",
            errc::credentials_failed},
        {R"(echo '{"Version":1,"AccessKeyId":"A"}')", "SecretAccessKey", errc::credentials_incomplete},
        {R"(echo '{"Version":1,"AccessKeyId":"A","SecretAccessKey":"sEcReT","Expiration":"soon"}')",
            "Expiration", errc::credentials_failed},
    };
    for (auto const& each : cases)
        EXPECT_EQ(asked_process().refusal(aws::process_credentials(each.command), {each.part}), each.code)
            << each.command;
    EXPECT_FALSE(has_children());
}

TEST(process_credentials, of_too_much_output_end_the_command)
{
    aws::process_options options;
    options.max_output = 1000;
    EXPECT_EQ(asked_process().refusal(aws::process_credentials("while true; do echo sEcReT; done", options),
                  {"more than 1000 bytes"}),
        errc::credentials_failed);
    EXPECT_TRUE(all_are_collected());
}

TEST(process_credentials, may_be_as_long_as_the_limit_says)
{
    std::string const text = R"({"Version":1,"AccessKeyId":"AKID","SecretAccessKey":"sEcReT"})";
    for (std::size_t const less : {0U, 1U})
    {
        aws::process_options options;
        options.max_output = text.size() - less;
        auto const found =
            asked_process().ask(aws::process_credentials("printf '%s' '" + text + "'", options));
        EXPECT_EQ(found.has_value(), less == 0);
    }
}

TEST(process_credentials, of_more_output_than_a_pipe_holds_are_read)
{
    aws::process_options options;
    options.max_output = 1 << 20;
    auto const found = asked_process().ask(
        aws::process_credentials("head -c 500000 /dev/zero | tr '\\0' ' '; " + printed_keys, options));
    EXPECT_TRUE(found.has_value()) << found.error().detail;
}

TEST(process_credentials, that_take_too_long_end_the_command_and_its_children)
{
    scratch_folder const folder;
    auto const file = (folder / "pid").string();
    aws::process_options options;
    options.timeout = 3s;
    asked_provider a;
    auto const begin = a.clock->now();
    EXPECT_EQ(
        a.refusal(aws::process_credentials("sleep 1000 & echo $! >" + file + "; wait", options), {"in time"}),
        errc::credentials_failed);
    EXPECT_EQ(a.clock->now() - begin, 3s);
    EXPECT_TRUE(all_are_collected());
    ::pid_t child = 0;
    std::ifstream(file) >> child;
    ASSERT_GT(child, 0);
    // It belongs to nobody here, so all that can be seen is that it goes.
    for (int i = 0; i < 1000 && ::kill(child, 0) == 0; ++i)
        std::this_thread::sleep_for(5ms);
    EXPECT_NE(::kill(child, 0), 0) << "a child of the command goes on";
}

TEST(process_credentials, do_not_wait_for_what_a_command_leaves_running)
{
    auto const found = asked_process().ask(aws::process_credentials("sleep 1000 & " + printed_keys));
    EXPECT_TRUE(found.has_value()) << found.error().detail;
    EXPECT_TRUE(all_are_collected());
}

TEST(process_credentials, come_when_a_command_closes_its_output_early)
{
    auto const found = asked_process().ask(aws::process_credentials(printed_keys + "; exec >&-; sleep 0.2"));
    EXPECT_TRUE(found.has_value()) << found.error().detail;
}

TEST(process_credentials, of_a_cancelled_operation_end_the_command)
{
    asked_provider a;
    a.start(aws::process_credentials("sleep 1000"), 1h);
    for (int i = 0; i < 5; ++i)
        a.context.run_one_for(10ms);
    EXPECT_FALSE(a.outcome);
    a.cancel.emit(boost::asio::cancellation_type::terminal);
    a.finish();
    EXPECT_TRUE(a.failure || a.outcome->has_error());
    EXPECT_TRUE(all_are_collected());
    EXPECT_EQ(a.clock->pending_alarms(), 0u);
}

TEST(process_credentials, end_with_their_context)
{
    {
        asked_provider a;
        a.start(aws::process_credentials("sleep 1000"), 1h);
        for (int i = 0; i < 5; ++i)
            a.context.run_one_for(10ms);
    }
    EXPECT_TRUE(all_are_collected());
}

TEST(process_credentials, come_although_the_program_ignores_its_children)
{
    auto const before = std::signal(SIGCHLD, SIG_IGN);
    auto const found = asked_process().ask(aws::process_credentials(printed_keys));
    std::signal(SIGCHLD, before);
    EXPECT_TRUE(found.has_value()) << found.error().detail;
}

TEST(process_credentials, are_run_without_the_files_and_the_input_of_the_program)
{
    auto const found = asked_process().ask(
        aws::process_credentials("cat; [ $(ls /proc/self/fd | wc -l) -le 4 ] || exit 9; " + printed_keys));
    EXPECT_TRUE(found.has_value()) << found.error().detail;
}

TEST(process_credentials, need_options_in_range)
{
    EXPECT_THROW(aws::process_credentials(" "), aws::configuration_error);
    aws::process_options options;
    options.timeout = 0s;
    EXPECT_THROW(aws::process_credentials("true", options), aws::configuration_error);
    options = {};
    options.max_output = 0;
    EXPECT_THROW(aws::process_credentials("true", options), aws::configuration_error);
}

TEST(child_process, knows_how_it_has_ended)
{
    http::child_process child("exit 3");
    for (int i = 0; i < 1000 && !child.has_ended(); ++i)
        std::this_thread::sleep_for(5ms);
    EXPECT_TRUE(child.has_ended());
    EXPECT_EQ(child.status(), 3);
}

} // namespace
} // namespace dynasio::tests
