// SPDX-License-Identifier: BSL-1.0

#include <dynasio/stores/urls/url_transaction.hpp>

#include "stores/urls/events.hpp"
#include "stores/urls/store_core.hpp"

#include <utility>

namespace dynasio {

namespace urls = stores::urls;

namespace {

// Nothing is to be held back where nobody listens, or within another scope.
std::shared_ptr<urls::held_events> hold(url_store const& owner)
{
    auto const& events = owner.handle()->events();
    if (!events || dynamic_cast<urls::held_events*>(events.get()))
        return nullptr;
    return std::make_shared<urls::held_events>(events);
}

url_store within(url_store const& owner, std::shared_ptr<urls::held_events> events)
{
    if (!events)
        return owner;
    return url_store(std::make_shared<urls::store_handle const>(owner.handle()->owner(), std::move(events)));
}

} // namespace

url_transaction::url_transaction(url_store const& owner, std::string notes)
    : notes_(std::move(notes)), outermost_(hold(owner)), store_(within(owner, outermost_))
{}

url_transaction::~url_transaction()
{
    if (outermost_)
        outermost_->drop();
}

void url_transaction::commit()
{
    if (outermost_)
        outermost_->release();
}

} // namespace dynasio
