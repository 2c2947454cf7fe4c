// SPDX-License-Identifier: BSL-1.0

#include "spec_rules.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <set>

namespace dynasio::tests::model {

namespace {

struct latest_item
{
    bool exists = false;
    std::string tag{};
    std::optional<std::int64_t> seconds{};

    friend bool operator==(latest_item const&, latest_item const&) = default;
    [[nodiscard]] std::string describe() const
    {
        return exists ? tag + " at " + (seconds ? std::to_string(*seconds) : "?") : "none";
    }
};

bool may_have_saved(spec_event const& e)
{
    return e.what == spec_action::save
        && (e.from->ended == verdict::done || e.from->ended == verdict::unknown);
}

bool may_have_removed(spec_event const& e)
{
    return e.what == spec_action::remove && e.from->ended != verdict::not_applied;
}

bool is_done(spec_event const& e)
{
    return e.from->ended == verdict::done;
}

class judge
{
public:
    judge(spec_history const& history, spec_rules rules) : all_(history), rules_(rules) {}

    std::string run()
    {
        learn();
        check_latest();
        check_times();
        for (auto const& e : all_)
            if (e.what == spec_action::read_versions && is_done(e))
                check_versions(e);
        for (auto const& e : all_)
            if (e.what == spec_action::remove && is_done(e) && e.removed)
                check_count(e);
        check_end();
        return std::move(out_);
    }

    std::pair<std::size_t, std::size_t> removable(call const& removal)
    {
        learn();
        std::size_t certain = 0;
        std::size_t possible = 0;
        bool alone = true;
        for (auto const& [tag, save] : saves_)
        {
            auto const& c = *save->from;
            alone = alone && (c.begin > removal.end || c.last_effect() < removal.begin);
            if (c.begin < removal.end && !is_removed_before(*save, removal.begin))
                ++possible;
            if (known_since(*save) < removal.begin && !may_be_removed(*save, removal.end, &removal))
            {
                ++certain;
                alone = alone && !may_be_hit_late(c, removal);
            }
        }
        return {certain + (certain > 0 && alone ? 1 : 0), possible + (possible > 0 ? 1 : 0)};
    }

private:
    void problem(std::string text, spec_event const& e) { out_ += text + ": " + e.from->describe() + '\n'; }

    spec_event const* save_of(std::string const& tag) const
    {
        auto const found = saves_.find(tag);
        return found == saves_.end() ? nullptr : found->second;
    }

    /// Whether a removal may have deleted, before `until`, what `save` had stored: it must not have ended before.
    bool may_be_removed(spec_event const& save, tick until, call const* besides = nullptr) const
    {
        return std::any_of(all_.begin(), all_.end(),
            [&](spec_event const& e)
            {
                return may_have_removed(e) && e.from != besides && e.from->end > save.from->begin
                    && e.from->begin < until;
            });
    }

    /// Whether a request of a removal that had ended may have deleted the latest item of a save in the same second. The
    /// request has no token, so nobody can prevent that.
    bool may_be_hit_late(call const& save, call const& besides) const
    {
        return std::any_of(all_.begin(), all_.end(),
            [&](spec_event const& e)
            {
                auto const last = e.from->last_effect();
                return may_have_removed(e) && e.from != &besides && last > e.from->end && last > save.begin;
            });
    }

    void learn_seconds(spec_version const& v, spec_event const& e)
    {
        if (!v.seconds)
            return;
        auto const [known, is_new] = seconds_.try_emplace(v.tag, *v.seconds);
        if (!is_new && known->second != *v.seconds)
            problem(
                "version " + v.tag + " is also known with the second " + std::to_string(known->second), e);
    }

    void learn()
    {
        for (auto const& e : all_)
            if (may_have_saved(e))
                saves_.emplace(e.saved.tag, &e);
        for (auto const& e : all_)
        {
            if (e.what == spec_action::save && is_done(e))
                learn_seconds(e.saved, e);
            if (e.latest)
                learn_seconds(*e.latest, e);
            for (auto const& v : e.versions)
                learn_seconds(v, e);
        }
    }

    std::optional<std::int64_t> seconds_of(std::string const& tag) const
    {
        auto const found = seconds_.find(tag);
        return found == seconds_.end() ? std::nullopt : std::optional(found->second);
    }

