// SPDX-License-Identifier: BSL-1.0
//
// Any bytes as the body of the response of every operation. A body that is skipped is accepted exactly if another parser
// accepts it. One that a shape accepts is JSON, and is the same after it was written and read again.

#include <dynasio/json/detail/decode.hpp>
#include <dynasio/operations.hpp>
#include <dynasio/value/detail/json.hpp>

#include <boost/json/error.hpp>
#include <boost/json/parse.hpp>

#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>

namespace {

/// The reason why the text is refused, without the place; nothing if it is not.
std::optional<std::string> refusal(std::string_view text, dynasio::json::target target)
{
    try
    {
        dynasio::json::decode(text, target);
        return std::nullopt;
    }
    catch (dynasio::json::decode_error const& e)
    {
        std::string_view what = e.what();
        if (!e.where().empty())
            what.remove_prefix(e.where().size() + 2);
        return std::string(what);
    }
}

bool blames_json(std::string_view reason)
{
    return reason.starts_with("not valid JSON: ");
}

/// What Boost.JSON says; nothing where it has limits of its own.
std::optional<bool> is_json(std::string_view text)
{
    boost::json::parse_options options;
    options.max_depth = 1000;
    boost::json::error_code e;
    boost::json::parse({text.data(), text.size()}, e, {}, options);
    if (e == boost::json::error::exponent_overflow || e == boost::json::error::too_deep)
        return std::nullopt;
    return !e;
}

template <class Output>
void check(std::string_view text, bool json)
{
    Output first;
    auto const refused = refusal(text, dynasio::json::target_of(first));
    // A value of the wrong type is noticed before what is no JSON behind it, but is never taken for the latter.
    if (refused ? json && blames_json(*refused) : !json)
        std::abort();
    if (refused)
        return;
    std::string written;
    try
    {
        dynasio::json::encode(written, first);
    }
    catch (dynasio::json::encode_error const&)
    {
        return; // a value of a type that is not known here, or nested deeper than what can be sent
    }
    Output second;
    if (refusal(written, dynasio::json::target_of(second)))
        std::abort();
    std::string again;
    dynasio::json::encode(again, second);
    if (again != written)
        std::abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    using namespace dynasio;
    std::string_view const text(reinterpret_cast<char const*>(data), size);
    auto const refused = refusal(text, {});
    if (refused && !blames_json(*refused))
        std::abort();
    bool const too_deep = refused && refused->find("nested too deeply") != std::string::npos;
    if (auto const expected = is_json(text);
        expected && !too_deep && size != 0 && *expected == refused.has_value())
        std::abort();

    check<batch_get_item_output>(text, !refused);
    check<batch_write_item_output>(text, !refused);
    check<create_table_output>(text, !refused);
    check<delete_item_output>(text, !refused);
    check<delete_table_output>(text, !refused);
    check<describe_table_output>(text, !refused);
    check<describe_time_to_live_output>(text, !refused);
    check<get_item_output>(text, !refused);
    check<list_tables_output>(text, !refused);
    check<put_item_output>(text, !refused);
    check<query_output>(text, !refused);
    check<scan_output>(text, !refused);
    check<transact_get_items_output>(text, !refused);
    check<transact_write_items_output>(text, !refused);
    check<update_item_output>(text, !refused);
    check<update_table_output>(text, !refused);
    check<update_time_to_live_output>(text, !refused);
    return 0;
}
