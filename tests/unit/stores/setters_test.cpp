// SPDX-License-Identifier: BSL-1.0
//
// Setters of every type whose setters return the object: of a named object the object itself, of a temporary a value, so
// that `auto const& options = call_options().timeout(1s)` does not dangle. scripts/check-rooms finds a setter without `&`.

#include <dynasio/aws/configuration.hpp>
#include <dynasio/call_options.hpp>
#include <dynasio/expressions.hpp>
#include <dynasio/model/key_schema.hpp>
#include <dynasio/stores/record_table.hpp>
#include <dynasio/testing/fault_transport.hpp>

#include <chrono>
#include <set>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

namespace dynasio {
namespace {

using namespace std::chrono_literals;

// A macro, for a line per setter.
#define EXPECT_SETTER(type, ...)                                                       \
    static_assert(std::is_same_v<decltype(std::declval<type&>().__VA_ARGS__), type&>); \
    static_assert(std::is_same_v<decltype(std::declval<type>().__VA_ARGS__), type>)

EXPECT_SETTER(call_options, timeout(1s));
EXPECT_SETTER(call_options, deadline(call_options::time_point()));
EXPECT_SETTER(call_options, attempt_timeout(1s));
EXPECT_SETTER(call_options, max_attempts(1));
EXPECT_SETTER(call_options, resend(resend::never));
EXPECT_SETTER(call_options, metadata(std::declval<call_metadata&>()));

EXPECT_SETTER(aws::load_options, profile("p"));
EXPECT_SETTER(aws::load_options, region("eu-west-1"));
EXPECT_SETTER(aws::load_options, endpoint_url("http://localhost"));
EXPECT_SETTER(aws::load_options, ignore_configured_endpoint_urls(true));
EXPECT_SETTER(aws::load_options, use_fips(true));
EXPECT_SETTER(aws::load_options, use_dual_stack(true));
EXPECT_SETTER(aws::load_options, max_attempts(1));
EXPECT_SETTER(aws::load_options, app_id("a"));
EXPECT_SETTER(aws::load_options, credentials(nullptr));

EXPECT_SETTER(read_options, consistent());
EXPECT_SETTER(read_options, skip_bad_items());

EXPECT_SETTER(list_options, consistent());
EXPECT_SETTER(list_options, skip_bad_items());
EXPECT_SETTER(list_options, descending());
EXPECT_SETTER(list_options, limit(1));
EXPECT_SETTER(list_options, after("c"));

EXPECT_SETTER(stream_options, filter(condition()));
EXPECT_SETTER(stream_options, descending());
EXPECT_SETTER(stream_options, index("i"));
EXPECT_SETTER(stream_options, page_size(1));
EXPECT_SETTER(stream_options, limit(1));
EXPECT_SETTER(stream_options, read_ahead());
EXPECT_SETTER(stream_options, segments(1));
EXPECT_SETTER(stream_options, after("c"));

EXPECT_SETTER(index_options, name("n"));
EXPECT_SETTER(index_options, all());
EXPECT_SETTER(index_options, include(std::vector<std::string>()));
EXPECT_SETTER(index_options, sorted_by("s"));
EXPECT_SETTER(index_options, role(model::key_type::hash));
EXPECT_SETTER(index_options, throughput(1, 1));
EXPECT_SETTER(index_options, wait(true));
EXPECT_SETTER(index_options, call(call_options()));

EXPECT_SETTER(write_options, only_if(condition()));
EXPECT_SETTER(transaction_options, token("t"));

EXPECT_SETTER(update, set(dynasio::set(path("a"), 1)));
EXPECT_SETTER(update, set(path("a"), 1));
EXPECT_SETTER(update, remove(path("a"), path("b")));
EXPECT_SETTER(update, add(path("a"), 1));
EXPECT_SETTER(update, add(path("a"), {1, 2}));
EXPECT_SETTER(update, erase(path("a"), std::set<int>()));
EXPECT_SETTER(update, erase(path("a"), {1, 2}));
EXPECT_SETTER(update, insert(dynasio::set(path("a"), 1)));
EXPECT_SETTER(update, insert(update()));
EXPECT_SETTER(projection, insert(path("a")));

EXPECT_SETTER(testing::fault, delayed_until(std::declval<testing::gate>()));

TEST(setters, keep_what_was_set_in_a_chain_of_temporaries)
{
    auto const& call = call_options().timeout(2s).max_attempts(3).resend(resend::never);
    EXPECT_EQ(call.timeout(), 2s);
    EXPECT_EQ(call.max_attempts(), 3U);
    EXPECT_EQ(call.resend(), resend::never);

    auto const& stream =
        stream_options(read_options().consistent()).index("by_name").after("cursor").limit(7);
    EXPECT_TRUE(stream.read().is_consistent());
    EXPECT_EQ(stream.index(), "by_name");
    EXPECT_EQ(stream.after(), "cursor");
    EXPECT_EQ(stream.limit(), 7U);

    auto const& changes = update().set(path("a"), 1).add(path("b"), 2).remove(path("c"));
    EXPECT_EQ(changes.changes().size(), 3U);
}

TEST(setters, change_a_named_object)
{
    call_options call;
    call.timeout(2s).max_attempts(3);
    EXPECT_EQ(call.timeout(), 2s);
    EXPECT_EQ(call.max_attempts(), 3U);
    EXPECT_EQ(&call.timeout(1s), &call);
}

} // namespace
} // namespace dynasio
