#ifndef TABLEGEN_FILE_HPP
#define TABLEGEN_FILE_HPP

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <utility>

#include "config.hpp"

#if defined(__unix__) || defined(__APPLE__)
#define TABLEGEN_HAS_MMAP 1
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

#include <cerrno>
#else
#define TABLEGEN_HAS_MMAP 0
#endif

#if TABLEGEN_HAS_MMAP

namespace tablegen {
inline namespace v2 {
namespace detail {

/// A file descriptor that is closed at the end of its scope.
class unique_descriptor {
public:
    unique_descriptor() noexcept = default;
    explicit unique_descriptor(int descriptor) noexcept : m_descriptor(descriptor) {}
    unique_descriptor(unique_descriptor&& other) noexcept : m_descriptor(std::exchange(other.m_descriptor, -1)) {}
    unique_descriptor& operator=(unique_descriptor&& other) noexcept {
        if (this != &other) {
            reset();
            m_descriptor = std::exchange(other.m_descriptor, -1);
        }
        return *this;
    }
    ~unique_descriptor() { reset(); }

    void reset() noexcept {
        if (m_descriptor >= 0) ::close(m_descriptor);
        m_descriptor = -1;
    }
    [[nodiscard]] bool is_open() const noexcept { return m_descriptor >= 0; }
    [[nodiscard]] int get() const noexcept { return m_descriptor; }

private:
    int m_descriptor = -1;
};

/// A regular file that is open for reading.
class readable_file {
public:
    readable_file() noexcept = default;
    /// Opens a file; see is_open(). What is no regular file counts as not open. `errno` says why.
    explicit readable_file(char const* path) noexcept
        // A FIFO under the name must not make the caller wait for a writer.
        : readable_file(unique_descriptor(::open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK))) {}
    explicit readable_file(unique_descriptor descriptor) noexcept : m_descriptor(std::move(descriptor)) {
        struct stat found = {};
        if (!is_open()) return;
        if (::fstat(m_descriptor.get(), &found) == 0 && S_ISREG(found.st_mode)) {
            m_size = static_cast<std::uint64_t>(found.st_size);
            return;
        }
        m_descriptor.reset();
        errno = S_ISDIR(found.st_mode) ? EISDIR : EINVAL;
    }

    [[nodiscard]] bool is_open() const noexcept { return m_descriptor.is_open(); }
    [[nodiscard]] int descriptor() const noexcept { return m_descriptor.get(); }
    /// Bytes, when it was opened.
    [[nodiscard]] std::uint64_t size() const noexcept { return m_size; }

    /// Reads exactly `bytes` bytes at `offset`; false when the file ends before.
    [[nodiscard]] bool read(std::uint64_t offset, void* to, std::size_t bytes) const noexcept {
        if (offset > m_size || bytes > m_size - offset) return false;
        auto* out = static_cast<unsigned char*>(to);
        while (bytes > 0) {
            ssize_t const got = ::pread(m_descriptor.get(), out, bytes, static_cast<off_t>(offset));
            if (got < 0 && errno == EINTR) continue;
            if (got <= 0) return false;
            out += got;
            offset += static_cast<std::uint64_t>(got);
            bytes -= static_cast<std::size_t>(got);
        }
        return true;
    }

private:
    unique_descriptor m_descriptor;
    std::uint64_t m_size = 0;
};

/// The end of a path, short enough for a text that has to hold a reason too.
[[nodiscard]] inline char const* end_of_path(char const* path) noexcept {
    constexpr std::size_t most = 160;
    std::size_t const size = std::strlen(path);
    return size > most ? path + (size - most) : path;
}

/// All bytes of a file, seen in place: the pages are the file's own, the same ones in every process.
class file_mapping {
public:
    /// Of x86-64, and of ARM with pages of 4 KiB.
    static constexpr std::size_t huge_page_size = std::size_t{2} << 20;

    file_mapping() noexcept = default;
    file_mapping(file_mapping&& other) noexcept
        : m_data(std::exchange(other.m_data, nullptr)), m_size(std::exchange(other.m_size, 0)) {}
    file_mapping& operator=(file_mapping&& other) noexcept {
        if (this != &other) {
            reset();
            m_data = std::exchange(other.m_data, nullptr);
            m_size = std::exchange(other.m_size, 0);
        }
        return *this;
    }
    ~file_mapping() { reset(); }

    /// Maps an open file that is not empty; false when the system refuses. Huge pages need an address that is a multiple
    /// of theirs, which it has when they are `wanted`.
    [[nodiscard]] bool map(readable_file const& file, bool huge_pages_wanted = false) noexcept {
        auto const size = static_cast<std::size_t>(file.size());
        void* const data = huge_pages_wanted && size >= huge_page_size
                               ? map_aligned(file.descriptor(), size)
                               : ::mmap(nullptr, size, PROT_READ, MAP_SHARED, file.descriptor(), 0);
        if (data == MAP_FAILED) return false;
        reset();
        m_data = static_cast<unsigned char*>(data);
        m_size = size;
        return true;
    }

    void reset() noexcept {
        if (m_data != nullptr) ::munmap(m_data, m_size);
        m_data = nullptr;
        m_size = 0;
    }

    /// Makes all pages present, so that no reader waits for the disk or takes a fault. False when the file has become
    /// shorter than it was when it was opened, so that reading it would end the process.
    [[nodiscard]] bool populate() const noexcept {
        // In parts, because who changes the process's mappings meanwhile, as its heap does, waits for a part.
        constexpr std::size_t part_size = std::size_t{1} << 20;
        for (std::size_t begin = 0; begin < m_size; begin += part_size) {
            std::size_t const part = m_size - begin < part_size ? m_size - begin : part_size;
#if defined(__linux__)
            constexpr int populate_read = 22;  // MADV_POPULATE_READ, since Linux 5.14
            if (::madvise(m_data + begin, part, populate_read) == 0) continue;
            if (errno == EFAULT) return false;
#endif
            ::madvise(m_data + begin, part, MADV_WILLNEED);
        }
        return true;
    }

    /// Has the system put the file's pages, those that all processes share, together into huge ones. All but the end of
    /// the file, which is less than one: a small file has none. Returns 0, or the `errno` that says why some are small as before.
    [[nodiscard]] int use_huge_pages() const noexcept {
        if (m_size < huge_page_size) return 0;
#if defined(__linux__)
        constexpr int collapse = 25;  // MADV_COLLAPSE, since Linux 6.1
        return ::madvise(m_data, m_size / huge_page_size * huge_page_size, collapse) == 0 ? 0 : errno;
#else
        return ENOSYS;
#endif
    }

    /// Puts private memory with the same bytes in the place of the file's pages, in one step: who reads meanwhile
    /// sees the same bytes before and after. False, and nothing changed, when there is no memory for it.
    [[nodiscard]] bool make_private() noexcept {
#if defined(__linux__)
        void* const copy = ::mmap(nullptr, m_size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (copy == MAP_FAILED) return false;
        std::memcpy(copy, m_data, m_size);
        ::mprotect(copy, m_size, PROT_READ);
        if (::mremap(copy, m_size, m_size, MREMAP_MAYMOVE | MREMAP_FIXED, m_data) != MAP_FAILED) return true;
        ::munmap(copy, m_size);
#endif
        return false;
    }

    [[nodiscard]] unsigned char const* data() const noexcept { return m_data; }
    [[nodiscard]] std::size_t size() const noexcept { return m_size; }

private:
    /// Maps in the midst of addresses that are reserved for it, and gives back the rest.
    [[nodiscard]] static void* map_aligned(int descriptor, std::size_t size) noexcept {
        std::size_t const room = size + huge_page_size;
        void* const reserved = ::mmap(nullptr, room, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (reserved == MAP_FAILED) return MAP_FAILED;
        auto* const begin = static_cast<unsigned char*>(reserved);
        std::size_t const before = (0 - reinterpret_cast<std::uintptr_t>(begin)) % huge_page_size;
        void* const data = ::mmap(begin + before, size, PROT_READ, MAP_SHARED | MAP_FIXED, descriptor, 0);
        if (data == MAP_FAILED) {
            ::munmap(begin, room);
            return MAP_FAILED;
        }
        auto const page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
        std::size_t const end = before + (size + page - 1) / page * page;
        if (before > 0) ::munmap(begin, before);
        if (end < room) ::munmap(begin + end, room - end);
        return data;
    }

    unsigned char* m_data = nullptr;
    std::size_t m_size = 0;
};

}  // namespace detail
}  // namespace v2
}  // namespace tablegen

#endif

#endif
