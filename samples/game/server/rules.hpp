#pragma once

#include <cstdint>
#include <random>
#include <string_view>

#include "game.hpp"

/// What the game makes of its tables. All of it takes the tables as they are now, and keeps nothing of them.
namespace rules {

/// How many of an item a fight can leave behind: what goes over the wire has so much room.
constexpr std::uint32_t most_dropped = 9'999;

/// A number below `bound`.
[[nodiscard]] inline std::uint32_t roll(std::mt19937& random, std::uint32_t bound) {
    return static_cast<std::uint32_t>(random()) % bound;
}

/// One of a monster's drops, by weight. nullptr when the weights do not add up, which a rule of the config forbids.
[[nodiscard]] inline game::Drop const* draw_drop(game::tables const& tables, std::string_view monster,
                                                 std::mt19937& random) {
    std::uint32_t const full_weight = tables.settings().full_weight();
    std::uint32_t const draw = roll(random, full_weight);
    std::uint32_t total = 0;
    game::Drop const* drawn = nullptr;
    for (auto const& drop : tables.drop().by_monster().equal_range(monster)) {
        if (draw >= total && draw - total < drop.weight()) drawn = &drop;
        total += drop.weight();
    }
    return total == full_weight ? drawn : nullptr;
}

/// How many of its item a drop leaves behind.
[[nodiscard]] inline std::uint32_t draw_count(game::Drop const& drop, std::mt19937& random) {
    return drop.least() + roll(random, drop.most() - drop.least() + 1);
}

}  // namespace rules
