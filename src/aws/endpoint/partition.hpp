// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_AWS_ENDPOINT_PARTITION_HPP
#define DYNASIO_SRC_AWS_ENDPOINT_PARTITION_HPP

#include <string_view>

namespace dynasio::aws {

/// A part of AWS with domains of its own.
struct partition
{
    std::string_view name;
    std::string_view dns_suffix;
    std::string_view dual_stack_dns_suffix;
};

/// The partition of a region, by its name: known patterns first, `aws` for all others.
partition const& partition_of(std::string_view region) noexcept;

/// Whether `region` can stand in a host name: 1 to 63 letters, digits and inner hyphens.
bool is_host_label(std::string_view region) noexcept;

} // namespace dynasio::aws

#endif
