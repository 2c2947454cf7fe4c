// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_EXAMPLES_URL_STORE_COPY_RUN_FETCH_HPP
#define DYNASIO_EXAMPLES_URL_STORE_COPY_RUN_FETCH_HPP

#include "decide/plan.hpp"
#include "files/part_file.hpp"
#include "run/copy_run.hpp"

#include <memory>
#include <string>

namespace examples::copier {

/// A state of the data of a key.
struct wanted_data
{
    std::string key = {};
    std::string etag = {};
    contents is = {};
};

/// Downloads data to an unfinished file, which is continued, and gives it its name. A connection that is lost in the middle
/// is made again. False if the store has another state of the data by now; the unfinished file is then empty.
/// Throws `copy_failure` if the bytes are not those that the store tells of; the unfinished file is then removed.
asio::awaitable<bool> fetch(copy_run& run, wanted_data wanted, std::shared_ptr<part_file> part);

} // namespace examples::copier

#endif
