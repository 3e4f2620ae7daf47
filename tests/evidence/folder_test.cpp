// The evidence folder: written by the program, checked by verify.py with nothing but Python and
// openssl, and by the engine's own verifier; damaged in every way that this test can think of.
#include <fmt/format.h>
#include <sys/wait.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <random>
#include <regex>
#include <set>

#include "base/json.hpp"
#include "engine/ledger/verify/verify.hpp"
#include "tests/cli/shop.hpp"

namespace abide::cli_test {
namespace {

namespace fs = std::filesystem;

std::string content_of(const fs::path& path) {
  const std::ifstream file{path, std::ios::binary};
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}
void put(const fs::path& path, const std::string& text) {
  std::ofstream{path, std::ios::binary} << text;
}

/// What a verifier says: sound or not, and the entry where it places the damage, -1 without one.
struct Word {
  bool sound = false;
  long entry = -1;
  std::string text;
  bool operator==(const Word& other) const { return sound == other.sound && entry == other.entry; }
};
void PrintTo(const Word& word, std::ostream* out) { *out << word.text; }

Word of_python(const std::string& folder, const std::string& key) {
  const std::string command = "env -i PATH=/usr/bin:/bin python3 -B '" + folder +
                              "/../verify.py' --key '" + key + "' '" + folder + "' 2>&1";
  FILE* pipe = ::popen(command.c_str(), "r");
  std::string text;
  for (int c = std::fgetc(pipe); c != EOF; c = std::fgetc(pipe)) text += static_cast<char>(c);
  const int status = ::pclose(pipe);
  const int code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  EXPECT_TRUE(code == 0 || code == 1) << code << ": " << text;
  std::smatch place;
  const bool placed = std::regex_search(text, place, std::regex{"^BROKEN at entry ([0-9]+)"});
  return {code == 0, placed ? std::stol(place[1]) : -1, "verify.py: " + text};
}

Word of_engine(const std::string& folder, const std::string& key) {
  const ledger::Verdict verdict = ledger::verify_folder(folder, key);
  return {verdict.ok, verdict.bad_seq ? static_cast<long>(*verdict.bad_seq) : -1L,
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
    EXPECT_EQ(engine.sound, sound) << python.text << engine.text;
    if (entry != -2) {
      EXPECT_EQ(engine.entry, entry) << engine.text;
    }
  }

  Shop shop_;
  std::string key_;
};

TEST_F(EvidenceFolder, IsSoundAndHoldsNothingOfAPerson) {
  both(folder(), true);
  const Told told = shop_.abide({"ledger", "verify", "evidence", "--key", key_});
  EXPECT_EQ(told.code, 0) << told.all();
  for (const auto& file : fs::recursive_directory_iterator{folder()}) {
    if (!file.is_regular_file()) continue;
    const std::string text = content_of(file.path());
    for (const char* value : {"ann@people.example", "bob@people.example", "O'Hara", "canary"})
      EXPECT_FALSE(holds(text, value)) << file.path() << " holds " << value;
  }
  const std::string page = content_of(folder() + "/README.html");
  EXPECT_LT(page.find("What was not looked at"), page.find("What ran"));
  EXPECT_TRUE(holds(page, "RUN-2026-0001")) << page;
  EXPECT_TRUE(holds(page, "SH-01")) << page;
}

/// Single proofs, by both who check: a word each for sound, broken, or cannot be told.
class SingleProof : public EvidenceFolder {
 protected:
  void SetUp() override {
    EvidenceFolder::SetUp();
    const Told turned = shop_.on({"ledger", "rotate-key", "--by", "Lead", "--format", "json"});
    ASSERT_EQ(turned.code, 0) << turned.all();
    now_ = parse_json(turned.out)->at("public_key").get<std::string>();
    ASSERT_EQ(shop_.sweep().code, 0);
    older_ = newest_checkpoint();
    ASSERT_EQ(shop_.sweep().code, 0);
  }
  [[nodiscard]] std::string newest_checkpoint() const {
    static int number = 0;
    const std::string into = fmt::format("given{}", ++number);
    EXPECT_EQ(shop_.on({"ledger", "export", "--into", into, "--by", "Lead"}).code, 0);
    std::set<std::string> names;
    for (const auto& one : fs::directory_iterator{shop_.path(into + "/checkpoints")})
      names.insert(one.path().string());
    return *names.rbegin();
  }
  [[nodiscard]] std::string prove(const std::string& option, const std::string& value) const {
    const Told told = shop_.on({"ledger", "prove", option, value, "--into", "proof"});
    EXPECT_EQ(told.code, 0) << told.all();
    return shop_.path("proof");
  }
  [[nodiscard]] int both(const std::string& file, const std::string& key,
                         const std::string& since = "") const {
    std::vector<std::string> words{"ledger", "verify", file, "--key", key};
    if (!since.empty()) words.insert(words.end(), {"--since", since});
    const Told engine = shop_.abide(words);
    const std::string with = since.empty() ? "" : " --since '" + since + "'";
    const std::string command = "env -i PATH=/usr/bin:/bin python3 -B '" + folder() +
                                "/../verify.py' --key '" + key + "'" + with + " '" + file +
                                "' > /dev/null 2>&1";
    const int status = std::system(command.c_str());
    EXPECT_EQ(WEXITSTATUS(status), engine.code) << engine.all();
    return engine.code;
  }

