// SPDX-License-Identifier: BSL-1.0

#include "faults.hpp"

#include <dynasio/http/errc.hpp>
#include <dynasio/testing/scripted_transport.hpp>

#include <boost/json.hpp>

#include <algorithm>
#include <functional>
#include <utility>

namespace dynasio::tests::model {

namespace {

using dynasio::testing::fault;

http::transport_error after_sending(boost::system::error_code code)
{
    http::transport_error e;
    e.code = code;
    e.reached = http::stage::receiving;
    e.detail = "injected by the test";
    return e;
}

http::response error_response(unsigned status, std::string const& name, std::string const& more = {})
{
    http::response r;
    r.status = status;
    r.body = R"({"__type":"com.amazonaws.dynamodb.v20120810#)" + name
        + R"(","message":"injected by the test")" + more + '}';
    return r;
}

http::response throttled()
{
    return error_response(400, "ProvisionedThroughputExceededException");
}

/// Another transaction is in the way of the first action.
http::response contended(http::request const& r)
{
    auto const body = boost::json::parse(r.body);
    std::string reasons = R"(,"CancellationReasons":[{"Code":"TransactionConflict","Message":"injected"})";
    for (std::size_t i = 1; i < body.at("TransactItems").as_array().size(); ++i)
        reasons += R"(,{"Code":"None"})";
    return error_response(400, "TransactionCanceledException", reasons + ']');
}

void cut(http::response& r)
{
    r.body.resize(r.body.size() / 2);
}

void become_server_fault(http::response& r)
{
    r = error_response(500, "InternalServerError");
}

} // namespace

dynasio::testing::gate waiting_room::gate_after(std::size_t requests, bool someone_waits)
{
    std::lock_guard const lock(mutex_);
    waiting_.push_back({requests, someone_waits, {}});
    return waiting_.back().held;
}

void waiting_room::request_goes_by()
{
    std::vector<dynasio::testing::gate> opened;
    {
        std::lock_guard const lock(mutex_);
        for (auto& each : waiting_)
            if (each.left == 0 || --each.left == 0)
                opened.push_back(each.held);
        std::erase_if(waiting_, [](entry const& each) { return each.left == 0; });
    }
    for (auto const& g : opened)
        g.open();
}

void waiting_room::time_goes_by()
{
    std::vector<dynasio::testing::gate> opened;
    {
        std::lock_guard const lock(mutex_);
        auto const first = std::find_if(
            waiting_.begin(), waiting_.end(), [](entry const& each) { return each.someone_waits; });
        if (first == waiting_.end())
            return;
        opened.push_back(first->held);
        waiting_.erase(first);
    }
    opened.front().open();
}

void waiting_room::open_all()
{
    std::vector<entry> opened;
    {
        std::lock_guard const lock(mutex_);
        opened.swap(waiting_);
    }
    for (auto const& each : opened)
        each.held.open();
}

unsigned fault_rate(std::uint64_t seed)
{
    constexpr unsigned rates[] = {25, 0, 15, 40, 30};
    return rates[seed % std::size(rates)];
}

dynasio::testing::fault choose_fault(
    dice random, unsigned rate, http::request const& r, call& from, waiting_room& room)
{
    if (!random.percent(rate))
        return {};
    auto const operation = dynasio::testing::operation_of(r);
    bool const is_write = delivery{operation}.is_write();
    bool const is_transaction = operation == "TransactWriteItems";
    auto const note = [&](std::string what) { from.faults.push_back(operation + ": " + std::move(what)); };
    switch (random.below(is_write ? 12 : 7))
    {
    case 0:
        note("not connected");
        return fault::before_sending();
    case 1:
        note("lost, and the client cannot know");
        return fault::before_sending(after_sending(http::errc::closed_early));
    case 2:
        note("response lost");
        return fault::lost_response();
    case 3:
        note("held for a while");
        return fault().delayed_until(room.gate_after(1 + random.below(6), true));
    case 4:
        note("throttled");
        return fault::instead_of_server(throttled());
    case 5:
        note("server fault, not applied");
        return fault::instead_of_server(error_response(500, "InternalServerError"));
    case 6:
        note("response cut");
        return fault::changed(cut);
    case 7:
        note("server fault after it was applied");
        return fault::changed(become_server_fault);
    case 8:
    case 9:
        note("given up, and carried out late");
        return fault::before_sending(after_sending(http::errc::exchange_timeout))
            .sent_again(room.gate_after(random.below(30), false));
    case 10:
        // The service does not say so of a token whose transaction it has carried out.
        if (is_transaction && from.faults.empty()
            && std::none_of(from.deliveries.begin(), from.deliveries.end(), std::mem_fn(&delivery::is_write)))
        {
            note("another transaction in the way");
            return fault::instead_of_server(contended(r));
        }
        [[fallthrough]];
    default:
        if ((from.once && !is_transaction) || !from.may_be_repeated)
            return {}; // nobody could keep it from counting twice
        note("repeated by the network");
        ++from.repeats;
        return fault().sent_again(room.gate_after(random.below(10), false));
    }
}

} // namespace dynasio::tests::model
