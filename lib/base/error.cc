#include "base/error.h"

#include <algorithm>
#include <iterator>

namespace vce {

thread_local constinit int detail::last_error_value = 0;

namespace {

struct Text {
  int code;
  const char *text;
};

// Ordered by falling code. Codes that only the classic edition names are here too, because
// programs of either edition print the codes that they get.
constexpr Text texts[] = {
    {0, "success"},
    {-1, "unspecified failure"},
    {-2, "no room left in table or buffer"},
    {-3, "internal inconsistency"},
    {-5, "value out of range"},
    {-6, "invalid argument or handle, or library not initialised"},
    {-7, "out of memory"},
    {-8, "no such entry"},
    {-9, "read or write failed"},
    {-10, "socket could not be created"},
    {-11, "bind failed, address or port in use or not available"},
    {-12, "host name or address cannot be resolved"},
    {-13, "listen failed"},
    {-14, "configuration not usable"},
    {-15, "host name not usable"},
    {-16, "socket mode could not be changed"},
    {-17, "connect failed"},
    {-18, "supplied buffer is too small"},
    {-19, "protocol violation"},
    {-20, "connection is not ready yet"},
    {-21, "encryption negotiation failed"},
    {-22, "protocol: bad argument"},
    {-23, "protocol: impossible input length"},
    {-24, "protocol: record longer than allowed"},
    {-25, "required callback is missing"},
    {-26, "not supported"},
    {-27, "circuit serial does not match"},
    {-28, "connection is gone, serial does not match"},
    {-29, "vectorizer is not initialised"},
    {-30, "circuit has no parent connection"},
    {-32, "pointer is not the start of an element"},
    {-33, "malformed text"},
    {-34, "search engine failure"},
    {-35, "protocol: impossible body length"},
    {-36, "connection table is missing"},
    {-37, "key length not allowed"},
    {-38, "accept failed"},
    {-39, "socket option could not be set"},
    {-40, "file is not accessible"},
    {-41, "socket layer could not be started"},
    {-42, "bad lock data"},
    {-44, "write buffer cannot take the record"},
    {-45, "input is too long"},
    {-46, "buffer or input is too short"},
    {-47, "protocol: impossible record length"},
    {-48, "protocol: peer reported an error"},
    {-49, "protocol: server rejected an argument"},
    {-50, "protocol: unknown command"},
    {-51, "file cannot be opened for writing"},
    {-52, "rename failed"},
    {-53, "lock request table is full"},
    {-54, "item not found"},
    {-55, "length is too large"},
    {-56, "fewer data than announced"},
    {-57, "directory cannot be opened"},
    {-58, "seek failed"},
    {-59, "file cannot be written"},
    {-60, "file cannot be read"},
    {-61, "directory cannot be made"},
    {-62, "already done"},
    {-63, "finalise was not complete or not possible now"},
    {-64, "connection is closing"},
    {-65, "generated protocol: unknown function number"},
    {-66, "unknown cipher"},
    {-67, "name is too long"},
    {-68, "size not acceptable"},
    {-69, "task could not be created"},
    {-70, "task group could not be created"},
    {-71, "switch is not initialised"},
    {-72, "server is down"},
    {-73, "circuit is in transition"},
    {-74, "cipher: buffer size not allowed"},
    {-75, "cipher: key size not allowed"},
    {-76, "key exchange failed"},
    {-77, "send buffer must be larger"},
    {-78, "library is not initialised"},
    {-79, "no internal table left"},
    {-80, "relay could not set a route"},
};

} // namespace

const char *error_text(int code) {
  const Text *found = std::lower_bound(std::begin(texts), std::end(texts), code,
                                       [](const Text &t, int wanted) { return t.code > wanted; });
  return found != std::end(texts) && found->code == code ? found->text : "unknown error code";
}

} // namespace vce
