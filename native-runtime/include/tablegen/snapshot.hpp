#ifndef TABLEGEN_SNAPSHOT_HPP
#define TABLEGEN_SNAPSHOT_HPP

#include <pthread.h>
#include <sched.h>

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <new>
#include <utility>
#include <vector>

#include "config.hpp"

#if defined(__linux__)
#include <linux/membarrier.h>
#include <sys/syscall.h>
#include <unistd.h>
#endif

/// ThreadSanitizer knows no membarrier; there the reader orders its two steps itself.
#if defined(__SANITIZE_THREAD__)
#define TABLEGEN_SANITIZE_THREAD 1
#elif defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define TABLEGEN_SANITIZE_THREAD 1
#endif
#endif
#ifndef TABLEGEN_SANITIZE_THREAD
#define TABLEGEN_SANITIZE_THREAD 0
#endif

namespace tablegen {
inline namespace v2 {
namespace detail {

// How a release is taken away under readers that are never made to wait.
//
// A reader announces what it reads in a slot of its own, as with hazard pointers, but in two steps that need no
// retry: it first says "about to read", then loads the current release, then says which one that was. Whoever
// replaced the current release looks at all slots: one that says "about to read" may hold the old release, and is
// looked at again later. So a reader does the same few steps whatever happens meanwhile.
//
// The first announcement must be visible before the load. Instead of a fence in every reader (about 8 ns), the
// replacing thread makes all threads of the process pass one, by membarrier(2); where the kernel has none, readers
// have the fence.

class slot_pool;

/// What one snapshot announces. Only the thread that owns the slot fills it; any thread may empty it.
struct alignas(128) reader_slot {
    /// `nothing`, `about_to_read`, or the release's address.
    std::atomic<std::uintptr_t> held{nothing};

    static constexpr std::uintptr_t nothing = 0;
    static constexpr std::uintptr_t about_to_read = 1;
    /// Set while a thread keeps the slot for its next read.
    std::atomic<bool> is_owned{false};
    slot_pool* pool = nullptr;
    /// Next slot of the owning thread, of any pool.
    reader_slot* next_of_thread = nullptr;
};

/// The slots of one store. It lives until the store and all threads that have read from it are gone.
class slot_pool {
    static constexpr std::size_t chunk_slots = 32;

    struct chunk {
        reader_slot slots[chunk_slots];
        std::atomic<chunk*> next{nullptr};

        explicit chunk(slot_pool* pool) noexcept {
            for (reader_slot& slot : slots) slot.pool = pool;
        }
    };

public:
    /// Slots that said "about to read" when a release was replaced, and have said nothing else since: they may come to
    /// hold it. Whatever else one of them says, it says of this release for good.
    using unsettled_slots = std::vector<reader_slot const*>;

    slot_pool() noexcept : m_first(this), m_has_barrier(register_barrier()) { pool_list::of_process().add(*this); }
    slot_pool(slot_pool const&) = delete;
    slot_pool& operator=(slot_pool const&) = delete;

    /// Announces that the calling thread is about to read.
    [[nodiscard]] TABLEGEN_INLINE reader_slot* enter() noexcept;

    void add_reference() noexcept { m_references.fetch_add(1, std::memory_order_relaxed); }
    void drop_reference() noexcept {
        if (m_references.fetch_sub(1, std::memory_order_acq_rel) == 1) delete this;
    }
    /// The store is gone: threads may let go of their slots.
    void close() noexcept {
        m_is_closed.store(true, std::memory_order_release);
        drop_reference();
    }
    [[nodiscard]] bool is_closed() const noexcept { return m_is_closed.load(std::memory_order_acquire); }

    /// Called between replacing the current release and asking who holds the old one. False when the system has taken
    /// the barrier away from this process: then nobody knows who holds the old one, and readers have the fence from now on.
    [[nodiscard]] bool wait_for_announcements() noexcept {
#if !TABLEGEN_SANITIZE_THREAD
        std::atomic_thread_fence(std::memory_order_seq_cst);
#if defined(__linux__)
        if (!m_has_barrier.load(std::memory_order_relaxed)) return true;
        if (::syscall(SYS_membarrier, MEMBARRIER_CMD_PRIVATE_EXPEDITED, 0, 0) == 0) return true;
        // After a fork the new process has to register by itself.
        if (register_barrier() && ::syscall(SYS_membarrier, MEMBARRIER_CMD_PRIVATE_EXPEDITED, 0, 0) == 0) return true;
        m_has_barrier.store(false, std::memory_order_relaxed);
        return false;
#endif
#endif
        return true;
    }

    [[nodiscard]] unsettled_slots list_unsettled() const noexcept {
        unsettled_slots found;
        for_each_slot([&](reader_slot const& slot) {
            if (is_about_to_read(slot)) found.push_back(&slot);
        });
        return found;
    }

    /// Drops the slots that have settled; true when none is left.
    [[nodiscard]] static bool settle(unsettled_slots& slots) noexcept {
        slots.erase(std::remove_if(slots.begin(), slots.end(),
                                   [](reader_slot const* slot) { return !is_about_to_read(*slot); }),
                    slots.end());
        return slots.empty();
    }

    /// How many snapshots of a release there are.
    [[nodiscard]] std::size_t count(void const* release) const noexcept {
        auto const wanted = reinterpret_cast<std::uintptr_t>(release);
        std::size_t found = 0;
        for_each_slot([&](reader_slot const& slot) {
            if (slot.held.load(std::memory_order_seq_cst) == wanted) ++found;
        });
        return found;
    }

    /// In a process that was just forked off, whose other threads are gone: what they were about to read they never will.
    void forget_vanished_readers() noexcept {
        for_each_slot([](reader_slot const& slot) {
            if (is_about_to_read(slot)) const_cast<reader_slot&>(slot).held.store(reader_slot::nothing);
        });
    }

    /// Takes a slot that no thread owns and nobody holds.
    [[nodiscard]] reader_slot* claim() noexcept {
        for (;;) {
            chunk* last = nullptr;
            for (chunk* part = &m_first; part != nullptr; part = part->next.load(std::memory_order_acquire)) {
                for (reader_slot& slot : part->slots) {
                    if (slot.is_owned.exchange(true, std::memory_order_acq_rel)) continue;
                    if (slot.held.load(std::memory_order_acquire) == reader_slot::nothing) return &slot;
                    slot.is_owned.store(false, std::memory_order_release);
                }
                last = part;
            }
            add_chunk(last);
        }
    }

private:
    /// All pools of the process, for what has to be done to them in the moment of a fork.
    class pool_list {
    public:
        [[nodiscard]] static pool_list& of_process() noexcept {
            static pool_list* const list = [] {
                ::pthread_atfork([] { of_process().m_mutex.lock(); }, [] { of_process().m_mutex.unlock(); },
                                 [] {
                                     for (slot_pool* pool : of_process().m_pools) pool->forget_vanished_readers();
                                     of_process().m_mutex.unlock();
                                 });
                return new pool_list;  // never deleted: threads may end after everything else
            }();
            return *list;
        }
        void add(slot_pool& pool) noexcept {
            std::lock_guard<std::mutex> const lock(m_mutex);
            m_pools.push_back(&pool);
        }
        void remove(slot_pool& pool) noexcept {
            std::lock_guard<std::mutex> const lock(m_mutex);
            m_pools.erase(std::remove(m_pools.begin(), m_pools.end(), &pool), m_pools.end());
        }

    private:
        std::mutex m_mutex;
        std::vector<slot_pool*> m_pools;
    };

    template <class Function>
    void for_each_slot(Function function) const noexcept {
        for (chunk const* part = &m_first; part != nullptr; part = part->next.load(std::memory_order_acquire)) {
            for (reader_slot const& slot : part->slots) function(slot);
        }
    }

    [[nodiscard]] static bool is_about_to_read(reader_slot const& slot) noexcept {
        return slot.held.load(std::memory_order_seq_cst) == reader_slot::about_to_read;
    }

    ~slot_pool() {
        pool_list::of_process().remove(*this);
        for (chunk* part = m_first.next.load(std::memory_order_acquire); part != nullptr;) {
            chunk* const next = part->next.load(std::memory_order_acquire);
            delete part;
            part = next;
        }
    }

    [[nodiscard]] static bool register_barrier() noexcept {
#if defined(__linux__) && !TABLEGEN_SANITIZE_THREAD
        return ::syscall(SYS_membarrier, MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED, 0, 0) == 0;
#else
        return false;
#endif
    }

    void add_chunk(chunk* last) noexcept {
        auto* const added = new (std::nothrow) chunk(this);
        if (added == nullptr) {
            ::sched_yield();  // until a reader is done
            return;
        }
        chunk* expected = nullptr;
        while (!last->next.compare_exchange_strong(expected, added, std::memory_order_acq_rel)) {
            last = expected;
            expected = nullptr;
        }
    }

    std::atomic<std::uint32_t> m_references{1};
    std::atomic<bool> m_is_closed{false};
    chunk m_first;
    std::atomic<bool> m_has_barrier;
};

/// The slot that this thread read with last. Apart from the list, so that reading it needs no initialisation.
inline thread_local reader_slot* recent_slot = nullptr;
/// Set when the list below is gone: destructors of other thread-local objects may still read.
inline thread_local bool is_thread_ending = false;

/// The slots of this thread. Its destructor gives them back for other threads.
class thread_slots {
public:
    thread_slots() noexcept = default;
    thread_slots(thread_slots const&) = delete;
    thread_slots& operator=(thread_slots const&) = delete;
    ~thread_slots() {
        is_thread_ending = true;
        recent_slot = nullptr;
        give_back([](reader_slot const&) { return true; });
    }

    /// A free slot of the pool, kept by this thread from now on.
    [[nodiscard]] reader_slot* take(slot_pool& pool) noexcept {
        for (reader_slot* slot = m_first; slot != nullptr; slot = slot->next_of_thread) {
            if (slot->pool == &pool && slot->held.load(std::memory_order_acquire) == reader_slot::nothing) return slot;
        }
        give_back([](reader_slot const& slot) { return slot.pool->is_closed(); });
        reader_slot* const slot = pool.claim();
        pool.add_reference();
        slot->next_of_thread = m_first;
        m_first = slot;
        return slot;
    }

private:
    template <class Condition>
    void give_back(Condition is_done) noexcept {
        reader_slot** link = &m_first;
        while (*link != nullptr) {
            reader_slot* const slot = *link;
            if (!is_done(*slot)) {
                link = &slot->next_of_thread;
                continue;
            }
            *link = slot->next_of_thread;
            slot_pool* const pool = slot->pool;
            slot->is_owned.store(false, std::memory_order_release);
            pool->drop_reference();
        }
    }

    reader_slot* m_first = nullptr;
};

/// A function's own, so that only who asks for it pays for its initialisation.
[[nodiscard]] inline thread_slots& slots_of_this_thread() noexcept {
    static thread_local thread_slots slots;
    return slots;
}

[[nodiscard]] inline reader_slot* take_slot(slot_pool& pool) noexcept {
    if (is_thread_ending) return pool.claim();
    return recent_slot = slots_of_this_thread().take(pool);
}

TABLEGEN_INLINE reader_slot* slot_pool::enter() noexcept {
    reader_slot* slot = recent_slot;
    if (!TABLEGEN_LIKELY(slot != nullptr && slot->pool == this &&
                         slot->held.load(std::memory_order_acquire) == reader_slot::nothing)) {
        slot = take_slot(*this);
    }
#if TABLEGEN_SANITIZE_THREAD
    slot->held.exchange(reader_slot::about_to_read, std::memory_order_seq_cst);
#else
    slot->held.store(reader_slot::about_to_read, std::memory_order_relaxed);
    if (TABLEGEN_LIKELY(m_has_barrier.load(std::memory_order_relaxed))) {
        std::atomic_signal_fence(std::memory_order_seq_cst);
    } else {
        std::atomic_thread_fence(std::memory_order_seq_cst);
    }
#endif
    // Whoever finds it free from now on sees that it is held.
    if (!TABLEGEN_LIKELY(!is_thread_ending)) slot->is_owned.store(false, std::memory_order_release);
    return slot;
}

}  // namespace detail

/// All tables of one release, until it goes out of scope. Take one for a frame, a request or a batch; what is kept
/// for longer is a key or a `tablegen::ref`. It can be moved to another thread. It must end before its store does.
template <class Tables>
class snapshot {
public:
    /// For the store: `tables` are those of what `slot` announces.
    snapshot(Tables const& tables, detail::reader_slot& slot) noexcept : m_tables(&tables), m_slot(&slot) {}
    snapshot(snapshot&& other) noexcept : m_tables(other.m_tables), m_slot(std::exchange(other.m_slot, nullptr)) {}
    snapshot& operator=(snapshot&& other) noexcept {
        if (this != &other) {
            reset();
            m_tables = other.m_tables;
            m_slot = std::exchange(other.m_slot, nullptr);
        }
        return *this;
    }
    snapshot(snapshot const&) = delete;
    snapshot& operator=(snapshot const&) = delete;
    TABLEGEN_INLINE ~snapshot() { reset(); }

    [[nodiscard]] Tables const& operator*() const noexcept { return *m_tables; }
    [[nodiscard]] Tables const* operator->() const& noexcept { return m_tables; }
    // `for (auto const& hero : store.read()->hero())` would read from a release that is let go already: name the
    // snapshot first.
    Tables const* operator->() const&& = delete;

private:
    TABLEGEN_INLINE void reset() noexcept {
        if (m_slot != nullptr) m_slot->held.store(detail::reader_slot::nothing, std::memory_order_release);
        m_slot = nullptr;
    }

    Tables const* m_tables;
    detail::reader_slot* m_slot;
};

}  // namespace v2
}  // namespace tablegen

#endif
