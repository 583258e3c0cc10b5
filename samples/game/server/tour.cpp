// A look around in the tables, without a store: it maps one library, greets in a player's language, and fights its way
// through the bestiary. Nothing is parsed, no map is filled; every answer is a look into the mapped file.
//
//     tour [PATH]      PATH is a library or the pointer to one; tables/game.so unless given

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <random>
#include <string_view>

#include <tablegen/library.hpp>

#include "game.hpp"
#include "rules.hpp"

namespace {

using rules::language;
using rules::translate;

void print(std::string_view text) { std::fwrite(text.data(), 1, text.size(), stdout); }

/// Prints the welcome with the player's name in place of `{0}`.
void greet(game::tables const& tables, std::string_view player, language spoken) {
    std::string_view const text = translate(tables, "ui.welcome", spoken);
    auto const gap = text.find("{0}");
    print(text.substr(0, gap));
    if (gap != std::string_view::npos) {
        print(player);
        print(text.substr(gap + 3));
    }
    std::printf("\n");
}

void print_hero(game::tables const& tables, std::int32_t id, std::int32_t level, language spoken) {
    auto const* const hero = tables.hero().find(id);
    auto const* const growth = tables.hero_level().find(id, level);
    if (hero == nullptr || growth == nullptr) {
        std::printf("there is no hero %d at level %d\n", id, level);
        return;
    }
    print(translate(tables, hero->name(), spoken));
    std::printf(" (");
    print(to_string(hero->role()));
    std::printf(", level %d): health %d, attack %d, %.2f attacks a second\n", level, hero->stats()[0] + growth->health(),
                hero->stats()[1] + growth->attack(), static_cast<double>(hero->attack_speed()));
    for (std::int32_t const skill_id : hero->skills()) {
        auto const* const skill = tables.skill().find(skill_id);
        if (skill == nullptr) continue;
        std::printf("    ");
        print(translate(tables, skill->name(), spoken));
        std::printf(": %u mana, every %lld s", static_cast<unsigned>(skill->mana()),
                    static_cast<long long>(std::chrono::duration_cast<std::chrono::seconds>(skill->cooldown()).count()));
        if (auto const radius = skill->radius()) std::printf(", %.1f m around", static_cast<double>(*radius));
        std::printf("\n");
    }
}

/// Kills a monster and prints what it leaves behind. Returns what that is worth.
std::int64_t loot(game::tables const& tables, std::string_view monster, std::mt19937& random, language spoken) {
    auto const* const drop = rules::draw_drop(tables, monster, random);
    auto const* const item = drop == nullptr ? nullptr : tables.item().find(drop->item());
    if (item == nullptr) return 0;
    std::uint32_t const count = rules::draw_count(*drop, random);
    print(translate(tables, monster, spoken));
    std::printf(" leaves %u x ", count);
    print(translate(tables, item->name(), spoken));
    std::printf(" (");
    print(to_string(item->quality()));
    std::printf(")\n");
    return item->price() * count;
}

}  // namespace

int main(int argc, char** argv) {
    tablegen::library library;
    if (auto const done = library.open(argc > 1 ? argv[1] : "tables/game.so"); !done) {
        std::fprintf(stderr, "%s\n", done.text());
        return 1;
    }
    game::tables tables;
    if (auto const done = tables.bind(library.image()); !done) {
        std::fprintf(stderr, "%s\n", done.text());
        return 1;
    }

    greet(tables, "Robin", language::chinese);
    greet(tables, "Robin", language::english);
    print_hero(tables, 1003, 4, language::english);
    print_hero(tables, 1009, 10, language::chinese);
    std::printf("\n");

    std::mt19937 random(2026);
    std::int64_t worth = 0;
    for (std::string_view const monster : {"monster.grey_wolf", "monster.cave_spider", "monster.elder_dragon"}) {
        worth += loot(tables, monster, random, language::english);
    }
    std::printf("worth %lld gold; with as much experience a player has level %d\n", static_cast<long long>(worth),
                rules::level_for(tables, worth));
    return 0;
}
