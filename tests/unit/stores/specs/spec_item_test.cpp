// SPDX-License-Identifier: BSL-1.0

#include "unit/stores/expect_store_error.hpp"

#include "stores/specs/spec_item.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <sstream>

namespace dynasio::stores::specs {
namespace {

using tests::expect_store_error;

spec valid()
{
    spec result;
    result.id = "Spec_One";
    result.version = "1.0.0";
    result.model_count = 11;
    return result;
}

spec_info stored_info()
{
    return checked_spec("user#1", valid(), 1609459200);
}

TEST(spec_item, has_the_attributes_of_the_worked_example)
{
    item const version{{"sub", "user#1"}, {"updated_at_id", "00000000001609459200#Spec_One"},
        {"id_updated_at", "Spec_One#00000000001609459200"}, {"id", "Spec_One"}, {"updated_at", "1609459200"},
        {"version", "1.0.0"}, {"model_count", 11}};
    item const latest{{"sub", "user#1"}, {"updated_at_id", "latest#Spec_One"},
        {"id_updated_at", "Spec_One#latest"}, {"id", "Spec_One"}, {"updated_at", "1609459200"},
        {"version", "1.0.0"}, {"model_count", 11}};
    EXPECT_EQ(encode_spec_version("user#1", stored_info()), version);
    EXPECT_EQ(encode_latest_spec("user#1", stored_info()), latest);
}

TEST(spec_item, writes_the_count_in_plain_digits)
{
    auto input = valid();
    input.model_count = 1'000'000'000'000;
    auto const stored = encode_latest_spec("u", checked_spec("u", input, 1));
    EXPECT_EQ(stored.at("model_count").as_number().text(), "1000000000000");
}

TEST(spec_item, keeps_empty_texts_and_leaves_absent_ones_out)
{
    auto input = valid();
    input.title = "";
    auto const stored = encode_latest_spec("u", checked_spec("u", input, 1));
    EXPECT_EQ(stored.at("title").as_string(), "");
    EXPECT_FALSE(stored.contains("description"));
    EXPECT_FALSE(stored.contains("name"));
}

TEST(spec_item, is_read_as_it_was_written)
{
    auto input = valid();
    input.name = "Spec_One";
    input.title = "T";
    input.description = "";
    auto const info = checked_spec("u", input, 1700000000);
    EXPECT_EQ(decode_spec(encode_spec_version("u", info), "t"), info);
    EXPECT_EQ(decode_spec(encode_latest_spec("u", info), "t"), info);
}

TEST(spec_item, is_read_as_the_original_writes_it)
{
    auto stored = encode_latest_spec("u", stored_info());
    stored.set("model_count", number("3.0"));
    stored.set("title", nullptr);
    stored.set("description", nullptr);
    stored.set("something_new", attribute_list{1, "x"});
    auto const info = decode_spec(stored, "t");
    EXPECT_EQ(info.model_count, 3);
    EXPECT_FALSE(info.title);
    EXPECT_FALSE(info.description);
}

struct damage
{
    char const* attribute;
    std::optional<attribute_value> value;
};

TEST(spec_item, names_what_is_malformed)
{
    damage const cases[] = {{"id", std::nullopt}, {"id", 5}, {"version", std::nullopt}, {"version", nullptr},
        {"updated_at", std::nullopt}, {"updated_at", 1609459200}, {"updated_at", "latest"},
        {"updated_at", ""}, {"updated_at", "-1"}, {"updated_at", "+1"}, {"updated_at", "1.5"},
        {"updated_at", "99999999999999999999"}, {"updated_at", "01609459200"},
        {"updated_at", "00000000001609459200"}, {"updated_at", "00"}, {"updated_at", "-0"},
        {"model_count", std::nullopt}, {"model_count", "11"}, {"model_count", number("1.5")},
        {"model_count", number("1E30")}, {"title", 7}, {"description", true}, {"name", binary{}}};
    for (auto const& [attribute, value] : cases)
    {
        SCOPED_TRACE(attribute);
        auto stored = encode_latest_spec("u", stored_info());
        stored.erase(attribute);
        if (value)
            stored.set(attribute, *value);
        auto const details =
            expect_store_error(store_errc::malformed_item, [&] { (void)decode_spec(stored, "some.table"); });
        EXPECT_EQ(details.table, "some.table");
        EXPECT_EQ(details.attribute, attribute);
        EXPECT_EQ(details.key, (item{{"sub", "u"}, {"updated_at_id", "latest#Spec_One"}}));
    }
}

TEST(spec_item, error_names_everything_in_its_text)
{
    auto stored = encode_latest_spec("u", stored_info());
    stored.erase("version");
    try
    {
        (void)decode_spec(stored, "some.table");
        FAIL();
    }
    catch (store_error const& e)
    {
        std::string const text = e.what();
        for (auto const* part : {"some.table", "latest#Spec_One", "version"})
            EXPECT_NE(text.find(part), text.npos) << text;
    }
}

TEST(spec_item, of_nothing_is_malformed)
{
    expect_store_error(store_errc::malformed_item, [] { (void)decode_spec({}, "t"); });
}

TEST(checked_spec, derives_the_id_from_the_name)
{
    spec input;
    input.name = "Spec_One";
    input.version = "1";
    auto const info = checked_spec("u", input, 5);
    EXPECT_EQ(info.id, "spec-one");
    EXPECT_EQ(info.name, "Spec_One");
    EXPECT_EQ(info.updated_at, 5);
    input.id = "other";
    EXPECT_EQ(checked_spec("u", input, 5).id, "other");
}

TEST(checked_spec, refuses_what_cannot_be_stored)
{
    auto const refuse = [](char const* argument, std::string const& sub, auto change)
    {
        SCOPED_TRACE(argument);
        auto input = valid();
        change(input);
        auto const details =
            expect_store_error(store_errc::bad_input, [&] { (void)checked_spec(sub, input, 1); });
        EXPECT_EQ(details.attribute, argument);
    };
    auto const nothing = [](spec&) {};
    refuse("sub", "", nothing);
    refuse("sub", std::string(2049, 'x'), nothing);
    refuse("sub", "\xFF", nothing);
    refuse("id", "u", [](spec& s) { s.id.reset(); });
    refuse("id", "u", [](spec& s) { s.id = ""; });
    refuse("id", "u", [](spec& s) { s.id = std::string(1004, 'x'); });
    refuse("id", "u", [](spec& s) { s.id = "\xC0\x80"; });
    refuse("version", "u", [](spec& s) { s.version.clear(); });
    refuse("version", "u", [](spec& s) { s.version = "\xED\xA0\x80"; });
    refuse("model_count", "u", [](spec& s) { s.model_count = -1; });
    refuse("name", "u", [](spec& s) { s.name = "\x80"; });
    refuse("title", "u", [](spec& s) { s.title = "a\xE2\x82"; });
    refuse("description", "u", [](spec& s) { s.description = "\xF8"; });
    refuse("spec", "u", [](spec& s) { s.description = std::string(250 * 1024, 'x'); });
}

TEST(checked_spec, takes_what_just_fits)
{
    auto input = valid();
    input.id = std::string(1003, 'x');
    input.model_count = std::numeric_limits<std::int64_t>::max();
    EXPECT_EQ(checked_spec(std::string(2048, 'x'), input, 1).model_count, input.model_count);
    input.description = std::string(195 * 1024, 'x');
    EXPECT_EQ(checked_spec("u", input, 1).description, input.description);
}

} // namespace
} // namespace dynasio::stores::specs
