// SPDX-License-Identifier: BSL-1.0

#include "serve/url_store_api.hpp"

#include "decide/digest.hpp"
#include "decide/refusal.hpp"

#include <utility>

namespace examples {

namespace {

/// How the key is with this metadata.
key_change with_metadata(url_request const& request, std::optional<stored_key> const& before, metadata given)
{
    key_change change;
    change.next = before ? *before : stored_key();
    if (!before)
    {
        change.next->key = request.where.key;
        change.next->permissions["owned"].insert(request.who.tag);
    }
    change.next->metadata.emplace();
    change.next->metadata->digest = sha256_hex(given.text);
    change.next->metadata->modified = current_second();
    change.next->metadata->terms = std::move(given.terms);
    change.metadata_text = std::move(given.text);
    return change;
}

void check_metadata_write(url_request const& request, std::optional<stored_key> const& key)
{
    if (key)
        check_access(request.who, access::write, key->permissions);
    check_write(request.conditions, metadata_of(key));
}

} // namespace

asio::awaitable<void> get_metadata(url_request& request)
{
    auto const state = co_await read_key(request.tables, request.where.key, with_text::yes);
    accessible(state.stored, request.who, access::read);
    auto const current = *metadata_of(state.stored);
    if (co_await ends_early(request, current))
        co_return;
    auto fields = fields_of(current);
    fields.set(http::field::content_type, "application/json");
    co_await request.http.respond(status::ok, std::move(fields), state.metadata_text);
}

asio::awaitable<void> write_metadata(url_request& request)
{
    bool const merges = request.http.method() == http::verb::post;
    auto const body = co_await request.http.read_text(max_metadata_bytes);
    auto const given = parse_metadata(body);
    key_decision const decide = [&](key_state const& state)
    {
        check_metadata_write(request, state.stored);
        return with_metadata(
            request, state.stored, merges ? merge_metadata(state.metadata_text, body) : given);
    };
    auto const text = merges ? with_text::yes : with_text::no;
    auto const changed = co_await change_key(request.tables, request.where.key, text, decide);
    bool const is_new = !changed.before || !changed.before->metadata;
    co_await respond_written(request, is_new, *metadata_of(changed.after));
}

} // namespace examples
