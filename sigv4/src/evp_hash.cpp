// SPDX-License-Identifier: BSL-1.0

#ifdef DYNASIO_EVP_ONLY

#include "evp_hash.hpp"

#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/params.h>

#include <array>
#include <stdexcept>
#include <string>

namespace dynasio::sigv4::detail {

namespace {

/// Throws with the reason that OpenSSL gives, and leaves its queue of errors empty for the next user.
[[noreturn]] void fail(char const* what)
{
    char const* const reason = ERR_reason_error_string(ERR_peek_last_error());
    std::string message = std::string("OpenSSL: ") + what;
    if (reason)
        message.append(" (").append(reason).append(")");
    ERR_clear_error();
    throw std::runtime_error(message);
}

void require(bool good, char const* what)
{
    if (!good)
        fail(what);
}

template <class Algorithm>
Algorithm* required(Algorithm* fetched, char const* what)
{
    require(fetched, what);
    return fetched;
}

// Both algorithms are kept until the process ends: an application may sign until then. Fetching one takes locks
// and compares property queries, so that it costs more than a digest.

EVP_MD* fetched_sha256()
{
    static EVP_MD* const algorithm =
        required(EVP_MD_fetch(nullptr, "SHA256", nullptr), "no provider offers SHA-256");
    return algorithm;
}

EVP_MAC* fetched_hmac()
{
    static EVP_MAC* const algorithm =
        required(EVP_MAC_fetch(nullptr, "HMAC", nullptr), "no provider offers HMAC");
    return algorithm;
}

} // namespace

void require_sha256()
{
    fetched_sha256();
    fetched_hmac();
}

hmac_key::hmac_key(std::string_view key) : keyed_(EVP_MAC_CTX_new(fetched_hmac()))
{
    std::string name = "SHA256";
    std::array<OSSL_PARAM, 2> const parameters{
        OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, name.data(), name.size()),
        OSSL_PARAM_construct_end()};
    // OpenSSL takes a null pointer for "keep the key".
    auto const* const bytes = reinterpret_cast<unsigned char const*>(key.empty() ? "" : key.data());
    require(keyed_ && EVP_MAC_init(keyed_.get(), bytes, key.size(), parameters.data()) == 1,
        "HMAC-SHA-256 does not start");
}

void hash_state::start()
{
    if (!context_)
        context_.reset(EVP_MD_CTX_new());
    require(context_ && EVP_DigestInit_ex2(context_.get(), fetched_sha256(), nullptr) == 1,
        "SHA-256 does not start");
    started_ = true;
}

void hash_state::update(char const* data, std::size_t size)
{
    if (hmac_)
    {
        require(EVP_MAC_update(hmac_.get(), reinterpret_cast<unsigned char const*>(data), size) == 1,
            "HMAC-SHA-256 failed");
        return;
    }
    if (!started_)
        start();
    require(EVP_DigestUpdate(context_.get(), data, size) == 1, "SHA-256 failed");
}

digest hash_state::finish()
{
    if (!started_)
        start();
    digest result;
    require(EVP_DigestFinal_ex(context_.get(), result.data(), nullptr) == 1, "SHA-256 failed");
    started_ = false;
    return result;
}

void hash_state::start_hmac(hmac_key const& key)
{
    hmac_.reset(EVP_MAC_CTX_dup(key.keyed_.get()));
    require(hmac_ != nullptr, "HMAC-SHA-256 does not start");
}

digest hash_state::finish_hmac(hmac_key const&)
{
    digest result;
    std::size_t size = 0;
    require(EVP_MAC_final(hmac_.get(), result.data(), &size, result.size()) == 1 && size == result.size(),
        "HMAC-SHA-256 failed");
    hmac_.reset();
    return result;
}

} // namespace dynasio::sigv4::detail

#endif
