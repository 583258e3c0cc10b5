// Maps a library of tables into a Node process and shows the file's bytes as an ArrayBuffer, without a copy.
//
// map(fd) -> { buffer, verify, verifySync, guard, rescue, close } for an open file, which the caller has checked through the same
// descriptor and may close afterwards. Nothing is loaded, so nothing in the file can run.
//
// verify(offset, size) checks the image there, header, directory and all content hashes, in a thread of libuv's pool,
// and makes all pages present on the way; verifySync does it here. Both give what is wrong as a sentence, or
// undefined; verify as a promise.
//
// guard(fd) takes a lease on the file, by the descriptor that was mapped: who opens it for writing from then on waits.
// True when the system grants one: to the file's owner, on local file systems. With -1 it ends the lease. rescue() puts private memory with the
// same bytes under the buffer when somebody waits, and lets him go on: true, or false when there was no memory for it,
// and undefined when nobody waits.
//
// close() detaches the buffer, so that every view of it is empty from then on, and then unmaps the file, at the latest
// when the checks that are under way have ended; calling it again does nothing. A file that is never closed is unmapped
// when neither the object nor the buffer is in use any more.
//
// There is no state but that of each mapping, and each of those belongs to one thread of JavaScript, so any number of
// worker threads may load this file.
#define NAPI_VERSION 8
#include <fcntl.h>
#include <node_api.h>
#include <signal.h>

#include <cerrno>
#include <cstdint>
#include <cstring>
#include <new>
#include <utility>

#include <tablegen/file.hpp>
#include <tablegen/image.hpp>
#include <tablegen/status.hpp>

namespace {

using tablegen::status;
using tablegen::status_code;

/// No library is larger: an image has at most 2 GiB.
constexpr std::uint64_t largest_file = (std::uint64_t{1} << 31) + (std::uint64_t{1} << 24);

/// Held by the object that JavaScript has, by the buffer and by each check; the last one frees it.
struct mapping {
    tablegen::detail::file_mapping pages;
    /// Open while there is a lease on the file.
    tablegen::detail::unique_descriptor guarded;
    int holders = 1;
    int checks = 0;
    bool is_closed = false;

    void unmap_if_unused() noexcept {
        if (is_closed && checks == 0) pages.reset();
    }
};

void let_go(mapping* held) noexcept {
    if (--held->holders == 0) delete held;
}

napi_value fail(napi_env env, char const* message) noexcept {
    bool is_pending = false;
    napi_is_exception_pending(env, &is_pending);
    if (!is_pending) napi_throw_error(env, nullptr, message);
    return nullptr;
}

/// Says of an object that it is one of ours, whatever function of ours it is given to.
constexpr napi_type_tag mapping_tag = {0x7461626c6567656eu, 0x6d617070696e6731u};

/// The mapping that a method is called on, and its arguments; nullptr, and an error in JavaScript, for anything else.
mapping* receive(napi_env env, napi_callback_info info, napi_value* self, std::size_t count,
                 napi_value* arguments) noexcept {
    std::size_t given = count;
    bool is_ours = false;
    void* data = nullptr;
    if (napi_get_cb_info(env, info, &given, arguments, self, nullptr) != napi_ok || given != count ||
        napi_check_object_type_tag(env, *self, &mapping_tag, &is_ours) != napi_ok || !is_ours ||
        napi_unwrap(env, *self, &data) != napi_ok) {
        fail(env, "this is a method of a mapped library");
        return nullptr;
    }
    return static_cast<mapping*>(data);
}

/// A part of a mapping that is to be checked as an image.
struct image_range {
    tablegen::detail::file_mapping const* pages = nullptr;
    std::size_t offset = 0;
    std::size_t size = 0;

