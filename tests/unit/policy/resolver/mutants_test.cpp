// Names misspelt one at a time by one slip or two, everywhere a policy uses one: every mutant is
// refused, nearly every one is told the name that was meant, and none is mended to another policy.
#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <random>
#include <set>

#include "policy/mending.hpp"
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

/// One name of the policy, written wrong.
struct Mutant {
  Use use;
  std::string wrong;
  std::string text;
};
/// Every place in turn where a name is used, one slip and then two; in a quick run as many as
/// `most`, spread over the whole text.
std::vector<Mutant> mutants_of(const std::string& text, const Model& model, std::size_t most) {
  const std::vector<Use> uses = uses_of(text, model);
  const std::set<std::string> names = declared_names(text, model);
  EXPECT_GT(uses.size(), 300U);
  const std::size_t step = std::getenv("ABIDE_CASES") != nullptr ? 1 : uses.size() / most + 1;
  std::mt19937 random{20260508};
  std::vector<Mutant> mutants;
  for (std::size_t i = 0; i < uses.size(); i += step) {
    for (const int slips : {1, 2}) {
      const Use& use = uses[i];
      std::string wrong = use.name;
      for (int again = 0; again < 20; ++again) {
        wrong = slip(use.name, static_cast<Slip>((i + again) % 4), random);
        if (slips == 2) wrong = slip(wrong, static_cast<Slip>((i / 4 + again) % 4), random);
        if (wrong != use.name && !names.contains(wrong) && reads_as_a_name(wrong)) break;
      }
      if (wrong == use.name || names.contains(wrong) || !reads_as_a_name(wrong)) continue;
      std::string mutant = text;
      mutant.replace(use.at, use.name.size(), wrong);
      mutants.push_back({use, wrong, std::move(mutant)});
    }
  }
  return mutants;
}

/// Whether some help names what was meant.
bool is_told(const std::vector<Diagnostic>& found, const std::string& meant) {
  return std::any_of(found.begin(), found.end(), [&](const Diagnostic& diagnostic) {
    return diagnostic.help.find("`" + meant + "`") != std::string::npos;
  });
}
std::vector<Diagnostic> without_help(std::vector<Diagnostic> found) {
  for (Diagnostic& one : found) one.help.clear();
  return found;
}
/// The digits of an id are near every other's.
bool is_id(const std::string& name) { return name.find('-') != std::string::npos; }

struct Share {
  int named = 0;  ///< mutants of names that are no ids
  int told = 0;   ///< of which the name that was meant was told
  int told_by_none = 0;
  [[nodiscard]] bool is_enough(int of) const { return of * 100 >= named * 90; }
};

std::optional<std::string> example(const fs::path& path) {
  std::string text = test::read_text(path);
  return text.empty() ? std::nullopt : std::optional{std::move(text)};
}

void check_mutants(const fs::path& path, std::size_t most) {
  const auto text = example(path);
  ASSERT_TRUE(text.has_value()) << path;
  const test::Checked sound = test::check_policy(*text);
  ASSERT_TRUE(sound.result.model.has_value()) << sound.text();
  Share share;
  const std::vector<Mutant> mutants = mutants_of(*text, sound.model(), most);
  for (const Mutant& mutant : mutants) {
    const test::Checked checked = test::check_policy(mutant.text);
    EXPECT_FALSE(checked.result.model.has_value())
        << mutant.wrong << " for " << mutant.use.name << " at " << mutant.use.at;
    if (is_id(mutant.use.name)) continue;
    const auto& found = checked.result.diagnostics;
    ++share.named;
    share.told += is_told(found, mutant.use.name) ? 1 : 0;
    share.told_by_none += is_told(without_help(found), mutant.use.name) ? 1 : 0;
  }
  std::printf("%s: %zu mutants refused, %d of %d told the right name (%d %%)\n",
              path.filename().c_str(), mutants.size(), share.told, share.named,
              share.told * 100 / std::max(1, share.named));
  EXPECT_GT(share.named, 100);
  EXPECT_TRUE(share.is_enough(share.told));
  EXPECT_FALSE(share.is_enough(share.told_by_none)) << "the twin, without suggestions, is caught";
}

/// Mended, a mutant is what it was before, or is left to somebody: never another policy.
struct Mended {
  int as_before = 0;
  int another = 0;
  int left = 0;
};
Mended mend_mutants(const fs::path& path, std::size_t most, const Fixer& fixer) {
  Mended counts;
  const auto text = example(path);
  const test::Checked sound = test::check_policy(text.value_or(""));
  const Digest meaning = meaning_digest(sound.model());
  for (const Mutant& mutant : mutants_of(*text, sound.model(), most)) {
    const Looker looker = [&mutant](const Texts& changed) -> Result<Look> {
      const auto found = changed.find("test.policy");
      test::Checked checked =
          test::check_policy(found == changed.end() ? mutant.text : found->second);
      return Look{std::move(checked.sources), std::move(checked.result.diagnostics)};
    };
    const auto mending = mend(looker, fixer);
    EXPECT_TRUE(mending.ok());
    if (mending->texts.empty()) {
      ++counts.left;
      continue;
    }
    const test::Checked after = test::check_policy(mending->texts.at("test.policy"));
    const bool same = after.result.model && meaning_digest(*after.result.model) == meaning;
    ++(same || !after.result.model ? counts.as_before : counts.another);
  }
  return counts;
}
/// The twin: whatever is suggested is taken for safe.
std::vector<Fix> every_suggestion(const Diagnostic& diagnostic, const Sources& sources) {
  std::vector<Fix> fixes = fixes_for(diagnostic, sources);
  for (Fix& fix : fixes) fix.safe = true;
  return fixes;
}

const fs::path interview_studio =
    fs::path{ABIDE_SOURCE_DIR} / "docs/examples/interview-studio/interview-studio.policy";
const fs::path career_mentor =
    fs::path{ABIDE_SOURCE_DIR} / "docs/examples/career-mentor/career-mentor.policy";

TEST(Mutants, of_the_example_are_refused) { check_mutants(interview_studio, 200); }
TEST(Mutants, of_another_notices_policy_are_refused) { check_mutants(career_mentor, 200); }
TEST(Mutants, are_mended_to_what_they_were_or_not_at_all) {
  for (const fs::path& path : {interview_studio, career_mentor}) {
    const Mended counts = mend_mutants(path, 60, fixes_for);
    EXPECT_EQ(counts.another, 0) << path;
    EXPECT_GT(counts.as_before, counts.left) << path;
    std::printf("%s: %d mended to what they were, %d left to somebody\n", path.filename().c_str(),
                counts.as_before, counts.left);
  }
}
TEST(Mutants, mended_by_whatever_is_suggested_become_other_policies) {
  int another = 0;
  for (const fs::path& path : {interview_studio, career_mentor})
    another += mend_mutants(path, 60, every_suggestion).another;
  EXPECT_GT(another, 0);
}

}  // namespace
}  // namespace abide::policy
