// A context and three connections of it without a network: nobody calls their application.
#pragma once

#include "net/context.h"

#include "cmocka_cxx.h"

namespace vce {

inline const CallbackTable no_face{};

struct MadeConnections {
  static ContextOptions options() {
    ContextOptions o;
    o.read_limit = o.write_limit = 1000;
    return o;
  }
  static Context &prepared(Context &context) {
    assert_non_null(context.edit_settings());
    return context;
  }

  BufferPool pool;
  Context context{options(), no_face};
  Connection a{0, prepared(context)}, b{1, context}, c{2, context};

  MadeConnections() = default;
  MadeConnections(const MadeConnections &) = delete;
  MadeConnections &operator=(const MadeConnections &) = delete;
  ~MadeConnections() {
    for (Connection *each : {&a, &b, &c})
      empty(*each);
  }
  void write(Connection &to) { assert_true(to.append(pool, "x", 1)); }
  void empty(Connection &of) {
    of.input.release(pool);
    of.output.release(pool);
  }
};

} // namespace vce
