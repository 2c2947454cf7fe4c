// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SIGV4_SECRET_HPP
#define DYNASIO_SIGV4_SECRET_HPP

#include <cstddef>
#include <iosfwd>
#include <memory>
#include <string_view>

namespace dynasio::sigv4 {

/// Text that must not leak: a secret key, a session token, a password.
///
/// The text lies in a buffer of its own, never inside the object, so that no copy stays behind in a
/// small-string buffer or in a moved-from object. The buffer is overwritten before it is given back. Printing
/// shows `***`; the text itself comes out only through `reveal()`.
///
/// Thread safety: distinct objects may be used from any threads; one object as any value type of the standard
/// library.
class secret
{
public:
    /// An empty secret.
    secret() noexcept = default;

    /// Copies `text`. The caller's own copy stays the caller's concern.
    explicit secret(std::string_view text);

    secret(secret const& other);
    /// Takes the buffer over; `other` is empty afterwards.
    secret(secret&& other) noexcept;
    secret& operator=(secret const& other);
    secret& operator=(secret&& other) noexcept;

    /// Overwrites the text.
    ~secret();

    /// The text. The view is good until this object is assigned to, moved from, cleared or destroyed.
    std::string_view reveal() const noexcept { return {text_.get(), size_}; }

    /// Whether the text is empty, and its length in bytes. Neither is kept secret.
    bool empty() const noexcept { return size_ == 0; }
    std::size_t size() const noexcept { return size_; }

    /// Overwrites the text and becomes empty.
    void clear() noexcept;

    /// Compares in a time that depends on the sizes only, not on where the texts differ.
    friend bool operator==(secret const& left, secret const& right) noexcept;

    /// Writes `***`, whatever the text is.
    friend std::ostream& operator<<(std::ostream& out, secret const& value);

private:
    std::unique_ptr<char[]> text_;
    std::size_t size_ = 0;
};

bool operator==(secret const& left, secret const& right) noexcept;
std::ostream& operator<<(std::ostream& out, secret const& value);

} // namespace dynasio::sigv4

#endif
