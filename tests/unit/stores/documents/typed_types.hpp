// SPDX-License-Identifier: BSL-1.0
//
// Structs that are documents, shards and parts of them, as a program in Python and one in C++ might share them.

#ifndef DYNASIO_TESTS_UNIT_STORES_DOCUMENTS_TYPED_TYPES_HPP
#define DYNASIO_TESTS_UNIT_STORES_DOCUMENTS_TYPED_TYPES_HPP

#include <dynasio/json/detail/decode.hpp>
#include <dynasio/stores/documents/typed/document_mapping.hpp>
#include <dynasio/value/detail/json.hpp>

#include <array>
#include <map>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace typed_types {

struct geolocation
{
    std::string longitude;
    std::string lattitude;
    friend bool operator==(geolocation const&, geolocation const&) = default;
};
BOOST_DESCRIBE_STRUCT(geolocation, (), (longitude, lattitude))

struct location
{
    std::string key; ///< of its item
    std::string city;
    std::optional<geolocation> geo;
    friend bool operator==(location const&, location const&) = default;
};
BOOST_DESCRIBE_STRUCT(location, (), (key, city, geo))

/// No shard, but it has one.
struct contact
{
    std::string phone;
    std::optional<location> office;
    friend bool operator==(contact const&, contact const&) = default;
};
BOOST_DESCRIBE_STRUCT(contact, (), (phone, office))

struct person
{
    std::string id; ///< the key
    int age = 42;
    bool retired = false;
    std::optional<std::string> nick;
    std::vector<std::string> names;
    contact home;
    std::optional<location> born;
    std::vector<location> places;
    std::string cache; ///< not stored
    friend bool operator==(person const&, person const&) = default;
};
BOOST_DESCRIBE_STRUCT(person, (), (id, age, retired, nick, names, home, born, places, cache))

struct cat
{
    int lives = 9;
    friend bool operator==(cat const&, cat const&) = default;
};
BOOST_DESCRIBE_STRUCT(cat, (), (lives))

struct dog
{
    std::string name;
    friend bool operator==(dog const&, dog const&) = default;
};
BOOST_DESCRIBE_STRUCT(dog, (), (name))

struct household
{
    std::variant<cat, dog> pet;
    std::vector<std::variant<cat, dog>> others;
    std::optional<std::variant<cat, dog>> late;
    friend bool operator==(household const&, household const&) = default;
};
BOOST_DESCRIBE_STRUCT(household, (), (pet, others, late))

} // namespace typed_types

template <>
struct dynasio::document_definition<typed_types::geolocation>
{
    static constexpr auto table = "Shard3";
    static constexpr auto key_name = "ShardID";
    static constexpr auto class_name = "GeoLocation";
};

template <>
struct dynasio::struct_mapping<typed_types::location>
{
    static constexpr auto names = stored_names(stored_as<&typed_types::location::key>("IDX"));
};
template <>
struct dynasio::document_definition<typed_types::location>
{
    static constexpr auto table = "Shard2";
    static constexpr auto key_name = "IDX";
    static constexpr auto region = "us-east-2";
    static constexpr auto class_name = "Location";
    static constexpr auto module_name = "models";
};

template <>
struct dynasio::struct_mapping<typed_types::person>
{
    static constexpr auto names = stored_names(stored_as<&typed_types::person::id>("ID"));
};
template <>
struct dynasio::document_definition<typed_types::person>
{
    static constexpr auto table = "Root";
    static constexpr auto key_name = "ID";
    static constexpr auto left_out = document_members<&typed_types::person::cache>;
    static constexpr auto required = document_members<&typed_types::person::age>;
    static constexpr std::array<std::string_view, 2> never_encrypted{"^nick\\.", "(?<!pre)places"};
};

template <>
struct dynasio::document_definition<typed_types::dog>
{
    static constexpr auto class_name = "Dog";
    static constexpr auto module_name = "pets";
};

namespace typed_types {

inline person ann()
{
    person result;
    result.id = "p1";
    result.names = {"Ann", "Anna"};
    result.home.phone = "555";
    result.home.office = location{.key = {}, .city = "Kobe", .geo = {}};
    result.born = location{.key = {}, .city = "Osaka", .geo = geolocation{"90.00", "90.00"}};
    result.places = {
        {.key = {}, .city = "Nara", .geo = {}}, {.key = {}, .city = "Uji", .geo = geolocation{"1", "2"}}};
    result.cache = "not stored";
    return result;
}

inline dynasio::attribute_value parse(std::string_view json)
{
    dynasio::attribute_value result;
    dynasio::json::decode(json, {&result, dynasio::json::codec_address<dynasio::attribute_value>::value});
    return result;
}

/// As DynamoDB JSON, in the order in which it is stored.
template <class Value>
std::string json_of(Value const& value)
{
    std::ostringstream out;
    out << value;
    return out.str();
}

/// A wrapped value as DynamoDB JSON.
inline std::string wrapper(std::string const& class_name, std::string const& value)
{
    return R"({"M":{"__class__":{"S":")" + class_name + R"("},"__module__":{"S":"builtins"},"value":)" + value
        + R"(,"__metatype__":{"S":"value"}}})";
}

/// The attributes with which an object begins.
inline std::string object_head(std::string const& class_name, std::string const& module_name = "__main__")
{
    return R"("__class__":{"S":")" + class_name + R"("},"__module__":{"S":")" + module_name
        + R"("},"__metatype__":{"S":"shard"})";
}

/// The value of a member, or of a member of that and so on.
inline dynasio::attribute_value& at(
    dynasio::attribute_value& value, std::initializer_list<std::string_view> names)
{
    auto* found = &value;
    for (auto const name : names)
        found = &found->as_map().at(name);
    return *found;
}

} // namespace typed_types

#endif
