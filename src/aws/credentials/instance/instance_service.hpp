// SPDX-License-Identifier: BSL-1.0
//
// The metadata service of an instance, version 2. Version 1, without a token, is never used: it lets whoever can make the instance
// send a request have the keys.

#ifndef DYNASIO_SRC_AWS_CREDENTIALS_INSTANCE_INSTANCE_SERVICE_HPP
#define DYNASIO_SRC_AWS_CREDENTIALS_INSTANCE_INSTANCE_SERVICE_HPP

#include "aws/credentials/instance/instance_endpoint.hpp"
#include "aws/credentials/source/fetch.hpp"

#include <dynasio/aws/credentials_provider.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/system/result.hpp>

#include <mutex>
#include <optional>
#include <string>
#include <utility>

namespace dynasio::aws::detail {

/// Asks the service, with a token that is kept until 120 s before its end.
/// Thread safety: shared objects are safe.
class instance_service
{
public:
    explicit instance_service(instance_endpoint where) : where_(std::move(where)) {}

    using result = boost::system::result<secret_response, credentials_error>;

    /// A response of whatever status but 401. `what` is wanted, for errors. A refused token is renewed once. Errors:
    /// `credentials_not_configured` when there is no such service: nothing answers within a second, or it is switched off;
    /// `credentials_failed` for one that has answered before.
    /// Lifetimes: this object and `with` must outlive the operation.
    boost::asio::awaitable<result> get(provider_context const& with, std::string path, std::string what);

    [[nodiscard]] http::origin const& origin() const noexcept { return where_.origin; }

private:
    using token_result = boost::system::result<sigv4::secret, credentials_error>;

    [[nodiscard]] http::request request_to(std::string method, std::string const& path) const;
    std::optional<sigv4::secret> kept_token(http::time_point now);
    void keep_token(sigv4::secret const& token, http::time_point end);
    void forget_token(sigv4::secret const& refused);
    bool is_known();
    boost::asio::awaitable<token_result> ask_token(provider_context const& with);

    instance_endpoint const where_;
    std::mutex mutex_;
    sigv4::secret token_;
    http::time_point token_end_{};
    bool known_ = false; ///< it has answered before
};

} // namespace dynasio::aws::detail

#endif
