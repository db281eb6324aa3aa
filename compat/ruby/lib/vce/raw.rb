# frozen_string_literal: true

# Made by compat/model/emit_ruby.py from vce.h 2.0.0; do not edit.

require "ffi"
require_relative "load"

module Vce
  # Every function, structure and constant of vce.h, one to one.
  #
  # A function takes and gives what the gem ffi makes of its C types: numbers are Integer, `conn_t`
  # is a {Conn} passed by value, `tcpcontext_t` and every other address is an FFI::Pointer, or nil
  # for NULL. Input text is a String without NUL, input bytes are a String or a pointer. Output goes
  # into memory of yours, such as `FFI::MemoryPointer.new(64)`. A function that returns text returns
  # a copy of it, or nil for NULL. An address that is returned is never nil: ask it for `null?`.
  #
  # A callback is a Proc, an FFI::Function, or nil for NULL. Keep a reference to it for as long as
  # its description says: ffi releases what is behind it together with the object. It must not be
  # left by `throw`, `break` or the `return` of a method, which would skip the library's own work.
  # What it raises comes up when the C function is over, but not if another callback ran after it;
  # the library gets 0 as the result.
  #
  # A number that its C type cannot hold raises a RangeError, before C would cut it. Nothing else is
  # raised: errors are what the C function returns, and {vce_get_last_error}. Functions that may
  # block let other threads run meanwhile.
  module Raw
    extend FFI::Library
    extend Loader

    load_library

    # `struct timeval` of the system.
    class Timeval < FFI::Struct
      layout :tv_sec, :time_t,
             :tv_usec, :long
    end

    VCE_NOERROR = 0 # success
    VCE_EGENERIC = -1 # unspecified failure
    VCE_EFULL = -2 # an array, a table or a buffer has no room
    VCE_EBUG = -3 # internal inconsistency, or an element freed twice
    VCE_ERANGE = -5 # value outside its range
    VCE_EINVAL = -6 # wrong argument, or the library is not initialised
    VCE_EMEM = -7 # out of memory
    VCE_ENOENT = -8 # no such entry
    VCE_EIO = -9 # reading or writing failed
    VCE_ESOCKET = -10 # the socket could not be created
    VCE_EBIND = -11 # the address could not be bound, e.g. port in use
    VCE_EIPADDR = -12 # host name or address cannot be resolved
    VCE_ELISTEN = -13 # listening failed
    VCE_ECONFIG = -14 # configuration not usable
    VCE_EHOSTNAME = -15 # host name not usable
    VCE_EFCNTL = -16 # the mode of a socket could not be changed
    VCE_ECONNECT = -17 # connecting failed
    VCE_EBUFSMALL = -18 # the given buffer is too small
    VCE_EPROTO = -19 # protocol violation
    VCE_ENOTREADY = -20 # the connection is still being made
    VCE_ENEGO = -21 # negotiation of encryption failed
    VCE_EPROTO_INVAL = -22 # protocol: wrong argument
    VCE_EPROTO_ODD = -23 # protocol: impossible input length
    VCE_EPROTO_TOOLONG = -24 # protocol: record longer than allowed
    VCE_ENOCALLBACK = -25 # a callback that is needed is missing
    VCE_ESUPPORT = -26 # not supported
    VCE_ECONNSERIAL = -28 # the handle is stale
    VCE_EALIGNMENT = -32 # the pointer is not the start of an element
    VCE_EFORMAT = -33 # malformed text
    VCE_ESEARCH = -34 # failure of a search table
    VCE_ECONTENTLEN = -35 # protocol: impossible announced length
    VCE_ECONNINIT = -36 # the connection table is missing
    VCE_EBADKEYLEN = -37 # key length not allowed
    VCE_EACCEPT = -38 # accepting failed
    VCE_ESETSOCKOPT = -39 # a socket option could not be set
    VCE_EACCESSFILE = -40 # the file cannot be accessed
    VCE_EWINSOCKINIT = -41 # the socket library of Windows could not be started
    VCE_EWBFULL = -44 # the write buffer cannot take the record
    VCE_ELONGINPUT = -45 # input too long
    VCE_ETOOSHORT = -46 # buffer or input too short
    VCE_EPROTO_BADLEN = -47 # protocol: impossible record length
    VCE_EPROTO_RESULT = -48 # protocol: the peer reported an error
    VCE_EPROTO_SERVERINVAL = -49 # protocol: the server rejected an argument
    VCE_EPROTO_BADCOMMAND = -50 # protocol: unknown command
    VCE_EFOPEN_W = -51 # the file cannot be opened for writing
    VCE_ERENAME = -52 # renaming failed
    VCE_ENOTFOUND = -54 # the item looked for does not exist
    VCE_ELENTOOLONG = -55 # length above the capacity
    VCE_EDATASHORT = -56 # fewer data than announced
    VCE_EOPENDIR = -57 # the directory cannot be opened
    VCE_EFSEEK = -58 # seeking in a file failed
    VCE_EFWRITE = -59 # writing a file failed
    VCE_EFREAD = -60 # reading a file failed
    VCE_EMKDIR = -61 # the directory could not be made
    VCE_EALREADY = -62 # already done, e.g. closed before
    VCE_EFINALIZE = -63 # finalising was refused or found a table missing
    VCE_ECLOSED = -64 # the connection is closing
    VCE_EGENCOMMAND = -65 # generated protocol: unknown function number
    VCE_ENOCRYPTO = -66 # unknown cipher
    VCE_ETOOLONGNAME = -67 # name too long
    VCE_ESIZE = -68 # size not acceptable
    VCE_ESWNOTREADY = -71 # switch context not initialised
    VCE_ESERVERDOWN = -72 # the peer server is unavailable
    VCE_EODDBUFSIZE = -74 # cipher: buffer size not allowed
    VCE_EODDKEYSIZE = -75 # cipher: key size not allowed
    VCE_EKEYEX = -76 # key exchange failed
    VCE_EMORESENDBUF = -77 # the send buffer must be larger
    VCE_EINIT = -78 # the library is not initialised
    VCE_EARRAY = -79 # a table cannot be made within the limits
    BIN16DATA_MAX = 65536 # 2 to the power of 16; the longest bin16 content is one less
    BIN32DATA_MAX = 1073741824 # longest content of a bin32 record in bytes
    LIBVCE_VERSION_MAJOR = 2 # changes when a program must be changed or linked anew
    LIBVCE_VERSION_MINOR = 0 # changes when functions are added
    LIBVCE_VERSION_PATCH = 0 # changes with every other release
    LIBVCE_VERSION = "2.0.0" # the three numbers as text
    VCE_FULL_DROP = 0 # vce_tcpcontext_broadcast(): no room: the bytes are left out
    VCE_FULL_CLOSE = 1 # vce_tcpcontext_broadcast(): no room: the connection is closed
    VCE_MAX_ADDR_TEXT = 128
    FATAL_WINSOCK = "Fatal:1000 Winsock could not be started\n"
    FATAL_FLQ_ARRAY_S = "Fatal:1001 file loader: no queue: %s\n"
    FATAL_FL_TCPCTX_S = "Fatal:1002 file loader: no TCP context: %s\n"
    FATAL_ARRAY_SCARCE = "Fatal:1003 no free array, raise max_array\n"
    FATAL_ARRAY_FMALLOC_D = "Fatal:1010 array %d: no memory for its elements\n"
    FATAL_ARRAY_FMALLOC1_D = "Fatal:1011 array %d: no memory for its element list\n"
    FATAL_ARRAY_FMALLOC2_D = "Fatal:1012 array %d: no memory for its free list\n"
    FATAL_ARRAY_FULL_S = "Fatal:1020 array \"%s\" is full\n"
    FATAL_ODD_BUFFER_SIZE_D =
      "Fatal:1050 cipher: buffer size %d is not a multiple of the block size\n"
    FATAL_SINT_FMALLOC1 = "Fatal:1090 int search: out of memory\n"
    FATAL_SINT_INITA_D = "Fatal:1091 int search %d: no array\n"
    FATAL_SINT_UPDATE1_D = "Fatal:1092 int search %d: table full\n"
    FATAL_SINT_UPDATE2_D = "Fatal:1093 int search %d: table full, no chained entry\n"
    FATAL_SSTR_FMALLOC1 = "Fatal:1094 string search: out of memory\n"
    FATAL_SSTR_INITA_D = "Fatal:1095 string search %d: no array\n"
    FATAL_SSTR_UPDATE1_D = "Fatal:1097 string search %d: table full\n"
    FATAL_SSTR_UPDATE2_D = "Fatal:1098 string search %d: table full, no chained entry\n"
    FATAL_SINT2_FMALLOC1 = "Fatal:1100 int2 search: out of memory\n"
    FATAL_SINT2_INITA_D = "Fatal:1101 int2 search %d: no array\n"
    FATAL_SINT2_UPDATE1_D = "Fatal:1102 int2 search %d: table full\n"
    FATAL_SINT2_UPDATE2_D = "Fatal:1103 int2 search %d: table full, no chained entry\n"
    FATAL_SINT4_FMALLOC1 = "Fatal:1110 int4 search: out of memory\n"
    FATAL_SINT4_INITA_D = "Fatal:1111 int4 search %d: no array\n"
    FATAL_SINT4_UPDATE1_D = "Fatal:1112 int4 search %d: table full\n"
    FATAL_SINT4_UPDATE2_D = "Fatal:1113 int4 search %d: table full, no chained entry\n"
    FATAL_TCP_NO_MORE_CON = "Fatal:1200 no connection left, raise max_conn\n"
    FATAL_TCP_BAD_KEYLEN_D = "Fatal:1201 shared key length %d not allowed\n"
    FATAL_TCP_BAD_ENCRYPT_TYPE_D = "Fatal:1202 unknown encryption type %d\n"
    FATAL_TCP_NEED_PARSER = "Fatal:1203 TCP context created without a parser\n"
    FATAL_TCP_SOCKET_S_D_S = "Fatal:1204 no server socket for %s port %d: %s\n"
    FATAL_TCP_GETHOSTBYNAME_S = "Fatal:1205 host name does not resolve: %s\n"
    FATAL_TCP_GETHOSTBYNAME2_S = "Fatal:1206 host name does not resolve, no IPv4 address: %s\n"
    FATAL_TCP_BIND_S_S_D = "Fatal:1207 bind failed: %s: address %s port %d\n"
    FATAL_TCP_LISTEN_S_S_D = "Fatal:1208 listen failed: %s: address %s port %d\n"
    FATAL_TCP_SETSOCKOPT_S = "Fatal:1209 TCP_NODELAY not set on a new connection: %s\n"
    FATAL_TCP_GETHOSTBYNAME3_S = "Fatal:1210 host name does not resolve: %s\n"
    FATAL_TCP_FCNTL_S = "Fatal:1212 socket not switched to non-blocking: %s\n"
    FATAL_TCP_SETSOCKOPT2_S = "Fatal:1213 TCP_NODELAY not set while connecting: %s\n"
    FATAL_TCP_STARTKEYEX_D = "Fatal:1214 fd %d: key exchange could not start\n"
    FATAL_USELOG_WRITE1_S = "Fatal:1230 log file not writable: %s\n"
    FATAL_USELOG_WRITE2_S = "Fatal:1231 next log file not writable: %s\n"
    FATAL_VEC_INIT_SEARCH = "Fatal:1250 vectorizer: no address search\n"
    FATAL_VEC_INITMAIN_MALLOC = "Fatal:1251 vectorizer: no memory for receive buffers\n"
    FATAL_VEC_INIT_INT4SEARCH_S = "Fatal:1253 vectorizer: no int4 search: %s\n"
    FATAL_TCP_CLOSECTX_NULL = "Fatal:1256 TCP context is NULL\n"
    FATAL_TCP_GETHOSTBYNAMEWIN_S = "Fatal:1260 host name does not resolve: %s\n"
    FATAL_TCP_STATEBUF_INIT = "Fatal:1265 TCP context: no memory for state buffers\n"
    FATAL_VEC_REALLOCATE_STATEBUF_S = "Fatal:1268 vectorizer: state buffer not enlarged: %s\n"
    FATAL_TCP_SETSOCKOPT_REUSE_S = "Fatal:1277 SO_REUSEADDR not set: %s\n"
    WARN_FREE_NULL_S = "Warning:4000 array \"%s\": NULL given back\n"
    WARN_FREE_OUTR_S_P_P = "Warning:4001 array \"%s\": %p given back, the array starts at %p\n"
    WARN_FREE_ALIGN_S_P_P_U =
      "Warning:4002 array \"%s\": %p given back is no element, start %p, element size %u\n"
    WARN_FREE_OUTR2_S_P_P_U =
      "Warning:4003 array \"%s\": %p given back lies behind it, start %p, total size %u\n"
    WARN_BFENC_NOSPACE_D = "Warning:4080 fd %d: no room for encrypted output\n"
    WARN_TCP_ONLY_CON_D = "Warning:4100 only %d connections can be used\n"
    WARN_TCP_ACCEPT_S_D = "Warning:4101 accept failed: %s: port %d\n"
    WARN_TCP_MAXCON_D_D =
      "Warning:4102 connection pool used up, peer turned away: context limit %d, port %d\n"
    WARN_TCP_ACCEPTW_D = "Warning:4103 fd %d: refused by the acceptwatcher\n"
    WARN_TCP_SELECT_MINUS_D_S = "Warning:4104 readiness test returned %d: %s\n"
    WARN_TCP_TIMEOUT_CON_D_D = "Warning:4105 fd %d: idle limit of %d seconds exceeded\n"
    WARN_TCP_HIWATER_ACCEPTW_D = "Warning:4106 fd %d: refused by the high-water acceptwatcher\n"
    WARN_VEC_BUFFER_FULL = "Warning:4200 vectorizer proxy: buffer full, client closed\n"
    WARN_VEC_BUFFER_FULL2 = "Warning:4201 vectorizer proxy: buffer full at accept, client closed\n"
    WARN_VEC_FSEARCH_D = "Warning:4202 vectorizer proxy: fd %d: search not updated\n"
    WARN_VEC_BUFFER_FULL3 = "Warning:4203 vectorizer proxy: buffer full at close, client closed\n"
    WARN_VEC_BAD_PROTO_MAGIC = "Warning:4204 vectorizer proxy: bad magic number\n"
    WARN_VEC_BAD_VERSION = "Warning:4205 vectorizer proxy: bad version\n"
    WARN_VEC_BAD_CLEN_D = "Warning:4206 vectorizer proxy: bad content length %d\n"
    WARN_VEC_BAD_PROTO_MAGIC2 = "Warning:4207 vectorizer server: bad magic number\n"
    WARN_VEC_BAD_VERSION2 = "Warning:4208 vectorizer server: bad version\n"
    WARN_VEC_BAD_CLEN2_D = "Warning:4209 vectorizer server: bad content length %d\n"
    WARN_VEC_EWRITE = "Warning:4210 vectorizer server: write to the proxy failed\n"
    WARN_REFREE_S_P = "Warning:4214 array \"%s\": %p given back twice\n"
    WARN_TCP_SELECT_WINERROR_D = "Warning:4215 readiness test failed: Winsock error %d\n"
    WARN_RETURNING_EWBFULL_D_D =
      "Warning:4223 record of %d bytes not written, only %d bytes taken\n"
    WARN_TCP_MAX_CONN_IN_USE_D = "Warning:4225 context full, peer turned away: limit %d\n"
    WARN_CONN_DOES_NOT_HAVE_PARSER = "Warning:4300 input is waiting, but no parser is set\n"
    WARN_TCP_NO_MORE_ACCEPT = "Warning:4312 accepting disabled or too fast, peer turned away\n"
    BUG_FREESTACK_OVERFLOW_S = "Bug:7000 array \"%s\": free list damaged\n"
    BUG_SHOW_ARRAY_USAGE_S_P = "Bug:7002 array \"%s\": unused element %p in the list of used ones\n"
    BUG_USENUM_NOMATCH_S_D_D = "Bug:7003 array \"%s\": counter says %d, %d elements found\n"
    BUG_TCP_NOBUF = "Bug:7010 TCP buffer missing\n"
    BUG_TCP_NOMEM = "Bug:7011 TCP memory missing\n"
    BUG_VEC_DELETE_SEARCH = "Bug:7100 vectorizer proxy: search entry not deleted\n"
    BUG_VEC_NOTFOUND_CLI = "Bug:7101 vectorizer proxy: client not found on data\n"
    BUG_VEC_NOTFOUND_CLI2 = "Bug:7102 vectorizer proxy: client not found on close\n"
    BUG_VEC_DELETE_SEARCH2 = "Bug:7103 vectorizer proxy: search entry not deleted on close\n"
    BUG_VEC_NOTFOUND_CLI3 = "Bug:7104 vectorizer server: client not found\n"
    BUG_VEC_DELETE_SEARCH3 = "Bug:7105 vectorizer server: search entry not deleted\n"
    BUG_VEC_DELETE_SEARCH_WHEN_CLOSE = "Bug:7106 vectorizer server: circuit not closed\n"
    BUG_TCP_STATEBUF_RUNSHORT = "Bug:7109 accept: no state buffer left for a free connection\n"
    BUG_TCP_CONNECT_STATEBUF_RUNSHORT =
      "Bug:7112 connect: no state buffer left for a free connection\n"
    NOTE_NOOP_PROTOCOL_D_D = "Note:10001 %d bytes ignored, serial %d\n"
    NOTE_DUMP_PROTOCOL_D_D = "Note:10002 %d bytes, serial %d\n"
    NOTE_BFDEC_INIT_D = "Note:10010 fd %d: Blowfish set up for input\n"
    NOTE_BFENC_INIT_D = "Note:10011 fd %d: Blowfish set up for output\n"
    NOTE_RIJDEC_INIT_D = "Note:10012 fd %d: Rijndael set up for input\n"
    NOTE_RIJENC_INIT_D = "Note:10013 fd %d: Rijndael set up for output\n"
    NOTE_SINT_OK_S_D_D = "Note:10100 int search \"%s\" made: hash size %d, %d entries\n"
    NOTE_SSTR_OK_S_D_D = "Note:10101 string search \"%s\" made: hash size %d, %d entries\n"
    NOTE_SINT2_OK_S_D_D = "Note:10102 int2 search \"%s\" made: hash size %d, %d entries\n"
    NOTE_SINT4_OK_S_D_D = "Note:10102 int4 search \"%s\" made: hash size %d, %d entries\n"
    NOTE_SE_CLEAN_S = "Note:10103 search \"%s\" released\n"
    NOTE_TCP_NEW_CONNECTION =
      "Note:10200 fd %d: connection accepted: index %d, read buffer of %d bytes\n"
    NOTE_TCP_NONBLOCK_CON = "Note:10201 socket switched to non-blocking\n"
    NOTE_TCP_CONNECT_OK_D = "Note:10202 fd %d: connect succeeded or in progress\n"
    NOTE_UTIL_MALLOC_U_P = "Note:10220 %u bytes allocated at %p\n"
    NOTE_UTIL_FREE_P = "Note:10221 memory at %p released\n"
    NOTE_VEC_REGISTER_D = "Note:10300 vectorizer: registered: port %d\n"
    NOTE_VEC_UNREGISTER_X_D = "Note:10301 vectorizer: unregistered: address %x port %d\n"
    NOTE_VEC_CLOSE_FROM_SERVER = "Note:10302 vectorizer: closed by the server\n"
    NOTE_VEC_ACCEPT_OK_X_D = "Note:10303 vectorizer: accepted: address %x port %d\n"
    NOTE_VEC_CLOSE_OK_X_D = "Note:10304 vectorizer: closed: address %x port %d\n"
    NOTE_INIT_ARRAY_OK_D_P_U_D_S =
      "Note:10310 array %d made at %p: element size %u, %d elements, name \"%s\"\n"
    NOTE_CONN_EOF_D_S = "Note:10320 fd %d: end of stream from %s\n"
    NOTE_CONN_READERROR_D_S = "Note:10321 fd %d: receive error from %s\n"
    NOTE_CONN_WRITEERROR_D_S_S = "Note:10322 fd %d: send error: %s: to %s\n"
    NOTE_CONN_NEGO_ERROR_D_D = "Note:10323 fd %d: encryption negotiation error %d\n"
    NOTE_CONN_DECODING_ERROR_D_D = "Note:10324 fd %d: decryption error %d\n"
    NOTE_CONN_ENCODING_ERROR_D_D = "Note:10325 fd %d: encryption error %d\n"
    NOTE_CONN_PROTOCOL_ERROR_D_D = "Note:10326 fd %d: parser returned %d\n"
    NOTE_KEYEX_BAD_CLIPUBKEYLEN_D = "Note:10330 key exchange: bad public key length %d\n"
    NOTE_KEYEX_NEGO_DONE_D = "Note:10331 fd %d: key exchange done\n"
    NOTE_KEYEX_NEGO_DONE2_D = "Note:10332 fd %d: key exchange done at the client\n"
    NOTE_KEYEX_BAD_MAJOR_VERSION_D = "Note:10333 key exchange: bad version %d\n"
    NOTE_KEYEX_BAD_SECRET_KEY_LENGTH_D = "Note:10334 key exchange: bad secret key length %d\n"
    NOTE_VEC_CLOSE_OK2_X_D = "Note:10338 vectorizer server: closed: address %x port %d\n"
    NOTE_VEC_REALLOCATE_STATEBUF_D = "Note:10340 vectorizer: state buffer enlarged to %d\n"
    NOTE_TCP_STATEBUF_ALLOC = "Note:10342 state buffer given to an accepted connection\n"
    NOTE_TCP_STATEBUF_INIT_OK = "Note:10345 TCP context: state buffers ready\n"
    NOTE_TCP_FREED_STATEBUF = "Note:10347 state buffer taken back\n"
    NOTE_VEC_STATEBUF_ALLOC_OK = "Note:10348 vectorizer: state buffer given\n"
    NOTE_VEC_FREED_STATEBUF = "Note:10349 vectorizer: state buffer taken back\n"
    NOTE_VCE_FINALIZED = "Note:10400 library finalised\n"
    STRDEF_EMESG_NOERROR = "success"
    STRDEF_EMESG_EGENERIC = "unspecified failure"
    STRDEF_EMESG_EFULL = "no room left in table or buffer"
    STRDEF_EMESG_EBUG = "internal inconsistency"
    STRDEF_EMESG_ERANGE = "value out of range"
    STRDEF_EMESG_EINVAL = "invalid argument or handle, or library not initialised"
    STRDEF_EMESG_EMEM = "out of memory"
    STRDEF_EMESG_ENOENT = "no such entry"
    STRDEF_EMESG_EIO = "read or write failed"
    STRDEF_EMESG_ESOCKET = "socket could not be created"
    STRDEF_EMESG_EBIND = "bind failed, address or port in use or not available"
    STRDEF_EMESG_EIPADDR = "host name or address cannot be resolved"
    STRDEF_EMESG_ELISTEN = "listen failed"
    STRDEF_EMESG_ECONFIG = "configuration not usable"
    STRDEF_EMESG_EHOSTNAME = "host name not usable"
    STRDEF_EMESG_EFCNTL = "socket mode could not be changed"
    STRDEF_EMESG_ECONNECT = "connect failed"
    STRDEF_EMESG_EBUFSMALL = "supplied buffer is too small"
    STRDEF_EMESG_EPROTO = "protocol violation"
    STRDEF_EMESG_ENOTREADY = "connection is not ready yet"
    STRDEF_EMESG_ENEGO = "encryption negotiation failed"
    STRDEF_EMESG_EPROTO_INVAL = "protocol: bad argument"
    STRDEF_EMESG_EPROTO_ODD = "protocol: impossible input length"
    STRDEF_EMESG_EPROTO_TOOLONG = "protocol: record longer than allowed"
    STRDEF_EMESG_ENOCALLBACK = "required callback is missing"
    STRDEF_EMESG_ESUPPORT = "not supported"
    STRDEF_EMESG_ECIRCSERIAL = "circuit serial does not match"
    STRDEF_EMESG_ECONNSERIAL = "connection is gone, serial does not match"
    STRDEF_EMESG_EVECNOTREADY = "vectorizer is not initialised"
    STRDEF_EMESG_ENOCIRCPARENT = "circuit has no parent connection"
    STRDEF_EMESG_EALIGNMENT = "pointer is not the start of an element"
    STRDEF_EMESG_EFORMAT = "malformed text"
    STRDEF_EMESG_ESEARCH = "search engine failure"
    STRDEF_EMESG_ECONTENTLEN = "protocol: impossible body length"
    STRDEF_EMESG_ECONNINIT = "connection table is missing"
    STRDEF_EMESG_EBADKEYLEN = "key length not allowed"
    STRDEF_EMESG_EACCEPT = "accept failed"
    STRDEF_EMESG_ESETSOCKOPT = "socket option could not be set"
    STRDEF_EMESG_EACCESSFILE = "file is not accessible"
    STRDEF_EMESG_EWINSOCKINIT = "socket layer could not be started"
    STRDEF_EMESG_EWBFULL = "write buffer cannot take the record"
    STRDEF_EMESG_ELONGINPUT = "input is too long"
    STRDEF_EMESG_ETOOSHORT = "buffer or input is too short"
    STRDEF_EMESG_EPROTO_BADLEN = "protocol: impossible record length"
    STRDEF_EMESG_EPROTO_RESULT = "protocol: peer reported an error"
    STRDEF_EMESG_EPROTO_SERVERINVAL = "protocol: server rejected an argument"
    STRDEF_EMESG_EPROTO_BADCOMMAND = "protocol: unknown command"
    STRDEF_EMESG_EFOPEN_W = "file cannot be opened for writing"
    STRDEF_EMESG_ERENAME = "rename failed"
    STRDEF_EMESG_ENOTFOUND = "item not found"
    STRDEF_EMESG_ELENTOOLONG = "length is too large"
    STRDEF_EMESG_EDATASHORT = "fewer data than announced"
    STRDEF_EMESG_EOPENDIR = "directory cannot be opened"
    STRDEF_EMESG_EFSEEK = "seek failed"
    STRDEF_EMESG_EFWRITE = "file cannot be written"
    STRDEF_EMESG_EFREAD = "file cannot be read"
    STRDEF_EMESG_EMKDIR = "directory cannot be made"
    STRDEF_EMESG_EALREADY = "already done"
    STRDEF_EMESG_EFINALIZE = "finalise was not complete or not possible now"
    STRDEF_EMESG_ECLOSED = "connection is closing"
    STRDEF_EMESG_EGENCOMMAND = "generated protocol: unknown function number"
    STRDEF_EMESG_ENOCRYPTO = "unknown cipher"
    STRDEF_EMESG_ETOOLONGNAME = "name is too long"
    STRDEF_EMESG_ESIZE = "size not acceptable"
    STRDEF_EMESG_ESWNOTREADY = "switch is not initialised"
    STRDEF_EMESG_ESERVERDOWN = "server is down"
    STRDEF_EMESG_ESWTRANSIENT = "circuit is in transition"
    STRDEF_EMESG_EODDBUFSIZE = "cipher: buffer size not allowed"
    STRDEF_EMESG_EODDKEYSIZE = "cipher: key size not allowed"
    STRDEF_EMESG_EKEYEX = "key exchange failed"
    STRDEF_EMESG_EMORESENDBUF = "send buffer must be larger"
    STRDEF_EMESG_EINIT = "library is not initialised"
    STRDEF_EMESG_EARRAY = "no internal table left"
    STRDEF_UNKNOWNERROR = "unknown error code"

    # `CLOSE_REASON`. Why a connection ended.
    #
    # Plain TCP produces REMOTE, APPLICATION, TIMEOUT and PARSER.
    CLOSE_REASON_NONE = -1 # not ended
    CLOSE_REASON_UNKNOWN = 0 # not produced
    CLOSE_REASON_REMOTE = 1 # ended or reset by the peer, I/O error, failed connect
    CLOSE_REASON_APPLICATION = 2 # closed by the program, everything written was sent
    CLOSE_REASON_TIMEOUT = 3 # the idle limit expired; unsent output is lost
    CLOSE_REASON_DECODER = 4 # a layer below the records broken by the peer
    CLOSE_REASON_ENCODER = 5 # a layer below the records failed on this side
    CLOSE_REASON_PARSER = 6 # the parser or its callback returned a negative value
    CLOSE_REASON_INTERNAL = 7 # not produced
    CLOSE_REASON_FULL = 8 # not produced

    # `BINDATATYPE`. What a bin_info describes.
    #
    # The count of an array has as many bits as the name ends with.
    SINGLE_CHAR = 0 # one integer of 8 bits
    SINGLE_SHORT = 1 # one integer of 16 bits
    SINGLE_INT = 2 # one integer of 32 bits
    SINGLE_INT64 = 3 # one integer of 64 bits
    CHARARRAY_8 = 4 # up to 255 integers of 8 bits
    CHARARRAY_16 = 5 # up to 65535 integers of 8 bits
    CHARARRAY_32 = 6 # up to 16777216 integers of 8 bits
    SHORTARRAY_8 = 7 # up to 255 integers of 16 bits
    SHORTARRAY_16 = 8 # up to 65535 integers of 16 bits
    SHORTARRAY_32 = 9 # up to 16777216 integers of 16 bits
    INTARRAY_8 = 10 # up to 255 integers of 32 bits
    INTARRAY_16 = 11 # up to 65535 integers of 32 bits
    INTARRAY_32 = 12 # up to 16777216 integers of 32 bits
    INT64ARRAY_8 = 13 # up to 255 integers of 64 bits
    INT64ARRAY_16 = 14 # up to 65535 integers of 64 bits
    INT64ARRAY_32 = 15 # up to 16777216 integers of 64 bits
    STRARRAY_8 = 16 # up to 255 strings; each keeps its NUL on the wire
    STRARRAY_16 = 17 # up to 65535 strings; each keeps its NUL on the wire

    # `conn_t`. Handle of a connection, passed by value.
    #
    # Serials are given out 1, 2, 3, ... by one counter for all connections of the process, which
    # vce_finalize() does not reset; 0 is never the serial of a connection. The bytes after `serial`
    # are padding: compare handles with vce_conn_is_equal(), not with memcmp().
    #
    # - `p`: encodes the slot; opaque, never NULL for a live connection
    # - `serial`: tells the users of one slot apart
    class Conn < FFI::Struct
      layout :p, :pointer,
             :serial, :uint
    end

    # `vce_limit_t`. The limits that vce_initialize_limited() sets.
    #
    # Always clear the structure with vce_limit_clear() first, then set the fields you care about.
    #
    # - `max_tcpcontext`: contexts that may exist at once; default 16
    # - `max_conn`: connections of the whole process, up to 16777216; default 1000
    # - `max_array`: object arrays of the whole process, see Object arrays; default 16384
    # - `sendbuf_work_size`: 0 or more; has no effect; default 262144
    # - `recvbuf_work_size`: 0 or more; has no effect; default 1048576
    class VceLimit < FFI::Struct
      layout :max_tcpcontext, :int,
             :max_conn, :int,
             :max_array, :int,
             :sendbuf_work_size, :int,
             :recvbuf_work_size, :int
    end

    # `vce_stat_t`. Counters of the whole process, see vce_get_stat().
    #
    # - `boot_time`: second of the last successful initialise; 0 before
    # - `recv_byte`: bytes received
    # - `send_byte`: bytes that the system took for sending
    # - `recv_syscall`: receives that returned data
    # - `recv_syscall_e`: receives that returned end of stream or an error
    # - `send_syscall`: successful sends
    # - `send_syscall_e`: failed sends
    # - `accept_syscall`: peers accepted, also those turned away afterwards
    # - `accept_syscall_e`: accepts that failed
    # - `connect_syscall`: connects that succeeded inside the call
    # - `connect_syscall_e`: connects that failed, or went on in the background
    # - `conn_free`: connections destroyed, for any reason
    # - `conn_alloc`: connections made by accept or connect
    # - `conn_close`: first close of a connection: program, idle limit, cleanup
    # - `conn_write`: writes that reached a connection, even if it had no room; a framed record
    #   counts 2
    # - `keyex`: always 0
    # - `tcpcontext_create`: contexts created
    # - `tcpcontext_cleanup`: contexts cleaned up
    # - `tcpcontext_connect`: valid handles returned by vce_tcpcontext_connect()
    # - `conn_timeout`: connections whose idle limit expired while they were open
    # - `log_count`: messages issued, those left out or lost included
    class VceStat < FFI::Struct
      layout :boot_time, :time_t,
             :recv_byte, :long_long,
             :send_byte, :long_long,
             :recv_syscall, :long_long,
             :recv_syscall_e, :long_long,
             :send_syscall, :long_long,
             :send_syscall_e, :long_long,
             :accept_syscall, :long_long,
             :accept_syscall_e, :long_long,
             :connect_syscall, :long_long,
             :connect_syscall_e, :long_long,
             :conn_free, :long_long,
             :conn_alloc, :long_long,
             :conn_close, :long_long,
             :conn_write, :long_long,
             :keyex, :long_long,
             :tcpcontext_create, :long_long,
             :tcpcontext_cleanup, :long_long,
             :tcpcontext_connect, :long_long,
             :conn_timeout, :long_long,
             :log_count, :long_long
    end

    # `conn_stat_t`. Counters of one connection, see vce_conn_get_stat().
    #
    # Packed: it may lie at any address.
    #
    # - `recv_byte`: bytes received
    # - `send_byte`: bytes that the system took for sending
    # - `conn_write`: writes, counted as in vce_stat_t
    # - `recv_syscall`: receives that returned data
    # - `send_syscall`: successful sends
    class ConnStat < FFI::Struct
      pack 1
      layout :recv_byte, :long_long,
             :send_byte, :long_long,
             :conn_write, :long_long,
             :recv_syscall, :long_long,
             :send_syscall, :long_long
    end

    # `tcpcontext_stat_t`. Counters of one context, see vce_tcpcontext_get_stat().
    #
    # Packed: it may lie at any address.
    #
    # - `current_conn`: connections not yet destroyed, closing ones included
    # - `recv_byte`: as in vce_stat_t, and so are the following
    # - `send_byte`: bytes that the system took for sending
    # - `recv_syscall`: receives that returned data
    # - `recv_syscall_e`: receives that returned end of stream or an error
    # - `send_syscall`: successful sends
    # - `send_syscall_e`: failed sends
    # - `accept_syscall`: peers accepted, also those turned away afterwards
    # - `accept_syscall_e`: accepts that failed
    # - `connect_syscall`: connects that succeeded inside the call
    # - `connect_syscall_e`: connects that failed, or went on in the background
    # - `conn_write`: writes, a framed record counts 2
    # - `conn_timeout`: connections whose idle limit expired while they were open
    # - `tcpcontext_connect`: valid handles returned by vce_tcpcontext_connect()
    class TcpcontextStat < FFI::Struct
      pack 1
      layout :current_conn, :int,
             :recv_byte, :long_long,
             :send_byte, :long_long,
             :recv_syscall, :long_long,
             :recv_syscall_e, :long_long,
             :send_syscall, :long_long,
             :send_syscall_e, :long_long,
             :accept_syscall, :long_long,
             :accept_syscall_e, :long_long,
             :connect_syscall, :long_long,
             :connect_syscall_e, :long_long,
             :conn_write, :long_long,
             :conn_timeout, :long_long,
             :tcpcontext_connect, :long_long
    end

    # `struct bin_info`. One item for vce_binary_pack() and vce_binary_unpack().
    #
    # Packed: it may lie at any address.
    #
    # - `t`: kind of the item
    # - `maxu`: unpacking an array: elements that `p` has room for; else unused
    # - `n`: array: elements to pack, or elements unpacked; unused for a single item
    # - `p`: the native integers, aligned or not; an array of `char *` for strings
    class BinInfo < FFI::Struct
      pack 1
      layout :t, :int,
             :maxu, :uint,
             :n, :uint,
             :p, :pointer
    end

    # `vce_counters_t`. Counters for operating a server since the start of the process, see
    # vce_get_counters().
    #
    # - `turned_away_maximum`: peers turned away: the context had `maxcon` connections
    # - `turned_away_pool`: turned away: the process had `max_conn` connections
    # - `turned_away_rate`: turned away by vce_tcpcontext_set_accept_max()
    # - `turned_away_disabled`: turned away by vce_tcpcontext_enable_accept()
    # - `turned_away_kicked`: turned away by vce_tcpcontext_set_conn_kickip_array()
    # - `turned_away_descriptors`: turned away for lack of descriptors or memory
    # - `accept_pause`: times a context paused accepting for that lack
    # - `accept_resume`: times a context resumed accepting after a pause
    # - `accept_pause_usec`: total length of these pauses in microseconds
    # - `current_conn`: connections alive now, closing ones included
    # - `buffers_in_use`: read and write buffers that hold bytes now
    # - `buffer_bytes_in_use`: memory of these buffers in bytes
    # - `buffer_bytes_pooled`: memory of buffers kept for use again, in bytes
    # - `recv_record`: complete records found by the ready-made parsers
    # - `send_record`: records queued by the ready-made writers of bin16, bin32, text
    # - `recv_byte`: bytes received
    # - `send_byte`: bytes sent
    # - `turned_away_address`: turned away by vce_tcpcontext_set_max_per_address()
    # - `buffers_refused`: times vce_set_buffer_limit() refused a buffer
    # - `broadcast_sent`: connections that vce_tcpcontext_broadcast() queued bytes for
    # - `broadcast_dropped`: connections that it left out, for lack of room
    # - `broadcast_closed`: connections that it closed, for lack of room
    # - `rate_pauses`: pauses by vce_tcpcontext_set_conn_rate()
    # - `log_lost`: messages lost because the log took no more, see Logging
    # - `log_left_out`: messages about peers that were left out, see Logging
    class VceCounters < FFI::Struct
      layout :turned_away_maximum, :long_long,
             :turned_away_pool, :long_long,
             :turned_away_rate, :long_long,
             :turned_away_disabled, :long_long,
             :turned_away_kicked, :long_long,
             :turned_away_descriptors, :long_long,
             :accept_pause, :long_long,
             :accept_resume, :long_long,
             :accept_pause_usec, :long_long,
             :current_conn, :long_long,
             :buffers_in_use, :long_long,
             :buffer_bytes_in_use, :long_long,
             :buffer_bytes_pooled, :long_long,
             :recv_record, :long_long,
             :send_record, :long_long,
             :recv_byte, :long_long,
             :send_byte, :long_long,
             :turned_away_address, :long_long,
             :buffers_refused, :long_long,
             :broadcast_sent, :long_long,
             :broadcast_dropped, :long_long,
             :broadcast_closed, :long_long,
             :rate_pauses, :long_long,
             :log_lost, :long_long,
             :log_left_out, :long_long
    end

    # `int (*)(conn_t)`. Visits a connection during a walk.
    #
    # - `c`: a connection that is not destroyed, closing ones included
    # - Result: 0 or more goes on, negative ends the walk
    # - Taken by vce_tcpcontext_conn_iterate(), and kept for: call
    callback :conn_visitor, [Conn.by_value], :int

    # `int (*)(conn_t, CLOSE_REASON)`. Learns of the end of a connection. Afterwards the finalizer
    # runs, then the handle is stale.
    #
    # - `ct`: the connection; valid, what is written to it is discarded
    # - `r`: why it ended
    # - Result: no meaning
    # - Taken by vce_tcpcontext_set_conn_closewatcher(), and kept for: connections
    callback :closewatcher, [Conn.by_value, :int], :int

    # `void (*)(conn_t)`. Runs last before a connection is destroyed, also for one that a watcher
    # refused.
    #
    # - `ct`: the connection; valid until the callback returns
    # - Taken by vce_tcpcontext_set_conn_finalizer(), and kept for: context
    callback :finalizer, [Conn.by_value], :void

    # `int (*)(conn_t)`. Is asked about an accepted connection.
    #
    # - `ct`: the new connection; it may be written to, unless the context has `nonblock_connect`
    # - Result: 0 or more keeps the connection, negative destroys it
    # - Taken by vce_tcpcontext_set_conn_acceptwatcher(), and kept for: context
    callback :acceptwatcher, [Conn.by_value], :int

    # `int (*)(conn_t, int)`. Is asked about an accepted connection when the context is nearly full.
    #
    # - `ct`: the new connection; it may be written to, unless the context has `nonblock_connect`
    # - `n`: connections of the context, the new one and closing ones included
    # - Result: 0 or more keeps the connection, negative destroys it
    # - Taken by vce_tcpcontext_set_conn_hiwater_acceptwatcher(), and kept for: context
    callback :hiwater_acceptwatcher, [Conn.by_value, :int], :int

    # `int (*)(tcpcontext_t)`. Is asked about a peer above the rate, before a connection is made.
    #
    # - `t`: the context
    # - Result: 0 or more lets the peer pass, negative turns it away
    # - Taken by vce_tcpcontext_set_accept_max(), and kept for: context
    callback :accept_warning, [:pointer], :int

    # `int (*)(conn_t)`. Is asked about a connection that sends more than its rate, when its pause
    # begins.
    #
    # - `c`: the connection
    # - Result: 0 or more lets it pause, negative ends the connection with CLOSE_REASON_PARSER
    # - Taken by vce_tcpcontext_set_conn_rate(), and kept for: connections
    callback :rate_callback, [Conn.by_value], :int

    # `int (*)(conn_t)`. Learns that the write buffer has room again.
    #
    # - `c`: the connection
    # - Result: 0 or more goes on, negative destroys the connection (PARSER)
    # - Taken by vce_conn_set_writable_watcher(), and kept for: connection
    callback :writable_watcher, [Conn.by_value], :int

    # `void (*)(void *)`. Runs in the heartbeat after vce_wake().
    #
    # - `user`: what vce_set_wake_callback() was given
    # - Taken by vce_set_wake_callback(), and kept for: library
    callback :wake_callback, [:pointer], :void

    # `void (*)(void *)`. Was handed over by vce_post().
    #
    # - `arg`: what vce_post() was given
    # - Taken by vce_post(), and kept for: library
    callback :posted_function, [:pointer], :void

    # `void (*)(int, void *)`. Runs when a timer is due.
    #
    # - `id`: the id of the timer
    # - `user`: what vce_timer_start() was given
    # - Taken by vce_timer_start(), and kept for: library
    callback :timer_callback, [:int, :pointer], :void

    # `int (*)(conn_t)`. Looks at the read buffer and takes at most one record out of it.
    #
    # - `ct`: the connection
    # - Result: 0 or more goes on, negative destroys the connection (PARSER)
    # - Taken by vce_tcpcontext_set_conn_parser(), and kept for: connections
    # - Taken by vce_conn_set_parser(), and kept for: connection
    callback :parser, [Conn.by_value], :int

    # `int (*)(conn_t, char *, int)`. Gets a record.
    #
    # - `ct`: the connection
    # - `data`: the record, without framing, not terminated; do not change it
    # - `len`: its length, 0 or more
    # - Result: 0 or more goes on, negative destroys the connection (PARSER)
    # - Taken by vce_tcpcontext_set_conn_parser(), and kept for: connections
    # - Taken by vce_conn_set_parser(), and kept for: connection
    callback :protocol_callback, [Conn.by_value, :pointer, :int], :int

    # `int (*)(conn_t)`. Is asked about a record that is longer than the limit, at every parser call
    # until it is complete.
    #
    # - `ct`: the connection
    # - Result: 0 or more allows the record, negative refuses it, which destroys the connection
    #   (PARSER)
    # - Taken by vce_tcpcontext_protocol_set_maxlength(), and kept for: connections
    callback :maxlength_watcher, [Conn.by_value], :int

    # `void (*)(conn_t, int, char *, size_t)`. Sees what a connection receives and sends.
    #
    # - `ct`: the connection
    # - `rwflag`: 0 for received bytes, 1 for bytes that the system took
    # - `data`: the bytes; valid until the callback returns or writes to the connection
    # - `sz`: their number
    # - Taken by vce_conn_set_io_callback(), and kept for: connection
    callback :io_callback, [Conn.by_value, :int, :pointer, :size_t], :void

    # `int (*)(char *, int, char *, char *)`. Gets a line `name=value` of a file.
    #
    # - `filename`: the very pointer that was given
    # - `line`: number of the line, from 1
    # - `name`: what is before the first `=`
    # - `value`: what is behind it
    # - Result: 0 or more goes on, negative ends the reading and is returned
    # - Taken by vce_read_simple_config_file(), and kept for: call
    callback :config_line, [:string, :int, :string, :string], :int

    # `int (*)(char *, int, char *)`. Gets a line of a file.
    #
    # - `filename`: the very pointer that was given
    # - `line`: number of the line, from 1
    # - `text`: the line with its end
    # - Result: 0 or more goes on, negative ends the reading and is returned
    # - Taken by vce_read_plain_text_file(), and kept for: call
    callback :text_line, [:string, :int, :string], :int

    # `void *(*)(size_t)`. Allocates as `malloc`.
    #
    # - `size`: number of bytes
    # - Result: the memory; may be NULL
    # - Taken by vce_replace_malloc_funcs(), and kept for: process
    callback :allocate, [:size_t], :pointer

    # `void *(*)(void *, size_t)`. Resizes as `realloc`.
    #
    # - `p`: the old block, or NULL
    # - `size`: the new number of bytes
    # - Result: the memory; NULL leaves the old block as it is
    # - Taken by vce_replace_malloc_funcs(), and kept for: process
    callback :reallocate, [:pointer, :size_t], :pointer

    # `void (*)(void *)`. Releases as `free`.
    #
    # - `p`: the block, or NULL
    # - Taken by vce_replace_malloc_funcs(), and kept for: process
    callback :release, [:pointer], :void

    # `int (*)(void)`. Runs between the heartbeats of vce_mainloop().
    #
    # - Result: 0 goes on, any other value ends the loop and is returned
    # - Taken by vce_set_mainloop_callback(), and kept for: process
    callback :mainloop_callback, [], :int

    # `void (*)(int, const char *)`. Gets the text of a log message.
    #
    # - `vmode`: the verbosity
    # - `str`: the formatted text
    # - Taken by vce_errout_set_another(), and kept for: process
    callback :log_callback, [:int, :string], :void

    # @!method self.vce_get_last_error
    #   Returns the last error of the calling thread.
    #
    #   The last error describes the most recent call that sets one, not the most recent failure.
    #   After vce_heartbeat() it is 0 whatever happened inside.
    #
    #   Success keeps the last error. May run in any thread.
    #
    #   @return [Integer] 0 or a negative code; 0 in a thread that has not called the library yet.
    attach_function :vce_get_last_error, [], :int

    # @!method self.vce_strerror(ecode)
    #   Returns the text of an error code.
    #
    #   Success keeps the last error. May run in any thread.
    #
    #   @param ecode [Integer] any number (code)
    #   @return [String, nil] a constant text, never NULL and valid for ever; the caller must not
    #     change it. Numbers without a meaning give one fixed text. The wording may change, the
    #     numbers never do. Valid for ever.
    attach_function :vce_strerror, [:int], :string
    check_numbers :vce_strerror, ecode: 0

    # @!method self.vce_strerror_close_reason(reason)
    #   Returns the name of a close reason.
    #
    #   Success keeps the last error. May run in any thread.
    #
    #   @param reason [Integer] a CLOSE_REASON, or any other number
    #   @return [String, nil] the name of the enumerator, such as `CLOSE_REASON_REMOTE`, or
    #     `CLOSE_REASON_?????` for any number outside -1 to 8; a constant text, never NULL. The
    #     names are part of the contract. Valid for ever.
    attach_function :vce_strerror_close_reason, [:int], :string
    check_numbers :vce_strerror_close_reason, reason: 0

    # @!method self.vce_initialize
    #   Initialises the library with the limits in force.
    #
    #   The limits in force are the defaults of vce_limit_t, or what an earlier
    #   vce_initialize_limited() of the process set: limits survive vce_finalize(). If the library
    #   is initialised already, nothing changes and everything that exists stays alive. The time of
    #   the call becomes `boot_time` of vce_get_stat(). The first success of the process ignores
    #   SIGPIPE if that was at its default.
    #
    #   Errors:
    #   - VCE_EMEM: no memory, or a work size in force is negative
    #   - VCE_EARRAY: the table of connections or contexts cannot be made, e.g. `max_conn` above
    #
    #     1. After a failure the library is not initialised.
    #
    #   @return [Integer] 0: success. Negative: an error code.
    attach_function :vce_initialize, [], :int

    # @!method self.vce_initialize_limited(lim)
    #   Sets limits, then initialises the library as vce_initialize() does.
    #
    #   With `max_conn` above 1000 a soft limit of descriptors (RLIMIT_NOFILE) that is too low for
    #   so many connections is raised, as far as the hard limit allows: not now, but when
    #   descriptors come near to it. vce_finalize() puts it back, and a child after `fork` has the
    #   one from before; a program started otherwise (`system`, `posix_spawn`) inherits a limit that
    #   has been raised.
    #
    #   Errors:
    #   - VCE_EMEM: no memory, or a work size is negative but not -1
    #   - VCE_EARRAY: a table cannot be made, e.g. `max_conn` above 16777216
    #
    #   @param lim [FFI::Pointer, nil] limits; copied; NULL changes none. A field that is -1 leaves
    #     that limit as it is. `max_array` below 8 is raised to 8. With `max_conn` 0 or less no
    #     connection can exist; with `max_tcpcontext` 0 or less no context can be created. If the
    #     library is initialised already, the limits are kept for the next vce_initialize() after
    #     vce_finalize().
    #   @return [Integer] 0: success. Negative: an error code.
    attach_function :vce_initialize_limited, [:pointer], :int

    # @!method self.vce_limit_clear(t)
    #   Sets every field of a limit structure to -1, which means "leave as it is".
    #
    #   Success keeps the last error.
    #
    #   @param t [FFI::Pointer, nil] structure to fill; NULL is ignored (out)
    #   @return [void]
    attach_function :vce_limit_clear, [:pointer], :void

    # @!method self.vce_init_limit_t(t)
    #   Sets every field of a limit structure to -1; the same as vce_limit_clear().
    #
    #   Success keeps the last error.
    #
    #   @param t [FFI::Pointer, nil] structure to fill; NULL is ignored (out)
    #   @return [void]
    attach_function :vce_init_limit_t, [:pointer], :void

    # @!method self.vce_finalize
    #   Releases everything the library made and returns to the uninitialised state.
    #
    #   Contexts, connections and arrays that are still alive are released, their sockets closed,
    #   and unsent output is lost; no closewatcher, finalizer or other callback runs. Nothing is
    #   waited for: a peer that still sends may lose the last bytes sent to it. A program that wants
    #   its output to arrive and its callbacks to run calls vce_drain() before. All handles, state
    #   buffers and array elements become invalid. Limits, statistics, verbosity, wait flag, memory
    #   functions and the serial counter survive. The library may be initialised again, any number
    #   of times.
    #
    #   Errors:
    #   - VCE_EFINALIZE: called inside a callback: nothing was done. Or vce_end_all_array() had been
    #     called since initialising: everything was released nevertheless.
    #
    #   Refused inside a callback.
    #
    #   @return [Integer] 0: success; also if the library was not initialised. Negative: an error
    #     code.
    attach_function :vce_finalize, [], :int

    # @!method self.vce_heartbeat
    #   Does one round of network work and returns.
    #
    #   Without vce_set_heartbeat_wait_flag() it never waits. The order is fixed:
    #
    #   1. Connections whose close was requested earlier and that have nothing left to send are
    #   destroyed (APPLICATION), likewise those whose idle limit expired in the previous heartbeat
    #   (TIMEOUT).
    #   2. Output that the application wrote since then is sent.
    #   3. Idle limits below zero expire.
    #   4. The heartbeat waits for readiness, if it may. Then the wake callback, posted functions
    #   and timers run that are due (vce_wake(), vce_post(), vce_timer_start()).
    #   5. Connects complete. Each readable connection is read once, at most as much as its read
    #   buffer has room for; its I/O callback runs, then its parser, up to the quota of
    #   vce_tcpcontext_set_conn_call_parser_per_heartbeat(). Output of its callbacks to this
    #   connection alone may be sent right away.
    #   6. Connections that still hold records, or bytes that a custom parser left, are parsed.
    #   7. Waiting peers are accepted in a bounded batch, newest context first. A new connection is
    #   read in the next heartbeat.
    #   8. Idle limits are compared with the time. Writable watchers run whose room is there
    #   (vce_conn_set_writable_watcher()).
    #   9. Output of callbacks is sent: an answer leaves in the heartbeat that read the request.
    #   10. Connections that their peer ended, and that have nothing left to parse or send, are
    #   destroyed (REMOTE), here or right after they were parsed or sent to.
    #
    #   The order among connections within a step is not promised. A connection with a full read
    #   buffer is not read, so that neither its data nor its end is noticed until the parser makes
    #   room. To destroy a connection means: closewatcher, finalizer, socket closed, handle stale,
    #   in this order.
    #
    #   Before vce_initialize() only the clock is refreshed. Inside a callback the call does
    #   nothing.
    #
    #   Errors:
    #   - VCE_EINVAL: the library is not initialised
    #
    #   Does nothing inside a callback. May block; other threads run meanwhile.
    #
    #   @return [void]
    attach_function :vce_heartbeat, [], :void, blocking: true

    # @!method self.vce_heartbeat_on_single_conn(c)
    #   Does one round of network work, but parses the input of one connection only.
    #
    #   Everything else happens as in vce_heartbeat(), for all connections; bytes that the others
    #   receive stay in their read buffers for a later heartbeat. Meant for waiting for an answer on
    #   one connection.
    #
    #   Errors:
    #   - VCE_EINVAL: the library is not initialised
    #
    #   Does nothing inside a callback. May block; other threads run meanwhile.
    #
    #   @param c [Conn] the connection to parse; if it is invalid, nothing is parsed
    #   @return [void]
    attach_function :vce_heartbeat_on_single_conn, [Conn.by_value], :void, blocking: true

    # @!method self.vce_set_heartbeat_wait_flag(flag)
    #   Lets heartbeats wait while there is nothing to do.
    #
    #   The wait adapts: it starts at 0, grows by 1 microsecond with every heartbeat that found
    #   nothing to do, up to 100000, and with every activity it is halved, less 10, but not below 1.
    #   Readiness of any socket ends a wait, so do vce_wake(), vce_post() and a timer that is due,
    #   and so does a signal, except while a name is being looked up. There is no wait at all in a
    #   heartbeat that finds something written, records left over or connections to destroy. Output
    #   that the kernel refused is waited for like input. With the flag cleared the wait returns to
    #   0.
    #
    #   Success keeps the last error.
    #
    #   @param flag [Integer] 0: never wait (the initial state); any other value: wait as described
    #     (flag)
    #   @return [void]
    attach_function :vce_set_heartbeat_wait_flag, [:int], :void
    check_numbers :vce_set_heartbeat_wait_flag, flag: 0

    # @!method self.vce_conn_break_heartbeat
    #   Ends the parser calls of the connection that is being parsed, for this heartbeat.
    #
    #   For use inside a parser or protocol callback. The current call is completed; records that
    #   remain follow in the next heartbeat. Other connections are not affected. Elsewhere it has no
    #   effect.
    #
    #   Success keeps the last error.
    #
    #   @return [void]
    attach_function :vce_conn_break_heartbeat, [], :void

    # @!method self.vce_get_current_utime
    #   Returns the cached wall-clock time.
    #
    #   The clock is read when the library is initialised, at the end of every heartbeat, before an
    #   acceptwatcher runs and by a successful connect; it stands still in between, also while other
    #   callbacks run.
    #
    #   Success keeps the last error.
    #
    #   @return [Integer] microseconds since 1970-01-01 00:00 UTC; 0 before the clock was read for
    #     the first time.
    attach_function :vce_get_current_utime, [], :long_long

    # @!method self.vce_utime_diff(before, after)
    #   Returns the time between two moments.
    #
    #   Success keeps the last error.
    #
    #   @param before [FFI::Pointer, nil] the earlier moment
    #   @param after [FFI::Pointer, nil] the later moment
    #   @return [Integer] `after` minus `before` in microseconds, negative if `after` is the earlier
    #     one; 0 if either pointer is NULL.
    attach_function :vce_utime_diff, [:pointer, :pointer], :long_long

    # @!method self.vce_wake
    #   Ends the wait of a heartbeat at once, from any thread and from signal handlers.
    #
    #   It is the only function of the library that a signal handler may call: it takes no lock and
    #   leaves `errno` and the last error alone. If no heartbeat is waiting, the next one does not
    #   wait. The waits of vce_drain(), and of the program's own loop for vce_get_wait_fd(), end as
    #   well; a connect that waits in its call does not. The callback of vce_set_wake_callback()
    #   then runs once, however often the call was made before. It may be made again inside that
    #   callback, for the next heartbeat.
    #
    #   While the library is not initialised it does nothing. It may meet vce_finalize() in another
    #   thread: then it is either in time or does nothing. After `fork` it wakes the process that
    #   calls it; what had not been noticed before the fork is noticed by the parent alone.
    #
    #   Success keeps the last error. May run in any thread.
    #
    #   @return [void]
    attach_function :vce_wake, [], :void

    # @!method self.vce_set_wake_callback(f, user)
    #   Sets the function that a heartbeat calls after vce_wake().
    #
    #   Errors:
    #   - VCE_EINVAL: the library is not initialised
    #
    #   @param f [Proc, FFI::Function, nil] runs inside the heartbeat, after its wait, and may do
    #     what every callback may; NULL: none (the default): then vce_wake() only ends waits; kept
    #     for: library
    #   @param user [FFI::Pointer, nil] handed to `f`; never followed by the library
    #   @return [Integer] 0: success; vce_finalize() forgets the function. Negative: an error code.
    attach_function :vce_set_wake_callback, [:wake_callback, :pointer], :int

    # @!method self.vce_post(f, arg)
    #   Hands a function over to the thread of the heartbeat, from any thread.
    #
    #   The next heartbeat runs it, once, in the order of posting, and does not wait before; a wait
    #   that goes on ends at once, as by vce_wake(). All that it writes leaves in that heartbeat. It
    #   may do what every callback may. What it posts runs in the heartbeat after. Not for signal
    #   handlers: see vce_wake().
    #
    #   At most 4096 functions can wait. What still waits at vce_finalize() is never run, so what
    #   `arg` points to is the program's to release then; the same holds in a child after `fork`,
    #   where what was posted before is run by the parent alone.
    #
    #   Errors:
    #   - VCE_EFULL: too many wait; try again after a heartbeat
    #   - VCE_EINVAL: `f` is NULL, or the library is not initialised
    #
    #   May run in any thread.
    #
    #   @param f [Proc, FFI::Function, nil] the function; kept for: library
    #   @param arg [FFI::Pointer, nil] handed to `f`; never followed by the library
    #   @return [Integer] 0: success. Negative: an error code.
    attach_function :vce_post, [:posted_function, :pointer], :int

    # @!method self.vce_timer_start(interval_us, repeat, f, user)
    #   Starts a timer, whose function heartbeats call.
    #
    #   It is due `interval_us` after the call, and the first heartbeat that ends its wait then or
    #   later runs it; a heartbeat that may wait, and vce_get_wait_time(), wait no longer than until
    #   the next timer. The clock is monotonic. Timers that are due run in the order of their times.
    #   One that repeats keeps to its grid, without drift: the start plus a multiple of the
    #   interval. When heartbeats came too late for several of these times it runs once for all of
    #   them.
    #
    #   All timers end with vce_finalize(); after `fork` both processes have them.
    #
    #   Errors:
    #   - VCE_EINVAL: `f` is NULL, or the library is not initialised
    #   - VCE_ERANGE: the interval is outside its range
    #   - VCE_EFULL: there are 16777216 timers
    #   - VCE_EMEM: no memory
    #
    #   @param interval_us [Integer] microseconds, 0 to 3153600000000000 (100 years); 0: in the next
    #     heartbeat
    #   @param repeat [Integer] 0: it runs once; any other value: again and again, with an interval
    #     of 1 or more (flag)
    #   @param f [Proc, FFI::Function, nil] gets the id and `user`, and may do what every callback
    #     may, such as start and stop timers, its own included. The id of a timer that runs once is
    #     stale inside `f`. A timer that a timer's function starts runs in the next heartbeat at the
    #     earliest.; kept for: library
    #   @param user [FFI::Pointer, nil] handed to `f`; never followed by the library
    #   @return [Integer] the id of the timer, above 0. The id of one that has ended is given again
    #     only after 2147483647 others. Negative: an error code.
    attach_function :vce_timer_start, [:long_long, :int, :timer_callback, :pointer], :int
    check_numbers :vce_timer_start, interval_us: 0, repeat: 1

    # @!method self.vce_timer_stop(id)
    #   Stops a timer: its function is not called any more.
    #
    #   Errors:
    #   - VCE_ENOENT: there is no such timer (any more): it was stopped, or has run once
    #   - VCE_EINVAL: the library is not initialised
    #
    #   @param id [Integer] the id that vce_timer_start() returned
    #   @return [Integer] 0: success. Negative: an error code.
    attach_function :vce_timer_stop, [:int], :int
    check_numbers :vce_timer_stop, id: 0

    # @!method self.vce_set_verbose_mode(m)
    #   Sets the verbosity of the log.
    #
    #   Success keeps the last error.
    #
    #   @param m [Integer] below 0: silent, also for the program's own messages; 0: normal messages
    #     (the initial state); above 0: verbose messages too. Takes effect at once, also before
    #     vce_initialize().
    #   @return [void]
    attach_function :vce_set_verbose_mode, [:int], :void
    check_numbers :vce_set_verbose_mode, m: 0

    # @!method self.vce_set_read_write_log_mode(m)
    #   Switches the logging of all traffic on or off.
    #
    #   Each receive and send logs a verbose line and a dump of its bytes at normal level, each
    #   vce_conn_write() a verbose line. The dump has the form of vce_dump_buffer().
    #
    #   Success keeps the last error.
    #
    #   @param m [Integer] 0: off (the initial state); any other value: on (flag)
    #   @return [void]
    attach_function :vce_set_read_write_log_mode, [:int], :void
    check_numbers :vce_set_read_write_log_mode, m: 0

    # @!method self.vce_errout(format, *args)
    #   Writes a message to the log, as printf formats it, if the verbosity is 0 or more.
    #
    #   Success keeps the last error.
    #
    #   @param format [String, nil] format as of `printf`, followed by its arguments; NULL writes
    #     nothing
    #   @param args [Array] pairs of a type and a value, such as `:int, 7`
    #   @return [void]
    attach_function :vce_errout, [:string, :varargs], :void

    # @!method self.vce_errout_v(format, *args)
    #   Writes a message to the log, as printf formats it, if the verbosity is above 0.
    #
    #   Success keeps the last error.
    #
    #   @param format [String, nil] format as of `printf`, followed by its arguments; NULL writes
    #     nothing
    #   @param args [Array] pairs of a type and a value, such as `:int, 7`
    #   @return [void]
    attach_function :vce_errout_v, [:string, :varargs], :void

    # @!method self.vce_dump_buffer(buf, len)
    #   Writes bytes to the log in hexadecimal, if the verbosity is 0 or more.
    #
    #   Each byte is two lower-case digits and a blank, a line feed follows every 16th byte, and one
    #   more line feed ends the dump; so 16 bytes end with an empty line.
    #
    #   Success keeps the last error.
    #
    #   @param buf [String, FFI::Pointer] the bytes
    #   @param len [Integer] their number; 0 or less writes one line feed (bytes)
    #   @return [void]
    attach_function :vce_dump_buffer, [:pointer, :int], :void
    check_numbers :vce_dump_buffer, len: 1

    # @!method self.vce_conn_show_stat
    #   Writes a line for every connection to the log, newest first, between a head and an end line.
    #
    #   A line shows slot, remote address, time of last activity, index, whether the connection was
    #   accepted (1) or made (0), and the buffer addresses; it is meant for people. Nothing is
    #   written without connections, or with verbosity below 0.
    #
    #   Errors:
    #   - VCE_EINVAL: the library is not initialised
    #
    #   @return [void]
    attach_function :vce_conn_show_stat, [], :void

    # @!method self.vce_get_stat(v)
    #   Copies the counters of the process.
    #
    #   Success keeps the last error.
    #
    #   @param v [FFI::Pointer, nil] receives the counters; NULL is ignored (out)
    #   @return [void]
    attach_function :vce_get_stat, [:pointer], :void

    # @!method self.vce_tcpcontext_get_stat(tp, s)
    #   Copies the counters of a context.
    #
    #   Errors:
    #   - VCE_EINVAL: `tp` is invalid or `s` is NULL
    #
    #   @param tp [FFI::Pointer] the context
    #   @param s [FFI::Pointer] receives the counters; untouched if the context is invalid (out)
    #   @return [void]
    attach_function :vce_tcpcontext_get_stat, [:pointer, :pointer], :void

    # @!method self.vce_conn_get_stat(ct, st)
    #   Copies the counters of a connection.
    #
    #   Success keeps the last error.
    #
    #   @param ct [Conn] the connection
    #   @param st [FFI::Pointer, nil] receives the counters; all 0 if the connection is invalid;
    #     NULL is ignored (out)
    #   @return [void]
    attach_function :vce_conn_get_stat, [Conn.by_value, :pointer], :void

    # @!method self.vce_get_netstat_string(buf, maxlen)
    #   Describes all connections as text, newest first.
    #
    #   Each connection gives one line of nine fields, separated by commas without blanks, and a
    #   line feed:
    #
    #       type=conn,r=0,w=3,rem=127.0.0.1:41090,loc=127.0.0.1:43006,fd=7,s=2,last=1795197032,timeo=77
    #
    #   They are: bytes in the read and in the write buffer, remote and local address, descriptor,
    #   serial, time of last activity in seconds since 1970, and idle limit in seconds (unsigned).
    #
    #   Errors:
    #   - VCE_EFULL: no room; `buf` holds the whole lines that fitted
    #
    #   @param buf [FFI::Pointer] receives the text, always terminated if `maxlen` is 1 or more
    #     (out)
    #   @param maxlen [Integer] size of `buf`; the length of the text plus 2 is needed, 1 if it is
    #     empty (bytes)
    #   @return [Integer] 0: success; the text is empty when there is no connection. Negative: an
    #     error code.
    attach_function :vce_get_netstat_string, [:pointer, :int], :int
    check_numbers :vce_get_netstat_string, maxlen: 1

    # @!method self.vce_tcpcontext_create(is_server, bindaddr, port, maxcon, rblen, wblen, timeout, nonblock_connect, nodelay, statebuf_size)
    #   Creates a context.
    #
    #   A server context listens at once. Every other setting is at its default: no parser, no
    #   callbacks, accepting enabled without a rate limit, one parser call per heartbeat, received
    #   data restarts the idle time and sent data does not, no record limit, user pointer NULL. A
    #   context counts 4 towards `max_array` of vce_limit_t, 5 if it has a state buffer.
    #
    #   Note: An address that does not resolve is an error here; the old library listened on all
    #   interfaces.
    #
    #   Errors:
    #   - VCE_EINVAL: the library is not initialised, or `max_tcpcontext` is 0 or less
    #   - VCE_EFULL: `max_tcpcontext` contexts exist already
    #   - VCE_EIPADDR: `bindaddr` does not resolve, or is no name of a Unix socket
    #   - VCE_ESOCKET: no socket could be created
    #   - VCE_ESETSOCKOPT: an option of the socket could not be set
    #   - VCE_EBIND: the address cannot be bound: port in use, privileged, or address not of this
    #     host; for a Unix socket: a server listens there, there is a file that is no socket, or the
    #     folder does not allow it
    #   - VCE_ELISTEN: listening failed
    #   - VCE_EARRAY: `maxcon`, `rblen`, `wblen` or `statebuf_size` is outside its range, `maxcon`
    #     times the three sizes exceeds 2 to the power of 46, `max_array` is used up, or memory is
    #     short. Tested last: a port in use gives VCE_EBIND first
    #
    #   May block; other threads run meanwhile.
    #
    #   @param is_server [Integer] 0: client; any other value: server (flag)
    #   @param bindaddr [String, nil] server: address to listen on, as a name or in numbers; NULL,
    #     `""` and `"0.0.0.0"` mean all IPv4 interfaces, `"::"` both families; `"unix:/path"` and
    #     `"unix:@name"` a Unix socket, see vce_conn_get_peer_credentials(); client: ignored
    #   @param port [Integer] server: port to listen on, 0 lets the system choose, see
    #     vce_tcpcontext_get_port(); ignored for a Unix socket and a client
    #   @param maxcon [Integer] connections that may exist at once in this context, those that are
    #     closing included; 0 or more, may exceed `max_conn` of vce_limit_t
    #   @param rblen [Integer] size of each read buffer in bytes, 1 to 2147483647
    #   @param wblen [Integer] size of each write buffer in bytes, 1 to 2147483647
    #   @param timeout [Integer] idle limit of new connections in seconds, see
    #     vce_conn_set_timeout()
    #   @param nonblock_connect [Integer] 0: vce_tcpcontext_connect() waits for the handshake; any
    #     other value: it returns at once. On a server, accepted connections then become writable
    #     with the next heartbeat (flag)
    #   @param nodelay [Integer] 0: leave Nagle's algorithm on; any other value: set TCP_NODELAY on
    #     every connection (flag)
    #   @param statebuf_size [Integer] size of the zeroed state buffer of each connection in bytes,
    #     0 (none) to 2147483647
    #   @return [FFI::Pointer] the context, or NULL.
    attach_function :vce_tcpcontext_create, [:int, :string, :ushort, :int, :size_t, :size_t, :int,
                    :int, :int, :size_t], :pointer, blocking: true
    check_numbers :vce_tcpcontext_create, is_server: 0, port: 2, maxcon: 3, rblen: 4, wblen: 5,
                  timeout: 6, nonblock_connect: 7, nodelay: 8, statebuf_size: 9

    # @!method self.vce_tcpcontext_cleanup(tp)
    #   Closes a context: stops listening, closes every connection, gives the handle up.
    #
    #   No callback runs in the call. The connections remain valid and closed; later heartbeats send
    #   their unsent output and destroy them with their own closewatcher and finalizer, as after
    #   vce_conn_close(). May be called inside any callback, also of a connection of this context.
    #
    #   Errors:
    #   - VCE_EINVAL: `tp` is invalid
    #
    #   @param tp [FFI::Pointer] the context; invalid afterwards
    #   @return [void]
    attach_function :vce_tcpcontext_cleanup, [:pointer], :void

    # @!method self.vce_tcpcontext_get_max_connection(t)
    #   Returns the greatest number of connections of a context.
    #
    #   Errors:
    #   - VCE_EINVAL: `t` is invalid
    #
    #   Success keeps the last error.
    #
    #   @param t [FFI::Pointer] the context
    #   @return [Integer] `maxcon` as given to vce_tcpcontext_create(); last error kept. Unit:
    #     connections. Negative: an error code.
    attach_function :vce_tcpcontext_get_max_connection, [:pointer], :int

    # @!method self.vce_tcpcontext_get_all_connection(t, a, max)
    #   Lists the connections of a context, newest first.
    #
    #   Errors:
    #   - VCE_EINVAL: `t` is invalid
    #
    #   @param t [FFI::Pointer] the context
    #   @param a [FFI::Pointer, nil] receives the handles of connections that are not destroyed,
    #     closing ones included (out)
    #   @param max [Integer] size of `a` in handles; 0 or less, or `a` NULL, stores nothing
    #     (elements)
    #   @return [Integer] the number of handles stored, 0 to `max`. Unit: connections. Negative: an
    #     error code.
    attach_function :vce_tcpcontext_get_all_connection, [:pointer, :pointer, :int], :int
    check_numbers :vce_tcpcontext_get_all_connection, max: 2

    # @!method self.vce_tcpcontext_count_connections(t, conn)
    #   Counts the connections of a context.
    #
    #   Errors:
    #   - VCE_EINVAL: `t` is invalid
    #
    #   @param t [FFI::Pointer] the context
    #   @param conn [FFI::Pointer, nil] receives the number of connections that are not destroyed,
    #     closing ones included; may be NULL; untouched on failure (out)
    #   @return [Integer] 0: success; the count is not the result. Negative: an error code.
    attach_function :vce_tcpcontext_count_connections, [:pointer, :pointer], :int

    # @!method self.vce_tcpcontext_conn_iterate(tt, f)
    #   Calls a function for each connection of a context, newest first.
    #
    #   Errors:
    #   - VCE_EINVAL: `tt` is invalid or `f` is NULL
    #
    #   @param tt [FFI::Pointer] the context
    #   @param f [Proc, FFI::Function, nil] gets a connection that is not destroyed, closing ones
    #     included; a negative result ends the walk. It may close connections: nothing is destroyed
    #     during the walk; kept for: call
    #   @return [Integer] 0: all connections were visited, or `f` ended the walk. Negative: an error
    #     code.
    attach_function :vce_tcpcontext_conn_iterate, [:pointer, :conn_visitor], :int

    # @!method self.vce_tcpcontext_set_conn_closewatcher(tp, cw)
    #   Sets the function that learns of the end of a connection, for connections made later.
    #
    #   It runs once for each connection that passed its acceptwatcher or was returned by
    #   vce_tcpcontext_connect(), also for a non-blocking connect that fails. It does not run for
    #   peers that were turned away, nor in vce_finalize(). Inside, the handle is valid, state
    #   buffer, user pointer and addresses can be read; bytes written are discarded. It may connect
    #   anew: the new connection gets another slot. Afterwards the finalizer runs, then the handle
    #   is stale.
    #
    #   Errors:
    #   - VCE_EINVAL: `tp` is invalid
    #   - VCE_EMEM: no memory, nothing changes
    #
    #   Success keeps the last error.
    #
    #   @param tp [FFI::Pointer] the context
    #   @param cw [Proc, FFI::Function, nil] gets the connection and the reason; its result is
    #     ignored; NULL: none; kept for: connections
    #   @return [void]
    attach_function :vce_tcpcontext_set_conn_closewatcher, [:pointer, :closewatcher], :void

    # @!method self.vce_tcpcontext_set_conn_finalizer(t, f)
    #   Sets the function that runs last before a connection is destroyed.
    #
    #   It runs after the closewatcher, and also for a connection that its acceptwatcher refused.
    #   The handle is still valid inside and stale afterwards. Takes effect for existing connections
    #   too.
    #
    #   Errors:
    #   - VCE_EINVAL: `t` is invalid
    #
    #   Success keeps the last error.
    #
    #   @param t [FFI::Pointer] the context
    #   @param f [Proc, FFI::Function, nil] gets the connection; NULL: none; kept for: context
    #   @return [void]
    attach_function :vce_tcpcontext_set_conn_finalizer, [:pointer, :finalizer], :void

    # @!method self.vce_tcpcontext_timeout_control(tp, recv_reset, send_reset)
    #   Chooses what restarts the idle time of the connections of a context.
    #
    #   Errors:
    #   - VCE_EINVAL: `tp` is invalid
    #
    #   Success keeps the last error.
    #
    #   @param tp [FFI::Pointer] the context; existing connections are affected at once
    #   @param recv_reset [Integer] 0: no; any other value: received data restarts it (the default)
    #     (flag)
    #   @param send_reset [Integer] 0: no (the default); any other value: bytes that the system took
    #     restart it (flag)
    #   @return [void]
    attach_function :vce_tcpcontext_timeout_control, [:pointer, :int, :int], :void
    check_numbers :vce_tcpcontext_timeout_control, recv_reset: 1, send_reset: 2

    # @!method self.vce_tcpcontext_userdata_set_pointer(tp, p)
    #   Stores a pointer of the program in a context.
    #
    #   Errors:
    #   - VCE_EINVAL: `tp` is invalid
    #
    #   Success keeps the last error.
    #
    #   @param tp [FFI::Pointer] the context
    #   @param p [FFI::Pointer, nil] any value; never followed or freed by the library
    #   @return [void]
    attach_function :vce_tcpcontext_userdata_set_pointer, [:pointer, :pointer], :void

    # @!method self.vce_tcpcontext_userdata_get_pointer(tp)
    #   Returns the pointer that vce_tcpcontext_userdata_set_pointer() stored.
    #
    #   Errors:
    #   - VCE_EINVAL: `tp` is invalid
    #
    #   Success keeps the last error.
    #
    #   @param tp [FFI::Pointer] the context
    #   @return [FFI::Pointer] the pointer; NULL if none was stored or the context is invalid.
    attach_function :vce_tcpcontext_userdata_get_pointer, [:pointer], :pointer

    # @!method self.vce_tcpcontext_set_conn_safety_read(tp, p)
    #   Makes the reading of each connection wait until enough of its write buffer is free.
    #
    #   Existing and new connections of the context are affected.
    #
    #   Errors:
    #   - VCE_ERANGE: `p` is outside 0 to 100; nothing changes
    #   - VCE_EINVAL: `tp` is invalid
    #
    #   @param tp [FFI::Pointer] the context
    #   @param p [Integer] percentage of the write buffer that must be free for a connection to be
    #     read and parsed: 0 (always, the default) to 100 (only when nothing is unsent)
    #   @return [Integer] 0: success. Negative: an error code.
    attach_function :vce_tcpcontext_set_conn_safety_read, [:pointer, :int], :int
    check_numbers :vce_tcpcontext_set_conn_safety_read, p: 1

    # @!method self.vce_tcpcontext_setup_p2p(t, allocationsize, allocationunits)
    #   Does nothing.
    #
    #   Peer-to-peer connections are not supported.
    #
    #   Errors:
    #   - VCE_ESUPPORT: always
    #
    #   @param t [FFI::Pointer] a context; ignored
    #   @param allocationsize [Integer] ignored
    #   @param allocationunits [Integer] ignored
    #   @return [Integer] 0 for success. Negative: an error code.
    attach_function :vce_tcpcontext_setup_p2p, [:pointer, :int, :int], :int
    check_numbers :vce_tcpcontext_setup_p2p, allocationsize: 1, allocationunits: 2

    # @!method self.vce_tcpcontext_set_portscanner(t, host, mainport, subport)
    #   Does nothing.
    #
    #   Kept for programs that named a helper server for peer-to-peer connections.
    #
    #   Success keeps the last error.
    #
    #   @param t [FFI::Pointer] a context; ignored
    #   @param host [String, nil] ignored
    #   @param mainport [Integer] ignored (port)
    #   @param subport [Integer] ignored (port)
    #   @return [Integer] 1: always.
    attach_function :vce_tcpcontext_set_portscanner, [:pointer, :string, :ushort, :ushort], :int
    check_numbers :vce_tcpcontext_set_portscanner, mainport: 2, subport: 3

    # @!method self.vce_tcpcontext_set_conn_acceptwatcher(tp, aw)
    #   Sets the function that is asked about each accepted connection.
    #
    #   Errors:
    #   - VCE_EINVAL: `tp` is invalid
    #
    #   Success keeps the last error.
    #
    #   @param tp [FFI::Pointer] the context
    #   @param aw [Proc, FFI::Function, nil] gets the connection; 0 or more keeps it, a negative
    #     result destroys it; NULL: every connection is kept; kept for: context
    #   @return [void]
    attach_function :vce_tcpcontext_set_conn_acceptwatcher, [:pointer, :acceptwatcher], :void

    # @!method self.vce_tcpcontext_set_conn_hiwater_acceptwatcher(tp, water, aw)
    #   Sets the function that is asked about each accepted connection when the context is nearly
    #   full.
    #
    #   It is called instead of the accept watcher when at least WATER - 1 connections are open, the
    #   new one included. WATER is `water`, and connections that are closing count as open. With
    #   `water` 3 the first connection meets the acceptwatcher, the second and all further ones this
    #   function; with 1 or 2, all do. To serve 100 and tell the next ones that the server is full,
    #   `water` is 102. Choose `water` below `maxcon`: beyond `maxcon` peers are turned away
    #   unasked.
    #
    #   Errors:
    #   - VCE_EINVAL: `tp` is invalid
    #
    #   Success keeps the last error.
    #
    #   @param tp [FFI::Pointer] the context
    #   @param water [Integer] the mark; looked up at each accept (connections)
    #   @param aw [Proc, FFI::Function, nil] gets the connection and the number of open ones, itself
    #     included; result as for the acceptwatcher; NULL: the acceptwatcher is asked always. It is
    #     asked without an acceptwatcher too.; kept for: context
    #   @return [void]
    attach_function :vce_tcpcontext_set_conn_hiwater_acceptwatcher, [:pointer, :int,
                    :hiwater_acceptwatcher], :void
    check_numbers :vce_tcpcontext_set_conn_hiwater_acceptwatcher, water: 1

    # @!method self.vce_tcpcontext_set_accept_max(t, con_max, accept_warning)
    #   Limits how many peers are accepted per minute.
    #
    #   A burst of `con_max` + 1 passes, then one per 60 / `con_max` seconds. A peer counts even if
    #   a later check turns it away.
    #
    #   Errors:
    #   - VCE_EINVAL: `t` is invalid
    #
    #   Success keeps the last error.
    #
    #   @param t [FFI::Pointer] the context
    #   @param con_max [Integer] peers per minute; 0 or less: no limit (the default) (connections)
    #   @param accept_warning [Proc, FFI::Function, nil] asked once for each peer in excess, before
    #     a connection is made: 0 or more lets it pass, a negative result turns it away; NULL: all
    #     are turned away; kept for: context
    #   @return [void]
    attach_function :vce_tcpcontext_set_accept_max, [:pointer, :int, :accept_warning], :void
    check_numbers :vce_tcpcontext_set_accept_max, con_max: 1

    # @!method self.vce_tcpcontext_enable_accept(tp, flag)
    #   Lets a server context accept peers, or turn all of them away.
    #
    #   The socket goes on listening, and existing connections are not affected.
    #
    #   Errors:
    #   - VCE_EINVAL: `tp` is invalid
    #
    #   Success keeps the last error.
    #
    #   @param tp [FFI::Pointer] the context
    #   @param flag [Integer] 0: turn away; any other value: accept (the default) (flag)
    #   @return [void]
    attach_function :vce_tcpcontext_enable_accept, [:pointer, :int], :void
    check_numbers :vce_tcpcontext_enable_accept, flag: 1

    # @!method self.vce_tcpcontext_connect(t, h, p)
    #   Connects to a server.
    #
    #   If the context has `nonblock_connect` 0, the call waits for the handshake and the connection
    #   is open. Otherwise it returns at once with a connecting one; a name is looked up in the
    #   background. There is no callback for success: the connection is open as soon as
    #   vce_conn_writable() is above 0, and a failure destroys it in a heartbeat with the reason
    #   REMOTE. If no answer comes in the time of vce_tcpcontext_set_connect_timeout(), or in that
    #   of the idle limit if none is set, it ends with TIMEOUT; idle time begins when the connection
    #   is established. All addresses of a name are tried, IPv4 ones first, the next one as soon as
    #   one has failed or has not answered for 250 ms; the first that is established is used, the
    #   others are closed. A connect to a port of this machine where no server listens can reach
    #   itself; that counts as refused. Changes of `/etc/resolv.conf` and `/etc/hosts` are noticed
    #   by the next look-up. A look-up in the background does not ask again over TCP where an answer
    #   is too long for UDP (some 28 addresses); the connect then fails. That a server completed the
    #   handshake does not mean that it keeps the connection. Why a connect failed is told by
    #   vce_get_last_error_detail() and, in the closewatcher, by vce_conn_get_end_detail().
    #
    #   Errors:
    #   - VCE_EINVAL: `t` is invalid
    #   - VCE_ESOCKET: no socket could be created
    #   - VCE_ESETSOCKOPT: an option of the socket could not be set
    #   - VCE_EFULL: the context has `maxcon` connections, closing ones included, or the process
    #     `max_conn`, or memory is short
    #   - VCE_ECONNECT: `h` is NULL, empty or no name of a Unix socket, or `p` is 0. With
    #     `nonblock_connect` 0 also: the name is unknown, or no address of it can be reached in
    #     time; `errno` has the system's number
    #
    #   May block; other threads run meanwhile.
    #
    #   @param t [FFI::Pointer] the context, client or server; its acceptwatcher is not asked
    #   @param h [String] host name, or address in numbers; or a Unix socket, `"unix:/path"` or
    #     `"unix:@name"`, see vce_conn_get_peer_credentials()
    #   @param p [Integer] port, 1 to 65535; ignored for a Unix socket
    #   @return [Conn] the handle of the connection, or `{NULL, 0}`, for which no callback runs.
    attach_function :vce_tcpcontext_connect, [:pointer, :string, :ushort], Conn.by_value,
                    blocking: true
    check_numbers :vce_tcpcontext_connect, p: 2

    # @!method self.vce_conn_write(ct, b, len)
    #   Queues bytes for sending, all of them or none.
    #
    #   They leave, in the order of the calls and without added framing, with the next heartbeat, or
    #   with the current one if called inside a parser or protocol callback; inside others it is one
    #   of the two.
    #
    #   Errors:
    #   - VCE_EINVAL: `ct` is the null handle, or `b` is NULL with a `len` above 0
    #   - VCE_ECONNSERIAL: `ct` is stale, or another invalid handle
    #   - VCE_ENOTREADY: the connection is connecting
    #   - VCE_ECLOSED: the connection is closed
    #   - VCE_EFULL: fewer than `len` bytes are free in the write buffer, or memory is short;
    #     nothing was queued, try again after a heartbeat
    #
    #   @param ct [Conn] the connection
    #   @param b [String, FFI::Pointer] the bytes; copied
    #   @param len [Integer] their number, 0 or more (bytes)
    #   @return [Integer] `len`. A `len` of 0 returns 0, writes nothing and sets the last error to
    #     VCE_EINVAL. Unit: bytes. Negative: an error code.
    attach_function :vce_conn_write, [Conn.by_value, :pointer, :size_t], :int
    check_numbers :vce_conn_write, len: 2

    # @!method self.vce_conn_writable(ct)
    #   Returns how many bytes the next write may have.
    #
    #   Errors:
    #   - VCE_EINVAL: `ct` is invalid
    #
    #   @param ct [Conn] the connection
    #   @return [Integer] the free bytes of the write buffer, 0 to its size; 0 while connecting. A
    #     closed connection has free bytes too although writes fail. Negative: an error code.
    attach_function :vce_conn_writable, [Conn.by_value], :int

    # @!method self.vce_conn_set_writable_watcher(c, bytes, f)
    #   Has a function called when the write buffer has room again.
    #
    #   For a program that sends more than a write buffer takes: it writes until VCE_EFULL, sets the
    #   watcher, and goes on in there. The watcher runs in the heartbeat in which so much of the
    #   buffer has become free, before the end of that heartbeat sends what was written; or in the
    #   next heartbeat, if the room is there when it is set. It runs once: to be called again, it is
    #   set again, also by itself. While it runs vce_conn_writable() is `bytes` or more.
    #
    #   On a connection that is connecting it runs when the connection is open. On one that was
    #   closed, or that its peer has ended, it never runs, whether set before or after that.
    #
    #   Errors:
    #   - VCE_EINVAL: `c` is invalid
    #   - VCE_ECLOSED: the connection is closed
    #   - VCE_ERANGE: `bytes` is below 1 or above the size of the write buffer
    #   - VCE_EMEM: no memory; one that was set before stays
    #
    #   @param c [Conn] the connection
    #   @param bytes [Integer] how much is to be free, 1 to the size of the write buffer (bytes)
    #   @param f [Proc, FFI::Function, nil] gets the connection; 0 or more goes on, a negative
    #     result destroys the connection (PARSER); it takes the place of one that was set before;
    #     NULL: none, `bytes` is ignored; kept for: connection
    #   @return [Integer] 0: success. Negative: an error code.
    attach_function :vce_conn_set_writable_watcher, [Conn.by_value, :int, :writable_watcher], :int
    check_numbers :vce_conn_set_writable_watcher, bytes: 1

    # @!method self.vce_conn_writed(ct)
    #   Tells whether the write buffer is empty.
    #
    #   It says nothing about the buffers of the system, or about the peer.
    #
    #   @param ct [Conn] the connection
    #   @return [Integer] 1: nothing is unsent; also for a connecting or invalid one; 0: bytes are
    #     waiting to be sent.
    attach_function :vce_conn_writed, [Conn.by_value], :int

    # @!method self.vce_conn_close(ct)
    #   Requests the end of a connection.
    #
    #   With nothing unsent it is destroyed at the start of the next heartbeat, reason APPLICATION,
    #   and nothing more is received. Otherwise heartbeats first send the rest, and still receive
    #   and parse meanwhile: the parser finds vce_conn_is_closed() 1. The heartbeat after the one
    #   that sent the last byte destroys it. The peer gets all bytes, then end of stream, also while
    #   it still sends: bytes that arrive after the connection was destroyed are read and dropped
    #   until the peer ends the stream too, for at most 2 seconds and 1 MiB, and only then the
    #   socket is closed. Until then its place counts at the limits for connections that are
    #   accepted. The idle limit bounds the sending, then the reason is TIMEOUT and the rest is
    #   lost. Called inside its parser or protocol callback, further records of this heartbeat are
    #   still delivered.
    #
    #   Errors:
    #   - VCE_EINVAL: `ct` is invalid
    #   - VCE_EALREADY: it was closed before; nothing changes
    #
    #   @param ct [Conn] the connection; stays valid until a heartbeat destroys it
    #   @return [void]
    attach_function :vce_conn_close, [Conn.by_value], :void

    # @!method self.vce_conn_close_tcpcontext_all(t)
    #   Closes every connection of a context, newest first, as vce_conn_close() does.
    #
    #   Those closed before are passed over. The context goes on accepting.
    #
    #   Errors:
    #   - VCE_EINVAL: `t` is invalid
    #
    #   @param t [FFI::Pointer] the context; NULL has no effect
    #   @return [void]
    attach_function :vce_conn_close_tcpcontext_all, [:pointer], :void

    # @!method self.vce_conn_set_timeout(ct, sec)
    #   Sets the idle limit of a connection; the running idle time is not restarted.
    #
    #   The limit expires when the whole seconds since the last activity exceed it: limit T between
    #   T and T + 1 seconds, 0 when the second changes, a negative limit in the next heartbeat
    #   before anything waiting is read. What counts as activity is set by
    #   vce_tcpcontext_timeout_control(). An expired connection is closed and destroyed in the
    #   following heartbeat, reason TIMEOUT; one that was closed before is destroyed at once. There
    #   is no value for "never", but 2147483647 is 68 years.
    #
    #   Errors:
    #   - VCE_EINVAL: `ct` is invalid
    #
    #   @param ct [Conn] the connection
    #   @param sec [Integer] the limit in seconds, any value
    #   @return [void]
    attach_function :vce_conn_set_timeout, [Conn.by_value, :int], :void
    check_numbers :vce_conn_set_timeout, sec: 1

    # @!method self.vce_conn_is_valid(c)
    #   Tells whether a handle denotes a connection that is not destroyed.
    #
    #   Success keeps the last error.
    #
    #   @param c [Conn] any value
    #   @return [Integer] 1: valid: connecting, open or closed; 0: invalid.
    attach_function :vce_conn_is_valid, [Conn.by_value], :int

    # @!method self.vce_conn_is_closed(c)
    #   Tells whether a connection is closed but not yet destroyed.
    #
    #   Success keeps the last error.
    #
    #   @param c [Conn] any value
    #   @return [Integer] 1: a close was requested, by the program or by an idle limit; 0: not
    #     closed, or invalid.
    attach_function :vce_conn_is_closed, [Conn.by_value], :int

    # @!method self.vce_conn_is_equal(c1, c2)
    #   Tells whether two handles are the same.
    #
    #   Success keeps the last error.
    #
    #   @param c1 [Conn] any value
    #   @param c2 [Conn] any value
    #   @return [Integer] 1: both parts are equal; so are two null handles; 0: they differ.
    attach_function :vce_conn_is_equal, [Conn.by_value, Conn.by_value], :int

    # @!method self.vce_conn_clear(ct)
    #   Sets a handle to the null handle, all 16 bytes of it.
    #
    #   Success keeps the last error.
    #
    #   @param ct [FFI::Pointer, nil] handle to clear; NULL is ignored (out)
    #   @return [void]
    attach_function :vce_conn_clear, [:pointer], :void

    # @!method self.vce_conn_get_index(c)
    #   Returns the slot number of a connection.
    #
    #   No two live connections share a slot; the slot freed last is used first.
    #
    #   Errors:
    #   - VCE_EALIGNMENT: `c.p` is NULL or denotes no slot
    #
    #   Success keeps the last error.
    #
    #   @param c [Conn] a handle; only its `p` counts, a stale one is fine
    #   @return [Integer] 0 to `max_conn` - 1; last error kept. Negative: an error code.
    attach_function :vce_conn_get_index, [Conn.by_value], :int

    # @!method self.vce_conn_get_struct_from_index(index)
    #   Returns the connection that is in a slot.
    #
    #   Errors:
    #   - VCE_EINVAL: `index` is out of range
    #
    #   @param index [Integer] slot number, 0 to `max_conn` - 1
    #   @return [Conn] the handle; an unused slot gives an invalid handle of serial 0, an `index`
    #     out of range gives `{NULL, 0}`.
    attach_function :vce_conn_get_struct_from_index, [:int], Conn.by_value
    check_numbers :vce_conn_get_struct_from_index, index: 0

    # @!method self.vce_conn_get_tcpcontext(ct)
    #   Returns the context of a connection.
    #
    #   Success keeps the last error.
    #
    #   @param ct [Conn] the connection
    #   @return [FFI::Pointer] the context; NULL if the connection is invalid. After
    #     vce_tcpcontext_cleanup() the context is invalid even if a closing connection still names
    #     it.
    attach_function :vce_conn_get_tcpcontext, [Conn.by_value], :pointer

    # @!method self.vce_conn_get_state_buffer(c, len)
    #   Returns the state buffer of a connection.
    #
    #   It is zero-filled when the connection is made, aligned for any type, stays at its address as
    #   long as the connection lives, and is the program's to use.
    #
    #   Errors:
    #   - VCE_EINVAL: `c` is invalid
    #
    #   @param c [Conn] the connection
    #   @param len [FFI::Pointer, nil] receives `statebuf_size` of the context; may be NULL;
    #     untouched if NULL is returned (out, bytes)
    #   @return [FFI::Pointer] the buffer, or NULL if the context has none or the connection is
    #     invalid. Valid until the connection is destroyed.
    attach_function :vce_conn_get_state_buffer, [Conn.by_value, :pointer], :pointer

    # @!method self.vce_conn_userdata_set_pointer(ct, p)
    #   Stores a pointer of the program in a connection; new connections hold NULL.
    #
    #   Success keeps the last error.
    #
    #   @param ct [Conn] the connection; nothing happens if it is invalid
    #   @param p [FFI::Pointer, nil] any value; never followed or freed by the library
    #   @return [void]
    attach_function :vce_conn_userdata_set_pointer, [Conn.by_value, :pointer], :void

    # @!method self.vce_conn_userdata_get_pointer(ct)
    #   Returns the pointer that vce_conn_userdata_set_pointer() stored.
    #
    #   Success keeps the last error.
    #
    #   @param ct [Conn] the connection
    #   @return [FFI::Pointer] the pointer; NULL if none was stored or the connection is invalid.
    attach_function :vce_conn_userdata_get_pointer, [Conn.by_value], :pointer

    # @!method self.vce_conn_get_remote_ipv4_addr(ct, a, p)
    #   Stores the IPv4 address and the port of the peer.
    #
    #   Success keeps the last error.
    #
    #   @param ct [Conn] the connection
    #   @param a [FFI::Pointer, nil] receives the address in network byte order, 0 for an IPv6
    #     connection; may be NULL (out)
    #   @param p [FFI::Pointer, nil] receives the port in host byte order; may be NULL (out)
    #   @return [void]
    attach_function :vce_conn_get_remote_ipv4_addr, [Conn.by_value, :pointer, :pointer], :void

    # @!method self.vce_conn_get_local_ipv4_addr(ct, a, p)
    #   Stores the IPv4 address and the port of this end of a connection.
    #
    #   Success keeps the last error.
    #
    #   @param ct [Conn] the connection
    #   @param a [FFI::Pointer, nil] receives the address in network byte order, 0 for an IPv6
    #     connection; may be NULL (out)
    #   @param p [FFI::Pointer, nil] receives the port in host byte order; may be NULL (out)
    #   @return [void]
    attach_function :vce_conn_get_local_ipv4_addr, [Conn.by_value, :pointer, :pointer], :void

    # @!method self.vce_conn_get_remote_ipv6_addr(ct, a, p)
    #   Stores the IPv6 address and the port of the peer.
    #
    #   Success keeps the last error.
    #
    #   @param ct [Conn] the connection
    #   @param a [FFI::Pointer, nil] receives the 16 bytes of the address; for an IPv4 connection,
    #     its 4 bytes in the first four, the others untouched; may be NULL (out)
    #   @param p [FFI::Pointer, nil] receives the port in host byte order; may be NULL (out)
    #   @return [void]
    attach_function :vce_conn_get_remote_ipv6_addr, [Conn.by_value, :pointer, :pointer], :void

    # @!method self.vce_conn_get_local_ipv6_addr(ct, a, p)
    #   Stores the IPv6 address and the port of this end of a connection.
    #
    #   Success keeps the last error.
    #
    #   @param ct [Conn] the connection
    #   @param a [FFI::Pointer, nil] receives the 16 bytes of the address; for an IPv4 connection,
    #     its 4 bytes in the first four, the others untouched; may be NULL (out)
    #   @param p [FFI::Pointer, nil] receives the port in host byte order; may be NULL (out)
    #   @return [void]
    attach_function :vce_conn_get_local_ipv6_addr, [Conn.by_value, :pointer, :pointer], :void

    # @!method self.vce_conn_get_remote_ipv4_addr_string(ct, s, max)
    #   Writes the IPv4 address of the peer as text, such as 127.0.0.1:8080.
    #
    #   Errors:
    #   - VCE_ETOOSHORT: `max` is below 32
    #   - VCE_EINVAL: `ct` is invalid or an IPv6 connection, or `s` is NULL
    #
    #   @param ct [Conn] the connection
    #   @param s [FFI::Pointer] receives the text, terminated (out)
    #   @param max [Integer] size of `s`, at least 32 (bytes)
    #   @return [String, nil] `s`, or NULL.
    attach_function :vce_conn_get_remote_ipv4_addr_string, [Conn.by_value, :pointer, :int], :string
    check_numbers :vce_conn_get_remote_ipv4_addr_string, max: 2

    # @!method self.vce_conn_get_local_ipv4_addr_string(ct, s, max)
    #   Writes the IPv4 address of this end of a connection as text, such as 127.0.0.1:8080.
    #
    #   Errors:
    #   - VCE_ETOOSHORT: `max` is below 32
    #   - VCE_EINVAL: `ct` is invalid or an IPv6 connection, or `s` is NULL
    #
    #   @param ct [Conn] the connection
    #   @param s [FFI::Pointer] receives the text, terminated (out)
    #   @param max [Integer] size of `s`, at least 32 (bytes)
    #   @return [String, nil] `s`, or NULL.
    attach_function :vce_conn_get_local_ipv4_addr_string, [Conn.by_value, :pointer, :int], :string
    check_numbers :vce_conn_get_local_ipv4_addr_string, max: 2

    # @!method self.vce_conn_get_remote_ipv6_addr_string(ct, s, max)
    #   Writes the IPv6 address of the peer as text, such as [2001:db8::1]:8080.
    #
    #   The text is the address in brackets, in the form of RFC 5952, a colon, and the decimal port.
    #   The zone of a link-local address is left out. A peer that reaches an IPv6 socket by IPv4 is
    #   an IPv4 connection. For that the 4 bytes are given as the old library did: the first two of
    #   eight groups without brackets, the others 0, such as `7f00:1:0:0:0:0:0:0:8080`.
    #
    #   Errors:
    #   - VCE_ETOOSHORT: `max` is below 50
    #   - VCE_EINVAL: `ct` is invalid, or `s` is NULL
    #
    #   @param ct [Conn] the connection
    #   @param s [FFI::Pointer] receives the text, terminated (out)
    #   @param max [Integer] size of `s`, at least 50 (bytes)
    #   @return [String, nil] `s`, or NULL.
    attach_function :vce_conn_get_remote_ipv6_addr_string, [Conn.by_value, :pointer, :int], :string
    check_numbers :vce_conn_get_remote_ipv6_addr_string, max: 2

    # @!method self.vce_conn_get_local_ipv6_addr_string(ct, s, max)
    #   Writes the IPv6 address of this end of a connection as text, such as [2001:db8::1]:8080.
    #
    #   The text is the address in brackets, in the form of RFC 5952, a colon, and the decimal port.
    #   The zone of a link-local address is left out. A peer that reaches an IPv6 socket by IPv4 is
    #   an IPv4 connection. For that the 4 bytes are given as the old library did: the first two of
    #   eight groups without brackets, the others 0, such as `7f00:1:0:0:0:0:0:0:8080`.
    #
    #   Errors:
    #   - VCE_ETOOSHORT: `max` is below 50
    #   - VCE_EINVAL: `ct` is invalid, or `s` is NULL
    #
    #   @param ct [Conn] the connection
    #   @param s [FFI::Pointer] receives the text, terminated (out)
    #   @param max [Integer] size of `s`, at least 50 (bytes)
    #   @return [String, nil] `s`, or NULL.
    attach_function :vce_conn_get_local_ipv6_addr_string, [Conn.by_value, :pointer, :int], :string
    check_numbers :vce_conn_get_local_ipv6_addr_string, max: 2

    # @!method self.vce_conn_get_remote_addr_string(ct, s, max)
    #   Writes the address of the peer as text, in the form of its family.
    #
    #   Errors:
    #   - VCE_ETOOSHORT: `max` is too small
    #   - VCE_EINVAL: `ct` is invalid, or `s` is NULL. For the null handle the last error is kept
    #
    #   @param ct [Conn] the connection
    #   @param s [FFI::Pointer] receives the text, terminated (out)
    #   @param max [Integer] size of `s`, at least 32 for an IPv4 and 50 for an IPv6 connection;
    #     VCE_MAX_ADDR_TEXT is enough for each (bytes)
    #   @return [String, nil] `s`, or NULL.
    attach_function :vce_conn_get_remote_addr_string, [Conn.by_value, :pointer, :int], :string
    check_numbers :vce_conn_get_remote_addr_string, max: 2

    # @!method self.vce_conn_get_local_addr_string(ct, s, max)
    #   Writes the address of this end of a connection as text, in the form of its family.
    #
    #   Errors:
    #   - VCE_ETOOSHORT: `max` is too small
    #   - VCE_EINVAL: `ct` is invalid, or `s` is NULL. For the null handle the last error is kept
    #
    #   @param ct [Conn] the connection
    #   @param s [FFI::Pointer] receives the text, terminated (out)
    #   @param max [Integer] size of `s`, at least 32 for an IPv4 and 50 for an IPv6 connection;
    #     VCE_MAX_ADDR_TEXT is enough for each (bytes)
    #   @return [String, nil] `s`, or NULL.
    attach_function :vce_conn_get_local_addr_string, [Conn.by_value, :pointer, :int], :string
    check_numbers :vce_conn_get_local_addr_string, max: 2

    # @!method self.vce_tcpcontext_set_conn_parser(tp, parser, c)
    #   Sets the parser and the protocol callback for connections made later.
    #
    #   Errors:
    #   - VCE_EINVAL: `tp` is invalid
    #
    #   Success keeps the last error.
    #
    #   @param tp [FFI::Pointer] the context
    #   @param parser [Proc, FFI::Function, nil] the parser; NULL: input collects in the read buffer
    #     until a parser is set; kept for: connections
    #   @param c [Proc, FFI::Function, nil] the protocol callback that ready-made parsers call with
    #     the connection, the record (not terminated, valid until it returns) and its length; a
    #     negative result has the effect of a negative parser result. NULL: records are discarded;
    #     kept for: connections
    #   @return [void]
    attach_function :vce_tcpcontext_set_conn_parser, [:pointer, :parser, :protocol_callback], :void

    # @!method self.vce_conn_set_parser(ct, p, pcb)
    #   Sets the parser and the protocol callback of one connection.
    #
    #   Takes effect with the next parser call, which may be in the same heartbeat.
    #
    #   Success keeps the last error.
    #
    #   @param ct [Conn] the connection; nothing happens if it is invalid
    #   @param p [Proc, FFI::Function, nil] the parser, as for vce_tcpcontext_set_conn_parser();
    #     kept for: connection
    #   @param pcb [Proc, FFI::Function, nil] the protocol callback, likewise; kept for: connection
    #   @return [void]
    attach_function :vce_conn_set_parser, [Conn.by_value, :parser, :protocol_callback], :void

    # @!method self.vce_tcpcontext_set_conn_call_parser_per_heartbeat(tt, v)
    #   Sets how often a heartbeat may call the parser of a connection made later.
    #
    #   Each call of a ready-made parser delivers one record, so the default delivers one record per
    #   heartbeat. The calls end early when the read buffer is empty, when a call consumed nothing,
    #   after a negative result, and after vce_conn_break_heartbeat().
    #
    #   Errors:
    #   - VCE_EINVAL: `tt` is invalid
    #   - VCE_EMEM: no memory, nothing changes
    #
    #   Success keeps the last error.
    #
    #   @param tt [FFI::Pointer] the context
    #   @param v [Integer] calls per heartbeat and connection, default 1; 0 or less: the parser is
    #     never called (count)
    #   @return [void]
    attach_function :vce_tcpcontext_set_conn_call_parser_per_heartbeat, [:pointer, :int], :void
    check_numbers :vce_tcpcontext_set_conn_call_parser_per_heartbeat, v: 1

    # @!method self.vce_tcpcontext_protocol_set_maxlength(ct, maxlength, errcall)
    #   Limits the length of records for connections made later; only the bin16 parser obeys.
    #
    #   Errors:
    #   - VCE_EINVAL: `ct` is invalid
    #   - VCE_EMEM: no memory, nothing changes
    #
    #   Success keeps the last error.
    #
    #   @param ct [FFI::Pointer] the context
    #   @param maxlength [Integer] greatest allowed content in bytes; 0 or less: no limit (the
    #     default)
    #   @param errcall [Proc, FFI::Function, nil] asked with the connection when a header announces
    #     more; 0 or more allows the record, a negative result refuses it; asked again at every
    #     parser call until the record is complete. NULL: refused. A refusal makes the parser return
    #     VCE_EPROTO_TOOLONG; kept for: connections
    #   @return [void]
    attach_function :vce_tcpcontext_protocol_set_maxlength, [:pointer, :int, :maxlength_watcher],
                    :void
    check_numbers :vce_tcpcontext_protocol_set_maxlength, maxlength: 1

    # @!method self.vce_conn_get_buffer(ct, rb, rblen, wb, wblen)
    #   Gives access to the buffers of a connection.
    #
    #   The pointers stay valid until the next call that writes to the connection, consumes its
    #   input or returns to a heartbeat; inside a parser the input stays until the parser returns.
    #
    #   @param ct [Conn] the connection
    #   @param rb [FFI::Pointer, nil] receives the start of the received bytes that are not
    #     consumed; may be NULL (out)
    #   @param rblen [FFI::Pointer, nil] receives their number; may be NULL (out, bytes)
    #   @param wb [FFI::Pointer, nil] receives the start of the written bytes that are not sent; may
    #     be NULL (out)
    #   @param wblen [FFI::Pointer, nil] receives their number; may be NULL (out, bytes)
    #   @return [void]
    attach_function :vce_conn_get_buffer, [Conn.by_value, :pointer, :pointer, :pointer, :pointer],
                    :void

    # @!method self.vce_conn_shrink_readbuf(ct, len)
    #   Removes bytes from the front of the read buffer.
    #
    #   Errors:
    #   - VCE_EINVAL: `ct` is invalid
    #
    #   @param ct [Conn] the connection
    #   @param len [Integer] number of bytes; more than there are removes all, 0 or less none
    #   @return [Integer] the number of bytes removed, 0 for an invalid connection.
    attach_function :vce_conn_shrink_readbuf, [Conn.by_value, :int], :int
    check_numbers :vce_conn_shrink_readbuf, len: 1

    # @!method self.vce_conn_set_io_callback(ct, cb)
    #   Sets a function that sees all bytes that a connection receives and sends.
    #
    #   It runs once per successful receive or send, before the parser; not for end of stream or
    #   errors.
    #
    #   Errors:
    #   - VCE_EMEM: no memory, nothing changes
    #
    #   Success keeps the last error.
    #
    #   @param ct [Conn] the connection; nothing happens if it is invalid
    #   @param cb [Proc, FFI::Function, nil] gets the connection, `rwflag` 0 for received bytes (not
    #     yet in the read buffer) or 1 for bytes the system took (still in the write buffer), the
    #     bytes, valid until it returns or writes to the connection, and their number; NULL: none
    #     (the default); kept for: connection
    #   @return [void]
    attach_function :vce_conn_set_io_callback, [Conn.by_value, :io_callback], :void

    # @!method self.vce_protocol_parser_bin16(ct)
    #   Parses a bin16 record and hands it to the protocol callback.
    #
    #   Install it with vce_tcpcontext_set_conn_parser(). It obeys
    #   vce_tcpcontext_protocol_set_maxlength().
    #
    #   Errors:
    #   - VCE_EPROTO_TOOLONG: the record is above the limit, or can never fit the read buffer
    #   - VCE_EINVAL: `ct` is invalid
    #
    #   @param ct [Conn] the connection
    #   @return [Integer] the result of the protocol callback, or 0 if there is no complete record
    #     or no callback. Negative: an error code.
    attach_function :vce_protocol_parser_bin16, [Conn.by_value], :int

    # @!method self.vce_protocol_parser_bin32(ct)
    #   Parses a bin32 record and hands it to the protocol callback.
    #
    #   Install it with vce_tcpcontext_set_conn_parser().
    #
    #   Errors:
    #   - VCE_EPROTO_TOOLONG: the record is above BIN32DATA_MAX, or can never fit the read buffer
    #   - VCE_EINVAL: `ct` is invalid
    #
    #   @param ct [Conn] the connection
    #   @return [Integer] the result of the protocol callback, or 0 if there is no complete record
    #     or no callback. Negative: an error code.
    attach_function :vce_protocol_parser_bin32, [Conn.by_value], :int

    # @!method self.vce_protocol_parser_through(ct)
    #   Hands whatever has arrived to the protocol callback.
    #
    #   Install it with vce_tcpcontext_set_conn_parser().
    #
    #   Errors:
    #   - VCE_EINVAL: `ct` is invalid
    #
    #   @param ct [Conn] the connection
    #   @return [Integer] the result of the protocol callback, or 0 if nothing is buffered or there
    #     is no callback. Negative: an error code.
    attach_function :vce_protocol_parser_through, [Conn.by_value], :int

    # @!method self.vce_protocol_parser_text(ct)
    #   Parses a line of text and hands it to the protocol callback, without its end.
    #
    #   Install it with vce_tcpcontext_set_conn_parser(). A line ends at LF; one CR directly before
    #   it is dropped. A CR elsewhere and NUL are data. Empty lines are handed over with length 0.
    #
    #   Errors:
    #   - VCE_EPROTO_TOOLONG: the read buffer is full and holds no LF
    #   - VCE_EINVAL: `ct` is invalid
    #
    #   @param ct [Conn] the connection
    #   @return [Integer] the result of the protocol callback, or 0 if there is no complete line or
    #     no callback. Negative: an error code.
    attach_function :vce_protocol_parser_text, [Conn.by_value], :int

    # @!method self.vce_protocol_unparser_bin16(ct, data, len)
    #   Queues a bin16 record.
    #
    #   Errors:
    #   - VCE_EINVAL: `ct` is invalid, `len` is negative, or `data` is NULL with a `len` above 0
    #   - VCE_ELONGINPUT: `len` is above 65535
    #   - VCE_EWBFULL: the framed record does not fit, memory is short, or the connection is
    #     connecting
    #
    #   @param ct [Conn] the connection
    #   @param data [String, FFI::Pointer, nil] the content; copied; may be NULL if `len` is 0
    #   @param len [Integer] its length, 0 to 65535 (bytes)
    #   @return [Integer] `len` + 2. On a closed connection too, although nothing is queued: a
    #     protocol callback that closes and then answers must not turn its close into an error.
    #     Unit: bytes. Negative: an error code.
    attach_function :vce_protocol_unparser_bin16, [Conn.by_value, :pointer, :int], :int
    check_numbers :vce_protocol_unparser_bin16, len: 2

    # @!method self.vce_protocol_unparser_bin32(ct, data, len)
    #   Queues a bin32 record.
    #
    #   Errors:
    #   - VCE_EINVAL: `ct` is invalid, `len` is negative, or `data` is NULL with a `len` above 0
    #   - VCE_ELONGINPUT: `len` is above BIN32DATA_MAX
    #   - VCE_EWBFULL: the framed record does not fit, memory is short, or the connection is
    #     connecting
    #
    #   @param ct [Conn] the connection
    #   @param data [String, FFI::Pointer, nil] the content; copied; may be NULL if `len` is 0
    #   @param len [Integer] its length, 0 to BIN32DATA_MAX (bytes)
    #   @return [Integer] `len` + 4; on a closed connection too, although nothing is queued. Unit:
    #     bytes. Negative: an error code.
    attach_function :vce_protocol_unparser_bin32, [Conn.by_value, :pointer, :int], :int
    check_numbers :vce_protocol_unparser_bin32, len: 2

    # @!method self.vce_protocol_unparser_through(ct, data, len)
    #   Queues bytes without framing, as vce_conn_write() does.
    #
    #   Errors:
    #   - VCE_EINVAL: `ct` is invalid, `len` is negative, or `data` is NULL with a `len` above 0
    #   - VCE_ENOTREADY: the connection is connecting
    #   - VCE_ECLOSED: the connection is closed
    #   - VCE_EFULL: no room, or memory is short
    #
    #   @param ct [Conn] the connection
    #   @param data [String, FFI::Pointer, nil] the content; copied; may be NULL if `len` is 0
    #   @param len [Integer] its length, 0 or more (bytes)
    #   @return [Integer] `len`. A `len` of 0 returns 0, queues nothing and sets the last error to
    #     VCE_EINVAL. Unit: bytes. Negative: an error code.
    attach_function :vce_protocol_unparser_through, [Conn.by_value, :pointer, :int], :int
    check_numbers :vce_protocol_unparser_through, len: 2

    # @!method self.vce_protocol_unparser_text(ct, data, len)
    #   Queues a line of text and its LF.
    #
    #   Errors:
    #   - VCE_EINVAL: `ct` is invalid, `len` is negative, or `data` is NULL with a `len` above 0
    #   - VCE_EWBFULL: the line and its LF do not fit, memory is short, or the connection is
    #     connecting
    #
    #   @param ct [Conn] the connection
    #   @param data [String, FFI::Pointer, nil] the content; copied; may be NULL if `len` is 0
    #   @param len [Integer] its length, 0 or more (bytes)
    #   @return [Integer] `len` + 1. On a closed connection too, although nothing is queued; the
    #     last error is then VCE_ECLOSED. Unit: bytes. Negative: an error code.
    attach_function :vce_protocol_unparser_text, [Conn.by_value, :pointer, :int], :int
    check_numbers :vce_protocol_unparser_text, len: 2

    # @!method self.vce_protocol_acceptwatcher_deny(c)
    #   Acceptwatcher that refuses every connection.
    #
    #   Success keeps the last error.
    #
    #   @param c [Conn] ignored
    #   @return [Integer] -1: always.
    attach_function :vce_protocol_acceptwatcher_deny, [Conn.by_value], :int

    # @!method self.vce_protocol_acceptwatcher_noop(c)
    #   Acceptwatcher that keeps every connection.
    #
    #   Success keeps the last error.
    #
    #   @param c [Conn] ignored
    #   @return [Integer] 0: always.
    attach_function :vce_protocol_acceptwatcher_noop, [Conn.by_value], :int

    # @!method self.vce_protocol_closewatcher_noop(c)
    #   Closewatcher that does nothing.
    #
    #   Its type lacks the reason; installing it needs a cast, which is supported.
    #
    #   Success keeps the last error.
    #
    #   @param c [Conn] ignored
    #   @return [Integer] 0: always.
    attach_function :vce_protocol_closewatcher_noop, [Conn.by_value], :int

    # @!method self.vce_protocol_pcallback_echo_bin16(c, data, len)
    #   Protocol callback that logs the length of the record and sends it back as a bin16 record.
    #
    #   Errors:
    #   - VCE_EINVAL: `ct` is invalid, `len` is negative, or `data` is NULL with a `len` above 0
    #   - VCE_ELONGINPUT: `len` is above 65535
    #   - VCE_EWBFULL: the framed record does not fit, memory is short, or the connection is
    #     connecting
    #
    #   @param c [Conn] the connection
    #   @param data [String, FFI::Pointer] the record
    #   @param len [Integer] its length (bytes)
    #   @return [Integer] as vce_protocol_unparser_bin16(); so a record that cannot be sent back
    #     ends the connection. Unit: bytes. Negative: an error code.
    attach_function :vce_protocol_pcallback_echo_bin16, [Conn.by_value, :pointer, :int], :int
    check_numbers :vce_protocol_pcallback_echo_bin16, len: 2

    # @!method self.vce_protocol_pcallback_echo_text(ct, data, len)
    #   Protocol callback that logs the length of the line and sends it back as a line.
    #
    #   Errors:
    #   - VCE_EINVAL: `ct` is invalid, `len` is negative, or `data` is NULL with a `len` above 0
    #   - VCE_EWBFULL: the line and its LF do not fit, memory is short, or the connection is
    #     connecting
    #
    #   @param ct [Conn] the connection
    #   @param data [String, FFI::Pointer] the line, without its end
    #   @param len [Integer] its length (bytes)
    #   @return [Integer] as vce_protocol_unparser_text(); so a line that cannot be sent back ends
    #     the connection. Unit: bytes. Negative: an error code.
    attach_function :vce_protocol_pcallback_echo_text, [Conn.by_value, :pointer, :int], :int
    check_numbers :vce_protocol_pcallback_echo_text, len: 2

    # @!method self.vce_protocol_pcallback_noop(ct, data, len)
    #   Protocol callback that logs the length of the record and the serial (Note:10001).
    #
    #   Success keeps the last error.
    #
    #   @param ct [Conn] the connection; printed as given
    #   @param data [String, FFI::Pointer] ignored
    #   @param len [Integer] printed as given (bytes)
    #   @return [Integer] 0: always.
    attach_function :vce_protocol_pcallback_noop, [Conn.by_value, :pointer, :int], :int
    check_numbers :vce_protocol_pcallback_noop, len: 2

    # @!method self.vce_protocol_pcallback_dump(ct, data, len)
    #   Protocol callback that logs length and serial (Note:10002), a dump of the record and an
    #   empty line.
    #
    #   Success keeps the last error.
    #
    #   @param ct [Conn] the connection; its serial is printed as given
    #   @param data [String, FFI::Pointer] the record
    #   @param len [Integer] its length (bytes)
    #   @return [Integer] 0: always.
    attach_function :vce_protocol_pcallback_dump, [Conn.by_value, :pointer, :int], :int
    check_numbers :vce_protocol_pcallback_dump, len: 2

    # @!method self.vce_binary_pack(bi, bn, outp, len)
    #   Packs items one after the other, integers big-endian, counts in front of arrays.
    #
    #   Errors:
    #   - VCE_EFULL: an item does not fit
    #   - VCE_EINVAL: unknown kind, `n` above the greatest count of its kind, or a NULL pointer
    #
    #   May run in any thread.
    #
    #   @param bi [FFI::Pointer] the items
    #   @param bn [Integer] their number; 0 or less packs nothing (elements)
    #   @param outp [FFI::Pointer] receives the bytes; unspecified on failure (out)
    #   @param len [Integer] size of `outp`; negative counts as 0 (bytes)
    #   @return [Integer] the number of bytes written. Negative: an error code.
    attach_function :vce_binary_pack, [:pointer, :int, :pointer, :int], :int
    check_numbers :vce_binary_pack, bn: 1, len: 3

    # @!method self.vce_binary_unpack(bi, bn, inp, len)
    #   Unpacks what vce_binary_pack() packed; bi must name the same kinds in the same order.
    #
    #   Strings are not copied: the pointers stored in `p` point into `inp`, which must outlive
    #   them.
    #
    #   Errors:
    #   - VCE_EDATASHORT: the bytes end before the item does
    #   - VCE_ELENTOOLONG: a count is above `maxu` or above the greatest count of its kind
    #   - VCE_EINVAL: unknown kind, or a NULL pointer
    #
    #   May run in any thread.
    #
    #   @param bi [FFI::Pointer] the items: `t`, `maxu` and `p` are read, `n` and what `p` points to
    #     are stored. After a failure, the items before the failing one are stored (inout)
    #   @param bn [Integer] their number; 0 or less unpacks nothing (elements)
    #   @param inp [String, FFI::Pointer] the bytes; bytes behind the last item are ignored
    #   @param len [Integer] their number; negative counts as 0 (bytes)
    #   @return [Integer] the number of bytes consumed. Negative: an error code.
    attach_function :vce_binary_unpack, [:pointer, :int, :pointer, :int], :int
    check_numbers :vce_binary_unpack, bn: 1, len: 3

    # @!method self.vce_binary_push_nb_i1(out, ofs, maxlen, v)
    #   Stores an integer of 8 bits.
    #
    #   Errors:
    #   - VCE_EFULL: the item does not fit behind `ofs`
    #   - VCE_EINVAL: `out` is NULL or `ofs` is negative
    #
    #   May run in any thread.
    #
    #   @param out [FFI::Pointer] start of the buffer; untouched on failure (out)
    #   @param ofs [Integer] offset of the item, 0 or more (bytes)
    #   @param maxlen [Integer] size of the whole buffer (bytes)
    #   @param v [Integer] the integer
    #   @return [Integer] the offset behind the item. Unit: bytes. Negative: an error code.
    attach_function :vce_binary_push_nb_i1, [:pointer, :int, :int, :char], :int
    check_numbers :vce_binary_push_nb_i1, ofs: 1, maxlen: 2, v: 3

    # @!method self.vce_binary_push_nb_i2(out, ofs, maxlen, v)
    #   Stores an integer of 16 bits.
    #
    #   Errors:
    #   - VCE_EFULL: the item does not fit behind `ofs`
    #   - VCE_EINVAL: `out` is NULL or `ofs` is negative
    #
    #   May run in any thread.
    #
    #   @param out [FFI::Pointer] start of the buffer; untouched on failure (out)
    #   @param ofs [Integer] offset of the item, 0 or more (bytes)
    #   @param maxlen [Integer] size of the whole buffer (bytes)
    #   @param v [Integer] the integer
    #   @return [Integer] the offset behind the item. Unit: bytes. Negative: an error code.
    attach_function :vce_binary_push_nb_i2, [:pointer, :int, :int, :short], :int
    check_numbers :vce_binary_push_nb_i2, ofs: 1, maxlen: 2, v: 3

    # @!method self.vce_binary_push_nb_i4(out, ofs, maxlen, v)
    #   Stores an integer of 32 bits.
    #
    #   Errors:
    #   - VCE_EFULL: the item does not fit behind `ofs`
    #   - VCE_EINVAL: `out` is NULL or `ofs` is negative
    #
    #   May run in any thread.
    #
    #   @param out [FFI::Pointer] start of the buffer; untouched on failure (out)
    #   @param ofs [Integer] offset of the item, 0 or more (bytes)
    #   @param maxlen [Integer] size of the whole buffer (bytes)
    #   @param v [Integer] the integer
    #   @return [Integer] the offset behind the item. Unit: bytes. Negative: an error code.
    attach_function :vce_binary_push_nb_i4, [:pointer, :int, :int, :int], :int
    check_numbers :vce_binary_push_nb_i4, ofs: 1, maxlen: 2, v: 3

    # @!method self.vce_binary_push_nb_i8(out, ofs, maxlen, v)
    #   Stores an integer of 64 bits.
    #
    #   Errors:
    #   - VCE_EFULL: the item does not fit behind `ofs`
    #   - VCE_EINVAL: `out` is NULL or `ofs` is negative
    #
    #   May run in any thread.
    #
    #   @param out [FFI::Pointer] start of the buffer; untouched on failure (out)
    #   @param ofs [Integer] offset of the item, 0 or more (bytes)
    #   @param maxlen [Integer] size of the whole buffer (bytes)
    #   @param v [Integer] the integer
    #   @return [Integer] the offset behind the item. Unit: bytes. Negative: an error code.
    attach_function :vce_binary_push_nb_i8, [:pointer, :int, :int, :long_long], :int
    check_numbers :vce_binary_push_nb_i8, ofs: 1, maxlen: 2, v: 3

    # @!method self.vce_binary_push_nb_ia1(out, ofs, maxlen, ia, num)
    #   Stores an array of integers of 8 bits.
    #
    #   Errors:
    #   - VCE_EINVAL: `num` or `ofs` is negative, or a pointer is NULL
    #   - VCE_EFULL: the item does not fit behind `ofs`
    #
    #   May run in any thread.
    #
    #   @param out [FFI::Pointer] start of the buffer; untouched on failure (out)
    #   @param ofs [Integer] offset of the item, 0 or more (bytes)
    #   @param maxlen [Integer] size of the whole buffer (bytes)
    #   @param ia [FFI::Pointer, nil] the native integers, aligned or not; may be NULL if `num` is 0
    #   @param num [Integer] number of elements, 0 or more
    #   @return [Integer] the offset behind the item. Unit: bytes. Negative: an error code.
    attach_function :vce_binary_push_nb_ia1, [:pointer, :int, :int, :pointer, :int], :int
    check_numbers :vce_binary_push_nb_ia1, ofs: 1, maxlen: 2, num: 4

    # @!method self.vce_binary_push_nb_ia2(out, ofs, maxlen, ia, num)
    #   Stores an array of integers of 16 bits.
    #
    #   Errors:
    #   - VCE_EINVAL: `num` or `ofs` is negative, or a pointer is NULL
    #   - VCE_EFULL: the item does not fit behind `ofs`
    #
    #   May run in any thread.
    #
    #   @param out [FFI::Pointer] start of the buffer; untouched on failure (out)
    #   @param ofs [Integer] offset of the item, 0 or more (bytes)
    #   @param maxlen [Integer] size of the whole buffer (bytes)
    #   @param ia [FFI::Pointer, nil] the native integers, aligned or not; may be NULL if `num` is 0
    #   @param num [Integer] number of elements, 0 or more
    #   @return [Integer] the offset behind the item. Unit: bytes. Negative: an error code.
    attach_function :vce_binary_push_nb_ia2, [:pointer, :int, :int, :pointer, :int], :int
    check_numbers :vce_binary_push_nb_ia2, ofs: 1, maxlen: 2, num: 4

    # @!method self.vce_binary_push_nb_ia4(out, ofs, maxlen, ia, num)
    #   Stores an array of integers of 32 bits.
    #
    #   Errors:
    #   - VCE_EINVAL: `num` or `ofs` is negative, or a pointer is NULL
    #   - VCE_EFULL: the item does not fit behind `ofs`
    #
    #   May run in any thread.
    #
    #   @param out [FFI::Pointer] start of the buffer; untouched on failure (out)
    #   @param ofs [Integer] offset of the item, 0 or more (bytes)
    #   @param maxlen [Integer] size of the whole buffer (bytes)
    #   @param ia [FFI::Pointer, nil] the native integers, aligned or not; may be NULL if `num` is 0
    #   @param num [Integer] number of elements, 0 or more
    #   @return [Integer] the offset behind the item. Unit: bytes. Negative: an error code.
    attach_function :vce_binary_push_nb_ia4, [:pointer, :int, :int, :pointer, :int], :int
    check_numbers :vce_binary_push_nb_ia4, ofs: 1, maxlen: 2, num: 4

    # @!method self.vce_binary_push_nb_ia8(out, ofs, maxlen, ia, num)
    #   Stores an array of integers of 64 bits.
    #
    #   Errors:
    #   - VCE_EINVAL: `num` or `ofs` is negative, or a pointer is NULL
    #   - VCE_EFULL: the item does not fit behind `ofs`
    #
    #   May run in any thread.
    #
    #   @param out [FFI::Pointer] start of the buffer; untouched on failure (out)
    #   @param ofs [Integer] offset of the item, 0 or more (bytes)
    #   @param maxlen [Integer] size of the whole buffer (bytes)
    #   @param ia [FFI::Pointer, nil] the native integers, aligned or not; may be NULL if `num` is 0
    #   @param num [Integer] number of elements, 0 or more
    #   @return [Integer] the offset behind the item. Unit: bytes. Negative: an error code.
    attach_function :vce_binary_push_nb_ia8, [:pointer, :int, :int, :pointer, :int], :int
    check_numbers :vce_binary_push_nb_ia8, ofs: 1, maxlen: 2, num: 4

    # @!method self.vce_binary_push_nb_stra(out, ofs, maxlen, stra, num, eachmax)
    #   Stores an array of strings.
    #
    #   One byte behind the last string must be free, although it is not used.
    #
    #   Errors:
    #   - VCE_EINVAL: `num` or `ofs` is negative, or a pointer or string is NULL
    #   - VCE_EFULL: the item does not fit behind `ofs`, or a string has `eachmax` bytes or more
    #
    #   May run in any thread.
    #
    #   @param out [FFI::Pointer] start of the buffer; unspecified behind `ofs` on failure (out)
    #   @param ofs [Integer] offset of the item, 0 or more (bytes)
    #   @param maxlen [Integer] size of the whole buffer (bytes)
    #   @param stra [FFI::Pointer, nil] the strings; may be NULL if `num` is 0
    #   @param num [Integer] number of strings, 0 or more (elements)
    #   @param eachmax [Integer] greatest length of one string plus 1 (bytes)
    #   @return [Integer] the offset behind the item. Unit: bytes. Negative: an error code.
    attach_function :vce_binary_push_nb_stra, [:pointer, :int, :int, :pointer, :int, :int], :int
    check_numbers :vce_binary_push_nb_stra, ofs: 1, maxlen: 2, num: 4, eachmax: 5

    # @!method self.vce_binary_pop_nb_i1(in_, len, ofs, out)
    #   Reads an integer of 8 bits.
    #
    #   Errors:
    #   - VCE_EFULL: the buffer ends before the item does
    #   - VCE_EINVAL: a pointer is NULL or `ofs` is negative
    #
    #   May run in any thread.
    #
    #   @param in_ [String, FFI::Pointer] start of the buffer
    #   @param len [Integer] size of the whole buffer (bytes)
    #   @param ofs [Integer] offset of the item, 0 or more (bytes)
    #   @param out [FFI::Pointer] receives the integer; untouched on failure (out)
    #   @return [Integer] the offset behind the item. Unit: bytes. Negative: an error code.
    attach_function :vce_binary_pop_nb_i1, [:pointer, :int, :int, :pointer], :int
    check_numbers :vce_binary_pop_nb_i1, len: 1, ofs: 2

    # @!method self.vce_binary_pop_nb_i2(in_, len, ofs, out)
    #   Reads an integer of 16 bits.
    #
    #   Errors:
    #   - VCE_EFULL: the buffer ends before the item does
    #   - VCE_EINVAL: a pointer is NULL or `ofs` is negative
    #
    #   May run in any thread.
    #
    #   @param in_ [String, FFI::Pointer] start of the buffer
    #   @param len [Integer] size of the whole buffer (bytes)
    #   @param ofs [Integer] offset of the item, 0 or more (bytes)
    #   @param out [FFI::Pointer] receives the integer; untouched on failure (out)
    #   @return [Integer] the offset behind the item. Unit: bytes. Negative: an error code.
    attach_function :vce_binary_pop_nb_i2, [:pointer, :int, :int, :pointer], :int
    check_numbers :vce_binary_pop_nb_i2, len: 1, ofs: 2

    # @!method self.vce_binary_pop_nb_i4(in_, len, ofs, out)
    #   Reads an integer of 32 bits.
    #
    #   Errors:
    #   - VCE_EFULL: the buffer ends before the item does
    #   - VCE_EINVAL: a pointer is NULL or `ofs` is negative
    #
    #   May run in any thread.
    #
    #   @param in_ [String, FFI::Pointer] start of the buffer
    #   @param len [Integer] size of the whole buffer (bytes)
    #   @param ofs [Integer] offset of the item, 0 or more (bytes)
    #   @param out [FFI::Pointer] receives the integer; untouched on failure (out)
    #   @return [Integer] the offset behind the item. Unit: bytes. Negative: an error code.
    attach_function :vce_binary_pop_nb_i4, [:pointer, :int, :int, :pointer], :int
    check_numbers :vce_binary_pop_nb_i4, len: 1, ofs: 2

    # @!method self.vce_binary_pop_nb_i8(in_, len, ofs, out)
    #   Reads an integer of 64 bits.
    #
    #   Errors:
    #   - VCE_EFULL: the buffer ends before the item does
    #   - VCE_EINVAL: a pointer is NULL or `ofs` is negative
    #
    #   May run in any thread.
    #
    #   @param in_ [String, FFI::Pointer] start of the buffer
    #   @param len [Integer] size of the whole buffer (bytes)
    #   @param ofs [Integer] offset of the item, 0 or more (bytes)
    #   @param out [FFI::Pointer] receives the integer; untouched on failure (out)
    #   @return [Integer] the offset behind the item. Unit: bytes. Negative: an error code.
    attach_function :vce_binary_pop_nb_i8, [:pointer, :int, :int, :pointer], :int
    check_numbers :vce_binary_pop_nb_i8, len: 1, ofs: 2

    # @!method self.vce_binary_pop_nb_ia1(src, len, ofs, out, outlen)
    #   Reads an array of integers of 8 bits.
    #
    #   Errors:
    #   - VCE_ETOOSHORT: the buffer ends before the item does
    #   - VCE_ESUPPORT: the count does not fit 32 bits or has the reserved form
    #   - VCE_EFULL: the count is above `*outlen`
    #   - VCE_EINVAL: a pointer is NULL or `ofs` is negative
    #
    #   May run in any thread.
    #
    #   @param src [String, FFI::Pointer] start of the buffer
    #   @param len [Integer] size of the whole buffer (bytes)
    #   @param ofs [Integer] offset of the item, 0 or more (bytes)
    #   @param out [FFI::Pointer, nil] receives the elements; untouched on failure; may be NULL if
    #     there are none (out)
    #   @param outlen [FFI::Pointer] in: elements that `out` has room for, negative counts as 0;
    #     out: elements stored; untouched on failure (inout)
    #   @return [Integer] the offset behind the item. Unit: bytes. Negative: an error code.
    attach_function :vce_binary_pop_nb_ia1, [:pointer, :int, :int, :pointer, :pointer], :int
    check_numbers :vce_binary_pop_nb_ia1, len: 1, ofs: 2

    # @!method self.vce_binary_pop_nb_ia2(src, len, ofs, out, outlen)
    #   Reads an array of integers of 16 bits.
    #
    #   Errors:
    #   - VCE_ETOOSHORT: the buffer ends before the item does
    #   - VCE_ESUPPORT: the count does not fit 32 bits or has the reserved form
    #   - VCE_EFULL: the count is above `*outlen`
    #   - VCE_EINVAL: a pointer is NULL or `ofs` is negative
    #
    #   May run in any thread.
    #
    #   @param src [String, FFI::Pointer] start of the buffer
    #   @param len [Integer] size of the whole buffer (bytes)
    #   @param ofs [Integer] offset of the item, 0 or more (bytes)
    #   @param out [FFI::Pointer, nil] receives the elements; untouched on failure; may be NULL if
    #     there are none (out)
    #   @param outlen [FFI::Pointer] in: elements that `out` has room for, negative counts as 0;
    #     out: elements stored; untouched on failure (inout)
    #   @return [Integer] the offset behind the item. Unit: bytes. Negative: an error code.
    attach_function :vce_binary_pop_nb_ia2, [:pointer, :int, :int, :pointer, :pointer], :int
    check_numbers :vce_binary_pop_nb_ia2, len: 1, ofs: 2

    # @!method self.vce_binary_pop_nb_ia4(src, len, ofs, out, outlen)
    #   Reads an array of integers of 32 bits.
    #
    #   Errors:
    #   - VCE_ETOOSHORT: the buffer ends before the item does
    #   - VCE_ESUPPORT: the count does not fit 32 bits or has the reserved form
    #   - VCE_EFULL: the count is above `*outlen`
    #   - VCE_EINVAL: a pointer is NULL or `ofs` is negative
    #
    #   May run in any thread.
    #
    #   @param src [String, FFI::Pointer] start of the buffer
    #   @param len [Integer] size of the whole buffer (bytes)
    #   @param ofs [Integer] offset of the item, 0 or more (bytes)
    #   @param out [FFI::Pointer, nil] receives the elements; untouched on failure; may be NULL if
    #     there are none (out)
    #   @param outlen [FFI::Pointer] in: elements that `out` has room for, negative counts as 0;
    #     out: elements stored; untouched on failure (inout)
    #   @return [Integer] the offset behind the item. Unit: bytes. Negative: an error code.
    attach_function :vce_binary_pop_nb_ia4, [:pointer, :int, :int, :pointer, :pointer], :int
    check_numbers :vce_binary_pop_nb_ia4, len: 1, ofs: 2

    # @!method self.vce_binary_pop_nb_ia8(src, len, ofs, out, outlen)
    #   Reads an array of integers of 64 bits.
    #
    #   Errors:
    #   - VCE_ETOOSHORT: the buffer ends before the item does
    #   - VCE_ESUPPORT: the count does not fit 32 bits or has the reserved form
    #   - VCE_EFULL: the count is above `*outlen`
    #   - VCE_EINVAL: a pointer is NULL or `ofs` is negative
    #
    #   May run in any thread.
    #
    #   @param src [String, FFI::Pointer] start of the buffer
    #   @param len [Integer] size of the whole buffer (bytes)
    #   @param ofs [Integer] offset of the item, 0 or more (bytes)
    #   @param out [FFI::Pointer, nil] receives the elements; untouched on failure; may be NULL if
    #     there are none (out)
    #   @param outlen [FFI::Pointer] in: elements that `out` has room for, negative counts as 0;
    #     out: elements stored; untouched on failure (inout)
    #   @return [Integer] the offset behind the item. Unit: bytes. Negative: an error code.
    attach_function :vce_binary_pop_nb_ia8, [:pointer, :int, :int, :pointer, :pointer], :int
    check_numbers :vce_binary_pop_nb_ia8, len: 1, ofs: 2

    # @!method self.vce_binary_pop_nb_stra(src, len, ofs, out, strnum, eachmax)
    #   Reads an array of strings.
    #
    #   Errors:
    #   - VCE_ETOOSHORT: the buffer ends before the item does
    #   - VCE_ESUPPORT: the count or a length does not fit 32 bits or has the reserved form
    #   - VCE_EFULL: the count is above `*strnum`, or a string has `eachmax` bytes or more
    #   - VCE_EINVAL: a pointer is NULL or `ofs` is negative
    #
    #   May run in any thread.
    #
    #   @param src [String, FFI::Pointer] start of the buffer
    #   @param len [Integer] size of the whole buffer (bytes)
    #   @param ofs [Integer] offset of the item, 0 or more (bytes)
    #   @param out [FFI::Pointer] pointers to `*strnum` buffers of `eachmax` bytes; each receives
    #     one string and a NUL. After a failure, the strings before the failing one are stored (out)
    #   @param strnum [FFI::Pointer] in: number of buffers, negative counts as 0; out: number of
    #     strings; untouched on failure (inout, elements)
    #   @param eachmax [Integer] size of one buffer (bytes)
    #   @return [Integer] the offset behind the item. Unit: bytes. Negative: an error code.
    attach_function :vce_binary_pop_nb_stra, [:pointer, :int, :int, :pointer, :pointer, :int], :int
    check_numbers :vce_binary_pop_nb_stra, len: 1, ofs: 2, eachmax: 5

    # @!method self.vce_set_variable_length_specifier(out, outmax, len_upper, len_lower)
    #   Stores a variable-length specifier in its shortest form.
    #
    #   Errors:
    #   - VCE_EFULL: `outmax` is too small; nothing was stored
    #
    #   Success keeps the last error. May run in any thread.
    #
    #   @param out [FFI::Pointer, nil] receives 1, 5 or 9 bytes; NULL: only the size is returned,
    #     `outmax` is ignored (out)
    #   @param outmax [Integer] size of `out`; negative counts as 0 (bytes)
    #   @param len_upper [Integer] upper 32 bits of the number
    #   @param len_lower [Integer] lower 32 bits of the number
    #   @return [Integer] the size of the specifier: 1, 5 or 9; last error kept. Unit: bytes.
    #     Negative: an error code.
    attach_function :vce_set_variable_length_specifier, [:pointer, :int, :uint, :uint], :int
    check_numbers :vce_set_variable_length_specifier, outmax: 1, len_upper: 2, len_lower: 3

    # @!method self.vce_get_variable_length_specifier(src, srcmax, len_upper, len_lower)
    #   Reads a variable-length specifier.
    #
    #   Errors:
    #   - VCE_ETOOSHORT: the bytes end before the specifier does; nothing was stored
    #   - VCE_ESUPPORT: the first byte is 255; both halves are 0
    #   - VCE_EINVAL: a pointer is NULL
    #
    #   Success keeps the last error. May run in any thread.
    #
    #   @param src [String, FFI::Pointer] the bytes
    #   @param srcmax [Integer] their number (bytes)
    #   @param len_upper [FFI::Pointer] receives the upper 32 bits of the number (out)
    #   @param len_lower [FFI::Pointer] receives the lower 32 bits of the number (out)
    #   @return [Integer] the number of bytes used: 1, 5 or 9; last error kept. Negative: an error
    #     code.
    attach_function :vce_get_variable_length_specifier, [:pointer, :int, :pointer, :pointer], :int
    check_numbers :vce_get_variable_length_specifier, srcmax: 1

    # @!method self.vce_init_array(size, num, nm)
    #   Makes an array.
    #
    #   Errors:
    #   - VCE_EFULL: `max_array` arrays exist, no memory, `num` is negative, or the product
    #     overflows
    #   - VCE_EINVAL: `size` is 0
    #   - VCE_EINIT: the library is not initialised
    #
    #   @param size [Integer] bytes of one element, 1 or more
    #   @param num [Integer] number of elements, 0 or more
    #   @param nm [String, nil] name for log messages; copied, cut after 31 bytes; NULL counts as ""
    #   @return [Integer] the descriptor, above 0. Negative: an error code.
    attach_function :vce_init_array, [:size_t, :int, :string], :int
    check_numbers :vce_init_array, size: 0, num: 1

    # @!method self.vce_end_array(index)
    #   Ends an array and releases its block, whatever is still in use.
    #
    #   Allowed inside a scan of it, which then ends.
    #
    #   Errors:
    #   - VCE_EINVAL: bad descriptor
    #
    #   @param index [Integer] the descriptor; may be given to an array made later
    #   @return [Integer] 0: success. Negative: an error code.
    attach_function :vce_end_array, [:int], :int
    check_numbers :vce_end_array, index: 0

    # @!method self.vce_end_all_array
    #   Ends every array of the program.
    #
    #   Contexts and connections are not affected, but a later vce_finalize() returns VCE_EFINALIZE,
    #   as it always did.
    #
    #   @return [void]
    attach_function :vce_end_all_array, [], :void

    # @!method self.vce_alloc_array_object(index)
    #   Takes a slot into use and puts it at the head of the list.
    #
    #   Errors:
    #   - VCE_EFULL: all elements are in use
    #   - VCE_EINVAL: bad descriptor
    #
    #   @param index [Integer] the descriptor
    #   @return [FFI::Pointer] the slot, not cleared; NULL on failure. Valid until it is given back
    #     and the array is ended.
    attach_function :vce_alloc_array_object, [:int], :pointer
    check_numbers :vce_alloc_array_object, index: 0

    # @!method self.vce_free_array_object(index, p)
    #   Gives a slot back.
    #
    #   Its bytes stay as they are.
    #
    #   Errors:
    #   - VCE_EBUG: the slot is not in use, e.g. freed twice; nothing changes
    #   - VCE_EINVAL: bad descriptor, or `p` is not the start of a slot of this array
    #
    #   @param index [Integer] the descriptor
    #   @param p [FFI::Pointer] start of a slot in use
    #   @return [Integer] 0: success. Negative: an error code.
    attach_function :vce_free_array_object, [:int, :pointer], :int
    check_numbers :vce_free_array_object, index: 0

    # @!method self.vce_free_array_object_all(index)
    #   Gives every slot in use back, newest first.
    #
    #   Errors:
    #   - VCE_EINVAL: bad descriptor
    #
    #   @param index [Integer] the descriptor
    #   @return [void]
    attach_function :vce_free_array_object_all, [:int], :void
    check_numbers :vce_free_array_object_all, index: 0

    # @!method self.vce_get_array_object_top(index)
    #   Returns the newest element in use.
    #
    #   Errors:
    #   - VCE_EINVAL: bad descriptor
    #
    #   @param index [Integer] the descriptor
    #   @return [FFI::Pointer] the element; NULL if none is in use, or on failure. Valid until the
    #     array is ended.
    attach_function :vce_get_array_object_top, [:int], :pointer
    check_numbers :vce_get_array_object_top, index: 0

    # @!method self.vce_get_array_object_next(index, p)
    #   Returns the element after another one in the list, which is the next older one.
    #
    #   After freeing `p`, the call still finds the element that followed it, so a scan may free the
    #   element it visits, and others.
    #
    #   Errors:
    #   - VCE_EINVAL: bad descriptor, or `p` is NULL or outside the array
    #   - VCE_EALIGNMENT: `p` is not the start of a slot
    #
    #   @param index [Integer] the descriptor
    #   @param p [FFI::Pointer] an element
    #   @return [FFI::Pointer] the next element in use; NULL at the end, for a slot that was never
    #     in use, or on failure. Valid until the array is ended.
    attach_function :vce_get_array_object_next, [:int, :pointer], :pointer
    check_numbers :vce_get_array_object_next, index: 0

    # @!method self.vce_get_array_object_last(index)
    #   Returns the oldest element in use.
    #
    #   Errors:
    #   - VCE_EINVAL: bad descriptor
    #
    #   @param index [Integer] the descriptor
    #   @return [FFI::Pointer] the element; NULL if none is in use, or on failure. Valid until the
    #     array is ended.
    attach_function :vce_get_array_object_last, [:int], :pointer
    check_numbers :vce_get_array_object_last, index: 0

    # @!method self.vce_get_array_usenum(index)
    #   Returns the number of elements in use.
    #
    #   Errors:
    #   - VCE_EINVAL: bad descriptor
    #
    #   @param index [Integer] the descriptor
    #   @return [Integer] 0 to the number of elements. Negative: an error code.
    attach_function :vce_get_array_usenum, [:int], :int
    check_numbers :vce_get_array_usenum, index: 0

    # @!method self.vce_get_array_object_index(index, p)
    #   Returns the slot number of an element, in use or not.
    #
    #   Errors:
    #   - VCE_EALIGNMENT: `p` is not a whole number of slots away from the first one
    #   - VCE_EINVAL: bad descriptor, or `p` is NULL or outside the array
    #
    #   Success keeps the last error.
    #
    #   @param index [Integer] the descriptor
    #   @param p [FFI::Pointer] start of a slot
    #   @return [Integer] 0 to the number of elements less 1; last error kept. Negative: an error
    #     code.
    attach_function :vce_get_array_object_index, [:int, :pointer], :int
    check_numbers :vce_get_array_object_index, index: 0

    # @!method self.vce_get_array_object_pointer_by_index(i, obji)
    #   Returns the address of a slot, in use or not.
    #
    #   Errors:
    #   - VCE_EINVAL: bad descriptor, or `obji` is out of range
    #
    #   @param i [Integer] the descriptor
    #   @param obji [Integer] slot number
    #   @return [FFI::Pointer] the slot; NULL on failure, so a loop from 0 until NULL visits every
    #     slot. Valid until the array is ended.
    attach_function :vce_get_array_object_pointer_by_index, [:int, :int], :pointer
    check_numbers :vce_get_array_object_pointer_by_index, i: 0, obji: 1

    # @!method self.vce_get_array_object_pointer_by_index_only_used(index, objindex)
    #   Returns the address of a slot that is in use.
    #
    #   Errors:
    #   - VCE_EINVAL: bad descriptor, or `objindex` is out of range
    #
    #   @param index [Integer] the descriptor
    #   @param objindex [Integer] slot number
    #   @return [FFI::Pointer] the slot; NULL if it is not in use, or on failure. Valid until the
    #     array is ended.
    attach_function :vce_get_array_object_pointer_by_index_only_used, [:int, :int], :pointer
    check_numbers :vce_get_array_object_pointer_by_index_only_used, index: 0, objindex: 1

    # @!method self.vce_show_array_usage(index, show_all)
    #   Writes the state of an array to the log, as vce_errout() does, and checks it.
    #
    #   Errors:
    #   - VCE_EINVAL: bad descriptor
    #   - VCE_EBUG: the book-keeping is damaged
    #
    #   @param index [Integer] the descriptor
    #   @param show_all [Integer] 0: totals only; any other value: a line for each element in use,
    #     too (flag)
    #   @return [Integer] the number of elements in use. Negative: an error code.
    attach_function :vce_show_array_usage, [:int, :int], :int
    check_numbers :vce_show_array_usage, index: 0, show_all: 1

    # @!method self.vce_if_included_in_array(index, p)
    #   Tells whether an address is the start of a slot, in use or not.
    #
    #   Errors:
    #   - VCE_EINVAL: bad descriptor
    #
    #   Success keeps the last error.
    #
    #   @param index [Integer] the descriptor
    #   @param p [FFI::Pointer, nil] any address
    #   @return [Integer] 1: yes; last error kept; 0: no; last error kept. Negative: an error code.
    attach_function :vce_if_included_in_array, [:int, :pointer], :int
    check_numbers :vce_if_included_in_array, index: 0

    # @!method self.vce_array_object_inuse(index, p)
    #   Tells whether an address is the start of a slot in use.
    #
    #   Errors:
    #   - VCE_ERANGE: bad descriptor
    #
    #   Success keeps the last error.
    #
    #   @param index [Integer] the descriptor
    #   @param p [FFI::Pointer, nil] any address
    #   @return [Integer] 1: yes; last error kept; 0: no; last error kept. Negative: an error code.
    attach_function :vce_array_object_inuse, [:int, :pointer], :int
    check_numbers :vce_array_object_inuse, index: 0

    # @!method self.vce_get_array_member_size(index)
    #   Returns the size of an element as given to vce_init_array().
    #
    #   Errors:
    #   - VCE_EINVAL: bad descriptor
    #
    #   Success keeps the last error.
    #
    #   @param index [Integer] the descriptor
    #   @return [Integer] the size in bytes; last error kept. Negative: an error code.
    attach_function :vce_get_array_member_size, [:int], :int
    check_numbers :vce_get_array_member_size, index: 0

    # @!method self.vce_get_array_maxnum(index)
    #   Returns the number of elements as given to vce_init_array().
    #
    #   Errors:
    #   - VCE_EINVAL: bad descriptor
    #
    #   Success keeps the last error.
    #
    #   @param index [Integer] the descriptor
    #   @return [Integer] the number of elements; last error kept. Negative: an error code.
    attach_function :vce_get_array_maxnum, [:int], :int
    check_numbers :vce_get_array_maxnum, index: 0

    # @!method self.vce_httptext_divide_header_and_content(in_, inlen, head, headlen, b, blen)
    #   Divides a text such as an HTTP message at its first empty line.
    #
    #   The separator is LF LF or CR LF CR LF, whichever starts first. The results point into the
    #   input.
    #
    #   Errors:
    #   - VCE_EFORMAT: there is no empty line
    #
    #   May run in any thread.
    #
    #   @param in_ [String, FFI::Pointer] the text
    #   @param inlen [Integer] its length (bytes)
    #   @param head [FFI::Pointer] receives `in` (out)
    #   @param headlen [FFI::Pointer] receives the length of the header, without the line end of its
    #     last line; 0 on failure (out, bytes)
    #   @param b [FFI::Pointer] receives the start of the content, also if that is empty; NULL on
    #     failure (out)
    #   @param blen [FFI::Pointer] receives the length of the content; 0 on failure (out, bytes)
    #   @return [Integer] 0: success. Negative: an error code.
    attach_function :vce_httptext_divide_header_and_content, [:pointer, :int, :pointer, :pointer,
                    :pointer, :pointer], :int
    check_numbers :vce_httptext_divide_header_and_content, inlen: 1

    # @!method self.vce_httptext_get_header_info(h, hlen, item, out, outlen)
    #   Finds a header line by its beginning and copies its value.
    #
    #   The first line that begins with `item` and has a value counts. Blanks, tabs and colons after
    #   `item` are skipped; the value ends at LF or CR LF, which is included only at the very end of
    #   the text. Because only the beginning is compared, "Content" matches "Content-Length" as
    #   well.
    #
    #   Success keeps the last error. May run in any thread.
    #
    #   @param h [String, FFI::Pointer] the header
    #   @param hlen [Integer] its length (bytes)
    #   @param item [String] beginning of the line, in upper or lower case
    #   @param out [FFI::Pointer] receives the value, cut to `outlen` - 1 bytes; empty if there is
    #     none (out)
    #   @param outlen [Integer] size of `out` (bytes)
    #   @return [Integer] the number of bytes stored without the NUL. Without a match 1 is returned,
    #     or 0 if `outlen` is 1 or less: test `out[0]`.
    attach_function :vce_httptext_get_header_info, [:pointer, :int, :string, :pointer, :int], :int
    check_numbers :vce_httptext_get_header_info, hlen: 1, outlen: 4

    # @!method self.vce_text_cmpnocase(s1, s2, n)
    #   Compares the first bytes of two strings without regard to upper and lower case.
    #
    #   Success keeps the last error. May run in any thread.
    #
    #   @param s1 [String] a string
    #   @param s2 [String] a string
    #   @param n [Integer] number of bytes; 0 or less: equal
    #   @return [Integer] 0: equal; 1: different, or `s1` is shorter than `n`.
    attach_function :vce_text_cmpnocase, [:string, :string, :int], :int
    check_numbers :vce_text_cmpnocase, n: 2

    # @!method self.vce_text_split_index(src, c, index)
    #   Returns the start of a token.
    #
    #   The token runs on to the end of the string.
    #
    #   Every single `c` separates two tokens, so tokens may be empty.
    #
    #   Errors:
    #   - VCE_ENOTFOUND: too few separators, or `index` is negative
    #
    #   May run in any thread.
    #
    #   @param src [String] the string
    #   @param c [Integer] the separator
    #   @param index [Integer] number of the token, from 0
    #   @return [String, nil] the token, a pointer into `src`; `src` itself for any `index` if it
    #     holds no separator; NULL on failure.
    attach_function :vce_text_split_index, [:string, :char, :int], :string
    check_numbers :vce_text_split_index, c: 1, index: 2

    # @!method self.vce_text_split_index_get_int(s, c, ind, v)
    #   Converts a token to an integer, as atoi does.
    #
    #   Errors:
    #   - VCE_ENOTFOUND: there is no such token, or `s` is empty
    #   - VCE_EINVAL: `v` is NULL
    #
    #   May run in any thread.
    #
    #   @param s [String] the string
    #   @param c [Integer] the separator
    #   @param ind [Integer] number of the token, from 0
    #   @param v [FFI::Pointer] receives the integer, 0 if the token is not one; its first 19 bytes
    #     count; untouched on failure (out)
    #   @return [Integer] 0: success. Negative: an error code.
    attach_function :vce_text_split_index_get_int, [:string, :char, :int, :pointer], :int
    check_numbers :vce_text_split_index_get_int, c: 1, ind: 2

    # @!method self.vce_text_split_index_get_string(src, c, ind, out, outlen)
    #   Copies a token.
    #
    #   Errors:
    #   - VCE_ENOTFOUND: there is no such token, or `src` is empty
    #
    #   May run in any thread.
    #
    #   @param src [String] the string
    #   @param c [Integer] the separator
    #   @param ind [Integer] number of the token, from 0
    #   @param out [FFI::Pointer] receives the token, cut to `outlen` - 1 bytes; untouched on
    #     failure (out)
    #   @param outlen [Integer] size of `out` (bytes)
    #   @return [Integer] the number of bytes stored, the NUL included: 1 for an empty token.
    #     Negative: an error code.
    attach_function :vce_text_split_index_get_string, [:string, :char, :int, :pointer, :int], :int
    check_numbers :vce_text_split_index_get_string, c: 1, ind: 2, outlen: 4

    # @!method self.vce_copy_cstring_upto(d, s, c, destlen)
    #   Copies a string up to a character.
    #
    #   Success keeps the last error. May run in any thread.
    #
    #   @param d [FFI::Pointer] receives the bytes before the first `c`, or all, cut to `destlen` -
    #     1 bytes (out)
    #   @param s [String] the string
    #   @param c [Integer] the character; NUL: copies the string
    #   @param destlen [Integer] size of `d` (bytes)
    #   @return [Integer] the number of bytes copied plus 1, which is the offset behind `c` if that
    #     was found.
    attach_function :vce_copy_cstring_upto, [:pointer, :string, :char, :int], :int
    check_numbers :vce_copy_cstring_upto, c: 2, destlen: 3

    # @!method self.vce_copy_cstring(dest, l, src)
    #   Copies a string.
    #
    #   Success keeps the last error. May run in any thread.
    #
    #   @param dest [FFI::Pointer] receives the string, cut to `l` - 1 bytes (out)
    #   @param l [Integer] size of `dest` (bytes)
    #   @param src [String] the string
    #   @return [Integer] 0: all of it was copied; 1: it was cut.
    attach_function :vce_copy_cstring, [:pointer, :int, :string], :int
    check_numbers :vce_copy_cstring, l: 1

    # @!method self.vce_strcmptail(s1, s2)
    #   Compares the shorter of two strings with the end of the longer one.
    #
    #   Success keeps the last error. May run in any thread.
    #
    #   @param s1 [String] a string
    #   @param s2 [String] a string
    #   @return [Integer] 0 if equal, and for an empty string; else below or above 0, as `strcmp` of
    #     the end of the longer string with the shorter one.
    attach_function :vce_strcmptail, [:string, :string], :int

    # @!method self.vce_text_hashpjw(s)
    #   Hashes a string with the PJW function, bytes taken as signed.
    #
    #   Success keeps the last error. May run in any thread.
    #
    #   @param s [String] the string
    #   @return [Integer] the hash, 0 to 16777215; 0 for an empty string.
    attach_function :vce_text_hashpjw, [:string], :int

    # @!method self.vce_makecstr(out, outlen, in_, inlen)
    #   Makes a string of raw bytes.
    #
    #   Success keeps the last error. May run in any thread.
    #
    #   @param out [FFI::Pointer] receives the bytes, cut to `outlen` - 1, and a NUL (out)
    #   @param outlen [Integer] size of `out` (bytes)
    #   @param in_ [String, FFI::Pointer] the bytes; NULs among them are copied
    #   @param inlen [Integer] their number; negative counts as 0 (bytes)
    #   @return [String, nil] `out`.
    attach_function :vce_makecstr, [:pointer, :int, :pointer, :int], :string
    check_numbers :vce_makecstr, outlen: 1, inlen: 3

    # @!method self.vce_chop_string_destroy(s)
    #   Removes one CR LF, or one LF, from the end of a string.
    #
    #   Success keeps the last error. May run in any thread.
    #
    #   @param s [FFI::Pointer] the string; the removed bytes become NUL (inout)
    #   @return [String, nil] `s`.
    attach_function :vce_chop_string_destroy, [:pointer], :string

    # @!method self.vce_strlenmax(s, max)
    #   Returns the length of a string that may lack its end.
    #
    #   Success keeps the last error. May run in any thread.
    #
    #   @param s [String, FFI::Pointer] the bytes
    #   @param max [Integer] number of bytes that may be read
    #   @return [Integer] the index of the first NUL, or -1 if there is none among the first `max`
    #     bytes.
    attach_function :vce_strlenmax, [:pointer, :int], :int
    check_numbers :vce_strlenmax, max: 1

    # @!method self.vce_strncat(out, outlen, append)
    #   Appends a string if it fits.
    #
    #   Errors:
    #   - VCE_EFULL: it does not fit
    #
    #   Success keeps the last error. May run in any thread.
    #
    #   @param out [FFI::Pointer] a string; unchanged on failure (inout)
    #   @param outlen [Integer] size of `out` (bytes)
    #   @param append [String] the string to append
    #   @return [Integer] the length of the result plus 1, or VCE_EFULL if it does not fit. Unit:
    #     bytes. Negative: an error code.
    attach_function :vce_strncat, [:pointer, :int, :string], :int
    check_numbers :vce_strncat, outlen: 1

    # @!method self.vce_strncpy(to, to_len, from, from_len)
    #   Copies the beginning of a string.
    #
    #   Success keeps the last error. May run in any thread.
    #
    #   @param to [FFI::Pointer] receives the bytes, cut to `to_len` - 1, and one NUL (out)
    #   @param to_len [Integer] size of `to` (bytes)
    #   @param from [String, FFI::Pointer] the bytes; a NUL ends them
    #   @param from_len [Integer] number of bytes to copy at most; negative counts as 0
    #   @return [void]
    attach_function :vce_strncpy, [:pointer, :int, :pointer, :int], :void
    check_numbers :vce_strncpy, to_len: 1, from_len: 3

    # @!method self.vce_escape_string(to, tolen, from, frl)
    #   Escapes bytes with backslashes.
    #
    #   NUL, LF, CR, backslash, both quotes and byte 26 become a backslash and one of 0, n, r,
    #   backslash, the quote, Z. All other bytes stay as they are.
    #
    #   Errors:
    #   - VCE_ETOOSHORT: `tolen` is too small or `frl` is negative; nothing was written
    #
    #   May run in any thread.
    #
    #   @param to [FFI::Pointer] receives the text (out)
    #   @param tolen [Integer] size of `to`, at least 2 * `frl` + 1 whatever the content (bytes)
    #   @param from [String, FFI::Pointer] the bytes
    #   @param frl [Integer] their number (bytes)
    #   @return [Integer] the length of the text. Unit: bytes. Negative: an error code.
    attach_function :vce_escape_string, [:pointer, :int, :pointer, :int], :int
    check_numbers :vce_escape_string, tolen: 1, frl: 3

    # @!method self.vce_descape_string(to, tolen, from)
    #   Reverses vce_escape_string().
    #
    #   A backslash before any other byte is dropped.
    #
    #   Errors:
    #   - VCE_EFULL: `tolen` is too small
    #
    #   May run in any thread.
    #
    #   @param to [FFI::Pointer] receives the bytes and a NUL; on failure, the first `tolen` - 1
    #     bytes and a NUL (out)
    #   @param tolen [Integer] size of `to`, at least the length of the result plus 2 (bytes)
    #   @param from [String] the escaped text
    #   @return [Integer] the number of bytes without the last NUL; there may be NULs among them.
    #     Negative: an error code.
    attach_function :vce_descape_string, [:pointer, :int, :string], :int
    check_numbers :vce_descape_string, tolen: 1

    # @!method self.vce_snprintf(out, len, format, *args)
    #   Formats a text as snprintf does.
    #
    #   Success keeps the last error. May run in any thread.
    #
    #   @param out [FFI::Pointer] receives the text, cut to `len` - 1 bytes (out)
    #   @param len [Integer] size of `out` (bytes)
    #   @param format [String] format as of `printf`, followed by its arguments
    #   @param args [Array] pairs of a type and a value, such as `:int, 7`
    #   @return [void]
    attach_function :vce_snprintf, [:pointer, :int, :string, :varargs], :void
    check_numbers :vce_snprintf, len: 1

    # @!method self.vce_read_simple_config_file(filename, c)
    #   Reads a file of lines name=value.
    #
    #   Lines that begin with `#`, empty ones and those of fewer than 2 bytes, line end included,
    #   are skipped. The name ends at the first `=`; nothing is trimmed or unescaped.
    #
    #   Errors:
    #   - VCE_EACCESSFILE: the file cannot be opened, or `filename` is NULL
    #   - VCE_EINVAL: `c` is NULL
    #   - VCE_EFREAD: reading failed; lines read before have been handed over
    #
    #   Success keeps the last error.
    #
    #   @param filename [String] the file
    #   @param c [Proc, FFI::Function, nil] gets file name, line number, name, and value (empty
    #     without `=`); kept for: call
    #   @return [Integer] 0 at the end of the file; or the negative result of the callback, last
    #     error kept. Negative: an error code.
    attach_function :vce_read_simple_config_file, [:string, :config_line], :int

    # @!method self.vce_read_plain_text_file(fn, cb)
    #   Reads a text file line by line; empty lines are skipped.
    #
    #   Errors:
    #   - VCE_EACCESSFILE: the file cannot be opened, or `fn` is NULL
    #   - VCE_EINVAL: `cb` is NULL
    #   - VCE_EFREAD: reading failed; lines read before have been handed over
    #
    #   Success keeps the last error.
    #
    #   @param fn [String] the file
    #   @param cb [Proc, FFI::Function, nil] gets file name, line number, and the line with its line
    #     end; kept for: call
    #   @return [Integer] 0 at the end of the file; or the negative result of the callback, last
    #     error kept. Negative: an error code.
    attach_function :vce_read_plain_text_file, [:string, :text_line], :int

    # @!method self.vce_make_binary_array_from_hex(out, outlen, hex)
    #   Converts hexadecimal digits to bytes.
    #
    #   A leading `0x` or `0X` is skipped. A last single digit is an upper half, any other character
    #   counts as 0. A string of one character gives nothing.
    #
    #   Success keeps the last error. May run in any thread.
    #
    #   @param out [FFI::Pointer] receives the bytes; those that `hex` does not give are untouched
    #     (out)
    #   @param outlen [Integer] size of `out` (bytes)
    #   @param hex [String] the digits
    #   @return [void]
    attach_function :vce_make_binary_array_from_hex, [:pointer, :int, :string], :void
    check_numbers :vce_make_binary_array_from_hex, outlen: 1

    # @!method self.vce_make_binary_array_from_line(line, linelen, out, outlen, ul)
    #   Converts the hexadecimal digits of one line to bytes.
    #
    #   The line should end with LF or CR LF within `linelen`; without one its last byte is not
    #   counted. An odd last digit is dropped, except before a CR LF at the very end of the input.
    #
    #   Success keeps the last error. May run in any thread.
    #
    #   @param line [String, FFI::Pointer] the input
    #   @param linelen [Integer] its length (bytes)
    #   @param out [FFI::Pointer] receives the bytes (out)
    #   @param outlen [FFI::Pointer] in: size of `out`, negative counts as 0; out: number of bytes,
    #     which counts a leading `0x` or `0X` as one more byte, 0 at the end (inout)
    #   @param ul [FFI::Pointer] receives the number of bytes consumed, the line end included (out)
    #   @return [void]
    attach_function :vce_make_binary_array_from_line, [:pointer, :int, :pointer, :pointer,
                    :pointer], :void
    check_numbers :vce_make_binary_array_from_line, linelen: 1

    # @!method self.vce_make_hex_from_binary_array(out, outlen, buf, len, folding)
    #   Converts bytes to hexadecimal digits.
    #
    #   Errors:
    #   - VCE_EFULL: `out` is too small
    #
    #   Success keeps the last error. May run in any thread.
    #
    #   @param out [FFI::Pointer] receives two lower-case digits per byte; unspecified on failure
    #     (out)
    #   @param outlen [Integer] size of `out` (bytes)
    #   @param buf [String, FFI::Pointer] the bytes
    #   @param len [Integer] their number; 0 or less gives an empty text (bytes)
    #   @param folding [Integer] 0: one line without end; any other value: LF after every 32 bytes
    #     and at the end (flag)
    #   @return [Integer] the length of the text; last error kept. Unit: bytes. Negative: an error
    #     code.
    attach_function :vce_make_hex_from_binary_array, [:pointer, :int, :pointer, :int, :int], :int
    check_numbers :vce_make_hex_from_binary_array, outlen: 1, len: 3, folding: 4

    # @!method self.vce_make_hex_text_from_buffer(buf, len, out, outlen)
    #   Converts bytes to a text that carries their number and a checksum.
    #
    #   Errors:
    #   - VCE_EFULL: `out` is too small
    #   - VCE_EINVAL: `len` is negative, or a pointer is NULL
    #
    #   May run in any thread.
    #
    #   @param buf [String, FFI::Pointer] the bytes
    #   @param len [Integer] their number (bytes)
    #   @param out [FFI::Pointer] receives the text; unspecified on failure (out)
    #   @param outlen [Integer] size of `out` (bytes)
    #   @return [Integer] the length of the text. Unit: bytes. Negative: an error code.
    attach_function :vce_make_hex_text_from_buffer, [:pointer, :int, :pointer, :int], :int
    check_numbers :vce_make_hex_text_from_buffer, len: 1, outlen: 3

    # @!method self.vce_extract_data_from_hex_text(buf, len, out, outlen)
    #   Checks and reverses vce_make_hex_text_from_buffer().
    #
    #   Errors:
    #   - VCE_EFORMAT: the text, its length or its checksum is wrong
    #   - VCE_EFULL: `out` is too small
    #   - VCE_EINVAL: `len` is negative, or a pointer is NULL
    #
    #   May run in any thread.
    #
    #   @param buf [String, FFI::Pointer] the text
    #   @param len [Integer] its length (bytes)
    #   @param out [FFI::Pointer] receives the bytes; unspecified on failure (out)
    #   @param outlen [Integer] size of `out` (bytes)
    #   @return [Integer] the number of bytes. Negative: an error code.
    attach_function :vce_extract_data_from_hex_text, [:pointer, :int, :pointer, :int], :int
    check_numbers :vce_extract_data_from_hex_text, len: 1, outlen: 3

    # @!method self.vce_get_ipv4_addr_by_name(a, s)
    #   Resolves a name to an IPv4 address.
    #
    #   Numbers in any form that `inet_aton` takes need no look-up; a look-up waits for its answer.
    #   The library need not be initialised.
    #
    #   Errors:
    #   - VCE_EIPADDR: a pointer is NULL, or `s` is empty or does not resolve; logged as
    #     `Fatal:1210`
    #
    #   May block; other threads run meanwhile.
    #
    #   @param a [FFI::Pointer] receives the address in network byte order; untouched on failure
    #     (out)
    #   @param s [String] host name, or address in numbers
    #   @return [Integer] 0: success. Negative: an error code.
    attach_function :vce_get_ipv4_addr_by_name, [:pointer, :string], :int, blocking: true

    # @!method self.VCEMALLOC(size)
    #   Allocates memory with the function in force.
    #
    #   @param size [Integer] number of bytes, passed on unchanged
    #   @return [FFI::Pointer] what the function returned, not cleared. The caller owns it and
    #     releases it with VCEFREE().
    attach_function :VCEMALLOC, [:size_t], :pointer
    check_numbers :VCEMALLOC, size: 0

    # @!method self.VCEFREE(p)
    #   Releases memory with the function in force.
    #
    #   @param p [FFI::Pointer, nil] what VCEMALLOC() returned; NULL is passed on
    #   @return [void]
    attach_function :VCEFREE, [:pointer], :void

    # @!method self.vce_replace_malloc_funcs(a, r, f)
    #   Replaces the functions that allocate, resize and release memory; initially those of the C
    #   library.
    #
    #   The tables, buffers and objects of the library come through them; memory that libevent and
    #   the C library need for themselves does not. Call it before vce_initialize(), or at least
    #   while nothing is allocated: a block is released by the function in force then.
    #
    #   Success keeps the last error.
    #
    #   @param a [Proc, FFI::Function, nil] allocates; may return NULL; NULL: leave as it is; kept
    #     for: process
    #   @param r [Proc, FFI::Function, nil] resizes; NULL: leave as it is; kept for: process
    #   @param f [Proc, FFI::Function, nil] releases; must accept NULL as `free` does; NULL: leave
    #     as it is; kept for: process
    #   @return [void]
    attach_function :vce_replace_malloc_funcs, [:allocate, :reallocate, :release], :void

    # @!method self.vce_mainloop
    #   Calls the heartbeat again and again.
    #
    #   Without a callback of vce_set_mainloop_callback() it never returns. Not for use inside a
    #   callback.
    #
    #   Errors:
    #   - VCE_EINVAL: the library is not initialised
    #
    #   Not for use inside a callback. May block; other threads run meanwhile.
    #
    #   @return [Integer] the first result of the callback that is not 0.
    attach_function :vce_mainloop, [], :int, blocking: true

    # @!method self.vce_set_mainloop_callback(f)
    #   Sets the function that vce_mainloop() calls between heartbeats.
    #
    #   Success keeps the last error.
    #
    #   @param f [Proc, FFI::Function, nil] called after every heartbeat; a result other than 0 ends
    #     the loop; NULL: none; kept for: process
    #   @return [void]
    attach_function :vce_set_mainloop_callback, [:mainloop_callback], :void

    # @!method self.vce_set_socket_library_ok(flag)
    #   Tells the library whether the sockets of the system may be used.
    #
    #   Success keeps the last error.
    #
    #   @param flag [Integer] 0: heartbeats do nothing; any other value: they work (the initial
    #     state) (flag)
    #   @return [void]
    attach_function :vce_set_socket_library_ok, [:int], :void
    check_numbers :vce_set_socket_library_ok, flag: 0

    # @!method self.vce_set_internal_timer(t, microsec)
    #   Does nothing.
    #
    #   It set the clock of systems that have none.
    #
    #   Errors:
    #   - VCE_ESUPPORT: always
    #
    #   @param t [Integer] ignored (seconds)
    #   @param microsec [Integer] ignored (microseconds)
    #   @return [void]
    attach_function :vce_set_internal_timer, [:time_t, :uint], :void
    check_numbers :vce_set_internal_timer, t: 0, microsec: 1

    # @!method self.vce_get_version(ma, mi, rel)
    #   Stores the version of the library that is running: 2, 0, 0.
    #
    #   Success keeps the last error.
    #
    #   @param ma [FFI::Pointer, nil] receives the major number; may be NULL (out)
    #   @param mi [FFI::Pointer, nil] receives the minor number; may be NULL (out)
    #   @param rel [FFI::Pointer, nil] receives the release number; may be NULL (out)
    #   @return [void]
    attach_function :vce_get_version, [:pointer, :pointer, :pointer], :void

    # @!method self.vce_verrout(format, arg)
    #   Writes a message to the log as vce_errout() does, with its arguments as a va_list.
    #
    #   Success keeps the last error.
    #
    #   @param format [String, nil] format as of `vprintf`; NULL writes nothing
    #   @param arg [FFI::Pointer] its arguments
    #   @return [void]
    attach_function :vce_verrout, [:string, :pointer], :void

    # @!method self.vce_errout0(s)
    #   Writes a string to the log as it is, without formatting, if the verbosity is 0 or more.
    #
    #   Success keeps the last error.
    #
    #   @param s [String] the string
    #   @return [void]
    attach_function :vce_errout0, [:string], :void

    # @!method self.vce_errout0_v(s)
    #   Writes a string to the log as it is, without formatting, if the verbosity is above 0.
    #
    #   Success keeps the last error.
    #
    #   @param s [String] the string
    #   @return [void]
    attach_function :vce_errout0_v, [:string], :void

    # @!method self.vce_errout_set_another(cb)
    #   Diverts the log, the program's own messages and dumps included, to a function.
    #
    #   It gets each message about a peer of which standard error gets one in a second. With
    #   verbosity 0 there is an exception: messages about peers that were turned away or ended,
    #   which version 2.0.0 wrote with verbosity above 0 only, come one in a second, too.
    #
    #   Success keeps the last error.
    #
    #   @param cb [Proc, FFI::Function, nil] gets the verbosity and the formatted text, valid until
    #     it returns; it must not call the library, which may be in the middle of something. It may
    #     take as long as it likes, the heartbeat waits for it. NULL: back to standard error; kept
    #     for: process
    #   @return [void]
    attach_function :vce_errout_set_another, [:log_callback], :void

    # @!method self.vce_conn_set_delay(ct, delay_min, delay_max)
    #   Holds the data of a connection back for random times, to test a program on a slow network.
    #
    #   Both directions are delayed; the order of the bytes is kept.
    #
    #   Errors:
    #   - VCE_EINVAL: `ct` is invalid, or a delay is out of range
    #   - VCE_EMEM: no memory
    #
    #   @param ct [Conn] the connection
    #   @param delay_min [Integer] shortest delay in milliseconds, 0 or more
    #   @param delay_max [Integer] longest delay in milliseconds, above 0 and at least `delay_min`;
    #     so a delay cannot be removed again
    #   @return [void]
    attach_function :vce_conn_set_delay, [Conn.by_value, :int, :int], :void
    check_numbers :vce_conn_set_delay, delay_min: 1, delay_max: 2

    # @!method self.vce_tcpcontext_set_conn_kickip_array(tp, null_terminated_ipaddr_array)
    #   Sets the list of IPv4 addresses whose connections are turned away.
    #
    #   It is compared with each peer right after the accept, before every other check.
    #
    #   Errors:
    #   - VCE_EINVAL: `tp` is invalid
    #
    #   Success keeps the last error.
    #
    #   @param tp [FFI::Pointer] the context
    #   @param null_terminated_ipaddr_array [FFI::Pointer, nil] addresses in network byte order,
    #     ended by 0; not copied: it must stay while the context uses it, and its content may be
    #     changed at any time. NULL: none; kept for: context
    #   @return [void]
    attach_function :vce_tcpcontext_set_conn_kickip_array, [:pointer, :pointer], :void

    # @!method self.vce_tcpcontext_set_equal_io_splitrate(tt, v)
    #   Does nothing.
    #
    #   It spread the sending of data over several heartbeats.
    #
    #   Errors:
    #   - VCE_EINVAL: `tt` is invalid
    #
    #   Success keeps the last error.
    #
    #   @param tt [FFI::Pointer] the context
    #   @param v [Integer] ignored
    #   @return [void]
    attach_function :vce_tcpcontext_set_equal_io_splitrate, [:pointer, :int], :void
    check_numbers :vce_tcpcontext_set_equal_io_splitrate, v: 1

    # @!method self.vce_get_tcp_packet_read_size(original, processing)
    #   Stores 0 twice.
    #
    #   It told the size of the packet being received before and after decompression.
    #
    #   Success keeps the last error.
    #
    #   @param original [FFI::Pointer, nil] receives 0; may be NULL (out, bytes)
    #   @param processing [FFI::Pointer, nil] receives 0; may be NULL (out, bytes)
    #   @return [void]
    attach_function :vce_get_tcp_packet_read_size, [:pointer, :pointer], :void

    # @!method self.vce_get_tcp_packet_write_size(original, processing)
    #   Stores 0 twice.
    #
    #   It told the size of the packet being sent before and after compression.
    #
    #   Success keeps the last error.
    #
    #   @param original [FFI::Pointer, nil] receives 0; may be NULL (out, bytes)
    #   @param processing [FFI::Pointer, nil] receives 0; may be NULL (out, bytes)
    #   @return [void]
    attach_function :vce_get_tcp_packet_write_size, [:pointer, :pointer], :void

    # @!method self.vce_atoi(p)
    #   Evaluates decimal integers joined by + - and *, strictly from left to right.
    #
    #   An operand may have a minus sign; blanks and tabs are ignored. "123+2*2" gives 250.
    #
    #   Errors:
    #   - VCE_EFORMAT: the text is not such an expression
    #
    #   @param p [String] the text
    #   @return [Integer] the result; 0 for anything else.
    attach_function :vce_atoi, [:string], :int

    # @!method self.vce_tcpcontext_get_port(t)
    #   Returns the port a server context listens on.
    #
    #   A server created with port 0 learns the system's choice this way.
    #
    #   Errors:
    #   - VCE_EINVAL: `t` is invalid
    #
    #   @param t [FFI::Pointer] the context
    #   @return [Integer] the port in host byte order, 1 to 65535; 0 for a client context and a Unix
    #     socket. Negative: an error code.
    attach_function :vce_tcpcontext_get_port, [:pointer], :int

    # @!method self.vce_tcpcontext_set_source(t, address)
    #   Sets the address from which the connects of a context go out.
    #
    #   One address has some 28,000 ports to one destination (sysctl ip_local_port_range); a program
    #   that opens more connections uses several contexts with an address of this machine each. The
    #   port is chosen when the destination is known. Effective for later connects to the same
    #   address family.
    #
    #   Errors:
    #   - VCE_EINVAL: `t` is invalid
    #   - VCE_EIPADDR: `address` is not a numeric address; nothing changes. An address that is not
    #     this machine's shows when connecting, as VCE_ECONNECT
    #
    #   @param t [FFI::Pointer] the context
    #   @param address [String, nil] numeric IPv4 or IPv6 address; NULL or "": the system chooses
    #     (the default)
    #   @return [Integer] 0: success. Negative: an error code.
    attach_function :vce_tcpcontext_set_source, [:pointer, :string], :int

    # @!method self.vce_tcpcontext_set_connect_timeout(t, ms)
    #   Limits how long a connect of a context may take.
    #
    #   The time counts from vce_tcpcontext_connect() to the end of the handshake and covers all
    #   addresses of a name and, in non-blocking mode, the look-up of the name; in blocking mode the
    #   look-up has the resolver's own limits. A connect that takes longer fails: in blocking mode
    #   with VCE_ECONNECT and `errno` ETIMEDOUT, in non-blocking mode the connection ends with
    #   CLOSE_REASON_TIMEOUT. Idle time begins when the connection is established. Without a limit
    #   of its own a connect may take as long as the idle limit of the context; in blocking mode an
    #   idle limit of 0 or less then stands for the system's own time, two minutes or more.
    #   vce_conn_set_timeout() with a limit of 0 or more does not change the time that a connect
    #   has; below 0 it ends the connect. Accepted connections are not concerned: they are
    #   established. Effective for later connects.
    #
    #   Errors:
    #   - VCE_EINVAL: `t` is invalid
    #   - VCE_ERANGE: `ms` is negative; nothing changes
    #
    #   @param t [FFI::Pointer] the context
    #   @param ms [Integer] milliseconds, 1 or more; 0: the idle limit (the default)
    #   @return [Integer] 0: success. Negative: an error code.
    attach_function :vce_tcpcontext_set_connect_timeout, [:pointer, :int], :int
    check_numbers :vce_tcpcontext_set_connect_timeout, ms: 1

    # @!method self.vce_conn_get_end_detail(c, buf, max)
    #   Tells in words why a connection ends.
    #
    #   For the closewatcher and the finalizer, which a connection that could not be established has
    #   too. The text names the peer and has what the system said, such as "connect to example.org,
    #   192.0.2.1 port 80: Connection refused", "connect to nosuch.example: name not found",
    #   "192.0.2.1 port 80: receive failed: Connection reset by peer" or "192.0.2.1 port 80: end of
    #   stream". It is meant for people and logs; its wording may change. Of several addresses of a
    #   name the text has the first, unless a later one says more, and how many were tried.
    #
    #   Errors:
    #   - VCE_EINVAL: `c` is invalid, `buf` is NULL, or `max` is below 1
    #   - VCE_ENOTREADY: the closewatcher or finalizer of `c` is not running
    #
    #   @param c [Conn] the connection whose closewatcher or finalizer is running
    #   @param buf [FFI::Pointer] receives the text, without a line feed and ended by NUL, as much
    #     of it as fits; untouched on failure (out)
    #   @param max [Integer] size of `buf` in bytes, 1 or more; 512 hold every text
    #   @return [Integer] the length of the whole text; it was cut if that is `max` or more. Unit:
    #     bytes. Negative: an error code.
    attach_function :vce_conn_get_end_detail, [Conn.by_value, :pointer, :int], :int
    check_numbers :vce_conn_get_end_detail, max: 2

    # @!method self.vce_get_last_error_detail(buf, max)
    #   Tells the last error of this thread in words, with what the system said.
    #
    #   Where a connect, a server context or a name failed the text is, for example, "connect to
    #   example.org, 192.0.2.1 port 80: Connection refused", "bind to 0.0.0.0 port 80: Permission
    #   denied" or "connect to nosuch.example: name not found"; for other errors it is that of
    #   vce_strerror(), without an error it is empty. After a connect that failed in the call, and
    #   after a server context that could not be made, `errno` has the system's number; for a name
    #   that cannot be looked up it is EHOSTUNREACH after a connect. The text is meant for people
    #   and logs; its wording may change. Can be called from any thread. A thread whose text was
    #   replaced by another thread's gets that of vce_strerror().
    #
    #   Errors:
    #   - VCE_EINVAL: `buf` is NULL or `max` is below 1
    #
    #   Success keeps the last error. May run in any thread.
    #
    #   @param buf [FFI::Pointer] receives the text, without a line feed and ended by NUL, as much
    #     of it as fits; untouched on failure (out)
    #   @param max [Integer] size of `buf` in bytes, 1 or more; 512 hold every text
    #   @return [Integer] the length of the whole text, 0 without an error; it was cut if that is
    #     `max` or more. Unit: bytes. Negative: an error code.
    attach_function :vce_get_last_error_detail, [:pointer, :int], :int
    check_numbers :vce_get_last_error_detail, max: 1

    # @!method self.vce_set_heartbeat_wait_limits(shortest_us, longest_us)
    #   Sets the bounds between which the wait of an idle heartbeat adapts.
    #
    #   In force while the flag of vce_set_heartbeat_wait_flag() is set, from the end of the next
    #   heartbeat on. With the bounds as they are at first, a heartbeat that follows some activity
    #   waits for a microsecond, and a thousand more have to find nothing to do until one waits a
    #   millisecond. A server that does nothing outside of heartbeats calls
    #   `vce_set_heartbeat_wait_limits(100000, 100000)`: it then sleeps until something happens. It
    #   loses no time by that, since readiness of any socket ends a wait at once. The bounds are
    #   kept across vce_finalize().
    #
    #   Errors:
    #   - VCE_ERANGE: the bounds are not in this order or range; nothing changes
    #
    #   @param shortest_us [Integer] microseconds, 1 to `longest_us`; 1 at first
    #   @param longest_us [Integer] microseconds, up to 1000000; 100000 at first. Idle limits expire
    #     late by as much
    #   @return [Integer] 0: success. Negative: an error code.
    attach_function :vce_set_heartbeat_wait_limits, [:int, :int], :int
    check_numbers :vce_set_heartbeat_wait_limits, shortest_us: 0, longest_us: 1

    # @!method self.vce_tcpcontext_set_max_per_address(t, max)
    #   Limits how many connections one peer address may have in a context at once.
    #
    #   A peer beyond the limit is turned away. It is looked at after kick list, rate and accept
    #   flag and before `maxcon`. IPv6 addresses count by their first 64 bits, which one customer of
    #   a network has all of, and the peers of a Unix socket by their user. Connections that exist
    #   already count but are not ended. While there is a limit each address takes 32 to 128 bytes.
    #
    #   Errors:
    #   - VCE_EINVAL: `t` is invalid
    #   - VCE_ERANGE: `max` is negative
    #   - VCE_EMEM: no memory for the counts; the limit stays as it was
    #
    #   @param t [FFI::Pointer] the context
    #   @param max [Integer] connections, 1 or more; 0: any number (the default)
    #   @return [Integer] 0: success. Negative: an error code.
    attach_function :vce_tcpcontext_set_max_per_address, [:pointer, :int], :int
    check_numbers :vce_tcpcontext_set_max_per_address, max: 1

    # @!method self.vce_tcpcontext_broadcast(t, framed, length, skip, when_full)
    #   Queues the same bytes for all open connections of a context.
    #
    #   The bytes are sent as they are: frame them first, as the protocol of the context wants it,
    #   for example a line with its LF. Each connection gets all of them or none. One that is
    #   closing, that is still being made or whose stream is broken is not open. A connection whose
    #   write buffer has no room for the bytes, because its peer reads too slowly, or for which
    #   there is no memory, is dealt with as `when_full` says; all others get the bytes, and no
    #   error is reported. A record callback may therefore return the result: it never ends the
    #   connection whose record is relayed.
    #
    #   With VCE_FULL_DROP the connection stays open without these bytes. With VCE_FULL_CLOSE it is
    #   closed as by vce_conn_close(): its queued output is still sent, but the peer cannot prolong
    #   that by talking: the idle limit goes on from where it stands and then ends the connection
    #   (TIMEOUT). So no connection that stays open has missed anything.
    #
    #   Errors:
    #   - VCE_EINVAL: `t` is invalid, `length` is negative, or `framed` is NULL
    #   - VCE_ERANGE: `when_full` is neither of the two
    #   - VCE_ELONGINPUT: `length` is more than the write buffers of the context can ever hold;
    #     nothing happens
    #
    #   @param t [FFI::Pointer] the context
    #   @param framed [String, FFI::Pointer] the bytes; copied
    #   @param length [Integer] number of bytes; 0: nothing happens, and the result is 0
    #   @param skip [Conn] a connection that gets nothing, such as the origin of the bytes; the null
    #     handle, or one that is not open in this context: no connection is left out
    #   @param when_full [Integer] VCE_FULL_DROP or VCE_FULL_CLOSE
    #   @return [Integer] the number of connections that the bytes were queued for. Negative: an
    #     error code.
    attach_function :vce_tcpcontext_broadcast, [:pointer, :pointer, :int, Conn.by_value, :int], :int
    check_numbers :vce_tcpcontext_broadcast, length: 2, when_full: 4

    # @!method self.vce_tcpcontext_set_keepalive(t, idle_s, interval_s, count)
    #   Sets when and how TCP asks a silent peer whether it is still there.
    #
    #   Every connection has keep-alive probes; by default the system decides about their times, on
    #   Linux after two hours of silence (sysctl tcp_keepalive_time, tcp_keepalive_intvl,
    #   tcp_keepalive_probes). A peer that answers none of `count` probes is gone (REMOTE). The
    #   probes are no bytes for the program: idle limits do not notice them. In force for later
    #   connects, and for peers whose connect completes later; a server's listening socket passes
    #   the values on to its connections.
    #
    #   Errors:
    #   - VCE_EINVAL: `t` is invalid
    #   - VCE_ERANGE: a value is negative or too large; nothing changes
    #   - VCE_ESETSOCKOPT: the system refuses it for the listening socket; nothing changes
    #   - VCE_ESUPPORT: this system has no such options
    #
    #   @param t [FFI::Pointer] the context
    #   @param idle_s [Integer] seconds of silence until the first probe, up to 32767; 0: the
    #     system's value
    #   @param interval_s [Integer] seconds between two probes, up to 32767; 0: the system's value
    #   @param count [Integer] probes without an answer, up to 127; 0: the system's value (count)
    #   @return [Integer] 0: success. Negative: an error code.
    attach_function :vce_tcpcontext_set_keepalive, [:pointer, :int, :int, :int], :int
    check_numbers :vce_tcpcontext_set_keepalive, idle_s: 1, interval_s: 2, count: 3

    # @!method self.vce_tcpcontext_set_user_timeout(t, ms)
    #   Sets how long TCP waits for a peer to acknowledge sent bytes (TCP_USER_TIMEOUT).
    #
    #   When that time is over the connection ends (REMOTE), also if the peer's window stays closed:
    #   a peer that is there and does not read for so long ends, too. By default the system sends
    #   again for many minutes. It also limits the handshake of connects, and on Linux it takes the
    #   place of the `count` of vce_tcpcontext_set_keepalive(). In force for later connects, and for
    #   peers whose connect completes later.
    #
    #   Errors:
    #   - VCE_EINVAL: `t` is invalid
    #   - VCE_ERANGE: `ms` is negative; nothing changes
    #   - VCE_ESETSOCKOPT: the system refuses it for the listening socket; nothing changes
    #   - VCE_ESUPPORT: this system has no such option
    #
    #   @param t [FFI::Pointer] the context
    #   @param ms [Integer] milliseconds, 1 or more; 0: the system's value (the default)
    #   @return [Integer] 0: success. Negative: an error code.
    attach_function :vce_tcpcontext_set_user_timeout, [:pointer, :int], :int
    check_numbers :vce_tcpcontext_set_user_timeout, ms: 1

    # @!method self.vce_tcpcontext_set_conn_rate(t, records_per_second, bytes_per_second, f)
    #   Limits how many records and bytes each connection may send.
    #
    #   A connection may send at once what it has for one second, and gets the same again in each
    #   second. A call of a custom parser that takes bytes counts as one record; records that the
    #   program parses by calling a parser itself do not count. A connection that has used up one of
    #   the two and has more pauses: the rest waits in its read buffer and in the kernel, where it
    #   holds the peer back, and the next heartbeats take no notice of it until there is something
    #   to take again, after 20 milliseconds at the earliest. Nothing is lost, and a pause does not
    #   count as idle. When a pause begins `f` is asked, in the heartbeat: if it returns a negative
    #   value the connection ends instead (PARSER).
    #
    #   Taken over by connections that are made later. A limited connection takes some 150 bytes
    #   more.
    #
    #   Errors:
    #   - VCE_EINVAL: `t` is invalid
    #   - VCE_ERANGE: a limit is negative; nothing changes
    #   - VCE_EMEM: no memory; nothing changes
    #
    #   @param t [FFI::Pointer] the context
    #   @param records_per_second [Integer] records, 1 or more; 0: any number (the default) (count)
    #   @param bytes_per_second [Integer] bytes received, 1 or more; 0: any number (the default)
    #   @param f [Proc, FFI::Function, nil] asked when a pause begins; NULL: it always pauses; kept
    #     for: connections
    #   @return [Integer] 0: success. Negative: an error code.
    attach_function :vce_tcpcontext_set_conn_rate, [:pointer, :int, :int, :rate_callback], :int
    check_numbers :vce_tcpcontext_set_conn_rate, records_per_second: 1, bytes_per_second: 2

    # @!method self.vce_set_buffer_limit(bytes)
    #   Limits the memory of the read and write buffers of all connections together.
    #
    #   A buffer beyond the limit is refused as if the system had no memory: a write fails with
    #   VCE_EFULL or VCE_EWBFULL, and input waits in the kernel, where it holds its sender back, and
    #   is asked for again every 10 milliseconds. Buffers that are lent already stay. Kept across
    #   vce_finalize(). A record that does not fit under the limit never completes; near it less is
    #   read at a time.
    #
    #   Errors:
    #   - VCE_ERANGE: `bytes` is negative
    #
    #   @param bytes [Integer] the limit, 1 or more; 0: none (the default) (bytes)
    #   @return [Integer] 0: success. Negative: an error code.
    attach_function :vce_set_buffer_limit, [:long_long], :int
    check_numbers :vce_set_buffer_limit, bytes: 0

    # @!method self.vce_tcpcontext_create_flat(is_server, bindaddr, port, maxcon, rblen, wblen, timeout, nonblock_connect, nodelay, statebuf_size)
    #   Creates a context whose callbacks get a connection as two integers instead of a conn_t.
    #
    #   For languages that cannot take a structure by value as an argument of a callback, such as
    #   LuaJIT. Everything else is as in vce_tcpcontext_create(), and the connections are the same:
    #   only the first argument of each callback that would be a `conn_t` becomes two, `unsigned int
    #   p` and `unsigned int serial`, with the values of the two fields of the handle, which is made
    #   of them again by `{(void *)(size_t)p, serial}`. `p` always fits. The callbacks have these
    #   types:
    #
    #   - acceptwatcher, parser, length error callback, function of vce_tcpcontext_conn_iterate():
    #     `int (*)(unsigned int, unsigned int)`
    #   - hi-water watcher: `int (*)(unsigned int, unsigned int, int)`
    #   - protocol callback: `int (*)(unsigned int, unsigned int, char *, int)`
    #   - closewatcher: `int (*)(unsigned int, unsigned int, CLOSE_REASON)`
    #   - finalizer: `void (*)(unsigned int, unsigned int)`
    #   - I/O callback: `void (*)(unsigned int, unsigned int, int, char *, size_t)`
    #
    #   They are given, cast to the declared types, to the same functions as ever. The ready-made
    #   parsers are given as they are; no other function that takes a `conn_t` may be a callback
    #   here.
    #
    #   Errors:
    #   - VCE_EINVAL: the library is not initialised, or `max_tcpcontext` is 0 or less
    #   - VCE_EFULL: `max_tcpcontext` contexts exist already
    #   - VCE_EIPADDR: `bindaddr` does not resolve, or is no name of a Unix socket
    #   - VCE_ESOCKET: no socket could be created
    #   - VCE_ESETSOCKOPT: an option of the socket could not be set
    #   - VCE_EBIND: the address cannot be bound: port in use, privileged, or address not of this
    #     host; for a Unix socket: a server listens there, there is a file that is no socket, or the
    #     folder does not allow it
    #   - VCE_ELISTEN: listening failed
    #   - VCE_EARRAY: `maxcon`, `rblen`, `wblen` or `statebuf_size` is outside its range, `maxcon`
    #     times the three sizes exceeds 2 to the power of 46, `max_array` is used up, or memory is
    #     short. Tested last: a port in use gives VCE_EBIND first
    #
    #   May block; other threads run meanwhile.
    #
    #   @param is_server [Integer] as for vce_tcpcontext_create(), and so are all others (flag)
    #   @param bindaddr [String, nil] server: address to listen on; client: ignored
    #   @param port [Integer] server: port to listen on, 0 lets the system choose; client: ignored
    #   @param maxcon [Integer] connections that may exist at once in this context
    #   @param rblen [Integer] size of each read buffer in bytes, 1 to 2147483647
    #   @param wblen [Integer] size of each write buffer in bytes, 1 to 2147483647
    #   @param timeout [Integer] idle limit of new connections in seconds
    #   @param nonblock_connect [Integer] 0: vce_tcpcontext_connect() waits for the handshake; any
    #     other value: it returns at once (flag)
    #   @param nodelay [Integer] any other value than 0: set TCP_NODELAY on every connection (flag)
    #   @param statebuf_size [Integer] size of the state buffer of each connection in bytes, 0 to
    #     2147483647
    #   @return [FFI::Pointer] the context, or NULL.
    attach_function :vce_tcpcontext_create_flat, [:int, :string, :ushort, :int, :size_t, :size_t,
                    :int, :int, :int, :size_t], :pointer, blocking: true
    check_numbers :vce_tcpcontext_create_flat, is_server: 0, port: 2, maxcon: 3, rblen: 4, wblen: 5,
                  timeout: 6, nonblock_connect: 7, nodelay: 8, statebuf_size: 9

    # @!method self.vce_conn_get_peer_credentials(c, pid, uid, gid)
    #   Tells which process is at the other end of a Unix socket.
    #
    #   Unix sockets connect programs on one machine. A server context gets one by the `bindaddr`
    #   and a client by the host `"unix:/path"`, an absolute path of up to 107 bytes, or
    #   `"unix:@name"`, a name of up to 106 bytes without a file (Linux only). The port is ignored.
    #   Everything else is as with TCP; options of TCP (`nodelay`, keep-alive times, user time-out,
    #   source address) and the kick list do not apply, vce_tcpcontext_set_max_per_address() counts
    #   by user.
    #
    #   The server makes the file, with the rights that the umask leaves: a peer needs the right to
    #   write. It removes the file when it stops listening (vce_tcpcontext_cleanup(), vce_drain(),
    #   vce_finalize()), unless it is not the same file any more or the calling process is a child
    #   of the one that made it. A socket on which nobody listens is replaced; a server that
    #   listens, or a file of another kind, is left alone, with VCE_EBIND. Two servers that start at
    #   the same moment in place of a dead one are told apart as long as neither is interrupted
    #   between two system calls.
    #
    #   A connect succeeds or fails at once (VCE_ECONNECT: no such file, no server, no right), but
    #   waits while the queue of the server is full: it is tried again every 10 milliseconds, within
    #   the limit for connects.
    #
    #   Errors:
    #   - VCE_EINVAL: `c` is invalid; nothing is stored, as below
    #   - VCE_ESUPPORT: it is no Unix socket
    #   - VCE_ENOTREADY: it is not connected yet
    #
    #   @param c [Conn] the connection, accepted or made
    #   @param pid [FFI::Pointer, nil] receives the process, -1 if the system does not tell; 0 if it
    #     is in another namespace; may be NULL, as the others (out)
    #   @param uid [FFI::Pointer, nil] receives the effective user (out)
    #   @param gid [FFI::Pointer, nil] receives the effective group. All three are those of the
    #     moment when the peer connected, or began to listen (out)
    #   @return [Integer] 0: success. Negative: an error code.
    attach_function :vce_conn_get_peer_credentials, [Conn.by_value, :pointer, :pointer, :pointer],
                    :int

    # @!method self.vce_conn_get_fd(c)
    #   Returns the descriptor of a connection, for options of its socket.
    #
    #   It belongs to the library: do not read from it, write to it or close it. It can change until
    #   the connection is open, and is somebody else's when the connection is destroyed.
    #
    #   Errors:
    #   - VCE_EINVAL: `c` is invalid
    #   - VCE_ENOTREADY: there is no socket (yet), as while its host is looked up
    #
    #   @param c [Conn] the connection
    #   @return [Integer] the descriptor, 3 or more. Negative: an error code.
    attach_function :vce_conn_get_fd, [Conn.by_value], :int

    # @!method self.vce_tcpcontext_create_from_listener(fd, maxcon, rblen, wblen, timeout, nonblock_connect, nodelay, statebuf_size)
    #   Creates a server context of a listening socket that the program has.
    #
    #   For sockets that are inherited from another process, such as a service manager, or that need
    #   options of their own. The context is as one of vce_tcpcontext_create(). The socket is the
    #   library's from then on and closed with the context: do not use the descriptor any more;
    #   below 3 it gets another number. It is made non-blocking, for all processes that have it, and
    #   close-on-exec. The file of a Unix socket stays.
    #
    #   Errors:
    #   - VCE_EINVAL: the library is not initialised, `max_tcpcontext` is 0 or less, or `fd` is no
    #     such socket, does not listen, or is the library's already
    #   - VCE_EFULL: `max_tcpcontext` contexts exist already
    #   - VCE_ESOCKET: there is no other number for a descriptor below 3
    #   - VCE_ESETSOCKOPT: the system refuses to change the descriptor
    #   - VCE_EARRAY: as for vce_tcpcontext_create()
    #
    #   @param fd [Integer] a stream socket that listens, of the family IPv4, IPv6 or Unix
    #   @param maxcon [Integer] as for vce_tcpcontext_create(), and so are all others (connections)
    #   @param rblen [Integer] size of each read buffer in bytes, 1 to 2147483647
    #   @param wblen [Integer] size of each write buffer in bytes, 1 to 2147483647
    #   @param timeout [Integer] idle limit of new connections in seconds
    #   @param nonblock_connect [Integer] any other value than 0: vce_tcpcontext_connect() returns
    #     at once (flag)
    #   @param nodelay [Integer] any other value than 0: set TCP_NODELAY on every connection (flag)
    #   @param statebuf_size [Integer] size of the state buffer of each connection in bytes, 0 to
    #     2147483647
    #   @return [FFI::Pointer] the context, or NULL: `fd` is the program's then, and as it was.
    attach_function :vce_tcpcontext_create_from_listener, [:int, :int, :size_t, :size_t, :int, :int,
                    :int, :size_t], :pointer
    check_numbers :vce_tcpcontext_create_from_listener, fd: 0, maxcon: 1, rblen: 2, wblen: 3,
                  timeout: 4, nonblock_connect: 5, nodelay: 6, statebuf_size: 7

    # @!method self.vce_tcpcontext_create_from_listener_flat(fd, maxcon, rblen, wblen, timeout, nonblock_connect, nodelay, statebuf_size)
    #   Creates the same context with the callbacks of vce_tcpcontext_create_flat().
    #
    #   For sockets that are inherited from another process, such as a service manager, or that need
    #   options of their own. The context is as one of vce_tcpcontext_create(). The socket is the
    #   library's from then on and closed with the context: do not use the descriptor any more;
    #   below 3 it gets another number. It is made non-blocking, for all processes that have it, and
    #   close-on-exec. The file of a Unix socket stays.
    #
    #   Errors:
    #   - VCE_EINVAL: the library is not initialised, `max_tcpcontext` is 0 or less, or `fd` is no
    #     such socket, does not listen, or is the library's already
    #   - VCE_EFULL: `max_tcpcontext` contexts exist already
    #   - VCE_ESOCKET: there is no other number for a descriptor below 3
    #   - VCE_ESETSOCKOPT: the system refuses to change the descriptor
    #   - VCE_EARRAY: as for vce_tcpcontext_create()
    #
    #   @param fd [Integer] a stream socket that listens, of the family IPv4, IPv6 or Unix
    #   @param maxcon [Integer] as for vce_tcpcontext_create(), and so are all others (connections)
    #   @param rblen [Integer] size of each read buffer in bytes, 1 to 2147483647
    #   @param wblen [Integer] size of each write buffer in bytes, 1 to 2147483647
    #   @param timeout [Integer] idle limit of new connections in seconds
    #   @param nonblock_connect [Integer] any other value than 0: vce_tcpcontext_connect() returns
    #     at once (flag)
    #   @param nodelay [Integer] any other value than 0: set TCP_NODELAY on every connection (flag)
    #   @param statebuf_size [Integer] size of the state buffer of each connection in bytes, 0 to
    #     2147483647
    #   @return [FFI::Pointer] the context, or NULL: `fd` is the program's then, and as it was.
    attach_function :vce_tcpcontext_create_from_listener_flat, [:int, :int, :size_t, :size_t, :int,
                    :int, :int, :size_t], :pointer
    check_numbers :vce_tcpcontext_create_from_listener_flat, fd: 0, maxcon: 1, rblen: 2, wblen: 3,
                  timeout: 4, nonblock_connect: 5, nodelay: 6, statebuf_size: 7

    # @!method self.vce_tcpcontext_adopt(t, fd)
    #   Makes a connection of an established socket that the program has.
    #
    #   For sockets that came from another process, from `socketpair`, or from a handshake that the
    #   program made itself. The connection is open at once and counts as accepted, but since the
    #   program brings it, neither an acceptwatcher nor kick list, rate and accept flag are asked.
    #   Closewatcher and finalizer run at its end. What waits in the socket is received by the next
    #   heartbeat. The socket is the library's from then on: do not use the descriptor any more,
    #   except as vce_conn_get_fd() says; below 3 it gets another number. It is made non-blocking,
    #   for all processes that have it, and close-on-exec, and gets the options that the context has
    #   for connections. Time is proportional to the number of connections, as none may have the
    #   descriptor already.
    #
    #   Errors:
    #   - VCE_EINVAL: `t` is invalid, or `fd` is no such socket, not connected, or the library's
    #     already
    #   - VCE_EFULL: the context has `maxcon` connections or the process `max_conn`, the peer has as
    #     many as vce_tcpcontext_set_max_per_address() allows, or memory is short
    #   - VCE_ESOCKET: there is no other number for a descriptor below 3
    #   - VCE_ESETSOCKOPT: the system refuses to change the descriptor
    #   - VCE_ECLOSED: vce_drain() is running
    #
    #   @param t [FFI::Pointer] the context, client or server
    #   @param fd [Integer] a connected stream socket of the family IPv4, IPv6 or Unix
    #   @return [Conn] the connection, or `{NULL, 0}`: `fd` is the program's then, and as it was.
    attach_function :vce_tcpcontext_adopt, [:pointer, :int], Conn.by_value
    check_numbers :vce_tcpcontext_adopt, fd: 1

    # @!method self.vce_get_wait_fd
    #   Returns a descriptor to wait for in a loop of the program's own.
    #
    #   It is readable, for `poll`, `select` or an epoll set, whenever a heartbeat would find a
    #   socket ready, and after vce_wake() and vce_post(); the next heartbeats take care of that. A
    #   program whose loop watches other things too leaves vce_set_heartbeat_wait_flag() at 0, waits
    #   until this descriptor is readable or vce_get_wait_time() is over, and calls vce_heartbeat():
    #
    #       struct pollfd library = {vce_get_wait_fd(), POLLIN, 0};
    #       for (;;) {
    #         poll(&library, 1, vce_get_wait_time());
    #         vce_heartbeat();
    #       }
    #
    #   The descriptor stays the same until vce_finalize() and belongs to the library: do not read
    #   from it, change or close it; ask anew if the program has closed it all the same
    #   (`closefrom`). After `fork` the child asks anew and forgets the one of its parent.
    #
    #   Errors:
    #   - VCE_EINVAL: the library is not initialised
    #   - VCE_EMEM: in a child after `fork`: the system gives no descriptor; try again later.
    #     Always, if the library was made with `POLLER=libevent` and libevent uses `poll` or
    #     `select`, which have none: then call a heartbeat whenever vce_get_wait_time() is over.
    #     With epoll, the default, and with libevent on epoll or kqueue there is one
    #
    #   @return [Integer] the descriptor, 0 or more. Negative: an error code.
    attach_function :vce_get_wait_fd, [], :int

    # @!method self.vce_get_wait_time
    #   Returns how long the program may wait for vce_get_wait_fd() before it calls the next
    #   heartbeat.
    #
    #   Ask right before each wait: whatever the program does to a connection or context may shorten
    #   it. It is 0 when something was written, closed, left over or posted, and ends no later than
    #   the next timer, idle limit, limit of a connect, delay (vce_conn_set_delay()) or end of a
    #   pause. While a name is being looked up, and where vce_get_wait_fd() has no descriptor, it is
    #   at most 10 milliseconds, and 100 while a custom parser leaves bytes in a read buffer.
    #
    #   Errors:
    #   - VCE_EINVAL: the library is not initialised
    #
    #   @return [Integer] milliseconds, 0 to 60000, rounded up; 0 inside a callback. Negative: an
    #     error code.
    attach_function :vce_get_wait_time, [], :int

    # @!method self.vce_drain(seconds)
    #   Ends all connections in good order, for a program that is about to end.
    #
    #   Listening ends: new peers are refused by the system. Every connection is closed as
    #   vce_conn_close() does, and heartbeats run until all output has been sent, all closewatchers
    #   and finalizers have run and the peers have got the end of the stream, or until the time is
    #   over. Connections left then are cut off; closewatchers of connections get the reason
    #   TIMEOUT. Meanwhile callbacks run as in every heartbeat, and vce_tcpcontext_connect() fails
    #   with VCE_ECONNECT. Between heartbeats the call waits for sockets, whatever
    #   vce_set_heartbeat_wait_flag() says. Contexts stay, without port and connections; after this
    #   come vce_tcpcontext_cleanup() or vce_finalize().
    #
    #   Errors:
    #   - VCE_EINVAL: the library is not initialised
    #   - VCE_ERANGE: `seconds` is negative
    #   - VCE_EFINALIZE: called inside a callback: nothing was done
    #
    #   Refused inside a callback. May block; other threads run meanwhile.
    #
    #   @param seconds [Integer] the longest time that it takes, 0 or more; 0: what can be done at
    #     once (seconds)
    #   @return [Integer] how many connections were cut off: not all written bytes had been sent, or
    #     the system of the peer had not confirmed it yet. 0: every peer has everything. Negative:
    #     an error code.
    attach_function :vce_drain, [:int], :int, blocking: true
    check_numbers :vce_drain, seconds: 0

    # @!method self.vce_get_counters(c, size)
    #   Copies the counters for operating a server.
    #
    #   Later versions may append counters; `size` tells which ones the program was compiled for.
    #
    #   Errors:
    #   - VCE_EINVAL: `c` is NULL or `size` is 0
    #
    #   @param c [FFI::Pointer] receives the counters; at most `size` bytes are stored (out)
    #   @param size [Integer] `sizeof *c`, above 0 (bytes)
    #   @return [Integer] 0: success. Negative: an error code.
    attach_function :vce_get_counters, [:pointer, :size_t], :int
    check_numbers :vce_get_counters, size: 1

    # @!method self.vce_get_counters_string(buf, maxlen)
    #   Writes all counters as text that a Prometheus server reads.
    #
    #   The text exposition format, version 0.0.4: for each metric a HELP, a TYPE and one or more
    #   value lines, names beginning with `vce_`, times in seconds. The counters of vce_get_stat()
    #   are included.
    #
    #   Errors:
    #   - VCE_EFULL: the text does not fit; `buf` holds the complete metrics that did
    #   - VCE_EINVAL: `buf` is NULL or `maxlen` is less than 1
    #
    #   @param buf [FFI::Pointer] receives the text, always NUL-terminated when `maxlen` is 1 or
    #     more (out)
    #   @param maxlen [Integer] size of `buf` in bytes; 8192 is enough
    #   @return [Integer] the length of the text without its NUL. Unit: bytes. Negative: an error
    #     code.
    attach_function :vce_get_counters_string, [:pointer, :int], :int
    check_numbers :vce_get_counters_string, maxlen: 1
  end
end
