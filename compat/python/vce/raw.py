"""Every function, structure and constant of vce.h, one to one.

Made by compat/model/emit_python.py from vce.h 2.0.0; do not edit.

A function takes and gives what ctypes makes of its C types: numbers are int, `conn_t` is a
structure passed by value, `tcpcontext_t` and every address is an int or None. Input text and bytes
are `bytes`; output goes into ctypes arrays, such as `ctypes.create_string_buffer(64)`, and single
values through `ctypes.byref()`. A function that returns text returns a copy of it as bytes, or None
for NULL.

Callbacks are made with the types of this module, for instance `acceptwatcher(function)`, and must
be kept alive as long as their description says. No exception may leave them: ctypes reports it, and
what the library gets as the result is not defined.

Errors are what the C function returns, and `vce_get_last_error()`; they raise nothing. A number
that its C type cannot hold raises ValueError, before C would cut it, as does one for the field of a
structure. Functions keep the interpreter lock, except those that may block.
"""
# flake8: noqa
# mypy: no-warn-return-any
from __future__ import annotations

import ctypes
from ctypes import (CFUNCTYPE, POINTER, c_char, c_char_p, c_int, c_long, c_longlong, c_short,
                    c_size_t, c_uint, c_ushort, c_void_p)
from enum import IntEnum
from typing import Any, Optional

from ._load import CheckedStructure, Library, whole

Pointer = Any
"""An array, `byref()` or pointer of the C type that the description names; None is NULL."""
Callback = Any
"""A callback made with one of the types of this module; None is NULL."""


class timeval(CheckedStructure):
    """`struct timeval` of the system."""
    _fields_ = [("tv_sec", c_long), ("tv_usec", c_long)]


VCE_NOERROR = 0  # success
VCE_EGENERIC = -1  # unspecified failure
VCE_EFULL = -2  # an array, a table or a buffer has no room
VCE_EBUG = -3  # internal inconsistency, or an element freed twice
VCE_ERANGE = -5  # value outside its range
VCE_EINVAL = -6  # wrong argument, or the library is not initialised
VCE_EMEM = -7  # out of memory
VCE_ENOENT = -8  # no such entry
VCE_EIO = -9  # reading or writing failed
VCE_ESOCKET = -10  # the socket could not be created
VCE_EBIND = -11  # the address could not be bound, e.g. port in use
VCE_EIPADDR = -12  # host name or address cannot be resolved
VCE_ELISTEN = -13  # listening failed
VCE_ECONFIG = -14  # configuration not usable
VCE_EHOSTNAME = -15  # host name not usable
VCE_EFCNTL = -16  # the mode of a socket could not be changed
VCE_ECONNECT = -17  # connecting failed
VCE_EBUFSMALL = -18  # the given buffer is too small
VCE_EPROTO = -19  # protocol violation
VCE_ENOTREADY = -20  # the connection is still being made
VCE_ENEGO = -21  # negotiation of encryption failed
VCE_EPROTO_INVAL = -22  # protocol: wrong argument
VCE_EPROTO_ODD = -23  # protocol: impossible input length
VCE_EPROTO_TOOLONG = -24  # protocol: record longer than allowed
VCE_ENOCALLBACK = -25  # a callback that is needed is missing
VCE_ESUPPORT = -26  # not supported
VCE_ECONNSERIAL = -28  # the handle is stale
VCE_EALIGNMENT = -32  # the pointer is not the start of an element
VCE_EFORMAT = -33  # malformed text
VCE_ESEARCH = -34  # failure of a search table
VCE_ECONTENTLEN = -35  # protocol: impossible announced length
VCE_ECONNINIT = -36  # the connection table is missing
VCE_EBADKEYLEN = -37  # key length not allowed
VCE_EACCEPT = -38  # accepting failed
VCE_ESETSOCKOPT = -39  # a socket option could not be set
VCE_EACCESSFILE = -40  # the file cannot be accessed
VCE_EWINSOCKINIT = -41  # the socket library of Windows could not be started
VCE_EWBFULL = -44  # the write buffer cannot take the record
VCE_ELONGINPUT = -45  # input too long
VCE_ETOOSHORT = -46  # buffer or input too short
VCE_EPROTO_BADLEN = -47  # protocol: impossible record length
VCE_EPROTO_RESULT = -48  # protocol: the peer reported an error
VCE_EPROTO_SERVERINVAL = -49  # protocol: the server rejected an argument
VCE_EPROTO_BADCOMMAND = -50  # protocol: unknown command
VCE_EFOPEN_W = -51  # the file cannot be opened for writing
VCE_ERENAME = -52  # renaming failed
VCE_ENOTFOUND = -54  # the item looked for does not exist
VCE_ELENTOOLONG = -55  # length above the capacity
VCE_EDATASHORT = -56  # fewer data than announced
VCE_EOPENDIR = -57  # the directory cannot be opened
VCE_EFSEEK = -58  # seeking in a file failed
VCE_EFWRITE = -59  # writing a file failed
VCE_EFREAD = -60  # reading a file failed
VCE_EMKDIR = -61  # the directory could not be made
VCE_EALREADY = -62  # already done, e.g. closed before
VCE_EFINALIZE = -63  # finalising was refused or found a table missing
VCE_ECLOSED = -64  # the connection is closing
VCE_EGENCOMMAND = -65  # generated protocol: unknown function number
VCE_ENOCRYPTO = -66  # unknown cipher
VCE_ETOOLONGNAME = -67  # name too long
VCE_ESIZE = -68  # size not acceptable
VCE_ESWNOTREADY = -71  # switch context not initialised
VCE_ESERVERDOWN = -72  # the peer server is unavailable
VCE_EODDBUFSIZE = -74  # cipher: buffer size not allowed
VCE_EODDKEYSIZE = -75  # cipher: key size not allowed
VCE_EKEYEX = -76  # key exchange failed
VCE_EMORESENDBUF = -77  # the send buffer must be larger
VCE_EINIT = -78  # the library is not initialised
VCE_EARRAY = -79  # a table cannot be made within the limits
BIN16DATA_MAX = 65536  # 2 to the power of 16; the longest bin16 content is one less
BIN32DATA_MAX = 1073741824  # longest content of a bin32 record in bytes
LIBVCE_VERSION_MAJOR = 2  # changes when a program must be changed or linked anew
LIBVCE_VERSION_MINOR = 0  # changes when functions are added
LIBVCE_VERSION_PATCH = 0  # changes with every other release
LIBVCE_VERSION = "2.0.0"  # the three numbers as text
VCE_FULL_DROP = 0  # vce_tcpcontext_broadcast(): no room: the bytes are left out
VCE_FULL_CLOSE = 1  # vce_tcpcontext_broadcast(): no room: the connection is closed
VCE_MAX_ADDR_TEXT = 128
FATAL_WINSOCK = "Fatal:1000 Winsock could not be started\n"
FATAL_FLQ_ARRAY_S = "Fatal:1001 file loader: no queue: %s\n"
FATAL_FL_TCPCTX_S = "Fatal:1002 file loader: no TCP context: %s\n"
FATAL_ARRAY_SCARCE = "Fatal:1003 no free array, raise max_array\n"
FATAL_ARRAY_FMALLOC_D = "Fatal:1010 array %d: no memory for its elements\n"
FATAL_ARRAY_FMALLOC1_D = "Fatal:1011 array %d: no memory for its element list\n"
FATAL_ARRAY_FMALLOC2_D = "Fatal:1012 array %d: no memory for its free list\n"
FATAL_ARRAY_FULL_S = "Fatal:1020 array \"%s\" is full\n"
FATAL_ODD_BUFFER_SIZE_D = "Fatal:1050 cipher: buffer size %d is not a multiple of the block size\n"
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
WARN_FREE_ALIGN_S_P_P_U = \
    "Warning:4002 array \"%s\": %p given back is no element, start %p, element size %u\n"
WARN_FREE_OUTR2_S_P_P_U = \
    "Warning:4003 array \"%s\": %p given back lies behind it, start %p, total size %u\n"
WARN_BFENC_NOSPACE_D = "Warning:4080 fd %d: no room for encrypted output\n"
WARN_TCP_ONLY_CON_D = "Warning:4100 only %d connections can be used\n"
WARN_TCP_ACCEPT_S_D = "Warning:4101 accept failed: %s: port %d\n"
WARN_TCP_MAXCON_D_D = \
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
WARN_RETURNING_EWBFULL_D_D = "Warning:4223 record of %d bytes not written, only %d bytes taken\n"
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
BUG_TCP_CONNECT_STATEBUF_RUNSHORT = "Bug:7112 connect: no state buffer left for a free connection\n"
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
NOTE_TCP_NEW_CONNECTION = \
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
NOTE_INIT_ARRAY_OK_D_P_U_D_S = \
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


class CLOSE_REASON(IntEnum):
    """Why a connection ended.

    Plain TCP produces REMOTE, APPLICATION, TIMEOUT and PARSER.
    """
    CLOSE_REASON_NONE = -1  # not ended
    CLOSE_REASON_UNKNOWN = 0  # not produced
    CLOSE_REASON_REMOTE = 1  # ended or reset by the peer, I/O error, failed connect
    CLOSE_REASON_APPLICATION = 2  # closed by the program, everything written was sent
    CLOSE_REASON_TIMEOUT = 3  # the idle limit expired; unsent output is lost
    CLOSE_REASON_DECODER = 4  # a layer below the records broken by the peer
    CLOSE_REASON_ENCODER = 5  # a layer below the records failed on this side
    CLOSE_REASON_PARSER = 6  # the parser or its callback returned a negative value
    CLOSE_REASON_INTERNAL = 7  # not produced
    CLOSE_REASON_FULL = 8  # not produced


class BINDATATYPE(IntEnum):
    """What a bin_info describes.

    The count of an array has as many bits as the name ends with.
    """
    SINGLE_CHAR = 0  # one integer of 8 bits
    SINGLE_SHORT = 1  # one integer of 16 bits
    SINGLE_INT = 2  # one integer of 32 bits
    SINGLE_INT64 = 3  # one integer of 64 bits
    CHARARRAY_8 = 4  # up to 255 integers of 8 bits
    CHARARRAY_16 = 5  # up to 65535 integers of 8 bits
    CHARARRAY_32 = 6  # up to 16777216 integers of 8 bits
    SHORTARRAY_8 = 7  # up to 255 integers of 16 bits
    SHORTARRAY_16 = 8  # up to 65535 integers of 16 bits
    SHORTARRAY_32 = 9  # up to 16777216 integers of 16 bits
    INTARRAY_8 = 10  # up to 255 integers of 32 bits
    INTARRAY_16 = 11  # up to 65535 integers of 32 bits
    INTARRAY_32 = 12  # up to 16777216 integers of 32 bits
    INT64ARRAY_8 = 13  # up to 255 integers of 64 bits
    INT64ARRAY_16 = 14  # up to 65535 integers of 64 bits
    INT64ARRAY_32 = 15  # up to 16777216 integers of 64 bits
    STRARRAY_8 = 16  # up to 255 strings; each keeps its NUL on the wire
    STRARRAY_16 = 17  # up to 65535 strings; each keeps its NUL on the wire


CLOSE_REASON_NONE = CLOSE_REASON.CLOSE_REASON_NONE
CLOSE_REASON_UNKNOWN = CLOSE_REASON.CLOSE_REASON_UNKNOWN
CLOSE_REASON_REMOTE = CLOSE_REASON.CLOSE_REASON_REMOTE
CLOSE_REASON_APPLICATION = CLOSE_REASON.CLOSE_REASON_APPLICATION
CLOSE_REASON_TIMEOUT = CLOSE_REASON.CLOSE_REASON_TIMEOUT
CLOSE_REASON_DECODER = CLOSE_REASON.CLOSE_REASON_DECODER
CLOSE_REASON_ENCODER = CLOSE_REASON.CLOSE_REASON_ENCODER
CLOSE_REASON_PARSER = CLOSE_REASON.CLOSE_REASON_PARSER
CLOSE_REASON_INTERNAL = CLOSE_REASON.CLOSE_REASON_INTERNAL
CLOSE_REASON_FULL = CLOSE_REASON.CLOSE_REASON_FULL
SINGLE_CHAR = BINDATATYPE.SINGLE_CHAR
SINGLE_SHORT = BINDATATYPE.SINGLE_SHORT
SINGLE_INT = BINDATATYPE.SINGLE_INT
SINGLE_INT64 = BINDATATYPE.SINGLE_INT64
CHARARRAY_8 = BINDATATYPE.CHARARRAY_8
CHARARRAY_16 = BINDATATYPE.CHARARRAY_16
CHARARRAY_32 = BINDATATYPE.CHARARRAY_32
SHORTARRAY_8 = BINDATATYPE.SHORTARRAY_8
SHORTARRAY_16 = BINDATATYPE.SHORTARRAY_16
SHORTARRAY_32 = BINDATATYPE.SHORTARRAY_32
INTARRAY_8 = BINDATATYPE.INTARRAY_8
INTARRAY_16 = BINDATATYPE.INTARRAY_16
INTARRAY_32 = BINDATATYPE.INTARRAY_32
INT64ARRAY_8 = BINDATATYPE.INT64ARRAY_8
INT64ARRAY_16 = BINDATATYPE.INT64ARRAY_16
INT64ARRAY_32 = BINDATATYPE.INT64ARRAY_32
STRARRAY_8 = BINDATATYPE.STRARRAY_8
STRARRAY_16 = BINDATATYPE.STRARRAY_16


class conn_t(CheckedStructure):
    """Handle of a connection, passed by value.

    Serials are given out 1, 2, 3, ... by one counter for all connections of the process, which
    vce_finalize() does not reset; 0 is never the serial of a connection. The bytes after `serial`
    are padding: compare handles with vce_conn_is_equal(), not with memcmp().

    Fields:
        p: encodes the slot; opaque, never NULL for a live connection
        serial: tells the users of one slot apart
    """
    _fields_ = [
        ("p", c_void_p),
        ("serial", c_uint),
    ]


class vce_limit_t(CheckedStructure):
    """The limits that vce_initialize_limited() sets.

    Always clear the structure with vce_limit_clear() first, then set the fields you care about.

    Fields:
        max_tcpcontext: contexts that may exist at once; default 16
        max_conn: connections of the whole process, up to 16777216; default 1000
        max_array: object arrays of the whole process, see Object arrays; default 16384
        sendbuf_work_size: 0 or more; has no effect; default 262144
        recvbuf_work_size: 0 or more; has no effect; default 1048576
    """
    _fields_ = [
        ("max_tcpcontext", c_int),
        ("max_conn", c_int),
        ("max_array", c_int),
        ("sendbuf_work_size", c_int),
        ("recvbuf_work_size", c_int),
    ]


class vce_stat_t(CheckedStructure):
    """Counters of the whole process, see vce_get_stat().

    Fields:
        boot_time: second of the last successful initialise; 0 before
        recv_byte: bytes received
        send_byte: bytes that the system took for sending
        recv_syscall: receives that returned data
        recv_syscall_e: receives that returned end of stream or an error
        send_syscall: successful sends
        send_syscall_e: failed sends
        accept_syscall: peers accepted, also those turned away afterwards
        accept_syscall_e: accepts that failed
        connect_syscall: connects that succeeded inside the call
        connect_syscall_e: connects that failed, or went on in the background
        conn_free: connections destroyed, for any reason
        conn_alloc: connections made by accept or connect
        conn_close: first close of a connection: program, idle limit, cleanup
        conn_write: writes that reached a connection, even if it had no room; a framed record counts
            2
        keyex: always 0
        tcpcontext_create: contexts created
        tcpcontext_cleanup: contexts cleaned up
        tcpcontext_connect: valid handles returned by vce_tcpcontext_connect()
        conn_timeout: connections whose idle limit expired while they were open
        log_count: messages issued, those left out or lost included
    """
    _fields_ = [
        ("boot_time", c_long),
        ("recv_byte", c_longlong),
        ("send_byte", c_longlong),
        ("recv_syscall", c_longlong),
        ("recv_syscall_e", c_longlong),
        ("send_syscall", c_longlong),
        ("send_syscall_e", c_longlong),
        ("accept_syscall", c_longlong),
        ("accept_syscall_e", c_longlong),
        ("connect_syscall", c_longlong),
        ("connect_syscall_e", c_longlong),
        ("conn_free", c_longlong),
        ("conn_alloc", c_longlong),
        ("conn_close", c_longlong),
        ("conn_write", c_longlong),
        ("keyex", c_longlong),
        ("tcpcontext_create", c_longlong),
        ("tcpcontext_cleanup", c_longlong),
        ("tcpcontext_connect", c_longlong),
        ("conn_timeout", c_longlong),
        ("log_count", c_longlong),
    ]


class conn_stat_t(CheckedStructure):
    """Counters of one connection, see vce_conn_get_stat().

    Packed: it may lie at any address.

    Fields:
        recv_byte: bytes received
        send_byte: bytes that the system took for sending
        conn_write: writes, counted as in vce_stat_t
        recv_syscall: receives that returned data
        send_syscall: successful sends
    """
    _layout_ = "ms"  # Python 3.14 wants it named for a packed structure
    _pack_ = 1
    _fields_ = [
        ("recv_byte", c_longlong),
        ("send_byte", c_longlong),
        ("conn_write", c_longlong),
        ("recv_syscall", c_longlong),
        ("send_syscall", c_longlong),
    ]


class tcpcontext_stat_t(CheckedStructure):
    """Counters of one context, see vce_tcpcontext_get_stat().

    Packed: it may lie at any address.

    Fields:
        current_conn: connections not yet destroyed, closing ones included
        recv_byte: as in vce_stat_t, and so are the following
        send_byte: bytes that the system took for sending
        recv_syscall: receives that returned data
        recv_syscall_e: receives that returned end of stream or an error
        send_syscall: successful sends
        send_syscall_e: failed sends
        accept_syscall: peers accepted, also those turned away afterwards
        accept_syscall_e: accepts that failed
        connect_syscall: connects that succeeded inside the call
        connect_syscall_e: connects that failed, or went on in the background
        conn_write: writes, a framed record counts 2
        conn_timeout: connections whose idle limit expired while they were open
        tcpcontext_connect: valid handles returned by vce_tcpcontext_connect()
    """
    _layout_ = "ms"  # Python 3.14 wants it named for a packed structure
    _pack_ = 1
    _fields_ = [
        ("current_conn", c_int),
        ("recv_byte", c_longlong),
        ("send_byte", c_longlong),
        ("recv_syscall", c_longlong),
        ("recv_syscall_e", c_longlong),
        ("send_syscall", c_longlong),
        ("send_syscall_e", c_longlong),
        ("accept_syscall", c_longlong),
        ("accept_syscall_e", c_longlong),
        ("connect_syscall", c_longlong),
        ("connect_syscall_e", c_longlong),
        ("conn_write", c_longlong),
        ("conn_timeout", c_longlong),
        ("tcpcontext_connect", c_longlong),
    ]


class bin_info(CheckedStructure):
    """One item for vce_binary_pack() and vce_binary_unpack().

    Packed: it may lie at any address.

    Fields:
        t: kind of the item
        maxu: unpacking an array: elements that `p` has room for; else unused
        n: array: elements to pack, or elements unpacked; unused for a single item
        p: the native integers, aligned or not; an array of `char *` for strings
    """
    _layout_ = "ms"  # Python 3.14 wants it named for a packed structure
    _pack_ = 1
    _fields_ = [
        ("t", c_int),
        ("maxu", c_uint),
        ("n", c_uint),
        ("p", c_void_p),
    ]


class vce_counters_t(CheckedStructure):
    """Counters for operating a server since the start of the process, see vce_get_counters().

    Fields:
        turned_away_maximum: peers turned away: the context had `maxcon` connections
        turned_away_pool: turned away: the process had `max_conn` connections
        turned_away_rate: turned away by vce_tcpcontext_set_accept_max()
        turned_away_disabled: turned away by vce_tcpcontext_enable_accept()
        turned_away_kicked: turned away by vce_tcpcontext_set_conn_kickip_array()
        turned_away_descriptors: turned away for lack of descriptors or memory
        accept_pause: times a context paused accepting for that lack
        accept_resume: times a context resumed accepting after a pause
        accept_pause_usec: total length of these pauses in microseconds
        current_conn: connections alive now, closing ones included
        buffers_in_use: read and write buffers that hold bytes now
        buffer_bytes_in_use: memory of these buffers in bytes
        buffer_bytes_pooled: memory of buffers kept for use again, in bytes
        recv_record: complete records found by the ready-made parsers
        send_record: records queued by the ready-made writers of bin16, bin32, text
        recv_byte: bytes received
        send_byte: bytes sent
        turned_away_address: turned away by vce_tcpcontext_set_max_per_address()
        buffers_refused: times vce_set_buffer_limit() refused a buffer
        broadcast_sent: connections that vce_tcpcontext_broadcast() queued bytes for
        broadcast_dropped: connections that it left out, for lack of room
        broadcast_closed: connections that it closed, for lack of room
        rate_pauses: pauses by vce_tcpcontext_set_conn_rate()
        log_lost: messages lost because the log took no more, see Logging
        log_left_out: messages about peers that were left out, see Logging
    """
    _fields_ = [
        ("turned_away_maximum", c_longlong),
        ("turned_away_pool", c_longlong),
        ("turned_away_rate", c_longlong),
        ("turned_away_disabled", c_longlong),
        ("turned_away_kicked", c_longlong),
        ("turned_away_descriptors", c_longlong),
        ("accept_pause", c_longlong),
        ("accept_resume", c_longlong),
        ("accept_pause_usec", c_longlong),
        ("current_conn", c_longlong),
        ("buffers_in_use", c_longlong),
        ("buffer_bytes_in_use", c_longlong),
        ("buffer_bytes_pooled", c_longlong),
        ("recv_record", c_longlong),
        ("send_record", c_longlong),
        ("recv_byte", c_longlong),
        ("send_byte", c_longlong),
        ("turned_away_address", c_longlong),
        ("buffers_refused", c_longlong),
        ("broadcast_sent", c_longlong),
        ("broadcast_dropped", c_longlong),
        ("broadcast_closed", c_longlong),
        ("rate_pauses", c_longlong),
        ("log_lost", c_longlong),
        ("log_left_out", c_longlong),
    ]


conn_visitor = CFUNCTYPE(c_int, conn_t)
"""Visits a connection during a walk.

Parameters:
    c: a connection that is not destroyed, closing ones included

Result: 0 or more goes on, negative ends the walk.

Taken by, and kept for:
    vce_tcpcontext_conn_iterate(): call
"""

closewatcher = CFUNCTYPE(c_int, conn_t, c_int)
"""Learns of the end of a connection. Afterwards the finalizer runs, then the handle is stale.

Parameters:
    ct: the connection; valid, what is written to it is discarded
    r: why it ended

Result: no meaning.

Taken by, and kept for:
    vce_tcpcontext_set_conn_closewatcher(): connections
"""

finalizer = CFUNCTYPE(None, conn_t)
"""Runs last before a connection is destroyed, also for one that a watcher refused.

Parameters:
    ct: the connection; valid until the callback returns

Taken by, and kept for:
    vce_tcpcontext_set_conn_finalizer(): context
"""

acceptwatcher = CFUNCTYPE(c_int, conn_t)
"""Is asked about an accepted connection.

Parameters:
    ct: the new connection; it may be written to, unless the context has `nonblock_connect`

Result: 0 or more keeps the connection, negative destroys it.

Taken by, and kept for:
    vce_tcpcontext_set_conn_acceptwatcher(): context
"""

hiwater_acceptwatcher = CFUNCTYPE(c_int, conn_t, c_int)
"""Is asked about an accepted connection when the context is nearly full.

Parameters:
    ct: the new connection; it may be written to, unless the context has `nonblock_connect`
    n: connections of the context, the new one and closing ones included

Result: 0 or more keeps the connection, negative destroys it.

Taken by, and kept for:
    vce_tcpcontext_set_conn_hiwater_acceptwatcher(): context
"""

accept_warning = CFUNCTYPE(c_int, c_void_p)
"""Is asked about a peer above the rate, before a connection is made.

Parameters:
    t: the context

Result: 0 or more lets the peer pass, negative turns it away.

Taken by, and kept for:
    vce_tcpcontext_set_accept_max(): context
"""

rate_callback = CFUNCTYPE(c_int, conn_t)
"""Is asked about a connection that sends more than its rate, when its pause begins.

Parameters:
    c: the connection

Result: 0 or more lets it pause, negative ends the connection with CLOSE_REASON_PARSER.

Taken by, and kept for:
    vce_tcpcontext_set_conn_rate(): connections
"""

writable_watcher = CFUNCTYPE(c_int, conn_t)
"""Learns that the write buffer has room again.

Parameters:
    c: the connection

Result: 0 or more goes on, negative destroys the connection (PARSER).

Taken by, and kept for:
    vce_conn_set_writable_watcher(): connection
"""

wake_callback = CFUNCTYPE(None, c_void_p)
"""Runs in the heartbeat after vce_wake().

Parameters:
    user: what vce_set_wake_callback() was given

Taken by, and kept for:
    vce_set_wake_callback(): library
"""

posted_function = CFUNCTYPE(None, c_void_p)
"""Was handed over by vce_post().

Parameters:
    arg: what vce_post() was given

Taken by, and kept for:
    vce_post(): library
"""

