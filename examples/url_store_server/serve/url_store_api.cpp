// SPDX-License-Identifier: BSL-1.0

#include "serve/url_store_api.hpp"

#include "decide/digest.hpp"
#include "decide/http_date.hpp"
#include "decide/refusal.hpp"

#include <utility>

namespace examples {

namespace {

std::string quoted(std::string const& digest)
{
    return '"' + digest + '"';
}

asio::awaitable<void> handle(url_request& request)
{
    bool const is_read = request.http.method() == http::verb::get || request.http.is_head_request();
    switch (request.where.part)
    {
    case url_part::data:
        return is_read ? get_data(request) : put_data(request);
    case url_part::metadata:
        return is_read ? get_metadata(request) : write_metadata(request);
    case url_part::permissions:
        return is_read ? get_permissions(request) : write_permissions(request);
    case url_part::whole_key:
        return delete_key(request);
    default:
        return query_keys(request);
    }
}

} // namespace

url_store_api::url_store_api(store_tables tables, token_list tokens, url_paths paths)
    : tables_(std::move(tables)), tokens_(std::move(tokens)), paths_(std::move(paths))
{}

asio::awaitable<void> url_store_api::answer(exchange& one) const
{
    auto who = tokens_.user_of(one.field(http::field::authorization));
    auto const target = one.head().target();
    auto where = find_route(one.method(), {target.data(), target.size()}, paths_);
    url_request request{
        one, tables_, std::move(who), std::move(where), preconditions_of(one.head(), current_second())};
    co_await handle(request);
}

std::optional<representation> data_of(std::optional<stored_key> const& key)
{
    if (!key || !key->data)
        return std::nullopt;
    return representation{quoted(key->data->digest), key->data->modified};
}

std::optional<representation> metadata_of(std::optional<stored_key> const& key)
{
    if (!key)
        return std::nullopt;
    if (!key->metadata)
        return representation{quoted(sha256_hex(empty_metadata))};
    return representation{quoted(key->metadata->digest), key->metadata->modified};
}

representation permissions_of(stored_key const& key)
{
    return {quoted(sha256_hex(to_json(key.permissions)))};
}

stored_key const& accessible(std::optional<stored_key> const& key, user const& who, access what)
{
    if (!key)
        throw refusal(status::not_found, "there is no such key");
    check_access(who, what, key->permissions);
    return *key;
}

void check_write(preconditions const& given, std::optional<representation> const& current)
{
    if (evaluate(given, current, false) != precondition_verdict::proceed)
        throw refusal(status::precondition_failed, "the stored value does not meet the preconditions");
}

http::fields fields_of(representation const& current)
{
    http::fields fields;
    fields.set(http::field::etag, current.etag);
    if (current.modified)
        fields.set(http::field::last_modified, to_http_date(*current.modified));
    return fields;
}

asio::awaitable<bool> ends_early(url_request& request, representation current)
{
    auto const verdict = evaluate(request.conditions, current, true);
    if (verdict == precondition_verdict::failed)
        throw refusal(status::precondition_failed, "the stored value does not meet the preconditions");
    if (verdict == precondition_verdict::proceed)
        co_return false;
    co_await request.http.respond(status::not_modified, fields_of(current));
    co_return true;
}

asio::awaitable<void> respond_written(url_request& request, bool is_new, representation now)
{
    return request.http.respond(is_new ? status::created : status::no_content, fields_of(now));
}

} // namespace examples
