// made by compat/model/emit_node.py from vce.h 2.0.0; do not edit

/**
 * Every function, structure and constant of vce.h, one to one.
 *
 * Numbers are `number`, integers of 64 bits that exceed the safe range `bigint`. `conn_t` is an
 * object `{p, serial}`, passed by value; `tcpcontext_t` and every address are `bigint` or null.
 * Input text is a string; input bytes are Buffers or typed arrays. Output goes into Buffers, typed
 * arrays or arrays, and structures into objects: `const major = [0]; vce_get_version(major)`. What
 * is too short is refused with a RangeError, what is of a wrong kind with a TypeError; addresses,
 * also those inside structures, are taken as they are. A function that returns text returns a copy
 * of it, or null for NULL.
 *
 * Callbacks are made with the functions of this module, for instance `acceptwatcher(f)`. Their
 * result is an address that stays valid until `unregister()`. An exception in a callback is
 * reported as a warning of the process, and C gets the result that refuses, ends or stops.
 *
 * No error of the library is thrown: errors are what the C function returns, and
 * `vce_get_last_error()`. All calls run in the calling thread and return when they are over.
 * @module
 */

/** An address, or null for NULL. */
export type Pointer = bigint | null;
/** A Buffer, a typed array or an ArrayBuffer; or an address, which is not checked. */
export type Block = ArrayBufferView | ArrayBuffer | Pointer;
/** Text; as a Uint8Array it must end with NUL. */
export type Text = string | Uint8Array | Pointer;
/** Where numbers are stored or read: the first elements of an array, or of a block. */
export type Numbers = (number | bigint)[] | Block;
/** Where addresses are stored or read. */
export type Pointers = Pointer[] | Block;
/** A callback: the result of a function of this module such as `acceptwatcher()`. */
export type Callback = Pointer;
/** The type of a structure, for functions of koffi. */
export interface StructType {
  readonly size: number;
  readonly alignment: number;
}

/** The path or name that libvce was loaded by. */
export const libraryPath: string;
/** A copy of the bytes at an address. */
export function bytesAt(address: bigint, length: number): Buffer;
/** The address of a function of the library, such as a parser, for use as a callback. */
export function addressOf(name: string): bigint;
/** Releases a callback, which the library must not use any more. There is room for 8192 of them. */
export function unregister(callback: bigint): void;

/** `struct timeval` of the system. */
export interface timeval {
  tv_sec: number;
  tv_usec: number;
}
export const timeval: StructType;

/** success */
export const VCE_NOERROR: 0;

/** unspecified failure */
export const VCE_EGENERIC: -1;

/** an array, a table or a buffer has no room */
export const VCE_EFULL: -2;

/** internal inconsistency, or an element freed twice */
export const VCE_EBUG: -3;

/** value outside its range */
export const VCE_ERANGE: -5;

/** wrong argument, or the library is not initialised */
export const VCE_EINVAL: -6;

/** out of memory */
export const VCE_EMEM: -7;

/** no such entry */
export const VCE_ENOENT: -8;

/** reading or writing failed */
export const VCE_EIO: -9;

/** the socket could not be created */
export const VCE_ESOCKET: -10;

/** the address could not be bound, e.g. port in use */
export const VCE_EBIND: -11;

/** host name or address cannot be resolved */
export const VCE_EIPADDR: -12;

/** listening failed */
export const VCE_ELISTEN: -13;

/** configuration not usable */
export const VCE_ECONFIG: -14;

/** host name not usable */
export const VCE_EHOSTNAME: -15;

/** the mode of a socket could not be changed */
export const VCE_EFCNTL: -16;

/** connecting failed */
export const VCE_ECONNECT: -17;

/** the given buffer is too small */
export const VCE_EBUFSMALL: -18;

/** protocol violation */
export const VCE_EPROTO: -19;

/** the connection is still being made */
export const VCE_ENOTREADY: -20;

/** negotiation of encryption failed */
export const VCE_ENEGO: -21;

/** protocol: wrong argument */
export const VCE_EPROTO_INVAL: -22;

/** protocol: impossible input length */
export const VCE_EPROTO_ODD: -23;

/** protocol: record longer than allowed */
export const VCE_EPROTO_TOOLONG: -24;

/** a callback that is needed is missing */
export const VCE_ENOCALLBACK: -25;

/** not supported */
export const VCE_ESUPPORT: -26;

/** the handle is stale */
export const VCE_ECONNSERIAL: -28;

/** the pointer is not the start of an element */
export const VCE_EALIGNMENT: -32;

/** malformed text */
export const VCE_EFORMAT: -33;

/** failure of a search table */
export const VCE_ESEARCH: -34;

/** protocol: impossible announced length */
export const VCE_ECONTENTLEN: -35;

/** the connection table is missing */
export const VCE_ECONNINIT: -36;

/** key length not allowed */
export const VCE_EBADKEYLEN: -37;

/** accepting failed */
export const VCE_EACCEPT: -38;

/** a socket option could not be set */
export const VCE_ESETSOCKOPT: -39;

/** the file cannot be accessed */
export const VCE_EACCESSFILE: -40;

/** the socket library of Windows could not be started */
export const VCE_EWINSOCKINIT: -41;

/** the write buffer cannot take the record */
export const VCE_EWBFULL: -44;

/** input too long */
export const VCE_ELONGINPUT: -45;

/** buffer or input too short */
export const VCE_ETOOSHORT: -46;

/** protocol: impossible record length */
export const VCE_EPROTO_BADLEN: -47;

/** protocol: the peer reported an error */
export const VCE_EPROTO_RESULT: -48;

/** protocol: the server rejected an argument */
export const VCE_EPROTO_SERVERINVAL: -49;

/** protocol: unknown command */
export const VCE_EPROTO_BADCOMMAND: -50;

/** the file cannot be opened for writing */
export const VCE_EFOPEN_W: -51;

/** renaming failed */
export const VCE_ERENAME: -52;

/** the item looked for does not exist */
export const VCE_ENOTFOUND: -54;

/** length above the capacity */
export const VCE_ELENTOOLONG: -55;

/** fewer data than announced */
export const VCE_EDATASHORT: -56;

/** the directory cannot be opened */
export const VCE_EOPENDIR: -57;

/** seeking in a file failed */
export const VCE_EFSEEK: -58;

/** writing a file failed */
export const VCE_EFWRITE: -59;

/** reading a file failed */
export const VCE_EFREAD: -60;

/** the directory could not be made */
export const VCE_EMKDIR: -61;

/** already done, e.g. closed before */
export const VCE_EALREADY: -62;

/** finalising was refused or found a table missing */
export const VCE_EFINALIZE: -63;

/** the connection is closing */
export const VCE_ECLOSED: -64;

/** generated protocol: unknown function number */
export const VCE_EGENCOMMAND: -65;

/** unknown cipher */
export const VCE_ENOCRYPTO: -66;

/** name too long */
export const VCE_ETOOLONGNAME: -67;

/** size not acceptable */
export const VCE_ESIZE: -68;

/** switch context not initialised */
export const VCE_ESWNOTREADY: -71;

/** the peer server is unavailable */
export const VCE_ESERVERDOWN: -72;

/** cipher: buffer size not allowed */
export const VCE_EODDBUFSIZE: -74;

/** cipher: key size not allowed */
export const VCE_EODDKEYSIZE: -75;

/** key exchange failed */
export const VCE_EKEYEX: -76;

/** the send buffer must be larger */
export const VCE_EMORESENDBUF: -77;

/** the library is not initialised */
export const VCE_EINIT: -78;

/** a table cannot be made within the limits */
export const VCE_EARRAY: -79;

/** 2 to the power of 16; the longest bin16 content is one less */
export const BIN16DATA_MAX: 65536;

/** longest content of a bin32 record in bytes */
export const BIN32DATA_MAX: 1073741824;

/** changes when a program must be changed or linked anew */
export const LIBVCE_VERSION_MAJOR: 2;

/** changes when functions are added */
export const LIBVCE_VERSION_MINOR: 0;

/** changes with every other release */
export const LIBVCE_VERSION_PATCH: 0;

/** the three numbers as text */
export const LIBVCE_VERSION: "2.0.0";

/** vce_tcpcontext_broadcast(): no room: the bytes are left out */
export const VCE_FULL_DROP: 0;

/** vce_tcpcontext_broadcast(): no room: the connection is closed */
export const VCE_FULL_CLOSE: 1;

/** Size of a buffer that holds the text of every address, Unix sockets included. */
export const VCE_MAX_ADDR_TEXT: 128;
export const FATAL_WINSOCK: "Fatal:1000 Winsock could not be started\n";
export const FATAL_FLQ_ARRAY_S: "Fatal:1001 file loader: no queue: %s\n";
export const FATAL_FL_TCPCTX_S: "Fatal:1002 file loader: no TCP context: %s\n";
export const FATAL_ARRAY_SCARCE: "Fatal:1003 no free array, raise max_array\n";
export const FATAL_ARRAY_FMALLOC_D: "Fatal:1010 array %d: no memory for its elements\n";
export const FATAL_ARRAY_FMALLOC1_D: "Fatal:1011 array %d: no memory for its element list\n";
export const FATAL_ARRAY_FMALLOC2_D: "Fatal:1012 array %d: no memory for its free list\n";
export const FATAL_ARRAY_FULL_S: "Fatal:1020 array \"%s\" is full\n";
export const FATAL_ODD_BUFFER_SIZE_D: "Fatal:1050 cipher: buffer size %d is not a multiple of the block size\n";
export const FATAL_SINT_FMALLOC1: "Fatal:1090 int search: out of memory\n";
export const FATAL_SINT_INITA_D: "Fatal:1091 int search %d: no array\n";
export const FATAL_SINT_UPDATE1_D: "Fatal:1092 int search %d: table full\n";
export const FATAL_SINT_UPDATE2_D: "Fatal:1093 int search %d: table full, no chained entry\n";
export const FATAL_SSTR_FMALLOC1: "Fatal:1094 string search: out of memory\n";
export const FATAL_SSTR_INITA_D: "Fatal:1095 string search %d: no array\n";
export const FATAL_SSTR_UPDATE1_D: "Fatal:1097 string search %d: table full\n";
export const FATAL_SSTR_UPDATE2_D: "Fatal:1098 string search %d: table full, no chained entry\n";
export const FATAL_SINT2_FMALLOC1: "Fatal:1100 int2 search: out of memory\n";
export const FATAL_SINT2_INITA_D: "Fatal:1101 int2 search %d: no array\n";
export const FATAL_SINT2_UPDATE1_D: "Fatal:1102 int2 search %d: table full\n";
export const FATAL_SINT2_UPDATE2_D: "Fatal:1103 int2 search %d: table full, no chained entry\n";
export const FATAL_SINT4_FMALLOC1: "Fatal:1110 int4 search: out of memory\n";
export const FATAL_SINT4_INITA_D: "Fatal:1111 int4 search %d: no array\n";
export const FATAL_SINT4_UPDATE1_D: "Fatal:1112 int4 search %d: table full\n";
export const FATAL_SINT4_UPDATE2_D: "Fatal:1113 int4 search %d: table full, no chained entry\n";
export const FATAL_TCP_NO_MORE_CON: "Fatal:1200 no connection left, raise max_conn\n";
export const FATAL_TCP_BAD_KEYLEN_D: "Fatal:1201 shared key length %d not allowed\n";
export const FATAL_TCP_BAD_ENCRYPT_TYPE_D: "Fatal:1202 unknown encryption type %d\n";
export const FATAL_TCP_NEED_PARSER: "Fatal:1203 TCP context created without a parser\n";
export const FATAL_TCP_SOCKET_S_D_S: "Fatal:1204 no server socket for %s port %d: %s\n";
export const FATAL_TCP_GETHOSTBYNAME_S: "Fatal:1205 host name does not resolve: %s\n";
export const FATAL_TCP_GETHOSTBYNAME2_S: "Fatal:1206 host name does not resolve, no IPv4 address: %s\n";
export const FATAL_TCP_BIND_S_S_D: "Fatal:1207 bind failed: %s: address %s port %d\n";
export const FATAL_TCP_LISTEN_S_S_D: "Fatal:1208 listen failed: %s: address %s port %d\n";
export const FATAL_TCP_SETSOCKOPT_S: "Fatal:1209 TCP_NODELAY not set on a new connection: %s\n";
export const FATAL_TCP_GETHOSTBYNAME3_S: "Fatal:1210 host name does not resolve: %s\n";
export const FATAL_TCP_FCNTL_S: "Fatal:1212 socket not switched to non-blocking: %s\n";
export const FATAL_TCP_SETSOCKOPT2_S: "Fatal:1213 TCP_NODELAY not set while connecting: %s\n";
export const FATAL_TCP_STARTKEYEX_D: "Fatal:1214 fd %d: key exchange could not start\n";
export const FATAL_USELOG_WRITE1_S: "Fatal:1230 log file not writable: %s\n";
export const FATAL_USELOG_WRITE2_S: "Fatal:1231 next log file not writable: %s\n";
export const FATAL_VEC_INIT_SEARCH: "Fatal:1250 vectorizer: no address search\n";
export const FATAL_VEC_INITMAIN_MALLOC: "Fatal:1251 vectorizer: no memory for receive buffers\n";
export const FATAL_VEC_INIT_INT4SEARCH_S: "Fatal:1253 vectorizer: no int4 search: %s\n";
export const FATAL_TCP_CLOSECTX_NULL: "Fatal:1256 TCP context is NULL\n";
export const FATAL_TCP_GETHOSTBYNAMEWIN_S: "Fatal:1260 host name does not resolve: %s\n";
export const FATAL_TCP_STATEBUF_INIT: "Fatal:1265 TCP context: no memory for state buffers\n";
export const FATAL_VEC_REALLOCATE_STATEBUF_S: "Fatal:1268 vectorizer: state buffer not enlarged: %s\n";
export const FATAL_TCP_SETSOCKOPT_REUSE_S: "Fatal:1277 SO_REUSEADDR not set: %s\n";
export const WARN_FREE_NULL_S: "Warning:4000 array \"%s\": NULL given back\n";
export const WARN_FREE_OUTR_S_P_P: "Warning:4001 array \"%s\": %p given back, the array starts at %p\n";
export const WARN_FREE_ALIGN_S_P_P_U: "Warning:4002 array \"%s\": %p given back is no element, start %p, element size %u\n";
export const WARN_FREE_OUTR2_S_P_P_U: "Warning:4003 array \"%s\": %p given back lies behind it, start %p, total size %u\n";
export const WARN_BFENC_NOSPACE_D: "Warning:4080 fd %d: no room for encrypted output\n";
export const WARN_TCP_ONLY_CON_D: "Warning:4100 only %d connections can be used\n";
export const WARN_TCP_ACCEPT_S_D: "Warning:4101 accept failed: %s: port %d\n";
export const WARN_TCP_MAXCON_D_D: "Warning:4102 connection pool used up, peer turned away: context limit %d, port %d\n";
export const WARN_TCP_ACCEPTW_D: "Warning:4103 fd %d: refused by the acceptwatcher\n";
export const WARN_TCP_SELECT_MINUS_D_S: "Warning:4104 readiness test returned %d: %s\n";
export const WARN_TCP_TIMEOUT_CON_D_D: "Warning:4105 fd %d: idle limit of %d seconds exceeded\n";
export const WARN_TCP_HIWATER_ACCEPTW_D: "Warning:4106 fd %d: refused by the high-water acceptwatcher\n";
export const WARN_VEC_BUFFER_FULL: "Warning:4200 vectorizer proxy: buffer full, client closed\n";
export const WARN_VEC_BUFFER_FULL2: "Warning:4201 vectorizer proxy: buffer full at accept, client closed\n";
export const WARN_VEC_FSEARCH_D: "Warning:4202 vectorizer proxy: fd %d: search not updated\n";
export const WARN_VEC_BUFFER_FULL3: "Warning:4203 vectorizer proxy: buffer full at close, client closed\n";
export const WARN_VEC_BAD_PROTO_MAGIC: "Warning:4204 vectorizer proxy: bad magic number\n";
export const WARN_VEC_BAD_VERSION: "Warning:4205 vectorizer proxy: bad version\n";
export const WARN_VEC_BAD_CLEN_D: "Warning:4206 vectorizer proxy: bad content length %d\n";
export const WARN_VEC_BAD_PROTO_MAGIC2: "Warning:4207 vectorizer server: bad magic number\n";
export const WARN_VEC_BAD_VERSION2: "Warning:4208 vectorizer server: bad version\n";
export const WARN_VEC_BAD_CLEN2_D: "Warning:4209 vectorizer server: bad content length %d\n";
export const WARN_VEC_EWRITE: "Warning:4210 vectorizer server: write to the proxy failed\n";
export const WARN_REFREE_S_P: "Warning:4214 array \"%s\": %p given back twice\n";
export const WARN_TCP_SELECT_WINERROR_D: "Warning:4215 readiness test failed: Winsock error %d\n";
export const WARN_RETURNING_EWBFULL_D_D: "Warning:4223 record of %d bytes not written, only %d bytes taken\n";
export const WARN_TCP_MAX_CONN_IN_USE_D: "Warning:4225 context full, peer turned away: limit %d\n";
export const WARN_CONN_DOES_NOT_HAVE_PARSER: "Warning:4300 input is waiting, but no parser is set\n";
export const WARN_TCP_NO_MORE_ACCEPT: "Warning:4312 accepting disabled or too fast, peer turned away\n";
export const BUG_FREESTACK_OVERFLOW_S: "Bug:7000 array \"%s\": free list damaged\n";
export const BUG_SHOW_ARRAY_USAGE_S_P: "Bug:7002 array \"%s\": unused element %p in the list of used ones\n";
export const BUG_USENUM_NOMATCH_S_D_D: "Bug:7003 array \"%s\": counter says %d, %d elements found\n";
export const BUG_TCP_NOBUF: "Bug:7010 TCP buffer missing\n";
export const BUG_TCP_NOMEM: "Bug:7011 TCP memory missing\n";
export const BUG_VEC_DELETE_SEARCH: "Bug:7100 vectorizer proxy: search entry not deleted\n";
export const BUG_VEC_NOTFOUND_CLI: "Bug:7101 vectorizer proxy: client not found on data\n";
export const BUG_VEC_NOTFOUND_CLI2: "Bug:7102 vectorizer proxy: client not found on close\n";
export const BUG_VEC_DELETE_SEARCH2: "Bug:7103 vectorizer proxy: search entry not deleted on close\n";
export const BUG_VEC_NOTFOUND_CLI3: "Bug:7104 vectorizer server: client not found\n";
export const BUG_VEC_DELETE_SEARCH3: "Bug:7105 vectorizer server: search entry not deleted\n";
export const BUG_VEC_DELETE_SEARCH_WHEN_CLOSE: "Bug:7106 vectorizer server: circuit not closed\n";
export const BUG_TCP_STATEBUF_RUNSHORT: "Bug:7109 accept: no state buffer left for a free connection\n";
export const BUG_TCP_CONNECT_STATEBUF_RUNSHORT: "Bug:7112 connect: no state buffer left for a free connection\n";
export const NOTE_NOOP_PROTOCOL_D_D: "Note:10001 %d bytes ignored, serial %d\n";
export const NOTE_DUMP_PROTOCOL_D_D: "Note:10002 %d bytes, serial %d\n";
export const NOTE_BFDEC_INIT_D: "Note:10010 fd %d: Blowfish set up for input\n";
export const NOTE_BFENC_INIT_D: "Note:10011 fd %d: Blowfish set up for output\n";
export const NOTE_RIJDEC_INIT_D: "Note:10012 fd %d: Rijndael set up for input\n";
export const NOTE_RIJENC_INIT_D: "Note:10013 fd %d: Rijndael set up for output\n";
export const NOTE_SINT_OK_S_D_D: "Note:10100 int search \"%s\" made: hash size %d, %d entries\n";
export const NOTE_SSTR_OK_S_D_D: "Note:10101 string search \"%s\" made: hash size %d, %d entries\n";
export const NOTE_SINT2_OK_S_D_D: "Note:10102 int2 search \"%s\" made: hash size %d, %d entries\n";
export const NOTE_SINT4_OK_S_D_D: "Note:10102 int4 search \"%s\" made: hash size %d, %d entries\n";
export const NOTE_SE_CLEAN_S: "Note:10103 search \"%s\" released\n";
export const NOTE_TCP_NEW_CONNECTION: "Note:10200 fd %d: connection accepted: index %d, read buffer of %d bytes\n";
export const NOTE_TCP_NONBLOCK_CON: "Note:10201 socket switched to non-blocking\n";
export const NOTE_TCP_CONNECT_OK_D: "Note:10202 fd %d: connect succeeded or in progress\n";
export const NOTE_UTIL_MALLOC_U_P: "Note:10220 %u bytes allocated at %p\n";
export const NOTE_UTIL_FREE_P: "Note:10221 memory at %p released\n";
export const NOTE_VEC_REGISTER_D: "Note:10300 vectorizer: registered: port %d\n";
export const NOTE_VEC_UNREGISTER_X_D: "Note:10301 vectorizer: unregistered: address %x port %d\n";
export const NOTE_VEC_CLOSE_FROM_SERVER: "Note:10302 vectorizer: closed by the server\n";
export const NOTE_VEC_ACCEPT_OK_X_D: "Note:10303 vectorizer: accepted: address %x port %d\n";
export const NOTE_VEC_CLOSE_OK_X_D: "Note:10304 vectorizer: closed: address %x port %d\n";
export const NOTE_INIT_ARRAY_OK_D_P_U_D_S: "Note:10310 array %d made at %p: element size %u, %d elements, name \"%s\"\n";
export const NOTE_CONN_EOF_D_S: "Note:10320 fd %d: end of stream from %s\n";
export const NOTE_CONN_READERROR_D_S: "Note:10321 fd %d: receive error from %s\n";
export const NOTE_CONN_WRITEERROR_D_S_S: "Note:10322 fd %d: send error: %s: to %s\n";
export const NOTE_CONN_NEGO_ERROR_D_D: "Note:10323 fd %d: encryption negotiation error %d\n";
export const NOTE_CONN_DECODING_ERROR_D_D: "Note:10324 fd %d: decryption error %d\n";
export const NOTE_CONN_ENCODING_ERROR_D_D: "Note:10325 fd %d: encryption error %d\n";
export const NOTE_CONN_PROTOCOL_ERROR_D_D: "Note:10326 fd %d: parser returned %d\n";
export const NOTE_KEYEX_BAD_CLIPUBKEYLEN_D: "Note:10330 key exchange: bad public key length %d\n";
export const NOTE_KEYEX_NEGO_DONE_D: "Note:10331 fd %d: key exchange done\n";
export const NOTE_KEYEX_NEGO_DONE2_D: "Note:10332 fd %d: key exchange done at the client\n";
export const NOTE_KEYEX_BAD_MAJOR_VERSION_D: "Note:10333 key exchange: bad version %d\n";
export const NOTE_KEYEX_BAD_SECRET_KEY_LENGTH_D: "Note:10334 key exchange: bad secret key length %d\n";
export const NOTE_VEC_CLOSE_OK2_X_D: "Note:10338 vectorizer server: closed: address %x port %d\n";
export const NOTE_VEC_REALLOCATE_STATEBUF_D: "Note:10340 vectorizer: state buffer enlarged to %d\n";
export const NOTE_TCP_STATEBUF_ALLOC: "Note:10342 state buffer given to an accepted connection\n";
export const NOTE_TCP_STATEBUF_INIT_OK: "Note:10345 TCP context: state buffers ready\n";
export const NOTE_TCP_FREED_STATEBUF: "Note:10347 state buffer taken back\n";
export const NOTE_VEC_STATEBUF_ALLOC_OK: "Note:10348 vectorizer: state buffer given\n";
export const NOTE_VEC_FREED_STATEBUF: "Note:10349 vectorizer: state buffer taken back\n";
export const NOTE_VCE_FINALIZED: "Note:10400 library finalised\n";
export const STRDEF_EMESG_NOERROR: "success";
export const STRDEF_EMESG_EGENERIC: "unspecified failure";
export const STRDEF_EMESG_EFULL: "no room left in table or buffer";
export const STRDEF_EMESG_EBUG: "internal inconsistency";
export const STRDEF_EMESG_ERANGE: "value out of range";
export const STRDEF_EMESG_EINVAL: "invalid argument or handle, or library not initialised";
export const STRDEF_EMESG_EMEM: "out of memory";
export const STRDEF_EMESG_ENOENT: "no such entry";
export const STRDEF_EMESG_EIO: "read or write failed";
export const STRDEF_EMESG_ESOCKET: "socket could not be created";
export const STRDEF_EMESG_EBIND: "bind failed, address or port in use or not available";
export const STRDEF_EMESG_EIPADDR: "host name or address cannot be resolved";
export const STRDEF_EMESG_ELISTEN: "listen failed";
export const STRDEF_EMESG_ECONFIG: "configuration not usable";
export const STRDEF_EMESG_EHOSTNAME: "host name not usable";
export const STRDEF_EMESG_EFCNTL: "socket mode could not be changed";
export const STRDEF_EMESG_ECONNECT: "connect failed";
export const STRDEF_EMESG_EBUFSMALL: "supplied buffer is too small";
export const STRDEF_EMESG_EPROTO: "protocol violation";
export const STRDEF_EMESG_ENOTREADY: "connection is not ready yet";
export const STRDEF_EMESG_ENEGO: "encryption negotiation failed";
export const STRDEF_EMESG_EPROTO_INVAL: "protocol: bad argument";
export const STRDEF_EMESG_EPROTO_ODD: "protocol: impossible input length";
export const STRDEF_EMESG_EPROTO_TOOLONG: "protocol: record longer than allowed";
export const STRDEF_EMESG_ENOCALLBACK: "required callback is missing";
export const STRDEF_EMESG_ESUPPORT: "not supported";
export const STRDEF_EMESG_ECIRCSERIAL: "circuit serial does not match";
export const STRDEF_EMESG_ECONNSERIAL: "connection is gone, serial does not match";
export const STRDEF_EMESG_EVECNOTREADY: "vectorizer is not initialised";
export const STRDEF_EMESG_ENOCIRCPARENT: "circuit has no parent connection";
export const STRDEF_EMESG_EALIGNMENT: "pointer is not the start of an element";
export const STRDEF_EMESG_EFORMAT: "malformed text";
export const STRDEF_EMESG_ESEARCH: "search engine failure";
export const STRDEF_EMESG_ECONTENTLEN: "protocol: impossible body length";
export const STRDEF_EMESG_ECONNINIT: "connection table is missing";
export const STRDEF_EMESG_EBADKEYLEN: "key length not allowed";
export const STRDEF_EMESG_EACCEPT: "accept failed";
export const STRDEF_EMESG_ESETSOCKOPT: "socket option could not be set";
export const STRDEF_EMESG_EACCESSFILE: "file is not accessible";
export const STRDEF_EMESG_EWINSOCKINIT: "socket layer could not be started";
export const STRDEF_EMESG_EWBFULL: "write buffer cannot take the record";
export const STRDEF_EMESG_ELONGINPUT: "input is too long";
export const STRDEF_EMESG_ETOOSHORT: "buffer or input is too short";
export const STRDEF_EMESG_EPROTO_BADLEN: "protocol: impossible record length";
export const STRDEF_EMESG_EPROTO_RESULT: "protocol: peer reported an error";
export const STRDEF_EMESG_EPROTO_SERVERINVAL: "protocol: server rejected an argument";
export const STRDEF_EMESG_EPROTO_BADCOMMAND: "protocol: unknown command";
export const STRDEF_EMESG_EFOPEN_W: "file cannot be opened for writing";
export const STRDEF_EMESG_ERENAME: "rename failed";
export const STRDEF_EMESG_ENOTFOUND: "item not found";
export const STRDEF_EMESG_ELENTOOLONG: "length is too large";
export const STRDEF_EMESG_EDATASHORT: "fewer data than announced";
export const STRDEF_EMESG_EOPENDIR: "directory cannot be opened";
export const STRDEF_EMESG_EFSEEK: "seek failed";
export const STRDEF_EMESG_EFWRITE: "file cannot be written";
export const STRDEF_EMESG_EFREAD: "file cannot be read";
export const STRDEF_EMESG_EMKDIR: "directory cannot be made";
export const STRDEF_EMESG_EALREADY: "already done";
export const STRDEF_EMESG_EFINALIZE: "finalise was not complete or not possible now";
export const STRDEF_EMESG_ECLOSED: "connection is closing";
export const STRDEF_EMESG_EGENCOMMAND: "generated protocol: unknown function number";
export const STRDEF_EMESG_ENOCRYPTO: "unknown cipher";
export const STRDEF_EMESG_ETOOLONGNAME: "name is too long";
export const STRDEF_EMESG_ESIZE: "size not acceptable";
export const STRDEF_EMESG_ESWNOTREADY: "switch is not initialised";
export const STRDEF_EMESG_ESERVERDOWN: "server is down";
export const STRDEF_EMESG_ESWTRANSIENT: "circuit is in transition";
export const STRDEF_EMESG_EODDBUFSIZE: "cipher: buffer size not allowed";
export const STRDEF_EMESG_EODDKEYSIZE: "cipher: key size not allowed";
export const STRDEF_EMESG_EKEYEX: "key exchange failed";
export const STRDEF_EMESG_EMORESENDBUF: "send buffer must be larger";
export const STRDEF_EMESG_EINIT: "library is not initialised";
export const STRDEF_EMESG_EARRAY: "no internal table left";
export const STRDEF_UNKNOWNERROR: "unknown error code";

