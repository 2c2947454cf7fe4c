// SPDX-License-Identifier: BSL-1.0
//
// Teaches: the stores embedded in a service. Requests in, answers out; no socket here.
//
//     GET    /specs?limit=50&after=...    the latest versions, page by page
//     GET    /specs/{id}                  the latest version of one
//     GET    /specs/{id}/versions         all versions, oldest first
//     PUT    /specs/{id}                  saves a version, up to the limit of the free tier (else 402)
//     DELETE /specs/{id}                  deletes it with all its versions
//     GET    /models/count                all models of the user
//
// Who asks is told by a key pair: `Authorization: Basic base64(public key:secret key)`. `Request-Timeout:
// 0.5` gives a request half a second, whatever it takes inside; after that it ends with 504.

#ifndef DYNASIO_EXAMPLES_SPECS_SERVICE_SPECS_API_HPP
#define DYNASIO_EXAMPLES_SPECS_SERVICE_SPECS_API_HPP

#include "common/http_server.hpp"
#include "request_parts.hpp"

#include <dynasio/stores/credential_store.hpp>
#include <dynasio/stores/spec_store.hpp>

#include <chrono>
#include <cstdint>
#include <string>

namespace examples {

struct specs_api_options
{
    std::int64_t free_models = 10;
    std::chrono::steady_clock::duration request_timeout = std::chrono::seconds(5);
};

/// Must outlive the answers that are under way.
class specs_api
{
public:
    specs_api(dynasio::spec_store specs, dynasio::credential_store credentials, specs_api_options options)
        : specs_(std::move(specs)), credentials_(std::move(credentials)), options_(options)
    {}

    /// Always ends with an answer, also for what fails.
    asio::awaitable<http_response> answer(http_request request) const;

private:
    /// One deadline over all that a request needs: each operation gets what is left.
    class budget;

    asio::awaitable<http_response> route(http_request const& request) const;
    asio::awaitable<std::string> authenticate(http_request const& request, budget const& left) const;
    asio::awaitable<http_response> list(
        std::string user, request_target const& target, budget const& left) const;
    asio::awaitable<http_response> one(
        std::string user, std::string id, http_request const& request, budget const& left) const;
    asio::awaitable<http_response> save(
        std::string user, std::string id, std::string const& body, budget const& left) const;

    dynasio::spec_store specs_;
    dynasio::credential_store credentials_;
    specs_api_options options_;
};

} // namespace examples

#endif
