// SPDX-License-Identifier: BSL-1.0
//
// nginx on a core of its own.

#ifndef DYNASIO_BENCH_NGINX_SERVER_HPP
#define DYNASIO_BENCH_NGINX_SERVER_HPP

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <sys/types.h>

namespace bench {

/// Serves on free ports of 127.0.0.1, from a temporary folder, until it is destroyed.
class nginx_server
{
public:
    /// `write_files` puts files into the folder and returns what stands in the block `http` of the configuration, besides
    /// the settings that all have. The folder is made in `place`.
    explicit nginx_server(std::function<std::string(nginx_server const&)> const& write_files,
        std::filesystem::path const& place = std::filesystem::temp_directory_path());
    ~nginx_server();
    nginx_server(nginx_server const&) = delete;
    nginx_server& operator=(nginx_server const&) = delete;

    [[nodiscard]] std::filesystem::path const& folder() const { return folder_; }
    [[nodiscard]] std::uint16_t port() const { return port_; }
    [[nodiscard]] std::uint16_t tls_port() const { return tls_port_; } ///< for those who configure it

private:
    void start();

    std::filesystem::path folder_;
    std::uint16_t port_ = 0;
    std::uint16_t tls_port_ = 0;
    pid_t process_ = -1;
};

void write_file(std::filesystem::path const& file, std::string const& text);

/// Keeps the calling process on one core.
void pin_to_core(int core);

} // namespace bench

#endif
