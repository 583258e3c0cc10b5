#ifndef TABLEGEN_LIBRARY_HPP
#define TABLEGEN_LIBRARY_HPP

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>

#include "config.hpp"
#include "file.hpp"
#include "image.hpp"
#include "status.hpp"

#if TABLEGEN_HAS_MMAP
#include <cstring>

#include "elf.hpp"
#endif

namespace tablegen {
inline namespace v2 {

/// How much of a library is checked before it is trusted.
enum class verification : std::uint8_t {
    /// The file's headers and the image's directory: microseconds at any size.
    shape,
    /// Every byte against the content hashes too: reads the whole file once, which also makes its pages present.
    full,
};

/// Decides whether a library is signed by whom it should be. `<tablegen/openssl_signature.hpp>` has one for Ed25519.
struct signature_verifier {
    static constexpr std::size_t signature_size = 64;

    /// True when `signature`, of 64 bytes, is one of the message. May be called on any thread.
    bool (*verify)(void const* context, unsigned char const* message, std::size_t size,
                   unsigned char const* signature) noexcept = nullptr;
    void const* context = nullptr;
};

struct open_options {
    verification verify = verification::shape;
    /// When it has a function, a library without a signature, or with another one, is refused.
    signature_verifier signature = {};
    /// Asks the system to hold the file in huge pages, which all processes share as they do small ones. Where it has none
    /// the library opens all the same; huge_page_status() says why. docs/reload.md has when that is.
    bool huge_pages = false;
};

/// A library of tables that is mapped into this process, until the object goes out of scope. Everything that
/// was reached through its image is gone with it.
///
/// The file is mapped, not loaded: no dynamic loader looks at it, so nothing in it can run, and two files of one
/// name are two libraries.
///
/// Opening and closing are not thread-safe on one object; reading the image is.
class library {
public:
    /// Nothing is open.
    library() noexcept = default;
#if TABLEGEN_HAS_MMAP
    library(library&& other) noexcept
        : m_mapping(std::move(other.m_mapping)),
          m_huge_page_error(std::exchange(other.m_huge_page_error, not_asked)),
          m_image(std::exchange(other.m_image, {})) {}
    library& operator=(library&& other) noexcept {
        m_mapping = std::move(other.m_mapping);
        m_huge_page_error = std::exchange(other.m_huge_page_error, not_asked);
        m_image = std::exchange(other.m_image, {});
        return *this;
    }
#endif

    /// Maps a library file, or what a symbolic link leads to. On failure this object stays as it was.
    [[nodiscard]] status open(char const* path, open_options const& options = {}) noexcept;

    void close() noexcept { *this = library(); }

    [[nodiscard]] bool is_open() const noexcept { return m_image.data() != nullptr; }
    /// Precondition: is_open().
    [[nodiscard]] image_view const& image() const noexcept { return m_image; }

#if TABLEGEN_HAS_MMAP
    /// As open(), for a file that is open already; `path` is for texts. The file that is checked is the file that
    /// is mapped, whatever its name leads to by then.
    [[nodiscard]] status open(detail::readable_file const& file, char const* path,
                              open_options const& options) noexcept;

    /// See detail::file_mapping.
    [[nodiscard]] bool make_private() noexcept { return m_mapping.make_private(); }
    [[nodiscard]] std::size_t mapped_size() const noexcept { return m_mapping.size(); }
    /// Success when the file is in huge pages, but for its end that is less than one; else why not.
    [[nodiscard]] status huge_page_status() const noexcept {
        if (m_huge_page_error == 0) return {};
        if (m_huge_page_error == not_asked) {
            return status::failure(status_code::unsupported, "Huge pages were not asked for.");
        }
        return status::failure(status_code::unsupported, "The system holds the file in small pages: ",
                               std::strerror(m_huge_page_error), ".");
    }

private:
    static constexpr int not_asked = -1;

    detail::file_mapping m_mapping;
    int m_huge_page_error = not_asked;
#endif
private:
    image_view m_image;
};

#if TABLEGEN_HAS_MMAP

namespace detail {

/// The failure, beginning with the name of the file that it is about.
[[nodiscard]] inline status about(std::string_view path, status const& failure) noexcept {
    std::size_t const folder = path.rfind('/');
    if (folder != std::string_view::npos) path.remove_prefix(folder + 1);
    return status::failure(failure.code(), path, ": ", failure.message());
}

/// Checks the signature that a file ends with: docs/release-directory.md.
[[nodiscard]] inline status check_signature(file_mapping const& mapping, char const* path,
                                            signature_verifier const& verifier) noexcept {
    constexpr char mark[] = "tablegen-ed25519";
    constexpr std::size_t mark_size = sizeof mark - 1;
    constexpr std::size_t trailer_size = signature_verifier::signature_size + mark_size;
    if (verifier.verify == nullptr) return {};
    if (mapping.size() < trailer_size ||
        std::memcmp(mapping.data() + mapping.size() - mark_size, mark, mark_size) != 0) {
        return status::failure(status_code::bad_signature, path, " is not signed.");
    }
    std::size_t const message_size = mapping.size() - trailer_size;
    if (verifier.verify(verifier.context, mapping.data(), message_size, mapping.data() + message_size)) return {};
    return status::failure(status_code::bad_signature, path, " is not signed with the key that is asked for.");
}

}  // namespace detail

inline status library::open(char const* path, open_options const& options) noexcept {
    detail::readable_file const file(path);
    if (!file.is_open()) {
        return status::failure(status_code::file_unreadable, detail::end_of_path(path), " can not be read as a file: ",
                               std::strerror(errno), ".");
    }
    return open(file, path, options);
}

inline status library::open(detail::readable_file const& file, char const* path,
                            open_options const& options) noexcept {
    path = detail::end_of_path(path);
    detail::elf_library elf(file, path);
    if (status s = elf.check(); !s) return s;
    library opened;
    if (!opened.m_mapping.map(file, options.huge_pages)) {
        return status::failure(status_code::map_failed, path, " can not be mapped: ", std::strerror(errno), ".");
    }
    // Before the pages are made present: what is put together is present then.
    if (options.huge_pages) opened.m_huge_page_error = opened.m_mapping.use_huge_pages();
    if (options.verify == verification::full && !opened.m_mapping.populate()) {
        return status::failure(status_code::truncated, path, " became shorter while it was read.");
    }
    if (status s = detail::check_signature(opened.m_mapping, path, options.signature); !s) return s;
    opened.m_image = image_view(opened.m_mapping.data() + elf.image_offset(),
                                static_cast<std::size_t>(elf.image_size()));
    if (status s = opened.m_image.check_shape(); !s) return detail::about(path, s);
    if (options.verify == verification::full) {
        if (status s = opened.m_image.verify_content(); !s) return detail::about(path, s);
    }
    *this = std::move(opened);
    return {};
}

#else

inline status library::open(char const*, open_options const&) noexcept {
    return status::failure(status_code::unsupported,
                           "This platform does not map libraries; compile the tables in instead.");
}

#endif

}  // namespace v2
}  // namespace tablegen

#endif
