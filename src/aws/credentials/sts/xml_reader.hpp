// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_AWS_CREDENTIALS_STS_XML_READER_HPP
#define DYNASIO_SRC_AWS_CREDENTIALS_STS_XML_READER_HPP

#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace dynasio::aws::detail {

/// Text that is no XML that this reader knows. Its message shows nothing of the text.
class xml_error : public std::runtime_error
{
public:
    xml_error(char const* problem, std::size_t at)
        : std::runtime_error("not valid XML: " + std::string(problem) + " at byte " + std::to_string(at))
    {}
};

/// Reads a document from start to end: elements, their text, the five entities and character references. Attributes, comments and
/// processing instructions are passed over. A document type is refused, and so are elements more than 16 deep.
class xml_reader
{
public:
    explicit xml_reader(std::string_view text) noexcept : text_(text) {}
    xml_reader(xml_reader const&) = delete;
    xml_reader& operator=(xml_reader const&) = delete;
    /// Overwrites the text of the last element.
    ~xml_reader();

    /// Goes on to the end of the next element; false behind the last one. Throws `xml_error`.
    bool next();

    /// The element that has ended, and the one around it, which is empty for the outermost. Without prefixes of namespaces.
    [[nodiscard]] std::string_view name() const noexcept { return name_; }
    [[nodiscard]] std::string_view parent() const noexcept
    {
        return open_.empty() ? std::string_view() : open_.back();
    }

    /// The text behind the last start or end of an element before this end: all of it, of an element without others in it.
    [[nodiscard]] std::string_view content() const noexcept { return content_; }

private:
    static constexpr std::size_t max_depth = 16;

    [[noreturn]] void fail(char const* problem) const { throw xml_error(problem, at_); }
    [[nodiscard]] bool looks_at(std::string_view what) const noexcept
    {
        return text_.substr(at_).starts_with(what);
    }
    void skip_past(std::string_view what);
    void skip_blanks() noexcept;
    std::string_view read_name();
    void start_element();
    void end_element();
    void read_text();
    void read_reference();
    void append_code_point(unsigned code);

    std::string_view text_;
    std::size_t at_ = 0;
    std::vector<std::string_view> open_;
    std::string_view name_;
    std::string content_; ///< may be a secret
    bool empty_element_ = false;
    bool has_root_ = false;
};

} // namespace dynasio::aws::detail

#endif
