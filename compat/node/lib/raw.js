// made by compat/model/emit_node.py from vce.h 2.0.0; do not edit
//
// Every function, structure and constant of vce.h, one to one. The descriptions are in raw.d.ts.

import * as check from './checks.js';
import koffi from './koffi.js';
import { bind, callback, typeName } from './load.js';

export { addressOf, bytesAt, libraryPath } from './load.js';

const { inout, out, pointer, proto } = koffi;

export const unregister = koffi.unregister;

export const VCE_NOERROR = 0;
export const VCE_EGENERIC = -1;
export const VCE_EFULL = -2;
export const VCE_EBUG = -3;
export const VCE_ERANGE = -5;
export const VCE_EINVAL = -6;
export const VCE_EMEM = -7;
export const VCE_ENOENT = -8;
export const VCE_EIO = -9;
export const VCE_ESOCKET = -10;
export const VCE_EBIND = -11;
export const VCE_EIPADDR = -12;
export const VCE_ELISTEN = -13;
export const VCE_ECONFIG = -14;
export const VCE_EHOSTNAME = -15;
export const VCE_EFCNTL = -16;
export const VCE_ECONNECT = -17;
export const VCE_EBUFSMALL = -18;
export const VCE_EPROTO = -19;
export const VCE_ENOTREADY = -20;
export const VCE_ENEGO = -21;
export const VCE_EPROTO_INVAL = -22;
export const VCE_EPROTO_ODD = -23;
export const VCE_EPROTO_TOOLONG = -24;
export const VCE_ENOCALLBACK = -25;
export const VCE_ESUPPORT = -26;
export const VCE_ECONNSERIAL = -28;
export const VCE_EALIGNMENT = -32;
export const VCE_EFORMAT = -33;
export const VCE_ESEARCH = -34;
export const VCE_ECONTENTLEN = -35;
export const VCE_ECONNINIT = -36;
export const VCE_EBADKEYLEN = -37;
export const VCE_EACCEPT = -38;
export const VCE_ESETSOCKOPT = -39;
export const VCE_EACCESSFILE = -40;
export const VCE_EWINSOCKINIT = -41;
export const VCE_EWBFULL = -44;
export const VCE_ELONGINPUT = -45;
export const VCE_ETOOSHORT = -46;
export const VCE_EPROTO_BADLEN = -47;
export const VCE_EPROTO_RESULT = -48;
export const VCE_EPROTO_SERVERINVAL = -49;
export const VCE_EPROTO_BADCOMMAND = -50;
export const VCE_EFOPEN_W = -51;
export const VCE_ERENAME = -52;
export const VCE_ENOTFOUND = -54;
export const VCE_ELENTOOLONG = -55;
export const VCE_EDATASHORT = -56;
export const VCE_EOPENDIR = -57;
export const VCE_EFSEEK = -58;
export const VCE_EFWRITE = -59;
export const VCE_EFREAD = -60;
export const VCE_EMKDIR = -61;
export const VCE_EALREADY = -62;
export const VCE_EFINALIZE = -63;
export const VCE_ECLOSED = -64;
export const VCE_EGENCOMMAND = -65;
export const VCE_ENOCRYPTO = -66;
export const VCE_ETOOLONGNAME = -67;
export const VCE_ESIZE = -68;
export const VCE_ESWNOTREADY = -71;
export const VCE_ESERVERDOWN = -72;
export const VCE_EODDBUFSIZE = -74;
export const VCE_EODDKEYSIZE = -75;
export const VCE_EKEYEX = -76;
export const VCE_EMORESENDBUF = -77;
export const VCE_EINIT = -78;
export const VCE_EARRAY = -79;
export const BIN16DATA_MAX = 65536;
export const BIN32DATA_MAX = 1073741824;
export const LIBVCE_VERSION_MAJOR = 2;
export const LIBVCE_VERSION_MINOR = 0;
export const LIBVCE_VERSION_PATCH = 0;
export const LIBVCE_VERSION = "2.0.0";
export const VCE_FULL_DROP = 0;
export const VCE_FULL_CLOSE = 1;
export const VCE_MAX_ADDR_TEXT = 128;
export const FATAL_WINSOCK = "Fatal:1000 Winsock could not be started\n";
export const FATAL_FLQ_ARRAY_S = "Fatal:1001 file loader: no queue: %s\n";
export const FATAL_FL_TCPCTX_S = "Fatal:1002 file loader: no TCP context: %s\n";
export const FATAL_ARRAY_SCARCE = "Fatal:1003 no free array, raise max_array\n";
export const FATAL_ARRAY_FMALLOC_D = "Fatal:1010 array %d: no memory for its elements\n";
export const FATAL_ARRAY_FMALLOC1_D = "Fatal:1011 array %d: no memory for its element list\n";
export const FATAL_ARRAY_FMALLOC2_D = "Fatal:1012 array %d: no memory for its free list\n";
export const FATAL_ARRAY_FULL_S = "Fatal:1020 array \"%s\" is full\n";
export const FATAL_ODD_BUFFER_SIZE_D = "Fatal:1050 cipher: buffer size %d is not a multiple of the block size\n";
export const FATAL_SINT_FMALLOC1 = "Fatal:1090 int search: out of memory\n";
export const FATAL_SINT_INITA_D = "Fatal:1091 int search %d: no array\n";
export const FATAL_SINT_UPDATE1_D = "Fatal:1092 int search %d: table full\n";
export const FATAL_SINT_UPDATE2_D = "Fatal:1093 int search %d: table full, no chained entry\n";
export const FATAL_SSTR_FMALLOC1 = "Fatal:1094 string search: out of memory\n";
export const FATAL_SSTR_INITA_D = "Fatal:1095 string search %d: no array\n";
export const FATAL_SSTR_UPDATE1_D = "Fatal:1097 string search %d: table full\n";
export const FATAL_SSTR_UPDATE2_D = "Fatal:1098 string search %d: table full, no chained entry\n";
export const FATAL_SINT2_FMALLOC1 = "Fatal:1100 int2 search: out of memory\n";
export const FATAL_SINT2_INITA_D = "Fatal:1101 int2 search %d: no array\n";
export const FATAL_SINT2_UPDATE1_D = "Fatal:1102 int2 search %d: table full\n";
export const FATAL_SINT2_UPDATE2_D = "Fatal:1103 int2 search %d: table full, no chained entry\n";
export const FATAL_SINT4_FMALLOC1 = "Fatal:1110 int4 search: out of memory\n";
export const FATAL_SINT4_INITA_D = "Fatal:1111 int4 search %d: no array\n";
export const FATAL_SINT4_UPDATE1_D = "Fatal:1112 int4 search %d: table full\n";
export const FATAL_SINT4_UPDATE2_D = "Fatal:1113 int4 search %d: table full, no chained entry\n";
export const FATAL_TCP_NO_MORE_CON = "Fatal:1200 no connection left, raise max_conn\n";
export const FATAL_TCP_BAD_KEYLEN_D = "Fatal:1201 shared key length %d not allowed\n";
export const FATAL_TCP_BAD_ENCRYPT_TYPE_D = "Fatal:1202 unknown encryption type %d\n";
export const FATAL_TCP_NEED_PARSER = "Fatal:1203 TCP context created without a parser\n";
export const FATAL_TCP_SOCKET_S_D_S = "Fatal:1204 no server socket for %s port %d: %s\n";
export const FATAL_TCP_GETHOSTBYNAME_S = "Fatal:1205 host name does not resolve: %s\n";
export const FATAL_TCP_GETHOSTBYNAME2_S = "Fatal:1206 host name does not resolve, no IPv4 address: %s\n";
export const FATAL_TCP_BIND_S_S_D = "Fatal:1207 bind failed: %s: address %s port %d\n";
export const FATAL_TCP_LISTEN_S_S_D = "Fatal:1208 listen failed: %s: address %s port %d\n";
export const FATAL_TCP_SETSOCKOPT_S = "Fatal:1209 TCP_NODELAY not set on a new connection: %s\n";
export const FATAL_TCP_GETHOSTBYNAME3_S = "Fatal:1210 host name does not resolve: %s\n";
export const FATAL_TCP_FCNTL_S = "Fatal:1212 socket not switched to non-blocking: %s\n";
export const FATAL_TCP_SETSOCKOPT2_S = "Fatal:1213 TCP_NODELAY not set while connecting: %s\n";
export const FATAL_TCP_STARTKEYEX_D = "Fatal:1214 fd %d: key exchange could not start\n";
export const FATAL_USELOG_WRITE1_S = "Fatal:1230 log file not writable: %s\n";
export const FATAL_USELOG_WRITE2_S = "Fatal:1231 next log file not writable: %s\n";
export const FATAL_VEC_INIT_SEARCH = "Fatal:1250 vectorizer: no address search\n";
export const FATAL_VEC_INITMAIN_MALLOC = "Fatal:1251 vectorizer: no memory for receive buffers\n";
export const FATAL_VEC_INIT_INT4SEARCH_S = "Fatal:1253 vectorizer: no int4 search: %s\n";
export const FATAL_TCP_CLOSECTX_NULL = "Fatal:1256 TCP context is NULL\n";
export const FATAL_TCP_GETHOSTBYNAMEWIN_S = "Fatal:1260 host name does not resolve: %s\n";
export const FATAL_TCP_STATEBUF_INIT = "Fatal:1265 TCP context: no memory for state buffers\n";
export const FATAL_VEC_REALLOCATE_STATEBUF_S = "Fatal:1268 vectorizer: state buffer not enlarged: %s\n";
export const FATAL_TCP_SETSOCKOPT_REUSE_S = "Fatal:1277 SO_REUSEADDR not set: %s\n";
export const WARN_FREE_NULL_S = "Warning:4000 array \"%s\": NULL given back\n";
export const WARN_FREE_OUTR_S_P_P = "Warning:4001 array \"%s\": %p given back, the array starts at %p\n";
export const WARN_FREE_ALIGN_S_P_P_U = "Warning:4002 array \"%s\": %p given back is no element, start %p, element size %u\n";
export const WARN_FREE_OUTR2_S_P_P_U = "Warning:4003 array \"%s\": %p given back lies behind it, start %p, total size %u\n";
export const WARN_BFENC_NOSPACE_D = "Warning:4080 fd %d: no room for encrypted output\n";
export const WARN_TCP_ONLY_CON_D = "Warning:4100 only %d connections can be used\n";
export const WARN_TCP_ACCEPT_S_D = "Warning:4101 accept failed: %s: port %d\n";
export const WARN_TCP_MAXCON_D_D = "Warning:4102 connection pool used up, peer turned away: context limit %d, port %d\n";
export const WARN_TCP_ACCEPTW_D = "Warning:4103 fd %d: refused by the acceptwatcher\n";
export const WARN_TCP_SELECT_MINUS_D_S = "Warning:4104 readiness test returned %d: %s\n";
export const WARN_TCP_TIMEOUT_CON_D_D = "Warning:4105 fd %d: idle limit of %d seconds exceeded\n";
export const WARN_TCP_HIWATER_ACCEPTW_D = "Warning:4106 fd %d: refused by the high-water acceptwatcher\n";
export const WARN_VEC_BUFFER_FULL = "Warning:4200 vectorizer proxy: buffer full, client closed\n";
export const WARN_VEC_BUFFER_FULL2 = "Warning:4201 vectorizer proxy: buffer full at accept, client closed\n";
export const WARN_VEC_FSEARCH_D = "Warning:4202 vectorizer proxy: fd %d: search not updated\n";
export const WARN_VEC_BUFFER_FULL3 = "Warning:4203 vectorizer proxy: buffer full at close, client closed\n";
export const WARN_VEC_BAD_PROTO_MAGIC = "Warning:4204 vectorizer proxy: bad magic number\n";
export const WARN_VEC_BAD_VERSION = "Warning:4205 vectorizer proxy: bad version\n";
export const WARN_VEC_BAD_CLEN_D = "Warning:4206 vectorizer proxy: bad content length %d\n";
export const WARN_VEC_BAD_PROTO_MAGIC2 = "Warning:4207 vectorizer server: bad magic number\n";
export const WARN_VEC_BAD_VERSION2 = "Warning:4208 vectorizer server: bad version\n";
export const WARN_VEC_BAD_CLEN2_D = "Warning:4209 vectorizer server: bad content length %d\n";
export const WARN_VEC_EWRITE = "Warning:4210 vectorizer server: write to the proxy failed\n";
export const WARN_REFREE_S_P = "Warning:4214 array \"%s\": %p given back twice\n";
export const WARN_TCP_SELECT_WINERROR_D = "Warning:4215 readiness test failed: Winsock error %d\n";
export const WARN_RETURNING_EWBFULL_D_D = "Warning:4223 record of %d bytes not written, only %d bytes taken\n";
export const WARN_TCP_MAX_CONN_IN_USE_D = "Warning:4225 context full, peer turned away: limit %d\n";
export const WARN_CONN_DOES_NOT_HAVE_PARSER = "Warning:4300 input is waiting, but no parser is set\n";
export const WARN_TCP_NO_MORE_ACCEPT = "Warning:4312 accepting disabled or too fast, peer turned away\n";
export const BUG_FREESTACK_OVERFLOW_S = "Bug:7000 array \"%s\": free list damaged\n";
export const BUG_SHOW_ARRAY_USAGE_S_P = "Bug:7002 array \"%s\": unused element %p in the list of used ones\n";
export const BUG_USENUM_NOMATCH_S_D_D = "Bug:7003 array \"%s\": counter says %d, %d elements found\n";
export const BUG_TCP_NOBUF = "Bug:7010 TCP buffer missing\n";
export const BUG_TCP_NOMEM = "Bug:7011 TCP memory missing\n";
export const BUG_VEC_DELETE_SEARCH = "Bug:7100 vectorizer proxy: search entry not deleted\n";
export const BUG_VEC_NOTFOUND_CLI = "Bug:7101 vectorizer proxy: client not found on data\n";
export const BUG_VEC_NOTFOUND_CLI2 = "Bug:7102 vectorizer proxy: client not found on close\n";
export const BUG_VEC_DELETE_SEARCH2 = "Bug:7103 vectorizer proxy: search entry not deleted on close\n";
export const BUG_VEC_NOTFOUND_CLI3 = "Bug:7104 vectorizer server: client not found\n";
export const BUG_VEC_DELETE_SEARCH3 = "Bug:7105 vectorizer server: search entry not deleted\n";
export const BUG_VEC_DELETE_SEARCH_WHEN_CLOSE = "Bug:7106 vectorizer server: circuit not closed\n";
export const BUG_TCP_STATEBUF_RUNSHORT = "Bug:7109 accept: no state buffer left for a free connection\n";
export const BUG_TCP_CONNECT_STATEBUF_RUNSHORT = "Bug:7112 connect: no state buffer left for a free connection\n";
export const NOTE_NOOP_PROTOCOL_D_D = "Note:10001 %d bytes ignored, serial %d\n";
export const NOTE_DUMP_PROTOCOL_D_D = "Note:10002 %d bytes, serial %d\n";
export const NOTE_BFDEC_INIT_D = "Note:10010 fd %d: Blowfish set up for input\n";
export const NOTE_BFENC_INIT_D = "Note:10011 fd %d: Blowfish set up for output\n";
export const NOTE_RIJDEC_INIT_D = "Note:10012 fd %d: Rijndael set up for input\n";
export const NOTE_RIJENC_INIT_D = "Note:10013 fd %d: Rijndael set up for output\n";
export const NOTE_SINT_OK_S_D_D = "Note:10100 int search \"%s\" made: hash size %d, %d entries\n";
export const NOTE_SSTR_OK_S_D_D = "Note:10101 string search \"%s\" made: hash size %d, %d entries\n";
export const NOTE_SINT2_OK_S_D_D = "Note:10102 int2 search \"%s\" made: hash size %d, %d entries\n";
export const NOTE_SINT4_OK_S_D_D = "Note:10102 int4 search \"%s\" made: hash size %d, %d entries\n";
export const NOTE_SE_CLEAN_S = "Note:10103 search \"%s\" released\n";
export const NOTE_TCP_NEW_CONNECTION = "Note:10200 fd %d: connection accepted: index %d, read buffer of %d bytes\n";
export const NOTE_TCP_NONBLOCK_CON = "Note:10201 socket switched to non-blocking\n";
export const NOTE_TCP_CONNECT_OK_D = "Note:10202 fd %d: connect succeeded or in progress\n";
export const NOTE_UTIL_MALLOC_U_P = "Note:10220 %u bytes allocated at %p\n";
export const NOTE_UTIL_FREE_P = "Note:10221 memory at %p released\n";
export const NOTE_VEC_REGISTER_D = "Note:10300 vectorizer: registered: port %d\n";
export const NOTE_VEC_UNREGISTER_X_D = "Note:10301 vectorizer: unregistered: address %x port %d\n";
export const NOTE_VEC_CLOSE_FROM_SERVER = "Note:10302 vectorizer: closed by the server\n";
export const NOTE_VEC_ACCEPT_OK_X_D = "Note:10303 vectorizer: accepted: address %x port %d\n";
export const NOTE_VEC_CLOSE_OK_X_D = "Note:10304 vectorizer: closed: address %x port %d\n";
export const NOTE_INIT_ARRAY_OK_D_P_U_D_S = "Note:10310 array %d made at %p: element size %u, %d elements, name \"%s\"\n";
export const NOTE_CONN_EOF_D_S = "Note:10320 fd %d: end of stream from %s\n";
export const NOTE_CONN_READERROR_D_S = "Note:10321 fd %d: receive error from %s\n";
export const NOTE_CONN_WRITEERROR_D_S_S = "Note:10322 fd %d: send error: %s: to %s\n";
export const NOTE_CONN_NEGO_ERROR_D_D = "Note:10323 fd %d: encryption negotiation error %d\n";
export const NOTE_CONN_DECODING_ERROR_D_D = "Note:10324 fd %d: decryption error %d\n";
export const NOTE_CONN_ENCODING_ERROR_D_D = "Note:10325 fd %d: encryption error %d\n";
export const NOTE_CONN_PROTOCOL_ERROR_D_D = "Note:10326 fd %d: parser returned %d\n";
export const NOTE_KEYEX_BAD_CLIPUBKEYLEN_D = "Note:10330 key exchange: bad public key length %d\n";
export const NOTE_KEYEX_NEGO_DONE_D = "Note:10331 fd %d: key exchange done\n";
export const NOTE_KEYEX_NEGO_DONE2_D = "Note:10332 fd %d: key exchange done at the client\n";
export const NOTE_KEYEX_BAD_MAJOR_VERSION_D = "Note:10333 key exchange: bad version %d\n";
export const NOTE_KEYEX_BAD_SECRET_KEY_LENGTH_D = "Note:10334 key exchange: bad secret key length %d\n";
export const NOTE_VEC_CLOSE_OK2_X_D = "Note:10338 vectorizer server: closed: address %x port %d\n";
export const NOTE_VEC_REALLOCATE_STATEBUF_D = "Note:10340 vectorizer: state buffer enlarged to %d\n";
export const NOTE_TCP_STATEBUF_ALLOC = "Note:10342 state buffer given to an accepted connection\n";
export const NOTE_TCP_STATEBUF_INIT_OK = "Note:10345 TCP context: state buffers ready\n";
export const NOTE_TCP_FREED_STATEBUF = "Note:10347 state buffer taken back\n";
export const NOTE_VEC_STATEBUF_ALLOC_OK = "Note:10348 vectorizer: state buffer given\n";
export const NOTE_VEC_FREED_STATEBUF = "Note:10349 vectorizer: state buffer taken back\n";
export const NOTE_VCE_FINALIZED = "Note:10400 library finalised\n";
export const STRDEF_EMESG_NOERROR = "success";
export const STRDEF_EMESG_EGENERIC = "unspecified failure";
export const STRDEF_EMESG_EFULL = "no room left in table or buffer";
export const STRDEF_EMESG_EBUG = "internal inconsistency";
export const STRDEF_EMESG_ERANGE = "value out of range";
export const STRDEF_EMESG_EINVAL = "invalid argument or handle, or library not initialised";
export const STRDEF_EMESG_EMEM = "out of memory";
export const STRDEF_EMESG_ENOENT = "no such entry";
export const STRDEF_EMESG_EIO = "read or write failed";
export const STRDEF_EMESG_ESOCKET = "socket could not be created";
export const STRDEF_EMESG_EBIND = "bind failed, address or port in use or not available";
export const STRDEF_EMESG_EIPADDR = "host name or address cannot be resolved";
export const STRDEF_EMESG_ELISTEN = "listen failed";
export const STRDEF_EMESG_ECONFIG = "configuration not usable";
export const STRDEF_EMESG_EHOSTNAME = "host name not usable";
export const STRDEF_EMESG_EFCNTL = "socket mode could not be changed";
export const STRDEF_EMESG_ECONNECT = "connect failed";
export const STRDEF_EMESG_EBUFSMALL = "supplied buffer is too small";
export const STRDEF_EMESG_EPROTO = "protocol violation";
export const STRDEF_EMESG_ENOTREADY = "connection is not ready yet";
export const STRDEF_EMESG_ENEGO = "encryption negotiation failed";
export const STRDEF_EMESG_EPROTO_INVAL = "protocol: bad argument";
export const STRDEF_EMESG_EPROTO_ODD = "protocol: impossible input length";
export const STRDEF_EMESG_EPROTO_TOOLONG = "protocol: record longer than allowed";
export const STRDEF_EMESG_ENOCALLBACK = "required callback is missing";
export const STRDEF_EMESG_ESUPPORT = "not supported";
export const STRDEF_EMESG_ECIRCSERIAL = "circuit serial does not match";
export const STRDEF_EMESG_ECONNSERIAL = "connection is gone, serial does not match";
export const STRDEF_EMESG_EVECNOTREADY = "vectorizer is not initialised";
export const STRDEF_EMESG_ENOCIRCPARENT = "circuit has no parent connection";
export const STRDEF_EMESG_EALIGNMENT = "pointer is not the start of an element";
export const STRDEF_EMESG_EFORMAT = "malformed text";
export const STRDEF_EMESG_ESEARCH = "search engine failure";
export const STRDEF_EMESG_ECONTENTLEN = "protocol: impossible body length";
export const STRDEF_EMESG_ECONNINIT = "connection table is missing";
export const STRDEF_EMESG_EBADKEYLEN = "key length not allowed";
export const STRDEF_EMESG_EACCEPT = "accept failed";
export const STRDEF_EMESG_ESETSOCKOPT = "socket option could not be set";
export const STRDEF_EMESG_EACCESSFILE = "file is not accessible";
export const STRDEF_EMESG_EWINSOCKINIT = "socket layer could not be started";
export const STRDEF_EMESG_EWBFULL = "write buffer cannot take the record";
export const STRDEF_EMESG_ELONGINPUT = "input is too long";
export const STRDEF_EMESG_ETOOSHORT = "buffer or input is too short";
export const STRDEF_EMESG_EPROTO_BADLEN = "protocol: impossible record length";
export const STRDEF_EMESG_EPROTO_RESULT = "protocol: peer reported an error";
export const STRDEF_EMESG_EPROTO_SERVERINVAL = "protocol: server rejected an argument";
export const STRDEF_EMESG_EPROTO_BADCOMMAND = "protocol: unknown command";
export const STRDEF_EMESG_EFOPEN_W = "file cannot be opened for writing";
export const STRDEF_EMESG_ERENAME = "rename failed";
export const STRDEF_EMESG_ENOTFOUND = "item not found";
export const STRDEF_EMESG_ELENTOOLONG = "length is too large";
export const STRDEF_EMESG_EDATASHORT = "fewer data than announced";
export const STRDEF_EMESG_EOPENDIR = "directory cannot be opened";
export const STRDEF_EMESG_EFSEEK = "seek failed";
export const STRDEF_EMESG_EFWRITE = "file cannot be written";
export const STRDEF_EMESG_EFREAD = "file cannot be read";
export const STRDEF_EMESG_EMKDIR = "directory cannot be made";
export const STRDEF_EMESG_EALREADY = "already done";
export const STRDEF_EMESG_EFINALIZE = "finalise was not complete or not possible now";
export const STRDEF_EMESG_ECLOSED = "connection is closing";
export const STRDEF_EMESG_EGENCOMMAND = "generated protocol: unknown function number";
export const STRDEF_EMESG_ENOCRYPTO = "unknown cipher";
export const STRDEF_EMESG_ETOOLONGNAME = "name is too long";
export const STRDEF_EMESG_ESIZE = "size not acceptable";
export const STRDEF_EMESG_ESWNOTREADY = "switch is not initialised";
export const STRDEF_EMESG_ESERVERDOWN = "server is down";
export const STRDEF_EMESG_ESWTRANSIENT = "circuit is in transition";
export const STRDEF_EMESG_EODDBUFSIZE = "cipher: buffer size not allowed";
export const STRDEF_EMESG_EODDKEYSIZE = "cipher: key size not allowed";
export const STRDEF_EMESG_EKEYEX = "key exchange failed";
export const STRDEF_EMESG_EMORESENDBUF = "send buffer must be larger";
export const STRDEF_EMESG_EINIT = "library is not initialised";
export const STRDEF_EMESG_EARRAY = "no internal table left";
export const STRDEF_UNKNOWNERROR = "unknown error code";

