// SPDX-License-Identifier: BSL-1.0
//
// Structs as documents of dynamo-store, compared with what that stores, and as plain documents.

#include "typed_types.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <set>

namespace dynasio {
namespace {

using namespace typed_types;

struct values
{
    int age = 42;
    double height = 2;
    bool retired = false;
    std::string name = "Ann";
    std::optional<int> shoe;
    std::vector<std::string> list{"a", "b"};
    std::vector<std::vector<int>> lists{{1, 2}};
    std::map<std::string, int> map{{"a", 1}};
    std::set<std::string> set{"x"};
    std::set<int> no_set;
    binary bytes{std::byte{1}};
    number whole{"1E+3"};
    number exact{"1.25"};
    std::chrono::seconds pause{60};
    std::chrono::milliseconds took{2000};
    attribute_value any = attribute_list{1, nullptr};
    std::vector<attribute_value> many{attribute_list{1}, "x"};
};
BOOST_DESCRIBE_STRUCT(values, (),
    (age, height, retired, name, shoe, list, lists, map, set, no_set, bytes, whole, exact, pause, took, any,
        many))

struct boxed
{
    std::map<std::string, cat> cats;
    std::vector<std::vector<cat>> packs;
};
BOOST_DESCRIBE_STRUCT(boxed, (), (cats, packs))

std::string member(attribute_value const& document, std::string_view name)
{
    return json_of(document.as_map().at(name));
}

TEST(typed_mapping, values_are_wrapped_in_their_class)
{
    auto const document = to_document(values());
    EXPECT_EQ(member(document, "age"),
        R"({"M":{"__class__":{"S":"int"},"__module__":{"S":"builtins"},"value":{"N":"42"},"__metatype__":{"S":"value"}}})");
    EXPECT_EQ(member(document, "height"), wrapper("float", R"({"N":"2"})"));
    EXPECT_EQ(member(document, "retired"), wrapper("bool", R"({"BOOL":false})"));
    EXPECT_EQ(member(document, "name"), wrapper("str", R"({"S":"Ann"})"));
    EXPECT_EQ(member(document, "shoe"), wrapper("NoneType", R"({"NULL":true})"));
    EXPECT_EQ(member(document, "map"), wrapper("dict", R"({"M":{"a":{"N":"1"}}})"));
    EXPECT_EQ(member(document, "set"), wrapper("set", R"({"SS":["x"]})"));
    EXPECT_EQ(member(document, "no_set"), wrapper("NoneType", R"({"NULL":true})"));
    EXPECT_EQ(member(document, "bytes"), wrapper("bytes", R"({"B":"AQ=="})"));
    EXPECT_EQ(member(document, "whole"), wrapper("int", R"({"N":"1E+3"})"));
    EXPECT_EQ(member(document, "exact"), wrapper("float", R"({"N":"1.25"})"));
    EXPECT_EQ(member(document, "pause"), wrapper("int", R"({"N":"60"})"));
    EXPECT_EQ(member(document, "took"), wrapper("float", R"({"N":"2"})"));
}

TEST(typed_mapping, elements_of_lists_are_wrapped_but_nothing_within_them)
{
    auto const document = to_document(values());
    EXPECT_EQ(member(document, "list"),
        wrapper("list",
            R"({"L":[)" + wrapper("str", R"({"S":"a"})") + ',' + wrapper("str", R"({"S":"b"})") + "]}"));
    EXPECT_EQ(member(document, "lists"),
        wrapper("list", R"({"L":[)" + wrapper("list", R"({"L":[{"N":"1"},{"N":"2"}]})") + "]}"));
    EXPECT_EQ(member(document, "any"),
        wrapper("list",
            R"({"L":[)" + wrapper("int", R"({"N":"1"})") + ',' + wrapper("NoneType", R"({"NULL":true})")
                + "]}"));
}

TEST(typed_mapping, elements_of_any_type_are_wrapped_like_others)
{
    auto const document = to_document(values());
    EXPECT_EQ(member(document, "many"),
        wrapper("list",
            R"({"L":[)" + wrapper("list", R"({"L":[{"N":"1"}]})") + ',' + wrapper("str", R"({"S":"x"})")
                + "]}"));
    EXPECT_EQ(from_document<values>(document).many, values().many);
}

TEST(typed_mapping, objects_say_their_class_wherever_they_are)
{
    boxed value;
    value.cats["tom"] = cat{7};
    value.packs = {{cat{1}}};
    auto const document = to_document(value);
    auto const of_cat = [](std::string const& lives)
    {
        return R"({"M":{)" + object_head("cat") + R"(,"lives":)"
            + wrapper("int", R"({"N":")" + lives + R"("})") + "}}";
    };
    EXPECT_EQ(member(document, "cats"), wrapper("dict", R"({"M":{"tom":)" + of_cat("7") + "}}"));
    EXPECT_EQ(member(document, "packs"),
        wrapper("list", R"({"L":[)" + wrapper("list", R"({"L":[)" + of_cat("1") + "]}") + "]}"));
    auto const again = from_document<boxed>(document);
    EXPECT_EQ(again.cats, value.cats);
    EXPECT_EQ(again.packs, value.packs);
}

TEST(typed_mapping, the_whole_document)
{
    auto const text = [](std::string const& value) { return wrapper("str", R"({"S":")" + value + R"("})"); };
    auto const geo = [&](std::string const& longitude, std::string const& lattitude)
    {
        return R"({"M":{)" + object_head("GeoLocation") + R"(,"longitude":)" + text(longitude)
            + R"(,"lattitude":)" + text(lattitude) + "}}";
    };
    auto const head = R"({"M":{)" + object_head("Location", "models") + R"(,"city":)";
    EXPECT_EQ(json_of(to_document(ann())),
        R"({"M":{)" + object_head("person") + R"(,"age":)" + wrapper("int", R"({"N":"42"})")
            + R"(,"retired":)" + wrapper("bool", R"({"BOOL":false})") + R"(,"nick":)"
            + wrapper("NoneType", R"({"NULL":true})") + R"(,"names":)"
            + wrapper("list", R"({"L":[)" + text("Ann") + ',' + text("Anna") + "]}") + R"(,"home":{"M":{)"
            + object_head("contact") + R"(,"phone":)" + text("555") + R"(,"office":)" + head + text("Kobe")
            + R"(}}}},"born":)" + head + text("Osaka") + R"(,"geo":)" + geo("90.00", "90.00")
            + R"(}},"places":)"
            + wrapper("list",
                R"({"L":[)" + head + text("Nara") + "}}," + head + text("Uji") + R"(,"geo":)" + geo("1", "2")
                    + "}}]}")
            + "}}");
}

TEST(typed_mapping, what_is_written_reads_equal)
{
    auto expected = ann();
    expected.id.clear();
    expected.cache.clear();
    auto const document = to_document(ann());
    EXPECT_EQ(from_document<person>(document), expected);
    auto const plain = to_document(ann(), document_form::plain);
    EXPECT_EQ(from_document<person>(plain, {.form = document_form::plain}), expected);
    // In another order, as dynamo-store writes them.
    item reversed;
    for (auto i = document.as_map().size(); i-- > 0;)
    {
        auto const& each = *(document.as_map().begin() + i);
        reversed.set(each.name, each.value);
    }
    EXPECT_EQ(from_document<person>(reversed), expected);
}

TEST(typed_mapping, keys_that_are_beside_the_document_are_read)
{
    auto document = to_document(ann());
    document.as_map().set("ID", "p7");
    document.as_map().set("__dystore_meta__", item{{"table_name", "Root"}});
    at(document, {"born"}).as_map().set("IDX", "l7");
    document.as_map().set("cache", "of another program");
    auto const found = from_document<person>(document, {.unknown = unknown_attributes::refuse});
    EXPECT_EQ(found.id, "p7");
    EXPECT_EQ(found.born->key, "l7");
    EXPECT_EQ(found.places[0].key, "");
    EXPECT_EQ(found.cache, "");
}

TEST(typed_mapping, plain_documents_are_plain_items)
{
    household home{.pet = dog{"Rex"}, .others = {cat{3}}, .late = {}};
    EXPECT_EQ(
        json_of(to_document(values(), document_form::plain)), json_of(attribute_value(to_item(values()))));
    EXPECT_EQ(json_of(to_document(home, document_form::plain)),
        R"({"M":{"pet":{"M":{)" + object_head("Dog", "pets")
            + R"(,"name":{"S":"Rex"}}},"others":{"L":[{"M":{)" + object_head("cat")
            + R"(,"lives":{"N":"3"}}}]}}})");
}

TEST(typed_mapping, variants_are_what_their_class_says)
{
    household const home{.pet = dog{"Rex"}, .others = {cat{3}, dog{"Pal"}}, .late = cat{1}};
    for (auto const form : {document_form::wrapped, document_form::plain})
        EXPECT_EQ(from_document<household>(to_document(home, form), {.form = form}), home);
    EXPECT_EQ(from_document<household>(to_document(household())).late, std::nullopt);
}

TEST(typed_mapping, values_without_wrappers_are_read)
{
    // Releases before 0.5.0 stored members as they are, and objects without __metatype__.
    auto const document =
        parse(R"({"M":{"__class__":{"S":"person"},"__module__":{"S":"__main__"},"age":{"N":"7"},
        "retired":{"BOOL":true},"nick":{"NULL":true},"names":{"L":[{"S":"A"},)"
            + wrapper("str", R"({"S":"B"})") + R"(]},"born":{"M":{"city":{"S":"Uji"}}}}})");
    auto const found = from_document<person>(document);
    EXPECT_EQ(found.age, 7);
    EXPECT_TRUE(found.retired);
    EXPECT_EQ(found.nick, std::nullopt);
    EXPECT_EQ(found.names, (std::vector<std::string>{"A", "B"}));
    ASSERT_TRUE(found.born);
    EXPECT_EQ(found.born->city, "Uji");
}

struct with_defaults
{
    int count = 3;
    std::string text = "as made";
    std::optional<int> maybe = 4;
    std::set<int> set{5};
    std::vector<int> list{6};
};
BOOST_DESCRIBE_STRUCT(with_defaults, (), (count, text, maybe, set, list))

TEST(typed_mapping, missing_members_keep_their_default)
{
    auto const found = from_document<with_defaults>(parse(R"({"M":{"__class__":{"S":"with_defaults"}}})"));
    EXPECT_EQ(found.count, 3);
    EXPECT_EQ(found.text, "as made");
    EXPECT_EQ(found.maybe, std::nullopt) << "an empty one is left out";
    EXPECT_TRUE(found.set.empty());
    EXPECT_EQ(found.list, std::vector<int>{6});
}

TEST(typed_mapping, none_is_an_empty_optional_or_set)
{
    auto const none = wrapper("NoneType", R"({"NULL":true})");
    auto const found =
        from_document<with_defaults>(parse(R"({"M":{"maybe":)" + none + R"(,"set":)" + none + "}}"));
    EXPECT_EQ(found.maybe, std::nullopt);
    EXPECT_TRUE(found.set.empty());
    // An optional shard, as dynamo-store stores it; we leave it out.
    auto document = to_document(ann());
    at(document, {"born"}) = parse(none);
    EXPECT_EQ(from_document<person>(document).born, std::nullopt);
    auto without = ann();
    without.born.reset();
    EXPECT_FALSE(to_document(without).as_map().contains("born"));
}

TEST(typed_mapping, floating_members_read_integers)
{
    auto document = to_document(values());
    at(document, {"height"}) = parse(wrapper("int", R"({"N":"3"})"));
    at(document, {"took"}) = parse(wrapper("int", R"({"N":"3"})"));
    at(document, {"pause"}) = parse(wrapper("float", R"({"N":"3"})"));
    auto const found = from_document<values>(document);
    EXPECT_EQ(found.height, 3);
    EXPECT_EQ(found.took, std::chrono::seconds(3));
    EXPECT_EQ(found.pause, std::chrono::seconds(3));
}

TEST(typed_mapping, any_value_is_read_without_its_wrappers)
{
    auto document = to_document(values());
    at(document, {"any"}) = parse(wrapper("list",
        R"({"L":[)" + wrapper("dict", R"({"M":{"a":{"N":"1"}}})") + ',' + wrapper("str", R"({"S":"x"})")
            + R"(,{"BOOL":true}]})"));
    EXPECT_EQ(from_document<values>(document).any,
        parse(R"({"L":[{"M":{"a":{"N":"1"}}},{"S":"x"},{"BOOL":true}]})"));
    at(document, {"any"}) = parse(wrapper("NoneType", R"({"NULL":true})"));
    EXPECT_TRUE(from_document<values>(document).any.is_null());
}

TEST(typed_mapping, decrypted_texts_are_what_their_member_is)
{
    auto document = to_document(values());
    at(document, {"age", "value"}) = "43";
    at(document, {"height", "value"}) = "1E+3";
    at(document, {"retired", "value"}) = "True";
    at(document, {"shoe", "value"}) = "None";
    at(document, {"no_set", "value"}) = "None";
    at(document, {"exact", "value"}) = "0.10";
    at(document, {"took", "value"}) = "1.5";
    at(document, {"map", "value", "a"}) = "12";
    at(document, {"lists", "value"}).as_list()[0].as_map().at("value").as_list()[1] = "22";
    at(document, {"any", "value"}).as_list()[0].as_map().set("value", "7");
    at(document, {"any", "value"}).as_list()[1].as_map().set("value", "None");
    auto const found = from_document<values>(document, {.accepts_text = true});
    EXPECT_EQ(found.age, 43);
    EXPECT_EQ(found.height, 1000);
    EXPECT_TRUE(found.retired);
    EXPECT_EQ(found.shoe, std::nullopt);
    EXPECT_TRUE(found.no_set.empty());
    EXPECT_EQ(found.exact.text(), "0.10");
    EXPECT_EQ(found.took, std::chrono::milliseconds(1500));
    EXPECT_EQ(found.map.at("a"), 12);
    EXPECT_EQ(found.lists, (std::vector<std::vector<int>>{{1, 22}}));
    EXPECT_EQ(found.any, attribute_value(attribute_list{7, nullptr}));

    at(document, {"retired", "value"}) = "False";
    EXPECT_FALSE(from_document<values>(document, {.accepts_text = true}).retired);
}

TEST(typed_mapping, a_text_none_is_none_only_where_no_text_can_be)
{
    auto document = to_document(ann());
    at(document, {"nick"}) = "None"; // a text without a class
    EXPECT_EQ(from_document<person>(document, {.accepts_text = true}).nick, "None");
    at(document, {"nick"}) = parse(wrapper("str", R"({"S":"None"})"));
    EXPECT_EQ(from_document<person>(document, {.accepts_text = true}).nick, "None");
    at(document, {"nick"}) = parse(wrapper("NoneType", R"({"S":"None"})"));
    EXPECT_EQ(from_document<person>(document, {.accepts_text = true}).nick, std::nullopt);
    auto const found = from_document<with_defaults>(
        parse(R"({"M":{"maybe":{"S":"None"}}})"), {.form = document_form::plain, .accepts_text = true});
    EXPECT_EQ(found.maybe, std::nullopt);
}

} // namespace
} // namespace dynasio
