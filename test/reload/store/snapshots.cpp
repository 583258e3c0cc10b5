#include <atomic>
#include <optional>
#include <thread>
#include <vector>

#include "../../native-runtime/unit/doctest.hpp"
#include "releases.hpp"

namespace {

using releases::directory;
using releases::release_of;
using store = tablegen::store<soak::tables>;
using snapshot = tablegen::snapshot<soak::tables>;

/// A store without a thread, so that each step is the test's.
struct fixture {
    directory folder;
    store followed;

    fixture() {
        folder.publish(0);
        store::options options;
        options.in_background = false;
        REQUIRE(followed.open(folder.path(), options).message() == "");
    }
    void reload(std::size_t release) {
        folder.publish(release);
        REQUIRE(followed.reload().message() == "");
    }
};

}  // namespace

TEST_CASE("a snapshot keeps its release, and only that") {
    fixture f;
    std::optional<snapshot> const first = f.followed.read();
    f.reload(1);
    f.reload(2);
    f.reload(3);
    CHECK(f.followed.held_releases() == 1);
    CHECK(release_of(**first) == 0);
    CHECK(release_of(*f.followed.read()) == 3);
}

TEST_CASE("a release goes when its last snapshot does") {
    fixture f;
    {
        snapshot const one = f.followed.read();
        snapshot const two = f.followed.read();
        f.reload(1);
        snapshot const three = f.followed.read();
        CHECK(release_of(*one) == 0);
        CHECK(release_of(*two) == 0);
        CHECK(release_of(*three) == 1);
        CHECK(f.followed.held_releases() == 1);
    }
    CHECK(releases::look(f.followed).message() == "");
    CHECK(f.followed.held_releases() == 0);
}

TEST_CASE("a snapshot moves, also to another thread") {
    fixture f;
    snapshot first = f.followed.read();
    f.reload(1);
    std::thread([moved = std::move(first), &f] {
        CHECK(release_of(*moved) == 0);
        snapshot const own = f.followed.read();
        CHECK(release_of(*own) == 1);
    }).join();
    CHECK(releases::look(f.followed).message() == "");
    CHECK(f.followed.held_releases() == 0);
    snapshot a = f.followed.read();
    f.reload(2);
    snapshot b = f.followed.read();
    a = std::move(b);
    CHECK(release_of(*a) == 2);
    CHECK(releases::look(f.followed).message() == "");
    CHECK(f.followed.held_releases() == 0);
}

TEST_CASE("a snapshot outlives the thread that took it") {
    fixture f;
    std::optional<snapshot> kept;
    std::thread([&] { kept.emplace(f.followed.read()); }).join();
    f.reload(1);
    CHECK(f.followed.held_releases() == 1);
    CHECK(release_of(**kept) == 0);
    // Its slot must not pass to another thread as long as it is held.
    std::thread([&] { CHECK(release_of(*f.followed.read()) == 1); }).join();
    f.reload(2);
    CHECK(f.followed.held_releases() == 1);
    CHECK(release_of(**kept) == 0);
    kept.reset();
    CHECK(releases::look(f.followed).message() == "");
    CHECK(f.followed.held_releases() == 0);
}

TEST_CASE("slots are used again, by the same thread and by later ones") {
    tablegen::detail::slot_pool* const pool = new tablegen::detail::slot_pool;
    tablegen::detail::reader_slot* const own = pool->enter();
    own->held.store(tablegen::detail::reader_slot::nothing);
    tablegen::detail::reader_slot* seen[100] = {};
    for (auto& slot : seen) {
        std::thread([&] {
            slot = pool->enter();
            slot->held.store(tablegen::detail::reader_slot::nothing);
        }).join();
        CHECK(slot != own);
        CHECK(slot == seen[0]);
        CHECK(pool->enter() == own);
        own->held.store(tablegen::detail::reader_slot::nothing);
    }
    pool->close();
}

TEST_CASE("more snapshots at once than there are slots make more slots") {
    fixture f;
    std::vector<snapshot> many;
    for (int i = 0; i < 200; ++i) many.push_back(f.followed.read());
    f.reload(1);
    CHECK(f.followed.held_releases() == 1);
    for (snapshot const& one : many) CHECK(release_of(*one) == 0);
    many.clear();
    CHECK(releases::look(f.followed).message() == "");
    CHECK(f.followed.held_releases() == 0);
}

TEST_CASE("stores that come and go on one thread do not disturb each other") {
    fixture lasting;
    for (int i = 0; i < 50; ++i) {
        fixture other;
        other.reload(1);
        snapshot const a = lasting.followed.read();
        snapshot const b = other.followed.read();
        CHECK(release_of(*a) == 0);
        CHECK(release_of(*b) == 1);
    }
    lasting.reload(2);
    CHECK(lasting.followed.held_releases() == 0);
}

TEST_CASE("earlier releases are let go however many readers are just about to read") {
    fixture f;
    f.folder.add(1);
    std::atomic<bool> is_over{false};
    std::vector<std::thread> readers;
    for (int i = 0; i < 48; ++i) {
        readers.emplace_back([&] {
            while (!is_over) (void)f.followed.read();
        });
    }
    for (std::size_t round = 1; round <= 10; ++round) {
        f.folder.point(round % 2);
        CHECK(f.followed.reload().message() == "");
    }
    CHECK(releases::eventually([&] {
        f.followed.poll();
        return f.followed.held_releases() == 0;
    }));
    is_over = true;
    for (std::thread& reader : readers) reader.join();
}

namespace {

/// Reads when the slots of its thread are gone already.
struct late_reader {
    store const* from = nullptr;
    std::atomic<int>* result = nullptr;
    ~late_reader() {
        if (from == nullptr) return;
        snapshot const one = from->read();
        snapshot const two = from->read();
        *result = release_of(*one) + release_of(*two);
    }
};

}  // namespace

TEST_CASE("a thread may read to its very end") {
    fixture f;
    f.reload(1);
    std::atomic<int> result{-1};
    for (int i = 0; i < 100; ++i) {
        std::thread([&] {
            static thread_local late_reader last;
            last.from = &f.followed;
            last.result = &result;
            CHECK(release_of(*f.followed.read()) == 1);
        }).join();
        CHECK(result == 2);
    }
    f.reload(2);
    CHECK(f.followed.held_releases() == 0);
}
