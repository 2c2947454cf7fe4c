// SPDX-License-Identifier: BSL-1.0
//
// What sort keys and the texts of message ids have in common: parts between colons, and topics. Pure.

#ifndef DYNASIO_SRC_STORES_PUSH_KEY_TEXT_HPP
#define DYNASIO_SRC_STORES_PUSH_KEY_TEXT_HPP

#include <string_view>
#include <vector>

namespace dynasio::stores::push {

/// The parts between colons; at least one.
[[nodiscard]] std::vector<std::string_view> split_at_colons(std::string_view text);

/// Why this is no topic; empty for a topic.
[[nodiscard]] std::string_view topic_fault(std::string_view text) noexcept;

/// Throws `store_error` with `bad_input`.
void check_topic(std::string_view text);

} // namespace dynasio::stores::push

#endif
