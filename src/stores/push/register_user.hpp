// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_STORES_PUSH_REGISTER_USER_HPP
#define DYNASIO_SRC_STORES_PUSH_REGISTER_USER_HPP

#include "stores/push/router_table_state.hpp"

namespace dynasio::stores::push {

awaitable<registration> register_user(
    router_table_state::pointer self, router_record record, register_options options);

} // namespace dynasio::stores::push

#endif
