#include "net/agenda.h"

namespace vce {

// A time that lies ahead already stays, or each new one would put the try of all others off.
void Agenda::await_memory(Connection &c, std::int64_t now_us) {
  c.awaits_memory = true;
  if (memory_retry_us_ <= now_us)
    memory_retry_us_ = now_us + limits::memory_retry_us;
}

Agenda::LeftOver::LeftOver(Agenda &agenda, std::int64_t now_us)
    : agenda_(agenda), retry_(now_us >= agenda.memory_retry_us_) {
  to_parse_.take(agenda.to_parse_);
  polled_.take(agenda.polled_);
}

Connection *Agenda::LeftOver::next() {
  for (auto *list : {&to_parse_, &polled_}) {
    while (Connection *c = list->pop_front()) {
      if (c->awaits_memory && !retry_ && !c->has_unparsed) {
        agenda_.polled_.push_back(*c);
        continue;
      }
      c->awaits_memory &= !retry_;
      return c;
    }
  }
  return nullptr;
}

} // namespace vce