    [[nodiscard]] status check() const noexcept {
        if (!pages->populate()) {
            return status::failure(status_code::truncated, "The library became shorter while it was read.");
        }
        tablegen::image_view const image(pages->data() + offset, size);
        if (status s = image.check_shape(); !s) return s;
        return image.verify_content();
    }
};

/// Reads the arguments of verify and verifySync; false, and an error in JavaScript, when there is no such range.
bool read_range(napi_env env, mapping const& mapped, napi_value const* arguments, image_range& range) noexcept {
    std::int64_t offset = 0;
    std::int64_t size = 0;
    if (mapped.is_closed) {
        fail(env, "the library has been closed");
        return false;
    }
    auto const most = static_cast<std::int64_t>(mapped.pages.size());
    if (napi_get_value_int64(env, arguments[0], &offset) != napi_ok ||
        napi_get_value_int64(env, arguments[1], &size) != napi_ok || offset < 0 || size < 0 || offset > most ||
        size > most - offset) {
        fail(env, "verify takes an offset and a size inside of the file");
        return false;
    }
    range = {&mapped.pages, static_cast<std::size_t>(offset), static_cast<std::size_t>(size)};
    return true;
}

/// undefined, or what is wrong.
napi_value to_value(napi_env env, status const& result) noexcept {
    napi_value value = nullptr;
    if (result) {
        napi_get_undefined(env, &value);
    } else {
        napi_create_string_utf8(env, result.text(), NAPI_AUTO_LENGTH, &value);
    }
    return value;
}

napi_value verify_here(napi_env env, napi_callback_info info) noexcept {
    napi_value self = nullptr;
    napi_value arguments[2] = {};
    mapping* const mapped = receive(env, info, &self, 2, arguments);
    image_range range;
    if (mapped == nullptr || !read_range(env, *mapped, arguments, range)) return nullptr;
    return to_value(env, range.check());
}

/// A check in a thread of the pool.
struct check_task {
    mapping* mapped;
    image_range range;
    status result = {};
    napi_async_work work = nullptr;
    napi_deferred deferred = nullptr;
};

void run_check(napi_env, void* data) noexcept {
    auto* const task = static_cast<check_task*>(data);
    task->result = task->range.check();
}

/// Also called when the environment ends, where no promise can be settled any more.
void end_check(napi_env env, napi_status, void* data) noexcept {
    auto* const task = static_cast<check_task*>(data);
    napi_value const value = to_value(env, task->result);
    if (value != nullptr) napi_resolve_deferred(env, task->deferred, value);
    napi_delete_async_work(env, task->work);
    --task->mapped->checks;
    task->mapped->unmap_if_unused();
    let_go(task->mapped);
    delete task;
}

napi_value verify_in_pool(napi_env env, napi_callback_info info) noexcept {
    napi_value self = nullptr;
    napi_value arguments[2] = {};
    mapping* const mapped = receive(env, info, &self, 2, arguments);
    image_range range;
    if (mapped == nullptr || !read_range(env, *mapped, arguments, range)) return nullptr;
    auto* const task = new (std::nothrow) check_task{mapped, range};
    napi_value name = nullptr;
    napi_value promise = nullptr;
    if (task == nullptr || napi_create_string_utf8(env, "tablegen.verify", NAPI_AUTO_LENGTH, &name) != napi_ok ||
        napi_create_async_work(env, nullptr, name, run_check, end_check, task, &task->work) != napi_ok ||
        napi_create_promise(env, &task->deferred, &promise) != napi_ok ||
        napi_queue_async_work(env, task->work) != napi_ok) {
        if (task != nullptr && task->work != nullptr) napi_delete_async_work(env, task->work);
        delete task;
        return fail(env, "the check cannot be started");
    }
    ++mapped->holders;
    ++mapped->checks;
    return promise;
}

napi_value close_mapping(napi_env env, napi_callback_info info) noexcept {
    napi_value self = nullptr;
    napi_value buffer = nullptr;
    mapping* const mapped = receive(env, info, &self, 0, nullptr);
    if (mapped == nullptr || mapped->is_closed) return nullptr;
    if (napi_get_named_property(env, self, "buffer", &buffer) != napi_ok ||
        napi_detach_arraybuffer(env, buffer) != napi_ok) {
        return fail(env, "the buffer of the library cannot be detached");
    }
    mapped->is_closed = true;
    mapped->guarded.reset();
    mapped->unmap_if_unused();
    return nullptr;
}

napi_value to_value(napi_env env, bool result) noexcept {
    napi_value value = nullptr;
    napi_get_boolean(env, result, &value);
    return value;
}

bool take_lease(int file) noexcept {
#if defined(__linux__)
    // The system tells of a writer by a signal, and by itself by one that ends the process; this one is ignored unless
    // the program wants it, and nobody needs it here.
    return ::fcntl(file, F_SETSIG, SIGURG) == 0 && ::fcntl(file, F_SETLEASE, F_RDLCK) == 0;
#else
    return file < 0;
#endif
}

/// Closing the descriptor would not do: the mapping holds the open file, and the lease with it.
void end_lease(int file) noexcept {
#if defined(__linux__)
    if (file >= 0) ::fcntl(file, F_SETLEASE, F_UNLCK);
#else
    static_cast<void>(file);
#endif
}

napi_value guard_file(napi_env env, napi_callback_info info) noexcept {
    napi_value self = nullptr;
    napi_value argument = nullptr;
    std::int32_t descriptor = -1;
    mapping* const mapped = receive(env, info, &self, 1, &argument);
    if (mapped == nullptr) return nullptr;
    if (mapped->is_closed || napi_get_value_int32(env, argument, &descriptor) != napi_ok) {
        return fail(env, "guard takes the descriptor of the mapped file");
    }
    end_lease(mapped->guarded.get());
    mapped->guarded = tablegen::detail::unique_descriptor(::fcntl(descriptor, F_DUPFD_CLOEXEC, 0));
    if (mapped->guarded.is_open() && !take_lease(mapped->guarded.get())) mapped->guarded.reset();
    return to_value(env, mapped->guarded.is_open());
}

/// True when somebody waits until this process lets go of the file.
bool is_wanted(mapping const& mapped) noexcept {
#if defined(__linux__)
    return mapped.guarded.is_open() && ::fcntl(mapped.guarded.get(), F_GETLEASE) == F_UNLCK;
#else
    return mapped.guarded.is_open();
#endif
}

napi_value rescue(napi_env env, napi_callback_info info) noexcept {
    napi_value self = nullptr;
    mapping* const mapped = receive(env, info, &self, 0, nullptr);
    if (mapped == nullptr || !is_wanted(*mapped)) return nullptr;
    bool const is_private = mapped->pages.make_private();
    mapped->guarded.reset();
    return to_value(env, is_private);
}

void on_object_freed(napi_env, void* data, void*) noexcept { let_go(static_cast<mapping*>(data)); }
void on_buffer_freed(napi_env, void*, void* hint) noexcept { let_go(static_cast<mapping*>(hint)); }

napi_property_descriptor method(char const* name, napi_callback callback) noexcept {
    return {name, nullptr, callback, nullptr, nullptr, nullptr, napi_enumerable, nullptr};
}

/// Makes what JavaScript gets, and from the first step on is freed by it.
napi_value wrap(napi_env env, mapping* mapped) noexcept {
    napi_value object = nullptr;
    napi_value buffer = nullptr;
    if (napi_create_object(env, &object) != napi_ok ||
        napi_wrap(env, object, mapped, on_object_freed, nullptr, nullptr) != napi_ok) {
        let_go(mapped);
        return fail(env, "out of memory");
    }
    ++mapped->holders;
    auto* const data = const_cast<unsigned char*>(mapped->pages.data());
    if (napi_create_external_arraybuffer(env, data, mapped->pages.size(), on_buffer_freed, mapped, &buffer) !=
        napi_ok) {
        --mapped->holders;
        return fail(env, "this program does not take memory from outside");
    }
    napi_property_descriptor const properties[] = {
        {"buffer", nullptr, nullptr, nullptr, nullptr, buffer, napi_enumerable, nullptr},
        method("verify", verify_in_pool),
        method("verifySync", verify_here),
        method("guard", guard_file),
        method("rescue", rescue),
        method("close", close_mapping),
    };
    if (napi_type_tag_object(env, object, &mapping_tag) != napi_ok ||
        napi_define_properties(env, object, sizeof properties / sizeof *properties, properties) != napi_ok) {
        return fail(env, "out of memory");
    }
    return object;
}

napi_value map_file(napi_env env, napi_callback_info info) noexcept {
    std::size_t count = 1;
    napi_value argument = nullptr;
    std::int32_t descriptor = -1;
    if (napi_get_cb_info(env, info, &count, &argument, nullptr, nullptr) != napi_ok || count != 1 ||
        napi_get_value_int32(env, argument, &descriptor) != napi_ok) {
        return fail(env, "map takes a file descriptor");
    }
    tablegen::detail::readable_file const file{
        tablegen::detail::unique_descriptor(::fcntl(descriptor, F_DUPFD_CLOEXEC, 0))};
    if (!file.is_open() || file.size() == 0 || file.size() > largest_file) {
        return fail(env, "this is no open file of a library's size");
    }
    auto* const mapped = new (std::nothrow) mapping;
    if (mapped == nullptr) return fail(env, "out of memory");
    if (!mapped->pages.map(file)) {
        char const* const reason = std::strerror(errno);
        let_go(mapped);
        return fail(env, reason);
    }
    return wrap(env, mapped);
}

}  // namespace

NAPI_MODULE_INIT() {
    napi_property_descriptor const map = method("map", map_file);
    if (napi_define_properties(env, exports, 1, &map) != napi_ok) return fail(env, "out of memory");
    return exports;
}
