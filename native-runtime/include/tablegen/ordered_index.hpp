#ifndef TABLEGEN_ORDERED_INDEX_HPP
#define TABLEGEN_ORDERED_INDEX_HPP

#include <array>
#include <cstddef>
#include <cstdint>
#include <tuple>
#include <type_traits>
#include <utility>

#include "config.hpp"
#include "hash.hpp"
#include "key_part.hpp"
#include "key_view.hpp"
#include "layout.hpp"
#include "rows.hpp"
#include "view.hpp"

namespace tablegen {
inline namespace v2 {
namespace detail {

/// Turns the first parts of a key into a number to compare packed keys with.
template <std::size_t Parts>
class key_packer {
public:
    /// A bound for packed keys.
    struct bound {
        std::uint64_t key;
        /// Behind every key.
        bool is_end;
    };

    constexpr key_packer() noexcept = default;
    /// `signs`: of each part its sign_bit.
    key_packer(layout::index_entry const& entry, std::array<std::uint64_t, Parts> const& signs) noexcept {
        list_view<layout::key_part> const parts = entry.parts.view();
        for (std::size_t i = 0; i < Parts; ++i) {
            m_parts[i] = {parts[i].minimum ^ signs[i], parts[i].range, i + 1 == Parts ? 1 : parts[i].multiplier};
        }
    }

    /// The least packed key whose first parts are not less than these, or, with `behind`, are more. Parts are given as
    /// key bits with the sign turned over, and need not be in the range of the part: the key of 1, 99 lies behind all
    /// that begin with 1 when the second part is never that large.
    template <std::size_t Count>
    [[nodiscard]] bound pack(std::array<std::uint64_t, Count> const& prefix, bool behind) const noexcept {
        std::uint64_t key = 0;
        for (std::size_t i = 0; i < Count; ++i) {
            if (prefix[i] < m_parts[i].minimum) return {key, false};
            std::uint64_t const distance = prefix[i] - m_parts[i].minimum;
            if (distance > m_parts[i].range) return i == 0 ? bound{0, true} : next(key, i - 1);
            key += distance * m_parts[i].multiplier;
        }
        return behind ? next(key, Count - 1) : bound{key, false};
    }

private:
    struct part {
        std::uint64_t minimum;
        std::uint64_t range;
        std::uint64_t multiplier;
    };

    /// One step of a part further. A multiplier of 2^64 is stored as zero.
    [[nodiscard]] bound next(std::uint64_t key, std::size_t at) const noexcept {
        std::uint64_t const sum = key + m_parts[at].multiplier;
        return {sum, sum <= key};
    }

    std::array<part, Parts> m_parts{};
};

template <class... Parts>
struct part_list {};

/// `lower_bound`, `upper_bound` and `equal_range` of an index for each number of first parts, with exactly their types,
/// so that the caller's own compiler converts and warns.
template <class Index, class Iterator, class Range, class Done, class Rest>
class prefix_bounds;

template <class Index, class Iterator, class Range, class... Done, class Last>
class prefix_bounds<Index, Iterator, Range, part_list<Done...>, part_list<Last>> {
public:
    [[nodiscard]] Iterator lower_bound(Done... done, Last last) const noexcept {
        return self().iterator_at(self().lower(done..., last));
    }
    [[nodiscard]] Iterator upper_bound(Done... done, Last last) const noexcept {
        return self().iterator_at(self().upper(done..., last));
    }
    [[nodiscard]] Range equal_range(Done... done, Last last) const noexcept {
        return self().range(self().lower(done..., last), self().upper(done..., last));
    }

private:
    [[nodiscard]] Index const& self() const noexcept { return static_cast<Index const&>(*this); }
};

template <class Index, class Iterator, class Range, class... Done, class Next, class... Rest>
class prefix_bounds<Index, Iterator, Range, part_list<Done...>, part_list<Next, Rest...>>
    : public prefix_bounds<Index, Iterator, Range, part_list<Done..., Next>, part_list<Rest...>> {
    using longer = prefix_bounds<Index, Iterator, Range, part_list<Done..., Next>, part_list<Rest...>>;

public:
    using longer::equal_range;
    using longer::lower_bound;
    using longer::upper_bound;

    [[nodiscard]] Iterator lower_bound(Done... done, Next next) const noexcept {
        return self().iterator_at(self().lower(done..., next));
    }
    [[nodiscard]] Iterator upper_bound(Done... done, Next next) const noexcept {
        return self().iterator_at(self().upper(done..., next));
    }
    [[nodiscard]] Range equal_range(Done... done, Next next) const noexcept {
        return self().range(self().lower(done..., next), self().upper(done..., next));
    }

private:
    [[nodiscard]] Index const& self() const noexcept { return static_cast<Index const&>(*this); }
};

/// The key of an ordered index as one value: its part, or a tuple of several.
template <class... Parts>
struct whole_key {
    using type = std::tuple<Parts...>;
};
template <class Part>
struct whole_key<Part> {
    using type = Part;
};

}  // namespace detail

/// The rows of a table in the order of a key over members of a row; rows with the same key are in the order of the
/// sheet. Numbers are compared by value, texts by their bytes. `lower_bound`, `upper_bound` and `equal_range` also
/// take only the first parts of the key.
template <class Row, auto... Members>
class ordered_index
    : public detail::prefix_bounds<ordered_index<Row, Members...>, typename row_range<Row>::iterator, row_range<Row>,
                                   detail::part_list<>, detail::part_list<detail::member_key_t<Members>...>> {
    static constexpr std::size_t part_count = sizeof...(Members);

public:
    using value_type = Row;
    using size_type = std::size_t;
    using iterator = typename row_range<Row>::iterator;
    using const_iterator = iterator;
    /// What between() takes: the key's part, or a tuple of several.
    using key_type = typename detail::whole_key<detail::member_key_t<Members>...>::type;

    /// Has no rows.
    ordered_index() noexcept = default;
    /// Precondition: `image_view::check_shape` has accepted the entry, whose purpose is ordered and whose columns are
    /// `Members`.
    ordered_index(layout::index_entry const& entry, row_span const& rows) noexcept
        : m_rows(rows, static_cast<std::uint32_t const*>(detail::follow(rows.rows, entry.rows_offset))),
          m_count(rows.count),
          m_keys(entry.form == layout::key_form::packed ? rows.rows + entry.data_offset : nullptr) {
        if constexpr (can_be_packed) {
            m_packer = detail::key_packer<part_count>(entry, {detail::sign_bit<detail::member_key_t<Members>>()...});
        }
    }

    [[nodiscard]] std::size_t size() const noexcept { return m_count; }
    [[nodiscard]] bool empty() const noexcept { return m_count == 0; }
    /// The row at a position in the order of keys. Precondition: position < size().
    [[nodiscard]] Row const& operator[](std::size_t position) const noexcept { return m_rows.at(position); }
    [[nodiscard]] iterator begin() const noexcept { return iterator_at(0); }
    [[nodiscard]] iterator end() const noexcept { return iterator_at(m_count); }

    /// The last row whose key is not greater; nullptr when there is none.
    [[nodiscard]] Row const* floor(detail::member_key_t<Members>... parts) const noexcept {
        std::size_t const behind = upper(parts...);
        return behind == 0 ? nullptr : &m_rows.at(behind - 1);
    }
    /// The first row whose key is not less; nullptr when there is none.
    [[nodiscard]] Row const* ceil(detail::member_key_t<Members>... parts) const noexcept {
        std::size_t const first = lower(parts...);
        return first == m_count ? nullptr : &m_rows.at(first);
    }
    /// The row whose key is nearest: the floor or the ceil, the floor when both are as near. nullptr without rows.
    /// For keys of one number, datetime or duration.
    [[nodiscard]] Row const* nearest(detail::member_key_t<Members>... part) const noexcept {
        static_assert((part_count == 1) && (detail::has_distance<detail::member_key_t<Members>> && ...),
                      "nearest: only keys of one number, datetime or duration have a distance");
        Row const* const low = floor(part...);
        Row const* const high = ceil(part...);
        if (low == nullptr || high == nullptr) return low == nullptr ? high : low;
        return nearer(*low, *high, part...);
    }
    /// The rows whose key is neither less than `low` nor greater than `high`.
    [[nodiscard]] row_range<Row> between(key_type const& low, key_type const& high) const noexcept {
        if constexpr (part_count == 1) {
            return range(lower(low), upper(high));
        } else {
            return range(std::apply([this](auto const&... parts) { return this->lower(parts...); }, low),
                         std::apply([this](auto const&... parts) { return this->upper(parts...); }, high));
        }
    }

private:
    template <class, class, class, class, class>
    friend class detail::prefix_bounds;

    static constexpr bool can_be_packed = !(detail::is_text<detail::member_key_t<Members>> || ...);

    [[nodiscard]] iterator iterator_at(std::size_t position) const noexcept { return iterator(m_rows, position); }
    [[nodiscard]] row_range<Row> range(std::size_t first, std::size_t end) const noexcept {
        return row_range<Row>(m_rows, first, end);
    }

    /// The number of rows whose first parts are less than these.
    template <class... Prefix>
    [[nodiscard]] std::size_t lower(Prefix const&... prefix) const noexcept {
        return count_rows(false, prefix...);
    }
    /// The number of rows whose first parts are not greater than these.
    template <class... Prefix>
    [[nodiscard]] std::size_t upper(Prefix const&... prefix) const noexcept {
        return count_rows(true, prefix...);
    }

    template <class... Prefix>
    [[nodiscard]] std::size_t count_rows(bool with_equal, Prefix const&... prefix) const noexcept {
        if constexpr (can_be_packed) {
            if (m_keys != nullptr) return count_packed(with_equal, prefix...);
        }
        return detail::count_before(m_count, [&](std::size_t position) {
            int const order = compare(m_rows.at(position), std::index_sequence_for<Prefix...>(), prefix...);
            return order < (with_equal ? 1 : 0);
        });
    }

    template <class... Prefix>
    [[nodiscard]] std::size_t count_packed(bool with_equal, Prefix const&... prefix) const noexcept {
        std::array<std::uint64_t, sizeof...(Prefix)> const bits = {
            (detail::key_bits(prefix) ^ detail::sign_bit<Prefix>())...};
        auto const bound = m_packer.pack(bits, with_equal);
        if (bound.is_end) return m_count;
        return detail::count_before(m_count, [&](std::size_t position) {
            return hash::read8(m_keys + position * sizeof(std::uint64_t)) < bound.key;
        });
    }

    /// Less than, equal to or greater than zero, as the row's first parts are to these.
    template <std::size_t... Part, class... Prefix>
    [[nodiscard]] static int compare(Row const& row, std::index_sequence<Part...>, Prefix const&... prefix) noexcept {
        constexpr std::tuple members{Members...};
        int order = 0;
        static_cast<void>(
            ((order = compare_part(tablegen::key_view(row.*std::get<Part>(members)), prefix), order == 0) && ...));
        return order;
    }
    template <class Part>
    [[nodiscard]] static int compare_part(Part const& a, Part const& b) noexcept {
        return a < b ? -1 : b < a ? 1 : 0;
    }

    /// Of two rows, one on each side, the nearer one.
    template <class Part>
    [[nodiscard]] static Row const* nearer(Row const& low, Row const& high, Part part) noexcept {
        std::uint64_t const below = detail::key_bits(part) - key_bits_of(low);
        std::uint64_t const above = key_bits_of(high) - detail::key_bits(part);
        return below <= above ? &low : &high;
    }
    [[nodiscard]] static std::uint64_t key_bits_of(Row const& row) noexcept {
        return (detail::key_bits(tablegen::key_view(row.*Members)), ...);
    }

    detail::numbered_rows<Row> m_rows;
    std::size_t m_count = 0;
    /// Packed form: a number for each row, in their order.
    unsigned char const* m_keys = nullptr;
    detail::key_packer<part_count> m_packer;
};

}  // namespace v2
}  // namespace tablegen

#endif
