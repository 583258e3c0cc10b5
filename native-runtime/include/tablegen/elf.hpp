#ifndef TABLEGEN_ELF_HPP
#define TABLEGEN_ELF_HPP

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "config.hpp"
#include "status.hpp"

namespace tablegen {
inline namespace v1 {
namespace detail {

/// A file that is closed at the end of its scope.
class readable_file {
public:
    explicit readable_file(char const* path) noexcept : m_descriptor(::open(path, O_RDONLY | O_CLOEXEC)) {
        struct stat found = {};
        if (m_descriptor >= 0 && ::fstat(m_descriptor, &found) == 0 && S_ISREG(found.st_mode)) {
            m_size = static_cast<std::uint64_t>(found.st_size);
        } else {
            close();
        }
    }
    readable_file(readable_file const&) = delete;
    readable_file& operator=(readable_file const&) = delete;
    ~readable_file() { close(); }

    [[nodiscard]] bool is_open() const noexcept { return m_descriptor >= 0; }
    [[nodiscard]] std::uint64_t size() const noexcept { return m_size; }

    /// Reads exactly `bytes` bytes at `offset`; false when the file ends before.
    [[nodiscard]] bool read(std::uint64_t offset, void* to, std::size_t bytes) const noexcept {
        if (offset > m_size || bytes > m_size - offset) return false;
        auto* out = static_cast<unsigned char*>(to);
        while (bytes > 0) {
            ssize_t const got = ::pread(m_descriptor, out, bytes, static_cast<off_t>(offset));
            if (got < 0 && errno == EINTR) continue;
            if (got <= 0) return false;
            out += got;
            offset += static_cast<std::uint64_t>(got);
            bytes -= static_cast<std::size_t>(got);
        }
        return true;
    }

private:
    void close() noexcept {
        if (m_descriptor >= 0) ::close(m_descriptor);
        m_descriptor = -1;
    }

    int m_descriptor;
    std::uint64_t m_size = 0;
};

/// The parts of the ELF-64 format that decide what a loader does with a file. Field names as in elf(5).
struct elf_header {
    unsigned char e_ident[16];
    std::uint16_t e_type;
    std::uint16_t e_machine;
    std::uint32_t e_version;
    std::uint64_t e_entry;
    std::uint64_t e_phoff;
    std::uint64_t e_shoff;
    std::uint32_t e_flags;
    std::uint16_t e_ehsize;
    std::uint16_t e_phentsize;
    std::uint16_t e_phnum;
    std::uint16_t e_shentsize;
    std::uint16_t e_shnum;
    std::uint16_t e_shstrndx;
};
static_assert(sizeof(elf_header) == 64);

struct elf_segment {
    std::uint32_t p_type;
    std::uint32_t p_flags;
    std::uint64_t p_offset;
    std::uint64_t p_vaddr;
    std::uint64_t p_paddr;
    std::uint64_t p_filesz;
    std::uint64_t p_memsz;
    std::uint64_t p_align;
};
static_assert(sizeof(elf_segment) == 56);

struct elf_dynamic {
    std::int64_t d_tag;
    std::uint64_t d_val;
};
static_assert(sizeof(elf_dynamic) == 16);

/// Reads a library's ELF headers and refuses what the loader would crash on or run: a file that is cut off
/// (SIGBUS when its pages are touched), executable segments, constructors, relocations, other libraries.
/// Looks at a few hundred bytes, whatever the size of the file.
class elf_check {
public:
    [[nodiscard]] status run(readable_file const& file, char const* path) noexcept {
        if (status s = read_header(file, path); !s) return s;
        bool has_stack = false;
        for (std::size_t i = 0; i < m_segment_count; ++i) {
            elf_segment const& segment = m_segments[i];
            if (segment.p_type == pt_interp || segment.p_type == pt_tls) {
                return unsafe(path, "has an interpreter or thread-local data");
            }
            if (segment.p_type == pt_gnu_stack) has_stack = true;
            bool const is_mapped = segment.p_type == pt_load || segment.p_type == pt_gnu_stack;
            if (is_mapped && (segment.p_flags & pf_x) != 0) return unsafe(path, "could run code");
            if (segment.p_type == pt_load && !is_inside(segment, file.size())) return cut_off(path);
        }
        // Without this header the loader would make all stacks of the process executable.
        if (!has_stack) return unsafe(path, "asks for an executable stack");
        return check_dynamic(file, path);
    }

    /// The segment that holds the file's bytes for an address, counted from where the library is loaded.
    [[nodiscard]] elf_segment const* segment_at(std::uint64_t address) const noexcept {
        for (std::size_t i = 0; i < m_segment_count; ++i) {
            elf_segment const& segment = m_segments[i];
            if (segment.p_type == pt_load && address >= segment.p_vaddr &&
                address - segment.p_vaddr < segment.p_filesz) {
                return &segment;
            }
        }
        return nullptr;
    }

    /// Address of the first page, counted from where the library is loaded.
    [[nodiscard]] std::uint64_t first_page() const noexcept {
        for (std::size_t i = 0; i < m_segment_count; ++i) {
            elf_segment const& segment = m_segments[i];
            if (segment.p_type == pt_load) return segment.p_vaddr - segment.p_vaddr % least_page;
        }
        return 0;
    }

private:
    static constexpr std::uint32_t pt_load = 1;
    static constexpr std::uint32_t pt_dynamic = 2;
    static constexpr std::uint32_t pt_interp = 3;
    static constexpr std::uint32_t pt_tls = 7;
    static constexpr std::uint32_t pt_gnu_stack = 0x6474E551;
    static constexpr std::uint32_t pf_x = 1;
    static constexpr std::uint16_t et_dyn = 3;
    static constexpr std::uint64_t least_page = 4096;
    static constexpr std::size_t most_segments = 16;
#if defined(__x86_64__)
    static constexpr std::uint16_t machine = 62;
#elif defined(__aarch64__)
    static constexpr std::uint16_t machine = 183;
#else
    static constexpr std::uint16_t machine = 0;
#endif

    [[nodiscard]] static status unsafe(char const* path, char const* why) noexcept {
        return status::failure(status_code::unsafe_library, path, " ", why, "; a library of tables is data alone.");
    }
    [[nodiscard]] static status cut_off(char const* path) noexcept {
        return status::failure(status_code::truncated, path, " is cut off.");
    }
    [[nodiscard]] static status foreign(char const* path, char const* why) noexcept {
        return status::failure(status_code::not_a_library, path, " ", why, ".");
    }

    [[nodiscard]] status read_header(readable_file const& file, char const* path) noexcept {
        constexpr unsigned char ident[7] = {0x7F, 'E', 'L', 'F', 2, 1, 1};  // 64 bit, little-endian, version 1
        elf_header header = {};
        if (!file.read(0, &header, sizeof header)) return foreign(path, "is too short for a library");
        if (std::memcmp(header.e_ident, ident, sizeof ident) != 0 || header.e_type != et_dyn) {
            return foreign(path, "is not a 64-bit ELF library");
        }
        if (header.e_machine != machine) return foreign(path, "is for another processor");
        m_segment_count = header.e_phnum;
        if (header.e_phentsize != sizeof(elf_segment) || m_segment_count == 0 || m_segment_count > most_segments) {
            return foreign(path, "has program headers that no linker writes");
        }
        return file.read(header.e_phoff, m_segments, m_segment_count * sizeof(elf_segment)) ? status() : cut_off(path);
    }

    [[nodiscard]] static bool is_inside(elf_segment const& segment, std::uint64_t file_size) noexcept {
        return segment.p_offset <= file_size && segment.p_filesz <= file_size - segment.p_offset &&
               segment.p_filesz <= segment.p_memsz;
    }

    [[nodiscard]] status check_dynamic(readable_file const& file, char const* path) const noexcept {
        for (std::size_t i = 0; i < m_segment_count; ++i) {
            elf_segment const& segment = m_segments[i];
            if (segment.p_type != pt_dynamic) continue;
            for (std::uint64_t at = 0; at + sizeof(elf_dynamic) <= segment.p_filesz; at += sizeof(elf_dynamic)) {
                elf_dynamic entry = {};
                if (!file.read(segment.p_offset + at, &entry, sizeof entry)) return cut_off(path);
                if (entry.d_tag == 0) return {};
                if (status s = check_entry(entry, path); !s) return s;
            }
        }
        return foreign(path, "has no symbols");
    }

    /// Only what says where the one symbol is may be there; everything else makes the loader do something.
    [[nodiscard]] status check_entry(elf_dynamic const& entry, char const* path) const noexcept {
        constexpr std::int64_t dt_hash = 4;
        constexpr std::int64_t dt_strtab = 5;
        constexpr std::int64_t dt_symtab = 6;
        constexpr std::int64_t dt_strsz = 10;
        constexpr std::int64_t dt_syment = 11;
        constexpr std::int64_t dt_gnu_hash = 0x6FFFFEF5;
        switch (entry.d_tag) {
            case dt_strsz:
            case dt_syment: return {};
            case dt_hash:
            case dt_strtab:
            case dt_symtab:
            case dt_gnu_hash:
                return segment_at(entry.d_val) != nullptr ? status() : foreign(path, "has symbols outside the file");
            default: return unsafe(path, "has constructors, relocations or needs other libraries");
        }
    }

    elf_segment m_segments[most_segments] = {};
    std::size_t m_segment_count = 0;
};

}  // namespace detail
}  // namespace v1
}  // namespace tablegen

#endif