export const CLOSE_REASON_NONE = -1;
export const CLOSE_REASON_UNKNOWN = 0;
export const CLOSE_REASON_REMOTE = 1;
export const CLOSE_REASON_APPLICATION = 2;
export const CLOSE_REASON_TIMEOUT = 3;
export const CLOSE_REASON_DECODER = 4;
export const CLOSE_REASON_ENCODER = 5;
export const CLOSE_REASON_PARSER = 6;
export const CLOSE_REASON_INTERNAL = 7;
export const CLOSE_REASON_FULL = 8;
export const CLOSE_REASON = Object.freeze({ CLOSE_REASON_NONE, CLOSE_REASON_UNKNOWN,
  CLOSE_REASON_REMOTE, CLOSE_REASON_APPLICATION, CLOSE_REASON_TIMEOUT, CLOSE_REASON_DECODER,
  CLOSE_REASON_ENCODER, CLOSE_REASON_PARSER, CLOSE_REASON_INTERNAL, CLOSE_REASON_FULL });

export const SINGLE_CHAR = 0;
export const SINGLE_SHORT = 1;
export const SINGLE_INT = 2;
export const SINGLE_INT64 = 3;
export const CHARARRAY_8 = 4;
export const CHARARRAY_16 = 5;
export const CHARARRAY_32 = 6;
export const SHORTARRAY_8 = 7;
export const SHORTARRAY_16 = 8;
export const SHORTARRAY_32 = 9;
export const INTARRAY_8 = 10;
export const INTARRAY_16 = 11;
export const INTARRAY_32 = 12;
export const INT64ARRAY_8 = 13;
export const INT64ARRAY_16 = 14;
export const INT64ARRAY_32 = 15;
export const STRARRAY_8 = 16;
export const STRARRAY_16 = 17;
export const BINDATATYPE = Object.freeze({ SINGLE_CHAR, SINGLE_SHORT, SINGLE_INT, SINGLE_INT64,
  CHARARRAY_8, CHARARRAY_16, CHARARRAY_32, SHORTARRAY_8, SHORTARRAY_16, SHORTARRAY_32, INTARRAY_8,
  INTARRAY_16, INTARRAY_32, INT64ARRAY_8, INT64ARRAY_16, INT64ARRAY_32, STRARRAY_8, STRARRAY_16 });

