// SPDX-License-Identifier: BSL-1.0

#include <dynasio/sigv4/secret.hpp>

#include <openssl/crypto.h>

#include <algorithm>
#include <ostream>
#include <utility>

namespace dynasio::sigv4 {

secret::secret(std::string_view text)
    : text_(text.empty() ? nullptr : new char[text.size()]), size_(text.size())
{
    std::copy(text.begin(), text.end(), text_.get());
}

secret::secret(secret const& other) : secret(other.reveal()) {}

secret::secret(secret&& other) noexcept : text_(std::move(other.text_)), size_(std::exchange(other.size_, 0))
{}

secret& secret::operator=(secret const& other)
{
    if (this != &other)
        *this = secret(other);
    return *this;
}

secret& secret::operator=(secret&& other) noexcept
{
    if (this != &other)
    {
        clear();
        text_ = std::move(other.text_);
        size_ = std::exchange(other.size_, 0);
    }
    return *this;
}

secret::~secret()
{
    clear();
}

void secret::clear() noexcept
{
    if (text_)
        OPENSSL_cleanse(text_.get(), size_);
    text_.reset();
    size_ = 0;
}

bool operator==(secret const& left, secret const& right) noexcept
{
    return left.size_ == right.size_
        && (left.size_ == 0 || CRYPTO_memcmp(left.text_.get(), right.text_.get(), left.size_) == 0);
}

std::ostream& operator<<(std::ostream& out, secret const&)
{
    return out << "***";
}

} // namespace dynasio::sigv4
