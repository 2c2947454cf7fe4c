// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_EXAMPLES_URL_STORE_COPY_RUN_TALLY_HPP
#define DYNASIO_EXAMPLES_URL_STORE_COPY_RUN_TALLY_HPP

#include "decide/progress.hpp"

#include <cstdint>
#include <map>
#include <string>

namespace examples::copier {

/// Counts files and bytes. All calls are on one thread.
class tally
{
public:
    void found() { ++counts_.files_found; }
    void all_found() { counts_.all_found = true; }
    void sized(std::uint64_t bytes);

    /// A transfer has come to this byte; it began with the first one that it was told of.
    void at(std::string const& key, std::uint64_t bytes);

    /// A file is done, which has this many bytes.
    void done(std::string const& key, std::uint64_t bytes);

    [[nodiscard]] progress now() const;

private:
    struct transfer
    {
        std::uint64_t begin = 0;
        std::uint64_t at = 0;
    };

    progress counts_; // of transfers that have ended
    std::map<std::string, transfer> under_way_;
};

} // namespace examples::copier

#endif
