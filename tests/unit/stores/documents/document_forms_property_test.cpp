// SPDX-License-Identifier: BSL-1.0
//
// Random documents come back from storage with the same text if their fields were encrypted, in both forms; and documents of
// what JSON has cross JSON text and Boost.JSON. The seeds are fixed, so that a failure can be repeated.

#include "divided_documents.hpp"

#include "stores/documents/encryption/envelope.hpp"
#include "stores/documents/encryption/legacy_cipher.hpp"

#include <dynasio/stores/documents/boost_json.hpp>
#include <dynasio/stores/documents/json_text.hpp>

#include <boost/json/value.hpp>
#include <gtest/gtest.h>

#include <cstddef>
#include <string>

namespace dynasio::stores::documents {
namespace {

using namespace tests;

/// Bytes that are not used twice.
template <class Bytes>
Bytes next_bytes(document_generator& random)
{
    Bytes result;
    for (auto& each : result)
        each = static_cast<typename Bytes::value_type>(random.below(256));
    return result;
}

/// Whether a field is one of those that are encrypted.
bool is_chosen(document_path const& where)
{
    return where.text().size() % 3 != 0;
}

TEST(document_forms, envelopes_keep_types_and_places)
{
    envelope_cipher cipher({.bytes = secret("somekey"), .id = "k"});
    std::size_t sealed = 0;
    for_each_document(5, kinds::all,
        [&](divisible const& one, document_generator& random)
        {
            auto const bound = document_binding("", one.keys[0]);
            auto changed = one.document;
            for_each_leaf(changed, {}, {},
                [&](document_path const& where, attribute_value& value)
                {
                    if (!is_chosen(where))
                        return;
                    value = cipher.seal(next_bytes<gcm_nonce>(random), bound, where, value);
                    ++sealed;
                });
            auto const items = one.divide(changed);
            auto whole = assembled(items[0], stored(items), random);
            for_each_leaf(whole.document(), {}, {},
                [&](document_path const& where, attribute_value& value)
                {
                    if (!is_chosen(where))
                        return;
                    auto opened = cipher.open(bound, where, value.as_binary());
                    ASSERT_TRUE(opened) << where;
                    value = *std::move(opened);
                });
            EXPECT_EQ(text_of(whole.document()), text_of(one.document));
        });
    EXPECT_GT(sealed, 1000u);
}

// Of the legacy form only texts come back with their type.
TEST(document_forms, texts_survive_the_legacy_form)
{
    legacy_cipher const cipher(secret("somekey"));
    std::size_t sealed = 0;
    for_each_document(6, kinds::all,
        [&](divisible const& one, document_generator& random)
        {
            place_set chosen;
            auto changed = one.document;
            for_each_leaf(changed, {}, {},
                [&](document_path const& where, attribute_value& value)
                {
                    if (!value.if_string())
                        return;
                    value = cipher.seal(next_bytes<legacy_iv>(random), *python_text(value));
                    chosen.insert(where.segments());
                    ++sealed;
                });
            auto const items = one.divide(changed);
            auto whole = assembled(items[0], stored(items), random);
            for_each_leaf(whole.document(), {}, {},
                [&](document_path const& where, attribute_value& value)
                {
                    if (!chosen.contains(where.segments()))
                        return;
                    auto opened = cipher.open(value.as_binary(), false);
                    ASSERT_TRUE(opened) << where;
                    value = *std::move(opened);
                });
            EXPECT_EQ(text_of(whole.document()), text_of(one.document));
        });
    EXPECT_GT(sealed, 500u);
}

TEST(document_forms, documents_of_json_cross_json_unchanged)
{
    for_each_document(7, kinds::of_json,
        [](divisible const& one, document_generator& random)
        {
            auto const text = to_json_text(one.document);
            auto const read = from_json_text(text);
            EXPECT_EQ(text_of(read), text_of(one.document));
            EXPECT_EQ(to_json_text(read), text);
            auto const items = one.divide(read);
            EXPECT_EQ(to_json_text(assembled(items[0], stored(items), random).document()), text);

            auto const value = to_boost_json(one.document, {.inexact = inexact_numbers::as_text});
            auto const back = to_boost_json(from_boost_json(value));
            EXPECT_EQ(back, value);
            try
            {
                EXPECT_EQ(from_boost_json(to_boost_json(one.document)), one.document);
            }
            catch (json_text_error const&)
            {} // a number that Boost.JSON does not hold
        });
}

} // namespace
} // namespace dynasio::stores::documents