timer_callback = CFUNCTYPE(None, c_int, c_void_p)
"""Runs when a timer is due.

Parameters:
    id: the id of the timer
    user: what vce_timer_start() was given

Taken by, and kept for:
    vce_timer_start(): library
"""

parser = CFUNCTYPE(c_int, conn_t)
"""Looks at the read buffer and takes at most one record out of it.

Parameters:
    ct: the connection

Result: 0 or more goes on, negative destroys the connection (PARSER).

Taken by, and kept for:
    vce_tcpcontext_set_conn_parser(): connections
    vce_conn_set_parser(): connection
"""

protocol_callback = CFUNCTYPE(c_int, conn_t, c_void_p, c_int)
"""Gets a record.

Parameters:
    ct: the connection
    data: the record, without framing, not terminated; do not change it
    len: its length, 0 or more

Result: 0 or more goes on, negative destroys the connection (PARSER).

Taken by, and kept for:
    vce_tcpcontext_set_conn_parser(): connections
    vce_conn_set_parser(): connection
"""

maxlength_watcher = CFUNCTYPE(c_int, conn_t)
"""Is asked about a record that is longer than the limit, at every parser call until it is complete.

Parameters:
    ct: the connection

Result: 0 or more allows the record, negative refuses it, which destroys the connection (PARSER).

Taken by, and kept for:
    vce_tcpcontext_protocol_set_maxlength(): connections
"""

io_callback = CFUNCTYPE(None, conn_t, c_int, c_void_p, c_size_t)
"""Sees what a connection receives and sends.

Parameters:
    ct: the connection
    rwflag: 0 for received bytes, 1 for bytes that the system took
    data: the bytes; valid until the callback returns or writes to the connection
    sz: their number

Taken by, and kept for:
    vce_conn_set_io_callback(): connection
"""

config_line = CFUNCTYPE(c_int, c_char_p, c_int, c_char_p, c_char_p)
"""Gets a line `name=value` of a file.

Parameters:
    filename: the very pointer that was given
    line: number of the line, from 1
    name: what is before the first `=`
    value: what is behind it

Result: 0 or more goes on, negative ends the reading and is returned.

Taken by, and kept for:
    vce_read_simple_config_file(): call
"""

text_line = CFUNCTYPE(c_int, c_char_p, c_int, c_char_p)
"""Gets a line of a file.

Parameters:
    filename: the very pointer that was given
    line: number of the line, from 1
    text: the line with its end

Result: 0 or more goes on, negative ends the reading and is returned.

Taken by, and kept for:
    vce_read_plain_text_file(): call
"""

allocate = CFUNCTYPE(c_void_p, c_size_t)
"""Allocates as `malloc`.

Parameters:
    size: number of bytes

Result: the memory; may be NULL.

Taken by, and kept for:
    vce_replace_malloc_funcs(): process
"""

reallocate = CFUNCTYPE(c_void_p, c_void_p, c_size_t)
"""Resizes as `realloc`.

Parameters:
    p: the old block, or NULL
    size: the new number of bytes

Result: the memory; NULL leaves the old block as it is.

Taken by, and kept for:
    vce_replace_malloc_funcs(): process
"""

release = CFUNCTYPE(None, c_void_p)
"""Releases as `free`.

Parameters:
    p: the block, or NULL

Taken by, and kept for:
    vce_replace_malloc_funcs(): process
"""

mainloop_callback = CFUNCTYPE(c_int)
"""Runs between the heartbeats of vce_mainloop().

Result: 0 goes on, any other value ends the loop and is returned.

Taken by, and kept for:
    vce_set_mainloop_callback(): process
"""

log_callback = CFUNCTYPE(None, c_int, c_char_p)
"""Gets the text of a log message.

Parameters:
    vmode: the verbosity
    str: the formatted text

Taken by, and kept for:
    vce_errout_set_another(): process
"""


library = Library()
"""The loaded library, for functions of its own: `path`, `locked`, `waiting`."""

_vce_get_last_error = library.bind("vce_get_last_error", c_int, [])
_vce_strerror = library.bind("vce_strerror", c_char_p, [c_int])
_vce_strerror_close_reason = library.bind("vce_strerror_close_reason", c_char_p, [c_int])
_vce_initialize = library.bind("vce_initialize", c_int, [])
_vce_initialize_limited = library.bind("vce_initialize_limited", c_int, [POINTER(vce_limit_t)])
_vce_limit_clear = library.bind("vce_limit_clear", None, [POINTER(vce_limit_t)])
_vce_init_limit_t = library.bind("vce_init_limit_t", None, [POINTER(vce_limit_t)])
_vce_finalize = library.bind("vce_finalize", c_int, [])
_vce_heartbeat = library.bind("vce_heartbeat", None, [], waits=True)
_vce_heartbeat_on_single_conn = library.bind(
    "vce_heartbeat_on_single_conn", None, [conn_t], waits=True)
_vce_set_heartbeat_wait_flag = library.bind("vce_set_heartbeat_wait_flag", None, [c_int])
_vce_conn_break_heartbeat = library.bind("vce_conn_break_heartbeat", None, [])
_vce_get_current_utime = library.bind("vce_get_current_utime", c_longlong, [])
_vce_utime_diff = library.bind("vce_utime_diff", c_longlong, [POINTER(timeval), POINTER(timeval)])
_vce_wake = library.bind("vce_wake", None, [])
_vce_set_wake_callback = library.bind("vce_set_wake_callback", c_int, [wake_callback, c_void_p])
_vce_post = library.bind("vce_post", c_int, [posted_function, c_void_p])
_vce_timer_start = library.bind(
    "vce_timer_start", c_int, [c_longlong, c_int, timer_callback, c_void_p])
_vce_timer_stop = library.bind("vce_timer_stop", c_int, [c_int])
_vce_set_verbose_mode = library.bind("vce_set_verbose_mode", None, [c_int])
_vce_set_read_write_log_mode = library.bind("vce_set_read_write_log_mode", None, [c_int])
_vce_errout = library.bind("vce_errout", None, [c_char_p])
_vce_errout_v = library.bind("vce_errout_v", None, [c_char_p])
_vce_dump_buffer = library.bind("vce_dump_buffer", None, [c_char_p, c_int])
_vce_conn_show_stat = library.bind("vce_conn_show_stat", None, [])
_vce_get_stat = library.bind("vce_get_stat", None, [POINTER(vce_stat_t)])
_vce_tcpcontext_get_stat = library.bind(
    "vce_tcpcontext_get_stat", None, [c_void_p, POINTER(tcpcontext_stat_t)])
_vce_conn_get_stat = library.bind("vce_conn_get_stat", None, [conn_t, POINTER(conn_stat_t)])
_vce_get_netstat_string = library.bind("vce_get_netstat_string", c_int, [POINTER(c_char), c_int])
_vce_tcpcontext_create = library.bind(
    "vce_tcpcontext_create", c_void_p, [c_int, c_char_p, c_ushort, c_int, c_size_t, c_size_t, c_int,
    c_int, c_int, c_size_t], waits=True)
_vce_tcpcontext_cleanup = library.bind("vce_tcpcontext_cleanup", None, [c_void_p])
_vce_tcpcontext_get_max_connection = library.bind(
    "vce_tcpcontext_get_max_connection", c_int, [c_void_p])
_vce_tcpcontext_get_all_connection = library.bind(
    "vce_tcpcontext_get_all_connection", c_int, [c_void_p, POINTER(conn_t), c_int])
_vce_tcpcontext_count_connections = library.bind(
    "vce_tcpcontext_count_connections", c_int, [c_void_p, POINTER(c_int)])
_vce_tcpcontext_conn_iterate = library.bind(
    "vce_tcpcontext_conn_iterate", c_int, [c_void_p, conn_visitor])
_vce_tcpcontext_set_conn_closewatcher = library.bind(
    "vce_tcpcontext_set_conn_closewatcher", None, [c_void_p, closewatcher])
_vce_tcpcontext_set_conn_finalizer = library.bind(
    "vce_tcpcontext_set_conn_finalizer", None, [c_void_p, finalizer])
_vce_tcpcontext_timeout_control = library.bind(
    "vce_tcpcontext_timeout_control", None, [c_void_p, c_int, c_int])
_vce_tcpcontext_userdata_set_pointer = library.bind(
    "vce_tcpcontext_userdata_set_pointer", None, [c_void_p, c_void_p])
_vce_tcpcontext_userdata_get_pointer = library.bind(
    "vce_tcpcontext_userdata_get_pointer", c_void_p, [c_void_p])
_vce_tcpcontext_set_conn_safety_read = library.bind(
    "vce_tcpcontext_set_conn_safety_read", c_int, [c_void_p, c_int])
_vce_tcpcontext_setup_p2p = library.bind(
    "vce_tcpcontext_setup_p2p", c_int, [c_void_p, c_int, c_int])
_vce_tcpcontext_set_portscanner = library.bind(
    "vce_tcpcontext_set_portscanner", c_int, [c_void_p, c_char_p, c_ushort, c_ushort])
_vce_tcpcontext_set_conn_acceptwatcher = library.bind(
    "vce_tcpcontext_set_conn_acceptwatcher", None, [c_void_p, acceptwatcher])
_vce_tcpcontext_set_conn_hiwater_acceptwatcher = library.bind(
    "vce_tcpcontext_set_conn_hiwater_acceptwatcher", None, [c_void_p, c_int, hiwater_acceptwatcher])
_vce_tcpcontext_set_accept_max = library.bind(
    "vce_tcpcontext_set_accept_max", None, [c_void_p, c_int, accept_warning])
_vce_tcpcontext_enable_accept = library.bind(
    "vce_tcpcontext_enable_accept", None, [c_void_p, c_int])
_vce_tcpcontext_connect = library.bind(
    "vce_tcpcontext_connect", conn_t, [c_void_p, c_char_p, c_ushort], waits=True)
_vce_conn_write = library.bind("vce_conn_write", c_int, [conn_t, c_char_p, c_size_t])
_vce_conn_writable = library.bind("vce_conn_writable", c_int, [conn_t])
_vce_conn_set_writable_watcher = library.bind(
    "vce_conn_set_writable_watcher", c_int, [conn_t, c_int, writable_watcher])
_vce_conn_writed = library.bind("vce_conn_writed", c_int, [conn_t])
_vce_conn_close = library.bind("vce_conn_close", None, [conn_t])
_vce_conn_close_tcpcontext_all = library.bind("vce_conn_close_tcpcontext_all", None, [c_void_p])
_vce_conn_set_timeout = library.bind("vce_conn_set_timeout", None, [conn_t, c_int])
_vce_conn_is_valid = library.bind("vce_conn_is_valid", c_int, [conn_t])
_vce_conn_is_closed = library.bind("vce_conn_is_closed", c_int, [conn_t])
_vce_conn_is_equal = library.bind("vce_conn_is_equal", c_int, [conn_t, conn_t])
_vce_conn_clear = library.bind("vce_conn_clear", None, [POINTER(conn_t)])
_vce_conn_get_index = library.bind("vce_conn_get_index", c_int, [conn_t])
_vce_conn_get_struct_from_index = library.bind("vce_conn_get_struct_from_index", conn_t, [c_int])
_vce_conn_get_tcpcontext = library.bind("vce_conn_get_tcpcontext", c_void_p, [conn_t])
_vce_conn_get_state_buffer = library.bind(
    "vce_conn_get_state_buffer", c_void_p, [conn_t, POINTER(c_int)])
_vce_conn_userdata_set_pointer = library.bind(
    "vce_conn_userdata_set_pointer", None, [conn_t, c_void_p])
_vce_conn_userdata_get_pointer = library.bind("vce_conn_userdata_get_pointer", c_void_p, [conn_t])
_vce_conn_get_remote_ipv4_addr = library.bind(
    "vce_conn_get_remote_ipv4_addr", None, [conn_t, POINTER(c_uint), POINTER(c_ushort)])
_vce_conn_get_local_ipv4_addr = library.bind(
    "vce_conn_get_local_ipv4_addr", None, [conn_t, POINTER(c_uint), POINTER(c_ushort)])
_vce_conn_get_remote_ipv6_addr = library.bind(
    "vce_conn_get_remote_ipv6_addr", None, [conn_t, POINTER(c_char), POINTER(c_ushort)])
_vce_conn_get_local_ipv6_addr = library.bind(
    "vce_conn_get_local_ipv6_addr", None, [conn_t, POINTER(c_char), POINTER(c_ushort)])
_vce_conn_get_remote_ipv4_addr_string = library.bind(
    "vce_conn_get_remote_ipv4_addr_string", c_char_p, [conn_t, POINTER(c_char), c_int])
_vce_conn_get_local_ipv4_addr_string = library.bind(
    "vce_conn_get_local_ipv4_addr_string", c_char_p, [conn_t, POINTER(c_char), c_int])
_vce_conn_get_remote_ipv6_addr_string = library.bind(
    "vce_conn_get_remote_ipv6_addr_string", c_char_p, [conn_t, POINTER(c_char), c_int])
_vce_conn_get_local_ipv6_addr_string = library.bind(
    "vce_conn_get_local_ipv6_addr_string", c_char_p, [conn_t, POINTER(c_char), c_int])
_vce_conn_get_remote_addr_string = library.bind(
    "vce_conn_get_remote_addr_string", c_char_p, [conn_t, POINTER(c_char), c_int])
_vce_conn_get_local_addr_string = library.bind(
    "vce_conn_get_local_addr_string", c_char_p, [conn_t, POINTER(c_char), c_int])
_vce_tcpcontext_set_conn_parser = library.bind(
    "vce_tcpcontext_set_conn_parser", None, [c_void_p, parser, protocol_callback])
_vce_conn_set_parser = library.bind(
    "vce_conn_set_parser", None, [conn_t, parser, protocol_callback])
_vce_tcpcontext_set_conn_call_parser_per_heartbeat = library.bind(
    "vce_tcpcontext_set_conn_call_parser_per_heartbeat", None, [c_void_p, c_int])
_vce_tcpcontext_protocol_set_maxlength = library.bind(
    "vce_tcpcontext_protocol_set_maxlength", None, [c_void_p, c_int, maxlength_watcher])
_vce_conn_get_buffer = library.bind(
    "vce_conn_get_buffer", None, [conn_t, POINTER(POINTER(c_char)), POINTER(c_int),
    POINTER(POINTER(c_char)), POINTER(c_int)])
_vce_conn_shrink_readbuf = library.bind("vce_conn_shrink_readbuf", c_int, [conn_t, c_int])
_vce_conn_set_io_callback = library.bind("vce_conn_set_io_callback", None, [conn_t, io_callback])
_vce_protocol_parser_bin16 = library.bind("vce_protocol_parser_bin16", c_int, [conn_t])
_vce_protocol_parser_bin32 = library.bind("vce_protocol_parser_bin32", c_int, [conn_t])
_vce_protocol_parser_through = library.bind("vce_protocol_parser_through", c_int, [conn_t])
_vce_protocol_parser_text = library.bind("vce_protocol_parser_text", c_int, [conn_t])
_vce_protocol_unparser_bin16 = library.bind(
    "vce_protocol_unparser_bin16", c_int, [conn_t, c_char_p, c_int])
_vce_protocol_unparser_bin32 = library.bind(
    "vce_protocol_unparser_bin32", c_int, [conn_t, c_char_p, c_int])
_vce_protocol_unparser_through = library.bind(
    "vce_protocol_unparser_through", c_int, [conn_t, c_char_p, c_int])
_vce_protocol_unparser_text = library.bind(
    "vce_protocol_unparser_text", c_int, [conn_t, c_char_p, c_int])
_vce_protocol_acceptwatcher_deny = library.bind("vce_protocol_acceptwatcher_deny", c_int, [conn_t])
_vce_protocol_acceptwatcher_noop = library.bind("vce_protocol_acceptwatcher_noop", c_int, [conn_t])
_vce_protocol_closewatcher_noop = library.bind("vce_protocol_closewatcher_noop", c_int, [conn_t])
_vce_protocol_pcallback_echo_bin16 = library.bind(
    "vce_protocol_pcallback_echo_bin16", c_int, [conn_t, c_char_p, c_int])
_vce_protocol_pcallback_echo_text = library.bind(
    "vce_protocol_pcallback_echo_text", c_int, [conn_t, c_char_p, c_int])
_vce_protocol_pcallback_noop = library.bind(
    "vce_protocol_pcallback_noop", c_int, [conn_t, c_char_p, c_int])
_vce_protocol_pcallback_dump = library.bind(
    "vce_protocol_pcallback_dump", c_int, [conn_t, c_char_p, c_int])
_vce_binary_pack = library.bind(
    "vce_binary_pack", c_int, [POINTER(bin_info), c_int, POINTER(c_char), c_int])
_vce_binary_unpack = library.bind(
    "vce_binary_unpack", c_int, [POINTER(bin_info), c_int, c_char_p, c_int])
_vce_binary_push_nb_i1 = library.bind(
    "vce_binary_push_nb_i1", c_int, [POINTER(c_char), c_int, c_int, c_char])
_vce_binary_push_nb_i2 = library.bind(
    "vce_binary_push_nb_i2", c_int, [POINTER(c_char), c_int, c_int, c_short])
_vce_binary_push_nb_i4 = library.bind(
    "vce_binary_push_nb_i4", c_int, [POINTER(c_char), c_int, c_int, c_int])
_vce_binary_push_nb_i8 = library.bind(
    "vce_binary_push_nb_i8", c_int, [POINTER(c_char), c_int, c_int, c_longlong])
_vce_binary_push_nb_ia1 = library.bind(
    "vce_binary_push_nb_ia1", c_int, [POINTER(c_char), c_int, c_int, c_void_p, c_int])
_vce_binary_push_nb_ia2 = library.bind(
    "vce_binary_push_nb_ia2", c_int, [POINTER(c_char), c_int, c_int, c_void_p, c_int])
_vce_binary_push_nb_ia4 = library.bind(
    "vce_binary_push_nb_ia4", c_int, [POINTER(c_char), c_int, c_int, c_void_p, c_int])
_vce_binary_push_nb_ia8 = library.bind(
    "vce_binary_push_nb_ia8", c_int, [POINTER(c_char), c_int, c_int, c_void_p, c_int])
_vce_binary_push_nb_stra = library.bind(
    "vce_binary_push_nb_stra", c_int, [POINTER(c_char), c_int, c_int, POINTER(c_char_p), c_int,
    c_int])
_vce_binary_pop_nb_i1 = library.bind(
    "vce_binary_pop_nb_i1", c_int, [c_char_p, c_int, c_int, POINTER(c_char)])
_vce_binary_pop_nb_i2 = library.bind(
    "vce_binary_pop_nb_i2", c_int, [c_char_p, c_int, c_int, POINTER(c_short)])
_vce_binary_pop_nb_i4 = library.bind(
    "vce_binary_pop_nb_i4", c_int, [c_char_p, c_int, c_int, POINTER(c_int)])
_vce_binary_pop_nb_i8 = library.bind(
    "vce_binary_pop_nb_i8", c_int, [c_char_p, c_int, c_int, POINTER(c_longlong)])
_vce_binary_pop_nb_ia1 = library.bind(
    "vce_binary_pop_nb_ia1", c_int, [c_char_p, c_int, c_int, POINTER(c_char), POINTER(c_int)])
_vce_binary_pop_nb_ia2 = library.bind(
    "vce_binary_pop_nb_ia2", c_int, [c_char_p, c_int, c_int, POINTER(c_short), POINTER(c_int)])
_vce_binary_pop_nb_ia4 = library.bind(
    "vce_binary_pop_nb_ia4", c_int, [c_char_p, c_int, c_int, POINTER(c_int), POINTER(c_int)])
_vce_binary_pop_nb_ia8 = library.bind(
    "vce_binary_pop_nb_ia8", c_int, [c_char_p, c_int, c_int, POINTER(c_longlong), POINTER(c_int)])
_vce_binary_pop_nb_stra = library.bind(
    "vce_binary_pop_nb_stra", c_int, [c_char_p, c_int, c_int, POINTER(POINTER(c_char)),
    POINTER(c_int), c_int])
_vce_set_variable_length_specifier = library.bind(
    "vce_set_variable_length_specifier", c_int, [POINTER(c_char), c_int, c_uint, c_uint])
_vce_get_variable_length_specifier = library.bind(
    "vce_get_variable_length_specifier", c_int, [c_char_p, c_int, POINTER(c_uint), POINTER(c_uint)])
_vce_init_array = library.bind("vce_init_array", c_int, [c_size_t, c_int, c_char_p])
_vce_end_array = library.bind("vce_end_array", c_int, [c_int])
_vce_end_all_array = library.bind("vce_end_all_array", None, [])
_vce_alloc_array_object = library.bind("vce_alloc_array_object", c_void_p, [c_int])
_vce_free_array_object = library.bind("vce_free_array_object", c_int, [c_int, c_void_p])
_vce_free_array_object_all = library.bind("vce_free_array_object_all", None, [c_int])
_vce_get_array_object_top = library.bind("vce_get_array_object_top", c_void_p, [c_int])
_vce_get_array_object_next = library.bind("vce_get_array_object_next", c_void_p, [c_int, c_void_p])
_vce_get_array_object_last = library.bind("vce_get_array_object_last", c_void_p, [c_int])
_vce_get_array_usenum = library.bind("vce_get_array_usenum", c_int, [c_int])
_vce_get_array_object_index = library.bind("vce_get_array_object_index", c_int, [c_int, c_void_p])
_vce_get_array_object_pointer_by_index = library.bind(
    "vce_get_array_object_pointer_by_index", c_void_p, [c_int, c_int])
_vce_get_array_object_pointer_by_index_only_used = library.bind(
    "vce_get_array_object_pointer_by_index_only_used", c_void_p, [c_int, c_int])
_vce_show_array_usage = library.bind("vce_show_array_usage", c_int, [c_int, c_int])
_vce_if_included_in_array = library.bind("vce_if_included_in_array", c_int, [c_int, c_void_p])
_vce_array_object_inuse = library.bind("vce_array_object_inuse", c_int, [c_int, c_void_p])
_vce_get_array_member_size = library.bind("vce_get_array_member_size", c_int, [c_int])
_vce_get_array_maxnum = library.bind("vce_get_array_maxnum", c_int, [c_int])
_vce_httptext_divide_header_and_content = library.bind(
    "vce_httptext_divide_header_and_content", c_int, [c_char_p, c_int, POINTER(POINTER(c_char)),
    POINTER(c_int), POINTER(POINTER(c_char)), POINTER(c_int)])
_vce_httptext_get_header_info = library.bind(
    "vce_httptext_get_header_info", c_int, [c_char_p, c_int, c_char_p, POINTER(c_char), c_int])
_vce_text_cmpnocase = library.bind("vce_text_cmpnocase", c_int, [c_char_p, c_char_p, c_int])
_vce_text_split_index = library.bind("vce_text_split_index", c_char_p, [c_char_p, c_char, c_int])
_vce_text_split_index_get_int = library.bind(
    "vce_text_split_index_get_int", c_int, [c_char_p, c_char, c_int, POINTER(c_int)])
_vce_text_split_index_get_string = library.bind(
    "vce_text_split_index_get_string", c_int, [c_char_p, c_char, c_int, POINTER(c_char), c_int])
_vce_copy_cstring_upto = library.bind(
    "vce_copy_cstring_upto", c_int, [POINTER(c_char), c_char_p, c_char, c_int])
_vce_copy_cstring = library.bind("vce_copy_cstring", c_int, [POINTER(c_char), c_int, c_char_p])
_vce_strcmptail = library.bind("vce_strcmptail", c_int, [c_char_p, c_char_p])
_vce_text_hashpjw = library.bind("vce_text_hashpjw", c_int, [c_char_p])
_vce_makecstr = library.bind("vce_makecstr", c_char_p, [POINTER(c_char), c_int, c_char_p, c_int])
_vce_chop_string_destroy = library.bind("vce_chop_string_destroy", c_char_p, [POINTER(c_char)])
_vce_strlenmax = library.bind("vce_strlenmax", c_int, [c_char_p, c_int])
_vce_strncat = library.bind("vce_strncat", c_int, [POINTER(c_char), c_int, c_char_p])
_vce_strncpy = library.bind("vce_strncpy", None, [POINTER(c_char), c_int, c_char_p, c_int])
_vce_escape_string = library.bind(
    "vce_escape_string", c_int, [POINTER(c_char), c_int, c_char_p, c_int])
_vce_descape_string = library.bind("vce_descape_string", c_int, [POINTER(c_char), c_int, c_char_p])
_vce_snprintf = library.bind("vce_snprintf", None, [POINTER(c_char), c_int, c_char_p])
_vce_read_simple_config_file = library.bind(
    "vce_read_simple_config_file", c_int, [c_char_p, config_line])
_vce_read_plain_text_file = library.bind("vce_read_plain_text_file", c_int, [c_char_p, text_line])
_vce_make_binary_array_from_hex = library.bind(
    "vce_make_binary_array_from_hex", None, [POINTER(c_char), c_int, c_char_p])
_vce_make_binary_array_from_line = library.bind(
    "vce_make_binary_array_from_line", None, [c_char_p, c_int, POINTER(c_char), POINTER(c_int),
    POINTER(c_int)])
_vce_make_hex_from_binary_array = library.bind(
    "vce_make_hex_from_binary_array", c_int, [POINTER(c_char), c_int, c_char_p, c_int, c_int])
