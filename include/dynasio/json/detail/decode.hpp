// SPDX-License-Identifier: BSL-1.0
//
// The only decoder. It parses JSON text in one pass and stores every value directly in its target, without a document. A
// table of functions for each C++ type, its codec, selects the targets. Codecs are made at compile time from descriptions
// of the types (shape_codec.hpp for the shapes of the service, mapping/detail/attribute_codec.hpp for users' structs). The
// parser is compiled once (src/json/decoder.cpp).

#ifndef DYNASIO_JSON_DETAIL_DECODE_HPP
#define DYNASIO_JSON_DETAIL_DECODE_HPP

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>

namespace dynasio::json {

struct codec;

/// The object that receives the next JSON value, and its codec.
struct target
{
    void* object;
    codec const* how;
};

/// The state of the decoder within a JSON object or array. Not initialised on construction, because most of the reserved
/// levels are never entered.
struct frame
{
    target into;          ///< the object or array itself
    std::uint64_t seen;   ///< for use by the codec, e.g. one bit per member; initially zero
    char const* key_text; ///< the current member, for error messages
    std::uint32_t key_size;

    void set_key(std::string_view name) noexcept
    {
        key_text = name.data();
        key_size = static_cast<std::uint32_t>(name.size());
    }

    std::uint32_t index; ///< the number of elements begun so far
    bool is_array;
    std::uint32_t first_size; ///< from the second element on: the bytes of the first one
    std::uint32_t
        bytes_left; ///< when the second element begins: how much text the elements may be; 0 if unknown
};

/// Reserves memory for the expected elements when the second one begins. Assumes that all are as long as the first, and
/// never reserves much more memory than the remaining text has.
template <class List>
void reserve_expected(List& list, frame const& where)
{
    constexpr std::uint32_t least = sizeof(typename List::value_type) / 16 + 1;
    if (where.index != 2 || where.bytes_left == 0)
        return;
    auto const expected = where.bytes_left / (where.first_size < least ? least : where.first_size);
    auto const wanted = list.size() + 1 + expected;
    // A list that comes in many pieces must not be moved for each.
    if (wanted > list.capacity())
        list.reserve(wanted < 2 * list.capacity() ? 2 * list.capacity() : wanted);
}

/// Thrown by codecs for a value that does not fit. The decoder adds its path.
class codec_error : public std::runtime_error
{
public:
    explicit codec_error(std::string const& reason, std::string within = {})
        : std::runtime_error(reason), within_(std::move(within))
    {}

    /// The path within the value that was read, if a part of it was wrong.
    [[nodiscard]] std::string const& within() const noexcept { return within_; }

private:
    std::string within_;
};

/// Reads values of one C++ type. If a function is null, this kind of JSON value does not fit. `object` is the address of
/// the value. All functions may throw `codec_error`.
struct codec
{
    char const* expected; ///< the expected JSON, for error messages: "a string"

    void (*null)(void* object) = nullptr;
    void (*boolean)(void* object, bool value) = nullptr;
    /// `text` is the number as written in the JSON text.
    void (*number)(void* object, std::string_view text) = nullptr;
    void (*string)(void* object, std::string_view text) = nullptr;

    /// Fast path for the most frequent value in responses: an object with a name of one letter and a string without escapes,
    /// `{"S":"text"}`. Returns false to have it read by the general functions, for instance to fail there.
    bool (*fast_scalar)(void* object, char tag, std::string_view text) = nullptr;

    /// Fast path for a whole member, `"name":{"S":"text"}`, instead of `member` and the functions for its value. Sets
    /// `key_text` before it throws. If it returns false, nothing has changed, and the general functions read the member.
    bool (*fast_scalar_member)(
        frame& where, std::string_view name, char tag, std::string_view text) = nullptr;

    /// Called at `{`. Returns the target of the object.
    target (*begin_object)(void* object) = nullptr;
    /// Called at each member of an object. Returns the target of its value, or an empty target to skip it.
    target (*member)(frame& where, std::string_view key) = nullptr;
    /// Called at `}`.
    void (*end_object)(frame& where) = nullptr;
    /// Called instead of `end_object` if decoding fails within the object. Releases what the codec keeps in the frame.
    void (*abandon)(frame& where) noexcept = nullptr;

    /// Called at `[`. Returns the target of the array.
    target (*begin_array)(void* object) = nullptr;
    /// Called at each element. Returns its target.
    target (*element)(frame& where) = nullptr;
};

/// Thrown for JSON that cannot be decoded. `where` is a path such as `Items[3].price.N`.
class decode_error : public std::runtime_error
{
public:
    decode_error(std::string where, std::string what_was_wrong)
        : std::runtime_error(where.empty() ? what_was_wrong : where + ": " + what_was_wrong),
          where_(std::move(where)),
          reason_(std::move(what_was_wrong))
    {}

    /// The path; `what()` is path and reason.
    [[nodiscard]] std::string const& where() const noexcept { return where_; }
    [[nodiscard]] std::string const& reason() const noexcept { return reason_; }

private:
    std::string where_;
    std::string reason_;
};

/// Reads `json` into the target. Members that its codec does not know are skipped; an empty text is an empty object.
/// Throws `decode_error`. Nesting is limited, so no input can exhaust the stack, or use much more memory than its size.
void decode(std::string_view json, target into);

/// The codec of skipped values.
extern codec const skip_codec;

} // namespace dynasio::json

#endif
