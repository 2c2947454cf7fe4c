// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_EXAMPLES_URL_STORE_COPY_DRIVER_WORLD_HPP
#define DYNASIO_EXAMPLES_URL_STORE_COPY_DRIVER_WORLD_HPP

#include "common/checks.hpp"
#include "common/child_process.hpp"
#include "common/tcp_proxy.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace examples::copier {

namespace fs = std::filesystem;

/// What the program has printed, and how it ended.
struct copy_result
{
    int code = 0;
    std::string output = {};

    /// Whether a line of the output begins so.
    [[nodiscard]] bool has_line(std::string const& beginning) const;
};

/// The server, the program, and a folder that is removed at the end.
class world
{
public:
    world(std::string server_program, std::string copy_program, std::string tables);
    world(world const&) = delete;
    world& operator=(world const&) = delete;
    ~world();

    /// Below the folder.
    [[nodiscard]] fs::path path(std::string const& name) const { return root_ / name; }
    void write(std::string const& name, std::string const& text) const;
    [[nodiscard]] std::string read(std::string const& name) const;

    /// Through the proxy.
    [[nodiscard]] std::string base_url() const;
    /// Past the proxy.
    [[nodiscard]] std::string direct_url() const;

    [[nodiscard]] std::string const& program() const { return copy_program_; }

    /// Starts `url_store_copy`; the token is that of the environment.
    [[nodiscard]] child_process start(std::vector<std::string> arguments) const;
    [[nodiscard]] copy_result run(std::vector<std::string> arguments) const;
    /// `up` of a folder, `down` to a folder, with more arguments behind.
    [[nodiscard]] copy_result up(std::string const& folder, std::vector<std::string> more = {}) const;
    [[nodiscard]] copy_result down(std::string const& folder, std::vector<std::string> more = {}) const;

    /// Stops the server; throws unless it ends well.
    void stop();

    tcp_proxy& between() { return *proxy_; }

private:
    fs::path root_;
    std::string copy_program_;
    child_process server_;
    std::uint16_t server_port_ = 0;
    std::unique_ptr<tcp_proxy> proxy_;
};

copy_result result_of(child_process& process);

/// Waits, with a limit.
void wait_until(std::function<bool()> const& is_so, std::string const& what);

/// Throws unless both folders have the same files, with the same bytes.
void check_equal_folders(fs::path const& a, fs::path const& b);

/// Bytes that differ from place to place.
std::string sample(std::size_t size, unsigned seed);

// copies.cpp
void copy_both_ways(world& all);
void copy_what_has_changed(world& all);

// terminal.cpp
void draw_on_terminals(world& all);

// interrupts.cpp
void interrupt_upload(world& all);
void interrupt_download(world& all);
void lose_connection(world& all);
void change_meanwhile(world& all);
void damage_transfers(world& all);

// refusals.cpp
void refuse_strange_files(world& all);
void refuse_other_keys(world& all);
void refuse_wrong_tokens(world& all);
void refuse_bad_command_lines(world& all);

} // namespace examples::copier

#endif
