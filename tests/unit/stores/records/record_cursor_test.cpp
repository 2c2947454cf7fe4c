// SPDX-License-Identifier: BSL-1.0
//
// Cursors of streams: they go on behind each record, whatever index was read, and no other text reaches the service.

#include "record_reads.hpp"
#include "stores/cursor_text.hpp"

namespace {

struct note
{
    std::string user;
    std::string title;
};
BOOST_DESCRIBE_STRUCT(note, (), (user, title))

} // namespace

template <>
struct dynasio::record_definition<note> : dynasio::record_key<&note::user, &note::title>
{};

namespace dynasio::tests {
namespace {

struct record_cursors : record_reads
{
    [[nodiscard]] std::string cursor_with(
        std::string_view content, std::string_view scope = "scan\nt\n") const
    {
        return stores::write_cursor(options.cursor_keys, scope, content);
    }
    void expect_refused(record_stream<session> stream) { EXPECT_EQ(refused(stream).attribute, "cursor"); }
};

stream_options after(std::string cursor)
{
    return stream_options().after(std::move(cursor));
}

stream_options of_index(std::string name)
{
    return stream_options().index(std::move(name));
}

TEST_F(record_cursors, that_are_none_are_refused_before_any_request)
{
    std::vector<std::string> cursors{"", "x", "%%%", "e30", "AAAAAAAAAAAAAAA"};
    for (auto const* content : {"", "x", "{}", "[]", "null", R"({"Parts":[]})", R"({"Parts":[{},{}]})",
             R"({"Parts":[{"Start":{}}]})", R"({"Parts":[{"Start":{"user":{"S":"u"}}}]})",
             R"({"Parts":[{"Start":{"number":{"N":"1"}}}]})",
             // of another type
             R"({"Parts":[{"Start":{"user":{"S":"u"},"number":{"S":"1"}}}]})",
             R"({"Parts":[{"Start":{"user":{"N":"1"},"number":{"N":"1"}}}]})",
             R"({"Parts":[{"Start":{"user":{"NULL":true},"number":{"N":"1"}}}]})",
             R"({"Parts":[{"Start":{"user":{"L":[]},"number":{"N":"1"}}}]})",
             R"({"Parts":[{"Start":{"user":{"S":"u"},"number":{"N":"x"}}}]})",
             // empty
             R"({"Parts":[{"Start":{"user":{"S":""},"number":{"N":"1"}}}]})",
             // more than a position
             R"({"Parts":[{"Start":{"user":{"S":"u"},"number":{"N":"1"},"stamp":{"N":"1"}}}]})",
             R"({"Parts":[{"Start":{"user":{"S":"u"},"number":{"N":"1"}},"Done":true}]})",
             R"({"Parts":[{"Start":{"user":{"S":"u"},"number":{"N":"1"}},"Done":false}]})",
             R"({"Parts":[{"Start":{"user":{"S":"u"},"number":{"N":"1"}},"More":1}]})",
             R"({"Parts":[{"Start":{"user":{"S":"u"},"number":{"N":"1"}}}],"More":1})",
             R"({"Parts":[{"Start":{"user":{"S":"u"},"user":{"S":"v"},"number":{"N":"1"}}}]})",
             R"({"Parts":[{"Start":{"user":{"S":"u"},"number":{"N":"1"}}}]} )",
             R"({"Parts":[{"Start":{"user":{"S":"u"},"number":{"N":"1"}}}]}x)"})
        cursors.push_back(cursor_with(content));
    cursors.push_back(cursor_with(
        R"({"Parts":[{"Start":{"user":{"S":")" + std::string(2049, 'u') + R"("},"number":{"N":"1"}}}]})"));
    auto const good = cursor_with(R"({"Parts":[{"Start":{"user":{"S":"u"},"number":{"N":"1"}}}]})");
    for (std::size_t size = 0; size < good.size(); ++size)
        cursors.push_back(good.substr(0, size));
    for (auto const& cursor : cursors)
    {
        SCOPED_TRACE(stores::from_url_text(cursor).value_or(cursor));
        expect_refused(table().scan(after(cursor)));
    }
    EXPECT_TRUE(world.server->requests().empty());

    expect("Scan", page({}));
    EXPECT_EQ(numbers(table().scan(after(good))), std::vector<int>());
    EXPECT_EQ(last_start(), R"({"user":{"S":"u"},"number":{"N":"1"}})");
}

TEST_F(record_cursors, hold_keys_of_the_sizes_that_keys_can_have)
{
    record_table<note> const notes(owner, "t");
    auto const at = [&](std::size_t user, std::size_t title)
    {
        return notes.scan(after(cursor_with(R"({"Parts":[{"Start":{"user":{"S":")" + std::string(user, 'u')
            + R"("},"title":{"S":")" + std::string(title, 't') + R"("}}}]})")));
    };
    for (auto const& [user, title] : {std::pair(2049, 1024), std::pair(2048, 1025), std::pair(1, 0)})
        EXPECT_EQ(
            refused(at(static_cast<std::size_t>(user), static_cast<std::size_t>(title))).attribute, "cursor");
    EXPECT_TRUE(world.server->requests().empty());
    expect("Scan", page({}));
    world.run(
        [&]() -> boost::asio::awaitable<void>
        {
            auto stream = at(2048, 1024);
            auto const found = co_await stream.next();
            EXPECT_FALSE(found.has_value());
        });
}

