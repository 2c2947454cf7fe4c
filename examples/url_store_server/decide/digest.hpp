// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_EXAMPLES_URL_STORE_SERVER_DECIDE_DIGEST_HPP
#define DYNASIO_EXAMPLES_URL_STORE_SERVER_DECIDE_DIGEST_HPP

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace examples {

/// The SHA-256 of bytes that arrive in pieces. Functions throw `std::runtime_error` if OpenSSL fails.
class sha256
{
public:
    sha256();
    sha256(sha256&&) noexcept;
    ~sha256();

    void update(std::span<std::byte const> bytes);

    /// 64 hexadecimal digits. To be called once, at the end.
    std::string hex();

private:
    struct state;
    std::unique_ptr<state> state_;
};

/// The SHA-256 of a text, as 64 hexadecimal digits.
std::string sha256_hex(std::string_view text);

/// 32 random hexadecimal digits.
std::string random_hex();

} // namespace examples

#endif
