// SPDX-License-Identifier: BSL-1.0
//
// Jobs that are cancelled while they run, or wait for a thread.

#include "file_fixture.hpp"

#include "http/file/blocking_calls.hpp"
#include "http/file/temporary_file.hpp"

#include <boost/asio/error.hpp>

namespace dynasio::tests {
namespace {

/// Cancels the operation that waits for it, before it passes or after that.
class cancelling_job final : public http::blocking_job
{
public:
    cancelling_job(boost::asio::cancellation_signal& s, bool first) : signal_(s), first_(first) {}

    void run() noexcept override
    {
        ++runs;
        if (first_)
            signal_.emit(boost::asio::cancellation_type::terminal);
        passed = pass();
        if (!first_)
            signal_.emit(boost::asio::cancellation_type::terminal);
    }

    int runs = 0;
    bool passed = false;

private:
    boost::asio::cancellation_signal& signal_;
    bool const first_;
};

/// Takes the end of an operation and its cancellation, which is not to be posted.
struct end_of_job
{
    using cancellation_slot_type = boost::asio::cancellation_slot;
    [[nodiscard]] cancellation_slot_type get_cancellation_slot() const noexcept { return slot; }
    void operator()(std::exception_ptr, boost::system::error_code e) const { *error = e; }

    cancellation_slot_type slot;
    std::optional<boost::system::error_code>* error;
};

TEST(blocking_calls, are_cancelled_until_they_pass)
{
    for (bool const first : {true, false})
    {
        file_fixture f;
        boost::asio::cancellation_signal signal;
        auto const job = std::make_shared<cancelling_job>(signal, first);
        std::optional<boost::system::error_code> error;
        boost::asio::co_spawn(
            *f.context, http::run_blocking(f.io.calls(), job), end_of_job{signal.slot(), &error});
        f.settle();
        EXPECT_EQ(job->runs, 1);
        EXPECT_EQ(job->passed, !first);
        ASSERT_TRUE(error);
        if (first)
            EXPECT_EQ(*error, boost::asio::error::operation_aborted);
        else
            EXPECT_FALSE(*error) << error->message();
    }
}

TEST(blocking_calls, do_not_run_when_nobody_waits)
{
    for (bool const destroyed : {true, false})
    {
        file_fixture f;
        boost::asio::cancellation_signal signal;
        auto const job = std::make_shared<cancelling_job>(signal, true);
        std::optional<boost::system::error_code> error;
        boost::asio::co_spawn(
            *f.context, http::run_blocking(f.io.calls(), job), end_of_job{signal.slot(), &error});
        f.context->poll(); // until it waits for a thread
        if (destroyed)
            f.context.reset();
        else
            signal.emit(boost::asio::cancellation_type::terminal);
        f.blocking.poll();
        EXPECT_EQ(job->runs, 0);
        EXPECT_TRUE(job->cancelled());
        EXPECT_EQ(job.use_count(), destroyed ? 1 : 2) << "something keeps it";
    }
}

TEST(blocking_calls, replace_no_file_when_they_were_cancelled)
{
    scratch_folder const folder;
    put_file(folder / "a", "old");
    http::making_temporary_file making(folder / "a");
    making.run();
    ASSERT_TRUE(making.made);
    std::shared_ptr<http::temporary_file> const made = std::move(making.made);
    http::committing_file cancelled(made, http::file_sync::none);
    EXPECT_TRUE(cancelled.cancel());
    cancelled.run();
    EXPECT_EQ(text_of(folder / "a"), "old");
    http::committing_file whole(made, http::file_sync::none);
    whole.run();
    EXPECT_EQ(text_of(folder / "a"), "");
    EXPECT_FALSE(whole.cancel());
}

} // namespace
} // namespace dynasio::tests
