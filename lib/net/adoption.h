// A socket of the program on its way into the library: what it must be, and the way back.
#pragma once

namespace vce {

/// Until keep() is called the descriptor is the program's, and goes back to it unchanged.
class Adoption {
public:
  enum class Role { listener, connection };

  Adoption() = default;
  ~Adoption();
  Adoption(const Adoption &) = delete;
  Adoption &operator=(const Adoption &) = delete;

  /// Makes it non-blocking and close-on-exec. 0; err::invalid if it is no stream socket of a known
  /// family that listens or is connected, err::set_sock_opt, err::socket: with the text of the last
  /// error, and nothing changed.
  int begin(int fd, Role role);
  bool begun() const { return fd_ >= 0; }
  /// The library's number for it: another one than the program's if that is below 3.
  int fd() const { return fd_; }
  /// It is the library's from now on; the number that the program had is closed or this one.
  void keep();

private:
  void give_back();

  int fd_ = -1;
  int given_ = -1;
  int status_flags_ = 0;     // before
  int descriptor_flags_ = 0; // before
};

} // namespace vce
