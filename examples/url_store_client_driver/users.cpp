// SPDX-License-Identifier: BSL-1.0
//
// Two users, and tokens that end.

#include "scenarios.hpp"

#include <atomic>
#include <memory>
#include <vector>

namespace examples::client_driver {

using dynasio::url_errc;

namespace {

/// Has a token that is wrong, until it is asked for a new one.
class renewed_token final : public dynasio::url_authenticator
{
public:
    explicit renewed_token(std::string next)
        : now_(dynasio::make_bearer_authenticator("no-token")),
          next_(dynasio::make_bearer_authenticator(std::move(next)))
    {}

    asio::awaitable<void> authorize(dynasio::http::fields& headers) override
    {
        return now_->authorize(headers);
    }
    asio::awaitable<bool> refresh() override
    {
        ++refreshes;
        now_ = next_;
        co_return next_ != nullptr;
    }

    int refreshes = 0;

private:
    std::shared_ptr<dynasio::url_authenticator> now_;
    std::shared_ptr<dynasio::url_authenticator> next_;
};

} // namespace

asio::awaitable<void> tell_users_apart(world& all)
{
    std::cout << "two users\n";
    auto const ann = all.store_of("ann");
    auto const bob = all.store_of("bob");
    auto const mallory = all.store_of("mallory"); // has no token
    auto const failure =
        co_await check_fails(mallory.get("users"), url_errc::not_authorized, "an unknown token");
    check(failure.http_status == 401, "an unknown token: another status");
    check(failure.body.find("mallory") == std::string::npos, "the error has the token");

    dynasio::url_metadata const metadata(R"({"of": "ann"})");
    (void)co_await ann.set("users", "x", metadata);
    auto const own = co_await ann.get_permissions("users");
    dynasio::url_permissions const expected{{"owned", {"ann"}}};
    check(own == expected, "a new key has other permissions");
    check(!co_await bob.exists("users"), "Bob sees a key of Ann");
    (void)co_await check_fails(bob.get_permissions("users"), url_errc::key_not_found, "its permissions");
    (void)co_await check_fails(bob.set_data("users", "y"), url_errc::not_authorized, "Bob writes it");
    check(!co_await bob.remove("users"), "Bob removes it");
    dynasio::url_criteria const criteria = dynasio::url_criteria().where("of", "ann");
    auto unseen = bob.query_keys(criteria);
    check(!co_await unseen.next(), "Bob finds it");

    dynasio::url_permissions const readers{{"read", {"bob"}}};
    (void)co_await ann.update_permissions("users", readers);
    check(co_await bob.to_bytes("users", 10) == "x", "Bob does not read it");
    auto seen = bob.query(criteria);
    auto const entry = co_await seen.next();
    check(
        entry && entry->key == "users" && entry->metadata.member("of") == "\"ann\"", "Bob does not find it");
    (void)co_await check_fails(
        bob.get_permissions("users"), url_errc::not_authorized, "a reader reads permissions");
    (void)co_await check_fails(
        bob.update_metadata("users", metadata), url_errc::not_authorized, "a reader writes metadata");
    (void)co_await check_fails(bob.remove("users"), url_errc::not_authorized, "a reader removes");

    dynasio::url_permissions const writers{{"write", {"bob"}}, {"custom", {"x", "y"}}};
    (void)co_await ann.update_permissions("users", writers);
    (void)co_await bob.set_data("users", "y");
    auto const all_tags = co_await ann.get_permissions("users");
    check(all_tags.size() == 4 && all_tags.at("custom").size() == 2, "tags are not added");

    dynasio::url_permissions const nobody{{"read", {"bob"}}};
    (void)co_await check_fails(
        ann.set_permissions("users", nobody), url_errc::bad_input, "permissions without an owner");
    dynasio::url_permissions const gift{{"owned", {"bob"}}};
    (void)co_await ann.set_permissions("users", gift);
    check(!co_await ann.exists("users"), "Ann still sees what she gave away");
    check(co_await bob.remove("users"), "Bob cannot remove what he owns");
    std::cout << "   may do what they may\n";
}

asio::awaitable<void> refresh_tokens(world& all)
{
    std::cout << "a token that has ended\n";
    auto const token = std::make_shared<renewed_token>("token-of-ann");
    dynasio::url_store const store(all.executor(), all.options());
    store.connect(dynasio::url_session("ann", token));
    std::vector<asio::awaitable<void>> writes;
    auto const write = [&store](int i) -> asio::awaitable<void>
    { (void)co_await store.set_data("renewed/" + std::to_string(i), sample(100'000, 4)); };
    for (int i = 0; i < 6; ++i)
        writes.push_back(write(i));
    co_await together(std::move(writes));
    check(token->refreshes == 1, "the token is renewed " + std::to_string(token->refreshes) + " times");
    std::cout << "   is renewed once for all\n";
}

} // namespace examples::client_driver
