// SPDX-License-Identifier: BSL-1.0
//
// GCC 12 destroys an aggregate temporary inside a co_await expression twice. Where a function takes an
// aggregate, a deleted overload for temporaries makes `co_await f({...})` an error of compilation there: name
// the argument first.

#ifndef DYNASIO_CLIENT_DETAIL_GCC12_HPP
#define DYNASIO_CLIENT_DETAIL_GCC12_HPP

#if defined(__GNUC__) && !defined(__clang__) && __GNUC__ < 13
/// Keeps its arguments, a declaration of a deleted overload, on GCC 12 only.
#define DYNASIO_ON_GCC12(...) __VA_ARGS__
#else
#define DYNASIO_ON_GCC12(...)
#endif

#endif
