// SPDX-License-Identifier: BSL-1.0
//
// Sending the write of one record: by itself, or as the only action of a transaction, whose token the service recognises.

#ifndef DYNASIO_SRC_STORES_RECORDS_SEND_WRITE_HPP
#define DYNASIO_SRC_STORES_RECORDS_SEND_WRITE_HPP

#include "stores/records/encoded_requests.hpp"
#include "stores/records/record_table_state.hpp"

#include <dynasio/call/detail/decode_response.hpp>

#include <boost/asio/awaitable.hpp>

namespace dynasio::stores::records {

/// Throws `bad_input` for `resend::exactly_once`, because of `why`.
void refuse_exactly_once(record_table_state const& self, call_options const& options, char const* why);

/// Sends a write as the options say. An error is what the service says to the write by itself, also in a transaction.
/// `self` and what the request refers to must live until it ends.
boost::asio::awaitable<result<call::call_response>> send_write(
    record_table_state const& self, encoded_put const& request, call_options call);
boost::asio::awaitable<result<call::call_response>> send_write(
    record_table_state const& self, encoded_update const& request, call_options call);
boost::asio::awaitable<result<call::call_response>> send_write(
    record_table_state const& self, encoded_delete const& request, call_options call);

} // namespace dynasio::stores::records

#endif
