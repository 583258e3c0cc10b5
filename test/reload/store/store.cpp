#include <signal.h>

#include <atomic>
#include <string>
#include <vector>

#include "../../native-runtime/unit/doctest.hpp"
#include "releases.hpp"

namespace {

using releases::directory;
using releases::eventually;
using releases::release_of;
using releases::switches_to;
using store = tablegen::store<soak::tables>;
using change = tablegen::release_change<soak::tables>;

store::options manual() {
    store::options options;
    options.in_background = false;
    return options;
}

}  // namespace

TEST_CASE("before it is opened, a store has tables without rows") {
    store const closed;
    CHECK_FALSE(closed.is_open());
    CHECK((*closed.read()).item().empty());
    CHECK((*closed.read()).item().find(1) == nullptr);
}

TEST_CASE("a store opens what the pointer leads to, and follows it by itself") {
    directory const folder;
    folder.publish(0);
    store followed;
    REQUIRE(followed.open(folder.path()).message() == "");
    CHECK(release_of(*followed.read()) == 0);
    CHECK(followed.record_status().message() == "");
    for (std::size_t release = 1; release < 5; ++release) {
        folder.publish(release);
        CHECK(switches_to(followed, static_cast<std::int32_t>(release)));
    }
    CHECK(followed.switches() == 4);
    CHECK(followed.last_failure().message() == "");
    CHECK(eventually([&] { return followed.held_releases() == 0; }));
}

TEST_CASE("a store that is to have huge pages follows without them too") {
    directory const folder;
    folder.publish(0);
    store::options options = manual();
    options.huge_pages = true;
    store followed;
    REQUIRE(followed.open(folder.path(), options).message() == "");
    // Smaller than one, so there is none to be had; larger ones are tested with libraries.
    CHECK(followed.huge_page_status().message() == "");
    folder.publish(1);
    REQUIRE(followed.reload().message() == "");
    CHECK(release_of(*followed.read()) == 1);
    CHECK(followed.huge_page_status().message() == "");
    store small_pages;
    REQUIRE(small_pages.open(folder.path(), manual()).message() == "");
    CHECK(small_pages.huge_page_status().message() == "Huge pages were not asked for.");
}

TEST_CASE("without inotify the store finds the new release by looking") {
    directory const folder;
    folder.publish(0);
    store::options options;
    options.use_inotify = false;
    options.poll_interval = std::chrono::milliseconds(5);
    store followed;
    REQUIRE(followed.open(folder.path(), options).message() == "");
    folder.publish(1);
    CHECK(switches_to(followed, 1));
}

TEST_CASE("without a thread nothing happens but in poll() and reload()") {
    directory const folder;
    folder.publish(0);
    store followed;
    REQUIRE(followed.open(folder.path(), manual()).message() == "");
    folder.publish(1);
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    CHECK(release_of(*followed.read()) == 0);
    CHECK(followed.poll());
    CHECK(release_of(*followed.read()) == 1);
    CHECK(followed.version().view() == releases::versions()[1]);
    CHECK_FALSE(followed.poll());
    folder.publish(2);
    CHECK(followed.reload().message() == "");
    CHECK(release_of(*followed.read()) == 2);
    CHECK(followed.reload().message() == "");
    CHECK(followed.switches() == 2);
}

TEST_CASE("a store is opened once; a failed open may be repeated") {
    directory const folder;
    store followed;
    auto const missing = followed.open(folder.path());
    CHECK(missing.code() == tablegen::status_code::file_unreadable);
    CHECK(missing.message() == "There is no pointer " + folder.path() + "/soak.so.");
    CHECK_FALSE(followed.is_open());
    folder.publish(0);
    CHECK(followed.open(folder.path()).message() == "");
    CHECK(followed.open(folder.path()).code() == tablegen::status_code::refused);
    CHECK(release_of(*followed.read()) == 0);
}

TEST_CASE("a channel has a pointer of its own") {
    directory const folder;
    folder.publish(0);
    folder.add(1);
    folder.point(releases::file_of(1), "soak.canary.so");
    store::options options;
    options.channel = "canary";
    store canary;
    REQUIRE(canary.open(folder.path(), options).message() == "");
    CHECK(release_of(*canary.read()) == 1);
    folder.publish(2);
    folder.point(releases::file_of(2), "soak.canary.so");
    CHECK(switches_to(canary, 2));
}

