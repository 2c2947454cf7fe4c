// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_AWS_ENDPOINT_ARN_HPP
#define DYNASIO_SRC_AWS_ENDPOINT_ARN_HPP

#include <optional>
#include <string_view>

namespace dynasio::aws {

/// `arn:partition:service:region:account-id:resource`. Views of the text.
struct arn
{
    std::string_view partition;
    std::string_view service;
    std::string_view region;     ///< may be empty
    std::string_view account_id; ///< may be empty
    std::string_view resource;
};

/// Reads an ARN by the rules of endpoints; nothing for anything else: partition, service and resource must not be empty.
std::optional<arn> parse_arn(std::string_view text) noexcept;

} // namespace dynasio::aws

#endif
