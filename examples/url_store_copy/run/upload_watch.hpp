// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_EXAMPLES_URL_STORE_COPY_RUN_UPLOAD_WATCH_HPP
#define DYNASIO_EXAMPLES_URL_STORE_COPY_RUN_UPLOAD_WATCH_HPP

#include "run/tally.hpp"

#include <dynasio/stores/urls/url_observer.hpp>

#include <cstdint>
#include <map>
#include <string>

namespace examples::copier {

/// Counts the bytes of uploads as the store sends them. On one thread, as all operations of the program are.
class upload_watch final : public dynasio::url_observer
{
public:
    explicit upload_watch(tally& counts) : counts_(counts) {}

    void on_progress_start(dynasio::url_progress_start const& start) noexcept override
    {
        keys_[start.operation] = start.key;
        counts_.at(start.key, 0);
    }

    void on_progress_step(dynasio::url_progress_step const& step) noexcept override
    {
        if (auto const key = keys_.find(step.operation); key != keys_.end())
            counts_.at(key->second, step.bytes);
    }

    void on_progress_end(dynasio::url_progress_end const& end) noexcept override
    {
        keys_.erase(end.operation);
    }

private:
    tally& counts_;
    std::map<std::uint64_t, std::string> keys_;
};

} // namespace examples::copier

#endif
