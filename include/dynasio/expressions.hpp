// SPDX-License-Identifier: BSL-1.0
//
// Expressions of DynamoDB: conditions, filters, key conditions, updates and projections. They are made of members of
// described structs (`attr`) or of runtime paths (`path`), or written as text that the compiler checks (`condition_text`
// and its kin). `expression_writer`, or `with` in one step, puts them into a request.

#ifndef DYNASIO_EXPRESSIONS_HPP
#define DYNASIO_EXPRESSIONS_HPP

#include <dynasio/expressions/attr.hpp>
#include <dynasio/expressions/comparison.hpp>
#include <dynasio/expressions/condition.hpp>
#include <dynasio/expressions/condition_functions.hpp>
#include <dynasio/expressions/expression_error.hpp>
#include <dynasio/expressions/expression_writer.hpp>
#include <dynasio/expressions/key_condition.hpp>
#include <dynasio/expressions/path.hpp>
#include <dynasio/expressions/projection.hpp>
#include <dynasio/expressions/set_value.hpp>
#include <dynasio/expressions/text.hpp>
#include <dynasio/expressions/update.hpp>

#endif
