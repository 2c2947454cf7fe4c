// SPDX-License-Identifier: BSL-1.0
//
// What the conversions of documents share: those from and to JSON text, and those from and to values of Boost.JSON.

#ifndef DYNASIO_SRC_STORES_DOCUMENTS_JSON_VALUES_HPP
#define DYNASIO_SRC_STORES_DOCUMENTS_JSON_VALUES_HPP

#include "text/excerpt.hpp"

#include <dynasio/json/detail/encode.hpp>
#include <dynasio/stores/documents/json_text.hpp>
#include <dynasio/value/number.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace dynasio::stores::documents {

/// The number as JSON spells it: its own text if JSON has that form.
[[nodiscard]] std::string json_number(number const& value);

/// Where a conversion is. Kept by steps, so that only an error costs a text.
class json_place
{
public:
    /// Calls `f` for the member or element below. If `f` throws, this stays the place of the failure.
    template <class F>
    void enter(std::string_view name, F const& f)
    {
        steps_.emplace_back(name);
        f();
        steps_.pop_back();
    }
    template <class F>
    void enter(std::size_t index, F const& f)
    {
        steps_.emplace_back(index);
        f();
        steps_.pop_back();
    }

    /// `visits[2].date`, with long names shortened.
    [[nodiscard]] std::string text() const
    {
        constexpr std::size_t longest_name = 255;
        std::string result;
        for (auto const& step : steps_)
            if (auto const* index = std::get_if<std::size_t>(&step))
                result.append("[").append(std::to_string(*index)).append("]");
            else
            {
                if (!result.empty())
                    result += '.';
                result += text::shortened(std::get<std::string_view>(step), longest_name);
            }
        return result;
    }

private:
    std::vector<std::variant<std::string_view, std::size_t>> steps_;
};

/// Calls `f` with the place of a whole value. Its errors become `json_text_error`.
template <class F>
void convert(F const& f)
{
    json_place where;
    try
    {
        f(where);
    }
    catch (json::encode_error const& e)
    {
        throw json_text_error(where.text(), e.reason());
    }
}

} // namespace dynasio::stores::documents

#endif
