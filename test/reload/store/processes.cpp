#include <dirent.h>
#include <sys/file.h>
#include <sys/wait.h>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "../../native-runtime/unit/doctest.hpp"
#include "releases.hpp"

namespace {

using releases::directory;
using releases::eventually;
using releases::release_of;
using releases::switches_to;
using store = tablegen::store<soak::tables>;

std::vector<std::string> records(directory const& folder) {
    std::vector<std::string> found;
    std::string const path = folder.path() + "/.soak/processes";
    if (DIR* const opened = ::opendir(path.c_str())) {
        while (dirent const* const entry = ::readdir(opened)) {
            if (entry->d_name[0] != '.') found.push_back(path + "/" + entry->d_name);
        }
        ::closedir(opened);
    }
    return found;
}

bool is_locked(std::string const& path) {
    int const file = ::open(path.c_str(), O_RDWR);
    bool const locked = ::flock(file, LOCK_EX | LOCK_NB) != 0;
    ::close(file);
    return locked;
}

bool has(std::string const& text, std::string const& part) { return text.find(part) != std::string::npos; }

/// Runs the child's part in a forked process; true when it returned true.
template <class Function>
bool in_child(Function function) {
    pid_t const child = ::fork();
    if (child == 0) ::_exit(function() ? 0 : 1);
    int status = -1;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

}  // namespace

TEST_CASE("a store leaves a locked record as long as it is open") {
    directory const folder;
    folder.publish(0);
    {
        store followed;
        REQUIRE(followed.open(folder.path()).message() == "");
        REQUIRE(records(folder).size() == 1);
        std::string const path = records(folder)[0];
        CHECK(has(path, "/" + std::to_string(::getpid()) + "-"));
        CHECK(is_locked(path));
        std::string const record = releases::read_file(path);
        CHECK(record.size() == 4096);
        CHECK(has(record, "\"release\":\"" + releases::versions()[0] + "\""));
        CHECK(has(record, "\"failure\":null"));
        CHECK(has(record, "\"held\":[]"));

        auto const held = followed.read();
        folder.publish(1);
        CHECK(switches_to(followed, 1));
        CHECK(eventually([&] {
            std::string const next = releases::read_file(path);
            return has(next, "\"release\":\"" + releases::versions()[1] + "\"") && has(next, "\"switches\":1") &&
                   has(next, "\"held\":[{\"release\":\"" + releases::versions()[0] + "\",\"snapshots\":1,");
        }));
        folder.point("nowhere \"\\\x01.so");
        CHECK(eventually([&] { return has(releases::read_file(path), "\"failure\":{\"text\":\""); }));
    }
    CHECK(records(folder).empty());
}

TEST_CASE("a store that can leave no record works all the same and says so") {
    directory const folder;
    folder.publish(0);
    folder.add(".soak", "a file in the way");
    store followed;
    REQUIRE(followed.open(folder.path()).message() == "");
    CHECK(followed.record_status().code() == tablegen::status_code::system_error);
    CHECK(has(std::string(followed.record_status().message()), "This process is not listed in "));
    folder.publish(1);
    CHECK(switches_to(followed, 1));
}

TEST_CASE("a forked process reads on, and follows by itself when it is told to") {
    directory const folder;
    folder.publish(0);
    store followed;
    REQUIRE(followed.open(folder.path()).message() == "");
    auto const held = followed.read();
    CHECK(in_child([&] {
        folder.publish(1);  // the parent switches; nobody here does
        if (release_of(*held) != 0 || release_of(*followed.read()) != 0) return false;
        if (!followed.follow_after_fork()) return false;
        if (!switches_to(followed, 1)) return false;
        return followed.reload() && records(folder).size() == 2 && eventually([&] { return followed.switches() == 1; });
    }));
    CHECK(switches_to(followed, 1));
    CHECK(in_child([&] { return static_cast<bool>(followed.reload()); }));
    // A child that ends, however it does, leaves the parent's record and guard alone.
    CHECK(in_child([] { return true; }));
    CHECK(release_of(*held) == 0);
    folder.publish(2);
    CHECK(switches_to(followed, 2));
    std::size_t locked = 0;
    for (std::string const& path : records(folder)) locked += is_locked(path) ? 1 : 0;
    CHECK(locked == 1);
}

TEST_CASE("a process forked off in the middle of a reload takes the release, and lets go of the one before") {
    directory const folder;
    folder.publish(0);
    store followed;
    store::options options;
    std::atomic<int> asked{0};
    std::atomic<bool> may_go{false};
    options.before_switch = [&](tablegen::release_change<soak::tables> const& change) {
        ++asked;
        while (!change.is_first() && !may_go) std::this_thread::sleep_for(std::chrono::milliseconds(1));
        return tablegen::status();
    };
    REQUIRE(followed.open(folder.path(), options).message() == "");
    std::atomic<bool> is_over{false};
    std::vector<std::thread> readers;
    for (int i = 0; i < 4; ++i) {
        readers.emplace_back([&] {
            while (!is_over) (void)followed.read();
        });
    }
    folder.publish(1);
    REQUIRE(eventually([&] { return asked == 2; }));
    CHECK(in_child([&] {
        may_go = true;
        if (!followed.reload() || release_of(*followed.read()) != 1) return false;
        // Readers that were in the middle of a read in the parent never end it here.
        for (std::size_t release = 2; release < 8; ++release) {
            folder.publish(release);
            if (!switches_to(followed, static_cast<std::int32_t>(release))) return false;
        }
        return eventually([&] { return followed.held_releases() <= 4; });  // what those readers may hold is kept
    }));
    may_go = true;
    is_over = true;
    for (std::thread& reader : readers) reader.join();
    CHECK(switches_to(followed, 7));
}

#if !TABLEGEN_SANITIZE_THREAD  // which takes a forked process's new threads for the parent's
TEST_CASE("several threads of a forked process may be the first to reload") {
    directory const folder;
    folder.publish(0);
    store followed;
    REQUIRE(followed.open(folder.path()).message() == "");
    for (int round = 0; round < 20; ++round) {
        CHECK(in_child([&] {
            std::atomic<int> failures{0};
            std::vector<std::thread> threads;
            for (int i = 0; i < 4; ++i) {
                threads.emplace_back([&] {
                    if (!followed.reload()) ++failures;
                    followed.poll();
                });
            }
            for (std::thread& thread : threads) thread.join();
            return failures == 0;
        }));
    }
}

#endif

TEST_CASE("a forked process that follows leaves its parent's record to the parent") {
    directory const folder;
    folder.publish(0);
    int told[2];
    REQUIRE(::pipe(told) == 0);
    pid_t const parent = ::fork();
    if (parent == 0) {
        store followed;
        if (!followed.open(folder.path())) ::_exit(1);
        if (::fork() == 0) {  // as a daemon does
            if (!followed.follow_after_fork()) ::_exit(1);
            if (::write(told[1], "r", 1) != 1) ::_exit(1);
            ::pause();
        }
        ::pause();
    }
    char byte = 0;
    REQUIRE(::read(told[0], &byte, 1) == 1);
    CHECK(records(folder).size() == 2);
    ::kill(parent, SIGKILL);
    ::waitpid(parent, nullptr, 0);
    std::size_t locked = 0;
    std::string alive;
    for (std::string const& path : records(folder)) {
        if (!is_locked(path)) continue;
        ++locked;
        alive = path;
    }
    CHECK(locked == 1);
    CHECK_FALSE(has(alive, "/" + std::to_string(parent) + "-"));
    std::string const name = alive.substr(alive.rfind('/') + 1);
    ::kill(std::atoi(name.c_str()), SIGKILL);
    ::close(told[0]);
    ::close(told[1]);
}

TEST_CASE("a record that is gone is made again, and so is one in a new directory") {
    directory const folder;
    folder.publish(0);
    store followed;
    store::options options;
    options.poll_interval = std::chrono::milliseconds(10);
    REQUIRE(followed.open(folder.path(), options).message() == "");
    ::unlink(records(folder)[0].c_str());
    CHECK(eventually([&] { return records(folder).size() == 1 && is_locked(records(folder)[0]); }));
    folder.remove();
    folder.make();
    folder.publish(1);
    CHECK(switches_to(followed, 1));
    CHECK(eventually([&] { return records(folder).size() == 1 && is_locked(records(folder)[0]); }));
    CHECK(eventually([&] { return followed.record_status().message() == ""; }));
}

TEST_CASE("a record says that more is held than it lists") {
    directory const folder;
    for (std::size_t release = 0; release < 8; ++release) folder.add(release);
    folder.point(0);
    store followed;
    REQUIRE(followed.open(folder.path()).message() == "");
    std::vector<tablegen::snapshot<soak::tables>> held;
    for (std::size_t round = 1; round <= 10; ++round) {
        held.push_back(followed.read());
        folder.point(round % 8);
        CHECK(eventually([&] { return followed.switches() == round; }));
    }
    CHECK(eventually([&] { return has(releases::read_file(records(folder)[0]), "\"heldMore\":true"); }));
    held.clear();
    CHECK(eventually([&] { return has(releases::read_file(records(folder)[0]), "\"held\":[],\"heldMore\":false"); }));
}

TEST_CASE("a process that is killed while it holds a snapshot leaves an unlocked record, and nobody waits for it") {
    directory const folder;
    folder.publish(0);
    int ready[2];
    REQUIRE(::pipe(ready) == 0);
    pid_t const child = ::fork();
    if (child == 0) {
        store followed;
        if (!followed.open(folder.path())) ::_exit(1);
        auto const held = followed.read();
        if (::write(ready[1], "r", 1) != 1) ::_exit(1);
        for (;;) ::pause();
    }
    char byte = 0;
    REQUIRE(::read(ready[0], &byte, 1) == 1);
    store followed;
    REQUIRE(followed.open(folder.path()).message() == "");
    CHECK(records(folder).size() == 2);
    ::kill(child, SIGKILL);
    int status = 0;
    ::waitpid(child, &status, 0);
    folder.publish(1);
    CHECK(switches_to(followed, 1));
    std::size_t locked = 0;
    for (std::string const& path : records(folder)) locked += is_locked(path) ? 1 : 0;
    CHECK(locked == 1);
    ::close(ready[0]);
    ::close(ready[1]);
}