const timeval_numbers = { tv_sec: 'int64', tv_usec: 'int64' };
export const timeval = koffi.struct(typeName('timeval'), {
  tv_sec: 'int64',
  tv_usec: 'int64',
});

export const conn_t = koffi.struct(typeName('conn_t'), {
  p: 'void *',
  serial: 'uint',
});

const vce_limit_t_numbers = { max_tcpcontext: 'int', max_conn: 'int', max_array: 'int',
  sendbuf_work_size: 'int', recvbuf_work_size: 'int' };
export const vce_limit_t = koffi.struct(typeName('vce_limit_t'), {
  max_tcpcontext: 'int',
  max_conn: 'int',
  max_array: 'int',
  sendbuf_work_size: 'int',
  recvbuf_work_size: 'int',
});

export const vce_stat_t = koffi.struct(typeName('vce_stat_t'), {
  boot_time: 'int64',
  recv_byte: 'int64',
  send_byte: 'int64',
  recv_syscall: 'int64',
  recv_syscall_e: 'int64',
  send_syscall: 'int64',
  send_syscall_e: 'int64',
  accept_syscall: 'int64',
  accept_syscall_e: 'int64',
  connect_syscall: 'int64',
  connect_syscall_e: 'int64',
  conn_free: 'int64',
  conn_alloc: 'int64',
  conn_close: 'int64',
  conn_write: 'int64',
  keyex: 'int64',
  tcpcontext_create: 'int64',
  tcpcontext_cleanup: 'int64',
  tcpcontext_connect: 'int64',
  conn_timeout: 'int64',
  log_count: 'int64',
});

export const conn_stat_t = koffi.pack(typeName('conn_stat_t'), {
  recv_byte: 'int64',
  send_byte: 'int64',
  conn_write: 'int64',
  recv_syscall: 'int64',
  send_syscall: 'int64',
});

export const tcpcontext_stat_t = koffi.pack(typeName('tcpcontext_stat_t'), {
  current_conn: 'int',
  recv_byte: 'int64',
  send_byte: 'int64',
  recv_syscall: 'int64',
  recv_syscall_e: 'int64',
  send_syscall: 'int64',
  send_syscall_e: 'int64',
  accept_syscall: 'int64',
  accept_syscall_e: 'int64',
  connect_syscall: 'int64',
  connect_syscall_e: 'int64',
  conn_write: 'int64',
  conn_timeout: 'int64',
  tcpcontext_connect: 'int64',
});

const bin_info_numbers = { t: 'int', maxu: 'uint', n: 'uint' };
export const bin_info = koffi.pack(typeName('bin_info'), {
  t: 'int',
  maxu: 'uint',
  n: 'uint',
  p: 'void *',
});

export const vce_counters_t = koffi.struct(typeName('vce_counters_t'), {
  turned_away_maximum: 'int64',
  turned_away_pool: 'int64',
  turned_away_rate: 'int64',
  turned_away_disabled: 'int64',
  turned_away_kicked: 'int64',
  turned_away_descriptors: 'int64',
  accept_pause: 'int64',
  accept_resume: 'int64',
  accept_pause_usec: 'int64',
  current_conn: 'int64',
  buffers_in_use: 'int64',
  buffer_bytes_in_use: 'int64',
  buffer_bytes_pooled: 'int64',
  recv_record: 'int64',
  send_record: 'int64',
  recv_byte: 'int64',
  send_byte: 'int64',
  turned_away_address: 'int64',
  buffers_refused: 'int64',
  broadcast_sent: 'int64',
  broadcast_dropped: 'int64',
  broadcast_closed: 'int64',
  rate_pauses: 'int64',
  log_lost: 'int64',
  log_left_out: 'int64',
});

const conn_visitor_t = pointer(proto(typeName('conn_visitor'), 'int', [conn_t]));
export const conn_visitor = (f) =>
  callback('conn_visitor', conn_visitor_t, f, -1);

const closewatcher_t = pointer(proto(typeName('closewatcher'), 'int', [conn_t, 'int']));
export const closewatcher = (f) =>
  callback('closewatcher', closewatcher_t, f, 0);

const finalizer_t = pointer(proto(typeName('finalizer'), 'void', [conn_t]));
export const finalizer = (f) =>
  callback('finalizer', finalizer_t, f, undefined);

const acceptwatcher_t = pointer(proto(typeName('acceptwatcher'), 'int', [conn_t]));
export const acceptwatcher = (f) =>
  callback('acceptwatcher', acceptwatcher_t, f, -1);

const hiwater_acceptwatcher_t = pointer(proto(typeName('hiwater_acceptwatcher'), 'int', [conn_t,
  'int']));
export const hiwater_acceptwatcher = (f) =>
  callback('hiwater_acceptwatcher', hiwater_acceptwatcher_t, f, -1);

const accept_warning_t = pointer(proto(typeName('accept_warning'), 'int', ['void *']));
export const accept_warning = (f) =>
  callback('accept_warning', accept_warning_t, f, -1);

const rate_callback_t = pointer(proto(typeName('rate_callback'), 'int', [conn_t]));
export const rate_callback = (f) =>
  callback('rate_callback', rate_callback_t, f, -1);

const parser_t = pointer(proto(typeName('parser'), 'int', [conn_t]));
export const parser = (f) =>
  callback('parser', parser_t, f, -1);

const protocol_callback_t = pointer(proto(typeName('protocol_callback'), 'int', [conn_t, 'void *',
  'int']));
export const protocol_callback = (f) =>
  callback('protocol_callback', protocol_callback_t, f, -1);

const maxlength_watcher_t = pointer(proto(typeName('maxlength_watcher'), 'int', [conn_t]));
export const maxlength_watcher = (f) =>
  callback('maxlength_watcher', maxlength_watcher_t, f, -1);

const io_callback_t = pointer(proto(typeName('io_callback'), 'void', [conn_t, 'int', 'void *',
  'size_t']));
export const io_callback = (f) =>
  callback('io_callback', io_callback_t, f, undefined);

const config_line_t = pointer(proto(typeName('config_line'), 'int', ['str', 'int', 'str', 'str']));
export const config_line = (f) =>
  callback('config_line', config_line_t, f, -1);

const text_line_t = pointer(proto(typeName('text_line'), 'int', ['str', 'int', 'str']));
export const text_line = (f) =>
  callback('text_line', text_line_t, f, -1);

const allocate_t = pointer(proto(typeName('allocate'), 'void *', ['size_t']));
export const allocate = (f) =>
  callback('allocate', allocate_t, f, 0n);

const reallocate_t = pointer(proto(typeName('reallocate'), 'void *', ['void *', 'size_t']));
export const reallocate = (f) =>
  callback('reallocate', reallocate_t, f, 0n);

const release_t = pointer(proto(typeName('release'), 'void', ['void *']));
export const release = (f) =>
  callback('release', release_t, f, undefined);

const mainloop_callback_t = pointer(proto(typeName('mainloop_callback'), 'int', []));
export const mainloop_callback = (f) =>
  callback('mainloop_callback', mainloop_callback_t, f, -1);

const log_callback_t = pointer(proto(typeName('log_callback'), 'void', ['int', 'str']));
export const log_callback = (f) =>
  callback('log_callback', log_callback_t, f, undefined);

export const vce_get_last_error = bind('vce_get_last_error', 'int', []);
const _vce_strerror = bind('vce_strerror', 'str', ['int']);
export function vce_strerror(ecode) {
  check.int('ecode', ecode);
  return _vce_strerror(ecode);
}
const _vce_strerror_close_reason = bind('vce_strerror_close_reason', 'str', ['int']);
export function vce_strerror_close_reason(reason) {
  check.int('reason', reason);
  return _vce_strerror_close_reason(reason);
}
export const vce_initialize = bind('vce_initialize', 'int', []);
const _vce_initialize_limited = bind('vce_initialize_limited', 'int', [pointer(vce_limit_t)]);
export function vce_initialize_limited(lim) {
  check.structure('lim', lim, 20);
  check.fields('lim', lim, vce_limit_t_numbers);
  return _vce_initialize_limited(lim);
}
const _vce_limit_clear = bind('vce_limit_clear', 'void', [out(pointer(vce_limit_t))]);
export function vce_limit_clear(t) {
  check.structure('t', t, 20);
  _vce_limit_clear(t);
}
const _vce_init_limit_t = bind('vce_init_limit_t', 'void', [out(pointer(vce_limit_t))]);
export function vce_init_limit_t(t) {
  check.structure('t', t, 20);
  _vce_init_limit_t(t);
}
export const vce_finalize = bind('vce_finalize', 'int', []);
export const vce_heartbeat = bind('vce_heartbeat', 'void', []);
const _vce_heartbeat_on_single_conn = bind('vce_heartbeat_on_single_conn', 'void', [conn_t]);
export function vce_heartbeat_on_single_conn(c) {
  check.handle('c', c);
  _vce_heartbeat_on_single_conn(c);
}
const _vce_set_heartbeat_wait_flag = bind('vce_set_heartbeat_wait_flag', 'void', ['int']);
export function vce_set_heartbeat_wait_flag(flag) {
  check.int('flag', flag);
  _vce_set_heartbeat_wait_flag(flag);
}
export const vce_conn_break_heartbeat = bind('vce_conn_break_heartbeat', 'void', []);
export const vce_get_current_utime = bind('vce_get_current_utime', 'int64', []);
const _vce_utime_diff = bind('vce_utime_diff', 'int64', [pointer(timeval), pointer(timeval)]);
export function vce_utime_diff(before, after) {
  check.structure('before', before, 16);
  check.fields('before', before, timeval_numbers);
  check.structure('after', after, 16);
  check.fields('after', after, timeval_numbers);
  return _vce_utime_diff(before, after);
}
const _vce_set_verbose_mode = bind('vce_set_verbose_mode', 'void', ['int']);
export function vce_set_verbose_mode(m) {
  check.int('m', m);
  _vce_set_verbose_mode(m);
}
const _vce_set_read_write_log_mode = bind('vce_set_read_write_log_mode', 'void', ['int']);
export function vce_set_read_write_log_mode(m) {
  check.int('m', m);
  _vce_set_read_write_log_mode(m);
}
const _vce_errout = bind('vce_errout', 'void', ['str', '...']);
export function vce_errout(format, ...args) {
  check.text('format', format);
  _vce_errout(format, ...args);
}
const _vce_errout_v = bind('vce_errout_v', 'void', ['str', '...']);
export function vce_errout_v(format, ...args) {
  check.text('format', format);
  _vce_errout_v(format, ...args);
}
const _vce_dump_buffer = bind('vce_dump_buffer', 'void', ['void *', 'int']);
export function vce_dump_buffer(buf, len) {
  check.int('len', len);
  check.block('buf', buf, len);
  _vce_dump_buffer(buf, len);
}
export const vce_conn_show_stat = bind('vce_conn_show_stat', 'void', []);
const _vce_get_stat = bind('vce_get_stat', 'void', [out(pointer(vce_stat_t))]);
export function vce_get_stat(v) {
  check.structure('v', v, 168);
  _vce_get_stat(v);
}
const _vce_tcpcontext_get_stat = bind('vce_tcpcontext_get_stat', 'void', ['void *',
  out(pointer(tcpcontext_stat_t))]);
