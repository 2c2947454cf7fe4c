// SPDX-License-Identifier: BSL-1.0
//
// Operations of the stores that are interrupted at each of their steps.

#include "support/stepped_operation.hpp"

#include <dynasio/stores/record_table.hpp>
#include <dynasio/stores/spec_store.hpp>

#include <boost/asio/error.hpp>
#include <boost/describe/class.hpp>

#include <gtest/gtest.h>

#include <array>
#include <iterator>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace {

struct entry
{
    int id = 0;
};
BOOST_DESCRIBE_STRUCT(entry, (), (id))

} // namespace

template <>
struct dynasio::record_definition<entry> : dynasio::record_key<&entry::id>
{};

namespace dynasio::tests {
namespace {

namespace asio = boost::asio;

/// What a store operation ended with.
struct failed_operation
{
    boost::system::error_code code;
    std::optional<error> details; ///< empty when it ended with an error that has no verdict
};

failed_operation read_failure(std::exception_ptr failure)
{
    try
    {
        std::rethrow_exception(failure);
    }
    catch (operation_error const& e)
    {
        return {e.code(), e.error()};
    }
    catch (boost::system::system_error const& e)
    {
        return {e.code(), std::nullopt};
    }
}

/// Reads a table of four segments with three pages each, of two records each.
class stepped_scan final : public stepped_operation
{
public:
    static constexpr int segments = 4;
    static constexpr int pages = 3;

    stepped_scan()
        : stepped_operation([this](http::request const& r) { return respond(r.body); }, 2),
          table_(std::in_place, *owner, "t"),
          stream_(table_->scan(stream_options().segments(segments)))
    {}

    asio::awaitable<void> run() override { return read_all(); }

    [[nodiscard]] bool is_one_operation() const override { return false; }

    void check(bool interrupted) override
    {
        if (failure)
        {
            EXPECT_TRUE(interrupted);
            EXPECT_EQ(read_failure(failure).code, asio::error::operation_aborted);
        }
        if (owner)
        {
            read_the_rest();
            EXPECT_FALSE(failure) << "the stream cannot be read on";
            EXPECT_EQ(seen_.size(), std::size_t{segments * pages * 2});
            EXPECT_EQ(given_, seen_.size()) << "a record was given out twice";
        }
        stream_.reset(); // gives up what it fetches ahead
    }

    void destroy_client() override
    {
        table_.reset();
        owner.reset();
    }

private:
    asio::awaitable<void> read_all()
    {
        for (;;)
        {
            auto const one = co_await stream_->next();
            if (!one)
                co_return;
            seen_.insert(one->id);
            ++given_;
        }
    }

    /// A cancelled stream stands where it was.
    void read_the_rest()
    {
        failure = nullptr;
        world.run([this] { return read_all(); });
    }

    http::send_result respond(std::string const& body)
    {
        if (server->received() == 3)
            return respond_with(400, R"({"__type":"x#ThrottlingException","message":"slow"})");
        auto const after = [&](std::string const& text)
        { return body.substr(body.find(text) + text.size()); };
        int const segment = std::stoi(after(R"("Segment":)"));
        int first = segment * 100;
        if (std::string const start = R"("ExclusiveStartKey":{"id":{"N":")"; body.find(start) != body.npos)
            first = std::stoi(after(start)) + 1;
        auto const record = [](int id) { return R"({"id":{"N":")" + std::to_string(id) + R"("}})"; };
        auto page = R"({"Items":[)" + record(first) + ',' + record(first + 1) + ']';
        if (first + 2 < segment * 100 + 2 * pages)
            page += R"(,"LastEvaluatedKey":)" + record(first + 1);
        return respond_with(200, page + '}');
    }

    std::optional<record_table<entry>> table_;
    std::optional<record_stream<entry>> stream_;
    std::set<int> seen_;
    std::size_t given_ = 0;
};

/// Saves a spec: a conflict of transactions, a second that is taken, a fault of the server, then success.
class stepped_save final : public stepped_operation
{
public:
    stepped_save()
        : stepped_operation([this](http::request const&) { return respond(); }, 3),
          store_(std::in_place, *owner)
    {}

    asio::awaitable<void> run() override
    {
        spec orders;
        orders.name = "orders";
        orders.version = "1";
        return keep(store_->create_or_update("u", orders));
    }

    void check(bool interrupted) override
    {
        if (!failure)
        {
            EXPECT_TRUE(saved_);
            EXPECT_EQ(server->delivered(), 4u);
            return;
        }
        EXPECT_TRUE(interrupted);
        auto const seen = read_failure(failure);
        EXPECT_EQ(seen.code, asio::error::operation_aborted);
        ASSERT_TRUE(seen.details) << "ended with an exception that has no verdict";
        // The third request is the first that may have been applied; none before its response is lost is certain.
        bool const uncertain = server->received() > server->delivered() || server->delivered() >= 3;
        if (uncertain)
        {
            EXPECT_TRUE(seen.details->may_have_been_applied());
        }
        else if (server->begun() == server->delivered())
        {
            EXPECT_FALSE(seen.details->may_have_been_applied());
        }
    }

    void destroy_client() override
    {
        store_.reset();
        owner.reset();
    }

private:
    asio::awaitable<void> keep(asio::awaitable<spec_info> save)
    {
        auto const info = co_await std::move(save);
        saved_ = info.version == "1";
    }

