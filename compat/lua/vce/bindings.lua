-- Types, functions and callbacks of vce.h for LuaJIT's FFI.
-- Made by compat/model/emit_lua.py from vce.h 2.0.0; do not edit.

-- Compiled code must not call what calls back into Lua.
jit.off(true, true)

local declarations = [[
typedef long long VCEI64;
typedef long time_t;
typedef void *tcpcontext_t;
typedef int CLOSE_REASON;
typedef int BINDATATYPE;
typedef struct { void *p; unsigned int serial; } conn_t;
typedef struct { int max_tcpcontext; int max_conn; int max_array; int sendbuf_work_size; int
  recvbuf_work_size; } vce_limit_t;
typedef struct { time_t boot_time; VCEI64 recv_byte; VCEI64 send_byte; VCEI64 recv_syscall; VCEI64
  recv_syscall_e; VCEI64 send_syscall; VCEI64 send_syscall_e; VCEI64 accept_syscall; VCEI64
  accept_syscall_e; VCEI64 connect_syscall; VCEI64 connect_syscall_e; VCEI64 conn_free; VCEI64
  conn_alloc; VCEI64 conn_close; VCEI64 conn_write; VCEI64 keyex; VCEI64 tcpcontext_create; VCEI64
  tcpcontext_cleanup; VCEI64 tcpcontext_connect; VCEI64 conn_timeout; VCEI64 log_count; }
  vce_stat_t;
typedef struct __attribute__((packed)) { VCEI64 recv_byte; VCEI64 send_byte; VCEI64 conn_write;
  VCEI64 recv_syscall; VCEI64 send_syscall; } conn_stat_t;
typedef struct __attribute__((packed)) { int current_conn; VCEI64 recv_byte; VCEI64 send_byte;
  VCEI64 recv_syscall; VCEI64 recv_syscall_e; VCEI64 send_syscall; VCEI64 send_syscall_e; VCEI64
  accept_syscall; VCEI64 accept_syscall_e; VCEI64 connect_syscall; VCEI64 connect_syscall_e; VCEI64
  conn_write; VCEI64 conn_timeout; VCEI64 tcpcontext_connect; } tcpcontext_stat_t;
struct __attribute__((packed)) bin_info { BINDATATYPE t; unsigned int maxu; unsigned int n; void *p;
  };
typedef struct { VCEI64 turned_away_maximum; VCEI64 turned_away_pool; VCEI64 turned_away_rate;
  VCEI64 turned_away_disabled; VCEI64 turned_away_kicked; VCEI64 turned_away_descriptors; VCEI64
  accept_pause; VCEI64 accept_resume; VCEI64 accept_pause_usec; VCEI64 current_conn; VCEI64
  buffers_in_use; VCEI64 buffer_bytes_in_use; VCEI64 buffer_bytes_pooled; VCEI64 recv_record; VCEI64
  send_record; VCEI64 recv_byte; VCEI64 send_byte; VCEI64 turned_away_address; VCEI64
  buffers_refused; VCEI64 broadcast_sent; VCEI64 broadcast_dropped; VCEI64 broadcast_closed; VCEI64
  rate_pauses; VCEI64 log_lost; VCEI64 log_left_out; } vce_counters_t;
typedef int (*vce_conn_visitor)(conn_t);
typedef int (*vce_flat_conn_visitor)(unsigned int, unsigned int);
typedef int (*vce_closewatcher)(conn_t, CLOSE_REASON);
typedef int (*vce_flat_closewatcher)(unsigned int, unsigned int, CLOSE_REASON);
typedef void (*vce_finalizer)(conn_t);
typedef void (*vce_flat_finalizer)(unsigned int, unsigned int);
typedef int (*vce_acceptwatcher)(conn_t);
typedef int (*vce_flat_acceptwatcher)(unsigned int, unsigned int);
typedef int (*vce_hiwater_acceptwatcher)(conn_t, int);
typedef int (*vce_flat_hiwater_acceptwatcher)(unsigned int, unsigned int, int);
typedef int (*vce_accept_warning)(tcpcontext_t);
typedef int (*vce_rate_callback)(conn_t);
typedef int (*vce_flat_rate_callback)(unsigned int, unsigned int);
typedef int (*vce_parser)(conn_t);
typedef int (*vce_flat_parser)(unsigned int, unsigned int);
typedef int (*vce_protocol_callback)(conn_t, char *, int);
typedef int (*vce_flat_protocol_callback)(unsigned int, unsigned int, char *, int);
typedef int (*vce_maxlength_watcher)(conn_t);
typedef int (*vce_flat_maxlength_watcher)(unsigned int, unsigned int);
typedef void (*vce_io_callback)(conn_t, int, char *, size_t);
typedef void (*vce_flat_io_callback)(unsigned int, unsigned int, int, char *, size_t);
typedef int (*vce_config_line)(char *, int, char *, char *);
typedef int (*vce_text_line)(char *, int, char *);
typedef void *(*vce_allocate)(size_t);
typedef void *(*vce_reallocate)(void *, size_t);
typedef void (*vce_release)(void *);
typedef int (*vce_mainloop_callback)(void);
typedef void (*vce_log_callback)(int, const char *);
int vce_get_last_error(void);
char *vce_strerror(int ecode);
char *vce_strerror_close_reason(CLOSE_REASON reason);
int vce_initialize(void);
int vce_initialize_limited(vce_limit_t *lim);
void vce_limit_clear(vce_limit_t *t);
void vce_init_limit_t(vce_limit_t *t);
int vce_finalize(void);
void vce_heartbeat(void);
void vce_heartbeat_on_single_conn(conn_t c);
void vce_set_heartbeat_wait_flag(int flag);
void vce_conn_break_heartbeat(void);
VCEI64 vce_get_current_utime(void);
VCEI64 vce_utime_diff(struct timeval *before, struct timeval *after);
void vce_set_verbose_mode(int m);
void vce_set_read_write_log_mode(int m);
void vce_errout(const char *format, ...);
void vce_errout_v(const char *format, ...);
void vce_dump_buffer(const char *buf, int len);
void vce_conn_show_stat(void);
void vce_get_stat(vce_stat_t *v);
void vce_tcpcontext_get_stat(tcpcontext_t tp, tcpcontext_stat_t *s);
void vce_conn_get_stat(conn_t ct, conn_stat_t *st);
int vce_get_netstat_string(char *buf, int maxlen);
tcpcontext_t vce_tcpcontext_create(int is_server, const char *bindaddr, unsigned short port, int
  maxcon, size_t rblen, size_t wblen, int timeout, int nonblock_connect, int nodelay, size_t
  statebuf_size);
void vce_tcpcontext_cleanup(tcpcontext_t tp);
int vce_tcpcontext_get_max_connection(tcpcontext_t t);
int vce_tcpcontext_get_all_connection(tcpcontext_t t, conn_t *a, int max);
int vce_tcpcontext_count_connections(tcpcontext_t t, int *conn);
int vce_tcpcontext_conn_iterate(tcpcontext_t tt, vce_conn_visitor f);
void vce_tcpcontext_set_conn_closewatcher(tcpcontext_t tp, vce_closewatcher cw);
void vce_tcpcontext_set_conn_finalizer(tcpcontext_t t, vce_finalizer f);
void vce_tcpcontext_timeout_control(tcpcontext_t tp, int recv_reset, int send_reset);
void vce_tcpcontext_userdata_set_pointer(tcpcontext_t tp, void *p);
void *vce_tcpcontext_userdata_get_pointer(tcpcontext_t tp);
int vce_tcpcontext_set_conn_safety_read(tcpcontext_t tp, int p);
int vce_tcpcontext_setup_p2p(tcpcontext_t t, int allocationsize, int allocationunits);
int vce_tcpcontext_set_portscanner(tcpcontext_t t, const char *host, unsigned short mainport,
  unsigned short subport);
void vce_tcpcontext_set_conn_acceptwatcher(tcpcontext_t tp, vce_acceptwatcher aw);
void vce_tcpcontext_set_conn_hiwater_acceptwatcher(tcpcontext_t tp, int water,
  vce_hiwater_acceptwatcher aw);
void vce_tcpcontext_set_accept_max(tcpcontext_t t, int con_max, vce_accept_warning accept_warning);
void vce_tcpcontext_enable_accept(tcpcontext_t tp, int flag);
conn_t vce_tcpcontext_connect(tcpcontext_t t, const char *h, unsigned short p);
int vce_conn_write(conn_t ct, const char *b, size_t len);
int vce_conn_writable(conn_t ct);
int vce_conn_writed(conn_t ct);
void vce_conn_close(conn_t ct);
void vce_conn_close_tcpcontext_all(tcpcontext_t t);
void vce_conn_set_timeout(conn_t ct, int sec);
int vce_conn_is_valid(conn_t c);
int vce_conn_is_closed(conn_t c);
int vce_conn_is_equal(conn_t c1, conn_t c2);
void vce_conn_clear(conn_t *ct);
int vce_conn_get_index(conn_t c);
conn_t vce_conn_get_struct_from_index(int index);
tcpcontext_t vce_conn_get_tcpcontext(conn_t ct);
void *vce_conn_get_state_buffer(conn_t c, int *len);
void vce_conn_userdata_set_pointer(conn_t ct, void *p);
void *vce_conn_userdata_get_pointer(conn_t ct);
void vce_conn_get_remote_ipv4_addr(conn_t ct, unsigned int *a, unsigned short *p);
void vce_conn_get_local_ipv4_addr(conn_t ct, unsigned int *a, unsigned short *p);
void vce_conn_get_remote_ipv6_addr(conn_t ct, char *a, unsigned short *p);
void vce_conn_get_local_ipv6_addr(conn_t ct, char *a, unsigned short *p);
char *vce_conn_get_remote_ipv4_addr_string(conn_t ct, char *s, int max);
char *vce_conn_get_local_ipv4_addr_string(conn_t ct, char *s, int max);
char *vce_conn_get_remote_ipv6_addr_string(conn_t ct, char *s, int max);
char *vce_conn_get_local_ipv6_addr_string(conn_t ct, char *s, int max);
char *vce_conn_get_remote_addr_string(conn_t ct, char *s, int max);
char *vce_conn_get_local_addr_string(conn_t ct, char *s, int max);
void vce_tcpcontext_set_conn_parser(tcpcontext_t tp, vce_parser parser, vce_protocol_callback c);
void vce_conn_set_parser(conn_t ct, vce_parser p, vce_protocol_callback pcb);
void vce_tcpcontext_set_conn_call_parser_per_heartbeat(tcpcontext_t tt, int v);
void vce_tcpcontext_protocol_set_maxlength(tcpcontext_t ct, int maxlength, vce_maxlength_watcher
  errcall);
void vce_conn_get_buffer(conn_t ct, char **rb, int *rblen, char **wb, int *wblen);
int vce_conn_shrink_readbuf(conn_t ct, int len);
void vce_conn_set_io_callback(conn_t ct, vce_io_callback cb);
int vce_protocol_parser_bin16(conn_t ct);
int vce_protocol_parser_bin32(conn_t ct);
int vce_protocol_parser_through(conn_t ct);
int vce_protocol_parser_text(conn_t ct);
int vce_protocol_unparser_bin16(conn_t ct, const char *data, int len);
int vce_protocol_unparser_bin32(conn_t ct, const char *data, int len);
int vce_protocol_unparser_through(conn_t ct, const char *data, int len);
int vce_protocol_unparser_text(conn_t ct, const char *data, int len);
int vce_protocol_acceptwatcher_deny(conn_t c);
int vce_protocol_acceptwatcher_noop(conn_t c);
int vce_protocol_closewatcher_noop(conn_t c);
int vce_protocol_pcallback_echo_bin16(conn_t c, const char *data, int len);
int vce_protocol_pcallback_echo_text(conn_t ct, const char *data, int len);
int vce_protocol_pcallback_noop(conn_t ct, const char *data, int len);
int vce_protocol_pcallback_dump(conn_t ct, const char *data, int len);
int vce_binary_pack(struct bin_info *bi, int bn, char *outp, int len);
int vce_binary_unpack(struct bin_info *bi, int bn, const char *inp, int len);
int vce_binary_push_nb_i1(char *out, int ofs, int maxlen, char v);
int vce_binary_push_nb_i2(char *out, int ofs, int maxlen, short v);
int vce_binary_push_nb_i4(char *out, int ofs, int maxlen, int v);
int vce_binary_push_nb_i8(char *out, int ofs, int maxlen, VCEI64 v);
int vce_binary_push_nb_ia1(char *out, int ofs, int maxlen, const void *ia, int num);
int vce_binary_push_nb_ia2(char *out, int ofs, int maxlen, const void *ia, int num);
int vce_binary_push_nb_ia4(char *out, int ofs, int maxlen, const void *ia, int num);
int vce_binary_push_nb_ia8(char *out, int ofs, int maxlen, const void *ia, int num);
int vce_binary_push_nb_stra(char *out, int ofs, int maxlen, const char *const *stra, int num, int
  eachmax);
int vce_binary_pop_nb_i1(const char *in, int len, int ofs, char *out);
int vce_binary_pop_nb_i2(const char *in, int len, int ofs, short *out);
int vce_binary_pop_nb_i4(const char *in, int len, int ofs, int *out);
int vce_binary_pop_nb_i8(const char *in, int len, int ofs, VCEI64 *out);
int vce_binary_pop_nb_ia1(const char *src, int len, int ofs, char *out, int *outlen);
int vce_binary_pop_nb_ia2(const char *src, int len, int ofs, short *out, int *outlen);
int vce_binary_pop_nb_ia4(const char *src, int len, int ofs, int *out, int *outlen);
int vce_binary_pop_nb_ia8(const char *src, int len, int ofs, VCEI64 *out, int *outlen);
int vce_binary_pop_nb_stra(const char *src, int len, int ofs, char **out, int *strnum, int eachmax);
int vce_set_variable_length_specifier(char *out, int outmax, unsigned int len_upper, unsigned int
  len_lower);
int vce_get_variable_length_specifier(const char *src, int srcmax, unsigned int *len_upper, unsigned
  int *len_lower);
int vce_init_array(size_t size, int num, const char *nm);
int vce_end_array(int index);
void vce_end_all_array(void);
void *vce_alloc_array_object(int index);
int vce_free_array_object(int index, void *p);
void vce_free_array_object_all(int index);
void *vce_get_array_object_top(int index);
void *vce_get_array_object_next(int index, void *p);
void *vce_get_array_object_last(int index);
int vce_get_array_usenum(int index);
int vce_get_array_object_index(int index, const void *p);
void *vce_get_array_object_pointer_by_index(int i, int obji);
void *vce_get_array_object_pointer_by_index_only_used(int index, int objindex);
int vce_show_array_usage(int index, int show_all);
int vce_if_included_in_array(int index, const void *p);
int vce_array_object_inuse(int index, void *p);
int vce_get_array_member_size(int index);
int vce_get_array_maxnum(int index);
int vce_httptext_divide_header_and_content(const char *in, int inlen, char **head, int *headlen,
  char **b, int *blen);
int vce_httptext_get_header_info(const char *h, int hlen, const char *item, char *out, int outlen);
int vce_text_cmpnocase(const char *s1, const char *s2, int n);
char *vce_text_split_index(const char *src, char c, int index);
int vce_text_split_index_get_int(const char *s, char c, int ind, int *v);
int vce_text_split_index_get_string(const char *src, char c, int ind, char *out, int outlen);
int vce_copy_cstring_upto(char *d, const char *s, char c, int destlen);
int vce_copy_cstring(char *dest, int l, const char *src);
int vce_strcmptail(const char *s1, const char *s2);
int vce_text_hashpjw(const char *s);
char *vce_makecstr(char *out, int outlen, const char *in, int inlen);
char *vce_chop_string_destroy(char *s);
int vce_strlenmax(const char *s, int max);
int vce_strncat(char *out, int outlen, const char *append);
void vce_strncpy(char *to, int to_len, const char *from, int from_len);
int vce_escape_string(char *to, int tolen, const char *from, int frl);
int vce_descape_string(char *to, int tolen, const char *from);
void vce_snprintf(char *out, int len, const char *format, ...);
int vce_read_simple_config_file(const char *filename, vce_config_line c);
int vce_read_plain_text_file(const char *fn, vce_text_line cb);
void vce_make_binary_array_from_hex(char *out, int outlen, const char *hex);
void vce_make_binary_array_from_line(const char *line, int linelen, char *out, int *outlen, int
  *ul);
int vce_make_hex_from_binary_array(char *out, int outlen, const char *buf, int len, int folding);
int vce_make_hex_text_from_buffer(const char *buf, int len, char *out, int outlen);
int vce_extract_data_from_hex_text(const char *buf, int len, char *out, int outlen);
int vce_get_ipv4_addr_by_name(unsigned int *a, const char *s);
void *VCEMALLOC(size_t size);
void VCEFREE(void *p);
void vce_replace_malloc_funcs(vce_allocate a, vce_reallocate r, vce_release f);
int vce_mainloop(void);
void vce_set_mainloop_callback(vce_mainloop_callback f);
void vce_set_socket_library_ok(int flag);
void vce_set_internal_timer(time_t t, unsigned int microsec);
void vce_get_version(int *ma, int *mi, int *rel);
void vce_verrout(const char *format, void *arg);
void vce_errout0(const char *s);
void vce_errout0_v(const char *s);
void vce_errout_set_another(vce_log_callback cb);
void vce_conn_set_delay(conn_t ct, int delay_min, int delay_max);
void vce_tcpcontext_set_conn_kickip_array(tcpcontext_t tp, const unsigned int
  *null_terminated_ipaddr_array);
void vce_tcpcontext_set_equal_io_splitrate(tcpcontext_t tt, int v);
void vce_get_tcp_packet_read_size(int *original, int *processing);
void vce_get_tcp_packet_write_size(int *original, int *processing);
int vce_atoi(const char *p);
int vce_tcpcontext_get_port(tcpcontext_t t);
int vce_tcpcontext_set_source(tcpcontext_t t, const char *address);
int vce_tcpcontext_set_connect_timeout(tcpcontext_t t, int ms);
int vce_conn_get_end_detail(conn_t c, char *buf, int max);
int vce_get_last_error_detail(char *buf, int max);
int vce_set_heartbeat_wait_limits(int shortest_us, int longest_us);
int vce_tcpcontext_set_max_per_address(tcpcontext_t t, int max);
int vce_tcpcontext_broadcast(tcpcontext_t t, const char *framed, int length, conn_t skip, int
  when_full);
int vce_tcpcontext_set_keepalive(tcpcontext_t t, int idle_s, int interval_s, int count);
int vce_tcpcontext_set_user_timeout(tcpcontext_t t, int ms);
int vce_tcpcontext_set_conn_rate(tcpcontext_t t, int records_per_second, int bytes_per_second,
  vce_rate_callback f);
int vce_set_buffer_limit(VCEI64 bytes);
tcpcontext_t vce_tcpcontext_create_flat(int is_server, const char *bindaddr, unsigned short port,
  int maxcon, size_t rblen, size_t wblen, int timeout, int nonblock_connect, int nodelay, size_t
  statebuf_size);
int vce_conn_get_peer_credentials(conn_t c, int *pid, int *uid, int *gid);
int vce_conn_get_fd(conn_t c);
tcpcontext_t vce_tcpcontext_create_from_listener(int fd, int maxcon, size_t rblen, size_t wblen, int
  timeout, int nonblock_connect, int nodelay, size_t statebuf_size);
tcpcontext_t vce_tcpcontext_create_from_listener_flat(int fd, int maxcon, size_t rblen, size_t
  wblen, int timeout, int nonblock_connect, int nodelay, size_t statebuf_size);
conn_t vce_tcpcontext_adopt(tcpcontext_t t, int fd);
int vce_get_wait_fd(void);
int vce_get_wait_time(void);
int vce_drain(int seconds);
int vce_get_counters(vce_counters_t *c, size_t size);
int vce_get_counters_string(char *buf, int maxlen);
]]

