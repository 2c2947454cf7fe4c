// SPDX-License-Identifier: BSL-1.0
//
// A pool on a context and a clock that the test drives. Requests are started and then carried on until something has
// happened; no test waits for time to pass. At the end the context must have run out of work.

#ifndef DYNASIO_TESTS_UNIT_HTTP_POOL_FIXTURE_HPP
#define DYNASIO_TESTS_UNIT_HTTP_POOL_FIXTURE_HPP

#include "support/http_server.hpp"

#include <dynasio/http/errc.hpp>
#include <dynasio/http/pool.hpp>
#include <dynasio/testing/manual_clock.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <gtest/gtest.h>

#include <chrono>
#include <exception>
#include <memory>
#include <optional>
#include <ostream>
#include <string>

namespace dynasio::http {

inline std::ostream& operator<<(std::ostream& out, stage s)
{
    constexpr char const* names[] = {"waiting", "connecting", "sending", "receiving"};
    return out << names[static_cast<int>(s)];
}

} // namespace dynasio::http

namespace dynasio::tests {

using namespace std::chrono_literals;

inline http::request make_request(std::uint16_t port, std::string target = "/", bool idempotent = false)
{
    http::request r;
    r.to.tls = false;
    r.to.host = "127.0.0.1";
    r.to.port = port;
    r.target = std::move(target);
    r.body = "{}";
    r.idempotent = idempotent;
    return r;
}

/// The script of a server that answers every request.
inline void serve(peer& p)
{
    p.serve();
}

/// Reads the beginning of a request, and no further until the gate is open. Event: "1: began".
inline script reads_no_further(server_gate& g)
{
    return [&g](peer& p)
    {
        p.read_some(1000);
        p.note("began");
        g.wait();
    };
}

/// Makes the certificates of this run.
inline test_ca const& authority()
{
    static test_ca const instance;
    return instance;
}

/// A request under way.
struct pending
{
    http::request asked;
    boost::asio::cancellation_signal cancel;
    std::optional<http::send_result> result;
    std::exception_ptr thrown;

    [[nodiscard]] bool done() const { return result || thrown; }

    /// The error, also where it was thrown by the cancellation.
    [[nodiscard]] boost::system::error_code code() const
    {
        if (thrown)
            return boost::asio::error::operation_aborted;
        return result && result->has_error() ? result->error().code : boost::system::error_code();
    }
    [[nodiscard]] std::string body() const
    {
        return result && *result ? (*result)->body : "(failed: " + code().message() + " " + detail() + ")";
    }
    [[nodiscard]] std::string detail() const
    {
        return result && result->has_error() ? result->error().detail : std::string();
    }
    [[nodiscard]] http::stage reached() const
    {
        return result && result->has_error() ? result->error().reached : http::stage::waiting;
    }
};

class pool_fixture
{
public:
    explicit pool_fixture(http::pool_options const& options = http::pool_options())
        : connections(std::make_unique<http::pool>(context.get_executor(), options, clock))
    {}

    ~pool_fixture()
    {
        connections.reset();
        context.restart();
        run_until([this] { return context.stopped(); });
        EXPECT_TRUE(context.stopped()) << "work was left behind";
        EXPECT_EQ(clock->pending_alarms(), 0U);
    }

    std::shared_ptr<pending> start(http::request r, http::time_point deadline = http::no_deadline)
    {
        auto p = std::make_shared<pending>();
        p->asked = std::move(r);
        boost::asio::co_spawn(context, connections->send(p->asked, deadline),
            boost::asio::bind_cancellation_slot(p->cancel.slot(),
                [p](std::exception_ptr thrown, http::send_result result)
                {
                    p->thrown = thrown;
                    if (!thrown)
                        p->result = std::move(result);
                }));
        return p;
    }

    std::shared_ptr<pending> ask(http::request r, http::time_point deadline = http::no_deadline)
    {
        auto p = start(std::move(r), deadline);
        run_until([&] { return p->done(); });
        return p;
    }

    /// Cancels a request, from within the context as Asio wants it.
    void cancel(std::shared_ptr<pending> p)
    {
        boost::asio::post(
            context, [p = std::move(p)] { p->cancel.emit(boost::asio::cancellation_type::terminal); });
    }

    /// Carries on until it is so; bounded.
    template <class Condition>
    bool run_until(Condition condition, std::chrono::steady_clock::duration patience = 20s)
    {
        auto const limit = std::chrono::steady_clock::now() + patience;
        while (!condition())
        {
            if (std::chrono::steady_clock::now() > limit)
                return false;
            context.restart();
            if (context.run_one_for(1ms) == 0 && context.stopped() && condition())
                return true;
        }
        return true;
    }

    boost::asio::io_context context{1};
    std::shared_ptr<testing::manual_clock> clock = std::make_shared<testing::manual_clock>();
    std::unique_ptr<http::pool> connections;
};

} // namespace dynasio::tests

#endif
