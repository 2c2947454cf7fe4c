// SPDX-License-Identifier: BSL-1.0

#include "error_type.hpp"

#include <dynasio/errc.hpp>

namespace examples::observing {

std::string error_type(boost::system::error_code code)
{
    if (code.category() == dynasio::service_category())
        return std::string(to_string(static_cast<dynasio::errc>(code.value())));
    return std::string(code.category().name()) + ':' + std::to_string(code.value());
}

} // namespace examples::observing
