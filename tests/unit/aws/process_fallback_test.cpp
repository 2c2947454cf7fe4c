// SPDX-License-Identifier: BSL-1.0
//
// Commands on a kernel that has no descriptors of processes: each test runs in a process for which the kernel acts so.

#include "support/asked_provider.hpp"
#include "support/children.hpp"
#include "support/refusing_kernel.hpp"

#include <dynasio/aws/credential_providers.hpp>

#include <gtest/gtest.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <string>

#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace dynasio::tests {
namespace {

using namespace std::chrono_literals;

std::string const printed_keys = R"(echo '{"Version":1,"AccessKeyId":"AKID","SecretAccessKey":"sEcReT"}')";

bool forbid_process_descriptors()
{
    return let_the_kernel_refuse(SYS_pidfd_open, ENOSYS) && ::syscall(SYS_pidfd_open, ::getpid(), 0) == -1
        && errno == ENOSYS;
}

/// Tries it in a process of its own.
bool can_forbid_process_descriptors()
{
    auto const child = ::fork();
    if (child == 0)
        std::_Exit(forbid_process_descriptors() ? 0 : 1);
    int status = -1;
    return ::waitpid(child, &status, 0) == child && status == 0;
}

/// Ends this process, with the word that the parent looks for.
[[noreturn]] void run_without_descriptors(std::function<bool()> const& test)
{
    bool const good = forbid_process_descriptors() && test() && !::testing::Test::HasFailure();
    std::fputs(good ? "passed" : "failed", stderr);
    std::_Exit(0);
}

struct quick_process : asked_provider
{
    quick_process() { idle = 5ms; }
};

class process_fallback : public ::testing::Test
{
protected:
    void SetUp() override
    {
        if (!can_forbid_process_descriptors())
            GTEST_SKIP() << "the kernel does not allow filters of system calls";
    }

    static void expect_passed(std::function<bool()> const& test)
    {
        EXPECT_EXIT(run_without_descriptors(test), ::testing::ExitedWithCode(0), "passed");
    }
};

TEST_F(process_fallback, has_what_a_command_prints)
{
    expect_passed(
        []
        {
            auto const found =
                quick_process().ask(aws::process_credentials("sleep 0.1; " + printed_keys), 1h);
            return found.has_value() && (*found)->credentials.access_key_id == "AKID" && all_are_collected();
        });
}

TEST_F(process_fallback, has_them_when_the_output_is_closed_early)
{
    expect_passed(
        []
        {
            auto const found =
                quick_process().ask(aws::process_credentials(printed_keys + "; exec >&-; sleep 0.1"), 1h);
            return found.has_value() && all_are_collected();
        });
}

TEST_F(process_fallback, ends_a_command_that_takes_too_long)
{
    expect_passed(
        []
        {
            aws::process_options options;
            options.timeout = 300ms;
            auto const found = quick_process().ask(aws::process_credentials("sleep 1000", options), 1h);
            return found.has_error() && found.error().detail.find("in time") != std::string::npos
                && all_are_collected();
        });
}

TEST_F(process_fallback, ends_the_command_of_a_cancelled_operation)
{
    expect_passed(
        []
        {
            quick_process a;
            a.start(aws::process_credentials("sleep 1000"), 1h);
            for (int i = 0; i < 5; ++i)
                a.context.run_one_for(5ms);
            bool const early = a.outcome.has_value();
            a.cancel.emit(boost::asio::cancellation_type::terminal);
            a.finish();
            return !early && (a.failure || a.outcome->has_error()) && all_are_collected()
                && a.clock->pending_alarms() == 0;
        });
}

} // namespace
} // namespace dynasio::tests
