/**
 * \file vce.h
 * \brief The whole public contract of libvce, the 2015 edition of the VCE API.
 */
#ifndef _VCE_H_
#define _VCE_H_

/**
 * \mainpage libvce
 *
 * libvce gives a C program TCP contexts and connections that are driven by one call,
 * vce_heartbeat(). A context (`tcpcontext_t`) is a set of settings and, for a server, one listening
 * socket. A connection (`conn_t`) belongs to the context that accepted it or on which it was made.
 * Writing only queues bytes; the heartbeat sends, receives, cuts the input into records, calls the
 * program back, accepts, and ends connections that are over.
 *
 * \par Index
 * The groups of this file, in its order; search for "defgroup" and the name.
 *
 * - \ref types (handles, close reasons, small macros)
 * - \ref errors (codes `VCE_E...`, vce_get_last_error(), vce_strerror())
 * - \ref lifetime (vce_initialize(), vce_finalize(), limits of the process)
 * - \ref heartbeat (vce_heartbeat(), waiting, the clock)
 * - \ref log (vce_errout(), vce_set_verbose_mode())
 * - \ref stat (vce_get_stat(), vce_get_netstat_string())
 * - \ref context (vce_tcpcontext_create() and `vce_tcpcontext_...`: settings)
 * - \ref accept (watchers, rate limit, switch)
 * - \ref conn (vce_tcpcontext_connect(), vce_conn_write(), vce_conn_close(), `vce_conn_...`)
 * - \ref address (both ends of a connection)
 * - \ref parsing (parsers, protocol callbacks, the read buffer)
 * - \ref record (`vce_protocol_...`: bin16, bin32, text, through)
 * - \ref byteorder (`GET_...`, `SET_...`, vce_htonll())
 * - \ref packing (`vce_binary_...`: push, pop, pack, unpack)
 * - \ref array (`vce_..._array_...`: fixed-size elements)
 * - \ref text (bounded copying, splitting, escaping)
 * - \ref util (configuration files, hexadecimal text, names of hosts)
 * - \ref memory (VCEMALLOC(), vce_replace_malloc_funcs())
 * - \ref documented (vce_mainloop(), vce_conn_set_delay(), kick list, ...)
 * - \ref extension (functions that only libvce has)
 * - \ref messages (`FATAL_...`, `WARN_...`, `NOTE_...`)
 *
 * \par Conventions
 * These hold for every function. A description says only what differs.
 *
 * 1. **Handles.** `conn_t` is a value `{p, serial}`: copy it freely, keep it as long as you like,
 *    compare it with vce_conn_is_equal(). `p` encodes a slot and is never dereferenced. The handle
 *    of a connection that is gone is *stale*; a stale handle, `{NULL, 0}` (the *null handle*) and
 *    any other wrong value are *invalid*: every function recognises them, answers as documented and
 *    touches no other connection. `tcpcontext_t` is opaque as well and valid from
 *    vce_tcpcontext_create() to vce_tcpcontext_cleanup(). An invalid one is answered with the
 *    failure value of the function (nothing happens in a `void` function) and #VCE_EINVAL.
 * 2. **Errors.** Error codes are negative, success is 0 or positive. Every thread has one *last
 *    error*, read with vce_get_last_error(). Unless the description says otherwise, success sets it
 *    to #VCE_NOERROR, and a failure sets it to the code that is returned. "Last error kept" means
 *    that the call does not touch it. Trouble with a peer is never the error of a call: it ends
 *    that connection with a #CLOSE_REASON. A wrong argument gives an error, never undefined
 *    behaviour, as far as the library can see it: it cannot know the true size of your buffers.
 * 3. **Ownership.** No memory changes its owner across this interface, except by VCEMALLOC() and
 *    VCEFREE(). The library copies the strings it is given and never frees the program's memory.
 *    Pointers it hands out remain its own; the description says how long they stay valid.
 * 4. **NULL.** Where NULL has a meaning, the parameter says so. Otherwise a NULL input string
 *    counts as empty, a NULL output buffer as one of length 0, and any other NULL pointer is
 *    #VCE_EINVAL.
 * 5. **Strings and lengths.** Lengths are in bytes. The size of an output buffer includes the
 *    terminating NUL, the length of a result does not. Text is bytes, without locale or encoding;
 *    upper and lower case concern ASCII letters only. Integers on the wire are big-endian. IPv4
 *    addresses in an `unsigned int` are in network byte order, ports are in host byte order.
 * 6. **Threads.** The library has one process-wide state and takes no lock: call it from one
 *    thread, or hold a lock of your own around every call. Only the last error belongs to a thread.
 *    The packing, text and hexadecimal functions and the error texts touch nothing but their
 *    arguments and that last error, so they may run in any thread at any time. So may vce_wake() and
 *    vce_post(), which are there to hand work to the thread of the heartbeat.
 * 7. **Callbacks** run inside the heartbeat, on its thread, one at a time; `NULL` sets none. A
 *    callback may call every function, with two exceptions: a nested heartbeat returns at once
 *    and does nothing, and vce_finalize() is refused. Closing only marks: the handle that a
 *    callback received stays valid until the callback returns, even if it closes it, or cleans up
 *    its context. A callback must return normally: no `longjmp`, no C++ exception may leave it.
 * 8. **Time.** vce_get_current_utime() is cached wall-clock time in microseconds. Idle limits are
 *    whole seconds and follow a monotonic clock, so setting the system's clock ends no connection.
 * 9. **System.** All sockets are non-blocking after their connect and closed on exec; the library
 *    never raises SIGPIPE, and the first vce_initialize() ignores that signal if it was at its
 *    default. After `fork` both processes may go on; they share the sockets. No thread is started
 *    and no timer is installed.
 * 10. **Memory** comes from the functions that vce_replace_malloc_funcs() installs. Limits cost
 *    nothing until they are used, and an idle connection owns no buffer. When memory runs out while
 *    connections run, a write reports that it has no room (#VCE_EFULL, or #VCE_EWBFULL from an
 *    unparser), and nothing else happens to the connection.
 *
 * \par Source
 * What each group rests on is told in man/compatibility.md of the source tree, in the section that
 * "Source" names: behaviour of the old library that was observed, its documentation, or a decision
 * of libvce (V1 to V32). K1 to K11 are oddities that were kept.
 */

#include <assert.h>
#include <netinet/in.h>
#include <stdarg.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <time.h>

/** \cond INTERNAL */
#define VCE_PRINTF_(format_index, first_argument) \
  __attribute__((format(printf, format_index, first_argument)))
#define VCE_HELPER_ static __inline__ __attribute__((unused))
/* A cast in a macro that -Wold-style-cast has nothing against; the type is one word. */
#ifdef __cplusplus
#define VCE_CAST_(type, x) (type(x))
#define VCE_POINTER_CAST_(type, x) (static_cast<type>(x))
#else
#define VCE_CAST_(type, x) ((type)(x))
#define VCE_POINTER_CAST_(type, x) ((type)(x))
#endif
/** \endcond */

