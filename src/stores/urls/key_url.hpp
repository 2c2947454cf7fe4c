// SPDX-License-Identifier: BSL-1.0
//
// Which URLs stand for a key, and how keys and queries are written in them. Pure.

#ifndef DYNASIO_SRC_STORES_URLS_KEY_URL_HPP
#define DYNASIO_SRC_STORES_URLS_KEY_URL_HPP

#include "http/message/url.hpp"

#include <dynasio/stores/urls/url_store_options.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dynasio::stores::urls {

/// Why this is no key; empty for one that is.
[[nodiscard]] std::string refusal_of_key(std::string_view key, bool allow_empty_segments);

/// The key with all that the path of a URL cannot have, and `%`, percent-encoded.
[[nodiscard]] std::string escape_key(std::string_view key);

/// The text in the form of HTML forms (`application/x-www-form-urlencoded`).
[[nodiscard]] std::string escape_form(std::string_view text);

/// Whether the text matches a pattern of the shell: `*`, `?`, `[...]`, `[!...]`.
[[nodiscard]] bool matches_glob(std::string_view pattern, std::string_view text);

/// Whether this can be the name of metadata in a query.
[[nodiscard]] bool is_identifier(std::string_view name);

/// The text of a format, cut at its placeholders.
class url_format
{
public:
    /// Throws `std::invalid_argument` that begins with `name`.
    url_format(std::string_view name, std::string_view format, std::string_view base, bool with_part);

    [[nodiscard]] std::string expand(std::string_view key, std::string_view part) const;

private:
    enum class place : unsigned char
    {
        none,
        key,
        part
    };
    struct piece
    {
        std::string text;
        place then = place::none;
    };
    std::vector<piece> pieces_;
};

/// The URLs of a store.
class key_urls
{
public:
    /// Throws `std::invalid_argument` that names the first invalid member.
    explicit key_urls(url_store_options const& options);

    /// Of a key that was checked. Empty if the key would make the URL one of another origin, or none.
    [[nodiscard]] std::optional<http::url> of_part(std::string_view key, std::string const& part) const;
    [[nodiscard]] std::optional<http::url> of_key(std::string_view key) const;

    /// Without parameters, if the store has queries.
    [[nodiscard]] std::optional<http::url> const& of_queries() const noexcept { return query_; }

private:
    [[nodiscard]] static std::optional<http::url> within(std::string const& text, http::origin const& of);

    url_format part_format_;
    url_format key_format_;
    http::origin part_origin_;
    http::origin key_origin_;
    std::optional<http::url> query_;
};

} // namespace dynasio::stores::urls

#endif
