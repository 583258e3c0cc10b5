// Lookups of random rows in two copies of one library, one of them in huge pages.
//
//     pages SMALL.so HUGE.so ROUNDS

#include <tablegen/library.hpp>

#include <random.hpp>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <vector>

namespace {

using clock_type = std::chrono::steady_clock;
using tables = bench_random::tables;

constexpr std::size_t lookups = 1'000'000;

struct opened_tables {
    tablegen::library library;
    tables bound;
};

double ns_since(clock_type::time_point begin) {
    return std::chrono::duration<double, std::nano>(clock_type::now() - begin).count();
}

/// Opens a library and gives the milliseconds that it took.
double open(opened_tables& result, char const* path, tablegen::open_options const& options) {
    auto const begin = clock_type::now();
    if (auto const done = result.library.open(path, options); !done) std::fputs(done.text(), stderr), std::exit(1);
    if (auto const done = result.bound.bind(result.library.image()); !done) std::fputs(done.text(), stderr), std::exit(1);
    return ns_since(begin) / 1e6;
}

/// Keys of rows in an order that no processor foresees.
std::vector<std::uint64_t> random_keys(tables const& all) {
    std::vector<std::uint64_t> keys(lookups);
    std::uint64_t state = 88172645463325252;
    for (std::uint64_t& key : keys) {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        key = all.entry().in_slot_order()[state % all.entry().size()].id();
    }
    return keys;
}

/// Nanoseconds for each lookup; the next key is known before the last row has come.
__attribute__((noinline)) double time_lookups(tables const& all, std::vector<std::uint64_t> const& keys) {
    auto const begin = clock_type::now();
    std::uint64_t sum = 0;
    for (std::uint64_t const key : keys) sum += static_cast<std::uint64_t>(all.entry().find(key)->v0());
    double const ns = ns_since(begin) / static_cast<double>(keys.size());
    if (sum == 1) std::puts("");
    return ns;
}

/// Each lookup waits for the row before.
__attribute__((noinline)) double time_chain(tables const& all, std::vector<std::uint64_t> const& keys) {
    auto const begin = clock_type::now();
    std::uint64_t none = 0;
    for (std::uint64_t const key : keys) none = static_cast<std::uint64_t>(all.entry().find(key + none)->v0()) >> 63;
    double const ns = ns_since(begin) / static_cast<double>(keys.size());
    if (none == 1) std::puts("");
    return ns;
}

void print(char const* name, std::vector<double>& values, char const* end) {
    std::sort(values.begin(), values.end());
    std::printf("\"%s\": %.3f%s", name, values[values.size() / 2], end);
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 4) return 2;
    opened_tables small;
    opened_tables huge;
    tablegen::open_options options;
    options.verify = tablegen::verification::full;
    double const small_ms = open(small, argv[1], options);
    options.huge_pages = true;
    double const huge_ms = open(huge, argv[2], options);
    std::vector<std::uint64_t> const keys = random_keys(small.bound);
    // Pages that no reader has touched, against pages that were made present.
    opened_tables untouched;
    (void)open(untouched, argv[1], {});
    std::vector<std::uint64_t> const first(keys.begin(), keys.begin() + 1000);
    double const faulting = time_lookups(untouched.bound, first);
    opened_tables present;
    options.huge_pages = false;
    (void)open(present, argv[1], options);
    double const populated = time_lookups(present.bound, first);
    std::vector<double> times[4];
    for (int round = std::atoi(argv[3]); round > 0; --round) {
        times[0].push_back(time_lookups(small.bound, keys));
        times[1].push_back(time_lookups(huge.bound, keys));
        times[2].push_back(time_chain(small.bound, keys));
        times[3].push_back(time_chain(huge.bound, keys));
    }
    std::printf("{\"huge\": \"%s\", \"smallMs\": %.1f, \"hugeMs\": %.1f, \"faulting\": %.1f, \"populated\": %.1f, ",
                huge.library.huge_page_status().text(), small_ms, huge_ms, faulting, populated);
    print("small", times[0], ", ");
    print("hugeNs", times[1], ", ");
    print("smallChain", times[2], ", ");
    print("hugeChain", times[3], "}\n");
}
