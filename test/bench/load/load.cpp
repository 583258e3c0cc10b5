// What it takes until a table can be read.
//
//     load LIBRARY ROUNDS
//
// Prints JSON: nanoseconds until the first row is found, with the shape verified; of comparing all content hashes; of reading
// every page of the file; of filling a std::unordered_map with the rows: by round.

#include <random.hpp>
#include <tablegen/library.hpp>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <unordered_map>
#include <vector>

namespace {

template <class Function>
double time_ns(Function const& function) {
    auto const begin = std::chrono::steady_clock::now();
    function();
    return std::chrono::duration<double, std::nano>(std::chrono::steady_clock::now() - begin).count();
}

[[noreturn]] void fail(char const* what) {
    std::fprintf(stderr, "%s\n", what);
    std::exit(1);
}

/// Opens the library, binds the tables and finds a row, as a program does at its start.
std::int32_t load(char const* path, std::uint64_t key, tablegen::verification verify) {
    tablegen::library library;
    tablegen::open_options options;
    options.verify = verify;
    if (auto const done = library.open(path, options); !done) fail(done.text());
    bench_random::tables tables;
    if (auto const done = tables.bind(library.image()); !done) fail(done.text());
    auto const* const row = tables.entry().find(key);
    if (row == nullptr) fail("the row is not found");
    return row->v0();
}

/// Maps the file and reads all of it, eight bytes at a time.
std::uint64_t read_pages(char const* path) {
    int const file = ::open(path, O_RDONLY | O_CLOEXEC);
    struct stat about {};
    if (file < 0 || ::fstat(file, &about) != 0) fail("the file cannot be opened");
    auto const size = static_cast<std::size_t>(about.st_size);
    void* const bytes = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file, 0);
    if (bytes == MAP_FAILED) fail("the file cannot be mapped");
    std::uint64_t sum = 0;
    auto const* const from = static_cast<unsigned char const*>(bytes);
    for (std::size_t at = 0; at + sizeof(std::uint64_t) <= size; at += sizeof(std::uint64_t)) {
        std::uint64_t number = 0;
        std::memcpy(&number, from + at, sizeof number);
        sum += number;
    }
    ::munmap(bytes, size);
    ::close(file);
    return sum;
}

void print(char const* name, std::vector<double> const& times, char const* separator) {
    std::printf("%s\"%s\":[", separator, name);
    for (std::size_t i = 0; i < times.size(); ++i) std::printf("%s%.0f", i == 0 ? "" : ",", times[i]);
    std::printf("]");
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 3) return 2;
    char const* const path = argv[1];
    tablegen::library library;
    if (auto const done = library.open(path); !done) fail(done.text());
    bench_random::tables tables;
    if (auto const done = tables.bind(library.image()); !done) fail(done.text());
    auto const& rows = tables.entry();
    std::uint64_t const key = rows[rows.size() / 2].id();
    int const rounds = std::atoi(argv[2]);
    std::uint64_t sum = 0;
    // One after the other, not in turns: filling a map of a million rows leaves no cache as it was.
    auto const measure = [&](auto const& function) {
        std::vector<double> times;
        for (int round = 0; round < rounds; ++round) times.push_back(time_ns([&] { sum += function(); }));
        return times;
    };
    auto const loaded = [&](tablegen::verification verify) {
        return [=] { return static_cast<std::uint64_t>(load(path, key, verify)); };
    };
    std::vector<double> const shape = measure(loaded(tablegen::verification::shape));
    std::vector<double> const full = measure(loaded(tablegen::verification::full));
    std::vector<double> const pages = measure([&] { return read_pages(path); });
    std::vector<double> const fill = measure([&] {
        std::unordered_map<std::uint64_t, std::array<std::int32_t, 14>> map;
        map.reserve(rows.size());
        for (auto const& row : rows) {
            std::array<std::int32_t, 14> values;
            std::memcpy(values.data(), &row.v0_, sizeof values);
            map.emplace(row.id(), values);
        }
        return static_cast<std::uint64_t>(map.size());
    });
    if (sum == 0) fail("nothing was read");
    std::printf("{");
    print("shape", shape, "");
    print("full", full, ",");
    print("pages", pages, ",");
    print("fill", fill, ",");
    std::printf("}\n");
    return 0;
}
