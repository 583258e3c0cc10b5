#ifndef TABLEGEN_SPELLING_HPP
#define TABLEGEN_SPELLING_HPP

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "config.hpp"
#include "image.hpp"
#include "layout.hpp"
#include "status.hpp"

namespace tablegen {
inline namespace v2 {
namespace detail {

/// Spells a type of an image as its schema text does, part by part to a writer: `add(text)`, `add(number)`, which are
/// false when no more is wanted. `deepest` bounds how far types in types are followed, which is the writer's to say:
/// sheets nest a few levels, an altered image may nest thousands.
template <class Writer>
class type_speller {
public:
    type_speller(image_view const& image, Writer& out) noexcept : m_image(&image), m_out(&out) {}

    bool spell(std::uint32_t index, std::size_t deepest) const noexcept {
        if (deepest == 0) return m_out->add("...");
        layout::type_entry const& type = m_image->types()[index];
        std::size_t const rest = deepest - 1;
        switch (type.kind) {
            case layout::type_kind::list: return spell(type.element, rest) && m_out->add("[]");
            case layout::type_kind::optional: return spell(type.element, rest) && m_out->add("?");
            case layout::type_kind::array:
                return spell(type.element, rest) && m_out->add("[") && m_out->add(type.detail) && m_out->add("]");
            case layout::type_kind::set: return m_out->add("set<") && spell(type.element, rest) && m_out->add(">");
            case layout::type_kind::map:
                return m_out->add("map<") && spell(type.element, rest) && m_out->add(", ") &&
                       spell(type.detail, rest) && m_out->add(">");
            case layout::type_kind::structure: return m_out->add(m_image->structs()[type.detail].name.view());
            case layout::type_kind::variant: return m_out->add(m_image->variants()[type.detail].name.view());
            case layout::type_kind::enumeration:
                return m_out->add("enum(") && m_out->add(m_image->enums()[type.detail].name.view()) &&
                       m_out->add(":") && spell(type.element, rest) && m_out->add(")");
            case layout::type_kind::reference: return spell_reference(type, rest);
            default: return m_out->add(scalar_name(type.kind));
        }
    }

private:
    bool spell_reference(layout::type_entry const& type, std::size_t deepest) const noexcept {
        std::string_view before = "ref(";
        for (std::uint32_t const table : type.tables.view()) {
            if (!m_out->add(before) || !m_out->add(m_image->tables()[table].name.view())) return false;
            before = "|";
        }
        before = ":";
        for (std::uint32_t const part : type.key.view()) {
            if (!m_out->add(before) || !spell(part, deepest)) return false;
            before = ",";
        }
        return m_out->add(")");
    }

    [[nodiscard]] static constexpr std::string_view scalar_name(layout::type_kind kind) noexcept {
        switch (kind) {
            case layout::type_kind::boolean: return "bool";
            case layout::type_kind::int8: return "int8";
            case layout::type_kind::int16: return "int16";
            case layout::type_kind::int32: return "int32";
            case layout::type_kind::int64: return "int64";
            case layout::type_kind::uint8: return "uint8";
            case layout::type_kind::uint16: return "uint16";
            case layout::type_kind::uint32: return "uint32";
            case layout::type_kind::uint64: return "uint64";
            case layout::type_kind::float32: return "float32";
            case layout::type_kind::float64: return "float64";
            case layout::type_kind::string: return "string";
            case layout::type_kind::datetime: return "datetime";
            case layout::type_kind::duration: return "duration";
            case layout::type_kind::version: return "version";
            default: return "";
        }
    }

    image_view const* m_image;
    Writer* m_out;
};

/// Takes a spelling off a text as long as it is the same.
class spelling_match {
public:
    explicit spelling_match(std::string_view text) noexcept : m_rest(text) {}

    bool add(std::string_view part) noexcept {
        if (m_rest.substr(0, part.size()) != part) return false;
        m_rest.remove_prefix(part.size());
        return true;
    }
    bool add(std::uint32_t number) noexcept {
        char digits[10] = {};
        std::size_t begin = sizeof digits;
        do {
            digits[--begin] = static_cast<char>('0' + number % 10);
            number /= 10;
        } while (number != 0);
        return add(std::string_view(digits + begin, sizeof digits - begin));
    }
    [[nodiscard]] bool is_done() const noexcept { return m_rest.empty(); }

private:
    std::string_view m_rest;
};

/// Adds a spelling to a failure's text, and ends when that is full.
class spelling_text {
public:
    explicit spelling_text(status& failure) noexcept : m_failure(&failure) {}

    template <class Part>
    bool add(Part part) noexcept {
        std::size_t const before = m_failure->message().size();
        return m_failure->add(part).message().size() > before;
    }

private:
    status* m_failure;
};

/// True when the image's type is spelled like this.
[[nodiscard]] inline bool is_spelled(image_view const& image, std::uint32_t type, std::string_view text) noexcept {
    spelling_match match(text);
    // Each level adds a character at least.
    return type_speller<spelling_match>(image, match).spell(type, text.size() + 1) && match.is_done();
}

/// Adds the spelling of an image's type to a failure's text.
inline void add_spelling(image_view const& image, std::uint32_t type, status& failure) noexcept {
    constexpr std::size_t deepest = 8;
    spelling_text out(failure);
    type_speller<spelling_text>(image, out).spell(type, deepest);
}

}  // namespace detail
}  // namespace v2
}  // namespace tablegen

#endif