export function vce_tcpcontext_get_stat(tp, s) {
  check.structure('s', s, 108);
  _vce_tcpcontext_get_stat(tp, s);
}
const _vce_conn_get_stat = bind('vce_conn_get_stat', 'void', [conn_t, out(pointer(conn_stat_t))]);
export function vce_conn_get_stat(ct, st) {
  check.handle('ct', ct);
  check.structure('st', st, 40);
  _vce_conn_get_stat(ct, st);
}
const _vce_get_netstat_string = bind('vce_get_netstat_string', 'int', ['void *', 'int']);
export function vce_get_netstat_string(buf, maxlen) {
  check.int('maxlen', maxlen);
  check.block('buf', buf, maxlen);
  return _vce_get_netstat_string(buf, maxlen);
}
const _vce_tcpcontext_create = bind('vce_tcpcontext_create', 'void *', ['int', 'str', 'ushort',
  'int', 'size_t', 'size_t', 'int', 'int', 'int', 'size_t']);
export function vce_tcpcontext_create(is_server, bindaddr, port, maxcon, rblen, wblen, timeout,
  nonblock_connect, nodelay, statebuf_size) {
  check.int('is_server', is_server);
  check.ushort('port', port);
  check.int('maxcon', maxcon);
  check.size('rblen', rblen);
  check.size('wblen', wblen);
  check.int('timeout', timeout);
  check.int('nonblock_connect', nonblock_connect);
  check.int('nodelay', nodelay);
  check.size('statebuf_size', statebuf_size);
  check.text('bindaddr', bindaddr);
  return _vce_tcpcontext_create(is_server, bindaddr, port, maxcon, rblen, wblen, timeout,
    nonblock_connect, nodelay, statebuf_size);
}
export const vce_tcpcontext_cleanup = bind('vce_tcpcontext_cleanup', 'void', ['void *']);
export const vce_tcpcontext_get_max_connection = bind('vce_tcpcontext_get_max_connection', 'int',
  ['void *']);
const _vce_tcpcontext_get_all_connection = bind('vce_tcpcontext_get_all_connection', 'int',
  ['void *', out(pointer(conn_t)), 'int']);
export function vce_tcpcontext_get_all_connection(t, a, max) {
  check.int('max', max);
  check.elements('a', a, max, 16);
  return _vce_tcpcontext_get_all_connection(t, a, max);
}
const _vce_tcpcontext_count_connections = bind('vce_tcpcontext_count_connections', 'int', ['void *',
  out(pointer('int'))]);
export function vce_tcpcontext_count_connections(t, conn) {
  check.elements('conn', conn, 1, 4);
  return _vce_tcpcontext_count_connections(t, conn);
}
const _vce_tcpcontext_conn_iterate = bind('vce_tcpcontext_conn_iterate', 'int', ['void *',
  conn_visitor_t]);
export function vce_tcpcontext_conn_iterate(tt, f) {
  check.callable('f', f);
  return _vce_tcpcontext_conn_iterate(tt, f);
}
const _vce_tcpcontext_set_conn_closewatcher = bind('vce_tcpcontext_set_conn_closewatcher', 'void',
  ['void *', 'void *']);
export function vce_tcpcontext_set_conn_closewatcher(tp, cw) {
  check.address('cw', cw);
  _vce_tcpcontext_set_conn_closewatcher(tp, cw);
}
const _vce_tcpcontext_set_conn_finalizer = bind('vce_tcpcontext_set_conn_finalizer', 'void',
  ['void *', 'void *']);
export function vce_tcpcontext_set_conn_finalizer(t, f) {
  check.address('f', f);
  _vce_tcpcontext_set_conn_finalizer(t, f);
}
const _vce_tcpcontext_timeout_control = bind('vce_tcpcontext_timeout_control', 'void', ['void *',
  'int', 'int']);
export function vce_tcpcontext_timeout_control(tp, recv_reset, send_reset) {
  check.int('recv_reset', recv_reset);
  check.int('send_reset', send_reset);
  _vce_tcpcontext_timeout_control(tp, recv_reset, send_reset);
}
const _vce_tcpcontext_userdata_set_pointer = bind('vce_tcpcontext_userdata_set_pointer', 'void',
  ['void *', 'void *']);
export function vce_tcpcontext_userdata_set_pointer(tp, p) {
  check.address('p', p);
  _vce_tcpcontext_userdata_set_pointer(tp, p);
}
export const vce_tcpcontext_userdata_get_pointer = bind('vce_tcpcontext_userdata_get_pointer',
  'void *', ['void *']);
const _vce_tcpcontext_set_conn_safety_read = bind('vce_tcpcontext_set_conn_safety_read', 'int',
  ['void *', 'int']);
export function vce_tcpcontext_set_conn_safety_read(tp, p) {
  check.int('p', p);
  return _vce_tcpcontext_set_conn_safety_read(tp, p);
}
const _vce_tcpcontext_setup_p2p = bind('vce_tcpcontext_setup_p2p', 'int', ['void *', 'int', 'int']);
export function vce_tcpcontext_setup_p2p(t, allocationsize, allocationunits) {
  check.int('allocationsize', allocationsize);
  check.int('allocationunits', allocationunits);
  return _vce_tcpcontext_setup_p2p(t, allocationsize, allocationunits);
}
const _vce_tcpcontext_set_portscanner = bind('vce_tcpcontext_set_portscanner', 'int', ['void *',
  'str', 'ushort', 'ushort']);
export function vce_tcpcontext_set_portscanner(t, host, mainport, subport) {
  check.ushort('mainport', mainport);
  check.ushort('subport', subport);
  check.text('host', host);
  return _vce_tcpcontext_set_portscanner(t, host, mainport, subport);
}
const _vce_tcpcontext_set_conn_acceptwatcher = bind('vce_tcpcontext_set_conn_acceptwatcher', 'void',
  ['void *', 'void *']);
export function vce_tcpcontext_set_conn_acceptwatcher(tp, aw) {
  check.address('aw', aw);
  _vce_tcpcontext_set_conn_acceptwatcher(tp, aw);
}
const _vce_tcpcontext_set_conn_hiwater_acceptwatcher =
  bind('vce_tcpcontext_set_conn_hiwater_acceptwatcher', 'void', ['void *', 'int', 'void *']);
export function vce_tcpcontext_set_conn_hiwater_acceptwatcher(tp, water, aw) {
  check.int('water', water);
  check.address('aw', aw);
  _vce_tcpcontext_set_conn_hiwater_acceptwatcher(tp, water, aw);
}
const _vce_tcpcontext_set_accept_max = bind('vce_tcpcontext_set_accept_max', 'void', ['void *',
  'int', 'void *']);
export function vce_tcpcontext_set_accept_max(t, con_max, accept_warning) {
  check.int('con_max', con_max);
  check.address('accept_warning', accept_warning);
  _vce_tcpcontext_set_accept_max(t, con_max, accept_warning);
}
const _vce_tcpcontext_enable_accept = bind('vce_tcpcontext_enable_accept', 'void', ['void *',
  'int']);
export function vce_tcpcontext_enable_accept(tp, flag) {
  check.int('flag', flag);
  _vce_tcpcontext_enable_accept(tp, flag);
}
const _vce_tcpcontext_connect = bind('vce_tcpcontext_connect', conn_t, ['void *', 'str', 'ushort']);
export function vce_tcpcontext_connect(t, h, p) {
  check.ushort('p', p);
  check.text('h', h);
  return _vce_tcpcontext_connect(t, h, p);
}
const _vce_conn_write = bind('vce_conn_write', 'int', [conn_t, 'void *', 'size_t']);
export function vce_conn_write(ct, b, len) {
  check.handle('ct', ct);
  check.size('len', len);
  check.block('b', b, len);
  return _vce_conn_write(ct, b, len);
}
const _vce_conn_writable = bind('vce_conn_writable', 'int', [conn_t]);
export function vce_conn_writable(ct) {
  check.handle('ct', ct);
  return _vce_conn_writable(ct);
}
const _vce_conn_writed = bind('vce_conn_writed', 'int', [conn_t]);
export function vce_conn_writed(ct) {
  check.handle('ct', ct);
  return _vce_conn_writed(ct);
}
const _vce_conn_close = bind('vce_conn_close', 'void', [conn_t]);
export function vce_conn_close(ct) {
  check.handle('ct', ct);
  _vce_conn_close(ct);
}
export const vce_conn_close_tcpcontext_all = bind('vce_conn_close_tcpcontext_all', 'void',
  ['void *']);
const _vce_conn_set_timeout = bind('vce_conn_set_timeout', 'void', [conn_t, 'int']);
export function vce_conn_set_timeout(ct, sec) {
  check.handle('ct', ct);
  check.int('sec', sec);
  _vce_conn_set_timeout(ct, sec);
}
const _vce_conn_is_valid = bind('vce_conn_is_valid', 'int', [conn_t]);
export function vce_conn_is_valid(c) {
  check.handle('c', c);
  return _vce_conn_is_valid(c);
}
const _vce_conn_is_closed = bind('vce_conn_is_closed', 'int', [conn_t]);
export function vce_conn_is_closed(c) {
  check.handle('c', c);
  return _vce_conn_is_closed(c);
}
const _vce_conn_is_equal = bind('vce_conn_is_equal', 'int', [conn_t, conn_t]);
export function vce_conn_is_equal(c1, c2) {
  check.handle('c1', c1);
  check.handle('c2', c2);
  return _vce_conn_is_equal(c1, c2);
}
const _vce_conn_clear = bind('vce_conn_clear', 'void', [out(pointer(conn_t))]);
export function vce_conn_clear(ct) {
  check.structure('ct', ct, 16);
  _vce_conn_clear(ct);
}
const _vce_conn_get_index = bind('vce_conn_get_index', 'int', [conn_t]);
export function vce_conn_get_index(c) {
  check.handle('c', c);
  return _vce_conn_get_index(c);
}
const _vce_conn_get_struct_from_index = bind('vce_conn_get_struct_from_index', conn_t, ['int']);
export function vce_conn_get_struct_from_index(index) {
  check.int('index', index);
  return _vce_conn_get_struct_from_index(index);
}
const _vce_conn_get_tcpcontext = bind('vce_conn_get_tcpcontext', 'void *', [conn_t]);
export function vce_conn_get_tcpcontext(ct) {
  check.handle('ct', ct);
  return _vce_conn_get_tcpcontext(ct);
}
const _vce_conn_get_state_buffer = bind('vce_conn_get_state_buffer', 'void *', [conn_t,
  out(pointer('int'))]);
export function vce_conn_get_state_buffer(c, len) {
  check.handle('c', c);
  check.elements('len', len, 1, 4);
  return _vce_conn_get_state_buffer(c, len);
}
const _vce_conn_userdata_set_pointer = bind('vce_conn_userdata_set_pointer', 'void', [conn_t,
  'void *']);
