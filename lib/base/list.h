// Intrusive doubly linked list. An element is on at most one list per link, leaves it in constant
// time without knowing the list, and leaves it by itself when it is destroyed.
#pragma once

#include <cstddef>

namespace vce {

/// A link inside an element. `T` is the element, `Tag` tells apart several links of one element.
template <class T, class Tag> class Link {
public:
  Link() : next_(this), previous_(this) {}
  ~Link() { unlink(); }
  Link(const Link &) = delete;
  Link &operator=(const Link &) = delete;

  bool linked() const { return next_ != this; }
  void unlink() {
    next_->previous_ = previous_; // NOLINT(clang-analyzer-core.NullDereference): never null
    previous_->next_ = next_;
    next_ = previous_ = this;
  }

private:
  template <class, class> friend class List;
  void insert_before(Link &place) {
    next_ = &place;
    previous_ = place.previous_;
    previous_->next_ = this;
    place.previous_ = this;
  }
  Link *next_;
  Link *previous_;
};

/// A list of elements that derive from Link<T, Tag>.
template <class T, class Tag> class List {
public:
  using Node = Link<T, Tag>;

  bool empty() const { return !head_.linked(); }
  /// Null when the list is empty.
  T *front() { return empty() ? nullptr : element(head_.next_); }
  /// True if `item` is on the list, and nothing else is.
  bool holds_only(const T &item) const {
    const Node &node = item;
    return head_.next_ == &node && head_.previous_ == &node;
  }
  /// The element behind `item`, null at the end.
  T *next(T &item) {
    Node *node = static_cast<Node &>(item).next_;
    return node == &head_ ? nullptr : element(node);
  }
  /// Linking an element that is on a list moves it.
  void push_front(T &item) { insert(item, *head_.next_); }
  void push_back(T &item) { insert(item, head_); }
  /// Takes over all elements of `other`, behind its own.
  void take(List &other) {
    if (other.empty())
      return;
    Node *first = other.head_.next_;
    Node *last = other.head_.previous_;
    other.head_.next_ = other.head_.previous_ = &other.head_;
    first->previous_ = head_.previous_;
    head_.previous_->next_ = first;
    last->next_ = &head_;
    head_.previous_ = last;
  }
  /// Stable sort by `before(a, b)`: a merge sort that needs no memory of its own.
  template <class Before> void sort(Before before) {
    List runs[33]; // runs[k] is empty or holds 2^k elements
    while (T *item = pop_front()) {
      List run;
      run.push_back(*item);
      int k = 0;
      for (; !runs[k].empty(); ++k) {
        runs[k].merge(run, before);
        run.take(runs[k]);
      }
      runs[k].take(run);
    }
    for (List &run : runs) {
      run.merge(*this, before);
      take(run);
    }
  }
  T *pop_front() {
    T *item = front();
    if (item)
      static_cast<Node &>(*item).unlink();
    return item;
  }

private:
  // Elements of this list come first among equals.
  template <class Before> void merge(List &other, Before before) {
    Node *place = head_.next_;
    while (T *item = other.front()) {
      while (place != &head_ && !before(*item, *element(place)))
        place = place->next_;
      insert(*item, *place);
    }
  }
  static T *element(Node *node) { return &static_cast<T &>(*node); }
  void insert(T &item, Node &place) {
    Node &node = item;
    if (&node == &place)
      return;
    node.unlink();
    node.insert_before(place);
  }
  Node head_;
};

} // namespace vce
