// SPDX-License-Identifier: BSL-1.0
//
// Indexes of optional members and of attributes that the struct does not have: made, queried, paged. And what a stream
// leaves out.

#include "record_fixture.hpp"

#include <map>
#include <set>

namespace dynasio::tests {
namespace {

/// A ticket whose holder and time need not be there.
struct ticket
{
    int id = 0;
    std::string kind;
    std::optional<std::string> holder;
    std::optional<std::int64_t> stamp;
    std::optional<std::chrono::sys_seconds> ends;
};
BOOST_DESCRIBE_STRUCT(ticket, (), (id, kind, holder, stamp, ends))

/// The same table in a program that knows neither.
struct plain_ticket
{
    int id = 0;
    std::string kind;
};
BOOST_DESCRIBE_STRUCT(plain_ticket, (), (id, kind))

} // namespace
} // namespace dynasio::tests

template <>
struct dynasio::record_definition<dynasio::tests::ticket> : dynasio::record_key<&dynasio::tests::ticket::id>
{
    static constexpr auto time_to_live = &dynasio::tests::ticket::ends;
};
template <>
struct dynasio::record_definition<dynasio::tests::plain_ticket>
    : dynasio::record_key<&dynasio::tests::plain_ticket::id>
{};

namespace dynasio::tests {
namespace {

struct record_sparse_indexes : record_cases
{
    static constexpr int count = 300;

    /// Every third ticket has no holder.
    asio::awaitable<record_table<ticket>> filled(record_world& w, index_options how) const
    {
        auto const tickets = co_await opened<ticket>(w, how.includes_all() ? "all-tickets" : "tickets");
        how.sorted_by("stamp");
        co_await tickets.create_gsi<&ticket::holder>(how);
        std::vector<ticket> all;
        for (int i = 0; i < count; ++i)
            all.push_back({i, i % 2 ? "odd" : "even",
                i % 3 ? std::optional<std::string>("Ann") : std::nullopt, 1000 - i, std::nullopt});
        co_await tickets.put_many(all);
        w.sent->clear();
        co_return tickets;
    }

    /// Reads by many streams, each of which goes on from the cursor of the one before, ten records each. How often each
    /// ticket was found.
    template <class T, class Open>
    static asio::awaitable<std::map<int, int>> read_in_rounds(Open open)
    {
        std::map<int, int> found;
        stream_options options;
        for (int rounds = 0; rounds < count; ++rounds)
        {
            record_stream<T> stream = open(options);
            for (int n = 0; n < 10; ++n)
                if (auto const each = co_await stream.next())
                    ++found[each->id];
            auto const cursor = stream.cursor();
            if (!cursor)
                break;
            options.after(*cursor);
        }
        co_return found;
    }

