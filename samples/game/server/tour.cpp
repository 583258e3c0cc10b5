// A look around in the tables, without a store: it maps one library, greets in a player's language, and fights its way
// through the bestiary. Nothing is parsed, no map is filled; every answer is a look into the mapped file.
//
//     tour [PATH]      PATH is a library or the pointer to one; tables/server/game.so unless given

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <random>
#include <string_view>

#include <tablegen/library.hpp>

#include "game.hpp"
#include "rules.hpp"

namespace {

using game::Language;

void print(std::string_view text) { std::fwrite(text.data(), 1, text.size(), stdout); }

/// Prints the welcome with the player's name in place of `{0}`.
void greet(game::tables const& tables, std::string_view player, Language spoken) {
    std::string_view const text = tables.settings().welcome()->in_language(spoken);
    auto const gap = text.find("{0}");
    print(text.substr(0, gap));
    if (gap != std::string_view::npos) {
        print(player);
        print(text.substr(gap + 3));
    }
    std::printf("\n");
}

void print_effect(game::Effect const effect) {
    effect.visit(
        [](game::Damage const& damage) { std::printf(", %.0f %% damage", 100 * static_cast<double>(damage.power()[0])); },
        [](game::Heal const& heal) { std::printf(", heals %.0f %%", 100 * static_cast<double>(heal.power()[0])); },
        [](game::Slow const& slow) {
            std::printf(", slows by %.0f %% for %lld s", 100 * slow.by(),
                        static_cast<long long>(std::chrono::duration_cast<std::chrono::seconds>(slow.time()).count()));
        },
        [](tablegen::unknown_kind) { std::printf(", and more"); });
}

void print_hero(game::tables const& tables, std::int32_t id, std::int32_t level, Language spoken) {
    auto const* const growth = tables.hero_level().find(id, level);
    if (growth == nullptr) {
        std::printf("there is no hero %d at level %d\n", id, level);
        return;
    }
    game::Hero const& hero = *growth->hero();
    print(hero.name()->in_language(spoken));
    std::printf(" (");
    print(to_string(hero.role()));
    std::printf(", level %d): health %d, attack %d, %.2f attacks a second\n", level,
                hero.stats().health() + growth->health(), hero.stats().attack() + growth->attack(),
                static_cast<double>(hero.attack_speed()));
    for (auto const skill : hero.skills()) {
        std::printf("    ");
        print(skill->name()->in_language(spoken));
        std::printf(": %u mana, every %lld s", static_cast<unsigned>(skill->mana()),
                    static_cast<long long>(std::chrono::duration_cast<std::chrono::seconds>(skill->cooldown()).count()));
        if (auto const radius = skill->radius()) std::printf(", %.1f m around", static_cast<double>(*radius));
        for (game::Effect const effect : skill->effects()) print_effect(effect);
        std::printf("\n");
    }
}

/// Kills a monster and prints what it leaves behind. Returns what that is worth.
std::int64_t loot(game::tables const& tables, std::string_view monster, std::mt19937& random, Language spoken) {
    auto const* const drop = rules::draw_drop(tables, monster, random);
    if (drop == nullptr) return 0;
    std::uint32_t const count = rules::draw_count(*drop, random);
    print(drop->monster()->name()->in_language(spoken));
    std::printf(" leaves %u x ", count);
    print(drop->item()->name()->in_language(spoken));
    std::printf(" (");
    print(to_string(drop->item()->quality()));
    std::printf(")\n");
    return drop->item()->price() * count;
}

/// Prints the level that a player has with this experience, and the rewards that were met on the way.
void print_level(game::tables const& tables, std::int64_t experience, Language spoken) {
    auto const& by_total = tables.level().by_total();
    auto const* const reached = by_total.floor(experience);
    if (reached == nullptr) return;
    std::printf("with %lld experience a player has level %d", static_cast<long long>(experience), reached->level());
    char const* before = " and was given ";
    for (game::Level const& level : by_total.between(0, experience)) {
        for (game::Reward const& reward : level.rewards()) {
            std::printf("%s%u x ", before, reward.count());
            print(reward.item()->name()->in_language(spoken));
            before = ", ";
        }
    }
    std::printf("\n");
}

}  // namespace

int main(int argc, char** argv) {
    tablegen::library library;
    if (auto const done = library.open(argc > 1 ? argv[1] : "tables/server/game.so"); !done) {
        std::fprintf(stderr, "%s\n", done.text());
        return 1;
    }
    game::tables tables;
    if (auto const done = tables.bind(library.image()); !done) {
        std::fprintf(stderr, "%s\n", done.text());
        return 1;
    }

    greet(tables, "Robin", Language::zh);
    greet(tables, "Robin", Language::en);
    print_hero(tables, 1003, 4, Language::en);
    print_hero(tables, 1009, 10, Language::zh);
    std::printf("\n");

    std::mt19937 random(2026);
    std::int64_t worth = 0;
    for (std::string_view const monster : {"grey_wolf", "cave_spider", "elder_dragon"}) {
        worth += loot(tables, monster, random, Language::en);
    }
    std::printf("worth %lld gold\n", static_cast<long long>(worth));
    print_level(tables, 350'000, Language::en);
    return 0;
}
