#include <tablegen/status.hpp>
#include <tablegen/types.hpp>

#include <algorithm>
#include <numeric>
#if defined(__cpp_lib_span)
#include <ranges>
#include <span>
#endif

#include "doctest.hpp"

namespace {

using tablegen::list_ref;
using tablegen::optional_value;
using tablegen::string_ref;

/// A little image: a row, then what it refers to.
struct alignas(8) sample {
    struct row {
        std::int32_t id_;
        string_ref name_;
        string_ref empty_;
        optional_value<string_ref> absent_;
        optional_value<string_ref> present_;
        list_ref<std::int32_t> numbers_;
        list_ref<std::int32_t> none_;
        optional_value<list_ref<std::int32_t>> absent_list_;
        optional_value<list_ref<std::int32_t>> empty_list_;
        list_ref<string_ref> words_;
        list_ref<list_ref<std::int32_t>> nested_;
        optional_value<std::int16_t> small_;
        optional_value<std::int16_t> no_small_;
        tablegen::array_value<float, 3> position_;
        tablegen::array_value<string_ref, 2> pair_;
        tablegen::datetime opens_;
        tablegen::duration cooldown_;
    };
    row one;
    std::int32_t numbers[3];
    string_ref words[2];
    list_ref<std::int32_t> nested[1];
    char text[12];
};
static_assert(std::is_standard_layout_v<sample::row> && std::is_aggregate_v<sample::row>);
static_assert(!std::is_copy_constructible_v<sample::row> && !std::is_move_constructible_v<sample::row>);
static_assert(!std::is_copy_assignable_v<sample::row> && !std::is_copy_constructible_v<string_ref>);
static_assert(!std::is_copy_constructible_v<list_ref<int>>);
static_assert(!std::is_copy_constructible_v<optional_value<string_ref>>);
static_assert(!std::is_copy_constructible_v<tablegen::array_value<string_ref, 2>>);
static_assert(std::is_copy_constructible_v<tablegen::list_view<string_ref>>);

// A reference lies as a struct of the key's parts, the offset, and the table where there are several.
template <class... Key>
using one = tablegen::row_ref<sample, Key...>;
template <class... Key>
using any = tablegen::any_row_ref<tablegen::rows<sample, sample::row>, Key...>;
static_assert(sizeof(one<std::int8_t>) == 8 && alignof(one<std::int8_t>) == 4);
static_assert(sizeof(one<std::int64_t>) == 16 && alignof(one<std::int64_t>) == 8);
static_assert(sizeof(one<std::int64_t, std::int8_t>) == 16 && sizeof(one<string_ref>) == 12);
static_assert(sizeof(one<std::int8_t, std::int8_t, std::int16_t, std::int8_t>) == 12);
static_assert(sizeof(any<std::int8_t>) == 12 && sizeof(any<std::int64_t, string_ref, bool>) == 32);
static_assert(std::is_standard_layout_v<one<string_ref, bool>> && std::is_aggregate_v<one<string_ref, bool>>);
static_assert(std::is_standard_layout_v<any<string_ref, bool>> && std::is_aggregate_v<any<string_ref, bool>>);
static_assert(!std::is_copy_constructible_v<one<std::int32_t>> && !std::is_copy_constructible_v<any<std::int32_t>>);
static_assert(!std::is_copy_constructible_v<tablegen::map_ref<int, int>>);
static_assert(!std::is_copy_constructible_v<tablegen::set_ref<int>>);
static_assert(!std::is_copy_constructible_v<tablegen::variant_ref<sample>>);
static_assert(std::is_trivially_copyable_v<tablegen::row_link<sample, int>>);
static_assert(std::is_trivially_copyable_v<tablegen::variant_view<sample>>);
static_assert(std::is_trivially_copyable_v<tablegen::map_view<int, string_ref>>);
static_assert(std::is_trivially_copyable_v<tablegen::version>);

constexpr std::int32_t distance(std::size_t to, std::size_t from) {
    return static_cast<std::int32_t>(to) - static_cast<std::int32_t>(from);
}
constexpr std::size_t text = offsetof(sample, text);

#define FROM(member) distance(text, offsetof(sample, one.member))

// Braces all the way, no copy: what generated sources do, at every language version.
constexpr sample image = {
    {
        7,
        {FROM(name_), 5},
        {FROM(name_) - 8 + 5, 0},
        {},
        {FROM(present_) + 6, 4},
        {distance(offsetof(sample, numbers), offsetof(sample, one.numbers_)), 3},
        {1, 0},
        {},
        {1, 0},
        {distance(offsetof(sample, words), offsetof(sample, one.words_)), 2},
        {distance(offsetof(sample, nested), offsetof(sample, one.nested_)), 1},
        {-3, 1},
        {},
        {{1.5F, -2.0F, 3.0F}},
        {{{FROM(pair_), 5}, {FROM(pair_) - 8 + 6, 4}}},
        {1'700'000'000},
        {1500},
    },
    {1, 2, 3},
    {{distance(text, offsetof(sample, words)), 5}, {distance(text, offsetof(sample, words)) - 8 + 6, 4}},
    {{distance(offsetof(sample, numbers), offsetof(sample, nested)), 2}},
    "sword\0pear",
};
auto const& row = image.one;

}  // namespace

TEST_CASE("strings are read in place, with a NUL behind them") {
    CHECK(row.name_.view() == "sword");
    CHECK(row.name_.view().data()[5] == '\0');
    CHECK(row.empty_.view().empty());
    CHECK(row.empty_.is_present());
    CHECK(row.absent_.view() == std::nullopt);
    CHECK(row.present_.view() == std::optional<std::string_view>("pear"));
}

TEST_CASE("a list of numbers is a contiguous range") {
    auto const numbers = row.numbers_.view();
    CHECK(numbers.size() == 3);
    CHECK(numbers[1] == 2);
    CHECK(numbers.front() == 1);
    CHECK(numbers.back() == 3);
    CHECK(std::accumulate(numbers.begin(), numbers.end(), 0) == 6);
    CHECK(numbers.data() == image.numbers);
    CHECK(row.none_.view().empty());
    CHECK_FALSE(row.absent_list_.view().has_value());
    CHECK(row.empty_list_.view().value().empty());
#if defined(__cpp_lib_span)
    std::span<std::int32_t const> const span = numbers;
    CHECK(span.size() == 3);
    static_assert(std::ranges::contiguous_range<tablegen::list_view<int>>);
#endif
}

TEST_CASE("a list of strings iterates as string_view") {
    auto const words = row.words_.view();
    std::string_view const wanted[] = {"sword", "pear"};
    CHECK(std::equal(words.begin(), words.end(), std::begin(wanted), std::end(wanted)));
    CHECK(words[1] == "pear");
    CHECK(words.end() - words.begin() == 2);
    auto last = words.end();
    --last;
    CHECK(*last == "pear");
    CHECK(words.begin()[1] == "pear");
    CHECK(*(words.begin() + 1) == "pear");
    CHECK(words.begin() < last);
#if defined(__cpp_lib_ranges)
    static_assert(std::ranges::random_access_range<tablegen::list_view<string_ref>>);
    static_assert(std::ranges::borrowed_range<tablegen::list_view<string_ref>>);
#endif
}

TEST_CASE("lists nest") {
    auto const nested = row.nested_.view();
    REQUIRE(nested.size() == 1);
    CHECK(nested[0].size() == 2);
    CHECK(nested[0][1] == 2);
}

TEST_CASE("optionals and fixed arrays are read as they are declared") {
    CHECK(row.small_.view() == std::optional<std::int16_t>(static_cast<std::int16_t>(-3)));
    CHECK_FALSE(row.no_small_.view().has_value());
    CHECK(row.position_.view()[2] == 3.0F);
    static_assert(decltype(row.position_.view())::size() == 3);
    CHECK(row.pair_.view()[1] == "pear");
}

TEST_CASE("dates and durations are read as chrono types") {
    CHECK(row.opens_.view().time_since_epoch() == std::chrono::seconds(1'700'000'000));
    CHECK(row.cooldown_.view() == std::chrono::milliseconds(1500));
}

TEST_CASE("a status is true for success and has a text for failure") {
    tablegen::status const success;
    CHECK(static_cast<bool>(success));
    CHECK(success.message().empty());
    auto const bad = tablegen::status::failure(tablegen::status_code::malformed, "a ", std::uint64_t{1234}, "\n\x1B[0m");
    CHECK_FALSE(static_cast<bool>(bad));
    CHECK(bad.code() == tablegen::status_code::malformed);
    CHECK(bad.message() == "a 1234??[0m");
}

TEST_CASE("a status that is full ends with a whole character") {
    for (std::size_t lead = 0; lead < 4; ++lead) {
        std::string_view const many = "道具道具道具道具道具道具道具道具道具道具";
        auto const s = tablegen::status::failure(tablegen::status_code::malformed, std::string_view("abcd", lead), many, many,
                                                 many, many, many, many, many, many);
        std::string_view const message = s.message();
        CHECK(message.size() > 370);
        CHECK((message.size() - lead) % 3 == 0);
        CHECK(s.text()[message.size()] == '\0');
    }
}