  std::string now_;    ///< the key in force
  std::string older_;  ///< a signed head
};

TEST_F(SingleProof, OfEachEntryHoldsUnderTheKeyInForce) {
  const auto entries = shop_.on({"ledger", "show", "--format", "json"});
  const Json all = *parse_json(entries.out);
  ASSERT_GT(all.size(), 15U);
  for (std::size_t seq = 0; seq < all.size(); ++seq) {
    const Told told = shop_.abide({"ledger", "verify", prove("--entry", std::to_string(seq)),
                                   "--key", now_, "--format", "json"});
    ASSERT_EQ(told.code, 0) << told.all();
    const Json proven = *parse_json(told.out);
    EXPECT_EQ(proven.at("entry"), seq);
    EXPECT_EQ(*parse_json(proven.at("text").get<std::string>()), all[seq]);
  }
  EXPECT_EQ(both(prove("--entry", "3"), now_), 0);
  EXPECT_EQ(both(prove("--entry", "3"), key_), 1) << "a key that was replaced";
}

TEST_F(SingleProof, OfGrowthHoldsFromTheOlderHeadAlone) {
  const std::string growth = prove("--since", older_);
  EXPECT_EQ(both(growth, now_, older_), 0);
  EXPECT_EQ(both(growth, now_), 2) << "without the older head";
  EXPECT_EQ(both(growth, now_, newest_checkpoint()), 1) << "from another head";
}

TEST_F(SingleProof, IsBrokenByEveryChangedCharacter) {
  for (const bool grows : {false, true}) {
    const std::string text = content_of(grows ? prove("--since", older_) : prove("--entry", "5"));
    const std::string spoilt = shop_.path("spoilt");
    const std::string since = grows ? older_ : "";
    put(spoilt, text);
    ASSERT_EQ(both(spoilt, now_, since), 0);
    std::mt19937 random{7};
    for (int i = 0; i < 40; ++i) {
      std::string other = text;
      char& one = other[random() % other.size()];
      one = one == 'A' ? 'B' : 'A';
      put(spoilt, other);
      EXPECT_EQ(both(spoilt, now_, since), 1) << other;
      put(spoilt, text.substr(0, random() % text.size()));
      EXPECT_EQ(both(spoilt, now_, since), 1);
    }
  }
}

TEST_F(SingleProof, OfWhatIsNotThereIsRefused) {
  for (const char* entry : {"100000", "-1"}) {
    const Told told = shop_.on({"ledger", "prove", "--entry", entry});
    EXPECT_EQ(told.code, 2) << told.all();
    EXPECT_TRUE(holds(told.err, "there is no entry")) << told.err;
  }
  EXPECT_EQ(shop_.on({"ledger", "prove"}).code, 2);
  std::string forged = content_of(older_);
  const auto root = forged.find('\n', forged.find('\n') + 1) + 1;
  forged[root] = forged[root] == 'A' ? 'B' : 'A';
  put(shop_.path("forged"), forged);
  const Told told = shop_.on({"ledger", "prove", "--since", "forged"});
  EXPECT_EQ(told.code, 3) << told.all();
  EXPECT_TRUE(holds(told.err, "does not continue")) << told.err;
}

TEST_F(EvidenceFolder, IsNotWrittenOverAnother) {
  const Told again = shop_.on({"ledger", "export", "--into", "evidence", "--by", "Lead"});
  EXPECT_EQ(again.code, 2) << again.all();
  EXPECT_TRUE(holds(again.err, "holds something")) << again.err;
  both(folder(), true);
  EXPECT_EQ(shop_.on({"ledger", "export", "--into", "later", "--by", "Lead"}).code, 0)
      << "the twin";
}

TEST_F(EvidenceFolder, OfAnotherKeyIsNotSound) {
  ShopText text;
  const Shop other{text};
  const Told begun = other.on({"ledger", "init", "--by", "Lead", "--format", "json"});
  const std::string foreign = parse_json(begun.out)->at("public_key").get<std::string>();
  EXPECT_FALSE(of_python(folder(), foreign).sound);
  EXPECT_FALSE(of_engine(folder(), foreign).sound);
}

TEST_F(EvidenceFolder, TellsWhatIsMissingAddedOrChanged) {
  fs::remove(copy() + "/policy/shop.policy");
  both(shop_.path("copy"), false, -1);
  put(copy() + "/policy/more.policy", "abide 1;");
  both(shop_.path("copy"), false, -1);
  put(copy() + "/README.html", "all is well");
  both(shop_.path("copy"), false, -1);
  fs::remove_all(copy() + "/checkpoints");
  both(shop_.path("copy"), false);
  fs::remove_all(copy() + "/entries");
  both(shop_.path("copy"), false);
}

/// Whoever can write to the folder and has no key takes the newest entries away with their
/// checkpoints: only what says that there was more can tell.
TEST_F(EvidenceFolder, CutBackToAnEarlierHeadLacksItsEnd) {
  const std::string spoilt = copy();
  const std::string entries = spoilt + "/entries/000000000000.jsonl";
  std::set<fs::path> heads;
  for (const auto& file : fs::directory_iterator{spoilt + "/checkpoints"})
    heads.insert(file.path());
  fs::remove(*heads.rbegin());
  const long size = std::stol(std::prev(heads.end(), 2)->filename().string());
  std::istringstream lines{content_of(entries)};
  std::string kept;
  std::string line;
  for (long i = 0; i < size && std::getline(lines, line); ++i) kept += line + "\n";
  put(entries, kept);
  both(spoilt, false, size - 1);
}

/// One change somewhere in the folder; says which.
std::string spoil(const std::string& folder, std::mt19937& dice) {
  const auto below = [&](std::size_t n) {
    return std::uniform_int_distribution<std::size_t>{0, n - 1}(dice);
  };
  std::vector<fs::path> files;
  for (const auto& file : fs::recursive_directory_iterator{folder}) {
    if (file.is_regular_file() && file.path().filename() != "key.txt") files.push_back(file.path());
  }
  std::ranges::sort(files);
  const fs::path entries = folder + "/entries/000000000000.jsonl";
  const auto lines_of = [&] {
    std::vector<std::string> lines;
    std::istringstream text{content_of(entries)};
    for (std::string line; std::getline(text, line);) lines.push_back(line);
    return lines;
  };
  const auto write = [&](const std::vector<std::string>& lines) {
    std::string text;
    for (const std::string& line : lines) text += line + "\n";
    put(entries, text);
  };
  std::vector<std::string> lines = lines_of();
  const std::size_t at = below(lines.size());
  switch (below(7)) {
    case 0: {
      const fs::path file = files[below(files.size())];
      std::string text = content_of(file);
      const std::size_t byte = below(text.size());
      text[byte] = static_cast<char>(text[byte] ^ (1U << below(8)));
      put(file, text);
      return "a bit of byte " + std::to_string(byte) + " of " + file.string();
    }
    case 1:
      lines.erase(lines.begin() + static_cast<std::ptrdiff_t>(at));
      write(lines);
      return "entry " + std::to_string(at) + " taken out";
    case 2: {
      const std::size_t other = below(lines.size());
      std::swap(lines[at], lines[other]);
      write(lines);
      return at == other
                 ? ""
                 : "entries " + std::to_string(at) + " and " + std::to_string(other) + " exchanged";
    }
    case 3:
      lines.insert(lines.begin() + static_cast<std::ptrdiff_t>(at), lines[at]);
      write(lines);
      return "entry " + std::to_string(at) + " doubled";
    case 4: {
      const fs::path file = files[below(files.size())];
      fs::remove(file);
      return file.string() + " removed";
    }
    case 5: {
      const fs::path file = files[below(files.size())];
      const std::string text = content_of(file);
      put(file, text.substr(0, below(text.size())));
      return file.string() + " cut";
    }
    default: {
      auto entry = *parse_json(lines[at]);
      entry["by"] = "somebody else";
      const auto changed = canonical_json(entry);
      lines[at] = *changed;
      write(lines);
      return "entry " + std::to_string(at) + " rewritten in good form";
    }
  }
}

/// A folder may lose a checkpoint that others cover: then both say sound, of one fewer.
TEST_F(EvidenceFolder, DamagedAnywhereIsToldAlikeByBoth) {
  const char* cases = std::getenv("ABIDE_CASES");
  const char* given = std::getenv("ABIDE_SEED");
  const int count = cases == nullptr ? 60 : std::min(std::atoi(cases), 1000);
  const unsigned seed =
      given == nullptr ? std::random_device{}() : static_cast<unsigned>(std::stoul(given));
  std::printf("%d changes, ABIDE_SEED=%u\n", count, seed);
  std::mt19937 dice{seed};
  int found = 0;
  for (int i = 0; i < count && !HasFailure(); ++i) {
    const std::string spoilt = copy();
    const std::string what = spoil(spoilt, dice);
    SCOPED_TRACE(what);
    const Word python = of_python(spoilt, key_);
    const Word engine = of_engine(spoilt, key_);
    EXPECT_EQ(python, engine);
    const bool harmless = what.empty() || (holds(what, "/checkpoints/") && holds(what, "removed"));
    EXPECT_TRUE(!engine.sound || harmless) << "not found";
    found += engine.sound ? 0 : 1;
  }
  std::printf("%d found\n", found);
}

}  // namespace
}  // namespace abide::cli_test
