#ifndef TABLEGEN_ELF_HPP
#define TABLEGEN_ELF_HPP

#include <cstddef>
#include <cstdint>
#include <cstring>

#include "config.hpp"
#include "file.hpp"
#include "status.hpp"

#if TABLEGEN_HAS_MMAP

namespace tablegen {
inline namespace v2 {
namespace detail {

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
    std::uint64_t d_tag;
    std::uint64_t d_val;
};
static_assert(sizeof(elf_dynamic) == 16);

struct elf_symbol {
    std::uint32_t st_name;
    unsigned char st_info;
    unsigned char st_other;
    std::uint16_t st_shndx;
    std::uint64_t st_value;
    std::uint64_t st_size;
};
static_assert(sizeof(elf_symbol) == 24);

/// Reads what a dynamic loader would act on in a library of tables, and refuses whatever is more than data:
/// executable segments, constructors, relocations, other libraries. What is left is where the image lies.
///
/// Nothing here is loaded: the image is mapped by its place in the file. The checks keep a file that passes them
/// from doing harm to those who do load it. Looks at a few hundred bytes, whatever the size of the file; takes
/// any file.
class elf_library {
public:
    elf_library(readable_file const& file, char const* path) noexcept : m_file(file), m_path(path) {}

    [[nodiscard]] status check() noexcept {
        if (status s = read_segments(); !s) return s;
        if (status s = check_segments(); !s) return s;
        if (status s = check_dynamic(); !s) return s;
        return find_image();
    }

    /// In the file. Preconditions of both: check() has succeeded.
    [[nodiscard]] std::uint64_t image_offset() const noexcept { return m_image_offset; }
    [[nodiscard]] std::uint64_t image_size() const noexcept { return m_image_size; }

private:
    static constexpr std::uint32_t pt_load = 1;
    static constexpr std::uint32_t pt_dynamic = 2;
    static constexpr std::uint32_t pt_interp = 3;
    static constexpr std::uint32_t pt_tls = 7;
    static constexpr std::uint32_t pt_gnu_stack = 0x6474E551;
    static constexpr std::uint32_t pf_x = 1;
    static constexpr std::uint32_t pf_w = 2;
    static constexpr std::uint16_t et_dyn = 3;
    static constexpr std::uint64_t dt_hash = 4;
    static constexpr std::uint64_t dt_strtab = 5;
    static constexpr std::uint64_t dt_symtab = 6;
    static constexpr std::uint64_t dt_strsz = 10;
    static constexpr std::uint64_t dt_syment = 11;
    static constexpr std::uint64_t dt_gnu_hash = 0x6FFFFEF5;
    static constexpr unsigned char global_object = (1 << 4) | 1;
    static constexpr std::uint64_t image_alignment = 64;
    static constexpr std::uint64_t least_page = 4096;
    static constexpr std::uint64_t address_space = std::uint64_t{1} << 47;
    static constexpr std::size_t most_segments = 16;
    /// Far more dynamic entries or symbols than a library of tables has: a bound for hostile files.
    static constexpr std::size_t most_entries = 64;
    static constexpr std::string_view image_name = "tablegen_image";
#if defined(__x86_64__)
    static constexpr std::uint16_t machine = 62;
#elif defined(__aarch64__)
    static constexpr std::uint16_t machine = 183;
#else
    static constexpr std::uint16_t machine = 0;
#endif

    [[nodiscard]] status unsafe(char const* why) const noexcept {
        return status::failure(status_code::unsafe_library, m_path, " ", why, "; a library of tables is data alone.");
    }
    [[nodiscard]] status cut_off() const noexcept {
        return status::failure(status_code::truncated, m_path, " is cut off.");
    }
    [[nodiscard]] status foreign(char const* why) const noexcept {
        return status::failure(status_code::not_a_library, m_path, " ", why, ".");
    }
    [[nodiscard]] status no_image(char const* why) const noexcept {
        return status::failure(status_code::no_image, m_path, " ", why, ".");
    }

    [[nodiscard]] status read_segments() noexcept {
        constexpr unsigned char ident[8] = {0x7F, 'E', 'L', 'F', 2, 1, 1, 0};  // 64 bit, little-endian, version 1
        elf_header header = {};
        if (!m_file.read(0, &header, sizeof header)) return foreign("is too short for a library");
        if (std::memcmp(header.e_ident, ident, sizeof ident) != 0 || header.e_type != et_dyn) {
            return foreign("is not a 64-bit ELF library");
        }
        if (header.e_machine != machine) return foreign("is for another processor");
        m_segment_count = header.e_phnum;
        if (header.e_phentsize != sizeof(elf_segment) || m_segment_count == 0 || m_segment_count > most_segments) {
            return foreign("has program headers that no linker writes");
        }
        bool const is_read = m_file.read(header.e_phoff, m_segments, m_segment_count * sizeof(elf_segment));
        return is_read ? status() : cut_off();
    }

    [[nodiscard]] status check_segments() const noexcept {
        bool has_stack = false;
        std::uint64_t end_of_last = 0;
        for (std::size_t i = 0; i < m_segment_count; ++i) {
            elf_segment const& segment = m_segments[i];
            if (!is_addressable(segment)) return foreign("has segments that no linker writes");
            if (segment.p_type == pt_interp || segment.p_type == pt_tls) {
                return unsafe("has an interpreter or thread-local data");
            }
            if (segment.p_type == pt_gnu_stack) has_stack = true;
            bool const is_mapped = segment.p_type == pt_load || segment.p_type == pt_gnu_stack;
            if (is_mapped && (segment.p_flags & pf_x) != 0) return unsafe("could run code");
            if (segment.p_type != pt_load) continue;
            if (segment.p_offset + segment.p_filesz > m_file.size()) return cut_off();
            // A loader maps whole pages: two segments in one would show other bytes than those that are checked here.
            if (!is_sound(segment) || segment.p_vaddr - segment.p_vaddr % segment.p_align < end_of_last) {
                return foreign("has segments that no linker writes");
            }
            end_of_last = (segment.p_vaddr + segment.p_memsz + segment.p_align - 1) / segment.p_align * segment.p_align;
        }
        // Without this header a loader would make all stacks of the process executable.
        return has_stack ? status() : unsafe("asks for an executable stack");
    }

    /// Everything below adds addresses and sizes.
    [[nodiscard]] static bool is_addressable(elf_segment const& segment) noexcept {
        return segment.p_offset < address_space && segment.p_vaddr < address_space &&
               segment.p_filesz < address_space && segment.p_memsz < address_space;
    }

    /// A segment's page in memory must be the page of the file.
    [[nodiscard]] static bool is_sound(elf_segment const& segment) noexcept {
        std::uint64_t const align = segment.p_align;
        return align >= least_page && align < address_space && (align & (align - 1)) == 0 &&
               segment.p_vaddr % align == segment.p_offset % align && segment.p_filesz <= segment.p_memsz;
    }

    /// The segment that holds the file's bytes for a range of addresses.
    [[nodiscard]] elf_segment const* segment_of(std::uint64_t address, std::uint64_t bytes) const noexcept {
        for (std::size_t i = 0; i < m_segment_count; ++i) {
            elf_segment const& segment = m_segments[i];
            if (segment.p_type == pt_load && address >= segment.p_vaddr && bytes <= segment.p_filesz &&
                address - segment.p_vaddr <= segment.p_filesz - bytes) {
                return &segment;
            }
        }
        return nullptr;
    }

    /// Reads bytes by their address; false when the file does not hold them all.
    [[nodiscard]] bool read_at(std::uint64_t address, void* to, std::size_t bytes) const noexcept {
        elf_segment const* const segment = segment_of(address, bytes);
        return segment != nullptr && m_file.read(segment->p_offset + (address - segment->p_vaddr), to, bytes);
    }

    [[nodiscard]] status check_dynamic() noexcept {
        elf_segment const* dynamic = nullptr;
        for (std::size_t i = 0; i < m_segment_count; ++i) {
            if (m_segments[i].p_type != pt_dynamic) continue;
            if (dynamic != nullptr) return foreign("has more than one dynamic segment");
            dynamic = &m_segments[i];
        }
        if (dynamic == nullptr) return foreign("has no symbols");
        // Who finds it by its place in the file must find the same bytes as who finds it by its address.
        elf_segment const* const holder = segment_of(dynamic->p_vaddr, dynamic->p_memsz);
        if (holder == nullptr || dynamic->p_filesz != dynamic->p_memsz ||
            holder->p_offset + (dynamic->p_vaddr - holder->p_vaddr) != dynamic->p_offset) {
            return foreign("has segments that no linker writes");
        }
        for (std::size_t i = 0; i < most_entries && (i + 1) * sizeof(elf_dynamic) <= dynamic->p_filesz; ++i) {
            elf_dynamic entry = {};
            if (!m_file.read(dynamic->p_offset + i * sizeof entry, &entry, sizeof entry)) return cut_off();
            if (entry.d_tag == 0) return {};
            if (!take_entry(entry)) return unsafe("has constructors, relocations or needs other libraries");
        }
        return foreign("has a dynamic section without an end");
    }

    /// Only what says where the one symbol is may be there; everything else makes a loader do something.
    [[nodiscard]] bool take_entry(elf_dynamic const& entry) noexcept {
        switch (entry.d_tag) {
            case dt_strsz:
            case dt_syment: return true;
            case dt_hash: m_hash = entry.d_val; return true;
            case dt_gnu_hash: m_gnu_hash = entry.d_val; return true;
            case dt_strtab: m_strings = entry.d_val; return true;
            case dt_symtab: m_symbols = entry.d_val; return true;
            default: return false;
        }
    }

    [[nodiscard]] status find_image() noexcept {
        // A loader asks one of the tables, so all that are there have to lead to the same symbol.
        std::uint32_t const by_gnu = m_gnu_hash == 0 ? 0 : find_by_gnu_hash();
        std::uint32_t const by_hash = m_hash == 0 ? 0 : find_by_hash();
        std::uint32_t const index = by_gnu == 0 ? by_hash : by_gnu;
        if (index == 0) return no_image("has no tablegen_image");
        if ((m_gnu_hash != 0 && by_gnu != index) || (m_hash != 0 && by_hash != index)) {
            return no_image("defines tablegen_image more than once");
        }
        elf_symbol symbol = {};
        if (!read_symbol(index, symbol) || symbol.st_info != global_object) {
            return no_image("defines tablegen_image, but not as a data object");
        }
        elf_segment const* const segment = segment_of(symbol.st_value, symbol.st_size);
        if (segment == nullptr || (segment->p_flags & pf_w) != 0 || symbol.st_size == 0 ||
            symbol.st_value % image_alignment != 0) {
            return no_image("has a tablegen_image outside of its read-only data");
        }
        m_image_offset = segment->p_offset + (symbol.st_value - segment->p_vaddr);
        m_image_size = symbol.st_size;
        return {};
    }

    [[nodiscard]] bool read_word(std::uint64_t address, std::uint32_t& word) const noexcept {
        return read_at(address, &word, sizeof word);
    }

    [[nodiscard]] bool read_symbol(std::uint32_t index, elf_symbol& symbol) const noexcept {
        return read_at(m_symbols + index * sizeof symbol, &symbol, sizeof symbol);
    }

    [[nodiscard]] bool is_image(std::uint32_t index) const noexcept {
        elf_symbol symbol = {};
        char name[image_name.size() + 1] = {};
        return read_symbol(index, symbol) && symbol.st_shndx != 0 &&
               read_at(m_strings + symbol.st_name, name, sizeof name) &&
               std::memcmp(name, image_name.data(), image_name.size() + 1) == 0;
    }

    /// The symbol that `DT_HASH` gives for the image's name; 0 for none. A bucket, then from link to link up to 0.
    [[nodiscard]] std::uint32_t find_by_hash() const noexcept {
        std::uint32_t bucket_count = 0;
        if (!read_word(m_hash, bucket_count) || bucket_count == 0) return 0;
        std::uint32_t hash = 0;
        for (char const c : image_name) {
            hash = (hash << 4) + static_cast<unsigned char>(c);
            std::uint32_t const top = hash & 0xF0000000;
            hash = (hash ^ (top >> 24)) & ~top;
        }
        std::uint64_t const buckets = m_hash + 8;
        std::uint64_t const chains = buckets + std::uint64_t{4} * bucket_count;
        std::uint32_t index = 0;
        bool is_read = read_word(buckets + std::uint64_t{4} * (hash % bucket_count), index);
        for (std::size_t steps = 0; is_read && index != 0 && steps < most_entries; ++steps) {
            if (is_image(index)) return index;
            is_read = read_word(chains + std::uint64_t{4} * index, index);
        }
        return 0;
    }

    /// As find_by_hash for `DT_GNU_HASH`: Bloom filter, bucket, then the bucket's hashes up to an odd one.
    [[nodiscard]] std::uint32_t find_by_gnu_hash() const noexcept {
        std::uint32_t head[4] = {};  // buckets, first symbol, Bloom words, Bloom shift
        if (!read_at(m_gnu_hash, head, sizeof head) || head[0] == 0 || head[2] == 0) return 0;
        std::uint32_t hash = 5381;
        for (char const c : image_name) hash = hash * 33 + static_cast<unsigned char>(c);
        std::uint64_t bloom = 0;
        std::uint64_t const bloom_words = m_gnu_hash + sizeof head;
        if (!read_at(bloom_words + std::uint64_t{8} * (hash / 64 % head[2]), &bloom, sizeof bloom)) return 0;
        if (head[3] >= 32 || ((bloom >> (hash % 64)) & (bloom >> ((hash >> head[3]) % 64)) & 1) == 0) return 0;
        std::uint64_t const buckets = bloom_words + std::uint64_t{8} * head[2];
        std::uint64_t const hashes = buckets + std::uint64_t{4} * head[0];
        std::uint32_t index = 0;
        if (!read_word(buckets + std::uint64_t{4} * (hash % head[0]), index) || index < head[1] || index == 0) return 0;
        for (std::size_t steps = 0; steps < most_entries; ++steps, ++index) {
            std::uint32_t other = 0;
            if (!read_word(hashes + std::uint64_t{4} * (index - head[1]), other)) return 0;
            if ((other | 1) == (hash | 1) && is_image(index)) return index;
            if ((other & 1) != 0) return 0;
        }
        return 0;
    }

    readable_file const& m_file;
    char const* m_path;
    elf_segment m_segments[most_segments] = {};
    std::size_t m_segment_count = 0;
    std::uint64_t m_hash = 0;
    std::uint64_t m_gnu_hash = 0;
    std::uint64_t m_strings = 0;
    std::uint64_t m_symbols = 0;
    std::uint64_t m_image_offset = 0;
    std::uint64_t m_image_size = 0;
};

}  // namespace detail
}  // namespace v2
}  // namespace tablegen

#endif

#endif
