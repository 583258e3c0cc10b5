// Prints rows as `table-gen dump` does and tries every key, through the generated headers. For the tests only:
// it allocates and is in no hurry.
#pragma once

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include <tablegen/types.hpp>

namespace dump {

// --- what the program says of its types ---------------------------------------------------------------------

/// Of a struct: `put(out, value)` prints its fields, each with a comma before it.
template <class Struct>
struct fields {};
struct are_fields {};

/// Of a variant: `names`, the JSON text of each kind's name.
template <class Variant>
struct kinds;

/// Of an enum of flags: `all`, each value and its name.
template <class Enum>
struct flags {};
struct are_flags {};

// --- values as JSON ---------------------------------------------------------------------------------------

inline void put_text(std::string& out, std::string_view text) {
    out += '"';
    for (char const c : text) {
        auto const byte = static_cast<unsigned char>(c);
        switch (c) {
            case '"': out += "\\\""; break;
            case '\\': out += "\\\\"; break;
            case '\b': out += "\\b"; break;
            case '\f': out += "\\f"; break;
            case '\n': out += "\\n"; break;
            case '\r': out += "\\r"; break;
            case '\t': out += "\\t"; break;
            default:
                if (byte < 0x20) {
                    char escape[8];
                    std::snprintf(escape, sizeof escape, "\\u%04x", static_cast<unsigned>(byte));
                    out += escape;
                } else {
                    out += c;
                }
        }
    }
    out += '"';
}

/// As JavaScript writes numbers: the shortest digits, an exponent from 1e21 and below 1e-6.
template <class Float>
void put_float(std::string& out, Float value) {
    if (value == 0) {
        out += '0';
        return;
    }
    if (value < 0) out += '-';
    char buffer[64];
    auto const done = std::to_chars(buffer, buffer + sizeof buffer, std::fabs(value), std::chars_format::scientific);
    std::string_view const text(buffer, static_cast<std::size_t>(done.ptr - buffer));
    auto const e = text.find('e');
    int const exponent = std::atoi(std::string(text.substr(e + 1)).c_str());
    std::string digits;
    for (char const c : text.substr(0, e)) {
        if (c != '.') digits += c;
    }
    int const count = static_cast<int>(digits.size());
    int const point = exponent + 1;  // position of the decimal point behind the first digit
    if (count <= point && point <= 21) {
        out += digits + std::string(static_cast<std::size_t>(point - count), '0');
    } else if (0 < point && point <= 21) {
        out += digits.substr(0, static_cast<std::size_t>(point)) + '.' + digits.substr(static_cast<std::size_t>(point));
    } else if (-6 < point && point <= 0) {
        out += "0." + std::string(static_cast<std::size_t>(-point), '0') + digits;
    } else {
        out += digits.substr(0, 1);
        if (count > 1) out += '.' + digits.substr(1);
        out += exponent < 0 ? "e-" : "e+";
        out += std::to_string(std::abs(exponent));
    }
}

inline void put(std::string& out, std::string_view value) { put_text(out, value); }

inline void put(std::string& out, tablegen::utc_seconds value) {
    // Days to a civil date, as in Hinnant, chrono-Compatible Low-Level Date Algorithms.
    std::int64_t const seconds = value.time_since_epoch().count();
    std::int64_t const days = (seconds >= 0 ? seconds : seconds - 86399) / 86400;
    std::int64_t const time = seconds - days * 86400;
    std::int64_t const z = days + 719468;
    std::int64_t const era = (z >= 0 ? z : z - 146096) / 146097;
    std::int64_t const doe = z - era * 146097;
    std::int64_t const yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    std::int64_t const doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    std::int64_t const mp = (5 * doy + 2) / 153;
    std::int64_t const day = doy - (153 * mp + 2) / 5 + 1;
    std::int64_t const month = mp < 10 ? mp + 3 : mp - 9;
    std::int64_t const year = yoe + era * 400 + (month <= 2 ? 1 : 0);
    char buffer[64];
    std::snprintf(buffer, sizeof buffer, "\"%04d-%02d-%02dT%02d:%02d:%02dZ\"", static_cast<int>(year),
                  static_cast<int>(month), static_cast<int>(day), static_cast<int>(time / 3600),
                  static_cast<int>(time / 60 % 60), static_cast<int>(time % 60));
    out += buffer;
}

inline void put(std::string& out, std::chrono::milliseconds value) {
    std::int64_t const total = std::abs(static_cast<std::int64_t>(value.count()));
    std::string fraction = std::to_string(1000 + total % 1000).substr(1);
    while (!fraction.empty() && fraction.back() == '0') fraction.pop_back();
    out += value.count() < 0 ? "\"-PT" : "\"PT";
    out += std::to_string(total / 1000);
    if (!fraction.empty()) out += '.' + fraction;
    out += "S\"";
}

template <class Value>
std::enable_if_t<std::is_arithmetic_v<Value>> put(std::string& out, Value value) {
    if constexpr (std::is_same_v<Value, bool>) {
        out += value ? "true" : "false";
    } else if constexpr (std::is_floating_point_v<Value>) {
        put_float(out, value);
    } else if constexpr (sizeof(Value) == 8) {
        out += '"' + std::to_string(value) + '"';
    } else {
        out += std::to_string(value);
    }
}

/// The names of flags that make a value; empty when bits are left.
template <class Enum>
std::string join_flags(Enum value) {
    std::string names;
    auto left = static_cast<std::underlying_type_t<Enum>>(value);
    for (auto const& [flag, name] : flags<Enum>::all) {
        auto const bits = static_cast<std::underlying_type_t<Enum>>(flag);
        if (bits == 0 || !has(value, flag)) continue;
        left = static_cast<std::underlying_type_t<Enum>>(left & ~bits);
        names += (names.empty() ? "" : "|") + std::string(name);
    }
    return left == 0 ? names : "";
}

template <class Enum>
std::enable_if_t<std::is_enum_v<Enum>> put(std::string& out, Enum value) {
    std::string name(to_string(value));
    if constexpr (std::is_base_of_v<are_flags, flags<Enum>>) {
        if (name.empty()) name = join_flags(value);
    }
    if (name.empty()) {
        out += std::to_string(static_cast<std::underlying_type_t<Enum>>(value));
    } else {
        put_text(out, name);
    }
}

/// Two numbers or more, without zeros at the end.
inline void put(std::string& out, tablegen::version value) {
    std::size_t count = 4;
    while (count > 2 && value.part(count - 1) == 0) --count;
    out += '"' + std::to_string(value.part(0));
    for (std::size_t i = 1; i < count; ++i) out += '.' + std::to_string(value.part(i));
    out += '"';
}

// Each may hold any other.
template <class Value>
void put(std::string& out, std::optional<Value> const& value);
template <class Struct, class = std::enable_if_t<std::is_base_of_v<are_fields, fields<Struct>>>>
void put(std::string& out, Struct const& value);
template <class Struct>
void put(std::string& out, Struct const* value);
template <class... Kinds>
void put(std::string& out, tablegen::variant_view<Kinds...> value);
template <class Stored>
void put(std::string& out, tablegen::list_view<Stored> values);
template <class Stored, std::size_t Size>
void put(std::string& out, tablegen::array_view<Stored, Size> values);
template <class Stored>
void put(std::string& out, tablegen::set_view<Stored> values);
template <class Key, class Value>
void put(std::string& out, tablegen::map_view<Key, Value> values);
template <class... Parts>
void put(std::string& out, std::tuple<Parts...> const& parts);
template <class Row, class... Key>
void put(std::string& out, tablegen::row_link<Row, Key...> link);
template <class Rows, class... Key>
void put(std::string& out, tablegen::any_row_link<Rows, Key...> link);

template <class Value>
void put(std::string& out, std::optional<Value> const& value) {
    if (value) {
        put(out, *value);
    } else {
        out += "null";
    }
}

/// An object of fields that begin with a comma each.
inline void put_object(std::string& out, std::string const& all) {
    out += '{';
    if (!all.empty()) out += all.substr(1);
    out += '}';
}

template <class Struct, class>
void put(std::string& out, Struct const& value) {
    std::string all;
    fields<Struct>::put(all, value);
    put_object(out, all);
}

template <class Struct>
void put(std::string& out, Struct const* value) {
    if (value == nullptr) {
        out += "null";
    } else {
        put(out, *value);
    }
}

template <class... Kinds>
void put(std::string& out, tablegen::variant_view<Kinds...> value) {
    value.visit([&](auto const& kind) {
        using Kind = std::decay_t<decltype(kind)>;
        if constexpr (std::is_same_v<Kind, tablegen::unknown_kind>) {
            out += "null";
        } else {
            std::string all = ",\"$type\":";
            all += kinds<tablegen::variant_view<Kinds...>>::names[value.index()];
            fields<Kind>::put(all, kind);
            put_object(out, all);
        }
    });
}

template <class Stored>
void put(std::string& out, tablegen::list_view<Stored> values) {
    char separator = '[';
    for (auto const& value : values) {
        out += separator;
        put(out, value);
        separator = ',';
    }
    out += separator == '[' ? "[]" : "]";
}

template <class Stored, std::size_t Size>
void put(std::string& out, tablegen::array_view<Stored, Size> values) {
    put(out, static_cast<tablegen::list_view<Stored>>(values));
}

/// Asks the set for each of its elements, too.
template <class Stored>
void put(std::string& out, tablegen::set_view<Stored> values) {
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (!values.contains(tablegen::key_view(values.data()[i]))) out += "not found: ";
    }
    put(out, static_cast<tablegen::list_view<Stored>>(values));
}

