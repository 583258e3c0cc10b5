#pragma once

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <chrono>
#include <cstdint>
#include <cstring>
#include <functional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>

#include <tablegen/status.hpp>

namespace server {

struct http_request {
    std::string_view method;
    std::string_view path;
};

struct http_answer {
    int code;
    std::string body;
    char const* type = "text/plain; charset=utf-8";
};

/// Answers HTTP requests from this machine, on a thread of its own: one after the other, a connection each.
///
/// It is for the hands of an operator, not for load. A request has a few seconds and a few kilobytes; its body is not
/// read. Whoever may open a connection on this machine may ask.
class http_endpoint {
public:
    /// Called on the endpoint's thread.
    using handler = std::function<http_answer(http_request const&)>;

    http_endpoint() = default;
    http_endpoint(http_endpoint const&) = delete;
    http_endpoint& operator=(http_endpoint const&) = delete;
    ~http_endpoint() {
        m_is_stopping.store(true, std::memory_order_relaxed);
        if (m_thread.joinable()) m_thread.join();
        if (m_listener >= 0) ::close(m_listener);
    }

    /// Listens at 127.0.0.1 from now on; port 0 takes one that is free. To be called once.
    [[nodiscard]] tablegen::status open(std::uint16_t port, handler answer) {
        sockaddr_in address = {};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        int const yes = 1;
        m_listener = ::socket(AF_INET, SOCK_STREAM, 0);
        if (m_listener < 0 || ::setsockopt(m_listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes) != 0 ||
            ::bind(m_listener, reinterpret_cast<sockaddr const*>(&address), size) != 0 ||
            ::listen(m_listener, 16) != 0 ||
            ::getsockname(m_listener, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
            return tablegen::status::failure(tablegen::status_code::system_error, "Port ", std::uint64_t{port},
                                             " can not be listened at: ", std::strerror(errno), ".");
        }
        set_nonblocking(m_listener);
        m_port = ntohs(address.sin_port);
        m_answer = std::move(answer);
        m_thread = std::thread([this] { run(); });
        return {};
    }

    /// Where it listens.
    [[nodiscard]] std::uint16_t port() const noexcept { return m_port; }

private:
    using clock = std::chrono::steady_clock;

    static constexpr std::size_t longest_head = 4096;
    static constexpr std::chrono::seconds longest_request{2};
    static constexpr std::chrono::seconds longest_answer{1};
    static constexpr std::chrono::milliseconds pause{100};

    void run() {
        while (!m_is_stopping.load(std::memory_order_relaxed)) {
            if (!wait_for(m_listener, POLLIN, clock::now() + pause)) continue;
            int const client = ::accept(m_listener, nullptr, nullptr);
            if (client < 0) {
                std::this_thread::sleep_for(pause);  // no descriptor is left; or the client is gone already
                continue;
            }
            set_nonblocking(client);
            serve(client);
            ::close(client);
        }
    }

    void serve(int client) {
        std::string head;
        bool const is_whole = receive_head(client, head, clock::now() + longest_request);
        http_answer const answer = is_whole ? answer_to(head) : no_request();
        auto const deadline = clock::now() + longest_answer;
        send(client, to_text(answer), deadline);
        // To close with bytes unread would reset the connection, and with it an answer that is still on its way.
        ::shutdown(client, SHUT_WR);
        char rest[1024];
        while (receive(client, rest, sizeof rest, deadline) > 0) {
        }
    }

    /// Receives until the empty line that ends the head. False when that does not come.
    [[nodiscard]] static bool receive_head(int client, std::string& head, clock::time_point deadline) {
        while (head.find("\r\n\r\n") == std::string::npos) {
            char part[1024];
            ssize_t const size = receive(client, part, sizeof part, deadline);
            if (size <= 0) return false;
            head.append(part, static_cast<std::size_t>(size));
            if (head.size() > longest_head) return false;
        }
        return true;
    }

    [[nodiscard]] http_answer answer_to(std::string_view head) const {
        std::string_view const line = head.substr(0, head.find("\r\n"));
        std::size_t const path = line.find(' ');
        std::size_t const version = line.rfind(' ');
        if (path == version || line.substr(version + 1, 7) != "HTTP/1.") return no_request();
        return m_answer({line.substr(0, path), line.substr(path + 1, version - path - 1)});
    }

    [[nodiscard]] static http_answer no_request() { return {400, "This is no HTTP request.\n"}; }

    [[nodiscard]] static std::string to_text(http_answer const& answer) {
        return "HTTP/1.1 " + std::to_string(answer.code) + " " + reason_of(answer.code) +
               "\r\nContent-Type: " + answer.type + "\r\nContent-Length: " + std::to_string(answer.body.size()) +
               "\r\nConnection: close\r\n\r\n" + answer.body;
    }

    [[nodiscard]] static char const* reason_of(int code) noexcept {
        switch (code) {
            case 200: return "OK";
            case 400: return "Bad Request";
            case 404: return "Not Found";
            case 409: return "Conflict";
            default: return "Unknown";
        }
    }

    /// As recv(2), but at most until the deadline.
    [[nodiscard]] static ssize_t receive(int client, char* bytes, std::size_t size, clock::time_point deadline) {
        return wait_for(client, POLLIN, deadline) ? ::recv(client, bytes, size, 0) : -1;
    }

    static void send(int client, std::string_view text, clock::time_point deadline) {
        while (!text.empty() && wait_for(client, POLLOUT, deadline)) {
            ssize_t const size = ::send(client, text.data(), text.size(), MSG_NOSIGNAL);
            if (size < 0) return;
            text.remove_prefix(static_cast<std::size_t>(size));
        }
    }

    [[nodiscard]] static bool wait_for(int socket, short events, clock::time_point deadline) {
        for (;;) {
            auto const left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - clock::now()).count();
            if (left <= 0) return false;
            pollfd waited = {socket, events, 0};
            int const ready = ::poll(&waited, 1, static_cast<int>(left));
            if (ready >= 0 || errno != EINTR) return ready > 0;
        }
    }

    static void set_nonblocking(int socket) noexcept {
        ::fcntl(socket, F_SETFL, ::fcntl(socket, F_GETFL) | O_NONBLOCK);
        ::fcntl(socket, F_SETFD, FD_CLOEXEC);
    }

    handler m_answer;
    std::uint16_t m_port = 0;
    int m_listener = -1;
    std::atomic<bool> m_is_stopping{false};
    std::thread m_thread;
};

}  // namespace server