export function vce_conn_userdata_set_pointer(ct, p) {
  check.handle('ct', ct);
  check.address('p', p);
  _vce_conn_userdata_set_pointer(ct, p);
}
const _vce_conn_userdata_get_pointer = bind('vce_conn_userdata_get_pointer', 'void *', [conn_t]);
export function vce_conn_userdata_get_pointer(ct) {
  check.handle('ct', ct);
  return _vce_conn_userdata_get_pointer(ct);
}
const _vce_conn_get_remote_ipv4_addr = bind('vce_conn_get_remote_ipv4_addr', 'void', [conn_t,
  out(pointer('uint')), out(pointer('ushort'))]);
export function vce_conn_get_remote_ipv4_addr(ct, a, p) {
  check.handle('ct', ct);
  check.elements('a', a, 1, 4);
  check.elements('p', p, 1, 2);
  _vce_conn_get_remote_ipv4_addr(ct, a, p);
}
const _vce_conn_get_local_ipv4_addr = bind('vce_conn_get_local_ipv4_addr', 'void', [conn_t,
  out(pointer('uint')), out(pointer('ushort'))]);
export function vce_conn_get_local_ipv4_addr(ct, a, p) {
  check.handle('ct', ct);
  check.elements('a', a, 1, 4);
  check.elements('p', p, 1, 2);
  _vce_conn_get_local_ipv4_addr(ct, a, p);
}
const _vce_conn_get_remote_ipv6_addr = bind('vce_conn_get_remote_ipv6_addr', 'void', [conn_t,
  'void *', out(pointer('ushort'))]);
export function vce_conn_get_remote_ipv6_addr(ct, a, p) {
  check.handle('ct', ct);
  check.block('a', a, 16);
  check.elements('p', p, 1, 2);
  _vce_conn_get_remote_ipv6_addr(ct, a, p);
}
const _vce_conn_get_local_ipv6_addr = bind('vce_conn_get_local_ipv6_addr', 'void', [conn_t,
  'void *', out(pointer('ushort'))]);
export function vce_conn_get_local_ipv6_addr(ct, a, p) {
  check.handle('ct', ct);
  check.block('a', a, 16);
  check.elements('p', p, 1, 2);
  _vce_conn_get_local_ipv6_addr(ct, a, p);
}
const _vce_conn_get_remote_ipv4_addr_string = bind('vce_conn_get_remote_ipv4_addr_string', 'str',
  [conn_t, 'void *', 'int']);
export function vce_conn_get_remote_ipv4_addr_string(ct, s, max) {
  check.handle('ct', ct);
  check.int('max', max);
  check.block('s', s, max);
  return _vce_conn_get_remote_ipv4_addr_string(ct, s, max);
}
const _vce_conn_get_local_ipv4_addr_string = bind('vce_conn_get_local_ipv4_addr_string', 'str',
  [conn_t, 'void *', 'int']);
export function vce_conn_get_local_ipv4_addr_string(ct, s, max) {
  check.handle('ct', ct);
  check.int('max', max);
  check.block('s', s, max);
  return _vce_conn_get_local_ipv4_addr_string(ct, s, max);
}
const _vce_conn_get_remote_ipv6_addr_string = bind('vce_conn_get_remote_ipv6_addr_string', 'str',
  [conn_t, 'void *', 'int']);
export function vce_conn_get_remote_ipv6_addr_string(ct, s, max) {
  check.handle('ct', ct);
  check.int('max', max);
  check.block('s', s, max);
  return _vce_conn_get_remote_ipv6_addr_string(ct, s, max);
}
const _vce_conn_get_local_ipv6_addr_string = bind('vce_conn_get_local_ipv6_addr_string', 'str',
  [conn_t, 'void *', 'int']);
export function vce_conn_get_local_ipv6_addr_string(ct, s, max) {
  check.handle('ct', ct);
  check.int('max', max);
  check.block('s', s, max);
  return _vce_conn_get_local_ipv6_addr_string(ct, s, max);
}
const _vce_conn_get_remote_addr_string = bind('vce_conn_get_remote_addr_string', 'str', [conn_t,
  'void *', 'int']);
export function vce_conn_get_remote_addr_string(ct, s, max) {
  check.handle('ct', ct);
  check.int('max', max);
  check.block('s', s, max);
  return _vce_conn_get_remote_addr_string(ct, s, max);
}
const _vce_conn_get_local_addr_string = bind('vce_conn_get_local_addr_string', 'str', [conn_t,
  'void *', 'int']);
export function vce_conn_get_local_addr_string(ct, s, max) {
  check.handle('ct', ct);
  check.int('max', max);
  check.block('s', s, max);
  return _vce_conn_get_local_addr_string(ct, s, max);
}
const _vce_tcpcontext_set_conn_parser = bind('vce_tcpcontext_set_conn_parser', 'void', ['void *',
  'void *', 'void *']);
export function vce_tcpcontext_set_conn_parser(tp, parser, c) {
  check.address('parser', parser);
  check.address('c', c);
  _vce_tcpcontext_set_conn_parser(tp, parser, c);
}
const _vce_conn_set_parser = bind('vce_conn_set_parser', 'void', [conn_t, 'void *', 'void *']);
export function vce_conn_set_parser(ct, p, pcb) {
  check.handle('ct', ct);
  check.address('p', p);
  check.address('pcb', pcb);
  _vce_conn_set_parser(ct, p, pcb);
}
const _vce_tcpcontext_set_conn_call_parser_per_heartbeat =
  bind('vce_tcpcontext_set_conn_call_parser_per_heartbeat', 'void', ['void *', 'int']);
export function vce_tcpcontext_set_conn_call_parser_per_heartbeat(tt, v) {
  check.int('v', v);
  _vce_tcpcontext_set_conn_call_parser_per_heartbeat(tt, v);
}
const _vce_tcpcontext_protocol_set_maxlength = bind('vce_tcpcontext_protocol_set_maxlength', 'void',
  ['void *', 'int', 'void *']);
export function vce_tcpcontext_protocol_set_maxlength(ct, maxlength, errcall) {
  check.int('maxlength', maxlength);
  check.address('errcall', errcall);
  _vce_tcpcontext_protocol_set_maxlength(ct, maxlength, errcall);
}
const _vce_conn_get_buffer = bind('vce_conn_get_buffer', 'void', [conn_t, out(pointer('void *')),
  out(pointer('int')), out(pointer('void *')), out(pointer('int'))]);
export function vce_conn_get_buffer(ct, rb, rblen, wb, wblen) {
  check.handle('ct', ct);
  check.elements('rb', rb, 1, 8);
  check.elements('rblen', rblen, 1, 4);
  check.elements('wb', wb, 1, 8);
  check.elements('wblen', wblen, 1, 4);
  _vce_conn_get_buffer(ct, rb, rblen, wb, wblen);
}
const _vce_conn_shrink_readbuf = bind('vce_conn_shrink_readbuf', 'int', [conn_t, 'int']);
export function vce_conn_shrink_readbuf(ct, len) {
  check.handle('ct', ct);
  check.int('len', len);
  return _vce_conn_shrink_readbuf(ct, len);
}
const _vce_conn_set_io_callback = bind('vce_conn_set_io_callback', 'void', [conn_t, 'void *']);
export function vce_conn_set_io_callback(ct, cb) {
  check.handle('ct', ct);
  check.address('cb', cb);
  _vce_conn_set_io_callback(ct, cb);
}
const _vce_protocol_parser_bin16 = bind('vce_protocol_parser_bin16', 'int', [conn_t]);
export function vce_protocol_parser_bin16(ct) {
  check.handle('ct', ct);
  return _vce_protocol_parser_bin16(ct);
}
const _vce_protocol_parser_bin32 = bind('vce_protocol_parser_bin32', 'int', [conn_t]);
export function vce_protocol_parser_bin32(ct) {
  check.handle('ct', ct);
  return _vce_protocol_parser_bin32(ct);
}
const _vce_protocol_parser_through = bind('vce_protocol_parser_through', 'int', [conn_t]);
export function vce_protocol_parser_through(ct) {
  check.handle('ct', ct);
  return _vce_protocol_parser_through(ct);
}
const _vce_protocol_parser_text = bind('vce_protocol_parser_text', 'int', [conn_t]);
export function vce_protocol_parser_text(ct) {
  check.handle('ct', ct);
  return _vce_protocol_parser_text(ct);
}
const _vce_protocol_unparser_bin16 = bind('vce_protocol_unparser_bin16', 'int', [conn_t, 'void *',
  'int']);
export function vce_protocol_unparser_bin16(ct, data, len) {
  check.handle('ct', ct);
  check.int('len', len);
  check.block('data', data, len);
  return _vce_protocol_unparser_bin16(ct, data, len);
}
const _vce_protocol_unparser_bin32 = bind('vce_protocol_unparser_bin32', 'int', [conn_t, 'void *',
  'int']);
export function vce_protocol_unparser_bin32(ct, data, len) {
  check.handle('ct', ct);
  check.int('len', len);
  check.block('data', data, len);
  return _vce_protocol_unparser_bin32(ct, data, len);
}
const _vce_protocol_unparser_through = bind('vce_protocol_unparser_through', 'int', [conn_t,
  'void *', 'int']);
export function vce_protocol_unparser_through(ct, data, len) {
  check.handle('ct', ct);
  check.int('len', len);
  check.block('data', data, len);
  return _vce_protocol_unparser_through(ct, data, len);
}
const _vce_protocol_unparser_text = bind('vce_protocol_unparser_text', 'int', [conn_t, 'void *',
  'int']);
export function vce_protocol_unparser_text(ct, data, len) {
  check.handle('ct', ct);
  check.int('len', len);
  check.block('data', data, len);
  return _vce_protocol_unparser_text(ct, data, len);
}
const _vce_protocol_acceptwatcher_deny = bind('vce_protocol_acceptwatcher_deny', 'int', [conn_t]);
export function vce_protocol_acceptwatcher_deny(c) {
  check.handle('c', c);
  return _vce_protocol_acceptwatcher_deny(c);
}
const _vce_protocol_acceptwatcher_noop = bind('vce_protocol_acceptwatcher_noop', 'int', [conn_t]);
export function vce_protocol_acceptwatcher_noop(c) {
  check.handle('c', c);
  return _vce_protocol_acceptwatcher_noop(c);
}
const _vce_protocol_closewatcher_noop = bind('vce_protocol_closewatcher_noop', 'int', [conn_t]);
export function vce_protocol_closewatcher_noop(c) {
  check.handle('c', c);
  return _vce_protocol_closewatcher_noop(c);
}
const _vce_protocol_pcallback_echo_bin16 = bind('vce_protocol_pcallback_echo_bin16', 'int', [conn_t,
  'void *', 'int']);
export function vce_protocol_pcallback_echo_bin16(c, data, len) {
  check.handle('c', c);
  check.int('len', len);
  check.block('data', data, len);
  return _vce_protocol_pcallback_echo_bin16(c, data, len);
}
const _vce_protocol_pcallback_echo_text = bind('vce_protocol_pcallback_echo_text', 'int', [conn_t,
  'void *', 'int']);
export function vce_protocol_pcallback_echo_text(ct, data, len) {
  check.handle('ct', ct);
  check.int('len', len);
  check.block('data', data, len);
  return _vce_protocol_pcallback_echo_text(ct, data, len);
}
const _vce_protocol_pcallback_noop = bind('vce_protocol_pcallback_noop', 'int', [conn_t, 'void *',
  'int']);
export function vce_protocol_pcallback_noop(ct, data, len) {
  check.handle('ct', ct);
  check.int('len', len);
  check.block('data', data, len);
  return _vce_protocol_pcallback_noop(ct, data, len);
}
const _vce_protocol_pcallback_dump = bind('vce_protocol_pcallback_dump', 'int', [conn_t, 'void *',
  'int']);
export function vce_protocol_pcallback_dump(ct, data, len) {
  check.handle('ct', ct);
  check.int('len', len);
  check.block('data', data, len);
  return _vce_protocol_pcallback_dump(ct, data, len);
}
const _vce_binary_pack = bind('vce_binary_pack', 'int', [pointer(bin_info), 'int', 'void *',
  'int']);
export function vce_binary_pack(bi, bn, outp, len) {
  check.int('bn', bn);
  check.int('len', len);
  check.elements('bi', bi, bn, 20);
  check.fields('bi', bi, bin_info_numbers);
  check.block('outp', outp, len);
  return _vce_binary_pack(bi, bn, outp, len);
}
const _vce_binary_unpack = bind('vce_binary_unpack', 'int', [inout(pointer(bin_info)), 'int',
  'void *', 'int']);
