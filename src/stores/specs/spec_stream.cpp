// SPDX-License-Identifier: BSL-1.0

#include "stores/specs/list.hpp"

#include "stores/specs/spec_item.hpp"

#include <dynasio/paginate.hpp>
#include <dynasio/stores/store_error.hpp>

#include <limits>
#include <utility>

namespace dynasio {

namespace detail {

/// Where a stream is. Made of its request, or of the error that was found in its arguments.
class spec_stream_state
{
public:
    using pointer = std::shared_ptr<spec_stream_state>;

    spec_stream_state(spec_store_state const& store, spec_list const& which, list_options const& options)
        : table_(store.table()),
          skip_bad_(options.read().skips_bad_items()),
          left_(options.limit().value_or(std::numeric_limits<std::size_t>::max()))
    {
        try
        {
            auto const request = first_page_request(store.options(), which, options);
            items_.emplace(query_items(store.owner(), request, options.read().call()));
        }
        catch (store_error const& e)
        {
            refused_ = e;
        }
    }

    static boost::asio::awaitable<std::optional<spec_info>> next(pointer self)
    {
        if (self->refused_)
            throw store_error(*self->refused_);
        while (self->left_ > 0)
        {
            auto const stored = co_await self->items_->next();
            if (!stored)
                co_return std::nullopt;
            if (auto info = self->decode(*stored))
            {
                --self->left_;
                co_return info;
            }
        }
        co_return std::nullopt;
    }

private:
    std::optional<spec_info> decode(item const& stored) const
    {
        try
        {
            return decode_spec(stored, table_);
        }
        catch (store_error const&)
        {
            if (!skip_bad_)
                throw;
        }
        return std::nullopt;
    }

    std::string table_;
    bool skip_bad_;
    std::size_t left_;
    std::optional<item_stream<query_output>> items_;
    std::optional<store_error> refused_;
};

spec_stream make_spec_stream(spec_store_state const& store, spec_list which, list_options options)
{
    return spec_stream(std::make_shared<spec_stream_state>(store, which, options));
}

} // namespace detail

spec_stream::spec_stream(std::shared_ptr<detail::spec_stream_state> state) noexcept : state_(std::move(state))
{}

boost::asio::awaitable<std::optional<spec_info>> spec_stream::next()
{
    return detail::spec_stream_state::next(state_);
}

} // namespace dynasio
