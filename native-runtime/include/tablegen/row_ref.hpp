#ifndef TABLEGEN_ROW_REF_HPP
#define TABLEGEN_ROW_REF_HPP

#include <cstddef>
#include <cstdint>
#include <tuple>
#include <type_traits>
#include <utility>

#include "config.hpp"
#include "key_view.hpp"
#include "view.hpp"
#include "visit.hpp"

namespace tablegen {
inline namespace v2 {

template <class Row, class... Key>
struct row_ref;
template <class Rows, class... Key>
struct any_row_ref;

/// The tables that a reference may lead to, by the types of their rows.
template <class... Rows>
struct rows {};

namespace detail {

/// Leads from its own address to a row; 0 to none.
class row_offset {
public:
    constexpr row_offset() noexcept = default;
    constexpr row_offset(std::int32_t offset) noexcept : m_offset(offset) {}
    row_offset(row_offset const&) = delete;
    row_offset& operator=(row_offset const&) = delete;

    [[nodiscard]] constexpr bool is_present() const noexcept { return m_offset != 0; }
    /// Precondition: is_present().
    [[nodiscard]] void const* row() const noexcept { return follow(this, m_offset); }

private:
    std::int32_t m_offset = 0;
};

/// The same for a row of one of several tables.
class any_row_offset {
public:
    constexpr any_row_offset() noexcept = default;
    constexpr any_row_offset(std::int32_t offset, std::uint32_t table) noexcept : m_row(offset), m_table(table) {}

    [[nodiscard]] constexpr bool is_present() const noexcept { return m_row.is_present(); }
    /// Precondition: is_present().
    [[nodiscard]] void const* row() const noexcept { return m_row.row(); }
    /// Which of the tables the row is in.
    [[nodiscard]] constexpr std::uint32_t table() const noexcept { return m_table; }

private:
    row_offset m_row;
    std::uint32_t m_table = 0;
};
static_assert(sizeof(row_offset) == 4 && sizeof(any_row_offset) == 8);

/// A stored reference: the parts of the key, then where the row is. All in one struct, which is laid out as a row is.
template <class Offset, class... Key>
struct reference_fields;

template <class Offset, class A>
struct reference_fields<Offset, A> {
    using key_type = view_t<A>;
    A m_key;
    Offset m_offset;
    [[nodiscard]] constexpr key_type key() const noexcept { return tablegen::view(m_key); }
};
template <class Offset, class A, class B>
struct reference_fields<Offset, A, B> {
    using key_type = std::tuple<view_t<A>, view_t<B>>;
    A m_key0;
    B m_key1;
    Offset m_offset;
    [[nodiscard]] constexpr key_type key() const noexcept {
        return key_type(tablegen::view(m_key0), tablegen::view(m_key1));
    }
};
template <class Offset, class A, class B, class C>
struct reference_fields<Offset, A, B, C> {
    using key_type = std::tuple<view_t<A>, view_t<B>, view_t<C>>;
    A m_key0;
    B m_key1;
    C m_key2;
    Offset m_offset;
    [[nodiscard]] constexpr key_type key() const noexcept {
        return key_type(tablegen::view(m_key0), tablegen::view(m_key1), tablegen::view(m_key2));
    }
};
template <class Offset, class A, class B, class C, class D>
struct reference_fields<Offset, A, B, C, D> {
    using key_type = std::tuple<view_t<A>, view_t<B>, view_t<C>, view_t<D>>;
    A m_key0;
    B m_key1;
    C m_key2;
    D m_key3;
    Offset m_offset;
    [[nodiscard]] constexpr key_type key() const noexcept {
        return key_type(tablegen::view(m_key0), tablegen::view(m_key1), tablegen::view(m_key2), tablegen::view(m_key3));
    }
};

}  // namespace detail

/// A row that a row refers to; like a pointer, and false where the reference is absent. The row's key is read without
/// going to the row. Copy it freely as long as the image is there.
///
///     if (auto const item = drop.item()) use(item->name(), item.key());
template <class Row, class... Key>
class row_link {
public:
    /// What a row stores.
    using stored = row_ref<Row, Key...>;
    /// The key's view; of several parts a tuple.
    using key_type = typename detail::reference_fields<detail::row_offset, Key...>::key_type;

    /// Leads to no row.
    constexpr row_link() noexcept = default;
    constexpr explicit row_link(stored const& at) noexcept : m_at(&at) {}

    /// The row; nullptr when there is none.
    [[nodiscard]] Row const* get() const noexcept {
        return *this ? static_cast<Row const*>(m_at->m_offset.row()) : nullptr;
    }
    [[nodiscard]] operator Row const*() const noexcept { return get(); }
    [[nodiscard]] explicit operator bool() const noexcept { return m_at != nullptr && m_at->m_offset.is_present(); }
    /// Precondition: the link is not false.
    [[nodiscard]] Row const& operator*() const noexcept { return *get(); }
    [[nodiscard]] Row const* operator->() const noexcept { return get(); }
    /// Precondition: the link is not false.
    [[nodiscard]] constexpr key_type key() const noexcept { return m_at->key(); }

private:
    stored const* m_at = nullptr;
};

/// A reference to a row of one table as a row stores it. Absent: all zero.
template <class Row, class... Key>
struct row_ref : detail::reference_fields<detail::row_offset, Key...> {
    [[nodiscard]] constexpr row_link<Row, Key...> view() const noexcept { return row_link<Row, Key...>(*this); }
};

template <class Rows, class... Key>
class any_row_link;

/// A row of one of several tables that a row refers to; false where the reference is absent.
template <class... Rows, class... Key>
class any_row_link<rows<Rows...>, Key...> {
public:
    /// What a row stores.
    using stored = any_row_ref<rows<Rows...>, Key...>;
    /// The key's view; of several parts a tuple.
    using key_type = typename detail::reference_fields<detail::any_row_offset, Key...>::key_type;

    /// Leads to no row.
    constexpr any_row_link() noexcept = default;
    constexpr explicit any_row_link(stored const& at) noexcept : m_at(&at) {}

    [[nodiscard]] explicit operator bool() const noexcept { return m_at != nullptr && m_at->m_offset.is_present(); }
    template <class Row>
    [[nodiscard]] bool holds() const noexcept {
        return detail::is_kind<Row, Rows...>(table());
    }
    /// The row when it is of this table, else nullptr.
    template <class Row>
    [[nodiscard]] Row const* get_if() const noexcept {
        return holds<Row>() ? static_cast<Row const*>(m_at->m_offset.row()) : nullptr;
    }
    /// Calls the visitor, or the one function of several that fits, with the row, and returns what that returns. It
    /// takes the rows of every table, and `tablegen::unknown_kind`, with which it is called where there is no row.
    template <class... Visitors>
    decltype(auto) visit(Visitors&&... visitors) const {
        void const* const row = *this ? m_at->m_offset.row() : nullptr;
        return detail::visit<Rows...>(table(), row, std::forward<Visitors>(visitors)...);
    }
    /// Precondition: the link is not false.
    [[nodiscard]] constexpr key_type key() const noexcept { return m_at->key(); }

private:
    /// Position of the row's table among `Rows`; none of them where there is no row.
    [[nodiscard]] std::size_t table() const noexcept {
        return *this ? m_at->m_offset.table() : static_cast<std::size_t>(-1);
    }

    stored const* m_at = nullptr;
};

/// A reference to a row of one of several tables as a row stores it. Absent: all zero.
template <class Rows, class... Key>
struct any_row_ref : detail::reference_fields<detail::any_row_offset, Key...> {
    [[nodiscard]] constexpr any_row_link<Rows, Key...> view() const noexcept {
        return any_row_link<Rows, Key...>(*this);
    }
};
static_assert(sizeof(row_ref<void, std::int32_t>) == 8 && std::is_standard_layout_v<row_ref<void, std::int32_t>>);
static_assert(sizeof(any_row_ref<rows<>, std::int64_t>) == 16);

namespace detail {

template <class Row, class... Key>
struct viewed<row_ref<Row, Key...>> : converted<row_ref<Row, Key...>, row_link<Row, Key...>> {};
template <class Rows, class... Key>
struct viewed<any_row_ref<Rows, Key...>> : converted<any_row_ref<Rows, Key...>, any_row_link<Rows, Key...>> {};

/// A link tells absence itself.
template <class Row, class... Key>
struct maybe<row_ref<Row, Key...>, row_link<Row, Key...>> : viewed<row_ref<Row, Key...>> {
    [[nodiscard]] static constexpr row_link<Row, Key...> some(row_ref<Row, Key...> const& at) noexcept {
        return at.view();
    }
};
template <class Rows, class... Key>
struct maybe<any_row_ref<Rows, Key...>, any_row_link<Rows, Key...>> : viewed<any_row_ref<Rows, Key...>> {
    [[nodiscard]] static constexpr any_row_link<Rows, Key...> some(any_row_ref<Rows, Key...> const& at) noexcept {
        return at.view();
    }
};

template <class Row, class... Key>
struct keyed<row_ref<Row, Key...>> {
    using type = typename row_link<Row, Key...>::key_type;
    [[nodiscard]] static constexpr type get(row_ref<Row, Key...> const& at) noexcept { return at.key(); }
};
template <class Rows, class... Key>
struct keyed<any_row_ref<Rows, Key...>> {
    using type = typename any_row_link<Rows, Key...>::key_type;
    [[nodiscard]] static constexpr type get(any_row_ref<Rows, Key...> const& at) noexcept { return at.key(); }
};

}  // namespace detail
}  // namespace v2
}  // namespace tablegen

#endif
