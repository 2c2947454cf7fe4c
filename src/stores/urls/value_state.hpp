// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_STORES_URLS_VALUE_STATE_HPP
#define DYNASIO_SRC_STORES_URLS_VALUE_STATE_HPP

#include "stores/urls/download.hpp"
#include "stores/urls/store_core.hpp"

#include <dynasio/stores/urls/url_value.hpp>

#include <memory>
#include <string>
#include <utility>

namespace dynasio::stores::urls {

/// What a `url_value` knows.
class value_state
{
public:
    value_state(std::shared_ptr<store_handle const> store, std::string name, data_head known)
        : handle(std::move(store)), key(std::move(name)), head(std::move(known))
    {}

    std::shared_ptr<store_handle const> const handle;
    std::string const key;
    data_head head;
};

/// The operation `get`. Keeps what it needs, but not the handle: ends with `operation_aborted` if the last one is gone by then.
boost::asio::awaitable<url_value> get_value(
    std::weak_ptr<store_handle const> handle, store_access store, std::string key, url_call_options options);

} // namespace dynasio::stores::urls

#endif
