// SPDX-License-Identifier: BSL-1.0
//
// What the network and the service do to the requests of a test.

#ifndef DYNASIO_TESTS_MODEL_FAULTS_HPP
#define DYNASIO_TESTS_MODEL_FAULTS_HPP

#include "dice.hpp"
#include "history.hpp"

#include <dynasio/http/message.hpp>
#include <dynasio/testing/fault_transport.hpp>
#include <dynasio/testing/gate.hpp>

#include <mutex>
#include <vector>

namespace dynasio::tests::model {

/// Gates for requests that wait while others go by. Thread safety: shared objects are safe.
class waiting_room
{
public:
    /// Opens after so many other requests. `someone_waits`: also with time, so that not all wait for each other.
    dynasio::testing::gate gate_after(std::size_t requests, bool someone_waits);

    void request_goes_by();
    void time_goes_by();
    void open_all();

private:
    struct entry
    {
        std::size_t left;
        bool someone_waits;
        dynasio::testing::gate held;
    };
    std::mutex mutex_;
    std::vector<entry> waiting_;
};

/// One request in so many has a fault, in percent. 0 for some seeds: races alone.
unsigned fault_rate(std::uint64_t seed);

/// The fault of one request of the call, which notes it.
dynasio::testing::fault choose_fault(
    dice random, unsigned rate, http::request const& r, call& from, waiting_room& room);

} // namespace dynasio::tests::model

#endif
