// SPDX-License-Identifier: BSL-1.0
//
// Copies that end in the middle.

#include "driver/world.hpp"

#include <csignal>
#include <iostream>

namespace examples::copier {

using namespace std::chrono_literals;

namespace {

constexpr std::uint64_t big_size = 3'000'000;

std::uint64_t size_of(fs::path const& file)
{
    std::error_code none;
    auto const size = fs::file_size(file, none);
    return none ? 0 : size;
}

void check_interrupted(child_process& process)
{
    process.send_signal(SIGINT);
    auto const result = result_of(process);
    check(result.code == 130, "ended with " + std::to_string(result.code));
    check(result.has_line("interrupted: "), "prints: " + result.output);
}

} // namespace

void interrupt_upload(world& all)
{
    std::cout << "SIGINT in the middle of an upload\n";
    all.write("up/big", sample(big_size, 3));
    all.write("up/a", "a");
    auto const first = all.up("up", {"--prefix", "int/", "--parallel", "1"});
    check(first.code == 0, "up ended with " + std::to_string(first.code) + ": " + first.output);
    auto const old = sample(big_size, 3);
    all.write("up/big", sample(big_size, 4));
    all.between().limit(big_size / 2, UINT64_MAX);
    {
        auto process = all.start({"up", all.path("up").string(), all.base_url(), "--prefix", "int/"});
        wait_until([&] { return all.between().to_server() >= big_size / 2; }, "half of the upload");
        check_interrupted(process);
    }
    all.between().cut(); // what was under way to the server is lost
    all.between().limit(UINT64_MAX, UINT64_MAX);
    check(all.down("after", {"--prefix", "int/"}).code == 0, "down failed");
    check(all.read("after/big") == old, "half an upload has changed the store");
    std::cout << "   leaves the old value\n";
    auto const again = all.up("up", {"--prefix", "int/"});
    check(again.code == 0 && again.has_line("equal a\n") && again.has_line("sent big\n"),
        "up again prints: " + again.output);
    std::cout << "   and is made up for\n";
}

void interrupt_download(world& all)
{
    std::cout << "SIGINT in the middle of a download\n";
    all.between().limit(UINT64_MAX, big_size / 2);
    {
        auto process = all.start({"down", all.base_url(), all.path("down").string(), "--prefix", "int/"});
        auto const part = all.path("down/.big.part");
        wait_until([&] { return size_of(part) > big_size / 3; }, "half of the download");
        check_interrupted(process);
    }
    auto const kept = size_of(all.path("down/.big.part"));
    check(kept > big_size / 3 && kept < big_size, "the unfinished file is gone");
    check(!fs::exists(all.path("down/big")), "half a file has the name of the whole one");
    all.between().limit(UINT64_MAX, UINT64_MAX);
    auto const again = all.down("down", {"--prefix", "int/"});
    check(again.code == 0 && again.has_line("received big\n"), "down again prints: " + again.output);
    check(all.between().to_client() < big_size - kept + 20'000, "more was transferred than was missing");
    check_equal_folders(all.path("up"), all.path("down"));
    std::cout << "   goes on with the rest\n";

    // The unfinished file of another state, and one that is too long.
    for (auto const& wrong : {sample(1'000'000, 9), sample(big_size + 1, 9)})
    {
        all.write("down/.big.part", wrong);
        fs::remove(all.path("down/big"));
        auto const result = all.down("down", {"--prefix", "int/"});
        check(result.code == 0, "down with a wrong part prints: " + result.output);
        check_equal_folders(all.path("up"), all.path("down"));
    }
    std::cout << "   begins again where the unfinished file is of another state\n";
}

void lose_connection(world& all)
{
    std::cout << "a connection that is lost in the middle\n";
    fs::remove(all.path("down/big"));
    all.between().limit(UINT64_MAX, big_size / 2);
    auto process = all.start({"down", all.base_url(), all.path("down").string(), "--prefix", "int/"});
    auto const part = all.path("down/.big.part");
    wait_until([&] { return size_of(part) > big_size / 3; }, "half of the download");
    all.between().cut();
    auto const result = result_of(process);
    check(result.code == 0 && result.has_line("received big\n"), "down prints: " + result.output);
    check(all.between().to_client() < big_size + big_size / 4, "it was transferred from its beginning");
    check_equal_folders(all.path("up"), all.path("down"));
    std::cout << "   is made again for the rest\n";
}

void change_meanwhile(world& all)
{
    std::cout << "a value that changes in the middle of a download\n";
    fs::remove(all.path("down/big"));
    all.between().limit(UINT64_MAX, big_size / 2);
    auto process = all.start({"down", all.base_url(), all.path("down").string(), "--prefix", "int/"});
    auto const part = all.path("down/.big.part");
    wait_until([&] { return size_of(part) > big_size / 3; }, "half of the download");
    all.write("up/big", sample(big_size, 6));
    auto const changed = all.run({"up", all.path("up").string(), all.direct_url(), "--prefix", "int/"});
    check(changed.code == 0 && changed.has_line("sent big\n"), "up prints: " + changed.output);
    all.between().cut();
    auto const result = result_of(process);
    check(result.code == 0 && result.has_line("received big\n"), "down prints: " + result.output);
    check_equal_folders(all.path("up"), all.path("down"));
    std::cout << "   is downloaded as it is at the end\n";
}

void damage_transfers(world& all)
{
    std::cout << "a byte that changes on the way\n";
    all.write("damaged/big", sample(big_size, 5));
    all.between().damage_to_server(big_size / 2);
    auto const sent = all.up("damaged", {"--prefix", "dam/"});
    check(sent.code == 1 && sent.has_line("failed big: the store has other bytes"),
        "up prints: " + sent.output);
    all.between().limit(UINT64_MAX, UINT64_MAX);
    auto const again = all.up("damaged", {"--prefix", "dam/"});
    check(again.code == 0 && again.has_line("sent big\n"), "up again prints: " + again.output);

    all.between().damage_to_client(big_size / 2);
    auto const received = all.down("undamaged", {"--prefix", "dam/"});
    check(received.code == 1 && received.has_line("failed big: the bytes are not"),
        "down prints: " + received.output);
    check(fs::is_empty(all.path("undamaged")), "wrong bytes are kept");
    std::cout << "   is noticed in both directions\n";
}

} // namespace examples::copier
