// SPDX-License-Identifier: BSL-1.0
//
// A private key that a test makes, and what a server does with its public part.

#ifndef DYNASIO_TESTS_SUPPORT_TEST_KEY_HPP
#define DYNASIO_TESTS_SUPPORT_TEST_KEY_HPP

#include <boost/json/object.hpp>

#include <memory>
#include <string>

typedef struct evp_pkey_st EVP_PKEY; // NOLINT: as OpenSSL declares it

namespace dynasio::tests {

class test_key
{
public:
    enum class form
    {
        sec1,
        pkcs8,
    };

    /// On this curve, or of this kind.
    explicit test_key(char const* curve = "P-256");

    [[nodiscard]] std::string pem(form as) const;

    /// The payload of a JWT that this key has signed by ES256, and whose header has its public part; reports what is wrong.
    [[nodiscard]] boost::json::object verified(std::string const& jwt) const;

private:
    std::shared_ptr<EVP_PKEY> key_;
};

} // namespace dynasio::tests

#endif