_vce_make_hex_text_from_buffer = library.bind(
    "vce_make_hex_text_from_buffer", c_int, [c_char_p, c_int, POINTER(c_char), c_int])
_vce_extract_data_from_hex_text = library.bind(
    "vce_extract_data_from_hex_text", c_int, [c_char_p, c_int, POINTER(c_char), c_int])
_vce_get_ipv4_addr_by_name = library.bind(
    "vce_get_ipv4_addr_by_name", c_int, [POINTER(c_uint), c_char_p], waits=True)
_VCEMALLOC = library.bind("VCEMALLOC", c_void_p, [c_size_t])
_VCEFREE = library.bind("VCEFREE", None, [c_void_p])
_vce_replace_malloc_funcs = library.bind(
    "vce_replace_malloc_funcs", None, [allocate, reallocate, release])
_vce_mainloop = library.bind("vce_mainloop", c_int, [], waits=True)
_vce_set_mainloop_callback = library.bind("vce_set_mainloop_callback", None, [mainloop_callback])
_vce_set_socket_library_ok = library.bind("vce_set_socket_library_ok", None, [c_int])
_vce_set_internal_timer = library.bind("vce_set_internal_timer", None, [c_long, c_uint])
_vce_get_version = library.bind(
    "vce_get_version", None, [POINTER(c_int), POINTER(c_int), POINTER(c_int)])
_vce_verrout = library.bind("vce_verrout", None, [c_char_p, c_void_p])
_vce_errout0 = library.bind("vce_errout0", None, [c_char_p])
_vce_errout0_v = library.bind("vce_errout0_v", None, [c_char_p])
_vce_errout_set_another = library.bind("vce_errout_set_another", None, [log_callback])
_vce_conn_set_delay = library.bind("vce_conn_set_delay", None, [conn_t, c_int, c_int])
_vce_tcpcontext_set_conn_kickip_array = library.bind(
    "vce_tcpcontext_set_conn_kickip_array", None, [c_void_p, POINTER(c_uint)])
_vce_tcpcontext_set_equal_io_splitrate = library.bind(
    "vce_tcpcontext_set_equal_io_splitrate", None, [c_void_p, c_int])
_vce_get_tcp_packet_read_size = library.bind(
    "vce_get_tcp_packet_read_size", None, [POINTER(c_int), POINTER(c_int)])
_vce_get_tcp_packet_write_size = library.bind(
    "vce_get_tcp_packet_write_size", None, [POINTER(c_int), POINTER(c_int)])
_vce_atoi = library.bind("vce_atoi", c_int, [c_char_p])
_vce_tcpcontext_get_port = library.bind("vce_tcpcontext_get_port", c_int, [c_void_p])
_vce_tcpcontext_set_source = library.bind("vce_tcpcontext_set_source", c_int, [c_void_p, c_char_p])
_vce_tcpcontext_set_connect_timeout = library.bind(
    "vce_tcpcontext_set_connect_timeout", c_int, [c_void_p, c_int])
_vce_conn_get_end_detail = library.bind(
    "vce_conn_get_end_detail", c_int, [conn_t, POINTER(c_char), c_int])
_vce_get_last_error_detail = library.bind(
    "vce_get_last_error_detail", c_int, [POINTER(c_char), c_int])
_vce_set_heartbeat_wait_limits = library.bind(
    "vce_set_heartbeat_wait_limits", c_int, [c_int, c_int])
_vce_tcpcontext_set_max_per_address = library.bind(
    "vce_tcpcontext_set_max_per_address", c_int, [c_void_p, c_int])
_vce_tcpcontext_broadcast = library.bind(
    "vce_tcpcontext_broadcast", c_int, [c_void_p, c_char_p, c_int, conn_t, c_int])
_vce_tcpcontext_set_keepalive = library.bind(
    "vce_tcpcontext_set_keepalive", c_int, [c_void_p, c_int, c_int, c_int])
_vce_tcpcontext_set_user_timeout = library.bind(
    "vce_tcpcontext_set_user_timeout", c_int, [c_void_p, c_int])
_vce_tcpcontext_set_conn_rate = library.bind(
    "vce_tcpcontext_set_conn_rate", c_int, [c_void_p, c_int, c_int, rate_callback])
_vce_set_buffer_limit = library.bind("vce_set_buffer_limit", c_int, [c_longlong])
_vce_tcpcontext_create_flat = library.bind(
    "vce_tcpcontext_create_flat", c_void_p, [c_int, c_char_p, c_ushort, c_int, c_size_t, c_size_t,
    c_int, c_int, c_int, c_size_t], waits=True)
_vce_conn_get_peer_credentials = library.bind(
    "vce_conn_get_peer_credentials", c_int, [conn_t, POINTER(c_int), POINTER(c_int),
    POINTER(c_int)])
_vce_conn_get_fd = library.bind("vce_conn_get_fd", c_int, [conn_t])
_vce_tcpcontext_create_from_listener = library.bind(
    "vce_tcpcontext_create_from_listener", c_void_p, [c_int, c_int, c_size_t, c_size_t, c_int,
    c_int, c_int, c_size_t])
_vce_tcpcontext_create_from_listener_flat = library.bind(
    "vce_tcpcontext_create_from_listener_flat", c_void_p, [c_int, c_int, c_size_t, c_size_t, c_int,
    c_int, c_int, c_size_t])
_vce_tcpcontext_adopt = library.bind("vce_tcpcontext_adopt", conn_t, [c_void_p, c_int])
_vce_get_wait_fd = library.bind("vce_get_wait_fd", c_int, [])
_vce_get_wait_time = library.bind("vce_get_wait_time", c_int, [])
_vce_drain = library.bind("vce_drain", c_int, [c_int], waits=True)
_vce_get_counters = library.bind("vce_get_counters", c_int, [POINTER(vce_counters_t), c_size_t])
_vce_get_counters_string = library.bind("vce_get_counters_string", c_int, [POINTER(c_char), c_int])


def vce_get_last_error() -> int:
    """Returns the last error of the calling thread.

    The last error describes the most recent call that sets one, not the most recent failure. After
    vce_heartbeat() it is 0 whatever happened inside.

    Returns: 0 or a negative code; 0 in a thread that has not called the library yet.

    Success keeps the last error. May run in any thread.
    """
    return _vce_get_last_error()


def vce_strerror(ecode: int) -> Optional[bytes]:
    """Returns the text of an error code.

    Parameters:
        ecode (int, code): any number

    Returns: a constant text, never NULL and valid for ever; the caller must not change it. Numbers
    without a meaning give one fixed text. The wording may change, the numbers never do. Valid for
    ever.

    Success keeps the last error. May run in any thread.
    """
    return _vce_strerror(whole("ecode", ecode, c_int))


def vce_strerror_close_reason(reason: int) -> Optional[bytes]:
    """Returns the name of a close reason.

    Parameters:
        reason (CLOSE_REASON): a CLOSE_REASON, or any other number

    Returns: the name of the enumerator, such as `CLOSE_REASON_REMOTE`, or `CLOSE_REASON_?????` for
    any number outside -1 to 8; a constant text, never NULL. The names are part of the contract.
    Valid for ever.

    Success keeps the last error. May run in any thread.
    """
    return _vce_strerror_close_reason(whole("reason", reason, c_int))


def vce_initialize() -> int:
    """Initialises the library with the limits in force.

    The limits in force are the defaults of vce_limit_t, or what an earlier vce_initialize_limited()
    of the process set: limits survive vce_finalize(). If the library is initialised already,
    nothing changes and everything that exists stays alive. The time of the call becomes `boot_time`
    of vce_get_stat(). The first success of the process ignores SIGPIPE if that was at its default.

    Returns: 0: success Negative: an error code.

    Errors:
        VCE_EMEM: no memory, or a work size in force is negative
        VCE_EARRAY: the table of connections or contexts cannot be made, e.g. `max_conn` above

            1. After a failure the library is not initialised.
    """
    return _vce_initialize()


def vce_initialize_limited(lim: Pointer) -> int:
    """Sets limits, then initialises the library as vce_initialize() does.

    With `max_conn` above 1000 a soft limit of descriptors (RLIMIT_NOFILE) that is too low for so
    many connections is raised, as far as the hard limit allows: not now, but when descriptors come
    near to it. vce_finalize() puts it back, and a child after `fork` has the one from before; a
    program started otherwise (`system`, `posix_spawn`) inherits a limit that has been raised.

    Parameters:
        lim (vce_limit_t *): limits; copied; NULL changes none. A field that is -1 leaves that limit
            as it is. `max_array` below 8 is raised to 8. With `max_conn` 0 or less no connection
            can exist; with `max_tcpcontext` 0 or less no context can be created. If the library is
            initialised already, the limits are kept for the next vce_initialize() after
            vce_finalize().

    Returns: 0: success Negative: an error code.

    Errors:
        VCE_EMEM: no memory, or a work size is negative but not -1
        VCE_EARRAY: a table cannot be made, e.g. `max_conn` above 16777216
    """
    return _vce_initialize_limited(lim)


def vce_limit_clear(t: Pointer) -> None:
    """Sets every field of a limit structure to -1, which means "leave as it is".

    Parameters:
        t (vce_limit_t *, out): structure to fill; NULL is ignored

    Success keeps the last error.
    """
    _vce_limit_clear(t)


def vce_init_limit_t(t: Pointer) -> None:
    """Sets every field of a limit structure to -1; the same as vce_limit_clear().

    Parameters:
        t (vce_limit_t *, out): structure to fill; NULL is ignored

    Success keeps the last error.
    """
    _vce_init_limit_t(t)


def vce_finalize() -> int:
    """Releases everything the library made and returns to the uninitialised state.

    Contexts, connections and arrays that are still alive are released, their sockets closed, and
    unsent output is lost; no closewatcher, finalizer or other callback runs. Nothing is waited for:
    a peer that still sends may lose the last bytes sent to it. A program that wants its output to
    arrive and its callbacks to run calls vce_drain() before. All handles, state buffers and array
    elements become invalid. Limits, statistics, verbosity, wait flag, memory functions and the
    serial counter survive. The library may be initialised again, any number of times.

    Returns: 0: success; also if the library was not initialised Negative: an error code.

    Errors:
        VCE_EFINALIZE: called inside a callback: nothing was done. Or vce_end_all_array() had been
            called since initialising: everything was released nevertheless.

    Refused inside a callback.
    """
    return _vce_finalize()


def vce_heartbeat() -> None:
    """Does one round of network work and returns.

    Without vce_set_heartbeat_wait_flag() it never waits. The order is fixed:

    1. Connections whose close was requested earlier and that have nothing left to send are
    destroyed (APPLICATION), likewise those whose idle limit expired in the previous heartbeat
    (TIMEOUT).
    2. Output that the application wrote since then is sent.
    3. Idle limits below zero expire.
    4. The heartbeat waits for readiness, if it may. Then the wake callback, posted functions and
    timers run that are due (vce_wake(), vce_post(), vce_timer_start()).
    5. Connects complete. Each readable connection is read once, at most as much as its read buffer
    has room for; its I/O callback runs, then its parser, up to the quota of
    vce_tcpcontext_set_conn_call_parser_per_heartbeat(). Output of its callbacks to this connection
    alone may be sent right away.
    6. Connections that still hold records, or bytes that a custom parser left, are parsed.
    7. Waiting peers are accepted in a bounded batch, newest context first. A new connection is read
    in the next heartbeat.
    8. Idle limits are compared with the time. Writable watchers run whose room is there
    (vce_conn_set_writable_watcher()).
    9. Output of callbacks is sent: an answer leaves in the heartbeat that read the request.
    10. Connections that their peer ended, and that have nothing left to parse or send, are
    destroyed (REMOTE), here or right after they were parsed or sent to.

    The order among connections within a step is not promised. A connection with a full read buffer
    is not read, so that neither its data nor its end is noticed until the parser makes room. To
    destroy a connection means: closewatcher, finalizer, socket closed, handle stale, in this order.

    Before vce_initialize() only the clock is refreshed. Inside a callback the call does nothing.

    Errors:
        VCE_EINVAL: the library is not initialised

    Does nothing inside a callback. May block; other Python threads run meanwhile.
    """
    _vce_heartbeat()


def vce_heartbeat_on_single_conn(c: conn_t) -> None:
    """Does one round of network work, but parses the input of one connection only.

    Everything else happens as in vce_heartbeat(), for all connections; bytes that the others
    receive stay in their read buffers for a later heartbeat. Meant for waiting for an answer on one
    connection.

    Parameters:
        c (conn_t): the connection to parse; if it is invalid, nothing is parsed

    Errors:
        VCE_EINVAL: the library is not initialised

    Does nothing inside a callback. May block; other Python threads run meanwhile.
    """
    _vce_heartbeat_on_single_conn(c)


def vce_set_heartbeat_wait_flag(flag: int) -> None:
    """Lets heartbeats wait while there is nothing to do.

    The wait adapts: it starts at 0, grows by 1 microsecond with every heartbeat that found nothing
    to do, up to 100000, and with every activity it is halved, less 10, but not below 1. Readiness
    of any socket ends a wait, so do vce_wake(), vce_post() and a timer that is due, and so does a
    signal, except while a name is being looked up. There is no wait at all in a heartbeat that
    finds something written, records left over or connections to destroy. Output that the kernel
    refused is waited for like input. With the flag cleared the wait returns to 0.

    Parameters:
        flag (int, flag): 0: never wait (the initial state); any other value: wait as described

    Success keeps the last error.
    """
    _vce_set_heartbeat_wait_flag(whole("flag", flag, c_int))


def vce_conn_break_heartbeat() -> None:
    """Ends the parser calls of the connection that is being parsed, for this heartbeat.

    For use inside a parser or protocol callback. The current call is completed; records that remain
    follow in the next heartbeat. Other connections are not affected. Elsewhere it has no effect.

    Success keeps the last error.
    """
    _vce_conn_break_heartbeat()


def vce_get_current_utime() -> int:
    """Returns the cached wall-clock time.

    The clock is read when the library is initialised, at the end of every heartbeat, before an
    acceptwatcher runs and by a successful connect; it stands still in between, also while other
    callbacks run.

    Returns: microseconds since 1970-01-01 00:00 UTC; 0 before the clock was read for the first
    time.

    Success keeps the last error.
    """
    return _vce_get_current_utime()


def vce_utime_diff(before: Pointer, after: Pointer) -> int:
    """Returns the time between two moments.

    Parameters:
        before (struct timeval *): the earlier moment
        after (struct timeval *): the later moment

    Returns: `after` minus `before` in microseconds, negative if `after` is the earlier one; 0 if
    either pointer is NULL.

    Success keeps the last error.
    """
    return _vce_utime_diff(before, after)


def vce_wake() -> None:
    """Ends the wait of a heartbeat at once, from any thread and from signal handlers.

    It is the only function of the library that a signal handler may call: it takes no lock and
    leaves `errno` and the last error alone. If no heartbeat is waiting, the next one does not wait.
    The waits of vce_drain(), and of the program's own loop for vce_get_wait_fd(), end as well; a
    connect that waits in its call does not. The callback of vce_set_wake_callback() then runs once,
    however often the call was made before. It may be made again inside that callback, for the next
    heartbeat.

    While the library is not initialised it does nothing. It may meet vce_finalize() in another
    thread: then it is either in time or does nothing. After `fork` it wakes the process that calls
    it; what had not been noticed before the fork is noticed by the parent alone.

    Success keeps the last error. May run in any thread.
    """
    _vce_wake()


def vce_set_wake_callback(f: Callback, user: Optional[int]) -> int:
    """Sets the function that a heartbeat calls after vce_wake().

    Parameters:
        f (wake_callback): runs inside the heartbeat, after its wait, and may do what every callback
            may; NULL: none (the default): then vce_wake() only ends waits; kept for: library
        user (void *): handed to `f`; never followed by the library

    Returns: 0: success; vce_finalize() forgets the function Negative: an error code.

    Errors:
        VCE_EINVAL: the library is not initialised
    """
    return _vce_set_wake_callback(f or wake_callback(0), user)


def vce_post(f: Callback, arg: Optional[int]) -> int:
    """Hands a function over to the thread of the heartbeat, from any thread.

    The next heartbeat runs it, once, in the order of posting, and does not wait before; a wait that
    goes on ends at once, as by vce_wake(). All that it writes leaves in that heartbeat. It may do
    what every callback may. What it posts runs in the heartbeat after. Not for signal handlers: see
    vce_wake().

    At most 4096 functions can wait. What still waits at vce_finalize() is never run, so what `arg`
    points to is the program's to release then; the same holds in a child after `fork`, where what
    was posted before is run by the parent alone.

    Parameters:
        f (posted_function): the function; kept for: library
        arg (void *): handed to `f`; never followed by the library

    Returns: 0: success Negative: an error code.

    Errors:
        VCE_EFULL: too many wait; try again after a heartbeat
        VCE_EINVAL: `f` is NULL, or the library is not initialised

    May run in any thread.
    """
    return _vce_post(f or posted_function(0), arg)


def vce_timer_start(interval_us: int, repeat: int, f: Callback, user: Optional[int]) -> int:
    """Starts a timer, whose function heartbeats call.

    It is due `interval_us` after the call, and the first heartbeat that ends its wait then or later
    runs it; a heartbeat that may wait, and vce_get_wait_time(), wait no longer than until the next
    timer. The clock is monotonic. Timers that are due run in the order of their times. One that
    repeats keeps to its grid, without drift: the start plus a multiple of the interval. When
    heartbeats came too late for several of these times it runs once for all of them.

    All timers end with vce_finalize(); after `fork` both processes have them.

    Parameters:
        interval_us (VCEI64, microseconds): microseconds, 0 to 3153600000000000 (100 years); 0: in
            the next heartbeat
        repeat (int, flag): 0: it runs once; any other value: again and again, with an interval of 1
            or more
        f (timer_callback): gets the id and `user`, and may do what every callback may, such as
            start and stop timers, its own included. The id of a timer that runs once is stale
            inside `f`. A timer that a timer's function starts runs in the next heartbeat at the
            earliest.; kept for: library
        user (void *): handed to `f`; never followed by the library

    Returns: the id of the timer, above 0. The id of one that has ended is given again only after
    2147483647 others. Negative: an error code.

    Errors:
        VCE_EINVAL: `f` is NULL, or the library is not initialised
        VCE_ERANGE: the interval is outside its range
        VCE_EFULL: there are 16777216 timers
        VCE_EMEM: no memory
    """
    return _vce_timer_start(whole("interval_us", interval_us, c_longlong),
                            whole("repeat", repeat, c_int), f or timer_callback(0), user)


def vce_timer_stop(id: int) -> int:
    """Stops a timer: its function is not called any more.

    Parameters:
        id (int): the id that vce_timer_start() returned

    Returns: 0: success Negative: an error code.

    Errors:
        VCE_ENOENT: there is no such timer (any more): it was stopped, or has run once
        VCE_EINVAL: the library is not initialised
    """
    return _vce_timer_stop(whole("id", id, c_int))


def vce_set_verbose_mode(m: int) -> None:
    """Sets the verbosity of the log.

    Parameters:
        m (int): below 0: silent, also for the program's own messages; 0: normal messages (the
            initial state); above 0: verbose messages too. Takes effect at once, also before
            vce_initialize().

    Success keeps the last error.
    """
    _vce_set_verbose_mode(whole("m", m, c_int))


def vce_set_read_write_log_mode(m: int) -> None:
    """Switches the logging of all traffic on or off.

    Each receive and send logs a verbose line and a dump of its bytes at normal level, each
    vce_conn_write() a verbose line. The dump has the form of vce_dump_buffer().

    Parameters:
        m (int, flag): 0: off (the initial state); any other value: on

    Success keeps the last error.
    """
    _vce_set_read_write_log_mode(whole("m", m, c_int))


def vce_errout(format: Optional[bytes], *args: Any) -> None:
    """Writes a message to the log, as printf formats it, if the verbosity is 0 or more.

    Parameters:
        format (const char *): format as of `printf`, followed by its arguments; NULL writes nothing

    Success keeps the last error.
    """
    _vce_errout(format, *args)


def vce_errout_v(format: Optional[bytes], *args: Any) -> None:
    """Writes a message to the log, as printf formats it, if the verbosity is above 0.

    Parameters:
        format (const char *): format as of `printf`, followed by its arguments; NULL writes nothing

    Success keeps the last error.
    """
    _vce_errout_v(format, *args)


def vce_dump_buffer(buf: Optional[bytes], len: int) -> None:
    """Writes bytes to the log in hexadecimal, if the verbosity is 0 or more.

    Each byte is two lower-case digits and a blank, a line feed follows every 16th byte, and one
    more line feed ends the dump; so 16 bytes end with an empty line.

    Parameters:
        buf (char *): the bytes
        len (int, bytes): their number; 0 or less writes one line feed

    Success keeps the last error.
    """
    _vce_dump_buffer(buf, whole("len", len, c_int))


def vce_conn_show_stat() -> None:
    """Writes a line for every connection to the log, newest first, between a head and an end line.

    A line shows slot, remote address, time of last activity, index, whether the connection was
    accepted (1) or made (0), and the buffer addresses; it is meant for people. Nothing is written
    without connections, or with verbosity below 0.

    Errors:
        VCE_EINVAL: the library is not initialised
    """
    _vce_conn_show_stat()


def vce_get_stat(v: Pointer) -> None:
    """Copies the counters of the process.

    Parameters:
        v (vce_stat_t *, out): receives the counters; NULL is ignored

    Success keeps the last error.
    """
    _vce_get_stat(v)


def vce_tcpcontext_get_stat(tp: Optional[int], s: Pointer) -> None:
    """Copies the counters of a context.

    Parameters:
        tp (tcpcontext_t): the context
        s (tcpcontext_stat_t *, out): receives the counters; untouched if the context is invalid

    Errors:
        VCE_EINVAL: `tp` is invalid or `s` is NULL
    """
    _vce_tcpcontext_get_stat(tp, s)


def vce_conn_get_stat(ct: conn_t, st: Pointer) -> None:
    """Copies the counters of a connection.

    Parameters:
        ct (conn_t): the connection
        st (conn_stat_t *, out): receives the counters; all 0 if the connection is invalid; NULL is
            ignored

    Success keeps the last error.
    """
    _vce_conn_get_stat(ct, st)


def vce_get_netstat_string(buf: Pointer, maxlen: int) -> int:
    """Describes all connections as text, newest first.

    Each connection gives one line of nine fields, separated by commas without blanks, and a line
    feed:

        type=conn,r=0,w=3,rem=127.0.0.1:41090,loc=127.0.0.1:43006,fd=7,s=2,last=1795197032,timeo=77

    They are: bytes in the read and in the write buffer, remote and local address, descriptor,
    serial, time of last activity in seconds since 1970, and idle limit in seconds (unsigned).

    Parameters:
        buf (char *, out): receives the text, always terminated if `maxlen` is 1 or more
        maxlen (int, bytes): size of `buf`; the length of the text plus 2 is needed, 1 if it is
            empty

    Returns: 0: success; the text is empty when there is no connection Negative: an error code.

    Errors:
        VCE_EFULL: no room; `buf` holds the whole lines that fitted
    """
    return _vce_get_netstat_string(buf, whole("maxlen", maxlen, c_int))


def vce_tcpcontext_create(is_server: int, bindaddr: Optional[bytes], port: int, maxcon: int,
                          rblen: int, wblen: int, timeout: int, nonblock_connect: int, nodelay: int,
                          statebuf_size: int) -> Optional[int]:
    """Creates a context.

    A server context listens at once. Every other setting is at its default: no parser, no
    callbacks, accepting enabled without a rate limit, one parser call per heartbeat, received data
    restarts the idle time and sent data does not, no record limit, user pointer NULL. A context
    counts 4 towards `max_array` of vce_limit_t, 5 if it has a state buffer.

    Note: An address that does not resolve is an error here; the old library listened on all
    interfaces.

    Parameters:
        is_server (int, flag): 0: client; any other value: server
        bindaddr (const char *): server: address to listen on, as a name or in numbers; NULL, `""`
            and `"0.0.0.0"` mean all IPv4 interfaces, `"::"` both families; `"unix:/path"` and
            `"unix:@name"` a Unix socket, see vce_conn_get_peer_credentials(); client: ignored
        port (unsigned short, port): server: port to listen on, 0 lets the system choose, see
            vce_tcpcontext_get_port(); ignored for a Unix socket and a client
        maxcon (int, connections): connections that may exist at once in this context, those that
            are closing included; 0 or more, may exceed `max_conn` of vce_limit_t
        rblen (size_t, bytes): size of each read buffer in bytes, 1 to 2147483647
        wblen (size_t, bytes): size of each write buffer in bytes, 1 to 2147483647
        timeout (int, seconds): idle limit of new connections in seconds, see vce_conn_set_timeout()
        nonblock_connect (int, flag): 0: vce_tcpcontext_connect() waits for the handshake; any other
            value: it returns at once. On a server, accepted connections then become writable with
            the next heartbeat
        nodelay (int, flag): 0: leave Nagle's algorithm on; any other value: set TCP_NODELAY on
            every connection
        statebuf_size (size_t, bytes): size of the zeroed state buffer of each connection in bytes,
            0 (none) to 2147483647

    Returns: the context, or NULL.

    Errors:
        VCE_EINVAL: the library is not initialised, or `max_tcpcontext` is 0 or less
        VCE_EFULL: `max_tcpcontext` contexts exist already
        VCE_EIPADDR: `bindaddr` does not resolve, or is no name of a Unix socket
        VCE_ESOCKET: no socket could be created
        VCE_ESETSOCKOPT: an option of the socket could not be set
        VCE_EBIND: the address cannot be bound: port in use, privileged, or address not of this
            host; for a Unix socket: a server listens there, there is a file that is no socket, or
            the folder does not allow it
        VCE_ELISTEN: listening failed
        VCE_EARRAY: `maxcon`, `rblen`, `wblen` or `statebuf_size` is outside its range, `maxcon`
            times the three sizes exceeds 2 to the power of 46, `max_array` is used up, or memory is
            short. Tested last: a port in use gives VCE_EBIND first

    May block; other Python threads run meanwhile.
    """
    return _vce_tcpcontext_create(whole("is_server", is_server, c_int), bindaddr,
                                  whole("port", port, c_ushort), whole("maxcon", maxcon, c_int),
                                  whole("rblen", rblen, c_size_t), whole("wblen", wblen, c_size_t),
                                  whole("timeout", timeout, c_int),
                                  whole("nonblock_connect", nonblock_connect, c_int),
                                  whole("nodelay", nodelay, c_int),
                                  whole("statebuf_size", statebuf_size, c_size_t))


