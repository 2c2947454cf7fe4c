// SPDX-License-Identifier: BSL-1.0
//
// Removal of a spec that is interrupted at each of its steps.

#include "support/stepped_operation.hpp"
#include "unit/stores/scripted_transactions.hpp"

#include <dynasio/stores/spec_store.hpp>

#include <boost/asio/error.hpp>
#include <gtest/gtest.h>

#include <optional>
#include <string>

namespace dynasio::tests {
namespace {

namespace asio = boost::asio;

/// Meets a lost deletion of the latest item, a conflict, a save and a lost deletion of versions, then success.
class stepped_remove final : public stepped_operation
{
public:
    stepped_remove()
        : stepped_operation([this](http::request const& r) { return respond(testing::operation_of(r)); }, 3),
          store_(std::in_place, *owner)
    {}

    asio::awaitable<void> run() override { return keep(store_->remove("u", "x")); }

    void check(bool interrupted) override
    {
        if (!failure)
        {
            EXPECT_EQ(server->delivered(), 8u);
            EXPECT_EQ(removed_, 3u);
            return;
        }
        EXPECT_TRUE(interrupted);
        std::optional<error> seen;
        try
        {
            std::rethrow_exception(failure);
        }
        catch (operation_error const& e)
        {
            seen = e.error();
        }
        catch (boost::system::system_error const& e)
        {
            ADD_FAILURE() << "no verdict: " << e.what();
        }
        ASSERT_TRUE(seen);
        EXPECT_EQ(*seen, asio::error::operation_aborted);
        if (server->received() >= 2)
        {
            EXPECT_TRUE(seen->may_have_been_applied()) << *seen;
        }
        else if (server->begun() < 2)
        {
            EXPECT_FALSE(seen->may_have_been_applied()) << *seen;
        }
    }

    void destroy_client() override
    {
        store_.reset();
        owner.reset();
    }

private:
    asio::awaitable<void> keep(asio::awaitable<std::size_t> removal)
    {
        removed_ = co_await std::move(removal);
    }

    [[nodiscard]] http::send_result respond(std::string const& operation) const
    {
        static std::string const versions =
            R"({"sub":{"S":"u"},"updated_at_id":{"S":"00000000000000000001#x"},"updated_at":{"S":"1"}},)"
            R"({"sub":{"S":"u"},"updated_at_id":{"S":"00000000000000000002#x"},"updated_at":{"S":"2"}},)"
            R"({"sub":{"S":"u"},"updated_at_id":{"S":"00000000000000000003#x"},"updated_at":{"S":"3"}})";
        static std::string const latest =
            R"({"sub":{"S":"u"},"updated_at_id":{"S":"latest#x"},"updated_at":{"S":"3"}})";
        auto const number = server->received();
        EXPECT_EQ(operation == "Query", number == 1 || number == 4);
        switch (number)
        {
        case 1:
            return respond_with(200, R"({"Items":[)" + versions + ',' + latest + "]}");
        case 3:
            return respond_with(400, refused("ConditionalCheckFailedException"));
        case 4:
            return respond_with(200, R"({"Items":[)" + versions + "]}");
        case 5:
            return respond_with(400, cancelled(R"({"Code":"TransactionConflict"})"));
        case 6: // the save has the second of a version that was found
            return respond_with(400, cancelled(R"({"Code":"ConditionalCheckFailed","Item":)" + latest + '}'));
        case 8:
            return respond_with(200, "{}");
        default:
            return respond_with(500, refused("InternalServerError"));
        }
    }

    std::optional<spec_store> store_;
    std::size_t removed_ = 0;
};

class interrupted_spec : public ::testing::TestWithParam<interruption>
{};

TEST_P(interrupted_spec, removal_says_what_is_known_of_its_writes)
{
    interrupt_at_every_step([] { return std::make_unique<stepped_remove>(); }, GetParam(), 16);
}

INSTANTIATE_TEST_SUITE_P(how, interrupted_spec,
    ::testing::Values(interruption::cancel, interruption::cancel_client, interruption::destroy_client,
        interruption::destroy_context));

} // namespace
} // namespace dynasio::tests
