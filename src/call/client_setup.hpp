// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_CALL_CLIENT_SETUP_HPP
#define DYNASIO_SRC_CALL_CLIENT_SETUP_HPP

#include <dynasio/aws/endpoint.hpp>
#include <dynasio/client_options.hpp>
#include <dynasio/clock.hpp>
#include <dynasio/http/message.hpp>
#include <dynasio/http/transport.hpp>
#include <dynasio/sigv4/signer.hpp>

#include <boost/asio/any_io_executor.hpp>

#include <array>
#include <memory>
#include <string>

namespace dynasio::call {

/// Where the requests of one service go.
struct service_endpoint
{
    explicit service_endpoint(aws::endpoint const& where);

    http::origin origin;
    std::string path;
    std::string host_header;
};

/// What is fixed for a client. Nothing of it changes.
class client_setup
{
public:
    /// Throws as the constructor of `client`.
    client_setup(boost::asio::any_io_executor executor, client_options options);

    [[nodiscard]] boost::asio::any_io_executor const& executor() const noexcept { return executor_; }
    [[nodiscard]] client_options const& options() const noexcept { return options_; }
    [[nodiscard]] std::shared_ptr<http::clock> const& clock() const noexcept { return clock_; }
    [[nodiscard]] http::transport& transport() const noexcept { return *transport_; }
    [[nodiscard]] std::shared_ptr<http::transport> const& shared_transport() const noexcept
    {
        return transport_;
    }
    [[nodiscard]] service_endpoint const& endpoint_of(aws::service which) const noexcept
    {
        return endpoints_[static_cast<std::size_t>(which)];
    }
    [[nodiscard]] sigv4::signer const& signer() const noexcept { return signer_; }

    /// The header lines that are the same on every request.
    [[nodiscard]] std::string const& fixed_headers() const noexcept { return fixed_headers_; }

private:
    boost::asio::any_io_executor executor_;
    client_options options_;
    std::shared_ptr<http::clock> clock_;
    std::shared_ptr<http::transport> transport_;
    std::array<service_endpoint, 2> endpoints_; // in the order of aws::service
    sigv4::signer signer_;
    std::string fixed_headers_;
};

} // namespace dynasio::call

#endif
