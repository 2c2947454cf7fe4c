// SPDX-License-Identifier: BSL-1.0

#include <dynasio/value/item.hpp>

#include <algorithm>
#include <functional>
#include <limits>

namespace dynasio {

namespace {

// Up to this many attributes, comparing the names one after the other is as fast as hashing.
constexpr std::size_t max_without_index = 16;
constexpr std::size_t first_capacity = 8;
constexpr std::size_t none = static_cast<std::size_t>(-1);
constexpr auto free_place = std::numeric_limits<std::uint32_t>::max();

std::size_t hash_of(std::string_view name) noexcept
{
    return std::hash<std::string_view>()(name);
}

} // namespace

item::item(std::initializer_list<attribute> attributes)
{
    attributes_.reserve(attributes.size());
    for (auto const& a : attributes)
        set(a.name, a.value);
}

item::item(item const& other)
    : attributes_(other.attributes_), index_(other.index_ ? std::make_unique<index>(*other.index_) : nullptr)
{}

item& item::operator=(item const& other)
{
    if (this != &other)
        *this = item(other);
    return *this;
}

void item::reserve(std::size_t count)
{
    attributes_.reserve(count);
}

void item::clear() noexcept
{
    attributes_.clear();
    index_.reset();
}

std::size_t item::position(std::string_view name) const noexcept
{
    if (index_)
    {
        auto const mask = index_->size() - 1;
        for (auto place = hash_of(name) & mask; (*index_)[place] != free_place; place = (place + 1) & mask)
            if (attributes_[(*index_)[place]].name == name)
                return (*index_)[place];
        return none;
    }
    for (std::size_t i = 0; i < attributes_.size(); ++i)
        if (attributes_[i].name == name)
            return i;
    return none;
}

void item::add_to_index(std::size_t position)
{
    auto const mask = index_->size() - 1;
    auto place = hash_of(attributes_[position].name) & mask;
    while ((*index_)[place] != free_place)
        place = (place + 1) & mask;
    (*index_)[place] = static_cast<std::uint32_t>(position);
}

void item::rebuild_index()
{
    if (attributes_.size() <= max_without_index)
    {
        index_.reset();
        return;
    }
    // A power of two, at most half full, so that every search meets a free place soon.
    std::size_t places = 4 * max_without_index;
    while (places < 4 * attributes_.size())
        places *= 2;
    index_ = std::make_unique<index>(places, free_place);
    for (std::size_t i = 0; i < attributes_.size(); ++i)
        add_to_index(i);
}

attribute_value* item::find(std::string_view name) noexcept
{
    auto const found = position(name);
    return found == none ? nullptr : &attributes_[found].value;
}

attribute_value const* item::find(std::string_view name) const noexcept
{
    auto const found = position(name);
    return found == none ? nullptr : &attributes_[found].value;
}

attribute_value& item::at(std::string_view name)
{
    return const_cast<attribute_value&>(std::as_const(*this).at(name));
}

attribute_value const& item::at(std::string_view name) const
{
    if (auto const* const found = find(name))
        return *found;
    throw attribute_error("there is no attribute \"" + std::string(name) + '"');
}

attribute_value& item::operator[](std::string_view name)
{
    auto* const found = find(name);
    return found ? *found : append_new(name);
}

attribute_value& item::set(std::string_view name, attribute_value value)
{
    return (*this)[name] = std::move(value);
}

bool item::erase(std::string_view name)
{
    auto const found = position(name);
    if (found == none)
        return false;
    attributes_.erase(attributes_.begin() + static_cast<std::ptrdiff_t>(found));
    rebuild_index();
    return true;
}

namespace {

// These turn into the parts of an attribute right where that comes to be: a string of few characters is copied, with a call,
// whenever it is moved.

struct new_name
{
    std::string_view text;
    operator std::string() const { return std::string(text); }
};

template <class T, class From>
struct new_value
{
    From from;
    operator attribute_value() const { return attribute_value(std::in_place_type<T>, from); }
};

} // namespace

template <class... Value>
attribute_value& item::append(std::string_view name, Value... value)
{
    if (attributes_.capacity() == 0)
        attributes_.reserve(first_capacity);
    // The name may be text within this item: the new attribute is made before the others move.
    auto& added = attributes_.emplace_back(new_name{name}, value...);
    if (index_ && attributes_.size() * 2 <= index_->size())
        add_to_index(attributes_.size() - 1);
    else if (attributes_.size() > max_without_index)
        rebuild_index();
    return added.value;
}

attribute_value& item::append_new(std::string_view name)
{
    return append(name);
}

attribute_value& item::append_new(std::string_view name, std::string_view text)
{
    return append(name, new_value<std::string, std::string_view>{text});
}

attribute_value& item::append_new(std::string_view name, value::checked_number value)
{
    return append(name, new_value<number, value::checked_number>{value});
}

bool operator==(item const& a, item const& b) noexcept
{
    return a.size() == b.size()
        && std::all_of(a.begin(), a.end(),
            [&](attribute const& mine)
            {
                auto const* const theirs = b.find(mine.name);
                return theirs && mine.value == *theirs;
            });
}

} // namespace dynasio
