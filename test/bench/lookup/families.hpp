// The table of one family of keys, and its keys as maps and questions hold them. FAMILY_<NAME> says which.
#pragma once

#if defined(FAMILY_DENSE)
#include <dense.hpp>
#elif defined(FAMILY_CLUSTERED)
#include <clustered.hpp>
#elif defined(FAMILY_RANDOM)
#include <random.hpp>
#elif defined(FAMILY_COMPOSITE)
#include <composite.hpp>
#else
#include <text.hpp>
#endif

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>

namespace bench {

/// splitmix64 (Steele, Lea, Flood 2014): the same numbers everywhere.
class random_numbers {
public:
    explicit random_numbers(std::uint64_t seed) : m_state(seed) {}
    std::uint64_t next() {
        std::uint64_t z = m_state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
    std::size_t below(std::size_t limit) { return static_cast<std::size_t>((next() >> 32) * limit >> 32); }

private:
    std::uint64_t m_state;
};

#if defined(FAMILY_DENSE) || defined(FAMILY_CLUSTERED) || defined(FAMILY_RANDOM)

#if defined(FAMILY_DENSE)
namespace generated = bench_dense;
using stored_key = std::uint32_t;
#elif defined(FAMILY_CLUSTERED)
namespace generated = bench_clustered;
using stored_key = std::uint32_t;
#else
namespace generated = bench_random;
using stored_key = std::uint64_t;
#endif
using query = stored_key;
using tables = generated::tables;
using table = generated::entry_table;

inline stored_key key_of(generated::Entry const& row) { return row.id(); }
inline stored_key view(query asked) { return asked; }
inline stored_key parts_of(query asked) { return asked; }
inline query query_of(generated::Entry const& row) { return row.id(); }
TABLEGEN_INLINE generated::Entry const* find(table const& rows, query asked) { return rows.find(asked); }

/// Any key of the kind, often one that no row has.
inline query any_query(random_numbers& random, std::size_t keys) {
#if defined(FAMILY_DENSE)
    return static_cast<stored_key>(random.below(4 * keys));
#elif defined(FAMILY_CLUSTERED)
    return static_cast<stored_key>(100'000 + random.below(4 * keys + 1000));
#else
    (void)keys;
    return random.next();
#endif
}

#elif defined(FAMILY_COMPOSITE)

namespace generated = bench_composite;
struct stored_key {
    std::int32_t hero;
    std::int32_t level;

    [[nodiscard]] std::uint64_t packed() const {
        return std::uint64_t{static_cast<std::uint32_t>(hero)} << 32 | static_cast<std::uint32_t>(level);
    }
    friend bool operator==(stored_key a, stored_key b) { return a.hero == b.hero && a.level == b.level; }
    friend bool operator<(stored_key a, stored_key b) { return a.packed() < b.packed(); }
};
using query = stored_key;
using tables = generated::tables;
using table = generated::entry_table;

inline stored_key key_of(generated::Entry const& row) { return {row.hero(), row.level()}; }
inline stored_key view(query asked) { return asked; }
inline table::key_type parts_of(query asked) { return {asked.hero, asked.level}; }
inline query query_of(generated::Entry const& row) { return key_of(row); }
TABLEGEN_INLINE generated::Entry const* find(table const& rows, query asked) { return rows.find(asked.hero, asked.level); }
inline query any_query(random_numbers& random, std::size_t keys) {
    auto const hero = static_cast<std::int32_t>(10'001 + 7 * random.below(keys / 20 + 10));
    return {hero, static_cast<std::int32_t>(1 + random.below(40))};
}

#else

namespace generated = bench_text;
using stored_key = std::string;
using tables = generated::tables;
using table = generated::entry_table;

/// The bytes stand in the question, as those of a message that has just come in.
struct query {
    char bytes[39];
    std::uint8_t size;
};

inline std::string_view view(query const& asked) { return {asked.bytes, asked.size}; }
inline std::string_view parts_of(query const& asked) { return view(asked); }
inline std::string key_of(generated::Entry const& row) { return std::string(row.id()); }
inline query query_of(generated::Entry const& row) {
    query copy{};
    std::memcpy(copy.bytes, row.id().data(), row.id().size());
    copy.size = static_cast<std::uint8_t>(row.id().size());
    return copy;
}
TABLEGEN_INLINE generated::Entry const* find(table const& rows, query const& asked) { return rows.find(view(asked)); }

/// As the keys are made, with a letter that none of them has.
inline query any_query(random_numbers& random, std::size_t) {
    static constexpr char const path[] = "item.weapon.sword.of_the_north_";
    query key{};
    key.size = static_cast<std::uint8_t>(8 + random.below(25));
    std::memcpy(key.bytes, path, key.size - 5);
    for (int i = 5; i > 0; --i) key.bytes[key.size - i] = "0123456789abcdefghijklmnopqrstuvwxyz"[random.below(36)];
    key.bytes[0] = 'I';
    return key;
}

#endif

}  // namespace bench
