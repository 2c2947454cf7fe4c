// SPDX-License-Identifier: BSL-1.0
//
// What documents cost: requests, memory, and the encryption of fields. The server is a map in this process, so that nothing but the
// library is measured.

#define BENCH_COUNT_LIVE_BYTES
#include "counting_new.hpp"
#include "median.hpp"

#include "call/random_source.hpp"
#include "stores/aes_gcm.hpp"
#include "stores/documents/encryption/document_fields.hpp"

#include <dynasio/aws/credential_providers.hpp>
#include <dynasio/batch.hpp>
#include <dynasio/json/detail/shape_codec.hpp>
#include <dynasio/operations.hpp>
#include <dynasio/stores/document_store.hpp>
#include <dynasio/stores/documents/json_text.hpp>
#include <dynasio/testing/scripted_transport.hpp>
#include <dynasio/value/detail/json.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <chrono>
#include <cstdio>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace asio = boost::asio;
namespace documents = dynasio::stores::documents;
using dynasio::attribute_value;
using dynasio::item;

namespace {

/// Tables in memory, by name and the text of the key. Knows what the store sends here.
class memory_server final : public dynasio::http::transport
{
public:
    asio::awaitable<dynasio::http::send_result> send(
        dynasio::http::request const& r, dynasio::http::time_point) override
    {
        ++counts[dynasio::testing::operation_of(r)];
        dynasio::http::response response;
        response.status = 200;
        response.body = respond(dynasio::testing::operation_of(r), r.body);
        co_return response;
    }
    void stop() noexcept override {}

    std::map<std::string, int> counts;

private:
    static std::string text_of(item const& stored)
    {
        return dynasio::to_json_text(stored.contains("ID") ? stored.at("ID") : stored.at("K"));
    }

    std::string respond(std::string const& operation, std::string const& body)
    {
        if (operation == "PutItem")
        {
            dynasio::put_item_input request;
            dynasio::json::decode(body, dynasio::json::target_of(request));
            store(request.table_name, request.item);
        }
        else if (operation == "BatchWriteItem")
        {
            dynasio::batch_write_item_input request;
            dynasio::json::decode(body, dynasio::json::target_of(request));
            for (auto& [table, writes] : request.request_items)
                for (auto& write : writes)
                    store(table, write.put_request.value().item);
        }
        else if (operation == "GetItem")
        {
            dynasio::get_item_input request;
            dynasio::json::decode(body, dynasio::json::target_of(request));
            return R"({"Item":)" + tables_[request.table_name].at(text_of(request.key)) + '}';
        }
        else if (operation == "BatchGetItem")
        {
            dynasio::batch_get_item_input request;
            dynasio::json::decode(body, dynasio::json::target_of(request));
            std::string out = R"({"Responses":{)";
            for (auto& [table, keys] : request.request_items)
            {
                out += (out.back() == '{' ? "\"" : ",\"") + table + "\":[";
                for (auto& key : keys.keys)
                    out += (out.back() == '[' ? "" : ",") + tables_[table].at(text_of(key));
                out += ']';
            }
            return out + "}}";
        }
        return "{}";
    }

    void store(std::string const& table, item const& what)
    {
        std::string json;
        dynasio::json::encode(json, what);
        tables_[table][text_of(what)] = std::move(json);
    }

