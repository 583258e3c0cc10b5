#pragma once

#include <string>
#include <string_view>

#include "http_endpoint.hpp"
#include "release_log.hpp"
#include "workers.hpp"

namespace server {

/// What an operator may ask the server over HTTP.
class operator_requests {
public:
    operator_requests(table_store& store, release_log const& log, workers const& crew) noexcept
        : m_store(store), m_log(log), m_workers(crew) {}

    [[nodiscard]] http_answer operator()(http_request const& request) const {
        if (request.method == "POST" && request.path == "/reload") return reload();
        if (request.method == "GET" && request.path == "/status") return report();
        return {404, "There is POST /reload, and GET /status.\n"};
    }

private:
    /// Has the store look for a new release. To ask again does no harm.
    [[nodiscard]] http_answer reload() const {
        tablegen::status const done = m_store.reload();
        if (!done) return {409, std::string(done.message()) + "\n"};
        return {200, version() + "\n"};
    }

    [[nodiscard]] http_answer report() const {
        std::string text = "{\"release\":\"" + version() + "\"";
        text += ",\"releasesSeen\":" + std::to_string(m_log.releases());
        text += ",\"failuresSeen\":" + std::to_string(m_log.failures());
        text += ",\"lastFailure\":" + failure_as_json();
        text += ",\"lookups\":" + std::to_string(m_workers.lookups());
        text += ",\"failedLookups\":" + std::to_string(m_workers.failed_lookups()) + "}\n";
        return {200, text, "application/json"};
    }

    [[nodiscard]] std::string version() const { return m_store.version().text(); }

    /// Why the pointer's release is not in use: a text, or null when it is.
    [[nodiscard]] std::string failure_as_json() const {
        tablegen::status const failure = m_store.last_failure();
        if (failure) return "null";
        std::string text = "\"";
        for (char const c : failure.message()) {  // has no control characters
            if (c == '"' || c == '\\') text += '\\';
            text += c;
        }
        return text + '"';
    }

    table_store& m_store;
    release_log const& m_log;
    workers const& m_workers;
};

}  // namespace server
