#pragma once

#include <soak.hpp>
#include <tablegen/store.hpp>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <string>
#include <thread>
#include <vector>

/// Releases that the test's own preparation has written, and a directory in which pointers lead to them.
namespace releases {

/// Version of release number `index`, from the file that lists them.
inline std::vector<std::string> const& versions() {
    static std::vector<std::string> const all = [] {
        std::vector<std::string> found;
        std::string const path = std::string(TEST_FOLDER) + "/versions";
        if (std::FILE* file = std::fopen(path.c_str(), "r")) {
            char line[64];
            while (std::fscanf(file, "%63s", line) == 1) found.emplace_back(line);
            std::fclose(file);
        }
        return found;
    }();
    return all;
}

inline std::string file_of(std::size_t release) { return "libsoak." + versions().at(release) + ".so"; }
inline std::string source_of(std::size_t release) { return std::string(TEST_FOLDER) + "/" + file_of(release); }

inline std::string read_file(std::string const& path) {
    std::string bytes;
    if (std::FILE* file = std::fopen(path.c_str(), "rb")) {
        char part[65536];
        for (std::size_t got = 0; (got = std::fread(part, 1, sizeof part, file)) > 0;) bytes.append(part, got);
        std::fclose(file);
    }
    return bytes;
}

inline void write_file(std::string const& path, std::string const& bytes) {
    ::unlink(path.c_str());
    if (std::FILE* file = std::fopen(path.c_str(), "wb")) {
        std::fwrite(bytes.data(), 1, bytes.size(), file);
        std::fclose(file);
    }
}

/// A release directory that is gone with the object.
class directory {
public:
    directory() {
        char name[] = "/tmp/table-gen-store-XXXXXX";
        m_path = ::mkdtemp(name);
    }
    directory(directory const&) = delete;
    directory& operator=(directory const&) = delete;
    ~directory() { remove(); }

    std::string const& path() const { return m_path; }

    void make() const { ::mkdir(m_path.c_str(), 0755); }
    void remove() const {
        // A store may put its record into a folder that is being emptied, which then cannot be removed.
        std::string const command = "rm -rf " + m_path + " 2>/dev/null";
        for (int attempt = 0; attempt < 100; ++attempt) {
            if (std::system(command.c_str()) == 0) return;
        }
        std::abort();
    }

    /// Puts the file there as publishing does.
    void add(std::size_t release) const { add(file_of(release), read_file(source_of(release))); }
    void add(std::string const& file, std::string const& bytes) const { write_file(m_path + "/" + file, bytes); }

    /// Switches a pointer, by rename.
    void point(std::string const& target, std::string const& pointer = "soak.so") const {
        std::string const temporary = m_path + "/.next";
        ::unlink(temporary.c_str());
        if (::symlink(target.c_str(), temporary.c_str()) != 0) std::abort();
        if (::rename(temporary.c_str(), (m_path + "/" + pointer).c_str()) != 0) std::abort();
    }
    void point(std::size_t release) const { point(file_of(release)); }
    void publish(std::size_t release) const {
        add(release);
        point(release);
    }

private:
    std::string m_path;
};

/// Waits up to ten seconds; what should happen does within milliseconds.
inline bool eventually(std::function<bool()> const& condition) {
    for (int i = 0; i < 10'000; ++i) {
        if (condition()) return true;
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    return condition();
}

/// The number that all rows of all tables carry; -1 when they do not agree, -2 when rows are missing.
inline std::int32_t release_of(soak::tables const& tables) {
    if (tables.item().empty() || tables.text().empty()) return -2;
    std::int32_t const release = tables.item()[0].release();
    for (soak::Item const& item : tables.item()) {
        if (item.release() != release || tables.item().find(item.id()) != &item) return -1;
    }
    for (soak::Drop const& drop : tables.drop()) {
        if (drop.release() != release || tables.drop().find(drop.id()) != &drop) return -1;
    }
    for (soak::Text const& text : tables.text()) {
        if (text.release() != release || tables.text().find(text.key()) != &text) return -1;
    }
    return release;
}

/// Looks once, for a store without a thread, and says what came of it.
template <class Store>
tablegen::status look(Store& store) {
    store.poll();
    return store.last_failure();
}

template <class Store>
bool switches_to(Store const& store, std::int32_t release) {
    return eventually([&] { return release_of(*store.read()) == release; });
}

}  // namespace releases
