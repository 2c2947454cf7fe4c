// SPDX-License-Identifier: BSL-1.0
//
// Users with tokens.

#include "driver/scenarios.hpp"

#include <iostream>

namespace examples {

asio::awaitable<void> tell_users_apart(url_store& store)
{
    std::cout << "users\n";
    server const guarded(store.program, store.table_prefix,
        {"--token", "a-secret=ann", "--token", "b-secret=bob", "--token", "c-secret=cid"});
    auto const ann = guarded.user("a-secret");
    auto const bob = guarded.user("b-secret");
    auto const cid = guarded.user("c-secret");
    auto const reply = co_await guarded.user().ask("GET", "/store/u/data");
    check_status(reply, 401, "no token");
    check(reply.field(http::field::www_authenticate) == "Bearer", "wrong WWW-Authenticate");
    check_status(co_await guarded.user("x").ask("PUT", "/store/u/data", "x"), 401, "unknown token");

    check_status(co_await ann.ask("PUT", "/store/u/data", "x"), 201, "Ann puts data");
    check_status(co_await ann.ask("PUT", "/store/u/metadata", R"({"of": "ann"})"), 201, "Ann puts metadata");
    check_status(co_await bob.ask("GET", "/store/u/data"), 404, "Bob does not see it");
    check_status(co_await bob.ask("GET", "/store/u/auth"), 404, "nor its permissions");
    check_status(co_await bob.ask("PUT", "/store/u/data", "y"), 403, "Bob may not write it");
    check_status(co_await bob.ask("DELETE", "/store/u"), 404, "nor remove it");
    check((co_await bob.ask("GET", "/query?of=%22ann%22")).body.empty(), "Bob finds it");
    check((co_await ann.ask("GET", "/query?of=%22ann%22")).body == "u\n", "Ann does not find it");

    check_status(co_await ann.ask("POST", "/store/u/auth", R"({"read": ["bob"], "write": ["cid"]})"), 204,
        "Ann lets Bob read and Cid write");
    check_status(co_await bob.ask("GET", "/store/u/data"), 200, "Bob reads it");
    check_status(co_await bob.ask("GET", "/store/u/auth"), 403, "but not its permissions");
    check_status(co_await bob.ask("POST", "/store/u/auth", R"({"owned": ["bob"]})"), 403, "nor changes them");
    check_status(co_await bob.ask("PUT", "/store/u/metadata", "{}"), 403, "nor writes metadata");
    check_status(co_await bob.ask("DELETE", "/store/u"), 403, "nor removes it");
    check((co_await bob.ask("GET", "/query")).body == "p\nu\n",
        "Bob finds other keys than this one and that of all");
    check_status(co_await cid.ask("PUT", "/store/u/data", "y"), 204, "Cid writes it");
    check_status(
        co_await ann.ask("PUT", "/store/u/auth", R"({"owned": ["cid"]})"), 204, "Ann gives it to Cid");
    check_status(co_await ann.ask("GET", "/store/u/data"), 404, "Ann does not see it any more");
    check_status(co_await cid.ask("DELETE", "/store/u"), 204, "Cid removes it");
}

} // namespace examples
