// SPDX-License-Identifier: BSL-1.0

#include "driver/world.hpp"

#include <algorithm>
#include <chrono>
#include <fstream>
#include <map>
#include <random>
#include <sstream>
#include <stdexcept>
#include <thread>

#include <signal.h>
#include <stdlib.h>

namespace examples::copier {

using namespace std::chrono_literals;

namespace {

fs::path new_folder()
{
    std::string name = (fs::temp_directory_path() / "url-store-copy-XXXXXX").string();
    if (!mkdtemp(name.data()))
        throw std::runtime_error("no temporary folder");
    return name;
}

std::string text_of(fs::path const& file)
{
    std::ifstream in(file, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

std::map<std::string, std::string> files_of(fs::path const& folder)
{
    std::map<std::string, std::string> files;
    for (auto const& entry : fs::recursive_directory_iterator(folder))
        if (entry.is_regular_file())
            files[entry.path().lexically_relative(folder).generic_string()] = text_of(entry.path());
    return files;
}

} // namespace

bool copy_result::has_line(std::string const& beginning) const
{
    return output.starts_with(beginning) || output.find('\n' + beginning) != output.npos;
}

world::world(std::string server_program, std::string copy_program, std::string tables)
    : root_(new_folder()),
      copy_program_(std::move(copy_program)),
      server_({std::move(server_program), "--table-prefix", std::move(tables), "--token", "a-secret=ann",
          "--token", "b-secret=bob"})
{
    auto const port = std::stoi(server_.read_line("listening on 127.0.0.1:", 60s));
    server_port_ = static_cast<std::uint16_t>(port);
    proxy_ = std::make_unique<tcp_proxy>(server_port_);
    setenv("URL_STORE_TOKEN", "a-secret", 1);
}

world::~world()
{
    std::error_code ignored;
    fs::remove_all(root_, ignored);
}

void world::write(std::string const& name, std::string const& text) const
{
    fs::create_directories(path(name).parent_path());
    std::ofstream(path(name), std::ios::binary) << text;
}

std::string world::read(std::string const& name) const
{
    return text_of(path(name));
}

std::string world::base_url() const
{
    return "http://127.0.0.1:" + std::to_string(proxy_->port()) + "/store";
}

std::string world::direct_url() const
{
    return "http://127.0.0.1:" + std::to_string(server_port_) + "/store";
}

child_process world::start(std::vector<std::string> arguments) const
{
    arguments.insert(arguments.begin(), copy_program_);
    return child_process(std::move(arguments));
}

copy_result result_of(child_process& process)
{
    copy_result result;
    result.output = process.read_rest(30s);
    result.code = process.wait(10s);
    return result;
}

copy_result world::run(std::vector<std::string> arguments) const
{
    auto process = start(std::move(arguments));
    return result_of(process);
}

copy_result world::up(std::string const& folder, std::vector<std::string> more) const
{
    more.insert(more.begin(), {"up", path(folder).string(), base_url()});
    return run(std::move(more));
}

copy_result world::down(std::string const& folder, std::vector<std::string> more) const
{
    more.insert(more.begin(), {"down", base_url(), path(folder).string()});
    return run(std::move(more));
}

void world::stop()
{
    server_.send_signal(SIGTERM);
    auto const code = server_.wait(30s);
    check(code == 0, "the server ended with " + std::to_string(code));
}

void wait_until(std::function<bool()> const& is_so, std::string const& what)
{
    for (int i = 0; i < 2000; ++i)
    {
        if (is_so())
            return;
        std::this_thread::sleep_for(10ms);
    }
    check(false, "not in time: " + what);
}

void check_equal_folders(fs::path const& a, fs::path const& b)
{
    auto const left = files_of(a);
    auto const right = files_of(b);
    for (auto const& [name, text] : left)
    {
        auto const other = right.find(name);
        check(other != right.end(), "missing: " + name);
        check(other->second == text, "other bytes: " + name);
    }
    check(left.size() == right.size(), "there are files that should not be there");
}

std::string sample(std::size_t size, unsigned seed)
{
    std::minstd_rand random(seed);
    std::string bytes(size, '\0');
    std::generate(bytes.begin(), bytes.end(), [&random] { return static_cast<char>(random() >> 8 & 0xFFU); });
    return bytes;
}

} // namespace examples::copier
