// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_STORES_URLS_URL_SOURCE_HPP
#define DYNASIO_STORES_URLS_URL_SOURCE_HPP

#include <dynasio/http/body_source.hpp>

#include <concepts>
#include <memory>
#include <string>
#include <utility>

namespace dynasio {

/// Data to be written: bytes in memory, or a source that gives them piece by piece. What comes from a source that cannot be
/// rewound is sent once: the operation fails where others send their request again.
class url_source
{
public:
    url_source(std::string bytes) : source_(http::make_body_source(std::move(bytes))) {}
    url_source(char const* bytes) : url_source(std::string(bytes)) {}
    /// Not null.
    template <std::derived_from<http::body_source> Source>
    url_source(std::shared_ptr<Source> source) noexcept : source_(std::move(source))
    {}

    /// For the library.
    [[nodiscard]] std::shared_ptr<http::body_source> const& source() const noexcept { return source_; }

private:
    std::shared_ptr<http::body_source> source_;
};

} // namespace dynasio

#endif
