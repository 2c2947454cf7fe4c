// SPDX-License-Identifier: BSL-1.0

#include <dynasio/stores/push/message_id.hpp>

#include "clock/random_source.hpp"
#include "clock/system_time.hpp"
#include "stores/argument_checks.hpp"
#include "stores/push/fernet.hpp"
#include "stores/push/key_text.hpp"

#include <bit>
#include <stdexcept>
#include <utility>

namespace dynasio {

using namespace stores::push;

std::string message_id::text() const
{
    if (topic && position)
        stores::throw_bad_input("position", "a message with a topic has none");
    if (topic)
        check_topic(*topic);
    std::string text(topic ? "01:" : position ? "02:" : "m:");
    text.append(uaid.text()).append(":").append(channel.digits());
    if (topic)
        text.append(":").append(*topic);
    if (position)
        text.append(":").append(position->text());
    return text;
}

std::optional<message_id> message_id::parse(std::string_view text)
{
    constexpr std::size_t longest = 2 + 3 + 2 * 32 + max_topic_size;
    if (text.size() > longest)
        return std::nullopt;
    auto const parts = split_at_colons(text);
    bool const is_legacy = parts.front() == "m";
    if (parts.size() != (is_legacy ? 3U : 4U))
        return std::nullopt;
    auto const user = dynasio::uaid::parse(parts[1]);
    auto const channel = channel_id::parse(parts[2]);
    if (!user || !channel)
        return std::nullopt;
    message_id id{.uaid = *user, .channel = *channel};
    if (parts.front() == "01" && topic_fault(parts[3]).empty())
        id.topic = parts[3];
    else if (parts.front() == "02")
        id.position = message_position::parse(parts[3]);
    // Not so for other schemes, and for ids in another spelling.
    return id.text() == text ? std::optional(std::move(id)) : std::nullopt;
}

message_id_codec::message_id_codec(std::vector<secret> const& keys)
{
    if (keys.empty())
        throw std::invalid_argument("message_id_codec: there is no key");
    keys_.reserve(keys.size());
    for (auto const& text : keys)
    {
        auto key = read_fernet_key(text);
        if (!key)
            throw std::invalid_argument("message_id_codec: key " + std::to_string(keys_.size() + 1) + " of "
                + std::to_string(keys.size()) + " is not URL-safe base64 of 32 bytes");
        keys_.push_back(*std::move(key));
    }
}

std::string message_id_codec::encrypt(
    message_id const& id, std::chrono::sys_seconds time, vector const& iv) const
{
    return encrypt_text(id.text(), time, iv);
}

std::string message_id_codec::encrypt(message_id const& id) const
{
    std::array<unsigned char, std::tuple_size_v<vector>> random;
    http::fill_with_secure_random(random);
    return encrypt(
        id, std::chrono::floor<std::chrono::seconds>(http::system_time()), std::bit_cast<vector>(random));
}

std::optional<message_id> message_id_codec::decrypt(std::string_view token) const
{
    auto const text = decrypt_text(token);
    return text ? message_id::parse(*text) : std::nullopt;
}

std::string message_id_codec::encrypt_text(
    std::string_view text, std::chrono::sys_seconds time, vector const& iv) const
{
    return make_fernet_token(keys_.front(), text, time, iv);
}

std::optional<std::string> message_id_codec::decrypt_text(std::string_view token) const
{
    return read_fernet_token(keys_, token);
}

} // namespace dynasio
