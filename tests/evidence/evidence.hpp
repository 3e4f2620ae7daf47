// An evidence folder written by the real program, and the two who check it: verify.py, with nothing
// but Python and openssl, and the engine's own verifier.
#pragma once

#include <fmt/format.h>
#include <sys/wait.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <regex>
#include <sstream>
#include <string>

#include "base/json.hpp"
#include "engine/ledger/verify/verify.hpp"
#include "tests/cli/shop.hpp"

namespace abide::cli_test {

namespace fs = std::filesystem;

inline std::string content_of(const fs::path& path) {
  const std::ifstream file{path, std::ios::binary};
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

inline void put(const fs::path& path, const std::string& text) {
  std::ofstream{path, std::ios::binary} << text;
}

/// What a verifier says: its exit code, and the entry where it places the damage, -1 without one.
struct Word {
  int code = -1;
  long entry = -1;
  std::string text;
  [[nodiscard]] bool sound() const { return code == 0; }
  bool operator==(const Word& other) const { return code == other.code && entry == other.entry; }
};
inline void PrintTo(const Word& word, std::ostream* out) { *out << word.text; }

/// The word that goes with each exit code comes first, and nothing that is a fault of the program.
inline void expect_words(const Word& word) {
  const char* const first = word.code == 0   ? "sound: "
                            : word.code == 1 ? "BROKEN"
                            : word.code == 2 ? "cannot tell: "
                                             : "no exit code of a verifier";
  EXPECT_TRUE(word.text.starts_with(first)) << word.code << ": " << word.text;
  EXPECT_FALSE(holds(word.text, "Traceback")) << word.text;
}

/// What a command of the shell writes.
inline std::string output_of(const std::string& command, int* status = nullptr) {
  FILE* pipe = ::popen(command.c_str(), "r");
  std::string text;
  for (int c = std::fgetc(pipe); c != EOF; c = std::fgetc(pipe)) text += static_cast<char>(c);
  const int ended = ::pclose(pipe);
  if (status != nullptr) *status = ended;
  return text;
}

/// `python3 verify.py WORDS`, whose program `openssl` is looked for in `path`.
inline Word run_python(const std::string& words, const std::string& path = "/usr/bin:/bin") {
  const std::string command = "env -i PATH='" + path +
                              "' /usr/bin/timeout 60 /usr/bin/python3 -B " + words +
                              " < /dev/null 2>&1";
  int status = -1;
  const std::string text = output_of(command, &status);
  std::smatch place;
  const bool placed = std::regex_search(text, place, std::regex{"^BROKEN at entry ([0-9]+)"});
  Word word{WIFEXITED(status) ? WEXITSTATUS(status) : -1, placed ? std::stol(place[1]) : -1, text};
  expect_words(word);
  return word;
}

inline Word of_python(const std::string& folder, const std::string& key) {
  return run_python("'" + folder + "/../verify.py' --key '" + key + "' '" + folder + "'");
}

inline Word of_engine(const std::string& folder, const std::string& key) {
  const ledger::Verdict verdict = ledger::verify_folder(folder, key);
  const int code = verdict.ok ? 0 : verdict.unread ? 2 : 1;
  EXPECT_EQ(verdict.ok, verdict.reason.empty());
  return {code, verdict.bad_seq ? static_cast<long>(*verdict.bad_seq) : -1L,
          "abide: " + verdict.reason};
}

/// A shop with a past: sweeps, an erasure, a hold, a request, a key that was replaced.
class EvidenceFolder : public testing::Test {
 protected:
  void SetUp() override {
    const Told begun = shop_.on({"ledger", "init", "--by", "Lead", "--format", "json"});
    ASSERT_EQ(begun.code, 0) << begun.all();
    key_ = parse_json(begun.out)->at("public_key").get<std::string>();
    shop_.hold({"--for", "bob@people.example"});
    ASSERT_EQ(shop_.sweep().code, 0);
    ASSERT_EQ(shop_.on({"ledger", "rotate-key", "--by", "Lead"}).code, 0);
    ASSERT_EQ(shop_.sweep().code, 0);
    const Told given = shop_.on({"ledger", "export", "--into", "evidence", "--by", "Lead"});
    ASSERT_EQ(given.code, 0) << given.all();
    fs::copy_file(folder() + "/verify.py", folder() + "/../verify.py");
  }
  [[nodiscard]] std::string folder() const { return shop_.path("evidence"); }
  /// A copy that may be spoilt.
  [[nodiscard]] std::string copy() const {
    const std::string to = shop_.path("copy");
    fs::remove_all(to);
    fs::copy(folder(), to, fs::copy_options::recursive);
    return to;
  }
  void both(const std::string& spoilt, bool sound, long entry = -2) const {
    const Word python = of_python(spoilt, key_);
    const Word engine = of_engine(spoilt, key_);
    EXPECT_EQ(python, engine);
    EXPECT_EQ(engine.code, sound ? 0 : 1) << python.text << engine.text;
    if (entry != -2) {
      EXPECT_EQ(engine.entry, entry) << engine.text;
    }
  }

  Shop shop_;
  std::string key_;
};

}  // namespace abide::cli_test
