// SPDX-License-Identifier: BSL-1.0
//
// All that tests of code on a client need to respond to operations in their own structs. Link `dynasio::testing_typed`.

#ifndef DYNASIO_TESTING_TYPED_HPP
#define DYNASIO_TESTING_TYPED_HPP

#include <dynasio/testing/typed/failures.hpp>
#include <dynasio/testing/typed/offline_options.hpp>
#include <dynasio/testing/typed/requests.hpp>
#include <dynasio/testing/typed/response_of.hpp>
#include <dynasio/testing/typed/typed_expectation.hpp>

#include <dynasio/testing/manual_clock.hpp>
#include <dynasio/testing/run.hpp>

#endif
