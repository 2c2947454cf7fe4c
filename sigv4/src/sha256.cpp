// SPDX-License-Identifier: BSL-1.0

#include "sha256.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <cstring>
#include <new>
#include <stdexcept>

namespace dynasio::sigv4::detail {

namespace {

void check(int done)
{
    if (done != 1)
        throw std::runtime_error("OpenSSL failed to compute a SHA-256 digest");
}

constexpr std::size_t block_size = 64;

} // namespace

hex_digest to_hex(digest const& bytes) noexcept
{
    constexpr char digits[] = "0123456789abcdef";
    hex_digest hex;
    auto out = hex.begin();
    for (unsigned char const byte : bytes)
    {
        *out++ = digits[byte >> 4];
        *out++ = digits[byte & 15];
    }
    return hex;
}

sha256_algorithm::sha256_algorithm() : algorithm_(EVP_MD_fetch(nullptr, "SHA256", nullptr))
{
    if (!algorithm_)
        throw std::runtime_error("OpenSSL offers no SHA-256");
}

void sha256_algorithm::free_algorithm::operator()(evp_md_st* algorithm) const noexcept
{
    EVP_MD_free(algorithm);
}

sha256_context::sha256_context(sha256_algorithm const& algorithm)
    : algorithm_(algorithm), context_(EVP_MD_CTX_new())
{
    if (!context_)
        throw std::bad_alloc();
}

sha256_context::~sha256_context()
{
    // Pieces of a key or a token may have gone through the buffer.
    OPENSSL_cleanse(buffer_.data(), buffer_.size());
}

void sha256_context::free_context::operator()(evp_md_ctx_st* context) const noexcept
{
    EVP_MD_CTX_free(context);
}

void sha256_context::start()
{
    if (!started_)
        check(EVP_DigestInit_ex2(context_.get(), algorithm_.get(), nullptr));
    started_ = true;
}

void sha256_context::flush()
{
    if (gathered_ == 0)
        return;
    start();
    check(EVP_DigestUpdate(context_.get(), buffer_.data(), gathered_));
    gathered_ = 0;
}

void sha256_context::update(std::string_view text)
{
    if (text.size() > buffer_.size() - gathered_)
    {
        flush();
        if (text.size() > buffer_.size())
        {
            start();
            check(EVP_DigestUpdate(context_.get(), text.data(), text.size()));
            return;
        }
    }
    std::memcpy(buffer_.data() + gathered_, text.data(), text.size());
    gathered_ += text.size();
}

digest sha256_context::finish()
{
    start();
    flush();
    digest result;
    check(EVP_DigestFinal_ex(context_.get(), result.data(), nullptr));
    started_ = false;
    return result;
}

void sha256_context::update_key(std::string_view key, char pad)
{
    digest hashed_key;
    if (key.size() > block_size)
    {
        hashed_key = hash(key);
        key = as_text(hashed_key);
    }
    std::array<char, block_size> block;
    block.fill(pad);
    for (std::size_t i = 0; i != key.size(); ++i)
        block[i] = static_cast<char>(pad ^ key[i]);
    update({block.data(), block.size()});
    OPENSSL_cleanse(block.data(), block.size());
}

void sha256_context::start_hmac(std::string_view key)
{
    update_key(key, 0x36);
}

digest sha256_context::finish_hmac(std::string_view key)
{
    digest const inside = finish();
    update_key(key, 0x5c);
    return hash(as_text(inside));
}

} // namespace dynasio::sigv4::detail
