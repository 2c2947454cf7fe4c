// SPDX-License-Identifier: BSL-1.0
//
// SHA-256 and HMAC on OpenSSL's EVP interface, with -DDYNASIO_EVP_ONLY=ON: the provider that the application has
// configured, such as the FIPS provider, computes both. No deprecated function is called.

#ifndef DYNASIO_SIGV4_SRC_EVP_HASH_HPP
#define DYNASIO_SIGV4_SRC_EVP_HASH_HPP

#include "digest.hpp"

#include <openssl/evp.h>

#include <cstddef>
#include <memory>
#include <string_view>

namespace dynasio::sigv4::detail {

struct evp_deleter
{
    void operator()(EVP_MD_CTX* context) const noexcept { EVP_MD_CTX_free(context); }
    void operator()(EVP_MAC_CTX* context) const noexcept { EVP_MAC_CTX_free(context); }
};

/// Fetches SHA-256 and HMAC, once per process. Throws `std::runtime_error` if no provider offers them.
void require_sha256();

/// An HMAC context that has its key. OpenSSL overwrites its memory when it is freed.
class hmac_key
{
public:
    /// Throws `std::runtime_error` if OpenSSL fails.
    explicit hmac_key(std::string_view key);

private:
    friend class hash_state;
    std::unique_ptr<EVP_MAC_CTX, evp_deleter> keyed_;
};

/// Computes one digest after the other, without gathering small pieces. Each function throws `std::runtime_error`
/// if OpenSSL fails.
class hash_state
{
public:
    void update(char const* data, std::size_t size);
    digest finish();

    /// Copies the context of the key, which other threads may be copying as well.
    void start_hmac(hmac_key const& key);
    digest finish_hmac(hmac_key const& key);

private:
    void start();

    std::unique_ptr<EVP_MD_CTX, evp_deleter> context_;
    bool started_ = false;
    /// Set from `start_hmac` to `finish_hmac`.
    std::unique_ptr<EVP_MAC_CTX, evp_deleter> hmac_;
};

} // namespace dynasio::sigv4::detail

#endif