    void check_latest()
    {
        std::vector<step<latest_item>> steps;
        for (auto const& e : all_)
        {
            auto const& c = *e.from;
            step<latest_item> s{
                .begin = c.begin, .end = c.end, .text = c.who + ' ' + c.what + " -> " + c.said};
            if (may_have_saved(e))
            {
                latest_item const mine{true, e.saved.tag, seconds_of(e.saved.tag)};
                s.apply = [mine](latest_item const& before)
                {
                    bool const newer = !before.seconds || !mine.seconds || *before.seconds < *mine.seconds;
                    return std::vector<latest_item>(newer ? 1 : 0, mine);
                };
                if (is_done(e))
                    steps.push_back(s);
                for (auto const& moment : open_moments(c))
                    add_optional(steps, s, moment);
            }
            else if (e.what == spec_action::read_latest && is_done(e))
            {
                s.only_reads = true;
                s.apply = [&e](latest_item const& before)
                {
                    bool const same =
                        e.latest ? before.exists && before.tag == e.latest->tag : !before.exists;
                    return std::vector<latest_item>(same ? 1 : 0, before);
                };
                steps.push_back(std::move(s));
            }
            else if (may_have_removed(e))
                add_removal(steps, e, std::move(s));
        }
        out_ += linearize(std::move(steps), latest_item()).explanation;
    }

    /// A deletion of the latest item that is carried out late finds it only if it has the second of the one that it was for.
    bool has_second_of_older(std::string const& tag, tick before) const
    {
        auto const seconds = seconds_of(tag);
        return std::any_of(saves_.begin(), saves_.end(),
            [&](auto const& each)
            {
                auto const its = seconds_of(each.first);
                return each.second->from->begin < before && (!seconds || !its || *seconds == *its);
            });
    }

    static void add_optional(
        std::vector<step<latest_item>>& steps, step<latest_item> s, open_moment const& moment)
    {
        s.required = false;
        s.begin = moment.begin;
        s.end = moment.end;
        steps.push_back(std::move(s));
    }

    void add_removal(std::vector<step<latest_item>>& steps, spec_event const& e, step<latest_item> s)
    {
        auto const& c = *e.from;
        auto perhaps = s;
        perhaps.apply = [this, &c](latest_item const& before)
        {
            auto const* save = before.exists ? save_of(before.tag) : nullptr;
            bool const is_older = save && save->from->begin < c.end;
            return std::vector<latest_item>(is_older ? 1 : 0, latest_item());
        };
        add_optional(steps, perhaps, {c.begin, is_done(e) ? c.end : c.last_effect()});
        if (c.last_effect() > c.end)
        {
            auto late = s;
            late.apply = [this, &c](latest_item const& before)
            {
                bool const is_hit = before.exists && has_second_of_older(before.tag, c.end);
                return std::vector<latest_item>(is_hit ? 1 : 0, latest_item());
            };
            add_optional(steps, late, {c.end, c.last_effect()});
        }
        if (!is_done(e))
            return;
        s.apply = [this, &e, &c](latest_item const& before)
        {
            std::vector<latest_item> after;
            if (!before.exists || !e.removed || *e.removed > 0)
                after.push_back(latest_item());
            auto const* save = before.exists ? save_of(before.tag) : nullptr;
            if (save && save->from->last_effect() > c.begin && after.size() == 1)
                after.push_back(before); // a save at the same time wins
            return after;
        };
        steps.push_back(std::move(s));
    }

    void check_times()
    {
        for (auto const& [tag, first] : saves_)
            for (auto const& [other, second] : saves_)
                if (is_done(*first) && is_done(*second) && first->from->end < second->from->begin
                    && !may_be_removed(*first, second->from->end)
                    && !(*first->saved.seconds < *second->saved.seconds))
                    problem(
                        "the time of version " + tag + " is not before that of the later version", *second);
    }

    void check_versions(spec_event const& read)
    {
        auto const begin = read.from->begin;
        auto const end = read.from->end;
        std::set<std::string> listed;
        for (std::size_t i = 0; i < read.versions.size(); ++i)
        {
            auto const& v = read.versions[i];
            if (i > 0 && !(*read.versions[i - 1].seconds < *v.seconds))
                problem("versions not in the order of different seconds", read);
            if (!listed.insert(v.tag).second)
                problem("version " + v.tag + " is there twice", read);
            auto const* save = save_of(v.tag);
            if (!save || save->from->begin > end)
                problem("version " + v.tag + " was not saved", read);
        }
        for (auto const& [tag, save] : saves_)
        {
            bool const is_listed = listed.count(tag) != 0;
            if (!is_listed && known_since(*save) < begin && !may_be_removed(*save, end))
                problem("version " + tag + " is missing, and nobody removed it", read);
            if (is_listed && is_removed_before(*save, begin))
                problem("version " + tag + " is there although it was removed", read);
        }
    }

