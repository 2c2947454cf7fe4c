// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_CALL_ENDPOINT_ACCOUNT_ENDPOINTS_HPP
#define DYNASIO_SRC_CALL_ENDPOINT_ACCOUNT_ENDPOINTS_HPP

#include "call/endpoint/service_endpoint.hpp"

#include <atomic>
#include <cstddef>
#include <memory>
#include <string_view>

namespace dynasio::call {

/// The hosts of the accounts that a client has used: the first few, which is usually one. Nothing is removed, so that calls need no
/// lock.
/// Thread safety: shared objects are safe.
class account_endpoints
{
public:
    account_endpoints() = default;
    account_endpoints(account_endpoints const&) = delete;
    account_endpoints& operator=(account_endpoints const&) = delete;
    ~account_endpoints();

    /// Null when it is not known.
    [[nodiscard]] service_endpoint const* find(
        aws::service which, std::string_view resource_arn, std::string_view account_id) const noexcept;

    /// Remembers an endpoint for this request, if there is room. Null when there is none.
    service_endpoint const* add(aws::service which, std::string_view resource_arn,
        std::string_view account_id, service_endpoint where);

private:
    struct node;
    static constexpr std::size_t max_nodes = 16;

    std::atomic<node*> first_ = nullptr;
    std::atomic<std::size_t> count_ = 0;
};

} // namespace dynasio::call

#endif