/**
 * Why a connection ended.
 *
 * Plain TCP produces REMOTE, APPLICATION, TIMEOUT and PARSER.
 */
export const CLOSE_REASON: Readonly<{
  CLOSE_REASON_NONE: -1;
  CLOSE_REASON_UNKNOWN: 0;
  CLOSE_REASON_REMOTE: 1;
  CLOSE_REASON_APPLICATION: 2;
  CLOSE_REASON_TIMEOUT: 3;
  CLOSE_REASON_DECODER: 4;
  CLOSE_REASON_ENCODER: 5;
  CLOSE_REASON_PARSER: 6;
  CLOSE_REASON_INTERNAL: 7;
  CLOSE_REASON_FULL: 8;
}>;
/** not ended */
export const CLOSE_REASON_NONE: -1;
/** not produced */
export const CLOSE_REASON_UNKNOWN: 0;
/** ended or reset by the peer, I/O error, failed connect */
export const CLOSE_REASON_REMOTE: 1;
/** closed by the program, everything written was sent */
export const CLOSE_REASON_APPLICATION: 2;
/** the idle limit expired; unsent output is lost */
export const CLOSE_REASON_TIMEOUT: 3;
/** a layer below the records broken by the peer */
export const CLOSE_REASON_DECODER: 4;
/** a layer below the records failed on this side */
export const CLOSE_REASON_ENCODER: 5;
/** the parser or its callback returned a negative value */
export const CLOSE_REASON_PARSER: 6;
/** not produced */
export const CLOSE_REASON_INTERNAL: 7;
/** not produced */
export const CLOSE_REASON_FULL: 8;

/**
 * What a bin_info describes.
 *
 * The count of an array has as many bits as the name ends with.
 */
export const BINDATATYPE: Readonly<{
  SINGLE_CHAR: 0;
  SINGLE_SHORT: 1;
  SINGLE_INT: 2;
  SINGLE_INT64: 3;
  CHARARRAY_8: 4;
  CHARARRAY_16: 5;
  CHARARRAY_32: 6;
  SHORTARRAY_8: 7;
  SHORTARRAY_16: 8;
  SHORTARRAY_32: 9;
  INTARRAY_8: 10;
  INTARRAY_16: 11;
  INTARRAY_32: 12;
  INT64ARRAY_8: 13;
  INT64ARRAY_16: 14;
  INT64ARRAY_32: 15;
  STRARRAY_8: 16;
  STRARRAY_16: 17;
}>;
/** one integer of 8 bits */
export const SINGLE_CHAR: 0;
/** one integer of 16 bits */
export const SINGLE_SHORT: 1;
/** one integer of 32 bits */
export const SINGLE_INT: 2;
/** one integer of 64 bits */
export const SINGLE_INT64: 3;
/** up to 255 integers of 8 bits */
export const CHARARRAY_8: 4;
/** up to 65535 integers of 8 bits */
export const CHARARRAY_16: 5;
/** up to 16777216 integers of 8 bits */
export const CHARARRAY_32: 6;
/** up to 255 integers of 16 bits */
export const SHORTARRAY_8: 7;
/** up to 65535 integers of 16 bits */
export const SHORTARRAY_16: 8;
/** up to 16777216 integers of 16 bits */
export const SHORTARRAY_32: 9;
/** up to 255 integers of 32 bits */
export const INTARRAY_8: 10;
/** up to 65535 integers of 32 bits */
export const INTARRAY_16: 11;
/** up to 16777216 integers of 32 bits */
export const INTARRAY_32: 12;
/** up to 255 integers of 64 bits */
export const INT64ARRAY_8: 13;
/** up to 65535 integers of 64 bits */
export const INT64ARRAY_16: 14;
/** up to 16777216 integers of 64 bits */
export const INT64ARRAY_32: 15;
/** up to 255 strings; each keeps its NUL on the wire */
export const STRARRAY_8: 16;
/** up to 65535 strings; each keeps its NUL on the wire */
export const STRARRAY_16: 17;

/**
 * Handle of a connection, passed by value.
 *
 * Serials are given out 1, 2, 3, ... by one counter for all connections of the process, which
 * vce_finalize() does not reset; 0 is never the serial of a connection. The bytes after `serial`
 * are padding: compare handles with vce_conn_is_equal(), not with memcmp().
 */
export interface conn_t {
  /** encodes the slot; opaque, never NULL for a live connection */
  p: Pointer;
  /** tells the users of one slot apart */
  serial: number;
}
export const conn_t: StructType;

/**
 * The limits that vce_initialize_limited() sets.
 *
 * Always clear the structure with vce_limit_clear() first, then set the fields you care about.
 */
export interface vce_limit_t {
  /** contexts that may exist at once; default 16 */
  max_tcpcontext: number;
  /** connections of the whole process, up to 16777216; default 1000 */
  max_conn: number;
  /** object arrays of the whole process, see Object arrays; default 16384 */
  max_array: number;
  /** 0 or more; has no effect; default 262144 */
  sendbuf_work_size: number;
  /** 0 or more; has no effect; default 1048576 */
  recvbuf_work_size: number;
}
export const vce_limit_t: StructType;

/** Counters of the whole process, see vce_get_stat(). */
export interface vce_stat_t {
  /** second of the last successful initialise; 0 before */
  boot_time: number | bigint;
  /** bytes received */
  recv_byte: number | bigint;
  /** bytes that the system took for sending */
  send_byte: number | bigint;
  /** receives that returned data */
  recv_syscall: number | bigint;
  /** receives that returned end of stream or an error */
  recv_syscall_e: number | bigint;
  /** successful sends */
  send_syscall: number | bigint;
  /** failed sends */
  send_syscall_e: number | bigint;
  /** peers accepted, also those turned away afterwards */
  accept_syscall: number | bigint;
  /** accepts that failed */
  accept_syscall_e: number | bigint;
  /** connects that succeeded inside the call */
  connect_syscall: number | bigint;
  /** connects that failed, or went on in the background */
  connect_syscall_e: number | bigint;
  /** connections destroyed, for any reason */
  conn_free: number | bigint;
  /** connections made by accept or connect */
  conn_alloc: number | bigint;
  /** first close of a connection: program, idle limit, cleanup */
  conn_close: number | bigint;
  /** writes that reached a connection, even if it had no room; a framed record counts 2 */
  conn_write: number | bigint;
  /** always 0 */
  keyex: number | bigint;
  /** contexts created */
  tcpcontext_create: number | bigint;
  /** contexts cleaned up */
  tcpcontext_cleanup: number | bigint;
  /** valid handles returned by vce_tcpcontext_connect() */
  tcpcontext_connect: number | bigint;
  /** connections whose idle limit expired while they were open */
  conn_timeout: number | bigint;
  /** messages issued, those left out or lost included */
  log_count: number | bigint;
}
export const vce_stat_t: StructType;

/**
 * Counters of one connection, see vce_conn_get_stat().
 *
 * Packed: it may lie at any address.
 */
export interface conn_stat_t {
  /** bytes received */
  recv_byte: number | bigint;
  /** bytes that the system took for sending */
  send_byte: number | bigint;
  /** writes, counted as in vce_stat_t */
  conn_write: number | bigint;
  /** receives that returned data */
  recv_syscall: number | bigint;
  /** successful sends */
  send_syscall: number | bigint;
}
export const conn_stat_t: StructType;

/**
 * Counters of one context, see vce_tcpcontext_get_stat().
 *
 * Packed: it may lie at any address.
 */
export interface tcpcontext_stat_t {
  /** connections not yet destroyed, closing ones included */
  current_conn: number;
  /** as in vce_stat_t, and so are the following */
  recv_byte: number | bigint;
  /** bytes that the system took for sending */
  send_byte: number | bigint;
  /** receives that returned data */
  recv_syscall: number | bigint;
  /** receives that returned end of stream or an error */
  recv_syscall_e: number | bigint;
  /** successful sends */
  send_syscall: number | bigint;
  /** failed sends */
  send_syscall_e: number | bigint;
  /** peers accepted, also those turned away afterwards */
  accept_syscall: number | bigint;
  /** accepts that failed */
  accept_syscall_e: number | bigint;
  /** connects that succeeded inside the call */
  connect_syscall: number | bigint;
  /** connects that failed, or went on in the background */
  connect_syscall_e: number | bigint;
  /** writes, a framed record counts 2 */
  conn_write: number | bigint;
  /** connections whose idle limit expired while they were open */
  conn_timeout: number | bigint;
  /** valid handles returned by vce_tcpcontext_connect() */
  tcpcontext_connect: number | bigint;
}
export const tcpcontext_stat_t: StructType;

/**
 * One item for vce_binary_pack() and vce_binary_unpack().
 *
 * Packed: it may lie at any address.
 */
export interface bin_info {
  /** kind of the item */
  t: number;
  /** unpacking an array: elements that `p` has room for; else unused */
  maxu: number;
  /** array: elements to pack, or elements unpacked; unused for a single item */
  n: number;
  /** the native integers, aligned or not; an array of `char *` for strings */
  p: Pointer;
}
export const bin_info: StructType;

/** Counters for operating a server since the start of the process, see vce_get_counters(). */
export interface vce_counters_t {
  /** peers turned away: the context had `maxcon` connections */
  turned_away_maximum: number | bigint;
  /** turned away: the process had `max_conn` connections */
  turned_away_pool: number | bigint;
  /** turned away by vce_tcpcontext_set_accept_max() */
  turned_away_rate: number | bigint;
  /** turned away by vce_tcpcontext_enable_accept() */
  turned_away_disabled: number | bigint;
  /** turned away by vce_tcpcontext_set_conn_kickip_array() */
  turned_away_kicked: number | bigint;
  /** turned away for lack of descriptors or memory */
  turned_away_descriptors: number | bigint;
  /** times a context paused accepting for that lack */
  accept_pause: number | bigint;
  /** times a context resumed accepting after a pause */
  accept_resume: number | bigint;
  /** total length of these pauses in microseconds */
  accept_pause_usec: number | bigint;
  /** connections alive now, closing ones included */
  current_conn: number | bigint;
  /** read and write buffers that hold bytes now */
  buffers_in_use: number | bigint;
  /** memory of these buffers in bytes */
  buffer_bytes_in_use: number | bigint;
  /** memory of buffers kept for use again, in bytes */
  buffer_bytes_pooled: number | bigint;
  /** complete records found by the ready-made parsers */
  recv_record: number | bigint;
  /** records queued by the ready-made writers of bin16, bin32, text */
  send_record: number | bigint;
  /** bytes received */
  recv_byte: number | bigint;
  /** bytes sent */
  send_byte: number | bigint;
  /** turned away by vce_tcpcontext_set_max_per_address() */
  turned_away_address: number | bigint;
  /** times vce_set_buffer_limit() refused a buffer */
  buffers_refused: number | bigint;
  /** connections that vce_tcpcontext_broadcast() queued bytes for */
  broadcast_sent: number | bigint;
  /** connections that it left out, for lack of room */
  broadcast_dropped: number | bigint;
  /** connections that it closed, for lack of room */
  broadcast_closed: number | bigint;
  /** pauses by vce_tcpcontext_set_conn_rate() */
  rate_pauses: number | bigint;
  /** messages lost because the log took no more, see Logging */
  log_lost: number | bigint;
  /** messages about peers that were left out, see Logging */
  log_left_out: number | bigint;
}
export const vce_counters_t: StructType;

/**
 * Visits a connection during a walk.
 *
 * - c: a connection that is not destroyed, closing ones included
 *
 * Result: 0 or more goes on, negative ends the walk.
 *
 * Taken by, and kept for:
 * - vce_tcpcontext_conn_iterate(): call
 */
export function conn_visitor(f: ((c: conn_t) => number | void)): bigint;

/**
 * Learns of the end of a connection. Afterwards the finalizer runs, then the handle is stale.
 *
 * - ct: the connection; valid, what is written to it is discarded
 *
 * - r: why it ended
 *
 * Result: no meaning.
 *
 * Taken by, and kept for:
 * - vce_tcpcontext_set_conn_closewatcher(): connections
 */
export function closewatcher(f: ((ct: conn_t, r: number) => number | void)): bigint;

/**
 * Runs last before a connection is destroyed, also for one that a watcher refused.
 *
 * - ct: the connection; valid until the callback returns
 *
 * Taken by, and kept for:
 * - vce_tcpcontext_set_conn_finalizer(): context
 */
export function finalizer(f: ((ct: conn_t) => void)): bigint;

/**
 * Is asked about an accepted connection.
 *
 * - ct: the new connection; it may be written to, unless the context has `nonblock_connect`
 *
 * Result: 0 or more keeps the connection, negative destroys it.
 *
 * Taken by, and kept for:
 * - vce_tcpcontext_set_conn_acceptwatcher(): context
 */
export function acceptwatcher(f: ((ct: conn_t) => number | void)): bigint;

/**
 * Is asked about an accepted connection when the context is nearly full.
 *
 * - ct: the new connection; it may be written to, unless the context has `nonblock_connect`
 *
 * - n: connections of the context, the new one and closing ones included
 *
 * Result: 0 or more keeps the connection, negative destroys it.
 *
 * Taken by, and kept for:
 * - vce_tcpcontext_set_conn_hiwater_acceptwatcher(): context
 */
export function hiwater_acceptwatcher(f: ((ct: conn_t, n: number) => number | void)): bigint;

/**
 * Is asked about a peer above the rate, before a connection is made.
 *
 * - t: the context
 *
 * Result: 0 or more lets the peer pass, negative turns it away.
 *
 * Taken by, and kept for:
 * - vce_tcpcontext_set_accept_max(): context
 */
export function accept_warning(f: ((t: Pointer) => number | void)): bigint;

/**
 * Is asked about a connection that sends more than its rate, when its pause begins.
 *
 * - c: the connection
 *
 * Result: 0 or more lets it pause, negative ends the connection with CLOSE_REASON_PARSER.
 *
 * Taken by, and kept for:
 * - vce_tcpcontext_set_conn_rate(): connections
 */
export function rate_callback(f: ((c: conn_t) => number | void)): bigint;

/**
 * Learns that the write buffer has room again.
 *
 * - c: the connection
 *
 * Result: 0 or more goes on, negative destroys the connection (PARSER).
 *
 * Taken by, and kept for:
 * - vce_conn_set_writable_watcher(): connection
 */
export function writable_watcher(f: ((c: conn_t) => number | void)): bigint;

/**
 * Runs in the heartbeat after vce_wake().
 *
 * - user: what vce_set_wake_callback() was given
 *
 * Taken by, and kept for:
 * - vce_set_wake_callback(): library
 */
export function wake_callback(f: ((user: Pointer) => void)): bigint;

/**
 * Was handed over by vce_post().
 *
 * - arg: what vce_post() was given
 *
 * Taken by, and kept for:
 * - vce_post(): library
 */
export function posted_function(f: ((arg: Pointer) => void)): bigint;

/**
 * Runs when a timer is due.
 *
 * - id: the id of the timer
 *
 * - user: what vce_timer_start() was given
 *
 * Taken by, and kept for:
 * - vce_timer_start(): library
 */
export function timer_callback(f: ((id: number, user: Pointer) => void)): bigint;

/**
 * Looks at the read buffer and takes at most one record out of it.
 *
 * - ct: the connection
 *
 * Result: 0 or more goes on, negative destroys the connection (PARSER).
 *
 * Taken by, and kept for:
 * - vce_tcpcontext_set_conn_parser(): connections
 * - vce_conn_set_parser(): connection
 */
export function parser(f: ((ct: conn_t) => number | void)): bigint;

/**
 * Gets a record.
 *
 * - ct: the connection
 *
 * - data: the record, without framing, not terminated; do not change it
 *
 * - len: its length, 0 or more
 *
 * Result: 0 or more goes on, negative destroys the connection (PARSER).
 *
 * Taken by, and kept for:
 * - vce_tcpcontext_set_conn_parser(): connections
 * - vce_conn_set_parser(): connection
 */
export function protocol_callback(
  f: ((ct: conn_t, data: bigint, len: number) => number | void)
): bigint;

/**
 * Is asked about a record that is longer than the limit, at every parser call until it is complete.
 *
 * - ct: the connection
 *
 * Result: 0 or more allows the record, negative refuses it, which destroys the connection (PARSER).
 *
 * Taken by, and kept for:
 * - vce_tcpcontext_protocol_set_maxlength(): connections
 */
export function maxlength_watcher(f: ((ct: conn_t) => number | void)): bigint;

