// SPDX-License-Identifier: BSL-1.0
//
// A search for secrets in the memory of the process itself. The test keeps what it looks for masked, so that it finds no copy of its
// own.

#ifndef DYNASIO_TESTS_SUPPORT_MEMORY_SEARCH_HPP
#define DYNASIO_TESTS_SUPPORT_MEMORY_SEARCH_HPP

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace dynasio::tests {

/// A secret that is nowhere in memory as it is: only `reveal` shows it, for as long as a function runs.
class masked_secret
{
public:
    /// Letters and digits that nobody can guess, after a prefix.
    static masked_secret random(std::string_view prefix, std::size_t size);

    /// A secret that is masked already, by another byte.
    static masked_secret masked_by(unsigned char other, std::vector<unsigned char> const& bytes);

    /// What is at `text`, which is overwritten.
    static masked_secret take(std::string& text);

    /// Calls `use` with the secret, and overwrites the text for it afterwards.
    void reveal(std::function<void(std::string_view)> const& use) const;

    /// How often the first and the last `part` bytes of it are in the writable memory of the process: heap, stacks, data. A whole
    /// copy counts twice; of a block that was given back the beginning is overwritten by its list. Memory of other threads is
    /// searched as it is at that moment.
    [[nodiscard]] std::size_t traces_in_memory(std::size_t part) const;

private:
    std::vector<unsigned char> masked_;
};

} // namespace dynasio::tests

#endif
