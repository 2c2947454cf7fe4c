// SPDX-License-Identifier: BSL-1.0
//
// Properties of the encoder and the decoder, tried on many values made from seeds. Run under sanitizers they also show that
// no bytes from a server do harm.

#include "random_value.hpp"

#include <dynasio/json/detail/decode.hpp>
#include <dynasio/operations/query.hpp>
#include <dynasio/value/detail/json.hpp>

#include <boost/describe/class.hpp>
#include <boost/json/parse.hpp>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace dynasio {
namespace {

template <class T>
std::string encoded(T const& value)
{
    std::string out;
    json::encode(out, value);
    return out;
}

template <class T>
bool decodes(std::string_view text, T& into)
{
    try
    {
        json::decode(text, json::target_of(into));
        return true;
    }
    catch (json::decode_error const&)
    {
        return false;
    }
}

bool is_json(std::string_view text)
{
    boost::json::parse_options options;
    options.max_depth = 160;
    boost::json::error_code ec;
    boost::json::parse(boost::json::string_view(text.data(), text.size()), ec, {}, options);
    return !ec;
}

TEST(Values, ComeBackAsTheyWereSent)
{
    for (unsigned seed = 0; seed < 3000; ++seed)
    {
        auto const sent = tests::random_value(seed).some_item();
        auto const text = encoded(sent);
        item received;
        ASSERT_TRUE(decodes(text, received)) << text;
        ASSERT_EQ(received, sent) << "seed " << seed;
        ASSERT_EQ(encoded(received), text) << "the order is kept, too";
    }
}

TEST(Values, AreEncodedAsValidJson)
{
    for (unsigned seed = 0; seed < 1000; ++seed)
        ASSERT_TRUE(is_json(encoded(tests::random_value(seed).value()))) << "seed " << seed;
}

std::string sample_answer(unsigned seed)
{
    tests::random_value random(seed);
    query_output page{.count = 3, .scanned_count = 7, .last_evaluated_key = item{{"pk", "x"}}};
    for (int i = 0; i < 3; ++i)
        page.items.push_back(random.some_item(2));
    page.consumed_capacity.emplace().capacity_units = 1.5;
    return encoded(page);
}

TEST(Decoder, RefusesEveryPrefixOfAnAnswer)
{
    for (unsigned seed = 0; seed < 6; ++seed)
    {
        auto const text = sample_answer(seed);
        for (std::size_t size = 1; size < text.size(); ++size)
        {
            // A copy of exactly this size, so that AddressSanitizer sees a read beyond it.
            std::string const prefix(text, 0, size);
            query_output page;
            ASSERT_FALSE(decodes(prefix, page)) << prefix;
        }
        query_output page;
        ASSERT_TRUE(decodes(text, page));
    }
}

TEST(Decoder, SurvivesDamagedAnswers)
{
    std::vector<std::string> answers;
    for (unsigned seed = 0; seed < 50; ++seed)
        answers.push_back(sample_answer(seed));
    int accepted = 0;
    for (unsigned seed = 0; seed < 5'000; ++seed)
    {
        tests::random_value random(seed);
        auto text = answers[seed % answers.size()];
        for (auto changes = random.below(4) + 1; changes > 0 && !text.empty(); --changes)
        {
            static constexpr std::string_view interesting = "{}[],:\"\\0-eEntfu \xff\xc3\x80";
            auto const place = random.below(text.size());
            switch (random.below(4))
            {
            case 0:
                text.erase(place, random.below(5));
                break;
            case 1:
                text.insert(place, 1, interesting[random.below(interesting.size())]);
                break;
            case 2:
                text[place] = static_cast<char>(random.below(256));
                break;
            default:
                text.insert(place, text.substr(random.below(text.size()), random.below(30)));
            }
        }
        query_output page;
        bool const ok = decodes(text, page);
        accepted += ok;
        // What is decoded is JSON; what is not JSON is never decoded.
        if (ok && !text.empty())
        {
            ASSERT_TRUE(is_json(text)) << text;
        }
    }
    EXPECT_GT(accepted, 100);
}

/// A struct without members takes any object and keeps nothing of it.
struct nothing
{};
BOOST_DESCRIBE_STRUCT(nothing, (), ())

TEST(Decoder, AgreesWithAnotherParserOnWhatIsJson)
{
    static constexpr std::string_view pieces[] = {"{", "}", "[", "]", ",", ":", "\"a\"", "\"\"", "1", "-0",
        "0.5", "1e5", "-", ".", "e", "true", "false", "null", "nul", " ", "\n", "\"\\n\"", "\"\\u00e9\"",
        "\"\\ud83d\\ude00\"", "\"\\ud83d\"", "\"\xc3\xa9\"", "\"\xc3\"", "\"\x01\"", "01", "\\"};
    int valid = 0;
    for (unsigned seed = 0; seed < 50'000; ++seed)
    {
        tests::random_value random(seed);
        std::string text = "{\"k\":";
        for (auto count = random.below(7); count > 0; --count)
            text += pieces[random.below(std::size(pieces))];
        text += '}';
        nothing into;
        bool const expected = is_json(text);
        valid += expected;
        ASSERT_EQ(decodes(text, into), expected) << text;
    }
    EXPECT_GT(valid, 1000);
}

} // namespace
} // namespace dynasio
