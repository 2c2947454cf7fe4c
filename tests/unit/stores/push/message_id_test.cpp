// SPDX-License-Identifier: BSL-1.0

#include "unit/stores/expect_store_error.hpp"
#include "unit/stores/push/random_ids.hpp"

#include <dynasio/stores/push/message_id.hpp>

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace dynasio {
namespace {

using tests::expect_store_error;

TEST(push_pure, texts_of_message_ids)
{
    message_id id{.uaid = uaid("abad1dea-0000-0000-aabb-ccdd00000000"),
        .channel = channel_id("deadbeef-0000-0000-deca-fbad00000000")};
    std::string const ids = "abad1dea00000000aabbccdd00000000:deadbeef00000000decafbad00000000";
    EXPECT_EQ(id.text(), "m:" + ids);
    id.topic = "top";
    EXPECT_EQ(id.text(), "01:" + ids + ":top");
    id.position = message_position(7);
    EXPECT_EQ(expect_store_error(store_errc::bad_input, [&] { (void)id.text(); }).attribute, "position");
    id.topic.reset();
    EXPECT_EQ(id.text(), "02:" + ids + ":7");
    id.position.reset();
    for (std::string const topic : {"", "a:b", "a=", "012345678901234567890123456789012"})
    {
        id.topic = topic;
        EXPECT_EQ(expect_store_error(store_errc::bad_input, [&] { (void)id.text(); }).attribute, "topic");
    }
}

TEST(push_pure, other_texts_are_no_message_ids)
{
    std::string const user = "abad1dea00000000aabbccdd00000000";
    std::string const channel = "deadbeef00000000decafbad00000000";
    auto const ids = user + ':' + channel;
    ASSERT_TRUE(message_id::parse("m:" + ids));
    ASSERT_TRUE(message_id::parse("01:" + ids + ":" + std::string(32, 't')));
    ASSERT_TRUE(message_id::parse("02:" + ids + ":18446744073709551615"));
    for (std::string const& text :
        std::vector<std::string>{"", ":", ":::", "m", "m:", "m:" + user, "m:" + ids + ":", "m:" + ids + ":x",
            "m::" + channel, "m:" + user + ":", "M:" + ids, "01:" + ids, "01:" + ids + ":",
            "01:" + ids + ":a:b", "01:" + ids + ":a=", "01:" + ids + ":" + std::string(33, 't'), "02:" + ids,
            "02:" + ids + ":", "02:" + ids + ":07", "02:" + ids + ":x", "02:" + ids + ":18446744073709551616",
            "02:" + ids + ":7:", "03:" + ids + ":7", "1:" + ids + ":t", ":" + ids + ":t", ids, " m:" + ids,
            "m:" + ids + " ", "m:ABAD1DEA00000000AABBCCDD00000000:" + channel,
            "m:abad1dea-0000-0000-aabb-ccdd00000000:" + channel,
            "m:" + user + ":deadbeef-0000-0000-deca-fbad00000000",
            "01:" + user + ":DEADBEEF00000000DECAFBAD00000000:t", "m:nope:" + channel, "m:" + user + ":nope",
            "m:" + ids + std::string(1000, ':'), std::string(100'000, ':')})
        EXPECT_EQ(message_id::parse(text), std::nullopt) << text.substr(0, 200);
}

TEST(push_pure, a_message_id_that_is_written_is_read_again)
{
    tests::random_ids random(18);
    for (int i = 0; i < 2000; ++i)
    {
        auto const id = random.id();
        EXPECT_EQ(message_id::parse(id.text()), id);
    }
}

} // namespace
} // namespace dynasio
