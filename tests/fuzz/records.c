/* Records in random slices through a real connection: what is delivered must be exactly what a
 * simple reference finds in the same bytes, and what is echoed must come back framed.
 *
 * A few connections with different settings stay open over many inputs; after each input what is
 * left in the read buffer is dropped. A connection that was closed, because a record was refused,
 * is made anew. The first byte of an input chooses the connection and how it is treated. The rest
 * is slices: a control byte, then as many bytes as its low six bits say; with bit 6 a run of 'x',
 * the longer the larger the read buffer; with bit 7 no heartbeat follows the slice. */
#include "records.h"

#include "connect.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <unistd.h>

enum { STREAM_MAX = 100000, SEGMENT = 1400, ROUNDS_MAX = 1 << 19, IDLE_SECONDS = 100000 };

typedef struct lane {
  size_t read_limit;
  int calls;
  int maximum;     /* of vce_tcpcontext_protocol_set_maxlength() */
  bool may_exceed; /* what its error callback answers */
  tcpcontext_t context;
  conn_t conn;
  int peer;
} lane_t;

static lane_t lanes[] = {
    {.read_limit = 8, .calls = 1},
    {.read_limit = 64, .calls = 1000},
    {.read_limit = 300, .calls = 2},
    {.read_limit = 70000, .calls = 30},
    {.read_limit = 1, .calls = 1},
    {.read_limit = 100, .calls = 5, .maximum = 4},
    {.read_limit = 100, .calls = 1, .maximum = 4, .may_exceed = true},
    {.read_limit = 65537, .calls = 1000, .maximum = 65535},
};

static lane_t *lane;
static unsigned char stream[STREAM_MAX];
static size_t sent, delivered; /* bytes of the stream: given to the kernel; in records delivered */
static char echoed[2 * STREAM_MAX];
static size_t echo_size, echo_seen;
static bool echoes, breaks, closed;

static bool over_maximum(const frame_t *f) {
  return format.obeys_maximum && lane->maximum > 0 && f->length > (size_t)lane->maximum &&
         f->skip + f->length <= lane->read_limit;
}

/* The next record that the library owes us, as far as it can know the stream. */
static frame_t next_frame(size_t known) {
  frame_t f = format.next(stream + delivered, known - delivered, lane->read_limit);
  bool announced = f.status != FRAME_INCOMPLETE || f.total > 0;
  if (announced && over_maximum(&f) && !lane->may_exceed)
    f.status = FRAME_REFUSED;
  return f;
}

static void expect_echo(const unsigned char *content, size_t length) {
  size_t tail = strlen(format.tail);
  REQUIRE(echo_size + format.head_bytes + length + tail <= sizeof echoed);
  for (size_t i = format.head_bytes; i-- > 0;)
    echoed[echo_size++] = (char)(length >> (8 * i));
  if (length > 0)
    memcpy(echoed + echo_size, content, length);
  echo_size += length;
  memcpy(echoed + echo_size, format.tail, tail);
  echo_size += tail;
}

static int on_record(conn_t c, char *data, int length) {
  REQUIRE(vce_conn_is_equal(c, lane->conn) && vce_conn_is_valid(c));
  frame_t f = next_frame(sent);
  REQUIRE(f.status == FRAME_COMPLETE && data != NULL && length >= 0);
  if (format.is_stream) {
    REQUIRE(length > 0 && (size_t)length <= f.length);
    f.length = f.total = (size_t)length;
  }
  REQUIRE((size_t)length == f.length);
  REQUIRE(length == 0 || memcmp(data, stream + delivered + f.skip, f.length) == 0);
  char *buffer;
  int buffered;
  vce_conn_get_buffer(c, &buffer, &buffered, NULL, NULL);
  REQUIRE((size_t)buffered >= f.total && data == buffer + f.skip);
  int room = vce_conn_writable(c);
  if (echoes && f.length > 0) {
    size_t framed = format.head_bytes + f.length + strlen(format.tail);
    int result = format.unparser(c, data, length);
    REQUIRE(framed <= (size_t)room ? result == (int)framed : result < 0);
    if (result > 0)
      expect_echo(stream + delivered + f.skip, f.length);
  }
  delivered += f.total;
  if (breaks)
    vce_conn_break_heartbeat();
  return 0;
}

static int on_too_long(conn_t c) {
  frame_t f = format.next(stream + delivered, sent - delivered, lane->read_limit);
  REQUIRE(vce_conn_is_equal(c, lane->conn) && format.obeys_maximum);
  REQUIRE(f.length > (size_t)lane->maximum);
  return lane->may_exceed ? 0 : -1;
}

static int on_close(conn_t c, CLOSE_REASON reason) {
  REQUIRE(vce_conn_is_equal(c, lane->conn));
  REQUIRE(reason == CLOSE_REASON_PARSER && next_frame(sent).status == FRAME_REFUSED);
  closed = true;
  return 0;
}

/* Each peer comes from another address of 127.0.0.0/8: closed connections rest for a minute, and
 * one address has 28,000 ports only. */
static void leave_from_a_new_address(int fd) {
  static unsigned count;
  int one = 1;
  struct sockaddr_in from = {.sin_family = AF_INET};
  from.sin_addr.s_addr = htonl(0x7f010001 + count++ % 0x4000);
  REQUIRE(setsockopt(fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &one, sizeof one) == 0);
  REQUIRE(bind(fd, (struct sockaddr *)&from, sizeof from) == 0);
}

