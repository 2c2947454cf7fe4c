// SPDX-License-Identifier: BSL-1.0

#include <dynasio/aws/environment.hpp>

#include <dynasio/aws/configuration_error.hpp>

#include "aws/config/replace_file.hpp"
#include "text/ini_text.hpp"

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <mutex>
#include <system_error>
#include <utility>

namespace dynasio::aws {

namespace {

constexpr std::size_t largest_file = 16 * 1024 * 1024;

[[noreturn]] void unreadable(std::string const& path, std::string const& why)
{
    throw configuration_error(errc::unreadable_file, "file " + text::in_quotes(path) + ": " + why);
}

struct close_file
{
    void operator()(std::FILE* file) const noexcept { std::fclose(file); }
};

// The only place of the library that looks at the variables and files of the process.
class process_source final : public environment::source
{
public:
    std::optional<std::string> variable(std::string const& name) const override
    {
        if (char const* value = std::getenv(name.c_str()))
            return std::string(value);
        return std::nullopt;
    }

    std::optional<std::string> file(std::string const& path) const override
    {
        std::unique_ptr<std::FILE, close_file> const handle(std::fopen(path.c_str(), "rb"));
        if (!handle)
        {
            int const error = errno;
            if (error == ENOENT || error == ENOTDIR)
                return std::nullopt;
            unreadable(path, std::generic_category().message(error));
        }
        // The bytes may be secrets, so they are nowhere but in `contents`.
        std::setvbuf(handle.get(), nullptr, _IONBF, 0);
        constexpr std::size_t chunk = 4096;
        std::string contents;
        for (std::size_t size = 0;;)
        {
            text::reserve_secret(contents, size + chunk);
            contents.resize(size + chunk);
            std::size_t const got = std::fread(contents.data() + size, 1, chunk, handle.get());
            int const error = std::ferror(handle.get()) ? errno : 0;
            contents.resize(size += got);
            if (error == 0 && got == 0)
                return contents;
            if (error == 0 && size <= largest_file)
                continue;
            text::wipe(contents);
            unreadable(path, error != 0 ? std::generic_category().message(error) : "larger than 16 MiB");
        }
    }

    void replace_file(std::string const& path, std::string_view contents) const override
    {
        if (auto const error = detail::replace_private_file(path, contents))
            throw configuration_error(
                errc::unwritable_file, "file " + text::in_quotes(path) + ": " + error.message());
    }
};

class map_source final : public environment::source
{
public:
    map_source(environment::variables vars, environment::files contents)
        : variables_(std::move(vars)), files_(std::move(contents))
    {}

    std::optional<std::string> variable(std::string const& name) const override
    {
        return find(variables_, name);
    }
    std::optional<std::string> file(std::string const& path) const override
    {
        std::lock_guard const lock(mutex_);
        return find(files_, path);
    }
    void replace_file(std::string const& path, std::string_view contents) const override
    {
        std::lock_guard const lock(mutex_);
        files_[path] = contents;
    }

private:
    static std::optional<std::string> find(environment::variables const& map, std::string const& key)
    {
        auto const position = map.find(key);
        return position == map.end() ? std::nullopt : std::optional(position->second);
    }

    environment::variables const variables_;
    std::mutex mutable mutex_;
    environment::files mutable files_; // stand for those of a disk
};

} // namespace

environment environment::process()
{
    return environment(std::make_shared<process_source>());
}

environment environment::of(variables vars, files contents)
{
    return environment(std::make_shared<map_source>(std::move(vars), std::move(contents)));
}

std::optional<std::string> environment::variable(std::string_view name) const
{
    auto const value = source_->variable(std::string(name));
    if (!value)
        return std::nullopt;
    auto const text = text::trim(*value);
    if (text.empty())
        return std::nullopt;
    return std::string(text);
}

std::optional<std::string> environment::exact_variable(std::string_view name) const
{
    auto value = source_->variable(std::string(name));
    if (value && value->empty())
        value.reset();
    return value;
}

std::optional<sigv4::secret> environment::secret_variable(std::string_view name) const
{
    auto value = source_->variable(std::string(name));
    if (!value)
        return std::nullopt;
    sigv4::secret result(text::trim(*value));
    text::wipe(*value);
    if (result.empty())
        return std::nullopt;
    return result;
}

void environment::source::replace_file(std::string const& path, std::string_view) const
{
    throw configuration_error(
        errc::unwritable_file, "file " + text::in_quotes(path) + ": this environment replaces no files");
}

void environment::replace_file(std::string const& path, std::string_view contents) const
{
    source_->replace_file(path, contents);
}

std::optional<std::string> environment::file(std::string const& path) const
{
    return source_->file(path);
}

} // namespace dynasio::aws
