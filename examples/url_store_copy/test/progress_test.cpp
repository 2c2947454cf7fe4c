// SPDX-License-Identifier: BSL-1.0

#include "decide/progress.hpp"
#include "run/tally.hpp"

#include <gtest/gtest.h>

namespace examples::copier {
namespace {

using namespace std::chrono_literals;

progress half_done()
{
    progress now;
    now.files_found = 25;
    now.all_found = true;
    now.files_sized = 25;
    now.bytes_sized = 10'000'000;
    now.files_done = 12;
    now.bytes_done = 5'000'000;
    now.bytes_moved = 4'000'000;
    now.bytes_per_second = 1'250'000;
    return now;
}

TEST(copy_progress, amounts)
{
    EXPECT_EQ(amount_text(0), "0 B");
    EXPECT_EQ(amount_text(999), "999 B");
    EXPECT_EQ(amount_text(1000), "1.0 kB");
    EXPECT_EQ(amount_text(999'949), "999.9 kB");
    EXPECT_EQ(amount_text(999'950), "1.0 MB");
    EXPECT_EQ(amount_text(2.5e9), "2.5 GB");
    EXPECT_EQ(amount_text(1.8e19), "18000.0 PB");
}

TEST(copy_progress, times)
{
    EXPECT_EQ(time_text(0s), "0:00");
    EXPECT_EQ(time_text(65s), "1:05");
    EXPECT_EQ(time_text(3600s + 62s), "1:01:02");
}

TEST(copy_progress, lines)
{
    EXPECT_EQ(progress_line(half_done(), 200),
        "[===============>              ]  50%  12/25 files  5.0 MB of 10.0 MB  1.2 MB/s  0:04 left");
    auto now = half_done();
    now.all_found = false;
    EXPECT_EQ(progress_line(now, 200), "12/25 files so far  5.0 MB  1.2 MB/s");
    now = half_done();
    now.bytes_done = now.bytes_sized;
    EXPECT_TRUE(progress_line(now, 200).starts_with("[==============================] 100%  "));
    EXPECT_TRUE(progress_line(now, 200).ends_with("  0:00 left"));
    EXPECT_EQ(progress_line(progress(), 200), "0/0 files so far  0 B  0 B/s");
}

TEST(copy_progress, lines_fit_the_terminal)
{
    for (std::size_t width = 0; width < 100; ++width)
        EXPECT_LE(progress_line(half_done(), width).size(), width);
    EXPECT_EQ(progress_line(half_done(), 79),
        "[=========>         ]  50%  12/25 files  5.0 MB of 10.0 MB  1.2 MB/s  0:04 left");
    std::string const text = " 50%  12/25 files  5.0 MB of 10.0 MB  1.2 MB/s  0:04 left";
    EXPECT_EQ(progress_line(half_done(), text.size() + 11), "[====>   ] " + text);
    EXPECT_EQ(progress_line(half_done(), text.size() + 10), text);
    EXPECT_EQ(progress_line(half_done(), 18), " 50%  12/25 files");
    EXPECT_EQ(progress_line(half_done(), 16), "[====>    ]  50%");
}

TEST(copy_progress, files_whose_size_is_not_known_are_average)
{
    auto now = half_done();
    now.files_sized = 20;
    now.bytes_sized = 8'000'000;
    EXPECT_EQ(expected_bytes(now), 10'000'000U);
    EXPECT_EQ(time_left(now), 4s);
    now.files_sized = 0;
    EXPECT_FALSE(expected_bytes(now));
    EXPECT_FALSE(time_left(now));
}

TEST(copy_progress, files_that_are_longer_or_empty)
{
    auto now = half_done();
    now.bytes_done = 11'000'000; // a file has grown
    EXPECT_EQ(time_left(now), 0s);
    EXPECT_TRUE(progress_line(now, 200).find("100%") != std::string::npos);
    now.bytes_sized = 0;
    now.bytes_done = 0;
    EXPECT_TRUE(progress_line(now, 200).find(" 48%") != std::string::npos) << progress_line(now, 200);
}

TEST(copy_progress, no_time_is_told_without_a_rate)
{
    auto now = half_done();
    now.bytes_per_second = 0;
    EXPECT_FALSE(time_left(now));
    now.bytes_sized = UINT64_MAX / 2;
    now.bytes_per_second = 1;
    EXPECT_FALSE(time_left(now));
}

TEST(copy_progress, rates)
{
    auto const begin = rate_meter::time_point();
    rate_meter rate(begin);
    EXPECT_EQ(rate.bytes_per_second(), 0);
    rate.update(begin + 50ms, 1000); // too soon to tell
    EXPECT_EQ(rate.bytes_per_second(), 0);
    rate.update(begin + 500ms, 1000);
    EXPECT_DOUBLE_EQ(rate.bytes_per_second(), 2000);
    rate.update(begin + 1s, 2000);
    EXPECT_DOUBLE_EQ(rate.bytes_per_second(), 2000);
    rate.update(begin + 2s, 2000);
    EXPECT_LT(rate.bytes_per_second(), 1500);
    EXPECT_GT(rate.bytes_per_second(), 1300);
    rate.update(begin + 30s, 0); // sent again from the beginning
    EXPECT_LT(rate.bytes_per_second(), 1);
}

TEST(copy_progress, summaries)
{
    EXPECT_EQ(summary_line(half_done(), 2s), "12 files, 4.0 MB transferred, 2.0 MB/s");
    progress one;
    one.files_done = 1;
    EXPECT_EQ(summary_line(one, 0s), "1 file, 0 B transferred, 0 B/s");
}

TEST(copy_tally, transfers_under_way_count)
{
    tally counts;
    counts.found();
    counts.found();
    counts.sized(100);
    counts.sized(50);
    counts.all_found();
    counts.at("a", 40); // a download that goes on here
    counts.at("a", 70);
    EXPECT_EQ(counts.now().bytes_done, 70U);
    EXPECT_EQ(counts.now().bytes_moved, 30U);
    counts.at("a", 0); // it begins again
    counts.at("a", 10);
    EXPECT_EQ(counts.now().bytes_moved, 10U);
    counts.at("a", 100);
    counts.done("a", 100);
    counts.done("b", 50); // was equal
    auto const end = counts.now();
    EXPECT_EQ(end.files_found, 2U);
    EXPECT_TRUE(end.all_found);
    EXPECT_EQ(end.files_sized, 2U);
    EXPECT_EQ(end.bytes_sized, 150U);
    EXPECT_EQ(end.files_done, 2U);
    EXPECT_EQ(end.bytes_done, 150U);
    EXPECT_EQ(end.bytes_moved, 100U);
}

} // namespace
} // namespace examples::copier
