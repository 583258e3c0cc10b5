#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

#include <tablegen/ref.hpp>

#include "rules.hpp"

namespace server {

/// Somebody who goes on playing from release to release, and so keeps no row: a row is looked up again in each
/// frame, by a ref that remembers where it was.
struct player {
    tablegen::ref<game::Hero> hero;
    std::int32_t level = 1;
    /// Which drop of which monster is wanted next. Designers may take it away at any time.
    tablegen::ref<game::Drop> quest;
    std::int64_t gold = 0;
};

/// A few hundred players who fight, on one thread.
class battle {
public:
    explicit battle(std::uint32_t seed) : m_random(seed) {}

    /// One frame: every player fights once, all of them by the rules of the same release.
    void run_frame(game::tables const& tables) {
        if (m_players.empty()) admit_players(tables);
        for (player& one : m_players) fight(one, tables);
        // Weights that are partly of one release and partly of another would not add up.
        (void)counted(rules::draw_drop(tables, any_drop(tables).monster().key(), m_random));
    }

    [[nodiscard]] std::uint64_t lookups() const noexcept { return m_lookups; }
    /// Lookups that found nothing, though check_release() had promised it.
    [[nodiscard]] std::uint64_t failed_lookups() const noexcept { return m_failed_lookups; }

private:
    static constexpr std::size_t player_count = 256;

    void admit_players(game::tables const& tables) {
        auto const heroes = tables.settings().starting_heroes();
        for (std::size_t i = 0; i < player_count; ++i) {
            auto const hero = heroes[i % heroes.size()];
            m_players.push_back({tablegen::ref<game::Hero>(hero.key()), 1, tablegen::ref<game::Drop>("", 0)});
        }
    }

    void fight(player& one, game::tables const& tables) {
        auto const* const hero = counted(one.hero.in(tables));
        if (hero == nullptr) return;
        auto const* const growth = counted(tables.hero_level().find(hero->id(), one.level));
        auto const* const quest = one.quest.in(tables);
        if (growth == nullptr || quest == nullptr) {
            one.quest = tablegen::ref<game::Drop>(any_drop(tables));
            return;
        }
        auto const strength = static_cast<std::uint32_t>(hero->stats().attack() + growth->attack());
        if (rules::roll(m_random, quest->monster()->toughness()) >= strength) return;  // lost
        one.gold += quest->item()->price() * rules::draw_count(*quest, m_random);
        one.level = one.level % tables.settings().last_hero_level() + 1;
    }

    [[nodiscard]] game::Drop const& any_drop(game::tables const& tables) {
        return tables.drop()[rules::roll(m_random, static_cast<std::uint32_t>(tables.drop().size()))];
    }

    template <class Row>
    [[nodiscard]] Row const* counted(Row const* found) noexcept {
        ++m_lookups;
        if (found == nullptr) ++m_failed_lookups;
        return found;
    }

    std::vector<player> m_players;
    std::mt19937 m_random;
    std::uint64_t m_lookups = 0;
    std::uint64_t m_failed_lookups = 0;
};

}  // namespace server
