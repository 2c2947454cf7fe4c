// SPDX-License-Identifier: BSL-1.0

#include "secret_server.hpp"

#include "test_key.hpp"

#include <openssl/evp.h>
#include <openssl/sha.h>

#include <array>
#include <csignal>
#include <cstdio>
#include <fstream>
#include <stdexcept>
#include <vector>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

namespace dynasio::tests {

namespace {

constexpr char const* names[] = {"static-key", "token", "key", "session", "process-key", "sso-token",
    "sso-refresh", "sso-client", "new-sso-token", "login-key", "login-session", "login-refresh",
    "new-login-key", "dpop"};

using texts = std::map<std::string, std::string>;

std::string hex(char const* algorithm, std::string const& text)
{
    std::array<unsigned char, EVP_MAX_MD_SIZE> hash;
    std::size_t size = hash.size();
    EVP_Q_digest(nullptr, algorithm, nullptr, text.data(), text.size(), hash.data(), &size);
    std::string result;
    for (std::size_t i = 0; i != size; ++i)
    {
        char digits[3];
        std::snprintf(digits, sizeof digits, "%02x", hash[i]);
        result += digits;
    }
    return result;
}

void write_file(std::string const& path, std::string const& text)
{
    std::ofstream(path) << text;
    ::chmod(path.c_str(), 0600);
}

/// A text as JSON has it: the key in PEM has line breaks.
std::string json_of(std::string const& text)
{
    std::string result;
    for (char const c : text)
        result += c == '\n' ? std::string("\\n") : std::string(1, c);
    return '"' + result + '"';
}

void write_files(std::string const& folder, texts const& t)
{
    for (auto const* sub : {"/.aws", "/.aws/sso", "/.aws/sso/cache", "/.aws/login", "/.aws/login/cache"})
        ::mkdir((folder + sub).c_str(), 0700);
    write_file(folder + "/.aws/config",
        "[profile static]\naws_access_key_id = AKID\naws_secret_access_key = " + t.at("static-key")
            + "\naws_session_token = " + t.at("session")
            + "\n[profile role]\nrole_arn = arn:aws:iam::1:role/r\nsource_profile = static\n"
              "[profile sso]\nsso_session = s\nsso_account_id = 1\nsso_role_name = r\n"
              "[sso-session s]\nsso_region = us-east-1\nsso_start_url = https://x\n"
              "[profile login]\nlogin_session = me\n");
    write_file(folder + "/token", t.at("token"));
    write_file(folder + "/process.json",
        R"({"Version":1,"AccessKeyId":"AKID","SecretAccessKey":")" + t.at("process-key")
            + R"(","SessionToken":")" + t.at("session") + "\"}");
    write_file(folder + "/.aws/sso/cache/" + hex("SHA1", "s") + ".json",
        R"({"accessToken":")" + t.at("sso-token") + R"(","expiresAt":"2020-01-01T00:00:00Z","refreshToken":")"
            + t.at("sso-refresh") + R"(","clientId":"c","clientSecret":")" + t.at("sso-client") + "\"}");
    write_file(folder + "/.aws/login/cache/" + hex("SHA256", "me") + ".json",
        R"({"accessToken":{"accessKeyId":"AKID","secretAccessKey":")" + t.at("login-key")
            + R"(","sessionToken":")" + t.at("login-session")
            + R"(","accountId":"1","expiresAt":"2020-01-01T00:00:00Z"},"clientId":"c","refreshToken":")"
            + t.at("login-refresh") + R"(","dpopKey":)" + json_of(t.at("dpop")) + "}");
}

std::string body_for(std::string const& request, texts const& t)
{
    auto const target = request.substr(
        request.find(' ') + 1, request.find(' ', request.find(' ') + 1) - request.find(' ') - 1);
    auto const keys = [&](char const* token_name)
    {
        return R"({"Code":"Success","AccessKeyId":"ASIA","SecretAccessKey":")" + t.at("key") + "\",\""
            + token_name + R"(":")" + t.at("session") + R"(","Expiration":"2100-01-01T00:00:00Z"})";
    };
    if (target == "/latest/api/token")
        return t.at("token");
    if (target.ends_with("/security-credentials/"))
        return "role";
    if (target.starts_with("/container") || target.ends_with("/role"))
        return keys("Token");
    if (target.starts_with("/federation"))
        return R"({"roleCredentials":{"accessKeyId":"ASIA","secretAccessKey":")" + t.at("key")
            + R"(","sessionToken":")" + t.at("session") + R"(","expiration":4102444800000}})";
    if (target == "/token")
        return R"({"accessToken":")" + t.at("new-sso-token") + R"(","expiresIn":3600})";
    if (target == "/v1/token")
        return R"({"accessToken":{"accessKeyId":"ASIA","secretAccessKey":")" + t.at("new-login-key")
            + R"(","sessionToken":")" + t.at("session") + R"("},"expiresIn":900,"refreshToken":")"
            + t.at("login-refresh") + "\"}";
    if (request.find("Action=") != request.npos)
        return "<R><Result><Credentials><AccessKeyId>ASIA</AccessKeyId><SecretAccessKey>" + t.at("key")
            + "</SecretAccessKey><SessionToken>" + t.at("session")
            + "</SessionToken><Expiration>2100-01-01T00:00:00Z</Expiration></Credentials></Result></R>";
    return R"({"TableNames":[]})";
}

