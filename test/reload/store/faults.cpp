#include <algorithm>
#include <atomic>
#include <cstring>
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
using tablegen::status_code;

/// A store on release 0 that counts what it reports.
struct faulty_fixture {
    directory folder;
    std::vector<std::string> reported;
    store followed;

    faulty_fixture() {
        folder.publish(0);
        store::options options;
        options.in_background = false;
        options.on_failure = [this](tablegen::status const& why) { reported.emplace_back(why.message()); };
        REQUIRE(followed.open(folder.path(), options).message() == "");
    }

    /// Publishes a file that must be refused: reported once, the old release stays, the next good one is taken.
    tablegen::status refuse(std::string const& file, std::string const& bytes) {
        folder.add(file, bytes);
        folder.point(file);
        return refuse();
    }
    tablegen::status refuse() {
        reported.clear();
        tablegen::status const first = releases::look(followed);
        CHECK_FALSE(first);
        CHECK(releases::look(followed).message() == first.message());
        CHECK(followed.last_failure().message() == first.message());
        REQUIRE(reported.size() == 1);
        CHECK(reported[0] == first.message());
        CHECK(release_of(*followed.read()) == 0);
        folder.point(1);
        CHECK(releases::look(followed).code() != status_code::ok);  // not there yet
        folder.add(1);
        CHECK(releases::look(followed).message() == "");
        CHECK(release_of(*followed.read()) == 1);
        ::unlink((folder.path() + "/" + releases::file_of(1)).c_str());
        folder.point(0);
        CHECK(releases::look(followed).message() == "");
        CHECK(followed.held_releases() == 0);
        return first;
    }
};

std::string good() { return releases::read_file(releases::source_of(2)); }
std::string const hostile = "libsoak.00000000000000000000000000000000.so";

/// The library with a 64-bit number changed.
std::string with(std::string bytes, std::size_t at, std::uint64_t value, std::size_t size) {
    REQUIRE(at + size <= bytes.size());
    std::memcpy(&bytes[at], &value, size);
    return bytes;
}

/// Where the program header of a type is, by elf(5).
std::size_t program_header(std::string const& bytes, std::uint32_t type) {
    for (std::size_t at = 64; at + 56 < bytes.size(); at += 56) {
        std::uint32_t found = 0;
        std::memcpy(&found, &bytes[at], sizeof found);
        if (found == type) return at;
    }
    return 0;
}

/// True when /proc/locks shows a lease on the file.
bool has_lease(std::string const& path) {
    struct stat found = {};
    if (::stat(path.c_str(), &found) != 0) return false;
    std::string const locks = releases::read_file("/proc/locks");
    std::string const mark = ":" + std::to_string(found.st_ino) + " ";
    for (std::size_t at = 0; (at = locks.find("LEASE", at)) != std::string::npos; ++at) {
        if (locks.substr(at, locks.find('\n', at) - at).find(mark) != std::string::npos) return true;
    }
    return false;
}

std::size_t first_dynamic(std::string const& bytes) {
    std::uint64_t offset = 0;
    std::memcpy(&offset, &bytes[program_header(bytes, 2) + 8], sizeof offset);
    return static_cast<std::size_t>(offset);
}

}  // namespace

TEST_CASE("files that are no sound release are refused with their reason, and the old one stays") {
    faulty_fixture f;
    std::string const bytes = good();
    std::string const path = f.folder.path() + "/" + hostile;
    CHECK(f.refuse(hostile, "").message() == path + " is too short for a library.");
    CHECK(f.refuse(hostile, "version https://git-lfs.github.com/spec/v1\n" + std::string(100, '\n')).code() ==
          status_code::not_a_library);
    CHECK(f.refuse(hostile, bytes.substr(0, bytes.size() / 2)).message() == path + " is cut off.");
    CHECK(f.refuse(hostile, with(bytes, 18, 243, 2)).message() == path + " is for another processor.");
    CHECK(f.refuse(hostile, with(bytes, program_header(bytes, 1) + 4, 5, 4)).message() ==
          path + " could run code; a library of tables is data alone.");
    // DT_INIT, DT_NEEDED, DT_RELA
    for (unsigned const tag : {12U, 1U, 7U}) {
        CHECK(f.refuse(hostile, with(bytes, first_dynamic(bytes), tag, 8)).message() ==
              path + " has constructors, relocations or needs other libraries; a library of tables is data alone.");
    }
    std::size_t const image = bytes.find(std::string("tablegen\x02", 9));
    REQUIRE(image != std::string::npos);
    std::uint64_t image_size = 0;
    std::memcpy(&image_size, &bytes[image + 16], sizeof image_size);
    std::string flipped = bytes;
    flipped[image + static_cast<std::size_t>(image_size) - 1] ^= 0x10;
    CHECK(f.refuse(hostile, flipped).code() == status_code::content_mismatch);
    CHECK(f.refuse(hostile, with(bytes, image + 8, 9, 4)).message() ==
          hostile + ": The image has layout version 9, this program reads version 2.");
}

