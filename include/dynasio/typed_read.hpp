// SPDX-License-Identifier: BSL-1.0
//
// Reads whose items are decoded from the answer straight into described structs, without an `item` in between. What fits
// is what fits `from_item`; see mapping.hpp.

#ifndef DYNASIO_TYPED_READ_HPP
#define DYNASIO_TYPED_READ_HPP

#include <dynasio/client.hpp>
#include <dynasio/client/detail/gcc12.hpp>
#include <dynasio/client/detail/raw_call.hpp>
#include <dynasio/mapping/detail/item_codec.hpp>
#include <dynasio/value/detail/json.hpp>

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace dynasio {

/// One page of a query or scan, as structs.
template <class T>
struct typed_page
{
    std::vector<T> items = {};
    std::optional<std::int32_t> count = {};         ///< items in this page, after the filter
    std::optional<std::int32_t> scanned_count = {}; ///< items in this page, before the filter
    /// Where the next page begins; absent after the last one, and only then.
    std::optional<item> last_evaluated_key = {};
    std::optional<dynasio::consumed_capacity> consumed_capacity = {};
};

namespace detail {

template <class T>
struct typed_page_codec
{
    static slot begin(void* object) { return {object, &value}; }
    static slot member(frame& where, std::string_view key)
    {
        auto& page = *static_cast<typed_page<T>*>(where.target.object);
        if (key == "Items")
            return item_list_slot(page.items);
        if (key == "Count")
            return slot_of(page.count);
        if (key == "ScannedCount")
            return slot_of(page.scanned_count);
        if (key == "LastEvaluatedKey")
            return slot_of(page.last_evaluated_key);
        if (key == "ConsumedCapacity")
            return slot_of(page.consumed_capacity);
        return {};
    }
    static constexpr codec value{.expected = "an object", .begin_object = &begin, .member = &member};
};

template <class T>
boost::asio::awaitable<typed_page<T>> read_typed_page(raw_call call)
{
    typed_page<T> page;
    auto const failure = co_await std::move(call).into({&page, &typed_page_codec<T>::value});
    if (failure)
        throw_exception_from_error(*failure, BOOST_CURRENT_LOCATION);
    co_return page;
}

template <class T>
boost::asio::awaitable<result<typed_page<T>>> try_read_typed_page(raw_call call)
{
    typed_page<T> page;
    auto const failure = co_await std::move(call).into_or_error({&page, &typed_page_codec<T>::value});
    if (failure)
        co_return *failure;
    co_return page;
}

} // namespace detail

/// One page of a query with its items as structs. As `client::query` in all else; an item that does not fit `T` is
/// `client_errc::malformed_response` with the path of the attribute.
template <class T>
boost::asio::awaitable<typed_page<T>> query_as(
    client const& c, query_input const& request, call_options options = {})
{
    return detail::read_typed_page<T>(detail::raw_call::query(c, request, options));
}

/// The same without exceptions.
template <class T>
boost::asio::awaitable<result<typed_page<T>>> try_query_as(
    client const& c, query_input const& request, call_options options = {})
{
    return detail::try_read_typed_page<T>(detail::raw_call::query(c, request, options));
}

/// One page of a scan with its items as structs; otherwise as `query_as`.
template <class T>
boost::asio::awaitable<typed_page<T>> scan_as(
    client const& c, scan_input const& request, call_options options = {})
{
    return detail::read_typed_page<T>(detail::raw_call::scan(c, request, options));
}

/// The same without exceptions.
template <class T>
boost::asio::awaitable<result<typed_page<T>>> try_scan_as(
    client const& c, scan_input const& request, call_options options = {})
{
    return detail::try_read_typed_page<T>(detail::raw_call::scan(c, request, options));
}

DYNASIO_ON_GCC12(template <class T> void query_as(client const&, query_input&&, call_options = {}) = delete;
    template <class T> void try_query_as(client const&, query_input&&, call_options = {}) = delete;
    template <class T> void scan_as(client const&, scan_input&&, call_options = {}) = delete;
    template <class T> void try_scan_as(client const&, scan_input&&, call_options = {}) = delete;)

} // namespace dynasio

#endif
