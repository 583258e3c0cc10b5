#ifndef TABLEGEN_STRING_REF_HPP
#define TABLEGEN_STRING_REF_HPP

#include <cstdint>
#include <string_view>
#include <type_traits>

#include "config.hpp"
#include "view.hpp"

namespace tablegen {
inline namespace v2 {

/// A text of the image, `offset` bytes from the address of this struct, with a NUL behind it.
/// It has a meaning only inside its image, so it can not be copied; nor can a row that holds one.
class string_ref {
public:
    constexpr string_ref() noexcept = default;
    constexpr string_ref(std::int32_t offset, std::uint32_t size) noexcept : m_offset(offset), m_size(size) {}
    string_ref(string_ref const&) = delete;
    string_ref& operator=(string_ref const&) = delete;

    /// The text; empty when absent. NUL-terminated unless absent.
    [[nodiscard]] std::string_view view() const noexcept {
        return {static_cast<char const*>(detail::follow(this, m_offset)), m_size};
    }
    [[nodiscard]] constexpr bool is_present() const noexcept { return m_offset != 0; }
    [[nodiscard]] constexpr std::int32_t offset() const noexcept { return m_offset; }
    [[nodiscard]] constexpr std::uint32_t size() const noexcept { return m_size; }

private:
    std::int32_t m_offset = 0;
    std::uint32_t m_size = 0;
};
static_assert(sizeof(string_ref) == 8 && alignof(string_ref) == 4 && std::is_standard_layout_v<string_ref>);

template <>
struct detail::viewed<string_ref> : converted<string_ref, std::string_view> {};

}  // namespace v2
}  // namespace tablegen

#endif
