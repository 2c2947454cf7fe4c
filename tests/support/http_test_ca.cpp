// SPDX-License-Identifier: BSL-1.0

#include "support/http_test_ca.hpp"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <stdlib.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <stdexcept>

namespace dynasio::tests {
namespace {

constexpr long day = 24 * 60 * 60;

std::shared_ptr<EVP_PKEY> make_key()
{
    return {EVP_EC_gen("P-256"), EVP_PKEY_free};
}

void require(bool done, char const* what)
{
    if (!done)
        throw std::runtime_error(std::string("test CA: ") + what);
}

void extend(X509* certificate, X509* issuer, int kind, std::string const& value)
{
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
    std::unique_ptr<X509_EXTENSION, void (*)(X509_EXTENSION*)> const extension(
        X509V3_EXT_conf_nid(nullptr, &context, kind, value.c_str()), X509_EXTENSION_free);
    require(extension != nullptr, value.c_str());
    X509_add_ext(certificate, extension.get(), -1);
}

std::shared_ptr<X509> make_certificate(EVP_PKEY* key, std::string const& common_name, long from, long until)
{
    static long serial = 0;
    std::shared_ptr<X509> const c(X509_new(), X509_free);
    X509_set_version(c.get(), 2);
    ASN1_INTEGER_set(X509_get_serialNumber(c.get()), ++serial);
    X509_gmtime_adj(X509_getm_notBefore(c.get()), from);
    X509_gmtime_adj(X509_getm_notAfter(c.get()), until);
    X509_set_pubkey(c.get(), key);
    auto const* const text = reinterpret_cast<unsigned char const*>(common_name.c_str());
    X509_NAME_add_entry_by_txt(X509_get_subject_name(c.get()), "CN", MBSTRING_UTF8, text, -1, -1, 0);
    return c;
}

} // namespace

SSL_CTX* server_identity::make_context() const
{
    auto* const context = SSL_CTX_new(TLS_server_method());
    require(SSL_CTX_use_certificate(context, certificate_.get()) == 1, "certificate");
    require(SSL_CTX_use_PrivateKey(context, key_.get()) == 1, "key");
    SSL_CTX_set_max_proto_version(context, newest_version_);
    SSL_CTX_set_min_proto_version(context, TLS1_VERSION);
    SSL_CTX_set_security_level(context, newest_version_ != 0 && newest_version_ < TLS1_2_VERSION ? 0 : 1);
    unsigned char const id[] = "dynasio";
    SSL_CTX_set_session_id_context(context, id, sizeof id);
    if (!client_ca_.empty())
    {
        require(SSL_CTX_load_verify_file(context, client_ca_.c_str()) == 1, "authority of clients");
        SSL_CTX_set_verify(context, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
    }
    return context;
}

void server_identity::write(std::string const& certificate_file, std::string const& key_file) const
{
    using file = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;
    file const c(std::fopen(certificate_file.c_str(), "w"), &std::fclose);
    file const k(std::fopen(key_file.c_str(), "w"), &std::fclose);
    require(c && PEM_write_X509(c.get(), certificate_.get()) == 1, "certificate file");
    require(k && PEM_write_PrivateKey(k.get(), key_.get(), nullptr, nullptr, 0, nullptr, nullptr) == 1,
        "key file");
}

test_ca::test_ca()
    : key_(make_key()), certificate_(make_certificate(key_.get(), "dynasio test authority", -day, 10 * day))
{
    X509_set_issuer_name(certificate_.get(), X509_get_subject_name(certificate_.get()));
    extend(certificate_.get(), certificate_.get(), NID_basic_constraints, "critical,CA:TRUE");
    extend(certificate_.get(), certificate_.get(), NID_key_usage, "critical,keyCertSign,cRLSign");
    require(X509_sign(certificate_.get(), key_.get(), EVP_sha256()) != 0, "signature");

    file_ = (std::filesystem::temp_directory_path() / "dynasio-test-ca-XXXXXX").string();
    int const fd = ::mkstemp(file_.data());
    require(fd >= 0, "temporary file");
    auto* const out = ::fdopen(fd, "w");
    PEM_write_X509(out, certificate_.get());
    std::fclose(out);
}

test_ca::~test_ca()
{
    std::error_code ignored;
    std::filesystem::remove(file_, ignored);
}

server_identity test_ca::issue(std::string const& names, int days) const
{
    auto const key = make_key();
    auto const c = make_certificate(key.get(), "dynasio test server", -10 * day, days * day);
    X509_set_issuer_name(c.get(), X509_get_subject_name(certificate_.get()));
    extend(c.get(), certificate_.get(), NID_basic_constraints, "CA:FALSE");
    extend(c.get(), certificate_.get(), NID_subject_alt_name, names);
    require(X509_sign(c.get(), key_.get(), EVP_sha256()) != 0, "signature");
    return {c, key};
}

} // namespace dynasio::tests
