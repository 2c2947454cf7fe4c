// SPDX-License-Identifier: BSL-1.0
//
// Streams on the pool of `pool_fixture`: opening, reading and sources that the test holds back.

#ifndef DYNASIO_TESTS_UNIT_HTTP_STREAM_FIXTURE_HPP
#define DYNASIO_TESTS_UNIT_HTTP_STREAM_FIXTURE_HPP

#include "pool_fixture.hpp"

#include <dynasio/testing/gate.hpp>

#include <algorithm>
#include <cstring>
#include <deque>
#include <mutex>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dynasio::tests {

/// Text that a script collects on the server's thread, for the test. ThreadSanitizer sees no order in what goes over a socket.
class shared_text
{
public:
    void add(std::string_view more)
    {
        std::lock_guard const lock(mutex_);
        text_ += more;
    }
    [[nodiscard]] std::string get() const
    {
        std::lock_guard const lock(mutex_);
        return text_;
    }

private:
    mutable std::mutex mutex_;
    std::string text_;
};

/// Gives out pieces, one for each read that has room for it.
class listed_source : public http::body_source
{
public:
    explicit listed_source(std::vector<std::string> pieces, std::optional<std::uint64_t> size = std::nullopt)
        : pieces_(std::move(pieces)), size_(size)
    {}

    [[nodiscard]] std::optional<std::uint64_t> size() const override { return size_; }

    boost::asio::awaitable<std::size_t> read(std::span<std::byte> into) override
    {
        ++reads;
        if (held && next_ == held_at)
        {
            auto waiting = held->wait();
            if (auto const e = co_await std::move(waiting))
                throw boost::system::system_error(e);
        }
        if (next_ == throws_at)
            throw std::runtime_error("the disk is on fire");
        if (next_ == pieces_.size())
            co_return 0;
        auto& piece = pieces_[next_];
        auto const n = std::min(into.size(), piece.size() - at_);
        std::memcpy(into.data(), piece.data() + at_, n);
        at_ += n;
        if (at_ == piece.size())
        {
            at_ = 0;
            ++next_;
        }
        co_return n;
    }

    bool rewind() override
    {
        ++rewinds;
        next_ = at_ = 0;
        return can_rewind;
    }

    static constexpr std::size_t never = static_cast<std::size_t>(-1);
    std::size_t throws_at = never; ///< the piece in place of which it throws
    std::size_t held_at = never;   ///< the piece before which it waits for the gate
    std::optional<testing::gate> held;
    bool can_rewind = false;
    std::size_t reads = 0;
    std::size_t rewinds = 0;

private:
    std::vector<std::string> pieces_;
    std::optional<std::uint64_t> size_;
    std::size_t next_ = 0;
    std::size_t at_ = 0;
};

/// An operation under way.
template <class Result>
struct streaming
{
    http::request asked;
    boost::asio::cancellation_signal cancel;
    std::optional<Result> result;
    std::exception_ptr thrown;

    [[nodiscard]] bool done() const { return result || thrown; }
    [[nodiscard]] boost::system::error_code code() const
    {
        if (thrown)
            return boost::asio::error::operation_aborted;
        return result && result->has_error() ? result->error().code : boost::system::error_code();
    }
    [[nodiscard]] std::string detail() const
    {
        return result && result->has_error() ? result->error().detail : std::string();
    }
    [[nodiscard]] bool succeeded() const { return result && result->has_value(); }
};

using opening = streaming<http::open_result>;

struct reading : streaming<http::read_result>
{
    explicit reading(std::size_t most) : place(most) {}
    std::vector<std::byte> place;

    [[nodiscard]] std::string text() const
    {
        return {reinterpret_cast<char const*>(place.data()), succeeded() ? **result : 0};
    }
};

class stream_fixture : public pool_fixture
{
public:
    using pool_fixture::pool_fixture;

    std::shared_ptr<opening> start_open(http::request r, std::shared_ptr<http::body_source> body = nullptr,
        http::stream_deadlines deadlines = {})
    {
        auto p = std::make_shared<opening>();
        p->asked = std::move(r);
        run(p, connections->open(p->asked, std::move(body), deadlines));
        return p;
    }

    std::shared_ptr<opening> open(http::request r, std::shared_ptr<http::body_source> body = nullptr,
        http::stream_deadlines deadlines = {})
    {
        auto p = start_open(std::move(r), std::move(body), deadlines);
        run_until([&] { return p->done(); });
        return p;
    }

    std::shared_ptr<reading> start_read(http::response_stream& from, std::size_t most = 1000)
    {
        auto p = std::make_shared<reading>(most);
        run(p, from.read_some_result(p->place));
        return p;
    }

    std::shared_ptr<reading> read(http::response_stream& from, std::size_t most = 1000)
    {
        auto p = start_read(from, most);
        run_until([&] { return p->done(); });
        return p;
    }

    /// The rest of the body, then "!" and the error if there is one.
    std::string rest_of(http::response_stream& from, std::size_t most = 1000)
    {
        std::string all;
        for (;;)
        {
            auto const p = read(from, most);
            if (!p->succeeded())
                return all + '!' + p->code().message();
            if (**p->result == 0)
                return all;
            all += p->text();
        }
    }

    /// Opens and reads to the end.
    std::string fetch(http::request r, std::shared_ptr<http::body_source> body = nullptr)
    {
        auto const p = open(std::move(r), std::move(body));
        return p->succeeded() ? rest_of(**p->result) : "!" + p->code().message() + " " + p->detail();
    }

    template <class Operation>
    void cancel_operation(std::shared_ptr<Operation> p)
    {
        boost::asio::post(
            context, [p = std::move(p)] { p->cancel.emit(boost::asio::cancellation_type::terminal); });
    }

private:
    template <class Operation, class Result>
    void run(std::shared_ptr<Operation> p, boost::asio::awaitable<Result> work)
    {
        auto const slot = p->cancel.slot();
        boost::asio::co_spawn(context, std::move(work),
            boost::asio::bind_cancellation_slot(slot,
                [p](std::exception_ptr thrown, auto result)
                {
                    p->thrown = thrown;
                    if (!thrown)
                        p->result.emplace(std::move(result));
                }));
    }
};

/// A test over plain TCP and over TLS.
class stream_test : public ::testing::TestWithParam<bool>
{
protected:
    stream_test()
    {
        if (GetParam())
            identity_ = authority().issue("IP:127.0.0.1");
        options.tls.ca_file = authority().file();
    }

    [[nodiscard]] server_identity const* identity() const { return identity_ ? &*identity_ : nullptr; }

    [[nodiscard]] http::request to(
        scripted_server const& server, std::string method = "GET", std::string target = "/") const
    {
        auto r = make_request(server.port(), std::move(target));
        r.to.tls = identity_.has_value();
        r.method = std::move(method);
        r.body.clear();
        return r;
    }

    http::pool_options options;

private:
    std::optional<server_identity> identity_;
};

inline std::string tls_name(::testing::TestParamInfo<bool> const& tested)
{
    return tested.param ? "tls" : "plain";
}

/// Reads a request up to the last chunk of its body, as it came.
inline std::string expect_chunked(peer& p)
{
    std::string all;
    while (!all.ends_with("\r\n0\r\n\r\n"))
    {
        auto const more = p.read_some(16384);
        if (more.empty())
            return all + "(cut)";
        all += more;
    }
    return all;
}

/// What comes behind the empty line of a request.
inline std::string body_of(std::string const& request)
{
    auto const end = request.find("\r\n\r\n");
    return end == std::string::npos ? "(no header)" : request.substr(end + 4);
}

} // namespace dynasio::tests

#endif
