// SPDX-License-Identifier: BSL-1.0

#include <dynasio/stores/urls/url_error.hpp>

#include "text/printable.hpp"

#include <utility>

namespace dynasio {

namespace {

class category final : public boost::system::error_category
{
public:
    char const* name() const noexcept override { return "dynasio.url_store"; }

    std::string message(int code) const override
    {
        switch (static_cast<url_errc>(code))
        {
        case url_errc::bad_input:
            return "invalid argument";
        case url_errc::not_connected:
            return "the store is not connected";
        case url_errc::key_not_found:
            return "key not found";
        case url_errc::not_authorized:
            return "not authorized";
        case url_errc::conflict:
            return "the condition does not hold";
        case url_errc::http_error:
            return "the server reports an error";
        case url_errc::malformed_response:
            return "malformed response";
        case url_errc::redirect_refused:
            return "redirect refused";
        case url_errc::does_not_fit:
            return "the metadata does not fit the type";
        }
        return "unknown error of a URL store";
    }
};

std::string describe(url_error_details const& details)
{
    auto result = details.operation;
    if (!details.key.empty())
        result += " of key " + details.key;
    if (!details.reason.empty())
        result += ": " + details.reason;
    if (!details.request.empty())
        result += "; " + details.request;
    if (details.http_status != 0)
        result += ": status " + std::to_string(details.http_status);
    if (!details.body.empty())
        result += ", " + details.body;
    if (details.data_written)
        result += "; the data was written, the metadata was not";
    return text::printable(result); // keys and responses come from others
}

} // namespace

boost::system::error_category const& url_category() noexcept
{
    static category const instance;
    return instance;
}

url_error::url_error(url_error_details details)
    : system_error(details.code, describe(details)),
      details_(std::make_shared<url_error_details const>(std::move(details)))
{}

} // namespace dynasio
