// The 23 findings that somebody who knows the law has in the two published notices: each is raised,
// by the checker itself or by a ruling that puts it to somebody by a day. Where a ruling settles
// what the checker tells, it is shown that the checker tells it without the ruling.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdio>
#include <filesystem>
#include <map>
#include <set>

#include "policy/compile.hpp"
#include "policy/notices/check.hpp"
#include "tests/support/corpora.hpp"

namespace abide::policy::notices {
namespace {

namespace fs = std::filesystem;

enum class Seed { career_mentor, interview_studio };
struct Finding {
  const char* id;
  Seed seed;
  const char* by;            ///< a code, a ruling or a promise
  const char* says;          ///< in its message, its question, or what stands under it
  const char* without = "";  ///< raised where the ruling is taken out, or the words are
};

constexpr auto A = Seed::career_mentor;
constexpr auto B = Seed::interview_studio;
const std::vector<Finding> findings{
    {"LINT-01", A, "W0411", "has no address"},
    {"LINT-02", A, "CM-G06", "No lawful basis"},
    {"LINT-03", B, "IS-G13", "not tied to purposes"},
    {"LINT-04", A, "CM-G06", "complain (to the controller", "W0408"},
    {"LINT-04", B, "IS-G15", "No way to complain to the controller", "W0408"},
    {"LINT-05", A, "CM-G06", "or to the regulator"},
    {"LINT-05", B, "IS-G15", "the regulator's name needs checking"},
    {"LINT-06", A, "CM-G06", "right to restrict, object", "W0408"},
    {"LINT-07", A, "CM-G06", "international-transfer safeguard", "E0403"},
    {"LINT-07", B, "IS-G10", "names only Anthropic and Vercel", "E0403"},
    {"LINT-08", A, "CM-G03", "pseudonymous, not anonymous"},
    {"LINT-09", A, "CM-G04", "separate request for full deletion"},
    {"LINT-10", A, "CM-G05", "No retention period for crash reports", "W0405"},
    {"LINT-10", B, "IS-G01", "have no retention period", "W0405"},
    {"LINT-10", B, "IS-G12", "Nothing is said of backups"},
    {"LINT-11", B, "IS-G14", "names none"},
    {"LINT-12", B, "IS-G05", "not defined"},
    {"LINT-13", A, "CM-G07", "later than the statutory calendar month", "W0412"},
    {"LINT-13", B, "IS-G04", "later than the statutory calendar month", "W0412"},
    {"LINT-14", B, "IS-G09", "Transactional email has no named provider", "W0903"},
    {"LINT-15", B, "IS-G09", "Google (sign-in) is not in the list"},
    {"LINT-16", A, "CM-G02", "corporate assessments"},
    {"LINT-17", A, "CM-G11", "how long OpenAI keeps API inputs is not stated"},
    {"LINT-18", A, "CM-G17", "free text"},
    {"LINT-18", B, "IS-G17", "free text"},
    {"LINT-19", B, "IS-G08", "needs consent before they are set", "W0409"},
    {"LINT-20", B, "IS-G16", "whether children are likely to"},
    {"LINT-21", B, "IS-048", "scrub usage from sentry_events"},
    {"LINT-21", A, "CM-061", "scrub "},
    {"LINT-22", A, "CM-036", "never train"},
    {"LINT-22", A, "CM-037", "never sell"},
    {"LINT-22", B, "IS-021", "never advertise"},
    {"LINT-23", A, "CM-066", " review every 24 months"},
};

struct Example {
  std::string name, policy, notice;
};
const Example& example(Seed seed) {
  static const std::map<Seed, Example> examples = [] {
    std::map<Seed, Example> read;
    for (const auto& [which, name] : {std::pair{A, "career-mentor"}, {B, "interview-studio"}}) {
      const fs::path folder = fs::path{ABIDE_SOURCE_DIR} / "docs" / "examples" / name;
      read[which] = {name, abide::test::read_text(folder / (std::string{name} + ".policy")),
                     abide::test::read_text(folder / (std::string{name} + ".txt"))};
    }
    return read;
  }();
  return examples.at(seed);
}

std::vector<Diagnostic> told(const Example& of, const std::string& policy) {
  const auto reader = [&](const std::string& path) -> Result<std::string> {
    return path.ends_with(".policy") ? policy : of.notice;
  };
  const std::optional<Date> today = parse_date("2026-07-01");
  auto compiled = compile(of.name + ".policy", reader, {.today = today});
  std::vector<Diagnostic> all = compiled->diagnostics;
  for (Diagnostic& one :
       read_notices(compiled->sources, of.name + ".policy", reader, nullptr, {.today = today})
           .diagnostics)
    all.push_back(std::move(one));
  return all;
}
bool raises(const std::vector<Diagnostic>& all, const std::string& code, const std::string& says) {
  return std::ranges::any_of(all, [&](const Diagnostic& one) {
    return one.code == code && one.message.find(says) != std::string::npos;
  });
}

/// The declaration that begins with these words, to its closing brace in column 0.
std::string declaration(const std::string& policy, const std::string& begins) {
  const std::size_t at =
      std::min(policy.find("\n" + begins + " "), policy.find("\n" + begins + "\n"));
  return at == std::string::npos ? ""
                                 : policy.substr(at + 1, policy.find("\n}\n", at) + 3 - at - 1);
}
std::string without(std::string text, const std::string& part) {
  const std::size_t at = text.find(part);
  return at == std::string::npos ? text : text.replace(at, part.size(), "");
}

/// Empty where the finding is raised as it says; else what is not so.
std::string fault_of(const Finding& finding) {
  const Example& of = example(finding.seed);
  const std::string by = finding.by;
  if (by.find('-') == std::string::npos)
    return raises(told(of, of.policy), by, finding.says) ? "" : "the checker does not raise it";
  const bool ruling = by.find("-G") != std::string::npos;
  const std::string text = declaration(of.policy, (ruling ? "ruling " : "promise ") + by);
  if (text.find(finding.says) == std::string::npos) return "`" + by + "` does not say it";
  if (*finding.without == '\0') return "";
  const std::string part = ruling ? text : finding.says;
  const bool quiet = !raises(told(of, of.policy), finding.without, "");
  const bool loud = raises(told(of, without(of.policy, part)), finding.without, "");
  return quiet && loud ? "" : fmt::format("with and without it {} is the same", finding.without);
}

TEST(Findings, of_both_notices_are_raised_every_one) {
  std::set<std::string> ids;
  for (const Finding& finding : findings) {
    EXPECT_EQ(fault_of(finding), "") << finding.id << " " << finding.by;
    ids.insert(finding.id);
    std::printf("%s  %-16s  %s%s%s\n", finding.id, example(finding.seed).name.c_str(), finding.by,
                *finding.without == '\0' ? "" : ", without it ", finding.without);
  }
  EXPECT_EQ(ids.size(), 23U);
}
TEST(Findings, that_nothing_raises_are_missed) {
  EXPECT_NE(fault_of({"LINT-99", A, "W0412", ""}), "");
  EXPECT_NE(fault_of({"LINT-99", A, "CM-G06", "no word of this"}), "");
  EXPECT_NE(fault_of({"LINT-99", A, "CM-G08", "Resend", "W0405"}), "");
}
TEST(Findings, a_criterion_without_a_review_is_told) {
  const Example& of = example(A);
  const std::string spoilt = [&] {
    std::string text = of.policy;
    for (std::string part : {" review every 24 months", " review every 24 months",
                             " review every 24 months", " review every 12 months"})
      text = without(text, part);
    return text;
  }();
  EXPECT_FALSE(raises(told(of, of.policy), "W0405", ""));
  EXPECT_TRUE(raises(told(of, spoilt), "W0405", "looks at it again")) << "nothing was told";
}

}  // namespace
}  // namespace abide::policy::notices