-- Gives `raw` every function, and returns what raw.callback() needs to know.
local function bind(raw, C, help)
  local to_conn, to_text, formatted = help.to_conn, help.to_text, help.formatted
  local verbatim, no_arguments = help.verbatim, help.no_arguments
  local check, check_int64, check_size = help.check, help.check_int64, help.check_size

  -- Returns the last error of the calling thread.
  raw.vce_get_last_error = C.vce_get_last_error
  -- Returns the text of an error code.
  function raw.vce_strerror(ecode)
    check("ecode", ecode, -2147483648, 2147483647)
    return to_text(C.vce_strerror(ecode))
  end
  -- Returns the name of a close reason.
  function raw.vce_strerror_close_reason(reason)
    check("reason", reason, -2147483648, 2147483647)
    return to_text(C.vce_strerror_close_reason(reason))
  end
  -- Initialises the library with the limits in force.
  function raw.vce_initialize()
    return C.vce_initialize()
  end
  -- Sets limits, then initialises the library as vce_initialize() does.
  function raw.vce_initialize_limited(lim)
    return C.vce_initialize_limited(lim)
  end
  -- Sets every field of a limit structure to -1, which means "leave as it is".
  function raw.vce_limit_clear(t)
    return C.vce_limit_clear(t)
  end
  -- Sets every field of a limit structure to -1; the same as vce_limit_clear().
  function raw.vce_init_limit_t(t)
    return C.vce_init_limit_t(t)
  end
  -- Releases everything the library made and returns to the uninitialised state.
  function raw.vce_finalize()
    return C.vce_finalize()
  end
  -- Does one round of network work and returns.
  function raw.vce_heartbeat()
    return C.vce_heartbeat()
  end
  -- Does one round of network work, but parses the input of one connection only.
  function raw.vce_heartbeat_on_single_conn(c)
    return C.vce_heartbeat_on_single_conn(c)
  end
  -- Lets heartbeats wait while there is nothing to do.
  function raw.vce_set_heartbeat_wait_flag(flag)
    check("flag", flag, -2147483648, 2147483647)
    return C.vce_set_heartbeat_wait_flag(flag)
  end
  -- Ends the parser calls of the connection that is being parsed, for this heartbeat.
  function raw.vce_conn_break_heartbeat()
    return C.vce_conn_break_heartbeat()
  end
  -- Returns the cached wall-clock time.
  function raw.vce_get_current_utime()
    return tonumber(C.vce_get_current_utime())
  end
  -- Returns the time between two moments.
  function raw.vce_utime_diff(before, after)
    return tonumber(C.vce_utime_diff(before, after))
  end
  -- Sets the verbosity of the log.
  function raw.vce_set_verbose_mode(m)
    check("m", m, -2147483648, 2147483647)
    return C.vce_set_verbose_mode(m)
  end
  -- Switches the logging of all traffic on or off.
  function raw.vce_set_read_write_log_mode(m)
    check("m", m, -2147483648, 2147483647)
    return C.vce_set_read_write_log_mode(m)
  end
  -- Writes a message to the log, as printf formats it, if the verbosity is 0 or more.
  function raw.vce_errout(format, ...)
    return C.vce_errout("%s", formatted(format, ...))
  end
  -- Writes a message to the log, as printf formats it, if the verbosity is above 0.
  function raw.vce_errout_v(format, ...)
    return C.vce_errout_v("%s", formatted(format, ...))
  end
  -- Writes bytes to the log in hexadecimal, if the verbosity is 0 or more.
  function raw.vce_dump_buffer(buf, len)
    check("len", len, -2147483648, 2147483647)
    return C.vce_dump_buffer(buf, len)
  end
  -- Writes a line for every connection to the log, newest first, between a head and an end line.
  function raw.vce_conn_show_stat()
    return C.vce_conn_show_stat()
  end
  -- Copies the counters of the process.
  function raw.vce_get_stat(v)
    return C.vce_get_stat(v)
  end
  -- Copies the counters of a context.
  function raw.vce_tcpcontext_get_stat(tp, s)
    return C.vce_tcpcontext_get_stat(tp, s)
  end
  -- Copies the counters of a connection.
  function raw.vce_conn_get_stat(ct, st)
    return C.vce_conn_get_stat(ct, st)
  end
  -- Describes all connections as text, newest first.
  function raw.vce_get_netstat_string(buf, maxlen)
    check("maxlen", maxlen, -2147483648, 2147483647)
    return C.vce_get_netstat_string(buf, maxlen)
  end
  -- Creates a context.
  function raw.vce_tcpcontext_create(is_server, bindaddr, port, maxcon, rblen, wblen, timeout,
    nonblock_connect, nodelay, statebuf_size)
    check("is_server", is_server, -2147483648, 2147483647)
    check("port", port, 0, 65535)
    check("maxcon", maxcon, -2147483648, 2147483647)
    check_size("rblen", rblen)
    check_size("wblen", wblen)
    check("timeout", timeout, -2147483648, 2147483647)
    check("nonblock_connect", nonblock_connect, -2147483648, 2147483647)
    check("nodelay", nodelay, -2147483648, 2147483647)
    check_size("statebuf_size", statebuf_size)
    return C.vce_tcpcontext_create_flat(is_server, bindaddr, port, maxcon, rblen, wblen, timeout,
      nonblock_connect, nodelay, statebuf_size)
  end
  -- Closes a context: stops listening, closes every connection, gives the handle up.
  function raw.vce_tcpcontext_cleanup(tp)
    return C.vce_tcpcontext_cleanup(tp)
  end
  -- Returns the greatest number of connections of a context.
  function raw.vce_tcpcontext_get_max_connection(t)
    return C.vce_tcpcontext_get_max_connection(t)
  end
  -- Lists the connections of a context, newest first.
  function raw.vce_tcpcontext_get_all_connection(t, a, max)
    check("max", max, -2147483648, 2147483647)
    return C.vce_tcpcontext_get_all_connection(t, a, max)
  end
  -- Counts the connections of a context.
  function raw.vce_tcpcontext_count_connections(t, conn)
    return C.vce_tcpcontext_count_connections(t, conn)
  end
  -- Calls a function for each connection of a context, newest first.
  function raw.vce_tcpcontext_conn_iterate(tt, f)
    return C.vce_tcpcontext_conn_iterate(tt, f)
  end
  -- Sets the function that learns of the end of a connection, for connections made later.
  function raw.vce_tcpcontext_set_conn_closewatcher(tp, cw)
    return C.vce_tcpcontext_set_conn_closewatcher(tp, cw)
  end
  -- Sets the function that runs last before a connection is destroyed.
  function raw.vce_tcpcontext_set_conn_finalizer(t, f)
    return C.vce_tcpcontext_set_conn_finalizer(t, f)
  end
  -- Chooses what restarts the idle time of the connections of a context.
  function raw.vce_tcpcontext_timeout_control(tp, recv_reset, send_reset)
    check("recv_reset", recv_reset, -2147483648, 2147483647)
    check("send_reset", send_reset, -2147483648, 2147483647)
    return C.vce_tcpcontext_timeout_control(tp, recv_reset, send_reset)
  end
  -- Stores a pointer of the program in a context.
  function raw.vce_tcpcontext_userdata_set_pointer(tp, p)
    return C.vce_tcpcontext_userdata_set_pointer(tp, p)
  end
  -- Returns the pointer that vce_tcpcontext_userdata_set_pointer() stored.
  function raw.vce_tcpcontext_userdata_get_pointer(tp)
    return C.vce_tcpcontext_userdata_get_pointer(tp)
  end
  -- Makes the reading of each connection wait until enough of its write buffer is free.
  function raw.vce_tcpcontext_set_conn_safety_read(tp, p)
    check("p", p, -2147483648, 2147483647)
    return C.vce_tcpcontext_set_conn_safety_read(tp, p)
  end
  -- Does nothing.
  function raw.vce_tcpcontext_setup_p2p(t, allocationsize, allocationunits)
    check("allocationsize", allocationsize, -2147483648, 2147483647)
    check("allocationunits", allocationunits, -2147483648, 2147483647)
    return C.vce_tcpcontext_setup_p2p(t, allocationsize, allocationunits)
  end
  -- Does nothing.
  function raw.vce_tcpcontext_set_portscanner(t, host, mainport, subport)
    check("mainport", mainport, 0, 65535)
    check("subport", subport, 0, 65535)
    return C.vce_tcpcontext_set_portscanner(t, host, mainport, subport)
  end
  -- Sets the function that is asked about each accepted connection.
  function raw.vce_tcpcontext_set_conn_acceptwatcher(tp, aw)
    return C.vce_tcpcontext_set_conn_acceptwatcher(tp, aw)
  end
  -- Sets the function that is asked about each accepted connection when the context is nearly full.
  function raw.vce_tcpcontext_set_conn_hiwater_acceptwatcher(tp, water, aw)
    check("water", water, -2147483648, 2147483647)
    return C.vce_tcpcontext_set_conn_hiwater_acceptwatcher(tp, water, aw)
  end
  -- Limits how many peers are accepted per minute.
  function raw.vce_tcpcontext_set_accept_max(t, con_max, accept_warning)
    check("con_max", con_max, -2147483648, 2147483647)
    return C.vce_tcpcontext_set_accept_max(t, con_max, accept_warning)
  end
  -- Lets a server context accept peers, or turn all of them away.
  function raw.vce_tcpcontext_enable_accept(tp, flag)
    check("flag", flag, -2147483648, 2147483647)
    return C.vce_tcpcontext_enable_accept(tp, flag)
  end
  -- Connects to a server.
  function raw.vce_tcpcontext_connect(t, h, p)
    check("p", p, 0, 65535)
    return C.vce_tcpcontext_connect(t, h, p)
  end
  -- Queues bytes for sending, all of them or none.
  function raw.vce_conn_write(ct, b, len)
    check_size("len", len)
    return C.vce_conn_write(ct, b, len)
  end
  -- Returns how many bytes the next write may have.
  function raw.vce_conn_writable(ct)
    return C.vce_conn_writable(ct)
  end
  -- Tells whether the write buffer is empty.
  function raw.vce_conn_writed(ct)
    return C.vce_conn_writed(ct)
  end
  -- Requests the end of a connection.
  function raw.vce_conn_close(ct)
    return C.vce_conn_close(ct)
  end
  -- Closes every connection of a context, newest first, as vce_conn_close() does.
  function raw.vce_conn_close_tcpcontext_all(t)
    return C.vce_conn_close_tcpcontext_all(t)
  end
  -- Sets the idle limit of a connection; the running idle time is not restarted.
  function raw.vce_conn_set_timeout(ct, sec)
    check("sec", sec, -2147483648, 2147483647)
    return C.vce_conn_set_timeout(ct, sec)
  end
  -- Tells whether a handle denotes a connection that is not destroyed.
  function raw.vce_conn_is_valid(c)
    return C.vce_conn_is_valid(c)
  end
  -- Tells whether a connection is closed but not yet destroyed.
  function raw.vce_conn_is_closed(c)
    return C.vce_conn_is_closed(c)
  end
  -- Tells whether two handles are the same.
  function raw.vce_conn_is_equal(c1, c2)
    return C.vce_conn_is_equal(c1, c2)
  end
  -- Sets a handle to the null handle, all 16 bytes of it.
  function raw.vce_conn_clear(ct)
    return C.vce_conn_clear(ct)
  end
  -- Returns the slot number of a connection.
  function raw.vce_conn_get_index(c)
    return C.vce_conn_get_index(c)
  end
  -- Returns the connection that is in a slot.
  function raw.vce_conn_get_struct_from_index(index)
    check("index", index, -2147483648, 2147483647)
    return C.vce_conn_get_struct_from_index(index)
  end
  -- Returns the context of a connection.
  function raw.vce_conn_get_tcpcontext(ct)
    return C.vce_conn_get_tcpcontext(ct)
  end
  -- Returns the state buffer of a connection.
  function raw.vce_conn_get_state_buffer(c, len)
    return C.vce_conn_get_state_buffer(c, len)
  end
  -- Stores a pointer of the program in a connection; new connections hold NULL.
  function raw.vce_conn_userdata_set_pointer(ct, p)
    return C.vce_conn_userdata_set_pointer(ct, p)
  end
  -- Returns the pointer that vce_conn_userdata_set_pointer() stored.
  function raw.vce_conn_userdata_get_pointer(ct)
    return C.vce_conn_userdata_get_pointer(ct)
  end
  -- Stores the IPv4 address and the port of the peer.
  function raw.vce_conn_get_remote_ipv4_addr(ct, a, p)
    return C.vce_conn_get_remote_ipv4_addr(ct, a, p)
  end
  -- Stores the IPv4 address and the port of this end of a connection.
  function raw.vce_conn_get_local_ipv4_addr(ct, a, p)
    return C.vce_conn_get_local_ipv4_addr(ct, a, p)
  end
  -- Stores the IPv6 address and the port of the peer.
  function raw.vce_conn_get_remote_ipv6_addr(ct, a, p)
    return C.vce_conn_get_remote_ipv6_addr(ct, a, p)
  end
  -- Stores the IPv6 address and the port of this end of a connection.
  function raw.vce_conn_get_local_ipv6_addr(ct, a, p)
    return C.vce_conn_get_local_ipv6_addr(ct, a, p)
  end
  -- Writes the IPv4 address of the peer as text, such as 127.0.0.1:8080.
  function raw.vce_conn_get_remote_ipv4_addr_string(ct, s, max)
    check("max", max, -2147483648, 2147483647)
    return to_text(C.vce_conn_get_remote_ipv4_addr_string(ct, s, max))
  end
  -- Writes the IPv4 address of this end of a connection as text, such as 127.0.0.1:8080.
  function raw.vce_conn_get_local_ipv4_addr_string(ct, s, max)
    check("max", max, -2147483648, 2147483647)
    return to_text(C.vce_conn_get_local_ipv4_addr_string(ct, s, max))
  end
  -- Writes the IPv6 address of the peer as text, such as [2001:db8::1]:8080.
  function raw.vce_conn_get_remote_ipv6_addr_string(ct, s, max)
    check("max", max, -2147483648, 2147483647)
    return to_text(C.vce_conn_get_remote_ipv6_addr_string(ct, s, max))
  end
  -- Writes the IPv6 address of this end of a connection as text, such as [2001:db8::1]:8080.
  function raw.vce_conn_get_local_ipv6_addr_string(ct, s, max)
    check("max", max, -2147483648, 2147483647)
    return to_text(C.vce_conn_get_local_ipv6_addr_string(ct, s, max))
  end
  -- Writes the address of the peer as text, in the form of its family.
  function raw.vce_conn_get_remote_addr_string(ct, s, max)
    check("max", max, -2147483648, 2147483647)
    return to_text(C.vce_conn_get_remote_addr_string(ct, s, max))
  end
  -- Writes the address of this end of a connection as text, in the form of its family.
  function raw.vce_conn_get_local_addr_string(ct, s, max)
    check("max", max, -2147483648, 2147483647)
    return to_text(C.vce_conn_get_local_addr_string(ct, s, max))
  end
  -- Sets the parser and the protocol callback for connections made later.
  function raw.vce_tcpcontext_set_conn_parser(tp, parser, c)
    return C.vce_tcpcontext_set_conn_parser(tp, parser, c)
  end
  -- Sets the parser and the protocol callback of one connection.
  function raw.vce_conn_set_parser(ct, p, pcb)
    return C.vce_conn_set_parser(ct, p, pcb)
  end
  -- Sets how often a heartbeat may call the parser of a connection made later.
  function raw.vce_tcpcontext_set_conn_call_parser_per_heartbeat(tt, v)
    check("v", v, -2147483648, 2147483647)
    return C.vce_tcpcontext_set_conn_call_parser_per_heartbeat(tt, v)
  end
  -- Limits the length of records for connections made later; only the bin16 parser obeys.
  function raw.vce_tcpcontext_protocol_set_maxlength(ct, maxlength, errcall)
    check("maxlength", maxlength, -2147483648, 2147483647)
    return C.vce_tcpcontext_protocol_set_maxlength(ct, maxlength, errcall)
  end
  -- Gives access to the buffers of a connection.
  function raw.vce_conn_get_buffer(ct, rb, rblen, wb, wblen)
    return C.vce_conn_get_buffer(ct, rb, rblen, wb, wblen)
  end
  -- Removes bytes from the front of the read buffer.
  function raw.vce_conn_shrink_readbuf(ct, len)
    check("len", len, -2147483648, 2147483647)
    return C.vce_conn_shrink_readbuf(ct, len)
  end
  -- Sets a function that sees what a connection receives and sends.
  function raw.vce_conn_set_io_callback(ct, cb)
    return C.vce_conn_set_io_callback(ct, cb)
  end
  -- Parses a bin16 record and hands it to the protocol callback.
  function raw.vce_protocol_parser_bin16(ct)
    return C.vce_protocol_parser_bin16(ct)
  end
  -- Parses a bin32 record and hands it to the protocol callback.
  function raw.vce_protocol_parser_bin32(ct)
    return C.vce_protocol_parser_bin32(ct)
  end
  -- Hands whatever has arrived to the protocol callback.
  function raw.vce_protocol_parser_through(ct)
    return C.vce_protocol_parser_through(ct)
  end
  -- Parses a line of text and hands it to the protocol callback, without its end.
  function raw.vce_protocol_parser_text(ct)
    return C.vce_protocol_parser_text(ct)
  end
  -- Queues a bin16 record.
  function raw.vce_protocol_unparser_bin16(ct, data, len)
    check("len", len, -2147483648, 2147483647)
    return C.vce_protocol_unparser_bin16(ct, data, len)
  end
  -- Queues a bin32 record.
  function raw.vce_protocol_unparser_bin32(ct, data, len)
    check("len", len, -2147483648, 2147483647)
    return C.vce_protocol_unparser_bin32(ct, data, len)
  end
  -- Queues bytes without framing, as vce_conn_write() does.
  function raw.vce_protocol_unparser_through(ct, data, len)
    check("len", len, -2147483648, 2147483647)
    return C.vce_protocol_unparser_through(ct, data, len)
  end
  -- Queues a line of text and its LF.
  function raw.vce_protocol_unparser_text(ct, data, len)
    check("len", len, -2147483648, 2147483647)
    return C.vce_protocol_unparser_text(ct, data, len)
  end
  -- Acceptwatcher that refuses every connection.
  function raw.vce_protocol_acceptwatcher_deny(c)
    return C.vce_protocol_acceptwatcher_deny(c)
  end
  -- Acceptwatcher that keeps every connection.
  function raw.vce_protocol_acceptwatcher_noop(c)
    return C.vce_protocol_acceptwatcher_noop(c)
  end
  -- Closewatcher that does nothing.
  function raw.vce_protocol_closewatcher_noop(c)
    return C.vce_protocol_closewatcher_noop(c)
  end
  -- Protocol callback that logs the length of the record and sends it back as a bin16 record.
  function raw.vce_protocol_pcallback_echo_bin16(c, data, len)
    check("len", len, -2147483648, 2147483647)
    return C.vce_protocol_pcallback_echo_bin16(c, data, len)
  end
  -- Protocol callback that logs the length of the line and sends it back as a line.
  function raw.vce_protocol_pcallback_echo_text(ct, data, len)
    check("len", len, -2147483648, 2147483647)
    return C.vce_protocol_pcallback_echo_text(ct, data, len)
  end
  -- Protocol callback that logs the length of the record and the serial (Note:10001).
  function raw.vce_protocol_pcallback_noop(ct, data, len)
    check("len", len, -2147483648, 2147483647)
    return C.vce_protocol_pcallback_noop(ct, data, len)
  end
  -- Protocol callback that logs length and serial (Note:10002), a dump of the record and an empty
  -- line.
  function raw.vce_protocol_pcallback_dump(ct, data, len)
    check("len", len, -2147483648, 2147483647)
    return C.vce_protocol_pcallback_dump(ct, data, len)
  end
  -- Packs items one after the other, integers big-endian, counts in front of arrays.
  function raw.vce_binary_pack(bi, bn, outp, len)
    check("bn", bn, -2147483648, 2147483647)
    check("len", len, -2147483648, 2147483647)
    return C.vce_binary_pack(bi, bn, outp, len)
  end
  -- Unpacks what vce_binary_pack() packed; bi must name the same kinds in the same order.
  function raw.vce_binary_unpack(bi, bn, inp, len)
    check("bn", bn, -2147483648, 2147483647)
    check("len", len, -2147483648, 2147483647)
    return C.vce_binary_unpack(bi, bn, inp, len)
  end
  -- Stores an integer of 8 bits.
  function raw.vce_binary_push_nb_i1(out, ofs, maxlen, v)
    check("ofs", ofs, -2147483648, 2147483647)
    check("maxlen", maxlen, -2147483648, 2147483647)
    check("v", v, -128, 255)
    return C.vce_binary_push_nb_i1(out, ofs, maxlen, v)
  end
  -- Stores an integer of 16 bits.
  function raw.vce_binary_push_nb_i2(out, ofs, maxlen, v)
    check("ofs", ofs, -2147483648, 2147483647)
    check("maxlen", maxlen, -2147483648, 2147483647)
    check("v", v, -32768, 65535)
    return C.vce_binary_push_nb_i2(out, ofs, maxlen, v)
  end
  -- Stores an integer of 32 bits.
  function raw.vce_binary_push_nb_i4(out, ofs, maxlen, v)
    check("ofs", ofs, -2147483648, 2147483647)
    check("maxlen", maxlen, -2147483648, 2147483647)
    check("v", v, -2147483648, 2147483647)
    return C.vce_binary_push_nb_i4(out, ofs, maxlen, v)
  end
  -- Stores an integer of 64 bits.
  function raw.vce_binary_push_nb_i8(out, ofs, maxlen, v)
    check("ofs", ofs, -2147483648, 2147483647)
    check("maxlen", maxlen, -2147483648, 2147483647)
    check_int64("v", v)
    return C.vce_binary_push_nb_i8(out, ofs, maxlen, v)
  end
  -- Stores an array of integers of 8 bits.
  function raw.vce_binary_push_nb_ia1(out, ofs, maxlen, ia, num)
    check("ofs", ofs, -2147483648, 2147483647)
    check("maxlen", maxlen, -2147483648, 2147483647)
    check("num", num, -2147483648, 2147483647)
    return C.vce_binary_push_nb_ia1(out, ofs, maxlen, ia, num)
  end
  -- Stores an array of integers of 16 bits.
  function raw.vce_binary_push_nb_ia2(out, ofs, maxlen, ia, num)
    check("ofs", ofs, -2147483648, 2147483647)
    check("maxlen", maxlen, -2147483648, 2147483647)
    check("num", num, -2147483648, 2147483647)
    return C.vce_binary_push_nb_ia2(out, ofs, maxlen, ia, num)
  end
  -- Stores an array of integers of 32 bits.
  function raw.vce_binary_push_nb_ia4(out, ofs, maxlen, ia, num)
    check("ofs", ofs, -2147483648, 2147483647)
    check("maxlen", maxlen, -2147483648, 2147483647)
    check("num", num, -2147483648, 2147483647)
    return C.vce_binary_push_nb_ia4(out, ofs, maxlen, ia, num)
  end
  -- Stores an array of integers of 64 bits.
  function raw.vce_binary_push_nb_ia8(out, ofs, maxlen, ia, num)
    check("ofs", ofs, -2147483648, 2147483647)
    check("maxlen", maxlen, -2147483648, 2147483647)
    check("num", num, -2147483648, 2147483647)
    return C.vce_binary_push_nb_ia8(out, ofs, maxlen, ia, num)
  end
  -- Stores an array of strings.
  function raw.vce_binary_push_nb_stra(out, ofs, maxlen, stra, num, eachmax)
    check("ofs", ofs, -2147483648, 2147483647)
    check("maxlen", maxlen, -2147483648, 2147483647)
    check("num", num, -2147483648, 2147483647)
    check("eachmax", eachmax, -2147483648, 2147483647)
    return C.vce_binary_push_nb_stra(out, ofs, maxlen, stra, num, eachmax)
  end
  -- Reads an integer of 8 bits.
  function raw.vce_binary_pop_nb_i1(in_, len, ofs, out)
    check("len", len, -2147483648, 2147483647)
    check("ofs", ofs, -2147483648, 2147483647)
    return C.vce_binary_pop_nb_i1(in_, len, ofs, out)
  end
  -- Reads an integer of 16 bits.
  function raw.vce_binary_pop_nb_i2(in_, len, ofs, out)
    check("len", len, -2147483648, 2147483647)
    check("ofs", ofs, -2147483648, 2147483647)
    return C.vce_binary_pop_nb_i2(in_, len, ofs, out)
  end
  -- Reads an integer of 32 bits.
  function raw.vce_binary_pop_nb_i4(in_, len, ofs, out)
    check("len", len, -2147483648, 2147483647)
    check("ofs", ofs, -2147483648, 2147483647)
    return C.vce_binary_pop_nb_i4(in_, len, ofs, out)
  end
  -- Reads an integer of 64 bits.
  function raw.vce_binary_pop_nb_i8(in_, len, ofs, out)
    check("len", len, -2147483648, 2147483647)
    check("ofs", ofs, -2147483648, 2147483647)
    return C.vce_binary_pop_nb_i8(in_, len, ofs, out)
  end
  -- Reads an array of integers of 8 bits.
  function raw.vce_binary_pop_nb_ia1(src, len, ofs, out, outlen)
    check("len", len, -2147483648, 2147483647)
    check("ofs", ofs, -2147483648, 2147483647)
    return C.vce_binary_pop_nb_ia1(src, len, ofs, out, outlen)
  end
  -- Reads an array of integers of 16 bits.
  function raw.vce_binary_pop_nb_ia2(src, len, ofs, out, outlen)
    check("len", len, -2147483648, 2147483647)
    check("ofs", ofs, -2147483648, 2147483647)
    return C.vce_binary_pop_nb_ia2(src, len, ofs, out, outlen)
  end
  -- Reads an array of integers of 32 bits.
  function raw.vce_binary_pop_nb_ia4(src, len, ofs, out, outlen)
    check("len", len, -2147483648, 2147483647)
    check("ofs", ofs, -2147483648, 2147483647)
    return C.vce_binary_pop_nb_ia4(src, len, ofs, out, outlen)
  end
  -- Reads an array of integers of 64 bits.
  function raw.vce_binary_pop_nb_ia8(src, len, ofs, out, outlen)
    check("len", len, -2147483648, 2147483647)
    check("ofs", ofs, -2147483648, 2147483647)
    return C.vce_binary_pop_nb_ia8(src, len, ofs, out, outlen)
  end
  -- Reads an array of strings.
  function raw.vce_binary_pop_nb_stra(src, len, ofs, out, strnum, eachmax)
    check("len", len, -2147483648, 2147483647)
    check("ofs", ofs, -2147483648, 2147483647)
    check("eachmax", eachmax, -2147483648, 2147483647)
    return C.vce_binary_pop_nb_stra(src, len, ofs, out, strnum, eachmax)
  end
  -- Stores a variable-length specifier in its shortest form.
  function raw.vce_set_variable_length_specifier(out, outmax, len_upper, len_lower)
    check("outmax", outmax, -2147483648, 2147483647)
    check("len_upper", len_upper, 0, 4294967295)
    check("len_lower", len_lower, 0, 4294967295)
    return C.vce_set_variable_length_specifier(out, outmax, len_upper, len_lower)
  end
  -- Reads a variable-length specifier.
  function raw.vce_get_variable_length_specifier(src, srcmax, len_upper, len_lower)
    check("srcmax", srcmax, -2147483648, 2147483647)
    return C.vce_get_variable_length_specifier(src, srcmax, len_upper, len_lower)
  end
  -- Makes an array.
  function raw.vce_init_array(size, num, nm)
    check_size("size", size)
    check("num", num, -2147483648, 2147483647)
    return C.vce_init_array(size, num, nm)
  end
  -- Ends an array and releases its block, whatever is still in use.
  function raw.vce_end_array(index)
    check("index", index, -2147483648, 2147483647)
    return C.vce_end_array(index)
  end
  -- Ends every array of the program.
  function raw.vce_end_all_array()
    return C.vce_end_all_array()
  end
  -- Takes a slot into use and puts it at the head of the list.
  function raw.vce_alloc_array_object(index)
    check("index", index, -2147483648, 2147483647)
    return C.vce_alloc_array_object(index)
  end
  -- Gives a slot back.
  function raw.vce_free_array_object(index, p)
    check("index", index, -2147483648, 2147483647)
    return C.vce_free_array_object(index, p)
  end
  -- Gives every slot in use back, newest first.
  function raw.vce_free_array_object_all(index)
    check("index", index, -2147483648, 2147483647)
    return C.vce_free_array_object_all(index)
  end
  -- Returns the newest element in use.
  function raw.vce_get_array_object_top(index)
    check("index", index, -2147483648, 2147483647)
    return C.vce_get_array_object_top(index)
  end
  -- Returns the element after another one in the list, which is the next older one.
  function raw.vce_get_array_object_next(index, p)
    check("index", index, -2147483648, 2147483647)
    return C.vce_get_array_object_next(index, p)
  end
  -- Returns the oldest element in use.
  function raw.vce_get_array_object_last(index)
    check("index", index, -2147483648, 2147483647)
    return C.vce_get_array_object_last(index)
  end
  -- Returns the number of elements in use.
  function raw.vce_get_array_usenum(index)
    check("index", index, -2147483648, 2147483647)
    return C.vce_get_array_usenum(index)
  end
  -- Returns the slot number of an element, in use or not.
  function raw.vce_get_array_object_index(index, p)
    check("index", index, -2147483648, 2147483647)
    return C.vce_get_array_object_index(index, p)
  end
  -- Returns the address of a slot, in use or not.
  function raw.vce_get_array_object_pointer_by_index(i, obji)
    check("i", i, -2147483648, 2147483647)
    check("obji", obji, -2147483648, 2147483647)
    return C.vce_get_array_object_pointer_by_index(i, obji)
  end
  -- Returns the address of a slot that is in use.
  function raw.vce_get_array_object_pointer_by_index_only_used(index, objindex)
    check("index", index, -2147483648, 2147483647)
    check("objindex", objindex, -2147483648, 2147483647)
    return C.vce_get_array_object_pointer_by_index_only_used(index, objindex)
  end
  -- Writes the state of an array to the log, as vce_errout() does, and checks it.
  function raw.vce_show_array_usage(index, show_all)
    check("index", index, -2147483648, 2147483647)
    check("show_all", show_all, -2147483648, 2147483647)
    return C.vce_show_array_usage(index, show_all)
  end
  -- Tells whether an address is the start of a slot, in use or not.
  function raw.vce_if_included_in_array(index, p)
    check("index", index, -2147483648, 2147483647)
    return C.vce_if_included_in_array(index, p)
  end
  -- Tells whether an address is the start of a slot in use.
  function raw.vce_array_object_inuse(index, p)
    check("index", index, -2147483648, 2147483647)
    return C.vce_array_object_inuse(index, p)
  end
  -- Returns the size of an element as given to vce_init_array().
  function raw.vce_get_array_member_size(index)
    check("index", index, -2147483648, 2147483647)
    return C.vce_get_array_member_size(index)
  end
  -- Returns the number of elements as given to vce_init_array().
  function raw.vce_get_array_maxnum(index)
    check("index", index, -2147483648, 2147483647)
    return C.vce_get_array_maxnum(index)
  end
  -- Divides a text such as an HTTP message at its first empty line.
  function raw.vce_httptext_divide_header_and_content(in_, inlen, head, headlen, b, blen)
    check("inlen", inlen, -2147483648, 2147483647)
    return C.vce_httptext_divide_header_and_content(in_, inlen, head, headlen, b, blen)
  end
  -- Finds a header line by its beginning and copies its value.
  function raw.vce_httptext_get_header_info(h, hlen, item, out, outlen)
    check("hlen", hlen, -2147483648, 2147483647)
    check("outlen", outlen, -2147483648, 2147483647)
    return C.vce_httptext_get_header_info(h, hlen, item, out, outlen)
  end
  -- Compares the first bytes of two strings without regard to upper and lower case.
  function raw.vce_text_cmpnocase(s1, s2, n)
    check("n", n, -2147483648, 2147483647)
    return C.vce_text_cmpnocase(s1, s2, n)
  end
  -- Returns the start of a token.
  function raw.vce_text_split_index(src, c, index)
    check("c", c, -128, 255)
    check("index", index, -2147483648, 2147483647)
    return to_text(C.vce_text_split_index(src, c, index))
  end
  -- Converts a token to an integer, as atoi does.
  function raw.vce_text_split_index_get_int(s, c, ind, v)
    check("c", c, -128, 255)
    check("ind", ind, -2147483648, 2147483647)
    return C.vce_text_split_index_get_int(s, c, ind, v)
  end
  -- Copies a token.
  function raw.vce_text_split_index_get_string(src, c, ind, out, outlen)
    check("c", c, -128, 255)
    check("ind", ind, -2147483648, 2147483647)
    check("outlen", outlen, -2147483648, 2147483647)
    return C.vce_text_split_index_get_string(src, c, ind, out, outlen)
  end
  -- Copies a string up to a character.
  function raw.vce_copy_cstring_upto(d, s, c, destlen)
    check("c", c, -128, 255)
    check("destlen", destlen, -2147483648, 2147483647)
    return C.vce_copy_cstring_upto(d, s, c, destlen)
  end
  -- Copies a string.
  function raw.vce_copy_cstring(dest, l, src)
    check("l", l, -2147483648, 2147483647)
    return C.vce_copy_cstring(dest, l, src)
  end
  -- Compares the shorter of two strings with the end of the longer one.
  raw.vce_strcmptail = C.vce_strcmptail
  -- Hashes a string with the PJW function, bytes taken as signed.
  raw.vce_text_hashpjw = C.vce_text_hashpjw
  -- Makes a string of raw bytes.
  function raw.vce_makecstr(out, outlen, in_, inlen)
    check("outlen", outlen, -2147483648, 2147483647)
    check("inlen", inlen, -2147483648, 2147483647)
    return to_text(C.vce_makecstr(out, outlen, in_, inlen))
  end
  -- Removes one CR LF, or one LF, from the end of a string.
  function raw.vce_chop_string_destroy(s)
    return to_text(C.vce_chop_string_destroy(s))
  end
  -- Returns the length of a string that may lack its end.
  function raw.vce_strlenmax(s, max)
    check("max", max, -2147483648, 2147483647)
    return C.vce_strlenmax(s, max)
  end
  -- Appends a string if it fits.
  function raw.vce_strncat(out, outlen, append)
    check("outlen", outlen, -2147483648, 2147483647)
    return C.vce_strncat(out, outlen, append)
  end
  -- Copies the beginning of a string.
  function raw.vce_strncpy(to, to_len, from, from_len)
    check("to_len", to_len, -2147483648, 2147483647)
    check("from_len", from_len, -2147483648, 2147483647)
    return C.vce_strncpy(to, to_len, from, from_len)
  end
  -- Escapes bytes with backslashes.
  function raw.vce_escape_string(to, tolen, from, frl)
    check("tolen", tolen, -2147483648, 2147483647)
    check("frl", frl, -2147483648, 2147483647)
    return C.vce_escape_string(to, tolen, from, frl)
  end
  -- Reverses vce_escape_string().
  function raw.vce_descape_string(to, tolen, from)
    check("tolen", tolen, -2147483648, 2147483647)
    return C.vce_descape_string(to, tolen, from)
  end
  -- Formats a text as snprintf does.
  function raw.vce_snprintf(out, len, format, ...)
    check("len", len, -2147483648, 2147483647)
    return C.vce_snprintf(out, len, "%s", formatted(format, ...))
  end
  -- Reads a file of lines name=value.
  function raw.vce_read_simple_config_file(filename, c)
    return C.vce_read_simple_config_file(filename, c)
  end
  -- Reads a text file line by line; empty lines are skipped.
  function raw.vce_read_plain_text_file(fn, cb)
    return C.vce_read_plain_text_file(fn, cb)
  end
  -- Converts hexadecimal digits to bytes.
  function raw.vce_make_binary_array_from_hex(out, outlen, hex)
    check("outlen", outlen, -2147483648, 2147483647)
    return C.vce_make_binary_array_from_hex(out, outlen, hex)
  end
  -- Converts the hexadecimal digits of one line to bytes.
  function raw.vce_make_binary_array_from_line(line, linelen, out, outlen, ul)
    check("linelen", linelen, -2147483648, 2147483647)
    return C.vce_make_binary_array_from_line(line, linelen, out, outlen, ul)
  end
  -- Converts bytes to hexadecimal digits.
  function raw.vce_make_hex_from_binary_array(out, outlen, buf, len, folding)
    check("outlen", outlen, -2147483648, 2147483647)
    check("len", len, -2147483648, 2147483647)
    check("folding", folding, -2147483648, 2147483647)
    return C.vce_make_hex_from_binary_array(out, outlen, buf, len, folding)
  end
  -- Converts bytes to a text that carries their number and a checksum.
  function raw.vce_make_hex_text_from_buffer(buf, len, out, outlen)
    check("len", len, -2147483648, 2147483647)
    check("outlen", outlen, -2147483648, 2147483647)
    return C.vce_make_hex_text_from_buffer(buf, len, out, outlen)
  end
  -- Checks and reverses vce_make_hex_text_from_buffer().
  function raw.vce_extract_data_from_hex_text(buf, len, out, outlen)
    check("len", len, -2147483648, 2147483647)
    check("outlen", outlen, -2147483648, 2147483647)
    return C.vce_extract_data_from_hex_text(buf, len, out, outlen)
  end
  -- Resolves a name to an IPv4 address.
  function raw.vce_get_ipv4_addr_by_name(a, s)
    return C.vce_get_ipv4_addr_by_name(a, s)
  end
  -- Allocates memory with the function in force.
  function raw.VCEMALLOC(size)
    check_size("size", size)
    return C.VCEMALLOC(size)
  end
  -- Releases memory with the function in force.
  function raw.VCEFREE(p)
    return C.VCEFREE(p)
  end
  -- Replaces the functions that allocate, resize and release memory; initially those of the C
  -- library.
  function raw.vce_replace_malloc_funcs(a, r, f)
    return C.vce_replace_malloc_funcs(a, r, f)
  end
  -- Calls the heartbeat again and again.
  function raw.vce_mainloop()
    return C.vce_mainloop()
  end
  -- Sets the function that vce_mainloop() calls between heartbeats.
  function raw.vce_set_mainloop_callback(f)
    return C.vce_set_mainloop_callback(f)
  end
  -- Tells the library whether the sockets of the system may be used.
  function raw.vce_set_socket_library_ok(flag)
    check("flag", flag, -2147483648, 2147483647)
    return C.vce_set_socket_library_ok(flag)
  end
  -- Does nothing.
  function raw.vce_set_internal_timer(t, microsec)
    check_int64("t", t)
    check("microsec", microsec, 0, 4294967295)
    return C.vce_set_internal_timer(t, microsec)
  end
  -- Stores the version of the library that is running: 2, 0, 0.
  function raw.vce_get_version(ma, mi, rel)
    return C.vce_get_version(ma, mi, rel)
  end
  -- Writes a message to the log as vce_errout() does, with its arguments as a va_list.
  function raw.vce_verrout(format, ...)
    return C.vce_verrout(verbatim(formatted(format, ...)), no_arguments)
  end
  -- Writes a string to the log as it is, without formatting, if the verbosity is 0 or more.
  function raw.vce_errout0(s)
    return C.vce_errout0(s)
  end
  -- Writes a string to the log as it is, without formatting, if the verbosity is above 0.
  function raw.vce_errout0_v(s)
    return C.vce_errout0_v(s)
  end
  -- Diverts the log, the program's own messages and dumps included, to a function.
  function raw.vce_errout_set_another(cb)
    return C.vce_errout_set_another(cb)
  end
  -- Holds the data of a connection back for random times, to test a program on a slow network.
  function raw.vce_conn_set_delay(ct, delay_min, delay_max)
    check("delay_min", delay_min, -2147483648, 2147483647)
    check("delay_max", delay_max, -2147483648, 2147483647)
    return C.vce_conn_set_delay(ct, delay_min, delay_max)
  end
  -- Sets the list of IPv4 addresses whose connections are turned away.
  function raw.vce_tcpcontext_set_conn_kickip_array(tp, null_terminated_ipaddr_array)
    return C.vce_tcpcontext_set_conn_kickip_array(tp, null_terminated_ipaddr_array)
  end
  -- Does nothing.
  function raw.vce_tcpcontext_set_equal_io_splitrate(tt, v)
    check("v", v, -2147483648, 2147483647)
    return C.vce_tcpcontext_set_equal_io_splitrate(tt, v)
  end
  -- Stores 0 twice.
  function raw.vce_get_tcp_packet_read_size(original, processing)
    return C.vce_get_tcp_packet_read_size(original, processing)
  end
  -- Stores 0 twice.
  function raw.vce_get_tcp_packet_write_size(original, processing)
    return C.vce_get_tcp_packet_write_size(original, processing)
  end
  -- Evaluates decimal integers joined by + - and *, strictly from left to right.
  function raw.vce_atoi(p)
    return C.vce_atoi(p)
  end
  -- Returns the port a server context listens on.
  function raw.vce_tcpcontext_get_port(t)
    return C.vce_tcpcontext_get_port(t)
  end
  -- Sets the address from which the connects of a context go out.
  function raw.vce_tcpcontext_set_source(t, address)
    return C.vce_tcpcontext_set_source(t, address)
  end
  -- Limits how long a connect of a context may take.
  function raw.vce_tcpcontext_set_connect_timeout(t, ms)
    check("ms", ms, -2147483648, 2147483647)
    return C.vce_tcpcontext_set_connect_timeout(t, ms)
  end
  -- Tells in words why a connection ends.
  function raw.vce_conn_get_end_detail(c, buf, max)
    check("max", max, -2147483648, 2147483647)
    return C.vce_conn_get_end_detail(c, buf, max)
  end
  -- Tells the last error of this thread in words, with what the system said.
  function raw.vce_get_last_error_detail(buf, max)
    check("max", max, -2147483648, 2147483647)
    return C.vce_get_last_error_detail(buf, max)
  end
  -- Sets the bounds between which the wait of an idle heartbeat adapts.
  function raw.vce_set_heartbeat_wait_limits(shortest_us, longest_us)
    check("shortest_us", shortest_us, -2147483648, 2147483647)
    check("longest_us", longest_us, -2147483648, 2147483647)
    return C.vce_set_heartbeat_wait_limits(shortest_us, longest_us)
  end
  -- Limits how many connections one peer address may have in a context at once.
  function raw.vce_tcpcontext_set_max_per_address(t, max)
    check("max", max, -2147483648, 2147483647)
    return C.vce_tcpcontext_set_max_per_address(t, max)
  end
  -- Queues the same bytes for all open connections of a context.
  function raw.vce_tcpcontext_broadcast(t, framed, length, skip, when_full)
    check("length", length, -2147483648, 2147483647)
    check("when_full", when_full, -2147483648, 2147483647)
    return C.vce_tcpcontext_broadcast(t, framed, length, skip, when_full)
  end
  -- Sets when and how TCP asks a silent peer whether it is still there.
  function raw.vce_tcpcontext_set_keepalive(t, idle_s, interval_s, count)
    check("idle_s", idle_s, -2147483648, 2147483647)
    check("interval_s", interval_s, -2147483648, 2147483647)
    check("count", count, -2147483648, 2147483647)
    return C.vce_tcpcontext_set_keepalive(t, idle_s, interval_s, count)
  end
  -- Sets how long TCP waits for a peer to acknowledge what was sent (TCP_USER_TIMEOUT).
  function raw.vce_tcpcontext_set_user_timeout(t, ms)
    check("ms", ms, -2147483648, 2147483647)
    return C.vce_tcpcontext_set_user_timeout(t, ms)
  end
  -- Limits how many records and bytes each connection may send.
  function raw.vce_tcpcontext_set_conn_rate(t, records_per_second, bytes_per_second, f)
    check("records_per_second", records_per_second, -2147483648, 2147483647)
    check("bytes_per_second", bytes_per_second, -2147483648, 2147483647)
    return C.vce_tcpcontext_set_conn_rate(t, records_per_second, bytes_per_second, f)
  end
  -- Limits the memory of the read and write buffers of all connections together.
  function raw.vce_set_buffer_limit(bytes)
    check_int64("bytes", bytes)
    return C.vce_set_buffer_limit(bytes)
  end
  -- Creates a context whose callbacks get a connection as two integers instead of a conn_t.
  function raw.vce_tcpcontext_create_flat(is_server, bindaddr, port, maxcon, rblen, wblen, timeout,
    nonblock_connect, nodelay, statebuf_size)
    check("is_server", is_server, -2147483648, 2147483647)
    check("port", port, 0, 65535)
    check("maxcon", maxcon, -2147483648, 2147483647)
    check_size("rblen", rblen)
    check_size("wblen", wblen)
    check("timeout", timeout, -2147483648, 2147483647)
    check("nonblock_connect", nonblock_connect, -2147483648, 2147483647)
    check("nodelay", nodelay, -2147483648, 2147483647)
    check_size("statebuf_size", statebuf_size)
    return C.vce_tcpcontext_create_flat(is_server, bindaddr, port, maxcon, rblen, wblen, timeout,
      nonblock_connect, nodelay, statebuf_size)
  end
  -- Tells which process is at the other end of a Unix socket.
  function raw.vce_conn_get_peer_credentials(c, pid, uid, gid)
    return C.vce_conn_get_peer_credentials(c, pid, uid, gid)
  end
  -- Returns the descriptor of a connection, for options of its socket.
  function raw.vce_conn_get_fd(c)
    return C.vce_conn_get_fd(c)
  end
  -- Creates a server context of a listening socket that the program has.
  function raw.vce_tcpcontext_create_from_listener(fd, maxcon, rblen, wblen, timeout,
    nonblock_connect, nodelay, statebuf_size)
    check("fd", fd, -2147483648, 2147483647)
    check("maxcon", maxcon, -2147483648, 2147483647)
    check_size("rblen", rblen)
    check_size("wblen", wblen)
    check("timeout", timeout, -2147483648, 2147483647)
    check("nonblock_connect", nonblock_connect, -2147483648, 2147483647)
    check("nodelay", nodelay, -2147483648, 2147483647)
    check_size("statebuf_size", statebuf_size)
    return C.vce_tcpcontext_create_from_listener_flat(fd, maxcon, rblen, wblen, timeout,
      nonblock_connect, nodelay, statebuf_size)
  end
  -- Creates the same context with the callbacks of vce_tcpcontext_create_flat().
  function raw.vce_tcpcontext_create_from_listener_flat(fd, maxcon, rblen, wblen, timeout,
    nonblock_connect, nodelay, statebuf_size)
    check("fd", fd, -2147483648, 2147483647)
    check("maxcon", maxcon, -2147483648, 2147483647)
    check_size("rblen", rblen)
    check_size("wblen", wblen)
    check("timeout", timeout, -2147483648, 2147483647)
    check("nonblock_connect", nonblock_connect, -2147483648, 2147483647)
    check("nodelay", nodelay, -2147483648, 2147483647)
    check_size("statebuf_size", statebuf_size)
    return C.vce_tcpcontext_create_from_listener_flat(fd, maxcon, rblen, wblen, timeout,
      nonblock_connect, nodelay, statebuf_size)
  end
  -- Makes a connection of an established socket that the program has.
  function raw.vce_tcpcontext_adopt(t, fd)
    check("fd", fd, -2147483648, 2147483647)
    return C.vce_tcpcontext_adopt(t, fd)
  end
  -- Returns a descriptor to wait for in a loop of the program's own.
  function raw.vce_get_wait_fd()
    return C.vce_get_wait_fd()
  end
  -- Returns how long the program may wait for vce_get_wait_fd() before it calls the next heartbeat.
  function raw.vce_get_wait_time()
    return C.vce_get_wait_time()
  end
  -- Ends all connections in good order, for a program that is about to end.
  function raw.vce_drain(seconds)
    check("seconds", seconds, -2147483648, 2147483647)
    return C.vce_drain(seconds)
  end
  -- Copies the counters for operating a server.
  function raw.vce_get_counters(c, size)
    check_size("size", size)
    return C.vce_get_counters(c, size)
  end
  -- Writes all counters as text that a Prometheus server reads.
  function raw.vce_get_counters_string(buf, maxlen)
    check("maxlen", maxlen, -2147483648, 2147483647)
    return C.vce_get_counters_string(buf, maxlen)
  end

  local callbacks = {}
  callbacks.conn_visitor = {
    type = "vce_conn_visitor", made = "vce_flat_conn_visitor", result = "integer", failed = -1,
    adapt = function(f)
      return function(p, serial) return f(to_conn(p, serial)) end
    end,
  }
  callbacks.closewatcher = {
    type = "vce_closewatcher", made = "vce_flat_closewatcher", result = "integer", failed = 0,
    adapt = function(f)
      return function(p, serial, r) return f(to_conn(p, serial), r) end
    end,
  }
  callbacks.finalizer = {
    type = "vce_finalizer", made = "vce_flat_finalizer", result = "none",
    adapt = function(f)
      return function(p, serial) return f(to_conn(p, serial)) end
    end,
  }
  callbacks.acceptwatcher = {
    type = "vce_acceptwatcher", made = "vce_flat_acceptwatcher", result = "integer", failed = -1,
    adapt = function(f)
      return function(p, serial) return f(to_conn(p, serial)) end
    end,
  }
  callbacks.hiwater_acceptwatcher = {
    type = "vce_hiwater_acceptwatcher", made = "vce_flat_hiwater_acceptwatcher", result = "integer", failed = -1,
    adapt = function(f)
      return function(p, serial, n) return f(to_conn(p, serial), n) end
    end,
  }
  callbacks.accept_warning = {
    type = "vce_accept_warning", made = "vce_accept_warning", result = "integer", failed = -1,
    adapt = function(f)
      return function(t) return f(t) end
    end,
  }
  callbacks.rate_callback = {
    type = "vce_rate_callback", made = "vce_flat_rate_callback", result = "integer", failed = -1,
    adapt = function(f)
      return function(p, serial) return f(to_conn(p, serial)) end
    end,
  }
  callbacks.parser = {
    type = "vce_parser", made = "vce_flat_parser", result = "integer", failed = -1,
    adapt = function(f)
      return function(p, serial) return f(to_conn(p, serial)) end
    end,
  }
  callbacks.protocol_callback = {
    type = "vce_protocol_callback", made = "vce_flat_protocol_callback", result = "integer", failed = -1,
    adapt = function(f)
      return function(p, serial, data, len) return f(to_conn(p, serial), data, len) end
    end,
  }
  callbacks.maxlength_watcher = {
    type = "vce_maxlength_watcher", made = "vce_flat_maxlength_watcher", result = "integer", failed = -1,
    adapt = function(f)
      return function(p, serial) return f(to_conn(p, serial)) end
    end,
  }
  callbacks.io_callback = {
    type = "vce_io_callback", made = "vce_flat_io_callback", result = "none",
    adapt = function(f)
      return function(p, serial, rwflag, data, sz) return f(to_conn(p, serial), rwflag, data, tonumber(sz)) end
    end,
  }
  callbacks.config_line = {
    type = "vce_config_line", made = "vce_config_line", result = "integer", failed = -1,
    adapt = function(f)
      return function(filename, line, name, value) return f(to_text(filename), line, to_text(name), to_text(value)) end
    end,
  }
  callbacks.text_line = {
    type = "vce_text_line", made = "vce_text_line", result = "integer", failed = -1,
    adapt = function(f)
      return function(filename, line, text) return f(to_text(filename), line, to_text(text)) end
    end,
  }
  callbacks.allocate = {
    type = "vce_allocate", made = "vce_allocate", result = "pointer",
    adapt = function(f)
      return function(size) return f(tonumber(size)) end
    end,
  }
  callbacks.reallocate = {
    type = "vce_reallocate", made = "vce_reallocate", result = "pointer",
    adapt = function(f)
      return function(p, size) return f(p, tonumber(size)) end
    end,
  }
  callbacks.release = {
    type = "vce_release", made = "vce_release", result = "none",
    adapt = function(f)
      return function(p) return f(p) end
    end,
  }
  callbacks.mainloop_callback = {
    type = "vce_mainloop_callback", made = "vce_mainloop_callback", result = "integer", failed = -1,
    adapt = function(f)
      return function() return f() end
    end,
  }
  callbacks.log_callback = {
    type = "vce_log_callback", made = "vce_log_callback", result = "none",
    adapt = function(f)
      return function(vmode, str) return f(vmode, to_text(str)) end
    end,
  }
  return callbacks
end

return { declarations = declarations, bind = bind, soname = "libvce.so.2" }
