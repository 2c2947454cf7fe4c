// SPDX-License-Identifier: BSL-1.0
//
// Memory of exchanges that carry secrets (`request::secret`).

#ifndef DYNASIO_SRC_HTTP_EXCHANGE_SECRET_BYTES_HPP
#define DYNASIO_SRC_HTTP_EXCHANGE_SECRET_BYTES_HPP

#include "text/ini_text.hpp"

#include <openssl/crypto.h>

#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

namespace dynasio::http {

template <class Byte>
void overwrite(std::vector<Byte>& bytes) noexcept
{
    if (!bytes.empty())
        OPENSSL_cleanse(bytes.data(), bytes.size());
}

/// Makes a buffer larger, and overwrites what it was kept in before.
inline void grow_secret(std::vector<char>& bytes, std::size_t size)
{
    std::vector<char> larger(size);
    std::copy(bytes.begin(), bytes.end(), larger.begin());
    bytes.swap(larger);
    overwrite(larger);
}

/// Overwrites text at the end of its scope, if it holds a secret. Text that was moved from has nothing left, since secret
/// bodies are never inside of the object.
class wiped_at_end
{
public:
    wiped_at_end(std::string& text, bool secret) noexcept : text_(secret ? &text : nullptr) {}
    wiped_at_end(wiped_at_end const&) = delete;
    wiped_at_end& operator=(wiped_at_end const&) = delete;
    ~wiped_at_end()
    {
        if (text_)
            text::wipe(*text_);
    }

private:
    std::string* text_;
};

} // namespace dynasio::http

#endif