TEST_CASE("a pointer that leads nowhere, to a folder or is gone is reported, and the old release stays") {
    faulty_fixture f;
    f.folder.point("libsoak.nowhere.so");
    CHECK(f.refuse().message() == f.folder.path() + "/soak.so can not be read: No such file or directory.");
    f.folder.point(".");
    CHECK(f.refuse().code() == status_code::file_unreadable);
    f.folder.point("soak.so");
    CHECK(f.refuse().message() == f.folder.path() + "/soak.so can not be read: Too many levels of symbolic links.");
    ::unlink((f.folder.path() + "/soak.so").c_str());
    CHECK(f.refuse().message() == "There is no pointer " + f.folder.path() + "/soak.so.");
}

TEST_CASE("a release of other tables is refused with table and column") {
    faulty_fixture f;
    f.folder.add(hostile, releases::read_file(std::string(TEST_FOLDER) + "/other-schema.so"));
    f.folder.point(hostile);
    CHECK(f.refuse().message() ==
          hostile + ": Table Item, column release: the program was generated for int32, the image has string.");
}

TEST_CASE("a release with further tables and columns at the end is taken") {
    faulty_fixture f;
    f.folder.add(hostile, releases::read_file(std::string(TEST_FOLDER) + "/more.so"));
    f.folder.point(hostile);
    CHECK(releases::look(f.followed).message() == "");
    CHECK(release_of(*f.followed.read()) == 0);
    CHECK((*f.followed.read()).item().find(1)->name() == "more");
}

TEST_CASE("a directory that is deleted and made again is followed again") {
    directory const folder;
    folder.publish(0);
    store::options options;
    options.poll_interval = std::chrono::milliseconds(10);
    store followed;
    REQUIRE(followed.open(folder.path(), options).message() == "");
    for (std::size_t round = 1; round < 4; ++round) {
        folder.remove();
        std::string const expected = "There is no pointer " + folder.path() + "/soak.so.";
        CHECK(eventually([&] { return followed.last_failure().message() == expected; }));
        CHECK(release_of(*followed.read()) == static_cast<std::int32_t>(round - 1));
        folder.make();
        folder.publish(round);
        CHECK(switches_to(followed, static_cast<std::int32_t>(round)));
    }
}

TEST_CASE("a directory that is renamed away and replaced is followed by its name") {
    directory const folder;
    folder.publish(0);
    directory const moved;
    store::options options;
    options.poll_interval = std::chrono::milliseconds(10);
    store followed;
    REQUIRE(followed.open(folder.path(), options).message() == "");
    REQUIRE(::rename(folder.path().c_str(), moved.path().c_str()) == 0);
    folder.make();
    folder.publish(1);
    CHECK(switches_to(followed, 1));
    moved.publish(2);
    std::this_thread::sleep_for(std::chrono::milliseconds(30));
    CHECK(release_of(*followed.read()) == 1);
}

TEST_CASE("a volume that switches a folder behind the pointer is followed") {
    // As Kubernetes mounts them: soak.so → ..data/soak.so, ..data → ..<time>, and only ..data is renamed.
    directory const folder;
    auto const make = [&](char const* name, std::size_t release) {
        ::mkdir((folder.path() + "/" + name).c_str(), 0755);
        releases::write_file(folder.path() + "/" + name + "/soak.so",
                             releases::read_file(releases::source_of(release)));
        folder.point(name, "..data");
    };
    make("..1", 0);
    folder.point("..data/soak.so");
    store followed;
    REQUIRE(followed.open(folder.path()).message() == "");
    make("..2", 1);
    CHECK(switches_to(followed, 1));
}

TEST_CASE("who copies a file over the release in use waits until readers have a copy of their own") {
    directory const folder;
    folder.publish(0);
    std::atomic<int> reports{0};
    store::options options;
    options.on_failure = [&](tablegen::status const&) { ++reports; };
    store followed;
    REQUIRE(followed.open(folder.path(), options).message() == "");
    std::atomic<bool> is_over{false};
    std::atomic<int> wrong{0};
    std::vector<std::thread> readers;
    for (int i = 0; i < 2; ++i) {
        readers.emplace_back([&] {
            while (!is_over) {
                auto const t = followed.read();
                if (release_of(*t) != 0) ++wrong;
            }
        });
    }
    // The lease is taken by the store's own thread.
    std::string const live = folder.path() + "/" + releases::file_of(0);
    REQUIRE(eventually([&] { return has_lease(live); }));
    int const opened = ::open(live.c_str(), O_WRONLY | O_TRUNC);
    REQUIRE(opened >= 0);
    std::string const noise(100'000, 'x');
    CHECK(::write(opened, noise.data(), noise.size()) == static_cast<ssize_t>(noise.size()));
    ::close(opened);
    // The copy, then perhaps that somebody writes, and at last what lies there now.
    CHECK(eventually([&] { return followed.last_failure().code() == status_code::not_a_library; }));
    CHECK(reports >= 2);
    is_over = true;
    for (std::thread& reader : readers) reader.join();
    CHECK(wrong == 0);
    folder.publish(1);
    CHECK(switches_to(followed, 1));
    CHECK(eventually([&] { return followed.held_releases() == 0; }));
}
