#pragma once

#include <array>
#include <cstdint>
#include <random>
#include <string_view>

#include "game.hpp"

/// What the game makes of its tables. All of it takes the tables as they are now, and keeps nothing of them.
namespace rules {

/// The heroes that a new player may choose from; each can be played up to the last level.
constexpr std::array<std::int32_t, 4> starting_heroes = {1001, 1002, 1003, 1004};
constexpr std::int32_t last_hero_level = 10;

/// What the weights of a monster's drops add up to.
constexpr std::uint32_t full_weight = 10'000;

/// A number below `bound`.
[[nodiscard]] inline std::uint32_t roll(std::mt19937& random, std::uint32_t bound) {
    return static_cast<std::uint32_t>(random()) % bound;
}

enum class language { english, chinese };

/// The text of a key in the player's language; the key itself where the sheet has none.
[[nodiscard]] inline std::string_view translate(game::tables const& tables, std::string_view key, language spoken) {
    auto const* const text = tables.text().find(key);
    if (text == nullptr) return key;
    return spoken == language::chinese ? text->zh() : text->en();
}

/// One of a monster's drops, by weight. nullptr when the weights do not add up to `full_weight`.
[[nodiscard]] inline game::Drop const* draw_drop(game::tables const& tables, std::string_view monster,
                                                 std::mt19937& random) {
    std::uint32_t const draw = roll(random, full_weight);
    std::uint32_t total = 0;
    game::Drop const* drawn = nullptr;
    for (auto const& drop : tables.drop()) {
        if (drop.monster() != monster) continue;
        if (draw >= total && draw - total < drop.weight()) drawn = &drop;
        total += drop.weight();
    }
    return total == full_weight ? drawn : nullptr;
}

/// How many of its item a drop leaves behind.
[[nodiscard]] inline std::uint32_t draw_count(game::Drop const& drop, std::mt19937& random) {
    return drop.least() + roll(random, drop.most() - drop.least() + 1);
}

/// The level that a player has with this experience.
[[nodiscard]] inline std::int32_t level_for(game::tables const& tables, std::int64_t experience) {
    std::int32_t reached = 1;
    for (auto const& level : tables.level()) {
        if (level.total() <= experience) reached = level.level();
    }
    return reached;
}

}  // namespace rules
