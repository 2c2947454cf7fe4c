// SPDX-License-Identifier: BSL-1.0
//
// What the benchmarks of decoding share: the yardstick, which is the parser of Boost.JSON with a handler that does
// nothing, and how CPU time is taken.

#ifndef DYNASIO_BENCH_DECODE_FLOOR_HPP
#define DYNASIO_BENCH_DECODE_FLOOR_HPP

#include <boost/json/basic_parser_impl.hpp>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <ctime>
#include <string>

namespace bench {

namespace json = boost::json;

struct empty_handler
{
    static constexpr std::size_t max_object_size = static_cast<std::size_t>(-1);
    static constexpr std::size_t max_array_size = static_cast<std::size_t>(-1);
    static constexpr std::size_t max_key_size = static_cast<std::size_t>(-1);
    static constexpr std::size_t max_string_size = static_cast<std::size_t>(-1);

    bool on_document_begin(json::error_code&) { return true; }
    bool on_document_end(json::error_code&) { return true; }
    bool on_object_begin(json::error_code&) { return true; }
    bool on_object_end(std::size_t, json::error_code&) { return true; }
    bool on_array_begin(json::error_code&) { return true; }
    bool on_array_end(std::size_t, json::error_code&) { return true; }
    bool on_key_part(json::string_view, std::size_t, json::error_code&) { return true; }
    bool on_key(json::string_view, std::size_t, json::error_code&) { return true; }
    bool on_string_part(json::string_view, std::size_t, json::error_code&) { return true; }
    bool on_string(json::string_view, std::size_t, json::error_code&) { return true; }
    bool on_number_part(json::string_view, json::error_code&) { return true; }
    bool on_int64(std::int64_t, json::string_view, json::error_code&) { return true; }
    bool on_uint64(std::uint64_t, json::string_view, json::error_code&) { return true; }
    bool on_double(double, json::string_view, json::error_code&) { return true; }
    bool on_bool(bool, json::error_code&) { return true; }
    bool on_null(json::error_code&) { return true; }
    bool on_comment_part(json::string_view, json::error_code&) { return true; }
    bool on_comment(json::string_view, json::error_code&) { return true; }
};

/// Parses the text and keeps nothing.
inline void parse_only(std::string const& text)
{
    json::basic_parser<empty_handler> parser{json::parse_options()};
    json::error_code ec;
    parser.write_some(false, text.data(), text.size(), ec);
    if (ec)
        std::abort();
}

template <class F>
double cpu_microseconds_per_call(int calls, F f)
{
    auto const start = std::clock();
    for (int i = 0; i < calls; ++i)
        f();
    return static_cast<double>(std::clock() - start) * 1e6 / CLOCKS_PER_SEC / calls;
}

} // namespace bench

#endif
