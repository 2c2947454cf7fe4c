// SPDX-License-Identifier: BSL-1.0
//
// A process that makes secrets, writes them into files, and serves them by HTTP on 127.0.0.1. This process gets them masked only.

#ifndef DYNASIO_TESTS_SUPPORT_SECRET_SERVER_HPP
#define DYNASIO_TESTS_SUPPORT_SECRET_SERVER_HPP

#include "support/memory_search.hpp"
#include "support/scratch_folder.hpp"

#include <map>
#include <string>

#include <sys/types.h>

namespace dynasio::tests {

/// Serves, whatever the method: `/container` and the paths of an instance (keys), `/` (keys of STS to a form, else an empty response of
/// DynamoDB), `/federation/credentials` (keys), `/token` and `/v1/token` (a new token, new keys of a login). In its folder are
/// `.aws/config` with the profiles `static`, `role`, `sso` and `login`, their files of tokens, which are about to expire, `token` and
/// `process.json`.
class secret_server
{
public:
    secret_server();
    secret_server(secret_server const&) = delete;
    secret_server& operator=(secret_server const&) = delete;
    ~secret_server();

    [[nodiscard]] std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }
    [[nodiscard]] std::string folder() const { return folder_.path().string(); }

    /// All secrets by name.
    [[nodiscard]] std::map<std::string, masked_secret> const& secrets() const { return secrets_; }

private:
    scratch_folder folder_;
    unsigned port_ = 0;
    ::pid_t child_ = -1;
    int lifeline_ = -1;
    std::map<std::string, masked_secret> secrets_;
};

} // namespace dynasio::tests

#endif
