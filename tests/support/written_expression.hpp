// SPDX-License-Identifier: BSL-1.0
//
// What an expression writes into a request, in one line.

#ifndef DYNASIO_TESTS_SUPPORT_WRITTEN_EXPRESSION_HPP
#define DYNASIO_TESTS_SUPPORT_WRITTEN_EXPRESSION_HPP

#include <dynasio/expressions.hpp>

#include <sstream>
#include <string>

namespace dynasio::tests {

/// The text, then names, then values: `#0 = :0 | name | {"S":"Ann"}`.
inline std::string written(expression_writer const& writer, std::string const& text)
{
    std::ostringstream out;
    out << text << " |";
    for (auto const& name : writer.names())
        out << ' ' << name;
    out << " |";
    for (auto const& value : writer.values())
        out << ' ' << value;
    return out.str();
}

template <class Expression>
std::string written(Expression const& e)
{
    expression_writer writer;
    auto const text = writer.write(e);
    return written(writer, text);
}

inline std::string written(change const& c)
{
    update u;
    u.insert(c);
    return written(u);
}

} // namespace dynasio::tests

#endif
