// SPDX-License-Identifier: BSL-1.0

#include "call/invoke.hpp"
#include "client/client_handle.hpp"
#include "stores/records/decode_records.hpp"
#include "stores/records/encoded_requests.hpp"
#include "stores/records/expiry.hpp"

#include <dynasio/operations/get_item.hpp>
#include <dynasio/stores/records/detail/record_read.hpp>

#include <utility>

namespace dynasio::stores::records {

boost::asio::awaitable<void> done(boost::asio::awaitable<bool> operation)
{
    (void)co_await std::move(operation);
}

boost::asio::awaitable<std::size_t> get_one(
    record_table_pointer self, encoded_key key, read_options options, record_target target)
{
    check_key(*self, key);
    if (options.skips_expired())
        check_expires(*self);
    auto const call = self->with_deadline(options.call());
    auto request = self->request<encoded_get>();
    request.key.json = key.json;
    if (options.is_consistent())
        request.consistent_read = true;
    auto const response =
        co_await call::invoke(call::state_of(self->owner()), operations::get_item_info, request, call);
    std::size_t count = 0;
    auto const done = call::decode_response(
        response, [&](std::string_view body) { count = read_records(*self, body, target).count; });
    done.value(); // throws
    if (count && options.skips_expired()
        && is_expired(*self, target.at(target.object, 0), service_seconds(*self)))
    {
        target.shrink(target.object, 0);
        count = 0;
    }
    co_return count;
}

} // namespace dynasio::stores::records
