// SPDX-License-Identifier: BSL-1.0
//
// The class of objects that name none: variants in documents that other programs have written.

#include "typed_store_fixture.hpp"

#include <stdexcept>

namespace dynasio::tests {
namespace {

using typed_types::cat;
using typed_types::dog;

/// Has a pet too, whose class is known only when that of the keeper is.
struct keeper
{
    std::variant<cat, dog> pet;
    std::string town;
    friend bool operator==(keeper const&, keeper const&) = default;
};
BOOST_DESCRIBE_STRUCT(keeper, (), (pet, town))

struct owner_of_pets
{
    std::string name;
    std::variant<cat, dog> pet;
    std::vector<std::variant<cat, dog>> others;
    std::map<std::string, std::variant<cat, dog>> named;
    std::optional<std::variant<cat, keeper>> heir;
    std::optional<keeper> sitter;
    std::map<std::string, int> counts;
    item raw;
    friend bool operator==(owner_of_pets const&, owner_of_pets const&) = default;
};
BOOST_DESCRIBE_STRUCT(owner_of_pets, (), (name, pet, others, named, heir, sitter, counts, raw))

} // namespace
} // namespace dynasio::tests

template <>
struct dynasio::document_definition<dynasio::tests::owner_of_pets>
{
    static constexpr auto table = "Root";
    static constexpr auto key_name = "ID";
};

namespace dynasio::tests {
namespace {

namespace asio = boost::asio;
using namespace typed_types;
using texts = std::vector<std::string>;

std::string const lives = R"({"M":{"lives":{"N":"3"}}})";
std::string const rex = R"({"M":{"__class__":{"S":"Dog"},"__module__":{"S":"pets"},"name":{"S":"Rex"}}})";
std::string const bello = R"({"M":{"name":{"S":"Bello"}}})";
std::string const of_town = R"({"M":{"pet":)" + bello + R"(,"town":{"S":"Uji"}}})";

struct typed_class_of : typed_store
{
    void put(std::string const& members)
    {
        auto const document = parse(R"({"M":{"ID":{"S":"k"},"name":{"S":"Ann"},)" + members
            + R"(,"__dystore_meta__":{"M":{"table_name":{"S":"Root"},"region_name":{"S":"us-east-1"},)"
              R"("primary_key_name":{"S":"ID"},"path":{"NULL":true},"shards":{"L":[]}}}}})");
        server->items["Root"][R"({"S":"k"})"] = document.as_map();
    }
    /// As another program might in the plain form.
    void put_plain()
    {
        put(R"("pet":)" + lives + R"(,"others":{"L":[)" + rex + "," + bello + R"(]},"named":{"M":{"a":)"
            + lives + R"(,"b":)" + rex + R"(}},"heir":)" + of_town + R"(,"sitter":)" + of_town
            + R"(,"counts":{"M":{"lives":{"N":"1"}}},"raw":)" + lives);
    }
    /// As Python stores maps that are no objects.
    void put_dicts()
    {
        put(R"("pet":)" + wrapper("dict", lives) + R"(,"others":)"
            + wrapper("list", R"({"L":[)" + rex + "," + wrapper("dict", bello) + "]}") + R"(,"named":)"
            + wrapper("dict", R"({"M":{"a":)" + lives + R"(,"b":)" + rex + "}}") + R"(,"heir":)"
            + wrapper("dict", of_town) + R"(,"sitter":{"M":{)" + object_head("keeper") + R"(,"pet":)" + bello
            + R"(,"town":)" + wrapper("str", R"({"S":"Uji"})") + R"(}},"counts":)"
            + wrapper("dict", R"({"M":{"lives":{"N":"1"}}})") + R"(,"raw":)" + wrapper("dict", lives));
    }
    static owner_of_pets expected()
    {
        owner_of_pets result{"Ann", cat{3}, {dog{"Rex"}, dog{"Bello"}}, {}, {}, {}, {{"lives", 1}}, {}};
        result.named["a"] = cat{3};
        result.named["b"] = dog{"Rex"};
        result.heir = keeper{dog{"Bello"}, "Uji"};
        result.sitter = keeper{dog{"Bello"}, "Uji"};
        result.raw.set("lives", 3);
        return result;
    }

    /// By what the object has. Notes what it is asked for.
    document_class_chooser chooser()
    {
        return [this](unclassed_object const& object) -> std::optional<document_class>
        { return choose(object.where.text(), object.object); };
    }
    document_class_chooser awaited_chooser()
    {
        return [this](unclassed_object const& object) -> asio::awaitable<std::optional<document_class>>
        { return choose_later(object); };
    }

