// SPDX-License-Identifier: BSL-1.0
//
// Metadata from and to objects of Boost.JSON. A program that calls this includes <boost/json/object.hpp> itself, and links
// Boost::json.

#ifndef DYNASIO_STORES_URLS_BOOST_JSON_HPP
#define DYNASIO_STORES_URLS_BOOST_JSON_HPP

#include <dynasio/stores/urls/url_metadata.hpp>

#include <boost/json/fwd.hpp>

namespace dynasio {

/// The metadata that is this object; members keep their order. Throws `url_error` with `bad_input` for strings that are not
/// UTF-8, numbers that are not finite, and more than 64 levels.
[[nodiscard]] url_metadata metadata_from_boost_json(boost::json::object const& object);

/// The metadata as an object; members keep their order, of two with one name the last one counts. Numbers are what Boost.JSON
/// makes of them: those with a fraction or more than 64 bits become the nearest double.
/// Throws `url_error` with `does_not_fit` for a number that no double can hold.
[[nodiscard]] boost::json::object to_boost_json(url_metadata const& metadata);

/// The same, with memory of this storage.
[[nodiscard]] boost::json::object to_boost_json(
    url_metadata const& metadata, boost::json::storage_ptr storage);

} // namespace dynasio

#endif
