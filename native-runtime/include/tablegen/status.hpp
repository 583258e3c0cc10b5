#ifndef TABLEGEN_STATUS_HPP
#define TABLEGEN_STATUS_HPP

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>

#include "config.hpp"

namespace tablegen {
inline namespace v2 {

/// Why opening, checking or binding an image failed.
enum class status_code : std::uint8_t {
    ok,
    file_unreadable,      ///< no such file, no permission, not a regular file
    not_a_library,        ///< not an ELF library for this machine
    truncated,            ///< the file or the image is shorter than it says
    unsafe_library,       ///< it could run code, or needs relocation or other libraries
    map_failed,           ///< the system refused to map it
    bad_signature,        ///< it is not signed, or by somebody else
    no_image,             ///< it has no symbol `tablegen_image`
    wrong_layout,         ///< not an image, or one of another layout version or byte order
    malformed,            ///< the directory contradicts itself
    content_mismatch,     ///< bytes were altered: a content hash does not fit
    incompatible_schema,  ///< tables and columns are not those the program was generated for
    refused,              ///< the application did not want it
    system_error,         ///< the operating system refused a step
    unsupported,          ///< not on this platform
};

/// Success, or a code with one sentence for a person. Holds its text in place and never allocates.
class [[nodiscard]] status {
public:
    /// Success.
    constexpr status() noexcept = default;

    /// A failure; its text is the parts, one after the other: texts and integers.
    template <class... Parts>
    [[nodiscard]] static status failure(status_code code, Parts const&... parts) noexcept {
        status result;
        result.m_code = code;
        (result.add(parts), ...);
        return result;
    }

    /// Adds to a failure's text.
    status& add(std::string_view part) noexcept {
        // Names come from files, so a control character in one must not reach a terminal or a log line.
        for (char const c : part) {
            if (m_size == capacity) {
                drop_partial_character();
                break;
            }
            auto const byte = static_cast<unsigned char>(c);
            m_text[m_size++] = byte < 0x20 || byte == 0x7F ? '?' : c;
        }
        return *this;
    }

    template <class Integer, class = std::enable_if_t<std::is_integral_v<Integer>>>
    status& add(Integer number) noexcept {
        bool is_negative = false;
        if constexpr (std::is_signed_v<Integer>) is_negative = number < 0;
        // The negative of the least number has no type of its own.
        auto rest = is_negative ? 0 - static_cast<std::uint64_t>(number) : static_cast<std::uint64_t>(number);
        char digits[21] = {};
        std::size_t begin = sizeof digits;
        do {
            digits[--begin] = static_cast<char>('0' + rest % 10);
            rest /= 10;
        } while (rest != 0);
        if (is_negative) digits[--begin] = '-';
        return add(std::string_view(digits + begin, sizeof digits - begin));
    }

    /// True for success.
    [[nodiscard]] constexpr explicit operator bool() const noexcept { return m_code == status_code::ok; }
    [[nodiscard]] constexpr status_code code() const noexcept { return m_code; }
    /// What went wrong, NUL-terminated UTF-8 without control characters; empty for success.
    [[nodiscard]] constexpr char const* text() const noexcept { return m_text; }
    [[nodiscard]] constexpr std::string_view message() const noexcept { return {m_text, m_size}; }

private:
    static constexpr std::size_t capacity = 383;

    /// Cuts back to a whole UTF-8 character after the text was full.
    void drop_partial_character() noexcept {
        std::size_t begin = m_size;
        while (begin > 0 && (static_cast<unsigned char>(m_text[begin - 1]) & 0xC0) == 0x80) --begin;
        if (begin > 0 && static_cast<unsigned char>(m_text[begin - 1]) >= 0xC0) --begin;
        if (begin == m_size) return;
        auto const lead = static_cast<unsigned char>(m_text[begin]);
        std::size_t const expected = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
        if (m_size - begin >= expected) return;
        while (m_size > begin) m_text[--m_size] = '\0';
    }

    status_code m_code = status_code::ok;
    std::uint16_t m_size = 0;
    char m_text[capacity + 1] = {};
};

}  // namespace v2
}  // namespace tablegen

#endif
