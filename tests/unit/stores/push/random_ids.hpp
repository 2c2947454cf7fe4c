// SPDX-License-Identifier: BSL-1.0
//
// Random ids, topics, positions and message ids for property tests.

#ifndef DYNASIO_TESTS_UNIT_STORES_PUSH_RANDOM_IDS_HPP
#define DYNASIO_TESTS_UNIT_STORES_PUSH_RANDOM_IDS_HPP

#include <dynasio/stores/push/message_id.hpp>
#include <dynasio/stores/push/notification.hpp>

#include <array>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>

namespace dynasio::tests {

class random_ids
{
public:
    explicit random_ids(unsigned seed) : random_(seed) {}

    std::size_t below(std::size_t count)
    {
        return std::uniform_int_distribution<std::size_t>(0, count - 1)(random_);
    }

    std::array<std::byte, 16> bytes()
    {
        std::array<std::byte, 16> result;
        for (auto& byte : result)
            byte = static_cast<std::byte>(below(256));
        return result;
    }

    dynasio::uaid uaid() { return dynasio::uaid(bytes()); }
    channel_id channel() { return channel_id(bytes()); }

    /// Of any number of digits.
    message_position position()
    {
        std::uniform_int_distribution<std::uint64_t> all;
        return message_position(all(random_) >> below(64));
    }

    /// Any, or one that `of` begins with.
    message_position position_near(message_position of)
    {
        if (below(2) == 0)
            return position();
        auto value = of.value();
        for (auto n = below(4); n != 0; --n)
            value /= 10;
        return message_position(value);
    }

    std::string topic()
    {
        constexpr std::string_view letters =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        std::string result;
        for (auto n = 1 + below(max_topic_size); n != 0; --n)
            result += letters[below(letters.size())];
        return result;
    }

    message_id id()
    {
        message_id result{.uaid = uaid(), .channel = channel()};
        if (auto const scheme = below(3); scheme == 0)
            result.topic = topic();
        else if (scheme == 1)
            result.position = position();
        return result;
    }

private:
    std::mt19937 random_;
};

} // namespace dynasio::tests

#endif
