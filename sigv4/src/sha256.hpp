// SPDX-License-Identifier: BSL-1.0
//
// SHA-256 and HMAC, and the hexadecimal form of a digest.
//
// This calls OpenSSL's SHA-256 directly and not through EVP, although that is marked deprecated: measured
// with OpenSSL 3.0, EVP adds 115 ns to each digest and 150 ns to make a context, a block takes 48 ns, and a
// signature is four short digests. The plain state can also be copied, so that the two blocks of an HMAC key
// are hashed once a day.

#ifndef DYNASIO_SIGV4_SRC_SHA256_HPP
#define DYNASIO_SIGV4_SRC_SHA256_HPP

#ifndef OPENSSL_SUPPRESS_DEPRECATED
#define OPENSSL_SUPPRESS_DEPRECATED
#endif
#include <openssl/sha.h>

#include <array>
#include <cstddef>
#include <cstring>
#include <string_view>

namespace dynasio::sigv4::detail {

using digest = std::array<unsigned char, 32>;
using hex_digest = std::array<char, 64>;

hex_digest to_hex(digest const& bytes) noexcept;

inline std::string_view as_text(hex_digest const& hex) noexcept
{
    return {hex.data(), hex.size()};
}

inline std::string_view as_text(digest const& bytes) noexcept
{
    return {reinterpret_cast<char const*>(bytes.data()), bytes.size()};
}

/// The states of the two digests of an HMAC after the key has gone in.
class hmac_key
{
public:
    explicit hmac_key(std::string_view key) noexcept;
    ~hmac_key();
    hmac_key(hmac_key const&) = delete;
    hmac_key& operator=(hmac_key const&) = delete;

private:
    friend class sha256;
    SHA256_CTX inner_;
    SHA256_CTX outer_;
};

/// Computes any number of digests, one after the other. Small pieces are gathered first, because a call costs
/// about as much as a block. Overwrites its memory in the end.
class sha256
{
public:
    sha256() noexcept { SHA256_Init(&state_); }
    ~sha256();
    sha256(sha256 const&) = delete;
    sha256& operator=(sha256 const&) = delete;

    void update(std::string_view text) noexcept
    {
        if (text.size() > buffer_.size() - gathered_)
            return update_large(text);
        if (text.empty())
            return;
        std::memcpy(buffer_.data() + gathered_, text.data(), text.size());
        gathered_ += text.size();
    }

    void update(char one) noexcept { update(std::string_view(&one, 1)); }

    /// The digest of everything since the last one.
    digest finish() noexcept;

    digest hash(std::string_view text) noexcept
    {
        update(text);
        return finish();
    }

    /// Begins an HMAC between two digests; pieces follow by `update`. `finish_hmac` takes the same key.
    void start_hmac(hmac_key const& key) noexcept { state_ = key.inner_; }
    digest finish_hmac(hmac_key const& key) noexcept;

    digest hmac(hmac_key const& key, std::string_view text) noexcept
    {
        start_hmac(key);
        update(text);
        return finish_hmac(key);
    }

private:
    void update_large(std::string_view text) noexcept;
    void flush() noexcept;

    SHA256_CTX state_;
    std::size_t gathered_ = 0;
    std::array<char, 256> buffer_;
};

} // namespace dynasio::sigv4::detail

#endif
