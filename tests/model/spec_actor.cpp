// SPDX-License-Identifier: BSL-1.0

#include "spec_actor.hpp"

#include "dice.hpp"

#include <algorithm>

namespace dynasio::tests::model {

namespace {

using op = spec_operation;

constexpr std::int64_t models_unit = 1000;

/// Each spec of a user counts in its own three digits, and each save has another number: the sum names all latest versions.
std::int64_t unit_of(unsigned spec)
{
    auto place = spec < shared_specs ? spec : (spec - shared_specs) % own_specs;
    std::int64_t unit = 1;
    for (; place > 0; --place)
        unit *= models_unit;
    return unit;
}

/// The number in the text of a version, as `actor::new_call` makes it: s<seed>c<coroutine>-<number>.
std::int64_t number_of(std::string const& version)
{
    auto const c = version.find('c');
    auto const dash = version.find('-');
    if (c == std::string::npos || dash == std::string::npos)
        return 0;
    return std::stoll(version.substr(c + 1, dash - c - 1)) * 100 + std::stoll(version.substr(dash + 1));
}

asio::awaitable<std::vector<spec_info>> all_of(spec_stream stream)
{
    std::vector<spec_info> all;
    while (auto each = co_await stream.next())
        all.push_back(*std::move(each));
    co_return all;
}

asio::awaitable<std::vector<spec_info>> all_pages(spec_store store, std::string sub, list_options options)
{
    std::vector<spec_info> all;
    options.limit(1);
    for (;;)
    {
        auto const page = co_await store.list_page(sub, options);
        all.insert(all.end(), page.specs.begin(), page.specs.end());
        if (!page.next)
            co_return all;
        options.after(*page.next);
    }
}

} // namespace

std::string planned_spec_call::describe() const
{
    constexpr char const* names[] = {"create_or_update", "latest_version", "get", "list", "list_page",
        "count_models", "list_versions", "list_versions (descending)", "stream_versions", "remove",
        "remove_all"};
    return std::string(names[static_cast<int>(what)]) + ' ' + spec_actor::name_of(spec);
}

std::vector<planned_spec_call> plan_specs(std::uint64_t seed, unsigned coroutine)
{
    dice random{seed, coroutine, 103};
    std::vector<planned_spec_call> plan(8);
    auto const own = shared_specs + coroutine * own_specs;
    for (auto& p : plan)
    {
        p.what =
            random.one_of({op::save, op::save, op::save, op::save, op::save, op::save, op::latest_version,
                op::get, op::get, op::list, op::list_by_pages, op::count_models, op::list_versions,
                op::list_versions_descending, op::stream_versions, op::remove, op::remove, op::remove});
        p.spec = static_cast<unsigned>(random.below(shared_specs));
        if (random.percent(40))
            p.spec = own + static_cast<unsigned>(random.below(own_specs));
        if (p.what == op::remove && p.spec == kept_spec)
            p.what = op::save;
    }
    plan.push_back({op::remove_all, own});
    return plan;
}

spec_actor::spec_actor(actor& a, std::uint64_t seed, spec_store_options options)
    : actor_(a), user_("user of seed " + std::to_string(seed)), store_(a.owner(), std::move(options))
{}

std::string spec_actor::name_of(unsigned spec)
{
    constexpr char const* shared[] = {"a", "a#5", "kept"};
    if (spec < shared_specs)
        return shared[spec];
    return "own" + std::to_string((spec - shared_specs) / own_specs)
        + ((spec - shared_specs) % own_specs == 0 ? "" : "#5");
}

std::string spec_actor::sub_of(unsigned spec) const
{
    if (spec < shared_specs)
        return user_;
    return user_ + "/" + std::to_string((spec - shared_specs) / own_specs);
}

std::vector<unsigned> spec_actor::specs_of_user(unsigned spec) const
{
    if (spec < shared_specs)
        return {0, 1, 2};
    auto const first = shared_specs + (spec - shared_specs) / own_specs * own_specs;
    return {first, first + 1};
}

void spec_actor::problem(call const& c, std::string text)
{
    problems.push_back(std::move(text) + ": " + c.describe());
}

void spec_actor::add_event(unsigned spec, spec_event e)
{
    if (e.from->ended == verdict::broken)
        problem(*e.from, "no operation may end like this");
    events.emplace_back(spec, std::move(e));
}

void spec_actor::add_latest(call& c, unsigned spec, std::optional<spec_version> found)
{
    c.said += ' ' + name_of(spec) + ": " + (found ? found->tag : "none") + ';';
    spec_event e;
    e.from = &c;
    e.what = spec_action::read_latest;
    e.latest = std::move(found);
    add_event(spec, std::move(e));
}

spec_version spec_actor::version_of(call& c, unsigned spec, spec_info const& found)
{
    if (found.id != name_of(spec) || found.model_count != number_of(found.version) * unit_of(spec)
        || found.title != "title of " + found.version || found.description)
        problem(c, "not what was saved as version " + found.version);
    return {found.version, found.updated_at};
}

asio::awaitable<void> spec_actor::perform(std::vector<planned_spec_call> plan)
{
    for (auto& p : plan)
    {
        asio::awaitable<void> operation = p.what == op::save               ? save(p.spec)
            : p.what == op::latest_version || p.what == op::get            ? read_latest(p)
            : p.what >= op::list && p.what <= op::count_models             ? read_all(p)
            : p.what >= op::list_versions && p.what <= op::stream_versions ? read_versions(p)
                                                                           : remove(p);
        co_await std::move(operation);
    }
}

asio::awaitable<void> spec_actor::save(unsigned number)
{
    auto& c = actor_.new_call("create_or_update " + name_of(number));
    c.once = true;
    c.may_be_repeated = false;
    spec input;
    input.id = name_of(number);
    input.version = c.who;
    input.model_count = number_of(c.who) * unit_of(number);
    input.title = "title of " + c.who;
    auto operation = store_.create_or_update(sub_of(number), input, actor::options_of(c));
    auto const saved = co_await actor_.run(c, std::move(operation));
    spec_event e;
    e.from = &c;
    e.what = spec_action::save;
    e.saved.tag = c.who;
    if (saved)
    {
        e.saved = version_of(c, number, *saved);
        c.said = "at " + std::to_string(saved->updated_at);
        if (e.saved.tag != c.who)
            problem(c, "another version");
    }
    add_event(number, std::move(e));
}

asio::awaitable<void> spec_actor::read_latest(planned_spec_call p)
{
    auto& c = actor_.new_call(p.describe());
    auto const options = read_options(actor::options_of(c)).consistent();
    if (p.what == op::latest_version)
    {
        auto operation = store_.latest_version(sub_of(p.spec), name_of(p.spec), options);
        auto const found = co_await actor_.run(c, std::move(operation));
        std::optional<spec_version> version;
        if (found && *found)
            version = spec_version{**found, {}};
        if (found)
            add_latest(c, p.spec, version);
    }
    else
    {
        auto operation = store_.get(sub_of(p.spec), name_of(p.spec), options);
        auto const found = co_await actor_.run(c, std::move(operation));
        std::optional<spec_version> version;
        if (found && *found)
            version = version_of(c, p.spec, **found);
        if (found)
            add_latest(c, p.spec, version);
    }
    if (c.ended == verdict::broken)
        problem(c, "no read may end like this");
}

asio::awaitable<void> spec_actor::read_all(planned_spec_call p)
{
    auto& c = actor_.new_call(p.describe());
    auto const options = read_options(actor::options_of(c)).consistent();
    if (p.what == op::count_models)
    {
        auto operation = store_.count_models(sub_of(p.spec), options);
        auto const sum = co_await actor_.run(c, std::move(operation));
        for (auto const each : specs_of_user(p.spec))
        {
            if (!sum)
                break;
            auto const number = *sum / unit_of(each) % models_unit;
            std::optional<spec_version> version;
            if (number != 0)
            {
                auto const who = c.who.substr(0, c.who.find('c') + 1);
                version =
                    spec_version{who + std::to_string(number / 100) + '-' + std::to_string(number % 100), {}};
            }
            add_latest(c, each, version);
        }
    }
    else
    {
        auto operation = p.what == op::list ? store_.list(sub_of(p.spec), options)
                                            : all_pages(store_, sub_of(p.spec), options);
        auto const found = co_await actor_.run(c, std::move(operation));
        if (found
            && !std::is_sorted(
                found->begin(), found->end(), [](auto const& a, auto const& b) { return a.id < b.id; }))
            problem(c, "not in the order of ids");
        for (auto const each : specs_of_user(p.spec))
        {
            if (!found)
                break;
            auto const is_it = [&](spec_info const& s) { return s.id == name_of(each); };
            auto const at = std::find_if(found->begin(), found->end(), is_it);
            std::optional<spec_version> version;
            if (at != found->end())
                version = version_of(c, each, *at);
            if (std::count_if(found->begin(), found->end(), is_it) > 1)
                problem(c, "a spec twice");
            add_latest(c, each, version);
        }
    }
    if (c.ended == verdict::broken)
        problem(c, "no read may end like this");
}

asio::awaitable<void> spec_actor::read_versions(planned_spec_call p)
{
    auto& c = actor_.new_call(p.describe());
    auto const options = list_options(read_options(actor::options_of(c)).consistent());
    auto const sub = sub_of(p.spec);
    auto const id = name_of(p.spec);
    auto operation = p.what == op::list_versions ? store_.list_versions(sub, id, options)
        : p.what == op::stream_versions ? all_of(store_.stream_versions(sub, id, list_options().consistent()))
                                        : store_.list_versions(sub, id, list_options(options).descending());
    auto const found = co_await actor_.run(c, std::move(operation));
    if (c.ended == verdict::broken)
        problem(c, "no read may end like this");
    if (!found)
        co_return;
    spec_event e;
    e.from = &c;
    e.what = spec_action::read_versions;
    for (auto const& each : *found)
    {
        e.versions.push_back(version_of(c, p.spec, each));
        c.said += ' ' + each.version + " at " + std::to_string(each.updated_at) + ';';
    }
    if (p.what == op::list_versions_descending)
        std::reverse(e.versions.begin(), e.versions.end());
    add_event(p.spec, std::move(e));
}

asio::awaitable<void> spec_actor::remove(planned_spec_call p)
{
    auto& c = actor_.new_call(p.describe());
    bool const of_user = p.what == op::remove_all;
    auto operation = of_user ? store_.remove_all(sub_of(p.spec), actor::options_of(c))
                             : store_.remove(sub_of(p.spec), name_of(p.spec), actor::options_of(c));
    auto const removed = co_await actor_.run(c, std::move(operation));
    if (removed)
        c.said = std::to_string(*removed);
    if (removed && of_user)
        removals_of_users.emplace_back(&c, *removed);
    auto const specs = of_user ? specs_of_user(p.spec) : std::vector<unsigned>(1, p.spec);
    for (auto const each : specs)
    {
        spec_event e;
        e.from = &c;
        e.what = spec_action::remove;
        if (removed && !of_user)
            e.removed = *removed;
        add_event(each, std::move(e));
    }
}

asio::awaitable<void> spec_actor::read_at_end()
{
    auto const all = shared_specs + coroutines * own_specs;
    std::vector<planned_spec_call> reads;
    for (unsigned i = 0; i < all; ++i)
    {
        reads.push_back({op::get, i});
        reads.push_back({op::list_versions, i});
    }
    co_await perform(std::move(reads));
    // What a removal has left, the same call must find. The coroutines have removed their own.
    for (unsigned i = 0; i < shared_specs; ++i)
    {
        (void)co_await store_.remove(sub_of(i), name_of(i));
        auto const left = co_await store_.list_versions(sub_of(i), name_of(i), list_options().consistent());
        auto const latest = co_await store_.get(sub_of(i), name_of(i), read_options().consistent());
        if (!left.empty() || latest)
            problems.push_back("removed at the end, but still there: " + name_of(i));
    }
}

} // namespace dynasio::tests::model
