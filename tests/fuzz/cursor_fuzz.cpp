// SPDX-License-Identifier: BSL-1.0
//
// Any text as a cursor: it is bad input, or a position that makes the same cursor again and keeps to its user.

#include "stores/specs/spec_cursor.hpp"

#include <dynasio/stores/store_error.hpp>

#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace {

template <class Decode>
void check(Decode decode)
{
    try
    {
        auto const position = decode();
        if (position.at("sub") != dynasio::attribute_value("user-1"))
            std::abort();
        if (decode() != position || dynasio::stores::specs::encode_spec_cursor(position).empty())
            std::abort();
    }
    catch (dynasio::store_error const& e)
    {
        if (e.code() != dynasio::store_errc::bad_input)
            std::abort();
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    std::string_view const cursor(reinterpret_cast<char const*>(data), size);
    check([&] { return dynasio::stores::specs::decode_spec_list_cursor("user-1", cursor); });
    check([&] { return dynasio::stores::specs::decode_spec_versions_cursor("user-1", "orders", cursor); });
    return 0;
}