    http::send_result respond() const
    {
        static constexpr std::array<char const*, 2> reasons{
            R"({"Code":"TransactionConflict"},{"Code":"None"})",
            R"({"Code":"ConditionalCheckFailed"},{"Code":"None"})"};
        auto const number = server->received() - 1;
        if (number < reasons.size())
            return respond_with(400,
                R"({"__type":"x#TransactionCanceledException","CancellationReasons":[)"
                    + std::string(reasons[number]) + "]}");
        if (number == 2)
            return respond_with(500, R"({"__type":"x#InternalServerError","message":"oops"})");
        return respond_with(200, "{}");
    }

    std::optional<spec_store> store_;
    bool saved_ = false;
};

/// Writes a batch of records to a server that leaves one of each request, and throttles every second request.
class stepped_puts final : public stepped_operation
{
public:
    stepped_puts()
        : stepped_operation([this](http::request const& r) { return respond(r.body); }, 1),
          table_(std::in_place, *owner, "t")
    {}

    asio::awaitable<void> run() override
    {
        std::vector<entry> records(30);
        for (int i = 0; i < 30; ++i)
            records[static_cast<std::size_t>(i)].id = i;
        return table_->put_many(records);
    }

    void check(bool interrupted) override
    {
        if (!failure)
        {
            EXPECT_EQ(written_.size(), 30u);
            return;
        }
        EXPECT_TRUE(interrupted);
        auto const seen = read_failure(failure);
        EXPECT_EQ(seen.code, asio::error::operation_aborted);
        ASSERT_TRUE(seen.details) << "ended with an exception that has no verdict";
        if (!written_.empty())
        {
            EXPECT_TRUE(seen.details->may_have_been_applied());
        }
        else if (server->begun() == server->delivered())
        {
            EXPECT_FALSE(seen.details->may_have_been_applied());
        }
    }

    void destroy_client() override
    {
        table_.reset();
        owner.reset();
    }

private:
    http::send_result respond(std::string const& body)
    {
        if (server->received() % 2 == 1)
            return respond_with(400, R"({"__type":"x#ThrottlingException","message":"slow"})");
        std::set<int> sent;
        std::string const before = R"("id":{"N":")";
        for (auto at = body.find(before); at != body.npos; at = body.find(before, at + 1))
            sent.insert(std::stoi(body.substr(at + before.size())));
        if (sent.size() == 1)
        {
            written_.insert(sent.begin(), sent.end());
            return respond_with(200, "{}");
        }
        auto const left = std::to_string(*sent.rbegin());
        sent.erase(std::prev(sent.end()));
        written_.insert(sent.begin(), sent.end());
        return respond_with(
            200, R"({"UnprocessedItems":{"t":[{"PutRequest":{"Item":{"id":{"N":")" + left + R"("}}}}]}})");
    }

    std::optional<record_table<entry>> table_;
    std::set<int> written_;
};

/// Creates a record exactly once: a conflict, a fault of the server, a conflict while the fault leaves it open, then success.
class stepped_create final : public stepped_operation
{
public:
    stepped_create()
        : stepped_operation([this](http::request const&) { return respond(); }, 3),
          table_(std::in_place, *owner, "t")
    {}

    asio::awaitable<void> run() override
    {
        entry const record;
        return table_->create_record(record, call_options().resend(resend::exactly_once));
    }

    void check(bool interrupted) override
    {
        if (!failure)
        {
            EXPECT_EQ(server->delivered(), 4u);
            return;
        }
        EXPECT_TRUE(interrupted);
        auto const seen = read_failure(failure);
        EXPECT_EQ(seen.code, asio::error::operation_aborted);
        ASSERT_TRUE(seen.details) << "ended with an exception that has no verdict";
        bool const uncertain = server->received() > server->delivered() || server->delivered() >= 2;
        if (uncertain)
        {
            EXPECT_TRUE(seen.details->may_have_been_applied());
        }
        else if (server->begun() == server->delivered())
        {
            EXPECT_FALSE(seen.details->may_have_been_applied());
        }
    }

    void destroy_client() override
    {
        table_.reset();
        owner.reset();
    }

private:
    http::send_result respond() const
    {
        if (server->received() == 2)
            return respond_with(500, R"({"__type":"x#InternalServerError","message":"oops"})");
        if (server->received() == 4)
            return respond_with(200, "{}");
        return respond_with(400,
            R"({"__type":"x#TransactionCanceledException","CancellationReasons":[{"Code":"TransactionConflict"}]})");
    }

    std::optional<record_table<entry>> table_;
};

class interrupted : public ::testing::TestWithParam<interruption>
{};

TEST_P(interrupted, scan_loses_no_record)
{
    interrupt_at_every_step([] { return std::make_unique<stepped_scan>(); }, GetParam(), 20);
}

TEST_P(interrupted, save_says_what_is_known_of_its_write)
{
    interrupt_at_every_step([] { return std::make_unique<stepped_save>(); }, GetParam(), 8);
}

TEST_P(interrupted, puts_say_that_some_were_written)
{
    interrupt_at_every_step([] { return std::make_unique<stepped_puts>(); }, GetParam(), 10);
}

TEST_P(interrupted, create_says_what_is_known_of_its_write)
{
    interrupt_at_every_step([] { return std::make_unique<stepped_create>(); }, GetParam(), 8);
}

INSTANTIATE_TEST_SUITE_P(how, interrupted,
    ::testing::Values(interruption::cancel, interruption::cancel_client, interruption::destroy_client,
        interruption::destroy_context));

} // namespace
} // namespace dynasio::tests
