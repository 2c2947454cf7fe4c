// SPDX-License-Identifier: BSL-1.0
//
// One descriptor stands for all that a process is waited for: output, its end, and the time that it has. So there is one operation
// at a time, on any executor, and no thread.

#include "http/process/run_process.hpp"

#include "http/process/child_process.hpp"
#include "text/wiped_text.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/system/errc.hpp>
#include <boost/system/system_error.hpp>
#include <openssl/crypto.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <system_error>
#include <utility>

#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

namespace dynasio::http {

namespace {

namespace asio = boost::asio;

/// Where the kernel has no descriptor for the end of a process, it is looked for so often.
constexpr auto look_again = std::chrono::milliseconds(10);

void check_descriptor(int result, char const* step)
{
    if (result < 0)
        throw std::system_error(errno, std::generic_category(), step);
}

/// Makes a descriptor readable when the time has come.
class alarm_descriptor final : public alarm
{
public:
    explicit alarm_descriptor(std::shared_ptr<clock> clock)
        : clock_(std::move(clock)), fd_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK))
    {
        check_descriptor(fd_.get(), "eventfd");
    }
    ~alarm_descriptor() { clock_->disarm(*this); }

    void arm(time_point when)
    {
        if (when != no_deadline)
            clock_->arm(*this, when);
    }

    void fire(boost::system::error_code) noexcept override
    {
        fired_ = true;
        std::uint64_t const one = 1;
        [[maybe_unused]] auto const written = ::write(fd_.get(), &one, sizeof one);
    }

    [[nodiscard]] int get() const noexcept { return fd_.get(); }
    [[nodiscard]] bool has_fired() const noexcept { return fired_; }

private:
    std::shared_ptr<clock> const clock_;
    unique_fd const fd_;
    std::atomic<bool> fired_ = false;
};

unique_fd watch(std::initializer_list<int> descriptors)
{
    unique_fd all(::epoll_create1(EPOLL_CLOEXEC));
    check_descriptor(all.get(), "epoll_create1");
    for (int const fd : descriptors)
        if (fd >= 0)
        {
            ::epoll_event event{};
            event.events = EPOLLIN;
            event.data.fd = fd;
            check_descriptor(::epoll_ctl(all.get(), EPOLL_CTL_ADD, fd, &event), "epoll_ctl");
        }
    return all;
}

/// Takes what the pipe has now. Returns false at the end of the output.
bool take_output(int from, text::wiped_text& into, std::size_t most)
{
    std::array<char, 4096> buffer;
    bool open = true;
    while (into.text.size() <= most)
    {
        auto const got = ::read(from, buffer.data(), buffer.size());
        if (got < 0 && errno == EINTR)
            continue;
        open = got > 0 || (got < 0 && errno == EAGAIN);
        if (got <= 0)
            break;
        text::append_secret(into.text, {buffer.data(), static_cast<std::size_t>(got)});
    }
    OPENSSL_cleanse(buffer.data(), buffer.size());
    return open;
}

process_failure process_error(boost::system::errc::errc_t code, std::string why)
{
    return {make_error_code(code), std::move(why)};
}

/// Why the process has not ended well; without a code if it has, as far as anybody knows.
process_failure judge(child_process const& child)
{
    auto const status = child.status().value_or(0);
    if (status > 0)
        return process_error(boost::system::errc::invalid_argument, "exit status " + std::to_string(status));
    if (status < 0)
        return process_error(
            boost::system::errc::invalid_argument, "ended by signal " + std::to_string(-status));
    return {};
}

} // namespace

void throw_exception_from_error(process_failure const& e, boost::source_location const&)
{
    throw boost::system::system_error(e.code, e.text);
}

asio::awaitable<process_result> run_process(
    std::shared_ptr<clock> time, std::string command, time_point deadline, std::size_t max_output)
{
    auto const executor = co_await asio::this_coro::executor;
    std::optional<child_process> child;
    std::optional<alarm_descriptor> alarm;
    std::optional<asio::posix::stream_descriptor> all;
    process_failure broken;
    try
    {
        alarm.emplace(time);
        child.emplace(command);
        auto watched = watch({child->output(), child->pidfd(), alarm->get()});
        all.emplace(executor, watched.get());
        watched.release();
    }
    catch (std::system_error const& e)
    {
        broken = process_failure(e.code(), e.what());
    }
    catch (boost::system::system_error const& e)
    {
        broken = process_failure(e.code(), e.what());
    }
    text::wipe(command);
    if (broken.code)
        co_return broken;
    alarm->arm(deadline);

    text::wiped_text output;
    bool open = true;
    for (;;)
    {
        bool const ended = child->has_ended(); // before the last look at its output
        open = open && take_output(child->output(), output, max_output);
        if (output.text.size() > max_output)
            co_return process_error(boost::system::errc::message_size,
                "printed more than " + std::to_string(max_output) + " bytes");
        if (ended)
            break;
        if (alarm->has_fired())
            co_return process_failure(asio::error::timed_out, "did not end in time");
        // An end of the output stays readable: from here on only the end of the process counts.
        if (!open)
            ::epoll_ctl(all->native_handle(), EPOLL_CTL_DEL, child->output(), nullptr);
        if (child->pidfd() < 0)
        {
            co_await sleep_until(time, time->now() + look_again);
            continue;
        }
        auto const waited = co_await all->async_wait(
            asio::posix::stream_descriptor::wait_read, asio::as_tuple(asio::deferred));
        if (auto const& e = std::get<0>(waited))
            co_return process_failure(e, e.message());
    }
    if (auto why = judge(*child); why.code)
        co_return why;
    co_return sigv4::secret(output.text);
}

} // namespace dynasio::http
