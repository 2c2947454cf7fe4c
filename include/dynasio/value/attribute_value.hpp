// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_VALUE_ATTRIBUTE_VALUE_HPP
#define DYNASIO_VALUE_ATTRIBUTE_VALUE_HPP

#include <dynasio/value/binary.hpp>
#include <dynasio/value/number.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <iosfwd>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace dynasio {

class attribute_value;
struct attribute;

/// The ten types of DynamoDB, by its own short names, and `unknown` for one that is newer than this library.
enum class attribute_type : unsigned char
{
    null,
    boolean,
    s,
    n,
    b,
    ss,
    ns,
    bs,
    l,
    m,
    unknown,
};

/// DynamoDB's short name of a type: `S`, `N`, `SS`, `BOOL`, ...
std::string_view to_string(attribute_type type);

/// Thrown if an attribute does not exist or does not have the requested type.
class attribute_error : public std::runtime_error
{
public:
    using std::runtime_error::runtime_error;
};

/// A DynamoDB item, or a value of type M: named attributes in the order in which they were added. Lookup is by name,
/// fast for small and large items alike.
/// Lifetimes: references and iterators stay valid until an attribute is added or erased.
class item
{
public:
    using value_type = attribute;
    using iterator = attribute*;
    using const_iterator = attribute const*;

    item() noexcept;
    /// If names are equal, the last one wins.
    item(std::initializer_list<attribute> attributes);
    /// The same without braces, which GCC 12 rejects in a `co_await` expression: `item::of("id", "x", "count", 3)`.
    template <class... More>
    [[nodiscard]] static item of(std::string_view name, attribute_value value, More&&... more);
    item(item const& other);
    item(item&& other) noexcept;
    item& operator=(item const& other);
    item& operator=(item&& other) noexcept;
    ~item();

    /// The number of attributes.
    [[nodiscard]] std::size_t size() const noexcept;
    [[nodiscard]] bool empty() const noexcept;
    /// Reserves memory for `count` attributes.
    void reserve(std::size_t count);
    void clear() noexcept;

    /// Iteration over the attributes in the order in which they were added.
    [[nodiscard]] iterator begin() noexcept;
    [[nodiscard]] iterator end() noexcept;
    [[nodiscard]] const_iterator begin() const noexcept;
    [[nodiscard]] const_iterator end() const noexcept;

    /// Whether there is an attribute of this name.
    [[nodiscard]] bool contains(std::string_view name) const noexcept { return find(name) != nullptr; }

    /// The attribute's value; null when there is none of that name.
    [[nodiscard]] attribute_value* find(std::string_view name) noexcept;
    [[nodiscard]] attribute_value const* find(std::string_view name) const noexcept;

    /// Throws `attribute_error` that names the attribute when there is none.
    [[nodiscard]] attribute_value& at(std::string_view name);
    [[nodiscard]] attribute_value const& at(std::string_view name) const;

    /// The attribute's value, added as NULL when there is none.
    attribute_value& operator[](std::string_view name);

    /// Adds the attribute or replaces its value.
    attribute_value& set(std::string_view name, attribute_value value);

    /// True if there was one.
    bool erase(std::string_view name);

    /// Adds an attribute whose name is known not to be there yet, without looking.
    attribute_value& append_new(std::string_view name);
    attribute_value& append_new(std::string_view name, std::string_view text);
    attribute_value& append_new(std::string_view name, value::checked_number value);

    /// The same attributes with equal values; order does not count.
    friend bool operator==(item const& a, item const& b) noexcept;

private:
    /// Index of the names by hash, only for items with many attributes.
    using index = std::vector<std::uint32_t>;

    [[nodiscard]] std::size_t position(std::string_view name) const noexcept;
    void add_to_index(std::size_t position);
    void rebuild_index();
    template <class... More>
    void set_all(std::string_view name, attribute_value value, More&&... more);
    template <class... Value>
    attribute_value& append(std::string_view name, Value... value);

    std::vector<attribute> attributes_;
    std::unique_ptr<index> index_;
};

/// A value of type L.
using attribute_list = std::vector<attribute_value>;

/// One value of any DynamoDB type. A default-constructed one is NULL.
class attribute_value
{
public:
    attribute_value() noexcept = default;
    attribute_value(std::nullptr_t) noexcept : value_() {}
    attribute_value(std::string value) noexcept : value_(std::move(value)) {}
    attribute_value(std::string_view value) : value_(std::string(value)) {}
    attribute_value(char const* value) : value_(std::string(value)) {}
    template <std::same_as<bool> T>
    attribute_value(T value) noexcept : value_(value)
    {}
    template <value::plain_integer T>
    attribute_value(T value) : value_(dynasio::number(value))
    {}
    attribute_value(dynasio::number value) noexcept : value_(std::move(value)) {}
    /// Throws `std::invalid_argument` for what DynamoDB cannot hold; see `number`.
    attribute_value(double value) : value_(dynasio::number(value)) {}
    attribute_value(binary value) noexcept : value_(std::move(value)) {}
    attribute_value(std::vector<std::string> values) noexcept : value_(std::move(values)) {}
    attribute_value(std::vector<dynasio::number> values) noexcept : value_(std::move(values)) {}
    attribute_value(std::vector<binary> values) noexcept : value_(std::move(values)) {}
    attribute_value(attribute_list values) noexcept : value_(std::move(values)) {}
    attribute_value(item value) noexcept : value_(std::move(value)) {}
    /// A `T` made from the arguments, in place.
    template <class T, class... Args>
    explicit attribute_value(std::in_place_type_t<T> type, Args&&... args)
        : value_(type, std::forward<Args>(args)...)
    {}

