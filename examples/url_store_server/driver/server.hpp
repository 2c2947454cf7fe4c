// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_EXAMPLES_URL_STORE_SERVER_DRIVER_SERVER_HPP
#define DYNASIO_EXAMPLES_URL_STORE_SERVER_DRIVER_SERVER_HPP

#include "common/checks.hpp"
#include "common/child_process.hpp"
#include "driver/store_client.hpp"
#include "store/store_tables.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace examples {

/// A process of the server. Ends with the driver.
class server
{
public:
    /// `options` are those of the command line besides tables and port.
    server(std::string program, std::string tables, std::vector<std::string> options = {});

    void start();
    void kill();
    void send_stop();
    /// The number of connections that were broken off. Throws unless the process ends with 0.
    int wait_until_stopped();

    [[nodiscard]] store_user user(std::string token = {}) const { return {port_, std::move(token)}; }

private:
    std::vector<std::string> arguments_;
    std::unique_ptr<child_process> process_;
    std::uint16_t port_ = 0;
};

/// What scenarios use.
struct url_store
{
    std::string program;
    std::string table_prefix;
    store_tables tables; ///< those of `main`, for a look at what it has stored
    server main;         ///< without tokens; what is replaced is removed after a second
};

void check_status(store_reply const& reply, unsigned expected, std::string const& what);

asio::awaitable<void> pause_for(std::chrono::milliseconds time);

} // namespace examples

#endif