/// Asks the map for each of its keys, too.
template <class Key, class Value>
void put(std::string& out, tablegen::map_view<Key, Value> values) {
    char separator = '[';
    std::size_t position = 0;
    for (auto const& [key, value] : values) {
        if (!values.contains(tablegen::key_view(values.keys().data()[position++]))) out += "not found: ";
        out += separator;
        out += '[';
        put(out, key);
        out += ',';
        put(out, value);
        out += ']';
        separator = ',';
    }
    out += separator == '[' ? "[]" : "]";
}

template <class... Parts>
void put(std::string& out, std::tuple<Parts...> const& parts) {
    char separator = '[';
    std::apply([&](auto const&... part) { ((out += separator, put(out, part), separator = ','), ...); }, parts);
    out += ']';
}

template <class Row, class... Key>
void put(std::string& out, tablegen::row_link<Row, Key...> link) {
    if (link) {
        put(out, link.key());
    } else {
        out += "null";
    }
}

template <class Rows, class... Key>
void put(std::string& out, tablegen::any_row_link<Rows, Key...> link) {
    if (link) {
        put(out, link.key());
    } else {
        out += "null";
    }
}

// --- every key, and keys that nobody has --------------------------------------------------------------------

template <class Value>
struct owned {
    using type = Value;
};
template <>
struct owned<std::string_view> {
    using type = std::string;
};

