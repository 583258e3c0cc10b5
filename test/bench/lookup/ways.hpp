// What is compared: each way holds the rows of one table and finds them by key.
#pragma once

#include "families.hpp"

#include <absl/container/flat_hash_map.h>
#include <absl/hash/hash.h>
#include <boost/container_hash/hash.hpp>
#include <boost/unordered/unordered_flat_map.hpp>
#include <flatbuffers/flatbuffers.h>
#include <malloc.h>
#include <sqlite3.h>

#include "entries_generated.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <unordered_map>
#include <vector>

namespace bench {

inline std::size_t allocated_bytes() {
    struct mallinfo2 const info = ::mallinfo2();
    return info.uordblks + info.hblkhd;
}

/// What a row has beside its key.
constexpr std::size_t value_count = (sizeof(generated::Entry) - offsetof(generated::Entry, v0_)) / sizeof(std::int32_t);
using payload = std::array<std::int32_t, value_count>;

inline payload payload_of(generated::Entry const& row) {
    payload values;
    std::memcpy(values.data(), &row.v0_, sizeof values);
    return values;
}

/// Ours: nothing to fill, the library is mapped.
struct table_way {
    static constexpr char const* name = "table-gen";
    static constexpr bool is_slow = false;
    static constexpr bool has_batches = true;
    static constexpr std::size_t most_keys = SIZE_MAX;

    explicit table_way(table const& all) : rows(all) {}
    table const& rows;

    void fill(table const&) {}
    [[nodiscard]] TABLEGEN_INLINE std::uint32_t value(query const& asked, std::uint32_t) const {
        return static_cast<std::uint32_t>(find(rows, asked)->v0());
    }
    [[nodiscard]] TABLEGEN_INLINE bool has(query const& asked) const { return find(rows, asked) != nullptr; }
    [[nodiscard]] std::uint64_t values(query const* asked, std::uint32_t const*, std::size_t count) const {
        std::uint64_t sum = 0;
        rows.find_many(asked_keys{asked, count},
                       [&](generated::Entry const* row) { sum += static_cast<std::uint32_t>(row->v0()); });
        return sum;
    }

private:
    struct asked_keys {
        query const* first;
        std::size_t count;
        [[nodiscard]] std::size_t size() const { return count; }
        [[nodiscard]] auto operator[](std::size_t i) const { return parts_of(first[i]); }
    };
};

template <class Map>
struct map_way {
    static constexpr bool is_slow = false;
    static constexpr bool has_batches = false;
    static constexpr std::size_t most_keys = SIZE_MAX;
    Map map;

    void fill(table const& rows) {
        map.reserve(rows.size());
        for (auto const& row : rows) map.emplace(key_of(row), payload_of(row));
    }
    [[nodiscard]] TABLEGEN_INLINE std::uint32_t value(query const& asked, std::uint32_t) const {
        return static_cast<std::uint32_t>(map.find(view(asked))->second[0]);
    }
    [[nodiscard]] TABLEGEN_INLINE bool has(query const& asked) const { return map.find(view(asked)) != map.end(); }
};

// Each map with the hash that its makers recommend; texts are looked up without being copied.
#if defined(FAMILY_COMPOSITE)
struct std_hash {
    std::size_t operator()(stored_key key) const { return std::hash<std::uint64_t>()(key.packed()); }
};
struct boost_hash {
    std::size_t operator()(stored_key key) const {
        std::size_t hash = 0;
        boost::hash_combine(hash, key.hero);
        boost::hash_combine(hash, key.level);
        return hash;
    }
};
template <class Hash>
Hash AbslHashValue(Hash hash, stored_key key) {
    return Hash::combine(std::move(hash), key.hero, key.level);
}
using equal = std::equal_to<stored_key>;
using absl_hash = absl::Hash<stored_key>;
#elif defined(FAMILY_TEXT)
struct std_hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view key) const { return std::hash<std::string_view>()(key); }
};
struct boost_hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view key) const { return boost::hash<std::string_view>()(key); }
};
struct absl_hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view key) const { return absl::Hash<std::string_view>()(key); }
};
using equal = std::equal_to<>;
#else
using std_hash = std::hash<stored_key>;
using boost_hash = boost::hash<stored_key>;
using absl_hash = absl::Hash<stored_key>;
using equal = std::equal_to<stored_key>;
#endif

struct std_map : map_way<std::unordered_map<stored_key, payload, std_hash, equal>> {
    static constexpr char const* name = "std::unordered_map";
};
struct boost_map : map_way<boost::unordered_flat_map<stored_key, payload, boost_hash, equal>> {
    static constexpr char const* name = "boost::unordered_flat_map";
};
struct absl_map : map_way<absl::flat_hash_map<stored_key, payload, absl_hash, equal>> {
    static constexpr char const* name = "absl::flat_hash_map";
};

