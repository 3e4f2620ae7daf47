// Strings planted to be looked for, in every spelling in which a file could hold them. Knows no
// store and no format: it reads bytes.
#pragma once

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace abide::crash {

/// The spellings of a text, each with its name: as it is, in either case, UTF-16, base64 wherever
/// it begins in a longer text, percent-encoded, hexadecimal, escaped as in JSON, and as a digest
/// without a key, which whoever guesses the text can find.
std::vector<std::pair<std::string, std::string>> spellings_of(std::string_view text);

/// What a search found: the names of the files that hold a canary, each with the spellings.
using Found = std::map<std::string, std::set<std::string>>;

class Canaries {
 public:
  /// A new text that stands nowhere else, with a space, a sign and a letter beyond ASCII.
  std::string next();
  /// A text of the test's own, to be looked for like the rest.
  void add(std::string_view text);
  void forget() { sought_.clear(); }
  [[nodiscard]] std::size_t count() const { return sought_.size(); }

  /// Reads every byte of every file under `folder`.
  [[nodiscard]] Found in(const std::filesystem::path& folder) const;

 private:
  std::vector<std::vector<std::pair<std::string, std::string>>> sought_;
};

/// The names of every file under a folder.
std::set<std::string> names_under(const std::filesystem::path& folder);

}  // namespace abide::crash
