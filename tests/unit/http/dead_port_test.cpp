// SPDX-License-Identifier: BSL-1.0
//
// What the tests of unreachable servers rest on: nobody answers on a dead port, and nobody can come to.

#include "support/http_server.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <gtest/gtest.h>

namespace {

using boost::asio::ip::tcp;

TEST(dead_port, refuses_connections_and_cannot_be_taken)
{
    boost::asio::io_context context;
    dynasio::tests::dead_port const dead;
    tcp::endpoint const address(boost::asio::ip::address_v4::loopback(), dead.port());
    boost::system::error_code e;

    tcp::socket client(context);
    client.connect(address, e);
    EXPECT_EQ(e, boost::asio::error::connection_refused);

    tcp::acceptor other(context, tcp::v4());
    other.set_option(tcp::acceptor::reuse_address(true));
    other.bind(address, e);
    EXPECT_EQ(e, boost::asio::error::address_in_use);
}

} // namespace
