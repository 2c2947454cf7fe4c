// SPDX-License-Identifier: BSL-1.0

#include <dynasio/sigv4/canonical.hpp>
#include <dynasio/sigv4/key_cache.hpp>
#include <dynasio/sigv4/signer.hpp>

#include "sha256.hpp"
#include "signing_key_state.hpp"
#include "text.hpp"

#include <algorithm>
#include <array>
#include <forward_list>
#include <iterator>
#include <stdexcept>
#include <utility>
#include <vector>

namespace dynasio::sigv4 {

namespace {

// The caller's headers and the signer's own, both sorted, as one sorted sequence. Values are folded, as the service does
// before it compares signatures.
class merged_headers
{
public:
    // Throws std::invalid_argument if the names do not ascend strictly.
    merged_headers(std::span<header const> given, std::span<header const> own)
        : many_(given.size() + own.size() > few_.size() ? given.size() + own.size() : 0)
    {
        auto* const first = many_.empty() ? few_.data() : many_.data();
        auto* last = std::merge(given.begin(), given.end(), own.begin(), own.end(), first,
            [](header const& left, header const& right) { return left.name < right.name; });
        all_ = {first, last};
        auto const wrong = std::adjacent_find(all_.begin(), all_.end(),
            [](header const& left, header const& right) { return left.name >= right.name; });
        if (wrong != all_.end())
            throw std::invalid_argument(
                "the headers of a prepared request are not sorted, or there are two of "
                + std::string(std::next(wrong)->name));
        for (auto* one = first; one != last; ++one)
            if (!detail::is_folded(one->value))
            {
                detail::append_folded(folded_.emplace_front(), one->value);
                one->value = folded_.front();
            }
    }
    merged_headers(merged_headers const&) = delete;
    merged_headers& operator=(merged_headers const&) = delete;

    auto begin() const { return all_.begin(); }
    auto end() const { return all_.end(); }

private:
    std::array<header, 10> few_;
    std::vector<header> many_;
    std::forward_list<std::string> folded_;
    std::span<header const> all_;
};

bool is_lower_token(std::string_view name) noexcept
{
    return detail::is_token(name)
        && std::none_of(name.begin(), name.end(), [](char c) { return c != detail::lower(c); });
}

void validate(prepared_request const& what, credentials const& who)
{
    detail::require_something(who.access_key_id, "the access key id");
    detail::require_something(who.secret_access_key.reveal(), "the secret access key");
    detail::require_something(what.method, "the method");
    detail::require_something(what.host, "the host");
    detail::require_one_line(who.access_key_id, "the access key id");
    detail::require_one_line(who.session_token.reveal(), "the session token");
    detail::require_one_line(what.method, "the method");
    detail::require_one_line(what.path, "the path");
    detail::require_one_line(what.host, "the host");
    if (what.path.find('?') != std::string_view::npos)
        throw std::invalid_argument("the path of a prepared request has a query");
    for (auto const& [name, value] : what.headers)
    {
        if (!is_lower_token(name))
            throw std::invalid_argument(
                "a header name is empty, has an upper-case letter, or a character that names may "
                "not have");
        // The text of the message is made only when there is something to say.
        if (detail::breaks_a_line(value))
            detail::require_one_line(value, "the value of header " + std::string(name));
    }
}

} // namespace

struct signer::impl
{
    impl(std::string region_name, std::string service_name, std::size_t cached_keys)
        : region(std::move(region_name)), service(std::move(service_name)), keys(cached_keys)
    {
        detail::require_something(region, "the signing region");
        detail::require_something(service, "the signing service");
        detail::require_one_line(region, "the signing region");
        detail::require_one_line(service, "the signing service");
        scope_tail.append("/").append(region).append("/").append(service).append("/").append(
            detail::scope_end);
        detail::require_sha256();
    }

    std::string region;
    std::string service;
    // What follows the date in the credential scope.
    std::string scope_tail;
    key_cache keys;
};

signer::signer(std::string region, std::string service, std::size_t cached_keys)
    : impl_(std::make_unique<impl>(std::move(region), std::move(service), cached_keys))
{}

signer::~signer() = default;

std::string const& signer::region() const noexcept
{
    return impl_->region;
}

std::string const& signer::service() const noexcept
{
    return impl_->service;
}

void signer::sign(prepared_request const& what, credentials const& who,
    std::chrono::system_clock::time_point time_point, std::string& out) const
{
    validate(what, who);
    detail::time_text const time(std::chrono::floor<std::chrono::seconds>(time_point));
    bool const has_token = !who.session_token.empty();
    std::string folded_token;
    auto token = who.session_token.reveal();
    if (!detail::is_folded(token))
    {
        detail::append_folded(folded_token, token);
        token = folded_token;
    }
    std::array<header, 3> const own{
        {{"host", what.host}, {"x-amz-date", time.time()}, {"x-amz-security-token", token}}};
    merged_headers const headers(what.headers, std::span(own).first(has_token ? 3 : 2));
    auto const key = impl_->keys.get(who.secret_access_key, time.date(), impl_->region, impl_->service);
    detail::sha256 sha256;

    auto const body_hash = detail::to_hex(sha256.hash(what.body));

    out.append("x-amz-date: ").append(time.time()).append("\r\n");
    if (has_token)
        out.append("x-amz-security-token: ").append(token).append("\r\n");
    out.append("authorization: ").append(detail::algorithm_name).append(" Credential=");
    out.append(who.access_key_id).append("/").append(time.date()).append(impl_->scope_tail);
    out.append(", SignedHeaders=");
    auto const names_begin = out.size();
    for (auto const& one : headers)
        out.append(one.name).append(";");
    out.pop_back();
    auto const names_size = out.size() - names_begin;

    sha256.update(what.method);
    sha256.update('\n');
    if (what.path == "/")
        sha256.update('/');
    else
        sha256.update(canonical_path(what.path));
    sha256.update("\n\n");
    for (auto const& [name, value] : headers)
    {
        sha256.update(name);
        sha256.update(':');
        sha256.update(value);
        sha256.update('\n');
    }
    sha256.update('\n');
    sha256.update(std::string_view(out).substr(names_begin, names_size));
    sha256.update('\n');
    auto const request_hash = detail::to_hex(sha256.hash(detail::as_text(body_hash)));

    // The HMAC of the string to sign, piece by piece.
    sha256.start_hmac(key->internals().hmac);
    sha256.update(detail::algorithm_name);
    sha256.update('\n');
    sha256.update(time.time());
    sha256.update('\n');
    sha256.update(time.date());
    sha256.update(impl_->scope_tail);
    sha256.update('\n');
    sha256.update(detail::as_text(request_hash));
    auto const signature = detail::to_hex(sha256.finish_hmac(key->internals().hmac));

    out.append(", Signature=").append(detail::as_text(signature)).append("\r\n");
}

} // namespace dynasio::sigv4
