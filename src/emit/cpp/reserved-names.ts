/**
 * Returns why C++ does not let a name be used as it is, or `undefined` when it does.
 * The answer completes "… because".
 */
export function whyReserved(name: string): string | undefined {
  if (keywords.has(name)) return `${name} is a word of the language`;
  if (macros.has(name)) return `${name} is a macro of the standard headers`;
  if (namespaces.has(name)) return `${name} is a namespace that the generated code uses`;
  if (name.includes("__") || /^_\p{Lu}/u.test(name)) return `${name} belongs to the compiler`;
  return undefined;
}

/** Returns the nearest name that is not of the compiler's: without `__`, and without `_` before a capital. */
export function withoutCompilerNames(name: string): string {
  const joined = name.replace(/_{2,}/gu, "_");
  const bare = joined.replace(/^_(?=\p{Lu})/u, "");
  return bare === "" ? "_" : bare;
}

const words = (text: string): readonly string[] => text.trim().split(/\s+/);

const namespaces: ReadonlySet<string> = new Set(["std", "tablegen"]);

/** C++23, its alternative tokens, and what C++26 takes. */
const keywords: ReadonlySet<string> = new Set(
  words(`
    alignas alignof and and_eq asm atomic_cancel atomic_commit atomic_noexcept auto bitand bitor bool break case
    catch char char8_t char16_t char32_t class co_await co_return co_yield compl concept const const_cast consteval
    constexpr constinit continue contract_assert decltype default delete do double dynamic_cast else enum explicit
    export extern false float for friend goto if inline int long mutable namespace new noexcept not not_eq nullptr
    operator or or_eq private protected public reflexpr register reinterpret_cast requires return short signed
    sizeof static static_assert static_cast struct switch synchronized template this thread_local throw true try
    typedef typeid typename typeof union unsigned using virtual void volatile wchar_t while xor xor_eq
  `),
);

/**
 * Macros of the C and C++ standard headers, of compilers, and the lower-case ones of glibc and POSIX.
 * Others are all capitals with a prefix of their own, or an application's affair.
 */
const macros: ReadonlySet<string> = new Set(
  words(`
    alloca assert be16toh be32toh be64toh complex errno fpclassify h_addr h_errno htobe16 htobe32 htobe64 htole16
    htole32 htole64 i386 imaginary isfinite isgreater isinf isless isnan isnormal isunordered le16toh le32toh
    le64toh linux major makedev math_errhandling minor offsetof s6_addr sa_handler sa_sigaction sched_priority
    setjmp si_addr si_band si_fd si_int si_overrun si_pid si_ptr si_status si_uid si_value sigmask signbit
    sigsetjmp st_atime st_ctime st_mtime stderr stdin stdout strdupa strndupa timeradd timerclear timercmp
    timerisset timersub unix va_arg va_copy va_end va_start

    BUFSIZ CHAR_BIT CHAR_MAX CHAR_MIN CLOCKS_PER_SEC DBL_DIG DBL_EPSILON DBL_MAX DBL_MIN EDOM EILSEQ EOF ERANGE
    EXIT_FAILURE EXIT_SUCCESS FALSE FILENAME_MAX FLT_DIG FLT_EPSILON FLT_EVAL_METHOD FLT_MAX FLT_MIN FLT_RADIX
    FOPEN_MAX HUGE_VAL HUGE_VALF HUGE_VALL INFINITY INT8_MAX INT8_MIN INT16_MAX INT16_MIN INT32_MAX INT32_MIN
    INT64_MAX INT64_MIN INT_MAX INT_MIN INTMAX_MAX INTMAX_MIN INTPTR_MAX INTPTR_MIN LDBL_MAX LDBL_MIN LLONG_MAX
    LLONG_MIN LONG_MAX LONG_MIN MB_CUR_MAX MB_LEN_MAX NAN NDEBUG NULL PATH_MAX PTRDIFF_MAX PTRDIFF_MIN RAND_MAX
    SCHAR_MAX SCHAR_MIN SEEK_CUR SEEK_END SEEK_SET SHRT_MAX SHRT_MIN SIGABRT SIGALRM SIGBUS SIGCHLD SIGFPE SIGHUP
    SIGILL SIGINT SIGKILL SIGPIPE SIGQUIT SIGSEGV SIGSTOP SIGTERM SIGUSR1 SIGUSR2 SIG_DFL SIG_ERR SIG_IGN SIZE_MAX
    TIME_UTC TMP_MAX TRUE UCHAR_MAX UINT8_MAX UINT16_MAX UINT32_MAX UINT64_MAX UINT_MAX UINTMAX_MAX UINTPTR_MAX
    ULLONG_MAX ULONG_MAX USHRT_MAX WCHAR_MAX WCHAR_MIN WEOF

    E2BIG EACCES EADDRINUSE EADDRNOTAVAIL EAFNOSUPPORT EAGAIN EALREADY EBADF EBADMSG EBUSY ECANCELED ECHILD
    ECONNABORTED ECONNREFUSED ECONNRESET EDEADLK EDESTADDRREQ EEXIST EFAULT EFBIG EHOSTUNREACH EIDRM EINPROGRESS
    EINTR EINVAL EIO EISCONN EISDIR ELOOP EMFILE EMLINK EMSGSIZE ENAMETOOLONG ENETDOWN ENETRESET ENETUNREACH ENFILE
    ENOBUFS ENODATA ENODEV ENOENT ENOEXEC ENOLCK ENOLINK ENOMEM ENOMSG ENOPROTOOPT ENOSPC ENOSR ENOSTR ENOSYS
    ENOTCONN ENOTDIR ENOTEMPTY ENOTRECOVERABLE ENOTSOCK ENOTSUP ENOTTY ENXIO EOPNOTSUPP EOVERFLOW EOWNERDEAD EPERM
    EPIPE EPROTO EPROTONOSUPPORT EPROTOTYPE EROFS ESPIPE ESRCH ESTALE ETIME ETIMEDOUT ETXTBSY EWOULDBLOCK EXDEV
  `),
);