TEST_F(record_cursors, of_another_stream_are_refused_before_any_request)
{
    for (auto const* key : {"", "kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk"})
    {
        options.cursor_keys.clear();
        if (*key)
            options.cursor_keys.emplace_back(key);
        auto scan = table().scan();
        auto query = table().query(of_user());
        auto parts = table().scan(stream_options().segments(2));
        auto const before = world.server->requests().size();
        expect("Scan", page({stored(1), stored(2)}));
        skip(scan, 1);
        expect("Query", page({stored(1), stored(2)}));
        skip(query, 1);
        auto const others = key_condition(dynasio::key(attr<&session::user> == "v"));
        expect_refused(table().query(of_user(), after(*scan.cursor())));
        expect_refused(table().scan(after(*query.cursor())));
        expect_refused(table().query(others, after(*query.cursor())));
        expect_refused(table().query(of_device(), of_index("device").after(*query.cursor())));
        expect_refused(table().scan(stream_options().segments(2).after(*scan.cursor())));
        expect_refused(table().scan(after(*parts.cursor())));
        record_table<session> const other_table(owner, "t2", options);
        expect_refused(other_table.scan(after(*scan.cursor())));
        auto const exact = of_user() && attr<&session::number> == 2;
        expect_refused(table().query(exact, after(*query.cursor())));
        EXPECT_EQ(world.server->requests().size(), before + 2);
        expect("Query", page({}));
        EXPECT_EQ(numbers(table().query(of_user(), after(*query.cursor()).descending())), std::vector<int>());
        EXPECT_EQ(last_start(), R"({"user":{"S":"u"},"number":{"N":"1"}})");
    }
}

TEST_F(record_cursors, of_an_index_are_checked_against_its_keys)
{
    auto const scope = "query\nt\nstamps";
    for (auto const* content :
        {
            R"({"Parts":[{"Start":{"user":{"S":"u"},"number":{"N":"1"},"device":{"S":"d"}}}]})",
            R"({"Parts":[{"Start":{"user":{"S":"u"},"number":{"N":"1"},"device":{"S":"d"},"stamp":{"S":"5"}}}]})",
            R"({"Parts":[{"Start":{"user":{"S":"u"},"number":{"N":"1"},"device":{"S":"d"},"stamp":{"N":"5"},"x":{"N":"1"}}}]})",
        })
    {
        auto const cursor = cursor_with(content, scope);
        SCOPED_TRACE(content);
        // An index that was not described before needs that first; the query is not sent.
        auto const fresh = table();
        expect_description();
        expect_refused(fresh.query(of_device(), of_index("stamps").after(cursor)));
        EXPECT_EQ(world.server->report(), "");
        // Then it is known.
        expect_refused(fresh.query(of_device(), of_index("stamps").after(cursor)));
    }
    // What can be seen without is not asked for.
    auto const requests = world.server->requests().size();
    for (auto const* content :
        {R"({"Parts":[{"Start":{"user":{"S":"u"},"device":{"S":"d"},"stamp":{"N":"5"}}}]})",
            R"({"Parts":[{"Start":{"user":{"S":"u"},"number":{"N":"1"},"device":{"S":"e"},"stamp":{"N":"5"}}}]})"})
        expect_refused(table().query(of_device(), of_index("stamps").after(cursor_with(content, scope))));
    EXPECT_EQ(world.server->requests().size(), requests);

    auto const good = cursor_with(
        R"({"Parts":[{"Start":{"user":{"S":"u"},"number":{"N":"1"},"device":{"S":"d"},"stamp":{"N":"5"}}}]})",
        scope);
    expect_description();
    expect("Query", page({stored(2)}));
    EXPECT_EQ(numbers(table().query(of_device(), of_index("stamps").after(good))), std::vector<int>{2});
}

