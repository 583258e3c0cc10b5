/*
 * Maps a library of tables into a Node process and shows its image as an ArrayBuffer, without a copy.
 *
 * open(path, size) -> { buffer, close }. `size` is the image's size as the caller has read it from the file,
 * after checking that the file can be loaded. close() detaches the buffer, so that every view of it is empty
 * from then on, and only then unmaps the library; calling it again does nothing. A library that is never
 * closed is unmapped when the buffer has been collected.
 *
 * There is no state but that of each library, so any number of worker threads may load this file.
 */
#define NAPI_VERSION 8
#include <dlfcn.h>
#include <node_api.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Held by the function `close` and by the buffer; the last one frees it. */
struct library {
    void *handle;    /* NULL once closed */
    void *image;
    napi_ref buffer; /* keeps the buffer while `close` may need it */
    int holders;
};

static napi_value fail(napi_env env, char const *message) {
    bool pending = false;
    napi_is_exception_pending(env, &pending);
    if (!pending) napi_throw_error(env, NULL, message != NULL ? message : "unknown error of the dynamic loader");
    return NULL;
}

static void unmap(struct library *library) {
    if (library->handle != NULL) dlclose(library->handle);
    library->handle = NULL;
}

static void let_go(struct library *library) {
    if (--library->holders > 0) return;
    unmap(library);
    free(library);
}

static void on_buffer_freed(napi_env env, void *data, void *hint) {
    (void)env;
    (void)data;
    let_go(hint);
}

static void on_close_freed(napi_env env, void *data, void *hint) {
    struct library *library = data;
    (void)hint;
    if (library->buffer != NULL) napi_delete_reference(env, library->buffer);
    library->buffer = NULL;
    let_go(library);
}

static napi_value close_library(napi_env env, napi_callback_info info) {
    struct library *library = NULL;
    napi_value buffer = NULL;
    if (napi_get_cb_info(env, info, NULL, NULL, NULL, (void **)&library) != napi_ok) return fail(env, "no library");
    if (library->handle == NULL) return NULL;
    if (napi_get_reference_value(env, library->buffer, &buffer) != napi_ok || buffer == NULL ||
        napi_detach_arraybuffer(env, buffer) != napi_ok)
        return fail(env, "the buffer of the library cannot be detached");
    napi_delete_reference(env, library->buffer);
    library->buffer = NULL;
    unmap(library);
    return NULL;
}

/* Returns the image of a loaded library when it is the one that the caller has checked. */
static void *find_image(void *handle, int64_t size) {
    unsigned char const *image = dlsym(handle, "tablegen_image");
    uint64_t stored = 0;
    if (image == NULL || memcmp(image, "tablegen", 8) != 0) return NULL;
    memcpy(&stored, image + 16, sizeof stored);
    return stored == (uint64_t)size ? (void *)(uintptr_t)image : NULL;
}

/* Makes { buffer, close }. From the first step on, what JavaScript holds frees the library. */
static napi_value wrap(napi_env env, struct library *library, size_t size) {
    napi_value result, buffer, close;
    if (napi_create_function(env, "close", NAPI_AUTO_LENGTH, close_library, library, &close) != napi_ok ||
        napi_add_finalizer(env, close, library, on_close_freed, NULL, NULL) != napi_ok) {
        let_go(library);
        return fail(env, "out of memory");
    }
    library->holders = 2;
    if (napi_create_external_arraybuffer(env, library->image, size, on_buffer_freed, library, &buffer) != napi_ok) {
        library->holders = 1;
        return fail(env, "this program does not take memory from outside");
    }
    if (napi_create_reference(env, buffer, 1, &library->buffer) != napi_ok ||
        napi_create_object(env, &result) != napi_ok ||
        napi_set_named_property(env, result, "buffer", buffer) != napi_ok ||
        napi_set_named_property(env, result, "close", close) != napi_ok)
        return fail(env, "out of memory");
    return result;
}

static napi_value open_library(napi_env env, napi_callback_info info) {
    size_t count = 2, length = 0;
    napi_value arguments[2];
    int64_t size = 0;
    if (napi_get_cb_info(env, info, &count, arguments, NULL, NULL) != napi_ok || count != 2 ||
        napi_get_value_string_utf8(env, arguments[0], NULL, 0, &length) != napi_ok ||
        napi_get_value_int64(env, arguments[1], &size) != napi_ok || size <= 0)
        return fail(env, "open takes a path and a size");
    char *path = malloc(length + 1);
    struct library *library = calloc(1, sizeof *library);
    if (path == NULL || library == NULL ||
        napi_get_value_string_utf8(env, arguments[0], path, length + 1, &length) != napi_ok) {
        free(path);
        free(library);
        return fail(env, "out of memory");
    }
    library->holders = 1;
    library->handle = strlen(path) == length ? dlopen(path, RTLD_NOW | RTLD_LOCAL) : NULL;
    free(path);
    library->image = library->handle == NULL ? NULL : find_image(library->handle, size);
    if (library->image == NULL) {
        fail(env, library->handle == NULL ? dlerror() : "the loaded library is not the file that was checked");
        let_go(library);
        return NULL;
    }
    return wrap(env, library, (size_t)size);
}

NAPI_MODULE_INIT() {
    napi_value open;
    if (napi_create_function(env, "open", NAPI_AUTO_LENGTH, open_library, NULL, &open) != napi_ok ||
        napi_set_named_property(env, exports, "open", open) != napi_ok)
        return fail(env, "out of memory");
    return exports;
}
