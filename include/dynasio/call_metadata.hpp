// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_CALL_METADATA_HPP
#define DYNASIO_CALL_METADATA_HPP

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <string_view>

namespace dynasio {

/// What is known of a call besides its response. Each response has one as its member `metadata`; for operations that return
/// none, or send several requests, see `call_options::metadata`.
class call_metadata
{
public:
    call_metadata() = default;

    /// Of the last response, as the service's support asks for it; empty if the server gave none. At most 64 characters.
    [[nodiscard]] std::string_view request_id() const noexcept { return {id_.data(), id_size_}; }

    /// Requests of the operation, each with all its attempts.
    unsigned requests = 0;

    /// Attempts of these requests, also those that were not sent for want of a connection.
    unsigned attempts = 0;

    /// The time that was waited between attempts, and in the adaptive retry mode before the first one.
    std::chrono::steady_clock::duration waited{};

    /// Whether a write may have been applied by an earlier attempt than the last, which is to say more than once. Never so
    /// for operations with a token, which the service applies once.
    bool earlier_attempt_may_have_been_applied = false;

    void set_request_id(std::string_view id) noexcept
    {
        id_size_ = std::min(id.size(), id_.size());
        std::copy_n(id.data(), id_size_, id_.data());
    }

    /// Adds a later request of the same operation.
    call_metadata& operator+=(call_metadata const& later) noexcept
    {
        requests += later.requests;
        attempts += later.attempts;
        waited += later.waited;
        earlier_attempt_may_have_been_applied |= later.earlier_attempt_may_have_been_applied;
        if (later.id_size_ != 0)
            set_request_id(later.request_id());
        return *this;
    }

private:
    std::size_t id_size_ = 0;
    std::array<char, 64> id_; // the first `id_size_` characters are set
};

} // namespace dynasio

#endif
