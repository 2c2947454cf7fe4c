// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_STORES_URLS_URL_TRANSACTION_HPP
#define DYNASIO_STORES_URLS_URL_TRANSACTION_HPP

#include <dynasio/stores/url_store.hpp>

#include <memory>
#include <string>

namespace dynasio {

namespace stores::urls {
class held_events;
} // namespace stores::urls

/// A scope that holds back the events of what is done within it. What is written is written at once, and stays.
///
///     dynasio::url_transaction scope(store, "publish");
///     co_await scope.store().set("a", data, metadata);
///     co_await scope.store().set("b", data, metadata);
///     scope.commit();
///
/// Destroyed without `commit`, as by an exception, it drops the events. A scope of the store of another scope is a part of that
/// one: its `commit` changes nothing, and its end neither.
/// Threads: `commit` comes after the operations have ended; they may run at the same time.
class url_transaction
{
public:
    /// `notes` are for the reader of the program.
    explicit url_transaction(url_store const& owner, std::string notes = {});
    url_transaction(url_transaction const&) = delete;
    url_transaction& operator=(url_transaction const&) = delete;
    ~url_transaction();

    /// The same store, whose events are held back.
    [[nodiscard]] url_store const& store() const noexcept { return store_; }
    [[nodiscard]] std::string const& notes() const noexcept { return notes_; }

    /// Tells the observer all events of the scope, in order. Of a transfer's steps in a row, the last one. Later events go to the
    /// observer at once.
    void commit();

private:
    std::string notes_;
    std::shared_ptr<stores::urls::held_events> outermost_; // null within another scope
    url_store store_;
};

} // namespace dynasio

#endif