    std::optional<document_class> choose(std::string const& where, attribute_value const& object)
    {
        seen.push_back(where);
        document_class result{.name = "cat"};
        if (object.as_map().contains("town"))
            result.name = "keeper";
        else if (object.as_map().contains("name"))
            result = {.name = "Dog", .module = "pets"};
        else if (!object.as_map().contains("lives"))
            return std::nullopt;
        return result;
    }
    asio::awaitable<std::optional<document_class>> choose_later(unclassed_object const& object)
    {
        auto const here = co_await asio::this_coro::executor;
        co_await asio::post(here, asio::use_awaitable);
        co_return choose(object.where.text(), object.object);
    }
    static document_class_chooser always(std::string name, std::string module)
    {
        document_class const chosen{.name = std::move(name), .module = std::move(module)};
        return [chosen](unclassed_object const&) -> std::optional<document_class> { return chosen; };
    }

    typed_document_store<owner_of_pets> owners(document_form form, document_class_chooser class_of)
    {
        typed_document_options typed;
        typed.form = form;
        typed.class_of = std::move(class_of);
        return make<owner_of_pets>(numbered(), std::move(typed));
    }
    owner_of_pets load(
        document_form form, document_class_chooser class_of, document_read_options const& options = {})
    {
        auto const store = owners(form, std::move(class_of));
        owner_of_pets result;
        world.run(
            [&]() -> asio::awaitable<void>
            {
                auto const found = co_await store.load("k", options);
                CO_ASSERT_TRUE(found.has_value());
                result = *found;
            });
        return result;
    }
    /// `path: reason` of `malformed_item`.
    std::string problem(document_form form, document_class_chooser class_of)
    {
        auto const store = owners(form, std::move(class_of));
        auto const why = store_failure(world, [&] { return store.load("k"); });
        EXPECT_EQ(why.code(), store_errc::malformed_item);
        return why.details().attribute + ": " + why.details().reason;
    }

