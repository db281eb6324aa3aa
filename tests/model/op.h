/* Operations of a sequence: four bytes each, so that any bytes are a sequence. */
#ifndef TESTS_MODEL_OP_H
#define TESTS_MODEL_OP_H

typedef struct op {
  unsigned char code, a, b, c;
} op_t;

/* Connections, contexts and peers are chosen by number, modulo how many there are. */
typedef enum {
  OP_CREATE,        /* a: kind of context, parser; b: buffer sizes; c: maximum, idle limit, calls */
  OP_CLEANUP,       /* a: context */
  OP_CONNECT,       /* a: context; b: server, or a target that refuses */
  OP_PEER_CONNECT,  /* a: server */
  OP_PEER_SEND,     /* a: peer; b: what; c: how much */
  OP_PEER_FINISH,   /* a: peer */
  OP_PEER_CLOSE,    /* a: peer */
  OP_PEER_RESET,    /* a: peer */
  OP_PEER_READ,     /* a: peer */
  OP_WRITE,         /* a: connection; b: what; c: how much */
  OP_UNPARSE,       /* a: connection; b: format and what; c: how much */
  OP_CLOSE,         /* a: connection */
  OP_CLOSE_ALL,     /* a: context */
  OP_SET_TIMEOUT,   /* a: connection; b: below zero or never */
  OP_CONN_PARSER,   /* a: connection; b: parser; c: with a protocol callback? */
  OP_PARSER,        /* the same of a context */
  OP_CALLS,         /* a: context; b: parser calls per heartbeat */
  OP_MAXLENGTH,     /* a: context; b: maximum; c: with an error callback? */
  OP_WATCHERS,      /* a: context; b: which of its callbacks are set */
  OP_HIWATER,       /* a: context; b: mark; c: set? */
  OP_ACCEPT,        /* a: context; b: accepts? */
  OP_ACCEPT_MAX,    /* a: context; b: limit; c: with a warning? */
  OP_KICK,          /* a: context; b: kicks all addresses? */
  OP_SAFETY,        /* a: context; b: percentage */
  OP_SHRINK,        /* a: connection; b: how much */
  OP_PARSE,         /* a: connection; b: ready-made parser to call */
  OP_QUERY,         /* a: connection */
  OP_QUERY_CONTEXT, /* a: context */
  OP_ITERATE,       /* a: context */
  OP_USER,          /* a: connection; b: value */
  OP_BREAK,
  OP_HEARTBEAT,
  OP_HEARTBEAT_ONE, /* a: connection */
  OP_ARM,           /* the next b operations happen in the next callback of kind a; c: its result */
  OP_INITIALIZE,
  OP_FINALIZE,
  OP_BROADCAST, /* a: context; b: connection left out; c: bytes, and the rule for full ones */
  OP_DRAIN,     /* a: without time, or below zero */
  OP_LIMITS,    /* a: context; b: which of them; c: a value without effect, or a wrong one */
  OP_HAND_OVER, /* a: a wake, a posted function, a timer; b: which timer is started or stopped */
  OP_COUNT
} op_code;

/* Kinds of callbacks, as they are armed. */
typedef enum {
  CB_ACCEPT,
  CB_HIWATER,
  CB_WARNING,
  CB_RECORD,
  CB_TOO_LONG,
  CB_PARSER,
  CB_CLOSE,
  CB_FINAL,
  CB_IO,
  CB_VISIT,
  CB_COUNT
} cb_kind;

#endif
