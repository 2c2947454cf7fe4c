// SPDX-License-Identifier: BSL-1.0

#include "history.hpp"

#include <dynasio/stores/store_error.hpp>

#include <algorithm>

namespace dynasio::tests::model {

namespace {

/// Nothing was decided about the records: another transaction was in the way.
bool is_contention(store_error_details const& d, std::size_t& action)
{
    if (!d.cause)
        return false;
    auto const& reasons = d.cause->details().cancellation_reasons;
    auto const first = std::find_if(reasons.begin(), reasons.end(), [](auto const& r) { return r.failed(); });
    if (first == reasons.end())
        return *d.cause == errc::transaction_conflict;
    action = static_cast<std::size_t>(first - reasons.begin());
    return first->code == "TransactionConflict";
}

void set_store_verdict(call& c, store_error const& e)
{
    auto const& d = e.details();
    bool const contention = is_contention(d, c.failed_action);
    c.ended = verdict::refused;
    if (d.code == store_errc::conflict)
        c.why = code::conflict;
    else if (d.code == store_errc::already_exists)
        c.why = code::already_exists;
    else if (d.code == store_errc::not_found)
        c.why = code::not_found;
    else if (d.code == store_errc::unfinished)
    {
        c.ended = verdict::unknown;
        c.unfinished = true;
        for (auto const& key : d.keys_left)
            for (auto const& [name, value] : key)
                if (auto const* text = value.if_string())
                    c.keys_left.push_back(*text);
                else if (auto const* number = value.if_number())
                    c.keys_left.push_back(std::string(number->text()));
    }
    else
        c.ended = verdict::broken;
    if (contention)
        c.ended = verdict::not_applied;
    c.said = e.what();
    if (d.cause)
        c.said += " <- " + d.cause->describe();
}

} // namespace

bool delivery::is_write() const
{
    return operation == "PutItem" || operation == "UpdateItem" || operation == "DeleteItem"
        || operation == "BatchWriteItem" || operation == "TransactWriteItems";
}

std::string call::describe() const
{
    constexpr char const* verdicts[] = {"done", "refused", "not applied", "unknown", "BROKEN"};
    std::string out = '[' + std::to_string(begin) + ".." + std::to_string(end) + "] " + who + ' ' + what
        + " -> " + verdicts[static_cast<int>(ended)] + ' ' + said;
    if (metadata.earlier_attempt_may_have_been_applied)
        out += " (an earlier attempt may have been applied)";
    for (auto const& f : faults)
        out += "\n        network: " + f;
    for (auto const& d : deliveries)
        out += "\n        server: " + d.operation + " [" + std::to_string(d.begin) + ".."
            + std::to_string(d.end) + "] " + std::to_string(d.status);
    return out;
}

tick call::last_effect() const
{
    tick last = end;
    for (auto const& d : deliveries)
        if (d.is_write())
            last = std::max(last, d.end);
    return last;
}

void set_verdict(call& c, std::exception_ptr failed)
{
    c.ended = verdict::done;
    if (!failed)
        return;
    try
    {
        std::rethrow_exception(failed);
    }
    catch (store_error const& e)
    {
        set_store_verdict(c, e);
    }
    catch (operation_error const& e)
    {
        c.ended = e.may_have_been_applied() ? verdict::unknown : verdict::not_applied;
        // These are for the store to explain.
        if (e.code() == client_errc::bad_input || e.error().is_conditional_failure())
            c.ended = verdict::broken;
        c.said = e.what();
    }
    catch (std::exception const& e)
    {
        c.ended = verdict::broken;
        c.said = e.what();
    }
}

std::vector<open_moment> open_moments(call const& c)
{
    std::vector<open_moment> all;
    for (auto const& d : c.deliveries)
        if (d.is_write())
            all.push_back({d.begin, d.end});
    std::sort(all.begin(), all.end(), [](auto const& a, auto const& b) { return a.end < b.end; });
    bool const flagged = c.metadata.earlier_attempt_may_have_been_applied;
    if (all.empty())
        return all;
    if (c.ended == verdict::unknown)
    {
        if (c.once)
            all = {{all.front().begin, all.back().end}};
        return all;
    }
    bool const refusal_may_be_own = c.ended == verdict::refused && c.refusal_is_open && flagged;
    if (refusal_may_be_own && !c.once)
        return all;
    // The caller knows of one request, which need not be the first: what was taken by an earlier one is gone as well.
    if (!c.once && c.ended == verdict::done && flagged && all.size() > 1)
        return all;
    // A token protects what was applied, but not what was refused: a request that is carried out late may be applied then.
    bool const late = c.once && c.ended == verdict::refused && all.size() > 1;
    bool const repeated = late || (c.repeats > 0 && (!c.once || c.ended != verdict::done));
    if (repeated)
        all.erase(all.begin()); // that is the one which the caller knows of
    else
        all.clear();
    return all;
}

} // namespace dynasio::tests::model
