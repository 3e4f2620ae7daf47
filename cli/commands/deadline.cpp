// abide deadline: by when, and why. Needs no policy, no store and no clock.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "cli/commands.hpp"
#include "cli/deadline_print.hpp"

namespace abide::cli {
namespace {

struct DeadlineWords : Words {
  std::string kind;
  std::string received;
  std::string regime = "uk_gdpr";
  std::string jurisdiction;
  std::string identity;
  std::string fee;
  std::vector<std::string> clarifications;
  std::string notice;
  std::optional<int> promise;
  std::string csv;
};

/// `DAY/DAY`, or `DAY` alone or with the slash for what is still open.
Result<deadline::Question> question_of(std::string_view text) {
  const std::size_t slash = text.find('/');
  ABIDE_TRY(deadline::Moment asked, deadline::parse_moment(text.substr(0, slash)));
  deadline::Question question{asked, std::nullopt};
  if (slash != std::string_view::npos && slash + 1 < text.size()) {
    ABIDE_TRY(question.answered, deadline::parse_moment(text.substr(slash + 1)));
  }
  return question;
}

Result<std::optional<deadline::Question>> maybe_question(const std::string& text) {
  if (text.empty()) return std::optional<deadline::Question>{};
  ABIDE_TRY(deadline::Question question, question_of(text));
  return std::optional{question};
}

Result<deadline::Matter> matter_of(const DeadlineWords& words) {
  deadline::Matter matter;
  matter.kind = words.kind;
  matter.regime = words.regime;
  matter.jurisdiction = words.jurisdiction;
  ABIDE_TRY(matter.received, deadline::parse_moment(words.received));
  ABIDE_TRY(matter.identity, maybe_question(words.identity));
  ABIDE_TRY(matter.fee, maybe_question(words.fee));
  for (const std::string& text : words.clarifications) {
    ABIDE_TRY(deadline::Question question, question_of(text));
    matter.clarifications.push_back(question);
  }
  if (!words.notice.empty()) {
    ABIDE_TRY(matter.extension_notice, deadline::parse_moment(words.notice));
  }
  matter.promise_days = words.promise;
  return matter;
}

const char* remedy_of(deadline::Status status) {
  return status == deadline::Status::outside_calendar
             ? "ask again when a longer list is compiled in; the list is in policy/regimes/holidays"
         : status == deadline::Status::pause_only_for_access ? "leave --clarification out"
                                                             : "put the dates right";
}

int one_matter(const Desk& desk, const DeadlineWords& words, const deadline::Book& book) {
  const auto kind = book.kind(words.regime, words.kind);
  if (!kind) return desk.tell(kind.error());
  const auto matter = matter_of(words);
  if (!matter) return desk.tell(matter.error());
  const auto answer = book.reckon(*matter);
  if (!answer) return desk.tell(answer.error());
  if (deadline::is_rejected(answer->status)) {
    return desk.tell({ErrorCode::refused, answer->why, remedy_of(answer->status)});
  }
  say(words, answer_json(*matter, *answer), answer_text(*matter, *kind, *answer));
  return done;
}

int whole_table(const Desk& desk, const DeadlineWords& words, const deadline::Book& book) {
  const auto text = desk.files().read(words.csv);
  if (!text) return desk.tell(text.error()) == store_failed ? store_failed : wrong;
  const auto read = deadline::read_table(*text, words.csv);
  for (const Error& fault : read.faults) static_cast<void>(desk.tell(fault));
  if (!read.faults.empty()) return wrong;
  std::vector<Reckoned> rows;
  int faults = 0;
  int code = done;
  for (const deadline::Case& one : read.table.cases) {
    const auto answer = book.reckon(one.matter);
    if (!answer) {
      const Error& error = answer.error();
      static_cast<void>(desk.tell(
          {error.code, fmt::format("{}:{}: {}", words.csv, one.line, error.message), error.help}));
      ++faults;
      continue;
    }
    rows.push_back({one, *answer, deadline::compare(one, *answer)});
    if (!rows.back().differences.empty() || rows.back().is_refused()) code = broken;
  }
  if (faults != 0) return wrong;
  say(words, table_json(rows), table_text(rows));
  return code;
}

int act(const Desk& desk, const DeadlineWords& words) {
  const auto book = deadline::Book::built_in();
  if (!book) return desk.tell(book.error());
  if (!words.csv.empty()) return whole_table(desk, words, *book);
  if (words.kind.empty() || words.received.empty()) {
    return desk.tell({ErrorCode::refused, "say what was asked and when it came, or give a table",
                      "abide deadline access --received 2026-11-25, or abide deadline --csv FILE"});
  }
  return one_matter(desk, words, *book);
}

void add_options(const Verb& verb, DeadlineWords& words) {
  const Word csv =
      verb.take("--csv", words.csv, "a table of cases instead; compared where it says the dates");
  const auto add = [&](const char* name, auto& value, const char* help) {
    return verb.take(name, value, help).exclude(csv);
  };
  add("KIND", words.kind,
      "access, rectification, erasure, restriction, portability, objection, complaint_ack or "
      "breach_commission");
  add("--received", words.received,
      "the day it came, or the moment with its zone; of a breach, when it was known");
  add("--regime", words.regime, "whose law (uk_gdpr)");
  add("--jurisdiction", words.jurisdiction,
      "whose bank holidays: england-and-wales, scotland or northern-ireland");
  add("--identity", words.identity,
      "ASKED/ANSWERED: proof of identity; ASKED/ while it has not come");
  add("--fee", words.fee, "ASKED/PAID: a fee; ASKED/ while it is not paid");
  add("--clarification", words.clarifications,
      "ASKED/ANSWERED: a question about what is wanted; may be given again")
      .one_each_time();
  add("--extension-notice", words.notice, "the day the person was told of more time");
  add("--promise", words.promise, "days from receipt that the notice itself promises");
  verb.take("--format", words.format, "text or json").allow({"text", "json"});
}

}  // namespace

void add_deadline(const Verb& program, const Desk& desk) {
  const Verb verb =
      program.add("deadline", "by when a request is answered, with the working")
          .footer(
              "Example: abide deadline access --received 2026-09-07 "
              "--clarification 2026-09-10/2026-09-20\n"
              "Exit codes: 0 told, 1 a table differs or has rows without a date, 2 wrong usage or "
              "dates that cannot be.");
  auto words = std::make_shared<DeadlineWords>();
  add_options(verb, *words);
  verb.act([&desk, words] { return act(desk, *words); });
}

}  // namespace abide::cli
