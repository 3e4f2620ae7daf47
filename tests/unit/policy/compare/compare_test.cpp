// Each thing that a policy can change, changed alone: how it is judged, and that it is judged the
// other way round with the two exchanged.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <tuple>

#include "policy/compare/comparison.hpp"
#include "policy/compile.hpp"

namespace abide::policy::compare {
namespace {

const std::string clinic = R"(abide 1;
policy clinic "Clinic" { regime uk_gdpr; grace 2 days; limit rows 10; }
controller clinic_ltd "Clinic Ltd" { country GB; contact "privacy@clinic.example"; }
staff dpo "Data protection officer" {}
subject patient "Patient" { identified by db.users.id; }
category account "Account" { category id is identifier; category name; category status; }
category letters "Letters" is confidential { category body; category draft; }
category clip "Clip";
event closed "Closed" at db.users.closed_at;
event sent "Sent" at db.letters.sent_at;
event asked "Asked" from requests;
state agreed "Agreed" from app;
state grown "Grown" from app;
processor post "Post Ltd" { country GB; agreement dpa; ages_out 30 days; }
processor host_co "Host Ltd" { country GB; agreement dpa; }
recipient press "Press" { country GB; }
purpose care "Care" { basis contract; uses account, letters, clip; }
purpose study "Study" { basis legitimate_interests; uses letters; }
outlet by_post from server to post { payload "body": letters.body; purpose care; refuse when unreadable; }
store db "Database" kind sqlite { run by host_co; backups kept 30 days; encrypted at_rest;
    table users { key id; owned by patient through id; field id: account.id; field name: account.name; field closed_at: account.status; field other_at: account.status; }
    table letters { key id; owned by patient through user_id to users.id; field body: letters.body; field draft: letters.draft; clock sent_at; }
}
promise CL-01 "We delete it." in "Keeping" {
    erase account, letters.draft within 30 days of closed;
    keep letters in db at most 7 years after sent;
}
promise CL-02 "We keep letters while the law asks." in "Keeping" {
    must keep letters.body in db at least 2 years after sent because law uk.ct;
}
promise CL-03 "Some of it leaves." in "Sharing" {
    collect account, letters, clip from patient for care;
    send letters.body, letters.draft to post for care;
    send clip to press for care when agreed;
    host account, letters, clip with host_co;
}
promise CL-04 "Nothing else." in "Sharing" {
    never send account to press;
    never share clip unless agreed;
    scrub letters.draft from by_post;
}
promise CL-05 "You can ask." in "Rights" {
    right access for patient via "privacy@clinic.example" within 30 days;
    right erasure for patient via app "Delete" within 1 month;
    respond to patient within 30 days;
    notify patient of policy_loosened by email;
}
promise CL-06 detected "We look." in "Checks" {
    probe unclassified_fields on db every 1 week;
    attest "nobody reads it" by dpo every 1 year;
    file dpa with post;
}
waive W0405 on clip because "it only passes" by dpo until 2030-01-01;
)";

struct Compiled {
  CompileResult result;
  [[nodiscard]] Edition edition() const { return {*result.model, result.sources}; }
};

Compiled compiled(const std::string& text) {
  const auto reader = [&](const std::string&) -> Result<std::string> { return text; };
  auto result = compile("clinic.policy", reader, {.today = parse_date("2026-07-01")});
  EXPECT_TRUE(result.ok());
  if (!result->model) {
    for (const Diagnostic& one : result->diagnostics)
      if (one.severity == Severity::error) ADD_FAILURE() << render(one, result->sources.files);
    return compiled(clinic);
  }
  return {std::move(result).value()};
}

Comparison compared(const std::string& before, const std::string& after) {
  const Compiled old = compiled(before);
  const Compiled now = compiled(after);
  return compare(old.edition(), now.edition());
}

std::string with(std::string text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return at == std::string::npos ? text : text.replace(at, from.size(), to);
}

/// `looser time CL-01`, sorted.
std::vector<std::string> told(const Comparison& comparison) {
  std::vector<std::string> all;
  for (const Change& one : comparison.changes)
    all.push_back(std::string{word_of(one.judgement)} + " " + std::string{word_of(one.part)} + " " +
                  one.what);
  for (const std::string& one : comparison.not_told) all.push_back("not told: " + one);
  std::ranges::sort(all);
  return all;
}
/// The same with looser for stricter.
std::vector<std::string> mirrored(std::vector<std::string> all) {
  for (std::string& one : all) {
    if (one.starts_with("looser"))
      one = "stricter" + one.substr(6);
    else if (one.starts_with("stricter"))
      one = "looser" + one.substr(8);
  }
  std::ranges::sort(all);
  return all;
}
std::string joined(const std::vector<std::string>& all) {
  std::string text;
  for (const std::string& one : all) text += (text.empty() ? "" : "; ") + one;
  return text;
}

struct Case {
  const char* from;
  const char* to;
  const char* told;  ///< joined by `; `
};
void PrintTo(const Case& one, std::ostream* out) { *out << one.from << " => " << one.to; }

class Each : public testing::TestWithParam<Case> {};
TEST_P(Each, is_judged_alone_and_the_other_way_round) {
  const std::string changed = with(clinic, GetParam().from, GetParam().to);
  const auto forth = told(compared(clinic, changed));
  EXPECT_EQ(joined(forth), GetParam().told);
  EXPECT_EQ(joined(told(compared(changed, clinic))), joined(mirrored(forth)));
}
INSTANTIATE_TEST_SUITE_P(
    Time, Each,
    testing::Values(
        Case{"letters.draft within 30 days", "letters.draft within 60 days", "looser time CL-01"},
        Case{"letters.draft within 30 days", "letters.draft within 20 days", "stricter time CL-01"},
        Case{"erase account, letters.draft within 30 days of closed;",
             "erase account, letters.draft within 30 days of closed or asked;",
             "stricter time CL-01"},
        Case{"erase account, letters.draft within 30 days of closed;",
             "erase account, letters.draft within 30 days of asked;",
             "looser time CL-01; stricter time CL-01"},
        Case{"erase account, letters.draft within 30 days of closed;",
             "erase account, letters.draft within 30 days of closed except account.name;",
             "looser time CL-01"},
        Case{"erase account, letters.draft within 30 days",
             "erase account, letters.draft within 1 month",
             "looser time CL-01; stricter time CL-01"},
        Case{"at most 7 years", "at most 84 months", ""},
        Case{"    keep letters in db at most 7 years after sent;\n", "", "looser time CL-01"},
        Case{"at least 2 years", "at least 3 years", "looser time CL-02"},
        Case{"at least 2 years", "at least 1 year", "stricter time CL-02"},
        Case{"at least 2 years after sent", "at least 2 years after end of financial_year of sent",
             "looser time CL-02"},
        Case{"grace 2 days", "grace 3 days", "looser policy how it counts time"},
        Case{"grace 2 days;", "grace 2 days; zone \"Europe/Paris\";",
             "sideways policy how it counts time"},
        Case{"limit rows 10", "limit rows 11", "sideways policy limits"}));
TEST(Prohibitions, are_told_in_whole_clauses) {
  const auto why = [](const std::string& before, const std::string& after) {
    const Comparison comparison = compared(before, after);
    return comparison.changes.empty() ? "" : comparison.changes.front().why.front();
  };
  const std::string open = with(clinic, "    never send account to press;\n", "");
  const std::string lifted = why(clinic, open);
  EXPECT_TRUE(lifted.starts_with("no longer ruled out: sending `account.")) << lifted;
  EXPECT_TRUE(lifted.ends_with(" to `press`")) << lifted;
  EXPECT_TRUE(why(open, clinic).starts_with("ruled out now: sending `account.")) << lifted;
}
INSTANTIATE_TEST_SUITE_P(
    Flows, Each,
    testing::Values(
        Case{"send clip to press for care when agreed",
             "send clip to press for care when agreed, grown", "stricter flows CL-03"},
        Case{"send letters.body, letters.draft to post",
             "send letters.body, letters.draft, account.name to post", "looser flows CL-03"},
        Case{"send letters.body, letters.draft to post for care",
             "send letters.body, letters.draft to post for care, study", "looser flows CL-03"},
        Case{"    never send account to press;\n", "", "looser flows CL-04"},
        Case{"never send account to press;", "never send account to press, post;",
             "stricter flows CL-04"},
        Case{"never send account to press;", "never send account to press when grown;",
             "looser flows CL-04"},
        Case{"    never share clip unless agreed;\n", "", "looser flows CL-04"},
        Case{"collect account, letters, clip from", "collect account, letters from",
             "stricter flows CL-03"},
        Case{"uses letters; }", "uses letters, clip; }",
             "looser flows CL-03; looser flows purpose `study`"},
        Case{"host account, letters, clip with host_co", "host account, letters with host_co",
             "stricter flows CL-03"},
        Case{"payload \"body\": letters.body;", "payload \"body\": letters.body, letters.draft;",
             "looser flows outlet `by_post`"},
        Case{"scrub letters.draft from by_post", "scrub letters from by_post",
             "stricter controls CL-04"},
        Case{" refuse when unreadable;", "", "looser flows outlet `by_post`"}));
INSTANTIATE_TEST_SUITE_P(
    Rights, Each,
    testing::Values(
        Case{"via \"privacy@clinic.example\" within 30 days",
             "via \"privacy@clinic.example\" within 10 days", "stricter rights CL-05"},
        Case{"via app \"Delete\" within 1 month", "via app \"Delete\" within 2 months",
             "looser rights CL-05"},
        Case{"via app \"Delete\" within 1 month", "via \"Delete\" within 1 month",
             "looser controls CL-05; looser rights CL-05"},
        Case{"right access for patient", "right access over account for patient",
             "looser rights CL-05"},
        Case{"right access for patient via \"privacy@clinic.example\"",
             "right access for patient via \"dpo@clinic.example\"", "sideways rights CL-05"},
        Case{"respond to patient within 30 days", "respond to patient within 31 days",
             "looser rights CL-05"},
        Case{"    notify patient of policy_loosened by email;\n", "", "looser rights CL-05"}));
INSTANTIATE_TEST_SUITE_P(
    Controls, Each,
    testing::Values(
        Case{"on db every 1 week", "on db every 1 day", "stricter controls CL-06"},
        Case{"on db every 1 week", "on db every 1 month", "looser controls CL-06"},
        Case{"probe unclassified_fields on db", "probe row_owner_present on db",
             "looser controls CL-06; stricter controls CL-06"},
        Case{"by dpo every 1 year", "by dpo every 6 months", "stricter controls CL-06"},
        Case{"promise CL-06 detected", "promise CL-06 evidenced", "looser controls CL-06"},
        Case{"    file dpa with post;\n", "", "looser controls CL-06"},
        Case{"until 2030-01-01", "until 2031-01-01", "looser controls waiver `W0405 on clip`"},
        Case{"because \"it only passes\" by", "because \"it passes\" by",
             "sideways controls waiver `W0405 on clip`"}));
INSTANTIATE_TEST_SUITE_P(
    Places, Each,
    testing::Values(
        Case{"category name;", "category name is special;",
             "stricter categories category `account.name`"},
        Case{"category id is identifier", "category id", "looser categories category `account.id`"},
        Case{"backups kept 30 days", "backups kept 60 days", "looser stores store `db`"},
        Case{"backups kept 30 days; ", "", "stricter stores store `db`"},
        Case{" encrypted at_rest;", "", "looser stores store `db`"},
        Case{"kind sqlite", "kind postgres", "sideways stores store `db`"},
        Case{"at db.users.closed_at", "at db.users.other_at", "sideways stores event `closed`"},
        Case{"field name: account.name;", "field name: account.name; field nick: account.name;",
             "looser stores column `db.users.nick`"},
        Case{"owned by patient through user_id to users.id;",
             "owned jointly by patient through user_id to users.id;",
             "looser stores table `db.letters`"},
        Case{"owned by patient through user_id to users.id;",
             "shared with patient through user_id to users.id;",
             "looser stores table `db.letters`; looser time CL-01"},
        Case{"run by host_co", "run by post",
             "looser stores store `db`; stricter stores store `db`"},
        Case{"state agreed \"Agreed\" from app", "state agreed \"Agreed\" at db.users.other_at",
             "sideways stores state `agreed`"}));
INSTANTIATE_TEST_SUITE_P(
    Parties, Each,
    testing::Values(
        Case{"basis contract", "basis consent", "sideways parties purpose `care`"},
        Case{"ages_out 30 days", "ages_out 60 days", "looser parties recipient `post`"},
        Case{"\"Post Ltd\" { country GB;", "\"Post Ltd\" { country GB; region \"London\";",
             "sideways parties recipient `post`"},
        Case{"contact \"privacy@clinic.example\"", "contact \"dpo@clinic.example\"",
             "sideways parties controller `clinic_ltd`"},
        Case{"\"We delete it.\"", "\"We delete all of it.\"", "sideways policy CL-01"}));

TEST(Compare, of_the_same_policy_is_empty) {
  EXPECT_TRUE(compared(clinic, clinic).is_empty());
  EXPECT_EQ(compared(clinic, clinic), Comparison{});
}

TEST(Compare, layout_order_and_comments_change_nothing) {
  std::string text = clinic;
  const auto from = text.find("promise CL-05");
  const auto until = text.find("promise CL-06");
  const std::string moved = text.substr(from, until - from);
  text.erase(from, until - from);
  text = with(text, "promise CL-01", "// first the rights\n" + moved + "promise CL-01");
  text = with(text, "erase account, letters.draft within",
              "erase letters.draft,\n      account within");
  text = with(text, "state agreed \"Agreed\" from app;\nstate grown \"Grown\" from app;",
              "state grown \"Grown\" from app; state agreed \"Agreed\" from app;");
  EXPECT_EQ(joined(told(compared(clinic, text))), "");
}

TEST(Compare, a_statement_that_moves_to_another_promise_changes_nothing_but_modes) {
  std::string text = with(clinic, "    respond to patient within 30 days;\n", "");
  text = with(text, "    file dpa with post;",
              "    file dpa with post; respond to patient within 30 days;");
  EXPECT_EQ(joined(told(compared(clinic, text))), "");
}

using Exchanges = std::vector<std::pair<std::string, std::string>>;
std::string renamed(std::string text, const Exchanges& exchanges) {
  for (const auto& [from, to] : exchanges)
    for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
      text.replace(at, from.size(), to);
  return text;
}

class Renamed : public testing::TestWithParam<Exchanges> {};
TEST_P(Renamed, changes_nothing) {
  const Comparison found = compared(clinic, renamed(clinic, GetParam()));
  EXPECT_EQ(joined(told(found)), "");
  EXPECT_FALSE(found.renamings.empty());
}
INSTANTIATE_TEST_SUITE_P(
    EachKind, Renamed,
    testing::Values(Exchanges{{"category body", "category content"},
                              {"letters.body", "letters.content"}},
                    Exchanges{{"event closed", "event ended"}, {"of closed", "of ended"}},
                    Exchanges{{"patient", "client"}}, Exchanges{{"host_co", "hosting"}},
                    Exchanges{{"agreed", "said_yes"}}, Exchanges{{"care", "treatment"}},
                    Exchanges{{"by_post", "mailer"}}, Exchanges{{"CL-04", "CL-14"}},
                    Exchanges{{"store db", "store main"}, {" db ", " main "}, {"db.", "main."}}),
    [](const auto& one) { return "case_" + std::to_string(one.index); });

TEST(Compare, another_company_is_no_renaming) {
  const std::string text =
      renamed(with(clinic, "\"Post Ltd\"", "\"Courier Ltd\""), {{" post", " courier"}});
  const Comparison found = compared(clinic, text);
  EXPECT_TRUE(found.has(Judgement::looser));
  EXPECT_TRUE(found.has(Judgement::stricter));
}

TEST(Compare, tells_sentences_reasons_and_places) {
  const Comparison found = compared(
      clinic, with(clinic, "letters.draft within 30 days", "letters.draft within 60 days"));
  ASSERT_EQ(found.changes.size(), 1U);
  const Change& one = found.changes.front();
  EXPECT_EQ(one.before,
            std::vector<std::string>{"erase account, letters.draft within 30 days of closed"});
  EXPECT_EQ(one.after,
            std::vector<std::string>{"erase account, letters.draft within 60 days of closed"});
  ASSERT_EQ(one.why.size(), 1U);
  EXPECT_EQ(one.why.front(),
            "has to be gone 60 days after `closed`, 30 days after `closed` before: "
            "`db.letters.draft`, `db.users.closed_at`, `db.users.id`, `db.users.name`, "
            "`db.users.other_at`");
  EXPECT_EQ(one.was_at->file, "clinic.policy");
  EXPECT_EQ(one.was_at->line, 25U);
  EXPECT_EQ(one.stands_at->line, 25U);
}

TEST(Compare, tells_under_which_states_more_may_go) {
  const std::string open = with(clinic, "    never share clip unless agreed;\n", "");
  const auto sent = [&](const std::string& to) {
    return with(open, "send clip to press for care when agreed",
                "send clip to press for care" + to);
  };
  const Comparison found = compared(open, sent(" when grown"));
  ASSERT_EQ(joined(told(found)), "looser flows CL-03; stricter flows CL-03");
  EXPECT_EQ(found.changes.front().why.front(),
            "more may go: `clip` to `press` for `care`, while `grown` holds");
  EXPECT_EQ(compared(open, sent("")).changes.front().why.front(),
            "more may go: `clip` to `press` for `care`");
}

TEST(Gates, trip_from_their_level_on) {
  const auto gates = [](const std::string& text) {
    const Comparison found = compared(clinic, text);
    std::string shut;
    for (const char* gate : {"any", "loosening", "flows", "none"})
      if (trips(found, *gate_of(gate))) shut += std::string{gate} + " ";
    return shut;
  };
  EXPECT_EQ(gates(clinic), "");
  EXPECT_EQ(gates(with(clinic, "basis contract", "basis consent")), "any ");
  EXPECT_EQ(gates(with(clinic, "within 30 days of closed", "within 20 days of closed")), "any ");
  EXPECT_EQ(gates(with(clinic, "within 30 days of closed", "within 60 days of closed")),
            "any loosening ");
  EXPECT_EQ(gates(with(clinic, "    never send account to press;\n", "")), "any loosening flows ");
  EXPECT_EQ(gate_of("loosening "), std::nullopt);
}

TEST(Compare, says_what_it_cannot_tell) {
  std::string more;
  std::string never;
  for (int i = 0; i < 8; ++i) {
    const std::string state = "s" + std::to_string(i);
    more += "state " + state + " from app;\n";
    never += "never send letters.body to post when " + state + "; ";
  }
  const std::string text =
      with(with(clinic, "state agreed", more + "state agreed"), "never send account to press;",
           "never send account to press; " + never);
  const Comparison found = compared(clinic, text);
  EXPECT_FALSE(found.not_told.empty());
  EXPECT_TRUE(trips(found, Gate::flows));
  EXPECT_TRUE(found.may_loosen());
}

TEST(Announcements, are_due_by_either_version_where_it_becomes_looser) {
  const auto due = [](const std::string& before, const std::string& after) {
    const Compiled old = compiled(before);
    const Compiled now = compiled(after);
    return announcements_due(old.edition(), now.edition(), compare(old.edition(), now.edition()));
  };
  const std::string looser = with(clinic, "within 30 days of closed", "within 60 days of closed");
  const std::string silent = with(looser, "    notify patient of policy_loosened by email;\n", "");
  ASSERT_EQ(due(clinic, looser).size(), 1U);
  EXPECT_EQ(due(clinic, looser).front().promise, "CL-05");
  EXPECT_EQ(due(clinic, looser).front().sentence, "notify patient of policy_loosened by email");
  EXPECT_EQ(due(clinic, silent).size(), 1U) << "what was promised binds";
  EXPECT_TRUE(due(looser, clinic).empty()) << "only stricter";
  EXPECT_TRUE(due(clinic, clinic).empty());
  const auto always = [](const std::string& text) {
    return with(text, "of policy_loosened by", "of policy_changed by");
  };
  EXPECT_EQ(due(always(looser), always(clinic)).size(), 1U) << "any change";
  EXPECT_TRUE(due(always(clinic), always(clinic)).empty());
}

}  // namespace
}  // namespace abide::policy::compare