/**
 * Sees what a connection receives and sends.
 *
 * - ct: the connection
 *
 * - rwflag: 0 for received bytes, 1 for bytes that the system took
 *
 * - data: the bytes; valid until the callback returns or writes to the connection
 *
 * - sz: their number
 *
 * Taken by, and kept for:
 * - vce_conn_set_io_callback(): connection
 */
export function io_callback(
  f: ((ct: conn_t, rwflag: number, data: bigint, sz: number | bigint) => void)
): bigint;

/**
 * Gets a line `name=value` of a file.
 *
 * - filename: the very pointer that was given
 *
 * - line: number of the line, from 1
 *
 * - name: what is before the first `=`
 *
 * - value: what is behind it
 *
 * Result: 0 or more goes on, negative ends the reading and is returned.
 *
 * Taken by, and kept for:
 * - vce_read_simple_config_file(): call
 */
export function config_line(
  f: ((filename: string, line: number, name: string, value: string) => number | void)
): bigint;

/**
 * Gets a line of a file.
 *
 * - filename: the very pointer that was given
 *
 * - line: number of the line, from 1
 *
 * - text: the line with its end
 *
 * Result: 0 or more goes on, negative ends the reading and is returned.
 *
 * Taken by, and kept for:
 * - vce_read_plain_text_file(): call
 */
export function text_line(
  f: ((filename: string, line: number, text: string) => number | void)
): bigint;

/**
 * Allocates as `malloc`.
 *
 * - size: number of bytes
 *
 * Result: the memory; may be NULL.
 *
 * Taken by, and kept for:
 * - vce_replace_malloc_funcs(): process
 */
export function allocate(f: ((size: number | bigint) => Pointer)): bigint;

/**
 * Resizes as `realloc`.
 *
 * - p: the old block, or NULL
 *
 * - size: the new number of bytes
 *
 * Result: the memory; NULL leaves the old block as it is.
 *
 * Taken by, and kept for:
 * - vce_replace_malloc_funcs(): process
 */
export function reallocate(f: ((p: Pointer, size: number | bigint) => Pointer)): bigint;

/**
 * Releases as `free`.
 *
 * - p: the block, or NULL
 *
 * Taken by, and kept for:
 * - vce_replace_malloc_funcs(): process
 */
export function release(f: ((p: Pointer) => void)): bigint;

/**
 * Runs between the heartbeats of vce_mainloop().
 *
 * Result: 0 goes on, any other value ends the loop and is returned.
 *
 * Taken by, and kept for:
 * - vce_set_mainloop_callback(): process
 */
export function mainloop_callback(f: (() => number | void)): bigint;

/**
 * Gets the text of a log message.
 *
 * - vmode: the verbosity
 *
 * - str: the formatted text
 *
 * Taken by, and kept for:
 * - vce_errout_set_another(): process
 */
export function log_callback(f: ((vmode: number, str: string) => void)): bigint;

/**
 * Returns the last error of the calling thread.
 *
 * The last error describes the most recent call that sets one, not the most recent failure. After
 * vce_heartbeat() it is 0 whatever happened inside.
 *
 * Success keeps the last error.
 *
 * @returns 0 or a negative code; 0 in a thread that has not called the library yet.
 */
export function vce_get_last_error(): number;

/**
 * Returns the text of an error code.
 *
 * Success keeps the last error.
 *
 * @param ecode - (int, code) any number
 * @returns a constant text, never NULL and valid for ever; the caller must not change it. Numbers
 *   without a meaning give one fixed text. The wording may change, the numbers never do. Valid for
 *   ever.
 */
export function vce_strerror(ecode: number): string | null;

/**
 * Returns the name of a close reason.
 *
 * Success keeps the last error.
 *
 * @param reason - (CLOSE_REASON) a CLOSE_REASON, or any other number
 * @returns the name of the enumerator, such as `CLOSE_REASON_REMOTE`, or `CLOSE_REASON_?????` for
 *   any number outside -1 to 8; a constant text, never NULL. The names are part of the contract.
 *   Valid for ever.
 */
export function vce_strerror_close_reason(reason: number): string | null;

/**
 * Initialises the library with the limits in force.
 *
 * The limits in force are the defaults of vce_limit_t, or what an earlier vce_initialize_limited()
 * of the process set: limits survive vce_finalize(). If the library is initialised already, nothing
 * changes and everything that exists stays alive. The time of the call becomes `boot_time` of
 * vce_get_stat(). The first success of the process ignores SIGPIPE if that was at its default.
 *
 * Errors:
 * - VCE_EMEM: no memory, or a work size in force is negative
 * - VCE_EARRAY: the table of connections or contexts cannot be made, e.g. `max_conn` above
 *
 * 1. After a failure the library is not initialised.
 *
 * @returns 0: success Negative: an error code.
 */
export function vce_initialize(): number;

/**
 * Sets limits, then initialises the library as vce_initialize() does.
 *
 * With `max_conn` above 1000 a soft limit of descriptors (RLIMIT_NOFILE) that is too low for so
 * many connections is raised, as far as the hard limit allows: not now, but when descriptors come
 * near to it. vce_finalize() puts it back, and a child after `fork` has the one from before; a
 * program started otherwise (`system`, `posix_spawn`) inherits a limit that has been raised.
 *
 * Errors:
 * - VCE_EMEM: no memory, or a work size is negative but not -1
 * - VCE_EARRAY: a table cannot be made, e.g. `max_conn` above 16777216
 *
 * @param lim - (vce_limit_t *) limits; copied; NULL changes none. A field that is -1 leaves that
 *   limit as it is. `max_array` below 8 is raised to 8. With `max_conn` 0 or less no connection can
 *   exist; with `max_tcpcontext` 0 or less no context can be created. If the library is initialised
 *   already, the limits are kept for the next vce_initialize() after vce_finalize().
 * @returns 0: success Negative: an error code.
 */
export function vce_initialize_limited(lim?: vce_limit_t | Block): number;

/**
 * Sets every field of a limit structure to -1, which means "leave as it is".
 *
 * Success keeps the last error.
 *
 * @param t - (vce_limit_t *, out) structure to fill; NULL is ignored
 */
export function vce_limit_clear(t?: Partial<vce_limit_t> | Block): void;

/**
 * Sets every field of a limit structure to -1; the same as vce_limit_clear().
 *
 * Success keeps the last error.
 *
 * @param t - (vce_limit_t *, out) structure to fill; NULL is ignored
 */
export function vce_init_limit_t(t?: Partial<vce_limit_t> | Block): void;

/**
 * Releases everything the library made and returns to the uninitialised state.
 *
 * Contexts, connections and arrays that are still alive are released, their sockets closed, and
 * unsent output is lost; no closewatcher, finalizer or other callback runs. Nothing is waited for:
 * a peer that still sends may lose the last bytes sent to it. A program that wants its output to
 * arrive and its callbacks to run calls vce_drain() before. All handles, state buffers and array
 * elements become invalid. Limits, statistics, verbosity, wait flag, memory functions and the
 * serial counter survive. The library may be initialised again, any number of times.
 *
 * Errors:
 * - VCE_EFINALIZE: called inside a callback: nothing was done. Or vce_end_all_array() had been
 *   called since initialising: everything was released nevertheless.
 *
 * Refused inside a callback.
 *
 * @returns 0: success; also if the library was not initialised Negative: an error code.
 */
export function vce_finalize(): number;

/**
 * Does one round of network work and returns.
 *
 * Without vce_set_heartbeat_wait_flag() it never waits. The order is fixed:
 *
 * 1. Connections whose close was requested earlier and that have nothing left to send are destroyed
 * (APPLICATION), likewise those whose idle limit expired in the previous heartbeat (TIMEOUT).
 * 2. Output that the application wrote since then is sent.
 * 3. Idle limits below zero expire.
 * 4. The heartbeat waits for readiness, if it may. Then the wake callback, posted functions and
 * timers run that are due (vce_wake(), vce_post(), vce_timer_start()).
 * 5. Connects complete. Each readable connection is read once, at most as much as its read buffer
 * has room for; its I/O callback runs, then its parser, up to the quota of
 * vce_tcpcontext_set_conn_call_parser_per_heartbeat(). Output of its callbacks to this connection
 * alone may be sent right away.
 * 6. Connections that still hold records, or bytes that a custom parser left, are parsed.
 * 7. Waiting peers are accepted in a bounded batch, newest context first. A new connection is read
 * in the next heartbeat.
 * 8. Idle limits are compared with the time. Writable watchers run whose room is there
 * (vce_conn_set_writable_watcher()).
 * 9. Output of callbacks is sent: an answer leaves in the heartbeat that read the request.
 * 10. Connections that their peer ended, and that have nothing left to parse or send, are destroyed
 * (REMOTE), here or right after they were parsed or sent to.
 *
 * The order among connections within a step is not promised. A connection with a full read buffer
 * is not read, so that neither its data nor its end is noticed until the parser makes room. To
 * destroy a connection means: closewatcher, finalizer, socket closed, handle stale, in this order.
 *
 * Before vce_initialize() only the clock is refreshed. Inside a callback the call does nothing.
 *
 * Errors:
 * - VCE_EINVAL: the library is not initialised
 *
 * Does nothing inside a callback. May block the thread, and with it the event loop.
 */
export function vce_heartbeat(): void;

/**
 * Does one round of network work, but parses the input of one connection only.
 *
 * Everything else happens as in vce_heartbeat(), for all connections; bytes that the others receive
 * stay in their read buffers for a later heartbeat. Meant for waiting for an answer on one
 * connection.
 *
 * Errors:
 * - VCE_EINVAL: the library is not initialised
 *
 * Does nothing inside a callback. May block the thread, and with it the event loop.
 *
 * @param c - (conn_t) the connection to parse; if it is invalid, nothing is parsed
 */
export function vce_heartbeat_on_single_conn(c: conn_t): void;

/**
 * Lets heartbeats wait while there is nothing to do.
 *
 * The wait adapts: it starts at 0, grows by 1 microsecond with every heartbeat that found nothing
 * to do, up to 100000, and with every activity it is halved, less 10, but not below 1. Readiness of
 * any socket ends a wait, so do vce_wake(), vce_post() and a timer that is due, and so does a
 * signal, except while a name is being looked up. There is no wait at all in a heartbeat that finds
 * something written, records left over or connections to destroy. Output that the kernel refused is
 * waited for like input. With the flag cleared the wait returns to 0.
 *
 * Success keeps the last error.
 *
 * @param flag - (int, flag) 0: never wait (the initial state); any other value: wait as described
 */
export function vce_set_heartbeat_wait_flag(flag: number): void;

/**
 * Ends the parser calls of the connection that is being parsed, for this heartbeat.
 *
 * For use inside a parser or protocol callback. The current call is completed; records that remain
 * follow in the next heartbeat. Other connections are not affected. Elsewhere it has no effect.
 *
 * Success keeps the last error.
 */
export function vce_conn_break_heartbeat(): void;

/**
 * Returns the cached wall-clock time.
 *
 * The clock is read when the library is initialised, at the end of every heartbeat, before an
 * acceptwatcher runs and by a successful connect; it stands still in between, also while other
 * callbacks run.
 *
 * Success keeps the last error.
 *
 * @returns microseconds since 1970-01-01 00:00 UTC; 0 before the clock was read for the first time.
 */
export function vce_get_current_utime(): number | bigint;

/**
 * Returns the time between two moments.
 *
 * Success keeps the last error.
 *
 * @param before - (struct timeval *) the earlier moment
 * @param after - (struct timeval *) the later moment
 * @returns `after` minus `before` in microseconds, negative if `after` is the earlier one; 0 if
 *   either pointer is NULL.
 */
export function vce_utime_diff(before?: timeval | Block, after?: timeval | Block): number | bigint;

/**
 * Ends the wait of a heartbeat at once, from any thread and from signal handlers.
 *
 * It is the only function of the library that a signal handler may call: it takes no lock and
 * leaves `errno` and the last error alone. If no heartbeat is waiting, the next one does not wait.
 * The waits of vce_drain(), and of the program's own loop for vce_get_wait_fd(), end as well; a
 * connect that waits in its call does not. The callback of vce_set_wake_callback() then runs once,
 * however often the call was made before. It may be made again inside that callback, for the next
 * heartbeat.
 *
 * While the library is not initialised it does nothing. It may meet vce_finalize() in another
 * thread: then it is either in time or does nothing. After `fork` it wakes the process that calls
 * it; what had not been noticed before the fork is noticed by the parent alone.
 *
 * Success keeps the last error.
 */
export function vce_wake(): void;

/**
 * Sets the function that a heartbeat calls after vce_wake().
 *
 * Errors:
 * - VCE_EINVAL: the library is not initialised
 *
 * @param f - (wake_callback) runs inside the heartbeat, after its wait, and may do what every
 *   callback may; NULL: none (the default): then vce_wake() only ends waits; kept for: library
 * @param user - (void *) handed to `f`; never followed by the library
 * @returns 0: success; vce_finalize() forgets the function Negative: an error code.
 */
export function vce_set_wake_callback(f?: Callback, user?: Pointer): number;

/**
 * Hands a function over to the thread of the heartbeat, from any thread.
 *
 * The next heartbeat runs it, once, in the order of posting, and does not wait before; a wait that
 * goes on ends at once, as by vce_wake(). All that it writes leaves in that heartbeat. It may do
 * what every callback may. What it posts runs in the heartbeat after. Not for signal handlers: see
 * vce_wake().
 *
 * At most 4096 functions can wait. What still waits at vce_finalize() is never run, so what `arg`
 * points to is the program's to release then; the same holds in a child after `fork`, where what
 * was posted before is run by the parent alone.
 *
 * Errors:
 * - VCE_EFULL: too many wait; try again after a heartbeat
 * - VCE_EINVAL: `f` is NULL, or the library is not initialised
 *
 * @param f - (posted_function) the function; kept for: library
 * @param arg - (void *) handed to `f`; never followed by the library
 * @returns 0: success Negative: an error code.
 */
export function vce_post(f: Callback, arg?: Pointer): number;

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
 *
 * Errors:
 * - VCE_EINVAL: `f` is NULL, or the library is not initialised
 * - VCE_ERANGE: the interval is outside its range
 * - VCE_EFULL: there are 16777216 timers
 * - VCE_EMEM: no memory
 *
 * @param interval_us - (VCEI64, microseconds) microseconds, 0 to 3153600000000000 (100 years); 0:
 *   in the next heartbeat
 * @param repeat - (int, flag) 0: it runs once; any other value: again and again, with an interval
 *   of 1 or more
 * @param f - (timer_callback) gets the id and `user`, and may do what every callback may, such as
 *   start and stop timers, its own included. The id of a timer that runs once is stale inside `f`.
 *   A timer that a timer's function starts runs in the next heartbeat at the earliest.; kept for:
 *   library
 * @param user - (void *) handed to `f`; never followed by the library
 * @returns the id of the timer, above 0. The id of one that has ended is given again only after
 *   2147483647 others. Negative: an error code.
 */
export function vce_timer_start(
  interval_us: number | bigint,
  repeat: number,
  f: Callback,
  user?: Pointer
): number;

/**
 * Stops a timer: its function is not called any more.
 *
 * Errors:
 * - VCE_ENOENT: there is no such timer (any more): it was stopped, or has run once
 * - VCE_EINVAL: the library is not initialised
 *
 * @param id - (int) the id that vce_timer_start() returned
 * @returns 0: success Negative: an error code.
 */
export function vce_timer_stop(id: number): number;

/**
 * Sets the verbosity of the log.
 *
 * Success keeps the last error.
 *
 * @param m - (int) below 0: silent, also for the program's own messages; 0: normal messages (the
 *   initial state); above 0: verbose messages too. Takes effect at once, also before
 *   vce_initialize().
 */
export function vce_set_verbose_mode(m: number): void;

/**
 * Switches the logging of all traffic on or off.
 *
 * Each receive and send logs a verbose line and a dump of its bytes at normal level, each
 * vce_conn_write() a verbose line. The dump has the form of vce_dump_buffer().
 *
 * Success keeps the last error.
 *
 * @param m - (int, flag) 0: off (the initial state); any other value: on
 */
export function vce_set_read_write_log_mode(m: number): void;

/**
 * Writes a message to the log, as printf formats it, if the verbosity is 0 or more.
 *
 * Success keeps the last error.
 *
 * @param format - (const char *) format as of `printf`, followed by its arguments; NULL writes
 *   nothing
 * @param args - for each value koffi's type of it and the value: `'int', 7, 'str', 'x'`
 */
export function vce_errout(format: Text, ...args: unknown[]): void;

/**
 * Writes a message to the log, as printf formats it, if the verbosity is above 0.
 *
 * Success keeps the last error.
 *
 * @param format - (const char *) format as of `printf`, followed by its arguments; NULL writes
 *   nothing
 * @param args - for each value koffi's type of it and the value: `'int', 7, 'str', 'x'`
 */
export function vce_errout_v(format: Text, ...args: unknown[]): void;

/**
 * Writes bytes to the log in hexadecimal, if the verbosity is 0 or more.
 *
 * Each byte is two lower-case digits and a blank, a line feed follows every 16th byte, and one more
 * line feed ends the dump; so 16 bytes end with an empty line.
 *
 * Success keeps the last error.
 *
 * @param buf - (char *) the bytes
 * @param len - (int, bytes) their number; 0 or less writes one line feed
 */
export function vce_dump_buffer(buf: Block, len: number): void;

/**
 * Writes a line for every connection to the log, newest first, between a head and an end line.
 *
 * A line shows slot, remote address, time of last activity, index, whether the connection was
 * accepted (1) or made (0), and the buffer addresses; it is meant for people. Nothing is written
 * without connections, or with verbosity below 0.
 *
 * Errors:
 * - VCE_EINVAL: the library is not initialised
 */
export function vce_conn_show_stat(): void;

/**
 * Copies the counters of the process.
 *
 * Success keeps the last error.
 *
 * @param v - (vce_stat_t *, out) receives the counters; NULL is ignored
 */
export function vce_get_stat(v?: Partial<vce_stat_t> | Block): void;

/**
 * Copies the counters of a context.
 *
 * Errors:
 * - VCE_EINVAL: `tp` is invalid or `s` is NULL
 *
 * @param tp - (tcpcontext_t) the context
 * @param s - (tcpcontext_stat_t *, out) receives the counters; untouched if the context is invalid
 */
export function vce_tcpcontext_get_stat(tp: Pointer, s: Partial<tcpcontext_stat_t> | Block): void;

/**
 * Copies the counters of a connection.
 *
 * Success keeps the last error.
 *
 * @param ct - (conn_t) the connection
 * @param st - (conn_stat_t *, out) receives the counters; all 0 if the connection is invalid; NULL
 *   is ignored
 */
export function vce_conn_get_stat(ct: conn_t, st?: Partial<conn_stat_t> | Block): void;

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
 *
 * Errors:
 * - VCE_EFULL: no room; `buf` holds the whole lines that fitted
 *
 * @param buf - (char *, out) receives the text, always terminated if `maxlen` is 1 or more
 * @param maxlen - (int, bytes) size of `buf`; the length of the text plus 2 is needed, 1 if it is
 *   empty
 * @returns 0: success; the text is empty when there is no connection Negative: an error code.
 */
export function vce_get_netstat_string(buf: Block, maxlen: number): number;

/**
 * Creates a context.
 *
 * A server context listens at once. Every other setting is at its default: no parser, no callbacks,
 * accepting enabled without a rate limit, one parser call per heartbeat, received data restarts the
 * idle time and sent data does not, no record limit, user pointer NULL. A context counts 4 towards
 * `max_array` of vce_limit_t, 5 if it has a state buffer.
 *
 * Note: An address that does not resolve is an error here; the old library listened on all
 * interfaces.
 *
 * Errors:
 * - VCE_EINVAL: the library is not initialised, or `max_tcpcontext` is 0 or less
 * - VCE_EFULL: `max_tcpcontext` contexts exist already
 * - VCE_EIPADDR: `bindaddr` does not resolve, or is no name of a Unix socket
 * - VCE_ESOCKET: no socket could be created
 * - VCE_ESETSOCKOPT: an option of the socket could not be set
 * - VCE_EBIND: the address cannot be bound: port in use, privileged, or address not of this host;
 *   for a Unix socket: a server listens there, there is a file that is no socket, or the folder
 *   does not allow it
 * - VCE_ELISTEN: listening failed
 * - VCE_EARRAY: `maxcon`, `rblen`, `wblen` or `statebuf_size` is outside its range, `maxcon` times
 *   the three sizes exceeds 2 to the power of 46, `max_array` is used up, or memory is short.
 *   Tested last: a port in use gives VCE_EBIND first
 *
 * May block the thread, and with it the event loop.
 *
 * @param is_server - (int, flag) 0: client; any other value: server
 * @param bindaddr - (const char *) server: address to listen on, as a name or in numbers; NULL,
 *   `""` and `"0.0.0.0"` mean all IPv4 interfaces, `"::"` both families; `"unix:/path"` and
 *   `"unix:@name"` a Unix socket, see vce_conn_get_peer_credentials(); client: ignored
 * @param port - (unsigned short, port) server: port to listen on, 0 lets the system choose, see
 *   vce_tcpcontext_get_port(); ignored for a Unix socket and a client
 * @param maxcon - (int, connections) connections that may exist at once in this context, those that
 *   are closing included; 0 or more, may exceed `max_conn` of vce_limit_t
 * @param rblen - (size_t, bytes) size of each read buffer in bytes, 1 to 2147483647
 * @param wblen - (size_t, bytes) size of each write buffer in bytes, 1 to 2147483647
 * @param timeout - (int, seconds) idle limit of new connections in seconds, see
 *   vce_conn_set_timeout()
 * @param nonblock_connect - (int, flag) 0: vce_tcpcontext_connect() waits for the handshake; any
 *   other value: it returns at once. On a server, accepted connections then become writable with
 *   the next heartbeat
 * @param nodelay - (int, flag) 0: leave Nagle's algorithm on; any other value: set TCP_NODELAY on
 *   every connection
 * @param statebuf_size - (size_t, bytes) size of the zeroed state buffer of each connection in
 *   bytes, 0 (none) to 2147483647
 * @returns the context, or NULL.
 */
export function vce_tcpcontext_create(
  is_server: number,
  bindaddr: Text,
  port: number,
  maxcon: number,
  rblen: number | bigint,
  wblen: number | bigint,
  timeout: number,
  nonblock_connect: number,
  nodelay: number,
  statebuf_size: number | bigint
): Pointer;

/**
 * Closes a context: stops listening, closes every connection, gives the handle up.
 *
 * No callback runs in the call. The connections remain valid and closed; later heartbeats send
 * their unsent output and destroy them with their own closewatcher and finalizer, as after
 * vce_conn_close(). May be called inside any callback, also of a connection of this context.
 *
 * Errors:
 * - VCE_EINVAL: `tp` is invalid
 *
 * @param tp - (tcpcontext_t) the context; invalid afterwards
 */
export function vce_tcpcontext_cleanup(tp: Pointer): void;

