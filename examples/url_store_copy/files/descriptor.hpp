// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_EXAMPLES_URL_STORE_COPY_FILES_DESCRIPTOR_HPP
#define DYNASIO_EXAMPLES_URL_STORE_COPY_FILES_DESCRIPTOR_HPP

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <utility>

namespace examples::copier {

/// An open file or folder. Functions throw `boost::system::system_error`.
class descriptor
{
public:
    descriptor() = default;
    explicit descriptor(int number) noexcept : number_(number) {}
    descriptor(descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
    descriptor& operator=(descriptor other) noexcept
    {
        std::swap(number_, other.number_);
        return *this;
    }
    ~descriptor();

    [[nodiscard]] int number() const noexcept { return number_; }

private:
    int number_ = -1;
};

/// Throws the error of the last system call where `result` is negative; `what` names the step and the file.
int checked(long result, std::string const& what);

/// The size of a regular file; throws for anything else.
std::uint64_t size_of_regular(descriptor const& file, std::string const& what);

/// Opens a regular file for reading, but no symbolic link.
descriptor open_regular(int folder, std::string const& name);

/// Reads until `into` is full or the file ends.
std::size_t read_at(descriptor const& file, std::uint64_t at, std::span<std::byte> into);

void write_at(descriptor const& file, std::uint64_t at, std::span<std::byte const> bytes);

} // namespace examples::copier

#endif
