// SPDX-License-Identifier: BSL-1.0
//
// What a signature costs beyond its hashing: the signer with a cached key on a GetItem against OpenSSL
// hashing as many SHA-256 blocks in one go. Rounds of both alternate, because the clock of the machine
// drifts; the ratio of the medians counts. Not measured: deriving a key (once a day), the general way
// (sign_headers), several threads. The second line hashes the same blocks as the four digests that SigV4
// asks for, each begun and ended, and so shows how much of the ratio is OpenSSL's own cost per digest.

#include "counting_new.hpp"

#include "median.hpp"

#include <dynasio/sigv4/signer.hpp>

#include <openssl/evp.h>

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <iomanip>
#include <iostream>
#include <string>
#include <vector>

namespace {

namespace sigv4 = dynasio::sigv4;

// Blocks that SHA-256 pads `bytes` to: a one bit and the length are added.
constexpr std::size_t blocks(std::size_t bytes)
{
    return (bytes + 9 + 63) / 64;
}

template <class Work>
double nanoseconds_each(int times, Work work)
{
    auto const start = std::chrono::steady_clock::now();
    for (int i = 0; i != times; ++i)
        work();
    std::chrono::duration<double, std::nano> const took = std::chrono::steady_clock::now() - start;
    return took.count() / times;
}

} // namespace

int main()
{
    constexpr int rounds = 21;
    constexpr int times = 50'000;

    std::string const host = "dynamodb.eu-central-1.amazonaws.com";
    std::string const body =
        R"({"TableName":"bench","Key":{"pk":{"S":"customer#0001"},"sk":{"S":"order#0001"}}})";
    std::array<sigv4::header, 4> const headers{{
        {"amz-sdk-invocation-id", "7b1cf2a0-52b7-4a3c-9d5e-0d6a3a1c2b4f"},
        {"amz-sdk-request", "attempt=1; max=3"},
        {"content-type", "application/x-amz-json-1.0"},
        {"x-amz-target", "DynamoDB_20120810.GetItem"},
    }};
    sigv4::credentials const who("AKIDEXAMPLE", sigv4::secret("an example key of forty characters......"));
    sigv4::signer const signer("eu-central-1", "dynamodb");
    sigv4::prepared_request const what{.host = host, .headers = headers, .body = body};
    auto const now = std::chrono::sys_days(std::chrono::year(2026) / 11 / 21) + std::chrono::hours(9);

    // The texts that are hashed, by size: the body, the canonical request, the HMAC's two digests with a block
    // of key each (those two blocks the signer hashes once a day only).
    std::size_t names = std::string("host;x-amz-date").size();
    std::size_t lines = std::string("host:\nx-amz-date:20261121T090000Z\n").size() + host.size();
    for (auto const& [name, value] : headers)
    {
        names += name.size() + 1;
        lines += name.size() + value.size() + 2;
    }
    std::size_t const canonical = std::string("POST\n/\n\n\n\n").size() + lines + names + 64;
    std::size_t const to_sign =
        std::string("AWS4-HMAC-SHA256\n20261121T090000Z\n20261121/eu-central-1/dynamodb/aws4_request\n")
            .size()
        + 64;
    std::array<std::size_t, 4> const sizes{body.size(), canonical, 64 + to_sign, 64 + 32};
    std::size_t total = 0;
    for (auto const size : sizes)
        total += blocks(size);

    EVP_MD* const algorithm = EVP_MD_fetch(nullptr, "SHA256", nullptr);
    EVP_MD_CTX* const context = EVP_MD_CTX_new();
    std::array<unsigned char, 32> digest{};
    std::string const filler(total * 64, 'x');
    unsigned sink = 0;
    auto const hash = [&](std::size_t size)
    {
        EVP_DigestInit_ex2(context, algorithm, nullptr);
        EVP_DigestUpdate(context, filler.data(), size);
        EVP_DigestFinal_ex(context, digest.data(), nullptr);
        sink += digest[0];
    };

    std::string out;
    out.reserve(1024);
    std::vector<double> signing;
    std::vector<double> raw;
    std::vector<double> four;
    for (int round = 0; round != rounds; ++round)
    {
        // Nine bytes less than whole blocks, the padding fills them.
        raw.push_back(nanoseconds_each(times, [&] { hash(total * 64 - 9); }));
        four.push_back(nanoseconds_each(times,
            [&]
            {
                for (auto const size : sizes)
                    hash(size);
            }));
        signing.push_back(nanoseconds_each(times,
            [&]
            {
                out.clear();
                signer.sign(what, who, now, out);
                sink += static_cast<unsigned char>(out[100]);
            }));
    }

    auto const before = bench::allocations.load();
    for (int i = 0; i != times; ++i)
    {
        out.clear();
        signer.sign(what, who, now, out);
    }
    auto const each = static_cast<double>(bench::allocations.load() - before) / times;

    std::cout << std::fixed << std::setprecision(0);
    std::cout << total << " SHA-256 blocks in one digest   " << std::setw(6) << bench::median(raw) << " ns\n";
    std::cout << "the same blocks as four digests " << std::setw(6) << bench::median(four) << " ns\n";
    std::cout << "signature of a GetItem          " << std::setw(6) << bench::median(signing) << " ns\n";
    std::cout << std::setprecision(2);
    std::cout << "ratio to one digest             " << std::setw(6)
              << bench::median(signing) / bench::median(raw) << '\n';
    std::cout << "ratio to four digests           " << std::setw(6)
              << bench::median(signing) / bench::median(four) << '\n';
    std::cout << "C++ allocations per signature   " << std::setw(6) << each << '\n';
    EVP_MD_CTX_free(context);
    EVP_MD_free(algorithm);
    return sink == 0xffffffff;
}
