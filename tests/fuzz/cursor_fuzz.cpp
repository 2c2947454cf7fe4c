// SPDX-License-Identifier: BSL-1.0
//
// Any text as a cursor, as its content, and as the key of a position in it. A key is bad input, or a position that has the
// same key and keeps to its user. A content comes back from its cursor, but not from a changed one that was sealed.

#include "stores/cursor_text.hpp"
#include "stores/specs/spec_cursor.hpp"

#include <dynasio/stores/store_error.hpp>

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

namespace {

template <class Decode>
void check(Decode decode)
{
    try
    {
        auto const position = decode();
        if (position.at("sub") != dynasio::attribute_value("user-1"))
            std::abort();
        if (decode() != position || dynasio::stores::specs::encode_spec_position(position).empty())
            std::abort();
    }
    catch (dynasio::store_error const& e)
    {
        if (e.code() != dynasio::store_errc::bad_input)
            std::abort();
    }
}

void check_text(std::string_view text)
{
    using namespace dynasio::stores;
    static std::vector<dynasio::secret> const none;
    static std::vector<dynasio::secret> const keys(1, dynasio::secret(std::string(32, 'k')));
    for (auto const& each : {none, keys})
    {
        if (auto const content = read_cursor(each, "scope", text))
            if (!each.empty() || write_cursor(each, "scope", *content) != text)
                std::abort(); // nobody finds a sealed one by chance
        auto cursor = write_cursor(each, "scope", text);
        if (read_cursor(each, "scope", cursor) != text || read_cursor(each, "other", cursor))
            std::abort();
        auto& changed = cursor[text.size() * 7919 % cursor.size()];
        changed = changed == 'A' ? 'B' : 'A';
        if (read_cursor(each, "scope", cursor))
            std::abort();
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    std::string_view const text(reinterpret_cast<char const*>(data), size);
    check([&] { return dynasio::stores::specs::decode_spec_list_position("user-1", text); });
    check([&] { return dynasio::stores::specs::decode_spec_versions_position("user-1", "orders", text); });
    check_text(text);
    return 0;
}
