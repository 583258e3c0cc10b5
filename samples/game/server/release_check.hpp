#pragma once

#include <cstdint>
#include <string_view>
#include <tablegen/status.hpp>

#include "rules.hpp"

namespace server {

/// Says of a release that is whole and fits the program whether this game can be played with it: what is checked
/// here once, every frame may rely on.
[[nodiscard]] inline tablegen::status check_release(game::tables const& tables) {
    auto const refuse = [](auto const&... parts) {
        return tablegen::status::failure(tablegen::status_code::refused, parts...);
    };
    for (std::int32_t const hero : rules::starting_heroes) {
        if (tables.hero().find(hero) == nullptr) return refuse("Starting hero ", hero, " is not in Hero.");
        for (std::int32_t level = 1; level <= rules::last_hero_level; ++level) {
            if (tables.hero_level().find(hero, level) != nullptr) continue;
            return refuse("Starting hero ", hero, " has no level ", level, ".");
        }
    }
    if (tables.drop().empty()) return refuse("No monster drops anything.");
    for (auto const& dropped : tables.drop()) {
        if (tables.item().find(dropped.item()) == nullptr) {
            return refuse(dropped.monster(), " drops item ", dropped.item(), ", which is not in Item.");
        }
        if (dropped.least() > dropped.most()) return refuse(dropped.monster(), " drops at least more than at most.");
        std::uint64_t total = 0;
        for (auto const& other : tables.drop()) {
            if (other.monster() == dropped.monster()) total += other.weight();
        }
        if (total != rules::full_weight) {
            return refuse("The drops of ", dropped.monster(), " weigh ", total, " instead of ",
                          rules::full_weight, ".");
        }
    }
    return {};
}

}  // namespace server
