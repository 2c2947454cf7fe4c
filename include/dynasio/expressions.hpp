// SPDX-License-Identifier: BSL-1.0
//
// DynamoDB expressions: conditions, filters, key conditions, updates and projections. They are built from members of
// described structs (`attr`) or from runtime paths (`path`), or written as text that the compiler checks
// (`condition_text` and others). `expression_writer` adds them to a request; `with` does so in one step.

#ifndef DYNASIO_EXPRESSIONS_HPP
#define DYNASIO_EXPRESSIONS_HPP

#include <dynasio/expressions/attr.hpp>
#include <dynasio/expressions/comparison.hpp>
#include <dynasio/expressions/condition.hpp>
#include <dynasio/expressions/condition_functions.hpp>
#include <dynasio/expressions/elements.hpp>
#include <dynasio/expressions/expression_error.hpp>
#include <dynasio/expressions/expression_writer.hpp>
#include <dynasio/expressions/key_condition.hpp>
#include <dynasio/expressions/path.hpp>
#include <dynasio/expressions/projection.hpp>
#include <dynasio/expressions/set_value.hpp>
#include <dynasio/expressions/text.hpp>
#include <dynasio/expressions/update.hpp>

#endif
