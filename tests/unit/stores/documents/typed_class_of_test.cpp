// SPDX-License-Identifier: BSL-1.0
//
// The class of objects that name none: variants in documents that other programs have written.

#include "typed_store_fixture.hpp"

#include <algorithm>
#include <stdexcept>

namespace dynasio::tests {
namespace {

struct owner_of_pets
{
    std::string name;
    std::variant<typed_types::cat, typed_types::dog> pet;
    std::vector<std::variant<typed_types::cat, typed_types::dog>> others;
    std::map<std::string, int> counts;
    friend bool operator==(owner_of_pets const&, owner_of_pets const&) = default;
};
BOOST_DESCRIBE_STRUCT(owner_of_pets, (), (name, pet, others, counts))

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

struct typed_class_of : typed_store
{
    /// A cat, a dog with its class, and a dog without; in the plain form.
    void put_pets()
    {
        auto const document = parse(
            R"({"M":{"ID":{"S":"k"},"name":{"S":"Ann"},"pet":{"M":{"lives":{"N":"3"}}},"others":{"L":[)"
            R"({"M":{"__class__":{"S":"Dog"},"__module__":{"S":"pets"},"name":{"S":"Rex"}}},)"
            R"({"M":{"name":{"S":"Bello"}}}]},"counts":{"M":{"a":{"N":"1"}}},"__dystore_meta__":{"M":{)"
            R"("table_name":{"S":"Root"},"region_name":{"S":"us-east-1"},"primary_key_name":{"S":"ID"},)"
            R"("path":{"NULL":true},"shards":{"L":[]}}}}})");
        server->items["Root"][R"({"S":"k"})"] = document.as_map();
    }

    /// By what the object has. Notes what it is asked for.
    document_class_chooser chooser()
    {
        return [this](unclassed_object const& object) -> std::optional<document_class>
        { return choose(object.where.text(), object.object); };
    }

    std::optional<document_class> choose(std::string const& where, attribute_value const& object)
    {
        seen.push_back(where);
        if (object.as_map().contains("lives"))
            return document_class{.name = "cat"};
        if (object.as_map().contains("name"))
            return document_class{.name = "Dog", .module = "pets"};
        return std::nullopt;
    }

    static typed_document_options plain_form(document_class_chooser class_of)
    {
        typed_document_options typed;
        typed.form = document_form::plain;
        typed.class_of = std::move(class_of);
        return typed;
    }

    void expect_pets(document_read_options const& options, typed_document_options typed)
    {
        put_pets();
        auto const people = make<owner_of_pets>(numbered(), std::move(typed));
        owner_of_pets const expected{"Ann", cat{3}, {dog{"Rex"}, dog{"Bello"}}, {{"a", 1}}};
        world.run(
            [&]() -> asio::awaitable<void>
            {
                auto const found = co_await people.load("k", options);
                CO_ASSERT_TRUE(found.has_value());
                EXPECT_EQ(*found, expected);
            });
    }

    std::vector<std::string> seen;
};

TEST_F(typed_class_of, is_asked_for_objects_without_a_class)
{
    expect_pets({}, plain_form(chooser()));
    EXPECT_EQ(seen, (std::vector<std::string>{"pet", "others.[1]", "counts"}));
}

TEST_F(typed_class_of, may_be_awaited)
{
    document_class_chooser const awaited =
        [this](unclassed_object const& object) -> asio::awaitable<std::optional<document_class>>
    { co_return choose(object.where.text(), object.object); };
    expect_pets({}, plain_form(awaited));
    EXPECT_EQ(seen.size(), 3u);
}

TEST_F(typed_class_of, that_of_the_call_wins)
{
    document_class_chooser const wrong = [](unclassed_object const&) -> std::optional<document_class>
    { throw std::logic_error("the store's is asked"); };
    expect_pets(document_read_options().class_of(chooser()), plain_form(wrong));
}

TEST_F(typed_class_of, other_classes_are_malformed)
{
    put_pets();
    std::vector<document_class_chooser> const choosers{{},
        [](unclassed_object const&) -> std::optional<document_class> { return std::nullopt; },
        [](unclassed_object const&) -> std::optional<document_class>
        { return document_class{.name = "system", .module = "os"}; }};
    for (auto const& each : choosers)
    {
        auto const people = make<owner_of_pets>(numbered(), plain_form(each));
        auto const why = store_failure(world, [&] { return people.load("k"); });
        EXPECT_EQ(why.code(), store_errc::malformed_item);
        EXPECT_EQ(why.details().attribute, "$.pet") << why.what();
    }
}

TEST_F(typed_class_of, what_it_throws_ends_the_operation)
{
    put_pets();
    auto const people = make<owner_of_pets>(numbered(),
        plain_form([](unclassed_object const&) -> std::optional<document_class>
            { throw std::out_of_range("no such class"); }));
    std::string what;
    world.run(
        [&]() -> asio::awaitable<void>
        {
            try
            {
                co_await people.load("k");
            }
            catch (std::out_of_range const& e)
            {
                what = e.what();
            }
        });
    EXPECT_EQ(what, "no such class");
}

} // namespace
} // namespace dynasio::tests
