// SPDX-License-Identifier: BSL-1.0
//
// Streams of records: pages, cursors, reading ahead, parallel scans.

#include "record_fixture.hpp"

#include <dynasio/operations/put_item.hpp>

#include <numeric>
#include <set>

namespace dynasio::tests {
namespace {

struct record_streams : record_cases
{
    /// 100 visits of one visitor in two cities, and some of another one.
    asio::awaitable<record_table<visit>> filled(record_world& w, std::size_t bytes = 10) const
    {
        auto const table = co_await opened<visit>(w, "visits");
        std::vector<visit> all;
        for (int i = 0; i < 100; ++i)
            all.push_back({"a", i, i % 2 ? "Rome" : "Oslo", std::string(bytes, 'x')});
        for (int i = 0; i < 7; ++i)
            all.push_back({"b", i, "Oslo", ""});
        co_await table.put_many(all);
        w.sent->clear();
        co_return table;
    }

    static key_condition of_a() { return key(attr<&visit::who> == "a"); }
};

std::vector<int> numbers(std::vector<visit> const& visits)
{
    std::vector<int> result;
    for (auto const& each : visits)
        result.push_back(each.number);
    return result;
}

TEST_F(record_streams, a_query_gives_one_partition_in_order)
{
    run_records(
        [this](record_world& w) -> asio::awaitable<void>
        {
            auto const visits = co_await filled(w);
            auto all = co_await all_of(visits.query(of_a()));
            CO_ASSERT_EQ(all.size(), 100u);
            for (int i = 0; i < 100; ++i)
                EXPECT_EQ(all[static_cast<std::size_t>(i)].number, i);

            auto const last = key(attr<&visit::who> == "a") && between(attr<&visit::number>, 10, 19);
            auto const options = stream_options().descending().filter(attr<&visit::city> == "Rome").limit(3);
            all = co_await all_of(visits.query(last, options));
            EXPECT_EQ(numbers(all), (std::vector<int>{19, 17, 15}));
            co_await failure(
                all_of(visits.query(last, stream_options().page_size(0))), store_errc::bad_input);
            co_await failure(all_of(visits.query(last, stream_options().segments(2))), store_errc::bad_input);
        });
}

TEST_F(record_streams, pages_over_a_megabyte_are_followed)
{
    run_records(
        [this](record_world& w) -> asio::awaitable<void>
        {
            auto const visits = co_await filled(w, 30'000);
            auto const all = co_await all_of(visits.query(of_a()));
            EXPECT_EQ(all.size(), 100u);
            EXPECT_GE(w.count("Query"), 3u);
        });
}

TEST_F(record_streams, next_page_gives_the_rest_of_a_page)
{
    run_records(
        [this](record_world& w) -> asio::awaitable<void>
        {
            auto const visits = co_await filled(w);
            auto stream = visits.query(of_a(), stream_options().page_size(10).limit(25));
            auto const first = co_await stream.next();
            EXPECT_EQ(first->number, 0);
            auto page = co_await stream.next_page();
            EXPECT_EQ(page->size(), 9u);
            page = co_await stream.next_page();
            EXPECT_EQ(page->size(), 10u);
            page = co_await stream.next_page();
            EXPECT_EQ(page->size(), 5u);
            page = co_await stream.next_page();
            EXPECT_FALSE(page.has_value());
            EXPECT_EQ(w.count("Query"), 3u);

            // A page without records is not the end.
            co_await visits.update_record({"a", 55}, attr<&visit::city> = "Bonn");
            auto filtered =
                visits.query(of_a(), stream_options().page_size(10).filter(attr<&visit::city> == "Bonn"));
            page = co_await filtered.next_page();
            CO_ASSERT_TRUE(page.has_value());
            EXPECT_TRUE(page->empty());
            auto const found = co_await filtered.next();
            EXPECT_EQ(found->number, 55);
        });
}

TEST_F(record_streams, pages_use_the_memory_of_the_last_one_again)
{
    run_records(
        [this](record_world& w) -> asio::awaitable<void>
        {
            auto const visits = co_await filled(w, 100);
            // Longer than any page, and not of this table.
            std::vector<visit> page(12, visit{"z", -1, std::string(200, 'z'), std::string(200, 'z')});
            auto const* const memory = page.data();
            auto const* const letters = page[3].text.data();
            auto stream = visits.query(of_a(), stream_options().page_size(10).limit(25));
            std::vector<int> found;
            for (std::size_t const size : {10u, 10u, 5u})
            {
                bool const more = co_await stream.next_page(page);
                EXPECT_TRUE(more);
                CO_ASSERT_EQ(page.size(), size);
                for (auto const& each : page)
                {
                    EXPECT_EQ(each,
                        (visit{"a", each.number, each.number % 2 ? "Rome" : "Oslo", std::string(100, 'x')}));
                    found.push_back(each.number);
                }
                if (size == 10)
                {
                    EXPECT_EQ(page.data(), memory);
                    EXPECT_EQ(page[3].text.data(), letters);
                }
            }
            std::vector<int> expected(25);
            std::iota(expected.begin(), expected.end(), 0);
            EXPECT_EQ(found, expected);
            bool const more = co_await stream.next_page(page);
            EXPECT_FALSE(more);
            EXPECT_TRUE(page.empty());
        });
}

TEST_F(record_streams, pages_are_filled_again_in_every_way_of_reading)
{
    run_records(
        [this](record_world& w) -> asio::awaitable<void>
        {
            auto const visits = co_await filled(w);
            co_await visits.create_gsi<&visit::city>(index_options().sorted_by("number"));
            auto const number_of = [](visit const& each)
            { return each.number + (each.who == "b" ? 1000 : 0); };
            auto const options = stream_options().page_size(9);
            for (int kind = 0; kind < 4; ++kind)
            {
                auto const open = [&]
                {
                    auto const ahead = stream_options(options).read_ahead();
                    return kind == 0 ? visits.query(of_a(), ahead)
                        : kind == 1  ? visits.scan(stream_options(options).segments(3))
                        : kind == 2
                        ? visits.find_by<&visit::city>("Rome", ahead)
                        : visits.scan(stream_options(options).filter(attr<&visit::city> == "Oslo"));
                };
                std::set<int> expected;
                for (auto const& each : co_await all_of(open()))
                    expected.insert(number_of(each));
                EXPECT_GT(expected.size(), 40u);
                auto stream = open();
                // One by one between the pages, too.
                auto const first = co_await stream.next();
                std::set<int> found{number_of(*first)};
                std::size_t count = 1;
                std::vector<visit> page;
                while (co_await stream.next_page(page))
                    for (auto const& each : page)
                    {
                        found.insert(number_of(each));
                        ++count;
                    }
                EXPECT_EQ(found, expected) << kind;
                EXPECT_EQ(count, expected.size()) << kind;
            }
        });
}

TEST_F(record_streams, a_page_is_empty_after_an_error)
{
    run_records(
        [this](record_world& w) -> asio::awaitable<void>
        {
            auto const visits = co_await filled(w);
            auto const bad = item{{"who", "a"}, {"number", 15}, {"city", 1}};
            put_item_input put;
            put.table_name = visits.table_name();
            put.item = bad;
            co_await w.owner.put_item(put);
            std::vector<visit> page;
            auto stream = visits.query(of_a(), stream_options().page_size(10));
            co_await stream.next_page(page);
            EXPECT_EQ(page.size(), 10u);
            for (int again = 0; again < 2; ++again)
            {
                co_await failure(stream.next_page(page), store_errc::malformed_item);
                EXPECT_TRUE(page.empty());
            }
            auto const cursor = stream.cursor();
            auto rest = visits.query(
                of_a(), stream_options(read_options().skip_bad_items()).page_size(10).after(*cursor));
            page.assign(20, visit{"z", -1, "", ""});
            co_await rest.next_page(page);
            CO_ASSERT_EQ(page.size(), 9u);
            EXPECT_EQ(page.front().number, 10);
            EXPECT_EQ(page.back().number, 19);
        });
}

TEST_F(record_streams, a_cursor_goes_on_behind_each_record)
{
    run_records(
        [this](record_world& w) -> asio::awaitable<void>
        {
            auto const visits = co_await filled(w);
            auto const city = index_options().sorted_by("number");
            co_await visits.create_gsi<&visit::city>(city);
            auto const open_stream = [&](int kind, stream_options options)
            {
                options.page_size(7);
                if (kind == 0)
                    return visits.query(of_a(), options);
                if (kind == 1)
                    return visits.find_by<&visit::city>("Rome", options);
                return visits.scan(options);
            };
            for (int kind = 0; kind < 3; ++kind)
            {
                auto const whole = co_await all_of(open_stream(kind, {}));
                EXPECT_GT(whole.size(), 40u);
                std::vector<visit> found;
                stream_options options;
                for (;;)
                {
                    // A new stream for every few records, which end in the middle of pages and at their ends.
                    auto stream = open_stream(kind, options);
                    for (int n = 0; n < 5; ++n)
                        if (auto each = co_await stream.next())
                            found.push_back(*std::move(each));
                    auto const cursor = stream.cursor();
                    if (!cursor)
                        break;
                    EXPECT_EQ(cursor->find_first_of("+/= \""), std::string::npos);
                    options.after(*cursor);
                }
                EXPECT_EQ(found, whole) << kind;
            }
            for (auto const* wrong : {"", "x", "%%%", "e30", "eyJQYXJ0cyI6W3siU3RhcnQiOnt9fV19"})
                co_await failure(
                    all_of(visits.query(of_a(), stream_options().after(wrong))), store_errc::bad_input);
        });
}

TEST_F(record_streams, reading_ahead_asks_for_the_next_page_early)
{
    run_records(
        [this](record_world& w) -> asio::awaitable<void>
        {
            auto const visits = co_await filled(w);
            {
                auto stream = visits.query(of_a(), stream_options().page_size(10).read_ahead());
                auto const first = co_await stream.next();
                EXPECT_EQ(first->number, 0);
                // The second page is asked for while the first one is in use: a record of another table comes after it.
                for (int i = 0; i < 20 && w.count("Query") < 2; ++i)
                    co_await visits.get_record({"a", 1});
                EXPECT_EQ(w.count("Query"), 2u);
                auto const cursor = stream.cursor();
                auto const rest = co_await all_of(stream);
                EXPECT_EQ(rest.size(), 99u);
                EXPECT_FALSE(stream.cursor().has_value());
                auto const again = co_await all_of(visits.query(of_a(), stream_options().after(*cursor)));
                EXPECT_EQ(again.size(), 99u);
            }
            // Given up in the middle, with a page in flight.
            auto stream = visits.query(of_a(), stream_options().page_size(10).read_ahead());
            co_await stream.next();
        });
}

TEST_F(record_streams, a_failed_page_is_asked_for_again)
{
    run_records(
        [this](record_world& w) -> asio::awaitable<void>
        {
            auto const visits = co_await filled(w);
            for (bool const ahead : {false, true})
            {
                auto stream = visits.query(of_a(), stream_options().page_size(40).read_ahead(ahead));
                w.between->set(
                    [](http::request&,
                        interposed_transport::sender const&) -> asio::awaitable<http::send_result>
                    {
                        http::response denied;
                        denied.status = 400;
                        denied.body = R"({"__type":"com.amazon.coral.service#AccessDeniedException"})";
                        co_return http::send_result(std::move(denied));
                    });
                bool failed = false;
                try
                {
                    co_await stream.next();
                }
                catch (service_error const&)
                {
                    failed = true;
                }
                EXPECT_TRUE(failed);
                w.between->set({});
                auto const all = co_await all_of(stream);
                EXPECT_EQ(all.size(), 100u);
            }
        });
}

TEST_F(record_streams, a_scan_in_parts_finds_everything_once)
{
    run_records(
        [this](record_world& w) -> asio::awaitable<void>
        {
            auto const visits = co_await opened<visit>(w, "visits");
            std::vector<visit> all;
            for (int i = 0; i < 300; ++i)
                all.push_back({std::to_string(i), i, "Rome", ""});
            co_await visits.put_many(all);
            w.sent->clear();
            auto stream = visits.scan(stream_options().segments(4).page_size(10));
            std::set<int> found;
            std::optional<std::string> cursor;
            for (int n = 0; n < 133; ++n)
            {
                auto const each = co_await stream.next();
                CO_ASSERT_TRUE(each.has_value());
                EXPECT_TRUE(found.insert(each->number).second);
            }
            cursor = stream.cursor();
            CO_ASSERT_TRUE(cursor.has_value());
            // The rest by another stream.
            auto rest = visits.scan(stream_options().segments(4).page_size(50).after(*cursor));
            while (auto each = co_await rest.next())
                EXPECT_TRUE(found.insert(each->number).second);
            EXPECT_EQ(found.size(), 300u);
            EXPECT_NE(w.bodies("Scan").front().find(R"("TotalSegments":4)"), std::string::npos);
            co_await failure(
                all_of(visits.scan(stream_options().segments(3).after(*cursor))), store_errc::bad_input);
        });
}

TEST_F(record_streams, records_that_do_not_fit_can_be_left_out)
{
    run_records(
        [this](record_world& w) -> asio::awaitable<void>
        {
            auto const visits = co_await filled(w);
            item broken;
            broken.set("who", "a");
            broken.set("number", 50);
            co_await put(w.owner, visits.table_name(), broken);
            auto const details = co_await failure(all_of(visits.query(of_a())), store_errc::malformed_item);
            EXPECT_EQ(details.key, broken);
            EXPECT_EQ(details.attribute, "city");
            auto const others = co_await all_of(visits.query(of_a(), read_options().skip_bad_items()));
            EXPECT_EQ(others.size(), 99u);
        });
}

} // namespace
} // namespace dynasio::tests
