// Lookups by key: the generated table beside the maps that a server would fill instead.
//
//     lookup DIRECTORY ROUNDS [WAY…]
//
// Compiled once for each family of keys: FAMILY is dense, clustered, random, composite or text. All ways take turns in one
// process and look up the same keys; every answer is checked. Prints JSON: for each way and what is asked of it the
// nanoseconds of one lookup, by round, and what filling it took. With names of ways only these are measured.

#include "families.hpp"
#include "ways.hpp"

#include <tablegen/store.hpp>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

namespace {

using namespace bench;
using store = tablegen::store<tables>;

/// What is measured: lookups that find, that find nothing, that wait for the answer of the one before, and many at once.
enum class mode { hit, miss, chain, batch };
constexpr char const* mode_names[] = {"hit", "miss", "chain", "batch"};

struct result {
    std::string way;
    mode asked;
    std::vector<double> ns;
};

/// Different questions: those of small tables stay in the cache, as a server's own data does.
std::size_t count_questions(std::size_t keys) {
    if (keys <= 1'000) return std::size_t{1} << 14;
    return std::size_t{1} << (keys <= 100'000 ? 17 : 20);
}
/// Lookups of one round: enough to last, fewer for slow ways.
std::size_t count_lookups(std::size_t questions, bool is_slow) { return is_slow ? questions / 8 : std::max(questions, std::size_t{1} << 20); }

template <class Function>
double time_ns(Function const& function) {
    auto const begin = std::chrono::steady_clock::now();
    function();
    return std::chrono::duration<double, std::nano>(std::chrono::steady_clock::now() - begin).count();
}

/// The sum of what the rows hold keeps the compiler from leaving lookups out, and shows a wrong answer.
void check(char const* way, mode asked, std::uint64_t sum, std::uint64_t expected) {
    if (sum == expected) return;
    std::fprintf(stderr, "%s: wrong answers (%s)\n", way, mode_names[static_cast<int>(asked)]);
    std::exit(1);
}

/// Always 0, which the compiler does not know.
volatile std::size_t zero_source = 0;

struct questions {
    std::vector<query> hits;
    /// Where the hits stand in the sheet, for the way that is not told a key.
    std::vector<std::uint32_t> rows;
    std::vector<query> misses;
    /// The sums of the values that the first hits find.
    std::vector<std::uint64_t> sums;
};

class runner {
public:
    explicit runner(questions const& asked) : m_questions(asked) {}

    template <class Way>
    void round(Way& way) {
        std::size_t const all = m_questions.misses.size();
        std::size_t const lookups = count_lookups(all, Way::is_slow);
        std::size_t const count = std::min(all, lookups);
        std::size_t const passes = lookups / count;
        std::size_t const zero = zero_source;
        query const* const hits = m_questions.hits.data();
        query const* const misses = m_questions.misses.data();
        std::uint32_t const* const rows = m_questions.rows.data();
        measure(way, mode::hit, count, passes, [&] {
            std::uint64_t sum = 0;
            for (std::size_t i = 0; i < count; ++i) sum += way.value(hits[i], rows[i]);
            return sum;
        });
        measure(way, mode::miss, count, passes, [&] {
            std::uint64_t found = 0;
            for (std::size_t i = 0; i < count; ++i) found += way.has(misses[i]) ? 1 : 0;
            return found;
        });
        measure(way, mode::chain, count, passes, [&] {
            std::uint64_t sum = 0;
            std::size_t at = 0;
            for (std::size_t i = 0; i < count; ++i) {
                std::uint64_t const value = way.value(hits[at], rows[at]);
                sum += value;
                at = i + 1 + (value & zero);
            }
            return sum;
        });
        if constexpr (Way::has_batches) {
            measure(way, mode::batch, count, passes, [&] { return way.values(hits, rows, count); });
        }
    }

    [[nodiscard]] std::vector<result> const& results() const { return m_results; }

private:
    template <class Way, class Function>
    void measure(Way& way, mode asked, std::size_t count, std::size_t passes, Function const& function) {
        std::uint64_t sum = 0;
        double const ns = time_ns([&] {
            for (std::size_t pass = 0; pass < passes; ++pass) sum += function();
        });
        check(way.name, asked, sum, asked == mode::miss ? 0 : m_questions.sums[count] * passes);
        auto found = std::find_if(m_results.begin(), m_results.end(),
                                  [&](result const& one) { return one.way == way.name && one.asked == asked; });
        if (found == m_results.end()) found = m_results.insert(found, result{way.name, asked, {}});
        found->ns.push_back(ns / static_cast<double>(count * passes));
    }

    questions const& m_questions;
    std::vector<result> m_results;
};

questions ask(table const& rows) {
    std::size_t const count = count_questions(rows.size());
    random_numbers random(7);
    questions asked;
    asked.sums.push_back(0);
    // One more than is asked for: a chain names the question behind its last.
    for (std::size_t i = 0; i < count + 1; ++i) {
        auto const row = static_cast<std::uint32_t>(random.below(rows.size()));
        asked.hits.push_back(query_of(rows[row]));
        asked.rows.push_back(row);
        asked.sums.push_back(asked.sums.back() + static_cast<std::uint32_t>(rows[row].v0()));
    }
    while (asked.misses.size() < count) {
        query const key = any_query(random, rows.size());
        if (find(rows, key) == nullptr) asked.misses.push_back(key);
    }
    return asked;
}

struct fill_result {
    char const* way;
    double ns_per_key;
    double bytes_per_key;
};

void print(std::vector<result> const& results, std::vector<fill_result> const& fills, std::size_t keys) {
    std::printf("{\"keys\":%zu,\"ways\":[", keys);
    char const* separator = "";
    for (result const& one : results) {
        std::printf("%s{\"way\":\"%s\",\"mode\":\"%s\",\"ns\":[", separator, one.way.c_str(),
                    mode_names[static_cast<int>(one.asked)]);
        for (std::size_t i = 0; i < one.ns.size(); ++i) std::printf("%s%.3f", i == 0 ? "" : ",", one.ns[i]);
        std::printf("]}");
        separator = ",";
    }
    std::printf("],\"fills\":[");
    separator = "";
    for (fill_result const& one : fills) {
        std::printf("%s{\"way\":\"%s\",\"nsPerKey\":%.1f,\"bytesPerKey\":%.1f}", separator, one.way, one.ns_per_key,
                    one.bytes_per_key);
        separator = ",";
    }
    std::printf("]}\n");
}

template <class... Ways>
void run(table const& rows, questions const& asked, std::size_t rounds, std::vector<std::string> const& names,
         Ways&... ways) {
    auto const is_asked = [&](auto const& way) {
        return (names.empty() || std::find(names.begin(), names.end(), way.name) != names.end()) &&
               rows.size() <= way.most_keys;
    };
    std::vector<fill_result> fills;
    auto const fill = [&](auto& way) {
        if (!is_asked(way)) return;
        std::size_t const before = allocated_bytes();
        double const ns = time_ns([&] { way.fill(rows); });
        auto const bytes = static_cast<double>(allocated_bytes() - before);
        auto const count = static_cast<double>(rows.size());
        fills.push_back({way.name, ns / count, bytes / count});
    };
    (fill(ways), ...);
    runner all(asked);
    for (std::size_t i = 0; i < rounds; ++i) {
        ((is_asked(ways) ? all.round(ways) : void()), ...);
    }
    print(all.results(), fills, rows.size());
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 3) return 2;
    store followed;
    if (auto const opened = followed.open(argv[1]); !opened) {
        std::fprintf(stderr, "%s\n", opened.text());
        return 1;
    }
    auto const snapshot = followed.read();
    table const& rows = snapshot->entry();
    questions const asked = ask(rows);
    std::vector<std::string> const names(argv + 3, argv + argc);
    table_way generated{rows};
    std_map standard;
    boost_map boosted;
    absl_map swiss;
    sorted_array sorted;
    flatbuffer flat;
    sqlite_table sqlite;
    direct_array direct;
    run(rows, asked, static_cast<std::size_t>(std::atoi(argv[2])), names, generated, standard, boosted, swiss, sorted, flat,
        sqlite, direct);
    return 0;
}
