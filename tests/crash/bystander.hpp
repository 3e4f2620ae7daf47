// Another process that has a database open. A connection of the test's own would not do: whoever
// opens and closes the file beside it, to read its bytes, drops its locks.
#pragma once

#include <sys/types.h>

#include <string>

namespace abide::crash {

class Bystander {
 public:
  /// Opens `path`, runs `sql` and keeps the connection, and with it any open transaction, until it
  /// goes. It is killed then, and cleans up nothing.
  Bystander(const std::string& path, const std::string& sql);
  ~Bystander();
  Bystander(const Bystander&) = delete;
  Bystander& operator=(const Bystander&) = delete;
  Bystander(Bystander&&) = delete;
  Bystander& operator=(Bystander&&) = delete;

 private:
  pid_t child_ = -1;
};

}  // namespace abide::crash