    texts seen;
};

TEST_F(typed_class_of, is_asked_for_objects_without_a_class_in_the_place_of_variants)
{
    put_plain();
    auto const found = load(document_form::plain, chooser());
    EXPECT_EQ(found, expected()) << "other maps are as they were";
    EXPECT_EQ(seen, (texts{"pet", "others.[1]", "named.a", "heir", "heir.pet", "sitter.pet"}));
}

TEST_F(typed_class_of, maps_of_python_are_objects)
{
    put_dicts();
    EXPECT_EQ(load(document_form::wrapped, chooser()), expected());
    EXPECT_EQ(seen,
        (texts{"pet.value", "others.value.[1].value", "named.value.a", "heir.value", "heir.value.pet",
            "sitter.pet"}));
    EXPECT_EQ(
        problem(document_form::wrapped, {}), "$.pet: expected class of the variant, found dict of builtins");
}

TEST_F(typed_class_of, objects_of_releases_that_did_not_wrap)
{
    put_plain();
    EXPECT_EQ(load(document_form::wrapped, chooser()), expected());
    EXPECT_EQ(seen.size(), 6u);
}

TEST_F(typed_class_of, may_be_awaited)
{
    put_plain();
    EXPECT_EQ(load(document_form::plain, awaited_chooser()), expected());
    EXPECT_EQ(seen.size(), 6u);
    put_dicts();
    EXPECT_EQ(load(document_form::wrapped, awaited_chooser()), expected());
    EXPECT_EQ(seen.size(), 12u);
}

TEST_F(typed_class_of, that_of_the_call_wins)
{
    put_plain();
    document_class_chooser const wrong = [](unclassed_object const&) -> std::optional<document_class>
    { throw std::logic_error("the store's is asked"); };
    for (auto const& each : {chooser(), awaited_chooser()})
        EXPECT_EQ(load(document_form::plain, wrong, document_read_options().class_of(each)), expected());
    EXPECT_EQ(load(document_form::plain, {}, document_read_options().class_of(chooser())), expected());
}

TEST_F(typed_class_of, stored_classes_win)
{
    put(R"("pet":)" + rex);
    auto const found = load(document_form::plain, chooser());
    EXPECT_EQ(found.pet, (std::variant<cat, dog>(dog{"Rex"})));
    put(R"("pet":{"M":{"__class__":{"S":"system"},"lives":{"N":"3"}}})");
    EXPECT_EQ(problem(document_form::plain, chooser()),
        "$.pet: expected class of the variant, found system of no module");
    put(R"("pet":{"M":{"__class__":{"N":"1"},"lives":{"N":"3"}}})");
    EXPECT_EQ(problem(document_form::plain, chooser()), "$.pet.__class__: expected S, found N");
    put(R"("pet":)" + wrapper("dict", rex));
    EXPECT_EQ(problem(document_form::wrapped, chooser()),
        "$.pet: expected class of the variant, found dict of builtins");
    EXPECT_EQ(seen, texts()) << "none of them is asked for";
    put(R"("pet":{"M":{"__module__":{"S":"os"},"lives":{"N":"3"}}})");
    EXPECT_EQ(
        problem(document_form::plain, chooser()), "$.pet: expected class of the variant, found cat of os");
}

TEST_F(typed_class_of, what_is_within_an_object_depends_on_its_class)
{
    auto const heir = [](std::string const& name, std::string const& module)
    {
        return R"("pet":)" + rex + R"(,"heir":{"M":{)" + object_head(name, module) + R"(,"pet":)" + bello
            + R"(,"lives":{"N":"3"}}})";
    };
    for (auto const form : {document_form::plain, document_form::wrapped})
    {
        seen.clear();
        put(heir("keeper", "__main__"));
        EXPECT_EQ(load(form, chooser()).heir, (std::variant<cat, keeper>(keeper{dog{"Bello"}, {}})));
        EXPECT_EQ(seen, (texts{"heir.pet"}));
        seen.clear();
        put(heir("cat", "__main__"));
        EXPECT_EQ(load(form, chooser()).heir, (std::variant<cat, keeper>(cat{3})));
        put(heir("keeper", "os"));
        EXPECT_EQ(problem(form, chooser()), "$.heir: expected class of the variant, found keeper of os");
        EXPECT_EQ(seen, texts());
    }
}

TEST_F(typed_class_of, the_plain_form_has_no_maps_of_python)
{
    put(R"("pet":)" + wrapper("dict", lives));
    EXPECT_EQ(problem(document_form::plain, chooser()),
        "$.pet: expected class of the variant, found dict of builtins");
    EXPECT_EQ(seen, texts());
}

TEST_F(typed_class_of, other_values_are_not_asked_for)
{
    for (std::string const value : {R"({"N":"1"})", R"({"L":[]})", R"({"NULL":true})"})
    {
        put(R"("pet":)" + value + R"(,"others":)" + value);
        EXPECT_EQ(problem(document_form::plain, chooser()).substr(0, 19), "$.pet: expected M, ");
        put(R"("pet":)" + wrapper("dict", value) + R"(,"named":)" + value);
        EXPECT_EQ(problem(document_form::wrapped, chooser()),
            "$.pet: expected class of the variant, found dict of builtins");
    }
    put(R"("pet":)" + wrapper("set", lives));
    EXPECT_EQ(problem(document_form::wrapped, chooser()),
        "$.pet: expected class of the variant, found set of builtins");
    put(R"("pet":)" + rex + R"(,"heir":)" + wrapper("NoneType", R"({"NULL":true})"));
    EXPECT_FALSE(load(document_form::wrapped, chooser()).heir);
    EXPECT_EQ(seen, texts());
}

TEST_F(typed_class_of, other_classes_are_malformed)
{
    for (auto const form : {document_form::plain, document_form::wrapped})
    {
        put_plain();
        EXPECT_EQ(problem(form, {}), "$.pet: expected class of the variant, found no class of no module");
        EXPECT_EQ(problem(form,
                      [](unclassed_object const&) -> std::optional<document_class> { return std::nullopt; }),
            "$.pet: expected class of the variant, found no class of no module");
        EXPECT_EQ(problem(form, always("system", "os")),
            "$.pet: expected class of the variant, found system of os");
        EXPECT_EQ(
            problem(form, always("cat", "pets")), "$.pet: expected class of the variant, found cat of pets");
        put(R"("pet":)" + rex + R"(,"heir":)" + of_town);
        EXPECT_EQ(
            problem(form, always("Dog", "pets")), "$.heir: expected class of the variant, found Dog of pets");
        EXPECT_EQ(problem(form, always("keeper", "__main__")),
            "$.heir.pet: expected class of the variant, found keeper of __main__");
    }
    put_dicts();
    EXPECT_EQ(problem(document_form::wrapped, always("system", "os")),
        "$.pet: expected class of the variant, found system of os");
}

TEST_F(typed_class_of, what_it_throws_ends_the_operation)
{
    put_plain();
    document_class_chooser const plain = [](unclassed_object const&) -> std::optional<document_class>
    { throw std::out_of_range("no such class"); };
    document_class_chooser const awaited =
        [](unclassed_object const&) -> asio::awaitable<std::optional<document_class>>
    {
        throw std::out_of_range("no such class");
        co_return std::nullopt;
    };
    for (auto const& each : {plain, awaited})
    {
        auto const store = owners(document_form::plain, each);
        std::string what;
        world.run(
            [&]() -> asio::awaitable<void>
            {
                try
                {
                    co_await store.load("k");
                }
                catch (std::out_of_range const& e)
                {
                    what = e.what();
                }
            });
        EXPECT_EQ(what, "no such class");
    }
}

TEST_F(typed_class_of, is_not_asked_for_what_was_saved)
{
    auto const value = expected();
    for (auto const form : {document_form::plain, document_form::wrapped})
    {
        auto const store = owners(form, chooser());
        world.run(
            [&]() -> asio::awaitable<void>
            {
                auto const key = document_write_options().key("k");
                co_await store.save(value, key);
                auto const found = co_await store.load("k");
                CO_ASSERT_TRUE(found.has_value());
                EXPECT_EQ(*found, value);
                auto const none = co_await store.load("absent");
                EXPECT_FALSE(none.has_value());
            });
    }
    EXPECT_EQ(seen, texts());
}

} // namespace
} // namespace dynasio::tests
