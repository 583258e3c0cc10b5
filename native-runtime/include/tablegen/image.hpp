#ifndef TABLEGEN_IMAGE_HPP
#define TABLEGEN_IMAGE_HPP

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "config.hpp"
#include "hash.hpp"
#include "layout.hpp"
#include "shape.hpp"
#include "status.hpp"

namespace tablegen {
inline namespace v2 {

/// A release's version: the image's content hash as 32 lower-case hex digits.
class version_text {
public:
    explicit constexpr version_text(digest const& hash) noexcept {
        constexpr char const* digits = "0123456789abcdef";
        for (std::size_t i = 0; i < 16; ++i) {
            m_text[2 * i] = digits[hash.bytes[i] >> 4];
            m_text[2 * i + 1] = digits[hash.bytes[i] & 15];
        }
    }
    /// NUL-terminated.
    [[nodiscard]] constexpr char const* text() const noexcept { return m_text; }
    [[nodiscard]] constexpr std::string_view view() const noexcept { return {m_text, 32}; }

private:
    char m_text[33] = {};
};

/// An image in memory: a mapped library's, one that was compiled in, or bytes read from somewhere. Does not own it.
class image_view {
public:
    /// No image.
    constexpr image_view() noexcept = default;

    /// `size` bytes at an address that is a multiple of 64. Nothing is read: call check_shape() before
    /// any other member, unless the bytes are known to be good.
    constexpr image_view(void const* data, std::size_t size) noexcept : m_data(data), m_size(size) {}

    /// Checks that header and directory agree with each other and with the size, whatever the bytes are.
    /// Takes microseconds for any number of rows. What it accepts can be bound and looked up in.
    [[nodiscard]] status check_shape() const noexcept { return detail::shape_check(bytes(), m_size).run(); }

    /// Checks every byte against the content hashes. Precondition: check_shape() has succeeded.
    /// Reads the whole image once.
    [[nodiscard]] status verify_content() const noexcept {
        constexpr std::size_t begin = offsetof(layout::image_header, schema_hash);
        if (content_hash(bytes() + begin, header().meta_size - begin) != header().content_hash) {
            return status::failure(status_code::content_mismatch, "The image's directory was altered.");
        }
        for (layout::table_entry const& table : tables()) {
            if (content_hash(block_of(table), table.block_size) != table.content_hash) {
                return status::failure(status_code::content_mismatch, "Table ", table.name.view(),
                                       " of the image was altered.");
            }
        }
        return {};
    }

    [[nodiscard]] constexpr void const* data() const noexcept { return m_data; }
    /// Bytes given to the constructor; the image itself may be shorter, see header().
    [[nodiscard]] constexpr std::size_t size() const noexcept { return m_size; }

    [[nodiscard]] layout::image_header const& header() const noexcept {
        return *static_cast<layout::image_header const*>(m_data);
    }
    /// The library's name.
    [[nodiscard]] std::string_view name() const noexcept { return header().name.view(); }
    /// Which release this is.
    [[nodiscard]] version_text version() const noexcept { return version_text(header().content_hash); }
    [[nodiscard]] list_view<layout::table_entry> tables() const noexcept { return header().tables.view(); }
    [[nodiscard]] list_view<layout::type_entry> types() const noexcept { return header().types.view(); }
    [[nodiscard]] list_view<layout::enum_entry> enums() const noexcept { return header().enums.view(); }
    [[nodiscard]] list_view<layout::struct_entry> structs() const noexcept { return header().structs.view(); }
    [[nodiscard]] list_view<layout::variant_entry> variants() const noexcept { return header().variants.view(); }

    /// The table of this name; nullptr when there is none.
    [[nodiscard]] layout::table_entry const* find_table(std::string_view name) const noexcept {
        for (layout::table_entry const& table : tables()) {
            if (table.name.view() == name) return &table;
        }
        return nullptr;
    }

    /// First byte of a table's block.
    [[nodiscard]] unsigned char const* block_of(layout::table_entry const& table) const noexcept {
        return bytes() + table.block_offset;
    }

private:
    [[nodiscard]] unsigned char const* bytes() const noexcept { return static_cast<unsigned char const*>(m_data); }

    void const* m_data = nullptr;
    std::size_t m_size = 0;
};

}  // namespace v2
}  // namespace tablegen

#endif
