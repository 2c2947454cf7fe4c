// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_TESTING_TRAFFIC_HPP
#define DYNASIO_TESTING_TRAFFIC_HPP

#include <dynasio/testing/recording_transport.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace dynasio::testing {

/// Exchanges with DynamoDB as text, to be kept in a file and replayed by `replaying_transport`: a line of JSON that names the
/// format, then one line per exchange.
///
///     {"format":"dynasio-traffic","version":1}
///     {"request":{"method":"POST","target":"/","operation":"DynamoDB_20120810.GetItem","body":"{...}"},
///      "response":{"status":200,"headers":{"x-amzn-requestid":"..."},"body":"{...}"}}
///     {"request":{...},"failure":{"category":"dynasio.http","value":5,"stage":"receiving","detail":"..."}}
///
/// (An exchange is on one line; the second one is broken here.) Bodies are texts, so that they are kept byte for byte.
///
/// Secrets of the client are not written: of requests, no header but `X-Amz-Target`, and neither host nor port; of
/// responses, the headers `x-amzn-requestid`, `x-amz-crc32`, `x-amzn-errortype`, `content-type` and `retry-after`. Exchanges
/// without an `X-Amz-Target`, such as those that get AWS credentials, are left out. Bodies are written whole: tables, keys
/// and items. Change them in `exchanges` before, where the items of a recording are not for everyone; a response whose body
/// was changed needs `service_response` to have a checksum that fits.
///
/// Throws `std::invalid_argument` for a body that is not UTF-8.
std::string write_traffic(std::vector<recording_transport::exchange> const& exchanges);

/// Reads the text of `write_traffic`. Empty lines are passed over. Throws `std::invalid_argument` that names the line: for
/// text that is not of this format or of a later version. A failure of an unknown category has the code
/// `errc::io_error` of the generic category.
std::vector<recording_transport::exchange> read_traffic(std::string_view text);

/// `write_traffic` into a file, which is replaced, and `read_traffic` of one. These block the thread. Throw
/// `std::runtime_error` with path and reason for a file that cannot be written or read; and the errors of the functions above.
void save_traffic(std::string const& path, std::vector<recording_transport::exchange> const& exchanges);
std::vector<recording_transport::exchange> load_traffic(std::string const& path);

} // namespace dynasio::testing

#endif