template <class Value>
std::enable_if_t<std::is_integral_v<Value>, std::set<Value>> neighbours(Value value) {
    if constexpr (std::is_same_v<Value, bool>) {
        return {!value};
    } else {
        using Bits = std::make_unsigned_t<Value>;
        auto const bits = static_cast<Bits>(value);
        using Limits = std::numeric_limits<Value>;
        return {static_cast<Value>(static_cast<Bits>(bits + 1)),
                static_cast<Value>(static_cast<Bits>(bits - 1)),
                static_cast<Value>(static_cast<Bits>(bits ^ 0x40)),
                static_cast<Value>(static_cast<Bits>(bits ^ (Bits{1} << (sizeof(Bits) * 8 - 1)))),
                static_cast<Value>(static_cast<Bits>(~bits)),
                Limits::min(),
                Limits::max(),
                Value{0}};
    }
}

template <class Enum>
std::enable_if_t<std::is_enum_v<Enum>, std::set<Enum>> neighbours(Enum value) {
    std::set<Enum> all;
    for (auto const number : neighbours(static_cast<std::underlying_type_t<Enum>>(value))) {
        all.insert(static_cast<Enum>(number));
    }
    return all;
}

inline std::set<std::string> neighbours(std::string const& value) {
    std::set<std::string> all = {"", value + "x", value + '\0', "x" + value, value + value};
    if (!value.empty()) {
        all.insert(value.substr(1));
        all.insert(value.substr(0, value.size() - 1));
        std::string other = value;
        other.back() = static_cast<char>(other.back() ^ 1);
        all.insert(other);
    }
    return all;
}