/**
 * Returns the greatest number of connections of a context.
 *
 * Errors:
 * - VCE_EINVAL: `t` is invalid
 *
 * Success keeps the last error.
 *
 * @param t - (tcpcontext_t) the context
 * @returns `maxcon` as given to vce_tcpcontext_create(); last error kept. Unit: connections.
 *   Negative: an error code.
 */
export function vce_tcpcontext_get_max_connection(t: Pointer): number;

/**
 * Lists the connections of a context, newest first.
 *
 * Errors:
 * - VCE_EINVAL: `t` is invalid
 *
 * @param t - (tcpcontext_t) the context
 * @param a - (conn_t *, out) receives the handles of connections that are not destroyed, closing
 *   ones included
 * @param max - (int, elements) size of `a` in handles; 0 or less, or `a` NULL, stores nothing
 * @returns the number of handles stored, 0 to `max`. Unit: connections. Negative: an error code.
 */
export function vce_tcpcontext_get_all_connection(
  t: Pointer,
  a: Partial<conn_t>[] | Block,
  max: number
): number;

/**
 * Counts the connections of a context.
 *
 * Errors:
 * - VCE_EINVAL: `t` is invalid
 *
 * @param t - (tcpcontext_t) the context
 * @param conn - (int *, out, connections) receives the number of connections that are not
 *   destroyed, closing ones included; may be NULL; untouched on failure
 * @returns 0: success; the count is not the result Negative: an error code.
 */
export function vce_tcpcontext_count_connections(t: Pointer, conn?: Numbers): number;

/**
 * Calls a function for each connection of a context, newest first.
 *
 * Errors:
 * - VCE_EINVAL: `tt` is invalid or `f` is NULL
 *
 * @param tt - (tcpcontext_t) the context
 * @param f - (conn_visitor) gets a connection that is not destroyed, closing ones included; a
 *   negative result ends the walk. It may close connections: nothing is destroyed during the walk;
 *   kept for: call
 * @returns 0: all connections were visited, or `f` ended the walk Negative: an error code.
 */
export function vce_tcpcontext_conn_iterate(
  tt: Pointer,
  f: ((c: conn_t) => number | void) | Callback
): number;

/**
 * Sets the function that learns of the end of a connection, for connections made later.
 *
 * It runs once for each connection that passed its acceptwatcher or was returned by
 * vce_tcpcontext_connect(), also for a non-blocking connect that fails. It does not run for peers
 * that were turned away, nor in vce_finalize(). Inside, the handle is valid, state buffer, user
 * pointer and addresses can be read; bytes written are discarded. It may connect anew: the new
 * connection gets another slot. Afterwards the finalizer runs, then the handle is stale.
 *
 * Errors:
 * - VCE_EINVAL: `tp` is invalid
 * - VCE_EMEM: no memory, nothing changes
 *
 * Success keeps the last error.
 *
 * @param tp - (tcpcontext_t) the context
 * @param cw - (closewatcher) gets the connection and the reason; its result is ignored; NULL: none;
 *   kept for: connections
 */
export function vce_tcpcontext_set_conn_closewatcher(tp: Pointer, cw?: Callback): void;

/**
 * Sets the function that runs last before a connection is destroyed.
 *
 * It runs after the closewatcher, and also for a connection that its acceptwatcher refused. The
 * handle is still valid inside and stale afterwards. Takes effect for existing connections too.
 *
 * Errors:
 * - VCE_EINVAL: `t` is invalid
 *
 * Success keeps the last error.
 *
 * @param t - (tcpcontext_t) the context
 * @param f - (finalizer) gets the connection; NULL: none; kept for: context
 */
export function vce_tcpcontext_set_conn_finalizer(t: Pointer, f?: Callback): void;

/**
 * Chooses what restarts the idle time of the connections of a context.
 *
 * Errors:
 * - VCE_EINVAL: `tp` is invalid
 *
 * Success keeps the last error.
 *
 * @param tp - (tcpcontext_t) the context; existing connections are affected at once
 * @param recv_reset - (int, flag) 0: no; any other value: received data restarts it (the default)
 * @param send_reset - (int, flag) 0: no (the default); any other value: bytes that the system took
 *   restart it
 */
export function vce_tcpcontext_timeout_control(
  tp: Pointer,
  recv_reset: number,
  send_reset: number
): void;

/**
 * Stores a pointer of the program in a context.
 *
 * Errors:
 * - VCE_EINVAL: `tp` is invalid
 *
 * Success keeps the last error.
 *
 * @param tp - (tcpcontext_t) the context
 * @param p - (void *) any value; never followed or freed by the library
 */
export function vce_tcpcontext_userdata_set_pointer(tp: Pointer, p?: Pointer): void;

/**
 * Returns the pointer that vce_tcpcontext_userdata_set_pointer() stored.
 *
 * Errors:
 * - VCE_EINVAL: `tp` is invalid
 *
 * Success keeps the last error.
 *
 * @param tp - (tcpcontext_t) the context
 * @returns the pointer; NULL if none was stored or the context is invalid.
 */
export function vce_tcpcontext_userdata_get_pointer(tp: Pointer): Pointer;

/**
 * Makes the reading of each connection wait until enough of its write buffer is free.
 *
 * Existing and new connections of the context are affected.
 *
 * Errors:
 * - VCE_ERANGE: `p` is outside 0 to 100; nothing changes
 * - VCE_EINVAL: `tp` is invalid
 *
 * @param tp - (tcpcontext_t) the context
 * @param p - (int, percent) percentage of the write buffer that must be free for a connection to be
 *   read and parsed: 0 (always, the default) to 100 (only when nothing is unsent)
 * @returns 0: success Negative: an error code.
 */
export function vce_tcpcontext_set_conn_safety_read(tp: Pointer, p: number): number;

/**
 * Does nothing.
 *
 * Peer-to-peer connections are not supported.
 *
 * Errors:
 * - VCE_ESUPPORT: always
 *
 * @param t - (tcpcontext_t) a context; ignored
 * @param allocationsize - (int) ignored
 * @param allocationunits - (int) ignored
 * @returns 0 for success. Negative: an error code.
 */
export function vce_tcpcontext_setup_p2p(
  t: Pointer,
  allocationsize: number,
  allocationunits: number
): number;

/**
 * Does nothing.
 *
 * Kept for programs that named a helper server for peer-to-peer connections.
 *
 * Success keeps the last error.
 *
 * @param t - (tcpcontext_t) a context; ignored
 * @param host - (const char *) ignored
 * @param mainport - (unsigned short, port) ignored
 * @param subport - (unsigned short, port) ignored
 * @returns 1: always
 */
export function vce_tcpcontext_set_portscanner(
  t: Pointer,
  host: Text,
  mainport: number,
  subport: number
): number;

/**
 * Sets the function that is asked about each accepted connection.
 *
 * Errors:
 * - VCE_EINVAL: `tp` is invalid
 *
 * Success keeps the last error.
 *
 * @param tp - (tcpcontext_t) the context
 * @param aw - (acceptwatcher) gets the connection; 0 or more keeps it, a negative result destroys
 *   it; NULL: every connection is kept; kept for: context
 */
export function vce_tcpcontext_set_conn_acceptwatcher(tp: Pointer, aw?: Callback): void;

/**
 * Sets the function that is asked about each accepted connection when the context is nearly full.
 *
 * It is called instead of the accept watcher when at least WATER - 1 connections are open, the new
 * one included. WATER is `water`, and connections that are closing count as open. With `water` 3
 * the first connection meets the acceptwatcher, the second and all further ones this function; with
 * 1 or 2, all do. To serve 100 and tell the next ones that the server is full, `water` is 102.
 * Choose `water` below `maxcon`: beyond `maxcon` peers are turned away unasked.
 *
 * Errors:
 * - VCE_EINVAL: `tp` is invalid
 *
 * Success keeps the last error.
 *
 * @param tp - (tcpcontext_t) the context
 * @param water - (int, connections) the mark; looked up at each accept
 * @param aw - (hiwater_acceptwatcher) gets the connection and the number of open ones, itself
 *   included; result as for the acceptwatcher; NULL: the acceptwatcher is asked always. It is asked
 *   without an acceptwatcher too.; kept for: context
 */
export function vce_tcpcontext_set_conn_hiwater_acceptwatcher(
  tp: Pointer,
  water: number,
  aw?: Callback
): void;

/**
 * Limits how many peers are accepted per minute.
 *
 * A burst of `con_max` + 1 passes, then one per 60 / `con_max` seconds. A peer counts even if a
 * later check turns it away.
 *
 * Errors:
 * - VCE_EINVAL: `t` is invalid
 *
 * Success keeps the last error.
 *
 * @param t - (tcpcontext_t) the context
 * @param con_max - (int, connections) peers per minute; 0 or less: no limit (the default)
 * @param accept_warning - (accept_warning) asked once for each peer in excess, before a connection
 *   is made: 0 or more lets it pass, a negative result turns it away; NULL: all are turned away;
 *   kept for: context
 */
export function vce_tcpcontext_set_accept_max(
  t: Pointer,
  con_max: number,
  accept_warning?: Callback
): void;

/**
 * Lets a server context accept peers, or turn all of them away.
 *
 * The socket goes on listening, and existing connections are not affected.
 *
 * Errors:
 * - VCE_EINVAL: `tp` is invalid
 *
 * Success keeps the last error.
 *
 * @param tp - (tcpcontext_t) the context
 * @param flag - (int, flag) 0: turn away; any other value: accept (the default)
 */
export function vce_tcpcontext_enable_accept(tp: Pointer, flag: number): void;

/**
 * Connects to a server.
 *
 * If the context has `nonblock_connect` 0, the call waits for the handshake and the connection is
 * open. Otherwise it returns at once with a connecting one; a name is looked up in the background.
 * There is no callback for success: the connection is open as soon as vce_conn_writable() is above
 * 0, and a failure destroys it in a heartbeat with the reason REMOTE. If no answer comes in the
 * time of vce_tcpcontext_set_connect_timeout(), or in that of the idle limit if none is set, it
 * ends with TIMEOUT; idle time begins when the connection is established. All addresses of a name
 * are tried, IPv4 ones first, the next one as soon as one has failed or has not answered for 250
 * ms; the first that is established is used, the others are closed. A connect to a port of this
 * machine where no server listens can reach itself; that counts as refused. Changes of
 * `/etc/resolv.conf` and `/etc/hosts` are noticed by the next look-up. A look-up in the background
 * does not ask again over TCP where an answer is too long for UDP (some 28 addresses); the connect
 * then fails. That a server completed the handshake does not mean that it keeps the connection. Why
 * a connect failed is told by vce_get_last_error_detail() and, in the closewatcher, by
 * vce_conn_get_end_detail().
 *
 * Errors:
 * - VCE_EINVAL: `t` is invalid
 * - VCE_ESOCKET: no socket could be created
 * - VCE_ESETSOCKOPT: an option of the socket could not be set
 * - VCE_EFULL: the context has `maxcon` connections, closing ones included, or the process
 *   `max_conn`, or memory is short
 * - VCE_ECONNECT: `h` is NULL, empty or no name of a Unix socket, or `p` is 0. With
 *   `nonblock_connect` 0 also: the name is unknown, or no address of it can be reached in time;
 *   `errno` has the system's number
 *
 * May block the thread, and with it the event loop.
 *
 * @param t - (tcpcontext_t) the context, client or server; its acceptwatcher is not asked
 * @param h - (const char *) host name, or address in numbers; or a Unix socket, `"unix:/path"` or
 *   `"unix:@name"`, see vce_conn_get_peer_credentials()
 * @param p - (unsigned short, port) port, 1 to 65535; ignored for a Unix socket
 * @returns the handle of the connection, or `{NULL, 0}`, for which no callback runs.
 */
export function vce_tcpcontext_connect(t: Pointer, h: Text, p: number): conn_t;

/**
 * Queues bytes for sending, all of them or none.
 *
 * They leave, in the order of the calls and without added framing, with the next heartbeat, or with
 * the current one if called inside a parser or protocol callback; inside others it is one of the
 * two.
 *
 * Errors:
 * - VCE_EINVAL: `ct` is the null handle, or `b` is NULL with a `len` above 0
 * - VCE_ECONNSERIAL: `ct` is stale, or another invalid handle
 * - VCE_ENOTREADY: the connection is connecting
 * - VCE_ECLOSED: the connection is closed
 * - VCE_EFULL: fewer than `len` bytes are free in the write buffer, or memory is short; nothing was
 *   queued, try again after a heartbeat
 * @param ct - (conn_t) the connection
 * @param b - (char *) the bytes; copied
 * @param len - (size_t, bytes) their number, 0 or more
 * @returns `len`. A `len` of 0 returns 0, writes nothing and sets the last error to VCE_EINVAL.
 *   Unit: bytes. Negative: an error code.
 */
export function vce_conn_write(ct: conn_t, b: Block, len: number | bigint): number;

/**
 * Returns how many bytes the next write may have.
 *
 * Errors:
 * - VCE_EINVAL: `ct` is invalid
 *
 * @param ct - (conn_t) the connection
 * @returns the free bytes of the write buffer, 0 to its size; 0 while connecting. A closed
 *   connection has free bytes too although writes fail. Negative: an error code.
 */
export function vce_conn_writable(ct: conn_t): number;

/**
 * Has a function called when the write buffer has room again.
 *
 * For a program that sends more than a write buffer takes: it writes until VCE_EFULL, sets the
 * watcher, and goes on in there. The watcher runs in the heartbeat in which so much of the buffer
 * has become free, before the end of that heartbeat sends what was written; or in the next
 * heartbeat, if the room is there when it is set. It runs once: to be called again, it is set
 * again, also by itself. While it runs vce_conn_writable() is `bytes` or more.
 *
 * On a connection that is connecting it runs when the connection is open. On one that was closed,
 * or that its peer has ended, it never runs, whether set before or after that.
 *
 * Errors:
 * - VCE_EINVAL: `c` is invalid
 * - VCE_ECLOSED: the connection is closed
 * - VCE_ERANGE: `bytes` is below 1 or above the size of the write buffer
 * - VCE_EMEM: no memory; one that was set before stays
 *
 * @param c - (conn_t) the connection
 * @param bytes - (int, bytes) how much is to be free, 1 to the size of the write buffer
 * @param f - (writable_watcher) gets the connection; 0 or more goes on, a negative result destroys
 *   the connection (PARSER); it takes the place of one that was set before; NULL: none, `bytes` is
 *   ignored; kept for: connection
 * @returns 0: success Negative: an error code.
 */
export function vce_conn_set_writable_watcher(c: conn_t, bytes: number, f?: Callback): number;

/**
 * Tells whether the write buffer is empty.
 *
 * It says nothing about the buffers of the system, or about the peer.
 *
 * @param ct - (conn_t) the connection
 * @returns 1: nothing is unsent; also for a connecting or invalid one; 0: bytes are waiting to be
 *   sent
 */
export function vce_conn_writed(ct: conn_t): number;

/**
 * Requests the end of a connection.
 *
 * With nothing unsent it is destroyed at the start of the next heartbeat, reason APPLICATION, and
 * nothing more is received. Otherwise heartbeats first send the rest, and still receive and parse
 * meanwhile: the parser finds vce_conn_is_closed() 1. The heartbeat after the one that sent the
 * last byte destroys it. The peer gets all bytes, then end of stream, also while it still sends:
 * bytes that arrive after the connection was destroyed are read and dropped until the peer ends the
 * stream too, for at most 2 seconds and 1 MiB, and only then the socket is closed. Until then its
 * place counts at the limits for connections that are accepted. The idle limit bounds the sending,
 * then the reason is TIMEOUT and the rest is lost. Called inside its parser or protocol callback,
 * further records of this heartbeat are still delivered.
 *
 * Errors:
 * - VCE_EINVAL: `ct` is invalid
 * - VCE_EALREADY: it was closed before; nothing changes
 *
 * @param ct - (conn_t) the connection; stays valid until a heartbeat destroys it
 */
export function vce_conn_close(ct: conn_t): void;

/**
 * Closes every connection of a context, newest first, as vce_conn_close() does.
 *
 * Those closed before are passed over. The context goes on accepting.
 *
 * Errors:
 * - VCE_EINVAL: `t` is invalid
 *
 * @param t - (tcpcontext_t) the context; NULL has no effect
 */
export function vce_conn_close_tcpcontext_all(t: Pointer): void;

/**
 * Sets the idle limit of a connection; the running idle time is not restarted.
 *
 * The limit expires when the whole seconds since the last activity exceed it: limit T between T and
 * T + 1 seconds, 0 when the second changes, a negative limit in the next heartbeat before anything
 * waiting is read. What counts as activity is set by vce_tcpcontext_timeout_control(). An expired
 * connection is closed and destroyed in the following heartbeat, reason TIMEOUT; one that was
 * closed before is destroyed at once. There is no value for "never", but 2147483647 is 68 years.
 *
 * Errors:
 * - VCE_EINVAL: `ct` is invalid
 *
 * @param ct - (conn_t) the connection
 * @param sec - (int, seconds) the limit in seconds, any value
 */
export function vce_conn_set_timeout(ct: conn_t, sec: number): void;

/**
 * Tells whether a handle denotes a connection that is not destroyed.
 *
 * Success keeps the last error.
 *
 * @param c - (conn_t) any value
 * @returns 1: valid: connecting, open or closed; 0: invalid
 */
export function vce_conn_is_valid(c: conn_t): number;

/**
 * Tells whether a connection is closed but not yet destroyed.
 *
 * Success keeps the last error.
 *
 * @param c - (conn_t) any value
 * @returns 1: a close was requested, by the program or by an idle limit; 0: not closed, or invalid
 */
export function vce_conn_is_closed(c: conn_t): number;

/**
 * Tells whether two handles are the same.
 *
 * Success keeps the last error.
 *
 * @param c1 - (conn_t) any value
 * @param c2 - (conn_t) any value
 * @returns 1: both parts are equal; so are two null handles; 0: they differ
 */
export function vce_conn_is_equal(c1: conn_t, c2: conn_t): number;

/**
 * Sets a handle to the null handle, all 16 bytes of it.
 *
 * Success keeps the last error.
 *
 * @param ct - (conn_t *, out) handle to clear; NULL is ignored
 */
export function vce_conn_clear(ct?: Partial<conn_t> | Block): void;

/**
 * Returns the slot number of a connection.
 *
 * No two live connections share a slot; the slot freed last is used first.
 *
 * Errors:
 * - VCE_EALIGNMENT: `c.p` is NULL or denotes no slot
 *
 * Success keeps the last error.
 *
 * @param c - (conn_t) a handle; only its `p` counts, a stale one is fine
 * @returns 0 to `max_conn` - 1; last error kept. Negative: an error code.
 */
export function vce_conn_get_index(c: conn_t): number;

/**
 * Returns the connection that is in a slot.
 *
 * Errors:
 * - VCE_EINVAL: `index` is out of range
 *
 * @param index - (int) slot number, 0 to `max_conn` - 1
 * @returns the handle; an unused slot gives an invalid handle of serial 0, an `index` out of range
 *   gives `{NULL, 0}`.
 */
export function vce_conn_get_struct_from_index(index: number): conn_t;

/**
 * Returns the context of a connection.
 *
 * Success keeps the last error.
 *
 * @param ct - (conn_t) the connection
 * @returns the context; NULL if the connection is invalid. After vce_tcpcontext_cleanup() the
 *   context is invalid even if a closing connection still names it.
 */
export function vce_conn_get_tcpcontext(ct: conn_t): Pointer;

/**
 * Returns the state buffer of a connection.
 *
 * It is zero-filled when the connection is made, aligned for any type, stays at its address as long
 * as the connection lives, and is the program's to use.
 *
 * Errors:
 * - VCE_EINVAL: `c` is invalid
 *
 * @param c - (conn_t) the connection
 * @param len - (int *, out, bytes) receives `statebuf_size` of the context; may be NULL; untouched
 *   if NULL is returned
 * @returns the buffer, or NULL if the context has none or the connection is invalid. Valid until
 *   the connection is destroyed.
 */
export function vce_conn_get_state_buffer(c: conn_t, len?: Numbers): Pointer;

/**
 * Stores a pointer of the program in a connection; new connections hold NULL.
 *
 * Success keeps the last error.
 *
 * @param ct - (conn_t) the connection; nothing happens if it is invalid
 * @param p - (void *) any value; never followed or freed by the library
 */
export function vce_conn_userdata_set_pointer(ct: conn_t, p?: Pointer): void;

/**
 * Returns the pointer that vce_conn_userdata_set_pointer() stored.
 *
 * Success keeps the last error.
 *
 * @param ct - (conn_t) the connection
 * @returns the pointer; NULL if none was stored or the connection is invalid.
 */
export function vce_conn_userdata_get_pointer(ct: conn_t): Pointer;

/**
 * Stores the IPv4 address and the port of the peer.
 *
 * Success keeps the last error.
 *
 * @param ct - (conn_t) the connection
 * @param a - (unsigned int *, out) receives the address in network byte order, 0 for an IPv6
 *   connection; may be NULL
 * @param p - (unsigned short *, out, port) receives the port in host byte order; may be NULL
 */
export function vce_conn_get_remote_ipv4_addr(ct: conn_t, a?: Numbers, p?: Numbers): void;

/**
 * Stores the IPv4 address and the port of this end of a connection.
 *
 * Success keeps the last error.
 *
 * @param ct - (conn_t) the connection
 * @param a - (unsigned int *, out) receives the address in network byte order, 0 for an IPv6
 *   connection; may be NULL
 * @param p - (unsigned short *, out, port) receives the port in host byte order; may be NULL
 */
export function vce_conn_get_local_ipv4_addr(ct: conn_t, a?: Numbers, p?: Numbers): void;

/**
 * Stores the IPv6 address and the port of the peer.
 *
 * Success keeps the last error.
 *
 * @param ct - (conn_t) the connection
 * @param a - (char *, out) receives the 16 bytes of the address; for an IPv4 connection, its 4
 *   bytes in the first four, the others untouched; may be NULL
 * @param p - (unsigned short *, out, port) receives the port in host byte order; may be NULL
 */
export function vce_conn_get_remote_ipv6_addr(ct: conn_t, a?: Block, p?: Numbers): void;

/**
 * Stores the IPv6 address and the port of this end of a connection.
 *
 * Success keeps the last error.
 *
 * @param ct - (conn_t) the connection
 * @param a - (char *, out) receives the 16 bytes of the address; for an IPv4 connection, its 4
 *   bytes in the first four, the others untouched; may be NULL
 * @param p - (unsigned short *, out, port) receives the port in host byte order; may be NULL
 */
export function vce_conn_get_local_ipv6_addr(ct: conn_t, a?: Block, p?: Numbers): void;

/**
 * Writes the IPv4 address of the peer as text, such as 127.0.0.1:8080.
 *
 * Errors:
 * - VCE_ETOOSHORT: `max` is below 32
 * - VCE_EINVAL: `ct` is invalid or an IPv6 connection, or `s` is NULL
 *
 * @param ct - (conn_t) the connection
 * @param s - (char *, out) receives the text, terminated
 * @param max - (int, bytes) size of `s`, at least 32
 * @returns `s`, or NULL.
 */
