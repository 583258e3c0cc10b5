#ifndef TABLEGEN_LIBRARY_HPP
#define TABLEGEN_LIBRARY_HPP

#include <utility>

#include "config.hpp"
#include "image.hpp"
#include "status.hpp"

#if defined(__linux__) || defined(__FreeBSD__)
#define TABLEGEN_HAS_DLOPEN 1
#include <dlfcn.h>

#include <climits>
#include <cstdlib>
#include <cstring>

#include "elf.hpp"
#else
#define TABLEGEN_HAS_DLOPEN 0
#endif

namespace tablegen {
inline namespace v1 {

/// A library of tables that is mapped into this process, until the object goes out of scope. Everything that
/// was reached through its image is gone with it.
///
/// Opening and closing are not thread-safe on one object; reading the image is.
class library {
public:
    /// Nothing is open.
    library() noexcept = default;
    library(library&& other) noexcept
        : m_handle(std::exchange(other.m_handle, nullptr)), m_image(std::exchange(other.m_image, {})) {}
    library& operator=(library&& other) noexcept {
        if (this != &other) {
            close();
            m_handle = std::exchange(other.m_handle, nullptr);
            m_image = std::exchange(other.m_image, {});
        }
        return *this;
    }
    library(library const&) = delete;
    library& operator=(library const&) = delete;
    ~library() { close(); }

    /// Maps a library file and checks the image's shape; `image().verify_content()` checks its bytes too.
    /// A symbolic link is resolved first, since the loader would answer a name that it knows with the old file.
    /// On failure this object stays as it was.
    [[nodiscard]] status open(char const* path) noexcept;

    void close() noexcept;

    [[nodiscard]] bool is_open() const noexcept { return m_handle != nullptr; }
    /// Precondition: is_open().
    [[nodiscard]] image_view const& image() const noexcept { return m_image; }

private:
    void* m_handle = nullptr;
    image_view m_image;
};

#if TABLEGEN_HAS_DLOPEN

namespace detail {

/// The bytes at `tablegen_image` as far as the file reaches, when they are those of `file`.
[[nodiscard]] inline status find_image(void* handle, readable_file const& file, elf_check const& elf, char const* path,
                                       image_view& result) noexcept {
    auto const* const symbol = static_cast<unsigned char const*>(::dlsym(handle, "tablegen_image"));
    Dl_info info = {};
    if (symbol == nullptr || ::dladdr(symbol, &info) == 0) {
        return status::failure(status_code::no_image, path, " has no tablegen_image.");
    }
    std::uint64_t const address =
        reinterpret_cast<std::uintptr_t>(symbol) - reinterpret_cast<std::uintptr_t>(info.dli_fbase) + elf.first_page();
    elf_segment const* const segment = elf.segment_at(address);
    std::uint64_t const skipped = segment == nullptr ? 0 : address - segment->p_vaddr;
    unsigned char head[sizeof(layout::image_header)] = {};
    if (segment == nullptr || segment->p_filesz - skipped < sizeof head) {
        return status::failure(status_code::no_image, path, " has a tablegen_image outside of its data.");
    }
    // The loader gives the old library for a name that was loaded before and now is another file.
    if (!file.read(segment->p_offset + skipped, head, sizeof head) || std::memcmp(head, symbol, sizeof head) != 0) {
        return status::failure(status_code::stale_library, path,
                               " was replaced while the library of that name is open; give each release its own name.");
    }
    result = image_view(symbol, segment->p_filesz - skipped);
    return result.check_shape();
}

}  // namespace detail

inline status library::open(char const* path) noexcept {
    char real_path[PATH_MAX];
    if (::realpath(path, real_path) == nullptr) {
        return status::failure(status_code::file_unreadable, path, ": ", std::strerror(errno), ".");
    }
    detail::readable_file const file(real_path);
    if (!file.is_open()) {
        return status::failure(status_code::file_unreadable, real_path, " can not be read as a file.");
    }
    detail::elf_check elf;
    if (status s = elf.run(file, real_path); !s) return s;

    library opened;
    opened.m_handle = ::dlopen(real_path, RTLD_NOW | RTLD_LOCAL);
    if (opened.m_handle == nullptr) {
        char const* const reason = ::dlerror();
        return status::failure(status_code::load_failed, reason == nullptr ? real_path : reason, ".");
    }
    if (status s = detail::find_image(opened.m_handle, file, elf, real_path, opened.m_image); !s) return s;
    *this = std::move(opened);
    return {};
}

inline void library::close() noexcept {
    if (m_handle != nullptr) ::dlclose(m_handle);
    m_handle = nullptr;
    m_image = {};
}

#else

inline status library::open(char const*) noexcept {
    return status::failure(status_code::unsupported,
                           "This platform does not load ELF libraries; compile the tables in instead.");
}

inline void library::close() noexcept {}

#endif

}  // namespace v1
}  // namespace tablegen

#endif
