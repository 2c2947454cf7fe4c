// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_CLIENT_CLIENT_HANDLE_HPP
#define DYNASIO_SRC_CLIENT_CLIENT_HANDLE_HPP

#include <dynasio/client.hpp>

namespace dynasio {

/// Shared by the copies of a client, and by nothing else: operations in flight share the state only, so that they end when
/// the last copy goes. Helpers that make many calls hold a follower: a handle that does not keep the client going.
class client::handle
{
public:
    enum class role : bool
    {
        owner,
        follower,
    };

    explicit handle(std::shared_ptr<call::client_state> s, role r = role::owner);
    ~handle();
    handle(handle const&) = delete;
    handle& operator=(handle const&) = delete;

    std::shared_ptr<call::client_state> const state;

private:
    role const role_;
};

namespace call {

std::shared_ptr<client_state> const& state_of(client const& c);

/// A client that does not count among the copies of `c`: when the last of these goes, its operations end with
/// `operation_aborted`.
client weak_client(client const& c);

} // namespace call
} // namespace dynasio

#endif
