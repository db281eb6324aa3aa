#include "net/program_timers.h"

#include "base/error.h"
#include "base/limits.h"

#include <climits>

namespace vce {

ProgramTimers::~ProgramTimers() {
  for (std::uint32_t i = 0; i < bucket_count_; ++i) {
    while (buckets_[i])
      remove(&buckets_[i]);
  }
  if (buckets_)
    release(buckets_);
}

int ProgramTimers::start(std::int64_t now_us, std::int64_t interval_us, bool repeat, Function f,
                         void *user) {
  if (interval_us < (repeat ? 1 : 0) || interval_us > limits::timer_longest_us)
    return err::range;
  if (count_ >= limits::max_timers)
    return err::full;
  if (!make_room())
    return err::memory;
  do
    last_id_ = last_id_ == INT_MAX ? 1 : last_id_ + 1;
  while (*find(last_id_));
  Entry *&first = bucket(last_id_);
  auto entry = make_owned<Entry>(last_id_, f, user, first);
  if (!entry || !timers_.start(*entry, now_us, interval_us, repeat ? interval_us : 0))
    return err::memory;
  first = entry.release();
  ++count_;
  return last_id_;
}

bool ProgramTimers::stop(int id) {
  Entry **link = bucket_count_ > 0 ? find(id) : nullptr;
  if (!link || !*link)
    return false;
  remove(link);
  return true;
}

// What a callback starts is not on the list of those that are due, and so for the next time.
void ProgramTimers::run(std::int64_t now_us) {
  timers_.collect(now_us);
  while (Timer *due = timers_.take_due()) {
    auto &entry = *static_cast<Entry *>(due);
    const Function f = entry.f;
    void *const user = entry.user;
    const int id = entry.id;
    if (!entry.running())
      remove(find(id));
    f(id, user);
  }
}

// The link that leads to it, or the null one at the end of its bucket.
ProgramTimers::Entry **ProgramTimers::find(int id) {
  Entry **link = &bucket(id);
  while (*link && (*link)->id != id)
    link = &(*link)->next;
  return link;
}

// So many buckets that each holds one timer on average.
bool ProgramTimers::make_room() {
  if (count_ < bucket_count_)
    return true;
  const std::uint32_t before = bucket_count_, grown = before > 0 ? 2 * before : 16;
  auto **fresh = static_cast<Entry **>(allocate_zeroed(grown * sizeof(Entry *)));
  if (!fresh)
    return before > 0; // fuller buckets are only slower
  Entry **const old = buckets_;
  buckets_ = fresh;
  bucket_count_ = grown;
  for (std::uint32_t i = 0; i < before; ++i) {
    while (Entry *entry = old[i]) {
      old[i] = entry->next;
      entry->next = bucket(entry->id);
      bucket(entry->id) = entry;
    }
  }
  if (old)
    release(old);
  return true;
}

void ProgramTimers::remove(Entry **link) {
  const Owned<Entry> gone(*link);
  *link = gone->next;
  timers_.stop(*gone);
  --count_;
}

} // namespace vce