export function vce_binary_unpack(bi, bn, inp, len) {
  check.int('bn', bn);
  check.int('len', len);
  check.elements('bi', bi, bn, 20);
  check.fields('bi', bi, bin_info_numbers);
  check.block('inp', inp, len);
  return _vce_binary_unpack(bi, bn, inp, len);
}
const _vce_binary_push_nb_i1 = bind('vce_binary_push_nb_i1', 'int', ['void *', 'int', 'int',
  'char']);
export function vce_binary_push_nb_i1(out, ofs, maxlen, v) {
  check.int('ofs', ofs);
  check.int('maxlen', maxlen);
  check.char('v', v);
  check.block('out', out, maxlen);
  return _vce_binary_push_nb_i1(out, ofs, maxlen, v);
}
const _vce_binary_push_nb_i2 = bind('vce_binary_push_nb_i2', 'int', ['void *', 'int', 'int',
  'short']);
export function vce_binary_push_nb_i2(out, ofs, maxlen, v) {
  check.int('ofs', ofs);
  check.int('maxlen', maxlen);
  check.short('v', v);
  check.block('out', out, maxlen);
  return _vce_binary_push_nb_i2(out, ofs, maxlen, v);
}
const _vce_binary_push_nb_i4 = bind('vce_binary_push_nb_i4', 'int', ['void *', 'int', 'int',
  'int']);
export function vce_binary_push_nb_i4(out, ofs, maxlen, v) {
  check.int('ofs', ofs);
  check.int('maxlen', maxlen);
  check.int('v', v);
  check.block('out', out, maxlen);
  return _vce_binary_push_nb_i4(out, ofs, maxlen, v);
}
const _vce_binary_push_nb_i8 = bind('vce_binary_push_nb_i8', 'int', ['void *', 'int', 'int',
  'int64']);
export function vce_binary_push_nb_i8(out, ofs, maxlen, v) {
  check.int('ofs', ofs);
  check.int('maxlen', maxlen);
  check.int64('v', v);
  check.block('out', out, maxlen);
  return _vce_binary_push_nb_i8(out, ofs, maxlen, v);
}
const _vce_binary_push_nb_ia1 = bind('vce_binary_push_nb_ia1', 'int', ['void *', 'int', 'int',
  'void *', 'int']);
export function vce_binary_push_nb_ia1(out, ofs, maxlen, ia, num) {
  check.int('ofs', ofs);
  check.int('maxlen', maxlen);
  check.int('num', num);
  check.block('out', out, maxlen);
  check.block('ia', ia, num * 1);
  return _vce_binary_push_nb_ia1(out, ofs, maxlen, ia, num);
}
const _vce_binary_push_nb_ia2 = bind('vce_binary_push_nb_ia2', 'int', ['void *', 'int', 'int',
  'void *', 'int']);
export function vce_binary_push_nb_ia2(out, ofs, maxlen, ia, num) {
  check.int('ofs', ofs);
  check.int('maxlen', maxlen);
  check.int('num', num);
  check.block('out', out, maxlen);
  check.block('ia', ia, num * 2);
  return _vce_binary_push_nb_ia2(out, ofs, maxlen, ia, num);
}
const _vce_binary_push_nb_ia4 = bind('vce_binary_push_nb_ia4', 'int', ['void *', 'int', 'int',
  'void *', 'int']);
export function vce_binary_push_nb_ia4(out, ofs, maxlen, ia, num) {
  check.int('ofs', ofs);
  check.int('maxlen', maxlen);
  check.int('num', num);
  check.block('out', out, maxlen);
  check.block('ia', ia, num * 4);
  return _vce_binary_push_nb_ia4(out, ofs, maxlen, ia, num);
}
const _vce_binary_push_nb_ia8 = bind('vce_binary_push_nb_ia8', 'int', ['void *', 'int', 'int',
  'void *', 'int']);
export function vce_binary_push_nb_ia8(out, ofs, maxlen, ia, num) {
  check.int('ofs', ofs);
  check.int('maxlen', maxlen);
  check.int('num', num);
  check.block('out', out, maxlen);
  check.block('ia', ia, num * 8);
  return _vce_binary_push_nb_ia8(out, ofs, maxlen, ia, num);
}
const _vce_binary_push_nb_stra = bind('vce_binary_push_nb_stra', 'int', ['void *', 'int', 'int',
  pointer('str'), 'int', 'int']);
export function vce_binary_push_nb_stra(out, ofs, maxlen, stra, num, eachmax) {
  check.int('ofs', ofs);
  check.int('maxlen', maxlen);
  check.int('num', num);
  check.int('eachmax', eachmax);
  check.block('out', out, maxlen);
  check.elements('stra', stra, num, 8);
  return _vce_binary_push_nb_stra(out, ofs, maxlen, stra, num, eachmax);
}
const _vce_binary_pop_nb_i1 = bind('vce_binary_pop_nb_i1', 'int', ['void *', 'int', 'int',
  out(pointer('char'))]);
export function vce_binary_pop_nb_i1(in_, len, ofs, out) {
  check.int('len', len);
  check.int('ofs', ofs);
  check.block('in_', in_, len);
  check.elements('out', out, 1, 1);
  return _vce_binary_pop_nb_i1(in_, len, ofs, out);
}
const _vce_binary_pop_nb_i2 = bind('vce_binary_pop_nb_i2', 'int', ['void *', 'int', 'int',
  out(pointer('short'))]);
export function vce_binary_pop_nb_i2(in_, len, ofs, out) {
  check.int('len', len);
  check.int('ofs', ofs);
  check.block('in_', in_, len);
  check.elements('out', out, 1, 2);
  return _vce_binary_pop_nb_i2(in_, len, ofs, out);
}
const _vce_binary_pop_nb_i4 = bind('vce_binary_pop_nb_i4', 'int', ['void *', 'int', 'int',
  out(pointer('int'))]);
export function vce_binary_pop_nb_i4(in_, len, ofs, out) {
  check.int('len', len);
  check.int('ofs', ofs);
  check.block('in_', in_, len);
  check.elements('out', out, 1, 4);
  return _vce_binary_pop_nb_i4(in_, len, ofs, out);
}
const _vce_binary_pop_nb_i8 = bind('vce_binary_pop_nb_i8', 'int', ['void *', 'int', 'int',
  out(pointer('int64'))]);
export function vce_binary_pop_nb_i8(in_, len, ofs, out) {
  check.int('len', len);
  check.int('ofs', ofs);
  check.block('in_', in_, len);
  check.elements('out', out, 1, 8);
  return _vce_binary_pop_nb_i8(in_, len, ofs, out);
}
const _vce_binary_pop_nb_ia1 = bind('vce_binary_pop_nb_ia1', 'int', ['void *', 'int', 'int',
  out(pointer('char')), inout(pointer('int'))]);
export function vce_binary_pop_nb_ia1(src, len, ofs, out, outlen) {
  check.int('len', len);
  check.int('ofs', ofs);
  check.block('src', src, len);
  check.elements('outlen', outlen, 1, 4);
  check.integers('outlen', outlen, 'int');
  check.elements('out', out, check.first(outlen), 1);
  return _vce_binary_pop_nb_ia1(src, len, ofs, out, outlen);
}
const _vce_binary_pop_nb_ia2 = bind('vce_binary_pop_nb_ia2', 'int', ['void *', 'int', 'int',
  out(pointer('short')), inout(pointer('int'))]);
export function vce_binary_pop_nb_ia2(src, len, ofs, out, outlen) {
  check.int('len', len);
  check.int('ofs', ofs);
  check.block('src', src, len);
  check.elements('outlen', outlen, 1, 4);
  check.integers('outlen', outlen, 'int');
  check.elements('out', out, check.first(outlen), 2);
  return _vce_binary_pop_nb_ia2(src, len, ofs, out, outlen);
}
const _vce_binary_pop_nb_ia4 = bind('vce_binary_pop_nb_ia4', 'int', ['void *', 'int', 'int',
  out(pointer('int')), inout(pointer('int'))]);
export function vce_binary_pop_nb_ia4(src, len, ofs, out, outlen) {
  check.int('len', len);
  check.int('ofs', ofs);
  check.block('src', src, len);
  check.elements('outlen', outlen, 1, 4);
  check.integers('outlen', outlen, 'int');
  check.elements('out', out, check.first(outlen), 4);
  return _vce_binary_pop_nb_ia4(src, len, ofs, out, outlen);
}
const _vce_binary_pop_nb_ia8 = bind('vce_binary_pop_nb_ia8', 'int', ['void *', 'int', 'int',
  out(pointer('int64')), inout(pointer('int'))]);
export function vce_binary_pop_nb_ia8(src, len, ofs, out, outlen) {
  check.int('len', len);
  check.int('ofs', ofs);
  check.block('src', src, len);
  check.elements('outlen', outlen, 1, 4);
  check.integers('outlen', outlen, 'int');
  check.elements('out', out, check.first(outlen), 8);
  return _vce_binary_pop_nb_ia8(src, len, ofs, out, outlen);
}
const _vce_binary_pop_nb_stra = bind('vce_binary_pop_nb_stra', 'int', ['void *', 'int', 'int',
  pointer('void *'), inout(pointer('int')), 'int']);
export function vce_binary_pop_nb_stra(src, len, ofs, out, strnum, eachmax) {
  check.int('len', len);
  check.int('ofs', ofs);
  check.int('eachmax', eachmax);
  check.block('src', src, len);
  check.elements('strnum', strnum, 1, 4);
  check.integers('strnum', strnum, 'int');
  check.blocks('out', out, check.first(strnum), eachmax);
  return _vce_binary_pop_nb_stra(src, len, ofs, out, strnum, eachmax);
}
const _vce_set_variable_length_specifier = bind('vce_set_variable_length_specifier', 'int',
  ['void *', 'int', 'uint', 'uint']);
export function vce_set_variable_length_specifier(out, outmax, len_upper, len_lower) {
  check.int('outmax', outmax);
  check.uint('len_upper', len_upper);
  check.uint('len_lower', len_lower);
  check.block('out', out, outmax);
  return _vce_set_variable_length_specifier(out, outmax, len_upper, len_lower);
}
const _vce_get_variable_length_specifier = bind('vce_get_variable_length_specifier', 'int',
  ['void *', 'int', out(pointer('uint')), out(pointer('uint'))]);
export function vce_get_variable_length_specifier(src, srcmax, len_upper, len_lower) {
  check.int('srcmax', srcmax);
  check.block('src', src, srcmax);
  check.elements('len_upper', len_upper, 1, 4);
  check.elements('len_lower', len_lower, 1, 4);
  return _vce_get_variable_length_specifier(src, srcmax, len_upper, len_lower);
}
const _vce_init_array = bind('vce_init_array', 'int', ['size_t', 'int', 'str']);
export function vce_init_array(size, num, nm) {
  check.size('size', size);
  check.int('num', num);
  check.text('nm', nm);
  return _vce_init_array(size, num, nm);
}
const _vce_end_array = bind('vce_end_array', 'int', ['int']);
export function vce_end_array(index) {
  check.int('index', index);
  return _vce_end_array(index);
}
export const vce_end_all_array = bind('vce_end_all_array', 'void', []);
const _vce_alloc_array_object = bind('vce_alloc_array_object', 'void *', ['int']);
export function vce_alloc_array_object(index) {
  check.int('index', index);
  return _vce_alloc_array_object(index);
}
const _vce_free_array_object = bind('vce_free_array_object', 'int', ['int', 'void *']);
export function vce_free_array_object(index, p) {
  check.int('index', index);
  check.address('p', p);
  return _vce_free_array_object(index, p);
}
const _vce_free_array_object_all = bind('vce_free_array_object_all', 'void', ['int']);
export function vce_free_array_object_all(index) {
  check.int('index', index);
  _vce_free_array_object_all(index);
}
const _vce_get_array_object_top = bind('vce_get_array_object_top', 'void *', ['int']);
export function vce_get_array_object_top(index) {
  check.int('index', index);
  return _vce_get_array_object_top(index);
}
const _vce_get_array_object_next = bind('vce_get_array_object_next', 'void *', ['int', 'void *']);
export function vce_get_array_object_next(index, p) {
  check.int('index', index);
  check.address('p', p);
  return _vce_get_array_object_next(index, p);
}
const _vce_get_array_object_last = bind('vce_get_array_object_last', 'void *', ['int']);
export function vce_get_array_object_last(index) {
  check.int('index', index);
  return _vce_get_array_object_last(index);
}
const _vce_get_array_usenum = bind('vce_get_array_usenum', 'int', ['int']);
export function vce_get_array_usenum(index) {
  check.int('index', index);
  return _vce_get_array_usenum(index);
}
const _vce_get_array_object_index = bind('vce_get_array_object_index', 'int', ['int', 'void *']);
export function vce_get_array_object_index(index, p) {
  check.int('index', index);
  check.address('p', p);
  return _vce_get_array_object_index(index, p);
}
const _vce_get_array_object_pointer_by_index = bind('vce_get_array_object_pointer_by_index',
  'void *', ['int', 'int']);
