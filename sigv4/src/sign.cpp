// SPDX-License-Identifier: BSL-1.0

#include <dynasio/sigv4/key_cache.hpp>
#include <dynasio/sigv4/sign.hpp>
#include <dynasio/sigv4/signing_key.hpp>

#include "text.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace dynasio::sigv4 {

namespace {

bool same_name(std::string_view left, std::string_view right) noexcept
{
    return std::equal(left.begin(), left.end(), right.begin(), right.end(),
        [](char a, char b) { return detail::lower(a) == detail::lower(b); });
}

bool has(std::span<header const> headers, std::string_view name) noexcept
{
    return std::any_of(
        headers.begin(), headers.end(), [=](header const& h) { return same_name(h.name, name); });
}

void refuse(std::span<header const> headers, std::string_view name)
{
    if (has(headers, name))
        throw std::invalid_argument("the request has a header that signing adds: " + std::string(name));
}

void validate(request const& what, credentials const& who, signing_options const& how)
{
    detail::require_something(who.access_key_id, "the access key id");
    detail::require_something(who.secret_access_key.reveal(), "the secret access key");
    detail::require_something(how.region, "the signing region");
    detail::require_something(how.service, "the signing service");
    detail::require_something(what.method, "the method");
    detail::require_one_line(who.access_key_id, "the access key id");
    detail::require_one_line(who.session_token.reveal(), "the session token");
    detail::require_one_line(how.region, "the signing region");
    detail::require_one_line(how.service, "the signing service");
    detail::require_one_line(what.method, "the method");
    detail::require_one_line(what.target, "the target");
    if (!has(what.headers, "host"))
        throw std::invalid_argument("the request has no host header");
    for (auto const name : {"x-amz-date", "x-amz-security-token", "authorization"})
        refuse(what.headers, name);
}

struct target_parts
{
    explicit target_parts(std::string_view target)
        : path(target.substr(0, target.find('?'))),
          query(path.size() == target.size() ? std::string_view() : target.substr(path.size() + 1))
    {}

    std::string_view path;
    std::string_view query;
};

// The last steps, the same for both forms: canonical_request and signed_headers are set.
void finish(signature_result& result, credentials const& who, signing_options const& how)
{
    result.string_to_sign = string_to_sign(result.canonical_request, how.time, how.region, how.service);
    detail::time_text const time(how.time);
    result.signature = how.keys ? how.keys->get(who.secret_access_key, time.date(), how.region, how.service)
                                      ->sign(result.string_to_sign)
                                : signing_key(who.secret_access_key, time.date(), how.region, how.service)
                                      .sign(result.string_to_sign);
}

std::string credential(credentials const& who, signing_options const& how)
{
    return who.access_key_id + '/' + credential_scope(how.time, how.region, how.service);
}

} // namespace

signed_headers_result sign_headers(request const& what, credentials const& who, signing_options const& how)
{
    validate(what, who, how);
    auto const time = format_time(how.time);
    auto const body_hash = payload_hash(what.body);

    std::vector<header> headers(what.headers.begin(), what.headers.end());
    signed_headers_result result;
    auto const add = [&](std::string_view name, std::string_view value, bool sign)
    {
        result.added_headers.push_back({std::string(name), std::string(value)});
        if (sign)
            headers.push_back({name, value});
    };
    add("x-amz-date", time, true);
    std::string token;
    detail::append_folded(token, who.session_token.reveal());
    if (!who.session_token.empty())
        add("x-amz-security-token", token, !how.omit_session_token);
    if (how.add_content_sha256)
    {
        refuse(what.headers, "x-amz-content-sha256");
        add("x-amz-content-sha256", body_hash, true);
    }

    target_parts const target(what.target);
    auto canonical = canonical_headers(headers);
    result.canonical_request = canonical_request(what.method, canonical_path(target.path, how.path),
        canonical_query(target.query), canonical, body_hash);
    result.signed_headers = std::move(canonical.names);
    finish(result, who, how);

    result.authorization.append(detail::algorithm_name).append(" Credential=").append(credential(who, how));
    result.authorization.append(", SignedHeaders=").append(result.signed_headers);
    result.authorization.append(", Signature=").append(result.signature);
    result.added_headers.push_back({"authorization", result.authorization});
    return result;
}

presigned_result presign(
    request const& what, credentials const& who, signing_options const& how, std::chrono::seconds expires)
{
    validate(what, who, how);
    if (expires < std::chrono::seconds(1) || expires > std::chrono::days(7))
        throw std::invalid_argument("a presigned URL must expire within 1 to 604800 seconds");

    target_parts const target(what.target);
    auto canonical = canonical_headers(what.headers);

    std::string query(target.query);
    auto const add = [](std::string& to, std::string_view name, std::string_view value)
    {
        if (!to.empty())
            to += '&';
        to.append(name).append("=");
        detail::append_encoded(to, value);
    };
    // Looked for in the canonical form, so that an encoded spelling is found as well.
    std::string const given = '&' + canonical_query(target.query);
    for (auto const name : {"X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Date", "X-Amz-SignedHeaders",
             "X-Amz-Expires", "X-Amz-Security-Token", "X-Amz-Signature"})
        if (given.find('&' + std::string(name) + '=') != std::string::npos)
            throw std::invalid_argument("the query has a parameter that signing adds: " + std::string(name));

    add(query, "X-Amz-Algorithm", detail::algorithm_name);
    add(query, "X-Amz-Credential", credential(who, how));
    add(query, "X-Amz-Date", format_time(how.time));
    add(query, "X-Amz-SignedHeaders", canonical.names);
    add(query, "X-Amz-Expires", std::to_string(expires.count()));
    bool const has_token = !who.session_token.empty();
    if (has_token && !how.omit_session_token)
        add(query, "X-Amz-Security-Token", who.session_token.reveal());

    presigned_result result;
    result.canonical_request = canonical_request(what.method, canonical_path(target.path, how.path),
        canonical_query(query), canonical, payload_hash(what.body));
    result.signed_headers = std::move(canonical.names);
    finish(result, who, how);

    if (has_token && how.omit_session_token)
        add(query, "X-Amz-Security-Token", who.session_token.reveal());
    add(query, "X-Amz-Signature", result.signature);
    result.target.append(target.path.empty() ? "/" : target.path).append("?").append(query);
    return result;
}

} // namespace dynasio::sigv4