export function vce_conn_get_remote_ipv4_addr_string(
  ct: conn_t,
  s: Block,
  max: number
): string | null;

/**
 * Writes the IPv4 address of this end of a connection as text, such as 127.0.0.1:8080.
 *
 * Errors:
 * - VCE_ETOOSHORT: `max` is below 32
 * - VCE_EINVAL: `ct` is invalid or an IPv6 connection, or `s` is NULL
 *
 * @param ct - (conn_t) the connection
 * @param s - (char *, out) receives the text, terminated
 * @param max - (int, bytes) size of `s`, at least 32
 * @returns `s`, or NULL.
 */
export function vce_conn_get_local_ipv4_addr_string(
  ct: conn_t,
  s: Block,
  max: number
): string | null;

/**
 * Writes the IPv6 address of the peer as text, such as [2001:db8::1]:8080.
 *
 * The text is the address in brackets, in the form of RFC 5952, a colon, and the decimal port. The
 * zone of a link-local address is left out. A peer that reaches an IPv6 socket by IPv4 is an IPv4
 * connection. For that the 4 bytes are given as the old library did: the first two of eight groups
 * without brackets, the others 0, such as `7f00:1:0:0:0:0:0:0:8080`.
 *
 * Errors:
 * - VCE_ETOOSHORT: `max` is below 50
 * - VCE_EINVAL: `ct` is invalid, or `s` is NULL
 *
 * @param ct - (conn_t) the connection
 * @param s - (char *, out) receives the text, terminated
 * @param max - (int, bytes) size of `s`, at least 50
 * @returns `s`, or NULL.
 */
export function vce_conn_get_remote_ipv6_addr_string(
  ct: conn_t,
  s: Block,
  max: number
): string | null;

/**
 * Writes the IPv6 address of this end of a connection as text, such as [2001:db8::1]:8080.
 *
 * The text is the address in brackets, in the form of RFC 5952, a colon, and the decimal port. The
 * zone of a link-local address is left out. A peer that reaches an IPv6 socket by IPv4 is an IPv4
 * connection. For that the 4 bytes are given as the old library did: the first two of eight groups
 * without brackets, the others 0, such as `7f00:1:0:0:0:0:0:0:8080`.
 *
 * Errors:
 * - VCE_ETOOSHORT: `max` is below 50
 * - VCE_EINVAL: `ct` is invalid, or `s` is NULL
 *
 * @param ct - (conn_t) the connection
 * @param s - (char *, out) receives the text, terminated
 * @param max - (int, bytes) size of `s`, at least 50
 * @returns `s`, or NULL.
 */
export function vce_conn_get_local_ipv6_addr_string(
  ct: conn_t,
  s: Block,
  max: number
): string | null;

/**
 * Writes the address of the peer as text, in the form of its family.
 *
 * Errors:
 * - VCE_ETOOSHORT: `max` is too small
 * - VCE_EINVAL: `ct` is invalid, or `s` is NULL. For the null handle the last error is kept
 *
 * @param ct - (conn_t) the connection
 * @param s - (char *, out) receives the text, terminated
 * @param max - (int, bytes) size of `s`, at least 32 for an IPv4 and 50 for an IPv6 connection;
 *   VCE_MAX_ADDR_TEXT is enough for each
 * @returns `s`, or NULL.
 */
export function vce_conn_get_remote_addr_string(ct: conn_t, s: Block, max: number): string | null;

/**
 * Writes the address of this end of a connection as text, in the form of its family.
 *
 * Errors:
 * - VCE_ETOOSHORT: `max` is too small
 * - VCE_EINVAL: `ct` is invalid, or `s` is NULL. For the null handle the last error is kept
 *
 * @param ct - (conn_t) the connection
 * @param s - (char *, out) receives the text, terminated
 * @param max - (int, bytes) size of `s`, at least 32 for an IPv4 and 50 for an IPv6 connection;
 *   VCE_MAX_ADDR_TEXT is enough for each
 * @returns `s`, or NULL.
 */
export function vce_conn_get_local_addr_string(ct: conn_t, s: Block, max: number): string | null;

/**
 * Sets the parser and the protocol callback for connections made later.
 *
 * Errors:
 * - VCE_EINVAL: `tp` is invalid
 *
 * Success keeps the last error.
 *
 * @param tp - (tcpcontext_t) the context
 * @param parser - (parser) the parser; NULL: input collects in the read buffer until a parser is
 *   set; kept for: connections
 * @param c - (protocol_callback) the protocol callback that ready-made parsers call with the
 *   connection, the record (not terminated, valid until it returns) and its length; a negative
 *   result has the effect of a negative parser result. NULL: records are discarded; kept for:
 *   connections
 */
export function vce_tcpcontext_set_conn_parser(tp: Pointer, parser?: Callback, c?: Callback): void;

/**
 * Sets the parser and the protocol callback of one connection.
 *
 * Takes effect with the next parser call, which may be in the same heartbeat.
 *
 * Success keeps the last error.
 *
 * @param ct - (conn_t) the connection; nothing happens if it is invalid
 * @param p - (parser) the parser, as for vce_tcpcontext_set_conn_parser(); kept for: connection
 * @param pcb - (protocol_callback) the protocol callback, likewise; kept for: connection
 */
export function vce_conn_set_parser(ct: conn_t, p?: Callback, pcb?: Callback): void;

/**
 * Sets how often a heartbeat may call the parser of a connection made later.
 *
 * Each call of a ready-made parser delivers one record, so the default delivers one record per
 * heartbeat. The calls end early when the read buffer is empty, when a call consumed nothing, after
 * a negative result, and after vce_conn_break_heartbeat().
 *
 * Errors:
 * - VCE_EINVAL: `tt` is invalid
 * - VCE_EMEM: no memory, nothing changes
 *
 * Success keeps the last error.
 *
 * @param tt - (tcpcontext_t) the context
 * @param v - (int, count) calls per heartbeat and connection, default 1; 0 or less: the parser is
 *   never called
 */
export function vce_tcpcontext_set_conn_call_parser_per_heartbeat(tt: Pointer, v: number): void;

/**
 * Limits the length of records for connections made later; only the bin16 parser obeys.
 *
 * Errors:
 * - VCE_EINVAL: `ct` is invalid
 * - VCE_EMEM: no memory, nothing changes
 *
 * Success keeps the last error.
 *
 * @param ct - (tcpcontext_t) the context
 * @param maxlength - (int, bytes) greatest allowed content in bytes; 0 or less: no limit (the
 *   default)
 * @param errcall - (maxlength_watcher) asked with the connection when a header announces more; 0 or
 *   more allows the record, a negative result refuses it; asked again at every parser call until
 *   the record is complete. NULL: refused. A refusal makes the parser return VCE_EPROTO_TOOLONG;
 *   kept for: connections
 */
export function vce_tcpcontext_protocol_set_maxlength(
  ct: Pointer,
  maxlength: number,
  errcall?: Callback
): void;

/**
 * Gives access to the buffers of a connection.
 *
 * The pointers stay valid until the next call that writes to the connection, consumes its input or
 * returns to a heartbeat; inside a parser the input stays until the parser returns.
 *
 * @param ct - (conn_t) the connection
 * @param rb - (char **, out) receives the start of the received bytes that are not consumed; may be
 *   NULL
 * @param rblen - (int *, out, bytes) receives their number; may be NULL
 * @param wb - (char **, out) receives the start of the written bytes that are not sent; may be NULL
 * @param wblen - (int *, out, bytes) receives their number; may be NULL
 */
export function vce_conn_get_buffer(
  ct: conn_t,
  rb?: Pointers,
  rblen?: Numbers,
  wb?: Pointers,
  wblen?: Numbers
): void;

/**
 * Removes bytes from the front of the read buffer.
 *
 * Errors:
 * - VCE_EINVAL: `ct` is invalid
 *
 * @param ct - (conn_t) the connection
 * @param len - (int, bytes) number of bytes; more than there are removes all, 0 or less none
 * @returns the number of bytes removed, 0 for an invalid connection.
 */
export function vce_conn_shrink_readbuf(ct: conn_t, len: number): number;

/**
 * Sets a function that sees all bytes that a connection receives and sends.
 *
 * It runs once per successful receive or send, before the parser; not for end of stream or errors.
 *
 * Errors:
 * - VCE_EMEM: no memory, nothing changes
 *
 * Success keeps the last error.
 *
 * @param ct - (conn_t) the connection; nothing happens if it is invalid
 * @param cb - (io_callback) gets the connection, `rwflag` 0 for received bytes (not yet in the read
 *   buffer) or 1 for bytes the system took (still in the write buffer), the bytes, valid until it
 *   returns or writes to the connection, and their number; NULL: none (the default); kept for:
 *   connection
 */
export function vce_conn_set_io_callback(ct: conn_t, cb?: Callback): void;

/**
 * Parses a bin16 record and hands it to the protocol callback.
 *
 * Install it with vce_tcpcontext_set_conn_parser(). It obeys
 * vce_tcpcontext_protocol_set_maxlength().
 *
 * Errors:
 * - VCE_EPROTO_TOOLONG: the record is above the limit, or can never fit the read buffer
 * - VCE_EINVAL: `ct` is invalid
 *
 * @param ct - (conn_t) the connection
 * @returns the result of the protocol callback, or 0 if there is no complete record or no callback.
 *   Negative: an error code.
 */
export function vce_protocol_parser_bin16(ct: conn_t): number;

/**
 * Parses a bin32 record and hands it to the protocol callback.
 *
 * Install it with vce_tcpcontext_set_conn_parser().
 *
 * Errors:
 * - VCE_EPROTO_TOOLONG: the record is above BIN32DATA_MAX, or can never fit the read buffer
 * - VCE_EINVAL: `ct` is invalid
 *
 * @param ct - (conn_t) the connection
 * @returns the result of the protocol callback, or 0 if there is no complete record or no callback.
 *   Negative: an error code.
 */
export function vce_protocol_parser_bin32(ct: conn_t): number;

/**
 * Hands whatever has arrived to the protocol callback.
 *
 * Install it with vce_tcpcontext_set_conn_parser().
 *
 * Errors:
 * - VCE_EINVAL: `ct` is invalid
 *
 * @param ct - (conn_t) the connection
 * @returns the result of the protocol callback, or 0 if nothing is buffered or there is no
 *   callback. Negative: an error code.
 */
export function vce_protocol_parser_through(ct: conn_t): number;

/**
 * Parses a line of text and hands it to the protocol callback, without its end.
 *
 * Install it with vce_tcpcontext_set_conn_parser(). A line ends at LF; one CR directly before it is
 * dropped. A CR elsewhere and NUL are data. Empty lines are handed over with length 0.
 *
 * Errors:
 * - VCE_EPROTO_TOOLONG: the read buffer is full and holds no LF
 * - VCE_EINVAL: `ct` is invalid
 *
 * @param ct - (conn_t) the connection
 * @returns the result of the protocol callback, or 0 if there is no complete line or no callback.
 *   Negative: an error code.
 */
export function vce_protocol_parser_text(ct: conn_t): number;

/**
 * Queues a bin16 record.
 *
 * Errors:
 * - VCE_EINVAL: `ct` is invalid, `len` is negative, or `data` is NULL with a `len` above 0
 * - VCE_ELONGINPUT: `len` is above 65535
 * - VCE_EWBFULL: the framed record does not fit, memory is short, or the connection is connecting
 *
 * @param ct - (conn_t) the connection
 * @param data - (char *) the content; copied; may be NULL if `len` is 0
 * @param len - (int, bytes) its length, 0 to 65535
 * @returns `len` + 2. On a closed connection too, although nothing is queued: a protocol callback
 *   that closes and then answers must not turn its close into an error. Unit: bytes. Negative: an
 *   error code.
 */
export function vce_protocol_unparser_bin16(ct: conn_t, data: Block, len: number): number;

/**
 * Queues a bin32 record.
 *
 * Errors:
 * - VCE_EINVAL: `ct` is invalid, `len` is negative, or `data` is NULL with a `len` above 0
 * - VCE_ELONGINPUT: `len` is above BIN32DATA_MAX
 * - VCE_EWBFULL: the framed record does not fit, memory is short, or the connection is connecting
 *
 * @param ct - (conn_t) the connection
 * @param data - (char *) the content; copied; may be NULL if `len` is 0
 * @param len - (int, bytes) its length, 0 to BIN32DATA_MAX
 * @returns `len` + 4; on a closed connection too, although nothing is queued. Unit: bytes.
 *   Negative: an error code.
 */
export function vce_protocol_unparser_bin32(ct: conn_t, data: Block, len: number): number;

/**
 * Queues bytes without framing, as vce_conn_write() does.
 *
 * Errors:
 * - VCE_EINVAL: `ct` is invalid, `len` is negative, or `data` is NULL with a `len` above 0
 * - VCE_ENOTREADY: the connection is connecting
 * - VCE_ECLOSED: the connection is closed
 * - VCE_EFULL: no room, or memory is short
 *
 * @param ct - (conn_t) the connection
 * @param data - (char *) the content; copied; may be NULL if `len` is 0
 * @param len - (int, bytes) its length, 0 or more
 * @returns `len`. A `len` of 0 returns 0, queues nothing and sets the last error to VCE_EINVAL.
 *   Unit: bytes. Negative: an error code.
 */
export function vce_protocol_unparser_through(ct: conn_t, data: Block, len: number): number;

/**
 * Queues a line of text and its LF.
 *
 * Errors:
 * - VCE_EINVAL: `ct` is invalid, `len` is negative, or `data` is NULL with a `len` above 0
 * - VCE_EWBFULL: the line and its LF do not fit, memory is short, or the connection is connecting
 *
 * @param ct - (conn_t) the connection
 * @param data - (char *) the content; copied; may be NULL if `len` is 0
 * @param len - (int, bytes) its length, 0 or more
 * @returns `len` + 1. On a closed connection too, although nothing is queued; the last error is
 *   then VCE_ECLOSED. Unit: bytes. Negative: an error code.
 */
export function vce_protocol_unparser_text(ct: conn_t, data: Block, len: number): number;

/**
 * Acceptwatcher that refuses every connection.
 *
 * Success keeps the last error.
 *
 * @param c - (conn_t) ignored
 * @returns -1: always
 */
export function vce_protocol_acceptwatcher_deny(c: conn_t): number;

/**
 * Acceptwatcher that keeps every connection.
 *
 * Success keeps the last error.
 *
 * @param c - (conn_t) ignored
 * @returns 0: always
 */
export function vce_protocol_acceptwatcher_noop(c: conn_t): number;

/**
 * Closewatcher that does nothing.
 *
 * Its type lacks the reason; installing it needs a cast, which is supported.
 *
 * Success keeps the last error.
 *
 * @param c - (conn_t) ignored
 * @returns 0: always
 */
export function vce_protocol_closewatcher_noop(c: conn_t): number;

/**
 * Protocol callback that logs the length of the record and sends it back as a bin16 record.
 *
 * Errors:
 * - VCE_EINVAL: `ct` is invalid, `len` is negative, or `data` is NULL with a `len` above 0
 * - VCE_ELONGINPUT: `len` is above 65535
 * - VCE_EWBFULL: the framed record does not fit, memory is short, or the connection is connecting
 *
 * @param c - (conn_t) the connection
 * @param data - (char *) the record
 * @param len - (int, bytes) its length
 * @returns as vce_protocol_unparser_bin16(); so a record that cannot be sent back ends the
 *   connection. Unit: bytes. Negative: an error code.
 */
export function vce_protocol_pcallback_echo_bin16(c: conn_t, data: Block, len: number): number;

/**
 * Protocol callback that logs the length of the line and sends it back as a line.
 *
 * Errors:
 * - VCE_EINVAL: `ct` is invalid, `len` is negative, or `data` is NULL with a `len` above 0
 * - VCE_EWBFULL: the line and its LF do not fit, memory is short, or the connection is connecting
 *
 * @param ct - (conn_t) the connection
 * @param data - (char *) the line, without its end
 * @param len - (int, bytes) its length
 * @returns as vce_protocol_unparser_text(); so a line that cannot be sent back ends the connection.
 *   Unit: bytes. Negative: an error code.
 */
export function vce_protocol_pcallback_echo_text(ct: conn_t, data: Block, len: number): number;

/**
 * Protocol callback that logs the length of the record and the serial (Note:10001).
 *
 * Success keeps the last error.
 *
 * @param ct - (conn_t) the connection; printed as given
 * @param data - (char *) ignored
 * @param len - (int, bytes) printed as given
 * @returns 0: always
 */
export function vce_protocol_pcallback_noop(ct: conn_t, data: Block, len: number): number;

/**
 * Protocol callback that logs length and serial (Note:10002), a dump of the record and an empty
 * line.
 *
 * Success keeps the last error.
 *
 * @param ct - (conn_t) the connection; its serial is printed as given
 * @param data - (char *) the record
 * @param len - (int, bytes) its length
 * @returns 0: always
 */
export function vce_protocol_pcallback_dump(ct: conn_t, data: Block, len: number): number;

/**
 * Packs items one after the other, integers big-endian, counts in front of arrays.
 *
 * Errors:
 * - VCE_EFULL: an item does not fit
 * - VCE_EINVAL: unknown kind, `n` above the greatest count of its kind, or a NULL pointer
 *
 * @param bi - (struct bin_info *) the items
 * @param bn - (int, elements) their number; 0 or less packs nothing
 * @param outp - (char *, out) receives the bytes; unspecified on failure
 * @param len - (int, bytes) size of `outp`; negative counts as 0
 * @returns the number of bytes written. Negative: an error code.
 */
export function vce_binary_pack(
  bi: bin_info[] | Block,
  bn: number,
  outp: Block,
  len: number
): number;

/**
 * Unpacks what vce_binary_pack() packed; bi must name the same kinds in the same order.
 *
 * Strings are not copied: the pointers stored in `p` point into `inp`, which must outlive them.
 *
 * Errors:
 * - VCE_EDATASHORT: the bytes end before the item does
 * - VCE_ELENTOOLONG: a count is above `maxu` or above the greatest count of its kind
 * - VCE_EINVAL: unknown kind, or a NULL pointer
 *
 * @param bi - (struct bin_info *, inout) the items: `t`, `maxu` and `p` are read, `n` and what `p`
 *   points to are stored. After a failure, the items before the failing one are stored
 * @param bn - (int, elements) their number; 0 or less unpacks nothing
 * @param inp - (char *) the bytes; bytes behind the last item are ignored
 * @param len - (int, bytes) their number; negative counts as 0
 * @returns the number of bytes consumed. Negative: an error code.
 */
export function vce_binary_unpack(
  bi: bin_info[] | Block,
  bn: number,
  inp: Block,
  len: number
): number;

/**
 * Stores an integer of 8 bits.
 *
 * Errors:
 * - VCE_EFULL: the item does not fit behind `ofs`
 * - VCE_EINVAL: `out` is NULL or `ofs` is negative
 *
 * @param out - (char *, out) start of the buffer; untouched on failure
 * @param ofs - (int, bytes) offset of the item, 0 or more
 * @param maxlen - (int, bytes) size of the whole buffer
 * @param v - (char) the integer
 * @returns the offset behind the item. Unit: bytes. Negative: an error code.
 */
export function vce_binary_push_nb_i1(out: Block, ofs: number, maxlen: number, v: number): number;

/**
 * Stores an integer of 16 bits.
 *
 * Errors:
 * - VCE_EFULL: the item does not fit behind `ofs`
 * - VCE_EINVAL: `out` is NULL or `ofs` is negative
 *
 * @param out - (char *, out) start of the buffer; untouched on failure
 * @param ofs - (int, bytes) offset of the item, 0 or more
 * @param maxlen - (int, bytes) size of the whole buffer
 * @param v - (short) the integer
 * @returns the offset behind the item. Unit: bytes. Negative: an error code.
 */
export function vce_binary_push_nb_i2(out: Block, ofs: number, maxlen: number, v: number): number;

/**
 * Stores an integer of 32 bits.
 *
 * Errors:
 * - VCE_EFULL: the item does not fit behind `ofs`
 * - VCE_EINVAL: `out` is NULL or `ofs` is negative
 *
 * @param out - (char *, out) start of the buffer; untouched on failure
 * @param ofs - (int, bytes) offset of the item, 0 or more
 * @param maxlen - (int, bytes) size of the whole buffer
 * @param v - (int) the integer
 * @returns the offset behind the item. Unit: bytes. Negative: an error code.
 */
export function vce_binary_push_nb_i4(out: Block, ofs: number, maxlen: number, v: number): number;

/**
 * Stores an integer of 64 bits.
 *
 * Errors:
 * - VCE_EFULL: the item does not fit behind `ofs`
 * - VCE_EINVAL: `out` is NULL or `ofs` is negative
 *
 * @param out - (char *, out) start of the buffer; untouched on failure
 * @param ofs - (int, bytes) offset of the item, 0 or more
 * @param maxlen - (int, bytes) size of the whole buffer
 * @param v - (VCEI64) the integer
 * @returns the offset behind the item. Unit: bytes. Negative: an error code.
 */
export function vce_binary_push_nb_i8(
  out: Block,
  ofs: number,
  maxlen: number,
  v: number | bigint
): number;

/**
 * Stores an array of integers of 8 bits.
 *
 * Errors:
 * - VCE_EINVAL: `num` or `ofs` is negative, or a pointer is NULL
 * - VCE_EFULL: the item does not fit behind `ofs`
 *
 * @param out - (char *, out) start of the buffer; untouched on failure
 * @param ofs - (int, bytes) offset of the item, 0 or more
 * @param maxlen - (int, bytes) size of the whole buffer
 * @param ia - (const void *) the native integers, aligned or not; may be NULL if `num` is 0
 * @param num - (int, elements) number of elements, 0 or more
 * @returns the offset behind the item. Unit: bytes. Negative: an error code.
 */
export function vce_binary_push_nb_ia1(
  out: Block,
  ofs: number,
  maxlen: number,
  ia: Block,
  num: number
): number;

/**
 * Stores an array of integers of 16 bits.
 *
 * Errors:
 * - VCE_EINVAL: `num` or `ofs` is negative, or a pointer is NULL
 * - VCE_EFULL: the item does not fit behind `ofs`
 *
 * @param out - (char *, out) start of the buffer; untouched on failure
 * @param ofs - (int, bytes) offset of the item, 0 or more
 * @param maxlen - (int, bytes) size of the whole buffer
 * @param ia - (const void *) the native integers, aligned or not; may be NULL if `num` is 0
 * @param num - (int, elements) number of elements, 0 or more
 * @returns the offset behind the item. Unit: bytes. Negative: an error code.
 */
export function vce_binary_push_nb_ia2(
  out: Block,
  ofs: number,
  maxlen: number,
  ia: Block,
  num: number
): number;