    /// The DynamoDB type of the value.
    [[nodiscard]] attribute_type type() const noexcept { return static_cast<attribute_type>(value_.index()); }
    [[nodiscard]] bool is_null() const noexcept { return value_.index() == 0; }

    /// Access by type: `as_…` throws `attribute_error` that says which type it is instead, `if_…` gives null.
    [[nodiscard]] bool as_bool() const { return get<bool>(attribute_type::boolean); }
    [[nodiscard]] std::string const& as_string() const { return get<std::string>(attribute_type::s); }
    [[nodiscard]] std::string& as_string() { return get<std::string>(attribute_type::s); }
    [[nodiscard]] dynasio::number const& as_number() const { return get<dynasio::number>(attribute_type::n); }
    [[nodiscard]] binary const& as_binary() const { return get<binary>(attribute_type::b); }
    [[nodiscard]] binary& as_binary() { return get<binary>(attribute_type::b); }
    [[nodiscard]] std::vector<std::string> const& as_string_set() const
    {
        return get<std::vector<std::string>>(attribute_type::ss);
    }
    [[nodiscard]] std::vector<dynasio::number> const& as_number_set() const
    {
        return get<std::vector<dynasio::number>>(attribute_type::ns);
    }
    [[nodiscard]] std::vector<binary> const& as_binary_set() const
    {
        return get<std::vector<binary>>(attribute_type::bs);
    }
    [[nodiscard]] attribute_list const& as_list() const { return get<attribute_list>(attribute_type::l); }
    [[nodiscard]] attribute_list& as_list() { return get<attribute_list>(attribute_type::l); }
    [[nodiscard]] item const& as_map() const { return get<item>(attribute_type::m); }
    [[nodiscard]] item& as_map() { return get<item>(attribute_type::m); }

    /// The value if its C++ type is `T`, else null.
    template <class T>
    [[nodiscard]] T const* if_a() const noexcept
    {
        return std::get_if<T>(&value_);
    }
    [[nodiscard]] std::string const* if_string() const noexcept { return if_a<std::string>(); }
    [[nodiscard]] dynasio::number const* if_number() const noexcept { return if_a<dynasio::number>(); }
    [[nodiscard]] binary const* if_binary() const noexcept { return if_a<binary>(); }
    [[nodiscard]] bool const* if_bool() const noexcept { return if_a<bool>(); }

    /// Gives the value the type of `T` with a value of it made from the arguments, and returns that.
    template <class T, class... Args>
    T& emplace(Args&&... args)
    {
        return value_.template emplace<T>(std::forward<Args>(args)...);
    }

    /// Calls `f` with the value as its C++ type.
    template <class F>
    decltype(auto) visit(F&& f) const
    {
        return std::visit(std::forward<F>(f), value_);
    }

    /// Equal types and values; numbers by value, sets without regard to order.
    friend bool operator==(attribute_value const& a, attribute_value const& b) noexcept;

    /// As DynamoDB JSON, for people and tests.
    friend std::ostream& operator<<(std::ostream& out, attribute_value const& value);

    /// Placeholder for a value of an unknown type: the name of the type. It cannot be sent.
    struct unknown_type
    {
        std::string tag;
        friend bool operator==(unknown_type const&, unknown_type const&) = default;
    };

private:
    template <class T>
    [[nodiscard]] T const& get(attribute_type wanted) const
    {
        if (auto const* found = std::get_if<T>(&value_))
            return *found;
        throw_wrong_type(wanted);
    }
    template <class T>
    [[nodiscard]] T& get(attribute_type wanted)
    {
        if (auto* found = std::get_if<T>(&value_))
            return *found;
        throw_wrong_type(wanted);
    }
    [[noreturn]] void throw_wrong_type(attribute_type wanted) const;

    // In the order of attribute_type.
    std::variant<std::monostate, bool, std::string, dynasio::number, binary, std::vector<std::string>,
        std::vector<dynasio::number>, std::vector<binary>, attribute_list, item, unknown_type>
        value_;
};

/// One named attribute.
struct attribute
{
    std::string name;
    attribute_value value;

    friend bool operator==(attribute const&, attribute const&) noexcept = default;
};

/// As DynamoDB JSON, for people and tests.
std::ostream& operator<<(std::ostream& out, item const& value);

template <class... More>
item item::of(std::string_view name, attribute_value value, More&&... more)
{
    static_assert(
        sizeof...(More) % 2 == 0, "Give a value for each name: item::of(\"id\", \"x\", \"count\", 3).");
    item result;
    if constexpr (sizeof...(More) % 2 == 0)
    {
        result.reserve(1 + sizeof...(More) / 2);
        result.set_all(name, std::move(value), std::forward<More>(more)...);
    }
    return result;
}
template <class... More>
void item::set_all(std::string_view name, attribute_value value, More&&... more)
{
    set(name, std::move(value));
    if constexpr (sizeof...(More) > 0)
        set_all(std::forward<More>(more)...);
}

inline item::item() noexcept = default;
inline item::item(item&& other) noexcept = default;
inline item& item::operator=(item&& other) noexcept = default;
inline item::~item() = default;
inline std::size_t item::size() const noexcept
{
    return attributes_.size();
}
inline bool item::empty() const noexcept
{
    return attributes_.empty();
}
inline item::iterator item::begin() noexcept
{
    return attributes_.data();
}
inline item::iterator item::end() noexcept
{
    return attributes_.data() + attributes_.size();
}
inline item::const_iterator item::begin() const noexcept
{
    return attributes_.data();
}
inline item::const_iterator item::end() const noexcept
{
    return attributes_.data() + attributes_.size();
}

} // namespace dynasio

#endif
