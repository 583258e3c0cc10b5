#pragma once

#include <tablegen/status.hpp>

#include "rules.hpp"

namespace server {

/// Says of a release that is whole and fits the program whether this program can play it: what is checked here once,
/// every frame may rely on. What can be told by the sheets alone the build has checked, by the rules in them and in the
/// config.
[[nodiscard]] inline tablegen::status check_release(game::tables const& tables) {
    auto const refuse = [](auto const&... parts) {
        return tablegen::status::failure(tablegen::status_code::refused, parts...);
    };
    for (auto const hero : tables.settings().starting_heroes()) {
        if (tables.hero_level().find(hero.key(), 1) == nullptr) {
            return refuse("Starting hero ", hero.key(), " cannot be played at any level.");
        }
    }
    for (auto const& drop : tables.drop()) {
        if (drop.most() <= rules::most_dropped) continue;
        return refuse(drop.monster().key(), " drops up to ", drop.most(), " of item ", drop.item().key(),
                      ", and this server counts to ", rules::most_dropped, ".");
    }
    for (auto const& skill : tables.skill()) {
        for (game::Effect const effect : skill.effects()) {
            if (effect.index() != game::Effect::npos) continue;
            return refuse("Skill ", skill.id(), " has an effect that this server is too old for.");
        }
    }
    return {};
}

}  // namespace server
