// SPDX-License-Identifier: BSL-1.0

#include "credential_actor.hpp"

#include "dice.hpp"

#include <dynasio/stores/credentials/key_pair.hpp>

#include <algorithm>
#include <string_view>

namespace dynasio::tests::model {

namespace {

using op = credential_operation;

binary bytes_of(std::string_view text)
{
    binary result;
    for (char const each : text)
        result.push_back(static_cast<std::byte>(each));
    return result;
}

// Salt, secret and hash follow from the public key, so that each can be checked.
binary salt_of(std::string const& public_key)
{
    return bytes_of("salt of " + public_key);
}

secret secret_of(std::string const& public_key)
{
    return secret("secret of " + public_key);
}

credential_keys keys_of(std::string const& public_key)
{
    credential_keys keys;
    keys.public_key = public_key;
    keys.salt = salt_of(public_key);
    keys.secret_key_hash = hash_secret_key(secret_of(public_key), keys.salt, 1);
    return keys;
}

credential_store_options options_of(std::string const& table)
{
    credential_store_options options;
    options.table_name = table;
    options.hash_rounds = 1;
    return options;
}

cell stored(std::string text)
{
    return {true, std::move(text), 0, 0};
}

} // namespace

std::string planned_credential_call::describe() const
{
    constexpr char const* names[] = {"create_or_update", "create", "get_or_create", "get", "list",
        "find_user", "find_users", "authenticate", "authenticate (wrong secret)", "remove", "remove_all"};
    return std::string(names[static_cast<int>(what)]) + " #" + std::to_string(cell);
}

std::vector<planned_credential_call> plan_credentials(std::uint64_t seed, unsigned coroutine)
{
    dice random{seed, coroutine, 102};
    std::vector<planned_credential_call> plan(8);
    for (auto& p : plan)
    {
        p.what = random.one_of({op::create_or_update, op::create_or_update, op::create, op::create,
            op::get_or_create, op::get_or_create, op::get_or_create, op::get, op::get, op::list,
            op::find_user, op::find_users, op::authenticate, op::authenticate_wrongly, op::remove, op::remove,
            op::remove, op::remove_all});
        p.cell = static_cast<unsigned>(random.below(key_pairs));
    }
    return plan;
}

credential_actor::credential_actor(actor& a, std::uint64_t seed, std::string const& table)
    : actor_(a), user_("user of seed " + std::to_string(seed)), store_(a.owner(), options_of(table))
{}

std::string credential_actor::sub_of(unsigned cell) const
{
    return user_ + (cell < 2 ? "" : "#2");
}

std::string credential_actor::id_of(unsigned cell)
{
    return cell % 2 == 0 ? "default" : "default#2";
}

void credential_actor::problem(call const& c, std::string text)
{
    problems.push_back(std::move(text) + ": " + c.describe());
}

void credential_actor::add_event(unsigned cell, cell_event e)
{
    if (e.ended == verdict::broken)
        problem(*e.from, "no operation may end like this");
    events.emplace_back(cell, std::move(e));
}

void credential_actor::add_read(unsigned number, call& c, std::optional<credential> const& found)
{
    std::optional<cell> state;
    if (found)
    {
        state = stored(found->public_key);
        last_public_key_ = found->public_key;
        if (found->id != id_of(number) || found->salt != salt_of(found->public_key))
            problem(c, "the id or salt of another key pair");
    }
    c.said += " #" + std::to_string(number) + ": " + (state ? state->text : "none") + ';';
    cell_event e;
    e.from = &c;
    e.ended = c.ended;
    e.returned = state;
    add_event(number, std::move(e));
}

asio::awaitable<void> credential_actor::perform(std::vector<planned_credential_call> plan)
{
    for (auto& p : plan)
    {
        asio::awaitable<void> operation = p.what == op::remove_all ? remove_all(p)
            : p.what == op::get || p.what == op::list              ? read(p)
            : p.what >= op::find_user && p.what < op::remove       ? find(p)
                                                                   : write(p);
        co_await std::move(operation);
    }
}

asio::awaitable<void> credential_actor::write(planned_credential_call p)
{
    auto& c = actor_.new_call(p.describe());
    auto const public_key = "pk_" + c.who;
    auto const keys = keys_of(public_key);
    auto const sub = sub_of(p.cell);
    auto const id = id_of(p.cell);
    auto const options = actor::options_of(c);
    cell_event e;
    e.from = &c;
    e.what.text = public_key;
    if (p.what == op::create_or_update)
    {
        e.what.what = action::put;
        auto operation = store_.create_or_update(sub, id, keys, options);
        co_await actor_.run(c, std::move(operation));
    }
    else if (p.what == op::create)
    {
        e.what.what = action::create;
        auto operation = store_.create(sub, id, keys, options);
        co_await actor_.run(c, std::move(operation));
    }
    else if (p.what == op::get_or_create)
    {
        e.what.what = action::get_or_create;
        std::function<credential_keys()> make = [keys] { return keys; };
        auto operation = store_.get_or_create(sub, id, std::move(make), options);
        auto const got = co_await actor_.run(c, std::move(operation));
        if (got)
        {
            e.returned = stored(got->public_key);
            c.said = got->public_key;
            last_public_key_ = got->public_key;
            if (got->id != id || got->salt != salt_of(got->public_key))
                problem(c, "the id or salt of another key pair");
        }
    }
    else
    {
        e.what.what = action::erase;
        c.refusal_is_open = true;
        auto operation = store_.remove(sub, id, options);
        auto const removed = co_await actor_.run(c, std::move(operation));
        if (removed && !*removed)
        {
            c.ended = verdict::refused;
            c.why = code::not_found;
            c.said = "false";
        }
    }
    e.ended = c.ended;
    e.why = c.why;
    add_event(p.cell, std::move(e));
}

asio::awaitable<void> credential_actor::read(planned_credential_call p)
{
    auto& c = actor_.new_call(p.describe());
    auto const options = read_options(actor::options_of(c)).consistent();
    if (p.what == op::get)
    {
        auto operation = store_.get(sub_of(p.cell), id_of(p.cell), options);
        auto const found = co_await actor_.run(c, std::move(operation));
        if (found)
            add_read(p.cell, c, *found);
    }
    else
    {
        auto operation = store_.list(sub_of(p.cell), options);
        auto const found = co_await actor_.run(c, std::move(operation));
        if (found)
        {
            if (!std::is_sorted(
                    found->begin(), found->end(), [](auto const& a, auto const& b) { return a.id < b.id; }))
                problem(c, "not in the order of ids");
            auto const first = p.cell / 2 * 2;
            for (auto const number : {first, first + 1})
            {
                auto const at = std::find_if(found->begin(), found->end(),
                    [&](credential const& each) { return each.id == id_of(number); });
                add_read(number, c, at == found->end() ? std::nullopt : std::optional(*at));
            }
        }
    }
    if (c.ended == verdict::broken)
        problem(c, "no read may end like this");
}

void credential_actor::saw(call& c, credential_owner const& owner, std::string public_key)
{
    c.said += ' ' + owner.sub + '/' + owner.id;
    if (owner.salt != salt_of(public_key) || owner.secret_key_hash != keys_of(public_key).secret_key_hash)
        problem(c, "salt or hash of another key pair");
    owners_seen.push_back({&c, std::move(public_key), owner.sub, owner.id});
}

asio::awaitable<void> credential_actor::find(planned_credential_call p)
{
    auto const public_key = last_public_key_;
    auto& c = actor_.new_call(p.describe() + ' ' + public_key);
    auto const options = read_options(actor::options_of(c));
    if (p.what == op::find_user)
    {
        auto operation = store_.find_user(public_key, options);
        auto const found = co_await actor_.run(c, std::move(operation));
        if (found && *found)
            saw(c, **found, public_key);
    }
    else if (p.what == op::find_users)
    {
        auto operation = store_.find_users(public_key, options);
        auto const found = co_await actor_.run(c, std::move(operation));
        if (found && found->size() > 1)
            problem(c, "two owners of one public key");
        if (found && !found->empty())
            saw(c, found->front(), public_key);
    }
    else
    {
        bool const wrong = p.what == op::authenticate_wrongly;
        auto tried = wrong ? secret("not the secret") : secret_of(public_key);
        auto operation = store_.authenticate(public_key, std::move(tried), options);
        auto const found = co_await actor_.run(c, std::move(operation));
        if (found && *found && wrong)
            problem(c, "authenticated with a wrong secret");
        if (found && *found)
            owners_seen.push_back({&c, public_key, **found, {}});
    }
    if (c.ended == verdict::broken)
        problem(c, "no read may end like this");
}

asio::awaitable<void> credential_actor::remove_all(planned_credential_call p)
{
    auto& c = actor_.new_call(p.describe());
    auto const first = p.cell / 2 * 2;
    auto operation = store_.remove_all(sub_of(first), actor::options_of(c));
    auto const removed = co_await actor_.run(c, std::move(operation));
    if (removed)
        c.said = std::to_string(*removed);
    if (removed && *removed > 2)
        problem(c, "removed more key pairs than there can be");
    for (auto const number : {first, first + 1})
    {
        cell_event e;
        e.from = &c;
        e.ended = c.ended;
        e.what.what = action::drop;
        if (removed)
            e.saw_one = *removed == 2;
        if (removed && *removed == 0)
        {
            e.what.what = action::read;
            e.returned = std::optional<cell>();
        }
        bool const left =
            std::find(c.keys_left.begin(), c.keys_left.end(), id_of(number)) != c.keys_left.end();
        if (c.unfinished && !left)
            e.ended = verdict::done;
        add_event(number, std::move(e));
    }
}

asio::awaitable<void> credential_actor::read_at_end()
{
    std::size_t there = 0;
    for (unsigned i = 0; i < key_pairs; ++i)
    {
        auto& c = actor_.new_call("get #" + std::to_string(i) + " at the end");
        auto operation = store_.get(sub_of(i), id_of(i), read_options().consistent());
        auto const found = co_await actor_.run(c, std::move(operation));
        if (!found)
            problem(c, "failed without a fault");
        else
            add_read(i, c, *found);
        if (!found || !*found)
            continue;
        ++there;
        // Everything has come to rest: the index must have it.
        auto const& public_key = (*found)->public_key;
        auto const owner = co_await store_.find_user(public_key);
        if (!owner || owner->sub != sub_of(i) || owner->id != id_of(i))
            problem(c, "not found by its public key");
        auto const user = co_await store_.authenticate(public_key, secret_of(public_key));
        if (user != sub_of(i))
            problem(c, "not authenticated");
    }
    auto const removed = co_await store_.remove_all(sub_of(0)) + co_await store_.remove_all(sub_of(2));
    if (removed != there)
        problems.push_back(
            "remove_all at the end returned " + std::to_string(removed) + ", not " + std::to_string(there));
}

} // namespace dynasio::tests::model
