// SPDX-License-Identifier: BSL-1.0
//
// A certificate authority that lives for one test run: keys and certificates are made in memory, and only its own
// certificate is written to a temporary file, for options that want a file.

#ifndef DYNASIO_TESTS_SUPPORT_HTTP_TEST_CA_HPP
#define DYNASIO_TESTS_SUPPORT_HTTP_TEST_CA_HPP

#include <openssl/types.h>

#include <memory>
#include <string>
#include <utility>

namespace dynasio::tests {

/// A certificate and its key, as a server shows it.
class server_identity
{
public:
    server_identity(std::shared_ptr<X509> certificate, std::shared_ptr<EVP_PKEY> key, int newest_version = 0)
        : certificate_(std::move(certificate)), key_(std::move(key)), newest_version_(newest_version)
    {}

    /// The same, but the server speaks at most this version, such as `TLS1_2_VERSION`.
    [[nodiscard]] server_identity at_most(int version) const
    {
        auto other = *this;
        other.newest_version_ = version;
        return other;
    }

    /// The same, but the server demands a certificate of the client, issued by an authority in this file.
    [[nodiscard]] server_identity asking_for(std::string ca_file) const
    {
        auto other = *this;
        other.client_ca_ = std::move(ca_file);
        return other;
    }

    /// PEM, for those who want files.
    void write(std::string const& certificate_file, std::string const& key_file) const;

    /// The caller frees it with `SSL_CTX_free`.
    [[nodiscard]] SSL_CTX* make_context() const;

private:
    std::shared_ptr<X509> certificate_;
    std::shared_ptr<EVP_PKEY> key_;
    int newest_version_;
    std::string client_ca_;
};

class test_ca
{
public:
    test_ca();
    test_ca(test_ca const&) = delete;
    test_ca& operator=(test_ca const&) = delete;
    ~test_ca();

    /// A server's certificate for names such as `DNS:localhost,IP:127.0.0.1`, valid for `days` from now; negative: it has
    /// expired that long ago.
    [[nodiscard]] server_identity issue(std::string const& names, int days = 1) const;

    /// PEM file with the certificate of the authority.
    [[nodiscard]] std::string const& file() const { return file_; }

private:
    std::shared_ptr<EVP_PKEY> key_;
    std::shared_ptr<X509> certificate_;
    std::string file_;
};

} // namespace dynasio::tests

#endif
