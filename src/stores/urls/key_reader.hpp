// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_STORES_URLS_KEY_READER_HPP
#define DYNASIO_SRC_STORES_URLS_KEY_READER_HPP

#include "stores/urls/store_request.hpp"

#include <dynasio/stores/urls/url_query.hpp>

#include <boost/asio/awaitable.hpp>

#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace dynasio::stores::urls {

/// Lines out of pieces of text: each ends in LF or CR LF, the last one perhaps in nothing. Pure.
class line_splitter
{
public:
    static constexpr std::size_t longest = 64 * 1024;

    void add(std::string_view piece) { text_.erase(0, std::exchange(at_, 0)).append(piece); }

    /// The next line that is complete and not blank; with `at_end`, the rest counts as complete. Throws `std::length_error`
    /// for one that is longer than `longest`.
    std::optional<std::string> next(bool at_end);

private:
    std::string text_;
    std::size_t at_ = 0;
    std::size_t searched_ = 0; // from `at_` on there is no end of a line in so much
};

/// The state of a `url_key_stream`.
class key_reader
{
public:
    /// `pattern`: only keys that match it. `operation` is for errors.
    key_reader(store_access store, char const* operation, std::string parameters,
        std::optional<std::string> pattern, url_call_options options);

    boost::asio::awaitable<std::optional<std::string>> next();

private:
    boost::asio::awaitable<std::optional<std::string>> read();
    boost::asio::awaitable<void> open();
    [[noreturn]] void fail_malformed(std::string reason) const;

    store_access store_;
    store_request request_;
    std::string parameters_;
    std::optional<std::string> pattern_;
    url_call_options options_;
    std::optional<store_response> response_;
    line_splitter lines_;
    bool at_end_ = false;
    std::exception_ptr failure_;
};

} // namespace dynasio::stores::urls

#endif
