// SPDX-License-Identifier: BSL-1.0
//
// A server with a certificate of an authority that only this program knows.

#include "scenarios.hpp"
#include "support/http_test_ca.hpp"

#include <dynasio/http/errc.hpp>

#include <openssl/pem.h>
#include <openssl/ssl.h>

#include <cstdio>
#include <filesystem>
#include <memory>

#include <stdlib.h>

namespace examples::client_driver {

namespace {

namespace fs = std::filesystem;

/// Certificate and key of a server in files.
class identity_files
{
public:
    explicit identity_files(dynasio::tests::server_identity const& identity)
    {
        std::string name = (fs::temp_directory_path() / "url-store-tls-XXXXXX").string();
        check(mkdtemp(name.data()) != nullptr, "no temporary folder");
        folder_ = name;
        std::unique_ptr<SSL_CTX, void (*)(SSL_CTX*)> const context(identity.make_context(), SSL_CTX_free);
        auto* file = open(certificate());
        PEM_write_X509(file, SSL_CTX_get0_certificate(context.get()));
        std::fclose(file);
        file = open(key());
        PEM_write_PrivateKey(
            file, SSL_CTX_get0_privatekey(context.get()), nullptr, nullptr, 0, nullptr, nullptr);
        std::fclose(file);
    }
    identity_files(identity_files const&) = delete;
    identity_files& operator=(identity_files const&) = delete;
    ~identity_files()
    {
        std::error_code ignored;
        fs::remove_all(folder_, ignored);
    }

    [[nodiscard]] std::string certificate() const { return (folder_ / "certificate.pem").string(); }
    [[nodiscard]] std::string key() const { return (folder_ / "key.pem").string(); }

private:
    static std::FILE* open(std::string const& name)
    {
        auto* const file = std::fopen(name.c_str(), "w");
        check(file != nullptr, "cannot write " + name);
        return file;
    }

    fs::path folder_;
};

} // namespace

asio::awaitable<void> use_tls(world& all)
{
    std::cout << "TLS\n";
    dynasio::tests::test_ca const authority;
    identity_files const files(authority.issue("DNS:localhost"));
    server own(all.program(), all.tables(),
        {"--token", "token-of-ann=ann", "--tls-certificate", files.certificate(), "--tls-key", files.key()});
    auto options = all.options();
    auto const port = std::to_string(own.user().port);
    options.base_url = "https://localhost:" + port + "/store";
    options.query_url = "https://localhost:" + port + "/query";
    options.connections.resolve = [](std::string const&, std::uint16_t)
    { return std::vector<std::string>(1, "127.0.0.1"); };
    options.connections.tls.ca_file = authority.file();
    auto const store = all.store_of("ann", options);
    auto const bytes = sample(1'000'000, 9);
    dynasio::url_metadata const metadata(R"({"tls": true})");
    (void)co_await store.set("tls", bytes, metadata);
    check(co_await store.to_bytes("tls", bytes.size()) == bytes, "the data is another one");
    auto found = store.query_keys(dynasio::url_criteria().where("tls", true));
    check(co_await found.next() == "tls", "the key is not found");
    check(co_await all.store_of("ann").exists("tls"), "the other server does not know it");

    dynasio::tests::test_ca const stranger;
    options.connections.tls.ca_file = stranger.file();
    auto const failure = co_await check_fails(all.store_of("ann", options).get("tls"),
        dynasio::http::errc::tls_verification, "a certificate of another authority");
    check(!failure.may_have_been_applied, "a refused server may have applied it");
    options.connections.tls.ca_file = authority.file();
    options.base_url = "https://127.0.0.1:" + port + "/store";
    (void)co_await check_fails(all.store_of("ann", options).get("tls"), dynasio::http::errc::tls_verification,
        "a certificate of another host");
    own.send_stop();
    (void)own.wait_until_stopped();
    std::cout << "   is used, and verified\n";
}

} // namespace examples::client_driver
