#include <tablegen/hash.hpp>
#include <tablegen/image.hpp>

#if __has_include(<xxhash.h>)
#define XXH_INLINE_ALL
#include <xxhash.h>
#endif

#include "doctest.hpp"
#include "vectors.hpp"

using vectors::decimal;
using vectors::hex;

TEST_CASE("mix gives the bits of the vectors, by either way of multiplying") {
    auto const all = vectors::read("mix");
    REQUIRE(all.size() > 10);
    for (auto const& v : all) {
        CHECK(tablegen::hash::mix(hex(v.at("a")), hex(v.at("b"))) == hex(v.at("result")));
        CHECK(tablegen::hash::mix_portable(hex(v.at("a")), hex(v.at("b"))) == hex(v.at("result")));
    }
}

TEST_CASE("string_hash gives the bits of the vectors for every length") {
    auto const all = vectors::read("string-hash");
    REQUIRE(all.size() > 100);
    for (auto const& v : all) {
        CHECK(tablegen::hash::string_hash(vectors::bytes(v.at("bytes")), hex(v.at("seed"))) == hex(v.at("hash")));
    }
}

TEST_CASE("a key of several parts hashes to the bits of the vectors") {
    auto const all = vectors::read("hash-parts");
    REQUIRE(all.size() > 5);
    for (auto const& v : all) {
        std::uint64_t hash = hex(v.at("salt"));
        for (std::string const& part : vectors::split(v.at("parts"))) {
            bool const is_text = part.compare(0, 5, "text:") == 0;
            hash = is_text ? tablegen::hash::string_hash(vectors::bytes(part.substr(5)), hash)
                           : tablegen::hash::integer_hash(hex(part.substr(4)), hash);
        }
        CHECK(hash == hex(v.at("h")));
    }
}

TEST_CASE("content_hash gives the bits of xxHash for every size") {
    auto const all = vectors::read("content-hash");
    REQUIRE(all.size() > 10);
    for (auto const& v : all) {
        std::string bytes(decimal(v.at("size")), '\0');
        for (std::size_t j = 0; j < bytes.size(); ++j) bytes[j] = static_cast<char>(131 * j + 17 * (j / 256) + 7);
        auto const hash = tablegen::content_hash(bytes.data(), bytes.size());
        CHECK(tablegen::version_text(hash).view() == v.at("hash"));
    }
}

#if defined(XXH_VERSION_NUMBER)
TEST_CASE("content_hash equals xxHash at sizes around stripes and blocks, at any alignment") {
    std::string bytes(20'000, '\0');
    std::uint32_t state = 1;
    for (char& c : bytes) c = static_cast<char>((state = state * 1664525 + 1013904223) >> 24);
    for (std::size_t size = 256; size + 1 < bytes.size(); size += size < 2200 ? 1 : 997) {
        XXH128_canonical_t wanted;
        XXH128_canonicalFromHash(&wanted, XXH3_128bits(bytes.data() + 1, size));
        auto const got = tablegen::content_hash(bytes.data() + 1, size);
        REQUIRE(std::memcmp(&got, &wanted, sizeof got) == 0);
    }
}
#endif
