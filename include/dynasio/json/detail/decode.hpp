// SPDX-License-Identifier: BSL-1.0
//
// The one decoder. It walks JSON text once and puts every value where it belongs, without a document in between. Where
// that is, a table of functions says for each C++ type: its codec. Codecs are made at compile time from descriptions
// of the types (shape_codec.hpp for the shapes of the service, mapping/detail/attribute_codec.hpp for users' structs); the
// walk is compiled once (src/json/decoder.cpp).

#ifndef DYNASIO_JSON_DETAIL_DECODE_HPP
#define DYNASIO_JSON_DETAIL_DECODE_HPP

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>

namespace dynasio::json {

struct codec;

/// Where the next JSON value goes, and how.
struct target
{
    void* object;
    codec const* how;
};

/// What is remembered of a JSON object or array while the decoder is inside it. Not initialised by itself, since most of
/// the levels that are reserved for a document are never entered.
struct frame
{
    target into;          ///< the object or array itself
    std::uint64_t seen;   ///< free for the codec, e.g. one bit per member; zero at first
    char const* key_text; ///< the member the decoder is at, for error messages
    std::uint32_t key_size;

    void set_key(std::string_view name) noexcept
    {
        key_text = name.data();
        key_size = static_cast<std::uint32_t>(name.size());
    }

    std::uint32_t index; ///< how many elements have begun
    bool is_array;
    std::uint32_t first_size; ///< from the second element on: the bytes of the first one
    std::uint32_t bytes_left; ///< when the second element begins: the bytes of the whole text from there on
};

/// Makes room for the elements that are likely to come, once the second one begins: as if all were like the first, and
/// never for much more memory than the text that is left has.
template <class List>
void reserve_expected(List& list, frame const& where)
{
    constexpr std::uint32_t least = sizeof(typename List::value_type) / 16 + 1;
    if (where.index == 2)
        list.reserve(
            list.size() + 1 + where.bytes_left / (where.first_size < least ? least : where.first_size));
}

/// Thrown by codecs: what does not fit. The decoder adds where it was.
class codec_error : public std::runtime_error
{
public:
    using std::runtime_error::runtime_error;
};

/// How values of one C++ type are read. A function that is null means that this kind of JSON value does not fit.
/// `object` is the address of the value. All may throw `codec_error`.
struct codec
{
    char const* expected; ///< what fits, for error messages: "a string"

    void (*null)(void* object) = nullptr;
    void (*boolean)(void* object, bool value) = nullptr;
    /// `text` is the number as it stands in the JSON text.
    void (*number)(void* object, std::string_view text) = nullptr;
    void (*string)(void* object, std::string_view text) = nullptr;

    /// A shortcut for what most of a response consists of: called for an object of one member with a name of one letter and a
    /// text without escapes, `{"S":"text"}`. False when it is to be read the long way after all, for instance to fail there.
    bool (*fast_scalar)(void* object, char tag, std::string_view text) = nullptr;

    /// The same for members of an object: `"name":{"S":"text"}` as a whole, in place of `member` and what follows. It sets
    /// `key_text` before it may throw. False: nothing has changed, and the member is to be read the long way.
    bool (*fast_scalar_member)(
        frame& where, std::string_view name, char tag, std::string_view text) = nullptr;

    /// Called at `{`: where its members go.
    target (*begin_object)(void* object) = nullptr;
    /// Called at each member of an object: where its value goes; an empty target skips it.
    target (*member)(frame& where, std::string_view key) = nullptr;
    /// Called at `}`.
    void (*end_object)(frame& where) = nullptr;
    /// Called instead of `end_object` when decoding fails within the object: gives back what the codec keeps in the frame.
    void (*abandon)(frame& where) noexcept = nullptr;

    /// Called at `[`: where its elements go.
    target (*begin_array)(void* object) = nullptr;
    /// Called at each element: where it goes.
    target (*element)(frame& where) = nullptr;
};

/// The text that could not be decoded, and why. `where` is a path such as `Items[3].price.N`.
class decode_error : public std::runtime_error
{
public:
    decode_error(std::string where, std::string const& what_was_wrong)
        : std::runtime_error(where.empty() ? what_was_wrong : where + ": " + what_was_wrong),
          where_(std::move(where))
    {}

    [[nodiscard]] std::string const& where() const noexcept { return where_; }

private:
    std::string where_;
};

/// Reads `json` into the target. Members that its codec does not know are skipped; an empty text is an empty object.
/// Throws `decode_error`. Nesting is limited, so that no input can exhaust the stack or memory beyond its own size.
void decode(std::string_view json, target into);

/// The codec of a value that nobody wants.
extern codec const skip_codec;

} // namespace dynasio::json

#endif
