// SPDX-License-Identifier: BSL-1.0
//
// A server of push messages in this process, for benchmark programs.

#ifndef DYNASIO_BENCH_PUSH_SERVER_HPP
#define DYNASIO_BENCH_PUSH_SERVER_HPP

#include <dynasio/http/transport.hpp>
#include <dynasio/operations/query.hpp>
#include <dynasio/value/attribute_value.hpp>

#include <cstddef>
#include <map>
#include <string>

namespace bench {

/// The messages of one user in memory, by sort key, and a user who is always there. Knows what the stores send in push.cpp; every
/// write under a condition succeeds.
class push_server final : public dynasio::http::transport
{
public:
    boost::asio::awaitable<dynasio::http::send_result> send(
        dynasio::http::request const& r, dynasio::http::time_point) override;
    void stop() noexcept override {}

    [[nodiscard]] std::size_t largest_page() const noexcept { return largest_page_; } // bytes of a response

private:
    std::string respond(std::string const& operation, std::string const& body);
    void store(dynasio::item const& message);
    std::string remove(dynasio::item const& key);
    std::string get(dynasio::item const& key) const;
    std::string query(dynasio::query_input const& request);

    std::map<std::string, std::string, std::less<>> messages_;
    std::size_t largest_page_ = 0;
};

/// Accepts every write, and looks at none.
class blind_server final : public dynasio::http::transport
{
public:
    boost::asio::awaitable<dynasio::http::send_result> send(
        dynasio::http::request const&, dynasio::http::time_point) override;
    void stop() noexcept override {}
};

} // namespace bench

#endif
