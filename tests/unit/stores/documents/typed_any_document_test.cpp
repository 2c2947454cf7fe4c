// SPDX-License-Identifier: BSL-1.0
//
// Random documents, made of what documents are made of: they are read, or refused with an error, and nothing else happens.

#include "typed_types.hpp"

#include <gtest/gtest.h>

#include <random>

namespace dynasio {
namespace {

using namespace typed_types;

unsigned below(std::mt19937& random, std::size_t n)
{
    return static_cast<unsigned>(random() % n);
}

/// Any value, with what documents are made of often in it.
attribute_value any_value(std::mt19937& random, int depth = 0)
{
    static constexpr std::string_view names[] = {"__class__", "__module__", "__metatype__", "value", "pet",
        "late", "others", "age", "home", "born", "places", "primary_key", "table_name:", "lives", "name"};
    static constexpr std::string_view texts[] = {"builtins", "value", "shard", "int", "list", "dict",
        "NoneType", "str", "Dog", "pets", "cat", "__main__", "None"};
    switch (below(random, depth < 4 ? 6 : 4))
    {
    case 0:
        return nullptr;
    case 1:
        return below(random, 100);
    case 2:
        return below(random, 2) == 0;
    case 3:
        return texts[below(random, std::size(texts))];
    case 4: {
        attribute_list list;
        for (auto n = below(random, 3); n > 0; --n)
            list.push_back(any_value(random, depth + 1));
        return list;
    }
    default: {
        item map;
        for (auto n = below(random, 8); n > 0; --n)
            map.set(names[below(random, std::size(names))], any_value(random, depth + 1));
        if (below(random, 2) == 0)
        {
            map.set("__metatype__", below(random, 3) == 0 ? "shard" : "value");
            map.set("__module__", below(random, 4) == 0 ? "pets" : "builtins");
            map.set("__class__", texts[below(random, std::size(texts))]);
        }
        return map;
    }
    }
}

template <class T>
int count_readable(unsigned seed, typed_reading how)
{
    std::mt19937 random(seed);
    int readable = 0;
    for (int i = 0; i < 500; ++i)
        try
        {
            attribute_value const document = any_value(random);
            (void)to_document(from_document<T>(document, how), how.form);
            ++readable;
        }
        catch (mapping_error const& e)
        {
            EXPECT_NE(e.reason(), "");
        }
    return readable;
}

TEST(typed_any_document, any_document_is_read_or_refused)
{
    int readable = 0;
    for (unsigned seed = 1; seed <= 5; ++seed)
        for (auto const form : {document_form::wrapped, document_form::plain})
            for (bool const accepts_text : {false, true})
            {
                typed_reading const how{.form = form, .accepts_text = accepts_text};
                readable += count_readable<household>(seed, how);
                readable += count_readable<person>(seed, how);
            }
    EXPECT_GT(readable, 0);
}

} // namespace
} // namespace dynasio
