#pragma once

#include <signal.h>

#include <atomic>

#include "workers.hpp"

namespace server {

/// `kill -HUP <pid>` has the store look for a new release, as long as this object lives. There may be one.
///
/// It ends on the main thread when no other is left that could be running the handler: the store's own thread takes
/// no signals, the others have been joined.
class reload_on_hangup {
public:
    explicit reload_on_hangup(table_store& store) noexcept {
        s_store.store(&store);
        struct sigaction action = {};
        action.sa_handler = [](int) {
            if (table_store* const followed = s_store.load()) followed->request_reload();
        };
        action.sa_flags = SA_RESTART;
        ::sigaction(SIGHUP, &action, nullptr);
    }
    reload_on_hangup(reload_on_hangup const&) = delete;
    reload_on_hangup& operator=(reload_on_hangup const&) = delete;
    ~reload_on_hangup() {
        ::signal(SIGHUP, SIG_IGN);  // one that is late does no harm any more
        s_store.store(nullptr);
    }

private:
    static inline std::atomic<table_store*> s_store{nullptr};
    static_assert(std::atomic<table_store*>::is_always_lock_free, "a signal handler must not wait");
};

/// True once the process was asked to end, by Ctrl-C or `kill`.
class stop_request {
public:
    stop_request() noexcept {
        for (int const signal : {SIGINT, SIGTERM}) ::signal(signal, [](int) { s_is_made.store(true); });
    }
    [[nodiscard]] bool is_made() const noexcept { return s_is_made.load(); }

private:
    static inline std::atomic<bool> s_is_made{false};
};

}  // namespace server
