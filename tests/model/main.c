/* The library against the model of its contract, with random sequences of operations.
 *
 * usage: model [--seed N] [--sequences N] [--length N] [--replay HEX]
 *
 * Sequence i of a run depends on the seed and i alone. The sequences run in a child process, so a
 * crash or a hang is a finding like any other. The first sequence for which library and model
 * differ is shortened as far as it still differs, and printed: as a C test for tests/behaviour, and
 * as the argument of --replay. What the test expects of single calls is the model's; the callbacks
 * it expects are those that came, and the comment at its end says what is wrong with them. Ends
 * with status 1 then. */
#include "world.h"

#include <getopt.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "../support/leave.h"

enum { LONGEST = 400, HANG_SECONDS = 60 };

/* What the child tells its parent. */
static struct {
  long done;
  long operations;
  vce_stat_t library;
  char failure[sizeof model_failure];
} * told;

static unsigned long long random_state;

static unsigned random_number(void) { /* splitmix64 */
  unsigned long long z = random_state += 0x9e3779b97f4a7c15;
  z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
  z = (z ^ z >> 27) * 0x94d049bb133111eb;
  return (unsigned)(z >> 33);
}

/* How often each operation comes, relative to the others. */
static const unsigned char weights[OP_COUNT] = {
    [OP_CREATE] = 3,        [OP_CLEANUP] = 1,     [OP_CONNECT] = 7,     [OP_PEER_CONNECT] = 7,
    [OP_PEER_SEND] = 28,    [OP_PEER_FINISH] = 2, [OP_PEER_CLOSE] = 2,  [OP_PEER_RESET] = 2,
    [OP_PEER_READ] = 4,     [OP_WRITE] = 8,       [OP_UNPARSE] = 6,     [OP_CLOSE] = 4,
    [OP_CLOSE_ALL] = 1,     [OP_SET_TIMEOUT] = 2, [OP_CONN_PARSER] = 3, [OP_PARSER] = 1,
    [OP_CALLS] = 1,         [OP_MAXLENGTH] = 2,   [OP_WATCHERS] = 2,    [OP_HIWATER] = 1,
    [OP_ACCEPT] = 1,        [OP_ACCEPT_MAX] = 1,  [OP_KICK] = 1,        [OP_SAFETY] = 1,
    [OP_SHRINK] = 3,        [OP_PARSE] = 3,       [OP_QUERY] = 5,       [OP_QUERY_CONTEXT] = 1,
    [OP_ITERATE] = 1,       [OP_USER] = 1,        [OP_BREAK] = 1,       [OP_HEARTBEAT] = 30,
    [OP_HEARTBEAT_ONE] = 3, [OP_ARM] = 16,        [OP_INITIALIZE] = 1,  [OP_FINALIZE] = 1,
    [OP_BROADCAST] = 4,     [OP_DRAIN] = 1,       [OP_LIMITS] = 2,
    [OP_HAND_OVER] = 5};

static unsigned char random_code(void) {
  unsigned total = 0;
  for (int i = 0; i < OP_COUNT; ++i)
    total += weights[i];
  unsigned n = random_number() % total;
  unsigned char code = 0;
  while (n >= weights[code])
    n -= weights[code++];
  return code;
}

static int make_sequence(unsigned long long seed, long index, int length, op_t *ops) {
  random_state = seed * 0x2545f4914f6cdd1d + (unsigned long long)index;
  int count = 4 + (int)(random_number() % (unsigned)length);
  for (int i = 0; i < count; ++i) {
    unsigned r = random_number();
    ops[i] =
        (op_t){random_code(), (unsigned char)r, (unsigned char)(r >> 8), (unsigned char)(r >> 16)};
  }
  ops[0].code = OP_CREATE; /* without a server little happens */
  ops[0].a |= 1;
  ops[0].b &= 0xc0;
  ops[0].c &= 0xc0;
  /* One setting of it that connections will have from their start. */
  ops[1].code = (unsigned char)(OP_PARSER + random_number() % (OP_SAFETY - OP_PARSER + 1));
  ops[1].a = 0;
  ops[2].code = OP_PEER_CONNECT;
  ops[3].code = OP_HEARTBEAT;
  return count;
}

