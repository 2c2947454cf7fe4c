// SPDX-License-Identifier: BSL-1.0
//
// Arguments that stand where options should, so that the compiler says what to write instead.

#ifndef DYNASIO_CALL_DETAIL_MISPLACED_HPP
#define DYNASIO_CALL_DETAIL_MISPLACED_HPP

#include <concepts>
#include <type_traits>

namespace dynasio {

class condition;

namespace call {

struct some_executor;

/// Completion tokens of Asio, such as `use_awaitable`, and callbacks.
template <class X>
concept completion_token = requires {
    typename std::remove_cvref_t<X>::template executor_with_default<some_executor>;
} || requires { &std::remove_cvref_t<X>::operator(); };

/// What stands where only options may. (Clang does not convert it to options; GCC does, and reports the conversion.)
template <class X>
concept misplaced = completion_token<X> || std::derived_from<std::remove_cvref_t<X>, condition>;

} // namespace call

} // namespace dynasio

/// Constructors that make a completion token or a condition in place of options an error with a sentence.
#define DYNASIO_REFUSE_MISPLACED(options, instead_of_condition)                                          \
    template <dynasio::call::completion_token Token>                                                     \
    __attribute__((unavailable(                                                                          \
        "Operations take no completion token: co_await them, or give them to co_spawn or, for the try_ " \
        "form, to co_spawn_result (dynasio/completion.hpp).")))                                          \
    options(Token const&)                                                                                \
    {}                                                                                                   \
    template <std::derived_from<dynasio::condition> Condition>                                           \
    __attribute__((unavailable(instead_of_condition))) options(Condition const&)                         \
    {}

#endif
