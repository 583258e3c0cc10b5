#ifndef TABLEGEN_WATCH_HPP
#define TABLEGEN_WATCH_HPP

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstring>

#include "config.hpp"
#include "file.hpp"

#if defined(__linux__)
#include <sys/inotify.h>
#include <sys/signalfd.h>
#include <sys/syscall.h>
#endif

namespace tablegen {
inline namespace v1 {
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

/// Makes a descriptor that poll() never waits for longer than for what it is for.
inline void make_nonblocking(int descriptor) noexcept {
    ::fcntl(descriptor, F_SETFL, ::fcntl(descriptor, F_GETFL) | O_NONBLOCK);
    ::fcntl(descriptor, F_SETFD, FD_CLOEXEC);
}

/// Waits for something to happen in a directory, for wake(), or for some time to go by.
///
/// The directory may not be there yet, be deleted and made again, or be another one under the same name later:
/// arm() is called before each wait and sees to it. On systems without inotify, time and wake() are all there is.
class directory_watch {
public:
    directory_watch() noexcept {
        int ends[2] = {-1, -1};
        if (::pipe(ends) == 0) {
            make_nonblocking(ends[0]);
            make_nonblocking(ends[1]);
            m_woken = unique_descriptor(ends[0]);
            m_wake = unique_descriptor(ends[1]);
        }
    }

    /// False when the system had no descriptors left for it.
    [[nodiscard]] bool is_good() const noexcept { return m_wake.is_open(); }

    /// Ends a wait, or the next one. Safe in a signal handler and on any thread.
    void wake() const noexcept {
        int const error = errno;
        char const byte = 0;
        [[maybe_unused]] ssize_t const done = ::write(m_wake.get(), &byte, 1);  // a full pipe wakes as well
        errno = error;
    }

    /// Watches the directory that is at the path now. What happened before counts as seen.
    void arm(char const* directory) noexcept {
#if defined(__linux__)
        struct stat found = {};
        bool const is_there = ::stat(directory, &found) == 0;
        if (m_events.is_open() && is_there && found.st_dev == m_device && found.st_ino == m_inode) return;
        m_events.reset();
        if (!is_there) return;
        m_events = unique_descriptor(::inotify_init1(IN_NONBLOCK | IN_CLOEXEC));
        // An rsync or a copy shows as close_write and moved_to; the end of the directory shows by itself.
        constexpr std::uint32_t mask = IN_CLOSE_WRITE | IN_MOVED_TO | IN_CREATE | IN_DELETE | IN_DELETE_SELF |
                                       IN_MOVE_SELF | IN_ONLYDIR;
        if (m_events.is_open() && ::inotify_add_watch(m_events.get(), directory, mask) < 0) m_events.reset();
        m_device = found.st_dev;
        m_inode = found.st_ino;
#else
        (void)directory;
#endif
    }

    /// The descriptor `extra` ends the wait too, when it is one. A negative time waits without end.
    void wait(int milliseconds, int extra) noexcept {
        pollfd waited[3] = {{m_woken.get(), POLLIN, 0}, {-1, POLLIN, 0}, {extra, POLLIN, 0}};
#if defined(__linux__)
        waited[1].fd = m_events.get();
#endif
        if (::poll(waited, 3, milliseconds) <= 0) return;
        if (waited[0].revents != 0) drain(m_woken.get());
#if defined(__linux__)
        // What happened does not matter, as all of it is a reason to look; but the end of the directory is the end of
        // this watch, which arm() cannot see when another directory has got the same number.
        if (waited[1].revents != 0 && has_ended()) m_events.reset();
#endif
    }

private:
    static void drain(int descriptor) noexcept {
        char bytes[256];
        while (::read(descriptor, bytes, sizeof bytes) > 0) {
        }
    }

#if defined(__linux__)
    [[nodiscard]] bool has_ended() const noexcept {
        alignas(inotify_event) char bytes[4096];
        bool ended = false;
        for (ssize_t size = 0; (size = ::read(m_events.get(), bytes, sizeof bytes)) > 0;) {
            for (ssize_t at = 0; at < size;) {
                inotify_event event = {};
                std::memcpy(&event, bytes + at, sizeof event);
                if ((event.mask & (IN_DELETE_SELF | IN_MOVE_SELF | IN_IGNORED | IN_UNMOUNT)) != 0) ended = true;
                at += static_cast<ssize_t>(sizeof event + event.len);
            }
        }
        return ended;
    }

    unique_descriptor m_events;
    dev_t m_device = 0;
    ino_t m_inode = 0;
#endif
    unique_descriptor m_woken;
    unique_descriptor m_wake;
};

/// Learns when somebody is about to write to a file that is mapped here, and keeps him waiting meanwhile: a lease,
/// as fcntl(2) has it. The system grants one to the file's owner (or CAP_LEASE) on local file systems; elsewhere
/// there is no guard, and the file's mode is all that protects it.
class write_guard {
public:
    enum class outcome {
        granted,
        /// Somebody has the file open for writing now: what is read from it may change.
        has_writer,
        unavailable,
    };

#if defined(__linux__)
    /// For the thread that calls it, which must be the one that waits, with the signal blocked.
    void open() noexcept {
        sigset_t signals;
        sigemptyset(&signals);
        sigaddset(&signals, signal());
        m_signals = unique_descriptor(::signalfd(-1, &signals, SFD_NONBLOCK | SFD_CLOEXEC));
        m_thread = static_cast<pid_t>(::syscall(SYS_gettid));
    }

    [[nodiscard]] outcome protect(int file) noexcept {
        struct stat found = {};
        f_owner_ex owner = {F_OWNER_TID, m_thread};
        if (!m_signals.is_open() || ::fstat(file, &found) != 0 || ::fcntl(file, F_SETSIG, signal()) != 0 ||
            ::fcntl(file, F_SETOWN_EX, &owner) != 0) {
            return outcome::unavailable;
        }
        if (::fcntl(file, F_SETLEASE, F_RDLCK) == 0) {
            m_device = found.st_dev;
            return outcome::granted;
        }
        // Network file systems answer the same whenever they have no lease to give.
        return errno == EAGAIN && found.st_dev == m_device ? outcome::has_writer : outcome::unavailable;
    }

    /// True when a writer waits for the lease on this file.
    [[nodiscard]] static bool is_wanted(int file) noexcept { return ::fcntl(file, F_GETLEASE) == F_UNLCK; }

    static void let_go(int file) noexcept { ::fcntl(file, F_SETLEASE, F_UNLCK); }

    /// For directory_watch::wait.
    [[nodiscard]] int descriptor() const noexcept { return m_signals.get(); }

    /// Forgets the signals that have come.
    void drain() const noexcept {
        signalfd_siginfo information = {};
        while (::read(m_signals.get(), &information, sizeof information) > 0) {
        }
    }

private:
    /// Directed at one thread, so the application's own use of it is not disturbed.
    [[nodiscard]] static int signal() noexcept { return SIGRTMAX - 3; }

    unique_descriptor m_signals;
    pid_t m_thread = 0;
    /// Where leases are known to be granted.
    dev_t m_device = 0;
#else
    void open() noexcept {}
    [[nodiscard]] outcome protect(int) noexcept { return outcome::unavailable; }
    [[nodiscard]] static bool is_wanted(int) noexcept { return false; }
    static void let_go(int) noexcept {}
    [[nodiscard]] int descriptor() const noexcept { return -1; }
    void drain() const noexcept {}
#endif
};

}  // namespace detail
}  // namespace v1
}  // namespace tablegen

#endif
