// SPDX-License-Identifier: BSL-1.0
//
// Key conditions and filters that the service would refuse are refused before, by name.

#include "record_reads.hpp"
#include "stores/records/query_key.hpp"

#include <dynasio/expressions.hpp>

namespace dynasio::tests {
namespace {

namespace records = stores::records;

struct query_keys : record_reads
{
    store_error_details refused_key(key_condition which)
    {
        return refused(table().query(std::move(which), stream_options().index("stamps")));
    }
};

TEST(key_problem, is_a_type_or_a_size)
{
    using records::key_problem;
    EXPECT_EQ(key_problem("x", 'S', 1), "");
    EXPECT_EQ(key_problem(7, 'N', 1), "");
    EXPECT_EQ(key_problem(binary(1), 'B', 1), "");
    for (auto const& value : {attribute_value("x"), attribute_value(7), attribute_value(binary(1))})
        EXPECT_EQ(key_problem(value, 0, 1), "");
    EXPECT_EQ(key_problem("", 'S', 1), "is empty; a key must not be");
    EXPECT_EQ(key_problem(binary(), 0, 1), "is empty; a key must not be");
    EXPECT_EQ(key_problem("xy", 'S', 1), "is 2 bytes long; the maximum for a key is 1");
    EXPECT_EQ(key_problem("x", 'N', 1), "is of type S; the key is of type N");
    EXPECT_EQ(key_problem(true, 0, 1), "is of type BOOL; the key is of type S, N or B");
    EXPECT_EQ(key_problem(nullptr, 'S', 1), "is of type NULL; the key is of type S");
}

TEST_F(query_keys, that_are_compared_are_known)
{
    auto const self = records::make_record_table(owner, "t", records::record_type_of<session>, {});
    auto const equal = [&](key_condition const& which) { return records::checked_equalities(*self, which); };
    EXPECT_EQ(equal(of_user()), (item{{"user", "u"}}));
    EXPECT_EQ(equal(of_user() && attr<&session::number> == 2), (item{{"user", "u"}, {"number", 2}}));
    EXPECT_EQ(equal(of_user() && attr<&session::number> >= 2), (item{{"user", "u"}}));
    EXPECT_EQ(equal(of_user() && between(attr<&session::number>, 2, 3)), (item{{"user", "u"}}));
    EXPECT_EQ(equal(of_device() && begins_with(attr<&session::user>, "u")), (item{{"device", "d"}}));
    EXPECT_EQ(equal(key_condition_text<session, "number<=:n AND (user=:u)">(bind<":n">(1), bind<":u">("u"))),
        (item{{"user", "u"}}));
    EXPECT_EQ(equal(index_key_condition_text<session, "begins_with(user, :u) AND device = :d">(
                  bind<":u">("u"), bind<":d">("d"))),
        (item{{"device", "d"}}));
}

TEST_F(query_keys, of_filters_are_those_of_the_top)
{
    auto const names = [](condition const& what) { return records::attributes_of(what); };
    EXPECT_EQ(names({}), std::vector<std::string>());
    EXPECT_EQ(names(attr<&session::device> == "d"
                  && (exists(attr<&session::expires_at>) || attr<&session::device> < "e")),
        (std::vector<std::string>{"device", "expires_at"}));
    EXPECT_EQ(
        names(path("a.b[3].c") == 1 && size(path("d[0].e")) > 1u), (std::vector<std::string>{"a", "d"}));
}

TEST_F(query_keys, that_no_record_can_have_are_refused_before_any_request)
{
    struct wrong
    {
        key_condition which;
        char const* attribute;
    };
    attribute_value const null;
    std::vector<wrong> const all{
        {key(attr<&session::user> == ""), "user"},
        {key(attr<&session::user> == std::string(2049, 'x')), "user"},
        {key(attr<&session::device> == ""), "device"},
        {key(attr<&session::device> == null), "device"},
        {key(attr<&session::user> == attribute_value(5)), "user"},
        {key(attr<&session::user> == "u") && attr<&session::number> > attribute_value("5"), "number"},
        {key(attr<&session::device> == "d") && begins_with(attr<&session::user>, ""), "user"},
        {key(attr<&session::device> == "d") && between(attr<&session::user>, "a", ""), "user"},
    };
    for (auto const& [which, attribute] : all)
    {
        EXPECT_EQ(refused(table().query(which)).attribute, attribute);
        EXPECT_EQ(refused_key(which).attribute, attribute);
    }
    EXPECT_EQ(refused(table().find_by<&session::device>("")).attribute, "device");
    EXPECT_TRUE(world.server->requests().empty());
}

TEST_F(query_keys, of_a_sparse_index_are_optional_members)
{
    expect_description();
    expect("Query", page({stored(1)}));
    auto const sessions = table();
    EXPECT_EQ(numbers(sessions.find_by<&session::device>("d")), std::vector<int>{1});
    EXPECT_NE(world.server->requests().back().body.find(R"("IndexName":"device")"), std::string::npos);
    std::optional<std::string> const device = "d";
    expect("Query", page({stored(2)}));
    EXPECT_EQ(numbers(sessions.find_by<&session::device>(device)), std::vector<int>{2});
    EXPECT_EQ(refused_operation(
                  [&]() -> boost::asio::awaitable<void>
                  {
                      std::optional<std::string> const none;
                      auto stream = sessions.find_by<&session::device>(none);
                      co_await stream.next();
                  })
                  .attribute,
        "device");
}

TEST_F(query_keys, are_no_attributes_for_a_filter)
{
    auto const by_number = stream_options().filter(attr<&session::number> > 1);
    EXPECT_EQ(refused(table().query(of_user(), by_number)).attribute, "number");
    EXPECT_TRUE(world.server->requests().empty());
    auto const by_device = stream_options().filter(attr<&session::device> != "e").index("device");
    expect_description();
    EXPECT_EQ(refused(table().query(of_device(), by_device)).attribute, "device");
    // The keys of the table are attributes of an index.
    expect_description();
    expect("Query", page({stored(1)}));
    EXPECT_EQ(
        numbers(table().query(of_device(), stream_options(by_number).index("device"))), std::vector<int>{1});
    // A scan reads any.
    expect("Scan", page({stored(1)}));
    EXPECT_EQ(numbers(table().scan(by_number)), std::vector<int>{1});
}

TEST_F(query_keys, a_filter_needs_attributes_that_the_index_contains)
{
    auto const alive = stream_options().filter(exists(attr<&session::expires_at>));
    auto const keys_only = R"("ProjectionType":"KEYS_ONLY")";
    auto const included = R"("ProjectionType":"INCLUDE","NonKeyAttributes":["expires_at"])";
    auto const sessions = table();
    for (int i = 0; i < 2; ++i)
    {
        // What was known may have changed, so it is looked up again before something is refused.
        expect_description(keys_only);
        auto const details = refused(sessions.find_by<&session::device>("d", alive));
        EXPECT_EQ(details.attribute, "expires_at");
        EXPECT_NE(details.reason.find("index device does not contain it"), std::string::npos)
            << details.reason;
        EXPECT_EQ(world.server->report(), "");
    }
    expect_description(included);
    expect("Query", page({stored(1)}));
    EXPECT_EQ(numbers(sessions.find_by<&session::device>("d", alive)), std::vector<int>{1});
    expect("Query", page({stored(2)}));
    EXPECT_EQ(numbers(sessions.find_by<&session::device>("d", alive)), std::vector<int>{2});

    // A local index reads from the table what it lacks.
    auto const others = table();
    expect_description(keys_only);
    expect("Query", page({stored(1)}));
    expect("BatchGetItem", R"({"Responses":{"t":[)" + stored(1) + "]}}");
    EXPECT_EQ(numbers(others.query(of_user(), stream_options(alive).index("local"))), std::vector<int>{1});
}

TEST_F(query_keys, need_an_index_that_the_table_has)
{
    expect_description();
    EXPECT_EQ(refused(table().query(of_device(), stream_options().index("none"))).attribute, "none");
}

} // namespace
} // namespace dynasio::tests
