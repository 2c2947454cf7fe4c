// SPDX-License-Identifier: BSL-1.0

#include "http/pool/tls.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/system/system_error.hpp>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <string_view>

namespace dynasio::http {
namespace {

namespace ssl = boost::asio::ssl;

void check(long result, char const* what)
{
    if (result == 1)
        return;
    boost::system::error_code const e(
        static_cast<int>(ERR_get_error()), boost::asio::error::get_ssl_category());
    ERR_clear_error();
    throw boost::system::system_error(e, what);
}

std::shared_ptr<ssl::context> make_client_context()
{
    auto context = std::make_shared<ssl::context>(ssl::context::tls_client);
    check(SSL_CTX_set_min_proto_version(context->native_handle(), TLS1_2_VERSION), "minimum TLS version");
    return context;
}

std::shared_ptr<ssl::context> make_system_context()
{
    auto context = make_client_context();
    context->set_default_verify_paths();
    return context;
}

/// Reading the store takes tens of milliseconds, so all pools share one context.
std::shared_ptr<ssl::context> const& system_context()
{
    static std::shared_ptr<ssl::context> const instance = make_system_context();
    return instance;
}

std::string_view without_trailing_dot(std::string_view host)
{
    return host.ends_with('.') ? host.substr(0, host.size() - 1) : host;
}

template <class Use>
void use_file(char const* member, std::string const& file, Use use)
{
    boost::system::error_code e;
    use(e);
    if (e)
        throw boost::system::system_error(
            e, "pool_options::tls." + std::string(member) + " \"" + file + "\"");
}

/// Without this, OpenSSL asks whoever sits before the terminal.
int no_password(char*, int, int, void*)
{
    return -1;
}

void use_certificate(ssl::context& context, tls_options const& options)
{
    use_file("certificate_file", options.certificate_file, [&](boost::system::error_code& e)
        { context.use_certificate_chain_file(options.certificate_file, e); });
    SSL_CTX_set_default_passwd_cb(context.native_handle(), &no_password);
    use_file("key_file", options.key_file, [&](boost::system::error_code& e)
        { context.use_private_key_file(options.key_file, ssl::context::pem, e); });
}

template <class Stream>
bool has_unread(Stream& stream, boost::system::error_code& end)
{
    char byte;
    stream.read_some(boost::asio::buffer(&byte, 1), end);
    return end != boost::asio::error::would_block;
}

} // namespace

void preload_trust_store()
{
    system_context();
}

std::shared_ptr<ssl::context> make_tls_context(tls_options const& options)
{
    if (options.context)
        return options.context;
    bool const has_certificate = !options.certificate_file.empty();
    if (options.ca_file.empty() && !has_certificate && !options.insecure_skip_verification)
        return system_context();
    auto context = make_client_context();
    if (has_certificate)
        use_certificate(*context, options);
    if (options.insecure_skip_verification)
        return context;
    if (options.ca_file.empty())
        context->set_default_verify_paths();
    else
        use_file("ca_file", options.ca_file,
            [&](boost::system::error_code& e) { context->load_verify_file(options.ca_file, e); });
    return context;
}

void prepare_tls(SSL* native, std::string const& name, bool verify, SSL_SESSION* resume)
{
    std::string const host(without_trailing_dot(name));
    boost::system::error_code not_an_address;
    boost::asio::ip::make_address(host, not_an_address);
    if (not_an_address)
        check(SSL_set_tlsext_host_name(native, host.c_str()), "server name indication");
    if (verify)
    {
        SSL_set_verify(native, SSL_VERIFY_PEER, SSL_get_verify_callback(native));
        auto* const rules = SSL_get0_param(native);
        X509_VERIFY_PARAM_set_hostflags(rules, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
        check(not_an_address ? X509_VERIFY_PARAM_set1_host(rules, host.c_str(), host.size())
                             : X509_VERIFY_PARAM_set1_ip_asc(rules, host.c_str()),
            "host name check");
    }
    else
        SSL_set_verify(native, SSL_VERIFY_NONE, SSL_get_verify_callback(native));
    if (resume && SSL_set_session(native, resume) != 1)
        ERR_clear_error(); // a full handshake it is
}

void show_no_certificate(SSL* stream) noexcept
{
    SSL_certs_clear(stream);
    SSL_set_cert_cb(stream, nullptr, nullptr);
}

std::shared_ptr<SSL_SESSION> session_of(SSL* stream)
{
    auto* const session = SSL_get1_session(stream);
    if (!session)
        return nullptr;
    std::shared_ptr<SSL_SESSION> owned(session, &SSL_SESSION_free);
    return SSL_SESSION_is_resumable(session) ? owned : nullptr;
}

std::string refusal_of(SSL* stream)
{
    auto const result = SSL_get_verify_result(stream);
    return result == X509_V_OK ? std::string() : X509_verify_cert_error_string(result);
}

bool has_unread_data(tls_stream& stream, boost::system::error_code& end) noexcept
{
    return has_unread(stream, end);
}

bool has_unread_data(nested_tls_stream& stream, boost::system::error_code& end) noexcept
{
    return has_unread(stream, end);
}

void cleanse_plaintext(SSL* stream) noexcept
{
    SSL_set_options(stream, SSL_OP_CLEANSE_PLAINTEXT);
}

void forget_tls(SSL* stream) noexcept
{
    SSL_set_shutdown(stream, SSL_SENT_SHUTDOWN | SSL_RECEIVED_SHUTDOWN);
}

} // namespace dynasio::http
