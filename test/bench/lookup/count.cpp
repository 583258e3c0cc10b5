// Lookups of one kind, to count the instructions of under callgrind.
//
//     count DIRECTORY hit|miss|batch COUNT

#include "families.hpp"

#include <tablegen/store.hpp>

#include <cstdio>
#include <cstdlib>
#include <string_view>
#include <vector>

namespace {

using namespace bench;

struct asked_keys {
    std::vector<query> const& all;
    [[nodiscard]] std::size_t size() const { return all.size(); }
    [[nodiscard]] auto operator[](std::size_t i) const { return parts_of(all[i]); }
};

/// Not inlined, and so the same code whatever is around it.
__attribute__((noinline)) std::size_t count_found(table const& rows, std::vector<query> const& asked) {
    std::size_t found = 0;
    for (query const& one : asked) found += find(rows, one) != nullptr ? 1 : 0;
    return found;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 4) return 2;
    std::string_view const mode = argv[2];
    auto const count = static_cast<std::size_t>(std::atol(argv[3]));
    tablegen::store<tables> followed;
    if (!followed.open(argv[1])) return 1;
    auto const snapshot = followed.read();
    table const& rows = snapshot->entry();
    random_numbers random(7);
    std::vector<query> asked;
    // As many are made for every count, so that only the lookups differ.
    while (asked.size() < 20'000) {
        query const key = mode == "miss" ? any_query(random, rows.size()) : query_of(rows[random.below(rows.size())]);
        if (mode != "miss" || find(rows, key) == nullptr) asked.push_back(key);
    }
    asked.resize(count);
    std::size_t found = 0;
    if (mode == "batch") {
        rows.find_many(asked_keys{asked}, [&](auto const* row) { found += row != nullptr ? 1 : 0; });
    } else {
        found = count_found(rows, asked);
    }
    return found == (mode == "miss" ? 0 : count) ? 0 : 1;
}
