#ifndef TABLEGEN_MAP_HPP
#define TABLEGEN_MAP_HPP

#include <cstddef>
#include <cstdint>
#include <type_traits>

#include "config.hpp"
#include "iterator.hpp"
#include "key_view.hpp"
#include "list.hpp"
#include "optional_value.hpp"
#include "view.hpp"

namespace tablegen {
inline namespace v2 {

/// What iterating over a map gives: `for (auto const& [key, value] : map)`.
template <class Key, class Value>
struct map_entry {
    view_t<Key> key;
    view_t<Value> value;
};

namespace detail {

template <class Key, class Value>
struct map_entries {
    using reference = map_entry<Key, Value>;
    Key const* keys = nullptr;
    Value const* values = nullptr;

    [[nodiscard]] constexpr reference at(std::size_t index) const noexcept {
        return {tablegen::view(keys[index]), tablegen::view(values[index])};
    }
};

}  // namespace detail

/// The pairs of a `map<K, V>`, seen in place: in ascending order of keys, none twice.
template <class Key, class Value>
class map_view {
public:
    using key_type = key_view_t<Key>;
    using mapped_type = view_t<Value>;
    using value_type = map_entry<Key, Value>;
    using size_type = std::size_t;
    using iterator = detail::position_iterator<detail::map_entries<Key, Value>>;
    using const_iterator = iterator;

    constexpr map_view() noexcept = default;
    constexpr map_view(Key const* keys, Value const* values, std::size_t size) noexcept
        : m_keys(keys), m_values(values), m_size(size) {}

    [[nodiscard]] constexpr std::size_t size() const noexcept { return m_size; }
    [[nodiscard]] constexpr bool empty() const noexcept { return m_size == 0; }
    [[nodiscard]] constexpr bool contains(key_type key) const noexcept {
        return detail::find_key(m_keys, m_size, key) < m_size;
    }
    /// The value of a key: a `std::optional`, for a struct a pointer, for a reference to a row the link; empty,
    /// nullptr, or a link that is false when the map does not have the key.
    [[nodiscard]] constexpr maybe_t<Value> find(key_type key) const noexcept {
        std::size_t const position = detail::find_key(m_keys, m_size, key);
        return position < m_size ? detail::maybe<Value>::some(m_values[position]) : maybe_t<Value>();
    }
    [[nodiscard]] constexpr iterator begin() const noexcept { return iterator({m_keys, m_values}, 0); }
    [[nodiscard]] constexpr iterator end() const noexcept { return iterator({m_keys, m_values}, m_size); }
    /// In ascending order.
    [[nodiscard]] constexpr list_view<Key> keys() const noexcept { return {m_keys, m_size}; }
    /// In the order of their keys.
    [[nodiscard]] constexpr list_view<Value> values() const noexcept { return {m_values, m_size}; }

private:
    Key const* m_keys = nullptr;
    Value const* m_values = nullptr;
    std::size_t m_size = 0;
};

/// A `map<K, V>` as a row stores it: a list of keys and one of values, each as many bytes from the address of its
/// offset. Offset 0 is absence, which only `map<K, V>?` has. Can not be copied.
template <class Key, class Value>
class map_ref {
public:
    constexpr map_ref() noexcept = default;
    constexpr map_ref(std::int32_t keys, std::uint32_t count, std::int32_t values) noexcept
        : m_keys(keys), m_count(count), m_values(values) {}
    map_ref(map_ref const&) = delete;
    map_ref& operator=(map_ref const&) = delete;

    [[nodiscard]] map_view<Key, Value> view() const noexcept {
        if (m_count == 0) return {};
        return {static_cast<Key const*>(detail::follow(&m_keys, m_keys)),
                static_cast<Value const*>(detail::follow(&m_values, m_values)), m_count};
    }
    [[nodiscard]] constexpr bool is_present() const noexcept { return m_keys != 0; }
    [[nodiscard]] constexpr std::uint32_t count() const noexcept { return m_count; }

private:
    std::int32_t m_keys = 0;
    std::uint32_t m_count = 0;
    std::int32_t m_values = 0;
};
static_assert(sizeof(map_ref<std::int64_t, bool>) == 12 && alignof(map_ref<std::int64_t, bool>) == 4);
static_assert(std::is_standard_layout_v<map_ref<std::int64_t, bool>>);

template <class Key, class Value>
struct detail::viewed<map_ref<Key, Value>> : converted<map_ref<Key, Value>, map_view<Key, Value>> {};
template <class Key, class Value>
inline constexpr bool detail::tells_absence<map_ref<Key, Value>> = true;

}  // namespace v2
}  // namespace tablegen

#if defined(__cpp_lib_ranges)
template <class Key, class Value>
inline constexpr bool std::ranges::enable_borrowed_range<tablegen::map_view<Key, Value>> = true;
template <class Key, class Value>
inline constexpr bool std::ranges::enable_view<tablegen::map_view<Key, Value>> = true;
#endif

#endif
