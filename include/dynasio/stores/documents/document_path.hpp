// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_STORES_DOCUMENTS_DOCUMENT_PATH_HPP
#define DYNASIO_STORES_DOCUMENTS_DOCUMENT_PATH_HPP

#include <cstddef>
#include <initializer_list>
#include <iosfwd>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace dynasio {

/// The place of one value in a whole document, counted from its root: names of members and positions in arrays. The empty
/// path is the root.
class document_path
{
public:
    /// The name of a member, or a position in an array.
    using segment = std::variant<std::string, std::size_t>;

    document_path() = default;
    document_path(std::initializer_list<segment> segments) : segments_(segments) {}

    [[nodiscard]] std::vector<segment> const& segments() const noexcept { return segments_; }
    [[nodiscard]] bool empty() const noexcept { return segments_.empty(); }

    void push_back(segment next) { segments_.push_back(std::move(next)); }
    void pop_back() { segments_.pop_back(); }

    /// `birth_details.hospital`, `friends.[0]`, `locales.[0].type`. For people and for keys that are chosen by the text:
    /// names that contain dots or brackets are not escaped.
    [[nodiscard]] std::string text() const;

    friend bool operator==(document_path const&, document_path const&) = default;
    friend std::ostream& operator<<(std::ostream& out, document_path const& path);

private:
    std::vector<segment> segments_;
};

} // namespace dynasio

#endif