    /// When it was certain that the version had been stored.
    tick known_since(spec_event const& save) const
    {
        tick since = is_done(save) ? save.from->end : std::numeric_limits<tick>::max();
        for (auto const& e : all_)
            for (auto const& v : e.versions)
                if (v.tag == save.saved.tag)
                    since = std::min(since, e.from->end);
        return since;
    }

    /// Whether a removal that ended before `moment` found the version.
    bool is_found_before(spec_event const& save, tick moment, bool or_kept) const
    {
        return std::any_of(all_.begin(), all_.end(),
            [&](spec_event const& e)
            {
                return e.what == spec_action::remove && is_done(e) && save.from->last_effect() < e.from->begin
                    && e.from->end < moment && (or_kept || !may_keep(*e.from, save));
            });
    }
    bool is_removed_before(spec_event const& save, tick moment) const
    {
        return is_found_before(save, moment, false);
    }

    /// Whether a save during the removal may have had an earlier second, as the clock allows once the latest item has gone. The
    /// removal then deletes only versions that are older than this save.
    bool may_keep(call const& removal, spec_event const& version) const
    {
        return std::any_of(saves_.begin(), saves_.end(),
            [&](auto const& each)
            {
                auto const& [tag, other] = each;
                auto const own = seconds_of(version.saved.tag);
                auto const its = seconds_of(tag);
                return other != &version && other->from->begin < removal.end
                    && other->from->last_effect() > removal.begin && (!own || !its || *its <= *own);
            });
    }

    void check_count(spec_event const& e)
    {
        auto const [least, most] = removable(*e.from);
        if (*e.removed < least || *e.removed > most)
            problem("the number of deleted items is not from " + std::to_string(least) + " to "
                    + std::to_string(most),
                e);
    }

    spec_event const* last(spec_action what) const
    {
        spec_event const* found = nullptr;
        for (auto const& e : all_)
            if (e.what == what && is_done(e) && (!found || e.from->begin > found->from->begin))
                found = &e;
        return found;
    }

    /// A removal that failed may have deleted the latest item and left the versions, to be continued by another removal. A
    /// save that comes before may get an earlier second.
    bool may_be_left_by_cut(spec_event const& save) const
    {
        return std::any_of(all_.begin(), all_.end(), [&](spec_event const& e)
            { return may_have_removed(e) && !is_done(e) && e.from->last_effect() > save.from->begin; });
    }

    void check_end()
    {
        auto const* latest = last(spec_action::read_latest);
        auto const* versions = last(spec_action::read_versions);
        if (!latest || !versions)
            return;
        // One that failed, or whose deletion of the latest item was carried out late.
        bool const cut_removal = std::any_of(all_.begin(), all_.end(), [](spec_event const& e)
            { return may_have_removed(e) && (!is_done(e) || e.from->last_effect() > e.from->end); });
        auto const newest = std::find_if(versions->versions.rbegin(), versions->versions.rend(),
            [&](auto const& v)
            {
                auto const* save = save_of(v.tag);
                bool const is_latest = latest->latest && v.tag == latest->latest->tag;
                return !save || is_latest
                    || (!is_found_before(*save, versions->from->begin, true) && !may_be_left_by_cut(*save));
            });
        if (latest->latest && (newest == versions->versions.rend() || newest->tag != latest->latest->tag))
            problem("the latest item is not the newest version", *versions);
        if (!latest->latest && !versions->versions.empty() && !cut_removal)
            problem("versions without a latest item", *versions);
        if (!rules_.seconds_are_successive)
            return;
        for (std::size_t i = 1; i < versions->versions.size(); ++i)
            if (*versions->versions[i].seconds != *versions->versions[i - 1].seconds + 1)
                problem("the seconds do not follow each other", *versions);
    }

    spec_history const& all_;
    spec_rules rules_;
    std::map<std::string, spec_event const*> saves_;
    std::map<std::string, std::int64_t> seconds_;
    std::string out_;
};

} // namespace

std::string problem_of(spec_history const& history, spec_rules rules)
{
    // Such a save may be there twice, once with an earlier second, as its caller has been told.
    if (std::any_of(history.begin(), history.end(),
            [](spec_event const& e)
            {
                return e.what == spec_action::save && is_done(e)
                    && e.from->metadata.earlier_attempt_may_have_been_applied;
            }))
        return {};
    return judge(history, rules).run();
}

std::pair<std::size_t, std::size_t> removable(spec_history const& history, call const& removal)
{
    return judge(history, {}).removable(removal);
}

} // namespace dynasio::tests::model
