#include "net/program_timers.h"

#include "base/error.h"

#include <climits>

namespace vce {

ProgramTimers::~ProgramTimers() {
  for (Timer *timer : heap_)
    release(timer);
  if (buckets_)
    release(buckets_);
}

int ProgramTimers::start(std::int64_t now_us, std::int64_t interval_us, bool repeat, Function f,
                         void *user) {
  if (interval_us < (repeat ? 1 : 0) || interval_us > limits::timer_longest_us)
    return err::range;
  if (heap_.size() >= limits::max_timers)
    return err::full;
  if (!make_room())
    return err::memory;
  auto *timer = static_cast<Timer *>(allocate(sizeof(Timer)));
  if (!timer)
    return err::memory;
  do
    last_id_ = last_id_ == INT_MAX ? 1 : last_id_ + 1;
  while (*find(last_id_));
  Timer *&first = bucket(last_id_);
  *timer = {now_us + interval_us, repeat ? interval_us : 0, turns_++, f, user, first, 0, last_id_};
  first = timer;
  (void)heap_.push(timer); // there is room
  sift_up(heap_.size() - 1, timer);
  return last_id_;
}

bool ProgramTimers::stop(int id) {
  Timer **link = bucket_count_ > 0 ? find(id) : nullptr;
  if (!link || !*link)
    return false;
  remove(link);
  return true;
}

// What a callback starts is due now at the earliest, and then behind all others, for the next time.
void ProgramTimers::run(std::int64_t now_us) {
  const std::uint64_t end = turns_;
  while (!heap_.empty()) {
    Timer *first = heap_[0];
    if (first->due_us > now_us || first->turn >= end)
      return;
    const Function f = first->f;
    void *const user = first->user;
    const int id = first->id;
    if (first->interval_us == 0) {
      remove(find(id));
    } else {
      const std::int64_t missed = (now_us - first->due_us) / first->interval_us;
      first->due_us += (missed + 1) * first->interval_us;
      first->turn = turns_++;
      sift_down(0, first);
    }
    f(id, user);
  }
}

// The link that leads to it, or the null one at the end of its bucket.
ProgramTimers::Timer **ProgramTimers::find(int id) {
  Timer **link = &bucket(id);
  while (*link && (*link)->id != id)
    link = &(*link)->next;
  return link;
}

// Room in the heap for one more, and so many buckets that each holds one timer on average.
bool ProgramTimers::make_room() {
  if (!heap_.reserve(heap_.size() + 1))
    return false;
  if (heap_.size() < bucket_count_)
    return true;
  const unsigned grown = bucket_count_ > 0 ? 2 * bucket_count_ : 16;
  auto **fresh = static_cast<Timer **>(allocate_zeroed(grown * sizeof(Timer *)));
  if (!fresh)
    return bucket_count_ > 0; // fuller buckets are only slower
  if (buckets_)
    release(buckets_);
  buckets_ = fresh;
  bucket_count_ = grown;
  for (Timer *timer : heap_) {
    timer->next = bucket(timer->id);
    bucket(timer->id) = timer;
  }
  return true;
}

void ProgramTimers::sift_up(std::size_t place, Timer *timer) {
  while (place > 0 && is_before(*timer, *heap_[(place - 1) / 2])) {
    put(place, heap_[(place - 1) / 2]);
    place = (place - 1) / 2;
  }
  put(place, timer);
}

void ProgramTimers::sift_down(std::size_t place, Timer *timer) {
  for (std::size_t child; (child = 2 * place + 1) < heap_.size(); place = child) {
    if (child + 1 < heap_.size() && is_before(*heap_[child + 1], *heap_[child]))
      ++child;
    if (!is_before(*heap_[child], *timer))
      break;
    put(place, heap_[child]);
  }
  put(place, timer);
}

void ProgramTimers::remove(Timer **link) {
  Timer *const gone = *link;
  *link = gone->next;
  Timer *const last = heap_.back();
  const std::size_t place = gone->place;
  heap_.pop();
  if (gone != last) {
    sift_up(place, last);
    sift_down(last->place, last);
  }
  release(gone);
}

} // namespace vce
