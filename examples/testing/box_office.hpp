// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_EXAMPLES_TESTING_BOX_OFFICE_HPP
#define DYNASIO_EXAMPLES_TESTING_BOX_OFFICE_HPP

#include <dynasio/client.hpp>

#include <boost/asio/awaitable.hpp>

#include <optional>
#include <string>
#include <vector>

namespace examples {

//[service
struct seat
{
    std::string id; // "hamlet#12"
    std::string guest;
};

/// Who sits where. A seat that is not in the table is free.
class box_office
{
public:
    explicit box_office(dynasio::client client, std::string table = "seats")
        : client_(std::move(client)), table_(std::move(table))
    {}

    /// Whether the seat is the guest's now. False: it is another guest's.
    boost::asio::awaitable<bool> book(seat wanted) const;

    boost::asio::awaitable<std::optional<std::string>> guest_of(std::string id) const;

    /// All seats that are taken, in no order.
    boost::asio::awaitable<std::vector<seat>> taken() const;

private:
    dynasio::client client_;
    std::string table_;
};
//]

} // namespace examples

#endif
