// SPDX-License-Identifier: BSL-1.0
//
// Random structs through documents and back, in both forms, and as the legacy encryption leaves them: all scalars as texts.
// The seed is fixed, so that a failure can be repeated.

#include "typed_types.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <cstdint>
#include <random>
#include <set>
#include <unordered_map>

namespace dynasio {
namespace {

using namespace typed_types;

enum class color
{
    red,
    green,
};
BOOST_DESCRIBE_ENUM(color, red, green)

struct leaves
{
    std::int64_t i64 = 0;
    std::uint8_t u8 = 0;
    bool flag = false;
    double f64 = 0;
    std::string text;
    number exact;
    binary bytes;
    color tone = color::red;
    std::chrono::milliseconds took{};
    std::chrono::sys_seconds at{};
    std::optional<int> maybe;
    std::optional<std::string> maybe_text;
    std::set<std::string> texts;
    std::set<int> numbers;
    friend bool operator==(leaves const&, leaves const&) = default;
};
BOOST_DESCRIBE_STRUCT(
    leaves, (), (i64, u8, flag, f64, text, exact, bytes, tone, took, at, maybe, maybe_text, texts, numbers))

struct whole : leaves
{
    leaves inner;
    std::optional<leaves> maybe_inner;
    std::vector<leaves> list;
    std::array<bool, 2> pair{};
    std::vector<bool> flags;
    std::vector<std::vector<std::optional<int>>> grid;
    std::map<std::string, leaves> by_name;
    std::unordered_map<std::string, std::vector<double>> rows;
    std::optional<std::map<std::string, std::set<int>>> sets;
    std::vector<std::map<std::string, std::optional<leaves>>> deep;
    std::variant<cat, dog> pet;
    std::map<std::string, std::vector<std::variant<cat, dog>>> pets;
    person someone;
    friend bool operator==(whole const&, whole const&) = default;
};
BOOST_DESCRIBE_STRUCT(whole, (leaves),
    (inner, maybe_inner, list, pair, flags, grid, by_name, rows, sets, deep, pet, pets, someone))

/// Without shards, so that it may contain itself.
struct nested
{
    leaves inner;
    std::vector<nested> more;
    std::map<std::string, nested> named;
    friend bool operator==(nested const&, nested const&) = default;
};
BOOST_DESCRIBE_STRUCT(nested, (), (inner, more, named))

} // namespace

template <>
struct struct_mapping<leaves>
{
    static constexpr auto names =
        stored_names(stored_as<&leaves::text>("a 'text'"), stored_as<&leaves::flag>("value"));
};

namespace {

class generator
{
public:
    explicit generator(unsigned seed) : random_(seed) {}

    std::uint64_t below(std::uint64_t n) { return random_() % n; }

