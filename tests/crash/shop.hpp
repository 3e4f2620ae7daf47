// The small shop that runs are killed in: its policy, its rows, its control store with a hold and
// an open request, and copies of the whole folder for one trial after another.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "base/time.hpp"
#include "tests/support/temp_store.hpp"

namespace abide::crash {

/// Whom the erasure is about; active, with payments that the law keeps.
inline constexpr const char* ada = "customer1@mail.example";

struct Measure {
  int people = 8;  ///< every second one closed the account
  int projects = 2;
  int notes = 3;  ///< in each project
};

/// One folder that holds everything an installation has.
class Place {
 public:
  explicit Place(std::filesystem::path folder) : folder_(std::move(folder)) {}
  [[nodiscard]] std::string file(const std::string& name) const {
    return (folder_ / name).string();
  }
  [[nodiscard]] std::string db() const { return file("db.sqlite"); }
  [[nodiscard]] std::string mail() const { return file("mail.sqlite"); }
  [[nodiscard]] std::string control() const { return file("control.sqlite"); }
  [[nodiscard]] std::string keys() const { return file("keys.sqlite"); }
  [[nodiscard]] std::string anchors() const { return file("anchors"); }
  [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }

 private:
  std::filesystem::path folder_;
};

/// Every byte of a file.
std::string content_of(const std::string& path);

/// Writes stores, policy, deployment and control store as they are before any run.
/// @param now  every date in the rows is counted back from it
void build_shop(const Place& place, Instant now, const Measure& measure);

/// A legal hold on a person, placed in a shop that exists.
void place_hold(const Place& place, std::int64_t person, Instant at);

/// The shop as built once, and copies of it to be ruined.
class Shops {
 public:
  explicit Shops(Instant now, const Measure& measure = {});
  /// The same shop again, untouched; the copy before it is gone.
  Place again();

 private:
  testing_support::TempFolder room_;
};

}  // namespace abide::crash
