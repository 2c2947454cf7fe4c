// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_STORES_URLS_ENTRY_READER_HPP
#define DYNASIO_SRC_STORES_URLS_ENTRY_READER_HPP

#include "clock/nursery.hpp"
#include "stores/urls/key_reader.hpp"

#include <dynasio/stores/urls/url_query.hpp>

#include <boost/asio/awaitable.hpp>

#include <cstddef>
#include <deque>
#include <exception>
#include <memory>
#include <optional>
#include <string>

namespace dynasio::stores::urls {

/// The state of a `url_entry_stream`: keys whose metadata is requested or there, in order.
class entry_reader
{
public:
    entry_reader(store_access store, url_criteria const& criteria, url_query_options options);

    boost::asio::awaitable<std::optional<url_entry>> next();

private:
    struct requested
    {
        std::string key;
        http::nursery work{http::on_failure::keep_others};
        std::shared_ptr<std::optional<url_metadata>> metadata; // empty: there is no such key any more
    };

    static boost::asio::awaitable<void> fetch(store_access store, std::string key,
        std::vector<std::string> select, url_call_options options,
        std::shared_ptr<std::optional<url_metadata>> into);
    boost::asio::awaitable<void> request_ahead();
    boost::asio::awaitable<std::optional<url_entry>> take();

    store_access store_;
    key_reader keys_;
    url_query_options options_;
    std::size_t concurrency_;
    std::deque<requested> requested_;
    bool no_more_keys_ = false;
    std::exception_ptr failure_;
};

} // namespace dynasio::stores::urls

#endif
