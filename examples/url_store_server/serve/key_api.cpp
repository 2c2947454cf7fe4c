// SPDX-License-Identifier: BSL-1.0

#include "serve/url_store_api.hpp"

#include "decide/refusal.hpp"
#include "store/key_search.hpp"

#include <utility>
#include <vector>

namespace examples {

asio::awaitable<void> delete_key(url_request& request)
{
    key_decision const decide = [&request](key_state const& state)
    {
        auto const& key = accessible(state.stored, request.who, access::own);
        check_write(request.conditions, key.data ? data_of(state.stored) : metadata_of(state.stored));
        return key_change();
    };
    co_await change_key(request.tables, request.where.key, with_text::no, decide);
    co_await request.http.respond(status::no_content, http::fields());
}

asio::awaitable<void> query_keys(url_request& request)
{
    std::vector<std::string> terms;
    for (auto const& [name, value] : form_parameters(request.where.query))
        terms.push_back(query_term(name, value));
    key_search search(request.tables, request.who, std::move(terms));
    // The first keys are read before the head is sent, so that a failure has a status.
    auto found = co_await search.next();
    http::fields fields;
    fields.set(http::field::content_type, "text/plain; charset=utf-8");
    co_await request.http.begin_unsized(status::ok, std::move(fields));
    while (found && !request.http.is_head_request())
    {
        std::string lines;
        for (auto const& key : *found)
            lines += key + '\n';
        co_await request.http.write(std::as_bytes(std::span(lines)));
        found = co_await search.next();
    }
    co_await request.http.end();
}

} // namespace examples
