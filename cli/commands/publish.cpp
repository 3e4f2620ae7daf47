// abide publish: puts a policy in force for the nightly run, by a named person, in the ledger.
#include <fmt/format.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "cli/afterwards.hpp"
#include "cli/commands.hpp"
#include "cli/noticed.hpp"
#include "cli/shown.hpp"
#include "policy/diff.hpp"

namespace abide::cli {
namespace {

using Differences = std::vector<policy::Difference>;

/// The policy's texts, by paths as seen from its folder.
std::vector<std::pair<std::string, std::string>> texts_of(const policy::Sources& sources) {
  const std::string& entry = sources.files.front().path();
  const std::size_t folder = entry.rfind('/') + 1;  // of none, npos + 1 is 0
  std::vector<std::pair<std::string, std::string>> texts;
  for (const policy::SourceFile& file : sources.files)
    texts.emplace_back(file.path().substr(folder), std::string{file.text()});
  return texts;
}

Json json_of(const Differences& changes) {
  Json list = Json::array();
  for (const policy::Difference& one : changes)
    list.push_back({{"what", one.what}, {"before", one.before}, {"after", one.after}});
  return list;
}

std::string text_of(const Differences& changes) {
  std::string text;
  for (const policy::Difference& one : changes) {
    text += fmt::format("  {}\n", one.what);
    for (const std::string& sentence : one.before) text += fmt::format("    - {}\n", sentence);
    for (const std::string& sentence : one.after) text += fmt::format("    + {}\n", sentence);
  }
  return text;
}

/// What changes for the nightly run; nullopt when what went before cannot be read any more.
std::optional<Differences> changes_since(const Desk& desk,
                                         const std::optional<engine::PublishedPolicy>& last,
                                         const policy::Model& now) {
  if (!last) return Differences{};
  Stop stop;
  const auto before = desk.compile(*last, stop);
  return before ? std::optional{policy::differences(*before, now)} : std::nullopt;
}

std::string since(const std::optional<engine::PublishedPolicy>& last,
                  const std::optional<Differences>& changes) {
  if (!last) return "  It is the first; look at what it makes due with `abide plan --nightly`.\n";
  const std::string before =
      fmt::format("number {}, by {} on {}", last->number, last->by, to_string(last->at));
  if (!changes) return fmt::format("  What changed since {} cannot be told.\n", before);
  if (changes->empty()) return fmt::format("  It means the same as {}.\n", before);
  return fmt::format(
      "Changed since {}\n{}  Where that makes more due, the first nightly run by it waits for a "
      "person.\n",
      before, text_of(*changes));
}

int tell_same(const Words& words, const engine::PublishedPolicy& last) {
  say(words, {{"number", last.number}, {"digest", last.digest}, {"published", false}},
      fmt::format("Nothing to publish: it is what {} published on {}, number {}.\n", last.by,
                  to_string(last.at), last.number));
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

int act(const Desk& desk, const Words& words) {
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
  const auto changes = changes_since(desk, *last, *compiled->model);
  Json facts = {{"policy", compiled->model->name},
                {"before", *last ? (*last)->digest : ""},
                {"changes", changes ? json_of(*changes) : Json()}};
  const auto number = session->control->publish(policy, facts);
  if (!number) return desk.tell(number.error());
  const auto signed_head = session->control->checkpoint();
  facts["number"] = *number;
  facts["digest"] = policy.digest;
  facts["by"] = words.by;
  facts["published"] = true;
  say(words, facts,
      fmt::format(
          "{} publishes `{}` as number {}, {}\n{}{}", words.by, compiled->model->name, *number,
          policy.digest.substr(0, 16), since(*last, changes),
          proof_of(*session, "the publication", signed_head ? Signed::yes : Signed::not_yet)));
  return signed_head ? done : desk.tell(signed_head.error());
}

}  // namespace

void add_publish(const Verb& program, const Desk& desk) {
  const Verb verb =
      program.add("publish", "put a policy in force for the nightly run")
          .footer("Example: abide publish --deploy demo.deploy --by \"Data protection lead\"");
  auto words = std::make_shared<Words>();
  add_deployment(verb, *words);
  add_by(verb, *words, "who publishes it").require();
  verb.act([&desk, words] { return act(desk, *words); });
}

}  // namespace abide::cli