/* Runs it in a child; true if library and model agree. */
static bool agrees(const op_t *ops, int count) {
  told->failure[0] = '\0';
  fflush(NULL);
  pid_t child = fork();
  if (child == 0) {
    alarm(HANG_SECONDS);
    bool agreed = world_run(ops, count, NULL);
    strcpy(told->failure, model_failure);
    leave(agreed ? 0 : 1);
  }
  int status;
  waitpid(child, &status, 0);
  if (WIFSIGNALED(status))
    snprintf(told->failure, sizeof told->failure, "ended by signal %d: %s", WTERMSIG(status),
             strsignal(WTERMSIG(status)));
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

/* Leaves out ever smaller parts as long as the rest still fails. */
static int leave_out(op_t *ops, int count) {
  op_t fewer[LONGEST];
  for (int part = count / 2; part > 0; part /= 2) {
    for (int from = 0; from < count;) {
      int end = from + part < count ? from + part : count;
      memcpy(fewer, ops, sizeof *ops * (size_t)from);
      memcpy(fewer + from, ops + end, sizeof *ops * (size_t)(count - end));
      if (agrees(fewer, count - (end - from))) {
        from = end;
      } else {
        count -= end - from;
        memcpy(ops, fewer, sizeof *ops * (size_t)count);
      }
    }
  }
  return count;
}

/* Delta debugging. What is left out may let something else be left out. */
static int shorten(op_t *ops, int count) {
  for (int before = count + 1; count < before;) {
    before = count;
    count = leave_out(ops, count);
  }
  for (int i = 0; i < count; ++i) { /* simpler arguments */
    unsigned char *at = &ops[i].a;
    for (int k = 0; k < 3; ++k) {
      unsigned char was = at[k];
      at[k] = 0;
      if (was != 0 && agrees(ops, count))
        at[k] = was;
    }
  }
  return count;
}

static void report(op_t *ops, int count) {
  if (agrees(ops, count)) {
    printf("alone the sequence does not fail; the ones before it are needed\n");
    return;
  }
  count = shorten(ops, count);
  agrees(ops, count);
  printf("\n%d operations remain: %s\n--replay ", count, told->failure);
  for (int i = 0; i < count; ++i)
    printf("%02x%02x%02x%02x", ops[i].code, ops[i].a, ops[i].b, ops[i].c);
  printf("\n\n");
  fflush(NULL);
  if (fork() == 0) { /* may crash while it prints */
    alarm(HANG_SECONDS);
    world_run(ops, count, stdout);
    fflush(stdout);
    leave(0);
  }
  wait(NULL);
}

static int replay(const char *hex) {
  op_t ops[LONGEST];
  int count = 0;
  for (unsigned code, a, b, c;
       count < LONGEST && sscanf(hex + 8 * count, "%2x%2x%2x%2x", &code, &a, &b, &c) == 4; ++count)
    ops[count] = (op_t){(unsigned char)code, (unsigned char)a, (unsigned char)b, (unsigned char)c};
  bool agreed = world_run(ops, count, stdout);
  fprintf(stderr, "%s\n", agreed ? "no contradiction" : model_failure);
  return !agreed;
}

/* Runs the sequences from `from` on; returns the one that failed, or `sequences`. */
static long run_from(long from, unsigned long long seed, long sequences, int length) {
  static op_t ops[LONGEST];
  told->done = from;
  fflush(NULL);
  pid_t child = fork();
  if (child == 0) {
    for (long i = from; i < sequences; ++i) {
      int count = make_sequence(seed, i, length, ops);
      alarm(HANG_SECONDS);
      if (!world_run(ops, count, NULL)) {
        strcpy(told->failure, model_failure);
        leave(1);
      }
      told->done = i + 1;
      told->operations += count;
      vce_get_stat(&told->library);
    }
    leave(0);
  }
  int status;
  waitpid(child, &status, 0);
  if (WIFSIGNALED(status))
    printf("ended by signal %d\n", WTERMSIG(status));
  return told->done;
}

int main(int argc, char **argv) {
  unsigned long long seed = 1;
  long sequences = 10000;
  int length = 120;
  static const struct option options[] = {{"seed", required_argument, NULL, 's'},
                                          {"sequences", required_argument, NULL, 'n'},
                                          {"length", required_argument, NULL, 'l'},
                                          {"replay", required_argument, NULL, 'r'},
                                          {NULL, 0, NULL, 0}};
  told = mmap(NULL, sizeof *told, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (told == MAP_FAILED)
    return 2;
  for (int o; (o = getopt_long(argc, argv, "", options, NULL)) != -1;) {
    if (o == 's')
      seed = strtoull(optarg, NULL, 10);
    else if (o == 'n')
      sequences = atol(optarg);
    else if (o == 'l')
      length = atoi(optarg) < LONGEST - 4 ? atoi(optarg) : LONGEST - 4;
    else if (o == 'r')
      return replay(optarg);
    else
      return 2;
  }
  time_t start = time(NULL);
  long failed = run_from(0, seed, sequences, length);
  printf("%ld sequences, %ld operations, %ld seconds, seed %llu\n", failed, told->operations,
         (long)(time(NULL) - start), seed);
  printf("%lld connections, %lld receives, %lld sends, %lld idle limits expired\n",
         told->library.conn_alloc, told->library.recv_syscall, told->library.send_syscall,
         told->library.conn_timeout);
  if (failed == sequences) {
    printf("[  PASSED  ] 1 test(s).\n");
    return 0;
  }
  printf("sequence %ld: %s\n", failed, told->failure);
  op_t ops[LONGEST];
  int count = make_sequence(seed, failed, length, ops);
  report(ops, count);
  printf("[  FAILED  ] 1 test(s)\n");
  return 1;
}
