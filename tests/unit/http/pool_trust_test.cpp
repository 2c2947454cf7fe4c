// SPDX-License-Identifier: BSL-1.0
//
// Client certificates, and the checks of the files that the options name.

#include "pool_fixture.hpp"

#include "http/pool/trust_store.hpp"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <stdlib.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>

namespace dynasio::tests {
namespace {

using http::stage;

/// A folder that goes with the object.
class folder
{
public:
    folder()
    {
        path_ = (std::filesystem::temp_directory_path() / "dynasio-trust-XXXXXX").string();
        if (!::mkdtemp(path_.data()))
            throw std::runtime_error("no temporary folder");
    }
    folder(folder const&) = delete;
    folder& operator=(folder const&) = delete;
    ~folder() { std::filesystem::remove_all(path_); }
    [[nodiscard]] std::string operator/(char const* name) const { return path_ + '/' + name; }

private:
    std::string path_;
};

class pool_trust : public ::testing::Test
{
protected:
    pool_trust()
    {
        authority().issue("DNS:client.example").write(files / "client.pem", files / "client.key");
        authority().issue("DNS:other.example").write(files / "other.pem", files / "other.key");
        options.tls.ca_file = authority().file();
        options.resolve = [](std::string const&, std::uint16_t port)
        { return std::vector<std::string>{"127.0.0.1:" + std::to_string(port)}; };
    }

    void show_certificate()
    {
        options.tls.certificate_file = files / "client.pem";
        options.tls.key_file = files / "client.key";
    }

    static http::request to(scripted_server const& server, std::string target)
    {
        auto r = make_request(server.port(), std::move(target));
        r.to.tls = true;
        r.to.host = "db.example";
        return r;
    }

    /// What the constructor of a pool says to the options.
    [[nodiscard]] std::string complaint() const
    {
        boost::asio::io_context context;
        try
        {
            http::pool const connections(context.get_executor(), options);
        }
        catch (std::exception const& e)
        {
            return e.what();
        }
        return "none";
    }

