#ifndef TABLEGEN_CONFIG_HPP
#define TABLEGEN_CONFIG_HPP

/// Version of the runtime; the generator that wrote the headers has the same.
#define TABLEGEN_VERSION_MAJOR 0
#define TABLEGEN_VERSION_MINOR 1
#define TABLEGEN_VERSION_PATCH 0
#define TABLEGEN_VERSION "0.1.0"

/// Version of the image's layout (docs/image-format.md) that this runtime reads. It also names the inline
/// namespace, so that objects compiled against two layouts never link to each other's functions.
#define TABLEGEN_LAYOUT_VERSION 2

#if defined(_MSVC_LANG)
#define TABLEGEN_CPLUSPLUS _MSVC_LANG
#else
#define TABLEGEN_CPLUSPLUS __cplusplus
#endif
#if TABLEGEN_CPLUSPLUS < 201703L
#error "tablegen needs C++17"
#endif

#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
#error "tablegen images are little-endian and are read in place"
#endif

#if defined(__GNUC__)
#define TABLEGEN_INLINE inline __attribute__((always_inline))
#define TABLEGEN_NOINLINE __attribute__((noinline, cold))
/// What a function gives follows from its arguments and from memory, which it leaves as it is: a loop that calls it
/// needs to read nothing again.
#define TABLEGEN_PURE __attribute__((pure))
#elif defined(_MSC_VER)
#define TABLEGEN_INLINE __forceinline
#define TABLEGEN_NOINLINE __declspec(noinline)
#define TABLEGEN_PURE
#else
#define TABLEGEN_INLINE inline
#define TABLEGEN_NOINLINE
#define TABLEGEN_PURE
#endif

/// Says which way a branch goes as a rule. Without it some compilers make a conditional move, and what follows
/// then waits for the compared row to come from memory.
#if defined(__GNUC__)
#define TABLEGEN_LIKELY(condition) __builtin_expect(static_cast<bool>(condition), true)
#else
#define TABLEGEN_LIKELY(condition) static_cast<bool>(condition)
#endif

/// Readers of game tables: typed rows inside one read-only image that every process shares.
namespace tablegen {
inline namespace v2 {}
}  // namespace tablegen

#endif
