// SPDX-License-Identifier: BSL-1.0
//
// Teaches: read, decide, and write if nothing has changed in between. What to write is decided by a pure function of what
// is stored, so permissions and preconditions hold at the moment of the write.

#ifndef DYNASIO_EXAMPLES_URL_STORE_SERVER_STORE_KEY_STORE_HPP
#define DYNASIO_EXAMPLES_URL_STORE_SERVER_STORE_KEY_STORE_HPP

#include "decide/metadata.hpp"
#include "store/store_tables.hpp"

#include <functional>
#include <optional>
#include <string>

namespace examples {

/// A key as it is stored, and the text of its metadata if that was asked for.
struct key_state
{
    std::optional<stored_key> stored;
    std::string metadata_text{empty_metadata};
};

/// How a key is to be afterwards.
struct key_change
{
    std::optional<stored_key> next = {};           ///< empty: deleted
    std::optional<std::string> metadata_text = {}; ///< the new text, if it changes
    std::optional<std::string> published = {};     ///< the upload that becomes its data
};

/// Decides, or throws a `refusal`. Called again when the key has changed meanwhile.
using key_decision = std::function<key_change(key_state const&)>;

enum class with_text
{
    no,
    yes,
};

/// The key as it is now. Requests: one GetItem, two with text.
asio::awaitable<key_state> read_key(store_tables tables, std::string key, with_text text);

struct changed_key
{
    std::optional<stored_key> before;
    std::optional<stored_key> after;
};

/// Changes a key, its metadata and the index together. What is no longer referred to is listed as garbage.
/// Errors: those of `decide`; `refusal` with 503 if others have changed the key before each of ten attempts; those of the
/// tables.
/// Requests: for each attempt `read_key`, and one PutItem or TransactWriteItems.
asio::awaitable<changed_key> change_key(
    store_tables tables, std::string key, with_text text, key_decision decide);

} // namespace examples

#endif
