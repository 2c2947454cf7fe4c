// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_EXAMPLES_URL_STORE_COPY_FILES_PART_FILE_HPP
#define DYNASIO_EXAMPLES_URL_STORE_COPY_FILES_PART_FILE_HPP

#include "files/target_folder.hpp"
#include "url_store_server/decide/digest.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace examples::copier {

/// A download that is not complete, in the folder of its target. It stays when the program ends, and is continued by the
/// next one. Blocks. Functions throw `boost::system::system_error`.
class part_file
{
public:
    /// Opens the file, or makes it. Throws if another program has it open here.
    explicit part_file(target_place place);
    part_file(part_file const&) = delete;
    part_file& operator=(part_file const&) = delete;
    /// Removes it if it has no bytes.
    ~part_file();

    /// How many bytes are there, and are counted in the digest when `read_some` is at the end.
    [[nodiscard]] std::uint64_t size() const noexcept { return size_; }

    /// Reads on in what an earlier program has left. False at the end.
    bool read_some();

    /// Drops all bytes.
    void restart();

    void append(std::span<std::byte const> bytes);

    /// The digest of all bytes. To be called once; then the file is restarted, removed or committed.
    std::string sha256_hex() { return digest_->hex(); }

    void remove();

    /// The file gets the name of its target, in place of what is there. All bytes are on the disk before.
    void commit();

private:
    target_place place_;
    std::string name_;
    descriptor file_;
    std::uint64_t size_ = 0;
    std::uint64_t read_ = 0;
    bool has_ended_ = false; // removed, or committed
    std::vector<std::byte> buffer_;
    std::optional<sha256> digest_;
};

} // namespace examples::copier

#endif
