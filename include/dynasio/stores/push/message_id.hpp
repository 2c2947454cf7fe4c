// SPDX-License-Identifier: BSL-1.0
//
// Message ids that tell only their maker what they name, as Fernet tokens. Everything here is pure, except for the short form
// of `message_id_codec::encrypt`.

#ifndef DYNASIO_STORES_PUSH_MESSAGE_ID_HPP
#define DYNASIO_STORES_PUSH_MESSAGE_ID_HPP

#include <dynasio/secret.hpp>
#include <dynasio/stores/push/notification.hpp>

#include <array>
#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dynasio {

/// What a message id names. Its text is `01:<uaid>:<channel>:<topic>` for a topic message, `02:<uaid>:<channel>:<position>`
/// for an ordinary one, and `m:<uaid>:<channel>` for a legacy one, with 32 hexadecimal digits for each id.
struct message_id
{
    dynasio::uaid uaid{};
    channel_id channel{};
    std::optional<std::string> topic{};
    std::optional<message_position> position{};

    /// Throws `store_error` with `bad_input` for both topic and position, and for an invalid topic.
    [[nodiscard]] std::string text() const;
    /// Empty for texts that `text` does not return.
    [[nodiscard]] static std::optional<message_id> parse(std::string_view text);

    friend bool operator==(message_id const&, message_id const&) = default;
};

/// Encrypts and decrypts message ids. The form of a token is that of Fernet: version 0x80, 8 bytes of seconds, 16 of an
/// initialisation vector, AES-128-CBC, HMAC-SHA256; as URL-safe base64 with padding. Tokens and keys are read without padding
/// too.
/// Threads: shared objects are safe.
class message_id_codec
{
public:
    using vector = std::array<std::byte, 16>;

    /// Keys are URL-safe base64 of 32 bytes: the first 16 sign, the others encrypt. The first key encrypts, all of them
    /// decrypt; to change keys, put a new one in front and drop the old one when its tokens are no longer needed.
    /// Throws `std::invalid_argument` if there is no key or one is no such text; the text is not in the message.
    explicit message_id_codec(std::vector<secret> const& keys);

    /// The token of an id. `iv` must be unpredictable, and no two tokens may have the same one.
    /// Errors: as `message_id::text`.
    [[nodiscard]] std::string encrypt(
        message_id const& id, std::chrono::sys_seconds time, vector const& iv) const;
    /// With the system's clock and a secure random vector.
    [[nodiscard]] std::string encrypt(message_id const& id) const;

    /// Empty for a token that none of the keys has made, that was changed, or whose text names no message. Tokens do not
    /// expire.
    [[nodiscard]] std::optional<message_id> decrypt(std::string_view token) const;

    /// Any text as a token; `encrypt` and `decrypt` are made of these.
    [[nodiscard]] std::string encrypt_text(
        std::string_view text, std::chrono::sys_seconds time, vector const& iv) const;
    [[nodiscard]] std::optional<std::string> decrypt_text(std::string_view token) const;

private:
    std::vector<secret> keys_; // 32 bytes each
};

} // namespace dynasio

#endif
