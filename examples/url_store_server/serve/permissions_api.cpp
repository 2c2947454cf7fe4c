// SPDX-License-Identifier: BSL-1.0

#include "serve/url_store_api.hpp"

#include "decide/refusal.hpp"

#include <utility>

namespace examples {

namespace {

constexpr std::size_t max_body = 8 * max_permission_bytes;

} // namespace

asio::awaitable<void> get_permissions(url_request& request)
{
    auto const state = co_await read_key(request.tables, request.where.key, with_text::no);
    auto const& key = accessible(state.stored, request.who, access::own);
    auto const current = permissions_of(key);
    if (co_await ends_early(request, current))
        co_return;
    auto fields = fields_of(current);
    fields.set(http::field::content_type, "application/json");
    co_await request.http.respond(status::ok, std::move(fields), to_json(key.permissions));
}

asio::awaitable<void> write_permissions(url_request& request)
{
    bool const adds = request.http.method() == http::verb::post;
    auto const body = co_await request.http.read_text(max_body);
    auto const given = parse_permissions(body);
    if (!adds)
        check_permissions(given);
    key_decision const decide = [&](key_state const& state)
    {
        auto const& key = accessible(state.stored, request.who, access::own);
        check_write(request.conditions, permissions_of(key));
        key_change change;
        change.next = key;
        change.next->permissions = adds ? merge_permissions(key.permissions, given) : given;
        check_permissions(change.next->permissions);
        return change;
    };
    auto const changed = co_await change_key(request.tables, request.where.key, with_text::no, decide);
    co_await respond_written(request, false, permissions_of(*changed.after));
}

} // namespace examples
