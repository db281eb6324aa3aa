#include "base/stats.h"

namespace vce {

Stats &stats() {
  static Stats instance;
  return instance;
}

AdmissionStats &admission_stats() {
  static AdmissionStats instance;
  return instance;
}

} // namespace vce
