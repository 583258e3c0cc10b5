#pragma once

#include <charconv>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

namespace server {

constexpr char usage[] =
    "server [DIRECTORY] [OPTION…]\n"
    "\n"
    "Follows the release directory, tables/server unless given, and fights battles by its tables.\n"
    "\n"
    "  --threads N   how many threads look up, 2 unless given\n"
    "  --seconds N   ends after that long, instead of when it is asked to\n"
    "  --http PORT   POST /reload and GET /status on this port of 127.0.0.1; 0 takes one that is free\n"
    "  --poll MS     looks for a new release so often, instead of being told by inotify\n"
    "  --manual      has no thread for that: the game loop looks, once a tick\n";

/// What the command line asks for.
struct options {
    std::string_view directory = "tables/server";
    std::uint16_t threads = 2;
    /// 0: until it is asked to end.
    std::uint32_t seconds = 0;
    std::optional<std::uint16_t> http_port;
    /// Instead of inotify.
    std::optional<std::uint32_t> poll_ms;
    bool is_manual = false;
};

/// The whole text as a number; nothing when it is none.
template <class Number>
[[nodiscard]] std::optional<Number> parse_number(std::string_view text) noexcept {
    Number number = 0;
    char const* const end = text.data() + text.size();
    auto const [rest, error] = std::from_chars(text.data(), end, number);
    if (error != std::errc() || rest != end) return std::nullopt;
    return number;
}

/// Nothing when the command line is not as the usage has it.
[[nodiscard]] inline std::optional<options> parse_options(int argc, char** argv) noexcept {
    options parsed;
    for (int i = 1; i < argc; ++i) {
        std::string_view const argument = argv[i];
        if (argument == "--manual") {
            parsed.is_manual = true;
            continue;
        }
        if (argument.substr(0, 1) != "-") {
            parsed.directory = argument;
            continue;
        }
        if (++i == argc) return std::nullopt;
        auto const number = parse_number<std::uint32_t>(argv[i]);
        auto const small = parse_number<std::uint16_t>(argv[i]);
        if (argument == "--threads" && small) {
            parsed.threads = *small;
        } else if (argument == "--seconds" && number) {
            parsed.seconds = *number;
        } else if (argument == "--http" && small) {
            parsed.http_port = small;
        } else if (argument == "--poll" && number && *number > 0) {
            parsed.poll_ms = number;
        } else {
            return std::nullopt;
        }
    }
    return parsed;
}

}  // namespace server