    template <class T>
    void fill(T& to)
    {
        constexpr auto is = stores::documents::shape_of<T>;
        using shape = stores::documents::shape;
        if constexpr (is == shape::object)
            boost::mp11::mp_for_each<typename mapping::described<T>::members>(
                [&]<class D>(D)
                {
                    // Keys and members that are left out do not come back.
                    if constexpr (stores::documents::is_written_member<D, T>)
                        fill(to.*D::pointer);
                });
        else if constexpr (is == shape::choice)
            below(2) == 0 ? fill(to.template emplace<0>()) : fill(to.template emplace<1>());
        else if constexpr (is == shape::optional)
            below(2) == 0 ? to.reset() : fill(to.emplace());
        else
            fill_other(to);
    }

private:
    void fill_other(bool& to) { to = below(2) == 0; }
    template <value::plain_integer T>
    void fill_other(T& to)
    {
        to = static_cast<T>(random_() >> below(64));
    }
    void fill_other(double& to) { to = static_cast<double>(below(100'000)) / 16 - 1000; }
    void fill_other(std::string& to)
    {
        static constexpr std::string_view pieces[] = {"a", "None", "\"", "value", "ä", "😀", "7", "True", ""};
        for (to.clear(); below(3) != 0;)
            to += pieces[below(std::size(pieces))];
    }
    void fill_other(number& to)
    {
        to = number(std::to_string(below(1'000'000)) + "E" + std::to_string(below(8)));
    }
    void fill_other(binary& to) { to.assign(below(4), static_cast<std::byte>(below(256))); }
    void fill_other(color& to) { to = below(2) == 0 ? color::red : color::green; }
    template <class Rep, class Period>
    void fill_other(std::chrono::duration<Rep, Period>& to)
    {
        to = std::chrono::duration<Rep, Period>(static_cast<Rep>(below(1'000'000)));
    }
    void fill_other(std::chrono::sys_seconds& to)
    {
        to = std::chrono::sys_seconds(std::chrono::seconds(below(1u << 31)));
    }
    template <class T, std::size_t N>
    void fill_other(std::array<T, N>& to)
    {
        for (auto& each : to)
            fill(each);
    }
    template <class T>
    void fill_other(std::vector<T>& to)
    {
        to.clear();
        for (auto n = below(depth_ < 3 ? 3 : 1); n > 0; --n)
        {
            ++depth_;
            T each{};
            fill(each);
            to.push_back(std::move(each));
            --depth_;
        }
    }
    template <class T>
    void fill_other(std::set<T>& to)
    {
        to.clear();
        for (auto n = below(3); n > 0; --n)
        {
            T each{};
            fill(each);
            to.insert(each);
        }
    }
    template <class T>
        requires(stores::documents::shape_of<T> == stores::documents::shape::map)
    void fill_other(T& to)
    {
        to.clear();
        for (auto n = below(depth_ < 3 ? 3 : 1); n > 0; --n)
        {
            ++depth_;
            std::string name;
            fill(name);
            fill(to[name]);
            --depth_;
        }
    }

    std::mt19937_64 random_;
    int depth_ = 0;
};

/// What is left of a value after the legacy form of encryption: a text, except of what that has no text for.
void make_texts(attribute_value& value)
{
    if (value.if_a<item>())
    {
        for (auto& [name, each] : value.as_map())
            make_texts(each);
    }
    else if (value.if_a<attribute_list>())
    {
        for (auto& each : value.as_list())
            make_texts(each);
    }
    else if (value.is_null())
        value = "None";
    else if (auto const* flag = value.if_bool())
        value = *flag ? "True" : "False";
    else if (auto const* digits = value.if_number())
        value = attribute_value(std::string(digits->text()));
}

/// Documents are too long to be printed: a debugger shows them for the seed.
template <class T>
bool comes_back(unsigned seed)
{
    T value;
    generator(seed).fill(value);
    auto const document = to_document(value);
    typed_reading how{.unknown = unknown_attributes::refuse};
    EXPECT_TRUE(from_document<T>(document, how) == value);
    EXPECT_TRUE(to_document(from_document<T>(document)) == document);
    how.accepts_text = true;
    EXPECT_TRUE(from_document<T>(document, how) == value) << "where texts are accepted";
    auto texts = document;
    make_texts(texts);
    EXPECT_TRUE(from_document<T>(texts, how) == value) << "from texts";
    how = {.form = document_form::plain, .unknown = unknown_attributes::refuse};
    EXPECT_TRUE(from_document<T>(to_document(value, document_form::plain), how) == value) << "plain";
    return !testing::Test::HasFailure();
}

TEST(typed_random, structs_come_back_equal)
{
    for (unsigned seed = 1; seed <= 100; ++seed)
    {
        ASSERT_TRUE(comes_back<whole>(seed)) << "seed " << seed;
        ASSERT_TRUE(comes_back<nested>(seed)) << "seed " << seed;
        ASSERT_TRUE(comes_back<household>(seed)) << "seed " << seed;
    }
}

TEST(typed_random, plain_documents_are_the_items_of_mapping)
{
    for (unsigned seed = 1; seed <= 100; ++seed)
    {
        nested value;
        generator(seed).fill(value);
        ASSERT_EQ(
            json_of(to_document(value, document_form::plain)), json_of(attribute_value(to_item(value))));
    }
}

} // namespace
} // namespace dynasio