def vce_tcpcontext_cleanup(tp: Optional[int]) -> None:
    """Closes a context: stops listening, closes every connection, gives the handle up.

    No callback runs in the call. The connections remain valid and closed; later heartbeats send
    their unsent output and destroy them with their own closewatcher and finalizer, as after
    vce_conn_close(). May be called inside any callback, also of a connection of this context.

    Parameters:
        tp (tcpcontext_t): the context; invalid afterwards

    Errors:
        VCE_EINVAL: `tp` is invalid
    """
    _vce_tcpcontext_cleanup(tp)


def vce_tcpcontext_get_max_connection(t: Optional[int]) -> int:
    """Returns the greatest number of connections of a context.

    Parameters:
        t (tcpcontext_t): the context

    Returns: `maxcon` as given to vce_tcpcontext_create(); last error kept. Unit: connections.
    Negative: an error code.

    Errors:
        VCE_EINVAL: `t` is invalid

    Success keeps the last error.
    """
    return _vce_tcpcontext_get_max_connection(t)


def vce_tcpcontext_get_all_connection(t: Optional[int], a: Pointer, max: int) -> int:
    """Lists the connections of a context, newest first.

    Parameters:
        t (tcpcontext_t): the context
        a (conn_t *, out): receives the handles of connections that are not destroyed, closing ones
            included
        max (int, elements): size of `a` in handles; 0 or less, or `a` NULL, stores nothing

    Returns: the number of handles stored, 0 to `max`. Unit: connections. Negative: an error code.

    Errors:
        VCE_EINVAL: `t` is invalid
    """
    return _vce_tcpcontext_get_all_connection(t, a, whole("max", max, c_int))


def vce_tcpcontext_count_connections(t: Optional[int], conn: Pointer) -> int:
    """Counts the connections of a context.

    Parameters:
        t (tcpcontext_t): the context
        conn (int *, out, connections): receives the number of connections that are not destroyed,
            closing ones included; may be NULL; untouched on failure

    Returns: 0: success; the count is not the result Negative: an error code.

    Errors:
        VCE_EINVAL: `t` is invalid
    """
    return _vce_tcpcontext_count_connections(t, conn)


def vce_tcpcontext_conn_iterate(tt: Optional[int], f: Callback) -> int:
    """Calls a function for each connection of a context, newest first.

    Parameters:
        tt (tcpcontext_t): the context
        f (conn_visitor): gets a connection that is not destroyed, closing ones included; a negative
            result ends the walk. It may close connections: nothing is destroyed during the walk;
            kept for: call

    Returns: 0: all connections were visited, or `f` ended the walk Negative: an error code.

    Errors:
        VCE_EINVAL: `tt` is invalid or `f` is NULL
    """
    return _vce_tcpcontext_conn_iterate(tt, f or conn_visitor(0))


def vce_tcpcontext_set_conn_closewatcher(tp: Optional[int], cw: Callback) -> None:
    """Sets the function that learns of the end of a connection, for connections made later.

    It runs once for each connection that passed its acceptwatcher or was returned by
    vce_tcpcontext_connect(), also for a non-blocking connect that fails. It does not run for peers
    that were turned away, nor in vce_finalize(). Inside, the handle is valid, state buffer, user
    pointer and addresses can be read; bytes written are discarded. It may connect anew: the new
    connection gets another slot. Afterwards the finalizer runs, then the handle is stale.

    Parameters:
        tp (tcpcontext_t): the context
        cw (closewatcher): gets the connection and the reason; its result is ignored; NULL: none;
            kept for: connections

    Errors:
        VCE_EINVAL: `tp` is invalid
        VCE_EMEM: no memory, nothing changes

    Success keeps the last error.
    """
    _vce_tcpcontext_set_conn_closewatcher(tp, cw or closewatcher(0))


def vce_tcpcontext_set_conn_finalizer(t: Optional[int], f: Callback) -> None:
    """Sets the function that runs last before a connection is destroyed.

    It runs after the closewatcher, and also for a connection that its acceptwatcher refused. The
    handle is still valid inside and stale afterwards. Takes effect for existing connections too.

    Parameters:
        t (tcpcontext_t): the context
        f (finalizer): gets the connection; NULL: none; kept for: context

    Errors:
        VCE_EINVAL: `t` is invalid

    Success keeps the last error.
    """
    _vce_tcpcontext_set_conn_finalizer(t, f or finalizer(0))


def vce_tcpcontext_timeout_control(tp: Optional[int], recv_reset: int, send_reset: int) -> None:
    """Chooses what restarts the idle time of the connections of a context.

    Parameters:
        tp (tcpcontext_t): the context; existing connections are affected at once
        recv_reset (int, flag): 0: no; any other value: received data restarts it (the default)
        send_reset (int, flag): 0: no (the default); any other value: bytes that the system took
            restart it

    Errors:
        VCE_EINVAL: `tp` is invalid

    Success keeps the last error.
    """
    _vce_tcpcontext_timeout_control(tp, whole("recv_reset", recv_reset, c_int),
                                    whole("send_reset", send_reset, c_int))


def vce_tcpcontext_userdata_set_pointer(tp: Optional[int], p: Optional[int]) -> None:
    """Stores a pointer of the program in a context.

    Parameters:
        tp (tcpcontext_t): the context
        p (void *): any value; never followed or freed by the library

    Errors:
        VCE_EINVAL: `tp` is invalid

    Success keeps the last error.
    """
    _vce_tcpcontext_userdata_set_pointer(tp, p)


def vce_tcpcontext_userdata_get_pointer(tp: Optional[int]) -> Optional[int]:
    """Returns the pointer that vce_tcpcontext_userdata_set_pointer() stored.

    Parameters:
        tp (tcpcontext_t): the context

    Returns: the pointer; NULL if none was stored or the context is invalid.

    Errors:
        VCE_EINVAL: `tp` is invalid

    Success keeps the last error.
    """
    return _vce_tcpcontext_userdata_get_pointer(tp)


def vce_tcpcontext_set_conn_safety_read(tp: Optional[int], p: int) -> int:
    """Makes the reading of each connection wait until enough of its write buffer is free.

    Existing and new connections of the context are affected.

    Parameters:
        tp (tcpcontext_t): the context
        p (int, percent): percentage of the write buffer that must be free for a connection to be
            read and parsed: 0 (always, the default) to 100 (only when nothing is unsent)

    Returns: 0: success Negative: an error code.

    Errors:
        VCE_ERANGE: `p` is outside 0 to 100; nothing changes
        VCE_EINVAL: `tp` is invalid
    """
    return _vce_tcpcontext_set_conn_safety_read(tp, whole("p", p, c_int))


def vce_tcpcontext_setup_p2p(t: Optional[int], allocationsize: int, allocationunits: int) -> int:
    """Does nothing.

    Peer-to-peer connections are not supported.

    Parameters:
        t (tcpcontext_t): a context; ignored
        allocationsize (int): ignored
        allocationunits (int): ignored

    Returns: 0 for success. Negative: an error code.

    Errors:
        VCE_ESUPPORT: always
    """
    return _vce_tcpcontext_setup_p2p(t, whole("allocationsize", allocationsize, c_int),
                                     whole("allocationunits", allocationunits, c_int))


def vce_tcpcontext_set_portscanner(t: Optional[int], host: Optional[bytes], mainport: int,
                                   subport: int) -> int:
    """Does nothing.

    Kept for programs that named a helper server for peer-to-peer connections.

    Parameters:
        t (tcpcontext_t): a context; ignored
        host (const char *): ignored
        mainport (unsigned short, port): ignored
        subport (unsigned short, port): ignored

    Returns: 1: always

    Success keeps the last error.
    """
    return _vce_tcpcontext_set_portscanner(t, host, whole("mainport", mainport, c_ushort),
                                           whole("subport", subport, c_ushort))


def vce_tcpcontext_set_conn_acceptwatcher(tp: Optional[int], aw: Callback) -> None:
    """Sets the function that is asked about each accepted connection.

    Parameters:
        tp (tcpcontext_t): the context
        aw (acceptwatcher): gets the connection; 0 or more keeps it, a negative result destroys it;
            NULL: every connection is kept; kept for: context

    Errors:
        VCE_EINVAL: `tp` is invalid

    Success keeps the last error.
    """
    _vce_tcpcontext_set_conn_acceptwatcher(tp, aw or acceptwatcher(0))


def vce_tcpcontext_set_conn_hiwater_acceptwatcher(tp: Optional[int], water: int,
                                                  aw: Callback) -> None:
    """Sets the function that is asked about each accepted connection when the context is nearly
    full.

    It is called instead of the accept watcher when at least WATER - 1 connections are open, the new
    one included. WATER is `water`, and connections that are closing count as open. With `water` 3
    the first connection meets the acceptwatcher, the second and all further ones this function;
    with 1 or 2, all do. To serve 100 and tell the next ones that the server is full, `water` is
    102. Choose `water` below `maxcon`: beyond `maxcon` peers are turned away unasked.

    Parameters:
        tp (tcpcontext_t): the context
        water (int, connections): the mark; looked up at each accept
        aw (hiwater_acceptwatcher): gets the connection and the number of open ones, itself
            included; result as for the acceptwatcher; NULL: the acceptwatcher is asked always. It
            is asked without an acceptwatcher too.; kept for: context

    Errors:
        VCE_EINVAL: `tp` is invalid

    Success keeps the last error.
    """
    _vce_tcpcontext_set_conn_hiwater_acceptwatcher(tp, whole("water", water, c_int),
                                                   aw or hiwater_acceptwatcher(0))


def vce_tcpcontext_set_accept_max(t: Optional[int], con_max: int, accept_warning: Callback) -> None:
    """Limits how many peers are accepted per minute.

    A burst of `con_max` + 1 passes, then one per 60 / `con_max` seconds. A peer counts even if a
    later check turns it away.

    Parameters:
        t (tcpcontext_t): the context
        con_max (int, connections): peers per minute; 0 or less: no limit (the default)
        accept_warning (accept_warning): asked once for each peer in excess, before a connection is
            made: 0 or more lets it pass, a negative result turns it away; NULL: all are turned
            away; kept for: context

    Errors:
        VCE_EINVAL: `t` is invalid

    Success keeps the last error.
    """
    _vce_tcpcontext_set_accept_max(t, whole("con_max", con_max, c_int),
                                   accept_warning or accept_warning(0))


def vce_tcpcontext_enable_accept(tp: Optional[int], flag: int) -> None:
    """Lets a server context accept peers, or turn all of them away.

    The socket goes on listening, and existing connections are not affected.

    Parameters:
        tp (tcpcontext_t): the context
        flag (int, flag): 0: turn away; any other value: accept (the default)

    Errors:
        VCE_EINVAL: `tp` is invalid

    Success keeps the last error.
    """
    _vce_tcpcontext_enable_accept(tp, whole("flag", flag, c_int))


def vce_tcpcontext_connect(t: Optional[int], h: Optional[bytes], p: int) -> conn_t:
    """Connects to a server.

    If the context has `nonblock_connect` 0, the call waits for the handshake and the connection is
    open. Otherwise it returns at once with a connecting one; a name is looked up in the background.
    There is no callback for success: the connection is open as soon as vce_conn_writable() is above
    0, and a failure destroys it in a heartbeat with the reason REMOTE. If no answer comes in the
    time of vce_tcpcontext_set_connect_timeout(), or in that of the idle limit if none is set, it
    ends with TIMEOUT; idle time begins when the connection is established. All addresses of a name
    are tried, IPv4 ones first, the next one as soon as one has failed or has not answered for 250
    ms; the first that is established is used, the others are closed. A connect to a port of this
    machine where no server listens can reach itself; that counts as refused. Changes of
    `/etc/resolv.conf` and `/etc/hosts` are noticed by the next look-up. A look-up in the background
    does not ask again over TCP where an answer is too long for UDP (some 28 addresses); the connect
    then fails. That a server completed the handshake does not mean that it keeps the connection.
    Why a connect failed is told by vce_get_last_error_detail() and, in the closewatcher, by
    vce_conn_get_end_detail().

    Parameters:
        t (tcpcontext_t): the context, client or server; its acceptwatcher is not asked
        h (const char *): host name, or address in numbers; or a Unix socket, `"unix:/path"` or
            `"unix:@name"`, see vce_conn_get_peer_credentials()
        p (unsigned short, port): port, 1 to 65535; ignored for a Unix socket

    Returns: the handle of the connection, or `{NULL, 0}`, for which no callback runs.

    Errors:
        VCE_EINVAL: `t` is invalid
        VCE_ESOCKET: no socket could be created
        VCE_ESETSOCKOPT: an option of the socket could not be set
        VCE_EFULL: the context has `maxcon` connections, closing ones included, or the process
            `max_conn`, or memory is short
        VCE_ECONNECT: `h` is NULL, empty or no name of a Unix socket, or `p` is 0. With
            `nonblock_connect` 0 also: the name is unknown, or no address of it can be reached in
            time; `errno` has the system's number

    May block; other Python threads run meanwhile.
    """
    return _vce_tcpcontext_connect(t, h, whole("p", p, c_ushort))


def vce_conn_write(ct: conn_t, b: Optional[bytes], len: int) -> int:
    """Queues bytes for sending, all of them or none.

    They leave, in the order of the calls and without added framing, with the next heartbeat, or
    with the current one if called inside a parser or protocol callback; inside others it is one of
    the two.

    Parameters:
        ct (conn_t): the connection
        b (char *): the bytes; copied
        len (size_t, bytes): their number, 0 or more

    Returns: `len`. A `len` of 0 returns 0, writes nothing and sets the last error to VCE_EINVAL.
    Unit: bytes. Negative: an error code.

    Errors:
        VCE_EINVAL: `ct` is the null handle, or `b` is NULL with a `len` above 0
        VCE_ECONNSERIAL: `ct` is stale, or another invalid handle
        VCE_ENOTREADY: the connection is connecting
        VCE_ECLOSED: the connection is closed
        VCE_EFULL: fewer than `len` bytes are free in the write buffer, or memory is short; nothing
            was queued, try again after a heartbeat
    """
    return _vce_conn_write(ct, b, whole("len", len, c_size_t))


def vce_conn_writable(ct: conn_t) -> int:
    """Returns how many bytes the next write may have.

    Parameters:
        ct (conn_t): the connection

    Returns: the free bytes of the write buffer, 0 to its size; 0 while connecting. A closed
    connection has free bytes too although writes fail. Negative: an error code.

    Errors:
        VCE_EINVAL: `ct` is invalid
    """
    return _vce_conn_writable(ct)


def vce_conn_set_writable_watcher(c: conn_t, bytes: int, f: Callback) -> int:
    """Has a function called when the write buffer has room again.

    For a program that sends more than a write buffer takes: it writes until VCE_EFULL, sets the
    watcher, and goes on in there. The watcher runs in the heartbeat in which so much of the buffer
    has become free, before the end of that heartbeat sends what was written; or in the next
    heartbeat, if the room is there when it is set. It runs once: to be called again, it is set
    again, also by itself. While it runs vce_conn_writable() is `bytes` or more.

    On a connection that is connecting it runs when the connection is open. On one that was closed,
    or that its peer has ended, it never runs, whether set before or after that.

    Parameters:
        c (conn_t): the connection
        bytes (int, bytes): how much is to be free, 1 to the size of the write buffer
        f (writable_watcher): gets the connection; 0 or more goes on, a negative result destroys the
            connection (PARSER); it takes the place of one that was set before; NULL: none, `bytes`
            is ignored; kept for: connection

    Returns: 0: success Negative: an error code.

    Errors:
        VCE_EINVAL: `c` is invalid
        VCE_ECLOSED: the connection is closed
        VCE_ERANGE: `bytes` is below 1 or above the size of the write buffer
        VCE_EMEM: no memory; one that was set before stays
    """
    return _vce_conn_set_writable_watcher(c, whole("bytes", bytes, c_int), f or writable_watcher(0))


def vce_conn_writed(ct: conn_t) -> int:
    """Tells whether the write buffer is empty.

    It says nothing about the buffers of the system, or about the peer.

    Parameters:
        ct (conn_t): the connection

    Returns: 1: nothing is unsent; also for a connecting or invalid one; 0: bytes are waiting to be
    sent
    """
    return _vce_conn_writed(ct)


def vce_conn_close(ct: conn_t) -> None:
    """Requests the end of a connection.

    With nothing unsent it is destroyed at the start of the next heartbeat, reason APPLICATION, and
    nothing more is received. Otherwise heartbeats first send the rest, and still receive and parse
    meanwhile: the parser finds vce_conn_is_closed() 1. The heartbeat after the one that sent the
    last byte destroys it. The peer gets all bytes, then end of stream, also while it still sends:
    bytes that arrive after the connection was destroyed are read and dropped until the peer ends
    the stream too, for at most 2 seconds and 1 MiB, and only then the socket is closed. Until then
    its place counts at the limits for connections that are accepted. The idle limit bounds the
    sending, then the reason is TIMEOUT and the rest is lost. Called inside its parser or protocol
    callback, further records of this heartbeat are still delivered.

    Parameters:
        ct (conn_t): the connection; stays valid until a heartbeat destroys it

    Errors:
        VCE_EINVAL: `ct` is invalid
        VCE_EALREADY: it was closed before; nothing changes
    """
    _vce_conn_close(ct)


def vce_conn_close_tcpcontext_all(t: Optional[int]) -> None:
    """Closes every connection of a context, newest first, as vce_conn_close() does.

    Those closed before are passed over. The context goes on accepting.

    Parameters:
        t (tcpcontext_t): the context; NULL has no effect

    Errors:
        VCE_EINVAL: `t` is invalid
    """
    _vce_conn_close_tcpcontext_all(t)


def vce_conn_set_timeout(ct: conn_t, sec: int) -> None:
    """Sets the idle limit of a connection; the running idle time is not restarted.

    The limit expires when the whole seconds since the last activity exceed it: limit T between T
    and T + 1 seconds, 0 when the second changes, a negative limit in the next heartbeat before
    anything waiting is read. What counts as activity is set by vce_tcpcontext_timeout_control(). An
    expired connection is closed and destroyed in the following heartbeat, reason TIMEOUT; one that
    was closed before is destroyed at once. There is no value for "never", but 2147483647 is 68
    years.

    Parameters:
        ct (conn_t): the connection
        sec (int, seconds): the limit in seconds, any value

    Errors:
        VCE_EINVAL: `ct` is invalid
    """
    _vce_conn_set_timeout(ct, whole("sec", sec, c_int))


def vce_conn_is_valid(c: conn_t) -> int:
    """Tells whether a handle denotes a connection that is not destroyed.

    Parameters:
        c (conn_t): any value

    Returns: 1: valid: connecting, open or closed; 0: invalid

    Success keeps the last error.
    """
    return _vce_conn_is_valid(c)


def vce_conn_is_closed(c: conn_t) -> int:
    """Tells whether a connection is closed but not yet destroyed.

    Parameters:
        c (conn_t): any value

    Returns: 1: a close was requested, by the program or by an idle limit; 0: not closed, or invalid

    Success keeps the last error.
    """
    return _vce_conn_is_closed(c)


def vce_conn_is_equal(c1: conn_t, c2: conn_t) -> int:
    """Tells whether two handles are the same.

    Parameters:
        c1 (conn_t): any value
        c2 (conn_t): any value

    Returns: 1: both parts are equal; so are two null handles; 0: they differ

    Success keeps the last error.
    """
    return _vce_conn_is_equal(c1, c2)


def vce_conn_clear(ct: Pointer) -> None:
    """Sets a handle to the null handle, all 16 bytes of it.

    Parameters:
        ct (conn_t *, out): handle to clear; NULL is ignored

    Success keeps the last error.
    """
    _vce_conn_clear(ct)


def vce_conn_get_index(c: conn_t) -> int:
    """Returns the slot number of a connection.

    No two live connections share a slot; the slot freed last is used first.

    Parameters:
        c (conn_t): a handle; only its `p` counts, a stale one is fine

    Returns: 0 to `max_conn` - 1; last error kept. Negative: an error code.

    Errors:
        VCE_EALIGNMENT: `c.p` is NULL or denotes no slot

    Success keeps the last error.
    """
    return _vce_conn_get_index(c)


def vce_conn_get_struct_from_index(index: int) -> conn_t:
    """Returns the connection that is in a slot.

    Parameters:
        index (int): slot number, 0 to `max_conn` - 1

    Returns: the handle; an unused slot gives an invalid handle of serial 0, an `index` out of range
    gives `{NULL, 0}`.

    Errors:
        VCE_EINVAL: `index` is out of range
    """
    return _vce_conn_get_struct_from_index(whole("index", index, c_int))


def vce_conn_get_tcpcontext(ct: conn_t) -> Optional[int]:
    """Returns the context of a connection.

    Parameters:
        ct (conn_t): the connection

    Returns: the context; NULL if the connection is invalid. After vce_tcpcontext_cleanup() the
    context is invalid even if a closing connection still names it.

    Success keeps the last error.
    """
    return _vce_conn_get_tcpcontext(ct)


def vce_conn_get_state_buffer(c: conn_t, len: Pointer) -> Optional[int]:
    """Returns the state buffer of a connection.

    It is zero-filled when the connection is made, aligned for any type, stays at its address as
    long as the connection lives, and is the program's to use.

    Parameters:
        c (conn_t): the connection
        len (int *, out, bytes): receives `statebuf_size` of the context; may be NULL; untouched if
            NULL is returned

    Returns: the buffer, or NULL if the context has none or the connection is invalid. Valid until
    the connection is destroyed.

    Errors:
        VCE_EINVAL: `c` is invalid
    """
    return _vce_conn_get_state_buffer(c, len)


def vce_conn_userdata_set_pointer(ct: conn_t, p: Optional[int]) -> None:
    """Stores a pointer of the program in a connection; new connections hold NULL.

    Parameters:
        ct (conn_t): the connection; nothing happens if it is invalid
        p (void *): any value; never followed or freed by the library

    Success keeps the last error.
    """
    _vce_conn_userdata_set_pointer(ct, p)


def vce_conn_userdata_get_pointer(ct: conn_t) -> Optional[int]:
    """Returns the pointer that vce_conn_userdata_set_pointer() stored.

    Parameters:
        ct (conn_t): the connection

    Returns: the pointer; NULL if none was stored or the connection is invalid.

    Success keeps the last error.
    """
    return _vce_conn_userdata_get_pointer(ct)


def vce_conn_get_remote_ipv4_addr(ct: conn_t, a: Pointer, p: Pointer) -> None:
    """Stores the IPv4 address and the port of the peer.

    Parameters:
        ct (conn_t): the connection
        a (unsigned int *, out): receives the address in network byte order, 0 for an IPv6
            connection; may be NULL
        p (unsigned short *, out, port): receives the port in host byte order; may be NULL

    Success keeps the last error.
    """
    _vce_conn_get_remote_ipv4_addr(ct, a, p)


def vce_conn_get_local_ipv4_addr(ct: conn_t, a: Pointer, p: Pointer) -> None:
    """Stores the IPv4 address and the port of this end of a connection.

    Parameters:
        ct (conn_t): the connection
        a (unsigned int *, out): receives the address in network byte order, 0 for an IPv6
            connection; may be NULL
        p (unsigned short *, out, port): receives the port in host byte order; may be NULL

    Success keeps the last error.
    """
    _vce_conn_get_local_ipv4_addr(ct, a, p)


def vce_conn_get_remote_ipv6_addr(ct: conn_t, a: Pointer, p: Pointer) -> None:
    """Stores the IPv6 address and the port of the peer.

    Parameters:
        ct (conn_t): the connection
        a (char *, out): receives the 16 bytes of the address; for an IPv4 connection, its 4 bytes
            in the first four, the others untouched; may be NULL
        p (unsigned short *, out, port): receives the port in host byte order; may be NULL

    Success keeps the last error.
    """
    _vce_conn_get_remote_ipv6_addr(ct, a, p)


