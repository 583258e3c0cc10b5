#pragma once

#include <atomic>
#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>
#include <utility>

#include <tablegen/store.hpp>

#include "game.hpp"

namespace server {

/// The beginning of a release's version, as the commands of table-gen print it.
[[nodiscard]] inline std::string short_version(game::tables const& tables) {
    return std::string(tables.image().version().view().substr(0, 12));
}

/// Prints and counts what becomes of the releases. The store tells on its own thread, or on the one that has it look.
class release_log {
public:
    void add_switch(tablegen::release_change<game::tables> const& change) {
        std::string text = "release " + short_version(change.next);
        if (m_releases.fetch_add(1, std::memory_order_relaxed) != 0) {
            char const* before = ": ";
            change.for_each_changed([&](std::string_view table) {
                text.append(std::exchange(before, ", ")).append(table);
            });
        }
        std::printf("%s\n", text.c_str());
    }

    void add_failure(tablegen::status const& why) {
        m_failures.fetch_add(1, std::memory_order_relaxed);
        std::printf("not used: %s\n", why.text());
    }

    /// How many releases have been used, the first among them.
    [[nodiscard]] std::uint64_t releases() const noexcept { return m_releases.load(std::memory_order_relaxed); }
    [[nodiscard]] std::uint64_t failures() const noexcept { return m_failures.load(std::memory_order_relaxed); }

private:
    std::atomic<std::uint64_t> m_releases{0};
    std::atomic<std::uint64_t> m_failures{0};
};

}  // namespace server
