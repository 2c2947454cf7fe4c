// SPDX-License-Identifier: BSL-1.0

#include "box_office.hpp"

#include <dynasio/error.hpp>
#include <dynasio/expressions.hpp>
#include <dynasio/mapping.hpp>
#include <dynasio/operations/get_item.hpp>
#include <dynasio/operations/put_item.hpp>
#include <dynasio/operations/scan.hpp>

#include <utility>

namespace asio = boost::asio;

namespace examples {

BOOST_DESCRIBE_STRUCT(seat, (), (id, guest))

// The functions that follow use `this` after they have waited: the box office outlives its bookings.

//[book
asio::awaitable<bool> box_office::book(seat wanted) const
{
    auto put = dynasio::with(
        dynasio::put_item_input{.table_name = table_}, dynasio::not_exists(dynasio::attr<&seat::id>));
    put.item = dynasio::to_item(wanted);
    auto const done = co_await client_.try_put_item(put);
    if (done)
        co_return true;
    if (!done.error().is_conditional_failure() && !done.error().may_have_been_applied())
        throw dynasio::operation_error(done.error());
    // Somebody has the seat: perhaps we do, by an attempt whose response was lost.
    auto const guest = co_await guest_of(wanted.id);
    if (!guest)
        throw dynasio::operation_error(done.error());
    co_return *guest == wanted.guest;
}
//]

asio::awaitable<std::optional<std::string>> box_office::guest_of(std::string id) const
{
    dynasio::get_item_input get{.table_name = table_, .consistent_read = true};
    get.key.set("id", std::move(id));
    auto const found = co_await client_.get_item(get);
    if (!found.item)
        co_return std::nullopt;
    co_return dynasio::from_item<seat>(*found.item).guest;
}

asio::awaitable<std::vector<seat>> box_office::taken() const
{
    std::vector<seat> seats;
    dynasio::scan_input scan{.table_name = table_};
    do
    {
        auto page = co_await client_.scan(scan);
        for (auto const& each : page.items)
            seats.push_back(dynasio::from_item<seat>(each));
        scan.exclusive_start_key = std::move(page.last_evaluated_key);
    } while (scan.exclusive_start_key);
    co_return seats;
}

} // namespace examples