/**
 * Stores an array of integers of 32 bits.
 *
 * Errors:
 * - VCE_EINVAL: `num` or `ofs` is negative, or a pointer is NULL
 * - VCE_EFULL: the item does not fit behind `ofs`
 *
 * @param out - (char *, out) start of the buffer; untouched on failure
 * @param ofs - (int, bytes) offset of the item, 0 or more
 * @param maxlen - (int, bytes) size of the whole buffer
 * @param ia - (const void *) the native integers, aligned or not; may be NULL if `num` is 0
 * @param num - (int, elements) number of elements, 0 or more
 * @returns the offset behind the item. Unit: bytes. Negative: an error code.
 */
export function vce_binary_push_nb_ia4(
  out: Block,
  ofs: number,
  maxlen: number,
  ia: Block,
  num: number
): number;

/**
 * Stores an array of integers of 64 bits.
 *
 * Errors:
 * - VCE_EINVAL: `num` or `ofs` is negative, or a pointer is NULL
 * - VCE_EFULL: the item does not fit behind `ofs`
 *
 * @param out - (char *, out) start of the buffer; untouched on failure
 * @param ofs - (int, bytes) offset of the item, 0 or more
 * @param maxlen - (int, bytes) size of the whole buffer
 * @param ia - (const void *) the native integers, aligned or not; may be NULL if `num` is 0
 * @param num - (int, elements) number of elements, 0 or more
 * @returns the offset behind the item. Unit: bytes. Negative: an error code.
 */
export function vce_binary_push_nb_ia8(
  out: Block,
  ofs: number,
  maxlen: number,
  ia: Block,
  num: number
): number;

/**
 * Stores an array of strings.
 *
 * One byte behind the last string must be free, although it is not used.
 *
 * Errors:
 * - VCE_EINVAL: `num` or `ofs` is negative, or a pointer or string is NULL
 * - VCE_EFULL: the item does not fit behind `ofs`, or a string has `eachmax` bytes or more
 *
 * @param out - (char *, out) start of the buffer; unspecified behind `ofs` on failure
 * @param ofs - (int, bytes) offset of the item, 0 or more
 * @param maxlen - (int, bytes) size of the whole buffer
 * @param stra - (const char *const *) the strings; may be NULL if `num` is 0
 * @param num - (int, elements) number of strings, 0 or more
 * @param eachmax - (int, bytes) greatest length of one string plus 1
 * @returns the offset behind the item. Unit: bytes. Negative: an error code.
 */
export function vce_binary_push_nb_stra(
  out: Block,
  ofs: number,
  maxlen: number,
  stra: string[] | Block,
  num: number,
  eachmax: number
): number;

/**
 * Reads an integer of 8 bits.
 *
 * Errors:
 * - VCE_EFULL: the buffer ends before the item does
 * - VCE_EINVAL: a pointer is NULL or `ofs` is negative
 *
 * @param in_ - (const char *) start of the buffer
 * @param len - (int, bytes) size of the whole buffer
 * @param ofs - (int, bytes) offset of the item, 0 or more
 * @param out - (char *, out) receives the integer; untouched on failure
 * @returns the offset behind the item. Unit: bytes. Negative: an error code.
 */
export function vce_binary_pop_nb_i1(in_: Block, len: number, ofs: number, out: Numbers): number;

/**
 * Reads an integer of 16 bits.
 *
 * Errors:
 * - VCE_EFULL: the buffer ends before the item does
 * - VCE_EINVAL: a pointer is NULL or `ofs` is negative
 *
 * @param in_ - (const char *) start of the buffer
 * @param len - (int, bytes) size of the whole buffer
 * @param ofs - (int, bytes) offset of the item, 0 or more
 * @param out - (short *, out) receives the integer; untouched on failure
 * @returns the offset behind the item. Unit: bytes. Negative: an error code.
 */
export function vce_binary_pop_nb_i2(in_: Block, len: number, ofs: number, out: Numbers): number;

/**
 * Reads an integer of 32 bits.
 *
 * Errors:
 * - VCE_EFULL: the buffer ends before the item does
 * - VCE_EINVAL: a pointer is NULL or `ofs` is negative
 *
 * @param in_ - (const char *) start of the buffer
 * @param len - (int, bytes) size of the whole buffer
 * @param ofs - (int, bytes) offset of the item, 0 or more
 * @param out - (int *, out) receives the integer; untouched on failure
 * @returns the offset behind the item. Unit: bytes. Negative: an error code.
 */
export function vce_binary_pop_nb_i4(in_: Block, len: number, ofs: number, out: Numbers): number;

/**
 * Reads an integer of 64 bits.
 *
 * Errors:
 * - VCE_EFULL: the buffer ends before the item does
 * - VCE_EINVAL: a pointer is NULL or `ofs` is negative
 *
 * @param in_ - (const char *) start of the buffer
 * @param len - (int, bytes) size of the whole buffer
 * @param ofs - (int, bytes) offset of the item, 0 or more
 * @param out - (VCEI64 *, out) receives the integer; untouched on failure
 * @returns the offset behind the item. Unit: bytes. Negative: an error code.
 */
export function vce_binary_pop_nb_i8(in_: Block, len: number, ofs: number, out: Numbers): number;

/**
 * Reads an array of integers of 8 bits.
 *
 * Errors:
 * - VCE_ETOOSHORT: the buffer ends before the item does
 * - VCE_ESUPPORT: the count does not fit 32 bits or has the reserved form
 * - VCE_EFULL: the count is above `*outlen`
 * - VCE_EINVAL: a pointer is NULL or `ofs` is negative
 *
 * @param src - (const char *) start of the buffer
 * @param len - (int, bytes) size of the whole buffer
 * @param ofs - (int, bytes) offset of the item, 0 or more
 * @param out - (char *, out) receives the elements; untouched on failure; may be NULL if there are
 *   none
 * @param outlen - (int *, inout, elements) in: elements that `out` has room for, negative counts as
 *   0; out: elements stored; untouched on failure
 * @returns the offset behind the item. Unit: bytes. Negative: an error code.
 */
export function vce_binary_pop_nb_ia1(
  src: Block,
  len: number,
  ofs: number,
  out: Numbers,
  outlen: Numbers
): number;

/**
 * Reads an array of integers of 16 bits.
 *
 * Errors:
 * - VCE_ETOOSHORT: the buffer ends before the item does
 * - VCE_ESUPPORT: the count does not fit 32 bits or has the reserved form
 * - VCE_EFULL: the count is above `*outlen`
 * - VCE_EINVAL: a pointer is NULL or `ofs` is negative
 *
 * @param src - (const char *) start of the buffer
 * @param len - (int, bytes) size of the whole buffer
 * @param ofs - (int, bytes) offset of the item, 0 or more
 * @param out - (short *, out) receives the elements; untouched on failure; may be NULL if there are
 *   none
 * @param outlen - (int *, inout, elements) in: elements that `out` has room for, negative counts as
 *   0; out: elements stored; untouched on failure
 * @returns the offset behind the item. Unit: bytes. Negative: an error code.
 */
export function vce_binary_pop_nb_ia2(
  src: Block,
  len: number,
  ofs: number,
  out: Numbers,
  outlen: Numbers
): number;

/**
 * Reads an array of integers of 32 bits.
 *
 * Errors:
 * - VCE_ETOOSHORT: the buffer ends before the item does
 * - VCE_ESUPPORT: the count does not fit 32 bits or has the reserved form
 * - VCE_EFULL: the count is above `*outlen`
 * - VCE_EINVAL: a pointer is NULL or `ofs` is negative
 *
 * @param src - (const char *) start of the buffer
 * @param len - (int, bytes) size of the whole buffer
 * @param ofs - (int, bytes) offset of the item, 0 or more
 * @param out - (int *, out) receives the elements; untouched on failure; may be NULL if there are
 *   none
 * @param outlen - (int *, inout, elements) in: elements that `out` has room for, negative counts as
 *   0; out: elements stored; untouched on failure
 * @returns the offset behind the item. Unit: bytes. Negative: an error code.
 */
export function vce_binary_pop_nb_ia4(
  src: Block,
  len: number,
  ofs: number,
  out: Numbers,
  outlen: Numbers
): number;

/**
 * Reads an array of integers of 64 bits.
 *
 * Errors:
 * - VCE_ETOOSHORT: the buffer ends before the item does
 * - VCE_ESUPPORT: the count does not fit 32 bits or has the reserved form
 * - VCE_EFULL: the count is above `*outlen`
 * - VCE_EINVAL: a pointer is NULL or `ofs` is negative
 *
 * @param src - (const char *) start of the buffer
 * @param len - (int, bytes) size of the whole buffer
 * @param ofs - (int, bytes) offset of the item, 0 or more
 * @param out - (VCEI64 *, out) receives the elements; untouched on failure; may be NULL if there
 *   are none
 * @param outlen - (int *, inout, elements) in: elements that `out` has room for, negative counts as
 *   0; out: elements stored; untouched on failure
 * @returns the offset behind the item. Unit: bytes. Negative: an error code.
 */
export function vce_binary_pop_nb_ia8(
  src: Block,
  len: number,
  ofs: number,
  out: Numbers,
  outlen: Numbers
): number;

/**
 * Reads an array of strings.
 *
 * Errors:
 * - VCE_ETOOSHORT: the buffer ends before the item does
 * - VCE_ESUPPORT: the count or a length does not fit 32 bits or has the reserved form
 * - VCE_EFULL: the count is above `*strnum`, or a string has `eachmax` bytes or more
 * - VCE_EINVAL: a pointer is NULL or `ofs` is negative
 *
 * @param src - (const char *) start of the buffer
 * @param len - (int, bytes) size of the whole buffer
 * @param ofs - (int, bytes) offset of the item, 0 or more
 * @param out - (char **, out) pointers to `*strnum` buffers of `eachmax` bytes; each receives one
 *   string and a NUL. After a failure, the strings before the failing one are stored
 * @param strnum - (int *, inout, elements) in: number of buffers, negative counts as 0; out: number
 *   of strings; untouched on failure
 * @param eachmax - (int, bytes) size of one buffer
 * @returns the offset behind the item. Unit: bytes. Negative: an error code.
 */
export function vce_binary_pop_nb_stra(
  src: Block,
  len: number,
  ofs: number,
  out: Block[] | Block,
  strnum: Numbers,
  eachmax: number
): number;

/**
 * Stores a variable-length specifier in its shortest form.
 *
 * Errors:
 * - VCE_EFULL: `outmax` is too small; nothing was stored
 *
 * Success keeps the last error.
 *
 * @param out - (char *, out) receives 1, 5 or 9 bytes; NULL: only the size is returned, `outmax` is
 *   ignored
 * @param outmax - (int, bytes) size of `out`; negative counts as 0
 * @param len_upper - (unsigned int) upper 32 bits of the number
 * @param len_lower - (unsigned int) lower 32 bits of the number
 * @returns the size of the specifier: 1, 5 or 9; last error kept. Unit: bytes. Negative: an error
 *   code.
 */
export function vce_set_variable_length_specifier(
  out: Block,
  outmax: number,
  len_upper: number,
  len_lower: number
): number;

/**
 * Reads a variable-length specifier.
 *
 * Errors:
 * - VCE_ETOOSHORT: the bytes end before the specifier does; nothing was stored
 * - VCE_ESUPPORT: the first byte is 255; both halves are 0
 * - VCE_EINVAL: a pointer is NULL
 *
 * Success keeps the last error.
 *
 * @param src - (const char *) the bytes
 * @param srcmax - (int, bytes) their number
 * @param len_upper - (unsigned int *, out) receives the upper 32 bits of the number
 * @param len_lower - (unsigned int *, out) receives the lower 32 bits of the number
 * @returns the number of bytes used: 1, 5 or 9; last error kept. Negative: an error code.
 */
export function vce_get_variable_length_specifier(
  src: Block,
  srcmax: number,
  len_upper: Numbers,
  len_lower: Numbers
): number;

/**
 * Makes an array.
 *
 * Errors:
 * - VCE_EFULL: `max_array` arrays exist, no memory, `num` is negative, or the product overflows
 * - VCE_EINVAL: `size` is 0
 * - VCE_EINIT: the library is not initialised
 *
 * @param size - (size_t, bytes) bytes of one element, 1 or more
 * @param num - (int, elements) number of elements, 0 or more
 * @param nm - (const char *) name for log messages; copied, cut after 31 bytes; NULL counts as ""
 * @returns the descriptor, above 0. Negative: an error code.
 */
export function vce_init_array(size: number | bigint, num: number, nm?: Text): number;

/**
 * Ends an array and releases its block, whatever is still in use.
 *
 * Allowed inside a scan of it, which then ends.
 *
 * Errors:
 * - VCE_EINVAL: bad descriptor
 *
 * @param index - (int) the descriptor; may be given to an array made later
 * @returns 0: success Negative: an error code.
 */
export function vce_end_array(index: number): number;

/**
 * Ends every array of the program.
 *
 * Contexts and connections are not affected, but a later vce_finalize() returns VCE_EFINALIZE, as
 * it always did.
 */
export function vce_end_all_array(): void;

/**
 * Takes a slot into use and puts it at the head of the list.
 *
 * Errors:
 * - VCE_EFULL: all elements are in use
 * - VCE_EINVAL: bad descriptor
 *
 * @param index - (int) the descriptor
 * @returns the slot, not cleared; NULL on failure. Valid until it is given back and the array is
 *   ended.
 */
export function vce_alloc_array_object(index: number): Pointer;

/**
 * Gives a slot back.
 *
 * Its bytes stay as they are.
 *
 * Errors:
 * - VCE_EBUG: the slot is not in use, e.g. freed twice; nothing changes
 * - VCE_EINVAL: bad descriptor, or `p` is not the start of a slot of this array
 *
 * @param index - (int) the descriptor
 * @param p - (void *) start of a slot in use
 * @returns 0: success Negative: an error code.
 */
export function vce_free_array_object(index: number, p: Pointer): number;

/**
 * Gives every slot in use back, newest first.
 *
 * Errors:
 * - VCE_EINVAL: bad descriptor
 *
 * @param index - (int) the descriptor
 */
export function vce_free_array_object_all(index: number): void;

/**
 * Returns the newest element in use.
 *
 * Errors:
 * - VCE_EINVAL: bad descriptor
 *
 * @param index - (int) the descriptor
 * @returns the element; NULL if none is in use, or on failure. Valid until the array is ended.
 */
export function vce_get_array_object_top(index: number): Pointer;

/**
 * Returns the element after another one in the list, which is the next older one.
 *
 * After freeing `p`, the call still finds the element that followed it, so a scan may free the
 * element it visits, and others.
 *
 * Errors:
 * - VCE_EINVAL: bad descriptor, or `p` is NULL or outside the array
 * - VCE_EALIGNMENT: `p` is not the start of a slot
 *
 * @param index - (int) the descriptor
 * @param p - (void *) an element
 * @returns the next element in use; NULL at the end, for a slot that was never in use, or on
 *   failure. Valid until the array is ended.
 */
export function vce_get_array_object_next(index: number, p: Pointer): Pointer;

/**
 * Returns the oldest element in use.
 *
 * Errors:
 * - VCE_EINVAL: bad descriptor
 *
 * @param index - (int) the descriptor
 * @returns the element; NULL if none is in use, or on failure. Valid until the array is ended.
 */
export function vce_get_array_object_last(index: number): Pointer;

/**
 * Returns the number of elements in use.
 *
 * Errors:
 * - VCE_EINVAL: bad descriptor
 *
 * @param index - (int) the descriptor
 * @returns 0 to the number of elements. Negative: an error code.
 */
export function vce_get_array_usenum(index: number): number;

/**
 * Returns the slot number of an element, in use or not.
 *
 * Errors:
 * - VCE_EALIGNMENT: `p` is not a whole number of slots away from the first one
 * - VCE_EINVAL: bad descriptor, or `p` is NULL or outside the array
 *
 * Success keeps the last error.
 *
 * @param index - (int) the descriptor
 * @param p - (const void *) start of a slot
 * @returns 0 to the number of elements less 1; last error kept. Negative: an error code.
 */
export function vce_get_array_object_index(index: number, p: Pointer): number;

/**
 * Returns the address of a slot, in use or not.
 *
 * Errors:
 * - VCE_EINVAL: bad descriptor, or `obji` is out of range
 *
 * @param i - (int) the descriptor
 * @param obji - (int) slot number
 * @returns the slot; NULL on failure, so a loop from 0 until NULL visits every slot. Valid until
 *   the array is ended.
 */
export function vce_get_array_object_pointer_by_index(i: number, obji: number): Pointer;

/**
 * Returns the address of a slot that is in use.
 *
 * Errors:
 * - VCE_EINVAL: bad descriptor, or `objindex` is out of range
 *
 * @param index - (int) the descriptor
 * @param objindex - (int) slot number
 * @returns the slot; NULL if it is not in use, or on failure. Valid until the array is ended.
 */
export function vce_get_array_object_pointer_by_index_only_used(
  index: number,
  objindex: number
): Pointer;

/**
 * Writes the state of an array to the log, as vce_errout() does, and checks it.
 *
 * Errors:
 * - VCE_EINVAL: bad descriptor
 * - VCE_EBUG: the book-keeping is damaged
 *
 * @param index - (int) the descriptor
 * @param show_all - (int, flag) 0: totals only; any other value: a line for each element in use,
 *   too
 * @returns the number of elements in use. Negative: an error code.
 */
export function vce_show_array_usage(index: number, show_all: number): number;

/**
 * Tells whether an address is the start of a slot, in use or not.
 *
 * Errors:
 * - VCE_EINVAL: bad descriptor
 *
 * Success keeps the last error.
 *
 * @param index - (int) the descriptor
 * @param p - (const void *) any address
 * @returns 1: yes; last error kept; 0: no; last error kept Negative: an error code.
 */
export function vce_if_included_in_array(index: number, p?: Pointer): number;

/**
 * Tells whether an address is the start of a slot in use.
 *
 * Errors:
 * - VCE_ERANGE: bad descriptor
 *
 * Success keeps the last error.
 *
 * @param index - (int) the descriptor
 * @param p - (void *) any address
 * @returns 1: yes; last error kept; 0: no; last error kept Negative: an error code.
 */
export function vce_array_object_inuse(index: number, p?: Pointer): number;

/**
 * Returns the size of an element as given to vce_init_array().
 *
 * Errors:
 * - VCE_EINVAL: bad descriptor
 *
 * Success keeps the last error.
 *
 * @param index - (int) the descriptor
 * @returns the size in bytes; last error kept. Negative: an error code.
 */
export function vce_get_array_member_size(index: number): number;

/**
 * Returns the number of elements as given to vce_init_array().
 *
 * Errors:
 * - VCE_EINVAL: bad descriptor
 *
 * Success keeps the last error.
 *
 * @param index - (int) the descriptor
 * @returns the number of elements; last error kept. Negative: an error code.
 */
export function vce_get_array_maxnum(index: number): number;

/**
 * Divides a text such as an HTTP message at its first empty line.
 *
 * The separator is LF LF or CR LF CR LF, whichever starts first. The results point into the input.
 *
 * Errors:
 * - VCE_EFORMAT: there is no empty line
 *
 * @param in_ - (const char *) the text
 * @param inlen - (int, bytes) its length
 * @param head - (char **, out) receives `in`
 * @param headlen - (int *, out, bytes) receives the length of the header, without the line end of
 *   its last line; 0 on failure
 * @param b - (char **, out) receives the start of the content, also if that is empty; NULL on
 *   failure
 * @param blen - (int *, out, bytes) receives the length of the content; 0 on failure
 * @returns 0: success Negative: an error code.
 */
export function vce_httptext_divide_header_and_content(
  in_: Block,
  inlen: number,
  head: Pointers,
  headlen: Numbers,
  b: Pointers,
  blen: Numbers
): number;

/**
 * Finds a header line by its beginning and copies its value.
 *
 * The first line that begins with `item` and has a value counts. Blanks, tabs and colons after
 * `item` are skipped; the value ends at LF or CR LF, which is included only at the very end of the
 * text. Because only the beginning is compared, "Content" matches "Content-Length" as well.
 *
 * Success keeps the last error.
 *
 * @param h - (const char *) the header
 * @param hlen - (int, bytes) its length
 * @param item - (char *) beginning of the line, in upper or lower case
 * @param out - (char *, out) receives the value, cut to `outlen` - 1 bytes; empty if there is none
 * @param outlen - (int, bytes) size of `out`
 * @returns the number of bytes stored without the NUL. Without a match 1 is returned, or 0 if
 *   `outlen` is 1 or less: test `out[0]`.
 */
export function vce_httptext_get_header_info(
  h: Block,
  hlen: number,
  item: Text,
  out: Block,
  outlen: number
): number;

/**
 * Compares the first bytes of two strings without regard to upper and lower case.
 *
 * Success keeps the last error.
 *
 * @param s1 - (const char *) a string
 * @param s2 - (const char *) a string
 * @param n - (int, bytes) number of bytes; 0 or less: equal
 * @returns 0: equal; 1: different, or `s1` is shorter than `n`
 */
export function vce_text_cmpnocase(s1: Text, s2: Text, n: number): number;

/**
 * Returns the start of a token.
 *
 * The token runs on to the end of the string.
 *
 * Every single `c` separates two tokens, so tokens may be empty.
 *
 * Errors:
 * - VCE_ENOTFOUND: too few separators, or `index` is negative
 *
 * @param src - (const char *) the string
 * @param c - (char) the separator
 * @param index - (int) number of the token, from 0
 * @returns the token, a pointer into `src`; `src` itself for any `index` if it holds no separator;
 *   NULL on failure.
 */
export function vce_text_split_index(src: Text, c: number, index: number): string | null;

/**
 * Converts a token to an integer, as atoi does.
 *
 * Errors:
 * - VCE_ENOTFOUND: there is no such token, or `s` is empty
 * - VCE_EINVAL: `v` is NULL
 *
 * @param s - (const char *) the string
 * @param c - (char) the separator
 * @param ind - (int) number of the token, from 0
 * @param v - (int *, out) receives the integer, 0 if the token is not one; its first 19 bytes
 *   count; untouched on failure
 * @returns 0: success Negative: an error code.
 */
export function vce_text_split_index_get_int(s: Text, c: number, ind: number, v: Numbers): number;

/**
 * Copies a token.
 *
 * Errors:
 * - VCE_ENOTFOUND: there is no such token, or `src` is empty
 *
 * @param src - (const char *) the string
 * @param c - (char) the separator
 * @param ind - (int) number of the token, from 0
 * @param out - (char *, out) receives the token, cut to `outlen` - 1 bytes; untouched on failure
 * @param outlen - (int, bytes) size of `out`
 * @returns the number of bytes stored, the NUL included: 1 for an empty token. Negative: an error
 *   code.
 */
export function vce_text_split_index_get_string(
  src: Text,
  c: number,
  ind: number,
  out: Block,
  outlen: number
): number;

/**
 * Copies a string up to a character.
 *
 * Success keeps the last error.
 *
 * @param d - (char *, out) receives the bytes before the first `c`, or all, cut to `destlen` - 1
 *   bytes
 * @param s - (const char *) the string
 * @param c - (char) the character; NUL: copies the string
 * @param destlen - (int, bytes) size of `d`
 * @returns the number of bytes copied plus 1, which is the offset behind `c` if that was found.
 */
