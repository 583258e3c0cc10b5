// How long a frame of lookups takes a reader while releases are switched, and while they are not.
//
//     latency DIRECTORY MILLISECONDS RELEASE...
//
// The releases are files in the directory. One reader takes a snapshot and looks 32 items up, again and again. Quiet and busy
// turns alternate; in a busy turn the pointer is switched as soon as the store has taken the release before. Prints JSON.

#include <soak.hpp>
#include <tablegen/store.hpp>

#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cinttypes>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <thread>
#include <vector>

namespace {

using clock_type = std::chrono::steady_clock;
using store = tablegen::store<soak::tables>;

void point(std::string const& directory, std::string const& file) {
    std::string const temporary = directory + "/.next";
    ::unlink(temporary.c_str());
    if (::symlink(file.c_str(), temporary.c_str()) != 0) std::abort();
    if (::rename(temporary.c_str(), (directory + "/soak.so").c_str()) != 0) std::abort();
}

struct turn {
    std::vector<std::uint32_t> frames_ns;
    std::uint64_t reloads = 0;
};

void read_frames(store const& followed, std::chrono::milliseconds length, turn& result) {
    auto const end = clock_type::now() + length;
    std::int32_t id = 1;
    for (auto begin = clock_type::now(); begin < end;) {
        std::int32_t sum = 0;
        {
            auto const t = followed.read();
            for (int i = 0; i < 32; ++i) {
                id = id % 50 + 1;
                sum += t->item().find(id)->release();
            }
        }
        if (sum < 0) std::abort();
        auto const now = clock_type::now();
        result.frames_ns.push_back(static_cast<std::uint32_t>((now - begin).count()));
        begin = now;
    }
}

double at_quantile(std::vector<std::uint32_t>& sorted, double quantile) {
    return static_cast<double>(sorted[static_cast<std::size_t>(quantile * static_cast<double>(sorted.size() - 1))]) / 1000;
}

void print(char const* name, turn& all) {
    std::sort(all.frames_ns.begin(), all.frames_ns.end());
    std::printf("{\"turn\":\"%s\",\"frames\":%zu,\"reloads\":%" PRIu64
                ",\"p50\":%.3f,\"p99\":%.3f,\"p999\":%.3f,\"p9999\":%.3f,\"max\":%.3f}",
                name, all.frames_ns.size(), all.reloads, at_quantile(all.frames_ns, 0.5), at_quantile(all.frames_ns, 0.99),
                at_quantile(all.frames_ns, 0.999), at_quantile(all.frames_ns, 0.9999), at_quantile(all.frames_ns, 1));
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 5) return 2;
    std::string const directory = argv[1];
    std::chrono::milliseconds const length(std::atoi(argv[2]));
    std::vector<std::string> const releases(argv + 3, argv + argc);
    store followed;
    if (auto const done = followed.open(directory); !done) {
        std::fprintf(stderr, "%s\n", done.text());
        return 1;
    }
    turn quiet;
    turn busy;
    std::size_t next = 0;
    for (int round = 0; round < 10; ++round) {
        read_frames(followed, length, quiet);
        std::atomic<bool> is_over{false};
        std::thread reader([&] {
            read_frames(followed, length, busy);
            is_over = true;
        });
        while (!is_over) {
            std::uint64_t const before = followed.switches();
            point(directory, releases[++next % releases.size()]);
            while (!is_over && followed.switches() == before) std::this_thread::sleep_for(std::chrono::microseconds(100));
            busy.reloads += followed.switches() - before;
        }
        reader.join();
    }
    std::printf("[");
    print("quiet", quiet);
    std::printf(",\n");
    print("busy", busy);
    std::printf("]\n");
    return 0;
}
