// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_EXPRESSIONS_EXPRESSION_WRITER_HPP
#define DYNASIO_EXPRESSIONS_EXPRESSION_WRITER_HPP

#include <dynasio/expressions/condition.hpp>
#include <dynasio/expressions/key_condition.hpp>
#include <dynasio/expressions/projection.hpp>
#include <dynasio/expressions/update.hpp>
#include <dynasio/value/attribute_value.hpp>

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dynasio {

/// Writes the expressions of one request and collects their names and values. Every name is replaced by a placeholder
/// (`#0`, `#1`, ...), so reserved words are never a problem, and so is every value (`:0`, `:1`, ...). Repeated names and
/// values share a placeholder.
///
///     expression_writer writer;
///     request.update_expression = writer.write(update(attr<&phone::name> = "Anna"));
///     request.condition_expression = writer.write(exists(attr<&phone::name>));
///     writer.into(request);
class expression_writer
{
public:
    /// Throws `expression_error` if the expression is empty, longer than 4 KB or has more than 300 operators.
    [[nodiscard]] std::string write(condition const& c);
    [[nodiscard]] std::string write(key_condition const& c);
    [[nodiscard]] std::string write(update const& u);
    [[nodiscard]] std::string write(projection const& p);

    /// Adds the collected names and values to a request, to an action of a transaction, or to the `keys_and_attributes`
    /// of a batch. Throws `expression_error` if one of these placeholders already has another meaning there.
    template <class Request>
    void into(Request& request) const
    {
        if (!names_.empty())
            add_names(request.expression_attribute_names);
        if constexpr (requires { request.expression_attribute_values; })
        {
            if (!values_.empty())
                add_values(request.expression_attribute_values);
        }
        else if (!values_.empty())
            fail_no_values();
    }

    /// By placeholder number.
    [[nodiscard]] std::vector<std::string> const& names() const noexcept { return names_; }
    [[nodiscard]] std::vector<attribute_value> const& values() const noexcept { return values_; }

private:
    void append(std::string& out, expressions::fragment const& content);
    void append_name(std::string& out, std::string_view name);
    void append_value(std::string& out, attribute_value const& value);
    void append_path(std::string& out, path const& where);
    void add_names(std::optional<std::map<std::string, std::string>>& names) const;
    void add_values(std::optional<item>& values) const;
    [[noreturn]] static void fail_no_values();

    std::vector<std::string> names_;
    std::vector<attribute_value> values_;
};

namespace expressions {

template <class Request>
void put_expression(expression_writer& writer, Request& request, condition const& c)
{
    if constexpr (requires { request.filter_expression; })
        request.filter_expression = writer.write(c);
    else
    {
        static_assert(requires { request.condition_expression; }, "This request takes no condition.");
        request.condition_expression = writer.write(c);
    }
}
template <class Request>
void put_expression(expression_writer& writer, Request& request, key_condition const& c)
{
    static_assert(requires { request.key_condition_expression; }, "This request takes no key condition.");
    request.key_condition_expression = writer.write(c);
}
template <class Request>
void put_expression(expression_writer& writer, Request& request, update const& u)
{
    static_assert(requires { request.update_expression; }, "This request takes no update.");
    request.update_expression = writer.write(u);
    if constexpr (requires { request.accumulates; })
        request.accumulates = u.accumulates();
}
template <class Request>
void put_expression(expression_writer& writer, Request& request, projection const& p)
{
    static_assert(requires { request.projection_expression; }, "This request takes no projection.");
    request.projection_expression = writer.write(p);
}

} // namespace expressions

/// Returns the request with these expressions in their members. A condition becomes the filter of a Query or Scan, or the
/// condition of a write. An update that accumulates is not sent again when it may have been applied, see
/// `resend::automatic`.
///
///     auto const request = with(query_input{.table_name = "calls"}, key(attr<&call::caller> == 7),
///         projection(attr<&call::day>));
///
/// Throws as `expression_writer`.
template <class Request, class... Expressions>
[[nodiscard]] Request with(Request request, Expressions const&... expressions)
{
    expression_writer writer;
    (expressions::put_expression(writer, request, expressions), ...);
    writer.into(request);
    return request;
}

} // namespace dynasio

#endif
