// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_HTTP_EXCHANGE_HEADER_CHECK_HPP
#define DYNASIO_SRC_HTTP_EXCHANGE_HEADER_CHECK_HPP

#include "http/exchange/field_lines.hpp"

#include <boost/system/error_code.hpp>

#include <cstddef>
#include <string_view>

namespace dynasio::http {

/// Checks the header of a response while it arrives, so that bytes that are no HTTP are refused at once. It is stricter than
/// a recipient must be where a lenient reading could end the body at another place than the server does.
class header_check
{
public:
    struct limits
    {
        std::size_t header_bytes;
        std::size_t body_bytes;
    };

    header_check() = default;
    header_check(limits l, bool to_head) : limits_(l), to_head_(to_head) {}

    /// `bytes` begin with the header; those that were there in the call before are not read again. Returns the size of the
    /// header once its empty line is there, else 0. The error does not depend on how the bytes came.
    std::size_t scan(std::string_view bytes, boost::system::error_code& e);

    [[nodiscard]] unsigned status() const noexcept { return status_; }

    /// Whether a value continues on another line.
    [[nodiscard]] bool folded() const noexcept { return folded_; }

    /// Whether the status allows no body, but the header announces one.
    [[nodiscard]] bool announces_forbidden_body() const noexcept { return forbidden_body_; }

private:
    void status_line(char c, boost::system::error_code& e);
    void field_byte(char c, std::string_view header, boost::system::error_code& e);
    void framing(std::string_view line, boost::system::error_code& e);
    void length(std::string_view value, boost::system::error_code& e);
    [[nodiscard]] bool has_body() const noexcept;

    limits limits_{};
    bool to_head_ = false;
    std::size_t at_ = 0; ///< what has been read
    std::size_t line_ = 0;
    unsigned status_ = 0;
    bool status_ended_ = false;
    bool complete_ = false;
    field_lines lines_;
    bool has_framing_ = false; ///< Content-Length or Transfer-Encoding
    bool line_frames_ = false; ///< the last line is one that a fold may not continue
    bool folded_ = false;
    bool forbidden_body_ = false;
};

} // namespace dynasio::http

#endif