    folder files;
    http::pool_options options;
};

TEST_F(pool_trust, shows_its_certificate_to_servers_that_ask)
{
    for (int const version : {TLS1_2_VERSION, TLS1_3_VERSION})
    {
        auto const identity =
            authority().issue("DNS:db.example").at_most(version).asking_for(authority().file());
        scripted_server server(serve, &identity);
        {
            pool_fixture f(options);
            EXPECT_TRUE(f.ask(to(server, "/a"))->code()) << "without a certificate";
        }
        EXPECT_EQ(server.count("POST"), 0U);
        show_certificate();
        pool_fixture f(options);
        EXPECT_EQ(f.ask(to(server, "/a"))->body(), "/a");
        options.tls.certificate_file.clear();
        options.tls.key_file.clear();
    }
}

TEST_F(pool_trust, still_checks_the_certificate_of_the_server)
{
    auto const identity = authority().issue("DNS:other.example").asking_for(authority().file());
    scripted_server server(serve, &identity);
    show_certificate();
    pool_fixture f(options);
    EXPECT_EQ(f.ask(to(server, "/a"))->code(), http::errc::tls_verification);
}

TEST_F(pool_trust, keeps_tls_1_1_out_of_contexts_with_files)
{
    auto const identity = authority().issue("DNS:db.example").at_most(TLS1_1_VERSION);
    scripted_server server(serve, &identity);
    show_certificate();
    pool_fixture f(options);
    auto const p = f.ask(to(server, "/a"));
    EXPECT_TRUE(p->code());
    EXPECT_EQ(p->reached(), stage::connecting);
    // The server's thread may see it a little later.
    EXPECT_TRUE(f.run_until([&]
        { return server.connections() != 0 && server.count("handshake failed") == server.connections(); }));
}

TEST_F(pool_trust, keeps_its_certificate_from_proxies)
{
    auto const proxy_identity = authority().issue("DNS:proxy.example").asking_for(authority().file());
    scripted_server through(proxy, &proxy_identity);
    auto const identity = authority().issue("DNS:db.example");
    scripted_server server(serve, &identity);
    show_certificate();
    options.proxy.for_https.emplace(http::origin{true, "proxy.example", through.port()});
    pool_fixture f(options);
    EXPECT_TRUE(f.ask(to(server, "/a"))->code());
    EXPECT_EQ(through.count("CONNECT"), 0U);
}

TEST_F(pool_trust, reaches_origins_that_ask_through_proxies_that_do_not)
{
    auto const proxy_identity = authority().issue("DNS:proxy.example");
    scripted_server through(proxy, &proxy_identity);
    auto const identity = authority().issue("DNS:db.example").asking_for(authority().file());
    scripted_server server(serve, &identity);
    show_certificate();
    options.proxy.for_https.emplace(http::origin{true, "proxy.example", through.port()});
    pool_fixture f(options);
    EXPECT_EQ(f.ask(to(server, "/a"))->body(), "/a");
}

TEST_F(pool_trust, names_what_is_wrong_with_its_files)
{
    show_certificate();
    EXPECT_EQ(complaint(), "none");
    options.tls.key_file = files / "other.key";
    EXPECT_NE(complaint().find("tls.key_file \"" + files / "other.key"), std::string::npos) << complaint();
    options.tls.key_file = files / "missing.key";
    EXPECT_NE(complaint().find("tls.key_file \"" + files / "missing.key"), std::string::npos) << complaint();
    show_certificate();
    options.tls.certificate_file = files / "missing.pem";
    EXPECT_NE(complaint().find("tls.certificate_file \"" + files / "missing.pem"), std::string::npos)
        << complaint();
    options.tls.certificate_file.clear();
    EXPECT_NE(complaint().find("tls.certificate_file is empty"), std::string::npos) << complaint();
    show_certificate();
    options.tls.key_file.clear();
    EXPECT_NE(complaint().find("tls.key_file is empty"), std::string::npos) << complaint();
}

TEST_F(pool_trust, does_not_ask_for_the_password_of_a_key)
{
    std::unique_ptr<EVP_PKEY, void (*)(EVP_PKEY*)> const key(EVP_EC_gen("P-256"), EVP_PKEY_free);
    std::unique_ptr<std::FILE, int (*)(std::FILE*)> out(
        std::fopen((files / "locked.key").c_str(), "w"), &std::fclose);
    unsigned char const password[] = "password";
    ASSERT_EQ(
        PEM_write_PrivateKey(out.get(), key.get(), EVP_aes_128_cbc(), password, 8, nullptr, nullptr), 1);
    out.reset();
    show_certificate();
    options.tls.key_file = files / "locked.key";
    EXPECT_NE(complaint().find("tls.key_file"), std::string::npos) << complaint();
}

TEST_F(pool_trust, knows_a_list_of_certificates)
{
    auto const read = [](std::string const& path)
    {
        std::ifstream in(path, std::ios::binary);
        return std::string(std::istreambuf_iterator<char>(in), {});
    };
    auto const one = read(authority().file());
    EXPECT_EQ(http::fault_of_trust_store(one), "");
    EXPECT_EQ(http::fault_of_trust_store("# ours\n" + one + one + "\n# end\n"), "");
    EXPECT_EQ(http::fault_of_trust_store(""), "it has no certificate");
    EXPECT_EQ(http::fault_of_trust_store("certificates"), "it has no certificate");
    EXPECT_EQ(http::fault_of_trust_store(read(files / "client.key")), "it has no certificate");
    EXPECT_EQ(http::fault_of_trust_store(one + one.substr(0, one.size() / 2)), "certificate 2 is malformed");
    auto damaged = one;
    damaged.replace(100, 4, "!!!!");
    EXPECT_EQ(http::fault_of_trust_store(damaged), "certificate 1 is malformed");
}

} // namespace
} // namespace dynasio::tests
