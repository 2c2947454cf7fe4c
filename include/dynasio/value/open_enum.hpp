// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_VALUE_OPEN_ENUM_HPP
#define DYNASIO_VALUE_OPEN_ENUM_HPP

#include <dynasio/json/detail/wire_name.hpp>

#include <boost/describe/enumerators.hpp>
#include <boost/mp11/algorithm.hpp>

#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace dynasio {

/// A value of an enumeration of the service that may grow: one of the enumerators known here, or the text of one that is
/// not. `E` is described with `BOOST_DESCRIBE_ENUM`; its enumerators are the model's values in lower case.
template <class E>
class open_enum
{
public:
    open_enum() : value_(E{}) {}
    open_enum(E value) : value_(value) {}

    /// The enumerator whose wire name is `text`, or `text` itself if there is none.
    static open_enum from_text(std::string_view text)
    {
        open_enum result;
        bool known = false;
        boost::mp11::mp_for_each<boost::describe::describe_enumerators<E>>(
            [&](auto D)
            {
                if (!known && text == json::enumerator_wire_name<decltype(D)>)
                {
                    result.value_ = D.value;
                    known = true;
                }
            });
        if (!known)
            result.value_ = std::string(text);
        return result;
    }

    /// The enumerator, if it is known here.
    [[nodiscard]] std::optional<E> known() const
    {
        if (auto const* value = std::get_if<E>(&value_))
            return *value;
        return std::nullopt;
    }

    /// The service's text.
    [[nodiscard]] std::string_view text() const
    {
        if (auto const* unknown = std::get_if<std::string>(&value_))
            return *unknown;
        std::string_view result;
        boost::mp11::mp_for_each<boost::describe::describe_enumerators<E>>(
            [&](auto D)
            {
                if (D.value == std::get<E>(value_))
                    result = json::enumerator_wire_name<decltype(D)>;
            });
        return result;
    }

    friend bool operator==(open_enum const& a, open_enum const& b) = default;
    friend bool operator==(open_enum const& a, E b) { return a == open_enum(b); }
    friend std::ostream& operator<<(std::ostream& out, open_enum const& value) { return out << value.text(); }

private:
    std::variant<E, std::string> value_;
};

} // namespace dynasio

#endif
