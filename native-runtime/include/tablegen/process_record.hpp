#ifndef TABLEGEN_PROCESS_RECORD_HPP
#define TABLEGEN_PROCESS_RECORD_HPP

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <string>
#include <string_view>

#include "config.hpp"
#include "file.hpp"
#include "status.hpp"

namespace tablegen {
inline namespace v2 {
namespace detail {

/// Writes JSON into a buffer of fixed size; what does not fit is dropped, and is_whole() tells.
class json_writer {
public:
    json_writer(char* to, std::size_t capacity) noexcept : m_to(to), m_capacity(capacity) {}

    json_writer& raw(std::string_view text) noexcept {
        for (char const c : text) put(c);
        return *this;
    }
    json_writer& key(std::string_view name) noexcept {
        if (m_needs_comma) put(',');
        m_needs_comma = true;
        return quoted(name).raw(":");
    }
    json_writer& number(std::uint64_t value) noexcept {
        char digits[24] = {};
        std::snprintf(digits, sizeof digits, "%llu", static_cast<unsigned long long>(value));
        return raw(digits);
    }
    /// A text of at most so many bytes. What is no UTF-8 and no printable character becomes `?`.
    json_writer& quoted(std::string_view text, std::size_t most = 200) noexcept {
        put('"');
        for (std::size_t i = 0; i < text.size() && i < most;) {
            std::size_t const length = character_length(text.substr(i, most - i));
            if (length == 0) {
                put('?');
                ++i;
                continue;
            }
            if (text[i] == '"' || text[i] == '\\') put('\\');
            raw(text.substr(i, length));
            i += length;
        }
        put('"');
        return *this;
    }
    json_writer& open(char bracket) noexcept {
        put(bracket);
        m_needs_comma = false;
        return *this;
    }
    json_writer& close(char bracket) noexcept {
        put(bracket);
        m_needs_comma = true;
        return *this;
    }
    json_writer& next_element() noexcept {
        if (m_needs_comma) put(',');
        return *this;
    }

    [[nodiscard]] std::size_t size() const noexcept { return m_size; }
    [[nodiscard]] bool is_whole() const noexcept { return m_is_whole; }

private:
    void put(char c) noexcept {
        if (m_size < m_capacity) {
            m_to[m_size++] = c;
        } else {
            m_is_whole = false;
        }
    }

    /// Bytes of the UTF-8 character that the text begins with; 0 for anything else, and for control characters.
    [[nodiscard]] static std::size_t character_length(std::string_view text) noexcept {
        auto const byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
        unsigned char const lead = byte(0);
        if (lead < 0x80) return lead < 0x20 || lead == 0x7F ? 0 : 1;
        std::size_t const length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
        if (lead < 0xC2 || lead > 0xF4 || text.size() < length) return 0;
        for (std::size_t i = 1; i < length; ++i) {
            if ((byte(i) & 0xC0) != 0x80) return 0;
        }
        // Overlong forms, surrogates, and what lies beyond the last character.
        bool const is_wrong = (lead == 0xE0 && byte(1) < 0xA0) || (lead == 0xED && byte(1) >= 0xA0) ||
                              (lead == 0xF0 && byte(1) < 0x90) || (lead == 0xF4 && byte(1) >= 0x90);
        return is_wrong ? 0 : length;
    }

    char* m_to;
    std::size_t m_capacity;
    std::size_t m_size = 0;
    bool m_needs_comma = false;
    bool m_is_whole = true;
};

/// What a process says of itself; see docs/release-directory.md.
struct record_content {
    struct held_release {
        char version[33] = {};
        std::uint64_t snapshots = 0;
        std::uint64_t since = 0;
    };
    static constexpr std::size_t most_held = 8;

    std::string_view channel;
    /// Empty: the system's name for it.
    std::string_view process;
    std::uint64_t opened = 0;
    std::string_view release;
    std::uint64_t since = 0;
    std::uint64_t switches = 0;
    std::string_view pointer;
    /// Empty when the last look went well.
    std::string_view failure;
    std::uint64_t failed = 0;
    held_release held[most_held];
    std::size_t held_count = 0;
    /// More are held than these.
    bool held_more = false;
    bool is_private = false;
    std::uint64_t shared_kb = 0;
    std::uint64_t private_kb = 0;
};

/// The file by which operators see this process. It is locked as long as it is open, which is how others know that
/// the process lives; it is removed when it is closed.
class process_record {
public:
    process_record() noexcept = default;
    process_record(process_record const&) = delete;
    process_record& operator=(process_record const&) = delete;
    ~process_record() { close(); }

    /// Makes a record in `<directory>/.<name>/processes`. A failure only means that nobody will see this process.
    [[nodiscard]] status open(std::string const& directory, std::string const& name) noexcept {
        close();
        std::string folder = directory + "/." + name;
        ::mkdir(folder.c_str(), 0755);  // it is there as a rule
        folder += "/processes";
        ::mkdir(folder.c_str(), 0755);
        for (int attempt = 0; attempt < 3; ++attempt) {
            m_path = folder + "/" + std::to_string(::getpid()) + "-" + random_name() + ".json";
            m_file = unique_descriptor(::open(m_path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0644));
            if (!m_file.is_open()) break;
            ::fchmod(m_file.get(), 0644);  // whatever the umask: it is there for others to read
            // Somebody who took it for an ended process's may have removed it before it was locked.
            if (lock() && is_linked()) {
                m_owner = ::getpid();
                return {};
            }
            m_file.reset();
        }
        return status::failure(status_code::system_error, "This process is not listed in ", folder, ": ",
                               std::strerror(errno), ".");
    }

    /// False when the disk did not take it; the next one may fit.
    [[nodiscard]] bool write(record_content const& content) noexcept {
        if (!m_file.is_open()) return true;
        char bytes[size];
        std::memset(bytes, ' ', sizeof bytes);
        bytes[sizeof bytes - 1] = '\n';
        ++m_sequence;
        json_writer json(bytes, sizeof bytes - 1);
        format(content, json);
        return json.is_whole() && ::pwrite(m_file.get(), bytes, sizeof bytes, 0) == static_cast<ssize_t>(sizeof bytes);
    }

    /// False when it is not, or no longer, where others look for it.
    [[nodiscard]] bool is_listed() const noexcept { return m_file.is_open() && is_linked(); }

    /// In a process that was forked off: lets go of the parent's record, whose lock is the parent's alone then.
    void abandon() noexcept { m_file.reset(); }

    void close() noexcept {
        // After a fork the record is still the parent's.
        if (m_file.is_open() && m_owner == ::getpid()) ::unlink(m_path.c_str());
        m_file.reset();
    }

private:
    static constexpr std::size_t size = 4096;

    /// Whoever asks whether the process lives has the lock for a moment.
    [[nodiscard]] bool lock() const noexcept {
        for (int attempt = 0; attempt < 250; ++attempt) {
            if (::flock(m_file.get(), LOCK_EX | LOCK_NB) == 0) return true;
            if (errno != EWOULDBLOCK && errno != EINTR) return false;
            timespec const pause = {0, 2'000'000};
            ::nanosleep(&pause, nullptr);
        }
        return false;
    }

    [[nodiscard]] bool is_linked() const noexcept {
        struct stat own = {};
        struct stat found = {};
        return ::fstat(m_file.get(), &own) == 0 && ::stat(m_path.c_str(), &found) == 0 && own.st_ino == found.st_ino &&
               own.st_dev == found.st_dev;
    }

    [[nodiscard]] static std::string random_name() noexcept {
        unsigned char bytes[8] = {};
        int const source = ::open("/dev/urandom", O_RDONLY | O_CLOEXEC);
        [[maybe_unused]] ssize_t const got = source < 0 ? 0 : ::read(source, bytes, sizeof bytes);
        if (source >= 0) ::close(source);
        char text[17] = {};
        for (std::size_t i = 0; i < sizeof bytes; ++i) std::snprintf(text + 2 * i, 3, "%02x", bytes[i]);
        return text;
    }

    void format(record_content const& content, json_writer& json) const noexcept {
        char host[256] = {};
        ::gethostname(host, sizeof host - 1);
        char command[64] = {};
        read_text("/proc/self/comm", command, sizeof command);
        char space[64] = {};
        [[maybe_unused]] ssize_t const got = ::readlink("/proc/self/ns/pid", space, sizeof space - 1);
        json.open('{');
        json.key("format").number(1).key("sequence").number(m_sequence);
        json.key("pid").number(static_cast<std::uint64_t>(::getpid())).key("pidNamespace").quoted(space);
        json.key("host").quoted(host).key("process").quoted(content.process.empty() ? command : content.process).key("runtime").quoted("c++");
        json.key("channel").quoted(content.channel).key("memory").quoted(content.is_private ? "private" : "mapped");
        json.key("opened").number(content.opened).key("release").quoted(content.release);
        json.key("since").number(content.since).key("switches").number(content.switches);
        json.key("pointer").quoted(content.pointer).key("failure");
        if (content.failure.empty()) {
            json.raw("null");
        } else {
            json.open('{').key("text").quoted(content.failure, 600).key("at").number(content.failed).close('}');
        }
        json.key("held").open('[');
        for (std::size_t i = 0; i < content.held_count; ++i) {
            record_content::held_release const& held = content.held[i];
            json.next_element().open('{').key("release").quoted(held.version).key("snapshots").number(held.snapshots);
            json.key("since").number(held.since).close('}');
        }
        json.close(']').key("heldMore").raw(content.held_more ? "true" : "false");
        json.key("sharedKb").number(content.shared_kb).key("privateKb").number(content.private_kb);
        json.key("end").number(m_sequence).close('}');
    }

    /// The first line of a file.
    static void read_text(char const* path, char* to, std::size_t capacity) noexcept {
        unique_descriptor const file(::open(path, O_RDONLY | O_CLOEXEC));
        ssize_t const got = file.is_open() ? ::read(file.get(), to, capacity - 1) : 0;
        to[got > 0 ? got : 0] = '\0';
        to[std::strcspn(to, "\n")] = '\0';
    }

    unique_descriptor m_file;
    std::string m_path;
    pid_t m_owner = 0;
    std::uint64_t m_sequence = 0;
};

}  // namespace detail
}  // namespace v2
}  // namespace tablegen

#endif