inline std::set<tablegen::utc_seconds> neighbours(tablegen::utc_seconds value) {
    return {value + std::chrono::seconds(1), value - std::chrono::seconds(1), tablegen::utc_seconds()};
}

inline std::set<std::chrono::milliseconds> neighbours(std::chrono::milliseconds value) {
    return {value + std::chrono::milliseconds(1), value - std::chrono::milliseconds(1)};
}

inline std::set<tablegen::version> neighbours(tablegen::version value) {
    return {tablegen::version::from_value(value.value() + 1), tablegen::version::from_value(value.value() - 1),
            tablegen::version()};
}

/// What an accessor returns, as `find` takes it.
template <class Value>
Value key_of(Value value) {
    return value;
}
template <class Row, class... Key>
auto key_of(tablegen::row_link<Row, Key...> link) {
    return link.key();
}
template <class Rows, class... Key>
auto key_of(tablegen::any_row_link<Rows, Key...> link) {
    return link.key();
}

[[noreturn]] inline void fail(char const* name, char const* what) {
    std::fprintf(stderr, "%s: %s\n", name, what);
    std::exit(1);
}

struct key_report {
    std::size_t found = 0;
    std::size_t absent = 0;
};

template <std::size_t Part, class Key, class Find>
void try_neighbours(std::set<Key> const& keys, Key const& key, Find const& find, char const* name, key_report& report) {
    for (auto const& other : neighbours(std::get<Part>(key))) {
        Key changed = key;
        std::get<Part>(changed) = other;
        if (keys.count(changed) != 0) continue;
        ++report.absent;
        if (find(changed) != nullptr) fail(name, "a key that no row has was found");
    }
}

template <class Key, class Find, std::size_t... Part>
void try_all_neighbours(std::set<Key> const& keys, Key const& key, Find const& find, char const* name,
                        key_report& report, std::index_sequence<Part...>) {
    (try_neighbours<Part>(keys, key, find, name, report), ...);
}

/// `key_of` gives a row's key as a tuple of views, `find` takes such a tuple.
template <class Table, class KeyOf, class Find>
void check_unique(char const* name, Table const& table, KeyOf const& key_of, Find const& find) {
    using Row = typename Table::value_type;
    using Key = decltype(key_of(std::declval<Row const&>()));
    key_report report;
    std::set<Key> keys;
    for (auto const& row : table) {
        Key const key = key_of(row);
        if (find(key) != &row) fail(name, "a key does not lead to its own row");
        keys.insert(key);
        ++report.found;
    }
    for (auto const& key : keys) {
        try_all_neighbours(keys, key, find, name, report, std::make_index_sequence<std::tuple_size_v<Key>>());
    }
    std::fprintf(stderr, "%s: found %zu, absent %zu\n", name, report.found, report.absent);
}

// --- keys that several rows may have ------------------------------------------------------------------------

