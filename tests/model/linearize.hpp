// SPDX-License-Identifier: BSL-1.0
//
// Whether what several callers saw of one object can be the work of one object that did one thing at a time: the search of
// Wing and Gong, with the configurations that have been seen kept. A step takes effect at one moment between its begin and its
// end. A required step is what a caller saw. An optional step may have taken effect, or not.

#ifndef DYNASIO_TESTS_MODEL_LINEARIZE_HPP
#define DYNASIO_TESTS_MODEL_LINEARIZE_HPP

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

namespace dynasio::tests::model {

/// A moment in the order of all events of a test.
using tick = std::uint64_t;

template <class State>
struct step
{
    tick begin = 0;
    tick end = 0;
    bool required = true;
    bool only_reads = false; ///< it changes no state
    /// The states after it; none if it cannot have happened in this state.
    std::function<std::vector<State>(State const&)> apply{};
    std::string text{}; ///< for people
    /// If not negative: the step happened if and only if all steps of the group did, with those of other objects.
    int group = -1;
};

struct verdict_of_search
{
    bool possible = false;
    bool gave_up = false;      ///< too many configurations; `possible` is then false
    std::string explanation{}; ///< if it is not possible
};

/// `State` has `==` and `std::string describe() const`, which differs for different states.
template <class State>
class linearizer
{
public:
    linearizer(std::vector<step<State>> steps, State initial, std::size_t max_configurations = 300'000)
        : steps_(std::move(steps)), initial_(std::move(initial)), max_(max_configurations)
    {
        std::sort(steps_.begin(), steps_.end(), [](auto const& a, auto const& b) { return a.end < b.end; });
    }

    verdict_of_search run()
    {
        done_.assign(steps_.size(), '0');
        verdict_of_search result;
        result.possible = search(initial_, 0, 0);
        result.gave_up = !result.possible && seen_.size() >= max_;
        if (!result.possible)
            result.explanation = explain(result.gave_up);
        return result;
    }

private:
    bool is_done(std::size_t i) const { return done_[i] != '0'; }

    /// The first end of a required step that has not happened: what begins later comes later.
    tick frontier() const
    {
        for (std::size_t i = 0; i < steps_.size(); ++i)
            if (steps_[i].required && !is_done(i))
                return steps_[i].end;
        return std::numeric_limits<tick>::max();
    }

    bool all_required_done() const { return frontier() == std::numeric_limits<tick>::max(); }

    /// `latest` is the last begin of the steps that have happened: what ended earlier cannot happen any more.
    bool search(State const& state, tick latest, std::size_t depth)
    {
        if (all_required_done())
            return true;
        if (seen_.size() >= max_ || !seen_.insert(done_ + state.describe()).second)
            return false;
        keep_best(state, depth);
        auto const limit = frontier();
        auto const may_be_next = [&](std::size_t i)
        {
            return !is_done(i) && steps_[i].begin <= limit && (steps_[i].required || steps_[i].end >= latest);
        };

        // A read that fits, and keeps nothing from happening later, is never wrong.
        for (std::size_t i = 0; i < steps_.size(); ++i)
            if (steps_[i].only_reads && may_be_next(i) && steps_[i].begin <= latest
                && !steps_[i].apply(state).empty())
                return take(i, state, latest, depth);

        for (bool const required : {true, false})
            for (std::size_t i = 0; i < steps_.size(); ++i)
                if (steps_[i].required == required && may_be_next(i))
                    for (auto const& after : steps_[i].apply(state))
                        if ((required || !(after == state)) && take(i, after, latest, depth))
                            return true;
        return false;
    }

    bool take(std::size_t i, State const& after, tick latest, std::size_t depth)
    {
        done_[i] = '1';
        path_.push_back(i);
        bool const found =
            search(after, std::max(latest, steps_[i].begin), depth + (steps_[i].required ? 1 : 0));
        path_.pop_back();
        done_[i] = '0';
        return found;
    }

    void keep_best(State const& state, std::size_t depth)
    {
        if (!best_path_.empty() && depth <= best_depth_)
            return;
        best_depth_ = depth;
        best_path_ = path_;
        best_state_ = state.describe();
    }

    std::string explain(bool gave_up) const
    {
        std::string out = gave_up ? "the search became too large; best order found:\n"
                                  : "no order explains what the callers saw; the longest that does so:\n";
        std::vector<char> placed(steps_.size(), 0);
        for (auto const i : best_path_)
        {
            out += "    " + describe(steps_[i]) + '\n';
            placed[i] = 1;
        }
        out += "  state then: " + best_state_ + "\n  not explained, the first of:\n";
        std::size_t shown = 0;
        for (std::size_t i = 0; i < steps_.size() && shown < 6; ++i)
            if (!placed[i] && steps_[i].required)
            {
                out += "    " + describe(steps_[i]) + '\n';
                ++shown;
            }
        return out;
    }

    static std::string describe(step<State> const& s)
    {
        return '[' + std::to_string(s.begin) + ".." + std::to_string(s.end) + "] " + s.text
            + (s.required ? "" : " (perhaps)");
    }

    std::vector<step<State>> steps_;
    State initial_;
    std::size_t max_;
    std::string done_;
    std::unordered_set<std::string> seen_;
    std::vector<std::size_t> path_;
    std::vector<std::size_t> best_path_;
    std::size_t best_depth_ = 0;
    std::string best_state_;
};

template <class State>
verdict_of_search linearize(std::vector<step<State>> steps, State initial)
{
    return linearizer<State>(std::move(steps), std::move(initial)).run();
}

} // namespace dynasio::tests::model

#endif
