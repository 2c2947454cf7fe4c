// SPDX-License-Identifier: BSL-1.0

#include "test/store_fixture.hpp"

#include "decide/digest.hpp"

namespace examples {

asio::awaitable<void> add_text(data_upload& upload, std::string text)
{
    for (std::size_t at = 0; at < text.size(); at += test_chunk_bytes)
        co_await upload.add(dynasio::to_binary(text.substr(at, test_chunk_bytes)));
}

key_change with_data(key_state const& state, std::string const& key, stored_data const& data)
{
    key_change change;
    change.next = state.stored ? *state.stored : stored_key();
    change.next->key = key;
    change.next->permissions["owned"].insert("ann");
    change.next->data = data;
    change.published = data.upload;
    return change;
}

asio::awaitable<stored_data> put_text(store_tables tables, std::string key, std::string text)
{
    data_upload upload(tables);
    co_await upload.begin();
    co_await add_text(upload, text);
    auto const data = upload.finish("text/plain");
    key_decision const decide = [&](key_state const& state) { return with_data(state, key, data); };
    co_await change_key(tables, key, with_text::no, decide);
    co_return data;
}

asio::awaitable<void> put_metadata(store_tables tables, std::string key, std::string json)
{
    key_decision const decide = [&](key_state const& state)
    {
        auto const merged = merge_metadata(state.metadata_text, json);
        key_change change;
        change.next = state.stored ? *state.stored : stored_key();
        change.next->key = key;
        change.next->permissions["owned"].insert("ann");
        change.next->metadata.emplace();
        change.next->metadata->digest = sha256_hex(merged.text);
        change.next->metadata->terms = merged.terms;
        change.metadata_text = merged.text;
        return change;
    };
    co_await change_key(tables, key, with_text::yes, decide);
}

asio::awaitable<void> remove_key(store_tables tables, std::string key)
{
    key_decision const decide = [](key_state const&) { return key_change(); };
    co_await change_key(tables, key, with_text::no, decide);
}

asio::awaitable<void> expire(store_tables tables, std::string id)
{
    auto const past = current_second() - std::chrono::seconds(1);
    co_await tables.uploads.update_record(
        {shard_of_upload(id), id}, dynasio::attr<&listed_upload::expires> = past);
}

} // namespace examples
