// Object arrays of the 2015 edition.
#include "api/face.h"
#include "base/object_array.h"

#include <algorithm>
#include <climits>

using namespace vce;

namespace {

ObjectArray *find(int index) { return array_table().find(index); }

} // namespace

VCE_API int vce_init_array(size_t size, int num, const char *nm) {
  return report(array_table().create(size, num, nm));
}

VCE_API int vce_end_array(int index) { return report(array_table().end(index)); }

VCE_API void vce_end_all_array(void) {
  array_table().end_all();
  set_last_error(err::none);
}

VCE_API void *vce_alloc_array_object(int index) {
  ObjectArray *array = find(index);
  if (!array)
    return report_pointer(nullptr, err::invalid);
  return report_pointer(array->take(), err::full);
}

VCE_API int vce_free_array_object(int index, void *p) {
  ObjectArray *array = find(index);
  return report(array ? array->give(p) : err::invalid);
}

VCE_API void vce_free_array_object_all(int index) {
  ObjectArray *array = find(index);
  if (array)
    array->give_all();
  set_last_error(array ? err::none : err::invalid);
}

VCE_API void *vce_get_array_object_top(int index) {
  const ObjectArray *array = find(index);
  if (!array)
    return report_pointer(nullptr, err::invalid);
  return report_pointer(array->newest(), err::none);
}

VCE_API void *vce_get_array_object_last(int index) {
  const ObjectArray *array = find(index);
  if (!array)
    return report_pointer(nullptr, err::invalid);
  return report_pointer(array->oldest(), err::none);
}

VCE_API void *vce_get_array_object_next(int index, void *p) {
  const ObjectArray *array = find(index);
  void *follower = nullptr;
  const int code = array ? array->next(p, follower) : err::invalid;
  return report_pointer(follower, code);
}

VCE_API int vce_get_array_usenum(int index) {
  const ObjectArray *array = find(index);
  return report(array ? array->used() : err::invalid);
}

VCE_API int vce_get_array_maxnum(int index) {
  const ObjectArray *array = find(index);
  return array ? array->count() : fail(err::invalid);
}

VCE_API int vce_get_array_member_size(int index) {
  const ObjectArray *array = find(index);
  if (!array)
    return fail(err::invalid);
  return static_cast<int>(std::min<std::size_t>(array->size(), INT_MAX));
}

VCE_API int vce_get_array_object_index(int index, const void *p) {
  const ObjectArray *array = find(index);
  const int slot = array ? array->slot_of(p) : err::invalid;
  return slot < 0 ? fail(slot) : slot;
}

VCE_API int vce_if_included_in_array(int index, const void *p) {
  const ObjectArray *array = find(index);
  return array ? array->is_slot(p) : fail(err::invalid);
}

VCE_API int vce_array_object_inuse(int index, void *p) {
  const ObjectArray *array = find(index);
  return array ? array->in_use(p) : fail(err::range);
}

VCE_API void *vce_get_array_object_pointer_by_index(int i, int obji) {
  const ObjectArray *array = find(i);
  return report_pointer(array ? array->slot(obji) : nullptr, err::invalid);
}

VCE_API void *vce_get_array_object_pointer_by_index_only_used(int index, int objindex) {
  const ObjectArray *array = find(index);
  void *p = array ? array->slot(objindex) : nullptr;
  if (!p)
    return report_pointer(nullptr, err::invalid);
  return report_pointer(array->in_use(p) ? p : nullptr, err::none);
}

VCE_API int vce_show_array_usage(int index, int show_all) {
  const ObjectArray *array = find(index);
  return report(array ? array->show(show_all != 0) : err::invalid);
}
