// Names misspelt one at a time, everywhere a policy uses one: every mutant is refused, and nearly
// every one is told the name that was meant.
#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <random>
#include <set>

#include "tests/support/corpora.hpp"
#include "tests/support/policy_text.hpp"

namespace abide::policy {
namespace {

namespace fs = std::filesystem;

struct Use {
  std::size_t at = 0;
  std::string name;
};

bool is_name_character(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '.' || c == '-';
}

/// Every word outside texts and comments, with the one before it.
struct Word {
  std::size_t at = 0;
  std::string text;
  std::string before;
};
std::vector<Word> words_of(const std::string& text) {
  std::vector<Word> words;
  std::string before;
  for (std::size_t i = 0; i < text.size();) {
    if (text.compare(i, 2, "//") == 0) {
      i = text.find('\n', i);
    } else if (text[i] == '"') {
      for (++i; text[i] != '"'; ++i) {
        i += text[i] == '\\' ? 1 : 0;
      }
      ++i;
    } else if (is_name_character(text[i])) {
      const std::size_t begin = i;
      while (i < text.size() && is_name_character(text[i])) {
        ++i;
      }
      words.push_back({begin, text.substr(begin, i - begin), before});
      before = words.back().text;
    } else {
      before = text[i] == ';' || text[i] == '{' || text[i] == '}' ? "" : before;
      ++i;
    }
  }
  return words;
}

/// Names that a use must have got from a declaration: of the Model, and of blocks it does not hold.
std::set<std::string> declared_names(const std::string& text, const Model& model) {
  std::set<std::string> names;
  const std::set<std::string> keywords{"staff",     "subject", "recipient", "processor", "purpose",
                                       "transform", "event",   "state",     "outlet",    "promise"};
  for (const Word& word : words_of(text)) {
    if (keywords.contains(word.before)) {
      names.insert(word.text);
    }
  }
  for (const Category& category : model.categories) {
    names.insert(category.name);
  }
  for (std::uint32_t i = 0; i < model.tables.size(); ++i) {
    names.insert(model.full_name(TableId{i}));
  }
  for (const Store& store : model.stores) {
    names.insert(store.name);
  }
  return names;
}

/// Where a declared name is used rather than declared; words that are keywords as well are left
/// out.
std::vector<Use> uses_of(const std::string& text, const Model& model) {
  const std::set<std::string> names = declared_names(text, model);
  const std::set<std::string> declares{
      "category",  "store",   "table",     "folder",     "topic",   "keyspace",
      "field",     "key",     "clock",     "staff",      "subject", "recipient",
      "processor", "purpose", "transform", "event",      "state",   "outlet",
      "promise",   "ruling",  "policy",    "controller", "test",    "given"};
  std::vector<Use> uses;
  for (const Word& word : words_of(text)) {
    const bool declared_here = declares.contains(word.before);
    if (names.contains(word.text) && !declared_here && word.text.size() > 2) {
      uses.push_back({word.at, word.text});
    }
  }
  return uses;
}

enum class Slip { swap, drop, twice, change };
std::string slip(const std::string& name, Slip kind, std::mt19937& random) {
  std::uniform_int_distribution<std::size_t> any{0, name.size() - 2};
  const std::size_t at = any(random);
  std::string wrong = name;
  switch (kind) {
    case Slip::swap:
      std::swap(wrong[at], wrong[at + 1]);
      break;
    case Slip::drop:
      wrong.erase(at, 1);
      break;
    case Slip::twice:
      wrong.insert(at, 1, wrong[at]);
      break;
    case Slip::change:
      wrong[at] = wrong[at] == 'x' ? 'k' : 'x';
      break;
  }
  return wrong;
}

bool reads_as_a_name(const std::string& text) {
  return std::isalpha(static_cast<unsigned char>(text.front())) != 0 && text.back() != '.' &&
         text.find("..") == std::string::npos;
}

void check_mutants(const fs::path& path, int count) {
  const std::string text = test::read_text(path);
  if (text.empty()) {
    GTEST_SKIP() << "no " << path.filename().string() << " to misspell (ABIDE_CORPORA)";
  }
  const test::Checked sound = test::check_policy(text);
  ASSERT_TRUE(sound.result.model.has_value()) << sound.text();
  const std::vector<Use> uses = uses_of(text, sound.model());
  const std::set<std::string> names = declared_names(text, sound.model());
  ASSERT_GT(uses.size(), 300U);
  std::mt19937 random{20260508};
  std::uniform_int_distribution<std::size_t> any{0, uses.size() - 1};
  int tried = 0;
  int named = 0;
  int told = 0;
  while (tried < count) {
    const Use& use = uses[any(random)];
    const std::string wrong = slip(use.name, static_cast<Slip>(tried % 4), random);
    if (wrong == use.name || names.contains(wrong) || !reads_as_a_name(wrong)) {
      continue;
    }
    std::string mutant = text;
    mutant.replace(use.at, use.name.size(), wrong);
    const test::Checked checked = test::check_policy(std::move(mutant));
    ++tried;
    EXPECT_FALSE(checked.result.model.has_value())
        << wrong << " for " << use.name << " at " << use.at;
    const auto& found = checked.result.diagnostics;
    const bool right = std::any_of(found.begin(), found.end(), [&](const Diagnostic& diagnostic) {
      return diagnostic.help.find("`" + use.name + "`") != std::string::npos;
    });
    const bool is_id =
        use.name.find('-') != std::string::npos;  // its digits are near every other's
    named += is_id ? 0 : 1;
    told += right && !is_id ? 1 : 0;
  }
  EXPECT_GE(told * 100, named * 90) << told << " of " << named;
  testing::Test::RecordProperty("told", told);
  testing::Test::RecordProperty("named", named);
  EXPECT_GT(named, count / 2);
}

TEST(Mutants, of_the_example_are_refused) {
  check_mutants(
      fs::path{ABIDE_SOURCE_DIR} / "docs/examples/interview-studio/interview-studio.policy", 450);
}
TEST(Mutants, of_another_notices_policy_are_refused) {
  check_mutants(fs::path{ABIDE_SOURCE_DIR} / "docs/examples/career-mentor/career-mentor.policy",
                450);
}

}  // namespace
}  // namespace abide::policy
