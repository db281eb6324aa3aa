#include "net/deadlines.h"

#include <algorithm>
#include <cassert>

namespace vce {

template <class When> void BasicDeadlineHeap<When>::set(Deadline &item, When when) {
  if (!item.scheduled()) {
    const bool reserved = heap_.push(&item);
    assert(reserved);
    if (!reserved)
      return;
    item.when_ = when;
    sift_up(heap_.size() - 1, &item);
    return;
  }
  const bool earlier = when < item.when_;
  item.when_ = when;
  if (earlier)
    sift_up(item.place_, &item);
  else
    sift_down(item.place_, &item);
}

template <class When> void BasicDeadlineHeap<When>::remove(Deadline &item) {
  if (!item.scheduled())
    return;
  const std::size_t place = item.place_;
  item.place_ = Deadline::none;
  Deadline *last = heap_.back();
  heap_.pop();
  if (last == &item)
    return;
  if (place > 0 && last->when_ < heap_[(place - 1) / 2]->when_)
    sift_up(place, last);
  else
    sift_down(place, last);
}

template <class When> void BasicDeadlineHeap<When>::shift(When by) {
  for (Deadline *item : heap_)
    item->when_ -= std::min(item->when_, by);
}

template <class When> void BasicDeadlineHeap<When>::sift_up(std::size_t place, Deadline *item) {
  while (place > 0) {
    const std::size_t parent = (place - 1) / 2;
    if (heap_[parent]->when_ <= item->when_)
      break;
    put(place, heap_[parent]);
    place = parent;
  }
  put(place, item);
}

template <class When> void BasicDeadlineHeap<When>::sift_down(std::size_t place, Deadline *item) {
  for (;;) {
    std::size_t child = 2 * place + 1;
    if (child >= heap_.size())
      break;
    if (child + 1 < heap_.size() && heap_[child + 1]->when_ < heap_[child]->when_)
      ++child;
    if (item->when_ <= heap_[child]->when_)
      break;
    put(place, heap_[child]);
    place = child;
  }
  put(place, item);
}

template class BasicDeadlineHeap<std::uint32_t>;
template class BasicDeadlineHeap<std::int64_t>;

} // namespace vce
