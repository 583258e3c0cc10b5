// Opens a library file again and again with some of its bytes changed.
//
//     fuzz ROUNDS [SEED]
//
// None may crash the process. One that is accepted with full verification must hold the same image, byte for byte.

#include <cinttypes>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <random>
#include <string>

#include <tablegen/library.hpp>

#include "releases.hpp"

namespace {

using generator = std::mt19937_64;

std::size_t below(generator& random, std::size_t bound) { return static_cast<std::size_t>(random() % bound); }

/// Values that make off-by-one and overflow mistakes show.
std::uint64_t odd_number(generator& random) {
    constexpr std::uint64_t odd[] = {0, 1, 2, 7, 63, 64, 127, 128, 255, 4095, 4096, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF,
                                     0x7FFFFFFFFFFFFFFF, 0x8000000000000000, 0xFFFFFFFFFFFFFFC0, 0xFFFFFFFFFFFFFFFF};
    return random() % 4 == 0 ? random() : odd[below(random, sizeof odd / sizeof odd[0])];
}

/// Changes bytes: anywhere, or where the headers and the directory are, which matters most.
void mutate(std::string& bytes, std::size_t image, std::size_t meta_size, generator& random) {
    std::size_t const changes = 1 + below(random, 4);
    for (std::size_t i = 0; i < changes; ++i) {
        std::size_t begin = 0;
        std::size_t end = bytes.size();
        switch (below(random, 4)) {
            case 0: end = image < end ? image : end; break;              // ELF headers
            case 1: begin = image; end = image + meta_size; break;       // header and directory of the image
            case 2: begin = bytes.size() > 2048 ? bytes.size() - 2048 : 0; break;  // symbols, sections
            default: break;
        }
        if (begin >= end || end > bytes.size()) continue;
        std::size_t const at = begin + below(random, end - begin);
        switch (below(random, 3)) {
            case 0: bytes[at] = static_cast<char>(bytes[at] ^ static_cast<char>(1U << below(random, 8))); break;
            case 1: bytes[at] = static_cast<char>(random()); break;
            default: {
                std::uint64_t const value = odd_number(random);
                std::size_t const size = std::size_t{1} << below(random, 4);
                std::size_t const aligned = at - at % size;
                if (aligned + size <= bytes.size()) std::memcpy(&bytes[aligned], &value, size);
            }
        }
    }
    if (below(random, 16) == 0) bytes.resize(below(random, bytes.size() + 1));
    if (below(random, 64) == 0) bytes.append(below(random, 10'000), static_cast<char>(random()));
}

}  // namespace

int main(int argc, char** argv) {
    auto const rounds = static_cast<std::uint64_t>(argc > 1 ? std::atoll(argv[1]) : 10'000);
    generator random(static_cast<std::uint64_t>(argc > 2 ? std::atoll(argv[2]) : 1));
    releases::directory const folder;
    std::string const good = releases::read_file(releases::source_of(0));
    std::size_t const image = good.find(std::string("tablegen\x02", 9));
    std::uint64_t image_size = 0;
    std::uint64_t meta_size = 0;
    std::memcpy(&image_size, &good[image + 16], sizeof image_size);
    std::memcpy(&meta_size, &good[image + 24], sizeof meta_size);
    std::string const path = folder.path() + "/fuzzed.so";
    std::uint64_t by_code[32] = {};
    std::uint64_t altered = 0;
    for (std::uint64_t round = 0; round < rounds; ++round) {
        std::string bytes = good;
        mutate(bytes, image, static_cast<std::size_t>(meta_size), random);
        releases::write_file(path, bytes);
        for (tablegen::verification const level : {tablegen::verification::shape, tablegen::verification::full}) {
            tablegen::library library;
            tablegen::open_options options;
            options.verify = level;
            tablegen::status const done = library.open(path.c_str(), options);
            if (level == tablegen::verification::full) ++by_code[static_cast<std::size_t>(done.code())];
            if (!done) continue;
            // Whatever the shape allows can be bound and looked up in without leaving the image.
            soak::tables tables;
            if (!tables.bind(library.image())) continue;
            for (std::int32_t id = -1; id < 60; ++id) (void)tables.item().find(id);
            for (std::uint64_t id = 0; id < 60; ++id) (void)tables.drop().find(id * 0x9E3779B97F4A7C15U);
            if (level != tablegen::verification::full) continue;
            bool const is_same = library.image().header().image_size == image_size &&
                                 std::memcmp(library.image().data(), &good[image], static_cast<std::size_t>(image_size)) == 0;
            if (!is_same) ++altered;
        }
    }
    std::printf("%" PRIu64 " files, %" PRIu64 " accepted, %" PRIu64 " of them altered\n", rounds, by_code[0], altered);
    for (std::size_t code = 1; code < 32; ++code) {
        if (by_code[code] != 0) std::printf("  code %zu: %" PRIu64 "\n", code, by_code[code]);
    }
    return altered == 0 ? 0 : 1;
}
