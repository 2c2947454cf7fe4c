// SPDX-License-Identifier: BSL-1.0

#include "client/raw_request.hpp"
#include "stores/records/decode_records.hpp"
#include "stores/records/encoded_requests.hpp"

#include <dynasio/stores/records/detail/record_read.hpp>

#include <utility>

namespace dynasio::detail {

boost::asio::awaitable<void> done(boost::asio::awaitable<bool> operation)
{
    (void)co_await std::move(operation);
}

void fail_no_record(record_table_state const& self)
{
    throw operation_error(
        error(client_errc::malformed_response, "the answer about table " + self.table() + " has no record"));
}

boost::asio::awaitable<std::size_t> get_one(
    record_table_pointer self, encoded_key key, read_options options, record_target target)
{
    check_key(*self, key);
    auto const budget = self->budget(options.call());
    encoded_get request;
    request.table_name = self->table();
    request.key.json = key.json;
    if (options.is_consistent())
        request.consistent_read = true;
    auto call = make_raw_call(self->owner(), get_item_info, request, budget.next());
    auto const answer = co_await std::move(call).answer();
    if (!answer)
        throw_exception_from_error(answer.error(), BOOST_CURRENT_LOCATION);
    co_return read_records(*self, "GetItem", *answer, target).count;
}

} // namespace dynasio::detail
