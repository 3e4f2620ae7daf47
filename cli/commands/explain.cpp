// abide explain: why a row stays or goes, what an erasure would do, what a code or a promise means.
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "cli/erasure.hpp"
#include "cli/explain_path.hpp"
#include "cli/explain_print.hpp"
#include "cli/explain_promise.hpp"
#include "cli/explain_topics.hpp"
#include "cli/pages.hpp"
#include "cli/print.hpp"
#include "policy/diagnostics.hpp"
#include "policy/waiving.hpp"

namespace abide::cli {
namespace {

struct ExplainWords : Words {
  std::string code;
  std::string store;
  std::string table;
  std::vector<std::string> key;
  std::string of;
  std::string from;
  std::string to;
};

/// `STORE.TABLE KEY` is understood as well as `STORE TABLE KEY`.
ExplainWords in_three(ExplainWords words) {
  const auto dot = words.store.find('.');
  if (dot == std::string::npos) return words;
  words.key.insert(words.key.begin(), words.table);
  words.table = words.store.substr(dot + 1);
  words.store.resize(dot);
  return words;
}

int row(const Desk& desk, const ExplainWords& said) {
  const ExplainWords words = in_three(said);
  if (words.key.empty()) {
    return desk.tell({ErrorCode::refused, "the row's key is missing",
                      "give it last, as in `abide explain row db users 41`"});
  }
  Stop stop;
  auto session = desk.open(words, Desk::Control::open, stop);
  if (!session) return stop.code;
  const auto table = session->model.find_table(words.store + "." + words.table);
  if (!table) {
    std::vector<std::string> known;
    for (std::uint32_t i = 0; i < session->model.tables.size(); ++i)
      known.push_back(session->model.full_name(TableId{i}));
    const std::string near = policy::nearest(words.store + "." + words.table, known);
    return desk.tell({ErrorCode::not_found,
                      fmt::format("the policy has no table `{}.{}`", words.store, words.table),
                      near.empty() ? fmt::format("it has {}", fmt::join(known, ", "))
                                   : fmt::format("did you mean `{}`?", near)});
  }
  auto facts = gather(*session);
  if (!facts) return desk.tell(facts.error());
  auto story = engine::explain_row(request_of(*session, *facts), *session->control, *table,
                                   key_of(words.key));
  if (!story) return desk.tell(story.error());
  say(words, row_json(*story), row_text(*story));
  return done;
}

/// The plan of one person's erasure, as it would run now.
Result<engine::Plan> plan_of(Session& session, SubjectId subject, const Facts& facts,
                             const Words& words) {
  Whom whom;
  whom.person = words.person;
  ABIDE_TRY(engine::Identity identity, identity_of(session, whom, subject));
  ABIDE_TRY(const engine::EraseRequest erase, erasure_of(session, whom, std::move(identity)));
  ABIDE_TRY(engine::Planned planned, engine::plan_erase(request_of(session, facts), erase));
  return std::move(planned.plan);
}

int erase(const Desk& desk, const ExplainWords& words) {
  Stop stop;
  auto session =
      desk.open(words, words.person.empty() ? Desk::Control::none : Desk::Control::open, stop);
  if (!session) return stop.code;
  const auto subject = desk.subject(*session, words, stop);
  if (!subject) return stop.code;
  const engine::EraseStory story = engine::explain_erase(session->model, *subject);
  Json json = erase_json(story);
  std::string text = erase_text(story);
  if (!words.person.empty()) {
    auto facts = gather(*session);
    if (!facts) return desk.tell(facts.error());
    const auto plan = plan_of(*session, *subject, *facts, words);
    if (!plan) return desk.tell(plan.error());
    json["plan"] = engine::to_json(*plan);
    text += fmt::format("\nToday, for {}\n{}", plan->subject, plan_text(*plan));
  }
  say(words, json, text);
  return done;
}

int list_codes(const Words& words) {
  Json list = Json::array();
  std::string text;
  for (const Page& page : pages()) {
    list.push_back({{"code", page.code}, {"title", page.title()}});
    text += fmt::format("{}  {}\n", page.code, page.title());
  }
  text += "\n";
  for (const Topic& topic : topics()) {
    list.push_back({{"topic", topic.name}, {"title", topic.title}});
    text += fmt::format("{:<12}  {}\n", topic.name, topic.title);
  }
  say(words, list, text);
  return done;
}

/// Nothing is called so: the code or topic within two edits, where there is one.
Error no_page(const std::string& asked, const std::string& code) {
  std::vector<std::string> codes;
  for (const Page& page : pages()) codes.emplace_back(page.code);
  std::vector<std::string> names;
  for (const Topic& topic : topics()) names.emplace_back(topic.name);
  std::string help;
  if (const std::string near = policy::nearest(code, codes); !near.empty()) {
    const auto page = std::ranges::find(pages(), std::string_view{near}, &Page::code);
    help = fmt::format("the nearest is {} ({}); ", near, page->title());
  } else if (const std::string topic = policy::nearest(asked, names); !topic.empty()) {
    help = fmt::format("did you mean `abide explain {}`? ", topic);
  }
  return {ErrorCode::not_found, fmt::format("there is no code or topic `{}`", asked),
          help + "`abide explain` lists them all"};
}

/// How to pass over it for a while, or that nobody can.
std::string waiving(std::string_view code) {
  return policy::may_be_waived(code)
             ? fmt::format(
                   "Waive: `waive {} on NAME because \"…\" by STAFF until DATE;` passes over it "
                   "on that one thing until that day.",
                   code)
             : std::string{"Waive: it cannot be waived; it has to be mended."};
}

int promise(const Desk& desk, const ExplainWords& words, const std::string& id) {
  if (words.policy.empty()) {
    return desk.tell({ErrorCode::refused,
                      fmt::format("`{}` is a promise's id, and no policy was given", id),
                      fmt::format("give the policy that has it, last: `abide explain {} "
                                  "shop.policy`",
                                  id)});
  }
  Stop stop;
  const auto compiled = desk.read(words.policy, stop);
  if (!compiled) return stop.code;
  const auto story = explain_promise(*compiled, id);
  if (!story) return desk.tell(story.error());
  say(words, promise_json(*story), promise_text(*story));
  return done;
}

int topic(const Words& words, const Topic& topic) {
  say(words, {{"topic", topic.name}, {"title", topic.title}, {"text", topic.text}},
      std::string{topic.text});
  return done;
}

int path(const Desk& desk, const ExplainWords& words) {
  Stop stop;
  const auto compiled = desk.read(words.policy, stop);
  if (!compiled) return stop.code;
  const auto story = explain_path(*compiled->model, words.from, words.to);
  if (!story) return desk.tell(story.error());
  say(words, path_json(*compiled->model, *story), path_text(*compiled->model, *story));
  return done;
}

/// A promise's id has a dash, a code has none.
int code_or_promise(const Desk& desk, const ExplainWords& words) {
  if (words.code.empty()) return list_codes(words);
  const auto asked = std::ranges::find(topics(), std::string_view{words.code}, &Topic::name);
  if (asked != topics().end()) return topic(words, *asked);
  std::string wanted = words.code;
  std::ranges::transform(wanted, wanted.begin(), [](unsigned char c) {
    return static_cast<char>(c >= 'a' && c <= 'z' ? c - 32 : c);
  });
  if (wanted.find('-') != std::string::npos) return promise(desk, words, wanted);
  const auto page = std::ranges::find(pages(), std::string_view{wanted}, &Page::code);
  if (page == pages().end()) {
    return desk.tell(no_page(words.code, wanted));
  }
  say(words,
      {{"code", page->code},
       {"title", page->title()},
       {"text", page->text},
       {"waivable", policy::may_be_waived(page->code)}},
      fmt::format("{}\n{}\n", page->text, waiving(page->code)));
  return done;
}

}  // namespace

void add_explain(const Verb& program, const Desk& desk) {
  const Verb verb =
      program
          .add("explain",
               "why a row stays or goes, what an erasure does, what a code or a promise is")
          .footer(
              "Example: abide explain E0602\n"
              "Example: abide explain IS-053 interview-studio.policy\n"
              "Example: abide explain row db users 41 --deploy demo.deploy\n"
              "Example: abide explain erase of member --deploy demo.deploy\n"
              "Example: abide explain path db.orders to stripe shop.policy\n"
              "Topics: statements, declarations, modes, states, marks");
  auto words = std::make_shared<ExplainWords>();
  verb.take("CODE", words->code,
            "a code that a message began with, a promise's id, or a topic; without it, all codes");
  verb.take("POLICY", words->policy, "the policy that has the promise");
  verb.take("--format", words->format, "text or json").allow({"text", "json"});
  verb.act([&desk, words] { return code_or_promise(desk, *words); });
  const Verb one = verb.add("row", "every sentence about one row, and what becomes of it")
                       .footer("Example: abide explain row db users 41 --deploy demo.deploy");
  one.take("STORE", words->store, "the policy's store").require();
  one.take("TABLE", words->table, "its table, as the policy names it").require();
  one.take("KEY", words->key, "the row's key, a value for each of its columns");
  add_deployment(one, *words);
  one.take("--at", words->at, "as things will be, or were, at another moment");
  one.act([&desk, words] { return row(desk, *words); });
  const Verb way =
      verb.add("path", "by which joins and flows data gets from one thing to another")
          .footer(
              "Example: abide explain path usage.answers to stripe interview-studio.policy\n"
              "Each is a category, a table (`db.users`), a store, a recipient or a kind of person. "
              "Shown are the shortest way of the data itself, and apart from it the shortest by "
              "which it is linked with what gets there; with what makes each step and what ends "
              "it.");
  way.take("FROM", words->from, "where data begins").require();
  way.take("to", words->of, "the word `to`").require().allow({"to"});
  way.take("TO", words->to, "where it gets").require();
  way.take("POLICY", words->policy, "the policy").require();
  way.take("--format", words->format, "text or json").allow({"text", "json"});
  way.act([&desk, words] { return path(desk, *words); });
  const Verb all = verb.add("erase", "what an erasure does, table by table")
                       .footer("Example: abide explain erase of member --deploy demo.deploy");
  all.take("of", words->of, "the word `of`").require().allow({"of"});
  all.take("SUBJECT", words->subject, "the kind of person").require();
  add_deployment(all, *words);
  all.take("--for", words->person,
           "a value that identifies one person: their plan as well; `-` reads it");
  all.act([&desk, words] { return erase(desk, *words); });
}

}  // namespace abide::cli
