#ifndef TABLEGEN_REF_HPP
#define TABLEGEN_REF_HPP

#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>

#include "config.hpp"
#include "hash.hpp"
#include "image.hpp"
#include "schema.hpp"

namespace tablegen {
inline namespace v2 {
namespace detail {

/// What keeps a key's part beyond its release: a text is copied.
template <class Part>
struct kept_part {
    using type = Part;
};
template <>
struct kept_part<std::string_view> {
    using type = std::string;
};

template <class Key>
struct kept_key;
template <class... Parts>
struct kept_key<std::tuple<Parts...>> {
    using type = std::tuple<typename kept_part<Parts>::type...>;
};

}  // namespace detail

/// A row that is kept for longer than a release: its key, and where it was last found. It is looked up again when the
/// tables are of another release, so it costs one comparison in between.
///
///     tablegen::ref<game::Hero> leader(1001);
///     auto const t = store.read();
///     if (auto const* const hero = leader.in(*t)) use(hero->name());
///
/// One object is for one thread at a time, as any that is not const.
template <class Row>
class ref {
    using table_type = typename row_traits<Row>::table;
    using kept_type = typename detail::kept_key<typename table_type::key_type>::type;

public:
    /// The row with the key whose parts are given, in the order of find(). Texts are copied.
    template <class... Parts, class = std::enable_if_t<std::is_constructible_v<typename table_type::key_type, Parts...>>>
    explicit ref(Parts&&... parts) : m_key(std::forward<Parts>(parts)...) {}
    /// The row itself, and whatever has its key in later releases.
    explicit ref(Row const& row) : m_key(table_type::key_of(row)) {}

    /// The row in these tables; nullptr when they have none with this key. It is of their release: keep the ref.
    template <class Tables>
    [[nodiscard]] Row const* in(Tables const& tables) noexcept {
        image_view const& image = tables.image();
        if (image.data() == nullptr) return nullptr;
        // The same bytes at the same place: an address alone may have passed to a later release.
        if (m_image != image.data() || m_release != image.header().content_hash) {
            m_row = std::apply([&](auto const&... parts) { return tables.table_of(row_tag<Row>()).find(parts...); }, m_key);
            m_image = image.data();
            m_release = image.header().content_hash;
        }
        return m_row;
    }

    /// The parts of the key, texts as std::string.
    [[nodiscard]] kept_type const& key() const noexcept { return m_key; }

    [[nodiscard]] friend bool operator==(ref const& a, ref const& b) noexcept { return a.m_key == b.m_key; }
    [[nodiscard]] friend bool operator!=(ref const& a, ref const& b) noexcept { return !(a == b); }

private:
    kept_type m_key;
    Row const* m_row = nullptr;
    void const* m_image = nullptr;
    digest m_release = {};
};

}  // namespace v2
}  // namespace tablegen

#endif
