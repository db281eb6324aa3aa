#include "base/object_array.h"

#include "base/error.h"
#include "base/limits.h"
#include "base/log.h"

#include <algorithm>
#include <cstring>

namespace vce {

namespace {

// First size of the table of descriptors; it grows as they are taken.
constexpr std::size_t first_entries = 64;

} // namespace

ObjectArray::ObjectArray(int descriptor, const char *name) : descriptor_(descriptor) {
  const char *given = name ? name : "";
  const std::size_t n = strnlen(given, name_bytes - 1);
  std::memcpy(name_, given, n);
  name_[n] = '\0';
}

ObjectArray::~ObjectArray() {
  if (block_)
    release(block_);
  if (links_)
    release(links_);
}

bool ObjectArray::open(std::size_t size, int count) {
  std::size_t bytes = 0;
  if (count >= 0 && !__builtin_mul_overflow(size, static_cast<std::size_t>(count), &bytes) &&
      bytes <= PTRDIFF_MAX)
    // At least one byte: an allocator may answer null when it is asked for none.
    block_ = static_cast<unsigned char *>(allocate_zeroed(std::max<std::size_t>(bytes, 1)));
  if (!block_) {
    log(Level::verbose, "Fatal:1010 array %d: no memory for the elements\n", descriptor_);
    return false;
  }
  const std::size_t link_bytes = static_cast<std::size_t>(count) * sizeof(Link);
  links_ = static_cast<Link *>(allocate(std::max<std::size_t>(link_bytes, 1)));
  if (!links_) {
    log(Level::verbose, "Fatal:1011 array %d: no memory for the element list\n", descriptor_);
    return false;
  }
  size_ = size;
  count_ = count;
  log(Level::verbose, "Note:10310 array %d made at %p: element size %zu, count %d, name %s\n",
      descriptor_, static_cast<void *>(block_), size, count, name_);
  return true;
}

void *ObjectArray::take() {
  int slot;
  if (free_ != none) {
    slot = free_;
    free_ = links_[slot].previous;
  } else if (fresh_ < count_) {
    slot = fresh_++;
  } else {
    log(Level::verbose, "Fatal:1020 array %s is full\n", name_);
    return nullptr;
  }
  links_[slot] = {head_, none, true};
  if (head_ != none)
    links_[head_].previous = slot;
  else
    tail_ = slot;
  head_ = slot;
  ++used_;
  return address(slot);
}

int ObjectArray::give(const void *p) {
  const int slot = slot_of(p);
  if (slot < 0)
    return refuse_to_give(p);
  if (!in_use(p)) {
    log(Level::verbose, "Warning:4214 array %s: element %p freed twice\n", name_, p);
    return err::bug;
  }
  Link &link = links_[slot];
  if (link.previous != none)
    links_[link.previous].next = link.next;
  else
    head_ = link.next;
  if (link.next != none)
    links_[link.next].previous = link.previous;
  else
    tail_ = link.previous;
  // link.next stays: it is the remembered follower.
  link.previous = free_;
  link.in_use = false;
  free_ = slot;
  --used_;
  return err::none;
}

// Logs the fault of an address that is not the start of a slot.
int ObjectArray::refuse_to_give(const void *p) const {
  const void *base = block_;
  if (!p)
    log(Level::verbose, "Warning:4000 array %s: null cannot be freed\n", name_);
  else if (reinterpret_cast<std::uintptr_t>(p) < reinterpret_cast<std::uintptr_t>(base))
    log(Level::verbose, "Warning:4001 array %s: %p lies before the array at %p\n", name_, p, base);
  else if (slot_of(p) == err::alignment)
    log(Level::verbose,
        "Warning:4002 array %s: %p is not an element start of the array at %p, element size %zu\n",
        name_, p, base, size_);
  else
    log(Level::verbose, "Warning:4003 array %s: %p lies behind the array at %p, %zu bytes\n", name_,
        p, base, static_cast<std::size_t>(count_) * size_);
  return err::invalid;
}

void ObjectArray::give_all() {
  while (head_ != none)
    give(address(head_));
}

int ObjectArray::next(const void *p, void *&follower) const {
  const int slot = slot_of(p);
  if (slot < 0)
    return slot;
  // No cycle is possible: among slots that are free now, each was freed before its follower.
  int at = slot < fresh_ ? links_[slot].next : none;
  while (at != none && !links_[at].in_use)
    at = links_[at].next;
  follower = address(at);
  return err::none;
}

int ObjectArray::slot_of(const void *p) const {
  if (!p)
    return err::invalid;
  const auto at = reinterpret_cast<std::uintptr_t>(p);
  const auto base = reinterpret_cast<std::uintptr_t>(block_);
  const std::uintptr_t distance = at < base ? base - at : at - base;
  if (distance % size_ != 0)
    return err::alignment;
  const std::uintptr_t slot = distance / size_;
  if (at < base || slot >= static_cast<std::uintptr_t>(count_))
    return err::invalid;
  return static_cast<int>(slot);
}

bool ObjectArray::in_use(const void *p) const {
  const int slot = slot_of(p);
  return slot >= 0 && slot < fresh_ && links_[slot].in_use;
}

void *ObjectArray::slot(int number) const {
  return number >= 0 && number < count_ ? address(number) : nullptr;
}

int ObjectArray::show(bool elements) const {
  log(Level::normal, ":--------------------------------------------------\n");
  log(Level::normal, ": array %d (%s) at %p\n", descriptor_, name_,
      static_cast<const void *>(this));
  int counted = 0;
  for (int at = head_; at != none && links_[at].in_use && counted < count_; at = links_[at].next) {
    if (elements)
      log(Level::normal, ": %d: %p, slot %d\n", counted, address(at), at);
    ++counted;
  }
  if (counted != used_) {
    log(Level::normal, "Bug:7003 array %s: counter %d, counted %d\n", name_, used_, counted);
    return err::bug;
  }
  log(Level::normal, ": %d of %d in use, consistent\n", used_, count_);
  return used_;
}

bool ArrayTable::open(int max_arrays) {
  if (is_open())
    return true;
  if (!entries_.reserve(first_entries))
    return false;
  max_arrays_ = std::max(max_arrays, limits::min_max_arrays);
  unused_from_ = 0;
  ended_all_ = false;
  return true;
}

void ArrayTable::close() {
  release_arrays();
  entries_.clear();
  max_arrays_ = 0;
}

bool ArrayTable::reserve(int n, int descriptors[]) {
  for (int i = 0; i < n; ++i) {
    descriptors[i] = take_lowest();
    if (descriptors[i] < 0) {
      release(i, descriptors);
      return false;
    }
  }
  return true;
}

void ArrayTable::release(int n, const int descriptors[]) {
  for (int i = 0; i < n; ++i)
    make_unused(descriptors[i]);
}

int ArrayTable::create(std::size_t size, int count, const char *name) {
  if (!is_open())
    return err::init;
  const int descriptor = take_lowest();
  if (descriptor < 0) {
    log(Level::verbose, "Fatal:1003 no array descriptor left\n");
    return err::full;
  }
  int code = err::invalid;
  if (size != 0) {
    code = err::full;
    auto array = make_owned<ObjectArray>(descriptor, name);
    if (array && array->open(size, count)) {
      entries_[static_cast<std::size_t>(descriptor)].array = array.release();
      return descriptor;
    }
  }
  make_unused(descriptor);
  return code;
}

ObjectArray *ArrayTable::find(int descriptor) const {
  if (descriptor < 0 || static_cast<std::size_t>(descriptor) >= entries_.size())
    return nullptr;
  return entries_[static_cast<std::size_t>(descriptor)].array;
}

int ArrayTable::end(int descriptor) {
  ObjectArray *array = find(descriptor);
  if (!array)
    return err::invalid;
  log(Level::verbose, "array %d ended\n", descriptor);
  Release()(array);
  make_unused(descriptor);
  return err::none;
}

void ArrayTable::end_all() {
  release_arrays();
  ended_all_ = is_open();
}

void ArrayTable::release_arrays() {
  for (std::size_t i = 0; i < entries_.size(); ++i)
    end(static_cast<int>(i));
}

// Takes the lowest unused descriptor; -1 if there is none or no memory for its entry.
int ArrayTable::take_lowest() {
  auto at = static_cast<std::size_t>(unused_from_);
  while (at < entries_.size() && entries_[at].taken)
    ++at;
  unused_from_ = static_cast<int>(at);
  if (unused_from_ >= max_arrays_)
    return -1;
  if (at == entries_.size() && !entries_.push({nullptr, false}))
    return -1;
  entries_[at].taken = true;
  return unused_from_;
}

void ArrayTable::make_unused(int descriptor) {
  entries_[static_cast<std::size_t>(descriptor)] = {nullptr, false};
  unused_from_ = std::min(unused_from_, descriptor);
}

ArrayTable &array_table() {
  // Never destroyed: at exit the application's allocator may be gone before we would use it.
  alignas(ArrayTable) static unsigned char storage[sizeof(ArrayTable)];
  static ArrayTable *const table = ::new (storage) ArrayTable;
  return *table;
}

} // namespace vce
