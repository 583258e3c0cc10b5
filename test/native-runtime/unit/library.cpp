#include <game.hpp>
#include <tablegen/library.hpp>

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

#include "doctest.hpp"
#include "vectors.hpp"

namespace {

using tablegen::status_code;

/// `TEST_FOLDER` holds game.so, which the built-in writer wrote.
std::string const folder = TEST_FOLDER;
std::string const good = folder + "/game.so";

std::string write(char const* name, std::string const& bytes) {
    std::string path = folder + "/" + name;
    std::remove(path.c_str());
    if (std::FILE* file = std::fopen(path.c_str(), "wb")) {
        std::fwrite(bytes.data(), 1, bytes.size(), file);
        std::fclose(file);
    }
    return path;
}

status_code open(std::string const& path) {
    tablegen::library library;
    auto const status = library.open(path.c_str());
    CHECK(library.is_open() == static_cast<bool>(status));
    return status.code();
}

/// The library with one byte changed. Positions are those of elf(5).
std::string with(std::size_t at, unsigned char byte) {
    std::string bytes = vectors::read_file(good);
    bytes.at(at) = static_cast<char>(byte);
    return bytes;
}

/// Where the program header of a type is.
std::size_t program_header(std::uint32_t type) {
    std::string const bytes = vectors::read_file(good);
    for (std::size_t at = 64; at + 56 < bytes.size(); at += 56) {
        std::uint32_t found = 0;
        std::memcpy(&found, bytes.data() + at, sizeof found);
        if (found == type) return at;
    }
    return 0;
}

}  // namespace

TEST_CASE("a library is opened, bound and read") {
    tablegen::library library;
    auto const status = library.open(good.c_str());
    REQUIRE(status.message() == "");
    CHECK(library.image().verify_content().message() == "");
    game::data::tables tables;
    REQUIRE(tables.bind(library.image()).message() == "");
    CHECK(tables.hero().find(1001)->name() == "Arthur");
    CHECK(tables.image().version().view() == game::data::tables::embedded().image().version().view());
}

TEST_CASE("a library moves, and closes once") {
    tablegen::library first;
    REQUIRE(first.open(good.c_str()));
    void const* const data = first.image().data();
    tablegen::library second = std::move(first);
    CHECK_FALSE(first.is_open());
    CHECK(second.image().data() == data);
    first = std::move(second);
    CHECK(first.image().data() == data);
    first.close();
    CHECK_FALSE(first.is_open());
    first.close();
}

TEST_CASE("opening what is no library leaves the open one as it is") {
    tablegen::library library;
    REQUIRE(library.open(good.c_str()));
    CHECK_FALSE(library.open((folder + "/missing.so").c_str()));
    CHECK(library.is_open());
    CHECK(library.image().check_shape());
}

TEST_CASE("files that are no library of tables are refused, each with its reason") {
    CHECK(open(folder + "/missing.so") == status_code::file_unreadable);
    CHECK(open(folder) == status_code::file_unreadable);
    CHECK(open(write("empty.so", "")) == status_code::not_a_library);
    CHECK(open(write("text.so", std::string(4096, 'x'))) == status_code::not_a_library);
    CHECK(open(write("machine.so", with(18, 0xF3))) == status_code::not_a_library);
    CHECK(open(write("object.so", with(16, 1))) == status_code::not_a_library);
    CHECK(open(write("32.so", with(4, 1))) == status_code::not_a_library);
    CHECK(open(write("executable.so", with(program_header(1) + 4, 5))) == status_code::unsafe_library);
    CHECK(open(write("stack.so", with(program_header(0x6474E551) + 4, 7))) == status_code::unsafe_library);
    CHECK(open(write("no-stack.so", with(program_header(0x6474E551), 0))) == status_code::unsafe_library);
}

