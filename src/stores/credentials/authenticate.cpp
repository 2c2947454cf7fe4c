// SPDX-License-Identifier: BSL-1.0

#include "clock/nursery.hpp"
#include "stores/credentials/credential_store_state.hpp"

#include <dynasio/stores/credentials/key_pair.hpp>

#include <openssl/crypto.h>

#include <functional>
#include <utility>

namespace dynasio::stores::credentials {

namespace {

/// Stands in for an unknown user, so that the operation takes as long.
credential_owner nobody()
{
    credential_owner owner;
    owner.salt.resize(32);
    owner.secret_key_hash.resize(32);
    return owner;
}

/// Whether the secret key is that of the owner. The time does not depend on the contents of the hashes.
bool is_key_of(credential_owner const& owner, secret const& secret_key, unsigned rounds)
{
    auto hash = hash_secret_key(secret_key, owner.salt, rounds);
    bool const same = hash.size() == owner.secret_key_hash.size()
        && CRYPTO_memcmp(hash.data(), owner.secret_key_hash.data(), hash.size()) == 0;
    OPENSSL_cleanse(hash.data(), hash.size());
    return same;
}

/// Finds the first owner of the secret key. Always compares with all owners. Never suspends, so it runs where it is
/// started.
awaitable<void> match(std::vector<credential_owner> owners, secret secret_key, unsigned rounds,
    std::optional<std::string>& found)
{
    bool const known = !owners.empty();
    if (!known)
        owners.push_back(nobody());
    for (auto& owner : owners)
    {
        bool const same = is_key_of(owner, secret_key, rounds);
        if (same && known && !found)
            found = std::move(owner.sub);
    }
    co_return;
}

} // namespace

awaitable<std::optional<std::string>> authenticate_owner(
    credential_store_state::pointer self, std::string public_key, secret secret_key, read_options options)
{
    auto owners = co_await find_owners(self, std::move(public_key), options);
    std::optional<std::string> found;
    std::function<awaitable<void>(http::child_group&, std::size_t)> const work =
        [&](http::child_group&, std::size_t)
    { return match(std::move(owners), std::move(secret_key), self->options().hash_rounds, found); };
    co_await http::run_children(1, work, http::on_failure::cancel_others, self->derivation_executor());
    co_return found;
}

} // namespace dynasio::stores::credentials