export function vce_get_array_object_pointer_by_index(i, obji) {
  check.int('i', i);
  check.int('obji', obji);
  return _vce_get_array_object_pointer_by_index(i, obji);
}
const _vce_get_array_object_pointer_by_index_only_used =
  bind('vce_get_array_object_pointer_by_index_only_used', 'void *', ['int', 'int']);
export function vce_get_array_object_pointer_by_index_only_used(index, objindex) {
  check.int('index', index);
  check.int('objindex', objindex);
  return _vce_get_array_object_pointer_by_index_only_used(index, objindex);
}
const _vce_show_array_usage = bind('vce_show_array_usage', 'int', ['int', 'int']);
export function vce_show_array_usage(index, show_all) {
  check.int('index', index);
  check.int('show_all', show_all);
  return _vce_show_array_usage(index, show_all);
}
const _vce_if_included_in_array = bind('vce_if_included_in_array', 'int', ['int', 'void *']);
export function vce_if_included_in_array(index, p) {
  check.int('index', index);
  check.address('p', p);
  return _vce_if_included_in_array(index, p);
}
const _vce_array_object_inuse = bind('vce_array_object_inuse', 'int', ['int', 'void *']);
export function vce_array_object_inuse(index, p) {
  check.int('index', index);
  check.address('p', p);
  return _vce_array_object_inuse(index, p);
}
const _vce_get_array_member_size = bind('vce_get_array_member_size', 'int', ['int']);
export function vce_get_array_member_size(index) {
  check.int('index', index);
  return _vce_get_array_member_size(index);
}
const _vce_get_array_maxnum = bind('vce_get_array_maxnum', 'int', ['int']);
export function vce_get_array_maxnum(index) {
  check.int('index', index);
  return _vce_get_array_maxnum(index);
}
const _vce_httptext_divide_header_and_content = bind('vce_httptext_divide_header_and_content',
  'int', ['void *', 'int', out(pointer('void *')), out(pointer('int')), out(pointer('void *')),
  out(pointer('int'))]);
export function vce_httptext_divide_header_and_content(in_, inlen, head, headlen, b, blen) {
  check.int('inlen', inlen);
  check.block('in_', in_, inlen);
  check.elements('head', head, 1, 8);
  check.elements('headlen', headlen, 1, 4);
  check.elements('b', b, 1, 8);
  check.elements('blen', blen, 1, 4);
  return _vce_httptext_divide_header_and_content(in_, inlen, head, headlen, b, blen);
}
const _vce_httptext_get_header_info = bind('vce_httptext_get_header_info', 'int', ['void *', 'int',
  'str', 'void *', 'int']);
export function vce_httptext_get_header_info(h, hlen, item, out, outlen) {
  check.int('hlen', hlen);
  check.int('outlen', outlen);
  check.block('h', h, hlen);
  check.text('item', item);
  check.block('out', out, outlen);
  return _vce_httptext_get_header_info(h, hlen, item, out, outlen);
}
const _vce_text_cmpnocase = bind('vce_text_cmpnocase', 'int', ['str', 'str', 'int']);
export function vce_text_cmpnocase(s1, s2, n) {
  check.int('n', n);
  check.text('s1', s1);
  check.text('s2', s2);
  return _vce_text_cmpnocase(s1, s2, n);
}
const _vce_text_split_index = bind('vce_text_split_index', 'str', ['str', 'char', 'int']);
export function vce_text_split_index(src, c, index) {
  check.char('c', c);
  check.int('index', index);
  check.text('src', src);
  return _vce_text_split_index(src, c, index);
}
const _vce_text_split_index_get_int = bind('vce_text_split_index_get_int', 'int', ['str', 'char',
  'int', out(pointer('int'))]);
export function vce_text_split_index_get_int(s, c, ind, v) {
  check.char('c', c);
  check.int('ind', ind);
  check.text('s', s);
  check.elements('v', v, 1, 4);
  return _vce_text_split_index_get_int(s, c, ind, v);
}
const _vce_text_split_index_get_string = bind('vce_text_split_index_get_string', 'int', ['str',
  'char', 'int', 'void *', 'int']);
export function vce_text_split_index_get_string(src, c, ind, out, outlen) {
  check.char('c', c);
  check.int('ind', ind);
  check.int('outlen', outlen);
  check.text('src', src);
  check.block('out', out, outlen);
  return _vce_text_split_index_get_string(src, c, ind, out, outlen);
}
const _vce_copy_cstring_upto = bind('vce_copy_cstring_upto', 'int', ['void *', 'str', 'char',
  'int']);
export function vce_copy_cstring_upto(d, s, c, destlen) {
  check.char('c', c);
  check.int('destlen', destlen);
  check.block('d', d, destlen);
  check.text('s', s);
  return _vce_copy_cstring_upto(d, s, c, destlen);
}
const _vce_copy_cstring = bind('vce_copy_cstring', 'int', ['void *', 'int', 'str']);
export function vce_copy_cstring(dest, l, src) {
  check.int('l', l);
  check.block('dest', dest, l);
  check.text('src', src);
  return _vce_copy_cstring(dest, l, src);
}
const _vce_strcmptail = bind('vce_strcmptail', 'int', ['str', 'str']);
export function vce_strcmptail(s1, s2) {
  check.text('s1', s1);
  check.text('s2', s2);
  return _vce_strcmptail(s1, s2);
}
const _vce_text_hashpjw = bind('vce_text_hashpjw', 'int', ['str']);
export function vce_text_hashpjw(s) {
  check.text('s', s);
  return _vce_text_hashpjw(s);
}
const _vce_makecstr = bind('vce_makecstr', 'str', ['void *', 'int', 'void *', 'int']);
export function vce_makecstr(out, outlen, in_, inlen) {
  check.int('outlen', outlen);
  check.int('inlen', inlen);
  check.block('out', out, outlen);
  check.block('in_', in_, inlen);
  return _vce_makecstr(out, outlen, in_, inlen);
}
const _vce_chop_string_destroy = bind('vce_chop_string_destroy', 'str', ['void *']);
export function vce_chop_string_destroy(s) {
  check.block('s', s, 1);
  return _vce_chop_string_destroy(s);
}
const _vce_strlenmax = bind('vce_strlenmax', 'int', ['void *', 'int']);
export function vce_strlenmax(s, max) {
  check.int('max', max);
  check.block('s', s, max);
  return _vce_strlenmax(s, max);
}
const _vce_strncat = bind('vce_strncat', 'int', ['void *', 'int', 'str']);
export function vce_strncat(out, outlen, append) {
  check.int('outlen', outlen);
  check.block('out', out, outlen);
  check.text('append', append);
  return _vce_strncat(out, outlen, append);
}
const _vce_strncpy = bind('vce_strncpy', 'void', ['void *', 'int', 'void *', 'int']);
export function vce_strncpy(to, to_len, from, from_len) {
  check.int('to_len', to_len);
  check.int('from_len', from_len);
  check.block('to', to, to_len);
  check.block('from', from, from_len);
  _vce_strncpy(to, to_len, from, from_len);
}
const _vce_escape_string = bind('vce_escape_string', 'int', ['void *', 'int', 'void *', 'int']);
export function vce_escape_string(to, tolen, from, frl) {
  check.int('tolen', tolen);
  check.int('frl', frl);
  check.block('to', to, tolen);
  check.block('from', from, frl);
  return _vce_escape_string(to, tolen, from, frl);
}
const _vce_descape_string = bind('vce_descape_string', 'int', ['void *', 'int', 'str']);
export function vce_descape_string(to, tolen, from) {
  check.int('tolen', tolen);
  check.block('to', to, tolen);
  check.text('from', from);
  return _vce_descape_string(to, tolen, from);
}
const _vce_snprintf = bind('vce_snprintf', 'void', ['void *', 'int', 'str', '...']);
export function vce_snprintf(out, len, format, ...args) {
  check.int('len', len);
  check.block('out', out, len);
  check.text('format', format);
  _vce_snprintf(out, len, format, ...args);
}
const _vce_read_simple_config_file = bind('vce_read_simple_config_file', 'int', ['str',
  config_line_t]);
export function vce_read_simple_config_file(filename, c) {
  check.text('filename', filename);
  check.callable('c', c);
  return _vce_read_simple_config_file(filename, c);
}
const _vce_read_plain_text_file = bind('vce_read_plain_text_file', 'int', ['str', text_line_t]);
export function vce_read_plain_text_file(fn, cb) {
  check.text('fn', fn);
  check.callable('cb', cb);
  return _vce_read_plain_text_file(fn, cb);
}
const _vce_make_binary_array_from_hex = bind('vce_make_binary_array_from_hex', 'void', ['void *',
  'int', 'str']);
export function vce_make_binary_array_from_hex(out, outlen, hex) {
  check.int('outlen', outlen);
  check.block('out', out, outlen);
  check.text('hex', hex);
  _vce_make_binary_array_from_hex(out, outlen, hex);
}
const _vce_make_binary_array_from_line = bind('vce_make_binary_array_from_line', 'void', ['void *',
  'int', 'void *', inout(pointer('int')), out(pointer('int'))]);
export function vce_make_binary_array_from_line(line, linelen, out, outlen, ul) {
  check.int('linelen', linelen);
  check.block('line', line, linelen);
  check.elements('outlen', outlen, 1, 4);
  check.integers('outlen', outlen, 'int');
  check.elements('ul', ul, 1, 4);
  check.block('out', out, check.first(outlen));
  _vce_make_binary_array_from_line(line, linelen, out, outlen, ul);
}
const _vce_make_hex_from_binary_array = bind('vce_make_hex_from_binary_array', 'int', ['void *',
  'int', 'void *', 'int', 'int']);
export function vce_make_hex_from_binary_array(out, outlen, buf, len, folding) {
  check.int('outlen', outlen);
  check.int('len', len);
  check.int('folding', folding);
  check.block('out', out, outlen);
  check.block('buf', buf, len);
  return _vce_make_hex_from_binary_array(out, outlen, buf, len, folding);
}
const _vce_make_hex_text_from_buffer = bind('vce_make_hex_text_from_buffer', 'int', ['void *',
  'int', 'void *', 'int']);
export function vce_make_hex_text_from_buffer(buf, len, out, outlen) {
  check.int('len', len);
  check.int('outlen', outlen);
  check.block('buf', buf, len);
  check.block('out', out, outlen);
  return _vce_make_hex_text_from_buffer(buf, len, out, outlen);
}
const _vce_extract_data_from_hex_text = bind('vce_extract_data_from_hex_text', 'int', ['void *',
  'int', 'void *', 'int']);
export function vce_extract_data_from_hex_text(buf, len, out, outlen) {
  check.int('len', len);
  check.int('outlen', outlen);
  check.block('buf', buf, len);
  check.block('out', out, outlen);
  return _vce_extract_data_from_hex_text(buf, len, out, outlen);
}
const _vce_get_ipv4_addr_by_name = bind('vce_get_ipv4_addr_by_name', 'int', [out(pointer('uint')),
  'str']);
export function vce_get_ipv4_addr_by_name(a, s) {
  check.elements('a', a, 1, 4);
  check.text('s', s);
  return _vce_get_ipv4_addr_by_name(a, s);
}
const _VCEMALLOC = bind('VCEMALLOC', 'void *', ['size_t']);
export function VCEMALLOC(size) {
  check.size('size', size);
  return _VCEMALLOC(size);
}
const _VCEFREE = bind('VCEFREE', 'void', ['void *']);
export function VCEFREE(p) {
  check.address('p', p);
  _VCEFREE(p);
}
const _vce_replace_malloc_funcs = bind('vce_replace_malloc_funcs', 'void', ['void *', 'void *',
  'void *']);
