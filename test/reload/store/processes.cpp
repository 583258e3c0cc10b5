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

using namespace std::string_literals;
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

/// Runs the child's part in a forked process; says what failed there: what it returned, or how it ended.
template <class Function>
std::string failure_in_child(Function function) {
    int ends[2];
    if (::pipe(ends) != 0) return "no pipe";
    pid_t const child = ::fork();
    if (child == 0) {
        std::string const failure = function();
        bool const is_said = ::write(ends[1], failure.data(), failure.size()) == static_cast<ssize_t>(failure.size());
        ::_exit(is_said ? 0 : 1);
    }
    ::close(ends[1]);
    std::string failure;
    char part[256];
    for (ssize_t got = 0; (got = ::read(ends[0], part, sizeof part)) > 0;) {
        failure.append(part, static_cast<std::size_t>(got));
    }
    ::close(ends[0]);
    int status = -1;
    ::waitpid(child, &status, 0);
    if (status != 0) failure += " (the child ended with status " + std::to_string(status) + ")";
    return failure;
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
    CHECK(failure_in_child([&] {
        folder.publish(1);  // the parent switches; nobody here does
        if (release_of(*held) != 0) return "the snapshot is of another release"s;
        if (release_of(*followed.read()) != 0) return "the release is another"s;
        if (auto const done = followed.follow_after_fork(); !done) return std::string(done.text());
        if (!switches_to(followed, 1)) return "it does not follow: "s + followed.last_failure().text();
        if (auto const done = followed.reload(); !done) return std::string(done.text());
        if (records(folder).size() != 2) return std::to_string(records(folder).size()) + " records";
        bool const counts = eventually([&] { return followed.switches() == 1; });
        return counts ? ""s : std::to_string(followed.switches()) + " switches";
    }) == "");
    CHECK(switches_to(followed, 1));
    CHECK(failure_in_child([&] { return std::string(followed.reload().text()); }) == "");
    // A child that ends, however it does, leaves the parent's record and guard alone.
    CHECK(failure_in_child([] { return ""s; }) == "");
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
    std::atomic<int> reading{0};
    std::vector<std::thread> readers;
    for (int i = 0; i < 4; ++i) {
        readers.emplace_back([&] {
            (void)followed.read();
            ++reading;
            while (!is_over) (void)followed.read();
        });
    }
    // AddressSanitizer leaves its allocator's locks to the child as they are: a thread that is just starting, and
    // allocates for it, would take one along, and the child's own thread wait for it without end.
    REQUIRE(eventually([&] { return reading == 4; }));
    folder.publish(1);
    REQUIRE(eventually([&] { return asked == 2; }));
    CHECK(failure_in_child([&] {
        may_go = true;
        if (auto const done = followed.reload(); !done) return "reload: "s + done.text();
        if (release_of(*followed.read()) != 1) return "reload took " + std::to_string(release_of(*followed.read()));
        // Readers that were in the middle of a read in the parent never end it here.
        for (std::size_t release = 2; release < 8; ++release) {
            folder.publish(release);
            if (switches_to(followed, static_cast<std::int32_t>(release))) continue;
            return "it has " + std::to_string(release_of(*followed.read())) + " and not " + std::to_string(release) +
                   ": " + followed.last_failure().text();
        }
        // What those readers may hold is kept.
        bool const lets_go = eventually([&] { return followed.held_releases() <= 4; });
        return lets_go ? ""s : "it holds " + std::to_string(followed.held_releases()) + " releases";
    }) == "");
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
        CHECK(failure_in_child([&] {
            std::atomic<int> failures{0};
            std::vector<std::thread> threads;
            for (int i = 0; i < 4; ++i) {
                threads.emplace_back([&] {
                    if (!followed.reload()) ++failures;
                    followed.poll();
                });
            }
            for (std::thread& thread : threads) thread.join();
            return failures == 0 ? ""s : std::to_string(failures) + " reloads";
        }) == "");
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