def vce_conn_get_local_ipv6_addr(ct: conn_t, a: Pointer, p: Pointer) -> None:
    """Stores the IPv6 address and the port of this end of a connection.

    Parameters:
        ct (conn_t): the connection
        a (char *, out): receives the 16 bytes of the address; for an IPv4 connection, its 4 bytes
            in the first four, the others untouched; may be NULL
        p (unsigned short *, out, port): receives the port in host byte order; may be NULL

    Success keeps the last error.
    """
    _vce_conn_get_local_ipv6_addr(ct, a, p)


def vce_conn_get_remote_ipv4_addr_string(ct: conn_t, s: Pointer, max: int) -> Optional[bytes]:
    """Writes the IPv4 address of the peer as text, such as 127.0.0.1:8080.

    Parameters:
        ct (conn_t): the connection
        s (char *, out): receives the text, terminated
        max (int, bytes): size of `s`, at least 32

    Returns: `s`, or NULL.

    Errors:
        VCE_ETOOSHORT: `max` is below 32
        VCE_EINVAL: `ct` is invalid or an IPv6 connection, or `s` is NULL
    """
    return _vce_conn_get_remote_ipv4_addr_string(ct, s, whole("max", max, c_int))


def vce_conn_get_local_ipv4_addr_string(ct: conn_t, s: Pointer, max: int) -> Optional[bytes]:
    """Writes the IPv4 address of this end of a connection as text, such as 127.0.0.1:8080.

    Parameters:
        ct (conn_t): the connection
        s (char *, out): receives the text, terminated
        max (int, bytes): size of `s`, at least 32

    Returns: `s`, or NULL.

    Errors:
        VCE_ETOOSHORT: `max` is below 32
        VCE_EINVAL: `ct` is invalid or an IPv6 connection, or `s` is NULL
    """
    return _vce_conn_get_local_ipv4_addr_string(ct, s, whole("max", max, c_int))


def vce_conn_get_remote_ipv6_addr_string(ct: conn_t, s: Pointer, max: int) -> Optional[bytes]:
    """Writes the IPv6 address of the peer as text, such as [2001:db8::1]:8080.

    The text is the address in brackets, in the form of RFC 5952, a colon, and the decimal port. The
    zone of a link-local address is left out. A peer that reaches an IPv6 socket by IPv4 is an IPv4
    connection. For that the 4 bytes are given as the old library did: the first two of eight groups
    without brackets, the others 0, such as `7f00:1:0:0:0:0:0:0:8080`.

    Parameters:
        ct (conn_t): the connection
        s (char *, out): receives the text, terminated
        max (int, bytes): size of `s`, at least 50

    Returns: `s`, or NULL.

    Errors:
        VCE_ETOOSHORT: `max` is below 50
        VCE_EINVAL: `ct` is invalid, or `s` is NULL
    """
    return _vce_conn_get_remote_ipv6_addr_string(ct, s, whole("max", max, c_int))


def vce_conn_get_local_ipv6_addr_string(ct: conn_t, s: Pointer, max: int) -> Optional[bytes]:
    """Writes the IPv6 address of this end of a connection as text, such as [2001:db8::1]:8080.

    The text is the address in brackets, in the form of RFC 5952, a colon, and the decimal port. The
    zone of a link-local address is left out. A peer that reaches an IPv6 socket by IPv4 is an IPv4
    connection. For that the 4 bytes are given as the old library did: the first two of eight groups
    without brackets, the others 0, such as `7f00:1:0:0:0:0:0:0:8080`.

    Parameters:
        ct (conn_t): the connection
        s (char *, out): receives the text, terminated
        max (int, bytes): size of `s`, at least 50

    Returns: `s`, or NULL.

    Errors:
        VCE_ETOOSHORT: `max` is below 50
        VCE_EINVAL: `ct` is invalid, or `s` is NULL
    """
    return _vce_conn_get_local_ipv6_addr_string(ct, s, whole("max", max, c_int))


def vce_conn_get_remote_addr_string(ct: conn_t, s: Pointer, max: int) -> Optional[bytes]:
    """Writes the address of the peer as text, in the form of its family.

    Parameters:
        ct (conn_t): the connection
        s (char *, out): receives the text, terminated
        max (int, bytes): size of `s`, at least 32 for an IPv4 and 50 for an IPv6 connection;
            VCE_MAX_ADDR_TEXT is enough for each

    Returns: `s`, or NULL.

    Errors:
        VCE_ETOOSHORT: `max` is too small
        VCE_EINVAL: `ct` is invalid, or `s` is NULL. For the null handle the last error is kept
    """
    return _vce_conn_get_remote_addr_string(ct, s, whole("max", max, c_int))


def vce_conn_get_local_addr_string(ct: conn_t, s: Pointer, max: int) -> Optional[bytes]:
    """Writes the address of this end of a connection as text, in the form of its family.

    Parameters:
        ct (conn_t): the connection
        s (char *, out): receives the text, terminated
        max (int, bytes): size of `s`, at least 32 for an IPv4 and 50 for an IPv6 connection;
            VCE_MAX_ADDR_TEXT is enough for each

    Returns: `s`, or NULL.

    Errors:
        VCE_ETOOSHORT: `max` is too small
        VCE_EINVAL: `ct` is invalid, or `s` is NULL. For the null handle the last error is kept
    """
    return _vce_conn_get_local_addr_string(ct, s, whole("max", max, c_int))


def vce_tcpcontext_set_conn_parser(tp: Optional[int], parser: Callback, c: Callback) -> None:
    """Sets the parser and the protocol callback for connections made later.

    Parameters:
        tp (tcpcontext_t): the context
        parser (parser): the parser; NULL: input collects in the read buffer until a parser is set;
            kept for: connections
        c (protocol_callback): the protocol callback that ready-made parsers call with the
            connection, the record (not terminated, valid until it returns) and its length; a
            negative result has the effect of a negative parser result. NULL: records are discarded;
            kept for: connections

    Errors:
        VCE_EINVAL: `tp` is invalid

    Success keeps the last error.
    """
    _vce_tcpcontext_set_conn_parser(tp, parser or parser(0), c or protocol_callback(0))


def vce_conn_set_parser(ct: conn_t, p: Callback, pcb: Callback) -> None:
    """Sets the parser and the protocol callback of one connection.

    Takes effect with the next parser call, which may be in the same heartbeat.

    Parameters:
        ct (conn_t): the connection; nothing happens if it is invalid
        p (parser): the parser, as for vce_tcpcontext_set_conn_parser(); kept for: connection
        pcb (protocol_callback): the protocol callback, likewise; kept for: connection

    Success keeps the last error.
    """
    _vce_conn_set_parser(ct, p or parser(0), pcb or protocol_callback(0))


def vce_tcpcontext_set_conn_call_parser_per_heartbeat(tt: Optional[int], v: int) -> None:
    """Sets how often a heartbeat may call the parser of a connection made later.

    Each call of a ready-made parser delivers one record, so the default delivers one record per
    heartbeat. The calls end early when the read buffer is empty, when a call consumed nothing,
    after a negative result, and after vce_conn_break_heartbeat().

    Parameters:
        tt (tcpcontext_t): the context
        v (int, count): calls per heartbeat and connection, default 1; 0 or less: the parser is
            never called

    Errors:
        VCE_EINVAL: `tt` is invalid
        VCE_EMEM: no memory, nothing changes

    Success keeps the last error.
    """
    _vce_tcpcontext_set_conn_call_parser_per_heartbeat(tt, whole("v", v, c_int))


def vce_tcpcontext_protocol_set_maxlength(ct: Optional[int], maxlength: int,
                                          errcall: Callback) -> None:
    """Limits the length of records for connections made later; only the bin16 parser obeys.

    Parameters:
        ct (tcpcontext_t): the context
        maxlength (int, bytes): greatest allowed content in bytes; 0 or less: no limit (the default)
        errcall (maxlength_watcher): asked with the connection when a header announces more; 0 or
            more allows the record, a negative result refuses it; asked again at every parser call
            until the record is complete. NULL: refused. A refusal makes the parser return
            VCE_EPROTO_TOOLONG; kept for: connections

    Errors:
        VCE_EINVAL: `ct` is invalid
        VCE_EMEM: no memory, nothing changes

    Success keeps the last error.
    """
    _vce_tcpcontext_protocol_set_maxlength(ct, whole("maxlength", maxlength, c_int),
                                           errcall or maxlength_watcher(0))


def vce_conn_get_buffer(ct: conn_t, rb: Pointer, rblen: Pointer, wb: Pointer,
                        wblen: Pointer) -> None:
    """Gives access to the buffers of a connection.

    The pointers stay valid until the next call that writes to the connection, consumes its input or
    returns to a heartbeat; inside a parser the input stays until the parser returns.

    Parameters:
        ct (conn_t): the connection
        rb (char **, out): receives the start of the received bytes that are not consumed; may be
            NULL
        rblen (int *, out, bytes): receives their number; may be NULL
        wb (char **, out): receives the start of the written bytes that are not sent; may be NULL
        wblen (int *, out, bytes): receives their number; may be NULL
    """
    _vce_conn_get_buffer(ct, rb, rblen, wb, wblen)


def vce_conn_shrink_readbuf(ct: conn_t, len: int) -> int:
    """Removes bytes from the front of the read buffer.

    Parameters:
        ct (conn_t): the connection
        len (int, bytes): number of bytes; more than there are removes all, 0 or less none

    Returns: the number of bytes removed, 0 for an invalid connection.

    Errors:
        VCE_EINVAL: `ct` is invalid
    """
    return _vce_conn_shrink_readbuf(ct, whole("len", len, c_int))


def vce_conn_set_io_callback(ct: conn_t, cb: Callback) -> None:
    """Sets a function that sees all bytes that a connection receives and sends.

    It runs once per successful receive or send, before the parser; not for end of stream or errors.

    Parameters:
        ct (conn_t): the connection; nothing happens if it is invalid
        cb (io_callback): gets the connection, `rwflag` 0 for received bytes (not yet in the read
            buffer) or 1 for bytes the system took (still in the write buffer), the bytes, valid
            until it returns or writes to the connection, and their number; NULL: none (the
            default); kept for: connection

    Errors:
        VCE_EMEM: no memory, nothing changes

    Success keeps the last error.
    """
    _vce_conn_set_io_callback(ct, cb or io_callback(0))


def vce_protocol_parser_bin16(ct: conn_t) -> int:
    """Parses a bin16 record and hands it to the protocol callback.

    Install it with vce_tcpcontext_set_conn_parser(). It obeys
    vce_tcpcontext_protocol_set_maxlength().

    Parameters:
        ct (conn_t): the connection

    Returns: the result of the protocol callback, or 0 if there is no complete record or no
    callback. Negative: an error code.

    Errors:
        VCE_EPROTO_TOOLONG: the record is above the limit, or can never fit the read buffer
        VCE_EINVAL: `ct` is invalid
    """
    return _vce_protocol_parser_bin16(ct)


def vce_protocol_parser_bin32(ct: conn_t) -> int:
    """Parses a bin32 record and hands it to the protocol callback.

    Install it with vce_tcpcontext_set_conn_parser().

    Parameters:
        ct (conn_t): the connection

    Returns: the result of the protocol callback, or 0 if there is no complete record or no
    callback. Negative: an error code.

    Errors:
        VCE_EPROTO_TOOLONG: the record is above BIN32DATA_MAX, or can never fit the read buffer
        VCE_EINVAL: `ct` is invalid
    """
    return _vce_protocol_parser_bin32(ct)


def vce_protocol_parser_through(ct: conn_t) -> int:
    """Hands whatever has arrived to the protocol callback.

    Install it with vce_tcpcontext_set_conn_parser().

    Parameters:
        ct (conn_t): the connection

    Returns: the result of the protocol callback, or 0 if nothing is buffered or there is no
    callback. Negative: an error code.

    Errors:
        VCE_EINVAL: `ct` is invalid
    """
    return _vce_protocol_parser_through(ct)


def vce_protocol_parser_text(ct: conn_t) -> int:
    """Parses a line of text and hands it to the protocol callback, without its end.

    Install it with vce_tcpcontext_set_conn_parser(). A line ends at LF; one CR directly before it
    is dropped. A CR elsewhere and NUL are data. Empty lines are handed over with length 0.

    Parameters:
        ct (conn_t): the connection

    Returns: the result of the protocol callback, or 0 if there is no complete line or no callback.
    Negative: an error code.

    Errors:
        VCE_EPROTO_TOOLONG: the read buffer is full and holds no LF
        VCE_EINVAL: `ct` is invalid
    """
    return _vce_protocol_parser_text(ct)


def vce_protocol_unparser_bin16(ct: conn_t, data: Optional[bytes], len: int) -> int:
    """Queues a bin16 record.

    Parameters:
        ct (conn_t): the connection
        data (char *): the content; copied; may be NULL if `len` is 0
        len (int, bytes): its length, 0 to 65535

    Returns: `len` + 2. On a closed connection too, although nothing is queued: a protocol callback
    that closes and then answers must not turn its close into an error. Unit: bytes. Negative: an
    error code.

    Errors:
        VCE_EINVAL: `ct` is invalid, `len` is negative, or `data` is NULL with a `len` above 0
        VCE_ELONGINPUT: `len` is above 65535
        VCE_EWBFULL: the framed record does not fit, memory is short, or the connection is
            connecting
    """
    return _vce_protocol_unparser_bin16(ct, data, whole("len", len, c_int))


def vce_protocol_unparser_bin32(ct: conn_t, data: Optional[bytes], len: int) -> int:
    """Queues a bin32 record.

    Parameters:
        ct (conn_t): the connection
        data (char *): the content; copied; may be NULL if `len` is 0
        len (int, bytes): its length, 0 to BIN32DATA_MAX

    Returns: `len` + 4; on a closed connection too, although nothing is queued. Unit: bytes.
    Negative: an error code.

    Errors:
        VCE_EINVAL: `ct` is invalid, `len` is negative, or `data` is NULL with a `len` above 0
        VCE_ELONGINPUT: `len` is above BIN32DATA_MAX
        VCE_EWBFULL: the framed record does not fit, memory is short, or the connection is
            connecting
    """
    return _vce_protocol_unparser_bin32(ct, data, whole("len", len, c_int))


def vce_protocol_unparser_through(ct: conn_t, data: Optional[bytes], len: int) -> int:
    """Queues bytes without framing, as vce_conn_write() does.

    Parameters:
        ct (conn_t): the connection
        data (char *): the content; copied; may be NULL if `len` is 0
        len (int, bytes): its length, 0 or more

    Returns: `len`. A `len` of 0 returns 0, queues nothing and sets the last error to VCE_EINVAL.
    Unit: bytes. Negative: an error code.

    Errors:
        VCE_EINVAL: `ct` is invalid, `len` is negative, or `data` is NULL with a `len` above 0
        VCE_ENOTREADY: the connection is connecting
        VCE_ECLOSED: the connection is closed
        VCE_EFULL: no room, or memory is short
    """
    return _vce_protocol_unparser_through(ct, data, whole("len", len, c_int))


def vce_protocol_unparser_text(ct: conn_t, data: Optional[bytes], len: int) -> int:
    """Queues a line of text and its LF.

    Parameters:
        ct (conn_t): the connection
        data (char *): the content; copied; may be NULL if `len` is 0
        len (int, bytes): its length, 0 or more

    Returns: `len` + 1. On a closed connection too, although nothing is queued; the last error is
    then VCE_ECLOSED. Unit: bytes. Negative: an error code.

    Errors:
        VCE_EINVAL: `ct` is invalid, `len` is negative, or `data` is NULL with a `len` above 0
        VCE_EWBFULL: the line and its LF do not fit, memory is short, or the connection is
            connecting
    """
    return _vce_protocol_unparser_text(ct, data, whole("len", len, c_int))


def vce_protocol_acceptwatcher_deny(c: conn_t) -> int:
    """Acceptwatcher that refuses every connection.

    Parameters:
        c (conn_t): ignored

    Returns: -1: always

    Success keeps the last error.
    """
    return _vce_protocol_acceptwatcher_deny(c)


def vce_protocol_acceptwatcher_noop(c: conn_t) -> int:
    """Acceptwatcher that keeps every connection.

    Parameters:
        c (conn_t): ignored

    Returns: 0: always

    Success keeps the last error.
    """
    return _vce_protocol_acceptwatcher_noop(c)


def vce_protocol_closewatcher_noop(c: conn_t) -> int:
    """Closewatcher that does nothing.

    Its type lacks the reason; installing it needs a cast, which is supported.

    Parameters:
        c (conn_t): ignored

    Returns: 0: always

    Success keeps the last error.
    """
    return _vce_protocol_closewatcher_noop(c)


def vce_protocol_pcallback_echo_bin16(c: conn_t, data: Optional[bytes], len: int) -> int:
    """Protocol callback that logs the length of the record and sends it back as a bin16 record.

    Parameters:
        c (conn_t): the connection
        data (char *): the record
        len (int, bytes): its length

    Returns: as vce_protocol_unparser_bin16(); so a record that cannot be sent back ends the
    connection. Unit: bytes. Negative: an error code.

    Errors:
        VCE_EINVAL: `ct` is invalid, `len` is negative, or `data` is NULL with a `len` above 0
        VCE_ELONGINPUT: `len` is above 65535
        VCE_EWBFULL: the framed record does not fit, memory is short, or the connection is
            connecting
    """
    return _vce_protocol_pcallback_echo_bin16(c, data, whole("len", len, c_int))


def vce_protocol_pcallback_echo_text(ct: conn_t, data: Optional[bytes], len: int) -> int:
    """Protocol callback that logs the length of the line and sends it back as a line.

    Parameters:
        ct (conn_t): the connection
        data (char *): the line, without its end
        len (int, bytes): its length

    Returns: as vce_protocol_unparser_text(); so a line that cannot be sent back ends the
    connection. Unit: bytes. Negative: an error code.

    Errors:
        VCE_EINVAL: `ct` is invalid, `len` is negative, or `data` is NULL with a `len` above 0
        VCE_EWBFULL: the line and its LF do not fit, memory is short, or the connection is
            connecting
    """
    return _vce_protocol_pcallback_echo_text(ct, data, whole("len", len, c_int))


def vce_protocol_pcallback_noop(ct: conn_t, data: Optional[bytes], len: int) -> int:
    """Protocol callback that logs the length of the record and the serial (Note:10001).

    Parameters:
        ct (conn_t): the connection; printed as given
        data (char *): ignored
        len (int, bytes): printed as given

    Returns: 0: always

    Success keeps the last error.
    """
    return _vce_protocol_pcallback_noop(ct, data, whole("len", len, c_int))


def vce_protocol_pcallback_dump(ct: conn_t, data: Optional[bytes], len: int) -> int:
    """Protocol callback that logs length and serial (Note:10002), a dump of the record and an empty
    line.

    Parameters:
        ct (conn_t): the connection; its serial is printed as given
        data (char *): the record
        len (int, bytes): its length

    Returns: 0: always

    Success keeps the last error.
    """
    return _vce_protocol_pcallback_dump(ct, data, whole("len", len, c_int))


def vce_binary_pack(bi: Pointer, bn: int, outp: Pointer, len: int) -> int:
    """Packs items one after the other, integers big-endian, counts in front of arrays.

    Parameters:
        bi (struct bin_info *): the items
        bn (int, elements): their number; 0 or less packs nothing
        outp (char *, out): receives the bytes; unspecified on failure
        len (int, bytes): size of `outp`; negative counts as 0

    Returns: the number of bytes written. Negative: an error code.

    Errors:
        VCE_EFULL: an item does not fit
        VCE_EINVAL: unknown kind, `n` above the greatest count of its kind, or a NULL pointer

    May run in any thread.
    """
    return _vce_binary_pack(bi, whole("bn", bn, c_int), outp, whole("len", len, c_int))


def vce_binary_unpack(bi: Pointer, bn: int, inp: Optional[bytes], len: int) -> int:
    """Unpacks what vce_binary_pack() packed; bi must name the same kinds in the same order.

    Strings are not copied: the pointers stored in `p` point into `inp`, which must outlive them.

    Parameters:
        bi (struct bin_info *, inout): the items: `t`, `maxu` and `p` are read, `n` and what `p`
            points to are stored. After a failure, the items before the failing one are stored
        bn (int, elements): their number; 0 or less unpacks nothing
        inp (char *): the bytes; bytes behind the last item are ignored
        len (int, bytes): their number; negative counts as 0

    Returns: the number of bytes consumed. Negative: an error code.

    Errors:
        VCE_EDATASHORT: the bytes end before the item does
        VCE_ELENTOOLONG: a count is above `maxu` or above the greatest count of its kind
        VCE_EINVAL: unknown kind, or a NULL pointer

    May run in any thread.
    """
    return _vce_binary_unpack(bi, whole("bn", bn, c_int), inp, whole("len", len, c_int))


def vce_binary_push_nb_i1(out: Pointer, ofs: int, maxlen: int, v: bytes) -> int:
    """Stores an integer of 8 bits.

    Parameters:
        out (char *, out): start of the buffer; untouched on failure
        ofs (int, bytes): offset of the item, 0 or more
        maxlen (int, bytes): size of the whole buffer
        v (char): the integer

    Returns: the offset behind the item. Unit: bytes. Negative: an error code.

    Errors:
        VCE_EFULL: the item does not fit behind `ofs`
        VCE_EINVAL: `out` is NULL or `ofs` is negative

    May run in any thread.
    """
    return _vce_binary_push_nb_i1(out, whole("ofs", ofs, c_int), whole("maxlen", maxlen, c_int), v)


def vce_binary_push_nb_i2(out: Pointer, ofs: int, maxlen: int, v: int) -> int:
    """Stores an integer of 16 bits.

    Parameters:
        out (char *, out): start of the buffer; untouched on failure
        ofs (int, bytes): offset of the item, 0 or more
        maxlen (int, bytes): size of the whole buffer
        v (short): the integer

    Returns: the offset behind the item. Unit: bytes. Negative: an error code.

    Errors:
        VCE_EFULL: the item does not fit behind `ofs`
        VCE_EINVAL: `out` is NULL or `ofs` is negative

    May run in any thread.
    """
    return _vce_binary_push_nb_i2(out, whole("ofs", ofs, c_int), whole("maxlen", maxlen, c_int),
                                  whole("v", v, c_short))


def vce_binary_push_nb_i4(out: Pointer, ofs: int, maxlen: int, v: int) -> int:
    """Stores an integer of 32 bits.

    Parameters:
        out (char *, out): start of the buffer; untouched on failure
        ofs (int, bytes): offset of the item, 0 or more
        maxlen (int, bytes): size of the whole buffer
        v (int): the integer

    Returns: the offset behind the item. Unit: bytes. Negative: an error code.

    Errors:
        VCE_EFULL: the item does not fit behind `ofs`
        VCE_EINVAL: `out` is NULL or `ofs` is negative

    May run in any thread.
    """
    return _vce_binary_push_nb_i4(out, whole("ofs", ofs, c_int), whole("maxlen", maxlen, c_int),
                                  whole("v", v, c_int))


def vce_binary_push_nb_i8(out: Pointer, ofs: int, maxlen: int, v: int) -> int:
    """Stores an integer of 64 bits.

    Parameters:
        out (char *, out): start of the buffer; untouched on failure
        ofs (int, bytes): offset of the item, 0 or more
        maxlen (int, bytes): size of the whole buffer
        v (VCEI64): the integer

    Returns: the offset behind the item. Unit: bytes. Negative: an error code.

    Errors:
        VCE_EFULL: the item does not fit behind `ofs`
        VCE_EINVAL: `out` is NULL or `ofs` is negative

    May run in any thread.
    """
    return _vce_binary_push_nb_i8(out, whole("ofs", ofs, c_int), whole("maxlen", maxlen, c_int),
                                  whole("v", v, c_longlong))


def vce_binary_push_nb_ia1(out: Pointer, ofs: int, maxlen: int, ia: Pointer, num: int) -> int:
    """Stores an array of integers of 8 bits.

    Parameters:
        out (char *, out): start of the buffer; untouched on failure
        ofs (int, bytes): offset of the item, 0 or more
        maxlen (int, bytes): size of the whole buffer
        ia (const void *): the native integers, aligned or not; may be NULL if `num` is 0
        num (int, elements): number of elements, 0 or more

    Returns: the offset behind the item. Unit: bytes. Negative: an error code.

    Errors:
        VCE_EINVAL: `num` or `ofs` is negative, or a pointer is NULL
        VCE_EFULL: the item does not fit behind `ofs`

    May run in any thread.
    """
    return _vce_binary_push_nb_ia1(out, whole("ofs", ofs, c_int), whole("maxlen", maxlen, c_int),
                                   ia, whole("num", num, c_int))


def vce_binary_push_nb_ia2(out: Pointer, ofs: int, maxlen: int, ia: Pointer, num: int) -> int:
    """Stores an array of integers of 16 bits.

    Parameters:
        out (char *, out): start of the buffer; untouched on failure
        ofs (int, bytes): offset of the item, 0 or more
        maxlen (int, bytes): size of the whole buffer
        ia (const void *): the native integers, aligned or not; may be NULL if `num` is 0
        num (int, elements): number of elements, 0 or more

    Returns: the offset behind the item. Unit: bytes. Negative: an error code.

    Errors:
        VCE_EINVAL: `num` or `ofs` is negative, or a pointer is NULL
        VCE_EFULL: the item does not fit behind `ofs`

    May run in any thread.
    """
    return _vce_binary_push_nb_ia2(out, whole("ofs", ofs, c_int), whole("maxlen", maxlen, c_int),
                                   ia, whole("num", num, c_int))