TEST_F(record_cursors, go_on_behind_each_record_of_an_index_whose_key_the_struct_lacks)
{
    std::string const position =
        R"({"user":{"S":"u"},"number":{"N":"3"},"device":{"S":"d"},"stamp":{"N":"35"}})";
    for (bool const ahead : {false, true})
        for (int count = 1; count <= 3; ++count)
        {
            auto const sessions = table();
            auto const how = of_index("stamps").read_ahead(ahead);
            auto stream = sessions.query(of_device(), how);
            expect_description();
            expect("Query", page({stored(1), stored(2), stored(3)}, position));
            if (ahead)
                expect("Query", page({}));
            skip(stream, count);
            auto const cursor = stream.cursor();
            ASSERT_TRUE(cursor.has_value());
            expect("Query", page({}));
            EXPECT_EQ(
                numbers(sessions.query(of_device(), of_index("stamps").after(*cursor))), std::vector<int>());
            auto const digit = std::to_string(count);
            EXPECT_EQ(last_start(),
                R"({"user":{"S":"u"},"number":{"N":")" + digit + R"("},"device":{"S":"d"},"stamp":{"N":")"
                    + digit + R"(5"}})");
        }
}

TEST_F(record_cursors, go_on_behind_records_of_which_others_were_skipped)
{
    auto const past = stored(2, R"(,"device":{"S":"d"},"expires_at":{"N":"1699999999"})");
    auto const malformed = stored(1, R"(,"device":{"N":"1"})");
    auto const read = stream_options(read_options().skip_bad_items().skip_expired()).index("stamps");
    auto const sessions = table();
    auto stream = sessions.query(of_device(), read);
    expect_description();
    expect("Query", page({malformed, past, stored(3), past, malformed, stored(4), stored(5), past}));
    skip(stream, 2);
    auto cursor = stream.cursor();
    ASSERT_TRUE(cursor.has_value());
    auto rest = sessions.query(of_device(), stream_options(read).after(*cursor));
    expect("Query", page({stored(5)}));
    EXPECT_EQ(numbers(rest), std::vector<int>{5});
    EXPECT_EQ(last_start(), R"({"user":{"S":"u"},"number":{"N":"4"},"device":{"S":"d"},"stamp":{"N":"45"}})");
}

TEST_F(record_cursors, of_an_index_with_keys_only_hold_them)
{
    auto const sessions = table();
    auto stream = sessions.query(of_device(), of_index("stamps"));
    expect_description(R"("ProjectionType":"KEYS_ONLY")");
    expect("Query", page({stored(1), stored(2), stored(3)}));
    expect("BatchGetItem", R"({"Responses":{"t":[)" + stored(3) + ',' + stored(1) + "]}}"); // 2 is gone
    skip(stream, 1);
    auto const cursor = stream.cursor();
    ASSERT_TRUE(cursor.has_value());
    expect("Query", page({}));
    EXPECT_EQ(numbers(sessions.query(of_device(), of_index("stamps").after(*cursor))), std::vector<int>());
    EXPECT_EQ(last_start(), R"({"user":{"S":"u"},"number":{"N":"1"},"device":{"S":"d"},"stamp":{"N":"15"}})");
    EXPECT_EQ(numbers(stream), std::vector<int>{3});
}

TEST_F(record_cursors, that_are_sealed_show_nothing_and_go_on)
{
    options.cursor_keys.emplace_back(std::string(32, 'a'));
    auto stream = table().query(of_user());
    expect("Query", page({stored(1), stored(2)}));
    skip(stream, 1);
    auto cursor = stream.cursor().value();
    EXPECT_EQ(stores::from_url_text(cursor)->find("number"), std::string::npos);
    options.cursor_keys.emplace(options.cursor_keys.begin(), std::string(32, 'b'));
    expect("Query", page({stored(2)}));
    EXPECT_EQ(numbers(table().query(of_user(), after(cursor))), std::vector<int>{2});
    auto const requests = world.server->requests().size();
    for (std::size_t i = 0; i < cursor.size(); ++i)
    {
        auto changed = cursor;
        changed[i] = changed[i] == 'x' ? 'y' : 'x';
        expect_refused(table().query(of_user(), after(changed)));
    }
    options.cursor_keys.pop_back();
    expect_refused(table().query(of_user(), after(cursor)));
    options.cursor_keys.clear();
    expect_refused(table().query(of_user(), after(cursor)));
    EXPECT_EQ(world.server->requests().size(), requests);
}

TEST_F(record_cursors, keys_are_checked_when_the_table_is_made)
{
    options.cursor_keys.emplace_back("too short");
    EXPECT_THROW((void)table(), std::invalid_argument);
}

} // namespace
} // namespace dynasio::tests
