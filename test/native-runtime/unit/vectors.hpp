#pragma once

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <string>
#include <string_view>
#include <vector>

/// The shared vectors: arrays of flat objects whose values are all strings.
namespace vectors {

using object = std::map<std::string, std::string>;

inline std::string read_file(std::string const& path) {
    std::string text;
    if (std::FILE* file = std::fopen(path.c_str(), "rb")) {
        char buffer[4096];
        for (std::size_t got = 0; (got = std::fread(buffer, 1, sizeof buffer, file)) > 0;) text.append(buffer, got);
        std::fclose(file);
    }
    return text;
}

/// Reads `test/vectors/<name>.json`. The quoted texts alternate between names and values; none has an escape.
inline std::vector<object> read(char const* name) {
    std::string const text = read_file(std::string(TEST_VECTORS) + "/" + name + ".json");
    std::vector<object> objects;
    std::string key;
    bool is_key = true;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '{') objects.emplace_back();
        if (text[i] != '"') continue;
        std::size_t const end = text.find('"', i + 1);
        std::string const quoted = text.substr(i + 1, end - i - 1);
        if (is_key) {
            key = quoted;
        } else {
            objects.back()[key] = quoted;
        }
        is_key = !is_key;
        i = end;
    }
    return objects;
}

inline std::uint64_t hex(std::string const& text) { return std::strtoull(text.c_str(), nullptr, 16); }
inline std::uint32_t decimal(std::string const& text) {
    return static_cast<std::uint32_t>(std::strtoul(text.c_str(), nullptr, 10));
}

inline std::string bytes(std::string_view text) {
    std::string result;
    for (std::size_t i = 0; i + 1 < text.size(); i += 2) {
        result.push_back(static_cast<char>(std::strtoul(std::string(text.substr(i, 2)).c_str(), nullptr, 16)));
    }
    return result;
}

inline std::vector<std::string> split(std::string const& text) {
    std::vector<std::string> parts(1);
    for (char const c : text) {
        if (c == ',') {
            parts.emplace_back();
        } else {
            parts.back().push_back(c);
        }
    }
    return parts;
}

}  // namespace vectors
