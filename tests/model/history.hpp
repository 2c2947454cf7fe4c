// SPDX-License-Identifier: BSL-1.0
//
// What the caller of one operation saw, and what reached the server meanwhile.

#ifndef DYNASIO_TESTS_MODEL_HISTORY_HPP
#define DYNASIO_TESTS_MODEL_HISTORY_HPP

#include "linearize.hpp"

#include <dynasio/call_metadata.hpp>

#include <exception>
#include <optional>
#include <string>
#include <vector>

namespace dynasio::tests::model {

enum class verdict : unsigned char
{
    done,
    refused,     ///< its condition did not hold at one moment between begin and end; see `code`
    not_applied, ///< and nothing is said of the state
    unknown,     ///< it may have been applied
    broken,      ///< no such operation may end like this
};

enum class code : unsigned char
{
    none,
    already_exists,
    not_found,
    conflict,
};

/// A request as it reached the server.
struct delivery
{
    std::string operation{};
    tick begin = 0;
    tick end = 0;
    unsigned status = 0;

    [[nodiscard]] bool is_write() const;
};

struct call
{
    std::string who{};  ///< coroutine and number
    std::string what{}; ///< operation and arguments
    /// It is never applied twice: a token, or a counter that is not sent again.
    bool once = false;
    /// "Not there" may also mean that an earlier attempt has removed it, if the metadata say that there was one.
    bool refusal_is_open = false;
    /// Whether the network repeats requests. Not those of a save: a transaction that was refused may be applied when it is
    /// repeated, and no client can keep it from that.
    bool may_be_repeated = true;

    tick begin = 0;
    tick end = 0;
    verdict ended = verdict::broken;
    code why = code::none;
    std::string said{};
    call_metadata metadata{};
    std::vector<std::string> keys_left{}; ///< of `unfinished`: the text of the first key member
    bool unfinished = false;
    std::size_t failed_action = 0; ///< of a transaction that was refused
    std::vector<delivery> deliveries{};
    std::vector<std::string> faults{};
    unsigned repeats = 0; ///< requests that the network repeated, unknown to the client

    /// Several lines: what was called, how it ended, what the network did.
    [[nodiscard]] std::string describe() const;
    [[nodiscard]] tick last_effect() const; ///< its end, or that of its last request on the server, if later
};

/// Sets how the call ended. Null: well.
void set_verdict(call& c, std::exception_ptr failed);

/// The moments at which a write may have taken effect, besides the one that its caller knows of.
struct open_moment
{
    tick begin = 0;
    tick end = 0;
};
std::vector<open_moment> open_moments(call const& c);

} // namespace dynasio::tests::model

#endif
