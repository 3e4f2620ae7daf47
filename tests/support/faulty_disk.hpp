// A disk under SQLite that fails at the n-th operation: every database opened while it is in place
// goes through it.
#pragma once

#include <sqlite3.h>

#include <string>

#include "tests/support/faulty.hpp"

namespace abide::testing_support {

/// Puts itself before SQLite's own file system, and steps back when it goes. One at a time; close
/// every database first.
class FaultyDisk {
 public:
  /// What a failing operation answers.
  enum class Answer { io_error, full };
  /// @param fault  borrowed; opens, reads, writes, truncations, syncs and deletions are counted
  /// @param only   files whose path holds this text; empty for all
  FaultyDisk(Fault& fault, Answer answer, std::string only = "");
  ~FaultyDisk();
  FaultyDisk(const FaultyDisk&) = delete;
  FaultyDisk& operator=(const FaultyDisk&) = delete;
  FaultyDisk(FaultyDisk&&) = delete;
  FaultyDisk& operator=(FaultyDisk&&) = delete;

  /// SQLITE_OK, or what an operation that strikes answers instead of being done.
  int answer(const char* path, int io_error);
  [[nodiscard]] sqlite3_vfs* real() const { return real_; }

 private:
  Fault& fault_;
  Answer answer_;
  std::string only_;
  sqlite3_vfs* real_;
  sqlite3_vfs mine_{};
};

}  // namespace abide::testing_support
