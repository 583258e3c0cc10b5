// A game server in miniature: threads fight by the tables of a release directory, as fast as they can, while releases
// come and go. What it says of itself once a second shows that no reload holds them up.

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <optional>
#include <thread>

#include <tablegen/store.hpp>

#include "game.hpp"
#include "http_endpoint.hpp"
#include "operator_requests.hpp"
#include "options.hpp"
#include "release_check.hpp"
#include "release_log.hpp"
#include "signals.hpp"
#include "workers.hpp"

namespace {

using server::table_store;

table_store::options follow_as(server::options const& chosen, server::release_log& log) {
    table_store::options options;
    options.in_background = !chosen.is_manual;
    if (chosen.poll_ms) {
        options.use_inotify = false;
        options.poll_interval = std::chrono::milliseconds(*chosen.poll_ms);
    }
    options.before_switch = [](auto const& change) { return server::check_release(change.next); };
    options.after_switch = [&log](auto const& change) { log.add_switch(change); };
    options.on_failure = [&log](tablegen::status const& why) { log.add_failure(why); };
    return options;
}

void print_second(std::uint32_t second, std::uint64_t lookups, table_store const& store, server::release_log const& log) {
    std::printf("%4u s  %7.2f M lookups/s  release %s  %llu seen  %llu not used\n", second,
                static_cast<double>(lookups) / 1e6, server::short_version(*store.read()).c_str(),
                static_cast<unsigned long long>(log.releases()), static_cast<unsigned long long>(log.failures()));
}

/// Ticks until it is asked to end, and prints once a second.
void run_game_loop(server::options const& chosen, table_store& store, server::workers const& crew,
                   server::release_log const& log) {
    using clock = std::chrono::steady_clock;
    constexpr std::chrono::milliseconds tick{16};
    server::stop_request const stop;
    auto next = clock::now();
    std::uint64_t before = 0;
    for (std::uint32_t second = 1; chosen.seconds == 0 || second <= chosen.seconds; ++second) {
        next += std::chrono::seconds(1);
        while (clock::now() < next) {
            if (stop.is_made()) return;
            // Costs two system calls when there is nothing new. What goes wrong is told to on_failure.
            if (chosen.is_manual) store.poll();
            std::this_thread::sleep_for(tick);
        }
        std::uint64_t const lookups = crew.lookups();
        print_second(second, lookups - before, store, log);
        before = lookups;
    }
}

int fail(tablegen::status const& why) {
    std::fprintf(stderr, "%s\n", why.text());
    return 1;
}

}  // namespace

int main(int argc, char** argv) {
    std::optional<server::options> const chosen = server::parse_options(argc, argv);
    if (!chosen) {
        std::fputs(server::usage, stderr);
        return 2;
    }
    std::setvbuf(stdout, nullptr, _IOLBF, BUFSIZ);

    // Each of these uses those above it, and ends before them.
    server::release_log log;
    table_store store;
    if (auto const done = store.open(chosen->directory, follow_as(*chosen, log)); !done) return fail(done);
    if (auto const listed = store.record_status(); !listed) std::fprintf(stderr, "%s\n", listed.text());
    server::reload_on_hangup const on_hangup(store);
    server::workers const crew(store, chosen->threads);
    server::http_endpoint http;
    if (chosen->http_port) {
        auto const done = http.open(*chosen->http_port, server::operator_requests(store, log, crew));
        if (!done) return fail(done);
        std::printf("curl -X POST http://127.0.0.1:%u/reload\n", static_cast<unsigned>(http.port()));
    }

    run_game_loop(*chosen, store, crew, log);

    std::printf("%llu lookups, %llu of them failed; %llu releases, %llu not used\n",
                static_cast<unsigned long long>(crew.lookups()), static_cast<unsigned long long>(crew.failed_lookups()),
                static_cast<unsigned long long>(log.releases()), static_cast<unsigned long long>(log.failures()));
    return crew.failed_lookups() == 0 ? 0 : 1;
}
