// The child says one byte when it is ready, then waits to be killed.
#include "tests/crash/bystander.hpp"

#include <gtest/gtest.h>
#include <signal.h>
#include <sqlite3.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>

namespace abide::crash {
namespace {

[[noreturn]] void stand_by(const std::string& path, const std::string& sql, int ready) {
  sqlite3* db = nullptr;
  const bool done = sqlite3_open(path.c_str(), &db) == SQLITE_OK &&
                    sqlite3_exec(db, sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK;
  const char word = done ? 'y' : 'n';
  if (::write(ready, &word, 1) != 1) ::_exit(1);
  for (;;) ::pause();
}

}  // namespace

Bystander::Bystander(const std::string& path, const std::string& sql) {
  std::array<int, 2> ends{};
  EXPECT_EQ(::pipe(ends.data()), 0);
  child_ = ::fork();
  if (child_ == 0) stand_by(path, sql, ends[1]);
  ::close(ends[1]);
  char word = 'n';
  EXPECT_EQ(::read(ends[0], &word, 1), 1);
  EXPECT_EQ(word, 'y') << sql;
  ::close(ends[0]);
}

Bystander::~Bystander() {
  if (child_ > 0) {
    ::kill(child_, SIGKILL);
    ::waitpid(child_, nullptr, 0);
  }
}

}  // namespace abide::crash
