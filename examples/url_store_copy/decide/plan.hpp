// SPDX-License-Identifier: BSL-1.0
//
// What is to be done for one file. Pure functions.

#ifndef DYNASIO_EXAMPLES_URL_STORE_COPY_DECIDE_PLAN_HPP
#define DYNASIO_EXAMPLES_URL_STORE_COPY_DECIDE_PLAN_HPP

#include <boost/system/error_code.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace examples::copier {

/// Bytes as they are known by size and SHA-256, as 64 hexadecimal digits.
struct contents
{
    std::uint64_t size = 0;
    std::string sha256 = {};

    friend bool operator==(contents const&, contents const&) = default;
};

/// The SHA-256 that is an ETag; empty for a text that is none.
std::optional<std::string> digest_in(std::string_view etag);

std::string etag_of(std::string_view sha256);

/// What a transfer begins with.
enum class beginning
{
    equal, ///< there is nothing to do
    whole, ///< the first byte
    rest,  ///< the byte behind the unfinished file
};

/// `stored` is empty for a key that does not exist.
beginning plan_upload(contents const& file, std::optional<std::string> const& stored_etag);

/// Of a file that is not equal. `part` is the size of the unfinished file, 0 for none.
beginning plan_download(std::uint64_t part, std::uint64_t whole);

/// Whether a failure of the store would meet the other files too, so that there is no sense in going on: a lost
/// connection, a wrong token. `status` is that of the response, 0 for none.
bool store_ends_all(boost::system::error_code code, unsigned status);

/// The same for the local file system: a full disk.
bool disk_ends_all(boost::system::error_code code);

} // namespace examples::copier

#endif
