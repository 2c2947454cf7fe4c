// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_EXAMPLES_URL_STORE_SERVER_SERVE_SETTINGS_HPP
#define DYNASIO_EXAMPLES_URL_STORE_SERVER_SERVE_SETTINGS_HPP

#include "decide/routes.hpp"
#include "decide/tokens.hpp"
#include "serve/stream_server.hpp"
#include "store/store_tables.hpp"

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

namespace examples {

/// The command line.
struct settings
{
    std::string table_prefix = {};
    url_paths paths = {};
    token_list tokens = {};
    stream_server_options server = {};
    store_limits limits = {};
    std::chrono::seconds sweep_interval{60};
    std::chrono::seconds drain{10};
    std::string tls_certificate = {}; ///< names of files; both or none are empty
    std::string tls_key = {};
};

extern std::string_view const usage;

/// Throws `std::invalid_argument` that says which argument is wrong, without its value if that is secret.
settings parse_settings(std::vector<std::string> const& arguments);

} // namespace examples

#endif