TEST_CASE("the application is told which tables change, before and after, also when opening") {
    directory const folder;
    folder.publish(0);
    std::vector<std::string> told;
    auto const list = [&](char const* when, change const& next) {
        std::string line = when;
        next.for_each_changed([&](std::string_view name) { line += " " + std::string(name); });
        told.push_back(line);
    };
    store followed;
    store::options options = manual();
    options.before_switch = [&](change const& next) {
        list("before:", next);
        CHECK(release_of(next.next) != release_of(*followed.read()));
        return tablegen::status();
    };
    options.after_switch = [&](change const& next) {
        list("after:", next);
        CHECK(release_of(next.next) == release_of(*followed.read()));
        CHECK_FALSE(next.has_changed("Nothing"));
        CHECK(next.is_first() == (told.size() == 2));
    };
    REQUIRE(followed.open(folder.path(), options).message() == "");
    folder.publish(1);
    REQUIRE(releases::look(followed).message() == "");
    CHECK(told == std::vector<std::string>{"before: Constant Drop Item Text", "after: Constant Drop Item Text",
                                           "before: Drop Item Text", "after: Drop Item Text"});
}

TEST_CASE("the application may refuse a release, with a reason") {
    directory const folder;
    folder.publish(0);
    bool is_wanted = true;
    int failures = 0;
    store::options options = manual();
    options.before_switch = [&](change const&) {
        return is_wanted ? tablegen::status()
                         : tablegen::status::failure(tablegen::status_code::refused, "Not on a Friday.");
    };
    options.on_failure = [&](tablegen::status const& why) {
        CHECK(why.message() == releases::file_of(1) + ": Not on a Friday.");
        ++failures;
    };
    store followed;
    REQUIRE(followed.open(folder.path(), options).message() == "");
    is_wanted = false;
    folder.publish(1);
    CHECK(releases::look(followed).code() == tablegen::status_code::refused);
    CHECK(release_of(*followed.read()) == 0);
    CHECK(followed.last_failure().message() == releases::file_of(1) + ": Not on a Friday.");
    CHECK(releases::look(followed).code() == tablegen::status_code::refused);
    CHECK(failures == 1);
    is_wanted = true;
    CHECK(releases::look(followed).code() == tablegen::status_code::refused);
    CHECK(followed.reload().message() == "");
    CHECK(release_of(*followed.read()) == 1);
    CHECK(followed.last_failure().message() == "");
}

TEST_CASE("a callback may ask the store, but not have it reload") {
    directory const folder;
    folder.publish(0);
    store followed;
    int asked = 0;
    store::options options;
    auto const ask = [&] {
        if (!followed.is_open()) return;
        ++asked;
        CHECK(followed.reload().code() == tablegen::status_code::refused);
        CHECK_FALSE(followed.poll());
        (void)followed.last_failure();
        (void)followed.record_status();
        CHECK(followed.switches() <= 1);
        CHECK(followed.held_releases() <= 1);
    };
    options.before_switch = [&](change const&) {
        ask();
        return tablegen::status();
    };
    options.after_switch = [&](change const&) { ask(); };
    options.on_failure = [&](tablegen::status const&) { ask(); };
    REQUIRE(followed.open(folder.path(), options).message() == "");
    folder.publish(1);
    CHECK(switches_to(followed, 1));
    folder.point("nowhere");
    CHECK(eventually([&] { return !followed.last_failure(); }));
    CHECK(followed.reload().code() == tablegen::status_code::file_unreadable);
    CHECK(asked == 4);
}

TEST_CASE("a store may go while a callback asks it") {
    directory const folder;
    folder.publish(0);
    for (int i = 0; i < 20; ++i) {
        std::atomic<bool> is_called{false};
        auto* const followed = new store;
        store::options options;
        options.leave_record = false;
        options.after_switch = [&](change const& next) {
            if (next.is_first()) return;
            is_called = true;
            for (int round = 0; round < 2000; ++round) {
                (void)followed->switches();
                (void)followed->last_failure();
                (void)followed->reload();
            }
        };
        REQUIRE(followed->open(folder.path(), options).message() == "");
        folder.publish(static_cast<std::size_t>(1 + i % 2));
        REQUIRE(eventually([&] { return is_called.load(); }));
        delete followed;
        folder.publish(0);
    }
}

TEST_CASE("a store follows the directory that it was opened with, wherever the process goes") {
    directory const folder;
    folder.publish(0);
    char before[4096];
    REQUIRE(::getcwd(before, sizeof before) != nullptr);
    REQUIRE(::chdir("/tmp") == 0);
    store followed;
    auto const opened = followed.open(folder.path().substr(5), manual());
    REQUIRE(::chdir(before) == 0);
    REQUIRE(opened.message() == "");
    folder.publish(1);
    CHECK(followed.poll());
}

