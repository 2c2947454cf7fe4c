// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_TESTS_RANDOM_VALUE_HPP
#define DYNASIO_TESTS_RANDOM_VALUE_HPP

#include <dynasio/value/attribute_value.hpp>

#include <random>
#include <string>
#include <vector>

namespace dynasio::tests {

/// Makes attribute values of every type, nested, from a seed.
class random_value
{
public:
    explicit random_value(unsigned seed) : random_(seed) {}

    attribute_value value(int levels = 4)
    {
        switch (below(levels > 0 ? 10 : 8))
        {
        case 0:
            return {};
        case 1:
            return below(2) == 0;
        case 2:
            return text();
        case 3:
            return some_number();
        case 4:
            return bytes();
        case 5:
            return several<std::string>([&] { return text(); });
        case 6:
            return several<number>([&] { return some_number(); });
        case 7:
            return several<binary>([&] { return bytes(); });
        case 8:
            return several<attribute_value>([&] { return value(levels - 1); });
        default:
            return some_item(levels - 1);
        }
    }

    item some_item(int levels = 4)
    {
        item result;
        for (auto count = below(below(8) == 0 ? 40 : 6); count > 0; --count)
            result.set(text(), value(levels));
        return result;
    }

    /// Text with all lengths of UTF-8 sequences and everything that JSON escapes.
    std::string text()
    {
        static constexpr std::string_view pieces[] = {"a", "Z", "0", " ", "\"", "\\", "/", "\n", "\t", "\x01",
            "\x7f", "\xc3\xa9", "\xe2\x82\xac", "\xf0\x9f\x98\x80", "plain text of some length", "#",
            "{\"S\":"};
        std::string result;
        for (auto count = below(12); count > 0; --count)
            result += pieces[below(std::size(pieces))];
        if (below(20) == 0)
            result += '\0';
        return result;
    }

    number some_number()
    {
        std::string digits;
        for (auto count = below(38) + 1; count > 0; --count)
            digits += static_cast<char>('0' + below(10));
        if (below(2) == 0)
            digits.insert(below(digits.size() + 1), 1, '.');
        if (below(3) == 0)
            digits += 'E' + std::to_string(static_cast<int>(below(160)) - 80);
        if (below(3) == 0)
            digits.insert(0, 1, '-');
        return number(digits);
    }

    binary bytes()
    {
        binary result(below(20));
        for (auto& b : result)
            b = static_cast<std::byte>(below(256));
        return result;
    }

    std::size_t below(std::size_t limit) { return random_() % limit; }

private:
    template <class T, class F>
    std::vector<T> several(F make)
    {
        std::vector<T> result;
        for (auto count = below(5); count > 0; --count)
            result.push_back(make());
        return result;
    }

    std::mt19937 random_;
};

} // namespace dynasio::tests

#endif
