#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <thread>
#include <vector>

#include <tablegen/store.hpp>

#include "battle.hpp"

namespace server {

using table_store = tablegen::store<game::tables>;

/// Threads that run one frame of their battle after the other, as fast as they can, until this object ends.
class workers {
public:
    workers(table_store const& store, unsigned count) : m_counters(count) {
        for (unsigned i = 0; i < count; ++i) {
            m_threads.emplace_back([this, &store, i] { work(store, i); });
        }
    }
    workers(workers const&) = delete;
    workers& operator=(workers const&) = delete;
    ~workers() {
        m_is_stopping.store(true, std::memory_order_relaxed);
        for (std::thread& thread : m_threads) thread.join();
    }

    [[nodiscard]] std::uint64_t lookups() const noexcept { return sum(&counters::lookups); }
    [[nodiscard]] std::uint64_t failed_lookups() const noexcept { return sum(&counters::failed_lookups); }

private:
    /// Of one thread, in a cache line of its own.
    struct alignas(64) counters {
        std::atomic<std::uint64_t> lookups{0};
        std::atomic<std::uint64_t> failed_lookups{0};
    };

    void work(table_store const& store, unsigned number) {
        battle fought(number);
        counters& counted = m_counters[number];
        while (!m_is_stopping.load(std::memory_order_relaxed)) {
            auto const tables = store.read();  // one release until the end of the frame
            fought.run_frame(*tables);
            counted.lookups.store(fought.lookups(), std::memory_order_relaxed);
            counted.failed_lookups.store(fought.failed_lookups(), std::memory_order_relaxed);
        }
    }

    [[nodiscard]] std::uint64_t sum(std::atomic<std::uint64_t> counters::*counter) const noexcept {
        std::uint64_t total = 0;
        for (counters const& one : m_counters) total += (one.*counter).load(std::memory_order_relaxed);
        return total;
    }

    std::vector<counters> m_counters;
    std::vector<std::thread> m_threads;
    std::atomic<bool> m_is_stopping{false};
};

}  // namespace server
