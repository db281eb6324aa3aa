#include "world.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

world_t world;

void emit(const char *format, ...) {
  if (world.out == NULL)
    return;
  va_list args;
  va_start(args, format);
  vfprintf(world.out, format, args);
  va_end(args);
}

void expect(answer_t due, long value, int before, const char *call) {
  int error = vce_get_last_error(), due_error = due.error == KEPT ? before : due.error;
  MUST(value == due.value, "%s answered %ld, due is %ld", call, value, due.value);
  MUST(error == due_error, "%s left the last error %d, due is %d", call, error, due_error);
}

/* The library as a sequence finds it. Serials go on from one to the next. */
static void open_library(void) {
  static bool opened;
  vce_limit_t limits;
  if (!opened)
    model.serial = 0;
  opened = true;
  vce_limit_clear(&limits);
  limits.max_tcpcontext = MAX_CONTEXTS;
  limits.max_conn = MAX_SLOTS;
  vce_set_verbose_mode(-1);
  if (vce_initialize_limited(&limits) != 0)
    model_fail("the library does not initialise");
}

static void print_test(FILE *program, const char *body) {
  fputs("#include \"../support/harness.h\"\n\n"
        "static conn_t c[65];\nstatic tcpcontext_t t[25];\nstatic int p[160];\n"
        "static unsigned kicked[] = {0x0100007f, 0};\n\n",
        program);
  print_hooks(program);
  fprintf(program,
          "static void the_sequence_found_by_the_model(void **state) {\n  (void)state;\n"
          "  vce_limit_t limits;\n  vce_finalize();\n  vce_limit_clear(&limits);\n"
          "  limits.max_tcpcontext = %d;\n  limits.max_conn = %d;\n"
          "  CHECK_INT(vce_initialize_limited(&limits), 0);\n"
          "  on = (hooks){on_accept, on_hiwater, on_record, on_close,\n"
          "               on_final, on_io, on_parser, on_too_long, on_warning};\n"
          "  (void)c, (void)t, (void)p, (void)kicked, (void)on_visit;\n%s}\n\n"
          "int main(void) {\n  const struct CMUnitTest tests[] = {\n"
          "      TEST(the_sequence_found_by_the_model),\n  };\n  return RUN(tests);\n}\n",
          MAX_CONTEXTS, MAX_SLOTS, body);
}

bool world_run(const op_t *ops, int count, FILE *program) {
  char *body = NULL;
  size_t size;
  FILE *out = program ? open_memstream(&body, &size) : NULL;
  hooks_reset(program != NULL);
  memset(&world, 0, sizeof world);
  world.out = out;
  world.direct = -1;
  open_library();
  model_reset(model.serial);
  world.serial_before = model.serial;
  arms_reset(ops);
  handovers_reset();
  do_range(ops, 0, count);
  peers_reset();
  if (program) {
    emit("  /* %s */\n", model_failure[0] ? model_failure : "no contradiction");
    fclose(out);
    world.out = NULL;
    print_test(program, body);
    free(body);
  }
  bool agreed = !model_failure[0] || model.given_up;
  if (agreed)
    agreed = vce_finalize() == 0;
  return agreed;
}