static void open_peer(void) {
  struct sockaddr_in to = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
  struct linger reset = {1, 0}; /* so that no port is kept for minutes after its connection */
  int one = 1, segment = SEGMENT;
  to.sin_port = htons((unsigned short)vce_tcpcontext_get_port(lane->context));
  lane->peer = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  REQUIRE(lane->peer >= 0);
  REQUIRE(setsockopt(lane->peer, SOL_SOCKET, SO_LINGER, &reset, sizeof reset) == 0);
  leave_from_a_new_address(lane->peer);
  /* With segments as long as the loopback's, a window that opens slowly is told after a second. */
  REQUIRE(setsockopt(lane->peer, IPPROTO_TCP, TCP_MAXSEG, &segment, sizeof segment) == 0);
  REQUIRE(setsockopt(lane->peer, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one) == 0);
  REQUIRE(connect_through_signals(lane->peer, (struct sockaddr *)&to, sizeof to) == 0);
  for (int n = 0; vce_tcpcontext_get_all_connection(lane->context, &lane->conn, 1) != 1; ++n) {
    REQUIRE(n < ROUNDS_MAX);
    vce_heartbeat();
  }
}

static void open_lane(void) {
  static bool initialised;
  if (!initialised) {
    vce_set_verbose_mode(-1);
    REQUIRE(vce_initialize() == 0);
    initialised = true;
  }
  if (lane->context != NULL) {
    if (lane->peer < 0)
      open_peer();
    return;
  }
  lane->context = vce_tcpcontext_create(1, "127.0.0.1", 0, 10, lane->read_limit, STREAM_MAX,
                                        IDLE_SECONDS, 0, 1, 0);
  REQUIRE(lane->context != NULL);
  vce_tcpcontext_set_conn_parser(lane->context, format.parser, on_record);
  vce_tcpcontext_set_conn_call_parser_per_heartbeat(lane->context, lane->calls);
  vce_tcpcontext_protocol_set_maxlength(lane->context, lane->maximum,
                                        lane->maximum ? on_too_long : NULL);
  vce_tcpcontext_set_conn_closewatcher(lane->context, on_close);
  open_peer();
}

static void take_echoes(void) {
  static char got[65536];
  while (echo_seen < echo_size) {
    ssize_t n = recv(lane->peer, got, sizeof got, MSG_DONTWAIT);
    if (n <= 0) {
      REQUIRE(n < 0 && errno == EAGAIN);
      return;
    }
    REQUIRE(echo_seen + (size_t)n <= echo_size);
    REQUIRE(memcmp(got, echoed + echo_seen, (size_t)n) == 0);
    echo_seen += (size_t)n;
  }
}

static void beat(void) {
  vce_heartbeat();
  if (echoes && !closed)
    take_echoes();
}

static void send_slice(size_t size) {
  while (size > 0 && !closed) {
    ssize_t n = send(lane->peer, stream + sent, size, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (n > 0) {
      sent += (size_t)n;
      size -= (size_t)n;
    } else {
      beat();
    }
  }
}

/* Tiny read buffers take many heartbeats. */
static size_t stream_max(void) {
  size_t most = lane->read_limit * 40;
  return most < STREAM_MAX ? most : STREAM_MAX;
}

static void send_all(input_t *in) {
  while (in->left > 0 && !closed) {
    int control = take(in);
    size_t size = (size_t)control & 63;
    unsigned char *to = stream + sent;
    if (control & 0x40) {
      size = size * (1 + lane->read_limit / 512);
      if (size > stream_max() - sent)
        return;
      memset(to, 'x', size);
    } else {
      if (size > in->left)
        size = in->left;
      if (size > stream_max() - sent)
        return;
      memcpy(to, in->at, size);
      in->at += size;
      in->left -= size;
    }
    send_slice(size);
    if (!(control & 0x80))
      beat();
  }
}

/* Everything sent has been received, and every record of it has been delivered or refused. */
static bool all_done(void) {
  if (closed)
    return true;
  conn_stat_t st;
  vce_conn_get_stat(lane->conn, &st);
  char *unread;
  int buffered;
  vce_conn_get_buffer(lane->conn, &unread, &buffered, NULL, NULL);
  if (delivered + (size_t)buffered < sent)
    return false;
  if (echoes && echo_seen < echo_size)
    return false;
  return next_frame(sent).status == FRAME_INCOMPLETE;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  input_t in = {data, size};
  int how = take(&in);
  lane = &lanes[(unsigned)how % ELEMENTOF(lanes)];
  echoes = how & 0x40;
  breaks = how & 0x80;
  sent = delivered = echo_size = echo_seen = 0;
  closed = false;
  open_lane();
  send_all(&in);
  for (int n = 0; !all_done(); ++n) {
    REQUIRE(n < ROUNDS_MAX);
    beat();
  }
  if (closed) {
    REQUIRE(!vce_conn_is_valid(lane->conn));
    close(lane->peer);
    lane->peer = -1;
  } else {
    REQUIRE(vce_conn_is_valid(lane->conn) && vce_conn_writed(lane->conn));
    vce_conn_shrink_readbuf(lane->conn, INT32_MAX);
  }
  return 0;
}
