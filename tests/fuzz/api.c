/* Any sequence of calls, with dead handles and calls inside callbacks, against the model of the
 * contract (tests/model): four bytes are one operation. */
#include "input.h"

#include "../model/world.h"

enum { OPERATIONS_MAX = 64 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  op_t ops[OPERATIONS_MAX];
  size_t count = size / sizeof *ops;
  if (count > OPERATIONS_MAX)
    count = OPERATIONS_MAX;
  memcpy(ops, data, count * sizeof *ops);
  if (!world_run(ops, (int)count, NULL)) {
    fprintf(stderr, "library and model differ: %s\nmodel --replay ", model_failure);
    for (size_t i = 0; i < count * sizeof *ops; ++i)
      fprintf(stderr, "%02x", data[i]);
    fprintf(stderr, "\n");
    abort();
  }
  return 0;
}