    static void expect_each_once(std::map<int, int> const& found)
    {
        EXPECT_EQ(found.size(), 200u);
        for (auto const& [id, times] : found)
        {
            EXPECT_NE(id % 3, 0) << id;
            EXPECT_EQ(times, 1) << id;
        }
    }
};

TEST_F(record_sparse_indexes, of_optional_members_are_made_queried_and_paged)
{
    for (bool const has_all : {false, true})
        run_records(
            [&](record_world& w) -> asio::awaitable<void>
            {
                auto const how = has_all ? index_options().all() : index_options();
                auto const tickets = co_await filled(w, how);
                co_await tickets.create_gsi<&ticket::holder>(
                    index_options(how).sorted_by("stamp")); // is there
                EXPECT_EQ(w.count("UpdateTable"), 0u);
                auto const options = stream_options().page_size(37);
                auto const all = co_await all_of(tickets.find_by<&ticket::holder>("Ann", options));
                CO_ASSERT_EQ(all.size(), 200u);
                EXPECT_EQ(all.front().id, 299);
                EXPECT_EQ(all.back().id, 1);
                auto const some = key(attr<&ticket::holder> == "Ann") && attr<&ticket::stamp> >= 900;
                auto const first = co_await all_of(tickets.query(some, stream_options().index("holder")));
                EXPECT_EQ(first.size(), 67u);
                auto const found = co_await read_in_rounds<ticket>([&](stream_options const& from)
                    { return tickets.find_by<&ticket::holder>("Ann", stream_options(from).page_size(37)); });
                expect_each_once(found);
                co_await failure(all_of(tickets.find_by<&ticket::holder>("")), store_errc::bad_input);
                std::optional<std::string> const nobody;
                co_await failure(all_of(tickets.find_by<&ticket::holder>(nobody)), store_errc::bad_input);

                // Without its holder a ticket leaves the index.
                co_await tickets.update_record(1, attr<&ticket::holder> = nobody);
                auto const left = co_await all_of(tickets.find_by<&ticket::holder>("Ann"));
                EXPECT_EQ(left.size(), 199u);
            });
}

TEST_F(record_sparse_indexes, whose_keys_the_struct_lacks_are_paged_as_well)
{
    for (bool const has_all : {false, true})
        run_records(
            [&](record_world& w) -> asio::awaitable<void>
            {
                auto const how = has_all ? index_options().all() : index_options().include({"kind"});
                auto const tickets = co_await filled(w, how);
                record_table_options lenient;
                lenient.unknown = unknown_attributes::ignore;
                lenient.cursor_keys.emplace_back(std::string(32, 'k'));
                record_table<plain_ticket> const plain(w.owner, tickets.table_name(), lenient);
                auto const of_ann = key(attr<&ticket::holder> == "Ann");
                for (std::int32_t const size : {7, 1000})
                {
                    auto const found = co_await read_in_rounds<plain_ticket>(
                        [&](stream_options const& from)
                        {
                            return plain.query(of_ann, stream_options(from).index("holder").page_size(size));
                        });
                    expect_each_once(found);
                }
            });
}

TEST_F(record_sparse_indexes, refuse_a_filter_on_what_they_do_not_contain)
{
    run_records(
        [this](record_world& w) -> asio::awaitable<void>
        {
            auto const tickets = co_await filled(w, index_options());
            auto const odd = stream_options().filter(attr<&ticket::kind> == "odd");
            auto const details =
                co_await failure(all_of(tickets.find_by<&ticket::holder>("Ann", odd)), store_errc::bad_input);
            EXPECT_EQ(details.attribute, "kind");
            EXPECT_NE(details.reason.find("index holder"), std::string::npos) << details.reason;
            EXPECT_EQ(w.count("Query"), 0u);
            auto const low = stream_options().filter(attr<&ticket::id> < 10);
            auto const found = co_await all_of(tickets.find_by<&ticket::holder>("Ann", low));
            EXPECT_EQ(found.size(), 6u);
        });
}

TEST_F(record_sparse_indexes, streams_leave_out_expired_records)
{
    run_records(
        [this](record_world& w) -> asio::awaitable<void>
        {
            auto const tickets = co_await filled(w, index_options());
            auto const now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
            for (int const id : {1, 2, 298})
                co_await tickets.update_record(
                    id, attr<&ticket::ends> = now + std::chrono::hours(id == 2 ? 1 : -1));
            auto const alive = read_options().skip_expired();
            auto const gone = co_await tickets.get_record(1, alive);
            EXPECT_FALSE(gone.has_value());
            auto const there = co_await tickets.get_record(2, alive);
            EXPECT_TRUE(there.has_value());
            std::vector<table_key<ticket>> const keys{298, 2, 1, 3};
            auto const some = co_await tickets.get_many(keys, alive);
            CO_ASSERT_EQ(some.size(), 2u);
            EXPECT_EQ(some[0].id, 2);
            EXPECT_EQ(some[1].id, 3);
            auto const all = co_await all_of(tickets.scan(stream_options(alive).segments(3).page_size(20)));
            EXPECT_EQ(all.size(), 298u);
            auto const found =
                co_await all_of(tickets.find_by<&ticket::holder>("Ann", stream_options(alive).limit(150)));
            CO_ASSERT_EQ(found.size(), 150u);
            EXPECT_EQ(found[0].id, 299);
            EXPECT_EQ(found[1].id, 296);
        });
}

} // namespace
} // namespace dynasio::tests
