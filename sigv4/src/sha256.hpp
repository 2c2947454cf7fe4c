// SPDX-License-Identifier: BSL-1.0
//
// SHA-256 and HMAC of texts that come in small pieces.

#ifndef DYNASIO_SIGV4_SRC_SHA256_HPP
#define DYNASIO_SIGV4_SRC_SHA256_HPP

#include "digest.hpp"

#ifdef DYNASIO_EVP_ONLY
#include "evp_hash.hpp"
#else
#include "low_level_hash.hpp"
#endif

#include <array>
#include <cstddef>
#include <cstring>
#include <string_view>

namespace dynasio::sigv4::detail {

/// Computes any number of digests, one after the other. Gathers small pieces first, because a call of OpenSSL costs
/// about as much as a block. Overwrites its memory when destroyed. Throws what `hash_state` throws.
class sha256
{
public:
    sha256() = default;
    ~sha256();
    sha256(sha256 const&) = delete;
    sha256& operator=(sha256 const&) = delete;

    void update(std::string_view text)
    {
        if (text.size() > buffer_.size() - gathered_)
            return update_large(text);
        if (text.empty())
            return;
        std::memcpy(buffer_.data() + gathered_, text.data(), text.size());
        gathered_ += text.size();
    }

    void update(char one) { update(std::string_view(&one, 1)); }

    /// The digest of everything since the last one.
    digest finish();

    digest hash(std::string_view text)
    {
        update(text);
        return finish();
    }

    /// Begins an HMAC between two digests; pieces follow by `update`. `finish_hmac` takes the same key.
    void start_hmac(hmac_key const& key) { state_.start_hmac(key); }
    digest finish_hmac(hmac_key const& key);

    digest hmac(hmac_key const& key, std::string_view text)
    {
        start_hmac(key);
        update(text);
        return finish_hmac(key);
    }

private:
    void update_large(std::string_view text);
    void flush();

    hash_state state_;
    std::size_t gathered_ = 0;
    std::array<char, 256> buffer_;
};

} // namespace dynasio::sigv4::detail

#endif
