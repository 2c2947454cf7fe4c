// SPDX-License-Identifier: BSL-1.0

#include "call/endpoint/account_endpoints.hpp"

#include <string>
#include <utility>

namespace dynasio::call {

struct account_endpoints::node
{
    aws::service which;
    std::string resource_arn;
    std::string account_id;
    service_endpoint where;
    node* next = nullptr;
};

account_endpoints::~account_endpoints()
{
    for (auto* n = first_.load(); n;)
        delete std::exchange(n, n->next);
}

service_endpoint const* account_endpoints::find(
    aws::service which, std::string_view resource_arn, std::string_view account_id) const noexcept
{
    for (auto const* n = first_.load(std::memory_order_acquire); n; n = n->next)
        if (n->which == which && n->account_id == account_id && n->resource_arn == resource_arn)
            return &n->where;
    return nullptr;
}

service_endpoint const* account_endpoints::add(
    aws::service which, std::string_view resource_arn, std::string_view account_id, service_endpoint where)
{
    if (count_.fetch_add(1, std::memory_order_relaxed) >= max_nodes)
    {
        count_.fetch_sub(1, std::memory_order_relaxed);
        return nullptr;
    }
    auto added = std::make_unique<node>(
        node{which, std::string(resource_arn), std::string(account_id), std::move(where), nullptr});
    added->next = first_.load(std::memory_order_relaxed);
    while (!first_.compare_exchange_weak(added->next, added.get(), std::memory_order_release))
    {}
    return &added.release()->where;
}

} // namespace dynasio::call
