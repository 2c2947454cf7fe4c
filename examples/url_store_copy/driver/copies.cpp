// SPDX-License-Identifier: BSL-1.0
//
// Folders that are copied, and come back as they were.

#include "driver/world.hpp"

#include <iostream>

namespace examples::copier {

void copy_both_ways(world& all)
{
    std::cout << "a folder with odd names, both ways\n";
    std::string const deep = "in/a/b/c/d/e/f/g/h/i/j/k";
    all.write("in/plain", "text");
    all.write("in/with spaces ", "1");
    all.write("in/100%25 + &?#=;", "2");
    all.write("in/\xC3\x9Cml\xC3\xA4uts/\xF0\x9F\x98\x80", "3");
    all.write("in/[x]*?|\"<>\\^{}`", "4");
    all.write(deep, "5");
    all.write("in/empty", "");
    all.write("in/exact", sample(256 * 1024, 1));
    all.write("in/big", sample(3'000'000, 2));
    for (int i = 0; i < 30; ++i)
        all.write("in/many/" + std::to_string(i), std::to_string(i));

    auto sent = all.up("in", {"--prefix", "odd*/", "--parallel", "6"});
    check(sent.code == 0, "up ended with " + std::to_string(sent.code) + ": " + sent.output);
    check(sent.has_line("sent plain\n") && sent.has_line("sent many/29\n")
            && sent.has_line("complete: 39 files, "),
        "up prints: " + sent.output);
    check(sent.output.find_first_of("\r\x1B") == std::string::npos,
        "up draws a line where there is no terminal");
    auto received = all.down("out", {"--prefix", "odd*/"});
    check(received.code == 0, "down ended with " + std::to_string(received.code) + ": " + received.output);
    check(received.has_line("received empty\n"), "down prints: " + received.output);
    check_equal_folders(all.path("in"), all.path("out"));
    std::cout << "   comes back as it was\n";

    sent = all.up("in", {"--prefix", "odd*/"});
    check(sent.code == 0 && sent.has_line("equal big\n")
            && sent.has_line("complete: 39 files, 0 B transferred"),
        "up again prints: " + sent.output);
    all.between().limit(UINT64_MAX, UINT64_MAX);
    received = all.down("out", {"--prefix", "odd*/"});
    check(received.code == 0 && received.has_line("complete: 39 files, 0 B transferred"),
        "down again prints: " + received.output);
    check(all.between().to_client() < 100'000, "equal files are transferred again");
    check(all.down("other", {"--prefix", "odd/"}).has_line("complete: 0 files"), "a prefix is a pattern");
    std::cout << "   is not transferred again\n";
}

void copy_what_has_changed(world& all)
{
    std::cout << "one file changes\n";
    all.write("in/many/7", "seven");
    all.write("in/many/new", "new");
    auto const sent = all.up("in", {"--prefix", "odd*/"});
    check(sent.code == 0 && sent.has_line("sent many/7\n") && sent.has_line("sent many/new\n")
            && sent.has_line("complete: 40 files, 8 B transferred"),
        "up prints: " + sent.output);
    all.write("out/plain", "TEXT"); // of the same size
    auto const received = all.down("out", {"--prefix", "odd*/"});
    check(received.code == 0 && received.has_line("received plain\n")
            && received.has_line("received many/7\n")
            && received.has_line("complete: 40 files, 12 B transferred"),
        "down prints: " + received.output);
    check_equal_folders(all.path("in"), all.path("out"));
    std::cout << "   only that is transferred\n";
}

} // namespace examples::copier
