// SPDX-License-Identifier: BSL-1.0

#include "stores/documents/encryption/envelope.hpp"

#include "text/wiped_text.hpp"

#include <dynasio/json/detail/decode.hpp>
#include <dynasio/value/detail/json.hpp>

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/params.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <stdexcept>

namespace dynasio::stores::documents {

namespace {

constexpr std::string_view magic = "\xd9\x44\x4f\x43";
constexpr char version = '\x01';
constexpr std::size_t id_begin = magic.size() + 2;

std::span<std::byte const> bytes_of(std::string_view text)
{
    return std::as_bytes(std::span(text.data(), text.size()));
}

std::string_view text_of(binary const& bytes)
{
    return {reinterpret_cast<char const*>(bytes.data()), bytes.size()};
}

/// At least as many bytes as the JSON of the value has.
std::size_t longest_json(attribute_value const& value)
{
    constexpr std::size_t around = 16;
    constexpr std::size_t escaped = 6;
    auto const of_text = [](std::string_view text) { return around + escaped * text.size(); };
    auto const of_bytes = [](binary const& bytes) { return around + bytes.size() / 3 * 4 + 4; };
    std::size_t size = around;
    if (auto const* text = value.if_string())
        size += of_text(*text);
    else if (auto const* digits = value.if_number())
        size += of_text(digits->text());
    else if (auto const* bytes = value.if_binary())
        size += of_bytes(*bytes);
    else if (auto const* texts = value.if_a<std::vector<std::string>>())
        for (auto const& each : *texts)
            size += of_text(each);
    else if (auto const* numbers = value.if_a<std::vector<number>>())
        for (auto const& each : *numbers)
            size += of_text(each.text());
    else if (auto const* blobs = value.if_a<std::vector<binary>>())
        for (auto const& each : *blobs)
            size += of_bytes(each);
    else if (auto const* list = value.if_a<attribute_list>())
        for (auto const& each : *list)
            size += around + longest_json(each);
    else if (auto const* object = value.if_a<item>())
        for (auto const& [name, each] : *object)
            size += of_text(name) + longest_json(each);
    return size;
}

void append_size(std::string& out, std::size_t size)
{
    for (int shift = 24; shift >= 0; shift -= 8)
        out += static_cast<char>(size >> shift & 0xff);
}

/// The length, then the bytes.
void append_part(std::string& out, std::string_view bytes)
{
    append_size(out, bytes.size());
    out += bytes;
}

std::string encoded_path(document_path const& where)
{
    std::string result;
    for (auto const& each : where.segments())
        if (auto const* name = std::get_if<std::string>(&each))
        {
            result += 'k';
            append_part(result, *name);
        }
        else
        {
            result += 'i';
            append_size(result, std::get<std::size_t>(each));
        }
    return result;
}

/// HKDF with SHA-256 and without salt.
secret derived_key(secret const& from)
{
    static constexpr std::string_view info = "dynasio.sharded-documents.v1";
    std::unique_ptr<EVP_KDF, void (*)(EVP_KDF*)> const kdf(
        EVP_KDF_fetch(nullptr, "HKDF", nullptr), &EVP_KDF_free);
    std::unique_ptr<EVP_KDF_CTX, void (*)(EVP_KDF_CTX*)> const context(
        EVP_KDF_CTX_new(kdf.get()), &EVP_KDF_CTX_free);
    char digest[] = "SHA256";
    // OpenSSL only reads what these point to.
    OSSL_PARAM const parameters[] = {OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, digest, 0),
        OSSL_PARAM_construct_octet_string(
            OSSL_KDF_PARAM_KEY, const_cast<char*>(from.reveal().data()), from.size()),
        OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_INFO, const_cast<char*>(info.data()), info.size()),
        OSSL_PARAM_construct_end()};
    text::wiped_text derived{};
    derived.text.resize(gcm_key_size);
    if (!context
        || EVP_KDF_derive(
               context.get(), reinterpret_cast<unsigned char*>(derived.text.data()), gcm_key_size, parameters)
            != 1)
        throw std::runtime_error("HKDF failed");
    return secret(derived.text);
}

