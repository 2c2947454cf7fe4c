// SPDX-License-Identifier: BSL-1.0

#include "http/pool/stream_lease.hpp"

#include "http/pool/pool_core.hpp"

#include <utility>

namespace dynasio::http {

stream_lease::stream_lease(std::shared_ptr<pool_core> p, pooled_connection& from)
    : pool_(std::move(p)), held(*pool_)
{
    held.take_over(from);
}

stream_lease::~stream_lease()
{
    pool_->delist(*this);
}

bool stream_lease::enlist(std::weak_ptr<lease_owner> who)
{
    owner_ = std::move(who);
    return pool_->enlist(*this);
}

} // namespace dynasio::http
