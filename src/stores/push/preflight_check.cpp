// SPDX-License-Identifier: BSL-1.0

#include <dynasio/stores/push/preflight_check.hpp>

#include "call/client_state.hpp"
#include "client/client_handle.hpp"
#include "stores/push/message_table_state.hpp"
#include "stores/push/router_table_state.hpp"
#include "stores/store_access.hpp"

#include <dynasio/wait.hpp>

#include <chrono>
#include <exception>
#include <stdexcept>
#include <utility>

namespace dynasio {

namespace stores::push {

namespace {

constexpr auto default_timeout = std::chrono::minutes(1);
constexpr auto poll_pause = std::chrono::seconds(1);

/// What the check has made and not removed yet.
struct traces
{
    bool message = false;
    bool user = false;
};

/// The check, on handles that do not keep their clients running.
struct preflight
{
    message_table messages;
    router_table router;
    client message_client;
    client router_client;
    uaid user;
    call_options call;
    char const* step = "";
    traces left{};
};

channel_id random_channel(client const& owner)
{
    auto const text = call::state_of(owner)->random().uuid();
    return channel_id(std::string_view(text.data(), text.size()));
}

awaitable<void> wait_for_table(client owner, std::string name, call_options call)
{
    wait_options options;
    options.first_delay = poll_pause;
    options.max_delay = poll_pause;
    options.call = call;
    co_await wait_until_table_exists(owner, std::move(name), options);
}

router_record record_of(uaid const& user)
{
    router_record record;
    record.uaid = user;
    record.router_type = "webpush";
    record.node_id = "mynode:2020";
    record.connected_at.emplace(std::chrono::milliseconds(0));
    return record;
}

[[noreturn]] void fail(preflight const& check, std::string reason)
{
    throw store_error({.code = store_errc::conflict,
        .table = check.router.table_name(),
        .key = item::of("uaid", check.user.text()),
        .reason = std::move(reason)});
}

awaitable<void> drop_user(preflight& check)
{
    drop_user_options options(check.call);
    options.if_connected_at.emplace(std::chrono::milliseconds(0));
    co_await check.router.drop_user(check.user, options);
    check.left.user = false;
}

awaitable<void> delete_message(preflight& check, notification message)
{
    co_await check.messages.delete_message(message, check.call);
    check.left.message = false;
}

awaitable<void> run_steps(preflight& check, notification message)
{
    check.step = "wait for the message table";
    co_await wait_for_table(check.message_client, check.messages.table_name(), check.call);
    check.step = "wait for the router table";
    co_await wait_for_table(check.router_client, check.router.table_name(), check.call);

    check.step = "store a message";
    check.left.message = true;
    co_await check.messages.store_message(message, check.call);
    check.step = "delete the message";
    co_await delete_message(check, message);

    auto const record = record_of(check.user);
    check.step = "register a user";
    check.left.user = true;
    auto const registered = co_await check.router.register_user(record, check.call);
    if (!registered.registered)
    {
        check.left.user = false;
        fail(check, "another connection holds the user");
    }
    check.step = "read the user";
    auto const found = co_await check.router.get_uaid(check.user, check.call);
    if (!found || found->node_id != record.node_id)
        fail(check, "the user that was read is not the one that was registered");
    check.step = "clear the node of the user";
    bool const cleared = co_await check.router.clear_node(record, check.call);
    if (!cleared)
        fail(check, "the user has another node");
    check.step = "drop the user";
    co_await drop_user(check);
}

/// Removes what a failed check has left. Its own failures do not matter.
awaitable<void> clean_up(preflight& check, notification message)
{
    try
    {
        if (check.left.message)
            co_await delete_message(check, message);
    }
    catch (std::exception const&)
    {}
    try
    {
        if (check.left.user)
            co_await drop_user(check);
    }
    catch (std::exception const&)
    {}
}

/// Throws the failure again, with the step in its text.
[[noreturn]] void throw_failure(std::exception_ptr const& failure, preflight const& check)
{
    std::string where = std::string("preflight_check: ") + check.step;
    if (check.left.message)
        where += "; a message may be left";
    if (check.left.user)
        where += "; the user " + check.user.text() + " may be left";
    bool const left_something = check.left.message || check.left.user;
    auto const extend = [&](error_details details)
    {
        details.context = where + (details.context.empty() ? "" : ": ") + details.context;
        details.may_have_been_applied = left_something;
        throw_exception_from_error(error(std::move(details)), BOOST_CURRENT_LOCATION);
    };
    try
    {
        std::rethrow_exception(failure);
    }
    catch (store_error const& e)
    {
        auto details = e.details();
        details.reason = where + ": " + details.reason;
        throw store_error(std::move(details));
    }
    catch (service_error const& e)
    {
        extend(e.details());
    }
    catch (operation_error const& e)
    {
        extend(e.details());
    }
    catch (boost::system::system_error const& e)
    {
        error_details details;
        details.code = e.code();
        details.context = "cut short between two requests";
        extend(std::move(details));
    }
    throw std::logic_error(where); // not reached
}

awaitable<void> check_tables(preflight check)
{
    notification message;
    message.uaid = check.user;
    message.channel = random_channel(check.message_client);
    message.ttl = std::chrono::seconds(60);
    message.message_id = "preflight";
    message.position = stores::store_access::state(check.messages)->next_position();
    std::exception_ptr failure;
    try
    {
        auto running = run_steps(check, message);
        co_await std::move(running);
    }
    catch (...)
    {
        failure = std::current_exception();
    }
    if (!failure)
        co_return;
    auto cleaning = clean_up(check, message);
    co_await std::move(cleaning);
    throw_failure(failure, check);
}

} // namespace

} // namespace stores::push

boost::asio::awaitable<void> preflight_check(
    message_table const& messages, router_table const& router, uaid user, call_options options)
{
    using access = stores::store_access;
    auto const& message_state = access::state(messages);
    auto const& router_state = access::state(router);
    auto message_client = message_state->owner();
    auto router_client = router_state->owner();
    stores::push::preflight check{.messages = access::make<message_table>(message_client, message_state),
        .router = access::make<router_table>(router_client, router_state),
        .message_client = message_client,
        .router_client = router_client,
        .user = user,
        .call = call::with_deadline(message_client, options, stores::push::default_timeout)};
    return stores::push::check_tables(std::move(check));
}

} // namespace dynasio
