// SPDX-License-Identifier: BSL-1.0
//
// A call whose credentials have to be looked for first, interrupted at each of the steps of both.

#ifndef DYNASIO_TESTS_UNIT_CLIENT_STEPPED_SEARCH_HPP
#define DYNASIO_TESTS_UNIT_CLIENT_STEPPED_SEARCH_HPP

#include "support/stepped_operation.hpp"
#include "unit/client/client_requests.hpp"

#include <dynasio/http/errc.hpp>

#include <boost/asio/error.hpp>

#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace dynasio::tests {

/// A request that is expected, and what it gets.
struct search_step
{
    search_step(std::string what, http::send_result result)
        : request(std::move(what)), outcome(std::move(result))
    {}

    std::string request; ///< as `name_of` has it
    http::send_result outcome;
};

/// Method, host, path and who has signed: `POST sts.us-east-1.amazonaws.com/ as AKID`.
inline std::string name_of(http::request const& r)
{
    auto const path = r.target.substr(0, r.target.find('?'));
    auto const authorization = std::string(r.headers.find("authorization").value_or(""));
    auto const id = authorization.find("Credential=");
    auto const who = id == authorization.npos
        ? std::string("nobody")
        : authorization.substr(id + 11, authorization.find('/', id) - id - 11);
    return r.method + " " + r.to.host + path + " as " + who;
}

/// The response is lost.
inline http::send_result lost_response()
{
    http::transport_error lost;
    lost.code = http::errc::closed_early;
    lost.reached = http::stage::receiving;
    return lost;
}

/// A put after a search for credentials. The last step of the script is the put itself.
class stepped_search_put final : public stepped_operation
{
public:
    /// `threads`: how long threads may take to read files before time may pass.
    stepped_search_put(std::shared_ptr<aws::credentials_provider> source, std::vector<search_step> script,
        std::chrono::milliseconds threads = {})
        : stepped_operation([this](http::request const& r) { return respond(r); }, 1, std::move(source)),
          script_(std::move(script))
    {
        threads_take = threads;
    }

    boost::asio::awaitable<void> run() override
    {
        auto const request = conditional_put();
        return keep(owner->try_put_item(request));
    }

    /// The search is cancelled by a handler. One that is ready before it may begin a request, which must not reach the server.
    void destroy_client() override
    {
        auto const begun = server->begun();
        stepped_operation::destroy_client();
        run_what_is_ready();
        EXPECT_LE(server->received(), begun) << "a request without a client";
    }

    /// The search belongs to no call: it goes on after `client::cancel`, as after the cancellation of a call.
    [[nodiscard]] bool is_one_operation() const override { return false; }

    void check(bool interrupted) override
    {
        owner.reset(); // a cancelled call leaves the search to other calls; nobody else ends it
        EXPECT_FALSE(failure) << "ended with an exception that has no verdict";
        if (!outcome_)
        {
            EXPECT_EQ(asked_, script_.size());
            return;
        }
        EXPECT_TRUE(interrupted) << *outcome_;
        EXPECT_EQ(outcome_->code(), boost::asio::error::operation_aborted);
        EXPECT_EQ(outcome_->may_have_been_applied(), server->begun() == script_.size()) << *outcome_;
    }

private:
    http::send_result respond(http::request const& r)
    {
        if (asked_ == script_.size())
        {
            ADD_FAILURE() << "an unexpected request: " << name_of(r);
            return respond_with(400, "");
        }
        auto const& step = script_[asked_++];
        EXPECT_EQ(name_of(r), step.request);
        return step.outcome;
    }

    boost::asio::awaitable<void> keep(boost::asio::awaitable<result<put_item_output>> put)
    {
        auto const done = co_await std::move(put);
        if (!done)
            outcome_ = done.error();
    }

    std::vector<search_step> const script_;
    std::size_t asked_ = 0;
    std::optional<error> outcome_;
};

} // namespace dynasio::tests

#endif