/// One request and its response; false at the end of the connection.
bool serve_one(int fd, texts const& t)
{
    std::string request;
    std::size_t wanted = std::string::npos;
    char buffer[4096];
    while (request.size() < wanted)
    {
        auto const got = ::read(fd, buffer, sizeof buffer);
        if (got <= 0)
            return false;
        request.append(buffer, static_cast<std::size_t>(got));
        auto const end = request.find("\r\n\r\n");
        if (end == request.npos)
            continue;
        auto const length = request.find("Content-Length: ");
        wanted = end + 4 + (length < end ? std::stoul(request.substr(length + 16)) : 0);
    }
    auto const body = body_for(request, t);
    auto const response =
        "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
    return ::write(fd, response.data(), response.size()) == static_cast<::ssize_t>(response.size());
}

/// Serves until the other end of the lifeline is closed.
[[noreturn]] void serve(int listener, int lifeline, texts const& t)
{
    std::vector<::pollfd> open{{lifeline, POLLIN, 0}, {listener, POLLIN, 0}};
    for (;;)
    {
        if (::poll(open.data(), open.size(), 60'000) <= 0 || open[0].revents != 0)
            ::_exit(0);
        for (std::size_t i = open.size(); i-- > 2;)
            if (open[i].revents != 0 && !serve_one(open[i].fd, t))
            {
                ::close(open[i].fd);
                open.erase(open.begin() + static_cast<std::ptrdiff_t>(i));
            }
        if (open[1].revents != 0)
            open.push_back({::accept(listener, nullptr, nullptr), POLLIN, 0});
    }
}

texts make_secrets()
{
    texts result;
    for (auto const* name : names)
        masked_secret::random("", 48).reveal([&](std::string_view text) { result[name] = text; });
    result["dpop"] = test_key().pem(test_key::form::pkcs8);
    return result;
}

void send_all(int fd, void const* bytes, std::size_t size)
{
    if (::write(fd, bytes, size) != static_cast<::ssize_t>(size))
        ::_exit(1);
}

void receive_all(int fd, void* bytes, std::size_t size)
{
    for (std::size_t done = 0; done != size;)
    {
        auto const got = ::read(fd, static_cast<char*>(bytes) + done, size - done);
        if (got <= 0)
            throw std::runtime_error("the server of secrets has not begun");
        done += static_cast<std::size_t>(got);
    }
}

constexpr unsigned char pipe_mask = 0x3C;

} // namespace

secret_server::secret_server()
{
    int to_parent[2];
    int lifeline[2];
    if (::pipe(to_parent) != 0 || ::pipe(lifeline) != 0)
        throw std::runtime_error("no pipe");
    auto const path = folder();
    child_ = ::fork();
    if (child_ == 0)
    {
        ::close(lifeline[1]);
        auto const listener = ::socket(AF_INET, SOCK_STREAM, 0);
        ::sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        ::socklen_t size = sizeof address;
        auto* const generic = reinterpret_cast<::sockaddr*>(&address);
        if (::bind(listener, generic, size) != 0 || ::listen(listener, 16) != 0
            || ::getsockname(listener, generic, &size) != 0)
            ::_exit(1);
        auto const secrets = make_secrets();
        write_files(path, secrets);
        unsigned const port = ntohs(address.sin_port);
        send_all(to_parent[1], &port, sizeof port);
        for (auto const* name : names)
        {
            auto text = secrets.at(name);
            // The lines that all keys have are no secret.
            if (text.starts_with("-----"))
                text = text.substr(text.find('\n') + 40, 60);
            for (char& c : text)
                c = static_cast<char>(static_cast<unsigned char>(c) ^ pipe_mask);
            auto const length = static_cast<unsigned>(text.size());
            send_all(to_parent[1], &length, sizeof length);
            send_all(to_parent[1], text.data(), text.size());
        }
        serve(listener, lifeline[0], secrets);
    }
    ::close(to_parent[1]);
    ::close(lifeline[0]);
    lifeline_ = lifeline[1];
    receive_all(to_parent[0], &port_, sizeof port_);
    for (auto const* name : names)
    {
        unsigned length = 0;
        receive_all(to_parent[0], &length, sizeof length);
        std::vector<unsigned char> bytes(length);
        receive_all(to_parent[0], bytes.data(), bytes.size());
        secrets_.emplace(name, masked_secret::masked_by(pipe_mask, bytes));
    }
    ::close(to_parent[0]);
}

secret_server::~secret_server()
{
    ::close(lifeline_);
    ::waitpid(child_, nullptr, 0);
}

} // namespace dynasio::tests
