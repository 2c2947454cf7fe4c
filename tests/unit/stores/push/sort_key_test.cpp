// SPDX-License-Identifier: BSL-1.0

#include "unit/stores/expect_store_error.hpp"
#include "unit/stores/push/random_ids.hpp"

#include <dynasio/stores/push/notification.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <string>
#include <vector>

namespace dynasio {
namespace {

using tests::expect_store_error;

constexpr std::string_view c_text = "deadbeef-0000-0000-deca-fbad00000000";

notification message()
{
    return {.uaid = uaid("abad1dea-0000-0000-aabb-ccdd00000000"), .channel = channel_id(c_text)};
}

notification ordinary(std::uint64_t position)
{
    auto result = message();
    result.position = message_position(position);
    return result;
}

notification of_topic(std::string topic)
{
    auto result = message();
    result.topic = std::move(topic);
    return result;
}

notification legacy(std::string id)
{
    auto result = message();
    result.message_id = std::move(id);
    result.legacy = true;
    return result;
}

/// As a reader of the key would make it.
notification from_key(message_key const& key)
{
    return {.channel = key.channel,
        .position = key.position,
        .topic = key.topic,
        .message_id = key.message_id,
        .legacy = key.scheme == message_scheme::legacy};
}

TEST(push_pure, case_18_sort_keys)
{
    EXPECT_EQ(sort_key(of_topic("top")), "01:deadbeef-0000-0000-deca-fbad00000000:top");
    EXPECT_EQ(sort_key(ordinary(1'528'934'400'123'456)),
        "02:1528934400123456:deadbeef-0000-0000-deca-fbad00000000");
    EXPECT_EQ(sort_key(legacy("mid")), "deadbeef-0000-0000-deca-fbad00000000:mid");
}

TEST(push_pure, a_topic_decides_the_scheme)
{
    auto both = of_topic("top");
    both.position = message_position(5);
    EXPECT_EQ(sort_key(both), "01:deadbeef-0000-0000-deca-fbad00000000:top");
    auto old = legacy("mid");
    old.position = message_position(5);
    EXPECT_EQ(sort_key(old), "deadbeef-0000-0000-deca-fbad00000000:mid");
    auto ordinary_with_id = ordinary(5);
    ordinary_with_id.message_id = "a:b";
    EXPECT_EQ(sort_key(ordinary_with_id), "02:5:deadbeef-0000-0000-deca-fbad00000000");
}

TEST(push_pure, sort_keys_are_read)
{
    channel_id const c(c_text);
    EXPECT_EQ(parse_sort_key("01:deadbeef-0000-0000-deca-fbad00000000:top"),
        (message_key{.scheme = message_scheme::topic, .channel = c, .topic = "top"}));
    EXPECT_EQ(parse_sort_key("02:1528934400123456:deadbeef-0000-0000-deca-fbad00000000"),
        (message_key{.scheme = message_scheme::ordinary,
            .channel = c,
            .position = message_position(1'528'934'400'123'456)}));
}

TEST(push_pure, case_22_the_id_of_a_legacy_message_is_the_second_half_of_its_key)
{
    for (std::string const start : {"00adbeef", "01adbeef", "deadbeef"})
    {
        auto const channel = start + "-0000-0000-deca-fbad00000000";
        EXPECT_EQ(parse_sort_key(channel + ":some id"),
            (message_key{
                .scheme = message_scheme::legacy, .channel = channel_id(channel), .message_id = "some id"}));
    }
}

TEST(push_pure, case_26_other_texts_are_no_sort_keys)
{
    std::string const c(c_text);
    std::string const upper = "DEADBEEF-0000-0000-DECA-FBAD00000000";
    std::string const digits = channel_id(c).digits();
    struct
    {
        std::string key;
        std::string reason;
    } const cases[] = {
        {"02:oops:x",
            "is not 02:<position>:<channel>: \"oops\" is no position: digits without leading zeros, below "
            "2^64"},
        {"03:a:b", "is not <channel>:<message id>: \"03:a:b\" does not have 2 parts"},
        {"01::t", "is not 01:<channel>:<topic>: \"\" is no channel: a UUID with dashes, in lower case"},
        {"02j3", "is not <channel>:<message id>: \"02j3\" does not have 2 parts"},
        {"", "is empty"},
        {" ", "is not <channel>:<message id>: \" \" does not have 2 parts"},
        {"01", "is not 01:<channel>:<topic>: \"01\" does not have 3 parts"},
        {"02", "is not 02:<position>:<channel>: \"02\" does not have 3 parts"},
        {"01:" + c, "is not 01:<channel>:<topic>: \"01:" + c + "\" does not have 3 parts"},
        {"01:" + c + ":a:b", "is not 01:<channel>:<topic>: \"01:" + c + ":a:b\" does not have 3 parts"},
        {"01:" + c + ":", "is not 01:<channel>:<topic>: \"\" is empty"},
        {"01:" + c + ":t=",
            "is not 01:<channel>:<topic>: \"t=\" has a character that is not of URL-safe base64"},
        {"01:" + c + ":" + std::string(33, 't'),
            "is not 01:<channel>:<topic>: \"" + std::string(33, 't') + "\" is longer than 32 characters"},
        {"01:" + upper + ":t",
            "is not 01:<channel>:<topic>: \"" + upper
                + "\" is no channel: a UUID with dashes, in lower case"},
        {"01:" + digits + ":t",
            "is not 01:<channel>:<topic>: \"" + digits
                + "\" is no channel: a UUID with dashes, in lower case"},
        {"02:5:" + upper,
            "is not 02:<position>:<channel>: \"" + upper
                + "\" is no channel: a UUID with dashes, in lower case"},
        {"02:5:" + digits,
            "is not 02:<position>:<channel>: \"" + digits
                + "\" is no channel: a UUID with dashes, in lower case"},
        {"02::" + c,
            "is not 02:<position>:<channel>: \"\" is no position: digits without leading zeros, below 2^64"},
        {"02:05:" + c,
            "is not 02:<position>:<channel>: \"05\" is no position: digits without leading zeros, below "
            "2^64"},
        {"02:18446744073709551616:" + c,
            "is not 02:<position>:<channel>: \"18446744073709551616\" is no position: digits without leading "
            "zeros, below 2^64"},
        {"02:5:" + c + ":", "is not 02:<position>:<channel>: \"02:5:" + c + ":\" does not have 3 parts"},
        {"02:5", "is not 02:<position>:<channel>: \"02:5\" does not have 3 parts"},
        {c, "is not <channel>:<message id>: \"" + c + "\" does not have 2 parts"},
        {c + ":", "is not <channel>:<message id>: \"" + c + ":\" has no message id"},
        {c + ":a:b", "is not <channel>:<message id>: \"" + c + ":a:b\" does not have 2 parts"},
        {upper + ":mid",
            "is not <channel>:<message id>: \"" + upper
                + "\" is no channel: a UUID with dashes, in lower case"},
        {digits + ":mid",
            "is not <channel>:<message id>: \"" + digits
                + "\" is no channel: a UUID with dashes, in lower case"},
        {"nope:mid",
            "is not <channel>:<message id>: \"nope\" is no channel: a UUID with dashes, in lower case"},
        {"1:" + c + ":t", "is not <channel>:<message id>: \"1:" + c + ":t\" does not have 2 parts"},
        {c + ":\xff", "is not valid UTF-8"},
        {c + ":" + std::string(988, 'i'), "is 1025 bytes long; the maximum is 1024"},
    };
    for (auto const& each : cases)
    {
        auto const error = expect_store_error(store_errc::bad_input, [&] { (void)parse_sort_key(each.key); });
        EXPECT_EQ(error.reason, each.reason);
        EXPECT_EQ(error.attribute, "chidmessageid");
    }
}

TEST(push_pure, case_28_topics_that_are_none)
{
    struct
    {
        std::string topic;
        std::string reason;
    } const cases[] = {
        {"a:b", "has a character that is not of URL-safe base64"},
        {":", "has a character that is not of URL-safe base64"},
        {std::string(33, 't'), "is longer than 32 characters"},
        {"", "is empty"},
        {"a b", "has a character that is not of URL-safe base64"},
        {"a+", "has a character that is not of URL-safe base64"},
        {"/a", "has a character that is not of URL-safe base64"},
        {"YQ==", "has a character that is not of URL-safe base64"},
        {"\xc3\xa9", "has a character that is not of URL-safe base64"},
        {std::string(1, '\0'), "has a character that is not of URL-safe base64"},
    };
    for (auto const& each : cases)
    {
        auto const error =
            expect_store_error(store_errc::bad_input, [&] { (void)sort_key(of_topic(each.topic)); });
        EXPECT_EQ(error.attribute, "topic");
        EXPECT_EQ(error.reason, each.reason) << each.topic;
    }
    std::string const longest = "abcdefghijklmnopqrstuvwxyzABC0-_";
    ASSERT_EQ(longest.size(), max_topic_size);
    EXPECT_EQ(sort_key(of_topic(longest)), "01:" + std::string(c_text) + ':' + longest);
    EXPECT_EQ(sort_key(of_topic("DEFGHIJKLMNOPQRSTUVWXYZ123456789")).size(), 72u);
}

TEST(push_pure, messages_without_a_sort_key)
{
    struct
    {
        notification message;
        std::string argument;
        std::string reason;
    } cases[] = {
        {message(), "position", "is missing, and the message has no topic"},
        {legacy(""), "message_id", "is empty"},
        {legacy("a:b"), "message_id", "has a colon, which the key of a legacy message cannot hold"},
        {legacy("\xff"), "message_id", "is not valid UTF-8"},
        {legacy(std::string(988, 'i')), "message_id", "is 988 bytes long; the maximum is 987"},
        {legacy("mid"), "topic", "a legacy message has none"},
    };
    std::end(cases)[-1].message.topic = "top";
    for (auto const& each : cases)
    {
        auto const error = expect_store_error(store_errc::bad_input, [&] { (void)sort_key(each.message); });
        EXPECT_EQ(error.attribute, each.argument);
        EXPECT_EQ(error.reason, each.reason);
    }
    EXPECT_EQ(sort_key(legacy(std::string(987, 'i'))).size(), 1024u);
}

TEST(push_pure, a_key_that_is_read_is_written_again)
{
    tests::random_ids random(13);
    for (int i = 0; i < 3000; ++i)
    {
        notification message{.uaid = random.uaid(), .channel = random.channel()};
        switch (random.below(3))
        {
        case 0:
            message.topic = random.topic();
            break;
        case 1:
            message.position = random.position();
            break;
        default:
            message.legacy = true;
            message.message_id = random.topic();
        }
        auto const text = sort_key(message);
        auto const key = parse_sort_key(text);
        EXPECT_EQ(key.channel, message.channel);
        EXPECT_EQ(key.topic, message.topic);
        EXPECT_EQ(key.position, message.position);
        EXPECT_EQ(key.message_id, message.message_id);
        EXPECT_EQ(sort_key(from_key(key)), text);
    }
}

TEST(push_pure, the_order_of_keys_is_that_of_section_2_2)
{
    std::vector<std::string> const ordered{" ", sort_key(of_topic("t")), "01;",
        "01adbeef-0000-0000-deca-fbad00000000:mid", "02", sort_key(ordinary(1'528'934'400'123'456)), "02;",
        sort_key(legacy("mid"))};
    EXPECT_TRUE(std::is_sorted(ordered.begin(), ordered.end()));
    (void)parse_sort_key(ordered[3]);
}

TEST(push_pure, positions_are_ordered_as_the_sort_keys_are)
{
    tests::random_ids random(17);
    for (int i = 0; i < 2000; ++i)
    {
        auto a = ordinary(random.position().value());
        auto b = ordinary(random.position_near(*a.position).value());
        a.channel = random.channel();
        if (*a.position != *b.position)
        {
            EXPECT_EQ(*a.position < *b.position, sort_key(a) < sort_key(b))
                << sort_key(a) << ' ' << sort_key(b);
        }
        // What the query behind a position begins with.
        auto const end = "02:" + a.position->text() + ":z";
        EXPECT_EQ(*b.position > *a.position, sort_key(b) > end) << sort_key(b) << ' ' << end;
    }
}

TEST(push_pure, a_message_expires_when_its_time_to_live_is_over)
{
    using namespace std::chrono;
    auto const at = [](std::int64_t s) { return system_clock::time_point(seconds(s)); };
    auto each = message();
    each.timestamp = sys_seconds(seconds(1'528'934'400));
    EXPECT_TRUE(is_expired(each, at(1'528'934'400))) << "no ttl: 0";
    EXPECT_FALSE(is_expired(each, at(1'528'934'400) - nanoseconds(1)));

    each.ttl = seconds(100);
    EXPECT_FALSE(is_expired(each, at(1'528'934'500) - nanoseconds(1)));
    EXPECT_TRUE(is_expired(each, at(1'528'934'500)));
    EXPECT_TRUE(is_expired(each, at(1'528'934'500) + nanoseconds(1)));

    each.ttl = seconds::max();
    EXPECT_FALSE(is_expired(each, system_clock::time_point::max()));
    each.timestamp = sys_seconds::max();
    EXPECT_FALSE(is_expired(each, system_clock::time_point::max()));
    each.ttl = std::nullopt;
    EXPECT_FALSE(is_expired(each, system_clock::time_point::max()));

    each.timestamp = sys_seconds::min();
    EXPECT_TRUE(is_expired(each, system_clock::time_point::min()));
    each.ttl = seconds::min();
    EXPECT_TRUE(is_expired(each, system_clock::time_point::min()));

    each.timestamp = sys_seconds(seconds(-10)); // before 1970
    each.ttl = seconds(5);
    EXPECT_FALSE(is_expired(each, at(-5) - nanoseconds(1)));
    EXPECT_TRUE(is_expired(each, at(-5)));
}

} // namespace
} // namespace dynasio
