// SPDX-License-Identifier: BSL-1.0

#include "http/pool/trust_store.hpp"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <climits>
#include <memory>

namespace dynasio::http {

std::string fault_of_trust_store(std::string_view pem)
{
    if (pem.size() > INT_MAX)
        return "it is too large";
    std::unique_ptr<BIO, int (*)(BIO*)> const source(
        BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())), BIO_free);
    std::size_t count = 0;
    while (std::unique_ptr<X509, void (*)(X509*)> const certificate{
        source ? PEM_read_bio_X509_AUX(source.get(), nullptr, nullptr, nullptr) : nullptr, X509_free})
        ++count;
    bool const at_end = ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE;
    ERR_clear_error();
    if (!at_end)
        return "certificate " + std::to_string(count + 1) + " is malformed";
    return count == 0 ? "it has no certificate" : std::string();
}

} // namespace dynasio::http
