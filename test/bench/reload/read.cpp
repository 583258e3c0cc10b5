// What a snapshot costs a reader, beside the usual ways to share what is replaced now and then.
//
//     read DIRECTORY ROUNDS
//
// All ways take turns in one process; each turn is one way on all threads at once. Prints JSON: for each number of threads
// and each way the nanoseconds of taking hold, reading one number and letting go; minimum, median and maximum of the turns.

#define _LGPL_SOURCE  // liburcu's readers inline, as it recommends for speed
#include <urcu/urcu-memb.h>
#include <urcu/urcu-qsbr.h>

#include <soak.hpp>
#include <tablegen/store.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <string>
#include <thread>
#include <vector>

namespace {

using seconds = std::chrono::duration<double>;
using store = tablegen::store<soak::tables>;
constexpr std::size_t reads_per_turn = 2'000'000;

/// What the other ways share: an object with one number, as the tables have a size.
struct payload {
    std::size_t size = 50;
};

struct shared {
    store followed;
    std::atomic<payload*> bare{new payload};
    std::atomic<std::shared_ptr<payload>> atomic_pointer{std::make_shared<payload>()};
    std::shared_mutex mutex;
    payload* under_mutex = new payload;
    payload* under_rcu = new payload;
};

/// One way to read: a turn of a thread. Returns a sum that keeps the compiler from dropping the reads.
struct way {
    char const* name;
    std::function<std::size_t(shared&)> turn;
};

template <class Read>
std::size_t repeat(Read read) {
    std::size_t sum = 0;
    for (std::size_t i = 0; i < reads_per_turn; ++i) sum += read();
    return sum;
}

std::vector<way> ways() {
    return {
        {"bare atomic pointer (frees nothing)",
         [](shared& s) { return repeat([&] { return s.bare.load(std::memory_order_acquire)->size; }); }},
        {"store.read()",
         [](shared& s) {
             return repeat([&] {
                 auto const t = s.followed.read();
                 return t->item().size();
             });
         }},
        {"liburcu qsbr, quiescent every read",
         [](shared& s) {
             urcu_qsbr_register_thread();
             std::size_t const sum = repeat([&] {
                 urcu_qsbr_read_lock();
                 std::size_t const size = rcu_dereference(s.under_rcu)->size;
                 urcu_qsbr_read_unlock();
                 urcu_qsbr_quiescent_state();
                 return size;
             });
             urcu_qsbr_unregister_thread();
             return sum;
         }},
        {"liburcu memb",
         [](shared& s) {
             urcu_memb_register_thread();
             std::size_t const sum = repeat([&] {
                 urcu_memb_read_lock();
                 std::size_t const size = rcu_dereference(s.under_rcu)->size;
                 urcu_memb_read_unlock();
                 return size;
             });
             urcu_memb_unregister_thread();
             return sum;
         }},
        {"std::atomic<std::shared_ptr>",
         [](shared& s) { return repeat([&] { return s.atomic_pointer.load(std::memory_order_acquire)->size; }); }},
        {"std::shared_mutex",
         [](shared& s) {
             return repeat([&] {
                 std::shared_lock<std::shared_mutex> const lock(s.mutex);
                 return s.under_mutex->size;
             });
         }},
    };
}

/// Nanoseconds for each read, of the slowest thread.
double measure(way const& one, shared& s, std::size_t thread_count) {
    std::atomic<std::size_t> ready{0};
    std::atomic<bool> go{false};
    std::atomic<std::size_t> sink{0};
    std::vector<double> times(thread_count);
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < thread_count; ++i) {
        threads.emplace_back([&, i] {
            ++ready;
            while (!go.load(std::memory_order_acquire)) std::this_thread::yield();
            auto const begin = std::chrono::steady_clock::now();
            sink += one.turn(s);
            times[i] = seconds(std::chrono::steady_clock::now() - begin).count();
        });
    }
    while (ready < thread_count) std::this_thread::yield();
    go.store(true, std::memory_order_release);
    for (std::thread& thread : threads) thread.join();
    return *std::max_element(times.begin(), times.end()) / static_cast<double>(reads_per_turn) * 1e9;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 3) return 2;
    shared s;
    if (auto const done = s.followed.open(argv[1]); !done) {
        std::fprintf(stderr, "%s\n", done.text());
        return 1;
    }
    auto const rounds = static_cast<std::size_t>(std::atoi(argv[2]));
    std::vector<way> const all = ways();
    std::printf("[");
    bool is_first = true;
    for (std::size_t const thread_count : {1U, 2U}) {
        std::vector<std::vector<double>> found(all.size());
        for (std::size_t round = 0; round < rounds + 1; ++round) {
            for (std::size_t i = 0; i < all.size(); ++i) {
                double const ns = measure(all[i], s, thread_count);
                if (round > 0) found[i].push_back(ns);  // the first warms up
            }
        }
        for (std::size_t i = 0; i < all.size(); ++i) {
            std::sort(found[i].begin(), found[i].end());
            std::printf("%s\n{\"threads\":%zu,\"way\":\"%s\",\"min\":%.2f,\"median\":%.2f,\"max\":%.2f}", is_first ? "" : ",",
                        thread_count, all[i].name, found[i].front(), found[i][found[i].size() / 2], found[i].back());
            is_first = false;
        }
    }
    std::printf("\n]\n");
    return 0;
}
