// How long it takes from the renaming of the pointer until all processes run the new release.
//
//     switch DIRECTORY PROCESSES ROUNDS RELEASE RELEASE
//
// Each process has a store that follows the directory. Prints JSON: milliseconds until the first and the last process has
// switched; minimum, median and maximum of the rounds.

#include <soak.hpp>
#include <tablegen/store.hpp>

#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <new>
#include <string>
#include <thread>
#include <vector>

namespace {

using store = tablegen::store<soak::tables>;

std::int64_t now_ns() { return std::chrono::steady_clock::now().time_since_epoch().count(); }

void point(std::string const& directory, std::string const& file) {
    std::string const temporary = directory + "/.next";
    ::unlink(temporary.c_str());
    if (::symlink(file.c_str(), temporary.c_str()) != 0) std::abort();
    if (::rename(temporary.c_str(), (directory + "/soak.so").c_str()) != 0) std::abort();
}

/// What a process tells: when it switched last, and how often. Shared by all.
struct report {
    std::atomic<std::int64_t> switched_ns{0};
    std::atomic<std::size_t> switches{0};
};

[[noreturn]] void follow(char const* directory, report& own) {
    store followed;
    store::options options;
    options.after_switch = [&](tablegen::release_change<soak::tables> const&) {
        own.switched_ns = now_ns();
        ++own.switches;
    };
    if (auto const done = followed.open(directory, options); !done) {
        std::fprintf(stderr, "%s\n", done.text());
        ::_exit(1);
    }
    for (;;) ::pause();
}

void wait_for(std::vector<report*> const& all, std::size_t switches) {
    for (report const* const one : all) {
        for (int i = 0; one->switches < switches; ++i) {
            std::this_thread::sleep_for(std::chrono::microseconds(200));
            if (i > 300'000) std::abort();
        }
    }
}

void print(char const* name, std::vector<double>& times) {
    std::sort(times.begin(), times.end());
    std::printf(",\"%s\":{\"min\":%.2f,\"median\":%.2f,\"max\":%.2f}", name, times.front(), times[times.size() / 2], times.back());
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 6) return 2;
    auto const process_count = static_cast<std::size_t>(std::atoi(argv[2]));
    auto const rounds = static_cast<std::size_t>(std::atoi(argv[3]));
    std::string const releases[2] = {argv[4], argv[5]};
    void* const memory = ::mmap(nullptr, process_count * sizeof(report), PROT_READ | PROT_WRITE,
                                MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) return 1;
    point(argv[1], releases[0]);
    std::vector<report*> all;
    std::vector<pid_t> children;
    for (std::size_t i = 0; i < process_count; ++i) {
        all.push_back(new (static_cast<report*>(memory) + i) report);
        children.push_back(::fork());
        if (children.back() == 0) follow(argv[1], *all.back());
    }
    wait_for(all, 1);
    std::vector<double> first;
    std::vector<double> last;
    for (std::size_t round = 1; round <= rounds + 1; ++round) {
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
        std::int64_t const begin = now_ns();
        point(argv[1], releases[round % 2]);
        wait_for(all, round + 1);
        if (round == 1) continue;  // the first brings the file into memory
        std::vector<std::int64_t> times;
        for (report const* const one : all) times.push_back(one->switched_ns - begin);
        first.push_back(static_cast<double>(*std::min_element(times.begin(), times.end())) / 1e6);
        last.push_back(static_cast<double>(*std::max_element(times.begin(), times.end())) / 1e6);
    }
    for (pid_t const child : children) {
        ::kill(child, SIGKILL);
        ::waitpid(child, nullptr, 0);
    }
    std::printf("{\"processes\":%zu", process_count);
    print("first", first);
    print("last", last);
    std::printf("}\n");
    return 0;
}