export function vce_replace_malloc_funcs(a, r, f) {
  check.address('a', a);
  check.address('r', r);
  check.address('f', f);
  _vce_replace_malloc_funcs(a, r, f);
}
export const vce_mainloop = bind('vce_mainloop', 'int', []);
const _vce_set_mainloop_callback = bind('vce_set_mainloop_callback', 'void', ['void *']);
export function vce_set_mainloop_callback(f) {
  check.address('f', f);
  _vce_set_mainloop_callback(f);
}
const _vce_set_socket_library_ok = bind('vce_set_socket_library_ok', 'void', ['int']);
export function vce_set_socket_library_ok(flag) {
  check.int('flag', flag);
  _vce_set_socket_library_ok(flag);
}
const _vce_set_internal_timer = bind('vce_set_internal_timer', 'void', ['int64', 'uint']);
export function vce_set_internal_timer(t, microsec) {
  check.int64('t', t);
  check.uint('microsec', microsec);
  _vce_set_internal_timer(t, microsec);
}
const _vce_get_version = bind('vce_get_version', 'void', [out(pointer('int')), out(pointer('int')),
  out(pointer('int'))]);
export function vce_get_version(ma, mi, rel) {
  check.elements('ma', ma, 1, 4);
  check.elements('mi', mi, 1, 4);
  check.elements('rel', rel, 1, 4);
  _vce_get_version(ma, mi, rel);
}
const _vce_verrout = bind('vce_verrout', 'void', ['str', 'void *']);
export function vce_verrout(format, arg) {
  check.text('format', format);
  check.address('arg', arg);
  _vce_verrout(format, arg);
}
const _vce_errout0 = bind('vce_errout0', 'void', ['str']);
export function vce_errout0(s) {
  check.text('s', s);
  _vce_errout0(s);
}
const _vce_errout0_v = bind('vce_errout0_v', 'void', ['str']);
export function vce_errout0_v(s) {
  check.text('s', s);
  _vce_errout0_v(s);
}
const _vce_errout_set_another = bind('vce_errout_set_another', 'void', ['void *']);
export function vce_errout_set_another(cb) {
  check.address('cb', cb);
  _vce_errout_set_another(cb);
}
const _vce_conn_set_delay = bind('vce_conn_set_delay', 'void', [conn_t, 'int', 'int']);
export function vce_conn_set_delay(ct, delay_min, delay_max) {
  check.handle('ct', ct);
  check.int('delay_min', delay_min);
  check.int('delay_max', delay_max);
  _vce_conn_set_delay(ct, delay_min, delay_max);
}
const _vce_tcpcontext_set_conn_kickip_array = bind('vce_tcpcontext_set_conn_kickip_array', 'void',
  ['void *', 'void *']);
export function vce_tcpcontext_set_conn_kickip_array(tp, null_terminated_ipaddr_array) {
  check.address('null_terminated_ipaddr_array', null_terminated_ipaddr_array);
  _vce_tcpcontext_set_conn_kickip_array(tp, null_terminated_ipaddr_array);
}
const _vce_tcpcontext_set_equal_io_splitrate = bind('vce_tcpcontext_set_equal_io_splitrate', 'void',
  ['void *', 'int']);
export function vce_tcpcontext_set_equal_io_splitrate(tt, v) {
  check.int('v', v);
  _vce_tcpcontext_set_equal_io_splitrate(tt, v);
}
const _vce_get_tcp_packet_read_size = bind('vce_get_tcp_packet_read_size', 'void',
  [out(pointer('int')), out(pointer('int'))]);
export function vce_get_tcp_packet_read_size(original, processing) {
  check.elements('original', original, 1, 4);
  check.elements('processing', processing, 1, 4);
  _vce_get_tcp_packet_read_size(original, processing);
}
const _vce_get_tcp_packet_write_size = bind('vce_get_tcp_packet_write_size', 'void',
  [out(pointer('int')), out(pointer('int'))]);
export function vce_get_tcp_packet_write_size(original, processing) {
  check.elements('original', original, 1, 4);
  check.elements('processing', processing, 1, 4);
  _vce_get_tcp_packet_write_size(original, processing);
}
const _vce_atoi = bind('vce_atoi', 'int', ['str']);
export function vce_atoi(p) {
  check.text('p', p);
  return _vce_atoi(p);
}
export const vce_tcpcontext_get_port = bind('vce_tcpcontext_get_port', 'int', ['void *']);
const _vce_tcpcontext_set_source = bind('vce_tcpcontext_set_source', 'int', ['void *', 'str']);
export function vce_tcpcontext_set_source(t, address) {
  check.text('address', address);
  return _vce_tcpcontext_set_source(t, address);
}
const _vce_tcpcontext_set_connect_timeout = bind('vce_tcpcontext_set_connect_timeout', 'int',
  ['void *', 'int']);
export function vce_tcpcontext_set_connect_timeout(t, ms) {
  check.int('ms', ms);
  return _vce_tcpcontext_set_connect_timeout(t, ms);
}
const _vce_conn_get_end_detail = bind('vce_conn_get_end_detail', 'int', [conn_t, 'void *', 'int']);
export function vce_conn_get_end_detail(c, buf, max) {
  check.handle('c', c);
  check.int('max', max);
  check.block('buf', buf, max);
  return _vce_conn_get_end_detail(c, buf, max);
}
const _vce_get_last_error_detail = bind('vce_get_last_error_detail', 'int', ['void *', 'int']);
export function vce_get_last_error_detail(buf, max) {
  check.int('max', max);
  check.block('buf', buf, max);
  return _vce_get_last_error_detail(buf, max);
}
const _vce_set_heartbeat_wait_limits = bind('vce_set_heartbeat_wait_limits', 'int', ['int', 'int']);
export function vce_set_heartbeat_wait_limits(shortest_us, longest_us) {
  check.int('shortest_us', shortest_us);
  check.int('longest_us', longest_us);
  return _vce_set_heartbeat_wait_limits(shortest_us, longest_us);
}
const _vce_tcpcontext_set_max_per_address = bind('vce_tcpcontext_set_max_per_address', 'int',
  ['void *', 'int']);
export function vce_tcpcontext_set_max_per_address(t, max) {
  check.int('max', max);
  return _vce_tcpcontext_set_max_per_address(t, max);
}
const _vce_tcpcontext_broadcast = bind('vce_tcpcontext_broadcast', 'int', ['void *', 'void *',
  'int', conn_t, 'int']);
export function vce_tcpcontext_broadcast(t, framed, length, skip, when_full) {
  check.int('length', length);
  check.handle('skip', skip);
  check.int('when_full', when_full);
  check.block('framed', framed, length);
  return _vce_tcpcontext_broadcast(t, framed, length, skip, when_full);
}
const _vce_tcpcontext_set_keepalive = bind('vce_tcpcontext_set_keepalive', 'int', ['void *', 'int',
  'int', 'int']);
export function vce_tcpcontext_set_keepalive(t, idle_s, interval_s, count) {
  check.int('idle_s', idle_s);
  check.int('interval_s', interval_s);
  check.int('count', count);
  return _vce_tcpcontext_set_keepalive(t, idle_s, interval_s, count);
}
const _vce_tcpcontext_set_user_timeout = bind('vce_tcpcontext_set_user_timeout', 'int', ['void *',
  'int']);
export function vce_tcpcontext_set_user_timeout(t, ms) {
  check.int('ms', ms);
  return _vce_tcpcontext_set_user_timeout(t, ms);
}
const _vce_tcpcontext_set_conn_rate = bind('vce_tcpcontext_set_conn_rate', 'int', ['void *', 'int',
  'int', 'void *']);
export function vce_tcpcontext_set_conn_rate(t, records_per_second, bytes_per_second, f) {
  check.int('records_per_second', records_per_second);
  check.int('bytes_per_second', bytes_per_second);
  check.address('f', f);
  return _vce_tcpcontext_set_conn_rate(t, records_per_second, bytes_per_second, f);
}
const _vce_set_buffer_limit = bind('vce_set_buffer_limit', 'int', ['int64']);
export function vce_set_buffer_limit(bytes) {
  check.int64('bytes', bytes);
  return _vce_set_buffer_limit(bytes);
}
const _vce_tcpcontext_create_flat = bind('vce_tcpcontext_create_flat', 'void *', ['int', 'str',
  'ushort', 'int', 'size_t', 'size_t', 'int', 'int', 'int', 'size_t']);
export function vce_tcpcontext_create_flat(is_server, bindaddr, port, maxcon, rblen, wblen, timeout,
  nonblock_connect, nodelay, statebuf_size) {
  check.int('is_server', is_server);
  check.ushort('port', port);
  check.int('maxcon', maxcon);
  check.size('rblen', rblen);
  check.size('wblen', wblen);
  check.int('timeout', timeout);
  check.int('nonblock_connect', nonblock_connect);
  check.int('nodelay', nodelay);
  check.size('statebuf_size', statebuf_size);
  check.text('bindaddr', bindaddr);
  return _vce_tcpcontext_create_flat(is_server, bindaddr, port, maxcon, rblen, wblen, timeout,
    nonblock_connect, nodelay, statebuf_size);
}
const _vce_conn_get_peer_credentials = bind('vce_conn_get_peer_credentials', 'int', [conn_t,
  out(pointer('int')), out(pointer('int')), out(pointer('int'))]);
export function vce_conn_get_peer_credentials(c, pid, uid, gid) {
  check.handle('c', c);
  check.elements('pid', pid, 1, 4);
  check.elements('uid', uid, 1, 4);
  check.elements('gid', gid, 1, 4);
  return _vce_conn_get_peer_credentials(c, pid, uid, gid);
}
const _vce_conn_get_fd = bind('vce_conn_get_fd', 'int', [conn_t]);
export function vce_conn_get_fd(c) {
  check.handle('c', c);
  return _vce_conn_get_fd(c);
}
const _vce_tcpcontext_create_from_listener = bind('vce_tcpcontext_create_from_listener', 'void *',
  ['int', 'int', 'size_t', 'size_t', 'int', 'int', 'int', 'size_t']);
export function vce_tcpcontext_create_from_listener(fd, maxcon, rblen, wblen, timeout,
  nonblock_connect, nodelay, statebuf_size) {
  check.int('fd', fd);
  check.int('maxcon', maxcon);
  check.size('rblen', rblen);
  check.size('wblen', wblen);
  check.int('timeout', timeout);
  check.int('nonblock_connect', nonblock_connect);
  check.int('nodelay', nodelay);
  check.size('statebuf_size', statebuf_size);
  return _vce_tcpcontext_create_from_listener(fd, maxcon, rblen, wblen, timeout, nonblock_connect,
    nodelay, statebuf_size);
}
const _vce_tcpcontext_create_from_listener_flat = bind('vce_tcpcontext_create_from_listener_flat',
  'void *', ['int', 'int', 'size_t', 'size_t', 'int', 'int', 'int', 'size_t']);
export function vce_tcpcontext_create_from_listener_flat(fd, maxcon, rblen, wblen, timeout,
  nonblock_connect, nodelay, statebuf_size) {
  check.int('fd', fd);
  check.int('maxcon', maxcon);
  check.size('rblen', rblen);
  check.size('wblen', wblen);
  check.int('timeout', timeout);
  check.int('nonblock_connect', nonblock_connect);
  check.int('nodelay', nodelay);
  check.size('statebuf_size', statebuf_size);
  return _vce_tcpcontext_create_from_listener_flat(fd, maxcon, rblen, wblen, timeout,
    nonblock_connect, nodelay, statebuf_size);
}
const _vce_tcpcontext_adopt = bind('vce_tcpcontext_adopt', conn_t, ['void *', 'int']);
export function vce_tcpcontext_adopt(t, fd) {
  check.int('fd', fd);
  return _vce_tcpcontext_adopt(t, fd);
}
export const vce_get_wait_fd = bind('vce_get_wait_fd', 'int', []);
export const vce_get_wait_time = bind('vce_get_wait_time', 'int', []);
const _vce_drain = bind('vce_drain', 'int', ['int']);
export function vce_drain(seconds) {
  check.int('seconds', seconds);
  return _vce_drain(seconds);
}
const _vce_get_counters = bind('vce_get_counters', 'int', [out(pointer(vce_counters_t)), 'size_t']);
export function vce_get_counters(c, size) {
  check.size('size', size);
  check.structure('c', c, 200);
  check.atMost('size', size, 200);
  return _vce_get_counters(c, size);
}
const _vce_get_counters_string = bind('vce_get_counters_string', 'int', ['void *', 'int']);
export function vce_get_counters_string(buf, maxlen) {
  check.int('maxlen', maxlen);
  check.block('buf', buf, maxlen);
  return _vce_get_counters_string(buf, maxlen);
}
