// SPDX-License-Identifier: BSL-1.0

#include <dynasio/stores/credentials/key_pair.hpp>

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <initializer_list>
#include <limits>
#include <memory>
#include <span>
#include <stdexcept>

namespace dynasio {

namespace {

constexpr std::size_t digest_size = 32;

/// SHA-256 of the parts as if they were one text; the digest is overwritten when it is no longer needed.
class digest
{
public:
    explicit digest(std::initializer_list<std::span<std::byte const>> parts)
    {
        std::unique_ptr<EVP_MD_CTX, void (*)(EVP_MD_CTX*)> const context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
        bool good = context && EVP_DigestInit_ex(context.get(), EVP_sha256(), nullptr) == 1;
        for (auto const part : parts)
            good = good && EVP_DigestUpdate(context.get(), part.data(), part.size()) == 1;
        bytes_.resize(digest_size);
        if (!good
            || EVP_DigestFinal_ex(context.get(), reinterpret_cast<unsigned char*>(bytes_.data()), nullptr)
                != 1)
            throw std::runtime_error("SHA-256 failed");
    }
    ~digest() { OPENSSL_cleanse(bytes_.data(), bytes_.size()); }
    digest(digest const&) = delete;
    digest& operator=(digest const&) = delete;

    [[nodiscard]] binary const& bytes() const { return bytes_; }

private:
    binary bytes_;
};

std::span<std::byte const> bytes_of(std::string_view text)
{
    return std::as_bytes(std::span(text.data(), text.size()));
}

} // namespace

std::string make_public_key(std::string_view sub, random_bytes const& random)
{
    digest const hashed{bytes_of(sub), random};
    return "pk_" + base64url_encode(hashed.bytes());
}

secret make_secret_key(std::string_view sub, binary const& salt, secret const& service_secret)
{
    digest const hashed{bytes_of(sub), salt, bytes_of(service_secret.reveal())};
    std::string encoded = base64url_encode(hashed.bytes());
    std::string text;
    text.reserve(3 + encoded.size());
    text.append("sk_").append(encoded);
    secret result(text);
    OPENSSL_cleanse(encoded.data(), encoded.size());
    OPENSSL_cleanse(text.data(), text.size());
    return result;
}

binary hash_secret_key(secret const& secret_key, binary const& salt, unsigned rounds)
{
    constexpr auto highest = std::numeric_limits<int>::max();
    if (rounds == 0 || rounds > static_cast<unsigned>(highest))
        throw std::invalid_argument("rounds: from 1 to 2147483647");
    if (secret_key.size() > static_cast<std::size_t>(highest)
        || salt.size() > static_cast<std::size_t>(highest))
        throw std::invalid_argument("secret key or salt: too long");
    binary hash(digest_size);
    auto const password = secret_key.reveal();
    // An empty view may have no address, which OpenSSL takes for "no password given".
    if (PKCS5_PBKDF2_HMAC(password.empty() ? "" : password.data(), static_cast<int>(password.size()),
            reinterpret_cast<unsigned char const*>(salt.data()), static_cast<int>(salt.size()),
            static_cast<int>(rounds), EVP_sha256(), static_cast<int>(hash.size()),
            reinterpret_cast<unsigned char*>(hash.data()))
        != 1)
        throw std::runtime_error("PBKDF2 failed");
    return hash;
}

key_pair make_key_pair(std::string_view sub, secret const& service_secret, random_bytes const& salt,
    random_bytes const& random, unsigned rounds)
{
    key_pair result;
    result.keys.public_key = make_public_key(sub, random);
    result.keys.salt.assign(salt.begin(), salt.end());
    result.secret_key = make_secret_key(sub, result.keys.salt, service_secret);
    result.keys.secret_key_hash = hash_secret_key(result.secret_key, result.keys.salt, rounds);
    return result;
}

} // namespace dynasio