template <class Key, std::size_t Part>
void add_neighbours(std::set<Key>& all, Key const& key) {
    for (auto const& other : neighbours(std::get<Part>(key))) {
        Key changed = key;
        std::get<Part>(changed) = other;
        all.insert(changed);
    }
}

template <class Key, std::size_t... Part>
void add_all_neighbours(std::set<Key>& all, Key const& key, std::index_sequence<Part...>) {
    (add_neighbours<Key, Part>(all, key), ...);
}

/// The keys of all rows, and some beside them.
template <class Key, class Rows>
std::set<Key> keys_to_try(std::map<Key, Rows> const& rows_of) {
    std::set<Key> all;
    for (auto const& [key, rows] : rows_of) {
        all.insert(key);
        add_all_neighbours(all, key, std::make_index_sequence<std::tuple_size_v<Key>>());
    }
    return all;
}

template <class Table, class KeyOf>
auto rows_by_key(Table const& table, KeyOf const& key_of) {
    using Row = typename Table::value_type;
    std::map<decltype(key_of(std::declval<Row const&>())), std::vector<Row const*>> all;
    for (auto const& row : table) all[key_of(row)].push_back(&row);
    return all;
}

template <class Range>
auto pointers(Range const& range) {
    std::vector<typename Range::value_type const*> all;
    for (auto const& row : range) all.push_back(&row);
    return all;
}

/// Compares what the index has for each key, and for keys beside them, with a walk over the rows.
template <class Table, class KeyOf, class Index>
void check_multi(char const* name, Table const& table, KeyOf const& key_of, Index const& index) {
    auto const rows_of = rows_by_key(table, key_of);
    for (auto const& key : keys_to_try(rows_of)) {
        auto const range = std::apply([&](auto const&... parts) { return index.equal_range(parts...); }, key);
        auto const found = rows_of.find(key);
        if (found == rows_of.end() ? !range.empty() : pointers(range) != found->second) {
            fail(name, "a key does not lead to its own rows");
        }
    }
}

template <class Table, class KeyOf, class Index>
void check_ordered(char const* name, Table const& table, KeyOf const& key_of, Index const& index) {
    auto const rows_of = rows_by_key(table, key_of);
    std::vector<typename Table::value_type const*> sorted;
    for (auto const& [key, rows] : rows_of) sorted.insert(sorted.end(), rows.begin(), rows.end());
    if (pointers(index) != sorted) fail(name, "the rows are in another order");
    std::ptrdiff_t lower = 0;  // the keys come in ascending order
    for (auto const& key : keys_to_try(rows_of)) {
        auto const found = rows_of.find(key);
        std::ptrdiff_t const upper = lower + (found == rows_of.end() ? 0 : static_cast<std::ptrdiff_t>(found->second.size()));
        std::apply(
            [&](auto const&... parts) {
                if (index.lower_bound(parts...) - index.begin() != lower) fail(name, "a lower bound is elsewhere");
                if (index.upper_bound(parts...) - index.begin() != upper) fail(name, "an upper bound is elsewhere");
                auto const* const floor = upper == 0 ? nullptr : sorted[static_cast<std::size_t>(upper - 1)];
                auto const* const ceil =
                    static_cast<std::size_t>(lower) == sorted.size() ? nullptr : sorted[static_cast<std::size_t>(lower)];
                if (index.floor(parts...) != floor || index.ceil(parts...) != ceil) fail(name, "a floor or ceil is another row");
            },
            key);
        lower = upper;
    }
    // Each costs a walk, so of many rows some.
    for (std::size_t i = 0; i < sorted.size(); i += 1 + sorted.size() / 200) {
        auto const first = std::get<0>(key_of(*sorted[i]));
        auto const has_first = [&](auto const* other) { return std::get<0>(key_of(*other)) == first; };
        auto const count = std::count_if(sorted.begin(), sorted.end(), has_first);
        if (static_cast<std::ptrdiff_t>(index.equal_range(first).size()) != count) fail(name, "a first part has other rows");
    }
}

}  // namespace dump
