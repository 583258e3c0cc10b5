#ifndef TABLEGEN_STORE_HPP
#define TABLEGEN_STORE_HPP

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

#include "config.hpp"
#include "follower.hpp"
#include "image.hpp"
#include "library.hpp"
#include "snapshot.hpp"
#include "status.hpp"

namespace tablegen {
inline namespace v2 {

/// From one release to the next.
template <class Tables>
struct release_change {
    /// Without rows when the store is being opened.
    Tables const& previous;
    Tables const& next;

    /// True when the store is being opened. Every table has changed then.
    [[nodiscard]] bool is_first() const noexcept { return previous.image().data() == nullptr; }

    /// True when the table's content is new, altered or gone; by the hashes of the two releases, so it costs nothing.
    /// A table that refers to rows has not changed when those are the same, wherever they lie.
    [[nodiscard]] bool has_changed(std::string_view table) const noexcept {
        layout::table_entry const* const before = find(previous, table);
        layout::table_entry const* const after = find(next, table);
        if (before == nullptr || after == nullptr) return before != after;
        return before->data_hash != after->data_hash || before->schema_hash != after->schema_hash;
    }

    /// Calls `function(std::string_view name)` for each table that has changed.
    template <class Function>
    void for_each_changed(Function function) const {
        if (next.image().data() != nullptr) {
            for (layout::table_entry const& table : next.image().tables()) {
                if (has_changed(table.name.view())) function(table.name.view());
            }
        }
        if (previous.image().data() == nullptr) return;
        for (layout::table_entry const& table : previous.image().tables()) {
            if (find(next, table.name.view()) == nullptr) function(table.name.view());
        }
    }

private:
    [[nodiscard]] static layout::table_entry const* find(Tables const& tables, std::string_view name) noexcept {
        return tables.image().data() == nullptr ? nullptr : tables.image().find_table(name);
    }
};

/// How a store follows its directory. Callbacks run on the store's thread, or in reload() and poll(); they may read
/// from the store and ask it, but not close it, nor have it reload, which they are refused.
template <class Tables>
struct store_options {
    /// Which pointer is followed: `<name>.so`, or `<name>.<channel>.so` for any other than `stable`.
    std::string channel = "stable";
    /// Of the release that open() finds; whatever comes later is always checked in full.
    verification verify = verification::full;
    /// When it has a function, releases that are not signed so are refused.
    signature_verifier signature = {};
    /// False: no thread. The application calls poll() in its loop, or reload().
    bool in_background = true;
    /// False on file systems that do not tell, such as those of a network.
    bool use_inotify = true;
    /// How often the thread looks without being told, which also finds what nothing tells of. 0: never.
    std::chrono::milliseconds poll_interval{1000};
    /// Keeps who writes to the file in use waiting until its content is in private memory (Linux, for its owner).
    bool guard_file = true;
    /// The signal by which the system tells the store's thread of a writer; the application must not use it. 0 takes
    /// SIGRTMAX - 3.
    int guard_signal = 0;
    /// False: `table-gen status` and `table-gen reload --wait` do not know of this store.
    bool leave_record = true;
    /// Asks the system to hold each release in huge pages before it is in use: faster lookups in large tables. Where it
    /// has none for the file, the release is used all the same; huge_page_status() says why.
    bool huge_pages = false;
    /// What these call this process; what the system calls it unless given.
    std::string process_name = {};

    /// Called with a release that has passed all checks; a failure leaves the old one in use. Also when opening.
    std::function<status(release_change<Tables> const&)> before_switch = {};
    /// Called when readers get the new release; the old one is still there.
    std::function<void(release_change<Tables> const&)> after_switch = {};
    /// Called when a release could not be used: once for each, and again when the pointer is replaced.
    std::function<void(status const&)> on_failure = {};
};

/// The tables of a release directory, always those of its current release.
///
///     tablegen::store<game::tables> store;
///     if (auto const done = store.open("run/tables"); !done) return fail(done.text());
///     auto const t = store.read();
///     if (auto const* const hero = t->hero().find(1001)) use(hero->name());
///
/// Any number of threads may read; a read takes the same few steps whether or not a reload is going on, and takes no
/// lock. It allocates nothing but, at a thread's first read of a store, its slot when none of the first 32 is free.
/// All snapshots must have ended before the store does.
template <class Tables>
class store final : private detail::release_hooks {
public:
    using options = store_options<Tables>;

    store() : m_slots(new detail::slot_pool) {}
    store(store const&) = delete;
    store& operator=(store const&) = delete;
    ~store() {
        drop_follower();
        drop_release();
        m_slots->close();
    }

    /// Opens the directory's current release and follows the directory from now on. May succeed once.
    /// On failure nothing is open, and it may be called again.
    [[nodiscard]] status open(std::string_view directory, options chosen = {}) {
        if (is_open()) return status::failure(status_code::refused, "This store is open already.");
        m_options = std::move(chosen);
        detail::follower* const follower = make_follower({
            detail::absolute_path(directory), std::string(Tables::library_name), m_options.channel,
            m_options.process_name, m_options.signature, m_options.in_background, m_options.use_inotify,
            m_options.poll_interval, m_options.guard_file, m_options.guard_signal, m_options.leave_record,
            m_options.huge_pages});
        // Before the first release is: callbacks may ask the store.
        m_follower.store(follower, std::memory_order_release);
        status done = follower->open(m_options.verify);
        if (done) done = follower->follow();
        if (done) return done;
        drop_follower();
        drop_release();
        return done;
    }

    /// True from the moment in open() on in which the first release is in use.
    [[nodiscard]] bool is_open() const noexcept {
        return m_current.load(std::memory_order_acquire) != &m_nothing;
    }

    /// All tables of the release in use. Tables without rows before open().
    [[nodiscard]] TABLEGEN_INLINE snapshot<Tables> read() const noexcept {
        detail::reader_slot* const slot = m_slots->enter();
        detail::release_node const* const node = m_current.load(std::memory_order_seq_cst);
        slot->held.store(reinterpret_cast<std::uintptr_t>(node), std::memory_order_release);
        return {static_cast<typed_node const*>(node)->tables, *slot};
    }

    // All below: precondition is_open().

    /// Looks for a new release now and waits for the outcome: success when the pointer's release is in use.
    /// May be called on any thread, at the same time on several.
    [[nodiscard]] status reload() { return follower().reload(); }

    /// For a store without a thread: as reload(), but only when something is new, which two system calls tell. True when
    /// it has switched; what kept it from that goes to `on_failure`, and last_failure() has it.
    bool poll() { return follower().poll(); }

    /// Asks for a reload without waiting. Safe in a signal handler.
    void request_reload() noexcept { m_follower.load(std::memory_order_acquire)->request_reload(); }

    /// Which release is in use.
    [[nodiscard]] version_text version() const noexcept {
        auto const t = read();
        return t->image().version();
    }
    /// Why the last look did not end in the pointer's release being used; success when it did.
    [[nodiscard]] status last_failure() const { return m_follower.load(std::memory_order_acquire)->last_failure(); }
    /// Why `table-gen status` does not show this process; success when it does.
    [[nodiscard]] status record_status() const { return m_follower.load(std::memory_order_acquire)->record_status(); }
    /// Success when the release in use is in huge pages, but for the end of its file that is less than one; else why not.
    [[nodiscard]] status huge_page_status() const {
        return m_follower.load(std::memory_order_acquire)->huge_page_status();
    }
    /// How often it has switched since open().
    [[nodiscard]] std::uint64_t switches() const { return m_follower.load(std::memory_order_acquire)->switches(); }
    /// Earlier releases that are still mapped, because a snapshot holds them.
    [[nodiscard]] std::size_t held_releases() const { return m_follower.load(std::memory_order_acquire)->held_releases(); }

    /// In a process that was forked off: reads go on as they are, but nobody follows the directory and the record is
    /// the parent's. This starts both anew. reload() and poll() call it by themselves.
    [[nodiscard]] status follow_after_fork() {
        std::lock_guard<std::mutex> const lock(m_fork_mutex);
        detail::follower* const parents = m_follower.load(std::memory_order_acquire);
        if (parents->is_of_this_process()) return {};
        // What the parent's thread was doing stays as it was, half done and never used again.
        detail::follower* const own = make_follower(parents->settings());
        own->take_over(*parents);
        status const done = own->follow();
        m_follower.store(own, std::memory_order_release);
        return done;
    }

private:
    struct typed_node : detail::release_node {
        Tables tables;
    };

    [[nodiscard]] detail::follower* make_follower(detail::follower_settings settings) {
        detail::release_hooks& hooks = *this;
        return new detail::follower(std::move(settings), hooks, *m_slots, m_current);
    }

    [[nodiscard]] detail::follower& follower() {
        if (!m_follower.load(std::memory_order_acquire)->is_of_this_process()) (void)follow_after_fork();
        return *m_follower.load(std::memory_order_acquire);
    }

    void drop_follower() noexcept {
        detail::follower* const follower = m_follower.load(std::memory_order_acquire);
        if (follower == nullptr) return;
        follower->stop();  // a callback may still ask
        m_follower.store(nullptr, std::memory_order_release);
        if (follower->is_of_this_process()) {
            delete follower;
        } else {
            // Forked off, and never told to follow: what the parent holds is the parent's to give back.
            m_current.load(std::memory_order_acquire)->is_guarded = false;
        }
    }

    void drop_release() noexcept {
        detail::release_node* const node = m_current.exchange(&m_nothing, std::memory_order_seq_cst);
        if (node != &m_nothing) delete node;
    }

    [[nodiscard]] static Tables const& tables_of(detail::release_node const& node) noexcept {
        return static_cast<typed_node const&>(node).tables;
    }

    [[nodiscard]] status bind(library&& opened, std::unique_ptr<detail::release_node>& result) noexcept final {
        auto node = std::make_unique<typed_node>();
        node->mapped = std::move(opened);
        if (status s = node->tables.bind(node->mapped.image()); !s) return s;
        result = std::move(node);
        return {};
    }
    [[nodiscard]] status before_switch(detail::release_node const& previous,
                                       detail::release_node const& next) noexcept final {
        if (!m_options.before_switch) return {};
        return m_options.before_switch({tables_of(previous), tables_of(next)});
    }
    void after_switch(detail::release_node const& previous, detail::release_node const& next) noexcept final {
        if (m_options.after_switch) m_options.after_switch({tables_of(previous), tables_of(next)});
    }
    void on_failure(status const& why) noexcept final {
        if (m_options.on_failure) m_options.on_failure(why);
    }

    typed_node m_nothing;
    std::atomic<detail::release_node*> m_current{&m_nothing};
    detail::slot_pool* const m_slots;
    options m_options;
    std::mutex m_fork_mutex;
    std::atomic<detail::follower*> m_follower{nullptr};
};

}  // namespace v2
}  // namespace tablegen

#endif
