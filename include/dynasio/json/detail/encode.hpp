// SPDX-License-Identifier: BSL-1.0
//
// The only encoder. It writes JSON directly into the output text, driven by the descriptions of structs.

#ifndef DYNASIO_JSON_DETAIL_ENCODE_HPP
#define DYNASIO_JSON_DETAIL_ENCODE_HPP

#include <dynasio/json/detail/wire_name.hpp>

#include <boost/describe/members.hpp>
#include <boost/mp11/algorithm.hpp>

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace dynasio::json {

/// Thrown for a value that cannot be sent. `path` is extended from the inside out while the error propagates.
class encode_error : public std::runtime_error
{
public:
    explicit encode_error(std::string const& what_was_wrong, std::string path = {})
        : std::runtime_error(path.empty() ? what_was_wrong : path + ": " + what_was_wrong),
          path_(std::move(path)),
          reason_(what_was_wrong)
    {}

    /// The same error, with the path extended by the enclosing level.
    [[nodiscard]] encode_error within(std::string_view member) const
    {
        std::string longer(member);
        if (!path_.empty() && path_.front() != '[')
            longer += '.';
        return encode_error(reason_, longer + path_);
    }

    [[nodiscard]] std::string const& path() const noexcept { return path_; }
    [[nodiscard]] std::string const& reason() const noexcept { return reason_; }

private:
    std::string path_;
    std::string reason_;
};

/// Writes a T: `static void write(std::string& out, T const& value)`. `Names` names the members of described structs. Later
/// rooms specialise it for their types.
template <class T, class Names = model_names>
struct encoder;

/// Appends the value as JSON. If it throws `encode_error`, `out` ends with a part of the JSON.
template <class Names = model_names, class T>
void encode(std::string& out, T const& value)
{
    encoder<T, Names>::write(out, value);
}

/// Appends the text as a JSON string. Throws `encode_error` if it is not valid UTF-8.
void encode(std::string& out, std::string_view text);

template <>
struct encoder<std::string_view>
{
    static void write(std::string& out, std::string_view text) { encode(out, text); }
};

template <>
struct encoder<std::string>
{
    static void write(std::string& out, std::string_view text) { encode(out, text); }
};

template <>
struct encoder<bool>
{
    static void write(std::string& out, bool value)
    {
        out += value ? std::string_view("true") : std::string_view("false");
    }
};

template <>
struct encoder<std::int32_t>
{
    static void write(std::string& out, std::int32_t value);
};

template <>
struct encoder<std::int64_t>
{
    static void write(std::string& out, std::int64_t value);
};

template <>
struct encoder<double>
{
    static void write(std::string& out, double value);
};

/// Scalars have no names.
template <class T>
    requires std::is_arithmetic_v<T> || std::is_same_v<T, std::string> || std::is_same_v<T, std::string_view>
struct encoder<T, declared_names> : encoder<T>
{};

/// JSON that is already encoded, as a part of a request. The text must live until the request is encoded.
struct raw_json
{
    std::string_view json;
};

template <>
struct encoder<raw_json>
{
    static void write(std::string& out, raw_json value) { out += value.json; }
};

/// A list of the elements that `encode_element` writes. Errors contain the index.
template <class T, class F>
void encode_elements(std::string& out, std::vector<T> const& values, F encode_element)
{
    out += '[';
    for (std::size_t i = 0; i < values.size(); ++i)
    {
        if (i != 0)
            out += ',';
        try
        {
            encode_element(values[i]);
        }
        catch (encode_error const& e)
        {
            throw e.within('[' + std::to_string(i) + ']');
        }
    }
    out += ']';
}

template <class T, class Names>
struct encoder<std::vector<T>, Names>
{
    static void write(std::string& out, std::vector<T> const& values)
    {
        encode_elements(out, values, [&](T const& value) { encode<Names>(out, value); });
    }
};

template <class T, class Names>
struct encoder<std::map<std::string, T>, Names>
{
    static void write(std::string& out, std::map<std::string, T> const& values)
    {
        char separator = '{';
        for (auto const& [key, value] : values)
        {
            out += separator;
            separator = ',';
            try
            {
                encode(out, key);
                out += ':';
                encode<Names>(out, value);
            }
            catch (encode_error const& e)
            {
                throw e.within(key);
            }
        }
        if (separator == '{')
            out += '{';
        out += '}';
    }
};

/// `"Name":value`, or nothing for an absent optional.
template <class Names = model_names, class T>
void encode_member(std::string& out, char& separator, std::string_view name, T const& value)
{
    out += separator;
    separator = ',';
    out += '"';
    out += name;
    out += "\":";
    try
    {
        encode<Names>(out, value);
    }
    catch (encode_error const& e)
    {
        throw e.within(name);
    }
}

template <class Names = model_names, class T>
void encode_member(std::string& out, char& separator, std::string_view name, std::optional<T> const& value)
{
    if (value)
        encode_member<Names>(out, separator, name, *value);
}

/// A described struct: an object with the members under their names.
template <class T, class Names>
    requires boost::describe::has_describe_members<T>::value
struct encoder<T, Names>
{
    static void write(std::string& out, T const& shape)
    {
        char separator = '{';
        boost::mp11::mp_for_each<boost::describe::describe_members<T, boost::describe::mod_public>>(
            [&](auto D)
            { encode_member<Names>(out, separator, Names::template member<decltype(D)>, shape.*D.pointer); });
        if (separator == '{')
            out += '{';
        out += '}';
    }
};

} // namespace dynasio::json

#endif