def vce_binary_push_nb_ia4(out: Pointer, ofs: int, maxlen: int, ia: Pointer, num: int) -> int:
    """Stores an array of integers of 32 bits.

    Parameters:
        out (char *, out): start of the buffer; untouched on failure
        ofs (int, bytes): offset of the item, 0 or more
        maxlen (int, bytes): size of the whole buffer
        ia (const void *): the native integers, aligned or not; may be NULL if `num` is 0
        num (int, elements): number of elements, 0 or more

    Returns: the offset behind the item. Unit: bytes. Negative: an error code.

    Errors:
        VCE_EINVAL: `num` or `ofs` is negative, or a pointer is NULL
        VCE_EFULL: the item does not fit behind `ofs`

    May run in any thread.
    """
    return _vce_binary_push_nb_ia4(out, whole("ofs", ofs, c_int), whole("maxlen", maxlen, c_int),
                                   ia, whole("num", num, c_int))


def vce_binary_push_nb_ia8(out: Pointer, ofs: int, maxlen: int, ia: Pointer, num: int) -> int:
    """Stores an array of integers of 64 bits.

    Parameters:
        out (char *, out): start of the buffer; untouched on failure
        ofs (int, bytes): offset of the item, 0 or more
        maxlen (int, bytes): size of the whole buffer
        ia (const void *): the native integers, aligned or not; may be NULL if `num` is 0
        num (int, elements): number of elements, 0 or more

    Returns: the offset behind the item. Unit: bytes. Negative: an error code.

    Errors:
        VCE_EINVAL: `num` or `ofs` is negative, or a pointer is NULL
        VCE_EFULL: the item does not fit behind `ofs`

    May run in any thread.
    """
    return _vce_binary_push_nb_ia8(out, whole("ofs", ofs, c_int), whole("maxlen", maxlen, c_int),
                                   ia, whole("num", num, c_int))


def vce_binary_push_nb_stra(out: Pointer, ofs: int, maxlen: int, stra: Pointer, num: int,
                            eachmax: int) -> int:
    """Stores an array of strings.

    One byte behind the last string must be free, although it is not used.

    Parameters:
        out (char *, out): start of the buffer; unspecified behind `ofs` on failure
        ofs (int, bytes): offset of the item, 0 or more
        maxlen (int, bytes): size of the whole buffer
        stra (const char *const *): the strings; may be NULL if `num` is 0
        num (int, elements): number of strings, 0 or more
        eachmax (int, bytes): greatest length of one string plus 1

    Returns: the offset behind the item. Unit: bytes. Negative: an error code.

    Errors:
        VCE_EINVAL: `num` or `ofs` is negative, or a pointer or string is NULL
        VCE_EFULL: the item does not fit behind `ofs`, or a string has `eachmax` bytes or more

    May run in any thread.
    """
    return _vce_binary_push_nb_stra(out, whole("ofs", ofs, c_int), whole("maxlen", maxlen, c_int),
                                    stra, whole("num", num, c_int),
                                    whole("eachmax", eachmax, c_int))


def vce_binary_pop_nb_i1(in_: Optional[bytes], len: int, ofs: int, out: Pointer) -> int:
    """Reads an integer of 8 bits.

    Parameters:
        in_ (const char *): start of the buffer
        len (int, bytes): size of the whole buffer
        ofs (int, bytes): offset of the item, 0 or more
        out (char *, out): receives the integer; untouched on failure

    Returns: the offset behind the item. Unit: bytes. Negative: an error code.

    Errors:
        VCE_EFULL: the buffer ends before the item does
        VCE_EINVAL: a pointer is NULL or `ofs` is negative

    May run in any thread.
    """
    return _vce_binary_pop_nb_i1(in_, whole("len", len, c_int), whole("ofs", ofs, c_int), out)


def vce_binary_pop_nb_i2(in_: Optional[bytes], len: int, ofs: int, out: Pointer) -> int:
    """Reads an integer of 16 bits.

    Parameters:
        in_ (const char *): start of the buffer
        len (int, bytes): size of the whole buffer
        ofs (int, bytes): offset of the item, 0 or more
        out (short *, out): receives the integer; untouched on failure

    Returns: the offset behind the item. Unit: bytes. Negative: an error code.

    Errors:
        VCE_EFULL: the buffer ends before the item does
        VCE_EINVAL: a pointer is NULL or `ofs` is negative

    May run in any thread.
    """
    return _vce_binary_pop_nb_i2(in_, whole("len", len, c_int), whole("ofs", ofs, c_int), out)


def vce_binary_pop_nb_i4(in_: Optional[bytes], len: int, ofs: int, out: Pointer) -> int:
    """Reads an integer of 32 bits.

    Parameters:
        in_ (const char *): start of the buffer
        len (int, bytes): size of the whole buffer
        ofs (int, bytes): offset of the item, 0 or more
        out (int *, out): receives the integer; untouched on failure

    Returns: the offset behind the item. Unit: bytes. Negative: an error code.

    Errors:
        VCE_EFULL: the buffer ends before the item does
        VCE_EINVAL: a pointer is NULL or `ofs` is negative

    May run in any thread.
    """
    return _vce_binary_pop_nb_i4(in_, whole("len", len, c_int), whole("ofs", ofs, c_int), out)


def vce_binary_pop_nb_i8(in_: Optional[bytes], len: int, ofs: int, out: Pointer) -> int:
    """Reads an integer of 64 bits.

    Parameters:
        in_ (const char *): start of the buffer
        len (int, bytes): size of the whole buffer
        ofs (int, bytes): offset of the item, 0 or more
        out (VCEI64 *, out): receives the integer; untouched on failure

    Returns: the offset behind the item. Unit: bytes. Negative: an error code.

    Errors:
        VCE_EFULL: the buffer ends before the item does
        VCE_EINVAL: a pointer is NULL or `ofs` is negative

    May run in any thread.
    """
    return _vce_binary_pop_nb_i8(in_, whole("len", len, c_int), whole("ofs", ofs, c_int), out)


def vce_binary_pop_nb_ia1(src: Optional[bytes], len: int, ofs: int, out: Pointer,
                          outlen: Pointer) -> int:
    """Reads an array of integers of 8 bits.

    Parameters:
        src (const char *): start of the buffer
        len (int, bytes): size of the whole buffer
        ofs (int, bytes): offset of the item, 0 or more
        out (char *, out): receives the elements; untouched on failure; may be NULL if there are
            none
        outlen (int *, inout, elements): in: elements that `out` has room for, negative counts as 0;
            out: elements stored; untouched on failure

    Returns: the offset behind the item. Unit: bytes. Negative: an error code.

    Errors:
        VCE_ETOOSHORT: the buffer ends before the item does
        VCE_ESUPPORT: the count does not fit 32 bits or has the reserved form
        VCE_EFULL: the count is above `*outlen`
        VCE_EINVAL: a pointer is NULL or `ofs` is negative

    May run in any thread.
    """
    return _vce_binary_pop_nb_ia1(src, whole("len", len, c_int), whole("ofs", ofs, c_int), out,
                                  outlen)


def vce_binary_pop_nb_ia2(src: Optional[bytes], len: int, ofs: int, out: Pointer,
                          outlen: Pointer) -> int:
    """Reads an array of integers of 16 bits.

    Parameters:
        src (const char *): start of the buffer
        len (int, bytes): size of the whole buffer
        ofs (int, bytes): offset of the item, 0 or more
        out (short *, out): receives the elements; untouched on failure; may be NULL if there are
            none
        outlen (int *, inout, elements): in: elements that `out` has room for, negative counts as 0;
            out: elements stored; untouched on failure

    Returns: the offset behind the item. Unit: bytes. Negative: an error code.

    Errors:
        VCE_ETOOSHORT: the buffer ends before the item does
        VCE_ESUPPORT: the count does not fit 32 bits or has the reserved form
        VCE_EFULL: the count is above `*outlen`
        VCE_EINVAL: a pointer is NULL or `ofs` is negative

    May run in any thread.
    """
    return _vce_binary_pop_nb_ia2(src, whole("len", len, c_int), whole("ofs", ofs, c_int), out,
                                  outlen)


def vce_binary_pop_nb_ia4(src: Optional[bytes], len: int, ofs: int, out: Pointer,
                          outlen: Pointer) -> int:
    """Reads an array of integers of 32 bits.

    Parameters:
        src (const char *): start of the buffer
        len (int, bytes): size of the whole buffer
        ofs (int, bytes): offset of the item, 0 or more
        out (int *, out): receives the elements; untouched on failure; may be NULL if there are none
        outlen (int *, inout, elements): in: elements that `out` has room for, negative counts as 0;
            out: elements stored; untouched on failure

    Returns: the offset behind the item. Unit: bytes. Negative: an error code.

    Errors:
        VCE_ETOOSHORT: the buffer ends before the item does
        VCE_ESUPPORT: the count does not fit 32 bits or has the reserved form
        VCE_EFULL: the count is above `*outlen`
        VCE_EINVAL: a pointer is NULL or `ofs` is negative

    May run in any thread.
    """
    return _vce_binary_pop_nb_ia4(src, whole("len", len, c_int), whole("ofs", ofs, c_int), out,
                                  outlen)


def vce_binary_pop_nb_ia8(src: Optional[bytes], len: int, ofs: int, out: Pointer,
                          outlen: Pointer) -> int:
    """Reads an array of integers of 64 bits.

    Parameters:
        src (const char *): start of the buffer
        len (int, bytes): size of the whole buffer
        ofs (int, bytes): offset of the item, 0 or more
        out (VCEI64 *, out): receives the elements; untouched on failure; may be NULL if there are
            none
        outlen (int *, inout, elements): in: elements that `out` has room for, negative counts as 0;
            out: elements stored; untouched on failure

    Returns: the offset behind the item. Unit: bytes. Negative: an error code.

    Errors:
        VCE_ETOOSHORT: the buffer ends before the item does
        VCE_ESUPPORT: the count does not fit 32 bits or has the reserved form
        VCE_EFULL: the count is above `*outlen`
        VCE_EINVAL: a pointer is NULL or `ofs` is negative

    May run in any thread.
    """
    return _vce_binary_pop_nb_ia8(src, whole("len", len, c_int), whole("ofs", ofs, c_int), out,
                                  outlen)


def vce_binary_pop_nb_stra(src: Optional[bytes], len: int, ofs: int, out: Pointer, strnum: Pointer,
                           eachmax: int) -> int:
    """Reads an array of strings.

    Parameters:
        src (const char *): start of the buffer
        len (int, bytes): size of the whole buffer
        ofs (int, bytes): offset of the item, 0 or more
        out (char **, out): pointers to `*strnum` buffers of `eachmax` bytes; each receives one
            string and a NUL. After a failure, the strings before the failing one are stored
        strnum (int *, inout, elements): in: number of buffers, negative counts as 0; out: number of
            strings; untouched on failure
        eachmax (int, bytes): size of one buffer

    Returns: the offset behind the item. Unit: bytes. Negative: an error code.

    Errors:
        VCE_ETOOSHORT: the buffer ends before the item does
        VCE_ESUPPORT: the count or a length does not fit 32 bits or has the reserved form
        VCE_EFULL: the count is above `*strnum`, or a string has `eachmax` bytes or more
        VCE_EINVAL: a pointer is NULL or `ofs` is negative

    May run in any thread.
    """
    return _vce_binary_pop_nb_stra(src, whole("len", len, c_int), whole("ofs", ofs, c_int), out,
                                   strnum, whole("eachmax", eachmax, c_int))


def vce_set_variable_length_specifier(out: Pointer, outmax: int, len_upper: int,
                                      len_lower: int) -> int:
    """Stores a variable-length specifier in its shortest form.

    Parameters:
        out (char *, out): receives 1, 5 or 9 bytes; NULL: only the size is returned, `outmax` is
            ignored
        outmax (int, bytes): size of `out`; negative counts as 0
        len_upper (unsigned int): upper 32 bits of the number
        len_lower (unsigned int): lower 32 bits of the number

    Returns: the size of the specifier: 1, 5 or 9; last error kept. Unit: bytes. Negative: an error
    code.

    Errors:
        VCE_EFULL: `outmax` is too small; nothing was stored

    Success keeps the last error. May run in any thread.
    """
    return _vce_set_variable_length_specifier(out, whole("outmax", outmax, c_int),
                                              whole("len_upper", len_upper, c_uint),
                                              whole("len_lower", len_lower, c_uint))


def vce_get_variable_length_specifier(src: Optional[bytes], srcmax: int, len_upper: Pointer,
                                      len_lower: Pointer) -> int:
    """Reads a variable-length specifier.

    Parameters:
        src (const char *): the bytes
        srcmax (int, bytes): their number
        len_upper (unsigned int *, out): receives the upper 32 bits of the number
        len_lower (unsigned int *, out): receives the lower 32 bits of the number

    Returns: the number of bytes used: 1, 5 or 9; last error kept. Negative: an error code.

    Errors:
        VCE_ETOOSHORT: the bytes end before the specifier does; nothing was stored
        VCE_ESUPPORT: the first byte is 255; both halves are 0
        VCE_EINVAL: a pointer is NULL

    Success keeps the last error. May run in any thread.
    """
    return _vce_get_variable_length_specifier(src, whole("srcmax", srcmax, c_int), len_upper,
                                              len_lower)


def vce_init_array(size: int, num: int, nm: Optional[bytes]) -> int:
    """Makes an array.

    Parameters:
        size (size_t, bytes): bytes of one element, 1 or more
        num (int, elements): number of elements, 0 or more
        nm (const char *): name for log messages; copied, cut after 31 bytes; NULL counts as ""

    Returns: the descriptor, above 0. Negative: an error code.

    Errors:
        VCE_EFULL: `max_array` arrays exist, no memory, `num` is negative, or the product overflows
        VCE_EINVAL: `size` is 0
        VCE_EINIT: the library is not initialised
    """
    return _vce_init_array(whole("size", size, c_size_t), whole("num", num, c_int), nm)


def vce_end_array(index: int) -> int:
    """Ends an array and releases its block, whatever is still in use.

    Allowed inside a scan of it, which then ends.

    Parameters:
        index (int): the descriptor; may be given to an array made later

    Returns: 0: success Negative: an error code.

    Errors:
        VCE_EINVAL: bad descriptor
    """
    return _vce_end_array(whole("index", index, c_int))


def vce_end_all_array() -> None:
    """Ends every array of the program.

    Contexts and connections are not affected, but a later vce_finalize() returns VCE_EFINALIZE, as
    it always did.
    """
    _vce_end_all_array()


def vce_alloc_array_object(index: int) -> Optional[int]:
    """Takes a slot into use and puts it at the head of the list.

    Parameters:
        index (int): the descriptor

    Returns: the slot, not cleared; NULL on failure. Valid until it is given back and the array is
    ended.

    Errors:
        VCE_EFULL: all elements are in use
        VCE_EINVAL: bad descriptor
    """
    return _vce_alloc_array_object(whole("index", index, c_int))


def vce_free_array_object(index: int, p: Optional[int]) -> int:
    """Gives a slot back.

    Its bytes stay as they are.

    Parameters:
        index (int): the descriptor
        p (void *): start of a slot in use

    Returns: 0: success Negative: an error code.

    Errors:
        VCE_EBUG: the slot is not in use, e.g. freed twice; nothing changes
        VCE_EINVAL: bad descriptor, or `p` is not the start of a slot of this array
    """
    return _vce_free_array_object(whole("index", index, c_int), p)


def vce_free_array_object_all(index: int) -> None:
    """Gives every slot in use back, newest first.

    Parameters:
        index (int): the descriptor

    Errors:
        VCE_EINVAL: bad descriptor
    """
    _vce_free_array_object_all(whole("index", index, c_int))


def vce_get_array_object_top(index: int) -> Optional[int]:
    """Returns the newest element in use.

    Parameters:
        index (int): the descriptor

    Returns: the element; NULL if none is in use, or on failure. Valid until the array is ended.

    Errors:
        VCE_EINVAL: bad descriptor
    """
    return _vce_get_array_object_top(whole("index", index, c_int))


def vce_get_array_object_next(index: int, p: Optional[int]) -> Optional[int]:
    """Returns the element after another one in the list, which is the next older one.

    After freeing `p`, the call still finds the element that followed it, so a scan may free the
    element it visits, and others.

    Parameters:
        index (int): the descriptor
        p (void *): an element

    Returns: the next element in use; NULL at the end, for a slot that was never in use, or on
    failure. Valid until the array is ended.

    Errors:
        VCE_EINVAL: bad descriptor, or `p` is NULL or outside the array
        VCE_EALIGNMENT: `p` is not the start of a slot
    """
    return _vce_get_array_object_next(whole("index", index, c_int), p)


def vce_get_array_object_last(index: int) -> Optional[int]:
    """Returns the oldest element in use.

    Parameters:
        index (int): the descriptor

    Returns: the element; NULL if none is in use, or on failure. Valid until the array is ended.

    Errors:
        VCE_EINVAL: bad descriptor
    """
    return _vce_get_array_object_last(whole("index", index, c_int))


def vce_get_array_usenum(index: int) -> int:
    """Returns the number of elements in use.

    Parameters:
        index (int): the descriptor

    Returns: 0 to the number of elements. Negative: an error code.

    Errors:
        VCE_EINVAL: bad descriptor
    """
    return _vce_get_array_usenum(whole("index", index, c_int))


def vce_get_array_object_index(index: int, p: Optional[int]) -> int:
    """Returns the slot number of an element, in use or not.

    Parameters:
        index (int): the descriptor
        p (const void *): start of a slot

    Returns: 0 to the number of elements less 1; last error kept. Negative: an error code.

    Errors:
        VCE_EALIGNMENT: `p` is not a whole number of slots away from the first one
        VCE_EINVAL: bad descriptor, or `p` is NULL or outside the array

    Success keeps the last error.
    """
    return _vce_get_array_object_index(whole("index", index, c_int), p)


def vce_get_array_object_pointer_by_index(i: int, obji: int) -> Optional[int]:
    """Returns the address of a slot, in use or not.

    Parameters:
        i (int): the descriptor
        obji (int): slot number

    Returns: the slot; NULL on failure, so a loop from 0 until NULL visits every slot. Valid until
    the array is ended.

    Errors:
        VCE_EINVAL: bad descriptor, or `obji` is out of range
    """
    return _vce_get_array_object_pointer_by_index(whole("i", i, c_int), whole("obji", obji, c_int))


def vce_get_array_object_pointer_by_index_only_used(index: int, objindex: int) -> Optional[int]:
    """Returns the address of a slot that is in use.

    Parameters:
        index (int): the descriptor
        objindex (int): slot number

    Returns: the slot; NULL if it is not in use, or on failure. Valid until the array is ended.

    Errors:
        VCE_EINVAL: bad descriptor, or `objindex` is out of range
    """
    return _vce_get_array_object_pointer_by_index_only_used(whole("index", index, c_int),
                                                            whole("objindex", objindex, c_int))


def vce_show_array_usage(index: int, show_all: int) -> int:
    """Writes the state of an array to the log, as vce_errout() does, and checks it.

    Parameters:
        index (int): the descriptor
        show_all (int, flag): 0: totals only; any other value: a line for each element in use, too

    Returns: the number of elements in use. Negative: an error code.

    Errors:
        VCE_EINVAL: bad descriptor
        VCE_EBUG: the book-keeping is damaged
    """
    return _vce_show_array_usage(whole("index", index, c_int), whole("show_all", show_all, c_int))


def vce_if_included_in_array(index: int, p: Optional[int]) -> int:
    """Tells whether an address is the start of a slot, in use or not.

    Parameters:
        index (int): the descriptor
        p (const void *): any address

    Returns: 1: yes; last error kept; 0: no; last error kept Negative: an error code.

    Errors:
        VCE_EINVAL: bad descriptor

    Success keeps the last error.
    """
    return _vce_if_included_in_array(whole("index", index, c_int), p)


def vce_array_object_inuse(index: int, p: Optional[int]) -> int:
    """Tells whether an address is the start of a slot in use.

    Parameters:
        index (int): the descriptor
        p (void *): any address

    Returns: 1: yes; last error kept; 0: no; last error kept Negative: an error code.

    Errors:
        VCE_ERANGE: bad descriptor

    Success keeps the last error.
    """
    return _vce_array_object_inuse(whole("index", index, c_int), p)


def vce_get_array_member_size(index: int) -> int:
    """Returns the size of an element as given to vce_init_array().

    Parameters:
        index (int): the descriptor

    Returns: the size in bytes; last error kept. Negative: an error code.

    Errors:
        VCE_EINVAL: bad descriptor

    Success keeps the last error.
    """
    return _vce_get_array_member_size(whole("index", index, c_int))


def vce_get_array_maxnum(index: int) -> int:
    """Returns the number of elements as given to vce_init_array().

    Parameters:
        index (int): the descriptor

    Returns: the number of elements; last error kept. Negative: an error code.

    Errors:
        VCE_EINVAL: bad descriptor

    Success keeps the last error.
    """
    return _vce_get_array_maxnum(whole("index", index, c_int))


def vce_httptext_divide_header_and_content(in_: Optional[bytes], inlen: int, head: Pointer,
                                           headlen: Pointer, b: Pointer, blen: Pointer) -> int:
    """Divides a text such as an HTTP message at its first empty line.

    The separator is LF LF or CR LF CR LF, whichever starts first. The results point into the input.

    Parameters:
        in_ (const char *): the text
        inlen (int, bytes): its length
        head (char **, out): receives `in`
        headlen (int *, out, bytes): receives the length of the header, without the line end of its
            last line; 0 on failure
        b (char **, out): receives the start of the content, also if that is empty; NULL on failure
        blen (int *, out, bytes): receives the length of the content; 0 on failure

    Returns: 0: success Negative: an error code.

    Errors:
        VCE_EFORMAT: there is no empty line

    May run in any thread.
    """
    return _vce_httptext_divide_header_and_content(in_, whole("inlen", inlen, c_int), head, headlen,
                                                   b, blen)


def vce_httptext_get_header_info(h: Optional[bytes], hlen: int, item: Optional[bytes], out: Pointer,
                                 outlen: int) -> int:
    """Finds a header line by its beginning and copies its value.

    The first line that begins with `item` and has a value counts. Blanks, tabs and colons after
    `item` are skipped; the value ends at LF or CR LF, which is included only at the very end of the
    text. Because only the beginning is compared, "Content" matches "Content-Length" as well.

    Parameters:
        h (const char *): the header
        hlen (int, bytes): its length
        item (char *): beginning of the line, in upper or lower case
        out (char *, out): receives the value, cut to `outlen` - 1 bytes; empty if there is none
        outlen (int, bytes): size of `out`

    Returns: the number of bytes stored without the NUL. Without a match 1 is returned, or 0 if
    `outlen` is 1 or less: test `out[0]`.

    Success keeps the last error. May run in any thread.
    """
    return _vce_httptext_get_header_info(h, whole("hlen", hlen, c_int), item, out,
                                         whole("outlen", outlen, c_int))


def vce_text_cmpnocase(s1: Optional[bytes], s2: Optional[bytes], n: int) -> int:
    """Compares the first bytes of two strings without regard to upper and lower case.

    Parameters:
        s1 (const char *): a string
        s2 (const char *): a string
        n (int, bytes): number of bytes; 0 or less: equal

    Returns: 0: equal; 1: different, or `s1` is shorter than `n`

    Success keeps the last error. May run in any thread.
    """
    return _vce_text_cmpnocase(s1, s2, whole("n", n, c_int))


def vce_text_split_index(src: Optional[bytes], c: bytes, index: int) -> Optional[bytes]:
    """Returns the start of a token.

    The token runs on to the end of the string.

    Every single `c` separates two tokens, so tokens may be empty.

    Parameters:
        src (const char *): the string
        c (char): the separator
        index (int): number of the token, from 0

    Returns: the token, a pointer into `src`; `src` itself for any `index` if it holds no separator;
    NULL on failure.

    Errors:
        VCE_ENOTFOUND: too few separators, or `index` is negative

    May run in any thread.
    """
    return _vce_text_split_index(src, c, whole("index", index, c_int))


def vce_text_split_index_get_int(s: Optional[bytes], c: bytes, ind: int, v: Pointer) -> int:
    """Converts a token to an integer, as atoi does.

    Parameters:
        s (const char *): the string
        c (char): the separator
        ind (int): number of the token, from 0
        v (int *, out): receives the integer, 0 if the token is not one; its first 19 bytes count;
            untouched on failure

    Returns: 0: success Negative: an error code.

    Errors:
        VCE_ENOTFOUND: there is no such token, or `s` is empty
        VCE_EINVAL: `v` is NULL

    May run in any thread.
    """
    return _vce_text_split_index_get_int(s, c, whole("ind", ind, c_int), v)


def vce_text_split_index_get_string(src: Optional[bytes], c: bytes, ind: int, out: Pointer,
                                    outlen: int) -> int:
    """Copies a token.

    Parameters:
        src (const char *): the string
        c (char): the separator
        ind (int): number of the token, from 0
        out (char *, out): receives the token, cut to `outlen` - 1 bytes; untouched on failure
        outlen (int, bytes): size of `out`

    Returns: the number of bytes stored, the NUL included: 1 for an empty token. Negative: an error
    code.

    Errors:
        VCE_ENOTFOUND: there is no such token, or `src` is empty

    May run in any thread.
    """
    return _vce_text_split_index_get_string(src, c, whole("ind", ind, c_int), out,
                                            whole("outlen", outlen, c_int))


