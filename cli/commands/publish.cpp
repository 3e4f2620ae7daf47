// abide publish: puts a policy in force for the nightly run, by a named person, in the ledger.
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "cli/afterwards.hpp"
#include "cli/commands.hpp"
#include "cli/comparison_print.hpp"
#include "cli/noticed.hpp"
#include "cli/published.hpp"
#include "cli/shown.hpp"

namespace abide::cli {
namespace {

using policy::compare::Announcement;
using policy::compare::Comparison;
using policy::compare::Edition;

struct PublishWords : Words {
  std::string notified;  ///< how and when people were told; empty: nobody says that they were
};

/// The policy's texts, by paths as seen from its folder.
std::vector<std::pair<std::string, std::string>> texts_of(const policy::Sources& sources) {
  const std::string& entry = sources.files.front().path();
  const std::size_t folder = entry.rfind('/') + 1;  // of none, npos + 1 is 0
  std::vector<std::pair<std::string, std::string>> texts;
  for (const policy::SourceFile& file : sources.files)
    texts.emplace_back(file.path().substr(folder), std::string{file.text()});
  return texts;
}

/// What changes, and which sentences call for telling people.
struct Changes {
  std::optional<Comparison> comparison;  ///< none where what went before cannot be read any more
  std::vector<Announcement> due;
  [[nodiscard]] bool may_loosen() const { return !comparison || comparison->may_loosen(); }
  [[nodiscard]] bool is_empty() const { return comparison && comparison->is_empty(); }
  /// The policy's own events that putting it in force makes happen.
  [[nodiscard]] std::vector<std::string> fired() const {
    std::vector<std::string> events;
    if (!is_empty()) events.emplace_back("policy_changed");
    if (may_loosen()) events.emplace_back("policy_loosened");
    return events;
  }
};

Changes changes_since(const Desk& desk, const std::optional<engine::PublishedPolicy>& last,
                      const policy::CompileResult& compiled) {
  if (!last) return {Comparison{}, {}};
  const Edition now{*compiled.model, compiled.sources};
  Stop stop;
  const auto before = read_published(desk, *last, stop);
  if (!before) {
    const Comparison unknown{{}, {}, {"what went before cannot be read"}};
    return {std::nullopt, announcements_due(now, now, unknown)};
  }
  const Edition old{*before->model, before->sources};
  Comparison comparison = compare(old, now);
  auto due = announcements_due(old, now, comparison);
  return {std::move(comparison), std::move(due)};
}

std::string since(const std::optional<engine::PublishedPolicy>& last, const Changes& changes) {
  if (!last) return "  It is the first; look at what it makes due with `abide plan --nightly`.\n";
  const std::string before =
      fmt::format("number {}, by {} on {}", last->number, last->by, to_the_second(last->at));
  if (!changes.comparison) return fmt::format("  What changed since {} cannot be told.\n", before);
  if (changes.is_empty()) return fmt::format("  It means the same as {}.\n", before);
  return fmt::format(
      "Changed since {}: {}\n{}  Where that makes more due, the first nightly run by it waits for "
      "a person.\n",
      before, summary_of(*changes.comparison), text_of(*changes.comparison));
}

/// People were promised that they would be told, and nobody says that they were: not in force.
int hold_back(const Desk& desk, const Session& session, const PublishWords& words,
              const engine::PublishedPolicy& policy, const Changes& changes) {
  Json due = Json::array();
  std::string text;
  for (const Announcement& one : changes.due) {
    due.push_back({{"promise", one.promise}, {"sentence", one.sentence}});
    text += fmt::format("  {} says `{}`  ({}:{})\n", one.promise, one.sentence, one.location.file,
                        one.location.line);
  }
  Json facts = {{"policy", session.model.name},
                {"digest", policy.digest},
                {"promises", due},
                {"changes", changes.comparison ? changes_json(*changes.comparison) : Json()}};
  auto noted = session.control->note("publication_held", words.by, policy.at, facts);
  if (noted) noted = session.control->commit();
  if (!noted) return desk.tell(noted.error());
  const auto signed_head = session.control->checkpoint();
  facts["published"] = false;
  facts["held"] = "people were not told";
  say(words, facts,
      fmt::format("Held: `{}` is not published, since people are to be told first\n{}{}  to do: "
                  "tell them, then give the same command with --notified \"how and when\"; that "
                  "is written into the ledger with who says so\n",
                  session.model.name, text,
                  changes.comparison ? text_of(*changes.comparison) : ""));
  return signed_head ? held : desk.tell(signed_head.error());
}

/// Events of the policy itself that its rules wait for happen with its publication.
Result<void> fire(Session& session, const Changes& changes, const std::string& by, Instant now) {
  for (const std::string& name : changes.fired()) {
    const auto event = session.model.find_event(name);
    const bool waited_for = std::ranges::any_of(session.model.rules, [&](const auto& rule) {
      return event && std::ranges::find(rule.anchor.events, *event) != rule.anchor.events.end();
    });
    if (!waited_for) continue;
    const auto told = session.control->add_event(
        session.model, {*event, std::nullopt, {}, now, std::nullopt, {}}, by, now);
    if (!told) return told.error();
  }
  return {};
}

int tell_same(const Words& words, const engine::PublishedPolicy& last) {
  say(words, {{"number", last.number}, {"digest", last.digest}, {"published", false}},
      fmt::format("Nothing to publish: it is what {} published on {}, number {}.\n", last.by,
                  to_the_second(last.at), last.number));
  return done;
}

/// What its notice does not say is not put in force; what nobody accepted is said.
std::optional<Noticed> read_with_notices(const Desk& desk, const std::string& file, Stop& stop) {
  auto noticed = notice(desk, file, stop);
  if (!noticed) return std::nullopt;
  desk.show(noticed->diagnostics, noticed->files, false);
  if (!noticed->sound()) {
    stop.code = desk.tell({ErrorCode::refused, "policy and notice do not say the same",
                           "mend what is said above; nothing was published"});
    stop.code = wrong;
    return std::nullopt;
  }
  if (!noticed->reading.notices.empty() && !noticed->accepted) {
    desk.note(
        "nobody has accepted the notice as it reads; `abide notice accept` records who read it");
  }
  return noticed;
}

int put_in_force(const Desk& desk, Session& session, const PublishWords& words,
                 const engine::PublishedPolicy& policy, const Changes& changes,
                 const std::optional<engine::PublishedPolicy>& last, Json facts) {
  if (last) {
    if (auto fired = fire(session, changes, words.by, policy.at); !fired)
      return desk.tell(fired.error());
  }
  const auto number = session.control->publish(policy, facts);
  if (!number) return desk.tell(number.error());
  const auto signed_head = session.control->checkpoint();
  facts["number"] = *number;
  facts["digest"] = policy.digest;
  facts["by"] = words.by;
  facts["published"] = true;
  say(words, facts,
      fmt::format(
          "{} publishes `{}` as number {}, {}\n{}{}", words.by, session.model.name, *number,
          policy.digest.substr(0, 16), since(last, changes),
          proof_of(session, "the publication", signed_head ? Signed::yes : Signed::not_yet)));
  return signed_head ? done : desk.tell(signed_head.error());
}

int act(const Desk& desk, const PublishWords& words) {
  Stop stop;
  auto session = desk.open(words, Desk::Control::open, stop);
  if (!session) return stop.code;
  const auto noticed = read_with_notices(desk, session->policy_file, stop);
  if (!noticed) return stop.code;
  const policy::CompileResult* const compiled = &noticed->compiled;
  const auto last = session->control->published();
  if (!last) return desk.tell(last.error());
  engine::PublishedPolicy policy{0,
                                 to_hex(policy::meaning_digest(*compiled->model)),
                                 words.by,
                                 desk.clock().now(),
                                 texts_of(compiled->sources),
                                 false};
  // The same texts may mean something else to another version, and must be said again then.
  const bool same = *last && (*last)->texts == policy.texts && (*last)->digest == policy.digest;
  if (same) return tell_same(words, **last);
  const Changes changes = changes_since(desk, *last, *compiled);
  if (!changes.due.empty() && words.notified.empty())
    return hold_back(desk, *session, words, policy, changes);
  Json facts = {{"policy", compiled->model->name},
                {"before", *last ? (*last)->digest : ""},
                {"changes", changes.comparison ? changes_json(*changes.comparison) : Json()},
                {"events", changes.fired()}};
  if (!words.notified.empty()) facts["notified"] = words.notified;
  return put_in_force(desk, *session, words, policy, changes, *last, std::move(facts));
}

}  // namespace

void add_publish(const Verb& program, const Desk& desk) {
  const Verb verb =
      program.add("publish", "put a policy in force for the nightly run")
          .footer(
              "Example: abide publish --deploy demo.deploy --by \"Data protection lead\"\n"
              "Where a promise says that people are told of a looser policy, one is held (exit 4) "
              "until --notified says how and when they were.");
  auto words = std::make_shared<PublishWords>();
  add_deployment(verb, *words);
  verb.take("--notified", words->notified, "how and when people were told that it becomes looser")
      .check(said);
  add_by(verb, *words, "who publishes it").require();
  verb.act([&desk, words] { return act(desk, *words); });
}

}  // namespace abide::cli
