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
            return "the answer did not arrive in time";
        case errc::no_address:
            return "the host name has no address";
        case errc::closed_early:
            return "the server closed the connection before its answer was complete";
        case errc::malformed_response:
            return "the answer is not HTTP";
        case errc::response_too_large:
            return "the answer is larger than the limit of the pool";
        case errc::queue_full:
            return "too many requests wait for a connection";
        case errc::tls_verification:
            return "the certificate of the server was refused";
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
