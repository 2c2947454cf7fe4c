// SPDX-License-Identifier: BSL-1.0

#include <dynasio/stores/documents/boost_json.hpp>

#include "stores/documents/document_metadata.hpp"
#include "stores/documents/json_values.hpp"
#include "text/excerpt.hpp"
#include "text/plain_run.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <charconv>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace dynasio {

namespace stores::documents {

namespace {

namespace bj = boost::json;

/// The members of the root, then 32 levels in each item: what is nested deeper cannot be stored.
constexpr std::size_t max_nesting = 1 + 32 * (max_shard_levels + 1);

/// Throws if a value at this level is nested too deeply. The stack has an end.
void check_level(std::size_t level)
{
    if (level > max_nesting)
        throw json::encode_error(
            "the value is nested more than " + std::to_string(max_nesting) + " levels deep");
}

std::string_view checked_text(std::string_view text)
{
    if (!text::is_utf8(text))
        throw json::encode_error("the text is not valid UTF-8");
    return text;
}

number number_of(double value)
{
    try
    {
        return number(value == 0 ? 0.0 : value); // without the sign of a zero
    }
    catch (std::invalid_argument const& e)
    {
        throw json::encode_error(e.what());
    }
}

class boost_reader
{
public:
    explicit boost_reader(json_place& where) : where_(where) {}

    /// `to` is NULL.
    void read(attribute_value& to, bj::value const& from, std::size_t level)
    {
        check_level(level);
        switch (from.kind())
        {
        case bj::kind::null:
            break;
        case bj::kind::bool_:
            to = from.get_bool();
            break;
        case bj::kind::int64:
            to = from.get_int64();
            break;
        case bj::kind::uint64:
            to = from.get_uint64();
            break;
        case bj::kind::double_:
            to = number_of(from.get_double());
            break;
        case bj::kind::string:
            to.emplace<std::string>(checked_text(from.get_string()));
            break;
        case bj::kind::array:
            read(to.emplace<attribute_list>(), from.get_array(), level + 1);
            break;
        case bj::kind::object:
            read(to.emplace<item>(), from.get_object(), level + 1);
            break;
        }
    }

private:
    void read(attribute_list& to, bj::array const& from, std::size_t level)
    {
        to.reserve(from.size());
        for (std::size_t i = 0; i < from.size(); ++i)
            where_.enter(i, [&] { read(to.emplace_back(), from[i], level); });
    }

    void read(item& to, bj::object const& from, std::size_t level)
    {
        to.reserve(from.size());
        for (auto const& member : from)
        {
            std::string_view const name = member.key();
            where_.enter(name, [&] { read(to.append_new(checked_text(name)), member.value(), level); });
        }
    }

    json_place& where_;
};

/// Empty if the digits are no integer, or one that does not fit.
template <class T>
std::optional<T> integer(std::string_view digits)
{
    T result = 0;
    auto const* const end = digits.data() + digits.size();
    auto const [at, ec] = std::from_chars(digits.data(), end, result);
    if (ec != std::errc() || at != end)
        return std::nullopt;
    return result;
}

/// The double whose number comes back equal, if there is one.
std::optional<double> exact_double(number const& value)
{
    auto const nearest = value.to<double>();
    char buffer[32];
    auto const* const end = std::to_chars(buffer, buffer + sizeof buffer, nearest).ptr;
    // The nearest double of the largest numbers is out of range.
    auto const back = number::parse({buffer, static_cast<std::size_t>(end - buffer)});
    return back && *back == value ? std::optional(nearest) : std::nullopt;
}

class boost_writer
{
public:
    boost_writer(json_place& where, boost_json_options options) : where_(where), options_(options) {}

    /// `to` is null.
    void write(bj::value& to, attribute_value const& from, std::size_t level)
    {
        check_level(level);
        from.visit([&](auto const& content) { put(to, content, level); });
    }

private:
    static void put(bj::value&, std::monostate, std::size_t) {}
    static void put(bj::value& to, bool value, std::size_t) { to = value; }
    static void put(bj::value& to, std::string const& value, std::size_t)
    {
        to.emplace_string() = checked_text(value);
    }
    static void put(bj::value& to, binary const& value, std::size_t)
    {
        to.emplace_string() = base64_encode(value);
    }
    void put(bj::value& to, number const& value, std::size_t)
    {
        auto const digits = value.normalized();
        if (auto const small = integer<std::int64_t>(digits))
            to = *small;
        else if (auto const large = integer<std::uint64_t>(digits))
            to = *large;
        else if (auto const other = exact_double(value))
            to = *other;
        else if (options_.inexact == inexact_numbers::as_text)
            to.emplace_string() = json_number(value);
        else
            throw json::encode_error("neither int64, uint64 nor double holds the number "
                + text::shortened(value.text()) + "; inexact_numbers::as_text reads it as text");
    }
    void put(bj::value& to, attribute_value const& value, std::size_t level) { write(to, value, level); }
    static void put(bj::value&, attribute_value::unknown_type const& value, std::size_t)
    {
        throw json::encode_error("the type " + text::shortened(value.tag) + " has no JSON");
    }
    template <class E>
    void put(bj::value& to, std::vector<E> const& elements, std::size_t level)
    {
        auto& array = to.emplace_array();
        array.reserve(elements.size());
        for (std::size_t i = 0; i < elements.size(); ++i)
            where_.enter(i, [&] { put(array.emplace_back(nullptr), elements[i], level + 1); });
    }
    void put(bj::value& to, item const& members, std::size_t level)
    {
        auto& object = to.emplace_object();
        object.reserve(members.size());
        for (auto const& member : members)
            where_.enter(
                member.name, [&] { write(object[checked_text(member.name)], member.value, level + 1); });
    }

    json_place& where_;
    boost_json_options options_;
};

} // namespace

} // namespace stores::documents

attribute_value from_boost_json(boost::json::value const& value)
{
    attribute_value result;
    stores::documents::convert([&](stores::documents::json_place& where)
        { stores::documents::boost_reader(where).read(result, value, 0); });
    return result;
}

boost::json::value to_boost_json(attribute_value const& value, boost_json_options options)
{
    return to_boost_json(value, options, boost::json::storage_ptr());
}

boost::json::value to_boost_json(
    attribute_value const& value, boost_json_options options, boost::json::storage_ptr storage)
{
    boost::json::value result(std::move(storage));
    stores::documents::convert([&](stores::documents::json_place& where)
        { stores::documents::boost_writer(where, options).write(result, value, 0); });
    return result;
}

} // namespace dynasio
