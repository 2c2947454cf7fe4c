// SPDX-License-Identifier: BSL-1.0
//
// Documents that are not what their struct says, and structs that cannot be documents: each error names the place.

#include "typed_types.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <set>

namespace dynasio {
namespace {

using namespace typed_types;

enum class color
{
    red,
};
BOOST_DESCRIBE_ENUM(color, red)

struct paint
{
    color tone = color::red;
    std::uint8_t layers = 1;
    double gloss = 0;
    bool dry = false;
    std::string name;
    std::optional<int> liters;
    std::set<std::string> makers;
    std::array<int, 2> size{};
    std::map<std::string, int> mix;
    binary code;
    attribute_value note;
};
BOOST_DESCRIBE_STRUCT(paint, (), (tone, layers, gloss, dry, name, liters, makers, size, mix, code, note))

/// `path: reason` of the error; empty if there is none.
template <class T>
std::string problem(attribute_value const& document, typed_reading how = {})
{
    try
    {
        (void)from_document<T>(document, how);
    }
    catch (mapping_error const& e)
    {
        EXPECT_EQ(e.what(), e.path().empty() ? e.reason() : e.path() + ": " + e.reason());
        return e.path() + ": " + e.reason();
    }
    return {};
}

/// Of a paint with another member.
std::string paint_problem(std::string_view member, std::string const& stored, typed_reading how = {})
{
    auto document = to_document(paint(), how.form);
    document.as_map().set(member, parse(stored));
    return problem<paint>(document, how);
}

/// Of a person, after a change.
template <class Change>
std::string person_problem(Change change, typed_reading how = {})
{
    auto document = to_document(ann(), how.form);
    change(document);
    return problem<person>(document, how);
}

TEST(typed_misfit, values_of_another_class)
{
    auto const number = [](std::string const& of) { return wrapper(of, R"({"N":"1"})"); };
    EXPECT_EQ(paint_problem("layers", number("int")), "");
    EXPECT_EQ(paint_problem("layers", number("float")),
        "layers: expected class int of builtins, found float of builtins");
    EXPECT_EQ(paint_problem("gloss", number("int")), "");
    EXPECT_EQ(paint_problem("gloss", number("bool")),
        "gloss: expected class int or float of builtins, found bool of builtins");
    EXPECT_EQ(paint_problem("name", wrapper("int", R"({"S":"x"})")),
        "name: expected class str of builtins, found int of builtins");
    EXPECT_EQ(paint_problem("tone", wrapper("bytes", R"({"S":"RED"})")),
        "tone: expected class str of builtins, found bytes of builtins");
    EXPECT_EQ(paint_problem("dry", wrapper("int", R"({"BOOL":true})")),
        "dry: expected class bool of builtins, found int of builtins");
    EXPECT_EQ(paint_problem("makers", wrapper("list", R"({"SS":["x"]})")),
        "makers: expected class set of builtins, found list of builtins");
    EXPECT_EQ(paint_problem("size", wrapper("tuple", R"({"L":[]})")),
        "size: expected class list of builtins, found tuple of builtins");
    EXPECT_EQ(paint_problem("mix", wrapper("str", R"({"M":{}})")),
        "mix: expected class dict of builtins, found str of builtins");
    EXPECT_EQ(paint_problem("code", wrapper("str", R"({"B":"AQ=="})")),
        "code: expected class bytes of builtins, found str of builtins");
    EXPECT_EQ(paint_problem("liters", wrapper("str", R"({"N":"1"})")),
        "liters: expected class int of builtins, found str of builtins");
    EXPECT_EQ(paint_problem("name", wrapper("NoneType", R"({"NULL":true})")),
        "name: expected class str of builtins, found NoneType of builtins");
    EXPECT_EQ(paint_problem("note", wrapper("frozenset", R"({"N":"1"})")),
        "note: expected class of builtins, found frozenset of builtins");
}

TEST(typed_misfit, a_stored_class_is_compared_and_nothing_else)
{
    auto const system = [](attribute_value& document, std::initializer_list<std::string_view> where)
    {
        auto& object = at(document, where).as_map();
        object.set("__class__", "system");
        object.set("__module__", "os");
    };
    EXPECT_EQ(person_problem([&](auto& d) { system(d, {"age"}); }),
        "age: expected class int of builtins, found system of os");
    EXPECT_EQ(person_problem([&](auto& d) { system(d, {"nick"}); }),
        "nick: expected class str of builtins, found system of os");
    EXPECT_EQ(person_problem([&](auto& d) { system(d, {"home"}); }),
        "home: expected class contact of __main__, found system of os");
    EXPECT_EQ(person_problem([&](auto& d) { system(d, {"born", "geo"}); }),
        "born.geo: expected class GeoLocation of __main__, found system of os");
    EXPECT_EQ(person_problem([&](auto& d) { system(d, {}); }),
        ": expected class person of __main__, found system of os");
    EXPECT_EQ(person_problem([&](auto& d) { system(at(d, {"places", "value"}).as_list()[1], {"city"}); }),
        "places[1].city: expected class str of builtins, found system of os");
    EXPECT_EQ(person_problem([&](auto& d) { system(at(d, {"places", "value"}).as_list()[1], {}); }),
        "places[1]: expected class Location of models, found system of os");
    EXPECT_EQ(person_problem([](auto& d) { at(d, {"born"}).as_map().set("__module__", "__main__"); }),
        "born: expected class Location of models, found Location of __main__");
    EXPECT_EQ(person_problem([](auto& d) { at(d, {"age"}).as_map().set("__module__", "os"); }),
        "age: expected class int of builtins, found int of os");
    EXPECT_EQ(person_problem([](auto& d) { at(d, {"nick"}).as_map().set("__module__", "os"); }),
        "nick: expected class str of builtins, found NoneType of os");
    // The class of a member that the struct leaves out is nobody's business.
    EXPECT_EQ(person_problem([](auto& d)
                  { d.as_map().set("cache", item{{"__class__", "system"}, {"__module__", "os"}}); }),
        "");
}

TEST(typed_misfit, malformed_wrappers_and_objects)
{
    EXPECT_EQ(person_problem([](auto& d) { at(d, {"age"}).as_map().erase("value"); }),
        "age.value: missing attribute, expected a value");
    EXPECT_EQ(person_problem([](auto& d) { at(d, {"age"}).as_map().erase("__class__"); }),
        "age.__class__: missing attribute, expected S");
    EXPECT_EQ(person_problem([](auto& d) { at(d, {"age"}).as_map().set("__module__", 1); }),
        "age.__module__: expected S, found N");
    EXPECT_EQ(person_problem([](auto& d) { at(d, {"age"}).as_map().erase("__metatype__"); }),
        "age: expected N, found M");
    EXPECT_EQ(person_problem([](auto& d) { at(d, {"home"}).as_map().set("__class__", true); }),
        "home.__class__: expected S, found BOOL");
    EXPECT_EQ(person_problem([](auto& d) { at(d, {"home"}).as_map().set("__metatype__", 1); }),
        "home.__metatype__: expected S, found N");
    EXPECT_EQ(person_problem([](auto& d) { at(d, {"home"}).as_map().set("__metatype__", "value"); }),
        "home.__metatype__: expected \"shard\", found \"value\"");
    EXPECT_EQ(person_problem([](auto& d) { at(d, {"home"}) = parse(wrapper("dict", R"({"M":{}})")); }),
        "home: expected class contact of __main__, found dict of builtins");
    EXPECT_EQ(person_problem([](auto& d) { at(d, {"home"}) = "x"; }), "home: expected M, found S");
    EXPECT_EQ(person_problem([](auto& d) { at(d, {"names"}) = parse(wrapper("list", R"({"S":"x"})")); }),
        "names: expected L, found S");
    EXPECT_EQ(
        person_problem([](auto& d) { at(d, {"nick"}) = parse(wrapper("NoneType", R"({"S":"None"})")); }),
        "nick.value: expected NULL, found S");
    EXPECT_EQ(person_problem([](auto& d) { at(d, {"nick"}) = parse(wrapper("NoneType", R"({"S":"no"})")); },
                  {.accepts_text = true}),
        "nick.value: expected NULL, found S");
}

TEST(typed_misfit, values_that_do_not_fit)
{
    EXPECT_EQ(paint_problem("layers", wrapper("int", R"({"N":"256"})")),
        "layers: number 256 is out of range, expected 0 to 255");
    EXPECT_EQ(paint_problem("layers", wrapper("int", R"({"S":"1"})")), "layers: expected N, found S");
    EXPECT_EQ(paint_problem("tone", wrapper("str", R"({"S":"BLUE"})")), "tone: unknown enumerator \"BLUE\"");
    EXPECT_EQ(paint_problem("dry", wrapper("bool", R"({"S":"True"})")), "dry: expected BOOL, found S");
    EXPECT_EQ(
        paint_problem("size", wrapper("list", R"({"L":[{"N":"1"}]})")), "size: expected 2 elements, found 1");
    EXPECT_EQ(paint_problem("size", R"({"L":[{"N":"1"},{"S":"1"}]})"), "size[1]: expected N, found S");
    EXPECT_EQ(paint_problem("mix", wrapper("dict", R"({"M":{"a":{"N":"1"},"b":{"BOOL":true}}})")),
        "mix.b: expected N, found BOOL");
    EXPECT_EQ(paint_problem("makers", wrapper("set", R"({"NS":["1"]})")), "makers: expected SS, found NS");
    EXPECT_EQ(paint_problem("code", wrapper("bytes", R"({"S":"AQ=="})")), "code: expected B, found S");
    EXPECT_EQ(paint_problem("layers", wrapper("int", R"({"N":"1"})"), {.form = document_form::plain}),
        "layers: expected N, found M");
    EXPECT_EQ(problem<person>("x"), ": expected M, found S");
}

TEST(typed_misfit, decrypted_texts_that_are_no_value)
{
    typed_reading const texts{.accepts_text = true};
    EXPECT_EQ(paint_problem("dry", wrapper("bool", R"({"S":"true"})"), texts),
        "dry: expected BOOL, found the text \"true\"");
    EXPECT_EQ(paint_problem("dry", wrapper("bool", R"({"S":""})"), texts),
        "dry: expected BOOL, found the text \"\"");
    EXPECT_EQ(paint_problem("layers", wrapper("int", R"({"S":"four"})"), texts),
        "layers: expected N, found the text \"four\"");
    EXPECT_EQ(paint_problem("layers", wrapper("int", R"({"S":"1.5"})"), texts),
        "layers: expected an integer, found 1.5");
    EXPECT_EQ(paint_problem("liters", wrapper("int", R"({"S":"None"})"), texts),
        "liters: expected N, found the text \"None\"");
    EXPECT_EQ(paint_problem("note", wrapper("int", R"({"S":"four"})"), texts),
        "note: expected int, found another text");
    EXPECT_EQ(paint_problem("makers", wrapper("set", R"({"S":"x"})"), texts), "makers: expected SS, found S");
    EXPECT_EQ(paint_problem("dry", R"({"S":"True"})", texts), "") << "without a class, by the member";
}

TEST(typed_misfit, secrets_are_not_quoted)
{
    typed_reading const secret{.accepts_text = true, .quotes_contents = false};
    EXPECT_EQ(paint_problem("layers", wrapper("int", R"({"N":"4711"})"), secret),
        "layers: the value does not fit the member");
    EXPECT_EQ(paint_problem("layers", wrapper("int", R"({"S":"4711x"})"), secret),
        "layers: expected N, found another text");
    EXPECT_EQ(paint_problem("dry", wrapper("bool", R"({"S":"4711"})"), secret),
        "dry: expected BOOL, found another text");
    EXPECT_EQ(paint_problem("tone", wrapper("str", R"({"S":"4711"})"), secret),
        "tone: the value does not fit the member");
    EXPECT_EQ(paint_problem("note", wrapper("int", R"({"S":"four"})"), secret),
        "note: expected int, found another text");
    EXPECT_EQ(paint_problem("tone", wrapper("str", R"({"N":"1"})"), secret), "tone: expected S, found N");
}

TEST(typed_misfit, required_members_are_there)
{
    EXPECT_EQ(person_problem([](auto& d) { d.as_map().erase("age"); }), "age: missing attribute, expected N");
    EXPECT_EQ(person_problem([](auto& d) { d.as_map().erase("age"); }, {.form = document_form::plain}),
        "age: missing attribute, expected N");
    EXPECT_EQ(person_problem([](auto& d) { d.as_map().erase("names"); }), "");
}

TEST(typed_misfit, unknown_attributes)
{
    typed_reading const strict{.unknown = unknown_attributes::refuse};
    EXPECT_EQ(person_problem([](auto& d) { at(d, {"home"}).as_map().set("fax", 1); }), "");
    EXPECT_EQ(person_problem([](auto& d) { at(d, {"home"}).as_map().set("fax", 1); }, strict),
        "home.fax: unknown attribute");
    EXPECT_EQ(person_problem([](auto&) {}, strict), "");
    // The name of the key of another table.
    EXPECT_EQ(person_problem([](auto& d) { at(d, {"home"}).as_map().set("ID", 1); }, strict),
        "home.ID: unknown attribute");
    EXPECT_EQ(
        person_problem([](auto& d) { at(d, {"born", "geo"}).as_map().set("ShardID", "k"); }, strict), "");
}

TEST(typed_misfit, references_are_no_objects)
{
    auto const reference = parse(R"({"M":{"primary_key":{"S":"k"},"table_name:":{"S":"Shard2"}}})");
    for (auto const form : {document_form::wrapped, document_form::plain})
    {
        EXPECT_EQ(person_problem([&](auto& d) { at(d, {"born"}) = reference; }, {.form = form}),
            "born: expected an object, found a reference to a shard that was not read");
    }
    // Both names make a reference.
    for (auto const* name : {"primary_key", "table_name:"})
    {
        EXPECT_EQ(person_problem([&](auto& d) { at(d, {"born"}) = item{{name, "k"}}; }), "");
    }
}

TEST(typed_misfit, variants)
{
    auto const pet_problem = [](auto change, document_form form = document_form::wrapped)
    {
        auto document = to_document(household{.pet = dog{"Rex"}, .others = {cat{}}, .late = {}}, form);
        change(document);
        return problem<household>(document, {.form = form});
    };
    auto const of_class = [](char const* name, char const* module)
    {
        return [=](attribute_value& d)
        {
            at(d, {"pet"}).as_map().set("__class__", name);
            at(d, {"pet"}).as_map().set("__module__", module);
        };
    };
    EXPECT_EQ(pet_problem(of_class("Dog", "__main__")),
        "pet: expected class of the variant, found Dog of __main__");
    EXPECT_EQ(
        pet_problem(of_class("system", "os")), "pet: expected class of the variant, found system of os");
    EXPECT_EQ(pet_problem(of_class("system", "os"), document_form::plain),
        "pet: expected class of the variant, found system of os");
    EXPECT_EQ(pet_problem(of_class("cat", "__main__")), "") << "the table says what it is";
    EXPECT_EQ(pet_problem([](auto& d) { at(d, {"pet"}) = 1; }), "pet: expected M, found N");
    EXPECT_EQ(pet_problem([](auto& d) { at(d, {"pet"}) = item(); }),
        "pet: expected class of the variant, found no class of no module");
    EXPECT_EQ(
        pet_problem([](auto& d) { at(d, {"pet", "name"}) = true; }), "pet.name: expected S, found BOOL");
    EXPECT_EQ(
        pet_problem([](auto& d) { at(d, {"others", "value"}).as_list()[0].as_map().erase("__class__"); }),
        "others[0]: expected class of the variant, found no class of __main__");
}

/// `path: reason` of the error of writing.
template <class T>
std::string write_problem(T const& value)
{
    try
    {
        (void)to_document(value);
    }
    catch (mapping_error const& e)
    {
        return e.what();
    }
    return {};
}

TEST(typed_misfit, what_cannot_be_written)
{
    paint bad;
    bad.gloss = std::numeric_limits<double>::infinity();
    EXPECT_EQ(write_problem(bad), "gloss: expected a finite number, found NaN or infinity");
    bad = {};
    bad.tone = static_cast<color>(9);
    EXPECT_EQ(write_problem(bad), "tone: value 9 is no enumerator");
}

TEST(typed_misfit, reserved_names_are_not_written)
{
    for (auto const* name : {"__class__", "__module__", "__metatype__", "__dystore_meta__"})
    {
        paint bad;
        bad.mix[name] = 1;
        EXPECT_EQ(write_problem(bad), "mix." + std::string(name) + ": this name is reserved");
        bad = {};
        bad.note = attribute_list{1, item{{"a", item{{name, 1}}}}};
        EXPECT_EQ(write_problem(bad), "note[1].a." + std::string(name) + ": this name is reserved");
    }
    paint good;
    good.mix["value"] = 1;
    EXPECT_EQ(write_problem(good), "");
    EXPECT_EQ(from_document<paint>(to_document(good)).mix, good.mix);
}

} // namespace
} // namespace dynasio
