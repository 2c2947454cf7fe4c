// SPDX-License-Identifier: BSL-1.0

#include <dynasio/stores/urls/boost_json.hpp>
#include <dynasio/stores/urls/url_error.hpp>
#include <dynasio/stores/urls/url_metadata.hpp>
#include <dynasio/stores/urls/url_query.hpp>

#include <boost/describe/class.hpp>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <gtest/gtest.h>

#include <limits>

namespace dynasio::tests {

struct author
{
    std::string full_name;
    std::optional<std::int32_t> born_in;
};
BOOST_DESCRIBE_STRUCT(author, (), (full_name, born_in))

struct package
{
    std::string name;
    std::vector<author> written_by;
    std::map<std::string, double> sizes;
    bool is_public = false;
};
BOOST_DESCRIBE_STRUCT(package, (), (name, written_by, sizes, is_public))

namespace {

template <class F>
boost::system::error_code code_of(F f)
{
    try
    {
        f();
        return {};
    }
    catch (url_error const& e)
    {
        return e.code();
    }
}

TEST(url_metadata, keeps_text_as_it_is)
{
    std::string const text = "{\"z\": 12345678901234567890.10, \"a\":{\"x\":[1 ]}}";
    url_metadata const metadata(" \n" + text + "\t");
    EXPECT_EQ(metadata.text(), text);
    EXPECT_EQ(metadata.names(), (std::vector<std::string>{"z", "a"}));
    EXPECT_EQ(metadata.member("z"), "12345678901234567890.10");
    EXPECT_EQ(metadata.member("a"), "{\"x\":[1 ]}");
    EXPECT_FALSE(metadata.member("b"));
    EXPECT_FALSE(metadata.empty());
    EXPECT_TRUE(url_metadata().empty());
    EXPECT_EQ(url_metadata().text(), "{}");
}

TEST(url_metadata, refuses_what_is_no_object)
{
    for (std::string_view const bad : {"", "[1]", "nonsense", "{} x", "{\"a\":\"\xff\"}"})
        EXPECT_EQ(code_of([&] { (void)url_metadata(bad); }), url_errc::bad_input) << bad;
    std::string const deep = "{\"a\":" + std::string(64, '[') + std::string(64, ']') + "}";
    EXPECT_EQ(code_of([&] { (void)url_metadata(deep); }), url_errc::bad_input);
}

TEST(url_metadata, is_still_whole_when_moved_from)
{
    url_metadata a("{\"x\":1}");
    auto const b = std::move(a);
    EXPECT_EQ(a.text(), b.text()); // NOLINT
}

TEST(url_metadata, reads_and_writes_described_structs_by_their_names)
{
    package const given{"p", {{"A. Uthor", 1950}, {"B", std::nullopt}}, {{"big", 1.5}}, true};
    auto const metadata = url_metadata::from(given);
    EXPECT_EQ(metadata.text(),
        "{\"name\":\"p\",\"written_by\":[{\"full_name\":\"A. "
        "Uthor\",\"born_in\":1950},{\"full_name\":\"B\"}],"
        "\"sizes\":{\"big\":1.5},\"is_public\":true}");
    auto const read = metadata.as<package>();
    EXPECT_EQ(read.written_by.at(0).born_in, 1950);
    EXPECT_EQ(read.sizes, given.sizes);
    EXPECT_EQ(url_metadata::from(read), metadata);
    EXPECT_EQ(metadata.get<std::string>("name"), "p");
    EXPECT_EQ(metadata.get<std::vector<author>>("written_by")->size(), 2u);
    EXPECT_FALSE(metadata.get<bool>("none"));
    EXPECT_EQ(url_metadata("{\"name\":\"q\",\"more\":1}").as<package>().name, "q");
}

TEST(url_metadata, says_what_does_not_fit)
{
    url_metadata const metadata("{\"name\":1,\"sizes\":{\"x\":\"y\"}}");
    EXPECT_EQ(code_of([&] { (void)metadata.as<package>(); }), url_errc::does_not_fit);
    EXPECT_EQ(code_of([&] { (void)metadata.get<bool>("name"); }), url_errc::does_not_fit);
    EXPECT_EQ(code_of([] { (void)url_metadata::from(package{"\xff", {}, {}, false}); }), url_errc::bad_input);
    try
    {
        (void)url_metadata("{\"name\":\"\",\"sizes\":{\"x\":\"y\"}}").as<package>();
        ADD_FAILURE();
    }
    catch (url_error const& e)
    {
        EXPECT_NE(std::string(e.what()).find("sizes.x"), std::string::npos) << e.what();
    }
}

TEST(url_metadata, selects_and_merges)
{
    url_metadata const metadata("{\"a\":1,\"b\":\"x\",\"c\":[ ]}");
    EXPECT_EQ(metadata.select({"c", "a", "zz"}).text(), "{\"a\":1,\"c\":[ ]}");
    EXPECT_EQ(metadata.select({}).text(), "{}");
    EXPECT_EQ(metadata.merged_with(url_metadata("{\"d\":null,\"b\":{}}")).text(),
        "{\"a\":1,\"b\":{},\"c\":[ ],\"d\":null}");
    EXPECT_EQ(url_metadata().merged_with(metadata), metadata);
    // The last of two members of one name counts.
    EXPECT_EQ(url_metadata("{\"a\":1,\"a\":2}").member("a"), "2");
    EXPECT_EQ(url_metadata().merged_with(url_metadata("{\"\\u0022\":1}")).text(), "{\"\\\"\":1}");
}

TEST(url_metadata, converts_to_and_from_boost_json)
{
    url_metadata const metadata("{\"z\":[1,2.5,null],\"a\":{\"\xc3\xa9\":true}}");
    auto const object = to_boost_json(metadata);
    EXPECT_EQ(object.begin()->key(), "z");
    EXPECT_EQ(object.at("z").as_array().at(1).as_double(), 2.5);
    EXPECT_EQ(to_boost_json(metadata_from_boost_json(object)), object);
    EXPECT_EQ(metadata_from_boost_json(object).names(), metadata.names());
}

TEST(url_metadata, refuses_numbers_that_boost_json_cannot_have)
{
    EXPECT_EQ(code_of([] { (void)to_boost_json(url_metadata("{\"a\":[1e999]}")); }), url_errc::does_not_fit);
    boost::json::object infinite;
    infinite["x"] = std::numeric_limits<double>::infinity();
    EXPECT_EQ(code_of([&] { (void)metadata_from_boost_json(infinite); }), url_errc::bad_input);
}

TEST(url_criteria, case_13_bytes_of_a_query)
{
    std::vector<std::string> const list{"one", "two"};
    auto const criteria =
        url_criteria().where("a_str", "te st&\xc3\xa9").where("an_int", 1).where("b", true).where("l", list);
    EXPECT_EQ(
        criteria.parameters(), "a_str=%22te+st%26%5Cu00e9%22&an_int=1&b=true&l=%5B%22one%22%2C+%22two%22%5D");
    EXPECT_EQ(url_criteria().parameters(), "");
    EXPECT_EQ(url_criteria().where_json("o", "{\"a\":1,\"b\":[ ]}").parameters(),
        "o=%7B%22a%22%3A+1%2C+%22b%22%3A+%5B%5D%7D");
}

TEST(url_criteria, refuse_names_and_values)
{
    for (std::string_view const bad : {"", "1a", "a b", "a&b"})
        EXPECT_EQ(code_of([&] { url_criteria().where(bad, 1); }), url_errc::bad_input) << bad;
    EXPECT_EQ(code_of([] { url_criteria().where("a", "\xff"); }), url_errc::bad_input);
    EXPECT_EQ(code_of([] { url_criteria().where_json("a", "nope"); }), url_errc::bad_input);
}

} // namespace
} // namespace dynasio::tests
