#ifndef TABLEGEN_FOLLOWER_HPP
#define TABLEGEN_FOLLOWER_HPP

#include <pthread.h>
#include <signal.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <chrono>
#include <climits>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "config.hpp"
#include "directory_watch.hpp"
#include "file.hpp"
#include "library.hpp"
#include "pointer_state.hpp"
#include "process_record.hpp"
#include "snapshot.hpp"
#include "status.hpp"
#include "write_guard.hpp"

namespace tablegen {
inline namespace v2 {
namespace detail {

/// Milliseconds since 1970: for people to read. Nothing is measured with it, so it may jump.
[[nodiscard]] inline std::uint64_t wall_clock_ms() noexcept {
    auto const now = std::chrono::system_clock::now().time_since_epoch();
    return static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::milliseconds>(now).count());
}

/// The path as it is now, whatever folder the process goes to later.
[[nodiscard]] inline std::string absolute_path(std::string_view path) {
    char folder[PATH_MAX];
    if (path.empty() || path.front() == '/' || ::getcwd(folder, sizeof folder) == nullptr) return std::string(path);
    return std::string(folder) + "/" + std::string(path);
}

/// A release that is or was in use. The store derives from it what knows the tables.
class release_node {
public:
    release_node() noexcept = default;
    release_node(release_node const&) = delete;
    release_node& operator=(release_node const&) = delete;
    virtual ~release_node() {
        // A process that was forked off meanwhile has the file open too, and would keep the lease.
        if (is_guarded) write_guard::let_go(file.descriptor());
    }

    library mapped;
    /// Open as long as it is guarded.
    readable_file file;
    pointer_state source;
    std::uint64_t since = 0;
    bool is_guarded = false;
    bool is_private = false;
    slot_pool::unsettled_slots unsettled;
    /// Nobody can know who holds it, so it stays.
    bool is_kept = false;
};

/// What the follower asks of the store. Called by whoever looks, one at a time.
class release_hooks {
public:
    /// Makes the node of an opened library, or says why the program can not use it.
    [[nodiscard]] virtual status bind(library&& opened, std::unique_ptr<release_node>& result) noexcept = 0;
    [[nodiscard]] virtual status before_switch(release_node const& previous, release_node const& next) noexcept = 0;
    virtual void after_switch(release_node const& previous, release_node const& next) noexcept = 0;
    virtual void on_failure(status const& why) noexcept = 0;

protected:
    ~release_hooks() = default;
};

struct follower_settings {
    std::string directory;
    std::string name;
    std::string channel;
    std::string process_name;
    signature_verifier signature;
    bool in_background = true;
    bool use_inotify = true;
    std::chrono::milliseconds poll_interval{1000};
    bool guard_file = true;
    int guard_signal = 0;
    bool leave_record = true;
    bool huge_pages = false;
};

/// Keeps the current release of a store that of a directory's pointer.
///
/// A look goes: has the pointer changed? → open the file it leads to → check everything → let the application say no
/// → switch → tell → free earlier releases that nobody holds. Whatever fails leaves the release in use.
class follower {
public:
    follower(follower_settings settings, release_hooks& hooks, slot_pool& slots,
             std::atomic<release_node*>& current) noexcept
        : m_settings(std::move(settings)),
          m_hooks(hooks),
          m_slots(slots),
          m_current(current),
          m_pointer(m_settings.directory + "/" + m_settings.name +
                    (m_settings.channel == "stable" ? "" : "." + m_settings.channel) + ".so"),
          m_process(::getpid()),
          m_opened(wall_clock_ms()) {}
    follower(follower const&) = delete;
    follower& operator=(follower const&) = delete;
    ~follower() {
        stop();
        for (release_node* const node : m_retired) delete node;
    }

    /// Opens the current release with the given verification.
    [[nodiscard]] status open(verification level) noexcept {
        if (!m_watch.is_good()) return status::failure(status_code::system_error, "There is no descriptor left to follow ",
                                                       end_of_path(m_pointer.c_str()), ".");
        std::lock_guard<std::mutex> const lock(m_mutex);
        m_seen = m_tried = pointer_state::of(m_pointer.c_str());
        return switch_to_pointer(level);
    }

    /// Goes on from what the process has that this one was forked off, whose follower is never used again: it may be
    /// half way through anything. What has to be looked at is found by looking.
    void take_over(follower& parents) noexcept {
        m_is_wanted.store(parents.m_is_wanted.load(std::memory_order_acquire), std::memory_order_release);
        m_huge_page_status = m_current.load(std::memory_order_relaxed)->mapped.huge_page_status();
        // Open here, the parent's record would seem to live as long as this process does.
        parents.m_record.abandon();
        parents.m_watch.close();
        parents.m_guard.close();
        release_node& node = *m_current.load(std::memory_order_relaxed);
        // The parent's open file is guarded for the parent; a guard of one's own needs a file of one's own.
        node.is_guarded = false;
        node.file = readable_file(real_path().c_str());
        if (!node.file.is_open() || !pointer_state::of(node.file).has_same_file(node.source)) node.file = readable_file();
    }

    /// Goes on from a release that is open: leaves a record, and starts the thread where one is wanted.
    [[nodiscard]] status follow() noexcept {
        {
            std::lock_guard<std::mutex> const lock(m_mutex);
            keep_record();
            write_record();
        }
        return m_settings.in_background ? start() : status();
    }

    /// Ends the thread. Whoever destroys a follower calls it first: a callback may still ask until then.
    void stop() noexcept {
        if (!m_is_running || !is_of_this_process()) return;
        m_is_stopping.store(true, std::memory_order_release);
        m_watch.wake();
        ::pthread_join(m_thread, nullptr);
        m_is_running = false;
    }

    /// Looks now, whether or not there is something new. Waits for a look that is going on.
    [[nodiscard]] status reload() noexcept { return look(true); }

    /// Looks when something is new; true when it has switched.
    bool poll() noexcept {
        std::uint64_t const before = switches();
        (void)look(m_is_wanted.exchange(false, std::memory_order_acq_rel));
        return switches() != before;
    }

    /// Has the thread, or the next poll(), look. Safe in a signal handler.
    void request_reload() noexcept {
        m_is_wanted.store(true, std::memory_order_release);
        m_watch.wake();
    }

    // What may be asked at any time, in a callback too: none of it waits for a look.
    [[nodiscard]] status last_failure() const noexcept {
        std::lock_guard<std::mutex> const lock(m_failure_mutex);
        return m_failure;
    }
    [[nodiscard]] status record_status() const noexcept {
        std::lock_guard<std::mutex> const lock(m_failure_mutex);
        return m_record_status;
    }
    [[nodiscard]] status huge_page_status() const noexcept {
        std::lock_guard<std::mutex> const lock(m_failure_mutex);
        return m_huge_page_status;
    }
    [[nodiscard]] std::uint64_t switches() const noexcept { return m_switches.load(std::memory_order_acquire); }
    [[nodiscard]] std::size_t held_releases() const noexcept { return m_held.load(std::memory_order_acquire); }

    /// False in a process that was forked off the one that made this: its thread is not here.
    [[nodiscard]] bool is_of_this_process() const noexcept { return m_process == ::getpid(); }
    [[nodiscard]] follower_settings const& settings() const noexcept { return m_settings; }

private:
    /// While one of the application's functions runs: it holds the lock, so it can not have the store look again.
    class callback {
    public:
        explicit callback(follower& owner) noexcept : m_owner(owner) {
            m_owner.m_caller = ::pthread_self();
            m_owner.m_calling.store(true, std::memory_order_release);
        }
        callback(callback const&) = delete;
        callback& operator=(callback const&) = delete;
        ~callback() { m_owner.m_calling.store(false, std::memory_order_release); }

    private:
        follower& m_owner;
    };

    [[nodiscard]] status system_failure(char const* what) const noexcept {
        return status::failure(status_code::system_error, what, end_of_path(m_pointer.c_str()), ": ",
                               std::strerror(errno), ".");
    }

    [[nodiscard]] status look(bool is_forced) noexcept {
        if (m_calling.load(std::memory_order_acquire) && ::pthread_equal(m_caller, ::pthread_self()) != 0) {
            return status::failure(status_code::refused, "A callback of the store can not have it reload.");
        }
        std::lock_guard<std::mutex> const lock(m_mutex);
        pointer_state const now = pointer_state::of(m_pointer.c_str());
        bool const is_new_pointer = !now.has_same_pointer(m_seen);
        if (!is_forced && !is_new_pointer && now.has_same_file(m_tried) && !is_passing(m_failure)) {
            if (free_retired() || m_is_record_due) write_record();
            return m_failure;
        }
        bool const is_repeated = !is_new_pointer && now.has_same_file(m_tried);
        m_seen = m_tried = now;
        status result = switch_to_pointer(verification::full);
        bool const is_known = is_repeated && result.message() == m_failure.message();
        set_failure(result);
        if (!result && !is_known) {
            m_failed = wall_clock_ms();
            callback const scope(*this);
            m_hooks.on_failure(result);
        }
        free_retired();
        keep_record();
        write_record();
        return result;
    }

    /// Switches to what the pointer leads to, and if it is replaced meanwhile, to what it leads to then: the file of the
    /// one before may be gone, and nobody wants it any more.
    [[nodiscard]] status switch_to_pointer(verification level) noexcept {
        constexpr int most_attempts = 8;
        for (int attempt = 1;; ++attempt) {
            status result = try_to_switch(m_seen, level);
            if (result || attempt == most_attempts) return result;
            pointer_state const now = pointer_state::of(m_pointer.c_str());
            if (now.has_same_pointer(m_seen)) return result;
            m_seen = m_tried = now;
        }
    }

    /// What may go away by itself is tried again at each poll.
    [[nodiscard]] static bool is_passing(status const& failure) noexcept {
        return failure.code() == status_code::file_unreadable || failure.code() == status_code::map_failed ||
               failure.code() == status_code::system_error;
    }

    [[nodiscard]] status try_to_switch(pointer_state const& now, verification level) noexcept {
        release_node* const previous = m_current.load(std::memory_order_relaxed);
        if (!now.has_pointer()) {
            return status::failure(status_code::file_unreadable, "There is no pointer ",
                                   end_of_path(m_pointer.c_str()), ".");
        }
        if (now.inode != 0 && now.has_same_file(previous->source)) return {};
        std::string const path = real_path();
        readable_file file(path.c_str());
        if (!file.is_open()) {
            return status::failure(status_code::file_unreadable, end_of_path(path.c_str()), " can not be read: ",
                                   std::strerror(errno), ".");
        }
        // Before its first byte is read, so that nobody changes what was checked.
        write_guard::outcome const guarded =
            m_guard.is_open() ? m_guard.protect(file.descriptor()) : write_guard::outcome::unavailable;
        if (guarded == write_guard::outcome::has_writer) {
            return status::failure(status_code::file_unreadable, end_of_path(path.c_str()), " is being written to.");
        }
        library opened;
        if (status s = opened.open(file, path.c_str(), {level, m_settings.signature, m_settings.huge_pages}); !s) return s;
        std::unique_ptr<release_node> next;
        if (status s = m_hooks.bind(std::move(opened), next); !s) return about(path, s);
        next->file = std::move(file);
        next->source = pointer_state::of(next->file);
        next->since = wall_clock_ms();
        next->is_guarded = guarded == write_guard::outcome::granted;
        {
            callback const scope(*this);
            if (status s = m_hooks.before_switch(*previous, *next); !s) return about(path, s);
        }
        switch_to(std::move(next), *previous);
        return {};
    }

    /// The file that the pointer leads to now; the pointer itself where that can not be told.
    [[nodiscard]] std::string real_path() const noexcept {
        char real[PATH_MAX];
        return ::realpath(m_pointer.c_str(), real) == nullptr ? m_pointer : std::string(real);
    }

    void switch_to(std::unique_ptr<release_node> next, release_node& previous) noexcept {
        release_node* const node = next.release();
        set_huge_page_status(node->mapped.huge_page_status());
        m_current.store(node, std::memory_order_seq_cst);
        previous.is_kept = !m_slots.wait_for_announcements();
        // The store's own node, which has no release, is not ours to free.
        if (previous.mapped.is_open()) {
            previous.unsettled = m_slots.list_unsettled();
            previous.since = wall_clock_ms();
            m_retired.push_back(&previous);
            m_held.store(m_retired.size(), std::memory_order_release);
            m_switches.fetch_add(1, std::memory_order_release);
            write_record();  // a callback may take its time, and what is in use must not be removed meanwhile
        }
        callback const scope(*this);
        m_hooks.after_switch(previous, *node);
    }

    void set_huge_page_status(status const& found) noexcept {
        std::lock_guard<std::mutex> const lock(m_failure_mutex);
        m_huge_page_status = found;
    }

    void set_failure(status const& failure) noexcept {
        std::lock_guard<std::mutex> const lock(m_failure_mutex);
        m_failure = failure;
    }

    /// Frees the earlier releases that no snapshot holds. True when the record does not say so yet.
    bool free_retired() noexcept {
        if (m_retired.empty()) return false;
        m_is_settled = true;
        std::size_t kept = 0;
        std::size_t snapshots = 0;
        for (release_node* const node : m_retired) {
            bool const is_settled = slot_pool::settle(node->unsettled);
            std::size_t const found = m_slots.count(node);  // after settling: a slot may just have said that it holds it
            if (found == 0 && is_settled && !node->is_kept) {
                delete node;
                continue;
            }
            if (!is_settled) m_is_settled = false;
            snapshots += found;
            m_retired[kept++] = node;
        }
        bool const has_changed = kept != m_retired.size() || snapshots != m_held_snapshots;
        m_retired.resize(kept);
        m_held.store(kept, std::memory_order_release);
        m_held_snapshots = snapshots;
        return has_changed;
    }

    /// Makes the record where there is none: at first, and where the directory is another one by now.
    void keep_record() noexcept {
        if (!m_settings.leave_record || m_record.is_listed()) return;
        set_record_status(m_record.open(m_settings.directory, m_settings.name));
        m_is_record_due = true;
    }

    void set_record_status(status const& found) noexcept {
        std::lock_guard<std::mutex> const lock(m_failure_mutex);
        m_record_status = found;
    }

    void write_record() noexcept {
        if (!m_settings.leave_record) return;
        release_node const& node = *m_current.load(std::memory_order_relaxed);
        version_text const version = node.mapped.image().version();
        record_content content;
        content.channel = m_settings.channel;
        content.process = m_settings.process_name;
        content.opened = m_opened;
        content.release = version.view();
        content.since = node.since;
        content.switches = switches();
        content.pointer = m_seen.stamp;
        content.failure = m_failure.message();
        content.failed = m_failed;
        for (release_node const* const retired : m_retired) {
            if (content.held_count == record_content::most_held) break;
            record_content::held_release& held = content.held[content.held_count++];
            std::memcpy(held.version, retired->mapped.image().version().text(), sizeof held.version);
            held.snapshots = m_slots.count(retired);
            held.since = retired->since;
        }
        content.held_more = content.held_count < m_retired.size();
        content.is_private = node.is_private;
        std::uint64_t const kb = (node.mapped.mapped_size() + 1023) / 1024;
        (node.is_private ? content.private_kb : content.shared_kb) = kb;
        bool const was_due = m_is_record_due;
        m_is_record_due = !m_record.write(content);
        if (m_is_record_due && !was_due) set_record_status(system_failure("The record can not be written for "));
        if (!m_is_record_due && was_due && m_record.is_listed()) set_record_status(status());
    }

    [[nodiscard]] status start() noexcept {
        // Signals are the application's, and the guard's is read from a descriptor.
        sigset_t all;
        sigset_t before;
        sigfillset(&all);
        ::pthread_sigmask(SIG_SETMASK, &all, &before);
        int const error = ::pthread_create(&m_thread, nullptr, &run, this);
        ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
        errno = error;
        if (error != 0) return system_failure("There is no thread to follow ");
        m_is_running = true;
        return {};
    }

    static void* run(void* self) noexcept {
#if defined(__linux__)
        ::pthread_setname_np(::pthread_self(), "tablegen");
#endif
        static_cast<follower*>(self)->run();
        return nullptr;
    }

    void run() noexcept {
        open_guard();
        while (!m_is_stopping.load(std::memory_order_acquire)) {
            if (m_settings.use_inotify) m_watch.arm(m_settings.directory.c_str());
            renew();
            poll();
            m_watch.wait(next_wait_ms(), m_guard.descriptor());
            save_wanted_files();
        }
    }

    void open_guard() noexcept {
        if (!m_settings.guard_file) return;
        std::lock_guard<std::mutex> const lock(m_mutex);
        m_guard.open(m_settings.guard_signal);
    }

    /// What was not to be had before may be now: a place in the directory, a lease on the file.
    void renew() noexcept {
        std::lock_guard<std::mutex> const lock(m_mutex);
        keep_record();  // the look that follows writes it
        release_node& node = *m_current.load(std::memory_order_relaxed);
        if (!m_guard.is_open() || node.is_guarded || node.is_private || !node.file.is_open()) return;
        node.is_guarded = m_guard.protect(node.file.descriptor()) == write_guard::outcome::granted;
    }

    /// Milliseconds; -1 for ever.
    [[nodiscard]] int next_wait_ms() noexcept {
        std::lock_guard<std::mutex> const lock(m_mutex);
        constexpr std::int64_t longest = INT_MAX;
        std::int64_t const asked = m_settings.poll_interval.count();
        int const interval = static_cast<int>(asked < 0 ? 0 : asked > longest ? longest : asked);
        if (m_retired.empty()) {
            m_wait_ms = 1;
            return interval == 0 ? -1 : interval;
        }
        // A reader that just ends lets go within microseconds; one that does not is asked less and less often.
        int const wait = m_is_settled ? m_wait_ms : 1;
        m_wait_ms = m_wait_ms < longest_wait_ms ? m_wait_ms * 2 : longest_wait_ms;
        return interval != 0 && interval < wait ? interval : wait;
    }

    /// Somebody is about to write to the file of a release that is in use: from here on it is in private memory.
    void save_wanted_files() noexcept {
        std::lock_guard<std::mutex> const lock(m_mutex);
        m_guard.drain();
        save_wanted_file(*m_current.load(std::memory_order_relaxed));
        for (release_node* const node : m_retired) save_wanted_file(*node);
    }

    void save_wanted_file(release_node& node) noexcept {
        if (!node.is_guarded || !write_guard::is_wanted(node.file.descriptor())) return;
        node.is_private = node.mapped.make_private();
        write_guard::let_go(node.file.descriptor());
        node.is_guarded = false;
        node.file = readable_file();
        node.source = pointer_state();
        version_text const version = node.mapped.image().version();
        set_failure(status::failure(
            status_code::system_error, "The file of release ", version.view(), " was opened for writing; ",
            node.is_private ? "this process goes on with a copy of its own." : "there was no memory for a copy of it."));
        m_failed = wall_clock_ms();
        {
            callback const scope(*this);
            m_hooks.on_failure(m_failure);
        }
        write_record();
    }

    static constexpr int longest_wait_ms = 256;

    follower_settings const m_settings;
    release_hooks& m_hooks;
    slot_pool& m_slots;
    std::atomic<release_node*>& m_current;
    std::string const m_pointer;
    pid_t const m_process;
    std::uint64_t const m_opened;

    std::mutex m_mutex;          // held by whoever looks, for all below up to the thread's own
    pointer_state m_seen;        // at the last look
    pointer_state m_tried;       // whose file was last tried
    mutable std::mutex m_failure_mutex;
    status m_failure;            // this and the record's written under both, so that who looks may read them
    std::uint64_t m_failed = 0;
    std::atomic<std::uint64_t> m_switches{0};
    std::atomic<std::size_t> m_held{0};
    std::atomic<bool> m_calling{false};
    std::atomic<pthread_t> m_caller{};
    std::vector<release_node*> m_retired;
    std::size_t m_held_snapshots = 0;
    bool m_is_settled = true;
    int m_wait_ms = 1;
    process_record m_record;
    bool m_is_record_due = false;  // what it says is not all that there is to say
    status m_record_status;
    status m_huge_page_status;
    write_guard m_guard;

    directory_watch m_watch;
    pthread_t m_thread = {};
    bool m_is_running = false;
    std::atomic<bool> m_is_stopping{false};
    std::atomic<bool> m_is_wanted{false};
};

}  // namespace detail
}  // namespace v2
}  // namespace tablegen

#endif