    std::map<std::string, std::map<std::string, std::string>> tables_;
};

/// Ten parts, the first of which has two parts of its own: 12 shards on two levels, 3 MB of texts of 1 KB.
attribute_value large_document()
{
    auto const part = [](int number, int members)
    {
        item object;
        for (int i = 0; i < members; ++i)
            object.set("member" + std::to_string(i), std::string(1000, static_cast<char>('a' + number)));
        return object;
    };
    dynasio::attribute_list inner;
    for (int i = 0; i < 2; ++i)
        inner.emplace_back(part(i, 250));
    dynasio::attribute_list parts;
    for (int i = 0; i < 10; ++i)
    {
        auto object = part(i, 250);
        if (i == 0)
            object.set("inner", inner);
        parts.emplace_back(std::move(object));
    }
    return item::of("name", "x", "parts", std::move(parts));
}

dynasio::document_tree large_tree()
{
    dynasio::document_tree const inner{.table = "inner", .key_name = "K", .path = "$.inner[*]"};
    dynasio::document_tree const part{
        .table = "parts", .key_name = "K", .path = "$.parts[*]", .shards = {inner}};
    return {.table = "roots", .key_name = "ID", .shards = {part}};
}

void print_requests(char const* what, memory_server& server)
{
    std::printf("%-34s", what);
    for (auto const& [operation, count] : server.counts)
        std::printf(" %d %s", count, operation.c_str());
    std::printf("\n");
    server.counts.clear();
}

asio::awaitable<void> requests_and_memory(dynasio::document_store store, memory_server& server)
{
    {
        auto const written =
            co_await store.write(large_document(), dynasio::document_write_options().key("d"));
        static_cast<void>(written);
    }
    print_requests("write, 12 shards on 2 levels", server);
    std::int64_t const before = bench::live_bytes;
    bench::peak_live_bytes = before;
    {
        auto const found = co_await store.read("d");
        print_requests("read", server);
        auto const peak = static_cast<double>(bench::peak_live_bytes - before);
        auto const held = static_cast<double>(bench::live_bytes - before);
        std::printf(
            "%-34s %.2f times 3 MB at the peak, %.2f held\n", "memory of the read", peak / 3e6, held / 3e6);
    }
    co_await store.write_path("d", "name", "y");
    print_requests("write_path within the root", server);
    co_await store.write_path("d", "parts[3].member1", "y");
    print_requests("write_path within a shard", server);
    co_await store.read_path("d", "name");
    print_requests("read_path within the root", server);
}

constexpr std::size_t fields = 1000;

double microseconds_per_field(std::chrono::steady_clock::duration d)
{
    return std::chrono::duration<double, std::micro>(d).count() / static_cast<double>(fields);
}

/// AES-GCM of the same bytes with a ready context, and 12 random bytes for all at once: what cannot be saved.
double bare_gcm()
{
    static dynasio::stores::aes_gcm cipher{dynasio::secret(std::string(32, 'k'))};
    std::string const text(100 + 8, 'x');
    std::vector<std::byte> out(text.size() + dynasio::stores::gcm_tag_size);
    std::vector<unsigned char> random(fields * 12);
    auto const begin = std::chrono::steady_clock::now();
    dynasio::call::fill_with_secure_random(random);
    for (std::size_t i = 0; i < fields; ++i)
    {
        dynasio::stores::gcm_nonce nonce;
        std::copy_n(random.begin() + static_cast<std::ptrdiff_t>(i * 12), 12, nonce.begin());
        cipher.encrypt(nonce, {}, std::as_bytes(std::span(text)), out);
    }
    return microseconds_per_field(std::chrono::steady_clock::now() - begin);
}

struct field_times
{
    double encryption = 0;
    double decryption = 0;
};

/// Collecting the fields, asking for their keys, and encrypting them; and back.
asio::awaitable<field_times> fields_of_one_document(dynasio::client owner)
{
    dynasio::document_store_options options;
    options.keys = [](dynasio::document_field const&) -> std::optional<dynasio::document_key>
    {
        return dynasio::document_key{
            .bytes = dynasio::secret("0123456789abcdef0123456789abcdef"), .id = "k1"};
    };
    documents::document_store_state const state(
        owner, {.table = "t", .key_name = "ID"}, documents::table_trust::of_tree, options);
    auto const root = state.root("d");
    item members;
    for (std::size_t i = 0; i < fields; ++i)
        members.set("member" + std::to_string(i), std::string(100, 'x'));
    attribute_value document(std::move(members));
    documents::document_fields encrypting(state, root, state.options().keys);
    dynasio::document_path const whole;
    std::vector<dynasio::document_path> const places(1);
    auto const begin = std::chrono::steady_clock::now();
    co_await documents::document_fields::encrypt(encrypting, document, whole, document, {});
    auto const between = std::chrono::steady_clock::now();
    co_await documents::document_fields::decrypt(encrypting, document, places, {});
    auto const end = std::chrono::steady_clock::now();
    field_times times;
    times.encryption = microseconds_per_field(between - begin);
    times.decryption = microseconds_per_field(end - between);
    co_return times;
}

asio::awaitable<void> measure_fields(dynasio::client owner)
{
    std::vector<double> bare;
    std::vector<double> encryption;
    std::vector<double> decryption;
    for (int round = 0; round < 201; ++round)
    {
        bare.push_back(bare_gcm());
        auto const times = co_await fields_of_one_document(owner);
        encryption.push_back(times.encryption);
        decryption.push_back(times.decryption);
    }
    std::printf(
        "\n%zu fields of 100 bytes, us for each: bare AES-GCM %.2f, encryption %.2f, decryption %.2f\n",
        fields, bench::median(bare), bench::median(encryption), bench::median(decryption));
}

asio::awaitable<void> run(dynasio::client owner, std::shared_ptr<memory_server> server)
{
    dynasio::document_store const store(owner, large_tree());
    co_await requests_and_memory(store, *server);
    co_await measure_fields(owner);
}

} // namespace

int main()
{
    asio::io_context context(1);
    auto const server = std::make_shared<memory_server>();
    dynasio::client_options options;
    options.region = "us-east-1";
    options.credentials = dynasio::aws::static_credentials({"id", dynasio::secret("key")});
    options.transport = server;
    dynasio::client const owner(context.get_executor(), options);
    asio::co_spawn(context, run(owner, server),
        [](std::exception_ptr failure)
        {
            if (failure)
                std::rethrow_exception(failure);
        });
    context.run();
}
