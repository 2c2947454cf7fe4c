// SPDX-License-Identifier: BSL-1.0
//
// Paths into documents: what is one, and what it selects.

#include "stores/documents/json_path.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <sstream>

namespace dynasio::stores::documents {
namespace {

using member = json_path::member;
using element = json_path::element;
using slice = json_path::slice;
using all_members = json_path::all_members;
using descendants = json_path::descendants;
using steps = std::vector<json_path::step>;

TEST(json_path, reads_every_form)
{
    EXPECT_EQ(json_path("$").steps(), steps());
    EXPECT_EQ(json_path("$.location").steps(), (steps{member{"location"}}));
    EXPECT_EQ(json_path("location.geo-location._x1").steps(),
        (steps{member{"location"}, member{"geo-location"}, member{"_x1"}}));
    EXPECT_EQ(json_path(".a").steps(), (steps{member{"a"}}));
    EXPECT_EQ(json_path("$.*").steps(), (steps{all_members{}}));
    EXPECT_EQ(json_path("*.a").steps(), (steps{all_members{}, member{"a"}}));
    EXPECT_EQ(json_path("$['a b']").steps(), (steps{member{"a b"}}));
    EXPECT_EQ(json_path(R"(["it's"].x)").steps(), (steps{member{"it's"}, member{"x"}}));
    EXPECT_EQ(
        json_path(R"(['it\'s']['\\']["\""])").steps(), (steps{member{"it's"}, member{"\\"}, member{"\""}}));
    EXPECT_EQ(json_path("['']").steps(), (steps{member{""}}));
    EXPECT_EQ(json_path("['a.b[0]']").steps(), (steps{member{"a.b[0]"}}));
    EXPECT_EQ(json_path("a[0][-1]").steps(), (steps{member{"a"}, element{0}, element{-1}}));
    EXPECT_EQ(json_path("friends.[0].name").steps(), (steps{member{"friends"}, element{0}, member{"name"}}));
    EXPECT_EQ(json_path("$[*]").steps(), (steps{slice{}}));
    EXPECT_EQ(json_path("a[1:3][:2][-2:][:]").steps(),
        (steps{member{"a"}, slice{1, 3}, slice{{}, 2}, slice{-2, {}}, slice{}}));
    EXPECT_EQ(json_path("$..city").steps(), (steps{descendants{"city"}}));
    EXPECT_EQ(json_path("a..city.b").steps(), (steps{member{"a"}, descendants{"city"}, member{"b"}}));
    EXPECT_EQ(json_path("\xE8\xA6\x8F\xE6\xA0\xBC.1st").steps(),
        (steps{member{"\xE8\xA6\x8F\xE6\xA0\xBC"}, member{"1st"}}));
    EXPECT_EQ(json_path("a[-9223372036854775808]").steps(),
        (steps{member{"a"}, element{std::numeric_limits<std::int64_t>::min()}}));
}

struct bad_path
{
    char const* text;
    std::size_t position;
    char const* why;
};

TEST(json_path, refuses_anything_else_with_the_position)
{
    for (auto const& [text, position, why] : {
             bad_path{"", 0, "the path is empty"},
             bad_path{"$x", 1, "expected . or ["},
             bad_path{"$.", 2, "expected a name"},
             bad_path{"a.", 2, "expected a name"},
             bad_path{"a..", 3, "expected a name"},
             bad_path{"a...b", 3, "expected a name"},
             bad_path{"a..*", 3, "expected a name"},
             bad_path{"a b", 1, "expected . or ["},
             bad_path{"a]", 1, "expected . or ["},
             bad_path{"a[", 2, "expected a position"},
             bad_path{"a[]", 2, "expected a position"},
             bad_path{"a[1", 3, "expected ]"},
             bad_path{"a[x]", 2, "expected a position"},
             bad_path{"a[+1]", 2, "expected a position"},
             bad_path{"a[1:2:3]", 5, "expected ]"},
             bad_path{"a[1,2]", 3, "expected ]"},
             bad_path{"a[*", 3, "expected ]"},
             bad_path{"a[?(@.x)]", 2, "expected a position"},
             bad_path{"a['x]", 5, "a quoted name does not end"},
             bad_path{"a['x\\", 5, "a quoted name does not end"},
             bad_path{"a['x'", 5, "expected ]"},
             bad_path{"a[9223372036854775808]", 2, "the position is too large"},
             bad_path{"a[1:9223372036854775808]", 4, "the position is too large"},
         })
    {
        SCOPED_TRACE(text);
        try
        {
            (void)json_path(text);
            ADD_FAILURE() << "is taken for a path";
        }
        catch (json_path_error const& e)
        {
            EXPECT_EQ(e.position(), position) << e.what();
            EXPECT_NE(std::string_view(e.what()).find(why), std::string_view::npos) << e.what();
            EXPECT_NE(
                std::string_view(e.what()).find("byte " + std::to_string(position)), std::string_view::npos);
        }
    }
}

TEST(json_path, errors_are_printable)
{
    try
    {
        (void)json_path("a\n\x1b[2J");
        FAIL();
    }
    catch (json_path_error const& e)
    {
        EXPECT_EQ(std::string_view(e.what()).find('\n'), std::string_view::npos);
    }
}

attribute_value const& sample()
{
    static attribute_value const result = []
    {
        item city{{"city", "Osaka"}, {"", 1}, {"a.b", 2}};
        attribute_list friends{item{{"city", "Rome"}, {"name", "Ann"}}, item{{"name", "Bob"}}, "nobody",
            attribute_list{item{{"city", "Bern"}}}};
        item root{{"location", city}, {"friends", friends}, {"city", item{{"city", "inner"}}}};
        return attribute_value(root);
    }();
    return result;
}

/// Paths and values that are selected, one in each line.
std::string selected(std::string_view path)
{
    std::ostringstream out;
    for (auto const& [where, value] : json_path(path).select(sample()))
        out << (out.tellp() > 0 ? "\n" : "") << where << " = " << *value;
    return out.str();
}

TEST(json_path, selects_members_and_elements)
{
    EXPECT_EQ(selected("location.city"), R"(location.city = {"S":"Osaka"})");
    EXPECT_EQ(selected("$.location['']"), R"(location. = {"N":"1"})");
    EXPECT_EQ(selected("location['a.b']"), R"(location.a.b = {"N":"2"})");
    EXPECT_EQ(selected("friends[0].city"), R"(friends.[0].city = {"S":"Rome"})");
    EXPECT_EQ(selected("friends.[-3].name"), R"(friends.[1].name = {"S":"Bob"})");
    EXPECT_EQ(json_path("$").select(sample()).at(0).value, &sample());
}

TEST(json_path, selects_several)
{
    EXPECT_EQ(selected("friends[*].name"),
        "friends.[0].name = {\"S\":\"Ann\"}\nfriends.[1].name = {\"S\":\"Bob\"}");
    EXPECT_EQ(selected("friends[1:3]"),
        "friends.[1] = {\"M\":{\"name\":{\"S\":\"Bob\"}}}\nfriends.[2] = {\"S\":\"nobody\"}");
    EXPECT_EQ(selected("friends[-2:-1]"), R"(friends.[2] = {"S":"nobody"})");
    EXPECT_EQ(selected("location.*"),
        "location.city = {\"S\":\"Osaka\"}\nlocation. = {\"N\":\"1\"}\nlocation.a.b = {\"N\":\"2\"}");
    EXPECT_EQ(selected("$..name"), "friends.[0].name = {\"S\":\"Ann\"}\nfriends.[1].name = {\"S\":\"Bob\"}");
    EXPECT_EQ(selected("friends..city"),
        "friends.[0].city = {\"S\":\"Rome\"}\nfriends.[3].[0].city = {\"S\":\"Bern\"}");
}

TEST(json_path, selects_each_value_once)
{
    EXPECT_EQ(selected("$..city..city"), R"(city.city = {"S":"inner"})");
    EXPECT_EQ(selected("$..city"),
        "location.city = {\"S\":\"Osaka\"}\nfriends.[0].city = {\"S\":\"Rome\"}\nfriends.[3].[0].city = "
        "{\"S\":\"Bern\"}\n"
        "city = {\"M\":{\"city\":{\"S\":\"inner\"}}}\ncity.city = {\"S\":\"inner\"}");
}

TEST(json_path, selects_nothing_where_the_type_is_another)
{
    for (auto const* path :
        {"friends.name", "friends.*", "location[0]", "location[*]", "location[:]", "nope", "location.city.x",
            "friends[9]", "friends[-5]", "friends[3:1]", "friends[9:]", "friends[-9223372036854775808]"})
        EXPECT_EQ(selected(path), "") << path;
}

TEST(document_path, text_is_the_one_that_keys_are_chosen_by)
{
    EXPECT_EQ(document_path().text(), "");
    EXPECT_EQ((document_path{"birth_details", "hospital"}).text(), "birth_details.hospital");
    EXPECT_EQ((document_path{"locales", std::size_t(0), "type"}).text(), "locales.[0].type");
    EXPECT_EQ((document_path{"a", std::size_t(1), std::size_t(2)}).text(), "a.[1].[2]");
}

} // namespace
} // namespace dynasio::stores::documents
