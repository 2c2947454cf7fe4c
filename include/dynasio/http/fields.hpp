// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_HTTP_FIELDS_HPP
#define DYNASIO_HTTP_FIELDS_HPP

#include <cstddef>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace dynasio::http {

/// Header fields of a message, kept as the lines that go over the wire (`name: value\r\n`), in one string. Names are
/// compared without regard to ASCII case; same-named fields stay apart, in order.
/// Fields with a secret overwrite their memory before they give it back.
/// Lifetimes: views stay valid until the next change of the object.
class fields
{
public:
    struct field
    {
        std::string_view name;
        std::string_view value;
    };

    class iterator
    {
    public:
        using value_type = field;
        using difference_type = std::ptrdiff_t;
        using iterator_category = std::input_iterator_tag;

        iterator() = default;
        field operator*() const;
        iterator& operator++();
        iterator operator++(int)
        {
            auto before = *this;
            ++*this;
            return before;
        }
        friend bool operator==(iterator const& a, iterator const& b)
        {
            return a.rest_.size() == b.rest_.size();
        }

    private:
        friend class fields;
        explicit iterator(std::string_view rest) : rest_(rest) {}
        std::string_view rest_;
    };

    fields() = default;
    fields(fields const&) = default;
    fields(fields&&) noexcept = default;
    fields& operator=(fields other) noexcept
    {
        lines_.swap(other.lines_);
        std::swap(secret_, other.secret_);
        return *this;
    }
    ~fields()
    {
        if (secret_)
            wipe();
    }

    /// Takes over lines that are known to be well-formed, each ending in CR LF.
    static fields from_rendered(std::string lines)
    {
        fields result;
        result.lines_ = std::move(lines);
        return result;
    }

    /// The same for lines with a secret, such as a session token. From now on this object and its copies have a secret.
    static fields from_rendered_secret(std::string lines)
    {
        auto result = from_rendered(std::move(lines));
        result.secret_ = true;
        return result;
    }

    /// Appends a field. Throws `std::invalid_argument` for an empty name, a name that is no HTTP token, or a value
    /// with control characters.
    void add(std::string_view name, std::string_view value);

    /// Appends lines that are known to be well-formed, each ending in CR LF.
    void add_rendered(std::string_view lines)
    {
        make_room(lines.size());
        lines_.append(lines);
    }

    /// The first field of that name.
    [[nodiscard]] std::optional<std::string_view> find(std::string_view name) const;

    /// All fields as they go over the wire.
    [[nodiscard]] std::string_view rendered() const { return lines_; }

    [[nodiscard]] bool empty() const { return lines_.empty(); }
    void clear()
    {
        if (secret_)
            wipe();
        lines_.clear();
    }
    void reserve(std::size_t bytes)
    {
        if (secret_)
            make_room_for_secret(bytes);
        else
            lines_.reserve(bytes);
    }

    [[nodiscard]] iterator begin() const { return iterator(lines_); }
    [[nodiscard]] iterator end() const { return {}; }

private:
    void make_room(std::size_t more)
    {
        if (secret_)
            make_room_for_secret(lines_.size() + more);
    }
    void make_room_for_secret(std::size_t bytes);
    void wipe() noexcept;

    std::string lines_;
    bool secret_ = false;
};

} // namespace dynasio::http

#endif
