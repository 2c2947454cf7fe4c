// SPDX-License-Identifier: BSL-1.0
//
// Operations on documents that are interrupted at each of their steps.

#include "support/stepped_operation.hpp"

#include <dynasio/stores/document_store.hpp>
#include <dynasio/stores/store_error.hpp>
#include <dynasio/testing/scripted_transport.hpp>

#include <gtest/gtest.h>

#include <optional>
#include <string>

namespace dynasio::tests {
namespace {

namespace asio = boost::asio;

constexpr char const* old_root =
    R"({"ID":{"S":"k"},"a":{"M":{"primary_key":{"S":"old"},"table_name:":{"S":"Shards"}}},"__dystore_meta__":{"M":{)"
    R"("table_name":{"S":"Roots"},"region_name":{"S":"us-east-1"},"primary_key_name":{"S":"ID"},"path":{"NULL":true},)"
    R"("shards":{"L":[{"M":{"table_name":{"S":"Shards"},"region_name":{"S":"us-east-1"},"primary_key_name":{"S":"K"},)"
    R"("path":{"S":"$.a"},"shards":{"L":[]}}}]}}}})";
constexpr char const* old_shard =
    R"({"K":{"S":"old"},"x":{"N":"1"},"__dystore_meta__":{"M":{"table_name":{"S":"Shards"},)"
    R"("region_name":{"S":"us-east-1"},"primary_key_name":{"S":"K"},"path":{"S":"$.a"},"shards":{"L":[]}}}})";

document_tree small_tree()
{
    document_tree const shard{.table = "Shards", .key_name = "K", .path = "$.a"};
    return {.table = "Roots", .key_name = "ID", .shards = {shard}};
}

/// An operation on a store with a document under `k`, whose write of the root fails once with a fault of the server.
class stepped_document final : public stepped_operation
{
public:
    /// Begins the operation.
    using operation = std::function<asio::awaitable<void>(document_store const&)>;

    /// `deciding`: the request that makes the change visible. `fails_first`: whether its first response is a fault.
    stepped_document(operation what, std::string deciding, bool fails_first)
        : stepped_operation([this](http::request const& r) { return respond(r); }, 2),
          what_(std::move(what)),
          deciding_(std::move(deciding)),
          fails_first_(fails_first),
          store_(std::in_place, *owner, small_tree())
    {}

    asio::awaitable<void> run() override { return what_(*store_); }

    void check(bool interrupted) override
    {
        if (!failure)
        {
            EXPECT_GE(decided_, 1u);
            return;
        }
        EXPECT_TRUE(interrupted);
        try
        {
            std::rethrow_exception(failure);
        }
        catch (operation_error const& e)
        {
            EXPECT_EQ(e.code(), asio::error::operation_aborted) << e.what();
            if (decided_ > 0)
            {
                EXPECT_TRUE(e.may_have_been_applied()) << e.what();
            }
            else if (server->begun() == 0)
            {
                EXPECT_FALSE(e.may_have_been_applied());
            }
        }
        catch (store_error const& e)
        {
            // Only the removal ends so: the root is gone, and the error tells what is left.
            EXPECT_EQ(e.code(), store_errc::unfinished);
            ASSERT_EQ(e.details().items_left.size(), 1u);
            EXPECT_EQ(e.details().items_left[0].key, item::of("K", "old"));
            EXPECT_GT(decided_, 0u);
        }
    }

    void destroy_client() override
    {
        store_.reset();
        owner.reset();
    }

private:
    http::send_result respond(http::request const& r)
    {
        auto const name = dynasio::testing::operation_of(r);
        if (name == deciding_ && ++decided_ == 1 && fails_first_)
        {
            root_ = r.body.substr(r.body.find(R"("Item":)") + 7);
            root_ = root_.substr(0, root_.find(R"(,"ReturnValues")"));
            return respond_with(500, R"({"__type":"x#InternalServerError","message":"oops"})");
        }
        if (name == "GetItem")
            return respond_with(200, R"({"Item":)" + (root_.empty() ? old_root : root_) + '}');
        if (name == "BatchGetItem")
            return respond_with(
                200, R"({"Responses":{"Shards":[)" + std::string(old_shard) + R"(]},"UnprocessedKeys":{}})");
        if (name == "PutItem" || name == "DeleteItem")
            return respond_with(200, R"({"Attributes":)" + std::string(old_root) + '}');
        return respond_with(200, "{}");
    }

    operation what_;
    std::string deciding_;
    bool fails_first_;
    std::optional<document_store> store_;
    std::string root_; ///< that was put when the server failed
    std::size_t decided_ = 0;
};

/// The operation must end well, unless it is interrupted.
template <class T>
asio::awaitable<void> finish(asio::awaitable<T> operation)
{
    auto const result = co_await std::move(operation);
    if constexpr (std::is_same_v<T, bool>)
        EXPECT_TRUE(result);
    else
        EXPECT_EQ(result.key, attribute_value("k"));
}

asio::awaitable<void> write(document_store const& store)
{
    attribute_value document(item::of("a", attribute_value(item::of("x", 2))));
    return finish(store.write(std::move(document), document_write_options().key("k")));
}

asio::awaitable<void> write_shard(document_store const& store)
{
    return finish(store.write_path("k", "a.x", 2));
}

asio::awaitable<void> remove_it(document_store const& store)
{
    return finish(store.remove("k"));
}

class interrupted_document : public ::testing::TestWithParam<interruption>
{
protected:
    static operation_maker make(
        stepped_document::operation what, char const* deciding, bool fails_first = false)
    {
        return [=] { return std::make_unique<stepped_document>(what, deciding, fails_first); };
    }
};

TEST_P(interrupted_document, write)
{
    interrupt_at_every_step(make(write, "PutItem"), GetParam(), 6);
}

TEST_P(interrupted_document, write_whose_outcome_has_to_be_looked_up)
{
    interrupt_at_every_step(make(write, "PutItem", true), GetParam(), 6);
}

TEST_P(interrupted_document, change_in_place)
{
    interrupt_at_every_step(make(write_shard, "TransactWriteItems"), GetParam(), 6);
}

TEST_P(interrupted_document, change_in_place_that_is_sent_again)
{
    interrupt_at_every_step(make(write_shard, "TransactWriteItems", true), GetParam(), 6);
}

TEST_P(interrupted_document, removal)
{
    interrupt_at_every_step(make(remove_it, "DeleteItem"), GetParam(), 4);
}

INSTANTIATE_TEST_SUITE_P(how, interrupted_document,
    ::testing::Values(interruption::cancel, interruption::cancel_client, interruption::destroy_client,
        interruption::destroy_context));

} // namespace
} // namespace dynasio::tests