/// Keys and rows in ascending order, and std::lower_bound.
struct sorted_array {
    static constexpr char const* name = "sorted array";
    static constexpr bool is_slow = true;
    static constexpr bool has_batches = false;
    static constexpr std::size_t most_keys = SIZE_MAX;
    std::vector<std::pair<stored_key, payload>> rows;

    void fill(table const& table) {
        rows.reserve(table.size());
        for (auto const& row : table) rows.emplace_back(key_of(row), payload_of(row));
        std::sort(rows.begin(), rows.end(), [](auto const& a, auto const& b) { return a.first < b.first; });
    }
    [[nodiscard]] auto place(query const& asked) const {
        return std::lower_bound(rows.begin(), rows.end(), asked,
                                [](auto const& row, query const& one) { return row.first < view(one); });
    }
    [[nodiscard]] TABLEGEN_INLINE std::uint32_t value(query const& asked, std::uint32_t) const {
        return static_cast<std::uint32_t>(place(asked)->second[0]);
    }
    [[nodiscard]] TABLEGEN_INLINE bool has(query const& asked) const {
        auto const found = place(asked);
        return found != rows.end() && found->first == view(asked);
    }
};

/// A vector of tables with a key, as FlatBuffers looks it up. Composite keys are packed into one number.
struct flatbuffer {
    static constexpr char const* name = "FlatBuffers";
    static constexpr bool is_slow = true;
    static constexpr bool has_batches = false;
    static constexpr std::size_t most_keys = 1'000'000;
#if defined(FAMILY_TEXT)
    using root_type = entries::TextEntries;
    using entry = entries::TextEntry;
    using builder = entries::TextEntryBuilder;
#else
    using root_type = entries::NumberEntries;
    using entry = entries::NumberEntry;
    using builder = entries::NumberEntryBuilder;
#endif
    flatbuffers::FlatBufferBuilder buffer;
    root_type const* root = nullptr;
    /// LookupByKey takes texts with a NUL behind them.
    mutable char scratch[40] = {};

#if defined(FAMILY_TEXT)
    [[nodiscard]] char const* key(query const& asked) const {
        std::memcpy(scratch, asked.bytes, asked.size);
        scratch[asked.size] = '\0';
        return scratch;
    }
    auto store(generated::Entry const& row) { return buffer.CreateString(row.id().data(), row.id().size()); }
#elif defined(FAMILY_COMPOSITE)
    [[nodiscard]] std::uint64_t key(query const& asked) const { return asked.packed(); }
    static std::uint64_t store(generated::Entry const& row) { return key_of(row).packed(); }
#else
    [[nodiscard]] std::uint64_t key(query const& asked) const { return asked; }
    static std::uint64_t store(generated::Entry const& row) { return row.id(); }
#endif

    void fill(table const& table) {
        std::vector<flatbuffers::Offset<entry>> rows;
        rows.reserve(table.size());
        for (auto const& row : table) {
            auto const stored = store(row);
            payload const p = payload_of(row);
            builder one(buffer);
            one.add_key(stored);
            one.add_v0(p[0]);
            one.add_v1(p[1]);
            one.add_v2(p[2]);
            one.add_v3(p[3]);
            one.add_v4(p[4]);
            one.add_v5(p[5]);
            one.add_v6(p[6]);
            one.add_v7(p[7]);
            one.add_v8(p[8]);
            one.add_v9(p[9]);
            one.add_v10(p[10]);
            one.add_v11(p[11]);
            one.add_v12(p[12]);
            one.add_v13(p[13]);
            rows.push_back(one.Finish());
        }
        auto const sorted = buffer.CreateVectorOfSortedTables(&rows);
        auto const start = buffer.StartTable();
        buffer.AddOffset(root_type::VT_ROWS, sorted);
        buffer.Finish(flatbuffers::Offset<root_type>(buffer.EndTable(start)));
        root = flatbuffers::GetRoot<root_type>(buffer.GetBufferPointer());
    }
    [[nodiscard]] TABLEGEN_INLINE std::uint32_t value(query const& asked, std::uint32_t) const {
        return static_cast<std::uint32_t>(root->rows()->LookupByKey(key(asked))->v0());
    }
    [[nodiscard]] TABLEGEN_INLINE bool has(query const& asked) const { return root->rows()->LookupByKey(key(asked)) != nullptr; }
};

/// A database in memory with a prepared statement.
struct sqlite_table {
    static constexpr char const* name = "SQLite";
    static constexpr bool is_slow = true;
    static constexpr bool has_batches = false;
    static constexpr std::size_t most_keys = 1'000'000;
    sqlite3* database = nullptr;
    sqlite3_stmt* statement = nullptr;

