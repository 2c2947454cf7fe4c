// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_CLIENT_HANDLE_HPP
#define DYNASIO_SRC_CLIENT_HANDLE_HPP

#include <dynasio/client.hpp>

namespace dynasio {

/// Shared by the copies of a client, and by nothing else: operations in flight share the state only, so that they end when
/// the last copy goes.
class client::handle
{
public:
    explicit handle(std::shared_ptr<detail::client_state> s);
    ~handle();
    handle(handle const&) = delete;
    handle& operator=(handle const&) = delete;

    std::shared_ptr<detail::client_state> const state;
};

} // namespace dynasio

#endif
