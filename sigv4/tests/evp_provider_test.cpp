// SPDX-License-Identifier: BSL-1.0
//
// With DYNASIO_EVP_ONLY the provider that the application selects does the hashing. SHA-256 is fetched once per process,
// so this test is a program of its own.

#include <dynasio/sigv4/sign.hpp>
#include <dynasio/sigv4/signer.hpp>
#include <dynasio/sigv4/signing_key.hpp>

#include <gtest/gtest.h>
#include <openssl/err.h>
#include <openssl/evp.h>

#include <array>
#include <chrono>
#include <stdexcept>
#include <string>

namespace {

using namespace dynasio::sigv4;

template <class Work>
std::string error_of(Work work)
{
    try
    {
        work();
    }
    catch (std::runtime_error const& e)
    {
        return e.what();
    }
    return "no error";
}

TEST(sigv4_evp_provider, is_the_one_that_the_application_selects)
{
    ASSERT_EQ(EVP_set_default_properties(nullptr, "provider=absent"), 1);
    secret const key("a made-up secret key");
    credentials const who("AKIDEXAMPLE", key);
    signing_options const how("us-east-1", "dynamodb", std::chrono::sys_days(std::chrono::days(20'000)));
    std::array<header, 1> const headers{{{"host", "localhost"}}};
    request const what{.method = "POST", .headers = headers};

    EXPECT_EQ(error_of([] { signer("us-east-1", "dynamodb"); }),
        "OpenSSL: no provider offers SHA-256 (unsupported)");
    EXPECT_EQ(error_of([&] { signing_key(key, "20261121", "eu-central-1", "dynamodb"); }),
        "OpenSSL: no provider offers HMAC (unsupported)");
    EXPECT_EQ(error_of([&] { (void)sign_headers(what, who, how); }),
        "OpenSSL: no provider offers SHA-256 (unsupported)");
    // An error left in OpenSSL's queue would be taken for a failure of the next TLS call.
    EXPECT_EQ(ERR_peek_error(), 0u);

    // The fetch is tried again, and the provider that is there now computes the known answer.
    ASSERT_EQ(EVP_set_default_properties(nullptr, "provider=default"), 1);
    signer const late("us-east-1", "dynamodb");
    std::string lines;
    late.sign({.host = "localhost"}, who, how.time, lines);
    EXPECT_NE(lines.find(sign_headers(what, who, how).signature), std::string::npos);
    EXPECT_EQ(signing_key(key, "20261121", "eu-central-1", "dynamodb").sign("hello"),
        "ffc08a03f60bdebfbf62ae793c99e1ef34439d9eec765f5ba0eaf20e57c36cbe");
}

} // namespace
