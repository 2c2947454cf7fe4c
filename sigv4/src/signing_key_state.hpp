// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SIGV4_SRC_SIGNING_KEY_STATE_HPP
#define DYNASIO_SIGV4_SRC_SIGNING_KEY_STATE_HPP

#include <dynasio/sigv4/signing_key.hpp>

#include "sha256.hpp"

#include <utility>

namespace dynasio::sigv4 {

struct signing_key::state
{
    explicit state(secret derived) : bytes(std::move(derived)), hmac(bytes.reveal()) {}

    secret bytes;
    detail::hmac_key hmac;
};

} // namespace dynasio::sigv4

#endif
