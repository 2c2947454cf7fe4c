// SPDX-License-Identifier: BSL-1.0
//
// How far a copy is, as a line of text. Pure.

#ifndef DYNASIO_EXAMPLES_URL_STORE_COPY_DECIDE_PROGRESS_HPP
#define DYNASIO_EXAMPLES_URL_STORE_COPY_DECIDE_PROGRESS_HPP

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

namespace examples::copier {

struct progress
{
    std::uint64_t files_found = 0;
    bool all_found = false;        ///< there will be no more
    std::uint64_t files_sized = 0; ///< those of the files found whose size is known
    std::uint64_t bytes_sized = 0; ///< the sum of these sizes
    std::uint64_t files_done = 0;  ///< copied, equal or failed
    std::uint64_t bytes_done = 0;  ///< of these, and of those under way
    std::uint64_t bytes_moved = 0; ///< those of `bytes_done` that were transferred
    double bytes_per_second = 0;   ///< of `bytes_moved`, lately
};

/// How many bytes there will have been at the end. Files whose size is not known yet are taken for average ones. Empty
/// until all are found, and where no size is known.
std::optional<std::uint64_t> expected_bytes(progress const& now);

/// The time that is left at this rate; empty if there is no telling.
std::optional<std::chrono::seconds> time_left(progress const& now);

/// `1.5 MB`
std::string amount_text(double bytes);

/// `2:05`, `1:02:05`
std::string time_text(std::chrono::seconds time);

/// `[=====>    ]  47%  12/25 files  4.7 MB of 10.0 MB  1.2 MB/s  0:04 left`, at most `width` characters: what does not fit
/// is left out, the bar first, then from the end.
std::string progress_line(progress const& now, std::size_t width);

/// `25 files, 10.0 MB, 1.2 MB/s`
std::string summary_line(progress const& done, std::chrono::duration<double> time);

/// The rate of the last seconds.
class rate_meter
{
public:
    using time_point = std::chrono::steady_clock::time_point;

    explicit rate_meter(time_point begin) : last_(begin) {}

    /// Bytes so far; the sum may become less where a request is sent again. Calls within a tenth of a second are left for
    /// the next one.
    void update(time_point now, std::uint64_t bytes);

    [[nodiscard]] double bytes_per_second() const { return rate_.value_or(0); }

private:
    time_point last_;
    std::uint64_t bytes_ = 0;
    std::optional<double> rate_;
};

} // namespace examples::copier

#endif
