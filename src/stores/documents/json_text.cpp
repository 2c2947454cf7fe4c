// SPDX-License-Identifier: BSL-1.0

#include <dynasio/stores/documents/json_text.hpp>

#include "stores/documents/json_values.hpp"
#include "text/excerpt.hpp"
#include "text/ini_text.hpp"

#include <dynasio/json/detail/decode.hpp>
#include <dynasio/json/detail/encode.hpp>
#include <dynasio/value/detail/json.hpp>

#include <utility>

namespace dynasio {

namespace stores::documents {

namespace {

attribute_value& value_of(void* object)
{
    return *static_cast<attribute_value*>(object);
}

void read_number(void* object, std::string_view text)
{
    auto read = number::parse(text);
    if (!read)
        throw json::codec_error("number " + text::shortened(text)
            + " cannot be stored: it has more than 38 digits, or is out of range");
    value_of(object) = *std::move(read);
}

extern json::codec const plain_codec;

json::target begin_object(void* object)
{
    value_of(object).emplace<item>();
    return {object, &plain_codec};
}

json::target member(json::frame& where, std::string_view name)
{
    auto& map = value_of(where.into.object).as_map();
    if (map.contains(name))
        throw json::codec_error("an object has two members of this name");
    return {&map.append_new(name), &plain_codec};
}

json::target begin_array(void* object)
{
    value_of(object).emplace<attribute_list>();
    return {object, &plain_codec};
}

json::target element(json::frame& where)
{
    auto& list = value_of(where.into.object).as_list();
    json::reserve_expected(list, where);
    return {&list.emplace_back(), &plain_codec};
}

json::codec const plain_codec{.expected = "JSON",
    .null = [](void* object) { value_of(object) = nullptr; },
    .boolean = [](void* object, bool read) { value_of(object) = read; },
    .number = &read_number,
    .string = [](void* object, std::string_view text) { value_of(object).emplace<std::string>(text); },
    .begin_object = &begin_object,
    .member = &member,
    .begin_array = &begin_array,
    .element = &element};

bool is_json_number(std::string_view text)
{
    auto const digits = [&text]
    {
        std::size_t count = 0;
        while (!text.empty() && text::is_digit(text.front()))
        {
            text.remove_prefix(1);
            ++count;
        }
        return count;
    };
    if (text.starts_with('-'))
        text.remove_prefix(1);
    bool const zero_first = text.starts_with('0');
    auto const whole = digits();
    if (whole == 0 || (zero_first && whole > 1))
        return false;
    if (text.starts_with('.'))
    {
        text.remove_prefix(1);
        if (digits() == 0)
            return false;
    }
    if (text.starts_with('e') || text.starts_with('E'))
    {
        text.remove_prefix(1);
        if (text.starts_with('+') || text.starts_with('-'))
            text.remove_prefix(1);
        if (digits() == 0)
            return false;
    }
    return text.empty();
}

class writer
{
public:
    explicit writer(json_place& where) : where_(where) {}

    std::string take() && { return std::move(out_); }

    void write(attribute_value const& value)
    {
        value.visit([this](auto const& content) { put(content); });
    }

private:
    void put(std::monostate) { out_ += "null"; }
    void put(bool value) { json::encode(out_, value); }
    void put(std::string const& value) { json::encode(out_, std::string_view(value)); }
    void put(number const& value) { out_ += json_number(value); }
    void put(binary const& value) { json::encode(out_, value); }
    void put(attribute_value const& value) { write(value); }
    void put(attribute_value::unknown_type const& value)
    {
        throw json::encode_error("the type " + text::shortened(value.tag) + " has no JSON text");
    }
    template <class E>
    void put(std::vector<E> const& elements)
    {
        out_ += '[';
        for (std::size_t i = 0; i < elements.size(); ++i)
        {
            if (i != 0)
                out_ += ',';
            where_.enter(i, [&] { put(elements[i]); });
        }
        out_ += ']';
    }
    void put(item const& members)
    {
        char separator = '{';
        for (auto const& member : members)
        {
            out_ += std::exchange(separator, ',');
            where_.enter(member.name,
                [&]
                {
                    json::encode(out_, std::string_view(member.name));
                    out_ += ':';
                    write(member.value);
                });
        }
        out_ += separator == '{' ? "{}" : "}";
    }

    json_place& where_;
    std::string out_;
};

} // namespace

std::string json_number(number const& value)
{
    return is_json_number(value.text()) ? value.text() : value.normalized();
}

} // namespace stores::documents

json_text_error::json_text_error(std::string path, std::string const& reason)
    : std::runtime_error(path.empty() ? reason : text::shortened(path, 200) + ": " + reason),
      path_(std::move(path))
{}

attribute_value from_json_text(std::string_view text)
{
    // To the decoder, no text is an empty object.
    if (text::trim(text).empty())
        throw json_text_error({}, "the text is empty");
    attribute_value result;
    try
    {
        json::decode(text, {&result, &stores::documents::plain_codec});
    }
    catch (json::decode_error const& e)
    {
        throw json_text_error(e.where(), e.reason());
    }
    return result;
}

std::string to_json_text(attribute_value const& value)
{
    std::string result;
    stores::documents::convert(
        [&](stores::documents::json_place& where)
        {
            stores::documents::writer out(where);
            out.write(value);
            result = std::move(out).take();
        });
    return result;
}

} // namespace dynasio