TEST_CASE("a store waits as long as a poll interval says, however long") {
    directory const folder;
    folder.publish(0);
    for (auto const interval : {std::chrono::milliseconds::max(), std::chrono::milliseconds(std::int64_t{1} << 32)}) {
        store followed;
        store::options options;
        options.poll_interval = interval;
        REQUIRE(followed.open(folder.path(), options).message() == "");
        {
            auto const held = followed.read();
            folder.publish(1);
            CHECK(switches_to(followed, 1));
        }
        CHECK(eventually([&] { return followed.held_releases() == 0; }));
        folder.publish(0);
    }
}

TEST_CASE("a pointer that moves on while its release is opened is followed") {
    directory const folder;
    folder.publish(0);
    folder.add(2);
    store followed;
    store::options options = manual();
    int refused = 0;
    options.before_switch = [&](change const&) {
        if (refused++ != 1) return tablegen::status();
        folder.point(2);
        return tablegen::status::failure(tablegen::status_code::refused, "Too late.");
    };
    int failures = 0;
    options.on_failure = [&](tablegen::status const&) { ++failures; };
    REQUIRE(followed.open(folder.path(), options).message() == "");
    folder.publish(1);
    CHECK(followed.poll());
    CHECK(release_of(*followed.read()) == 2);
    CHECK(failures == 0);
}

TEST_CASE("the same pointer put anew means: look again") {
    directory const folder;
    folder.publish(0);
    int asked = 0;
    store::options options = manual();
    options.before_switch = [&](change const&) {
        return ++asked == 2 ? tablegen::status::failure(tablegen::status_code::refused, "Not now.") : tablegen::status();
    };
    store followed;
    REQUIRE(followed.open(folder.path(), options).message() == "");
    folder.publish(1);
    CHECK_FALSE(releases::look(followed));
    CHECK_FALSE(releases::look(followed));
    CHECK(asked == 2);
    folder.point(1);
    CHECK(releases::look(followed).message() == "");
    CHECK(asked == 3);
    CHECK(release_of(*followed.read()) == 1);
}

namespace {
store* signalled = nullptr;
}

TEST_CASE("a signal handler asks for a reload") {
    directory const folder;
    folder.publish(0);
    store::options options;
    options.use_inotify = false;
    options.poll_interval = std::chrono::milliseconds(0);
    store followed;
    REQUIRE(followed.open(folder.path(), options).message() == "");
    signalled = &followed;
    struct sigaction action = {};
    action.sa_handler = [](int) { signalled->request_reload(); };
    struct sigaction before = {};
    REQUIRE(::sigaction(SIGHUP, &action, &before) == 0);
    std::this_thread::sleep_for(std::chrono::milliseconds(50));  // the thread begins with a look
    folder.publish(1);
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    CHECK(release_of(*followed.read()) == 0);
    ::raise(SIGHUP);
    CHECK(switches_to(followed, 1));
    ::sigaction(SIGHUP, &before, nullptr);
}

TEST_CASE("several threads may reload at once") {
    directory const folder;
    for (std::size_t release = 0; release < 3; ++release) folder.add(release);
    folder.point(0);
    store followed;
    REQUIRE(followed.open(folder.path()).message() == "");
    std::atomic<int> failures{0};
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([&] {
            for (int round = 0; round < 50; ++round) {
                if (!followed.reload()) ++failures;
            }
        });
    }
    for (std::size_t round = 0; round < 20; ++round) folder.point(round % 3);
    for (std::thread& thread : threads) thread.join();
    CHECK(failures == 0);
    CHECK(switches_to(followed, 19 % 3));
}

TEST_CASE("a thousand reloads in a row leave no mapping and no held release behind") {
    directory const folder;
    for (std::size_t release = 0; release < 8; ++release) folder.add(release);
    folder.point(0);
    store followed;
    REQUIRE(followed.open(folder.path(), manual()).message() == "");
    for (std::size_t round = 1; round <= 1000; ++round) {
        folder.point(round % 8);
        REQUIRE(releases::look(followed).message() == "");
        REQUIRE((*followed.read()).item().find(1)->release() == static_cast<std::int32_t>(round % 8));
    }
    CHECK(followed.switches() == 1000);
    CHECK(followed.held_releases() == 0);
    std::string const maps = releases::read_file("/proc/self/maps");
    std::size_t mapped = 0;
    for (std::size_t at = 0; (at = maps.find("/libsoak.", at)) != std::string::npos; ++at) ++mapped;
    CHECK(mapped == 1);
}