secret checked_key(document_key const& key)
{
    if (key.bytes.empty())
        throw std::invalid_argument("the key is empty");
    if (key.id.size() > longest_key_id)
        throw std::invalid_argument("the id of the key is " + std::to_string(key.id.size())
            + " bytes long; the maximum is " + std::to_string(longest_key_id));
    return derived_key(key.bytes);
}

/// The size of the header; 0 if there is no valid one.
std::size_t header_size(std::string_view envelope)
{
    if (envelope.size() < id_begin || !envelope.starts_with(magic) || envelope[magic.size()] != version)
        return 0;
    auto const size = id_begin + static_cast<unsigned char>(envelope[magic.size() + 1]);
    return envelope.size() < size + gcm_nonce().size() + gcm_tag_size ? 0 : size;
}

/// What the tag covers besides the value.
std::string binding_of(std::string_view header, std::string_view document, document_path const& where)
{
    std::string result(header);
    result += document;
    append_part(result, encoded_path(where));
    return result;
}

} // namespace

bool is_envelope(binary const& stored) noexcept
{
    return text_of(stored).starts_with(magic);
}

std::optional<std::string> key_id_of(binary const& envelope)
{
    auto const text = text_of(envelope);
    auto const size = header_size(text);
    if (size == 0)
        return std::nullopt;
    return std::string(text.substr(id_begin, size - id_begin));
}

std::string document_binding(std::string_view context, attribute_value const& root_key)
{
    std::string key;
    if (auto const* text = root_key.if_string())
        key = 'S' + *text;
    else if (auto const* digits = root_key.if_number())
        key = 'N' + digits->normalized();
    else
        key.append(1, 'B').append(text_of(root_key.as_binary()));
    std::string result;
    append_part(result, context);
    append_part(result, key);
    return result;
}

envelope_cipher::envelope_cipher(document_key const& key) : header_(magic), cipher_(checked_key(key))
{
    header_ += version;
    header_ += static_cast<char>(key.id.size());
    header_ += key.id;
}

binary envelope_cipher::seal(gcm_nonce const& nonce, std::string_view document, document_path const& where,
    attribute_value const& value)
{
    text::wiped_text plain{};
    plain.text.reserve(longest_json(value)); // growing would leave copies behind
    json::encode(plain.text, value);
    auto const bound = binding_of(header_, document, where);
    binary result(header_.size() + nonce.size() + plain.text.size() + gcm_tag_size);
    auto const header = bytes_of(header_);
    auto const nonce_bytes = std::as_bytes(std::span(nonce));
    auto const at = std::copy(
        nonce_bytes.begin(), nonce_bytes.end(), std::copy(header.begin(), header.end(), result.begin()));
    cipher_.encrypt(nonce, bytes_of(bound), bytes_of(plain.text), std::span(at, result.end()));
    return result;
}

std::optional<attribute_value> envelope_cipher::open(
    std::string_view document, document_path const& where, binary const& envelope)
{
    auto const text = text_of(envelope);
    if (header_size(text) != header_.size() || !text.starts_with(header_))
        return std::nullopt;
    auto rest = std::span(envelope).subspan(header_.size());
    gcm_nonce nonce;
    std::memcpy(nonce.data(), rest.data(), nonce.size());
    rest = rest.subspan(nonce.size());
    auto const bound = binding_of(header_, document, where);
    text::wiped_text plain{};
    plain.text.resize(rest.size() - gcm_tag_size);
    if (!cipher_.decrypt(nonce, bytes_of(bound), rest, std::as_writable_bytes(std::span(plain.text))))
        return std::nullopt;
    attribute_value result;
    try
    {
        json::decode(plain.text, {&result, json::codec_address<attribute_value>::value});
    }
    catch (json::decode_error const&)
    {
        return std::nullopt; // made by a holder of the key, but no value
    }
    return result;
}

} // namespace dynasio::stores::documents