    static void check(int code) {
        if (code == SQLITE_OK || code == SQLITE_DONE || code == SQLITE_ROW) return;
        std::fprintf(stderr, "SQLite: %s\n", sqlite3_errstr(code));
        std::exit(1);
    }
    void execute(char const* text) { check(sqlite3_exec(database, text, nullptr, nullptr, nullptr)); }

#if defined(FAMILY_TEXT)
    static void bind(sqlite3_stmt* to, std::string_view key) {
        check(sqlite3_bind_text(to, 1, key.data(), static_cast<int>(key.size()), SQLITE_STATIC));
    }
    static auto stored(generated::Entry const& row) { return row.id(); }
    static auto asked(query const& one) { return view(one); }
    static constexpr char const* type = "text";
#elif defined(FAMILY_COMPOSITE)
    static void bind(sqlite3_stmt* to, std::uint64_t key) { check(sqlite3_bind_int64(to, 1, static_cast<sqlite3_int64>(key))); }
    static auto stored(generated::Entry const& row) { return key_of(row).packed(); }
    static auto asked(query const& one) { return one.packed(); }
    static constexpr char const* type = "integer";
#else
    static void bind(sqlite3_stmt* to, std::uint64_t key) { check(sqlite3_bind_int64(to, 1, static_cast<sqlite3_int64>(key))); }
    static std::uint64_t stored(generated::Entry const& row) { return row.id(); }
    static std::uint64_t asked(query const& one) { return one; }
    static constexpr char const* type = "integer";
#endif

    void fill(table const& table) {
        check(sqlite3_open(":memory:", &database));
        std::string columns = std::string("create table entry(key ") + type + " primary key";
        std::string marks = "insert into entry values(?";
        for (std::size_t i = 0; i < value_count; ++i) {
            columns += ", v" + std::to_string(i) + " integer";
            marks += ",?";
        }
        // A key of integers is the row's number itself; of texts, the table is its own index.
        execute((columns + (std::string_view(type) == "text" ? ") without rowid" : ")")).c_str());
        sqlite3_stmt* insert = nullptr;
        check(sqlite3_prepare_v2(database, (marks + ")").c_str(), -1, &insert, nullptr));
        execute("begin");
        for (auto const& row : table) {
            bind(insert, stored(row));
            payload const values = payload_of(row);
            for (std::size_t i = 0; i < value_count; ++i) check(sqlite3_bind_int(insert, static_cast<int>(i) + 2, values[i]));
            check(sqlite3_step(insert));
            check(sqlite3_reset(insert));
        }
        execute("commit");
        check(sqlite3_finalize(insert));
        check(sqlite3_prepare_v2(database, "select v0 from entry where key = ?", -1, &statement, nullptr));
    }
    [[nodiscard]] bool step(query const& one) const {
        sqlite3_reset(statement);
        bind(statement, asked(one));
        return sqlite3_step(statement) == SQLITE_ROW;
    }
    [[nodiscard]] TABLEGEN_INLINE std::uint32_t value(query const& one, std::uint32_t) const {
        (void)step(one);
        return static_cast<std::uint32_t>(sqlite3_column_int(statement, 0));
    }
    [[nodiscard]] TABLEGEN_INLINE bool has(query const& one) const { return step(one); }
};

/// The floor: an array of the rows that is told where a row is, and no key.
struct direct_array {
    static constexpr char const* name = "direct array";
    static constexpr bool is_slow = false;
    static constexpr bool has_batches = true;
    static constexpr std::size_t most_keys = SIZE_MAX;
    static constexpr std::size_t ahead = 24;
    struct alignas(64) line {
        std::int32_t values[16];
    };
    std::vector<line> rows;

    void fill(table const& table) {
        rows.reserve(table.size());
        for (auto const& row : table) {
            line one{};
            one.values[0] = row.v0();
            rows.push_back(one);
        }
    }
    [[nodiscard]] TABLEGEN_INLINE std::uint32_t value(query const&, std::uint32_t row) const {
        return static_cast<std::uint32_t>(rows[row].values[0]);
    }
    [[nodiscard]] TABLEGEN_INLINE bool has(query const&) const { return rows.empty(); }
    /// Each row is asked for some questions before it is read.
    [[nodiscard]] std::uint64_t values(query const*, std::uint32_t const* asked, std::size_t count) const {
        std::uint64_t sum = 0;
        for (std::size_t i = 0; i < count; ++i) {
            if (i + ahead < count) __builtin_prefetch(&rows[asked[i + ahead]]);
            sum += static_cast<std::uint32_t>(rows[asked[i]].values[0]);
        }
        return sum;
    }
};

}  // namespace bench
