// SPDX-License-Identifier: BSL-1.0

#include <dynasio/http/errc.hpp>
#include <dynasio/http/transport.hpp>

#include <boost/system/system_error.hpp>
#include <boost/throw_exception.hpp>

#include <string>

namespace dynasio::http {
namespace {

class http_category final : public boost::system::error_category
{
public:
    char const* name() const noexcept override { return "dynasio.http"; }

    std::string message(int value) const override
    {
        switch (static_cast<errc>(value))
        {
        case errc::acquire_timeout:
            return "no connection became free in time";
        case errc::connect_timeout:
            return "connecting took too long";
        case errc::exchange_timeout:
            return "the response did not arrive in time";
        case errc::no_address:
            return "the host name has no address";
        case errc::closed_early:
            return "the server closed the connection before its response was complete";
        case errc::malformed_response:
            return "the response is not HTTP";
        case errc::response_too_large:
            return "the response is larger than the limit of the pool";
        case errc::queue_full:
            return "too many requests wait for a connection";
        case errc::tls_verification:
            return "the certificate of the server was refused";
        case errc::tls_setup:
            return "the TLS context cannot be made";
        case errc::callback_failed:
            return "a function of the caller threw an exception";
        case errc::idle_timeout:
            return "the server neither took nor sent anything in time";
        case errc::source_failed:
            return "the source of the body failed";
        case errc::proxy_refused:
            return "the proxy refused";
        }
        return "unknown error";
    }
};

} // namespace

boost::system::error_category const& error_category() noexcept
{
    static http_category const instance;
    return instance;
}

void throw_exception_from_error(transport_error const& e, boost::source_location const& where)
{
    boost::throw_exception(boost::system::system_error(e.code, e.detail), where);
}

} // namespace dynasio::http
