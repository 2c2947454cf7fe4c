// SPDX-License-Identifier: BSL-1.0
//
// Any bytes as an encrypted value, in both forms. Only bytes that were made with the key are opened by the authenticated one.

#include "stores/documents/encryption/envelope.hpp"
#include "stores/documents/encryption/legacy_cipher.hpp"

#include <cstdint>
#include <cstdlib>
#include <cstring>

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    using namespace dynasio;
    using namespace dynasio::stores;
    using namespace dynasio::stores::documents;
    auto const* const bytes = reinterpret_cast<std::byte const*>(data);
    binary const stored(bytes, bytes + size);
    auto const key_id = key_id_of(stored);
    if (key_id && (!is_envelope(stored) || key_id->size() > longest_key_id))
        std::abort();

    static envelope_cipher cipher({.bytes = secret("somekey"), .id = {}});
    static auto const document = document_binding("", "doc-1");
    if (auto const value = cipher.open(document, {"location", "city"}, stored))
    {
        gcm_nonce nonce;
        std::memcpy(nonce.data(), stored.data() + 6, nonce.size());
        if (cipher.seal(nonce, document, {"location", "city"}, *value) != stored)
            std::abort();
    }

    static legacy_cipher const legacy(secret("somekey"));
    if (auto const text = legacy.open(stored, true); text && text->size() >= size)
        std::abort();
    return 0;
}
