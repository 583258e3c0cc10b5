#ifndef TABLEGEN_DIRECTORY_WATCH_HPP
#define TABLEGEN_DIRECTORY_WATCH_HPP

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "config.hpp"
#include "file.hpp"

#if defined(__linux__)
#include <sys/inotify.h>
#endif

namespace tablegen {
inline namespace v2 {
namespace detail {

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

    /// In a process that was forked off: what is waited on is the parent's.
    void close() noexcept {
#if defined(__linux__)
        m_events.reset();
#endif
        m_woken.reset();
        m_wake.reset();
    }

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

}  // namespace detail
}  // namespace v2
}  // namespace tablegen

#endif
