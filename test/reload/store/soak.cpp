// Readers that look up as hard as they can while releases are switched under them.
//
//     soak ROUNDS READERS [nomemory]
//
// Switches the pointer ROUNDS times, each time when the store has taken the one before. Every reader checks that all
// rows of a snapshot carry one release number; threads that read once come and go beside them, others load and close
// libraries. Ends with 1 when a reader saw anything else, or when memory or mappings have grown at the end
// (which those of sanitizers do by themselves).

#include <dlfcn.h>
#include <sys/wait.h>

#include <atomic>
#include <cinttypes>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <thread>
#include <vector>

#include "releases.hpp"

namespace {

using store = tablegen::store<soak::tables>;

struct counts {
    std::atomic<std::uint64_t> snapshots{0};
    std::atomic<std::uint64_t> mixed{0};
    std::atomic<std::uint64_t> missing{0};
    std::atomic<std::uint64_t> backwards{0};
};

/// Takes snapshots of all lengths: of one row, of all rows, and two at once.
void read(store const& followed, std::atomic<bool> const& is_over, counts& seen) {
    std::uint64_t snapshots = 0;
    for (std::uint64_t i = 0; !is_over.load(std::memory_order_relaxed); ++i) {
        auto const t = followed.read();
        ++snapshots;
        auto const count = static_cast<std::int32_t>(t->item().size());
        auto const* const item = t->item().find(1 + static_cast<std::int32_t>(i % static_cast<std::uint64_t>(count)));
        if (item == nullptr || t->constant().find(7) == nullptr) ++seen.missing;
        if (i % 64 == 0 && releases::release_of(*t) < 0) ++seen.mixed;
        if (i % 1024 == 0) {
            auto const later = followed.read();
            ++snapshots;
            if (releases::release_of(*later) < 0 || releases::release_of(*t) < 0) ++seen.mixed;
        }
        if (item != nullptr && t->drop()[0].release() != item->release()) ++seen.mixed;
    }
    seen.snapshots += snapshots;
}

/// Kilobytes of this process that no file stands for, and how many mappings it has.
struct footprint {
    std::uint64_t anonymous_kb = 0;
    std::uint64_t mappings = 0;
    std::uint64_t descriptors = 0;
};

footprint measure() {
    footprint found;
    std::string const maps = releases::read_file("/proc/self/maps");
    for (char const c : maps) found.mappings += c == '\n' ? 1 : 0;
    std::string const status = releases::read_file("/proc/self/status");
    std::size_t const at = status.find("RssAnon:");
    if (at != std::string::npos) found.anonymous_kb = std::strtoull(&status[at + 8], nullptr, 10);
    for (int descriptor = 0; descriptor < 1024; ++descriptor) {
        found.descriptors += ::fcntl(descriptor, F_GETFD) >= 0 ? 1 : 0;
    }
    return found;
}

/// Once warm, it may differ by what single allocations and threads make of it, not by what rounds add up to.
bool has_grown(footprint const& before, footprint const& after) {
    constexpr std::uint64_t allowed_kb = 2048;
    return after.mappings > before.mappings + 16 || after.descriptors > before.descriptors + 4 ||
           after.anonymous_kb > before.anonymous_kb + allowed_kb;
}

}  // namespace

int main(int argc, char** argv) {
    auto const rounds = static_cast<std::size_t>(argc > 1 ? std::atoll(argv[1]) : 1000);
    auto const reader_count = static_cast<std::size_t>(argc > 2 ? std::atoll(argv[2]) : 8);
    bool const measures_memory = argc <= 3;
    std::size_t const releases_count = releases::versions().size();

    releases::directory const folder;
    for (std::size_t release = 0; release < releases_count; ++release) folder.add(release);
    folder.point(0);
    store followed;
    std::atomic<std::uint64_t> failures{0};
    store::options options;
    options.on_failure = [&](tablegen::status const& why) {
        std::printf("failure: %s\n", why.text());
        ++failures;
    };
    if (auto const done = followed.open(folder.path(), options); !done) {
        std::printf("%s\n", done.text());
        return 1;
    }

    counts seen;
    std::atomic<bool> is_over{false};
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < reader_count; ++i) threads.emplace_back([&] { read(followed, is_over, seen); });
    std::atomic<std::uint64_t> visitors{0};
    threads.emplace_back([&] {
        while (!is_over) {
            std::thread([&] {
                if (releases::release_of(*followed.read()) < 0) ++seen.mixed;
                ++visitors;
            }).join();
        }
    });
    threads.emplace_back([&] {
        while (!is_over) {
            if (void* const library = ::dlopen("libm.so.6", RTLD_NOW | RTLD_LOCAL)) ::dlclose(library);
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
    });

    footprint warm;
    bool is_stuck = false;
    for (std::size_t round = 1; round <= rounds && !is_stuck; ++round) {
        folder.point(round % releases_count);
        is_stuck = !releases::eventually([&] { return followed.switches() >= round; });
        if (round == rounds / 4) warm = measure();
    }
    bool const is_free = releases::eventually([&] { return followed.held_releases() == 0; });
    footprint const end = measure();
    is_over = true;
    for (std::thread& thread : threads) thread.join();

    std::printf("%zu reloads, %zu readers, %" PRIu64 " threads that came and went, %" PRIu64 " snapshots\n", rounds,
                reader_count, visitors.load(), seen.snapshots.load());
    std::printf("mixed %" PRIu64 ", missing rows %" PRIu64 ", failed reloads %" PRIu64 "\n", seen.mixed.load(),
                seen.missing.load(), failures.load());
    std::printf("after a quarter: %" PRIu64 " kB, %" PRIu64 " mappings, %" PRIu64 " descriptors\n", warm.anonymous_kb,
                warm.mappings, warm.descriptors);
    std::printf("at the end:      %" PRIu64 " kB, %" PRIu64 " mappings, %" PRIu64 " descriptors\n", end.anonymous_kb,
                end.mappings, end.descriptors);
    if (is_stuck) std::printf("a release was not taken: %s\n", followed.last_failure().text());
    if (!is_free) std::printf("earlier releases are still held\n");
    bool const is_bad = is_stuck || !is_free || seen.mixed != 0 || seen.missing != 0 || failures != 0 ||
                        (measures_memory && has_grown(warm, end));
    std::printf(is_bad ? "FAILED\n" : "good\n");
    return is_bad ? 1 : 0;
}