def vce_copy_cstring_upto(d: Pointer, s: Optional[bytes], c: bytes, destlen: int) -> int:
    """Copies a string up to a character.

    Parameters:
        d (char *, out): receives the bytes before the first `c`, or all, cut to `destlen` - 1 bytes
        s (const char *): the string
        c (char): the character; NUL: copies the string
        destlen (int, bytes): size of `d`

    Returns: the number of bytes copied plus 1, which is the offset behind `c` if that was found.

    Success keeps the last error. May run in any thread.
    """
    return _vce_copy_cstring_upto(d, s, c, whole("destlen", destlen, c_int))


def vce_copy_cstring(dest: Pointer, l: int, src: Optional[bytes]) -> int:
    """Copies a string.

    Parameters:
        dest (char *, out): receives the string, cut to `l` - 1 bytes
        l (int, bytes): size of `dest`
        src (const char *): the string

    Returns: 0: all of it was copied; 1: it was cut

    Success keeps the last error. May run in any thread.
    """
    return _vce_copy_cstring(dest, whole("l", l, c_int), src)


def vce_strcmptail(s1: Optional[bytes], s2: Optional[bytes]) -> int:
    """Compares the shorter of two strings with the end of the longer one.

    Parameters:
        s1 (const char *): a string
        s2 (const char *): a string

    Returns: 0 if equal, and for an empty string; else below or above 0, as `strcmp` of the end of
    the longer string with the shorter one.

    Success keeps the last error. May run in any thread.
    """
    return _vce_strcmptail(s1, s2)


def vce_text_hashpjw(s: Optional[bytes]) -> int:
    """Hashes a string with the PJW function, bytes taken as signed.

    Parameters:
        s (const char *): the string

    Returns: the hash, 0 to 16777215; 0 for an empty string.

    Success keeps the last error. May run in any thread.
    """
    return _vce_text_hashpjw(s)


def vce_makecstr(out: Pointer, outlen: int, in_: Optional[bytes], inlen: int) -> Optional[bytes]:
    """Makes a string of raw bytes.

    Parameters:
        out (char *, out): receives the bytes, cut to `outlen` - 1, and a NUL
        outlen (int, bytes): size of `out`
        in_ (const char *): the bytes; NULs among them are copied
        inlen (int, bytes): their number; negative counts as 0

    Returns: `out`.

    Success keeps the last error. May run in any thread.
    """
    return _vce_makecstr(out, whole("outlen", outlen, c_int), in_, whole("inlen", inlen, c_int))


def vce_chop_string_destroy(s: Pointer) -> Optional[bytes]:
    """Removes one CR LF, or one LF, from the end of a string.

    Parameters:
        s (char *, inout): the string; the removed bytes become NUL

    Returns: `s`.

    Success keeps the last error. May run in any thread.
    """
    return _vce_chop_string_destroy(s)


def vce_strlenmax(s: Optional[bytes], max: int) -> int:
    """Returns the length of a string that may lack its end.

    Parameters:
        s (const char *): the bytes
        max (int, bytes): number of bytes that may be read

    Returns: the index of the first NUL, or -1 if there is none among the first `max` bytes.

    Success keeps the last error. May run in any thread.
    """
    return _vce_strlenmax(s, whole("max", max, c_int))


def vce_strncat(out: Pointer, outlen: int, append: Optional[bytes]) -> int:
    """Appends a string if it fits.

    Parameters:
        out (char *, inout): a string; unchanged on failure
        outlen (int, bytes): size of `out`
        append (const char *): the string to append

    Returns: the length of the result plus 1, or VCE_EFULL if it does not fit. Unit: bytes.
    Negative: an error code.

    Errors:
        VCE_EFULL: it does not fit

    Success keeps the last error. May run in any thread.
    """
    return _vce_strncat(out, whole("outlen", outlen, c_int), append)


def vce_strncpy(to: Pointer, to_len: int, from_: Optional[bytes], from_len: int) -> None:
    """Copies the beginning of a string.

    Parameters:
        to (char *, out): receives the bytes, cut to `to_len` - 1, and one NUL
        to_len (int, bytes): size of `to`
        from_ (const char *): the bytes; a NUL ends them
        from_len (int, bytes): number of bytes to copy at most; negative counts as 0

    Success keeps the last error. May run in any thread.
    """
    _vce_strncpy(to, whole("to_len", to_len, c_int), from_, whole("from_len", from_len, c_int))


def vce_escape_string(to: Pointer, tolen: int, from_: Optional[bytes], frl: int) -> int:
    """Escapes bytes with backslashes.

    NUL, LF, CR, backslash, both quotes and byte 26 become a backslash and one of 0, n, r,
    backslash, the quote, Z. All other bytes stay as they are.

    Parameters:
        to (char *, out): receives the text
        tolen (int, bytes): size of `to`, at least 2 * `frl` + 1 whatever the content
        from_ (const char *): the bytes
        frl (int, bytes): their number

    Returns: the length of the text. Unit: bytes. Negative: an error code.

    Errors:
        VCE_ETOOSHORT: `tolen` is too small or `frl` is negative; nothing was written

    May run in any thread.
    """
    return _vce_escape_string(to, whole("tolen", tolen, c_int), from_, whole("frl", frl, c_int))


def vce_descape_string(to: Pointer, tolen: int, from_: Optional[bytes]) -> int:
    """Reverses vce_escape_string().

    A backslash before any other byte is dropped.

    Parameters:
        to (char *, out): receives the bytes and a NUL; on failure, the first `tolen` - 1 bytes and
            a NUL
        tolen (int, bytes): size of `to`, at least the length of the result plus 2
        from_ (const char *): the escaped text

    Returns: the number of bytes without the last NUL; there may be NULs among them. Negative: an
    error code.

    Errors:
        VCE_EFULL: `tolen` is too small

    May run in any thread.
    """
    return _vce_descape_string(to, whole("tolen", tolen, c_int), from_)


def vce_snprintf(out: Pointer, len: int, format: Optional[bytes], *args: Any) -> None:
    """Formats a text as snprintf does.

    Parameters:
        out (char *, out): receives the text, cut to `len` - 1 bytes
        len (int, bytes): size of `out`
        format (const char *): format as of `printf`, followed by its arguments

    Success keeps the last error. May run in any thread.
    """
    _vce_snprintf(out, whole("len", len, c_int), format, *args)


def vce_read_simple_config_file(filename: Optional[bytes], c: Callback) -> int:
    """Reads a file of lines name=value.

    Lines that begin with `#`, empty ones and those of fewer than 2 bytes, line end included, are
    skipped. The name ends at the first `=`; nothing is trimmed or unescaped.

    Parameters:
        filename (const char *): the file
        c (config_line): gets file name, line number, name, and value (empty without `=`); kept for:
            call

    Returns: 0 at the end of the file; or the negative result of the callback, last error kept.
    Negative: an error code.

    Errors:
        VCE_EACCESSFILE: the file cannot be opened, or `filename` is NULL
        VCE_EINVAL: `c` is NULL
        VCE_EFREAD: reading failed; lines read before have been handed over

    Success keeps the last error.
    """
    return _vce_read_simple_config_file(filename, c or config_line(0))


def vce_read_plain_text_file(fn: Optional[bytes], cb: Callback) -> int:
    """Reads a text file line by line; empty lines are skipped.

    Parameters:
        fn (const char *): the file
        cb (text_line): gets file name, line number, and the line with its line end; kept for: call

    Returns: 0 at the end of the file; or the negative result of the callback, last error kept.
    Negative: an error code.

    Errors:
        VCE_EACCESSFILE: the file cannot be opened, or `fn` is NULL
        VCE_EINVAL: `cb` is NULL
        VCE_EFREAD: reading failed; lines read before have been handed over

    Success keeps the last error.
    """
    return _vce_read_plain_text_file(fn, cb or text_line(0))


def vce_make_binary_array_from_hex(out: Pointer, outlen: int, hex: Optional[bytes]) -> None:
    """Converts hexadecimal digits to bytes.

    A leading `0x` or `0X` is skipped. A last single digit is an upper half, any other character
    counts as 0. A string of one character gives nothing.

    Parameters:
        out (char *, out): receives the bytes; those that `hex` does not give are untouched
        outlen (int, bytes): size of `out`
        hex (const char *): the digits

    Success keeps the last error. May run in any thread.
    """
    _vce_make_binary_array_from_hex(out, whole("outlen", outlen, c_int), hex)


def vce_make_binary_array_from_line(line: Optional[bytes], linelen: int, out: Pointer,
                                    outlen: Pointer, ul: Pointer) -> None:
    """Converts the hexadecimal digits of one line to bytes.

    The line should end with LF or CR LF within `linelen`; without one its last byte is not counted.
    An odd last digit is dropped, except before a CR LF at the very end of the input.

    Parameters:
        line (const char *): the input
        linelen (int, bytes): its length
        out (char *, out): receives the bytes
        outlen (int *, inout, bytes): in: size of `out`, negative counts as 0; out: number of bytes,
            which counts a leading `0x` or `0X` as one more byte, 0 at the end
        ul (int *, out, bytes): receives the number of bytes consumed, the line end included

    Success keeps the last error. May run in any thread.
    """
    _vce_make_binary_array_from_line(line, whole("linelen", linelen, c_int), out, outlen, ul)


def vce_make_hex_from_binary_array(out: Pointer, outlen: int, buf: Optional[bytes], len: int,
                                   folding: int) -> int:
    """Converts bytes to hexadecimal digits.

    Parameters:
        out (char *, out): receives two lower-case digits per byte; unspecified on failure
        outlen (int, bytes): size of `out`
        buf (const char *): the bytes
        len (int, bytes): their number; 0 or less gives an empty text
        folding (int, flag): 0: one line without end; any other value: LF after every 32 bytes and
            at the end

    Returns: the length of the text; last error kept. Unit: bytes. Negative: an error code.

    Errors:
        VCE_EFULL: `out` is too small

    Success keeps the last error. May run in any thread.
    """
    return _vce_make_hex_from_binary_array(out, whole("outlen", outlen, c_int), buf,
                                           whole("len", len, c_int),
                                           whole("folding", folding, c_int))


def vce_make_hex_text_from_buffer(buf: Optional[bytes], len: int, out: Pointer, outlen: int) -> int:
    """Converts bytes to a text that carries their number and a checksum.

    Parameters:
        buf (const char *): the bytes
        len (int, bytes): their number
        out (char *, out): receives the text; unspecified on failure
        outlen (int, bytes): size of `out`

    Returns: the length of the text. Unit: bytes. Negative: an error code.

    Errors:
        VCE_EFULL: `out` is too small
        VCE_EINVAL: `len` is negative, or a pointer is NULL

    May run in any thread.
    """
    return _vce_make_hex_text_from_buffer(buf, whole("len", len, c_int), out,
                                          whole("outlen", outlen, c_int))


def vce_extract_data_from_hex_text(buf: Optional[bytes], len: int, out: Pointer,
                                   outlen: int) -> int:
    """Checks and reverses vce_make_hex_text_from_buffer().

    Parameters:
        buf (const char *): the text
        len (int, bytes): its length
        out (char *, out): receives the bytes; unspecified on failure
        outlen (int, bytes): size of `out`

    Returns: the number of bytes. Negative: an error code.

    Errors:
        VCE_EFORMAT: the text, its length or its checksum is wrong
        VCE_EFULL: `out` is too small
        VCE_EINVAL: `len` is negative, or a pointer is NULL

    May run in any thread.
    """
    return _vce_extract_data_from_hex_text(buf, whole("len", len, c_int), out,
                                           whole("outlen", outlen, c_int))


def vce_get_ipv4_addr_by_name(a: Pointer, s: Optional[bytes]) -> int:
    """Resolves a name to an IPv4 address.

    Numbers in any form that `inet_aton` takes need no look-up; a look-up waits for its answer. The
    library need not be initialised.

    Parameters:
        a (unsigned int *, out): receives the address in network byte order; untouched on failure
        s (const char *): host name, or address in numbers

    Returns: 0: success Negative: an error code.

    Errors:
        VCE_EIPADDR: a pointer is NULL, or `s` is empty or does not resolve; logged as `Fatal:1210`

    May block; other Python threads run meanwhile.
    """
    return _vce_get_ipv4_addr_by_name(a, s)


def VCEMALLOC(size: int) -> Optional[int]:
    """Allocates memory with the function in force.

    Parameters:
        size (size_t, bytes): number of bytes, passed on unchanged

    Returns: what the function returned, not cleared. The caller owns it and releases it with
    VCEFREE().
    """
    return _VCEMALLOC(whole("size", size, c_size_t))


def VCEFREE(p: Optional[int]) -> None:
    """Releases memory with the function in force.

    Parameters:
        p (void *): what VCEMALLOC() returned; NULL is passed on
    """
    _VCEFREE(p)


def vce_replace_malloc_funcs(a: Callback, r: Callback, f: Callback) -> None:
    """Replaces the functions that allocate, resize and release memory; initially those of the C
    library.

    The tables, buffers and objects of the library come through them; memory that libevent and the C
    library need for themselves does not. Call it before vce_initialize(), or at least while nothing
    is allocated: a block is released by the function in force then.

    Parameters:
        a (allocate): allocates; may return NULL; NULL: leave as it is; kept for: process
        r (reallocate): resizes; NULL: leave as it is; kept for: process
        f (release): releases; must accept NULL as `free` does; NULL: leave as it is; kept for:
            process

    Success keeps the last error.
    """
    _vce_replace_malloc_funcs(a or allocate(0), r or reallocate(0), f or release(0))


def vce_mainloop() -> int:
    """Calls the heartbeat again and again.

    Without a callback of vce_set_mainloop_callback() it never returns. Not for use inside a
    callback.

    Returns: the first result of the callback that is not 0.

    Errors:
        VCE_EINVAL: the library is not initialised

    Not for use inside a callback. May block; other Python threads run meanwhile.
    """
    return _vce_mainloop()


def vce_set_mainloop_callback(f: Callback) -> None:
    """Sets the function that vce_mainloop() calls between heartbeats.

    Parameters:
        f (mainloop_callback): called after every heartbeat; a result other than 0 ends the loop;
            NULL: none; kept for: process

    Success keeps the last error.
    """
    _vce_set_mainloop_callback(f or mainloop_callback(0))


def vce_set_socket_library_ok(flag: int) -> None:
    """Tells the library whether the sockets of the system may be used.

    Parameters:
        flag (int, flag): 0: heartbeats do nothing; any other value: they work (the initial state)

    Success keeps the last error.
    """
    _vce_set_socket_library_ok(whole("flag", flag, c_int))


def vce_set_internal_timer(t: int, microsec: int) -> None:
    """Does nothing.

    It set the clock of systems that have none.

    Parameters:
        t (time_t, seconds): ignored
        microsec (unsigned int, microseconds): ignored

    Errors:
        VCE_ESUPPORT: always
    """
    _vce_set_internal_timer(whole("t", t, c_long), whole("microsec", microsec, c_uint))


def vce_get_version(ma: Pointer, mi: Pointer, rel: Pointer) -> None:
    """Stores the version of the library that is running: 2, 0, 0.

    Parameters:
        ma (int *, out): receives the major number; may be NULL
        mi (int *, out): receives the minor number; may be NULL
        rel (int *, out): receives the release number; may be NULL

    Success keeps the last error.
    """
    _vce_get_version(ma, mi, rel)


def vce_verrout(format: Optional[bytes], arg: Optional[int]) -> None:
    """Writes a message to the log as vce_errout() does, with its arguments as a va_list.

    Parameters:
        format (const char *): format as of `vprintf`; NULL writes nothing
        arg (va_list): its arguments

    Success keeps the last error.
    """
    _vce_verrout(format, arg)


def vce_errout0(s: Optional[bytes]) -> None:
    """Writes a string to the log as it is, without formatting, if the verbosity is 0 or more.

    Parameters:
        s (const char *): the string

    Success keeps the last error.
    """
    _vce_errout0(s)


def vce_errout0_v(s: Optional[bytes]) -> None:
    """Writes a string to the log as it is, without formatting, if the verbosity is above 0.

    Parameters:
        s (const char *): the string

    Success keeps the last error.
    """
    _vce_errout0_v(s)


def vce_errout_set_another(cb: Callback) -> None:
    """Diverts the log, the program's own messages and dumps included, to a function.

    It gets each message about a peer of which standard error gets one in a second. With verbosity 0
    there is an exception: messages about peers that were turned away or ended, which version 2.0.0
    wrote with verbosity above 0 only, come one in a second, too.

    Parameters:
        cb (log_callback): gets the verbosity and the formatted text, valid until it returns; it
            must not call the library, which may be in the middle of something. It may take as long
            as it likes, the heartbeat waits for it. NULL: back to standard error; kept for: process

    Success keeps the last error.
    """
    _vce_errout_set_another(cb or log_callback(0))


def vce_conn_set_delay(ct: conn_t, delay_min: int, delay_max: int) -> None:
    """Holds the data of a connection back for random times, to test a program on a slow network.

    Both directions are delayed; the order of the bytes is kept.

    Parameters:
        ct (conn_t): the connection
        delay_min (int, milliseconds): shortest delay in milliseconds, 0 or more
        delay_max (int, milliseconds): longest delay in milliseconds, above 0 and at least
            `delay_min`; so a delay cannot be removed again

    Errors:
        VCE_EINVAL: `ct` is invalid, or a delay is out of range
        VCE_EMEM: no memory
    """
    _vce_conn_set_delay(ct, whole("delay_min", delay_min, c_int),
                        whole("delay_max", delay_max, c_int))


def vce_tcpcontext_set_conn_kickip_array(tp: Optional[int],
                                         null_terminated_ipaddr_array: Pointer) -> None:
    """Sets the list of IPv4 addresses whose connections are turned away.

    It is compared with each peer right after the accept, before every other check.

    Parameters:
        tp (tcpcontext_t): the context
        null_terminated_ipaddr_array (const unsigned int *): addresses in network byte order, ended
            by 0; not copied: it must stay while the context uses it, and its content may be changed
            at any time. NULL: none; kept for: context

    Errors:
        VCE_EINVAL: `tp` is invalid

    Success keeps the last error.
    """
    _vce_tcpcontext_set_conn_kickip_array(tp, null_terminated_ipaddr_array)


def vce_tcpcontext_set_equal_io_splitrate(tt: Optional[int], v: int) -> None:
    """Does nothing.

    It spread the sending of data over several heartbeats.

    Parameters:
        tt (tcpcontext_t): the context
        v (int): ignored

    Errors:
        VCE_EINVAL: `tt` is invalid

    Success keeps the last error.
    """
    _vce_tcpcontext_set_equal_io_splitrate(tt, whole("v", v, c_int))


def vce_get_tcp_packet_read_size(original: Pointer, processing: Pointer) -> None:
    """Stores 0 twice.

    It told the size of the packet being received before and after decompression.

    Parameters:
        original (int *, out, bytes): receives 0; may be NULL
        processing (int *, out, bytes): receives 0; may be NULL

    Success keeps the last error.
    """
    _vce_get_tcp_packet_read_size(original, processing)


def vce_get_tcp_packet_write_size(original: Pointer, processing: Pointer) -> None:
    """Stores 0 twice.

    It told the size of the packet being sent before and after compression.

    Parameters:
        original (int *, out, bytes): receives 0; may be NULL
        processing (int *, out, bytes): receives 0; may be NULL

    Success keeps the last error.
    """
    _vce_get_tcp_packet_write_size(original, processing)


def vce_atoi(p: Optional[bytes]) -> int:
    """Evaluates decimal integers joined by + - and *, strictly from left to right.

    An operand may have a minus sign; blanks and tabs are ignored. "123+2*2" gives 250.

    Parameters:
        p (const char *): the text

    Returns: the result; 0 for anything else.

    Errors:
        VCE_EFORMAT: the text is not such an expression
    """
    return _vce_atoi(p)


def vce_tcpcontext_get_port(t: Optional[int]) -> int:
    """Returns the port a server context listens on.

    A server created with port 0 learns the system's choice this way.

    Parameters:
        t (tcpcontext_t): the context

    Returns: the port in host byte order, 1 to 65535; 0 for a client context and a Unix socket.
    Negative: an error code.

    Errors:
        VCE_EINVAL: `t` is invalid
    """
    return _vce_tcpcontext_get_port(t)


def vce_tcpcontext_set_source(t: Optional[int], address: Optional[bytes]) -> int:
    """Sets the address from which the connects of a context go out.

    One address has some 28,000 ports to one destination (sysctl ip_local_port_range); a program
    that opens more connections uses several contexts with an address of this machine each. The port
    is chosen when the destination is known. Effective for later connects to the same address
    family.

    Parameters:
        t (tcpcontext_t): the context
        address (const char *): numeric IPv4 or IPv6 address; NULL or "": the system chooses (the
            default)

    Returns: 0: success Negative: an error code.

    Errors:
        VCE_EINVAL: `t` is invalid
        VCE_EIPADDR: `address` is not a numeric address; nothing changes. An address that is not
            this machine's shows when connecting, as VCE_ECONNECT
    """
    return _vce_tcpcontext_set_source(t, address)


def vce_tcpcontext_set_connect_timeout(t: Optional[int], ms: int) -> int:
    """Limits how long a connect of a context may take.

    The time counts from vce_tcpcontext_connect() to the end of the handshake and covers all
    addresses of a name and, in non-blocking mode, the look-up of the name; in blocking mode the
    look-up has the resolver's own limits. A connect that takes longer fails: in blocking mode with
    VCE_ECONNECT and `errno` ETIMEDOUT, in non-blocking mode the connection ends with
    CLOSE_REASON_TIMEOUT. Idle time begins when the connection is established. Without a limit of
    its own a connect may take as long as the idle limit of the context; in blocking mode an idle
    limit of 0 or less then stands for the system's own time, two minutes or more.
    vce_conn_set_timeout() with a limit of 0 or more does not change the time that a connect has;
    below 0 it ends the connect. Accepted connections are not concerned: they are established.
    Effective for later connects.

    Parameters:
        t (tcpcontext_t): the context
        ms (int, milliseconds): milliseconds, 1 or more; 0: the idle limit (the default)

    Returns: 0: success Negative: an error code.

    Errors:
        VCE_EINVAL: `t` is invalid
        VCE_ERANGE: `ms` is negative; nothing changes
    """
    return _vce_tcpcontext_set_connect_timeout(t, whole("ms", ms, c_int))


def vce_conn_get_end_detail(c: conn_t, buf: Pointer, max: int) -> int:
    """Tells in words why a connection ends.

    For the closewatcher and the finalizer, which a connection that could not be established has
    too. The text names the peer and has what the system said, such as "connect to example.org,
    192.0.2.1 port 80: Connection refused", "connect to nosuch.example: name not found", "192.0.2.1
    port 80: receive failed: Connection reset by peer" or "192.0.2.1 port 80: end of stream". It is
    meant for people and logs; its wording may change. Of several addresses of a name the text has
    the first, unless a later one says more, and how many were tried.

    Parameters:
        c (conn_t): the connection whose closewatcher or finalizer is running
        buf (char *, out): receives the text, without a line feed and ended by NUL, as much of it as
            fits; untouched on failure
        max (int, bytes): size of `buf` in bytes, 1 or more; 512 hold every text

    Returns: the length of the whole text; it was cut if that is `max` or more. Unit: bytes.
    Negative: an error code.

    Errors:
        VCE_EINVAL: `c` is invalid, `buf` is NULL, or `max` is below 1
        VCE_ENOTREADY: the closewatcher or finalizer of `c` is not running
    """
    return _vce_conn_get_end_detail(c, buf, whole("max", max, c_int))


def vce_get_last_error_detail(buf: Pointer, max: int) -> int:
    """Tells the last error of this thread in words, with what the system said.

    Where a connect, a server context or a name failed the text is, for example, "connect to
    example.org, 192.0.2.1 port 80: Connection refused", "bind to 0.0.0.0 port 80: Permission
    denied" or "connect to nosuch.example: name not found"; for other errors it is that of
    vce_strerror(), without an error it is empty. After a connect that failed in the call, and after
    a server context that could not be made, `errno` has the system's number; for a name that cannot
    be looked up it is EHOSTUNREACH after a connect. The text is meant for people and logs; its
    wording may change. Can be called from any thread. A thread whose text was replaced by another
    thread's gets that of vce_strerror().

    Parameters:
        buf (char *, out): receives the text, without a line feed and ended by NUL, as much of it as
            fits; untouched on failure
        max (int, bytes): size of `buf` in bytes, 1 or more; 512 hold every text

    Returns: the length of the whole text, 0 without an error; it was cut if that is `max` or more.
    Unit: bytes. Negative: an error code.

    Errors:
        VCE_EINVAL: `buf` is NULL or `max` is below 1

    Success keeps the last error. May run in any thread.
    """
    return _vce_get_last_error_detail(buf, whole("max", max, c_int))


