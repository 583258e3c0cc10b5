#ifndef TABLEGEN_POINTER_STATE_HPP
#define TABLEGEN_POINTER_STATE_HPP

#include <sys/stat.h>

#include <cstdint>
#include <cstdio>
#include <cstring>

#include "config.hpp"
#include "file.hpp"

namespace tablegen {
inline namespace v2 {
namespace detail {

/// What a pointer is at one moment. Any change of it is a reason to look.
struct pointer_state {
    /// The symlink itself, as docs/release-directory.md has it in records: empty when there is none.
    char stamp[48] = {};
    /// What it leads to; zeros when that is not there.
    std::uint64_t device = 0;
    std::uint64_t inode = 0;
    std::uint64_t size = 0;
    std::int64_t modified = 0;

    [[nodiscard]] static pointer_state of(char const* path) noexcept {
        pointer_state result;
        struct stat found = {};
        if (::lstat(path, &found) != 0) return result;
        std::snprintf(result.stamp, sizeof result.stamp, "%llu-%lld", static_cast<unsigned long long>(found.st_ino),
                      static_cast<long long>(nanoseconds(found)));
        if (::stat(path, &found) == 0) result.take_file(found);
        return result;
    }

    /// Of an open file, without a pointer.
    [[nodiscard]] static pointer_state of(readable_file const& file) noexcept {
        pointer_state result;
        struct stat found = {};
        if (::fstat(file.descriptor(), &found) == 0) result.take_file(found);
        return result;
    }

    [[nodiscard]] bool has_pointer() const noexcept { return stamp[0] != '\0'; }
    [[nodiscard]] bool has_same_pointer(pointer_state const& other) const noexcept {
        return std::strcmp(stamp, other.stamp) == 0;
    }
    [[nodiscard]] bool has_same_file(pointer_state const& other) const noexcept {
        return device == other.device && inode == other.inode && size == other.size && modified == other.modified;
    }

private:
    void take_file(struct stat const& found) noexcept {
        device = static_cast<std::uint64_t>(found.st_dev);
        inode = static_cast<std::uint64_t>(found.st_ino);
        size = static_cast<std::uint64_t>(found.st_size);
        modified = nanoseconds(found);
    }

    [[nodiscard]] static std::int64_t nanoseconds(struct stat const& found) noexcept {
#if defined(__APPLE__)
        auto const& time = found.st_mtimespec;
#else
        auto const& time = found.st_mtim;
#endif
        return static_cast<std::int64_t>(time.tv_sec) * 1'000'000'000 + time.tv_nsec;
    }
};

}  // namespace detail
}  // namespace v2
}  // namespace tablegen

#endif
