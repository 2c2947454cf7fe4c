// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_EXPRESSIONS_EXPRESSION_ERROR_HPP
#define DYNASIO_EXPRESSIONS_EXPRESSION_ERROR_HPP

#include <stdexcept>

namespace dynasio {

/// Thrown before any request for an expression that DynamoDB would reject: a path with invalid syntax, an empty expression,
/// an update of overlapping paths, an exceeded limit (4 KB, 300 operators, 100 operands of `in`).
/// A value that cannot be stored, such as NaN, is a `mapping_error`.
class expression_error : public std::invalid_argument
{
public:
    using std::invalid_argument::invalid_argument;
};

} // namespace dynasio

#endif
