// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_EXAMPLES_OBSERVING_ERROR_TYPE_HPP
#define DYNASIO_EXAMPLES_OBSERVING_ERROR_TYPE_HPP

#include <boost/system/error_code.hpp>

#include <string>

namespace examples::observing {

/// A word of few values for a failure: the service's name of the error, or that of the library's code, such as
/// `dynasio.client:4`. Never a text of the server, which may quote an item.
std::string error_type(boost::system::error_code code);

} // namespace examples::observing

#endif