TEST_CASE("a library that is cut off is refused before it is mapped") {
    std::string const bytes = vectors::read_file(good);
    std::size_t end = 0;  // of what is mapped; section headers may follow
    for (std::size_t at = 64; at < 64 + 56 * static_cast<std::size_t>(bytes.at(56)); at += 56) {
        std::uint64_t offset = 0;
        std::uint64_t size = 0;
        std::memcpy(&offset, bytes.data() + at + 8, sizeof offset);
        std::memcpy(&size, bytes.data() + at + 32, sizeof size);
        end = std::max(end, static_cast<std::size_t>(offset + size));
    }
    for (std::size_t size = 0; size < end; size += size + 509 < end || size + 1 == end ? 509 : end - 1 - size) {
        status_code const code = open(write("cut.so", bytes.substr(0, size)));
        INFO(size);
        CHECK((code == status_code::truncated || code == status_code::not_a_library));
    }
}

TEST_CASE("dynamic entries that make a loader act are refused") {
    std::string const bytes = vectors::read_file(good);
    std::uint64_t dynamic = 0;
    std::memcpy(&dynamic, bytes.data() + program_header(2) + 8, sizeof dynamic);
    // needed, rela, init, soname, rel, init_array, fini_array, runpath, flags, preinit_array
    for (int tag : {1, 7, 12, 14, 17, 25, 26, 29, 30, 32}) {
        CHECK(open(write("dynamic.so", with(dynamic, static_cast<unsigned char>(tag)))) == status_code::unsafe_library);
    }
    std::string far = bytes;
    far.at(dynamic + 14) = 1;
    CHECK(open(write("far.so", far)) == status_code::no_image);
}

TEST_CASE("an image that contradicts itself is refused after mapping") {
    std::string bytes = vectors::read_file(good);
    std::size_t const image = bytes.find("tablegen\x02");
    REQUIRE(image != std::string::npos);
    bytes.at(image + 72) = 1;
    CHECK(open(write("malformed.so", bytes)) == status_code::malformed);
    bytes.at(image + 8) = 9;
    CHECK(open(write("version.so", bytes)) == status_code::wrong_layout);
}

TEST_CASE("a file that replaced an open one under its name is another library") {
    std::string const path = write("same-name.so", vectors::read_file(good));
    tablegen::library before;
    REQUIRE(before.open(path.c_str()));
    std::string bytes = vectors::read_file(good);
    bytes.at(bytes.find("tablegen\x02") + 32) ^= 1;
    write("same-name.so", bytes);
    tablegen::library after;
    REQUIRE(after.open(path.c_str()).message() == "");
    CHECK(before.image().version().view() != after.image().version().view());
    CHECK(before.image().check_shape());
}

TEST_CASE("full verification refuses altered rows, which the shape does not show") {
    std::string bytes = vectors::read_file(good);
    std::size_t const image = bytes.find("tablegen\x02");
    std::uint64_t size = 0;
    std::memcpy(&size, bytes.data() + image + 16, sizeof size);
    bytes.at(image + static_cast<std::size_t>(size) - 1) ^= 1;
    std::string const path = write("altered.so", bytes);
    tablegen::library library;
    REQUIRE(library.open(path.c_str()).message() == "");
    tablegen::open_options const full = {tablegen::verification::full, {}};
    CHECK(library.open(path.c_str(), full).code() == status_code::content_mismatch);
    CHECK(library.is_open());
    CHECK(library.open(good.c_str(), full).message() == "");
}

TEST_CASE("a signature at the end of the file is asked for, and only then looked at") {
    struct seen {
        std::size_t size = 0;
        std::string signature;
    };
    static seen last;
    last = {};
    tablegen::open_options options;
    options.signature.verify = [](void const*, unsigned char const* message, std::size_t size,
                                  unsigned char const* signature) noexcept {
        last = {size, std::string(reinterpret_cast<char const*>(signature), 64)};
        return message[0] == 0x7F && signature[0] == 'y';
    };
    std::string const bytes = vectors::read_file(good);
    tablegen::library library;
    CHECK(library.open(good.c_str(), options).code() == status_code::bad_signature);
    CHECK(last.size == 0);
    std::string const mark = "tablegen-ed25519";
    std::string const yes = write("signed.so", bytes + "y" + std::string(63, 's') + mark);
    CHECK(library.open(yes.c_str(), options).message() == "");
    CHECK(last.size == bytes.size());
    CHECK(last.signature == "y" + std::string(63, 's'));
    CHECK(open(yes) == status_code::ok);
    CHECK(library.open(write("other.so", bytes + std::string(64, 'n') + mark).c_str(), options).code() ==
          status_code::bad_signature);
}

