// SPDX-License-Identifier: BSL-1.0

#include "run/display.hpp"

#include "decide/keys.hpp"

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <chrono>
#include <iostream>

#include <sys/ioctl.h>
#include <unistd.h>

namespace examples::copier {

namespace {

std::size_t terminal_width()
{
    winsize size{};
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0)
        return 80;
    return size.ws_col;
}

} // namespace

display::display(tally const& counts, std::string_view word)
    : counts_(counts),
      word_(word),
      is_terminal_(isatty(STDOUT_FILENO) == 1),
      begin_(std::chrono::steady_clock::now()),
      rate_(begin_)
{}

void display::file(std::string_view name, outcome what, std::string_view detail)
{
    bool const usual = what == outcome::copied || what == outcome::equal;
    if (what == outcome::failed)
        ++failures_;
    if (is_terminal_ && usual)
        return;
    clear();
    switch (what)
    {
    case outcome::copied:
        std::cout << word_;
        break;
    case outcome::equal:
        std::cout << "equal";
        break;
    case outcome::skipped:
        std::cout << "skipped";
        break;
    case outcome::failed:
        std::cout << "failed";
        break;
    }
    std::cout << ' ' << printable(name);
    if (!detail.empty())
        std::cout << ": " << printable(detail);
    std::cout << std::endl;
}

asio::awaitable<void> display::draw()
{
    asio::steady_timer timer(co_await asio::this_coro::executor);
    while (is_terminal_)
    {
        redraw();
        timer.expires_after(std::chrono::milliseconds(100));
        co_await timer.async_wait(asio::use_awaitable);
    }
}

void display::redraw()
{
    auto now = counts_.now();
    rate_.update(std::chrono::steady_clock::now(), now.bytes_moved);
    now.bytes_per_second = rate_.bytes_per_second();
    // The last column is left free: some terminals begin a new line after it.
    auto line = progress_line(now, terminal_width() - 1);
    if (line == drawn_)
        return;
    clear();
    drawn_ = std::move(line);
    std::cout << drawn_ << std::flush;
}

void display::clear()
{
    if (!drawn_.empty())
        std::cout << "\r\x1b[K";
    drawn_.clear();
}

void display::end(std::string_view ending)
{
    clear();
    auto const time = std::chrono::steady_clock::now() - begin_;
    std::cout << ending << ": " << summary_line(counts_.now(), time) << std::endl;
}

} // namespace examples::copier
