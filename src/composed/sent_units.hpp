// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_COMPOSED_SENT_UNITS_HPP
#define DYNASIO_SRC_COMPOSED_SENT_UNITS_HPP

#include <dynasio/value/item.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace dynasio::composed {

/// The units of one request of a batch, to find those that its response names. A response that names something else is
/// malformed. Content is a text that is equal for equal units of a table, and for no others.
class sent_units
{
public:
    /// Adds the next unit of the request.
    void add(std::string_view table, std::string_view content);

    /// The table of the request that the response calls `name`: a request may give the ARN of a table, and the response its
    /// name. Throws `json::decode_error` with the member `where` of the response if there is none.
    [[nodiscard]] std::string const& table(std::string const& where, std::string_view name) const;

    /// The position of a unit in the request. Throws `json::decode_error` for one that was not sent, or was taken before.
    std::size_t take(std::string const& where, std::string_view table, std::string_view content);

    /// Takes an item without the attributes of its key: any unit of its table. Throws `json::decode_error` if all of them
    /// were taken before.
    void take_any(std::string const& where, std::string_view table);

private:
    struct table_of_request
    {
        std::string name;
        std::size_t open; ///< units that were not taken
    };

    [[nodiscard]] std::size_t find_table(std::string const& where, std::string_view name) const;

    std::vector<table_of_request> tables_;
    std::unordered_map<std::string, std::size_t> positions_; // by table and content
    std::size_t count_ = 0;
};

} // namespace dynasio::composed

#endif