export function vce_copy_cstring_upto(d: Block, s: Text, c: number, destlen: number): number;

/**
 * Copies a string.
 *
 * Success keeps the last error.
 *
 * @param dest - (char *, out) receives the string, cut to `l` - 1 bytes
 * @param l - (int, bytes) size of `dest`
 * @param src - (const char *) the string
 * @returns 0: all of it was copied; 1: it was cut
 */
export function vce_copy_cstring(dest: Block, l: number, src: Text): number;

/**
 * Compares the shorter of two strings with the end of the longer one.
 *
 * Success keeps the last error.
 *
 * @param s1 - (const char *) a string
 * @param s2 - (const char *) a string
 * @returns 0 if equal, and for an empty string; else below or above 0, as `strcmp` of the end of
 *   the longer string with the shorter one.
 */
export function vce_strcmptail(s1: Text, s2: Text): number;

/**
 * Hashes a string with the PJW function, bytes taken as signed.
 *
 * Success keeps the last error.
 *
 * @param s - (const char *) the string
 * @returns the hash, 0 to 16777215; 0 for an empty string.
 */
export function vce_text_hashpjw(s: Text): number;

/**
 * Makes a string of raw bytes.
 *
 * Success keeps the last error.
 *
 * @param out - (char *, out) receives the bytes, cut to `outlen` - 1, and a NUL
 * @param outlen - (int, bytes) size of `out`
 * @param in_ - (const char *) the bytes; NULs among them are copied
 * @param inlen - (int, bytes) their number; negative counts as 0
 * @returns `out`.
 */
export function vce_makecstr(out: Block, outlen: number, in_: Block, inlen: number): string | null;

/**
 * Removes one CR LF, or one LF, from the end of a string.
 *
 * Success keeps the last error.
 *
 * @param s - (char *, inout) the string; the removed bytes become NUL
 * @returns `s`.
 */
export function vce_chop_string_destroy(s: Block): string | null;

/**
 * Returns the length of a string that may lack its end.
 *
 * Success keeps the last error.
 *
 * @param s - (const char *) the bytes
 * @param max - (int, bytes) number of bytes that may be read
 * @returns the index of the first NUL, or -1 if there is none among the first `max` bytes.
 */
export function vce_strlenmax(s: Block, max: number): number;

/**
 * Appends a string if it fits.
 *
 * Errors:
 * - VCE_EFULL: it does not fit
 *
 * Success keeps the last error.
 *
 * @param out - (char *, inout) a string; unchanged on failure
 * @param outlen - (int, bytes) size of `out`
 * @param append - (const char *) the string to append
 * @returns the length of the result plus 1, or VCE_EFULL if it does not fit. Unit: bytes. Negative:
 *   an error code.
 */
export function vce_strncat(out: Block, outlen: number, append: Text): number;

/**
 * Copies the beginning of a string.
 *
 * Success keeps the last error.
 *
 * @param to - (char *, out) receives the bytes, cut to `to_len` - 1, and one NUL
 * @param to_len - (int, bytes) size of `to`
 * @param from - (const char *) the bytes; a NUL ends them
 * @param from_len - (int, bytes) number of bytes to copy at most; negative counts as 0
 */
export function vce_strncpy(to: Block, to_len: number, from: Block, from_len: number): void;

/**
 * Escapes bytes with backslashes.
 *
 * NUL, LF, CR, backslash, both quotes and byte 26 become a backslash and one of 0, n, r, backslash,
 * the quote, Z. All other bytes stay as they are.
 *
 * Errors:
 * - VCE_ETOOSHORT: `tolen` is too small or `frl` is negative; nothing was written
 *
 * @param to - (char *, out) receives the text
 * @param tolen - (int, bytes) size of `to`, at least 2 * `frl` + 1 whatever the content
 * @param from - (const char *) the bytes
 * @param frl - (int, bytes) their number
 * @returns the length of the text. Unit: bytes. Negative: an error code.
 */
export function vce_escape_string(to: Block, tolen: number, from: Block, frl: number): number;

/**
 * Reverses vce_escape_string().
 *
 * A backslash before any other byte is dropped.
 *
 * Errors:
 * - VCE_EFULL: `tolen` is too small
 *
 * @param to - (char *, out) receives the bytes and a NUL; on failure, the first `tolen` - 1 bytes
 *   and a NUL
 * @param tolen - (int, bytes) size of `to`, at least the length of the result plus 2
 * @param from - (const char *) the escaped text
 * @returns the number of bytes without the last NUL; there may be NULs among them. Negative: an
 *   error code.
 */
export function vce_descape_string(to: Block, tolen: number, from: Text): number;

/**
 * Formats a text as snprintf does.
 *
 * Success keeps the last error.
 *
 * @param out - (char *, out) receives the text, cut to `len` - 1 bytes
 * @param len - (int, bytes) size of `out`
 * @param format - (const char *) format as of `printf`, followed by its arguments
 * @param args - for each value koffi's type of it and the value: `'int', 7, 'str', 'x'`
 */
export function vce_snprintf(out: Block, len: number, format: Text, ...args: unknown[]): void;

/**
 * Reads a file of lines name=value.
 *
 * Lines that begin with `#`, empty ones and those of fewer than 2 bytes, line end included, are
 * skipped. The name ends at the first `=`; nothing is trimmed or unescaped.
 *
 * Errors:
 * - VCE_EACCESSFILE: the file cannot be opened, or `filename` is NULL
 * - VCE_EINVAL: `c` is NULL
 * - VCE_EFREAD: reading failed; lines read before have been handed over
 *
 * Success keeps the last error.
 *
 * @param filename - (const char *) the file
 * @param c - (config_line) gets file name, line number, name, and value (empty without `=`); kept
 *   for: call
 * @returns 0 at the end of the file; or the negative result of the callback, last error kept.
 *   Negative: an error code.
 */
export function vce_read_simple_config_file(
  filename: Text,
  c: ((filename: string, line: number, name: string, value: string) => number | void) | Callback
): number;

/**
 * Reads a text file line by line; empty lines are skipped.
 *
 * Errors:
 * - VCE_EACCESSFILE: the file cannot be opened, or `fn` is NULL
 * - VCE_EINVAL: `cb` is NULL
 * - VCE_EFREAD: reading failed; lines read before have been handed over
 *
 * Success keeps the last error.
 *
 * @param fn - (const char *) the file
 * @param cb - (text_line) gets file name, line number, and the line with its line end; kept for:
 *   call
 * @returns 0 at the end of the file; or the negative result of the callback, last error kept.
 *   Negative: an error code.
 */
export function vce_read_plain_text_file(
  fn: Text,
  cb: ((filename: string, line: number, text: string) => number | void) | Callback
): number;

/**
 * Converts hexadecimal digits to bytes.
 *
 * A leading `0x` or `0X` is skipped. A last single digit is an upper half, any other character
 * counts as 0. A string of one character gives nothing.
 *
 * Success keeps the last error.
 *
 * @param out - (char *, out) receives the bytes; those that `hex` does not give are untouched
 * @param outlen - (int, bytes) size of `out`
 * @param hex - (const char *) the digits
 */
export function vce_make_binary_array_from_hex(out: Block, outlen: number, hex: Text): void;

/**
 * Converts the hexadecimal digits of one line to bytes.
 *
 * The line should end with LF or CR LF within `linelen`; without one its last byte is not counted.
 * An odd last digit is dropped, except before a CR LF at the very end of the input.
 *
 * Success keeps the last error.
 *
 * @param line - (const char *) the input
 * @param linelen - (int, bytes) its length
 * @param out - (char *, out) receives the bytes
 * @param outlen - (int *, inout, bytes) in: size of `out`, negative counts as 0; out: number of
 *   bytes, which counts a leading `0x` or `0X` as one more byte, 0 at the end
 * @param ul - (int *, out, bytes) receives the number of bytes consumed, the line end included
 */
export function vce_make_binary_array_from_line(
  line: Block,
  linelen: number,
  out: Block,
  outlen: Numbers,
  ul: Numbers
): void;

/**
 * Converts bytes to hexadecimal digits.
 *
 * Errors:
 * - VCE_EFULL: `out` is too small
 *
 * Success keeps the last error.
 *
 * @param out - (char *, out) receives two lower-case digits per byte; unspecified on failure
 * @param outlen - (int, bytes) size of `out`
 * @param buf - (const char *) the bytes
 * @param len - (int, bytes) their number; 0 or less gives an empty text
 * @param folding - (int, flag) 0: one line without end; any other value: LF after every 32 bytes
 *   and at the end
 * @returns the length of the text; last error kept. Unit: bytes. Negative: an error code.
 */
export function vce_make_hex_from_binary_array(
  out: Block,
  outlen: number,
  buf: Block,
  len: number,
  folding: number
): number;

/**
 * Converts bytes to a text that carries their number and a checksum.
 *
 * Errors:
 * - VCE_EFULL: `out` is too small
 * - VCE_EINVAL: `len` is negative, or a pointer is NULL
 *
 * @param buf - (const char *) the bytes
 * @param len - (int, bytes) their number
 * @param out - (char *, out) receives the text; unspecified on failure
 * @param outlen - (int, bytes) size of `out`
 * @returns the length of the text. Unit: bytes. Negative: an error code.
 */
export function vce_make_hex_text_from_buffer(
  buf: Block,
  len: number,
  out: Block,
  outlen: number
): number;

/**
 * Checks and reverses vce_make_hex_text_from_buffer().
 *
 * Errors:
 * - VCE_EFORMAT: the text, its length or its checksum is wrong
 * - VCE_EFULL: `out` is too small
 * - VCE_EINVAL: `len` is negative, or a pointer is NULL
 *
 * @param buf - (const char *) the text
 * @param len - (int, bytes) its length
 * @param out - (char *, out) receives the bytes; unspecified on failure
 * @param outlen - (int, bytes) size of `out`
 * @returns the number of bytes. Negative: an error code.
 */
export function vce_extract_data_from_hex_text(
  buf: Block,
  len: number,
  out: Block,
  outlen: number
): number;

/**
 * Resolves a name to an IPv4 address.
 *
 * Numbers in any form that `inet_aton` takes need no look-up; a look-up waits for its answer. The
 * library need not be initialised.
 *
 * Errors:
 * - VCE_EIPADDR: a pointer is NULL, or `s` is empty or does not resolve; logged as `Fatal:1210`
 *
 * May block the thread, and with it the event loop.
 *
 * @param a - (unsigned int *, out) receives the address in network byte order; untouched on failure
 * @param s - (const char *) host name, or address in numbers
 * @returns 0: success Negative: an error code.
 */
export function vce_get_ipv4_addr_by_name(a: Numbers, s: Text): number;

/**
 * Allocates memory with the function in force.
 *
 * @param size - (size_t, bytes) number of bytes, passed on unchanged
 * @returns what the function returned, not cleared. The caller owns it and releases it with
 *   VCEFREE().
 */
export function VCEMALLOC(size: number | bigint): Pointer;

/**
 * Releases memory with the function in force.
 *
 * @param p - (void *) what VCEMALLOC() returned; NULL is passed on
 */
export function VCEFREE(p?: Pointer): void;

/**
 * Replaces the functions that allocate, resize and release memory; initially those of the C
 * library.
 *
 * The tables, buffers and objects of the library come through them; memory that libevent and the C
 * library need for themselves does not. Call it before vce_initialize(), or at least while nothing
 * is allocated: a block is released by the function in force then.
 *
 * Success keeps the last error.
 *
 * @param a - (allocate) allocates; may return NULL; NULL: leave as it is; kept for: process
 * @param r - (reallocate) resizes; NULL: leave as it is; kept for: process
 * @param f - (release) releases; must accept NULL as `free` does; NULL: leave as it is; kept for:
 *   process
 */
export function vce_replace_malloc_funcs(a?: Callback, r?: Callback, f?: Callback): void;

/**
 * Calls the heartbeat again and again.
 *
 * Without a callback of vce_set_mainloop_callback() it never returns. Not for use inside a
 * callback.
 *
 * Errors:
 * - VCE_EINVAL: the library is not initialised
 *
 * Not for use inside a callback. May block the thread, and with it the event loop.
 *
 * @returns the first result of the callback that is not 0.
 */
export function vce_mainloop(): number;

/**
 * Sets the function that vce_mainloop() calls between heartbeats.
 *
 * Success keeps the last error.
 *
 * @param f - (mainloop_callback) called after every heartbeat; a result other than 0 ends the loop;
 *   NULL: none; kept for: process
 */
export function vce_set_mainloop_callback(f?: Callback): void;

/**
 * Tells the library whether the sockets of the system may be used.
 *
 * Success keeps the last error.
 *
 * @param flag - (int, flag) 0: heartbeats do nothing; any other value: they work (the initial
 *   state)
 */
export function vce_set_socket_library_ok(flag: number): void;

/**
 * Does nothing.
 *
 * It set the clock of systems that have none.
 *
 * Errors:
 * - VCE_ESUPPORT: always
 *
 * @param t - (time_t, seconds) ignored
 * @param microsec - (unsigned int, microseconds) ignored
 */
export function vce_set_internal_timer(t: number | bigint, microsec: number): void;

/**
 * Stores the version of the library that is running: 2, 0, 0.
 *
 * Success keeps the last error.
 *
 * @param ma - (int *, out) receives the major number; may be NULL
 * @param mi - (int *, out) receives the minor number; may be NULL
 * @param rel - (int *, out) receives the release number; may be NULL
 */
export function vce_get_version(ma?: Numbers, mi?: Numbers, rel?: Numbers): void;

/**
 * Writes a message to the log as vce_errout() does, with its arguments as a va_list.
 *
 * Success keeps the last error.
 *
 * @param format - (const char *) format as of `vprintf`; NULL writes nothing
 * @param arg - (va_list) its arguments
 */
export function vce_verrout(format: Text, arg: Pointer): void;

/**
 * Writes a string to the log as it is, without formatting, if the verbosity is 0 or more.
 *
 * Success keeps the last error.
 *
 * @param s - (const char *) the string
 */
export function vce_errout0(s: Text): void;

/**
 * Writes a string to the log as it is, without formatting, if the verbosity is above 0.
 *
 * Success keeps the last error.
 *
 * @param s - (const char *) the string
 */
export function vce_errout0_v(s: Text): void;

/**
 * Diverts the log, the program's own messages and dumps included, to a function.
 *
 * It gets each message about a peer of which standard error gets one in a second. With verbosity 0
 * there is an exception: messages about peers that were turned away or ended, which version 2.0.0
 * wrote with verbosity above 0 only, come one in a second, too.
 *
 * Success keeps the last error.
 *
 * @param cb - (log_callback) gets the verbosity and the formatted text, valid until it returns; it
 *   must not call the library, which may be in the middle of something. It may take as long as it
 *   likes, the heartbeat waits for it. NULL: back to standard error; kept for: process
 */
export function vce_errout_set_another(cb?: Callback): void;

/**
 * Holds the data of a connection back for random times, to test a program on a slow network.
 *
 * Both directions are delayed; the order of the bytes is kept.
 *
 * Errors:
 * - VCE_EINVAL: `ct` is invalid, or a delay is out of range
 * - VCE_EMEM: no memory
 *
 * @param ct - (conn_t) the connection
 * @param delay_min - (int, milliseconds) shortest delay in milliseconds, 0 or more
 * @param delay_max - (int, milliseconds) longest delay in milliseconds, above 0 and at least
 *   `delay_min`; so a delay cannot be removed again
 */
export function vce_conn_set_delay(ct: conn_t, delay_min: number, delay_max: number): void;

/**
 * Sets the list of IPv4 addresses whose connections are turned away.
 *
 * It is compared with each peer right after the accept, before every other check.
 *
 * Errors:
 * - VCE_EINVAL: `tp` is invalid
 *
 * Success keeps the last error.
 *
 * @param tp - (tcpcontext_t) the context
 * @param null_terminated_ipaddr_array - (const unsigned int *) addresses in network byte order,
 *   ended by 0; not copied: it must stay while the context uses it, and its content may be changed
 *   at any time. NULL: none; kept for: context
 */
export function vce_tcpcontext_set_conn_kickip_array(
  tp: Pointer,
  null_terminated_ipaddr_array?: Pointer
): void;

/**
 * Does nothing.
 *
 * It spread the sending of data over several heartbeats.
 *
 * Errors:
 * - VCE_EINVAL: `tt` is invalid
 *
 * Success keeps the last error.
 *
 * @param tt - (tcpcontext_t) the context
 * @param v - (int) ignored
 */
export function vce_tcpcontext_set_equal_io_splitrate(tt: Pointer, v: number): void;

/**
 * Stores 0 twice.
 *
 * It told the size of the packet being received before and after decompression.
 *
 * Success keeps the last error.
 *
 * @param original - (int *, out, bytes) receives 0; may be NULL
 * @param processing - (int *, out, bytes) receives 0; may be NULL
 */
export function vce_get_tcp_packet_read_size(original?: Numbers, processing?: Numbers): void;

/**
 * Stores 0 twice.
 *
 * It told the size of the packet being sent before and after compression.
 *
 * Success keeps the last error.
 *
 * @param original - (int *, out, bytes) receives 0; may be NULL
 * @param processing - (int *, out, bytes) receives 0; may be NULL
 */
export function vce_get_tcp_packet_write_size(original?: Numbers, processing?: Numbers): void;

/**
 * Evaluates decimal integers joined by + - and *, strictly from left to right.
 *
 * An operand may have a minus sign; blanks and tabs are ignored. "123+2*2" gives 250.
 *
 * Errors:
 * - VCE_EFORMAT: the text is not such an expression
 *
 * @param p - (const char *) the text
 * @returns the result; 0 for anything else.
 */
export function vce_atoi(p: Text): number;

/**
 * Returns the port a server context listens on.
 *
 * A server created with port 0 learns the system's choice this way.
 *
 * Errors:
 * - VCE_EINVAL: `t` is invalid
 *
 * @param t - (tcpcontext_t) the context
 * @returns the port in host byte order, 1 to 65535; 0 for a client context and a Unix socket.
 *   Negative: an error code.
 */
export function vce_tcpcontext_get_port(t: Pointer): number;

/**
 * Sets the address from which the connects of a context go out.
 *
 * One address has some 28,000 ports to one destination (sysctl ip_local_port_range); a program that
 * opens more connections uses several contexts with an address of this machine each. The port is
 * chosen when the destination is known. Effective for later connects to the same address family.
 *
 * Errors:
 * - VCE_EINVAL: `t` is invalid
 * - VCE_EIPADDR: `address` is not a numeric address; nothing changes. An address that is not this
 *   machine's shows when connecting, as VCE_ECONNECT
 * @param t - (tcpcontext_t) the context
 * @param address - (const char *) numeric IPv4 or IPv6 address; NULL or "": the system chooses (the
 *   default)
 * @returns 0: success Negative: an error code.
 */
export function vce_tcpcontext_set_source(t: Pointer, address?: Text): number;

/**
 * Limits how long a connect of a context may take.
 *
 * The time counts from vce_tcpcontext_connect() to the end of the handshake and covers all
 * addresses of a name and, in non-blocking mode, the look-up of the name; in blocking mode the
 * look-up has the resolver's own limits. A connect that takes longer fails: in blocking mode with
 * VCE_ECONNECT and `errno` ETIMEDOUT, in non-blocking mode the connection ends with
 * CLOSE_REASON_TIMEOUT. Idle time begins when the connection is established. Without a limit of its
 * own a connect may take as long as the idle limit of the context; in blocking mode an idle limit
 * of 0 or less then stands for the system's own time, two minutes or more. vce_conn_set_timeout()
 * with a limit of 0 or more does not change the time that a connect has; below 0 it ends the
 * connect. Accepted connections are not concerned: they are established. Effective for later
 * connects.
 *
 * Errors:
 * - VCE_EINVAL: `t` is invalid
 * - VCE_ERANGE: `ms` is negative; nothing changes
 *
 * @param t - (tcpcontext_t) the context
 * @param ms - (int, milliseconds) milliseconds, 1 or more; 0: the idle limit (the default)
 * @returns 0: success Negative: an error code.
 */
export function vce_tcpcontext_set_connect_timeout(t: Pointer, ms: number): number;

/**
 * Tells in words why a connection ends.
 *
 * For the closewatcher and the finalizer, which a connection that could not be established has too.
 * The text names the peer and has what the system said, such as "connect to example.org, 192.0.2.1
 * port 80: Connection refused", "connect to nosuch.example: name not found", "192.0.2.1 port 80:
 * receive failed: Connection reset by peer" or "192.0.2.1 port 80: end of stream". It is meant for
 * people and logs; its wording may change. Of several addresses of a name the text has the first,
 * unless a later one says more, and how many were tried.
 *
 * Errors:
 * - VCE_EINVAL: `c` is invalid, `buf` is NULL, or `max` is below 1
 * - VCE_ENOTREADY: the closewatcher or finalizer of `c` is not running
 *
 * @param c - (conn_t) the connection whose closewatcher or finalizer is running
 * @param buf - (char *, out) receives the text, without a line feed and ended by NUL, as much of it
 *   as fits; untouched on failure
 * @param max - (int, bytes) size of `buf` in bytes, 1 or more; 512 hold every text
 * @returns the length of the whole text; it was cut if that is `max` or more. Unit: bytes.
 *   Negative: an error code.
 */
export function vce_conn_get_end_detail(c: conn_t, buf: Block, max: number): number;

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
 *
 * Errors:
 * - VCE_EINVAL: `buf` is NULL or `max` is below 1
 *
 * Success keeps the last error.
 *
 * @param buf - (char *, out) receives the text, without a line feed and ended by NUL, as much of it
 *   as fits; untouched on failure
 * @param max - (int, bytes) size of `buf` in bytes, 1 or more; 512 hold every text
 * @returns the length of the whole text, 0 without an error; it was cut if that is `max` or more.
 *   Unit: bytes. Negative: an error code.
 */
export function vce_get_last_error_detail(buf: Block, max: number): number;

/**
 * Sets the bounds between which the wait of an idle heartbeat adapts.
 *
 * In force while the flag of vce_set_heartbeat_wait_flag() is set, from the end of the next
 * heartbeat on. With the bounds as they are at first, a heartbeat that follows some activity waits
 * for a microsecond, and a thousand more have to find nothing to do until one waits a millisecond.
 * A server that does nothing outside of heartbeats calls `vce_set_heartbeat_wait_limits(100000,
 * 100000)`: it then sleeps until something happens. It loses no time by that, since readiness of
 * any socket ends a wait at once. The bounds are kept across vce_finalize().
 *
 * Errors:
 * - VCE_ERANGE: the bounds are not in this order or range; nothing changes
 *
 * @param shortest_us - (int, microseconds) microseconds, 1 to `longest_us`; 1 at first
 * @param longest_us - (int, microseconds) microseconds, up to 1000000; 100000 at first. Idle limits
 *   expire late by as much
 * @returns 0: success Negative: an error code.
 */
