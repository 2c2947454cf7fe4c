// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_STORES_DOCUMENTS_ENCRYPTION_FIELD_CIPHERS_HPP
#define DYNASIO_SRC_STORES_DOCUMENTS_ENCRYPTION_FIELD_CIPHERS_HPP

#include "stores/documents/encryption/envelope.hpp"
#include "stores/documents/encryption/legacy_cipher.hpp"

#include <dynasio/stores/documents/document_key.hpp>

#include <cstddef>
#include <functional>
#include <list>
#include <memory>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace dynasio::stores::documents {

/// The ciphers of the keys that one operation has met, each made once.
class field_ciphers
{
public:
    /// The ciphers of one key, made when they are used.
    class entry
    {
    public:
        explicit entry(document_key key) : key_(std::move(key)) {}

        [[nodiscard]] document_key const& key() const noexcept { return key_; }

        /// Throws as the constructor of `envelope_cipher`.
        envelope_cipher& envelope()
        {
            if (!envelope_)
                envelope_ = std::make_unique<envelope_cipher>(key_);
            return *envelope_;
        }
        legacy_cipher const& legacy()
        {
            if (!legacy_)
                legacy_ = std::make_unique<legacy_cipher>(key_.bytes);
            return *legacy_;
        }

    private:
        document_key key_;
        std::unique_ptr<envelope_cipher> envelope_;
        std::unique_ptr<legacy_cipher> legacy_;
    };

    /// Valid as long as this.
    entry& of(document_key key)
    {
        if (last_ && is_of(*last_, key)) // mostly
            return *last_;
        auto const hash = std::hash<std::string_view>()(key.bytes.reveal());
        auto const [begin, end] = by_hash_.equal_range(hash);
        for (auto i = begin; i != end; ++i)
            if (is_of(*i->second, key))
                return *(last_ = i->second);
        last_ = &all_.emplace_back(std::move(key));
        by_hash_.emplace(hash, last_);
        return *last_;
    }

private:
    static bool is_of(entry const& known, document_key const& key)
    {
        return known.key().id == key.id && known.key().bytes == key.bytes;
    }

    std::list<entry> all_;
    std::unordered_multimap<std::size_t, entry*> by_hash_;
    entry* last_ = nullptr;
};

} // namespace dynasio::stores::documents

#endif
