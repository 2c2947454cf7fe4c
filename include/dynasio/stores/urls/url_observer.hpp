// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_STORES_URLS_URL_OBSERVER_HPP
#define DYNASIO_STORES_URLS_URL_OBSERVER_HPP

#include <dynasio/stores/urls/url_metadata.hpp>

#include <cstdint>
#include <optional>
#include <string>

namespace dynasio {

/// A transfer begins.
struct url_progress_start
{
    std::uint64_t operation = 0; ///< a number that no other transfer of the store has
    std::string message;         ///< from the options of the call
    std::string key;
    std::optional<url_metadata> metadata; ///< where it is known
    std::optional<std::uint64_t> bytes;   ///< to be transferred; empty if that is not known
};

/// A transfer goes on.
struct url_progress_step
{
    std::uint64_t operation = 0;
    std::uint64_t bytes = 0; ///< transferred so far; fewer than before where a request is sent again
};

/// How a transfer ended.
enum class url_progress_outcome : unsigned char
{
    normal,  ///< all was transferred
    warning, ///< the caller has stopped reading
    error,   ///< the server or the connection failed
    exception, ///< the operation was cancelled, its time was over, or the source or another object of the caller threw
};

struct url_progress_end
{
    std::uint64_t operation = 0;
    url_progress_outcome outcome = url_progress_outcome::normal;
};

/// What happened to a key.
enum class url_action : unsigned char
{
    set,
    remove,
};

/// A key was written or removed.
struct url_change
{
    std::string key;
    std::optional<url_metadata> metadata; ///< as it was given; empty where only data was written
    url_action action = url_action::set;
};

/// Is told of what a `url_store` does. Derive from it, and override what you need. An end follows every start, cancellation
/// and destroyed coroutines included.
/// Threads: functions are called on the executors of the operations, those of one transfer one after the other; of different
/// operations at the same time. They must not throw or block.
class url_observer
{
public:
    virtual ~url_observer() = default;

    virtual void on_progress_start(url_progress_start const&) noexcept {}
    virtual void on_progress_step(url_progress_step const&) noexcept {}
    virtual void on_progress_end(url_progress_end const&) noexcept {}
    virtual void on_change(url_change const&) noexcept {}
};

} // namespace dynasio

#endif
