// Sentences by chance, one to a line, so that a fault leads to its sentence.
#include "tests/properties/policy_maker.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>

namespace abide::properties {
namespace {

using Kind = Sentence::Kind;
using Names = std::vector<std::string>;

std::string list(const Names& names) { return fmt::format("{}", fmt::join(names, ", ")); }
std::string clause(const char* word, const Names& names) {
  return names.empty() ? "" : fmt::format(" {} {}", word, list(names));
}

std::string said(const Sentence& s) {
  const std::string what = list(s.leaves);
  const std::string in = s.in.empty() ? "" : " in db." + s.in;
  const std::string from = (s.end_of.empty() ? "" : "end of " + s.end_of + " of ") +
                           fmt::format("{}", fmt::join(s.events, " or "));
  const std::string except = clause("except", s.except);
  switch (s.kind) {
    case Kind::send:
    case Kind::ruling:
      return "send " + what + clause("to", s.to) + clause("for", s.purposes) +
             clause("when", s.when);
    case Kind::only_send:
      return "only send " + what + clause("to", s.to) + clause("for", s.purposes) +
             clause("when", s.when);
    case Kind::host:
      return "host " + what + clause("with", s.to);
    case Kind::never_send:
      return "never send " + what + clause("to", s.to) + clause("for", s.purposes) + except +
             clause("when", s.when) + clause("unless", s.unless);
    case Kind::never_use:
      return "never use " + what + clause("for", s.purposes) + clause("when", s.when) +
             clause("unless", s.unless);
    case Kind::use_only:
      return "use " + what + clause("only for", s.purposes);
    case Kind::may_keep:
      return "may keep " + what + in + " until " + from + except;
    case Kind::at_least:
      return "must keep " + what + in + " at least " + s.period + " after " + from +
             " because law uk.ct";
    case Kind::term:
      return "must keep " + what + in + " for " + s.period + " after " + from +
             " because law uk.ct";
    case Kind::at_most:
      return "keep " + what + in + " at most " + s.period + " after " + from + except;
    case Kind::within:
      return "erase " + what + in + " within " + s.period + " of " + from + except;
    case Kind::at_once:
      return "erase " + what + in + " promptly after " + from + except;
  }
  return "";
}

std::string line_of(const Sentence& s) {
  if (s.kind == Kind::ruling)
    return fmt::format(
        "ruling R-{} between P-{} \"Is it meant?\" {{ {}; decide by dpo before "
        "2099-01-01; }}\n",
        s.id, s.against, said(s));
  return fmt::format("promise P-{} {{ {}; }}\n", s.id, said(s));
}

std::string head_of(const Draft& draft) {
  std::string text = fmt::format(
      "abide 1;\n"
      "policy clinic \"Clinic\" {{ regime uk_gdpr; grace {}; financial_year \"{}\"; }}\n"
      "staff dpo \"Officer\" {{}}\n"
      "subject patient \"Patient\" {{ identified by db.users.id; }}\n"
      "category account {{ category id is identifier; category name; }}\n"
      "category letters {{ category body is special; category draft; }}\n"
      "category note is pseudonymous; category clip;\n"
      "event closed at db.users.closed_at; event sent at db.letters.sent_at;\n"
      "event left at db.visits.left_at; event asked from requests;\n"
      "state agreed from app; state grown from app;\n"
      "processor post \"Post\" {{ country GB; }} processor host_co \"Host\" {{ country GB; }}\n"
      "recipient press \"Press\" {{ country GB; }}\n",
      draft.grace, draft.year_ends);
  for (std::size_t i = 0; i < draft.uses.size(); ++i)
    text += fmt::format("purpose {} \"Purpose {}\" {{ basis contract; uses {}; }}\n",
                        all_purposes[i], i, list(draft.uses[i]));
  return text +
         "store db kind sqlite {\n"
         "  table users { key id; owned by patient through id; field id: account.id; field name: "
         "account.name; }\n"
         "  table letters { key id; owned by patient through user_id to users.id; field body: "
         "letters.body; field draft: letters.draft; field sender: account.name; }\n"
         "  table visits { key id; owned by patient through user_id to users.id; field note: note; "
         "field mixed: note, letters.draft; }\n"
         "}\n";
}

// ── chance ────────────────────────────────────────────────────────────────────────────────────

Names some(Tape& tape, const Names& of, std::size_t at_least, std::size_t rare) {
  Names names;
  for (const std::string& one : of)
    if (tape.once_in(rare)) names.push_back(one);
  // On from where chance points, so that a tape that has run out ends as well.
  for (std::size_t at = tape.below(of.size()); names.size() < at_least; ++at) {
    const std::string& one = of[at % of.size()];
    if (std::ranges::find(names, one) == names.end()) names.push_back(one);
  }
  return names;
}

Names any_leaves(Tape& tape) {
  if (tape.once_in(6)) return {tape.one_of<std::string>({"personal", "account", "letters"})};
  return some(tape, all_leaves, 1, 4);
}

void any_flow(Tape& tape, Sentence& s) {
  s.leaves = any_leaves(tape);
  const bool never = s.kind == Kind::never_send || s.kind == Kind::never_use;
  if (s.kind != Kind::use_only && s.kind != Kind::never_use) {
    s.to = some(tape, all_recipients, 1, 4);
    if (s.kind == Kind::never_send && tape.once_in(4)) {
      s.to = {"anyone"};
      if (tape.once_in(2)) s.except = some(tape, all_recipients, 1, 4);
    }
  }
  const bool needs_purpose = s.kind == Kind::never_use || s.kind == Kind::use_only;
  if (s.kind != Kind::host && (needs_purpose || !tape.once_in(3)))
    s.purposes = some(tape, all_purposes, 1, 4);
  if (s.kind == Kind::send || s.kind == Kind::only_send) s.when = some(tape, all_states, 0, 4);
  if (never && !tape.once_in(4)) {
    (tape.once_in(3) ? s.when : s.unless) = {tape.one_of(all_states)};
    if (tape.once_in(5)) s.unless = some(tape, all_states, 1, 3);
  }
}

std::string any_period(Tape& tape) {
  return tape.one_of<std::string>({"30 days", "1 month", "20 days", "2 months", "1 year",
                                   "12 months", "2 years", "7 years", "60 days", "4 weeks",
                                   "13 months", "6 years"});
}

void any_time(Tape& tape, Sentence& s) {
  s.in = tape.one_of<std::string>({"letters", "", "visits", "users"});
  const Names leaves = s.in == "letters"  ? Names{"letters.body", "letters.draft", "account.name"}
                       : s.in == "visits" ? Names{"note", "letters.draft"}
                       : s.in == "users"  ? Names{"account.id", "account.name"}
                                          : all_leaves;
  s.leaves = some(tape, leaves, 1, 3);
  Names events{"closed", "asked"};
  if (s.in == "letters") events.insert(events.begin(), "sent");
  if (s.in == "visits") events.insert(events.begin(), "left");
  s.events = {tape.one_of(events)};
  const bool floor = s.kind == Kind::at_least || s.kind == Kind::term;
  if (tape.once_in(4)) s.events = some(tape, events, 2, 3);
  s.period = any_period(tape);
  if (floor || s.kind == Kind::at_most)
    if (tape.once_in(4))
      s.end_of = tape.one_of<std::string>({"financial_year", "tax_year", "year"});
  if (!floor && s.leaves.size() > 1 && tape.once_in(5)) s.except = {s.leaves.back()};
}

bool is_about_time(Kind kind) { return kind >= Kind::may_keep; }

Sentence any_sentence(Tape& tape, int id, const std::vector<Sentence>& others) {
  Sentence s;
  s.id = id;
  s.kind = tape.one_of({Kind::send, Kind::within, Kind::never_send, Kind::at_most, Kind::host,
                        Kind::send, Kind::may_keep, Kind::at_least, Kind::never_use, Kind::within,
                        Kind::only_send, Kind::use_only, Kind::at_once, Kind::term, Kind::ruling,
                        Kind::at_most});
  if (s.kind == Kind::ruling) {
    for (const Sentence& one : others)
      if (one.kind == Kind::never_send && (s.against == 0 || tape.once_in(2))) s.against = one.id;
    if (s.against == 0) s.kind = Kind::send;
  }
  is_about_time(s.kind) ? any_time(tape, s) : any_flow(tape, s);
  return s;
}

int next_id(const Draft& draft) {
  int id = 1;
  for (const Sentence& one : draft.sentences) id = std::max(id, one.id + 1);
  return id;
}

/// Leaves out sentences that are faulty until the rest compiles.
Made mended(Draft draft) {
  constexpr int rounds = 6;
  for (int round = 0; round < rounds; ++round) {
    test::Checked checked = test::check_policy(draft.text());
    if (checked.result.model) return {std::move(draft), std::move(checked)};
    const auto head = static_cast<std::uint32_t>(std::ranges::count(head_of(draft), '\n'));
    std::set<std::size_t> faulty;
    for (const policy::Diagnostic& one : checked.result.diagnostics) {
      if (one.severity != policy::Severity::error) continue;
      const std::uint32_t line = checked.sources.files.front().line_at(one.span.begin);
      faulty.insert(line > head ? line - head - 1 : draft.sentences.size() - 1);
    }
    for (auto at = faulty.rbegin(); at != faulty.rend() && !draft.sentences.empty(); ++at)
      draft.sentences.erase(draft.sentences.begin() +
                            static_cast<std::ptrdiff_t>(std::min(*at, draft.sentences.size() - 1)));
  }
  draft.sentences.clear();
  return {draft, test::check_policy(draft.text())};
}

void change_one(Tape& tape, Draft& draft) {
  if (draft.sentences.empty() || tape.once_in(5)) {
    draft.sentences.push_back(any_sentence(tape, next_id(draft), draft.sentences));
    return;
  }
  const std::size_t at = tape.below(draft.sentences.size());
  Sentence& s = draft.sentences[at];
  switch (tape.below(7)) {
    case 0:
      draft.sentences.erase(draft.sentences.begin() + static_cast<std::ptrdiff_t>(at));
      return;
    case 1:
    case 2:
      if (is_about_time(s.kind)) {
        s.period = any_period(tape);
      } else if (s.kind == Kind::never_send || s.kind == Kind::never_use) {
        s.unless = some(tape, all_states, 0, 2);
      } else {
        s.when = s.kind == Kind::send ? some(tape, all_states, 0, 2) : s.when;
      }
      return;
    case 3:
      if (s.leaves.size() > 1) s.leaves.pop_back();
      s.except.clear();
      return;
    case 4: {
      const std::string leaf = tape.one_of(all_leaves);
      if (std::ranges::find(s.leaves, leaf) == s.leaves.end()) s.leaves.push_back(leaf);
      return;
    }
    case 5:
      if (tape.once_in(3)) {
        draft.grace = tape.one_of<std::string>({"1 day", "2 days", "3 days"});
      } else {
        auto& uses = draft.uses[tape.below(draft.uses.size())];
        uses = some(tape, all_leaves, 2, 2);
      }
      return;
    default:
      s = any_sentence(tape, s.id, draft.sentences);
  }
}

}  // namespace

std::string Draft::text() const {
  std::string text = head_of(*this);
  for (const Sentence& one : sentences) text += line_of(one);
  return text;
}

Made any_policy(Tape& tape) {
  Draft draft;
  draft.grace = tape.one_of<std::string>({"1 day", "2 days", "3 days"});
  draft.year_ends = tape.one_of<std::string>({"31 March", "31 December", "29 February", "5 April"});
  for (std::size_t i = 0; i < all_purposes.size(); ++i)
    draft.uses.push_back(tape.once_in(3) ? some(tape, all_leaves, 3, 2) : all_leaves);
  const int count = tape.between(4, 14);
  for (int i = 1; i <= count; ++i)
    draft.sentences.push_back(any_sentence(tape, i, draft.sentences));
  return mended(std::move(draft));
}

Made changed(Tape& tape, const Made& from) {
  Draft draft = from.draft;
  for (int i = tape.between(1, 3); i > 0; --i) change_one(tape, draft);
  return mended(std::move(draft));
}

test::Checked told_otherwise(Tape& tape, const Draft& draft) {
  std::vector<Sentence> sentences = draft.sentences;
  for (std::size_t i = sentences.size(); i > 1; --i)
    std::swap(sentences[i - 1], sentences[tape.below(i)]);
  std::string text = head_of(draft);
  for (Sentence s : sentences) {
    std::ranges::reverse(s.leaves);
    std::ranges::reverse(s.to);
    std::ranges::reverse(s.when);
    text += "\n// told otherwise\n" + line_of(s);
  }
  const auto exchange = [&](const std::string& from, const std::string& to) {
    for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
      text.replace(at, from.size(), to);
  };
  if (tape.once_in(2)) {
    exchange("category draft", "category sketch");
    exchange("letters.draft", "letters.sketch");
  }
  if (tape.once_in(2)) exchange("patient", "client");
  if (tape.once_in(2)) {
    exchange(" sent ", " posted ");
    exchange(" sent;", " posted;");
  }
  if (tape.once_in(2)) exchange("press", "newspaper");
  if (tape.once_in(2)) exchange(" care", " treatment");
  return test::check_policy(text);
}

}  // namespace abide::properties
