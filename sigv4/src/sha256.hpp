// SPDX-License-Identifier: BSL-1.0
//
// SHA-256 and HMAC over OpenSSL's digest contexts, and the hexadecimal form of a digest.

#ifndef DYNASIO_SIGV4_SRC_SHA256_HPP
#define DYNASIO_SIGV4_SRC_SHA256_HPP

#include <array>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

struct evp_md_st;
struct evp_md_ctx_st;

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

/// The algorithm as found once; looking it up costs more than hashing a block. Immutable, so it may be shared
/// by threads.
class sha256_algorithm
{
public:
    /// Throws `std::runtime_error` if OpenSSL offers no SHA-256.
    sha256_algorithm();

    evp_md_st const* get() const noexcept { return algorithm_.get(); }

private:
    struct free_algorithm
    {
        void operator()(evp_md_st* algorithm) const noexcept;
    };
    std::unique_ptr<evp_md_st, free_algorithm> algorithm_;
};

/// One context for any number of digests, one after the other. Small pieces are gathered first: a call into
/// OpenSSL costs about as much as a block.
class sha256_context
{
public:
    /// `algorithm` must outlive this. Throws `std::bad_alloc` or `std::runtime_error`.
    explicit sha256_context(sha256_algorithm const& algorithm);
    ~sha256_context();
    sha256_context(sha256_context const&) = delete;
    sha256_context& operator=(sha256_context const&) = delete;

    void update(std::string_view text);
    void update(char one) { update(std::string_view(&one, 1)); }

    /// The digest of everything since the last one.
    digest finish();

    digest hash(std::string_view text)
    {
        update(text);
        return finish();
    }

    /// Begins an HMAC-SHA-256 between two digests; pieces follow by `update`. `finish_hmac` takes the same
    /// key. The key's two blocks go through the context each time: with OpenSSL 3.0 that is cheaper than
    /// copying a keyed context, which allocates.
    void start_hmac(std::string_view key);
    digest finish_hmac(std::string_view key);

    digest hmac(std::string_view key, std::string_view text)
    {
        start_hmac(key);
        update(text);
        return finish_hmac(key);
    }

private:
    struct free_context
    {
        void operator()(evp_md_ctx_st* context) const noexcept;
    };

    void start();
    void update_key(std::string_view key, char pad);
    void flush();

    sha256_algorithm const& algorithm_;
    std::unique_ptr<evp_md_ctx_st, free_context> context_;
    bool started_ = false;
    std::size_t gathered_ = 0;
    std::array<char, 768> buffer_;
};

} // namespace dynasio::sigv4::detail

#endif
