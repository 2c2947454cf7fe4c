// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_AWS_ENVIRONMENT_HPP
#define DYNASIO_AWS_ENVIRONMENT_HPP

#include <dynasio/sigv4/secret.hpp>

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace dynasio::aws {

/// What configuration is read from: variables and files, those of the process or those of a test. All of
/// `dynasio::aws` that depends on the outside takes one of these.
///
/// Copies share their source. Thread safety: any number of threads may use one object; the one of the process
/// must not be read while another thread calls `setenv`.
class environment
{
public:
    using variables = std::map<std::string, std::string, std::less<>>;
    using files = std::map<std::string, std::string, std::less<>>;

    /// The variables and files of this process, read anew at each question. Reading a file blocks the thread.
    static environment process();

    /// Exactly these variables, and these files by path.
    static environment of(variables vars, files contents = {});

    /// The value without white space around it; nothing when the variable is not set or blank.
    std::optional<std::string> variable(std::string_view name) const;

    /// The value as it is; nothing when the variable is not set or empty.
    std::optional<std::string> exact_variable(std::string_view name) const;

    /// The same as `variable` of one that is a secret, without a copy of it that stays in memory.
    std::optional<sigv4::secret> secret_variable(std::string_view name) const;

    /// The bytes of a file, which may be secrets: who is given them overwrites them; nothing when there is no such file. Throws `configuration_error`
    /// (`unreadable_file`) with the path when it is there but cannot be read, or is larger than 16 MiB.
    std::optional<std::string> file(std::string const& path) const;

    /// Replaces a file as a whole, so that a reader sees the old or the new bytes, and nobody but its owner may read it; makes it
    /// where there is none. For the tokens of single sign-on and logins, which are renewed. Blocks the thread. Throws
    /// `configuration_error` (`unwritable_file`) with the path.
    void replace_file(std::string const& path, std::string_view contents) const;

    /// Where variables and files come from.
    class source
    {
    public:
        virtual ~source() = default;
        virtual std::optional<std::string> variable(std::string const& name) const = 0;
        virtual std::optional<std::string> file(std::string const& path) const = 0;
        /// Refuses by default.
        virtual void replace_file(std::string const& path, std::string_view contents) const;
    };

    /// From a source of the caller's.
    explicit environment(std::shared_ptr<source const> from) : source_(std::move(from)) {}

private:
    std::shared_ptr<source const> source_;
};

} // namespace dynasio::aws

#endif