export function vce_set_heartbeat_wait_limits(shortest_us: number, longest_us: number): number;

/**
 * Limits how many connections one peer address may have in a context at once.
 *
 * A peer beyond the limit is turned away. It is looked at after kick list, rate and accept flag and
 * before `maxcon`. IPv6 addresses count by their first 64 bits, which one customer of a network has
 * all of, and the peers of a Unix socket by their user. Connections that exist already count but
 * are not ended. While there is a limit each address takes 32 to 128 bytes.
 *
 * Errors:
 * - VCE_EINVAL: `t` is invalid
 * - VCE_ERANGE: `max` is negative
 * - VCE_EMEM: no memory for the counts; the limit stays as it was
 *
 * @param t - (tcpcontext_t) the context
 * @param max - (int, connections) connections, 1 or more; 0: any number (the default)
 * @returns 0: success Negative: an error code.
 */
export function vce_tcpcontext_set_max_per_address(t: Pointer, max: number): number;

/**
 * Queues the same bytes for all open connections of a context.
 *
 * The bytes are sent as they are: frame them first, as the protocol of the context wants it, for
 * example a line with its LF. Each connection gets all of them or none. One that is closing, that
 * is still being made or whose stream is broken is not open. A connection whose write buffer has no
 * room for the bytes, because its peer reads too slowly, or for which there is no memory, is dealt
 * with as `when_full` says; all others get the bytes, and no error is reported. A record callback
 * may therefore return the result: it never ends the connection whose record is relayed.
 *
 * With VCE_FULL_DROP the connection stays open without these bytes. With VCE_FULL_CLOSE it is
 * closed as by vce_conn_close(): its queued output is still sent, but the peer cannot prolong that
 * by talking: the idle limit goes on from where it stands and then ends the connection (TIMEOUT).
 * So no connection that stays open has missed anything.
 *
 * Errors:
 * - VCE_EINVAL: `t` is invalid, `length` is negative, or `framed` is NULL
 * - VCE_ERANGE: `when_full` is neither of the two
 * - VCE_ELONGINPUT: `length` is more than the write buffers of the context can ever hold; nothing
 *   happens
 * @param t - (tcpcontext_t) the context
 * @param framed - (const char *) the bytes; copied
 * @param length - (int, bytes) number of bytes; 0: nothing happens, and the result is 0
 * @param skip - (conn_t) a connection that gets nothing, such as the origin of the bytes; the null
 *   handle, or one that is not open in this context: no connection is left out
 * @param when_full - (int) VCE_FULL_DROP or VCE_FULL_CLOSE
 * @returns the number of connections that the bytes were queued for. Negative: an error code.
 */
export function vce_tcpcontext_broadcast(
  t: Pointer,
  framed: Block,
  length: number,
  skip: conn_t,
  when_full: number
): number;

/**
 * Sets when and how TCP asks a silent peer whether it is still there.
 *
 * Every connection has keep-alive probes; by default the system decides about their times, on Linux
 * after two hours of silence (sysctl tcp_keepalive_time, tcp_keepalive_intvl,
 * tcp_keepalive_probes). A peer that answers none of `count` probes is gone (REMOTE). The probes
 * are no bytes for the program: idle limits do not notice them. In force for later connects, and
 * for peers whose connect completes later; a server's listening socket passes the values on to its
 * connections.
 *
 * Errors:
 * - VCE_EINVAL: `t` is invalid
 * - VCE_ERANGE: a value is negative or too large; nothing changes
 * - VCE_ESETSOCKOPT: the system refuses it for the listening socket; nothing changes
 * - VCE_ESUPPORT: this system has no such options
 *
 * @param t - (tcpcontext_t) the context
 * @param idle_s - (int, seconds) seconds of silence until the first probe, up to 32767; 0: the
 *   system's value
 * @param interval_s - (int, seconds) seconds between two probes, up to 32767; 0: the system's value
 * @param count - (int, count) probes without an answer, up to 127; 0: the system's value
 * @returns 0: success Negative: an error code.
 */
export function vce_tcpcontext_set_keepalive(
  t: Pointer,
  idle_s: number,
  interval_s: number,
  count: number
): number;

/**
 * Sets how long TCP waits for a peer to acknowledge sent bytes (TCP_USER_TIMEOUT).
 *
 * When that time is over the connection ends (REMOTE), also if the peer's window stays closed: a
 * peer that is there and does not read for so long ends, too. By default the system sends again for
 * many minutes. It also limits the handshake of connects, and on Linux it takes the place of the
 * `count` of vce_tcpcontext_set_keepalive(). In force for later connects, and for peers whose
 * connect completes later.
 *
 * Errors:
 * - VCE_EINVAL: `t` is invalid
 * - VCE_ERANGE: `ms` is negative; nothing changes
 * - VCE_ESETSOCKOPT: the system refuses it for the listening socket; nothing changes
 * - VCE_ESUPPORT: this system has no such option
 *
 * @param t - (tcpcontext_t) the context
 * @param ms - (int, milliseconds) milliseconds, 1 or more; 0: the system's value (the default)
 * @returns 0: success Negative: an error code.
 */
export function vce_tcpcontext_set_user_timeout(t: Pointer, ms: number): number;

/**
 * Limits how many records and bytes each connection may send.
 *
 * A connection may send at once what it has for one second, and gets the same again in each second.
 * A call of a custom parser that takes bytes counts as one record; records that the program parses
 * by calling a parser itself do not count. A connection that has used up one of the two and has
 * more pauses: the rest waits in its read buffer and in the kernel, where it holds the peer back,
 * and the next heartbeats take no notice of it until there is something to take again, after 20
 * milliseconds at the earliest. Nothing is lost, and a pause does not count as idle. When a pause
 * begins `f` is asked, in the heartbeat: if it returns a negative value the connection ends instead
 * (PARSER).
 *
 * Taken over by connections that are made later. A limited connection takes some 150 bytes more.
 *
 * Errors:
 * - VCE_EINVAL: `t` is invalid
 * - VCE_ERANGE: a limit is negative; nothing changes
 * - VCE_EMEM: no memory; nothing changes
 *
 * @param t - (tcpcontext_t) the context
 * @param records_per_second - (int, count) records, 1 or more; 0: any number (the default)
 * @param bytes_per_second - (int, bytes) bytes received, 1 or more; 0: any number (the default)
 * @param f - (rate_callback) asked when a pause begins; NULL: it always pauses; kept for:
 *   connections
 * @returns 0: success Negative: an error code.
 */
export function vce_tcpcontext_set_conn_rate(
  t: Pointer,
  records_per_second: number,
  bytes_per_second: number,
  f?: Callback
): number;

/**
 * Limits the memory of the read and write buffers of all connections together.
 *
 * A buffer beyond the limit is refused as if the system had no memory: a write fails with VCE_EFULL
 * or VCE_EWBFULL, and input waits in the kernel, where it holds its sender back, and is asked for
 * again every 10 milliseconds. Buffers that are lent already stay. Kept across vce_finalize(). A
 * record that does not fit under the limit never completes; near it less is read at a time.
 *
 * Errors:
 * - VCE_ERANGE: `bytes` is negative
 *
 * @param bytes - (VCEI64, bytes) the limit, 1 or more; 0: none (the default)
 * @returns 0: success Negative: an error code.
 */
export function vce_set_buffer_limit(bytes: number | bigint): number;

/**
 * Creates a context whose callbacks get a connection as two integers instead of a conn_t.
 *
 * For languages that cannot take a structure by value as an argument of a callback, such as LuaJIT.
 * Everything else is as in vce_tcpcontext_create(), and the connections are the same: only the
 * first argument of each callback that would be a `conn_t` becomes two, `unsigned int p` and
 * `unsigned int serial`, with the values of the two fields of the handle, which is made of them
 * again by `{(void *)(size_t)p, serial}`. `p` always fits. The callbacks have these types:
 *
 * - acceptwatcher, parser, length error callback, function of vce_tcpcontext_conn_iterate(): `int
 *   (*)(unsigned int, unsigned int)`
 * - hi-water watcher: `int (*)(unsigned int, unsigned int, int)`
 * - protocol callback: `int (*)(unsigned int, unsigned int, char *, int)`
 * - closewatcher: `int (*)(unsigned int, unsigned int, CLOSE_REASON)`
 * - finalizer: `void (*)(unsigned int, unsigned int)`
 * - I/O callback: `void (*)(unsigned int, unsigned int, int, char *, size_t)`
 *
 * They are given, cast to the declared types, to the same functions as ever. The ready-made parsers
 * are given as they are; no other function that takes a `conn_t` may be a callback here.
 *
 * Errors:
 * - VCE_EINVAL: the library is not initialised, or `max_tcpcontext` is 0 or less
 * - VCE_EFULL: `max_tcpcontext` contexts exist already
 * - VCE_EIPADDR: `bindaddr` does not resolve, or is no name of a Unix socket
 * - VCE_ESOCKET: no socket could be created
 * - VCE_ESETSOCKOPT: an option of the socket could not be set
 * - VCE_EBIND: the address cannot be bound: port in use, privileged, or address not of this host;
 *   for a Unix socket: a server listens there, there is a file that is no socket, or the folder
 *   does not allow it
 * - VCE_ELISTEN: listening failed
 * - VCE_EARRAY: `maxcon`, `rblen`, `wblen` or `statebuf_size` is outside its range, `maxcon` times
 *   the three sizes exceeds 2 to the power of 46, `max_array` is used up, or memory is short.
 *   Tested last: a port in use gives VCE_EBIND first
 *
 * May block the thread, and with it the event loop.
 *
 * @param is_server - (int, flag) as for vce_tcpcontext_create(), and so are all others
 * @param bindaddr - (const char *) server: address to listen on; client: ignored
 * @param port - (unsigned short, port) server: port to listen on, 0 lets the system choose; client:
 *   ignored
 * @param maxcon - (int, connections) connections that may exist at once in this context
 * @param rblen - (size_t, bytes) size of each read buffer in bytes, 1 to 2147483647
 * @param wblen - (size_t, bytes) size of each write buffer in bytes, 1 to 2147483647
 * @param timeout - (int, seconds) idle limit of new connections in seconds
 * @param nonblock_connect - (int, flag) 0: vce_tcpcontext_connect() waits for the handshake; any
 *   other value: it returns at once
 * @param nodelay - (int, flag) any other value than 0: set TCP_NODELAY on every connection
 * @param statebuf_size - (size_t, bytes) size of the state buffer of each connection in bytes, 0 to
 *   2147483647
 * @returns the context, or NULL.
 */
export function vce_tcpcontext_create_flat(
  is_server: number,
  bindaddr: Text,
  port: number,
  maxcon: number,
  rblen: number | bigint,
  wblen: number | bigint,
  timeout: number,
  nonblock_connect: number,
  nodelay: number,
  statebuf_size: number | bigint
): Pointer;

/**
 * Tells which process is at the other end of a Unix socket.
 *
 * Unix sockets connect programs on one machine. A server context gets one by the `bindaddr` and a
 * client by the host `"unix:/path"`, an absolute path of up to 107 bytes, or `"unix:@name"`, a name
 * of up to 106 bytes without a file (Linux only). The port is ignored. Everything else is as with
 * TCP; options of TCP (`nodelay`, keep-alive times, user time-out, source address) and the kick
 * list do not apply, vce_tcpcontext_set_max_per_address() counts by user.
 *
 * The server makes the file, with the rights that the umask leaves: a peer needs the right to
 * write. It removes the file when it stops listening (vce_tcpcontext_cleanup(), vce_drain(),
 * vce_finalize()), unless it is not the same file any more or the calling process is a child of the
 * one that made it. A socket on which nobody listens is replaced; a server that listens, or a file
 * of another kind, is left alone, with VCE_EBIND. Two servers that start at the same moment in
 * place of a dead one are told apart as long as neither is interrupted between two system calls.
 *
 * A connect succeeds or fails at once (VCE_ECONNECT: no such file, no server, no right), but waits
 * while the queue of the server is full: it is tried again every 10 milliseconds, within the limit
 * for connects.
 *
 * Errors:
 * - VCE_EINVAL: `c` is invalid; nothing is stored, as below
 * - VCE_ESUPPORT: it is no Unix socket
 * - VCE_ENOTREADY: it is not connected yet
 *
 * @param c - (conn_t) the connection, accepted or made
 * @param pid - (int *, out) receives the process, -1 if the system does not tell; 0 if it is in
 *   another namespace; may be NULL, as the others
 * @param uid - (int *, out) receives the effective user
 * @param gid - (int *, out) receives the effective group. All three are those of the moment when
 *   the peer connected, or began to listen
 * @returns 0: success Negative: an error code.
 */
export function vce_conn_get_peer_credentials(
  c: conn_t,
  pid?: Numbers,
  uid?: Numbers,
  gid?: Numbers
): number;

/**
 * Returns the descriptor of a connection, for options of its socket.
 *
 * It belongs to the library: do not read from it, write to it or close it. It can change until the
 * connection is open, and is somebody else's when the connection is destroyed.
 *
 * Errors:
 * - VCE_EINVAL: `c` is invalid
 * - VCE_ENOTREADY: there is no socket (yet), as while its host is looked up
 *
 * @param c - (conn_t) the connection
 * @returns the descriptor, 3 or more. Negative: an error code.
 */
export function vce_conn_get_fd(c: conn_t): number;

/**
 * Creates a server context of a listening socket that the program has.
 *
 * For sockets that are inherited from another process, such as a service manager, or that need
 * options of their own. The context is as one of vce_tcpcontext_create(). The socket is the
 * library's from then on and closed with the context: do not use the descriptor any more; below 3
 * it gets another number. It is made non-blocking, for all processes that have it, and
 * close-on-exec. The file of a Unix socket stays.
 *
 * Errors:
 * - VCE_EINVAL: the library is not initialised, `max_tcpcontext` is 0 or less, or `fd` is no such
 *   socket, does not listen, or is the library's already
 * - VCE_EFULL: `max_tcpcontext` contexts exist already
 * - VCE_ESOCKET: there is no other number for a descriptor below 3
 * - VCE_ESETSOCKOPT: the system refuses to change the descriptor
 * - VCE_EARRAY: as for vce_tcpcontext_create()
 *
 * @param fd - (int) a stream socket that listens, of the family IPv4, IPv6 or Unix
 * @param maxcon - (int, connections) as for vce_tcpcontext_create(), and so are all others
 * @param rblen - (size_t, bytes) size of each read buffer in bytes, 1 to 2147483647
 * @param wblen - (size_t, bytes) size of each write buffer in bytes, 1 to 2147483647
 * @param timeout - (int, seconds) idle limit of new connections in seconds
 * @param nonblock_connect - (int, flag) any other value than 0: vce_tcpcontext_connect() returns at
 *   once
 * @param nodelay - (int, flag) any other value than 0: set TCP_NODELAY on every connection
 * @param statebuf_size - (size_t, bytes) size of the state buffer of each connection in bytes, 0 to
 *   2147483647
 * @returns the context, or NULL: `fd` is the program's then, and as it was.
 */
export function vce_tcpcontext_create_from_listener(
  fd: number,
  maxcon: number,
  rblen: number | bigint,
  wblen: number | bigint,
  timeout: number,
  nonblock_connect: number,
  nodelay: number,
  statebuf_size: number | bigint
): Pointer;

/**
 * Creates the same context with the callbacks of vce_tcpcontext_create_flat().
 *
 * For sockets that are inherited from another process, such as a service manager, or that need
 * options of their own. The context is as one of vce_tcpcontext_create(). The socket is the
 * library's from then on and closed with the context: do not use the descriptor any more; below 3
 * it gets another number. It is made non-blocking, for all processes that have it, and
 * close-on-exec. The file of a Unix socket stays.
 *
 * Errors:
 * - VCE_EINVAL: the library is not initialised, `max_tcpcontext` is 0 or less, or `fd` is no such
 *   socket, does not listen, or is the library's already
 * - VCE_EFULL: `max_tcpcontext` contexts exist already
 * - VCE_ESOCKET: there is no other number for a descriptor below 3
 * - VCE_ESETSOCKOPT: the system refuses to change the descriptor
 * - VCE_EARRAY: as for vce_tcpcontext_create()
 *
 * @param fd - (int) a stream socket that listens, of the family IPv4, IPv6 or Unix
 * @param maxcon - (int, connections) as for vce_tcpcontext_create(), and so are all others
 * @param rblen - (size_t, bytes) size of each read buffer in bytes, 1 to 2147483647
 * @param wblen - (size_t, bytes) size of each write buffer in bytes, 1 to 2147483647
 * @param timeout - (int, seconds) idle limit of new connections in seconds
 * @param nonblock_connect - (int, flag) any other value than 0: vce_tcpcontext_connect() returns at
 *   once
 * @param nodelay - (int, flag) any other value than 0: set TCP_NODELAY on every connection
 * @param statebuf_size - (size_t, bytes) size of the state buffer of each connection in bytes, 0 to
 *   2147483647
 * @returns the context, or NULL: `fd` is the program's then, and as it was.
 */
export function vce_tcpcontext_create_from_listener_flat(
  fd: number,
  maxcon: number,
  rblen: number | bigint,
  wblen: number | bigint,
  timeout: number,
  nonblock_connect: number,
  nodelay: number,
  statebuf_size: number | bigint
): Pointer;

/**
 * Makes a connection of an established socket that the program has.
 *
 * For sockets that came from another process, from `socketpair`, or from a handshake that the
 * program made itself. The connection is open at once and counts as accepted, but since the program
 * brings it, neither an acceptwatcher nor kick list, rate and accept flag are asked. Closewatcher
 * and finalizer run at its end. What waits in the socket is received by the next heartbeat. The
 * socket is the library's from then on: do not use the descriptor any more, except as
 * vce_conn_get_fd() says; below 3 it gets another number. It is made non-blocking, for all
 * processes that have it, and close-on-exec, and gets the options that the context has for
 * connections. Time is proportional to the number of connections, as none may have the descriptor
 * already.
 *
 * Errors:
 * - VCE_EINVAL: `t` is invalid, or `fd` is no such socket, not connected, or the library's already
 * - VCE_EFULL: the context has `maxcon` connections or the process `max_conn`, the peer has as many
 *   as vce_tcpcontext_set_max_per_address() allows, or memory is short
 * - VCE_ESOCKET: there is no other number for a descriptor below 3
 * - VCE_ESETSOCKOPT: the system refuses to change the descriptor
 * - VCE_ECLOSED: vce_drain() is running
 *
 * @param t - (tcpcontext_t) the context, client or server
 * @param fd - (int) a connected stream socket of the family IPv4, IPv6 or Unix
 * @returns the connection, or `{NULL, 0}`: `fd` is the program's then, and as it was.
 */
export function vce_tcpcontext_adopt(t: Pointer, fd: number): conn_t;

/**
 * Returns a descriptor to wait for in a loop of the program's own.
 *
 * It is readable, for `poll`, `select` or an epoll set, whenever a heartbeat would find a socket
 * ready, and after vce_wake() and vce_post(); the next heartbeats take care of that. A program
 * whose loop watches other things too leaves vce_set_heartbeat_wait_flag() at 0, waits until this
 * descriptor is readable or vce_get_wait_time() is over, and calls vce_heartbeat():
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
 *
 * Errors:
 * - VCE_EINVAL: the library is not initialised
 * - VCE_EMEM: in a child after `fork`: the system gives no descriptor; try again later. Always, if
 *   the library was made with `POLLER=libevent` and libevent uses `poll` or `select`, which have
 *   none: then call a heartbeat whenever vce_get_wait_time() is over. With epoll, the default, and
 *   with libevent on epoll or kqueue there is one
 * @returns the descriptor, 0 or more. Negative: an error code.
 */
export function vce_get_wait_fd(): number;

/**
 * Returns how long the program may wait for vce_get_wait_fd() before it calls the next heartbeat.
 *
 * Ask right before each wait: whatever the program does to a connection or context may shorten it.
 * It is 0 when something was written, closed, left over or posted, and ends no later than the next
 * timer, idle limit, limit of a connect, delay (vce_conn_set_delay()) or end of a pause. While a
 * name is being looked up, and where vce_get_wait_fd() has no descriptor, it is at most 10
 * milliseconds, and 100 while a custom parser leaves bytes in a read buffer.
 *
 * Errors:
 * - VCE_EINVAL: the library is not initialised
 *
 * @returns milliseconds, 0 to 60000, rounded up; 0 inside a callback. Negative: an error code.
 */
export function vce_get_wait_time(): number;

/**
 * Ends all connections in good order, for a program that is about to end.
 *
 * Listening ends: new peers are refused by the system. Every connection is closed as
 * vce_conn_close() does, and heartbeats run until all output has been sent, all closewatchers and
 * finalizers have run and the peers have got the end of the stream, or until the time is over.
 * Connections left then are cut off; closewatchers of connections get the reason TIMEOUT. Meanwhile
 * callbacks run as in every heartbeat, and vce_tcpcontext_connect() fails with VCE_ECONNECT.
 * Between heartbeats the call waits for sockets, whatever vce_set_heartbeat_wait_flag() says.
 * Contexts stay, without port and connections; after this come vce_tcpcontext_cleanup() or
 * vce_finalize().
 *
 * Errors:
 * - VCE_EINVAL: the library is not initialised
 * - VCE_ERANGE: `seconds` is negative
 * - VCE_EFINALIZE: called inside a callback: nothing was done
 *
 * Refused inside a callback. May block the thread, and with it the event loop.
 *
 * @param seconds - (int, seconds) the longest time that it takes, 0 or more; 0: what can be done at
 *   once
 * @returns how many connections were cut off: not all written bytes had been sent, or the system of
 *   the peer had not confirmed it yet. 0: every peer has everything. Negative: an error code.
 */
export function vce_drain(seconds: number): number;

/**
 * Copies the counters for operating a server.
 *
 * Later versions may append counters; `size` tells which ones the program was compiled for.
 *
 * Errors:
 * - VCE_EINVAL: `c` is NULL or `size` is 0
 *
 * @param c - (vce_counters_t *, out) receives the counters; at most `size` bytes are stored
 * @param size - (size_t, bytes) `sizeof *c`, above 0
 * @returns 0: success Negative: an error code.
 */
export function vce_get_counters(c: Partial<vce_counters_t> | Block, size: number | bigint): number;

/**
 * Writes all counters as text that a Prometheus server reads.
 *
 * The text exposition format, version 0.0.4: for each metric a HELP, a TYPE and one or more value
 * lines, names beginning with `vce_`, times in seconds. The counters of vce_get_stat() are
 * included.
 *
 * Errors:
 * - VCE_EFULL: the text does not fit; `buf` holds the complete metrics that did
 * - VCE_EINVAL: `buf` is NULL or `maxlen` is less than 1
 *
 * @param buf - (char *, out) receives the text, always NUL-terminated when `maxlen` is 1 or more
 * @param maxlen - (int, bytes) size of `buf` in bytes; 8192 is enough
 * @returns the length of the text without its NUL. Unit: bytes. Negative: an error code.
 */
export function vce_get_counters_string(buf: Block, maxlen: number): number;
