// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_TESTS_UNIT_TESTING_STUB_WORLD_HPP
#define DYNASIO_TESTS_UNIT_TESTING_STUB_WORLD_HPP

#include <dynasio/testing/manual_clock.hpp>
#include <dynasio/testing/run.hpp>
#include <dynasio/testing/stub_transport.hpp>

#include <memory>
#include <string>
#include <utility>

namespace dynasio::testing {

inline http::request stub_request(std::string const& name, std::string body = {})
{
    http::request r;
    r.headers.add("X-Amz-Target", "DynamoDB_20120810." + name);
    r.body = std::move(body);
    return r;
}

struct stub_world
{
    boost::asio::io_context context{1};
    std::shared_ptr<manual_clock> clock = std::make_shared<manual_clock>();
    stub_transport server{clock};

    http::send_result send(std::string const& name, std::string body = {},
        http::time_point deadline = http::no_deadline, run_options const& options = {})
    {
        auto const r = stub_request(name, std::move(body));
        return run(context, *clock, [&] { return server.send(r, deadline); }, options);
    }

    /// What the body of the response is; "!" and the error if there is none.
    std::string ask(std::string const& name, std::string body = {})
    {
        auto const result = send(name, std::move(body));
        return result ? result->body : "!" + result.error().code.message();
    }
};

} // namespace dynasio::testing

#endif
