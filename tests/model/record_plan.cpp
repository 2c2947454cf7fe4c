// SPDX-License-Identifier: BSL-1.0

#include "record_plan.hpp"

#include "dice.hpp"

namespace dynasio::tests::model {

namespace {

using op = record_operation;

op choose_operation(dice& random)
{
    return random.one_of({op::create, op::create, op::create_if_absent, op::put, op::put, op::put, op::get,
        op::get, op::get, op::set_text, op::set_by_name, op::add, op::add, op::add_if_exists, op::add_and_get,
        op::set_and_get, op::erase, op::erase_if_exists, op::take, op::take, op::put_many, op::delete_many,
        op::get_many, op::get_many, op::query, op::scan, op::find_by, op::transaction, op::transaction,
        op::transaction});
}

bool returns_record(op what)
{
    return what == op::take || what == op::add_and_get || what == op::set_and_get;
}

bool may_have_condition(op what)
{
    return what == op::put || what == op::set_text || what == op::add || what == op::add_if_exists
        || what == op::add_and_get || what == op::erase || what == op::erase_if_exists;
}

resend choose_resend(dice& random, op what)
{
    switch (random.below(8))
    {
    case 0:
        return resend::always;
    case 1:
        return resend::never;
    case 2:
    case 3:
        return returns_record(what) ? resend::automatic : resend::exactly_once;
    default:
        return resend::automatic;
    }
}

} // namespace

char const* name_of(record_operation o)
{
    constexpr char const* names[] = {"create_record", "create_record_if_absent", "put_record", "get_record",
        "update_record(text)", "update_record_by_name", "update_record(count)",
        "update_record_if_exists(count)", "update_and_get(count)", "update_and_get(text)", "delete_record",
        "delete_record_if_exists", "take_record", "put_many", "delete_many", "get_many", "query", "scan",
        "find_by", "in_transaction"};
    return names[static_cast<int>(o)];
}

std::string planned_record_call::describe() const
{
    std::string out = name_of(what);
    if (actions.empty() && cells.empty())
        out += " #" + std::to_string(cell);
    out += " n=" + std::to_string(number);
    if (only_if_below)
        out += " if count<" + std::to_string(*only_if_below);
    constexpr char const* names[] = {"", " resend::always", " resend::never", " resend::exactly_once"};
    out += names[static_cast<int>(again)];
    for (auto const each : cells)
        out += " #" + std::to_string(each);
    for (auto const& each : actions)
        out += std::string(" (") + name_of(each.what) + " #" + std::to_string(each.cell) + ')';
    return out;
}

std::vector<planned_record_call> plan_records(std::uint64_t seed, unsigned coroutine)
{
    dice random{seed, coroutine, 101};
    std::vector<planned_record_call> plan(10);
    for (auto& p : plan)
    {
        p.what = choose_operation(random);
        p.cell = static_cast<unsigned>(random.below(cells));
        p.number = 1 + static_cast<std::int64_t>(random.below(3));
        p.other_way = random.percent(50);
        if (may_have_condition(p.what) && random.percent(25))
            p.only_if_below = static_cast<std::int64_t>(random.below(8));
        if (p.what < op::put_many && p.what != op::get)
            p.again = choose_resend(random, p.what);
        if (p.what == op::put_many || p.what == op::delete_many || p.what == op::get_many)
            for (unsigned i = 0; i < tallies; ++i)
                if (random.percent(60) || (i == tallies - 1 && p.cells.empty()))
                    p.cells.push_back(i);
        if (p.what == op::get_many && p.other_way)
            p.cells.push_back(p.cells.front()); // a key given twice
        if (p.what == op::transaction)
        {
            auto const first = static_cast<unsigned>(random.below(cells));
            auto const count = 2 + random.below(2);
            for (unsigned i = 0; i < count; ++i)
                p.actions.push_back(
                    {random.one_of({op::put, op::create, op::add, op::add, op::erase, op::get}),
                        (first + i * 2) % cells});
        }
    }
    return plan;
}

} // namespace dynasio::tests::model
