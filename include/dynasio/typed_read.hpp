// SPDX-License-Identifier: BSL-1.0
//
// Reads that decode items from the response directly into described structs, without an intermediate `item`. A struct
// accepts the same items as with `from_item`; see mapping.hpp.

#ifndef DYNASIO_TYPED_READ_HPP
#define DYNASIO_TYPED_READ_HPP

#include <dynasio/call/detail/decode_response.hpp>
#include <dynasio/client.hpp>
#include <dynasio/client/detail/gcc12.hpp>
#include <dynasio/mapping/detail/checks.hpp>
#include <dynasio/mapping/detail/item_codec.hpp>
#include <dynasio/operations/query.hpp>
#include <dynasio/operations/scan.hpp>
#include <dynasio/value/detail/json.hpp>

#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace dynasio {

/// One page of a query or scan, with its items as structs.
template <class T>
struct typed_page
{
    std::vector<T> items = {};
    std::optional<std::int32_t> count = {};         ///< items in this page, after the filter
    std::optional<std::int32_t> scanned_count = {}; ///< items in this page, before the filter
    /// Where the next page begins. Absent if and only if this is the last one.
    std::optional<item> last_evaluated_key = {};
    std::optional<model::consumed_capacity> consumed_capacity = {};
    call_metadata metadata = {}; ///< of the call; no part of the response
};

namespace json {

template <class T>
struct shape_codec<typed_page<T>>
{
    static target begin(void* object) { return {object, &value}; }
    static target member(frame& where, std::string_view key)
    {
        auto& page = *static_cast<typed_page<T>*>(where.into.object);
        if constexpr (mapping::is_checked<T>)
            if (key == "Items")
                return mapping::item_list_target(page.items);
        if (key == "Count")
            return target_of(page.count);
        if (key == "ScannedCount")
            return target_of(page.scanned_count);
        if (key == "LastEvaluatedKey")
            return target_of(page.last_evaluated_key);
        if (key == "ConsumedCapacity")
            return target_of(page.consumed_capacity);
        return {};
    }
    static constexpr codec value{.expected = "an object", .begin_object = &begin, .member = &member};
};

} // namespace json

namespace composed {

/// One request, encoded at once.
boost::asio::awaitable<result<call::call_response>> ask_for_page(
    client const& c, query_input const& request, call_options options);
boost::asio::awaitable<result<call::call_response>> ask_for_page(
    client const& c, scan_input const& request, call_options options);

} // namespace composed

/// Reads one page of a query, with its items as structs.
/// Errors: as `client::query`; `client_errc::malformed_response` with the path of the attribute if an item does not
/// fit `T`.
/// Otherwise as `client::query`.
template <class T>
boost::asio::awaitable<typed_page<T>> query_as(
    client const& c, query_input const& request, call_options options = {})
{
    return call::decode_or_throw<typed_page<T>>(composed::ask_for_page(c, request, options));
}

/// The non-throwing form of `query_as`.
template <class T>
boost::asio::awaitable<result<typed_page<T>>> try_query_as(
    client const& c, query_input const& request, call_options options = {})
{
    return call::decode_as_result<typed_page<T>>(composed::ask_for_page(c, request, options));
}

/// Reads one page of a scan, with its items as structs. Otherwise as `query_as`.
template <class T>
boost::asio::awaitable<typed_page<T>> scan_as(
    client const& c, scan_input const& request, call_options options = {})
{
    return call::decode_or_throw<typed_page<T>>(composed::ask_for_page(c, request, options));
}

/// The non-throwing form of `scan_as`.
template <class T>
boost::asio::awaitable<result<typed_page<T>>> try_scan_as(
    client const& c, scan_input const& request, call_options options = {})
{
    return call::decode_as_result<typed_page<T>>(composed::ask_for_page(c, request, options));
}

DYNASIO_ON_GCC12(template <class T> void query_as(client const&, query_input&&, call_options = {}) = delete;
    template <class T> void try_query_as(client const&, query_input&&, call_options = {}) = delete;
    template <class T> void scan_as(client const&, scan_input&&, call_options = {}) = delete;
    template <class T> void try_scan_as(client const&, scan_input&&, call_options = {}) = delete;)

} // namespace dynasio

#endif
