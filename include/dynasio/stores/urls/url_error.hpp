// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_STORES_URLS_URL_ERROR_HPP
#define DYNASIO_STORES_URLS_URL_ERROR_HPP

#include <dynasio/stores/urls/url_errc.hpp>

#include <boost/system/error_code.hpp>
#include <boost/system/system_error.hpp>

#include <memory>
#include <string>

namespace dynasio {

/// Everything a `url_store` knows about a failure. Contains no credentials: a URL comes without its query.
struct url_error_details
{
    boost::system::error_code code{}; ///< a `url_errc`, an `http::errc`, or a code of the connection
    std::string operation{};          ///< name of the function, such as `set_data`
    std::string key{};
    std::string request{};    ///< method and URL of the last request; empty if none was made
    unsigned http_status = 0; ///< of the last response; 0 if there was none
    std::string body{};       ///< up to 1 KB of the last response, where its status is an error
    std::string reason{};     ///< for people

    /// Whether a write may have taken effect despite the error.
    bool may_have_been_applied = false;
    /// Of `set`: the data was written, the metadata was not.
    bool data_written = false;
};

/// Thrown by the operations of a `url_store`. `code()` compares with `url_errc`, `http::errc` and `operation_aborted`.
class url_error : public boost::system::system_error
{
public:
    explicit url_error(url_error_details details);

    [[nodiscard]] url_error_details const& details() const noexcept { return *details_; }

private:
    std::shared_ptr<url_error_details const> details_;
};

} // namespace dynasio

#endif
