// SPDX-License-Identifier: BSL-1.0
//
// The blocking steps of a file that gets its name at the end.

#ifndef DYNASIO_SRC_HTTP_FILE_TEMPORARY_FILE_HPP
#define DYNASIO_SRC_HTTP_FILE_TEMPORARY_FILE_HPP

#include <dynasio/http/file_sink.hpp>

#include "http/file/blocking_calls.hpp"
#include "http/file/open_file.hpp"

#include <boost/system/error_code.hpp>

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace dynasio::http {

/// Removed at the end if it has not got its name by then.
class temporary_file final : public open_file
{
public:
    temporary_file(int fd, std::string name, std::filesystem::path for_target);
    ~temporary_file() override;

    /// Of the target.
    [[nodiscard]] std::filesystem::path const& folder() const noexcept { return folder_; }

    /// Replaces the target.
    boost::system::error_code rename() noexcept;

private:
    // Absolute: the working directory may change.
    std::filesystem::path const path_;
    std::filesystem::path const target_;
    std::filesystem::path const folder_;
    bool renamed_ = false;
};

/// What went wrong, at which step.
struct file_failure
{
    boost::system::error_code error;
    char const* step = "";
};

class making_temporary_file final : public blocking_job
{
public:
    explicit making_temporary_file(std::filesystem::path t) : target(std::move(t)) {}
    void run() noexcept override;

    std::filesystem::path const target;
    std::unique_ptr<temporary_file> made;
    file_failure failure;

private:
    void make();
};

class committing_file final : public blocking_job
{
public:
    committing_file(std::shared_ptr<temporary_file> f, file_sync s) : file_(std::move(f)), sync_(s) {}
    void run() noexcept override;

    file_failure failure;

private:
    bool check(bool succeeded, char const* step);

    std::shared_ptr<temporary_file> const file_;
    file_sync const sync_;
};

} // namespace dynasio::http

#endif
