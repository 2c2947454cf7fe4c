// SPDX-License-Identifier: BSL-1.0
//
// Teaches: the URL store over HTTP. Begin here; `store/stored_records.hpp` says how it is stored, `decide/permissions.hpp`
// who may do what. With the default paths:
//
// | request                              | response                                                        |
// |--------------------------------------|-----------------------------------------------------------------|
// | `GET`, `HEAD /store/{key}/data`      | the bytes, or the range that `Range` asks for                   |
// | `PUT /store/{key}/data`              | 201 or 204                                                      |
// | `GET /store/{key}/metadata`          | a JSON object, as it was sent; `{}` if there is only data       |
// | `PUT`, `POST /store/{key}/metadata`  | replaces; merges at the top level: 201 or 204                   |
// | `GET /store/{key}/auth`              | permissions: an object of arrays of tags                        |
// | `PUT`, `POST /store/{key}/auth`      | replaces; adds tags: 204                                        |
// | `DELETE /store/{key}`                | removes all three: 204                                          |
// | `GET /query?name=<JSON>&...`         | the keys whose metadata has these members, one per line         |
//
// Metadata can be written before data: the key then exists, and its data is 404. Permissions exist with their key only.
// Data, metadata and permissions have an `ETag` each, and take `If-Match` and the other preconditions. They are compared
// again in the write itself. DELETE compares with the data, or with the metadata if there is no data.

#ifndef DYNASIO_EXAMPLES_URL_STORE_SERVER_SERVE_URL_STORE_API_HPP
#define DYNASIO_EXAMPLES_URL_STORE_SERVER_SERVE_URL_STORE_API_HPP

#include "decide/permissions.hpp"
#include "decide/preconditions.hpp"
#include "decide/routes.hpp"
#include "decide/tokens.hpp"
#include "serve/exchange.hpp"
#include "store/key_store.hpp"

#include <optional>
#include <string>

namespace examples {

/// One request, as the handlers of the parts get it.
struct url_request
{
    exchange& http;
    store_tables tables;
    user who;
    route where;
    preconditions conditions;
};

/// Must outlive the requests.
class url_store_api
{
public:
    url_store_api(store_tables tables, token_list tokens, url_paths paths);

    /// Responds to a request, or throws before the response has begun.
    asio::awaitable<void> answer(exchange& one) const;

private:
    store_tables tables_;
    token_list tokens_;
    url_paths paths_;
};

// Handlers of the parts. The request must outlive them.
asio::awaitable<void> get_data(url_request& request);
asio::awaitable<void> put_data(url_request& request);
asio::awaitable<void> get_metadata(url_request& request);
asio::awaitable<void> write_metadata(url_request& request); ///< PUT and POST
asio::awaitable<void> get_permissions(url_request& request);
asio::awaitable<void> write_permissions(url_request& request); ///< PUT and POST
asio::awaitable<void> delete_key(url_request& request);
asio::awaitable<void> query_keys(url_request& request);

// What the handlers share.

/// The parts of a key as preconditions see them; empty if they do not exist.
std::optional<representation> data_of(std::optional<stored_key> const& key);
std::optional<representation> metadata_of(std::optional<stored_key> const& key);
representation permissions_of(stored_key const& key);

/// The key, if the user may do that with it. Throws `refusal`.
stored_key const& accessible(std::optional<stored_key> const& key, user const& who, access what);

/// Throws `refusal` with 412 if a write must not be made.
void check_write(preconditions const& given, std::optional<representation> const& current);

/// The fields `ETag` and `Last-Modified`.
http::fields fields_of(representation const& current);

/// Answers a read with 304, or throws `refusal` with 412, if the preconditions say so; false if neither.
asio::awaitable<bool> ends_early(url_request& request, representation current);

/// 201 for a new part, 204 for one that was there.
asio::awaitable<void> respond_written(url_request& request, bool is_new, representation now);

} // namespace examples

#endif
