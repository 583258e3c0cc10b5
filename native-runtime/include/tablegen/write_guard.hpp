#ifndef TABLEGEN_WRITE_GUARD_HPP
#define TABLEGEN_WRITE_GUARD_HPP

#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "config.hpp"
#include "file.hpp"

#if defined(__linux__)
#include <sys/signalfd.h>
#include <sys/syscall.h>
#endif

namespace tablegen {
inline namespace v2 {
namespace detail {

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
    /// For the thread that calls it, which must be the one that waits, with the signal blocked. The signal is one that
    /// the application leaves to the store: SIGRTMAX - 3 for 0.
    void open(int chosen_signal) noexcept {
        m_signal = chosen_signal == 0 ? SIGRTMAX - 3 : chosen_signal;
        sigset_t signals;
        sigemptyset(&signals);
        sigaddset(&signals, m_signal);
        m_signals = unique_descriptor(::signalfd(-1, &signals, SFD_NONBLOCK | SFD_CLOEXEC));
        m_thread = static_cast<pid_t>(::syscall(SYS_gettid));
    }

    [[nodiscard]] outcome protect(int file) noexcept {
        struct stat found = {};
        f_owner_ex owner = {F_OWNER_TID, m_thread};
        if (!m_signals.is_open() || ::fstat(file, &found) != 0 || ::fcntl(file, F_SETSIG, m_signal) != 0 ||
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

    void close() noexcept { m_signals.reset(); }
    [[nodiscard]] bool is_open() const noexcept { return m_signals.is_open(); }

    /// For directory_watch::wait.
    [[nodiscard]] int descriptor() const noexcept { return m_signals.get(); }

    /// Forgets the signals that have come.
    void drain() const noexcept {
        signalfd_siginfo information = {};
        while (::read(m_signals.get(), &information, sizeof information) > 0) {
        }
    }

private:
    unique_descriptor m_signals;
    pid_t m_thread = 0;
    int m_signal = 0;
    /// Where leases are known to be granted.
    dev_t m_device = 0;
#else
    void open(int) noexcept {}
    void close() noexcept {}
    [[nodiscard]] outcome protect(int) noexcept { return outcome::unavailable; }
    [[nodiscard]] static bool is_wanted(int) noexcept { return false; }
    static void let_go(int) noexcept {}
    [[nodiscard]] bool is_open() const noexcept { return false; }
    [[nodiscard]] int descriptor() const noexcept { return -1; }
    void drain() const noexcept {}
#endif
};

}  // namespace detail
}  // namespace v2
}  // namespace tablegen

#endif
