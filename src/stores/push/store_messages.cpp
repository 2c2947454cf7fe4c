// SPDX-License-Identifier: BSL-1.0
//
// Writing and deleting messages: they are records.

#include "stores/argument_checks.hpp"
#include "stores/push/message_table_state.hpp"

#include <map>
#include <utility>

namespace dynasio::stores::push {

namespace {

using message_row = stored_message;

} // namespace

awaitable<std::string> store_message(
    message_table_state::pointer self, notification message, call_options options)
{
    auto record = self->encode(std::move(message));
    write_options const writes(self->with_deadline(options));
    co_await self->records().put_record(record, writes);
    co_return std::move(record.chidmessageid);
}

awaitable<std::vector<std::string>> store_messages(
    message_table_state::pointer self, std::vector<notification> messages, call_options options)
{
    std::vector<std::string> keys;
    keys.reserve(messages.size());
    std::vector<stored_message> records;
    records.reserve(messages.size());
    std::map<std::pair<std::string, std::string>, std::size_t> places;
    for (auto& each : messages)
    {
        auto record = self->encode(std::move(each));
        keys.push_back(record.chidmessageid);
        auto const [place, is_new] = places.try_emplace({record.uaid, record.chidmessageid}, records.size());
        if (is_new)
            records.push_back(std::move(record));
        else
            records[place->second] = std::move(record);
    }
    co_await self->records().put_many(records, options);
    co_return keys;
}

awaitable<bool> delete_message(message_table_state::pointer self, notification message, call_options options)
{
    auto const key = record_table<message_row>::key(self->stored_key(message.uaid), sort_key(message));
    write_options writes(self->with_deadline(options));
    if (message.update_id)
        writes.only_if(attr<&message_row::updateid> == *message.update_id);
    try
    {
        bool const deleted = co_await self->records().delete_record_if_exists(key, writes);
        co_return deleted || !message.update_id;
    }
    catch (store_error const& e)
    {
        if (e.code() != store_errc::conflict)
            throw;
    }
    catch (operation_error const& e)
    {
        // Whoever deleted it, there is none now.
        if (message.update_id || e.code() != client_errc::outcome_unknown)
            throw;
        co_return true;
    }
    co_return false; // another message has replaced it
}

} // namespace dynasio::stores::push
