// SPDX-License-Identifier: BSL-1.0
//
// Updates and conditions that would leave a record that cannot be read, or that no record can meet.

#include "unit/stores/records/checked_record.hpp"

#include <dynasio/value/detail/json.hpp>

namespace dynasio::tests {
namespace {

namespace asio = boost::asio;
using update_checks = checked_records;

bool has(std::string const& text, std::string const& part)
{
    return text.find(part) != std::string::npos;
}

TEST_F(update_checks, members_that_the_struct_needs_stay)
{
    EXPECT_EQ(refused(remove(path("owner"))), "owner: cannot be removed: the struct needs it");
    EXPECT_EQ(refused(update(remove(attr<&house::owner>))), "owner: cannot be removed: the struct needs it");
    EXPECT_EQ(refused(attr<&house::owner> = std::optional<std::string>()),
        "owner: cannot be removed: the struct needs it");
    EXPECT_EQ(refused(remove(attr<&house::hall, &room::name>)),
        "hall.name: cannot be removed: the struct needs it");
    EXPECT_EQ(
        refused(remove(path("rooms[1].seats"))), "rooms[1].seats: cannot be removed: the struct needs it");
    EXPECT_EQ(refused(remove(path("pair[0]"))), "pair[0]: cannot be removed: the struct needs it");
    EXPECT_EQ(refused(update(set(path("note"), "x"), remove(path("any")))),
        "any: cannot be removed: the struct needs it");
    for (auto const& each :
        {"note", "was", "seen", "hall.note", "rooms[0]", "moods.ann", "any.x", "any.x[3]"})
        EXPECT_TRUE(has(sent(remove(path(each))), "REMOVE")) << each;
}

TEST_F(update_checks, values_by_path_are_those_of_the_member)
{
    for (auto const* each :
        {"nope", "hall.nope", "owner.x", "owner[0]", "hall[0]", "rooms.x", "pair[2]", "tags[0]"})
        EXPECT_TRUE(refused(set(path(each), "x")).starts_with(std::string(each) + ": ")) << each;
    EXPECT_EQ(refused(set(path("owner"), 5)), "owner: expected S, found N");
    EXPECT_EQ(refused(set(path("owner"), nullptr)), "owner: expected S, found NULL");
    EXPECT_EQ(refused(set(path("hall.seats"), "x")), "hall.seats: expected N, found S");
    EXPECT_TRUE(has(refused(set(path("hall.seats"), 40'000)), "hall.seats: "));
    EXPECT_TRUE(has(refused(set(path("floors"), 1.5)), "floors: "));
    EXPECT_TRUE(has(refused(set(path("moods.ann"), "FURIOUS")), "moods.ann: "));
    EXPECT_TRUE(has(refused(set(path("feel"), "FURIOUS")), "feel: "));
    EXPECT_EQ(refused(set(path("kind"), "hut")), "kind: \"hut\" is not an allowed value (HUT, VILLA)");
    item incomplete;
    incomplete.set("name", "x");
    EXPECT_TRUE(has(refused(set(path("hall"), attribute_value(incomplete))), "hall.seats: "));
    EXPECT_TRUE(has(refused(set(path("rooms[1]"), attribute_value(incomplete))), "rooms[1].seats: "));
    EXPECT_TRUE(has(refused(attr<&house::owner> = attribute_value(5)), "owner: "));
    EXPECT_TRUE(has(refused(attr<&house::kind> = "hut"), "kind: "));
    EXPECT_EQ(refused(add(path("tags"), 5)), "tags: expected SS, found N");
    EXPECT_EQ(refused(erase(path("owner"), {"x"})), "owner: is not a set");

    EXPECT_TRUE(has(sent(set(path("hall.seats"), 40)), ":0"));
    EXPECT_TRUE(has(sent(set(path("moods.ann"), "WILD")), ":0"));
    EXPECT_TRUE(has(sent(set(path("was"), nullptr)), ":0"));
    EXPECT_TRUE(has(sent(set(path("any"), 5), set(path("note"), "x")), ":0"));
    EXPECT_TRUE(has(sent(set(path("any.x"), nullptr)), ":0"));
    EXPECT_TRUE(has(sent(set(path("kind"), "HUT")), ":0"));
    EXPECT_TRUE(has(sent(add(path("tags"), {"x"}), erase(path("seen"), {"WILD"})), "ADD"));
}

TEST_F(update_checks, other_attributes_have_values_of_the_member)
{
    for (auto const* each : {"area", "kind", "feel", "any", "nope", "note.x"})
        EXPECT_FALSE(refused(set(path("hall"), path(each))).empty()) << each;
    EXPECT_TRUE(has(refused(set(path("kind"), path("owner"))), "kind: cannot be set from owner"));
    EXPECT_TRUE(has(refused(set(path("kind"), path("other_kind"))), "kind: cannot be set from other_kind"));
    EXPECT_TRUE(has(refused(set(path("floors"), path("area"))), "floors: cannot be set from area"));
    EXPECT_TRUE(has(refused(set(path("doors"), path("area"))), "doors: cannot be set from area"));
    EXPECT_TRUE(has(refused(set(path("area"), path("price"))), "area: cannot be set from price"));
    EXPECT_TRUE(
        has(refused(attr<&house::area> = if_not_exists(path("price"), 1)), "area: cannot be set from price"));
    EXPECT_TRUE(has(refused(attr<&house::floors> = if_not_exists(attr<&house::floors>, 300)), "floors: "));
    EXPECT_TRUE(has(refused(attr<&house::kind> = if_not_exists(attr<&house::kind>, "hut")), "kind: "));
    EXPECT_TRUE(has(refused(attr<&house::rooms> = list_append(attr<&house::rooms>, path("any"))), "rooms: "));
    EXPECT_TRUE(
        has(refused(set(path("rooms"), list_append(path("rooms"), attribute_value(attribute_list{1})))),
            "rooms[0]: "));
    EXPECT_TRUE(has(refused(set(path("pair"), list_append(path("pair"), path("pair")))), "pair: "));

    EXPECT_TRUE(has(sent(attr<&house::area> = attr<&house::doors>), "SET #0 = #1"));
    EXPECT_TRUE(has(sent(attr<&house::owner> = attr<&house::kind>), "SET #0 = #1"));
    EXPECT_TRUE(has(sent(attr<&house::other_kind> = attr<&house::kind>), "SET #0 = #1"));
    EXPECT_TRUE(has(sent(attr<&house::any> = path("hall")), "SET #0 = #1"));
    EXPECT_TRUE(has(sent(set(path("exact"), path("price"))), "SET #0 = #1"));
    EXPECT_TRUE(
        has(sent(attr<&house::rooms> = list_append(attr<&house::rooms>, attr<&house::rooms>)), "list_app"));
    // An optional may be stored as NULL by other programs.
    auto const body = sent(attr<&house::owner> = attr<&house::note>);
    EXPECT_TRUE(has(body, R"j("ConditionExpression":"attribute_exists(#2) AND NOT attribute_type(#1, :0)")j"))
        << body;
    world.server->expect("UpdateItem")
        .reply(400,
            R"({"__type":"x#ConditionalCheckFailedException","Item":{"id":{"S":"a"},"note":{"NULL":true}}})");
    auto const details =
        refusal_of([&] { return houses.update_record("a", attr<&house::owner> = attr<&house::note>); });
    EXPECT_EQ(details.code, store_errc::does_not_fit);
    EXPECT_EQ(details.attribute, "owner");
    EXPECT_EQ(details.reason, "note is NULL");
}

TEST_F(update_checks, in_checked_text_and_transactions)
{
    EXPECT_EQ(refused(update_text<house, "REMOVE owner">()), "owner: cannot be removed: the struct needs it");
    world.run(
        [&]() -> asio::awaitable<void>
        {
            auto const action = houses.update("a", remove(path("owner")));
            store_errc seen{};
            try
            {
                co_await in_transaction(owner, action);
            }
            catch (store_error const& e)
            {
                seen = e.details().code;
            }
            EXPECT_EQ(seen, store_errc::bad_input);
        });
    EXPECT_TRUE(world.server->requests().empty());
}

TEST_F(update_checks, new_records_of_values_have_all_members)
{
    record_table<versioned_house> const& table = versioned;
    auto const missing = refusal_of(
        [&]() -> asio::awaitable<void>
        {
            (void)co_await table.create_record(attr<&versioned_house::id> = "a",
                attr<&versioned_house::owner> = std::optional<std::string>());
        });
    EXPECT_EQ(missing.code, store_errc::bad_input);
    EXPECT_EQ(missing.attribute, "owner");
    auto const wrong = refusal_of(
        [&]() -> asio::awaitable<void>
        {
            (void)co_await table.create_record(
                attr<&versioned_house::id> = "a", attr<&versioned_house::owner> = attribute_value(5));
        });
    EXPECT_EQ(wrong.code, store_errc::bad_input);
    EXPECT_EQ(wrong.attribute, "owner");
    EXPECT_TRUE(world.server->requests().empty());
}

TEST_F(update_checks, texts_in_conditions_are_allowed_values)
{
    std::vector<condition> const wrong{attr<&house::kind> == "hut", path("kind") != "hut",
        "hut" == attr<&house::kind>, in(attr<&house::kind>, {"HUT", "hut"}), path("feel") == "FURIOUS",
        contains(path("seen"), "FURIOUS"), path("moods.ann") == "FURIOUS", !(path("was") == "FURIOUS"),
        attr<&house::owner> == "hut" && (size(attr<&house::owner>) < 3 || attr<&house::kind> == "hut"),
        between(attr<&house::floors>, 1, 2) && begins_with(path("owner"), "x") && attr<&house::kind> == "hut",
        condition_text<house, "attribute_exists(note) AND kind = :k">(bind<":k">("hut"))};
    for (auto const& each : wrong)
    {
        auto const refusal = refused(attr<&house::owner> = "x", write_options().only_if(each));
        EXPECT_TRUE(has(refusal, "hut") || has(refusal, "FURIOUS")) << refusal;
        for (auto const& begin : {0, 1, 2, 3, 4})
        {
            auto const details = refusal_of(
                [&]() -> asio::awaitable<void>
                {
                    house record;
                    record.id = "a";
                    record.kind = "HUT";
                    auto const options = write_options().only_if(each);
                    if (begin == 0)
                        co_await houses.put_record(record, options);
                    else if (begin == 1)
                        co_await houses.delete_record("a", options);
                    else if (begin == 2)
                        (void)co_await houses.take_record("a", options);
                    else if (begin == 3)
                        co_await in_transaction(owner, houses.check("a", each));
                    else
                    {
                        auto stream = houses.scan(stream_options().filter(each));
                        (void)co_await stream.next();
                    }
                });
            EXPECT_EQ(details.code, store_errc::bad_input) << begin;
        }
    }
    EXPECT_TRUE(world.server->requests().empty());

    std::vector<condition> const right{attr<&house::kind> == "HUT", path("nope") == "x",
        attr<&house::kind> < "hut", begins_with(path("kind"), "h"), size(path("kind")) == 3,
        contains(path("seen"), "WILD"), path("any") == "x", path("owner") == "hut",
        has_type(path("feel"), attribute_type::s)};
    for (auto const& each : right)
        EXPECT_FALSE(sent(attr<&house::owner> = "x", write_options().only_if(each)).empty());
}

TEST_F(update_checks, find_by_knows_the_allowed_values)
{
    for (bool const lenient : {false, true})
    {
        record_table_options options;
        options.keep_unknown_categories = lenient;
        record_table<house> const table(owner, "houses", options);
        if (lenient)
            world.server->expect("DescribeTable").reply(400, R"({"__type":"x#AccessDeniedException"})");
        std::optional<store_error> seen;
        world.run(
            [&]() -> asio::awaitable<void>
            {
                try
                {
                    auto found = table.find_by<&house::kind>("hut");
                    (void)co_await found.next();
                }
                catch (store_error const& e)
                {
                    seen = e;
                }
                catch (service_error const& e)
                {
                    EXPECT_EQ(e.code(), errc::access_denied);
                }
            });
        EXPECT_EQ(seen.has_value(), !lenient);
        if (seen)
        {
            EXPECT_EQ(seen->code(), store_errc::bad_input);
            EXPECT_EQ(seen->details().attribute, "kind");
        }
    }
}

} // namespace
} // namespace dynasio::tests
