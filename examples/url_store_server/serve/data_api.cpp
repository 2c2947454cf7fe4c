// SPDX-License-Identifier: BSL-1.0

#include "serve/url_store_api.hpp"

#include "decide/byte_range.hpp"
#include "decide/refusal.hpp"
#include "decide/text_parts.hpp"
#include "store/data_reader.hpp"
#include "store/data_upload.hpp"

#include <algorithm>
#include <exception>
#include <utility>

namespace examples {

namespace {

constexpr std::size_t max_content_type = 1024;
constexpr std::size_t first_buffer = 16 * 1024;

byte_range whole(stored_data const& data)
{
    return {0, static_cast<std::uint64_t>(data.size)};
}

/// The range that is asked for; empty for all bytes. Throws `refusal` with 416.
std::optional<byte_range> range_of(
    url_request const& request, stored_data const& data, representation const& current)
{
    if (request.http.is_head_request() || !range_counts(request.conditions, current))
        return std::nullopt;
    auto const size = static_cast<std::uint64_t>(data.size);
    auto const decision = decide_range(request.http.field(http::field::range), size);
    if (decision.what == range_decision::kind::not_satisfiable)
        throw refusal(status::range_not_satisfiable, "the range begins behind the end")
            .add_field("Content-Range", content_range(std::nullopt, size));
    if (decision.what == range_decision::kind::whole)
        return std::nullopt;
    return decision.part;
}

std::string content_type_of(url_request const& request)
{
    std::string type(request.http.field(http::field::content_type));
    if (type.size() > max_content_type)
        throw refusal(status::bad_request, "the media type is too long");
    if (!is_utf8(type))
        throw refusal(status::bad_request, "the media type is not UTF-8");
    return type.empty() ? "application/octet-stream" : type;
}

void check_put_fields(url_request const& request)
{
    if (!request.http.field(http::field::content_range).empty())
        throw refusal(status::bad_request, "a part of the data cannot be replaced");
    if (!request.http.field(http::field::content_encoding).empty())
        throw refusal(status::unsupported_media_type, "the data must be sent without Content-Encoding");
}

void check_put(url_request const& request, std::optional<stored_key> const& key)
{
    if (key)
        check_access(request.who, access::write, key->permissions);
    check_write(request.conditions, data_of(key));
}

/// Reads the next chunk: fewer bytes at the end of the body only. The memory grows with what arrives, so a slow client
/// holds little.
asio::awaitable<dynasio::binary> receive_chunk(exchange& from, data_upload& upload, std::size_t size)
{
    dynasio::binary bytes;
    std::size_t filled = 0;
    while (filled < size)
    {
        if (filled == bytes.size())
            bytes.resize(std::min(size, std::max(2 * filled, first_buffer)));
        auto const count = co_await from.read_some(std::span(bytes).subspan(filled));
        if (count == 0)
            break;
        filled += count;
        co_await upload.keep_alive();
    }
    bytes.resize(filled);
    co_return bytes;
}

asio::awaitable<changed_key> receive_and_publish(url_request& request, data_upload& upload)
{
    auto const size = static_cast<std::size_t>(request.tables.limits.chunk_bytes);
    auto type = content_type_of(request);
    co_await upload.begin();
    bool at_end = false;
    while (!at_end)
    {
        auto bytes = co_await receive_chunk(request.http, upload, size);
        at_end = bytes.size() < size;
        if (!bytes.empty())
            co_await upload.add(std::move(bytes));
    }
    auto const data = upload.finish(std::move(type));
    key_decision const decide = [&request, &data](key_state const& state)
    {
        check_put(request, state.stored);
        key_change change;
        change.next = state.stored ? *state.stored : stored_key();
        if (!state.stored)
        {
            change.next->key = request.where.key;
            change.next->permissions["owned"].insert(request.who.tag);
        }
        change.next->data = data;
        change.published = data.upload;
        return change;
    };
    co_return co_await change_key(request.tables, request.where.key, with_text::no, decide);
}

} // namespace

asio::awaitable<void> get_data(url_request& request)
{
    auto const state = co_await read_key(request.tables, request.where.key, with_text::no);
    auto const& key = accessible(state.stored, request.who, access::read);
    if (!key.data)
        throw refusal(status::not_found, "the key has metadata, but no data");
    auto const current = *data_of(state.stored);
    if (co_await ends_early(request, current))
        co_return;

    auto const part = range_of(request, *key.data, current);
    auto const range = part ? *part : whole(*key.data);
    auto fields = fields_of(current);
    fields.set(http::field::content_type, key.data->content_type);
    fields.set(http::field::accept_ranges, "bytes");
    if (part)
        fields.set(http::field::content_range, content_range(part, whole(*key.data).end));
    auto const code = part ? status::partial_content : status::ok;

    data_reader reader(request.tables, *key.data, range);
    // The first chunk is read before the head is sent, so that a failure has a status.
    bool more = !request.http.is_head_request() && co_await reader.next();
    co_await request.http.begin(code, std::move(fields), range.end - range.first);
    while (more)
    {
        co_await request.http.write(reader.piece());
        more = co_await reader.next();
    }
}

asio::awaitable<void> put_data(url_request& request)
{
    check_put_fields(request);
    // Refused before the body is sent, if possible; the same is checked again by the write that publishes the data.
    auto const state = co_await read_key(request.tables, request.where.key, with_text::no);
    check_put(request, state.stored);

    data_upload upload(request.tables);
    std::exception_ptr failure;
    std::optional<changed_key> changed;
    try
    {
        changed = co_await receive_and_publish(request, upload);
    }
    catch (...)
    {
        failure = std::current_exception();
    }
    if (failure)
    {
        co_await upload.abandon();
        std::rethrow_exception(failure);
    }
    bool const is_new = !changed->before || !changed->before->data;
    co_await respond_written(request, is_new, *data_of(changed->after));
}

} // namespace examples