TEST_CASE("a symbolic link that leads elsewhere is another library") {
    std::string const first = write("first.so", vectors::read_file(good));
    std::string bytes = vectors::read_file(good);
    bytes.at(bytes.find("tablegen\x02") + 32) ^= 1;
    std::string const second = write("second.so", bytes);
    std::string const link = folder + "/pointer.so";
    REQUIRE(::symlink("first.so", link.c_str()) == 0);
    tablegen::library before;
    REQUIRE(before.open(link.c_str()));
    std::remove(link.c_str());
    REQUIRE(::symlink("second.so", link.c_str()) == 0);
    tablegen::library after;
    REQUIRE(after.open(link.c_str()).message() == "");
    CHECK(before.image().version().view() != after.image().version().view());
    std::remove(link.c_str());
}

#if defined(__linux__)
namespace {

/// A file that goes when the scope ends.
struct temporary_file {
    std::string path;
    ~temporary_file() { std::remove(path.c_str()); }
};

/// Kilobytes that /proc/self/smaps tells of the mapping at an address.
std::size_t mapped_kb(void const* address, char const* field) {
    char begin[32] = {};
    std::snprintf(begin, sizeof begin, "%zx-", reinterpret_cast<std::size_t>(address));
    std::string const all = vectors::read_file("/proc/self/smaps");
    std::size_t const mapping = all.find(begin);
    REQUIRE(mapping != std::string::npos);
    std::size_t const line = all.find(std::string(field) + ":", mapping);
    REQUIRE(line != std::string::npos);
    return static_cast<std::size_t>(std::atol(all.c_str() + line + std::strlen(field) + 1));
}

}  // namespace

TEST_CASE("a library that is to be in huge pages opens wherever it lies, and says whether it is") {
    std::string const bytes = vectors::read_file(good) + std::string(std::size_t{5} << 20, '\0');
    // The first is memory of the kernel, which is where there are huge pages of files as a rule.
    for (std::string const& where : {std::string("/dev/shm"), folder}) {
        temporary_file const file{where + "/table-gen-huge-" + std::to_string(::getpid()) + ".so"};
        std::FILE* const out = std::fopen(file.path.c_str(), "wb");
        if (out == nullptr) continue;
        std::fwrite(bytes.data(), 1, bytes.size(), out);
        std::fclose(out);
        tablegen::open_options options;
        options.huge_pages = true;
        tablegen::library library;
        REQUIRE(library.open(file.path.c_str(), options).message() == "");
        game::data::tables tables;
        REQUIRE(tables.bind(library.image()).message() == "");
        CHECK(tables.hero().find(1001) != nullptr);
        tablegen::status const found = library.huge_page_status();
        if (!found) {
            CHECK(found.code() == tablegen::status_code::unsupported);
            CHECK(found.message().substr(0, 41) == "The system holds the file in small pages:");
            continue;
        }
        auto const begin = reinterpret_cast<std::size_t>(library.image().data()) & ~std::size_t{4095};
        auto const* const mapping = reinterpret_cast<void const*>(begin - begin % (std::size_t{2} << 20));
        std::size_t const huge = mapped_kb(mapping, "ShmemPmdMapped") + mapped_kb(mapping, "FilePmdMapped");
        CHECK(huge == 4096);
        // No copy of this process's own.
        CHECK(mapped_kb(mapping, "Anonymous") == 0);
    }
}

TEST_CASE("a library that is not asked to be in huge pages says so") {
    tablegen::library library;
    REQUIRE(library.open(good.c_str()).message() == "");
    CHECK(library.huge_page_status().message() == "Huge pages were not asked for.");
}
#endif
