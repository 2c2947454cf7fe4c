// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_CLIENT_OPTIONS_HPP
#define DYNASIO_CLIENT_OPTIONS_HPP

#include <dynasio/aws/configuration.hpp>
#include <dynasio/aws/credentials_provider.hpp>
#include <dynasio/aws/environment.hpp>
#include <dynasio/aws/refresh_windows.hpp>
#include <dynasio/aws/retry.hpp>
#include <dynasio/clock.hpp>
#include <dynasio/http/pool.hpp>
#include <dynasio/http/transport.hpp>
#include <dynasio/secret.hpp>

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace dynasio {

namespace aws {
class retry_strategy;
}

class observer;

/// How much the service reports on the capacity that calls consume.
enum class capacity_report : unsigned char
{
    none,
    total,   ///< one sum for each table
    indexes, ///< each table and each of its indexes
};

/// How a client is set up. Every member has a default; the constructor of `client` checks all of them and throws
/// `std::invalid_argument`, or `boost::system::system_error` for an invalid region or endpoint, naming member and value.
struct client_options
{
    client_options() {}

    /// With region, endpoint, AWS credentials, retry settings, time to connect and trace ids, trusted certificates and proxies as configured.
    explicit client_options(aws::configuration const& configured);

    /// From environment variables and profile files, as all AWS tools understand them, except for what `overrides` sets, such
    /// as another profile: `client_options::load(aws::load_options().profile("test"))`. Reads the files, the keys of the
    /// profile and, for TLS, the system's trust store, which blocks the thread for that long. Call it before the event loop runs, or on a thread of its own: no
    /// call of a client reads files. Later changes of variables and files are not seen. Throws
    /// `aws::configuration_error` that names what is malformed.
    static client_options load(aws::load_options const& overrides = {});

    /// As `load`, but reads on a thread that exists only while it reads, so that the event loop goes on. Where neither a region nor an
    /// endpoint is configured, or the defaults mode is `automatic`, it asks the metadata service of the instance for its region: two
    /// requests, or one that nothing answers within a second. So a program starts on EC2 with no configuration at all. The region is
    /// empty where there is none. Cancellation: every type.
    static boost::asio::awaitable<client_options> load_async(aws::load_options overrides = {});

    /// Needed unless `endpoint_url` is given; then it is what requests are signed for (default `us-east-1`).
    std::string region;

    /// `http://127.0.0.1:8000`, say. Empty: the service's own address in `region`. Requests go to `/`, or to `/path/` of a
    /// URL that ends in `/path`.
    std::string endpoint_url;

    bool use_fips = false;
    bool use_dual_stack = false;

    /// Whether requests go to hosts of accounts, where there is no `endpoint_url`. The account is that of the ARN that names the
    /// table, else that of the AWS credentials.
    aws::account_id_mode account_id_endpoints = aws::account_id_mode::preferred;

    /// Who signs the requests. Required. Fixed keys: `aws::static_credentials({"id", dynasio::secret("key")})`, of
    /// <dynasio/aws/credential_providers.hpp>.
    std::shared_ptr<aws::credentials_provider> credentials;

    /// When credentials that expire are replaced.
    aws::refresh_windows credentials_refresh;

    aws::retry_options retry;

    /// Asked before each retry, see <dynasio/aws/retry_strategy.hpp>. Null: the rules of `retry` alone decide.
    std::shared_ptr<aws::retry_strategy> retry_strategy;

    /// Bounds a whole call with its retries. Default 30 s; positive.
    std::chrono::steady_clock::duration call_timeout = std::chrono::seconds(30);

    /// Bounds each attempt, the wait for a connection included. Default 10 s; positive.
    std::chrono::steady_clock::duration attempt_timeout = std::chrono::seconds(10);

    /// The connection pool; ignored where `transport` is given.
    http::pool_options connections;

    /// Whether the `x-amz-crc32` of a response is compared with its body. Default true.
    bool verify_checksum = true;

    /// Names the application in the user agent: at most 50 characters, letters, digits and a few marks.
    std::string app_id;

    /// Sets `ReturnConsumedCapacity` in each request that has this member and does not set it, those of stores included. The
    /// observer gets what the responses say. It costs some 100 bytes of each response, and no capacity. Default none.
    capacity_report return_consumed_capacity = capacity_report::none;
    /// Set by `load` in a function of AWS Lambda: each attempt sends the trace id of the invocation, the variable
    /// `_X_AMZN_TRACE_ID` at that moment, as header `X-Amzn-Trace-Id`. The variable must not be changed while a call runs.
    /// Nothing: no such header.
    std::optional<aws::environment> lambda_environment;

    /// What `load` has to say about the configuration; the observer gets it from the constructor of the client.
    std::vector<std::string> configuration_notes;

    /// Gets what the client does, see <dynasio/observer.hpp>. Null: nobody does.
    std::shared_ptr<dynasio::observer> observer;

    /// What sends the requests instead of a connection pool of the client's own.
    std::shared_ptr<http::transport> transport;

    /// Where time comes from instead of the real clock.
    std::shared_ptr<http::clock> clock;

    /// Makes jitter, call ids and idempotency tokens reproducible, for tests.
    std::optional<std::uint64_t> random_seed;
};

} // namespace dynasio

#endif
