// SPDX-License-Identifier: BSL-1.0
//
// Operations on files that are cancelled, or destroyed with their context, at each of their steps and while a blocking call
// runs. A step is a handler of the coroutine or a blocking call.

#include "file_fixture.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/strand.hpp>

#include <atomic>
#include <thread>

namespace dynasio::tests {
namespace {

enum class ending
{
    cancel,
    destroy_context,
};

/// Takes the end of an operation and its cancellation, which is not to be posted behind the handlers that are ready.
struct end_of_files
{
    using cancellation_slot_type = boost::asio::cancellation_slot;
    [[nodiscard]] cancellation_slot_type get_cancellation_slot() const noexcept { return slot; }
    void operator()(std::exception_ptr e) const { outcome->set(e); }

    cancellation_slot_type slot;
    outcome_of_files* outcome;
};

struct file_interruption : ::testing::TestWithParam<ending>
{
    using operation = std::function<awaitable<void>(file_fixture&)>;
    using check = std::function<void(outcome_of_files const&)>;

    /// Interrupts after one more step each time, until the operation ends before. Returns the number of steps.
    static std::size_t at_every_step(operation const& work, check const& then)
    {
        constexpr std::size_t bound = 1000;
        std::size_t steps = 0;
        for (bool too_late = false; !too_late && steps != bound; ++steps)
        {
            SCOPED_TRACE("after " + std::to_string(steps + 1) + " steps");
            file_fixture f;
            outcome_of_files outcome;
            boost::asio::cancellation_signal signal;
            boost::asio::co_spawn(*f.context, work(f), end_of_files{signal.slot(), &outcome});
            // Asio of Boost 1.81 cannot cancel what has not begun.
            for (std::size_t i = 0; i <= steps && !outcome.ended; ++i)
                if (!f.step())
                {
                    f.context->restart();
                    f.context->run_one_for(100ms);
                }
            too_late = outcome.ended;
            if (GetParam() == ending::cancel)
            {
                signal.emit(boost::asio::cancellation_type::terminal);
                f.finish(outcome);
            }
            else
                f.context.reset();
            f.blocking.restart();
            f.blocking.poll();
            if (f.context)
                f.settle();
            then(outcome);
        }
        EXPECT_LT(steps, bound);
        return steps;
    }
};

INSTANTIATE_TEST_SUITE_P(all, file_interruption, ::testing::Values(ending::cancel, ending::destroy_context),
    [](auto const& tested) { return tested.param == ending::cancel ? "cancel" : "destroy_context"; });

TEST_P(file_interruption, reading)
{
    scratch_folder const folder;
    put_file(folder / "a", long_text(600'000));
    auto const steps = at_every_step(
        [&](file_fixture& f) -> awaitable<void>
        {
            return [](std::filesystem::path path, http::file_io io) -> awaitable<void>
            {
                auto opening = http::open_file_source(std::move(path), std::move(io));
                auto const source = co_await std::move(opening);
                std::string all;
                auto reading = read_all_of(*source, 100'000, all); // whose memory goes with it
                co_await std::move(reading);
            }(folder / "a", f.io);
        },
        [&](outcome_of_files const& outcome)
        {
            if (outcome.error)
            {
                EXPECT_EQ(outcome.error, boost::asio::error::operation_aborted);
            }
            EXPECT_TRUE(descriptors_of(folder / "a").empty()) << "a file is left open";
        });
    EXPECT_GT(steps, 4U);
}

TEST_P(file_interruption, writing)
{
    scratch_folder const folder;
    put_file(folder / "a", "old");
    std::size_t replaced = 0;
    auto const text = long_text(600'000);
    auto const steps = at_every_step(
        [&](file_fixture& f) -> awaitable<void>
        {
            return [](std::filesystem::path path, http::file_io io) -> awaitable<void>
            {
                auto opening =
                    http::open_file_sink(std::move(path), std::move(io), http::file_sync::bytes_and_name);
                auto sink = co_await std::move(opening);
                auto const what = long_text(600'000);
                auto writing = write_all_to(sink, what, 200'000);
                co_await std::move(writing);
                auto committing = sink.commit();
                co_await std::move(committing);
            }(folder / "a", f.io);
        },
        [&](outcome_of_files const& outcome)
        {
            EXPECT_EQ(folder.names(), std::vector<std::string>{"a"});
            auto const found = text_of(folder / "a");
            bool const whole = found == text;
            EXPECT_TRUE(whole || found == "old") << found.size() << " bytes";
            if (outcome.ended)
            {
                // Cancelled: not replaced, and the other way round.
                EXPECT_EQ(whole, !outcome.error) << outcome.text;
            }
            replaced += whole;
            put_file(folder / "a", "old");
        });
    EXPECT_GT(steps, 6U);
    EXPECT_GT(replaced, 0U);
}

TEST(file_operations, a_read_can_be_tried_again)
{
    scratch_folder const folder;
    auto const text = long_text(600'000);
    put_file(folder / "a", text);
    file_fixture f;
    std::shared_ptr<http::body_source> source;
    f.run(
        [&]() -> awaitable<void>
        {
            auto opening = http::open_file_source(folder / "a", f.io);
            source = co_await std::move(opening);
        });
    std::string all;
    outcome_of_files outcome;
    boost::asio::cancellation_signal signal;
    boost::asio::co_spawn(
        *f.context, read_all_of(*source, 100'000, all), end_of_files{signal.slot(), &outcome});
    while (all.size() < 200'000 && f.step())
    {}
    signal.emit(boost::asio::cancellation_type::terminal); // the next call has begun, or is about to
    f.finish(outcome);
    EXPECT_EQ(outcome.error, boost::asio::error::operation_aborted);
    EXPECT_LT(all.size(), text.size());
    f.run([&] { return read_all_of(*source, 100'000, all); });
    EXPECT_TRUE(all == text) << all.size();
}

/// The context is destroyed at about the moment when a thread resumes the coroutine.
TEST(file_operations, a_context_may_go_while_a_call_runs)
{
    scratch_folder const folder;
    put_file(folder / "a", long_text(1'000'000));
    http::file_io const io(2U);
    for (int round = 0; round != 300; ++round)
    {
        auto context = std::make_unique<boost::asio::io_context>(1);
        auto const work = [](std::filesystem::path from, std::filesystem::path to, http::file_io where,
                              bool& writing) -> awaitable<void>
        {
            auto opening = http::open_file_source(std::move(from), where);
            auto const source = co_await std::move(opening);
            auto making = http::open_file_sink(std::move(to), where, http::file_sync::none);
            auto sink = co_await std::move(making);
            std::vector<std::byte> place(300'000);
            writing = true;
            for (;;)
            {
                auto reading = source->read(place);
                auto const n = co_await std::move(reading);
                if (n == 0)
                    source->rewind();
                auto step = sink.write(std::span(place).first(n));
                co_await std::move(step);
            }
        };
        bool writing = false;
        auto coroutine = work(folder / "a", folder / "b", io, writing);
        if (round % 2 == 0)
            boost::asio::co_spawn(*context, std::move(coroutine), [](std::exception_ptr) {});
        else
            boost::asio::co_spawn(
                boost::asio::make_strand(*context), std::move(coroutine), [](std::exception_ptr) {});
        for (int i = 0; i != round % 23; ++i)
            context->run_one_for(1s);
        EXPECT_TRUE(round % 23 < 15 || writing);
        context.reset();
    }
}

/// The last copy of a `file_io` may go with a coroutine, on a thread of its own.
TEST(file_operations, threads_may_end_themselves)
{
    scratch_folder const folder;
    put_file(folder / "a", "text");
    for (int round = 0; round != 100; ++round)
    {
        auto context = std::make_unique<boost::asio::io_context>(1);
        auto const work = [](std::filesystem::path from, http::file_io io) -> awaitable<void>
        {
            auto opening = http::open_file_source(std::move(from), std::move(io));
            auto const source = co_await std::move(opening);
            std::vector<std::byte> place(100);
            auto reading = source->read(place);
            co_await std::move(reading);
        };
        boost::asio::co_spawn(*context, work(folder / "a", http::file_io(1U)), [](std::exception_ptr) {});
        for (int i = 0; i != round % 7; ++i)
            context->run_one_for(1s);
        context.reset();
    }
}

} // namespace
} // namespace dynasio::tests