#ifdef __cplusplus
extern "C" {
#endif

/**
 * \defgroup types Basic types
 * \brief Handles, integers and the constants that several areas share.
 * @{
 */

/** Empty. Kept for programs that mark declarations with it. */
#define EXPORT

/** A signed integer of 64 bits. */
__extension__ typedef long long VCEI64;

/** A character of 16 bits. No function uses it; kept for programs that name it. */
typedef short SWCHAR;

/** Handle of a TCP context; opaque, `NULL` is never valid. See vce_tcpcontext_create(). */
typedef void *tcpcontext_t;

/**
 * Handle of a connection, passed by value.
 *
 * Serials are given out 1, 2, 3, ... by one counter for all connections of the process, which
 * vce_finalize() does not reset; 0 is never the serial of a connection. The bytes after `serial`
 * are padding: compare handles with vce_conn_is_equal(), not with memcmp().
 */
typedef struct {
  void *p;             /**< encodes the slot; opaque, never NULL for a live connection */
  unsigned int serial; /**< tells the users of one slot apart */
} conn_t;

/** Why a connection ended. Plain TCP produces REMOTE, APPLICATION, TIMEOUT and PARSER. */
typedef enum {
  CLOSE_REASON_NONE = -1,       /**< not ended */
  CLOSE_REASON_UNKNOWN = 0,     /**< not produced */
  CLOSE_REASON_REMOTE = 1,      /**< ended or reset by the peer, I/O error, failed connect */
  CLOSE_REASON_APPLICATION = 2, /**< closed by the program, everything written was sent */
  CLOSE_REASON_TIMEOUT = 3,     /**< the idle limit expired; unsent output is lost */
  CLOSE_REASON_DECODER = 4,     /**< a layer below the records broken by the peer */
  CLOSE_REASON_ENCODER = 5,     /**< a layer below the records failed on this side */
  CLOSE_REASON_PARSER = 6,      /**< the parser or its callback returned a negative value */
  CLOSE_REASON_INTERNAL = 7,    /**< not produced */
  CLOSE_REASON_FULL = 8         /**< not produced */
} CLOSE_REASON;

/** `x` or `y`, whichever is smaller; `y` if they are equal. May evaluate an argument twice. */
#ifndef MIN
#define MIN(x, y) ((x) < (y) ? (x) : (y))
#endif

/** `x` or `y`, whichever is greater; `y` if they are equal. May evaluate an argument twice. */
#ifndef MAX
#define MAX(x, y) ((x) > (y) ? (x) : (y))
#endif

/** Number of elements of the true array `x` (not of a pointer), as a `size_t` constant. */
#define ELEMENTOF(x) (sizeof(x) / sizeof((x)[0]))

/** @} */

/**
 * \defgroup errors Errors
 * \brief Error codes, their texts, and the last error of the calling thread.
 *
 * The numbers never change and are never reused. -4, -31 and -43 mean nothing; -27, -29, -30, -42,
 * -53, -69, -70, -73 and -80 belong to the classic edition.
 *
 * \source man/compatibility.md, "Errors"; V22.
 * @{
 */

#define VCE_NOERROR 0               /**< success */
#define VCE_EGENERIC (-1)           /**< unspecified failure */
#define VCE_EFULL (-2)              /**< an array, a table or a buffer has no room */
#define VCE_EBUG (-3)               /**< internal inconsistency, or an element freed twice */
#define VCE_ERANGE (-5)             /**< value outside its range */
#define VCE_EINVAL (-6)             /**< wrong argument, or the library is not initialised */
#define VCE_EMEM (-7)               /**< out of memory */
#define VCE_ENOENT (-8)             /**< no such entry */
#define VCE_EIO (-9)                /**< reading or writing failed */
#define VCE_ESOCKET (-10)           /**< the socket could not be created */
#define VCE_EBIND (-11)             /**< the address could not be bound, e.g. port in use */
#define VCE_EIPADDR (-12)           /**< host name or address cannot be resolved */
#define VCE_ELISTEN (-13)           /**< listening failed */
#define VCE_ECONFIG (-14)           /**< configuration not usable */
#define VCE_EHOSTNAME (-15)         /**< host name not usable */
#define VCE_EFCNTL (-16)            /**< the mode of a socket could not be changed */
#define VCE_ECONNECT (-17)          /**< connecting failed */
#define VCE_EBUFSMALL (-18)         /**< the given buffer is too small */
#define VCE_EPROTO (-19)            /**< protocol violation */
#define VCE_ENOTREADY (-20)         /**< the connection is still being made */
#define VCE_ENEGO (-21)             /**< negotiation of encryption failed */
#define VCE_EPROTO_INVAL (-22)      /**< protocol: wrong argument */
#define VCE_EPROTO_ODD (-23)        /**< protocol: impossible input length */
#define VCE_EPROTO_TOOLONG (-24)    /**< protocol: record longer than allowed */
#define VCE_ENOCALLBACK (-25)       /**< a callback that is needed is missing */
#define VCE_ESUPPORT (-26)          /**< not supported */
#define VCE_ECONNSERIAL (-28)       /**< the handle is stale */
#define VCE_EALIGNMENT (-32)        /**< the pointer is not the start of an element */
#define VCE_EFORMAT (-33)           /**< malformed text */
#define VCE_ESEARCH (-34)           /**< failure of a search table */
#define VCE_ECONTENTLEN (-35)       /**< protocol: impossible announced length */
#define VCE_ECONNINIT (-36)         /**< the connection table is missing */
#define VCE_EBADKEYLEN (-37)        /**< key length not allowed */
#define VCE_EACCEPT (-38)           /**< accepting failed */
#define VCE_ESETSOCKOPT (-39)       /**< a socket option could not be set */
#define VCE_EACCESSFILE (-40)       /**< the file cannot be accessed */
#define VCE_EWINSOCKINIT (-41)      /**< the socket library of Windows could not be started */
#define VCE_EWBFULL (-44)           /**< the write buffer cannot take the record */
#define VCE_ELONGINPUT (-45)        /**< input too long */
#define VCE_ETOOSHORT (-46)         /**< buffer or input too short */
#define VCE_EPROTO_BADLEN (-47)     /**< protocol: impossible record length */
#define VCE_EPROTO_RESULT (-48)     /**< protocol: the peer reported an error */
#define VCE_EPROTO_SERVERINVAL (-49) /**< protocol: the server rejected an argument */
#define VCE_EPROTO_BADCOMMAND (-50) /**< protocol: unknown command */
#define VCE_EFOPEN_W (-51)          /**< the file cannot be opened for writing */
#define VCE_ERENAME (-52)           /**< renaming failed */
#define VCE_ENOTFOUND (-54)         /**< the item looked for does not exist */
#define VCE_ELENTOOLONG (-55)       /**< length above the capacity */
#define VCE_EDATASHORT (-56)        /**< fewer data than announced */
#define VCE_EOPENDIR (-57)          /**< the directory cannot be opened */
#define VCE_EFSEEK (-58)            /**< seeking in a file failed */
#define VCE_EFWRITE (-59)           /**< writing a file failed */
#define VCE_EFREAD (-60)            /**< reading a file failed */
#define VCE_EMKDIR (-61)            /**< the directory could not be made */
#define VCE_EALREADY (-62)          /**< already done, e.g. closed before */
#define VCE_EFINALIZE (-63)         /**< finalising was refused or found a table missing */
#define VCE_ECLOSED (-64)           /**< the connection is closing */
#define VCE_EGENCOMMAND (-65)       /**< generated protocol: unknown function number */
#define VCE_ENOCRYPTO (-66)         /**< unknown cipher */
#define VCE_ETOOLONGNAME (-67)      /**< name too long */
#define VCE_ESIZE (-68)             /**< size not acceptable */
#define VCE_ESWNOTREADY (-71)       /**< switch context not initialised */
#define VCE_ESERVERDOWN (-72)       /**< the peer server is unavailable */
#define VCE_EODDBUFSIZE (-74)       /**< cipher: buffer size not allowed */
#define VCE_EODDKEYSIZE (-75)       /**< cipher: key size not allowed */
#define VCE_EKEYEX (-76)            /**< key exchange failed */
#define VCE_EMORESENDBUF (-77)      /**< the send buffer must be larger */
#define VCE_EINIT (-78)             /**< the library is not initialised */
#define VCE_EARRAY (-79)            /**< a table cannot be made within the limits */

/**
 * Returns the last error of the calling thread.
 *
 * The last error describes the most recent call that sets one, not the most recent failure. After
 * vce_heartbeat() it is 0 whatever happened inside.
 * \return 0 or a negative code; 0 in a thread that has not called the library yet.
 * \errors Last error kept.
 */
int vce_get_last_error(void);

/**
 * Returns the text of an error code.
 * \param[in] ecode  any number
 * \return a constant text, never NULL and valid for ever; the caller must not change it. Numbers
 *   without a meaning give one fixed text. The wording may change, the numbers never do.
 * \errors Last error kept.
 */
char *vce_strerror(int ecode);

/** The text of the last error of this thread: `vce_strerror(vce_get_last_error())`. */
#define STRERR (vce_strerror(vce_get_last_error()))

/**
 * Returns the name of a close reason.
 * \param[in] reason  a #CLOSE_REASON, or any other number
 * \return the name of the enumerator, such as `CLOSE_REASON_REMOTE`, or `CLOSE_REASON_?????` for
 *   any number outside -1 to 8; a constant text, never NULL. The names are part of the contract.
 * \errors Last error kept.
 */
char *vce_strerror_close_reason(CLOSE_REASON reason);

/** @} */

/**
 * \defgroup lifetime Library lifetime
 * \brief Making and releasing the tables of the library, and their limits.
 *
 * The library is one process-wide state without a handle. Before the first vce_initialize() and
 * after vce_finalize() the logging, memory, text and packing functions work as always,
 * vce_init_array() fails with #VCE_EINIT, and everything that needs a context, a connection or an
 * array fails with #VCE_EINVAL.
 *
 * \source man/compatibility.md, "Lifetime"; V13, V14, V21.
 * @{
 */

/**
 * The limits that vce_initialize_limited() sets.
 *
 * Always clear the structure with vce_limit_clear() first, then set the fields you care about.
 */
typedef struct _vce_limit_t {
  int max_tcpcontext;    /**< contexts that may exist at once; default 16 */
  int max_conn;          /**< connections of the whole process, up to 16777216; default 1000 */
  int max_array;         /**< object arrays of the whole process, see \ref array; default 16384 */
  int sendbuf_work_size; /**< 0 or more; has no effect; default 262144 */
  int recvbuf_work_size; /**< 0 or more; has no effect; default 1048576 */
} vce_limit_t;

/**
 * Initialises the library with the limits in force.
 *
 * The limits in force are the defaults of #vce_limit_t, or what an earlier vce_initialize_limited()
 * of the process set: limits survive vce_finalize(). If the library is initialised already, nothing
 * changes and everything that exists stays alive. The time of the call becomes `boot_time` of
 * vce_get_stat(). The first success of the process ignores SIGPIPE if that was at its default.
 * \retval 0             success
 * \retval VCE_EMEM      no memory, or a work size in force is negative
 * \retval VCE_EARRAY    the table of connections or contexts cannot be made, e.g. `max_conn` above
 *   16777216. After a failure the library is not initialised.
 */
int vce_initialize(void);

/**
 * Sets limits, then initialises the library as vce_initialize() does.
 *
 * With `max_conn` above 1000 a soft limit of descriptors (RLIMIT_NOFILE) that is too low for so many
 * connections is raised, as far as the hard limit allows: not now, but when descriptors come near to
 * it. vce_finalize() puts it back, and a child after `fork` has the one from before; a program
 * started otherwise (`system`, `posix_spawn`) inherits a limit that has been raised.
 * \param[in] lim  limits; copied; NULL changes none. A field that is -1 leaves that limit as it is.
 *   `max_array` below 8 is raised to 8. With `max_conn` 0 or less no connection can exist; with
 *   `max_tcpcontext` 0 or less no context can be created. If the library is initialised already,
 *   the limits are kept for the next vce_initialize() after vce_finalize().
 * \retval 0             success
 * \retval VCE_EMEM      no memory, or a work size is negative but not -1
 * \retval VCE_EARRAY    a table cannot be made, e.g. `max_conn` above 16777216
 */
int vce_initialize_limited(vce_limit_t *lim);

/**
 * Sets every field of a limit structure to -1, which means "leave as it is".
 * \param[out] t  structure to fill; NULL is ignored
 * \errors Last error kept.
 */
void vce_limit_clear(vce_limit_t *t);

/**
 * Sets every field of a limit structure to -1; the same as vce_limit_clear().
 * \param[out] t  structure to fill; NULL is ignored
 * \errors Last error kept.
 */
void vce_init_limit_t(vce_limit_t *t);

/**
 * Releases everything the library made and returns to the uninitialised state.
 *
 * Contexts, connections and arrays that are still alive are released, their sockets closed, and
 * unsent output is lost; no closewatcher, finalizer or other callback runs. Nothing is waited for: a
 * peer that still sends may lose the last bytes sent to it. A program that wants its output to
 * arrive and its callbacks to run calls vce_drain() before. All handles, state buffers and
 * array elements become invalid. Limits, statistics, verbosity, wait flag, memory functions and the
 * serial counter survive. The library may be initialised again, any number of times.
 * \retval 0              success; also if the library was not initialised
 * \retval VCE_EFINALIZE  called inside a callback: nothing was done. Or vce_end_all_array() had
 *   been called since initialising: everything was released nevertheless.
 */
int vce_finalize(void);

/** @} */

/**
 * \defgroup heartbeat Heartbeat and time
 * \brief The one function that does the network work, its waiting, and the clock it keeps.
 *
 * \source man/compatibility.md, "Heartbeat"; V1 to V6, V10 to V12.
 * @{
 */

/**
 * Does one round of network work and returns.
 *
 * Without vce_set_heartbeat_wait_flag() it never waits. The order is fixed:
 *
 * 1. Connections whose close was requested earlier and that have nothing left to send are destroyed
 *    (APPLICATION), likewise those whose idle limit expired in the previous heartbeat (TIMEOUT).
 * 2. Output that the application wrote since then is sent.
 * 3. Idle limits below zero expire.
 * 4. The heartbeat waits for readiness, if it may. Then the wake callback, posted functions and
 *    timers run that are due (vce_wake(), vce_post(), vce_timer_start()).
 * 5. Connects complete. Each readable connection is read once, at most as much as its read buffer
 *    has room for; its I/O callback runs, then its parser, up to the quota of
 *    vce_tcpcontext_set_conn_call_parser_per_heartbeat(). Output of its callbacks to this connection
 *    alone may be sent right away.
 * 6. Connections that still hold records, or bytes that a custom parser left, are parsed.
 * 7. Waiting peers are accepted in a bounded batch, newest context first. A new connection is read
 *    in the next heartbeat.
 * 8. Idle limits are compared with the time. Writable watchers run whose room is there
 *    (vce_conn_set_writable_watcher()).
 * 9. Output of callbacks is sent: an answer leaves in the heartbeat that read the request.
 * 10. Connections that their peer ended, and that have nothing left to parse or send, are destroyed
 *     (REMOTE), here or right after they were parsed or sent to.
 *
 * The order among connections within a step is not promised. A connection with a full read buffer
 * is not read, so that neither its data nor its end is noticed until the parser makes room. To
 * destroy a connection means: closewatcher, finalizer, socket closed, handle stale, in this order.
 *
 * Before vce_initialize() only the clock is refreshed. Inside a callback the call does nothing.
 * \errors Last error 0, whatever happened inside; #VCE_EINVAL if the library is not initialised.
 */
void vce_heartbeat(void);

/**
 * Does one round of network work, but parses the input of one connection only.
 *
 * Everything else happens as in vce_heartbeat(), for all connections; bytes that the others receive
 * stay in their read buffers for a later heartbeat. Meant for waiting for an answer on one
 * connection.
 * \param[in] c  the connection to parse; if it is invalid, nothing is parsed
 * \errors As vce_heartbeat().
 */
void vce_heartbeat_on_single_conn(conn_t c);

/**
 * Lets heartbeats wait while there is nothing to do.
 *
 * The wait adapts: it starts at 0, grows by 1 microsecond with every heartbeat that found nothing
 * to do, up to 100000, and with every activity it is halved, less 10, but not below 1. Readiness of
 * any socket ends a wait, so do vce_wake(), vce_post() and a timer that is due, and so does a signal,
 * except while a name is being looked up. There is
 * no wait at all in a heartbeat that finds something written, records left over or connections to
 * destroy. Output that the kernel refused is waited for like input. With the flag cleared the wait
 * returns to 0.
 * \param[in] flag  0: never wait (the initial state); any other value: wait as described
 * \errors Last error kept.
 */
void vce_set_heartbeat_wait_flag(int flag);

/**
 * Ends the parser calls of the connection that is being parsed, for this heartbeat.
 *
 * For use inside a parser or protocol callback. The current call is completed; records that remain
 * follow in the next heartbeat. Other connections are not affected. Elsewhere it has no effect.
 * \errors Last error kept.
 */
void vce_conn_break_heartbeat(void);

/**
 * Returns the cached wall-clock time.
 *
 * The clock is read when the library is initialised, at the end of every heartbeat, before an
 * acceptwatcher runs and by a successful connect; it stands still in between, also while other
 * callbacks run.
 * \return microseconds since 1970-01-01 00:00 UTC; 0 before the clock was read for the first time.
 * \errors Last error kept.
 */
VCEI64 vce_get_current_utime(void);

/**
 * Returns the time between two moments.
 * \param[in] before  the earlier moment
 * \param[in] after   the later moment
 * \return `after` minus `before` in microseconds, negative if `after` is the earlier one; 0 if
 *   either pointer is NULL.
 * \errors Last error kept.
 */
VCEI64 vce_utime_diff(struct timeval *before, struct timeval *after);

/**
 * Ends the wait of a heartbeat at once, from any thread and from signal handlers.
 *
 * It is the only function of the library that a signal handler may call: it takes no lock and leaves
 * `errno` and the last error alone. If no heartbeat is waiting, the next one does not wait. The
 * waits of vce_drain(), and of the program's own loop for vce_get_wait_fd(), end as well; a connect
 * that waits in its call does not. The callback of vce_set_wake_callback() then runs once, however
 * often the call was made before. It may be made again inside that callback, for the next
 * heartbeat.
 *
 * While the library is not initialised it does nothing. It may meet vce_finalize() in another
 * thread: then it is either in time or does nothing. After `fork` it wakes the process that
 * calls it; what had not been noticed before the fork is noticed by the parent alone.
 * \errors Last error kept.
 */
void vce_wake(void);

/**
 * Sets the function that a heartbeat calls after vce_wake().
 * \param[in] f     runs inside the heartbeat, after its wait, and may do what every callback may;
 *   NULL: none (the default): then vce_wake() only ends waits
 * \param[in] user  handed to `f`; never followed by the library
 * \retval 0           success; vce_finalize() forgets the function
 * \retval VCE_EINVAL  the library is not initialised
 */
int vce_set_wake_callback(void (*f)(void *), void *user);

/**
 * Hands a function over to the thread of the heartbeat, from any thread.
 *
 * The next heartbeat runs it, once, in the order of posting, and does not wait before; a wait that
 * goes on ends at once, as by vce_wake(). All that it writes leaves in that heartbeat. It may do what
 * every callback may. What it posts runs in the heartbeat after. Not for signal handlers: see
 * vce_wake().
 *
 * At most 4096 functions can wait. What still waits at vce_finalize() is never run, so what `arg`
 * points to is the program's to release then; the same holds in a child after `fork`, where what was
 * posted before is run by the parent alone.
 * \param[in] f    the function
 * \param[in] arg  handed to `f`; never followed by the library
 * \retval 0           success
 * \retval VCE_EFULL   too many wait; try again after a heartbeat
 * \retval VCE_EINVAL  `f` is NULL, or the library is not initialised
 */
int vce_post(void (*f)(void *), void *arg);

/**
 * Starts a timer, whose function heartbeats call.
 *
 * It is due `interval_us` after the call, and the first heartbeat that ends its wait then or later
 * runs it; a heartbeat that may wait, and vce_get_wait_time(), wait no longer than until the next
 * timer. The clock is monotonic. Timers that are due run in the order of their times. One that
 * repeats keeps to its grid, without drift: the start plus a multiple of the interval. When
 * heartbeats came too late for several of these times it runs once for all of them.
 *
 * All timers end with vce_finalize(); after `fork` both processes have them.
 * \param[in] interval_us  microseconds, 0 to 3153600000000000 (100 years); 0: in the next heartbeat
 * \param[in] repeat       0: it runs once; any other value: again and again, with an interval of 1
 *   or more
 * \param[in] f            gets the id and `user`, and may do what every callback may, such as start
 *   and stop timers, its own included. The id of a timer that runs once is stale inside `f`. A timer
 *   that a timer's function starts runs in the next heartbeat at the earliest.
 * \param[in] user         handed to `f`; never followed by the library
 * \return the id of the timer, above 0. The id of one that has ended is given again only after
 *   2147483647 others.
 * \retval VCE_EINVAL  `f` is NULL, or the library is not initialised
 * \retval VCE_ERANGE  the interval is outside its range
 * \retval VCE_EFULL   there are 16777216 timers
 * \retval VCE_EMEM    no memory
 */
int vce_timer_start(VCEI64 interval_us, int repeat, void (*f)(int, void *), void *user);

/**
 * Stops a timer: its function is not called any more.
 * \param[in] id  the id that vce_timer_start() returned
 * \retval 0           success
 * \retval VCE_ENOENT  there is no such timer (any more): it was stopped, or has run once
 * \retval VCE_EINVAL  the library is not initialised
 */
int vce_timer_stop(int id);

/** @} */

/**
 * \defgroup log Logging
 * \brief Messages of the library and of the program, on standard error.
 *
 * Text is written as it is: no prefix, no time stamp, no line feed is added. Messages of the
 * library begin with a severity word and a number that never changes, such as `Fatal:1207`; see
 * \ref messages. With verbosity below 0 nothing is written, at 0 normal messages, above 0 verbose
 * messages too.
 *
 * A message goes to the descriptor of `stderr`, past the buffer that the program may have given it,
 * and never makes a call wait: a message that standard error does not take at once (a pipe that is
 * not read, a full socket, a stopped terminal) is lost and counted in `log_lost` of
 * vce_get_counters(). When standard error takes messages again, `Warning:4110` says once how many
 * were lost. Its descriptor stays as it is, it is never made non-blocking. A closed one takes
 * nothing.
 *
 * Messages that a peer brings about end in its address, `, peer 192.0.2.1 port 4711`. Each context
 * writes one of a kind in a second; the next one tells how many were left out, ` (37 more like this
 * left out)`, and `log_left_out` counts them. At verbosity 0 they say which peers were turned away
 * or ended by the library, and why. The traffic log is not limited, and neither are the program's
 * messages.
 *
 * \source man/compatibility.md, "Logging"; V18, V30.
 * @{
 */

/**
 * Sets the verbosity of the log.
 * \param[in] m  below 0: silent, also for the program's own messages; 0: normal messages (the
 *   initial state); above 0: verbose messages too. Takes effect at once, also before
 *   vce_initialize().
 * \errors Last error kept.
 */
void vce_set_verbose_mode(int m);

/**
 * Switches the logging of all traffic on or off.
 *
 * Each receive and send logs a verbose line and a dump of its bytes at normal level, each
 * vce_conn_write() a verbose line. The dump has the form of vce_dump_buffer().
 * \param[in] m  0: off (the initial state); any other value: on
 * \errors Last error kept.
 */
void vce_set_read_write_log_mode(int m);

/**
 * Writes a message to the log, as `printf` formats it, if the verbosity is 0 or more.
 * \param[in] format  format as of `printf`, followed by its arguments; NULL writes nothing
 * \errors Last error kept.
 */
void vce_errout(const char *format, ...) VCE_PRINTF_(1, 2);

/**
 * Writes a message to the log, as `printf` formats it, if the verbosity is above 0.
 * \param[in] format  format as of `printf`, followed by its arguments; NULL writes nothing
 * \errors Last error kept.
 */
void vce_errout_v(const char *format, ...) VCE_PRINTF_(1, 2);

/**
 * Writes bytes to the log in hexadecimal, if the verbosity is 0 or more.
 *
 * Each byte is two lower-case digits and a blank, a line feed follows every 16th byte, and one more
 * line feed ends the dump; so 16 bytes end with an empty line.
 * \param[in] buf  the bytes
 * \param[in] len  their number; 0 or less writes one line feed
 * \errors Last error kept.
 */
void vce_dump_buffer(char *buf, int len);

/**
 * Writes a line for every connection to the log, newest first, between a head and an end line.
 *
 * A line shows slot, remote address, time of last activity, index, whether the connection was
 * accepted (1) or made (0), and the buffer addresses; it is meant for people. Nothing is written
 * without connections, or with verbosity below 0.
 * \errors Last error 0; #VCE_EINVAL if the library is not initialised.
 */
void vce_conn_show_stat(void);

/** @} */

/**
 * \defgroup stat Statistics
 * \brief Counters of the process, of a context and of a connection.
 *
 * The process counters start with the process and are never reset, not even by vce_finalize(). The
 * counters of a context or connection start at 0 with it. Operations that would block count
 * nowhere.
 *
 * \source man/compatibility.md, "Statistics".
 * @{
 */

/** Counters of the whole process, see vce_get_stat(). */
typedef struct _vce_stat_t {
  time_t boot_time;          /**< second of the last successful initialise; 0 before */
  VCEI64 recv_byte;          /**< bytes received */
  VCEI64 send_byte;          /**< bytes that the system took for sending */
  VCEI64 recv_syscall;       /**< receives that returned data */
  VCEI64 recv_syscall_e;     /**< receives that returned end of stream or an error */
  VCEI64 send_syscall;       /**< successful sends */
  VCEI64 send_syscall_e;     /**< failed sends */
  VCEI64 accept_syscall;     /**< peers accepted, also those turned away afterwards */
  VCEI64 accept_syscall_e;   /**< accepts that failed */
  VCEI64 connect_syscall;    /**< connects that succeeded inside the call */
  VCEI64 connect_syscall_e;  /**< connects that failed, or went on in the background */
  VCEI64 conn_free;          /**< connections destroyed, for any reason */
  VCEI64 conn_alloc;         /**< connections made by accept or connect */
  VCEI64 conn_close;         /**< first close of a connection: program, idle limit, cleanup */
  VCEI64 conn_write;         /**< writes that reached a connection, even if it had no room; a framed
                                  record counts 2 */
  VCEI64 keyex;              /**< always 0 */
  VCEI64 tcpcontext_create;  /**< contexts created */
  VCEI64 tcpcontext_cleanup; /**< contexts cleaned up */
  VCEI64 tcpcontext_connect; /**< valid handles returned by vce_tcpcontext_connect() */
  VCEI64 conn_timeout;       /**< connections whose idle limit expired while they were open */
  VCEI64 log_count;          /**< messages issued, those left out or lost included */
} vce_stat_t;

#if defined(__linux__)
#pragma pack(push, 1)
#endif

/** Counters of one connection, see vce_conn_get_stat(). Packed: it may lie at any address. */
typedef struct _conn_stat_t {
  VCEI64 recv_byte;    /**< bytes received */
  VCEI64 send_byte;    /**< bytes that the system took for sending */
  VCEI64 conn_write;   /**< writes, counted as in #vce_stat_t */
  VCEI64 recv_syscall; /**< receives that returned data */
  VCEI64 send_syscall; /**< successful sends */
} conn_stat_t;

/** Counters of one context, see vce_tcpcontext_get_stat(). Packed: it may lie at any address. */
typedef struct _tcpcontext_stat_t {
  int current_conn;          /**< connections not yet destroyed, closing ones included */
  VCEI64 recv_byte;          /**< as in #vce_stat_t, and so are the following */
  VCEI64 send_byte;          /**< bytes that the system took for sending */
  VCEI64 recv_syscall;       /**< receives that returned data */
  VCEI64 recv_syscall_e;     /**< receives that returned end of stream or an error */
  VCEI64 send_syscall;       /**< successful sends */
  VCEI64 send_syscall_e;     /**< failed sends */
  VCEI64 accept_syscall;     /**< peers accepted, also those turned away afterwards */
  VCEI64 accept_syscall_e;   /**< accepts that failed */
  VCEI64 connect_syscall;    /**< connects that succeeded inside the call */
  VCEI64 connect_syscall_e;  /**< connects that failed, or went on in the background */
  VCEI64 conn_write;         /**< writes, a framed record counts 2 */
  VCEI64 conn_timeout;       /**< connections whose idle limit expired while they were open */
  VCEI64 tcpcontext_connect; /**< valid handles returned by vce_tcpcontext_connect() */
} tcpcontext_stat_t;

#if defined(__linux__)
#pragma pack(pop)
#endif

/**
 * Copies the counters of the process.
 * \param[out] v  receives the counters; NULL is ignored
 * \errors Last error kept.
 */
void vce_get_stat(vce_stat_t *v);

/**
 * Copies the counters of a context.
 * \param[in]  tp  the context
 * \param[out] s   receives the counters; untouched if the context is invalid
 * \errors #VCE_EINVAL: `tp` is invalid or `s` is NULL.
 */
void vce_tcpcontext_get_stat(tcpcontext_t tp, tcpcontext_stat_t *s);

/**
 * Copies the counters of a connection.
 * \param[in]  ct  the connection
 * \param[out] st  receives the counters; all 0 if the connection is invalid; NULL is ignored
 * \errors Last error kept.
 */
void vce_conn_get_stat(conn_t ct, conn_stat_t *st);

/**
 * Describes all connections as text, newest first.
 *
 * Each connection gives one line of nine fields, separated by commas without blanks, and a line
 * feed:
 *
 *     type=conn,r=0,w=3,rem=127.0.0.1:41090,loc=127.0.0.1:43006,fd=7,s=2,last=1795197032,timeo=77
 *
 * They are: bytes in the read and in the write buffer, remote and local address, descriptor,
 * serial, time of last activity in seconds since 1970, and idle limit in seconds (unsigned).
 * \param[out] buf     receives the text, always terminated if `maxlen` is 1 or more
 * \param[in]  maxlen  size of `buf`; the length of the text plus 2 is needed, 1 if it is empty
 * \retval 0          success; the text is empty when there is no connection
 * \retval VCE_EFULL  no room; `buf` holds the whole lines that fitted
 */
int vce_get_netstat_string(char *buf, int maxlen);

/** @} */

/**
 * \defgroup context Contexts
 * \brief Creating a context, its settings, and listing its connections.
 *
 * Parser, protocol callback, closewatcher, idle limit, parser quota, record limit and buffer sizes
 * are copied when a connection is made: a later change concerns later connections only. The
 * finalizer, vce_tcpcontext_timeout_control() and everything about accepting are looked up when
 * they are needed.
 *
 * A function that takes an invalid context changes nothing and sets the last error to #VCE_EINVAL.
 *
 * \source man/compatibility.md, "Contexts"; V3, V10, V15, V16, V27.
 * @{
 */

/**
 * Creates a context.
 *
 * A server context listens at once. Every other setting is at its default: no parser, no callbacks,
 * accepting enabled without a rate limit, one parser call per heartbeat, received data restarts the
 * idle time and sent data does not, no record limit, user pointer NULL. A context counts 4 towards
 * `max_array` of #vce_limit_t, 5 if it has a state buffer.
 * \param[in] is_server         0: client; any other value: server
 * \param[in] bindaddr          server: address to listen on, as a name or in numbers; NULL, `""`
 *   and `"0.0.0.0"` mean all IPv4 interfaces, `"::"` both families; `"unix:/path"` and
 *   `"unix:@name"` a Unix socket, see
 *   vce_conn_get_peer_credentials(); client: ignored
 * \param[in] port              server: port to listen on, 0 lets the system choose, see
 *   vce_tcpcontext_get_port(); ignored for a Unix socket and a client
 * \param[in] maxcon            connections that may exist at once in this context, those that are
 *   closing included; 0 or more, may exceed `max_conn` of #vce_limit_t
 * \param[in] rblen             size of each read buffer in bytes, 1 to 2147483647
 * \param[in] wblen             size of each write buffer in bytes, 1 to 2147483647
 * \param[in] timeout           idle limit of new connections in seconds, see vce_conn_set_timeout()
 * \param[in] nonblock_connect  0: vce_tcpcontext_connect() waits for the handshake; any other
 *   value: it returns at once. On a server, accepted connections then become writable with the next
 *   heartbeat
 * \param[in] nodelay           0: leave Nagle's algorithm on; any other value: set TCP_NODELAY on
 *   every connection
 * \param[in] statebuf_size     size of the zeroed state buffer of each connection in bytes, 0
 *   (none) to 2147483647
 * \return the context, or NULL.
 * \errors
 * - #VCE_EINVAL: the library is not initialised, or `max_tcpcontext` is 0 or less
 * - #VCE_EFULL: `max_tcpcontext` contexts exist already
 * - #VCE_EIPADDR: `bindaddr` does not resolve, or is no name of a Unix socket
 * - #VCE_ESOCKET: no socket could be created
 * - #VCE_ESETSOCKOPT: an option of the socket could not be set
 * - #VCE_EBIND: the address cannot be bound: port in use, privileged, or address not of this host;
 *   for a Unix socket: a server listens there, there is a file that is no socket, or the folder
 *   does not allow it
 * - #VCE_ELISTEN: listening failed
 * - #VCE_EARRAY: `maxcon`, `rblen`, `wblen` or `statebuf_size` is outside its range, `maxcon` times
 *   the three sizes exceeds 2 to the power of 46, `max_array` is used up, or memory is short.
 *   Tested last: a port in use gives #VCE_EBIND first.
 * \note An address that does not resolve is an error here; the old library listened on all
 * interfaces.
 */
tcpcontext_t vce_tcpcontext_create(int is_server, const char *bindaddr, unsigned short port,
                                   int maxcon, size_t rblen, size_t wblen, int timeout,
                                   int nonblock_connect, int nodelay, size_t statebuf_size);

/**
 * Closes a context: stops listening, closes every connection, gives the handle up.
 *
 * No callback runs in the call. The connections remain valid and closed; later heartbeats send
 * their unsent output and destroy them with their own closewatcher and finalizer, as after
 * vce_conn_close(). May be called inside any callback, also of a connection of this context.
 * \param[in] tp  the context; invalid afterwards
 * \errors Last error 0; #VCE_EINVAL: `tp` is invalid.
 */
void vce_tcpcontext_cleanup(tcpcontext_t tp);

/**
 * Returns the greatest number of connections of a context.
 * \param[in] t  the context
 * \return `maxcon` as given to vce_tcpcontext_create(); last error kept.
 * \retval VCE_EINVAL  `t` is invalid
 */
int vce_tcpcontext_get_max_connection(tcpcontext_t t);

/**
 * Lists the connections of a context, newest first.
 * \param[in]  t    the context
 * \param[out] a    receives the handles of connections that are not destroyed, closing ones
 *   included
 * \param[in]  max  size of `a` in handles; 0 or less, or `a` NULL, stores nothing
 * \return the number of handles stored, 0 to `max`.
 * \retval VCE_EINVAL  `t` is invalid
 */
int vce_tcpcontext_get_all_connection(tcpcontext_t t, conn_t *a, int max);

/**
 * Counts the connections of a context.
 * \param[in]  t     the context
 * \param[out] conn  receives the number of connections that are not destroyed, closing ones
 *   included; may be NULL; untouched on failure
 * \retval 0           success; the count is not the result
 * \retval VCE_EINVAL  `t` is invalid
 */
int vce_tcpcontext_count_connections(tcpcontext_t t, int *conn);

/**
 * Calls a function for each connection of a context, newest first.
 * \param[in] tt  the context
 * \param[in] f   gets a connection that is not destroyed, closing ones included; a negative result
 *   ends the walk. It may close connections: nothing is destroyed during the walk
 * \retval 0           all connections were visited, or `f` ended the walk
 * \retval VCE_EINVAL  `tt` is invalid or `f` is NULL
 */
int vce_tcpcontext_conn_iterate(tcpcontext_t tt, int (*f)(conn_t c));

/**
 * Sets the function that learns of the end of a connection, for connections made later.
 *
 * It runs once for each connection that passed its acceptwatcher or was returned by
 * vce_tcpcontext_connect(), also for a non-blocking connect that fails. It does not run for peers
 * that were turned away, nor in vce_finalize(). Inside, the handle is valid, state buffer, user
 * pointer and addresses can be read; bytes written are discarded. It may connect anew: the new
 * connection gets another slot. Afterwards the finalizer runs, then the handle is stale.
 * \param[in] tp  the context
 * \param[in] cw  gets the connection and the reason; its result is ignored; NULL: none
 * \errors Last error kept; #VCE_EINVAL: `tp` is invalid; #VCE_EMEM: no memory, nothing
 *   changes.
 */
void vce_tcpcontext_set_conn_closewatcher(tcpcontext_t tp, int (*cw)(conn_t, CLOSE_REASON r));

/**
 * Sets the function that runs last before a connection is destroyed.
 *
 * It runs after the closewatcher, and also for a connection that its acceptwatcher refused. The
 * handle is still valid inside and stale afterwards. Takes effect for existing connections too.
 * \param[in] t  the context
 * \param[in] f  gets the connection; NULL: none
 * \errors Last error kept; #VCE_EINVAL: `t` is invalid.
 */
void vce_tcpcontext_set_conn_finalizer(tcpcontext_t t, void (*f)(conn_t));

/**
 * Chooses what restarts the idle time of the connections of a context.
 * \param[in] tp          the context; existing connections are affected at once
 * \param[in] recv_reset  0: no; any other value: received data restarts it (the default)
 * \param[in] send_reset  0: no (the default); any other value: bytes that the system took restart
 *   it
 * \errors Last error kept; #VCE_EINVAL: `tp` is invalid.
 */
void vce_tcpcontext_timeout_control(tcpcontext_t tp, int recv_reset, int send_reset);

/**
 * Stores a pointer of the program in a context.
 * \param[in] tp  the context
 * \param[in] p   any value; never followed or freed by the library
 * \errors Last error kept; #VCE_EINVAL: `tp` is invalid.
 */
void vce_tcpcontext_userdata_set_pointer(tcpcontext_t tp, void *p);

/**
 * Returns the pointer that vce_tcpcontext_userdata_set_pointer() stored.
 * \param[in] tp  the context
 * \return the pointer; NULL if none was stored or the context is invalid.
 * \errors Last error kept; #VCE_EINVAL: `tp` is invalid.
 */
void *vce_tcpcontext_userdata_get_pointer(tcpcontext_t tp);

/**
 * Makes the reading of each connection wait until enough of its write buffer is free.
 *
 * Existing and new connections of the context are affected.
 * \param[in] tp  the context
 * \param[in] p   percentage of the write buffer that must be free for a connection to be read and
 *   parsed: 0 (always, the default) to 100 (only when nothing is unsent)
 * \retval 0           success
 * \retval VCE_ERANGE  `p` is outside 0 to 100; nothing changes
 * \retval VCE_EINVAL  `tp` is invalid
 */
int vce_tcpcontext_set_conn_safety_read(tcpcontext_t tp, int p);

/**
 * Does nothing. Peer-to-peer connections are not supported.
 * \param[in] t                a context; ignored
 * \param[in] allocationsize   ignored
 * \param[in] allocationunits  ignored
 * \retval VCE_ESUPPORT  always
 */
int vce_tcpcontext_setup_p2p(tcpcontext_t t, int allocationsize, int allocationunits);

/**
 * Does nothing. Kept for programs that named a helper server for peer-to-peer connections.
 * \param[in] t         a context; ignored
 * \param[in] host      ignored
 * \param[in] mainport  ignored
 * \param[in] subport   ignored
 * \retval 1  always
 * \errors Last error kept.
 */
int vce_tcpcontext_set_portscanner(tcpcontext_t t, const char *host, unsigned short mainport,
                                   unsigned short subport);

/** @} */

/**
 * \defgroup accept Accepting
 * \brief Which peers a server context takes.
 *
 * A heartbeat accepts the waiting peers in a bounded batch and asks about each one, in this order:
 * vce_tcpcontext_set_conn_kickip_array(), vce_tcpcontext_set_accept_max(),
 * vce_tcpcontext_enable_accept(), vce_tcpcontext_set_max_per_address(), `maxcon`, `max_conn`. A peer
 * that fails one is turned away: its connect succeeds, then it reads end of stream. No connection is
 * made for it and, apart from the function of the rate limit, no callback runs. For the others a
 * connection is made and a watcher is asked. When the process or the system runs out of descriptors
 * or memory, waiting peers are turned away and the context pauses accepting for 50 milliseconds or
 * until a connection ends.
 *
 * A watcher gets a valid connection with known addresses, zeroed state buffer and user pointer
 * NULL. It may write (not in a context with `nonblock_connect`) and close. A negative result
 * destroys the connection at once: no closewatcher, the finalizer runs, unsent output is lost.
 *
 * \source man/compatibility.md, "Accepting"; V5, V7, V8, K4, K5.
 * @{
 */

/**
 * Sets the function that is asked about each accepted connection.
 * \param[in] tp  the context
 * \param[in] aw  gets the connection; 0 or more keeps it, a negative result destroys it; NULL:
 *   every connection is kept
 * \errors Last error kept; #VCE_EINVAL: `tp` is invalid.
 */
void vce_tcpcontext_set_conn_acceptwatcher(tcpcontext_t tp, int (*aw)(conn_t));

/**
 * Sets the function that is asked about each accepted connection when the context is nearly full.
 *
 * It is called instead of the accept watcher when at least WATER - 1 connections are open, the new one
 * included. WATER is `water`, and connections that are closing count as open. With `water` 3 the
 * first connection meets the acceptwatcher, the second and all further ones this function; with 1
 * or 2, all do. To serve 100 and tell the next ones that the server is full, `water` is 102. Choose
 * `water` below `maxcon`: beyond `maxcon` peers are turned away unasked.
 * \param[in] tp     the context
 * \param[in] water  the mark; looked up at each accept
 * \param[in] aw     gets the connection and the number of open ones, itself included; result as for
 *   the acceptwatcher; NULL: the acceptwatcher is asked always. It is asked without an acceptwatcher
 *   too.
 * \errors Last error kept; #VCE_EINVAL: `tp` is invalid.
 */
void vce_tcpcontext_set_conn_hiwater_acceptwatcher(tcpcontext_t tp, int water,
                                                   int (*aw)(conn_t, int));

/**
 * Limits how many peers are accepted per minute.
 *
 * A burst of `con_max` + 1 passes, then one per 60 / `con_max` seconds. A peer counts even if a
 * later check turns it away.
 * \param[in] t               the context
 * \param[in] con_max         peers per minute; 0 or less: no limit (the default)
 * \param[in] accept_warning  asked once for each peer in excess, before a connection is made: 0 or
 *   more lets it pass, a negative result turns it away; NULL: all are turned away
 * \errors Last error kept; #VCE_EINVAL: `t` is invalid.
 */
void vce_tcpcontext_set_accept_max(tcpcontext_t t, int con_max,
                                   int (*accept_warning)(tcpcontext_t t));

/**
 * Lets a server context accept peers, or turn all of them away.
 *
 * The socket goes on listening, and existing connections are not affected.
 * \param[in] tp    the context
 * \param[in] flag  0: turn away; any other value: accept (the default)
 * \errors Last error kept; #VCE_EINVAL: `tp` is invalid.
 */
void vce_tcpcontext_enable_accept(tcpcontext_t tp, int flag);

/** @} */

/**
 * \defgroup conn Connections
 * \brief Making, writing, closing and inspecting a connection.
 *
 * A connection is *connecting* (a non-blocking connect under way; also an accepted connection of a
 * server context with `nonblock_connect` until the next heartbeat), then *open*, then *closed* (a
 * close was requested; it still sends its output, receives and parses), then destroyed. No
 * call destroys a connection at once, only heartbeats do. When the peer ends the connection,
 * records that arrived before are still parsed, at the usual quota, and pending output is sent,
 * before the closewatcher runs with REMOTE.
 *
 * \source man/compatibility.md, "Connections"; V1 to V4, V16, V17, V26 to V29, V31.
 * @{
 */

/**
 * Connects to a server.
 *
 * If the context has `nonblock_connect` 0, the call waits for the handshake and the connection is
 * open. Otherwise it returns at once with a connecting one; a name is looked up in the background.
 * There is no callback for success: the connection is open as soon as vce_conn_writable() is above
 * 0, and a failure destroys it in a heartbeat with the reason REMOTE. If no answer comes in the time
 * of vce_tcpcontext_set_connect_timeout(), or in that of the idle limit if none is set, it ends
 * with TIMEOUT; idle time begins when the connection is established. All addresses of a name are
 * tried, IPv4 ones first, the next one as soon as one has failed or has not answered for 250 ms;
 * the first that is established is used, the others are closed. A connect to a port of this machine
 * where no server listens can reach itself; that counts as refused. Changes of `/etc/resolv.conf`
 * and `/etc/hosts` are noticed by the next look-up. A look-up in the background does not ask again
 * over TCP where an answer is too long for UDP (some 28 addresses); the connect then fails. That a
 * server completed the handshake does not mean that it keeps the connection. Why a connect failed
 * is told by vce_get_last_error_detail() and, in the closewatcher, by vce_conn_get_end_detail().
 * \param[in] t  the context, client or server; its acceptwatcher is not asked
 * \param[in] h  host name, or address in numbers; or a Unix socket, `"unix:/path"` or
 *   `"unix:@name"`, see vce_conn_get_peer_credentials()
 * \param[in] p  port, 1 to 65535; ignored for a Unix socket
 * \return the handle of the connection, or `{NULL, 0}`, for which no callback runs.
 * \errors
 * - #VCE_EINVAL: `t` is invalid
 * - #VCE_ESOCKET: no socket could be created
 * - #VCE_ESETSOCKOPT: an option of the socket could not be set
 * - #VCE_EFULL: the context has `maxcon` connections, closing ones included, or the process
 *   `max_conn`, or memory is short
 * - #VCE_ECONNECT: `h` is NULL, empty or no name of a Unix socket, or `p` is 0. With `nonblock_connect` 0 also: the name is
 *   unknown, or no address of it can be reached in time; `errno` has the system's number
 */
conn_t vce_tcpcontext_connect(tcpcontext_t t, const char *h, unsigned short p);

/**
 * Queues bytes for sending, all of them or none.
 *
 * They leave, in the order of the calls and without added framing, with the next heartbeat, or with
 * the current one if called inside a parser or protocol callback; inside others it is one of the two.
 * \param[in] ct   the connection
 * \param[in] b    the bytes; copied
 * \param[in] len  their number, 0 or more
 * \return `len`. A `len` of 0 returns 0, writes nothing and sets the last error to #VCE_EINVAL.
 * \retval VCE_EINVAL       `ct` is the null handle, or `b` is NULL with a `len` above 0
 * \retval VCE_ECONNSERIAL  `ct` is stale, or another invalid handle
 * \retval VCE_ENOTREADY    the connection is connecting
 * \retval VCE_ECLOSED      the connection is closed
 * \retval VCE_EFULL        fewer than `len` bytes are free in the write buffer, or memory is short;
 *   nothing was queued, try again after a heartbeat
 */
int vce_conn_write(conn_t ct, char *b, size_t len);

/**
 * Returns how many bytes the next write may have.
 * \param[in] ct  the connection
 * \return the free bytes of the write buffer, 0 to its size; 0 while connecting. A closed
 *   connection has free bytes too although writes fail.
 * \retval VCE_EINVAL  `ct` is invalid
 */
int vce_conn_writable(conn_t ct);

/**
 * Has a function called when the write buffer has room again.
 *
 * For a program that sends more than a write buffer takes: it writes until #VCE_EFULL, sets the
 * watcher, and goes on in there. The watcher runs in the heartbeat in which so much of the buffer has
 * become free, before the end of that heartbeat sends what was written; or in the next heartbeat, if
 * the room is there when it is set. It runs once: to be called again, it is set again, also by itself.
 * While it runs vce_conn_writable() is `bytes` or more.
 *
 * On a connection that is connecting it runs when the connection is open. On one that was closed, or
 * that its peer has ended, it never runs, whether set before or after that.
 * \param[in] c      the connection
 * \param[in] bytes  how much is to be free, 1 to the size of the write buffer
 * \param[in] f      gets the connection; 0 or more goes on, a negative result destroys the
 *   connection (PARSER); it takes the place of one that was set before; NULL: none, `bytes` is ignored
 * \retval 0           success
 * \retval VCE_EINVAL  `c` is invalid
 * \retval VCE_ECLOSED the connection is closed
 * \retval VCE_ERANGE  `bytes` is below 1 or above the size of the write buffer
 * \retval VCE_EMEM    no memory; one that was set before stays
 */
int vce_conn_set_writable_watcher(conn_t c, int bytes, int (*f)(conn_t));

/**
 * Tells whether the write buffer is empty.
 *
 * It says nothing about the buffers of the system, or about the peer.
 * \param[in] ct  the connection
 * \retval 1  nothing is unsent; also for a connecting or invalid one
 * \retval 0  bytes are waiting to be sent
 * \errors Last error 0 for an open or closed connection, else kept.
 */
int vce_conn_writed(conn_t ct);

/**
 * Requests the end of a connection.
 *
 * With nothing unsent it is destroyed at the start of the next heartbeat, reason APPLICATION, and
 * nothing more is received. Otherwise heartbeats first send the rest, and still receive and parse
 * meanwhile: the parser finds vce_conn_is_closed() 1. The heartbeat after the one that sent the
 * last byte destroys it. The peer gets all bytes, then end of stream, also while it still sends:
 * bytes that arrive after the connection was destroyed are read and dropped until the peer ends the
 * stream too, for at most 2 seconds and 1 MiB, and only then the socket is closed. Until then its
 * place counts at the limits for connections that are accepted. The idle limit bounds the
 * sending, then the reason is TIMEOUT and the rest is lost. Called inside its parser or protocol
 * callback, further records of this heartbeat are still delivered.
 * \param[in] ct  the connection; stays valid until a heartbeat destroys it
 * \errors
 * - #VCE_EINVAL: `ct` is invalid
 * - #VCE_EALREADY: it was closed before; nothing changes
 */
void vce_conn_close(conn_t ct);

/**
 * Closes every connection of a context, newest first, as vce_conn_close() does.
 *
 * Those closed before are passed over. The context goes on accepting.
 * \param[in] t  the context; NULL has no effect
 * \errors Last error 0; #VCE_EINVAL: `t` is invalid.
 */
void vce_conn_close_tcpcontext_all(tcpcontext_t t);

/**
 * Sets the idle limit of a connection; the running idle time is not restarted.
 *
 * The limit expires when the whole seconds since the last activity exceed it: limit T between T and
 * T + 1 seconds, 0 when the second changes, a negative limit in the next heartbeat before anything
 * waiting is read. What counts as activity is set by vce_tcpcontext_timeout_control(). An expired
 * connection is closed and destroyed in the following heartbeat, reason TIMEOUT; one that was
 * closed before is destroyed at once. There is no value for "never", but 2147483647 is 68 years.
 * \param[in] ct   the connection
 * \param[in] sec  the limit in seconds, any value
 * \errors Last error 0; #VCE_EINVAL: `ct` is invalid.
 */
void vce_conn_set_timeout(conn_t ct, int sec);

/**
 * Tells whether a handle denotes a connection that is not destroyed.
 * \param[in] c  any value
 * \retval 1  valid: connecting, open or closed
 * \retval 0  invalid
 * \errors Last error kept.
 */
int vce_conn_is_valid(conn_t c);

/**
 * Tells whether a connection is closed but not yet destroyed.
 * \param[in] c  any value
 * \retval 1  a close was requested, by the program or by an idle limit
 * \retval 0  not closed, or invalid
 * \errors Last error kept.
 */
int vce_conn_is_closed(conn_t c);

/**
 * Tells whether two handles are the same.
 * \param[in] c1  any value
 * \param[in] c2  any value
 * \retval 1  both parts are equal; so are two null handles
 * \retval 0  they differ
 * \errors Last error kept.
 */
int vce_conn_is_equal(conn_t c1, conn_t c2);

/**
 * Sets a handle to the null handle, all 16 bytes of it.
 * \param[out] ct  handle to clear; NULL is ignored
 * \errors Last error kept.
 */
void vce_conn_clear(conn_t *ct);

/**
 * Returns the slot number of a connection.
 *
 * No two live connections share a slot; the slot freed last is used first.
 * \param[in] c  a handle; only its `p` counts, a stale one is fine
 * \return 0 to `max_conn` - 1; last error kept.
 * \retval VCE_EALIGNMENT  `c.p` is NULL or denotes no slot
 */
int vce_conn_get_index(conn_t c);

/**
 * Returns the connection that is in a slot.
 * \param[in] index  slot number, 0 to `max_conn` - 1
 * \return the handle; an unused slot gives an invalid handle of serial 0, an `index` out of range
 *   gives `{NULL, 0}`.
 * \errors #VCE_EINVAL: `index` is out of range.
 */
conn_t vce_conn_get_struct_from_index(int index);

/**
 * Returns the context of a connection.
 * \param[in] ct  the connection
 * \return the context; NULL if the connection is invalid. After vce_tcpcontext_cleanup() the
 *   context is invalid even if a closing connection still names it.
 * \errors Last error kept.
 */
tcpcontext_t vce_conn_get_tcpcontext(conn_t ct);

/**
 * Returns the state buffer of a connection.
 *
 * It is zero-filled when the connection is made, aligned for any type, stays at its address as long
 * as the connection lives, and is the program's to use.
 * \param[in]  c    the connection
 * \param[out] len  receives `statebuf_size` of the context; may be NULL; untouched if NULL is
 *   returned
 * \return the buffer, or NULL if the context has none or the connection is invalid.
 * \errors Last error 0; #VCE_EINVAL: `c` is invalid.
 */
void *vce_conn_get_state_buffer(conn_t c, int *len);

/**
 * Stores a pointer of the program in a connection; new connections hold NULL.
 * \param[in] ct  the connection; nothing happens if it is invalid
 * \param[in] p   any value; never followed or freed by the library
 * \errors Last error kept.
 */
void vce_conn_userdata_set_pointer(conn_t ct, void *p);

/**
 * Returns the pointer that vce_conn_userdata_set_pointer() stored.
 * \param[in] ct  the connection
 * \return the pointer; NULL if none was stored or the connection is invalid.
 * \errors Last error kept.
 */
void *vce_conn_userdata_get_pointer(conn_t ct);

/** @} */

/**
 * \defgroup address Addresses
 * \brief Both ends of a connection, as numbers and as text.
 *
 * The remote address of an outgoing connection is the one it was made to. A number function stores
 * the port in host byte order; with an invalid connection it leaves the address untouched and
 * stores port 0. A text function writes nothing when it fails. Peers that reach a server on `"::"`
 * over IPv4 are IPv4 connections.
 *
 * Both ends of a connection by a Unix socket have the address of the server, `unix:/path` or
 * `unix:@name`, in which control characters are written as `?`. All text functions give it, in a
 * buffer that holds it (#VCE_MAX_ADDR_TEXT bytes always do); the number functions store an address
 * of zeros and port 0.
 *
 * \source man/compatibility.md, "Addresses"; V16.
 * @{
 */

/**
 * Stores the IPv4 address and the port of the peer.
 * \param[in]  ct  the connection
 * \param[out] a   receives the address in network byte order, 0 for an IPv6 connection; may be NULL
 * \param[out] p   receives the port in host byte order; may be NULL
 * \errors Last error kept.
 */
void vce_conn_get_remote_ipv4_addr(conn_t ct, unsigned int *a, unsigned short *p);

/**
 * Stores the IPv4 address and the port of this end of a connection.
 * \copydetails vce_conn_get_remote_ipv4_addr
 */
void vce_conn_get_local_ipv4_addr(conn_t ct, unsigned int *a, unsigned short *p);

/**
 * Stores the IPv6 address and the port of the peer.
 * \param[in]  ct  the connection
 * \param[out] a   receives the 16 bytes of the address; for an IPv4 connection, its 4 bytes in the
 *   first four, the others untouched; may be NULL
 * \param[out] p   receives the port in host byte order; may be NULL
 * \errors Last error kept.
 */
void vce_conn_get_remote_ipv6_addr(conn_t ct, char *a, unsigned short *p);

/**
 * Stores the IPv6 address and the port of this end of a connection.
 * \copydetails vce_conn_get_remote_ipv6_addr
 */
void vce_conn_get_local_ipv6_addr(conn_t ct, char *a, unsigned short *p);

/**
 * Writes the IPv4 address of the peer as text, such as `127.0.0.1:8080`.
 * \param[in]  ct   the connection
 * \param[out] s    receives the text, terminated
 * \param[in]  max  size of `s`, at least 32
 * \return `s`, or NULL.
 * \errors
 * - #VCE_ETOOSHORT: `max` is below 32
 * - #VCE_EINVAL: `ct` is invalid or an IPv6 connection, or `s` is NULL
 */
char *vce_conn_get_remote_ipv4_addr_string(conn_t ct, char *s, int max);

/**
 * Writes the IPv4 address of this end of a connection as text, such as `127.0.0.1:8080`.
 * \copydetails vce_conn_get_remote_ipv4_addr_string
 */
char *vce_conn_get_local_ipv4_addr_string(conn_t ct, char *s, int max);

/**
 * Writes the IPv6 address of the peer as text, such as `[2001:db8::1]:8080`.
 *
 * The text is the address in brackets, in the form of RFC 5952, a colon, and the decimal port. The
 * zone of a link-local address is left out. A peer that reaches an IPv6 socket by IPv4 is an IPv4
 * connection. For that the 4 bytes are given as the old library did: the first two of eight groups
 * without brackets, the others 0, such as `7f00:1:0:0:0:0:0:0:8080`.
 * \param[in]  ct   the connection
 * \param[out] s    receives the text, terminated
 * \param[in]  max  size of `s`, at least 50
 * \return `s`, or NULL.
 * \errors
 * - #VCE_ETOOSHORT: `max` is below 50
 * - #VCE_EINVAL: `ct` is invalid, or `s` is NULL
 */
char *vce_conn_get_remote_ipv6_addr_string(conn_t ct, char *s, int max);

/**
 * Writes the IPv6 address of this end of a connection as text, such as `[2001:db8::1]:8080`.
 * \copydetails vce_conn_get_remote_ipv6_addr_string
 */
char *vce_conn_get_local_ipv6_addr_string(conn_t ct, char *s, int max);

/**
 * Writes the address of the peer as text, in the form of its family.
 * \param[in]  ct   the connection
 * \param[out] s    receives the text, terminated
 * \param[in]  max  size of `s`, at least 32 for an IPv4 and 50 for an IPv6 connection;
 *   #VCE_MAX_ADDR_TEXT is enough for each
 * \return `s`, or NULL.
 * \errors
 * - #VCE_ETOOSHORT: `max` is too small
 * - #VCE_EINVAL: `ct` is invalid, or `s` is NULL. For the null handle the last error is kept.
 */
char *vce_conn_get_remote_addr_string(conn_t ct, char *s, int max);

/**
 * Writes the address of this end of a connection as text, in the form of its family.
 * \copydetails vce_conn_get_remote_addr_string
 */
char *vce_conn_get_local_addr_string(conn_t ct, char *s, int max);

/** @} */

/**
 * \defgroup parsing Parsing hooks
 * \brief Installing parsers, and what a parser of one's own uses.
 *
 * A *parser* looks at the read buffer of a connection; when it finds a complete record it hands it
 * to the *protocol callback* and removes it. The ready-made ones are in \ref record. A parser of
 * one's own reads with vce_conn_get_buffer() and consumes with vce_conn_shrink_readbuf(). Its
 * result: 0 or more goes on, below 0 destroys the connection when it returns, reason PARSER, with
 * unread input and unsent output lost.
 *
 * While the read buffer is not empty the parser is called in every heartbeat, even if nothing new
 * arrived, up to the quota, as long as it consumes something. The pointer from
 * vce_conn_get_buffer() stays readable and in place until it returns, even after it consumed it.
 *
 * \source man/compatibility.md, "Parsing"; V12.
 * @{
 */

/**
 * Sets the parser and the protocol callback for connections made later.
 * \param[in] tp      the context
 * \param[in] parser  the parser; NULL: input collects in the read buffer until a parser is set
 * \param[in] c       the protocol callback that ready-made parsers call with the connection, the
 *   record (not terminated, valid until it returns) and its length; a negative result has the
 *   effect of a negative parser result. NULL: records are discarded
 * \errors Last error kept; #VCE_EINVAL: `tp` is invalid.
 */
void vce_tcpcontext_set_conn_parser(tcpcontext_t tp, int (*parser)(conn_t),
                                    int (*c)(conn_t, char *, int));

/**
 * Sets the parser and the protocol callback of one connection.
 *
 * Takes effect with the next parser call, which may be in the same heartbeat.
 * \param[in] ct   the connection; nothing happens if it is invalid
 * \param[in] p    the parser, as for vce_tcpcontext_set_conn_parser()
 * \param[in] pcb  the protocol callback, likewise
 * \errors Last error kept.
 */
void vce_conn_set_parser(conn_t ct, int (*p)(conn_t), int (*pcb)(conn_t, char *, int));

/**
 * Sets how often a heartbeat may call the parser of a connection made later.
 *
 * Each call of a ready-made parser delivers one record, so the default delivers one record per
 * heartbeat. The calls end early when the read buffer is empty, when a call consumed nothing, after
 * a negative result, and after vce_conn_break_heartbeat().
 * \param[in] tt  the context
 * \param[in] v   calls per heartbeat and connection, default 1; 0 or less: the parser is never
 *   called
 * \errors Last error kept; #VCE_EINVAL: `tt` is invalid; #VCE_EMEM: no memory, nothing
 *   changes.
 */
void vce_tcpcontext_set_conn_call_parser_per_heartbeat(tcpcontext_t tt, int v);

/**
 * Limits the length of records for connections made later; only the bin16 parser obeys.
 * \param[in] ct         the context
 * \param[in] maxlength  greatest allowed content in bytes; 0 or less: no limit (the default)
 * \param[in] errcall    asked with the connection when a header announces more; 0 or more allows
 *   the record, a negative result refuses it; asked again at every parser call until the record is
 *   complete. NULL: refused. A refusal makes the parser return #VCE_EPROTO_TOOLONG
 * \errors Last error kept; #VCE_EINVAL: `ct` is invalid; #VCE_EMEM: no memory, nothing
 *   changes.
 */
void vce_tcpcontext_protocol_set_maxlength(tcpcontext_t ct, int maxlength,
                                           int (*errcall)(conn_t ct));

/**
 * Gives access to the buffers of a connection.
 *
 * The pointers stay valid until the next call that writes to the connection, consumes its input or
 * returns to a heartbeat; inside a parser the input stays until the parser returns.
 * \param[in]  ct     the connection
 * \param[out] rb     receives the start of the received bytes that are not consumed; may be NULL
 * \param[out] rblen  receives their number; may be NULL
 * \param[out] wb     receives the start of the written bytes that are not sent; may be NULL
 * \param[out] wblen  receives their number; may be NULL
 * \errors Last error 0, also for an invalid connection: NULL and 0 are stored then.
 */
void vce_conn_get_buffer(conn_t ct, char **rb, int *rblen, char **wb, int *wblen);

/**
 * Removes bytes from the front of the read buffer.
 * \param[in] ct   the connection
 * \param[in] len  number of bytes; more than there are removes all, 0 or less none
 * \return the number of bytes removed, 0 for an invalid connection.
 * \errors Last error 0; #VCE_EINVAL: `ct` is invalid.
 */
int vce_conn_shrink_readbuf(conn_t ct, int len);

/**
 * Sets a function that sees all bytes that a connection receives and sends.
 *
 * It runs once per successful receive or send, before the parser; not for end of stream or errors.
 * \param[in] ct  the connection; nothing happens if it is invalid
 * \param[in] cb  gets the connection, `rwflag` 0 for received bytes (not yet in the read buffer) or
 *   1 for bytes the system took (still in the write buffer), the bytes, valid until it returns or
 *   writes to the connection, and their number; NULL: none (the default)
 * \errors Last error kept; #VCE_EMEM: no memory, nothing changes.
 */
void vce_conn_set_io_callback(conn_t ct,
                              void (*cb)(conn_t ct, int rwflag, char *data, size_t sz));

/** @} */

/**
 * \defgroup record Records
 * \brief Ready-made framings: parsers, unparsers, watchers and protocol callbacks.
 *
 * | framing | on the wire                            | longest content    |
 * |---------|----------------------------------------|--------------------|
 * | bin16   | 2 bytes length of the content, content | 65535              |
 * | bin32   | 4 bytes length of the content, content | #BIN32DATA_MAX     |
 * | text    | content, LF; CR LF is understood too   | size of the buffer |
 * | through | content                                | size of the buffer |
 *
 * A parser hands over at most one record per call, before it removes it: vce_conn_get_buffer()
 * still shows it inside the protocol callback. It returns what the callback returned, 0 if no
 * record is complete, or a negative code. A record that can never fit the read buffer, framing
 * included, is refused with #VCE_EPROTO_TOOLONG as soon as that is certain. Without a protocol
 * callback records are discarded. The last error is 0 after a record, also if its callback failed.
 *
 * An unparser queues the whole framed record or nothing. `data` may hold any bytes; text does not
 * escape CR, LF or NUL.
 *
 * \source man/compatibility.md, "Records"; V9, K8.
 * @{
 */

#define BIN16DATA_MAX 65536      /**< 2 to the power of 16; the longest bin16 content is one less */
#define BIN32DATA_MAX 1073741824 /**< longest content of a bin32 record in bytes */

/**
 * Parses a bin16 record and hands it to the protocol callback.
 *
 * Install it with vce_tcpcontext_set_conn_parser(). It obeys
 * vce_tcpcontext_protocol_set_maxlength().
 * \param[in] ct  the connection
 * \return the result of the protocol callback, or 0 if there is no complete record or no callback.
 * \retval VCE_EPROTO_TOOLONG  the record is above the limit, or can never fit the read buffer
 * \retval VCE_EINVAL          `ct` is invalid
 */
int vce_protocol_parser_bin16(conn_t ct);

/**
 * Parses a bin32 record and hands it to the protocol callback.
 *
 * Install it with vce_tcpcontext_set_conn_parser().
 * \param[in] ct  the connection
 * \return the result of the protocol callback, or 0 if there is no complete record or no callback.
 * \retval VCE_EPROTO_TOOLONG  the record is above #BIN32DATA_MAX, or can never fit the read buffer
 * \retval VCE_EINVAL          `ct` is invalid
 */
int vce_protocol_parser_bin32(conn_t ct);

/**
 * Hands whatever has arrived to the protocol callback.
 *
 * Install it with vce_tcpcontext_set_conn_parser().
 * \param[in] ct  the connection
 * \return the result of the protocol callback, or 0 if nothing is buffered or there is no callback.
 * \retval VCE_EINVAL  `ct` is invalid
 */
int vce_protocol_parser_through(conn_t ct);

/**
 * Parses a line of text and hands it to the protocol callback, without its end.
 *
 * Install it with vce_tcpcontext_set_conn_parser(). A line ends at LF; one CR directly before it is
 * dropped. A CR elsewhere and NUL are data. Empty lines are handed over with length 0.
 * \param[in] ct  the connection
 * \return the result of the protocol callback, or 0 if there is no complete line or no callback.
 * \retval VCE_EPROTO_TOOLONG  the read buffer is full and holds no LF
 * \retval VCE_EINVAL          `ct` is invalid
 */
int vce_protocol_parser_text(conn_t ct);

/**
 * Queues a bin16 record.
 * \param[in] ct    the connection
 * \param[in] data  the content; copied; may be NULL if `len` is 0
 * \param[in] len   its length, 0 to 65535
 * \return `len` + 2. On a closed connection too, although nothing is queued: a protocol callback
 *   that closes and then answers must not turn its close into an error.
 * \retval VCE_EINVAL      `ct` is invalid, `len` is negative, or `data` is NULL with a `len` above
 *   0
 * \retval VCE_ELONGINPUT  `len` is above 65535
 * \retval VCE_EWBFULL     the framed record does not fit, memory is short, or the connection is
 *   connecting
 */
int vce_protocol_unparser_bin16(conn_t ct, char *data, int len);

/**
 * Queues a bin32 record.
 * \param[in] ct    the connection
 * \param[in] data  the content; copied; may be NULL if `len` is 0
 * \param[in] len   its length, 0 to #BIN32DATA_MAX
 * \return `len` + 4; on a closed connection too, although nothing is queued.
 * \retval VCE_EINVAL      `ct` is invalid, `len` is negative, or `data` is NULL with a `len` above
 *   0
 * \retval VCE_ELONGINPUT  `len` is above #BIN32DATA_MAX
 * \retval VCE_EWBFULL     the framed record does not fit, memory is short, or the connection is
 *   connecting
 */
int vce_protocol_unparser_bin32(conn_t ct, char *data, int len);

/**
 * Queues bytes without framing, as vce_conn_write() does.
 * \param[in] ct    the connection
 * \param[in] data  the content; copied; may be NULL if `len` is 0
 * \param[in] len   its length, 0 or more
 * \return `len`. A `len` of 0 returns 0, queues nothing and sets the last error to #VCE_EINVAL.
 * \retval VCE_EINVAL     `ct` is invalid, `len` is negative, or `data` is NULL with a `len` above 0
 * \retval VCE_ENOTREADY  the connection is connecting
 * \retval VCE_ECLOSED    the connection is closed
 * \retval VCE_EFULL      no room, or memory is short
 */
int vce_protocol_unparser_through(conn_t ct, char *data, int len);

/**
 * Queues a line of text and its LF.
 * \param[in] ct    the connection
 * \param[in] data  the content; copied; may be NULL if `len` is 0
 * \param[in] len   its length, 0 or more
 * \return `len` + 1. On a closed connection too, although nothing is queued; the last error is then
 *   #VCE_ECLOSED.
 * \retval VCE_EINVAL   `ct` is invalid, `len` is negative, or `data` is NULL with a `len` above 0
 * \retval VCE_EWBFULL  the line and its LF do not fit, memory is short, or the connection is
 *   connecting
 */
int vce_protocol_unparser_text(conn_t ct, char *data, int len);

/**
 * Acceptwatcher that refuses every connection.
 * \param[in] c  ignored
 * \retval -1  always
 * \errors Last error kept.
 */
int vce_protocol_acceptwatcher_deny(conn_t c);

/**
 * Acceptwatcher that keeps every connection.
 * \param[in] c  ignored
 * \retval 0  always
 * \errors Last error kept.
 */
int vce_protocol_acceptwatcher_noop(conn_t c);

/**
 * Closewatcher that does nothing.
 *
 * Its type lacks the reason; installing it needs a cast, which is supported.
 * \param[in] c  ignored
 * \retval 0  always
 * \errors Last error kept.
 */
int vce_protocol_closewatcher_noop(conn_t c);

/**
 * Protocol callback that logs the length of the record and sends it back as a bin16 record.
 * \param[in] c     the connection
 * \param[in] data  the record
 * \param[in] len   its length
 * \return as vce_protocol_unparser_bin16(); so a record that cannot be sent back ends the
 *   connection.
 * \errors As vce_protocol_unparser_bin16().
 */
int vce_protocol_pcallback_echo_bin16(conn_t c, char *data, int len);

/**
 * Protocol callback that logs the length of the line and sends it back as a line.
 * \param[in] ct    the connection
 * \param[in] data  the line, without its end
 * \param[in] len   its length
 * \return as vce_protocol_unparser_text(); so a line that cannot be sent back ends the connection.
 * \errors As vce_protocol_unparser_text().
 */
int vce_protocol_pcallback_echo_text(conn_t ct, char *data, int len);

/**
 * Protocol callback that logs the length of the record and the serial (`Note:10001`).
 * \param[in] ct    the connection; printed as given
 * \param[in] data  ignored
 * \param[in] len   printed as given
 * \retval 0  always
 * \errors Last error kept.
 */
int vce_protocol_pcallback_noop(conn_t ct, char *data, int len);

/**
 * Protocol callback that logs length and serial (`Note:10002`), a dump of the record and an empty
 * line.
 * \param[in] ct    the connection; its serial is printed as given
 * \param[in] data  the record
 * \param[in] len   its length
 * \retval 0  always
 * \errors Last error kept.
 */
int vce_protocol_pcallback_dump(conn_t ct, char *data, int len);

/** @} */

/**
 * \defgroup byteorder Byte order
 * \brief Reading and storing integers at any address, aligned or not.
 *
 * Each macro evaluates each argument once. `p` points to the bytes. The getters are no lvalues.
 *
 * \source man/compatibility.md, "Byte order".
 * @{
 */

/** \cond INTERNAL */
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
#define VCE_NET16_(v) (v)
#define VCE_NET32_(v) (v)
#define VCE_NET64_(v) (v)
#else
#define VCE_NET16_(v) __builtin_bswap16(v)
#define VCE_NET32_(v) __builtin_bswap32(v)
#define VCE_NET64_(v) __builtin_bswap64(v)
#endif

typedef unsigned short vce_word16_;
typedef unsigned int vce_word32_;
__extension__ typedef unsigned long long vce_word64_;
typedef const void *vce_in_;
typedef void *vce_out_;

VCE_HELPER_ char vce_load8_(const void *p) {
  char v;
  memcpy(&v, p, sizeof v);
  return v;
}

VCE_HELPER_ short vce_load16_(const void *p) {
  short v;
  memcpy(&v, p, sizeof v);
  return v;
}

VCE_HELPER_ int vce_load32_(const void *p) {
  int v;
  memcpy(&v, p, sizeof v);
  return v;
}

VCE_HELPER_ VCEI64 vce_load64_(const void *p) {
  VCEI64 v;
  memcpy(&v, p, sizeof v);
  return v;
}

VCE_HELPER_ unsigned short vce_load_net16_(const void *p) {
  unsigned short v;
  memcpy(&v, p, sizeof v);
  return VCE_NET16_(v);
}

VCE_HELPER_ unsigned int vce_load_net32_(const void *p) {
  unsigned int v;
  memcpy(&v, p, sizeof v);
  return VCE_NET32_(v);
}

VCE_HELPER_ VCEI64 vce_load_net64_(const void *p) {
  vce_word64_ v;
  VCEI64 host;
  memcpy(&v, p, sizeof v);
  v = VCE_NET64_(v);
  memcpy(&host, &v, sizeof host);
  return host;
}

VCE_HELPER_ char vce_store8_(void *p, char v) {
  memcpy(p, &v, sizeof v);
  return v;
}

VCE_HELPER_ short vce_store16_(void *p, short v) {
  memcpy(p, &v, sizeof v);
  return v;
}

VCE_HELPER_ int vce_store32_(void *p, int v) {
  memcpy(p, &v, sizeof v);
  return v;
}

VCE_HELPER_ VCEI64 vce_store64_(void *p, VCEI64 v) {
  memcpy(p, &v, sizeof v);
  return v;
}

VCE_HELPER_ short vce_store_net16_(void *p, unsigned short v) {
  short stored;
  v = VCE_NET16_(v);
  memcpy(&stored, &v, sizeof stored);
  return vce_store16_(p, stored);
}

VCE_HELPER_ int vce_store_net32_(void *p, unsigned int v) {
  int stored;
  v = VCE_NET32_(v);
  memcpy(&stored, &v, sizeof stored);
  return vce_store32_(p, stored);
}

VCE_HELPER_ VCEI64 vce_store_net64_(void *p, vce_word64_ v) {
  VCEI64 stored;
  v = VCE_NET64_(v);
  memcpy(&stored, &v, sizeof stored);
  return vce_store64_(p, stored);
}
/** \endcond */

/** `x` as a 64-bit integer, turned from host into network byte order; the result is a `VCEI64`. */
#define vce_htonll(x) VCE_CAST_(VCEI64, VCE_NET64_(VCE_CAST_(vce_word64_, x)))

/** `x` as a 64-bit integer, turned from network into host byte order; the result is a `VCEI64`. */
#define vce_ntohll(x) VCE_CAST_(VCEI64, VCE_NET64_(VCE_CAST_(vce_word64_, x)))

/** \name Integers in network byte order
 * @{
 */
/**
 * Reads or stores an integer in network byte order.
 *
 * A getter has the type `char`, `unsigned short`, `unsigned int` or `VCEI64`. A setter stores the
 * low bits of `i`; its value has the type `char`, `short`, `int` or `VCEI64` and is the stored
 * bytes read in host byte order.
 */
#define GET_8BIT_INT(p) vce_load8_(VCE_CAST_(vce_in_, p))
#define GET_16BIT_INT(p) vce_load_net16_(VCE_CAST_(vce_in_, p))
#define GET_32BIT_INT(p) vce_load_net32_(VCE_CAST_(vce_in_, p))
#define GET_64BIT_INT(p) vce_load_net64_(VCE_CAST_(vce_in_, p))
#define SET_8BIT_INT(p, i) vce_store8_(VCE_CAST_(vce_out_, p), VCE_CAST_(char, i))
#define SET_16BIT_INT(p, i) vce_store_net16_(VCE_CAST_(vce_out_, p), VCE_CAST_(vce_word16_, i))
#define SET_32BIT_INT(p, i) vce_store_net32_(VCE_CAST_(vce_out_, p), VCE_CAST_(vce_word32_, i))
#define SET_64BIT_INT(p, i) vce_store_net64_(VCE_CAST_(vce_out_, p), VCE_CAST_(vce_word64_, i))
/** @} */

/** \name Integers in host byte order
 * @{
 */
/**
 * Reads or stores an integer in host byte order.
 *
 * A getter or setter has the type `char`, `short`, `int` or `VCEI64`. A setter stores the low bits
 * of `i`; its value is the stored one.
 */
#define GET_8BIT_NATIVEINT(p) vce_load8_(VCE_CAST_(vce_in_, p))
#define GET_16BIT_NATIVEINT(p) vce_load16_(VCE_CAST_(vce_in_, p))
#define GET_32BIT_NATIVEINT(p) vce_load32_(VCE_CAST_(vce_in_, p))
#define GET_64BIT_NATIVEINT(p) vce_load64_(VCE_CAST_(vce_in_, p))
#define SET_8BIT_NATIVEINT(p, i) vce_store8_(VCE_CAST_(vce_out_, p), VCE_CAST_(char, i))
#define SET_16BIT_NATIVEINT(p, i) vce_store16_(VCE_CAST_(vce_out_, p), VCE_CAST_(short, i))
#define SET_32BIT_NATIVEINT(p, i) vce_store32_(VCE_CAST_(vce_out_, p), VCE_CAST_(int, i))
#define SET_64BIT_NATIVEINT(p, i) vce_store64_(VCE_CAST_(vce_out_, p), VCE_CAST_(VCEI64, i))
/** @} */

/** @} */

/**
 * \defgroup packing Binary packing
 * \brief Big-endian integers, arrays and strings in a buffer, and the variable-length specifier.
 *
 * The push and pop functions chain offsets: each takes the offset of its item and returns the
 * offset behind it. An array is a specifier with the number of its elements, then the elements. An
 * array of strings is a specifier with their number, then each string as a specifier with its
 * length and its bytes, without a NUL. The *specifier* is one byte for 0 to 252; 253 followed by 4
 * bytes; or 254 followed by 8 bytes. A first byte of 255 is reserved. Longer forms than needed are
 * understood.
 *
 * \source man/compatibility.md, "Packing".
 * @{
 */

/** What a #bin_info describes. The count of an array has as many bits as the name ends with. */
typedef enum {
  SINGLE_CHAR = 0,    /**< one integer of 8 bits */
  SINGLE_SHORT = 1,   /**< one integer of 16 bits */
  SINGLE_INT = 2,     /**< one integer of 32 bits */
  SINGLE_INT64 = 3,   /**< one integer of 64 bits */
  CHARARRAY_8 = 4,    /**< up to 255 integers of 8 bits */
  CHARARRAY_16 = 5,   /**< up to 65535 integers of 8 bits */
  CHARARRAY_32 = 6,   /**< up to 16777216 integers of 8 bits */
  SHORTARRAY_8 = 7,   /**< up to 255 integers of 16 bits */
  SHORTARRAY_16 = 8,  /**< up to 65535 integers of 16 bits */
  SHORTARRAY_32 = 9,  /**< up to 16777216 integers of 16 bits */
  INTARRAY_8 = 10,    /**< up to 255 integers of 32 bits */
  INTARRAY_16 = 11,   /**< up to 65535 integers of 32 bits */
  INTARRAY_32 = 12,   /**< up to 16777216 integers of 32 bits */
  INT64ARRAY_8 = 13,  /**< up to 255 integers of 64 bits */
  INT64ARRAY_16 = 14, /**< up to 65535 integers of 64 bits */
  INT64ARRAY_32 = 15, /**< up to 16777216 integers of 64 bits */
  STRARRAY_8 = 16,    /**< up to 255 strings; each keeps its NUL on the wire */
  STRARRAY_16 = 17    /**< up to 65535 strings; each keeps its NUL on the wire */
} BINDATATYPE;

#if defined(__linux__)
#pragma pack(push, 1)
#endif

/** One item for vce_binary_pack() and vce_binary_unpack(). Packed: it may lie at any address. */
struct bin_info {
  BINDATATYPE t;     /**< kind of the item */
  unsigned int maxu; /**< unpacking an array: elements that `p` has room for; else unused */
  unsigned int n;    /**< array: elements to pack, or elements unpacked; unused for a single item */
  void *p;           /**< the native integers, aligned or not; an array of `char *` for strings */
};

#if defined(__linux__)
#pragma pack(pop)
#endif

/**
 * Packs items one after the other, integers big-endian, counts in front of arrays.
 * \param[in]  bi    the items
 * \param[in]  bn    their number; 0 or less packs nothing
 * \param[out] outp  receives the bytes; unspecified on failure
 * \param[in]  len   size of `outp`; negative counts as 0
 * \return the number of bytes written.
 * \retval VCE_EFULL   an item does not fit
 * \retval VCE_EINVAL  unknown kind, `n` above the greatest count of its kind, or a NULL pointer
 */
int vce_binary_pack(struct bin_info *bi, int bn, char *outp, int len);

/**
 * Unpacks what vce_binary_pack() packed; `bi` must name the same kinds in the same order.
 *
 * Strings are not copied: the pointers stored in `p` point into `inp`, which must outlive them.
 * \param[in,out] bi    the items: `t`, `maxu` and `p` are read, `n` and what `p` points to are
 *   stored. After a failure, the items before the failing one are stored
 * \param[in]     bn    their number; 0 or less unpacks nothing
 * \param[in]     inp   the bytes; bytes behind the last item are ignored
 * \param[in]     len   their number; negative counts as 0
 * \return the number of bytes consumed.
 * \retval VCE_EDATASHORT   the bytes end before the item does
 * \retval VCE_ELENTOOLONG  a count is above `maxu` or above the greatest count of its kind
 * \retval VCE_EINVAL       unknown kind, or a NULL pointer
 */
int vce_binary_unpack(struct bin_info *bi, int bn, char *inp, int len);

/**
 * Stores an integer of 8 bits.
 * \param[out] out     start of the buffer; untouched on failure
 * \param[in]  ofs     offset of the item, 0 or more
 * \param[in]  maxlen  size of the whole buffer
 * \param[in]  v       the integer
 * \return the offset behind the item.
 * \retval VCE_EFULL   the item does not fit behind `ofs`
 * \retval VCE_EINVAL  `out` is NULL or `ofs` is negative
 */
int vce_binary_push_nb_i1(char *out, int ofs, int maxlen, char v);

/**
 * Stores an integer of 16 bits.
 * \copydetails vce_binary_push_nb_i1
 */
int vce_binary_push_nb_i2(char *out, int ofs, int maxlen, short v);

/**
 * Stores an integer of 32 bits.
 * \copydetails vce_binary_push_nb_i1
 */
int vce_binary_push_nb_i4(char *out, int ofs, int maxlen, int v);

/**
 * Stores an integer of 64 bits.
 * \copydetails vce_binary_push_nb_i1
 */
int vce_binary_push_nb_i8(char *out, int ofs, int maxlen, VCEI64 v);

/**
 * Stores an array of integers of 8 bits.
 * \param[out] out     start of the buffer; untouched on failure
 * \param[in]  ofs     offset of the item, 0 or more
 * \param[in]  maxlen  size of the whole buffer
 * \param[in]  ia      the native integers, aligned or not; may be NULL if `num` is 0
 * \param[in]  num     number of elements, 0 or more
 * \return the offset behind the item.
 * \retval VCE_EINVAL  `num` or `ofs` is negative, or a pointer is NULL
 * \retval VCE_EFULL   the item does not fit behind `ofs`
 */
int vce_binary_push_nb_ia1(char *out, int ofs, int maxlen, const void *ia, int num);

/**
 * Stores an array of integers of 16 bits.
 * \copydetails vce_binary_push_nb_ia1
 */
int vce_binary_push_nb_ia2(char *out, int ofs, int maxlen, const void *ia, int num);

/**
 * Stores an array of integers of 32 bits.
 * \copydetails vce_binary_push_nb_ia1
 */
int vce_binary_push_nb_ia4(char *out, int ofs, int maxlen, const void *ia, int num);

/**
 * Stores an array of integers of 64 bits.
 * \copydetails vce_binary_push_nb_ia1
 */
int vce_binary_push_nb_ia8(char *out, int ofs, int maxlen, const void *ia, int num);

/**
 * Stores an array of strings.
 *
 * One byte behind the last string must be free, although it is not used.
 * \param[out] out      start of the buffer; unspecified behind `ofs` on failure
 * \param[in]  ofs      offset of the item, 0 or more
 * \param[in]  maxlen   size of the whole buffer
 * \param[in]  stra     the strings; may be NULL if `num` is 0
 * \param[in]  num      number of strings, 0 or more
 * \param[in]  eachmax  greatest length of one string plus 1
 * \return the offset behind the item.
 * \retval VCE_EINVAL  `num` or `ofs` is negative, or a pointer or string is NULL
 * \retval VCE_EFULL   the item does not fit behind `ofs`, or a string has `eachmax` bytes or more
 */
int vce_binary_push_nb_stra(char *out, int ofs, int maxlen, const char *const *stra, int num,
                            int eachmax);

/**
 * Reads an integer of 8 bits.
 * \param[in]  in   start of the buffer
 * \param[in]  len  size of the whole buffer
 * \param[in]  ofs  offset of the item, 0 or more
 * \param[out] out  receives the integer; untouched on failure
 * \return the offset behind the item.
 * \retval VCE_EFULL   the buffer ends before the item does
 * \retval VCE_EINVAL  a pointer is NULL or `ofs` is negative
 */
int vce_binary_pop_nb_i1(const char *in, int len, int ofs, char *out);

/**
 * Reads an integer of 16 bits.
 * \copydetails vce_binary_pop_nb_i1
 */
int vce_binary_pop_nb_i2(const char *in, int len, int ofs, short *out);

/**
 * Reads an integer of 32 bits.
 * \copydetails vce_binary_pop_nb_i1
 */
int vce_binary_pop_nb_i4(const char *in, int len, int ofs, int *out);

/**
 * Reads an integer of 64 bits.
 * \copydetails vce_binary_pop_nb_i1
 */
int vce_binary_pop_nb_i8(const char *in, int len, int ofs, VCEI64 *out);

/**
 * Reads an array of integers of 8 bits.
 * \param[in]     src     start of the buffer
 * \param[in]     len     size of the whole buffer
 * \param[in]     ofs     offset of the item, 0 or more
 * \param[out]    out     receives the elements; untouched on failure; may be NULL if there are none
 * \param[in,out] outlen  in: elements that `out` has room for, negative counts as 0; out: elements
 *   stored; untouched on failure
 * \return the offset behind the item.
 * \retval VCE_ETOOSHORT  the buffer ends before the item does
 * \retval VCE_ESUPPORT   the count does not fit 32 bits or has the reserved form
 * \retval VCE_EFULL      the count is above `*outlen`
 * \retval VCE_EINVAL     a pointer is NULL or `ofs` is negative
 */
int vce_binary_pop_nb_ia1(const char *src, int len, int ofs, char *out, int *outlen);

/**
 * Reads an array of integers of 16 bits.
 * \copydetails vce_binary_pop_nb_ia1
 */
int vce_binary_pop_nb_ia2(const char *src, int len, int ofs, short *out, int *outlen);

/**
 * Reads an array of integers of 32 bits.
 * \copydetails vce_binary_pop_nb_ia1
 */
int vce_binary_pop_nb_ia4(const char *src, int len, int ofs, int *out, int *outlen);

/**
 * Reads an array of integers of 64 bits.
 * \copydetails vce_binary_pop_nb_ia1
 */
int vce_binary_pop_nb_ia8(const char *src, int len, int ofs, VCEI64 *out, int *outlen);

/**
 * Reads an array of strings.
 * \param[in]     src      start of the buffer
 * \param[in]     len      size of the whole buffer
 * \param[in]     ofs      offset of the item, 0 or more
 * \param[out]    out      pointers to `*strnum` buffers of `eachmax` bytes; each receives one
 *   string and a NUL. After a failure, the strings before the failing one are stored
 * \param[in,out] strnum   in: number of buffers, negative counts as 0; out: number of strings;
 *   untouched on failure
 * \param[in]     eachmax  size of one buffer
 * \return the offset behind the item.
 * \retval VCE_ETOOSHORT  the buffer ends before the item does
 * \retval VCE_ESUPPORT   the count or a length does not fit 32 bits or has the reserved form
 * \retval VCE_EFULL      the count is above `*strnum`, or a string has `eachmax` bytes or more
 * \retval VCE_EINVAL     a pointer is NULL or `ofs` is negative
 */
int vce_binary_pop_nb_stra(const char *src, int len, int ofs, char **out, int *strnum, int eachmax);

/**
 * Stores a variable-length specifier in its shortest form.
 * \param[out] out        receives 1, 5 or 9 bytes; NULL: only the size is returned, `outmax` is
 *   ignored
 * \param[in]  outmax     size of `out`; negative counts as 0
 * \param[in]  len_upper  upper 32 bits of the number
 * \param[in]  len_lower  lower 32 bits of the number
 * \return the size of the specifier: 1, 5 or 9; last error kept.
 * \retval VCE_EFULL  `outmax` is too small; nothing was stored
 */
int vce_set_variable_length_specifier(char *out, int outmax, unsigned int len_upper,
                                      unsigned int len_lower);

/**
 * Reads a variable-length specifier.
 * \param[in]  src        the bytes
 * \param[in]  srcmax     their number
 * \param[out] len_upper  receives the upper 32 bits of the number
 * \param[out] len_lower  receives the lower 32 bits of the number
 * \return the number of bytes used: 1, 5 or 9; last error kept.
 * \retval VCE_ETOOSHORT  the bytes end before the specifier does; nothing was stored
 * \retval VCE_ESUPPORT   the first byte is 255; both halves are 0
 * \retval VCE_EINVAL     a pointer is NULL
 */
int vce_get_variable_length_specifier(const char *src, int srcmax, unsigned int *len_upper,
                                      unsigned int *len_lower);

/** @} */

/**
 * \defgroup array Object arrays
 * \brief Pools of equally sized slots in one block.
 *
 * An array has a small positive *descriptor*; the lowest unused one is given, 2 or above. Slots
 * never move, slot i lies at the first one plus i times the size. The block is zeroed when the
 * array is made; after that the library never writes into a slot, so a slot that is used again
 * still holds its old bytes. The slot freed last is given first, before slots that were never used.
 * The elements in use form a list, newest allocation first, which #ARRAY_SCAN walks.
 *
 * A bad descriptor (never made, ended, or any before vce_initialize() and after vce_finalize()) is
 * answered with #VCE_EINVAL.
 *
 * \source man/compatibility.md, "Arrays".
 * @{
 */

/**
 * Makes an array.
 * \param[in] size  bytes of one element, 1 or more
 * \param[in] num   number of elements, 0 or more
 * \param[in] nm    name for log messages; copied, cut after 31 bytes; NULL counts as ""
 * \return the descriptor, above 0.
 * \retval VCE_EFULL   `max_array` arrays exist, no memory, `num` is negative, or the product
 *   overflows
 * \retval VCE_EINVAL  `size` is 0
 * \retval VCE_EINIT   the library is not initialised
 */
int vce_init_array(size_t size, int num, const char *nm);

/**
 * Ends an array and releases its block, whatever is still in use.
 *
 * Allowed inside a scan of it, which then ends.
 * \param[in] index  the descriptor; may be given to an array made later
 * \retval 0           success
 * \retval VCE_EINVAL  bad descriptor
 */
int vce_end_array(int index);

/**
 * Ends every array of the program.
 *
 * Contexts and connections are not affected, but a later vce_finalize() returns #VCE_EFINALIZE, as
 * it always did.
 * \errors Last error 0.
 */
void vce_end_all_array(void);

/**
 * Takes a slot into use and puts it at the head of the list.
 * \param[in] index  the descriptor
 * \return the slot, not cleared; NULL on failure.
 * \errors
 * - #VCE_EFULL: all elements are in use
 * - #VCE_EINVAL: bad descriptor
 */
void *vce_alloc_array_object(int index);

/**
 * Gives a slot back. Its bytes stay as they are.
 * \param[in] index  the descriptor
 * \param[in] p      start of a slot in use
 * \retval 0           success
 * \retval VCE_EBUG    the slot is not in use, e.g. freed twice; nothing changes
 * \retval VCE_EINVAL  bad descriptor, or `p` is not the start of a slot of this array
 */
int vce_free_array_object(int index, void *p);

/**
 * Gives every slot in use back, newest first.
 * \param[in] index  the descriptor
 * \errors Last error 0; #VCE_EINVAL: bad descriptor.
 */
void vce_free_array_object_all(int index);

/**
 * Returns the newest element in use.
 * \param[in] index  the descriptor
 * \return the element; NULL if none is in use, or on failure.
 * \errors Last error 0, also if none is in use; #VCE_EINVAL: bad descriptor.
 */
void *vce_get_array_object_top(int index);

/**
 * Returns the element after another one in the list, which is the next older one.
 *
 * After freeing `p`, the call still finds the element that followed it, so a scan may free the
 * element it visits, and others.
 * \param[in] index  the descriptor
 * \param[in] p      an element
 * \return the next element in use; NULL at the end, for a slot that was never in use, or on
 *   failure.
 * \errors Last error 0, also at the end.
 * - #VCE_EINVAL: bad descriptor, or `p` is NULL or outside the array
 * - #VCE_EALIGNMENT: `p` is not the start of a slot
 */
void *vce_get_array_object_next(int index, void *p);

/**
 * Returns the oldest element in use.
 * \param[in] index  the descriptor
 * \return the element; NULL if none is in use, or on failure.
 * \errors Last error 0, also if none is in use; #VCE_EINVAL: bad descriptor.
 */
void *vce_get_array_object_last(int index);

/**
 * Returns the number of elements in use.
 * \param[in] index  the descriptor
 * \return 0 to the number of elements.
 * \retval VCE_EINVAL  bad descriptor
 */
int vce_get_array_usenum(int index);

/**
 * Returns the slot number of an element, in use or not.
 * \param[in] index  the descriptor
 * \param[in] p      start of a slot
 * \return 0 to the number of elements less 1; last error kept.
 * \retval VCE_EALIGNMENT  `p` is not a whole number of slots away from the first one
 * \retval VCE_EINVAL      bad descriptor, or `p` is NULL or outside the array
 */
int vce_get_array_object_index(int index, const void *p);

/**
 * Returns the address of a slot, in use or not.
 * \param[in] i     the descriptor
 * \param[in] obji  slot number
 * \return the slot; NULL on failure, so a loop from 0 until NULL visits every slot.
 * \errors #VCE_EINVAL: bad descriptor, or `obji` is out of range.
 */
void *vce_get_array_object_pointer_by_index(int i, int obji);

/**
 * Returns the address of a slot that is in use.
 * \param[in] index     the descriptor
 * \param[in] objindex  slot number
 * \return the slot; NULL if it is not in use, or on failure.
 * \errors Last error 0, also if it is not in use; #VCE_EINVAL: bad descriptor, or `objindex` is out
 * of range.
 */
void *vce_get_array_object_pointer_by_index_only_used(int index, int objindex);

/**
 * Writes the state of an array to the log, as vce_errout() does, and checks it.
 * \param[in] index     the descriptor
 * \param[in] show_all  0: totals only; any other value: a line for each element in use, too
 * \return the number of elements in use.
 * \retval VCE_EINVAL  bad descriptor
 * \retval VCE_EBUG    the book-keeping is damaged
 */
int vce_show_array_usage(int index, int show_all);

/**
 * Tells whether an address is the start of a slot, in use or not.
 * \param[in] index  the descriptor
 * \param[in] p      any address
 * \retval 1           yes; last error kept
 * \retval 0           no; last error kept
 * \retval VCE_EINVAL  bad descriptor
 */
int vce_if_included_in_array(int index, const void *p);

/**
 * Tells whether an address is the start of a slot in use.
 * \param[in] index  the descriptor
 * \param[in] p      any address
 * \retval 1           yes; last error kept
 * \retval 0           no; last error kept
 * \retval VCE_ERANGE  bad descriptor
 */
int vce_array_object_inuse(int index, void *p);

/**
 * Returns the size of an element as given to vce_init_array().
 * \param[in] index  the descriptor
 * \return the size in bytes; last error kept.
 * \retval VCE_EINVAL  bad descriptor
 */
int vce_get_array_member_size(int index);

/**
 * Returns the number of elements as given to vce_init_array().
 * \param[in] index  the descriptor
 * \return the number of elements; last error kept.
 * \retval VCE_EINVAL  bad descriptor
 */
int vce_get_array_maxnum(int index);

/** \name Walking an array
 * @{
 */
/**
 * Walks the elements in use, newest first.
 *
 * Opens a loop over the array `ind` that takes the following statement as its body and works with
 * `break` and `continue`. `x` is a pointer variable, NULL after a full walk; `type` is the pointer
 * type of `x` (needed in C++ unless `x` is a `void *`); `i` counts the visits from 0. The body may
 * free any element: those freed before their turn are not visited. Elements it allocates are not
 * visited either, except when it frees the current element and gets the same slot back: then the
 * walk goes on from the head of the list. `ind` and `x` are evaluated in every step.
 */
#define ARRAY_SCAN(ind, x) \
  for ((x) = vce_get_array_object_top(ind); (x); (x) = vce_get_array_object_next((ind), (x)))
#define ARRAY_SCAN_INDEX(ind, x, i)                       \
  for ((i) = 0, (x) = vce_get_array_object_top(ind); (x); \
       (x) = vce_get_array_object_next((ind), (x)), (i)++)
#define ARRAY_SCAN_TYPE(ind, x, type)                                   \
  for ((x) = VCE_POINTER_CAST_(type, vce_get_array_object_top(ind)); (x); \
       (x) = VCE_POINTER_CAST_(type, vce_get_array_object_next((ind), (x))))
#define ARRAY_SCAN_TYPE_INDEX(ind, x, type, i)                                     \
  for ((i) = 0, (x) = VCE_POINTER_CAST_(type, vce_get_array_object_top(ind)); (x); \
       (x) = VCE_POINTER_CAST_(type, vce_get_array_object_next((ind), (x))), (i)++)
/** @} */

/** @} */

/**
 * \defgroup text Text
 * \brief Bounded copying, splitting, comparing and escaping of byte strings.
 *
 * An output is always terminated, except that nothing is written when its size is 0 or less.
 *
 * \source man/compatibility.md, "Text".
 * @{
 */

/**
 * Divides a text such as an HTTP message at its first empty line.
 *
 * The separator is LF LF or CR LF CR LF, whichever starts first. The results point into the input.
 * \param[in]  in       the text
 * \param[in]  inlen    its length
 * \param[out] head     receives `in`
 * \param[out] headlen  receives the length of the header, without the line end of its last line; 0
 *   on failure
 * \param[out] b        receives the start of the content, also if that is empty; NULL on failure
 * \param[out] blen     receives the length of the content; 0 on failure
 * \retval 0            success
 * \retval VCE_EFORMAT  there is no empty line
 */
int vce_httptext_divide_header_and_content(const char *in, int inlen, char **head, int *headlen,
                                           char **b, int *blen);

/**
 * Finds a header line by its beginning and copies its value.
 *
 * The first line that begins with `item` and has a value counts. Blanks, tabs and colons after
 * `item` are skipped; the value ends at LF or CR LF, which is included only at the very end of the
 * text. Because only the beginning is compared, "Content" matches "Content-Length" as well.
 * \param[in]  h       the header
 * \param[in]  hlen    its length
 * \param[in]  item    beginning of the line, in upper or lower case
 * \param[out] out     receives the value, cut to `outlen` - 1 bytes; empty if there is none
 * \param[in]  outlen  size of `out`
 * \return the number of bytes stored without the NUL. Without a match 1 is returned, or 0 if
 *   `outlen` is 1 or less: test `out[0]`.
 * \errors Last error kept.
 */
int vce_httptext_get_header_info(const char *h, int hlen, char *item, char *out, int outlen);

/**
 * Compares the first bytes of two strings without regard to upper and lower case.
 * \param[in] s1  a string
 * \param[in] s2  a string
 * \param[in] n   number of bytes; 0 or less: equal
 * \retval 0  equal
 * \retval 1  different, or `s1` is shorter than `n`
 * \errors Last error kept.
 */
int vce_text_cmpnocase(const char *s1, const char *s2, int n);

/**
 * Returns the start of a token. The token runs on to the end of the string.
 *
 * Every single `c` separates two tokens, so tokens may be empty.
 * \param[in] src    the string
 * \param[in] c      the separator
 * \param[in] index  number of the token, from 0
 * \return the token, a pointer into `src`; `src` itself for any `index` if it holds no separator;
 *   NULL on failure.
 * \errors #VCE_ENOTFOUND: too few separators, or `index` is negative.
 */
char *vce_text_split_index(const char *src, char c, int index);

/**
 * Converts a token to an integer, as `atoi` does.
 * \param[in]  s    the string
 * \param[in]  c    the separator
 * \param[in]  ind  number of the token, from 0
 * \param[out] v    receives the integer, 0 if the token is not one; its first 19 bytes count;
 *   untouched on failure
 * \retval 0              success
 * \retval VCE_ENOTFOUND  there is no such token, or `s` is empty
 * \retval VCE_EINVAL     `v` is NULL
 */
int vce_text_split_index_get_int(const char *s, char c, int ind, int *v);

/**
 * Copies a token.
 * \param[in]  src     the string
 * \param[in]  c       the separator
 * \param[in]  ind     number of the token, from 0
 * \param[out] out     receives the token, cut to `outlen` - 1 bytes; untouched on failure
 * \param[in]  outlen  size of `out`
 * \return the number of bytes stored, the NUL included: 1 for an empty token.
 * \retval VCE_ENOTFOUND  there is no such token, or `src` is empty
 */
int vce_text_split_index_get_string(const char *src, char c, int ind, char *out, int outlen);

/**
 * Copies a string up to a character.
 * \param[out] d        receives the bytes before the first `c`, or all, cut to `destlen` - 1 bytes
 * \param[in]  s        the string
 * \param[in]  c        the character; NUL: copies the string
 * \param[in]  destlen  size of `d`
 * \return the number of bytes copied plus 1, which is the offset behind `c` if that was found.
 * \errors Last error kept.
 */
int vce_copy_cstring_upto(char *d, const char *s, char c, int destlen);

/**
 * Copies a string.
 * \param[out] dest  receives the string, cut to `l` - 1 bytes
 * \param[in]  l     size of `dest`
 * \param[in]  src   the string
 * \retval 0  all of it was copied
 * \retval 1  it was cut
 * \errors Last error kept.
 */
int vce_copy_cstring(char *dest, int l, const char *src);

/**
 * Compares the shorter of two strings with the end of the longer one.
 * \param[in] s1  a string
 * \param[in] s2  a string
 * \return 0 if equal, and for an empty string; else below or above 0, as `strcmp` of the end of the
 *   longer string with the shorter one.
 * \errors Last error kept.
 */
int vce_strcmptail(const char *s1, const char *s2);

/**
 * Hashes a string with the PJW function, bytes taken as signed.
 * \param[in] s  the string
 * \return the hash, 0 to 16777215; 0 for an empty string.
 * \errors Last error kept.
 */
int vce_text_hashpjw(const char *s);

/**
 * Makes a string of raw bytes.
 * \param[out] out     receives the bytes, cut to `outlen` - 1, and a NUL
 * \param[in]  outlen  size of `out`
 * \param[in]  in      the bytes; NULs among them are copied
 * \param[in]  inlen   their number; negative counts as 0
 * \return `out`.
 * \errors Last error kept.
 */
char *vce_makecstr(char *out, int outlen, const char *in, int inlen);

/**
 * Removes one CR LF, or one LF, from the end of a string.
 * \param[in,out] s  the string; the removed bytes become NUL
 * \return `s`.
 * \errors Last error kept.
 */
char *vce_chop_string_destroy(char *s);

/**
 * Returns the length of a string that may lack its end.
 * \param[in] s    the bytes
 * \param[in] max  number of bytes that may be read
 * \return the index of the first NUL, or -1 if there is none among the first `max` bytes.
 * \errors Last error kept.
 */
int vce_strlenmax(const char *s, int max);

/**
 * Appends a string if it fits.
 * \param[in,out] out     a string; unchanged on failure
 * \param[in]     outlen  size of `out`
 * \param[in]     append  the string to append
 * \return the length of the result plus 1, or #VCE_EFULL if it does not fit.
 * \errors Last error kept, also on failure.
 */
int vce_strncat(char *out, int outlen, const char *append);

/**
 * Copies the beginning of a string.
 * \param[out] to        receives the bytes, cut to `to_len` - 1, and one NUL
 * \param[in]  to_len    size of `to`
 * \param[in]  from      the bytes; a NUL ends them
 * \param[in]  from_len  number of bytes to copy at most; negative counts as 0
 * \errors Last error kept.
 */
void vce_strncpy(char *to, int to_len, const char *from, int from_len);

/**
 * Escapes bytes with backslashes.
 *
 * NUL, LF, CR, backslash, both quotes and byte 26 become a backslash and one of 0, n, r, backslash,
 * the quote, Z. All other bytes stay as they are.
 * \param[out] to     receives the text
 * \param[in]  tolen  size of `to`, at least 2 * `frl` + 1 whatever the content
 * \param[in]  from   the bytes
 * \param[in]  frl    their number
 * \return the length of the text.
 * \retval VCE_ETOOSHORT  `tolen` is too small or `frl` is negative; nothing was written
 */
int vce_escape_string(char *to, int tolen, const char *from, int frl);

/**
 * Reverses vce_escape_string(). A backslash before any other byte is dropped.
 * \param[out] to     receives the bytes and a NUL; on failure, the first `tolen` - 1 bytes and a
 *   NUL
 * \param[in]  tolen  size of `to`, at least the length of the result plus 2
 * \param[in]  from   the escaped text
 * \return the number of bytes without the last NUL; there may be NULs among them.
 * \retval VCE_EFULL  `tolen` is too small
 */
int vce_descape_string(char *to, int tolen, const char *from);

/**
 * Formats a text as `snprintf` does.
 * \param[out] out     receives the text, cut to `len` - 1 bytes
 * \param[in]  len     size of `out`
 * \param[in]  format  format as of `printf`, followed by its arguments
 * \errors Last error kept.
 */
void vce_snprintf(char *out, int len, const char *format, ...) VCE_PRINTF_(3, 4);

/** @} */

/**
 * \defgroup util Files, hexadecimal text and names
 * \brief Reading configuration files, converting bytes to text and back, resolving names.
 *
 * A file reader calls back once per line, with the very file name it was given, the number of the
 * line (from 1, skipped lines included) and buffers that are writable and valid until the callback
 * returns. A negative result ends the reading. Bytes after a NUL in a line are ignored; a line
 * above 32767 bytes is delivered as several.
 *
 * \source man/compatibility.md, "Utilities"; V23.
 * @{
 */

/**
 * Reads a file of lines `name=value`.
 *
 * Lines that begin with `#`, empty ones and those of fewer than 2 bytes, line end included, are
 * skipped. The name ends at the first `=`; nothing is trimmed or unescaped.
 * \param[in] filename  the file
 * \param[in] c         gets file name, line number, name, and value (empty without `=`)
 * \return 0 at the end of the file; or the negative result of the callback, last error kept.
 * \retval VCE_EACCESSFILE  the file cannot be opened, or `filename` is NULL
 * \retval VCE_EINVAL       `c` is NULL
 * \retval VCE_EFREAD       reading failed; lines read before have been handed over
 */
int vce_read_simple_config_file(const char *filename, int (*c)(char *, int, char *, char *));

/**
 * Reads a text file line by line; empty lines are skipped.
 * \param[in] fn  the file
 * \param[in] cb  gets file name, line number, and the line with its line end
 * \return 0 at the end of the file; or the negative result of the callback, last error kept.
 * \retval VCE_EACCESSFILE  the file cannot be opened, or `fn` is NULL
 * \retval VCE_EINVAL       `cb` is NULL
 * \retval VCE_EFREAD       reading failed; lines read before have been handed over
 */
int vce_read_plain_text_file(const char *fn, int (*cb)(char *, int, char *));

/**
 * Converts hexadecimal digits to bytes.
 *
 * A leading `0x` or `0X` is skipped. A last single digit is an upper half, any other character
 * counts as 0. A string of one character gives nothing.
 * \param[out] out     receives the bytes; those that `hex` does not give are untouched
 * \param[in]  outlen  size of `out`
 * \param[in]  hex     the digits
 * \errors Last error kept.
 */
void vce_make_binary_array_from_hex(char *out, int outlen, const char *hex);

/**
 * Converts the hexadecimal digits of one line to bytes.
 *
 * The line should end with LF or CR LF within `linelen`; without one its last byte is not counted.
 * An odd last digit is dropped, except before a CR LF at the very end of the input.
 * \param[in]     line     the input
 * \param[in]     linelen  its length
 * \param[out]    out      receives the bytes
 * \param[in,out] outlen   in: size of `out`, negative counts as 0; out: number of bytes, which
 *   counts a leading `0x` or `0X` as one more byte, 0 at the end
 * \param[out]    ul       receives the number of bytes consumed, the line end included
 * \errors Last error kept.
 */
void vce_make_binary_array_from_line(const char *line, int linelen, char *out, int *outlen,
                                     int *ul);

/**
 * Converts bytes to hexadecimal digits.
 * \param[out] out      receives two lower-case digits per byte; unspecified on failure
 * \param[in]  outlen   size of `out`
 * \param[in]  buf      the bytes
 * \param[in]  len      their number; 0 or less gives an empty text
 * \param[in]  folding  0: one line without end; any other value: LF after every 32 bytes and at the
 *   end
 * \return the length of the text; last error kept.
 * \retval VCE_EFULL  `out` is too small
 */
int vce_make_hex_from_binary_array(char *out, int outlen, const char *buf, int len, int folding);

/**
 * Converts bytes to a text that carries their number and a checksum.
 * \param[in]  buf     the bytes
 * \param[in]  len     their number
 * \param[out] out     receives the text; unspecified on failure
 * \param[in]  outlen  size of `out`
 * \return the length of the text.
 * \retval VCE_EFULL   `out` is too small
 * \retval VCE_EINVAL  `len` is negative, or a pointer is NULL
 */
int vce_make_hex_text_from_buffer(const char *buf, int len, char *out, int outlen);

/**
 * Checks and reverses vce_make_hex_text_from_buffer().
 * \param[in]  buf     the text
 * \param[in]  len     its length
 * \param[out] out     receives the bytes; unspecified on failure
 * \param[in]  outlen  size of `out`
 * \return the number of bytes.
 * \retval VCE_EFORMAT  the text, its length or its checksum is wrong
 * \retval VCE_EFULL    `out` is too small
 * \retval VCE_EINVAL   `len` is negative, or a pointer is NULL
 */
int vce_extract_data_from_hex_text(const char *buf, int len, char *out, int outlen);

/**
 * Resolves a name to an IPv4 address.
 *
 * Numbers in any form that `inet_aton` takes need no look-up; a look-up waits for its answer. The
 * library need not be initialised.
 * \param[out] a  receives the address in network byte order; untouched on failure
 * \param[in]  s  host name, or address in numbers
 * \retval 0            success
 * \retval VCE_EIPADDR  a pointer is NULL, or `s` is empty or does not resolve; logged as
 *   `Fatal:1210`
 */
int vce_get_ipv4_addr_by_name(unsigned int *a, const char *s);

/** @} */

/**
 * \defgroup memory Memory functions
 * \brief Where the library gets its memory.
 *
 * \source man/compatibility.md, "Memory".
 * @{
 */

/**
 * Allocates memory with the function in force.
 * \param[in] size  number of bytes, passed on unchanged
 * \return what the function returned, not cleared. The caller owns it and releases it with
 *   VCEFREE().
 * \errors Last error 0, also for NULL.
 */
void *VCEMALLOC(size_t size);

/**
 * Releases memory with the function in force.
 * \param[in] p  what VCEMALLOC() returned; NULL is passed on
 * \errors Last error 0.
 */
void VCEFREE(void *p);

/**
 * Replaces the functions that allocate, resize and release memory; initially those of the C
 * library.
 *
 * The tables, buffers and objects of the library come through them; memory that libevent and the C
 * library need for themselves does not. Call it before vce_initialize(), or at least while
 * nothing is allocated: a block is released by the function in force then.
 * \param[in] a  allocates; may return NULL; NULL: leave as it is
 * \param[in] r  resizes; NULL: leave as it is
 * \param[in] f  releases; must accept NULL as `free` does; NULL: leave as it is
 * \errors Last error kept.
 */
void vce_replace_malloc_funcs(void *(*a)(size_t), void *(*r)(void *, size_t), void (*f)(void *));

/** @} */

/**
 * \defgroup documented Documented, but in no header of 2015
 * \brief Functions that the manuals of the old library describe and its header of 2015 lacks.
 *
 * \source man/compatibility.md, "Documented"; V24.
 * @{
 */

/**
 * Calls the heartbeat again and again.
 *
 * Without a callback of vce_set_mainloop_callback() it never returns. Not for use inside a
 * callback.
 * \return the first result of the callback that is not 0.
 * \errors As vce_heartbeat().
 */
int vce_mainloop(void);

/**
 * Sets the function that vce_mainloop() calls between heartbeats.
 * \param[in] f  called after every heartbeat; a result other than 0 ends the loop; NULL: none
 * \errors Last error kept.
 */
void vce_set_mainloop_callback(int (*f)(void));

/**
 * Tells the library whether the sockets of the system may be used.
 * \param[in] flag  0: heartbeats do nothing; any other value: they work (the initial state)
 * \errors Last error kept.
 */
void vce_set_socket_library_ok(int flag);

/**
 * Does nothing. It set the clock of systems that have none.
 * \param[in] t         ignored
 * \param[in] microsec  ignored
 * \errors #VCE_ESUPPORT: always.
 */
void vce_set_internal_timer(time_t t, unsigned int microsec);

/**
 * Stores the version of the library that is running: 2, 0, 0.
 * \param[out] ma   receives the major number; may be NULL
 * \param[out] mi   receives the minor number; may be NULL
 * \param[out] rel  receives the release number; may be NULL
 * \errors Last error kept.
 */
void vce_get_version(int *ma, int *mi, int *rel);

/**
 * Writes a message to the log as vce_errout() does, with its arguments as a `va_list`.
 * \param[in] format  format as of `vprintf`; NULL writes nothing
 * \param[in] arg     its arguments
 * \errors Last error kept.
 */
void vce_verrout(const char *format, va_list arg) VCE_PRINTF_(1, 0);

/**
 * Writes a string to the log as it is, without formatting, if the verbosity is 0 or more.
 * \param[in] s  the string
 * \errors Last error kept.
 */
void vce_errout0(const char *s);

/**
 * Writes a string to the log as it is, without formatting, if the verbosity is above 0.
 * \param[in] s  the string
 * \errors Last error kept.
 */
void vce_errout0_v(const char *s);

/**
 * Diverts the log, the program's own messages and dumps included, to a function.
 *
 * It gets each message about a peer of which standard error gets one in a second. With verbosity 0
 * there is an exception: messages about peers that were turned away or ended, which version 2.0.0
 * wrote with verbosity above 0 only, come one in a second, too.
 * \param[in] cb  gets the verbosity and the formatted text, valid until it returns; it must not call
 *   the library, which may be in the middle of something. It may take as long as it likes, the
 *   heartbeat waits for it. NULL: back to standard error
 * \errors Last error kept.
 */
void vce_errout_set_another(void (*cb)(int vmode, const char *str));

/**
 * Holds the data of a connection back for random times, to test a program on a slow network.
 *
 * Both directions are delayed; the order of the bytes is kept.
 * \param[in] ct         the connection
 * \param[in] delay_min  shortest delay in milliseconds, 0 or more
 * \param[in] delay_max  longest delay in milliseconds, above 0 and at least `delay_min`; so a delay
 *   cannot be removed again
 * \errors Last error 0. After a failure nothing has changed.
 * - #VCE_EINVAL: `ct` is invalid, or a delay is out of range
 * - #VCE_EMEM: no memory
 */
void vce_conn_set_delay(conn_t ct, int delay_min, int delay_max);

/**
 * Sets the list of IPv4 addresses whose connections are turned away.
 *
 * It is compared with each peer right after the accept, before every other check.
 * \param[in] tp                            the context
 * \param[in] null_terminated_ipaddr_array  addresses in network byte order, ended by 0; not copied:
 *   it must stay while the context uses it, and its content may be changed at any time. NULL: none
 * \errors Last error kept; #VCE_EINVAL: `tp` is invalid.
 */
void vce_tcpcontext_set_conn_kickip_array(tcpcontext_t tp,
                                          const unsigned int *null_terminated_ipaddr_array);

/**
 * Does nothing. It spread the sending of data over several heartbeats.
 * \param[in] tt  the context
 * \param[in] v   ignored
 * \errors Last error kept; #VCE_EINVAL: `tt` is invalid.
 */
void vce_tcpcontext_set_equal_io_splitrate(tcpcontext_t tt, int v);

/**
 * Stores 0 twice. It told the size of the packet being received before and after decompression.
 * \param[out] original    receives 0; may be NULL
 * \param[out] processing  receives 0; may be NULL
 * \errors Last error kept.
 */
void vce_get_tcp_packet_read_size(int *original, int *processing);

/**
 * Stores 0 twice. It told the size of the packet being sent before and after compression.
 * \param[out] original    receives 0; may be NULL
 * \param[out] processing  receives 0; may be NULL
 * \errors Last error kept.
 */
void vce_get_tcp_packet_write_size(int *original, int *processing);

/**
 * Evaluates decimal integers joined by + - and *, strictly from left to right.
 *
 * An operand may have a minus sign; blanks and tabs are ignored. "123+2*2" gives 250.
 * \param[in] p  the text
 * \return the result; 0 for anything else.
 * \errors Last error 0 for a result; #VCE_EFORMAT: the text is not such an expression.
 */
int vce_atoi(const char *p);

/** @} */

/**
 * \defgroup extension Extensions of libvce
 * \brief What the old library did not have. `LIBVCE_VERSION` is defined by libvce only.
 * @{
 */

#define LIBVCE_VERSION_MAJOR 2 /**< changes when a program must be changed or linked anew */
#define LIBVCE_VERSION_MINOR 0 /**< changes when functions are added */
#define LIBVCE_VERSION_PATCH 0 /**< changes with every other release */
#define LIBVCE_VERSION "2.0.0" /**< the three numbers as text */

/**
 * Returns the port a server context listens on.
 *
 * A server created with port 0 learns the system's choice this way.
 * \param[in] t  the context
 * \return the port in host byte order, 1 to 65535; 0 for a client context and a Unix socket.
 * \retval VCE_EINVAL  `t` is invalid
 */
int vce_tcpcontext_get_port(tcpcontext_t t);

/**
 * Sets the address from which the connects of a context go out.
 *
 * One address has some 28,000 ports to one destination (sysctl ip_local_port_range); a program that
 * opens more connections uses several contexts with an address of this machine each. The port is
 * chosen when the destination is known. Effective for later connects to the same address family.
 * \param[in] t        the context
 * \param[in] address  numeric IPv4 or IPv6 address; NULL or "": the system chooses (the default)
 * \retval 0           success
 * \retval VCE_EINVAL  `t` is invalid
 * \retval VCE_EIPADDR `address` is not a numeric address; nothing changes. An address that is not
 *   this machine's shows when connecting, as #VCE_ECONNECT
 */
int vce_tcpcontext_set_source(tcpcontext_t t, const char *address);

/**
 * Limits how long a connect of a context may take.
 *
 * The time counts from vce_tcpcontext_connect() to the end of the handshake and covers all
 * addresses of a name and, in non-blocking mode, the look-up of the name; in blocking mode the
 * look-up has the resolver's own limits. A connect that takes longer fails: in blocking mode with
 * #VCE_ECONNECT and `errno` ETIMEDOUT, in non-blocking mode the connection ends with
 * CLOSE_REASON_TIMEOUT. Idle time begins when the connection is established. Without a limit of its
 * own a connect may take as long as the idle limit of the context; in blocking mode an idle limit
 * of 0 or less then stands for the system's own time, two minutes or more. vce_conn_set_timeout()
 * with a limit of 0 or more does not change the time that a connect has; below 0 it ends the
 * connect. Accepted connections are not concerned: they are established. Effective for later
 * connects.
 * \param[in] t   the context
 * \param[in] ms  milliseconds, 1 or more; 0: the idle limit (the default)
 * \retval 0           success
 * \retval VCE_EINVAL  `t` is invalid
 * \retval VCE_ERANGE  `ms` is negative; nothing changes
 */
int vce_tcpcontext_set_connect_timeout(tcpcontext_t t, int ms);

/**
 * Tells in words why a connection ends.
 *
 * For the closewatcher and the finalizer, which a connection that could not be established has too.
 * The text names the peer and has what the system said, such as "connect to example.org,
 * 192.0.2.1 port 80: Connection refused", "connect to nosuch.example: name not found",
 * "192.0.2.1 port 80: receive failed: Connection reset by peer" or "192.0.2.1 port 80: end of
 * stream". It is meant for people and logs; its wording may change. Of several addresses of a name
 * the text has the first, unless a later one says more, and how many were tried.
 * \param[in]  c    the connection whose closewatcher or finalizer is running
 * \param[out] buf  receives the text, without a line feed and ended by NUL, as much of it as fits;
 *   untouched on failure
 * \param[in]  max  size of `buf` in bytes, 1 or more; 512 hold every text
 * \return the length of the whole text; it was cut if that is `max` or more.
 * \retval VCE_EINVAL     `c` is invalid, `buf` is NULL, or `max` is below 1
 * \retval VCE_ENOTREADY  the closewatcher or finalizer of `c` is not running
 */
int vce_conn_get_end_detail(conn_t c, char *buf, int max);

/**
 * Tells the last error of this thread in words, with what the system said.
 *
 * Where a connect, a server context or a name failed the text is, for example, "connect to
 * example.org, 192.0.2.1 port 80: Connection refused", "bind to 0.0.0.0 port 80: Permission denied"
 * or "connect to nosuch.example: name not found"; for other errors it is that of vce_strerror(),
 * without an error it is empty. After a connect that failed in the call, and after a server context
 * that could not be made, `errno` has the system's number; for a name that cannot be looked up it
 * is EHOSTUNREACH after a connect. The text is meant for people and logs; its wording may change.
 * Can be called from any thread. A thread whose text was replaced by another thread's gets that of
 * vce_strerror().
 * \param[out] buf  receives the text, without a line feed and ended by NUL, as much of it as fits;
 *   untouched on failure
 * \param[in]  max  size of `buf` in bytes, 1 or more; 512 hold every text
 * \return the length of the whole text, 0 without an error; it was cut if that is `max` or more.
 * \retval VCE_EINVAL  `buf` is NULL or `max` is below 1
 * \errors Last error kept.
 */
int vce_get_last_error_detail(char *buf, int max);

/**
 * Sets the bounds between which the wait of an idle heartbeat adapts.
 *
 * In force while the flag of vce_set_heartbeat_wait_flag() is set, from the end of the next heartbeat
 * on. With the bounds as they are at first, a heartbeat that follows some activity waits for a
 * microsecond, and a thousand more have to find nothing to do until one waits a millisecond. A server
 * that does nothing outside of heartbeats calls `vce_set_heartbeat_wait_limits(100000, 100000)`: it
 * then sleeps until something happens. It loses no time by that, since readiness of any socket ends
 * a wait at once. The bounds are kept across vce_finalize().
 * \param[in] shortest_us  microseconds, 1 to `longest_us`; 1 at first
 * \param[in] longest_us   microseconds, up to 1000000; 100000 at first. Idle limits expire late by
 *   as much
 * \retval 0           success
 * \retval VCE_ERANGE  the bounds are not in this order or range; nothing changes
 */
int vce_set_heartbeat_wait_limits(int shortest_us, int longest_us);

/**
 * Limits how many connections one peer address may have in a context at once.
 *
 * A peer beyond the limit is turned away. It is looked at after kick list, rate and accept flag and
 * before `maxcon`. IPv6 addresses count by their first 64 bits, which one customer of a network has
 * all of, and the peers of a Unix socket by their user. Connections that exist already count but are not ended. While there is a limit each
 * address takes 32 to 128 bytes.
 * \param[in] t    the context
 * \param[in] max  connections, 1 or more; 0: any number (the default)
 * \retval 0           success
 * \retval VCE_EINVAL  `t` is invalid
 * \retval VCE_ERANGE  `max` is negative
 * \retval VCE_EMEM    no memory for the counts; the limit stays as it was
 */
int vce_tcpcontext_set_max_per_address(tcpcontext_t t, int max);

#define VCE_FULL_DROP 0  /**< vce_tcpcontext_broadcast(): no room: the bytes are left out */
#define VCE_FULL_CLOSE 1 /**< vce_tcpcontext_broadcast(): no room: the connection is closed */

/**
 * Queues the same bytes for all open connections of a context.
 *
 * The bytes are sent as they are: frame them first, as the protocol of the context wants it, for
 * example a line with its LF. Each connection gets all of them or none. One that is closing, that is
 * still being made or whose stream is broken is not open. A connection whose write buffer has no room
 * for the bytes, because its peer reads too slowly, or for which there is no memory, is dealt with as
 * `when_full` says; all others get the bytes, and no error is reported. A record callback may
 * therefore return the result: it never ends the connection whose record is relayed.
 *
 * With #VCE_FULL_DROP the connection stays open without these bytes. With #VCE_FULL_CLOSE it is
 * closed as by vce_conn_close(): its queued output is still sent, but the peer cannot prolong that
 * by talking: the idle limit goes on from where it stands and then ends the connection (TIMEOUT).
 * So no connection that stays open has missed anything.
 * \param[in] t          the context
 * \param[in] framed     the bytes; copied
 * \param[in] length     number of bytes; 0: nothing happens, and the result is 0
 * \param[in] skip       a connection that gets nothing, such as the origin of the bytes; the null handle,
 *   or one that is not open in this context: no connection is left out
 * \param[in] when_full  #VCE_FULL_DROP or #VCE_FULL_CLOSE
 * \return the number of connections that the bytes were queued for.
 * \retval VCE_EINVAL      `t` is invalid, `length` is negative, or `framed` is NULL
 * \retval VCE_ERANGE      `when_full` is neither of the two
 * \retval VCE_ELONGINPUT  `length` is more than the write buffers of the context can ever hold;
 *   nothing happens
 */
int vce_tcpcontext_broadcast(tcpcontext_t t, const char *framed, int length, conn_t skip,
                             int when_full);

/**
 * Sets when and how TCP asks a silent peer whether it is still there.
 *
 * Every connection has keep-alive probes; by default the system decides about their times, on Linux
 * after two hours of silence (sysctl tcp_keepalive_time, tcp_keepalive_intvl, tcp_keepalive_probes).
 * A peer that answers none of `count` probes is gone (REMOTE). The probes are no bytes for the program:
 * idle limits do not notice them. In force for later connects, and for peers whose connect completes
 * later; a server's listening socket passes the values on to its connections.
 * \param[in] t           the context
 * \param[in] idle_s      seconds of silence until the first probe, up to 32767; 0: the system's value
 * \param[in] interval_s  seconds between two probes, up to 32767; 0: the system's value
 * \param[in] count       probes without an answer, up to 127; 0: the system's value
 * \retval 0               success
 * \retval VCE_EINVAL      `t` is invalid
 * \retval VCE_ERANGE      a value is negative or too large; nothing changes
 * \retval VCE_ESETSOCKOPT the system refuses it for the listening socket; nothing changes
 * \retval VCE_ESUPPORT    this system has no such options
 */
int vce_tcpcontext_set_keepalive(tcpcontext_t t, int idle_s, int interval_s, int count);

/**
 * Sets how long TCP waits for a peer to acknowledge sent bytes (TCP_USER_TIMEOUT).
 *
 * When that time is over the connection ends (REMOTE), also if the peer's window stays closed: a peer
 * that is there and does not read for so long ends, too. By default the system sends again for many
 * minutes. It also limits the handshake of connects, and on Linux it takes the place of the `count` of
 * vce_tcpcontext_set_keepalive(). In force for later connects, and for peers whose connect completes
 * later.
 * \param[in] t   the context
 * \param[in] ms  milliseconds, 1 or more; 0: the system's value (the default)
 * \retval 0               success
 * \retval VCE_EINVAL      `t` is invalid
 * \retval VCE_ERANGE      `ms` is negative; nothing changes
 * \retval VCE_ESETSOCKOPT the system refuses it for the listening socket; nothing changes
 * \retval VCE_ESUPPORT    this system has no such option
 */
int vce_tcpcontext_set_user_timeout(tcpcontext_t t, int ms);

/**
 * Limits how many records and bytes each connection may send.
 *
 * A connection may send at once what it has for one second, and gets the same again in each second.
 * A call of a custom parser that takes bytes counts as one record; records that the program parses by
 * calling a parser itself do not count. A connection that has used up one of the two and has more
 * pauses: the rest waits in its read buffer and in the kernel, where it holds the peer back, and the
 * next heartbeats take no notice of it until there is something to take again, after 20 milliseconds
 * at the earliest. Nothing is lost, and a pause does not count as idle. When a pause begins `f` is
 * asked, in the heartbeat: if it returns a negative value the connection ends instead (PARSER).
 *
 * Taken over by connections that are made later. A limited connection takes some 150 bytes more.
 * \param[in] t                   the context
 * \param[in] records_per_second  records, 1 or more; 0: any number (the default)
 * \param[in] bytes_per_second    bytes received, 1 or more; 0: any number (the default)
 * \param[in] f                   asked when a pause begins; NULL: it always pauses
 * \retval 0           success
 * \retval VCE_EINVAL  `t` is invalid
 * \retval VCE_ERANGE  a limit is negative; nothing changes
 * \retval VCE_EMEM    no memory; nothing changes
 */
int vce_tcpcontext_set_conn_rate(tcpcontext_t t, int records_per_second, int bytes_per_second,
                                 int (*f)(conn_t c));

/**
 * Limits the memory of the read and write buffers of all connections together.
 *
 * A buffer beyond the limit is refused as if the system had no memory: a write fails with #VCE_EFULL
 * or #VCE_EWBFULL, and input waits in the kernel, where it holds its sender back, and is asked for
 * again every 10 milliseconds. Buffers that are lent already stay. Kept across vce_finalize(). A
 * record that does not fit under the limit never completes; near it less is read at a time.
 * \param[in] bytes  the limit, 1 or more; 0: none (the default)
 * \retval 0           success
 * \retval VCE_ERANGE  `bytes` is negative
 */
int vce_set_buffer_limit(VCEI64 bytes);

/**
 * Creates a context whose callbacks get a connection as two integers instead of a `conn_t`.
 *
 * For languages that cannot take a structure by value as an argument of a callback, such as LuaJIT.
 * Everything else is as in vce_tcpcontext_create(), and the connections are the same: only the first
 * argument of each callback that would be a `conn_t` becomes two, `unsigned int p` and `unsigned int
 * serial`, with the values of the two fields of the handle, which is made of them again by
 * `{(void *)(size_t)p, serial}`. `p` always fits. The callbacks have these types:
 *
 * - acceptwatcher, parser, length error callback, function of vce_tcpcontext_conn_iterate():
 *   `int (*)(unsigned int, unsigned int)`
 * - hi-water watcher: `int (*)(unsigned int, unsigned int, int)`
 * - protocol callback: `int (*)(unsigned int, unsigned int, char *, int)`
 * - closewatcher: `int (*)(unsigned int, unsigned int, CLOSE_REASON)`
 * - finalizer: `void (*)(unsigned int, unsigned int)`
 * - I/O callback: `void (*)(unsigned int, unsigned int, int, char *, size_t)`
 *
 * They are given, cast to the declared types, to the same functions as ever. The ready-made parsers
 * are given as they are; no other function that takes a `conn_t` may be a callback here.
 * \param[in] is_server         as for vce_tcpcontext_create(), and so are all others
 * \param[in] bindaddr          server: address to listen on; client: ignored
 * \param[in] port              server: port to listen on, 0 lets the system choose; client: ignored
 * \param[in] maxcon            connections that may exist at once in this context
 * \param[in] rblen             size of each read buffer in bytes, 1 to 2147483647
 * \param[in] wblen             size of each write buffer in bytes, 1 to 2147483647
 * \param[in] timeout           idle limit of new connections in seconds
 * \param[in] nonblock_connect  0: vce_tcpcontext_connect() waits for the handshake; any other
 *   value: it returns at once
 * \param[in] nodelay           any other value than 0: set TCP_NODELAY on every connection
 * \param[in] statebuf_size     size of the state buffer of each connection in bytes, 0 to 2147483647
 * \return the context, or NULL.
 * \errors As vce_tcpcontext_create().
 */
tcpcontext_t vce_tcpcontext_create_flat(int is_server, const char *bindaddr, unsigned short port,
                                        int maxcon, size_t rblen, size_t wblen, int timeout,
                                        int nonblock_connect, int nodelay, size_t statebuf_size);

/** Size of a buffer that holds the text of every address, Unix sockets included. */
#define VCE_MAX_ADDR_TEXT 128

/**
 * Tells which process is at the other end of a Unix socket.
 *
 * Unix sockets connect programs on one machine. A server context gets one by the `bindaddr` and a
 * client by the host `"unix:/path"`, an absolute path of up to 107 bytes, or `"unix:@name"`, a name
 * of up to 106 bytes without a file (Linux only). The port is ignored. Everything else is as with
 * TCP; options of TCP (`nodelay`, keep-alive times, user time-out, source address) and the kick list
 * do not apply, vce_tcpcontext_set_max_per_address() counts by user.
 *
 * The server makes the file, with the rights that the umask leaves: a peer needs the right to write.
 * It removes the file when it stops listening (vce_tcpcontext_cleanup(), vce_drain(),
 * vce_finalize()), unless it is not the same file any more or the calling process is a child of the
 * one that made it. A socket on which nobody listens is replaced; a server that listens, or a file of
 * another kind, is left alone, with #VCE_EBIND. Two servers that start at the same moment in place of
 * a dead one are told apart as long as neither is interrupted between two system calls.
 *
 * A connect succeeds or fails at once (#VCE_ECONNECT: no such file, no server, no right), but waits
 * while the queue of the server is full: it is tried again every 10 milliseconds, within the limit
 * for connects.
 * \param[in]  c    the connection, accepted or made
 * \param[out] pid  receives the process, -1 if the system does not tell; 0 if it is in another
 *   namespace; may be NULL, as the others
 * \param[out] uid  receives the effective user
 * \param[out] gid  receives the effective group. All three are those of the moment when the peer
 *   connected, or began to listen
 * \retval 0             success
 * \retval VCE_EINVAL    `c` is invalid; nothing is stored, as below
 * \retval VCE_ESUPPORT  it is no Unix socket
 * \retval VCE_ENOTREADY it is not connected yet
 */
int vce_conn_get_peer_credentials(conn_t c, int *pid, int *uid, int *gid);

/**
 * Returns the descriptor of a connection, for options of its socket.
 *
 * It belongs to the library: do not read from it, write to it or close it. It can change until the
 * connection is open, and is somebody else's when the connection is destroyed.
 * \param[in] c  the connection
 * \return the descriptor, 3 or more.
 * \retval VCE_EINVAL     `c` is invalid
 * \retval VCE_ENOTREADY  there is no socket (yet), as while its host is looked up
 */
int vce_conn_get_fd(conn_t c);

/**
 * Creates a server context of a listening socket that the program has.
 *
 * For sockets that are inherited from another process, such as a service manager, or that need options
 * of their own. The context is as one of vce_tcpcontext_create(). The socket is the library's from then
 * on and closed with the context: do not use the descriptor any more; below 3 it gets another number.
 * It is made non-blocking, for all processes that have it, and close-on-exec. The file of a Unix socket
 * stays.
 * \param[in] fd                a stream socket that listens, of the family IPv4, IPv6 or Unix
 * \param[in] maxcon            as for vce_tcpcontext_create(), and so are all others
 * \param[in] rblen             size of each read buffer in bytes, 1 to 2147483647
 * \param[in] wblen             size of each write buffer in bytes, 1 to 2147483647
 * \param[in] timeout           idle limit of new connections in seconds
 * \param[in] nonblock_connect  any other value than 0: vce_tcpcontext_connect() returns at once
 * \param[in] nodelay           any other value than 0: set TCP_NODELAY on every connection
 * \param[in] statebuf_size     size of the state buffer of each connection in bytes, 0 to 2147483647
 * \return the context, or NULL: `fd` is the program's then, and as it was.
 * \errors
 * - #VCE_EINVAL: the library is not initialised, `max_tcpcontext` is 0 or less, or `fd` is no such
 *   socket, does not listen, or is the library's already
 * - #VCE_EFULL: `max_tcpcontext` contexts exist already
 * - #VCE_ESOCKET: there is no other number for a descriptor below 3
 * - #VCE_ESETSOCKOPT: the system refuses to change the descriptor
 * - #VCE_EARRAY: as for vce_tcpcontext_create()
 */
tcpcontext_t vce_tcpcontext_create_from_listener(int fd, int maxcon, size_t rblen, size_t wblen,
                                                 int timeout, int nonblock_connect, int nodelay,
                                                 size_t statebuf_size);

/**
 * Creates the same context with the callbacks of vce_tcpcontext_create_flat().
 * \copydetails vce_tcpcontext_create_from_listener
 */
tcpcontext_t vce_tcpcontext_create_from_listener_flat(int fd, int maxcon, size_t rblen,
                                                      size_t wblen, int timeout,
                                                      int nonblock_connect, int nodelay,
                                                      size_t statebuf_size);

/**
 * Makes a connection of an established socket that the program has.
 *
 * For sockets that came from another process, from `socketpair`, or from a handshake that the program
 * made itself. The connection is open at once and counts as accepted, but since the program brings it,
 * neither an acceptwatcher nor kick list, rate and accept flag are asked. Closewatcher and finalizer
 * run at its end. What waits in the socket is received by the next heartbeat. The socket is the
 * library's from then on: do not use the descriptor any more, except as vce_conn_get_fd() says; below 3
 * it gets another number. It is made non-blocking, for all processes that have it, and close-on-exec,
 * and gets the options that the context has for connections. Time is proportional to the number of
 * connections, as none may have the descriptor already.
 * \param[in] t   the context, client or server
 * \param[in] fd  a connected stream socket of the family IPv4, IPv6 or Unix
 * \return the connection, or `{NULL, 0}`: `fd` is the program's then, and as it was.
 * \errors
 * - #VCE_EINVAL: `t` is invalid, or `fd` is no such socket, not connected, or the library's already
 * - #VCE_EFULL: the context has `maxcon` connections or the process `max_conn`, the peer has as many
 *   as vce_tcpcontext_set_max_per_address() allows, or memory is short
 * - #VCE_ESOCKET: there is no other number for a descriptor below 3
 * - #VCE_ESETSOCKOPT: the system refuses to change the descriptor
 * - #VCE_ECLOSED: vce_drain() is running
 */
conn_t vce_tcpcontext_adopt(tcpcontext_t t, int fd);

/**
 * Returns a descriptor to wait for in a loop of the program's own.
 *
 * It is readable, for `poll`, `select` or an epoll set, whenever a heartbeat would find a socket
 * ready, and after vce_wake() and vce_post(); the next heartbeats take care of that. A program whose loop watches other things too
 * leaves vce_set_heartbeat_wait_flag() at 0, waits until this descriptor is readable or
 * vce_get_wait_time() is over, and calls vce_heartbeat():
 *
 *     struct pollfd library = {vce_get_wait_fd(), POLLIN, 0};
 *     for (;;) {
 *       poll(&library, 1, vce_get_wait_time());
 *       vce_heartbeat();
 *     }
 *
 * The descriptor stays the same until vce_finalize() and belongs to the library: do not read from
 * it, change or close it; ask anew if the program has closed it all the same (`closefrom`). After
 * `fork` the child asks anew and forgets the one of its parent.
 * \return the descriptor, 0 or more.
 * \retval VCE_EINVAL  the library is not initialised
 * \retval VCE_EMEM    in a child after `fork`: the system gives no descriptor; try again later.
 *   Always, if the library was made with `POLLER=libevent` and libevent uses `poll` or `select`, which
 *   have none: then call a heartbeat whenever vce_get_wait_time() is over. With epoll, the default,
 *   and with libevent on epoll or kqueue there is one
 */
int vce_get_wait_fd(void);

/**
 * Returns how long the program may wait for vce_get_wait_fd() before it calls the next heartbeat.
 *
 * Ask right before each wait: whatever the program does to a connection or context may shorten it.
 * It is 0 when something was written, closed, left over or posted, and ends no later than the next
 * timer, idle limit, limit of a connect, delay (vce_conn_set_delay()) or end of a pause. While a name is being
 * looked up, and where vce_get_wait_fd() has no descriptor, it is at most 10 milliseconds, and 100 while a custom parser leaves bytes in a read
 * buffer.
 * \return milliseconds, 0 to 60000, rounded up; 0 inside a callback.
 * \retval VCE_EINVAL  the library is not initialised
 */
int vce_get_wait_time(void);

/**
 * Ends all connections in good order, for a program that is about to end.
 *
 * Listening ends: new peers are refused by the system. Every connection is closed as vce_conn_close()
 * does, and heartbeats run until all output has been sent, all closewatchers and finalizers have run
 * and the peers have got the end of the stream, or until the time is over. Connections left then
 * are cut off; closewatchers of connections get the reason TIMEOUT. Meanwhile callbacks run as in
 * every heartbeat, and vce_tcpcontext_connect() fails with #VCE_ECONNECT. Between heartbeats the
 * call waits for sockets, whatever vce_set_heartbeat_wait_flag() says. Contexts stay, without port
 * and connections; after this come vce_tcpcontext_cleanup() or vce_finalize().
 * \param[in] seconds  the longest time that it takes, 0 or more; 0: what can be done at once
 * \return how many connections were cut off: not all written bytes had been sent, or the system of
 *   the peer had not confirmed it yet. 0: every peer has everything.
 * \retval VCE_EINVAL     the library is not initialised
 * \retval VCE_ERANGE     `seconds` is negative
 * \retval VCE_EFINALIZE  called inside a callback: nothing was done
 */
int vce_drain(int seconds);

/** Counters for operating a server since the start of the process, see vce_get_counters(). */
typedef struct vce_counters {
  VCEI64 turned_away_maximum;     /**< peers turned away: the context had `maxcon` connections */
  VCEI64 turned_away_pool;        /**< turned away: the process had `max_conn` connections */
  VCEI64 turned_away_rate;        /**< turned away by vce_tcpcontext_set_accept_max() */
  VCEI64 turned_away_disabled;    /**< turned away by vce_tcpcontext_enable_accept() */
  VCEI64 turned_away_kicked;      /**< turned away by vce_tcpcontext_set_conn_kickip_array() */
  VCEI64 turned_away_descriptors; /**< turned away for lack of descriptors or memory */
  VCEI64 accept_pause;            /**< times a context paused accepting for that lack */
  VCEI64 accept_resume;           /**< times a context resumed accepting after a pause */
  VCEI64 accept_pause_usec;       /**< total length of these pauses in microseconds */
  VCEI64 current_conn;            /**< connections alive now, closing ones included */
  VCEI64 buffers_in_use;          /**< read and write buffers that hold bytes now */
  VCEI64 buffer_bytes_in_use;     /**< memory of these buffers in bytes */
  VCEI64 buffer_bytes_pooled;     /**< memory of buffers kept for use again, in bytes */
  VCEI64 recv_record;             /**< complete records found by the ready-made parsers */
  VCEI64 send_record;             /**< records queued by the ready-made writers of bin16, bin32, text */
  VCEI64 recv_byte;               /**< bytes received */
  VCEI64 send_byte;               /**< bytes sent */
  VCEI64 turned_away_address;     /**< turned away by vce_tcpcontext_set_max_per_address() */
  VCEI64 buffers_refused;         /**< times vce_set_buffer_limit() refused a buffer */
  VCEI64 broadcast_sent;    /**< connections that vce_tcpcontext_broadcast() queued bytes for */
  VCEI64 broadcast_dropped; /**< connections that it left out, for lack of room */
  VCEI64 broadcast_closed;  /**< connections that it closed, for lack of room */
  VCEI64 rate_pauses;       /**< pauses by vce_tcpcontext_set_conn_rate() */
  VCEI64 log_lost;                /**< messages lost because the log took no more, see \ref log */
  VCEI64 log_left_out;            /**< messages about peers that were left out, see \ref log */
} vce_counters_t;

/**
 * Copies the counters for operating a server.
 *
 * Later versions may append counters; `size` tells which ones the program was compiled for.
 * \param[out] c     receives the counters; at most `size` bytes are stored
 * \param[in]  size  `sizeof *c`, above 0
 * \retval 0           success
 * \retval VCE_EINVAL  `c` is NULL or `size` is 0
 */
int vce_get_counters(vce_counters_t *c, size_t size);

/**
 * Writes all counters as text that a Prometheus server reads.
 *
 * The text exposition format, version 0.0.4: for each metric a HELP, a TYPE and one or more value
 * lines, names beginning with `vce_`, times in seconds. The counters of vce_get_stat() are included.
 * \param[out] buf     receives the text, always NUL-terminated when `maxlen` is 1 or more
 * \param[in]  maxlen  size of `buf` in bytes; 8192 is enough
 * \return the length of the text without its NUL.
 * \retval VCE_EFULL   the text does not fit; `buf` holds the complete metrics that did
 * \retval VCE_EINVAL  `buf` is NULL or `maxlen` is less than 1
 */
int vce_get_counters_string(char *buf, int maxlen);

/** @} */

/**
 * \defgroup messages Message texts
 * \brief Texts for logs: a format for each numbered message, and a text for each error code.
 *
 * For programs that log with them or look for them. A format is severity word, colon, number,
 * blank, text and LF. Word and number never change, the wording may. The letters at the end of a
 * name are the conversions of the format in their order: S `%s`, D `%d`, U `%u`, X `%x`, P `%p`;
 * #NOTE_TCP_NEW_CONNECTION lacks them and takes three `%d`. The library itself logs only some of
 * these messages, and its wording may differ.
 *
 * \source man/compatibility.md, "Messages".
 * @{
 */
/** \name Fatal
 * @{
 */
/** Message text: something the program asked for could not be done. Numbers from 1000. */
#define FATAL_WINSOCK "Fatal:1000 Winsock could not be started\n"
#define FATAL_FLQ_ARRAY_S "Fatal:1001 file loader: no queue: %s\n"
#define FATAL_FL_TCPCTX_S "Fatal:1002 file loader: no TCP context: %s\n"
#define FATAL_ARRAY_SCARCE "Fatal:1003 no free array, raise max_array\n"
#define FATAL_ARRAY_FMALLOC_D "Fatal:1010 array %d: no memory for its elements\n"
#define FATAL_ARRAY_FMALLOC1_D "Fatal:1011 array %d: no memory for its element list\n"
#define FATAL_ARRAY_FMALLOC2_D "Fatal:1012 array %d: no memory for its free list\n"
#define FATAL_ARRAY_FULL_S "Fatal:1020 array \"%s\" is full\n"
#define FATAL_ODD_BUFFER_SIZE_D \
  "Fatal:1050 cipher: buffer size %d is not a multiple of the block size\n"
#define FATAL_SINT_FMALLOC1 "Fatal:1090 int search: out of memory\n"
#define FATAL_SINT_INITA_D "Fatal:1091 int search %d: no array\n"
#define FATAL_SINT_UPDATE1_D "Fatal:1092 int search %d: table full\n"
#define FATAL_SINT_UPDATE2_D "Fatal:1093 int search %d: table full, no chained entry\n"
#define FATAL_SSTR_FMALLOC1 "Fatal:1094 string search: out of memory\n"
#define FATAL_SSTR_INITA_D "Fatal:1095 string search %d: no array\n"
#define FATAL_SSTR_UPDATE1_D "Fatal:1097 string search %d: table full\n"
#define FATAL_SSTR_UPDATE2_D "Fatal:1098 string search %d: table full, no chained entry\n"
#define FATAL_SINT2_FMALLOC1 "Fatal:1100 int2 search: out of memory\n"
#define FATAL_SINT2_INITA_D "Fatal:1101 int2 search %d: no array\n"
#define FATAL_SINT2_UPDATE1_D "Fatal:1102 int2 search %d: table full\n"
#define FATAL_SINT2_UPDATE2_D "Fatal:1103 int2 search %d: table full, no chained entry\n"
#define FATAL_SINT4_FMALLOC1 "Fatal:1110 int4 search: out of memory\n"
#define FATAL_SINT4_INITA_D "Fatal:1111 int4 search %d: no array\n"
#define FATAL_SINT4_UPDATE1_D "Fatal:1112 int4 search %d: table full\n"
#define FATAL_SINT4_UPDATE2_D "Fatal:1113 int4 search %d: table full, no chained entry\n"
#define FATAL_TCP_NO_MORE_CON "Fatal:1200 no connection left, raise max_conn\n"
#define FATAL_TCP_BAD_KEYLEN_D "Fatal:1201 shared key length %d not allowed\n"
#define FATAL_TCP_BAD_ENCRYPT_TYPE_D "Fatal:1202 unknown encryption type %d\n"
#define FATAL_TCP_NEED_PARSER "Fatal:1203 TCP context created without a parser\n"
#define FATAL_TCP_SOCKET_S_D_S "Fatal:1204 no server socket for %s port %d: %s\n"
#define FATAL_TCP_GETHOSTBYNAME_S "Fatal:1205 host name does not resolve: %s\n"
#define FATAL_TCP_GETHOSTBYNAME2_S "Fatal:1206 host name does not resolve, no IPv4 address: %s\n"
#define FATAL_TCP_BIND_S_S_D "Fatal:1207 bind failed: %s: address %s port %d\n"
#define FATAL_TCP_LISTEN_S_S_D "Fatal:1208 listen failed: %s: address %s port %d\n"
#define FATAL_TCP_SETSOCKOPT_S "Fatal:1209 TCP_NODELAY not set on a new connection: %s\n"
#define FATAL_TCP_GETHOSTBYNAME3_S "Fatal:1210 host name does not resolve: %s\n"
#define FATAL_TCP_FCNTL_S "Fatal:1212 socket not switched to non-blocking: %s\n"
#define FATAL_TCP_SETSOCKOPT2_S "Fatal:1213 TCP_NODELAY not set while connecting: %s\n"
#define FATAL_TCP_STARTKEYEX_D "Fatal:1214 fd %d: key exchange could not start\n"
#define FATAL_USELOG_WRITE1_S "Fatal:1230 log file not writable: %s\n"
#define FATAL_USELOG_WRITE2_S "Fatal:1231 next log file not writable: %s\n"
#define FATAL_VEC_INIT_SEARCH "Fatal:1250 vectorizer: no address search\n"
#define FATAL_VEC_INITMAIN_MALLOC "Fatal:1251 vectorizer: no memory for receive buffers\n"
#define FATAL_VEC_INIT_INT4SEARCH_S "Fatal:1253 vectorizer: no int4 search: %s\n"
#define FATAL_TCP_CLOSECTX_NULL "Fatal:1256 TCP context is NULL\n"
#define FATAL_TCP_GETHOSTBYNAMEWIN_S "Fatal:1260 host name does not resolve: %s\n"
#define FATAL_TCP_STATEBUF_INIT "Fatal:1265 TCP context: no memory for state buffers\n"
#define FATAL_VEC_REALLOCATE_STATEBUF_S "Fatal:1268 vectorizer: state buffer not enlarged: %s\n"
#define FATAL_TCP_SETSOCKOPT_REUSE_S "Fatal:1277 SO_REUSEADDR not set: %s\n"
/** @} */

/** \name Warnings
 * @{
 */
/** Message text: something was refused or turned away. Numbers from 4000. */
#define WARN_FREE_NULL_S "Warning:4000 array \"%s\": NULL given back\n"
#define WARN_FREE_OUTR_S_P_P "Warning:4001 array \"%s\": %p given back, the array starts at %p\n"
#define WARN_FREE_ALIGN_S_P_P_U \
  "Warning:4002 array \"%s\": %p given back is no element, start %p, element size %u\n"
#define WARN_FREE_OUTR2_S_P_P_U \
  "Warning:4003 array \"%s\": %p given back lies behind it, start %p, total size %u\n"
#define WARN_BFENC_NOSPACE_D "Warning:4080 fd %d: no room for encrypted output\n"
#define WARN_TCP_ONLY_CON_D "Warning:4100 only %d connections can be used\n"
#define WARN_TCP_ACCEPT_S_D "Warning:4101 accept failed: %s: port %d\n"
#define WARN_TCP_MAXCON_D_D \
  "Warning:4102 connection pool used up, peer turned away: context limit %d, port %d\n"
#define WARN_TCP_ACCEPTW_D "Warning:4103 fd %d: refused by the acceptwatcher\n"
#define WARN_TCP_SELECT_MINUS_D_S "Warning:4104 readiness test returned %d: %s\n"
#define WARN_TCP_TIMEOUT_CON_D_D "Warning:4105 fd %d: idle limit of %d seconds exceeded\n"
#define WARN_TCP_HIWATER_ACCEPTW_D "Warning:4106 fd %d: refused by the high-water acceptwatcher\n"
#define WARN_VEC_BUFFER_FULL "Warning:4200 vectorizer proxy: buffer full, client closed\n"
#define WARN_VEC_BUFFER_FULL2 \
  "Warning:4201 vectorizer proxy: buffer full at accept, client closed\n"
#define WARN_VEC_FSEARCH_D "Warning:4202 vectorizer proxy: fd %d: search not updated\n"
#define WARN_VEC_BUFFER_FULL3 "Warning:4203 vectorizer proxy: buffer full at close, client closed\n"
#define WARN_VEC_BAD_PROTO_MAGIC "Warning:4204 vectorizer proxy: bad magic number\n"
#define WARN_VEC_BAD_VERSION "Warning:4205 vectorizer proxy: bad version\n"
#define WARN_VEC_BAD_CLEN_D "Warning:4206 vectorizer proxy: bad content length %d\n"
#define WARN_VEC_BAD_PROTO_MAGIC2 "Warning:4207 vectorizer server: bad magic number\n"
#define WARN_VEC_BAD_VERSION2 "Warning:4208 vectorizer server: bad version\n"
#define WARN_VEC_BAD_CLEN2_D "Warning:4209 vectorizer server: bad content length %d\n"
#define WARN_VEC_EWRITE "Warning:4210 vectorizer server: write to the proxy failed\n"
#define WARN_REFREE_S_P "Warning:4214 array \"%s\": %p given back twice\n"
#define WARN_TCP_SELECT_WINERROR_D "Warning:4215 readiness test failed: Winsock error %d\n"
#define WARN_RETURNING_EWBFULL_D_D \
  "Warning:4223 record of %d bytes not written, only %d bytes taken\n"
#define WARN_TCP_MAX_CONN_IN_USE_D "Warning:4225 context full, peer turned away: limit %d\n"
#define WARN_CONN_DOES_NOT_HAVE_PARSER "Warning:4300 input is waiting, but no parser is set\n"
#define WARN_TCP_NO_MORE_ACCEPT "Warning:4312 accepting disabled or too fast, peer turned away\n"
/** @} */

/** \name Bugs
 * @{
 */
/** Message text: the library found itself inconsistent. Numbers from 7000. */
#define BUG_FREESTACK_OVERFLOW_S "Bug:7000 array \"%s\": free list damaged\n"
#define BUG_SHOW_ARRAY_USAGE_S_P \
  "Bug:7002 array \"%s\": unused element %p in the list of used ones\n"
#define BUG_USENUM_NOMATCH_S_D_D "Bug:7003 array \"%s\": counter says %d, %d elements found\n"
#define BUG_TCP_NOBUF "Bug:7010 TCP buffer missing\n"
#define BUG_TCP_NOMEM "Bug:7011 TCP memory missing\n"
#define BUG_VEC_DELETE_SEARCH "Bug:7100 vectorizer proxy: search entry not deleted\n"
#define BUG_VEC_NOTFOUND_CLI "Bug:7101 vectorizer proxy: client not found on data\n"
#define BUG_VEC_NOTFOUND_CLI2 "Bug:7102 vectorizer proxy: client not found on close\n"
#define BUG_VEC_DELETE_SEARCH2 "Bug:7103 vectorizer proxy: search entry not deleted on close\n"
#define BUG_VEC_NOTFOUND_CLI3 "Bug:7104 vectorizer server: client not found\n"
#define BUG_VEC_DELETE_SEARCH3 "Bug:7105 vectorizer server: search entry not deleted\n"
#define BUG_VEC_DELETE_SEARCH_WHEN_CLOSE "Bug:7106 vectorizer server: circuit not closed\n"
#define BUG_TCP_STATEBUF_RUNSHORT "Bug:7109 accept: no state buffer left for a free connection\n"
#define BUG_TCP_CONNECT_STATEBUF_RUNSHORT \
  "Bug:7112 connect: no state buffer left for a free connection\n"
/** @} */

/** \name Notes
 * @{
 */
/** Message text: something happened. Numbers from 10000. */
#define NOTE_NOOP_PROTOCOL_D_D "Note:10001 %d bytes ignored, serial %d\n"
#define NOTE_DUMP_PROTOCOL_D_D "Note:10002 %d bytes, serial %d\n"
#define NOTE_BFDEC_INIT_D "Note:10010 fd %d: Blowfish set up for input\n"
#define NOTE_BFENC_INIT_D "Note:10011 fd %d: Blowfish set up for output\n"
#define NOTE_RIJDEC_INIT_D "Note:10012 fd %d: Rijndael set up for input\n"
#define NOTE_RIJENC_INIT_D "Note:10013 fd %d: Rijndael set up for output\n"
#define NOTE_SINT_OK_S_D_D "Note:10100 int search \"%s\" made: hash size %d, %d entries\n"
#define NOTE_SSTR_OK_S_D_D "Note:10101 string search \"%s\" made: hash size %d, %d entries\n"
#define NOTE_SINT2_OK_S_D_D "Note:10102 int2 search \"%s\" made: hash size %d, %d entries\n"
#define NOTE_SINT4_OK_S_D_D "Note:10102 int4 search \"%s\" made: hash size %d, %d entries\n"
#define NOTE_SE_CLEAN_S "Note:10103 search \"%s\" released\n"
#define NOTE_TCP_NEW_CONNECTION \
  "Note:10200 fd %d: connection accepted: index %d, read buffer of %d bytes\n"
#define NOTE_TCP_NONBLOCK_CON "Note:10201 socket switched to non-blocking\n"
#define NOTE_TCP_CONNECT_OK_D "Note:10202 fd %d: connect succeeded or in progress\n"
#define NOTE_UTIL_MALLOC_U_P "Note:10220 %u bytes allocated at %p\n"
#define NOTE_UTIL_FREE_P "Note:10221 memory at %p released\n"
#define NOTE_VEC_REGISTER_D "Note:10300 vectorizer: registered: port %d\n"
#define NOTE_VEC_UNREGISTER_X_D "Note:10301 vectorizer: unregistered: address %x port %d\n"
#define NOTE_VEC_CLOSE_FROM_SERVER "Note:10302 vectorizer: closed by the server\n"
#define NOTE_VEC_ACCEPT_OK_X_D "Note:10303 vectorizer: accepted: address %x port %d\n"
#define NOTE_VEC_CLOSE_OK_X_D "Note:10304 vectorizer: closed: address %x port %d\n"
#define NOTE_INIT_ARRAY_OK_D_P_U_D_S \
  "Note:10310 array %d made at %p: element size %u, %d elements, name \"%s\"\n"
#define NOTE_CONN_EOF_D_S "Note:10320 fd %d: end of stream from %s\n"
#define NOTE_CONN_READERROR_D_S "Note:10321 fd %d: receive error from %s\n"
#define NOTE_CONN_WRITEERROR_D_S_S "Note:10322 fd %d: send error: %s: to %s\n"
#define NOTE_CONN_NEGO_ERROR_D_D "Note:10323 fd %d: encryption negotiation error %d\n"
#define NOTE_CONN_DECODING_ERROR_D_D "Note:10324 fd %d: decryption error %d\n"
#define NOTE_CONN_ENCODING_ERROR_D_D "Note:10325 fd %d: encryption error %d\n"
#define NOTE_CONN_PROTOCOL_ERROR_D_D "Note:10326 fd %d: parser returned %d\n"
#define NOTE_KEYEX_BAD_CLIPUBKEYLEN_D "Note:10330 key exchange: bad public key length %d\n"
#define NOTE_KEYEX_NEGO_DONE_D "Note:10331 fd %d: key exchange done\n"
#define NOTE_KEYEX_NEGO_DONE2_D "Note:10332 fd %d: key exchange done at the client\n"
#define NOTE_KEYEX_BAD_MAJOR_VERSION_D "Note:10333 key exchange: bad version %d\n"
#define NOTE_KEYEX_BAD_SECRET_KEY_LENGTH_D "Note:10334 key exchange: bad secret key length %d\n"
#define NOTE_VEC_CLOSE_OK2_X_D "Note:10338 vectorizer server: closed: address %x port %d\n"
#define NOTE_VEC_REALLOCATE_STATEBUF_D "Note:10340 vectorizer: state buffer enlarged to %d\n"
#define NOTE_TCP_STATEBUF_ALLOC "Note:10342 state buffer given to an accepted connection\n"
#define NOTE_TCP_STATEBUF_INIT_OK "Note:10345 TCP context: state buffers ready\n"
#define NOTE_TCP_FREED_STATEBUF "Note:10347 state buffer taken back\n"
#define NOTE_VEC_STATEBUF_ALLOC_OK "Note:10348 vectorizer: state buffer given\n"
#define NOTE_VEC_FREED_STATEBUF "Note:10349 vectorizer: state buffer taken back\n"
#define NOTE_VCE_FINALIZED "Note:10400 library finalised\n"
/** @} */

/** \name Error texts
 * @{
 */
/** What vce_strerror() returns for the code of that name; some codes are classic only. */
#define STRDEF_EMESG_NOERROR "success"
#define STRDEF_EMESG_EGENERIC "unspecified failure"
#define STRDEF_EMESG_EFULL "no room left in table or buffer"
#define STRDEF_EMESG_EBUG "internal inconsistency"
#define STRDEF_EMESG_ERANGE "value out of range"
#define STRDEF_EMESG_EINVAL "invalid argument or handle, or library not initialised"
#define STRDEF_EMESG_EMEM "out of memory"
#define STRDEF_EMESG_ENOENT "no such entry"
#define STRDEF_EMESG_EIO "read or write failed"
#define STRDEF_EMESG_ESOCKET "socket could not be created"
#define STRDEF_EMESG_EBIND "bind failed, address or port in use or not available"
#define STRDEF_EMESG_EIPADDR "host name or address cannot be resolved"
#define STRDEF_EMESG_ELISTEN "listen failed"
#define STRDEF_EMESG_ECONFIG "configuration not usable"
#define STRDEF_EMESG_EHOSTNAME "host name not usable"
#define STRDEF_EMESG_EFCNTL "socket mode could not be changed"
#define STRDEF_EMESG_ECONNECT "connect failed"
#define STRDEF_EMESG_EBUFSMALL "supplied buffer is too small"
#define STRDEF_EMESG_EPROTO "protocol violation"
#define STRDEF_EMESG_ENOTREADY "connection is not ready yet"
#define STRDEF_EMESG_ENEGO "encryption negotiation failed"
#define STRDEF_EMESG_EPROTO_INVAL "protocol: bad argument"
#define STRDEF_EMESG_EPROTO_ODD "protocol: impossible input length"
#define STRDEF_EMESG_EPROTO_TOOLONG "protocol: record longer than allowed"
#define STRDEF_EMESG_ENOCALLBACK "required callback is missing"
#define STRDEF_EMESG_ESUPPORT "not supported"
#define STRDEF_EMESG_ECIRCSERIAL "circuit serial does not match"
#define STRDEF_EMESG_ECONNSERIAL "connection is gone, serial does not match"
#define STRDEF_EMESG_EVECNOTREADY "vectorizer is not initialised"
#define STRDEF_EMESG_ENOCIRCPARENT "circuit has no parent connection"
#define STRDEF_EMESG_EALIGNMENT "pointer is not the start of an element"
#define STRDEF_EMESG_EFORMAT "malformed text"
#define STRDEF_EMESG_ESEARCH "search engine failure"
#define STRDEF_EMESG_ECONTENTLEN "protocol: impossible body length"
#define STRDEF_EMESG_ECONNINIT "connection table is missing"
#define STRDEF_EMESG_EBADKEYLEN "key length not allowed"
#define STRDEF_EMESG_EACCEPT "accept failed"
#define STRDEF_EMESG_ESETSOCKOPT "socket option could not be set"
#define STRDEF_EMESG_EACCESSFILE "file is not accessible"
#define STRDEF_EMESG_EWINSOCKINIT "socket layer could not be started"
#define STRDEF_EMESG_EWBFULL "write buffer cannot take the record"
#define STRDEF_EMESG_ELONGINPUT "input is too long"
#define STRDEF_EMESG_ETOOSHORT "buffer or input is too short"
#define STRDEF_EMESG_EPROTO_BADLEN "protocol: impossible record length"
#define STRDEF_EMESG_EPROTO_RESULT "protocol: peer reported an error"
#define STRDEF_EMESG_EPROTO_SERVERINVAL "protocol: server rejected an argument"
#define STRDEF_EMESG_EPROTO_BADCOMMAND "protocol: unknown command"
#define STRDEF_EMESG_EFOPEN_W "file cannot be opened for writing"
#define STRDEF_EMESG_ERENAME "rename failed"
#define STRDEF_EMESG_ENOTFOUND "item not found"
#define STRDEF_EMESG_ELENTOOLONG "length is too large"
#define STRDEF_EMESG_EDATASHORT "fewer data than announced"
#define STRDEF_EMESG_EOPENDIR "directory cannot be opened"
#define STRDEF_EMESG_EFSEEK "seek failed"
#define STRDEF_EMESG_EFWRITE "file cannot be written"
#define STRDEF_EMESG_EFREAD "file cannot be read"
#define STRDEF_EMESG_EMKDIR "directory cannot be made"
#define STRDEF_EMESG_EALREADY "already done"
#define STRDEF_EMESG_EFINALIZE "finalise was not complete or not possible now"
#define STRDEF_EMESG_ECLOSED "connection is closing"
#define STRDEF_EMESG_EGENCOMMAND "generated protocol: unknown function number"
#define STRDEF_EMESG_ENOCRYPTO "unknown cipher"
#define STRDEF_EMESG_ETOOLONGNAME "name is too long"
#define STRDEF_EMESG_ESIZE "size not acceptable"
#define STRDEF_EMESG_ESWNOTREADY "switch is not initialised"
#define STRDEF_EMESG_ESERVERDOWN "server is down"
#define STRDEF_EMESG_ESWTRANSIENT "circuit is in transition"
#define STRDEF_EMESG_EODDBUFSIZE "cipher: buffer size not allowed"
#define STRDEF_EMESG_EODDKEYSIZE "cipher: key size not allowed"
#define STRDEF_EMESG_EKEYEX "key exchange failed"
#define STRDEF_EMESG_EMORESENDBUF "send buffer must be larger"
#define STRDEF_EMESG_EINIT "library is not initialised"
#define STRDEF_EMESG_EARRAY "no internal table left"
#define STRDEF_UNKNOWNERROR "unknown error code"
/** @} */

/** @} */

#ifdef __cplusplus
}
#endif

#undef VCE_PRINTF_
#undef VCE_HELPER_

#endif
