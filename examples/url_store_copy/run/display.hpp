// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_EXAMPLES_URL_STORE_COPY_RUN_DISPLAY_HPP
#define DYNASIO_EXAMPLES_URL_STORE_COPY_RUN_DISPLAY_HPP

#include "run/tally.hpp"

#include <boost/asio/awaitable.hpp>

#include <string>
#include <string_view>

namespace examples::copier {

namespace asio = boost::asio;

/// What became of a file.
enum class outcome
{
    copied,  ///< and verified
    equal,   ///< there was nothing to do
    skipped, ///< it is not to be copied
    failed,
};

/// Standard output. On a terminal: a line of progress, and above it what is not as usual. Elsewhere: a line for each
/// file. All calls are on one thread.
class display
{
public:
    /// `word` is what the lines call files that are copied.
    display(tally const& counts, std::string_view word);

    void file(std::string_view name, outcome what, std::string_view detail = {});

    /// Draws the progress ten times a second until it is cancelled, on a terminal.
    asio::awaitable<void> draw();

    /// Removes the progress, and writes a summary.
    void end(std::string_view ending);

    [[nodiscard]] bool has_failures() const { return failures_ > 0; }

private:
    void redraw();
    void clear();

    tally const& counts_;
    std::string word_;
    bool is_terminal_;
    rate_meter::time_point begin_;
    rate_meter rate_;
    std::string drawn_;
    std::size_t failures_ = 0;
};

} // namespace examples::copier

#endif
