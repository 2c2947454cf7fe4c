// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_CALL_CLIENT_SETUP_HPP
#define DYNASIO_SRC_CALL_CLIENT_SETUP_HPP

#include "call/endpoint/service_endpoint.hpp"

#include <dynasio/aws/endpoint.hpp>
#include <dynasio/client_options.hpp>
#include <dynasio/clock.hpp>
#include <dynasio/http/transport.hpp>
#include <dynasio/sigv4/signer.hpp>

#include <boost/asio/any_io_executor.hpp>

#include <array>
#include <memory>
#include <string>

namespace dynasio::call {

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
    /// Null where the transport is the caller's.
    [[nodiscard]] http::pool const* own_pool() const noexcept { return own_pool_.get(); }
    [[nodiscard]] std::shared_ptr<http::transport> const& shared_transport() const noexcept
    {
        return transport_;
    }
    /// That of the region.
    [[nodiscard]] service_endpoint const& endpoint_of(aws::service which) const noexcept
    {
        return endpoints_[static_cast<std::size_t>(which)];
    }
    /// Whether requests to this part of the service may go to hosts of accounts.
    [[nodiscard]] bool has_account_hosts(aws::service which) const noexcept
    {
        return account_hosts_[static_cast<std::size_t>(which)];
    }
    /// That of the account of a request; throws `aws::configuration_error` when it needs an account and there is none.
    [[nodiscard]] service_endpoint endpoint_of(
        aws::service which, aws::endpoint_account const& account) const;

    /// That requests are signed for.
    [[nodiscard]] std::string const& region() const noexcept { return region_; }
    [[nodiscard]] sigv4::signer const& signer() const noexcept { return signer_; }

    /// The header lines that are the same on every request to the host of an account, or to others.
    [[nodiscard]] std::string const& fixed_headers(bool of_account) const noexcept
    {
        return of_account ? account_headers_ : fixed_headers_;
    }

private:
    boost::asio::any_io_executor executor_;
    client_options options_;
    std::shared_ptr<http::clock> clock_;
    std::shared_ptr<http::pool> own_pool_;
    std::shared_ptr<http::transport> transport_;
    std::array<service_endpoint, 3> endpoints_; // in the order of aws::service
    std::array<bool, 3> account_hosts_;
    std::string region_;
    sigv4::signer signer_;
    std::string fixed_headers_;
    std::string account_headers_;
};

} // namespace dynasio::call

#endif