def vce_set_heartbeat_wait_limits(shortest_us: int, longest_us: int) -> int:
    """Sets the bounds between which the wait of an idle heartbeat adapts.

    In force while the flag of vce_set_heartbeat_wait_flag() is set, from the end of the next
    heartbeat on. With the bounds as they are at first, a heartbeat that follows some activity waits
    for a microsecond, and a thousand more have to find nothing to do until one waits a millisecond.
    A server that does nothing outside of heartbeats calls `vce_set_heartbeat_wait_limits(100000,
    100000)`: it then sleeps until something happens. It loses no time by that, since readiness of
    any socket ends a wait at once. The bounds are kept across vce_finalize().

    Parameters:
        shortest_us (int, microseconds): microseconds, 1 to `longest_us`; 1 at first
        longest_us (int, microseconds): microseconds, up to 1000000; 100000 at first. Idle limits
            expire late by as much

    Returns: 0: success Negative: an error code.

    Errors:
        VCE_ERANGE: the bounds are not in this order or range; nothing changes
    """
    return _vce_set_heartbeat_wait_limits(whole("shortest_us", shortest_us, c_int),
                                          whole("longest_us", longest_us, c_int))


def vce_tcpcontext_set_max_per_address(t: Optional[int], max: int) -> int:
    """Limits how many connections one peer address may have in a context at once.

    A peer beyond the limit is turned away. It is looked at after kick list, rate and accept flag
    and before `maxcon`. IPv6 addresses count by their first 64 bits, which one customer of a
    network has all of, and the peers of a Unix socket by their user. Connections that exist already
    count but are not ended. While there is a limit each address takes 32 to 128 bytes.

    Parameters:
        t (tcpcontext_t): the context
        max (int, connections): connections, 1 or more; 0: any number (the default)

    Returns: 0: success Negative: an error code.

    Errors:
        VCE_EINVAL: `t` is invalid
        VCE_ERANGE: `max` is negative
        VCE_EMEM: no memory for the counts; the limit stays as it was
    """
    return _vce_tcpcontext_set_max_per_address(t, whole("max", max, c_int))


def vce_tcpcontext_broadcast(t: Optional[int], framed: Optional[bytes], length: int, skip: conn_t,
                             when_full: int) -> int:
    """Queues the same bytes for all open connections of a context.

    The bytes are sent as they are: frame them first, as the protocol of the context wants it, for
    example a line with its LF. Each connection gets all of them or none. One that is closing, that
    is still being made or whose stream is broken is not open. A connection whose write buffer has
    no room for the bytes, because its peer reads too slowly, or for which there is no memory, is
    dealt with as `when_full` says; all others get the bytes, and no error is reported. A record
    callback may therefore return the result: it never ends the connection whose record is relayed.

    With VCE_FULL_DROP the connection stays open without these bytes. With VCE_FULL_CLOSE it is
    closed as by vce_conn_close(): its queued output is still sent, but the peer cannot prolong that
    by talking: the idle limit goes on from where it stands and then ends the connection (TIMEOUT).
    So no connection that stays open has missed anything.

    Parameters:
        t (tcpcontext_t): the context
        framed (const char *): the bytes; copied
        length (int, bytes): number of bytes; 0: nothing happens, and the result is 0
        skip (conn_t): a connection that gets nothing, such as the origin of the bytes; the null
            handle, or one that is not open in this context: no connection is left out
        when_full (int): VCE_FULL_DROP or VCE_FULL_CLOSE

    Returns: the number of connections that the bytes were queued for. Negative: an error code.

    Errors:
        VCE_EINVAL: `t` is invalid, `length` is negative, or `framed` is NULL
        VCE_ERANGE: `when_full` is neither of the two
        VCE_ELONGINPUT: `length` is more than the write buffers of the context can ever hold;
            nothing happens
    """
    return _vce_tcpcontext_broadcast(t, framed, whole("length", length, c_int), skip,
                                     whole("when_full", when_full, c_int))


def vce_tcpcontext_set_keepalive(t: Optional[int], idle_s: int, interval_s: int, count: int) -> int:
    """Sets when and how TCP asks a silent peer whether it is still there.

    Every connection has keep-alive probes; by default the system decides about their times, on
    Linux after two hours of silence (sysctl tcp_keepalive_time, tcp_keepalive_intvl,
    tcp_keepalive_probes). A peer that answers none of `count` probes is gone (REMOTE). The probes
    are no bytes for the program: idle limits do not notice them. In force for later connects, and
    for peers whose connect completes later; a server's listening socket passes the values on to its
    connections.

    Parameters:
        t (tcpcontext_t): the context
        idle_s (int, seconds): seconds of silence until the first probe, up to 32767; 0: the
            system's value
        interval_s (int, seconds): seconds between two probes, up to 32767; 0: the system's value
        count (int, count): probes without an answer, up to 127; 0: the system's value

    Returns: 0: success Negative: an error code.

    Errors:
        VCE_EINVAL: `t` is invalid
        VCE_ERANGE: a value is negative or too large; nothing changes
        VCE_ESETSOCKOPT: the system refuses it for the listening socket; nothing changes
        VCE_ESUPPORT: this system has no such options
    """
    return _vce_tcpcontext_set_keepalive(t, whole("idle_s", idle_s, c_int),
                                         whole("interval_s", interval_s, c_int),
                                         whole("count", count, c_int))


def vce_tcpcontext_set_user_timeout(t: Optional[int], ms: int) -> int:
    """Sets how long TCP waits for a peer to acknowledge sent bytes (TCP_USER_TIMEOUT).

    When that time is over the connection ends (REMOTE), also if the peer's window stays closed: a
    peer that is there and does not read for so long ends, too. By default the system sends again
    for many minutes. It also limits the handshake of connects, and on Linux it takes the place of
    the `count` of vce_tcpcontext_set_keepalive(). In force for later connects, and for peers whose
    connect completes later.

    Parameters:
        t (tcpcontext_t): the context
        ms (int, milliseconds): milliseconds, 1 or more; 0: the system's value (the default)

    Returns: 0: success Negative: an error code.

    Errors:
        VCE_EINVAL: `t` is invalid
        VCE_ERANGE: `ms` is negative; nothing changes
        VCE_ESETSOCKOPT: the system refuses it for the listening socket; nothing changes
        VCE_ESUPPORT: this system has no such option
    """
    return _vce_tcpcontext_set_user_timeout(t, whole("ms", ms, c_int))


def vce_tcpcontext_set_conn_rate(t: Optional[int], records_per_second: int, bytes_per_second: int,
                                 f: Callback) -> int:
    """Limits how many records and bytes each connection may send.

    A connection may send at once what it has for one second, and gets the same again in each
    second. A call of a custom parser that takes bytes counts as one record; records that the
    program parses by calling a parser itself do not count. A connection that has used up one of the
    two and has more pauses: the rest waits in its read buffer and in the kernel, where it holds the
    peer back, and the next heartbeats take no notice of it until there is something to take again,
    after 20 milliseconds at the earliest. Nothing is lost, and a pause does not count as idle. When
    a pause begins `f` is asked, in the heartbeat: if it returns a negative value the connection
    ends instead (PARSER).

    Taken over by connections that are made later. A limited connection takes some 150 bytes more.

    Parameters:
        t (tcpcontext_t): the context
        records_per_second (int, count): records, 1 or more; 0: any number (the default)
        bytes_per_second (int, bytes): bytes received, 1 or more; 0: any number (the default)
        f (rate_callback): asked when a pause begins; NULL: it always pauses; kept for: connections

    Returns: 0: success Negative: an error code.

    Errors:
        VCE_EINVAL: `t` is invalid
        VCE_ERANGE: a limit is negative; nothing changes
        VCE_EMEM: no memory; nothing changes
    """
    return _vce_tcpcontext_set_conn_rate(t, whole("records_per_second", records_per_second, c_int),
                                         whole("bytes_per_second", bytes_per_second, c_int),
                                         f or rate_callback(0))


def vce_set_buffer_limit(bytes: int) -> int:
    """Limits the memory of the read and write buffers of all connections together.

    A buffer beyond the limit is refused as if the system had no memory: a write fails with
    VCE_EFULL or VCE_EWBFULL, and input waits in the kernel, where it holds its sender back, and is
    asked for again every 10 milliseconds. Buffers that are lent already stay. Kept across
    vce_finalize(). A record that does not fit under the limit never completes; near it less is read
    at a time.

    Parameters:
        bytes (VCEI64, bytes): the limit, 1 or more; 0: none (the default)

    Returns: 0: success Negative: an error code.

    Errors:
        VCE_ERANGE: `bytes` is negative
    """
    return _vce_set_buffer_limit(whole("bytes", bytes, c_longlong))


def vce_tcpcontext_create_flat(is_server: int, bindaddr: Optional[bytes], port: int, maxcon: int,
                               rblen: int, wblen: int, timeout: int, nonblock_connect: int,
                               nodelay: int, statebuf_size: int) -> Optional[int]:
    """Creates a context whose callbacks get a connection as two integers instead of a conn_t.

    For languages that cannot take a structure by value as an argument of a callback, such as
    LuaJIT. Everything else is as in vce_tcpcontext_create(), and the connections are the same: only
    the first argument of each callback that would be a `conn_t` becomes two, `unsigned int p` and
    `unsigned int serial`, with the values of the two fields of the handle, which is made of them
    again by `{(void *)(size_t)p, serial}`. `p` always fits. The callbacks have these types:

    - acceptwatcher, parser, length error callback, function of vce_tcpcontext_conn_iterate(): `int
      (*)(unsigned int, unsigned int)`
    - hi-water watcher: `int (*)(unsigned int, unsigned int, int)`
    - protocol callback: `int (*)(unsigned int, unsigned int, char *, int)`
    - closewatcher: `int (*)(unsigned int, unsigned int, CLOSE_REASON)`
    - finalizer: `void (*)(unsigned int, unsigned int)`
    - I/O callback: `void (*)(unsigned int, unsigned int, int, char *, size_t)`

    They are given, cast to the declared types, to the same functions as ever. The ready-made
    parsers are given as they are; no other function that takes a `conn_t` may be a callback here.

    Parameters:
        is_server (int, flag): as for vce_tcpcontext_create(), and so are all others
        bindaddr (const char *): server: address to listen on; client: ignored
        port (unsigned short, port): server: port to listen on, 0 lets the system choose; client:
            ignored
        maxcon (int, connections): connections that may exist at once in this context
        rblen (size_t, bytes): size of each read buffer in bytes, 1 to 2147483647
        wblen (size_t, bytes): size of each write buffer in bytes, 1 to 2147483647
        timeout (int, seconds): idle limit of new connections in seconds
        nonblock_connect (int, flag): 0: vce_tcpcontext_connect() waits for the handshake; any other
            value: it returns at once
        nodelay (int, flag): any other value than 0: set TCP_NODELAY on every connection
        statebuf_size (size_t, bytes): size of the state buffer of each connection in bytes, 0 to
            2147483647

    Returns: the context, or NULL.

    Errors:
        VCE_EINVAL: the library is not initialised, or `max_tcpcontext` is 0 or less
        VCE_EFULL: `max_tcpcontext` contexts exist already
        VCE_EIPADDR: `bindaddr` does not resolve, or is no name of a Unix socket
        VCE_ESOCKET: no socket could be created
        VCE_ESETSOCKOPT: an option of the socket could not be set
        VCE_EBIND: the address cannot be bound: port in use, privileged, or address not of this
            host; for a Unix socket: a server listens there, there is a file that is no socket, or
            the folder does not allow it
        VCE_ELISTEN: listening failed
        VCE_EARRAY: `maxcon`, `rblen`, `wblen` or `statebuf_size` is outside its range, `maxcon`
            times the three sizes exceeds 2 to the power of 46, `max_array` is used up, or memory is
            short. Tested last: a port in use gives VCE_EBIND first

    May block; other Python threads run meanwhile.
    """
    return _vce_tcpcontext_create_flat(whole("is_server", is_server, c_int), bindaddr,
                                       whole("port", port, c_ushort),
                                       whole("maxcon", maxcon, c_int),
                                       whole("rblen", rblen, c_size_t),
                                       whole("wblen", wblen, c_size_t),
                                       whole("timeout", timeout, c_int),
                                       whole("nonblock_connect", nonblock_connect, c_int),
                                       whole("nodelay", nodelay, c_int),
                                       whole("statebuf_size", statebuf_size, c_size_t))


def vce_conn_get_peer_credentials(c: conn_t, pid: Pointer, uid: Pointer, gid: Pointer) -> int:
    """Tells which process is at the other end of a Unix socket.

    Unix sockets connect programs on one machine. A server context gets one by the `bindaddr` and a
    client by the host `"unix:/path"`, an absolute path of up to 107 bytes, or `"unix:@name"`, a
    name of up to 106 bytes without a file (Linux only). The port is ignored. Everything else is as
    with TCP; options of TCP (`nodelay`, keep-alive times, user time-out, source address) and the
    kick list do not apply, vce_tcpcontext_set_max_per_address() counts by user.

    The server makes the file, with the rights that the umask leaves: a peer needs the right to
    write. It removes the file when it stops listening (vce_tcpcontext_cleanup(), vce_drain(),
    vce_finalize()), unless it is not the same file any more or the calling process is a child of
    the one that made it. A socket on which nobody listens is replaced; a server that listens, or a
    file of another kind, is left alone, with VCE_EBIND. Two servers that start at the same moment
    in place of a dead one are told apart as long as neither is interrupted between two system
    calls.

    A connect succeeds or fails at once (VCE_ECONNECT: no such file, no server, no right), but waits
    while the queue of the server is full: it is tried again every 10 milliseconds, within the limit
    for connects.

    Parameters:
        c (conn_t): the connection, accepted or made
        pid (int *, out): receives the process, -1 if the system does not tell; 0 if it is in
            another namespace; may be NULL, as the others
        uid (int *, out): receives the effective user
        gid (int *, out): receives the effective group. All three are those of the moment when the
            peer connected, or began to listen

    Returns: 0: success Negative: an error code.

    Errors:
        VCE_EINVAL: `c` is invalid; nothing is stored, as below
        VCE_ESUPPORT: it is no Unix socket
        VCE_ENOTREADY: it is not connected yet
    """
    return _vce_conn_get_peer_credentials(c, pid, uid, gid)


def vce_conn_get_fd(c: conn_t) -> int:
    """Returns the descriptor of a connection, for options of its socket.

    It belongs to the library: do not read from it, write to it or close it. It can change until the
    connection is open, and is somebody else's when the connection is destroyed.

    Parameters:
        c (conn_t): the connection

    Returns: the descriptor, 3 or more. Negative: an error code.

    Errors:
        VCE_EINVAL: `c` is invalid
        VCE_ENOTREADY: there is no socket (yet), as while its host is looked up
    """
    return _vce_conn_get_fd(c)


def vce_tcpcontext_create_from_listener(fd: int, maxcon: int, rblen: int, wblen: int, timeout: int,
                                        nonblock_connect: int, nodelay: int,
                                        statebuf_size: int) -> Optional[int]:
    """Creates a server context of a listening socket that the program has.

    For sockets that are inherited from another process, such as a service manager, or that need
    options of their own. The context is as one of vce_tcpcontext_create(). The socket is the
    library's from then on and closed with the context: do not use the descriptor any more; below 3
    it gets another number. It is made non-blocking, for all processes that have it, and
    close-on-exec. The file of a Unix socket stays.

    Parameters:
        fd (int): a stream socket that listens, of the family IPv4, IPv6 or Unix
        maxcon (int, connections): as for vce_tcpcontext_create(), and so are all others
        rblen (size_t, bytes): size of each read buffer in bytes, 1 to 2147483647
        wblen (size_t, bytes): size of each write buffer in bytes, 1 to 2147483647
        timeout (int, seconds): idle limit of new connections in seconds
        nonblock_connect (int, flag): any other value than 0: vce_tcpcontext_connect() returns at
            once
        nodelay (int, flag): any other value than 0: set TCP_NODELAY on every connection
        statebuf_size (size_t, bytes): size of the state buffer of each connection in bytes, 0 to
            2147483647

    Returns: the context, or NULL: `fd` is the program's then, and as it was.

    Errors:
        VCE_EINVAL: the library is not initialised, `max_tcpcontext` is 0 or less, or `fd` is no
            such socket, does not listen, or is the library's already
        VCE_EFULL: `max_tcpcontext` contexts exist already
        VCE_ESOCKET: there is no other number for a descriptor below 3
        VCE_ESETSOCKOPT: the system refuses to change the descriptor
        VCE_EARRAY: as for vce_tcpcontext_create()
    """
    return _vce_tcpcontext_create_from_listener(whole("fd", fd, c_int),
                                                whole("maxcon", maxcon, c_int),
                                                whole("rblen", rblen, c_size_t),
                                                whole("wblen", wblen, c_size_t),
                                                whole("timeout", timeout, c_int),
                                                whole("nonblock_connect", nonblock_connect, c_int),
                                                whole("nodelay", nodelay, c_int),
                                                whole("statebuf_size", statebuf_size, c_size_t))


def vce_tcpcontext_create_from_listener_flat(fd: int, maxcon: int, rblen: int, wblen: int,
                                             timeout: int, nonblock_connect: int, nodelay: int,
                                             statebuf_size: int) -> Optional[int]:
    """Creates the same context with the callbacks of vce_tcpcontext_create_flat().

    For sockets that are inherited from another process, such as a service manager, or that need
    options of their own. The context is as one of vce_tcpcontext_create(). The socket is the
    library's from then on and closed with the context: do not use the descriptor any more; below 3
    it gets another number. It is made non-blocking, for all processes that have it, and
    close-on-exec. The file of a Unix socket stays.

    Parameters:
        fd (int): a stream socket that listens, of the family IPv4, IPv6 or Unix
        maxcon (int, connections): as for vce_tcpcontext_create(), and so are all others
        rblen (size_t, bytes): size of each read buffer in bytes, 1 to 2147483647
        wblen (size_t, bytes): size of each write buffer in bytes, 1 to 2147483647
        timeout (int, seconds): idle limit of new connections in seconds
        nonblock_connect (int, flag): any other value than 0: vce_tcpcontext_connect() returns at
            once
        nodelay (int, flag): any other value than 0: set TCP_NODELAY on every connection
        statebuf_size (size_t, bytes): size of the state buffer of each connection in bytes, 0 to
            2147483647

    Returns: the context, or NULL: `fd` is the program's then, and as it was.

    Errors:
        VCE_EINVAL: the library is not initialised, `max_tcpcontext` is 0 or less, or `fd` is no
            such socket, does not listen, or is the library's already
        VCE_EFULL: `max_tcpcontext` contexts exist already
        VCE_ESOCKET: there is no other number for a descriptor below 3
        VCE_ESETSOCKOPT: the system refuses to change the descriptor
        VCE_EARRAY: as for vce_tcpcontext_create()
    """
    return _vce_tcpcontext_create_from_listener_flat(whole("fd", fd, c_int),
                                                     whole("maxcon", maxcon, c_int),
                                                     whole("rblen", rblen, c_size_t),
                                                     whole("wblen", wblen, c_size_t),
                                                     whole("timeout", timeout, c_int),
                                                     whole("nonblock_connect", nonblock_connect, c_int),
                                                     whole("nodelay", nodelay, c_int),
                                                     whole("statebuf_size", statebuf_size, c_size_t))


def vce_tcpcontext_adopt(t: Optional[int], fd: int) -> conn_t:
    """Makes a connection of an established socket that the program has.

    For sockets that came from another process, from `socketpair`, or from a handshake that the
    program made itself. The connection is open at once and counts as accepted, but since the
    program brings it, neither an acceptwatcher nor kick list, rate and accept flag are asked.
    Closewatcher and finalizer run at its end. What waits in the socket is received by the next
    heartbeat. The socket is the library's from then on: do not use the descriptor any more, except
    as vce_conn_get_fd() says; below 3 it gets another number. It is made non-blocking, for all
    processes that have it, and close-on-exec, and gets the options that the context has for
    connections. Time is proportional to the number of connections, as none may have the descriptor
    already.

    Parameters:
        t (tcpcontext_t): the context, client or server
        fd (int): a connected stream socket of the family IPv4, IPv6 or Unix

    Returns: the connection, or `{NULL, 0}`: `fd` is the program's then, and as it was.

    Errors:
        VCE_EINVAL: `t` is invalid, or `fd` is no such socket, not connected, or the library's
            already
        VCE_EFULL: the context has `maxcon` connections or the process `max_conn`, the peer has as
            many as vce_tcpcontext_set_max_per_address() allows, or memory is short
        VCE_ESOCKET: there is no other number for a descriptor below 3
        VCE_ESETSOCKOPT: the system refuses to change the descriptor
        VCE_ECLOSED: vce_drain() is running
    """
    return _vce_tcpcontext_adopt(t, whole("fd", fd, c_int))


def vce_get_wait_fd() -> int:
    """Returns a descriptor to wait for in a loop of the program's own.

    It is readable, for `poll`, `select` or an epoll set, whenever a heartbeat would find a socket
    ready, and after vce_wake() and vce_post(); the next heartbeats take care of that. A program
    whose loop watches other things too leaves vce_set_heartbeat_wait_flag() at 0, waits until this
    descriptor is readable or vce_get_wait_time() is over, and calls vce_heartbeat():

        struct pollfd library = {vce_get_wait_fd(), POLLIN, 0};
        for (;;) {
          poll(&library, 1, vce_get_wait_time());
          vce_heartbeat();
        }

    The descriptor stays the same until vce_finalize() and belongs to the library: do not read from
    it, change or close it; ask anew if the program has closed it all the same (`closefrom`). After
    `fork` the child asks anew and forgets the one of its parent.

    Returns: the descriptor, 0 or more. Negative: an error code.

    Errors:
        VCE_EINVAL: the library is not initialised
        VCE_EMEM: in a child after `fork`: the system gives no descriptor; try again later. Always,
            if the library was made with `POLLER=libevent` and libevent uses `poll` or `select`,
            which have none: then call a heartbeat whenever vce_get_wait_time() is over. With epoll,
            the default, and with libevent on epoll or kqueue there is one
    """
    return _vce_get_wait_fd()


def vce_get_wait_time() -> int:
    """Returns how long the program may wait for vce_get_wait_fd() before it calls the next
    heartbeat.

    Ask right before each wait: whatever the program does to a connection or context may shorten it.
    It is 0 when something was written, closed, left over or posted, and ends no later than the next
    timer, idle limit, limit of a connect, delay (vce_conn_set_delay()) or end of a pause. While a
    name is being looked up, and where vce_get_wait_fd() has no descriptor, it is at most 10
    milliseconds, and 100 while a custom parser leaves bytes in a read buffer.

    Returns: milliseconds, 0 to 60000, rounded up; 0 inside a callback. Negative: an error code.

    Errors:
        VCE_EINVAL: the library is not initialised
    """
    return _vce_get_wait_time()


def vce_drain(seconds: int) -> int:
    """Ends all connections in good order, for a program that is about to end.

    Listening ends: new peers are refused by the system. Every connection is closed as
    vce_conn_close() does, and heartbeats run until all output has been sent, all closewatchers and
    finalizers have run and the peers have got the end of the stream, or until the time is over.
    Connections left then are cut off; closewatchers of connections get the reason TIMEOUT.
    Meanwhile callbacks run as in every heartbeat, and vce_tcpcontext_connect() fails with
    VCE_ECONNECT. Between heartbeats the call waits for sockets, whatever
    vce_set_heartbeat_wait_flag() says. Contexts stay, without port and connections; after this come
    vce_tcpcontext_cleanup() or vce_finalize().

    Parameters:
        seconds (int, seconds): the longest time that it takes, 0 or more; 0: what can be done at
            once

    Returns: how many connections were cut off: not all written bytes had been sent, or the system
    of the peer had not confirmed it yet. 0: every peer has everything. Negative: an error code.

    Errors:
        VCE_EINVAL: the library is not initialised
        VCE_ERANGE: `seconds` is negative
        VCE_EFINALIZE: called inside a callback: nothing was done

    Refused inside a callback. May block; other Python threads run meanwhile.
    """
    return _vce_drain(whole("seconds", seconds, c_int))


def vce_get_counters(c: Pointer, size: int) -> int:
    """Copies the counters for operating a server.

    Later versions may append counters; `size` tells which ones the program was compiled for.

    Parameters:
        c (vce_counters_t *, out): receives the counters; at most `size` bytes are stored
        size (size_t, bytes): `sizeof *c`, above 0

    Returns: 0: success Negative: an error code.

    Errors:
        VCE_EINVAL: `c` is NULL or `size` is 0
    """
    return _vce_get_counters(c, whole("size", size, c_size_t))


def vce_get_counters_string(buf: Pointer, maxlen: int) -> int:
    """Writes all counters as text that a Prometheus server reads.

    The text exposition format, version 0.0.4: for each metric a HELP, a TYPE and one or more value
    lines, names beginning with `vce_`, times in seconds. The counters of vce_get_stat() are
    included.

    Parameters:
        buf (char *, out): receives the text, always NUL-terminated when `maxlen` is 1 or more
        maxlen (int, bytes): size of `buf` in bytes; 8192 is enough

    Returns: the length of the text without its NUL. Unit: bytes. Negative: an error code.

    Errors:
        VCE_EFULL: the text does not fit; `buf` holds the complete metrics that did
        VCE_EINVAL: `buf` is NULL or `maxlen` is less than 1
    """
    return _vce_get_counters_string(buf, whole("maxlen", maxlen, c_int))
