// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_AWS_CONFIGURATION_ERROR_HPP
#define DYNASIO_AWS_CONFIGURATION_ERROR_HPP

#include <dynasio/aws/errc.hpp>

#include <boost/system/system_error.hpp>

#include <string>

namespace dynasio::aws {

/// Thrown when the configuration or the AWS credentials are wrong or missing. `code()` is one of `aws::errc`;
/// `what()` names the file, line, variable, profile or property and what is wrong with it, and never a
/// secret.
class configuration_error : public boost::system::system_error
{
public:
    configuration_error(errc code, std::string const& context)
        : boost::system::system_error(make_error_code(code), context)
    {}
};

} // namespace dynasio::aws

#endif
