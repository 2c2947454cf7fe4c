// SPDX-License-Identifier: BSL-1.0

#include "session.hpp"

#include <boost/asio/this_coro.hpp>

#include <openssl/evp.h>

namespace examples {

std::string basic(std::string const& keys)
{
    std::string encoded(keys.size() / 3 * 4 + 5, '\0');
    auto const size = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(encoded.data()),
        reinterpret_cast<unsigned char const*>(keys.data()), static_cast<int>(keys.size()));
    encoded.resize(static_cast<std::size_t>(size));
    return "Basic " + encoded;
}

asio::awaitable<connection> connect_to(service where)
{
    auto result =
        std::make_shared<http_client>(co_await asio::this_coro::executor, where.port, where.authorization);
    co_await result->connect();
    co_return result;
}

asio::awaitable<http_reply> ask_once(service where, std::string method, std::string target, std::string body)
{
    auto const client = co_await connect_to(where);
    co_return co_await client->ask(method, target, body);
}

} // namespace examples
