// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_EXAMPLES_URL_STORE_SERVER_STORE_DATA_UPLOAD_HPP
#define DYNASIO_EXAMPLES_URL_STORE_SERVER_STORE_DATA_UPLOAD_HPP

#include "decide/digest.hpp"
#include "store/store_tables.hpp"

#include <chrono>
#include <cstdint>
#include <string>

namespace examples {

/// Data on its way into the store, which no key refers to yet. Until it is published or abandoned, it is listed in
/// `uploads`, with a lease, and with a number of chunks that is not exceeded: so the sweep can delete the chunks without
/// looking for them. One operation at a time; the object must outlive it.
class data_upload
{
public:
    explicit data_upload(store_tables tables);

    /// Lists the upload. To be called first.
    asio::awaitable<void> begin();

    /// Stores the next chunk: `chunk_bytes` bytes, or fewer for the last one.
    asio::awaitable<void> add(dynasio::binary bytes);

    /// Renews the lease if it is time. To be called now and then while a chunk is being received.
    /// Errors: `refusal` with 503 if the sweep has given the upload up.
    asio::awaitable<void> keep_alive();

    /// What to publish. To be called once, after the last chunk.
    stored_data finish(std::string content_type);

    /// Lists the upload as garbage, unless it was published. Never fails: what is left is swept when the lease ends.
    asio::awaitable<void> abandon();

    [[nodiscard]] std::string const& id() const noexcept { return id_; }
    [[nodiscard]] std::int64_t size() const noexcept { return size_; }

private:
    using clock = std::chrono::steady_clock;

    asio::awaitable<void> renew(std::int32_t chunks);
    [[nodiscard]] dynasio::call_options within_lease() const;

    store_tables tables_;
    std::string id_ = random_hex();
    sha256 digest_;
    std::int64_t size_ = 0;
    std::int32_t written_ = 0;
    std::int32_t reserved_ = 0;
    clock::time_point renewed_{};
};

} // namespace examples

#endif
