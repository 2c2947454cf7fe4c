// SPDX-License-Identifier: BSL-1.0

#include "stores/table/delete_items.hpp"

#include "composed/batch_failure.hpp"

#include <dynasio/batch.hpp>

#include <boost/asio/error.hpp>

#include <utility>

namespace dynasio::stores::table {

namespace {

std::vector<item> keys_of(std::map<std::string, std::vector<model::write_request>>& requests)
{
    std::vector<item> keys;
    for (auto& [table, writes] : requests)
        for (auto& write : writes)
            if (write.delete_request)
                keys.push_back(std::move(write.delete_request->key));
    return keys;
}

} // namespace

boost::asio::awaitable<std::size_t> delete_items(
    store_core const& self, call_options call, std::vector<item> keys)
{
    auto const wanted = keys.size();
    if (wanted == 0)
        co_return 0;

    std::map<std::string, std::vector<model::write_request>> requests;
    auto& writes = requests[self.table()];
    writes.resize(wanted);
    for (std::size_t i = 0; i < wanted; ++i)
        writes[i].delete_request.emplace().key = std::move(keys[i]);

    batch_options options;
    options.call = call;
    options.timeout = call_options::duration::max(); // the call has a deadline

    auto outcome = co_await try_batch_write(self.owner(), std::move(requests), options);
    if (outcome.complete())
        co_return wanted;
    if (outcome.error->code() == boost::asio::error::operation_aborted)
        throw_exception_from_error(
            composed::failure_of(*outcome.error, composed::count_writes(outcome.unprocessed), wanted),
            BOOST_CURRENT_LOCATION);
    auto left = keys_of(outcome.unprocessed);
    auto const deleted = wanted - left.size();
    self.fail({.code = store_errc::unfinished,
        .reason = composed::share_of("not deleted", left.size(), wanted, "items"),
        .keys_left = std::move(left),
        .deleted = deleted,
        .cause = *outcome.error});
}

} // namespace dynasio::stores::table
