// abide notice: which promises stand on which sentence, what another text of the notice would
// change, and who accepted the one there is.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <iterator>
#include <nlohmann/json.hpp>

#include "base/digest.hpp"
#include "cli/commands.hpp"
#include "cli/notice_print.hpp"
#include "cli/shown.hpp"

namespace abide::cli {
namespace {

namespace notices = policy::notices;

struct NoticeWords : Words {
  std::string other;
  std::string notice;
};

/// A policy that compiles and whose notices were read; else what is wrong was told.
std::optional<Noticed> read(const Desk& desk, const Words& words, Stop& stop) {
  auto noticed = notice(desk, words.policy, stop);
  if (!noticed) return std::nullopt;
  const bool unread = std::ranges::any_of(noticed->reading.diagnostics,
                                          [](const auto& one) { return one.code == "E0905"; });
  if (!noticed->compiled.model || unread) {
    desk.show(noticed->diagnostics, noticed->files, false);
    stop.code = wrong;
    return std::nullopt;
  }
  if (noticed->reading.notices.empty()) {
    stop.code = desk.tell({ErrorCode::refused, fmt::format("`{}` names no notice", words.policy),
                           "say `notice \"FILE\";` in its `policy` block"});
    return std::nullopt;
  }
  return noticed;
}

int coverage(const Desk& desk, const Words& words) {
  Stop stop;
  const auto noticed = read(desk, words, stop);
  if (!noticed) return stop.code;
  say(words, coverage_json(*noticed), coverage_text(*noticed));
  const bool all = notices::standing_promises(noticed->reading) == noticed->reading.quoted.size();
  return all ? done : broken;
}

/// The notice that the words mean: the only one, or the one they name.
const notices::ReadNotice* meant(const Desk& desk, const NoticeWords& words,
                                 const Noticed& noticed) {
  const auto& all = noticed.reading.notices;
  const auto at = words.notice.empty()
                      ? all.begin()
                      : std::ranges::find_if(all, [&](const notices::ReadNotice& one) {
                          return one.named.path == words.notice;
                        });
  if (at != all.end() && (all.size() == 1 || !words.notice.empty())) return &*at;
  std::string names;
  for (const notices::ReadNotice& one : all)
    names += fmt::format("{}`{}`", names.empty() ? "" : ", ", one.named.path);
  desk.tell({ErrorCode::refused, "which notice the text is of is not clear",
             fmt::format("give `--notice` one of {}", names)});
  return nullptr;
}

int diff(const Desk& desk, const NoticeWords& words) {
  Stop stop;
  const auto noticed = read(desk, words, stop);
  if (!noticed) return stop.code;
  const notices::ReadNotice* const before = meant(desk, words, *noticed);
  if (before == nullptr) return wrong;
  auto text = notice_text(desk, words.other, "");
  if (!text) return desk.tell(text.error());
  const auto after =
      notices::Notice::read(words.other, std::move(*text),
                            notices::titles_in(noticed->compiled.sources, noticed->reading.quoted));
  if (!after) return desk.tell(after.error());
  const Compared compared = compare(before->notice, *after, *noticed);
  Json json = changes_json(compared, *noticed);
  json["notice"] = before->named.path;
  json["against"] = words.other;
  say(words, json,
      fmt::format("{} against {}: {}", before->named.path, words.other,
                  changes_text(compared, *noticed)));
  return compared.changes.empty() && compared.lost.empty() ? done : broken;
}

/// What one notice came to.
struct Told {
  Json json;
  std::string text;
  bool is_new = false;
};

/// What changed since a notice was accepted, and what is to be known of that: the promises that
/// quote it and the warnings that are open about it.
struct Since {
  std::string text;
  Json json;  ///< null where the change cannot be told
};
Since since_accepted(const Noticed& noticed, const notices::ReadNotice& read,
                     const notices::AcceptedNotice& last) {
  const notices::Acceptance& before = last.history.back();
  Since since;
  since.text = fmt::format("  Since {} accepted it on {}: ", before.by, to_the_second(before.at));
  const auto earlier =
      notices::Notice::read(read.named.path, last.text,
                            notices::titles_in(noticed.compiled.sources, noticed.reading.quoted));
  if (!earlier) {
    since.text +=
        "what changed cannot be told, since the old words are not kept so that they can be read. "
        "`abide notice diff POLICY OLD-FILE` shows it where you kept the old file.\n";
    return since;
  }
  const Compared compared = compare(*earlier, read.notice, noticed);
  const Touched touched = touched_by(compared, read, noticed);
  since.json = changes_json(compared, noticed);
  since.json.update(touched_json(touched, noticed));
  since.text += changes_text(compared, noticed) + touched_text(touched, noticed);
  return since;
}

/// Adds the acceptance of one notice to the record, unless its last one is of this very text.
Told accept_one(const Noticed& noticed, const notices::ReadNotice& read, const Words& words,
                Instant now, notices::Accepted& accepted) {
  const std::string& name = read.named.path;
  const std::string text{read.notice.source().text()};
  const std::string hash = to_hex(sha256(as_bytes(text)));
  Told told;
  told.json = {{"notice", name}, {"sha256", hash}};
  told.is_new = true;
  const notices::AcceptedNotice* const last = accepted.find(name);
  if (last != nullptr && last->history.back().sha256 == hash) {
    told.is_new = false;
    told.json["accepted"] = false;
    told.text = fmt::format("{}: nothing to accept, it is the text that {} accepted on {}.\n", name,
                            last->history.back().by, to_the_second(last->history.back().at));
    return told;
  }
  told.json["accepted"] = true;
  told.json["by"] = words.by;
  told.json["at"] = to_string(now);
  told.text = fmt::format("{}: {} accepts {}.\n", name, words.by, hash.substr(0, 16));
  if (last == nullptr) {
    told.text += "  It is the first that anybody accepts.\n";
  } else {
    const Since since = since_accepted(noticed, read, *last);
    told.text += since.text;
    if (!since.json.is_null()) told.json["since"] = since.json;
  }
  notices::accept(accepted, name, text, words.by, now);
  return told;
}

/// Quotes that stand nowhere come first: each, and what changed since somebody last accepted.
int refuse_lost(const Desk& desk, const Noticed& noticed, const std::vector<std::string>& lost) {
  std::vector<policy::Diagnostic> quotes;
  std::ranges::copy_if(noticed.reading.diagnostics, std::back_inserter(quotes),
                       [](const auto& one) { return one.code == "E0901"; });
  desk.show(quotes, noticed.files, false);
  for (const notices::ReadNotice& one : noticed.reading.notices) {
    const auto* const last = noticed.accepted ? noticed.accepted->find(one.named.path) : nullptr;
    if (last != nullptr)
      desk.note(one.named.path + "\n" + since_accepted(noticed, one, *last).text);
  }
  return desk.tell(
      {ErrorCode::refused,
       fmt::format("promises quote what the notice does not say: {}", fmt::join(lost, ", ")),
       "mend these quotes, or the notice, first, and accept it then; nothing was "
       "accepted"});
}

int accept(const Desk& desk, const Words& words) {
  Stop stop;
  auto noticed = read(desk, words, stop);
  if (!noticed) return stop.code;
  if (const auto lost = missing_in(noticed->reading); !lost.empty())
    return refuse_lost(desk, *noticed, lost);
  const Instant now{std::chrono::floor<std::chrono::seconds>(desk.clock().now())};
  notices::Accepted accepted = noticed->accepted.value_or(notices::Accepted{});
  Json list = Json::array();
  std::string text;
  bool any = false;
  for (const notices::ReadNotice& one : noticed->reading.notices) {
    Told told = accept_one(*noticed, one, words, now, accepted);
    any = any || told.is_new;
    list.push_back(std::move(told.json));
    text += told.text;
  }
  const std::string path = notices::accepted_path(words.policy);
  if (any) {
    if (auto written = desk.files().write(path, notices::write_accepted(accepted)); !written)
      return desk.tell(written.error());
    text += fmt::format("Written to `{}`; keep it with the policy.\n", path);
  }
  say(words, {{"notices", std::move(list)}, {"record", path}}, text);
  return done;
}

void add_format(const Verb& verb, NoticeWords& words) {
  verb.take("POLICY", words.policy, "the policy that quotes the notice").require();
  verb.take("--format", words.format, "text or json").allow({"text", "json"});
}

}  // namespace

void add_notice(const Verb& program, const Desk& desk) {
  Verb verb =
      program.add("notice", "the published notice: who stands on it, what changed, who accepted it")
          .footer("Example: abide notice coverage shop.policy");
  verb.need_another();
  auto words = std::make_shared<NoticeWords>();
  const Verb cover =
      verb.add("coverage", "every sentence of the notice, and the promises that stand on it")
          .footer(
              "Example: abide notice coverage shop.policy\n"
              "Exit codes: 0 every promise stands in the notice, 1 one does not, 2 something "
              "does not read.");
  add_format(cover, *words);
  cover.act([&desk, words] { return coverage(desk, *words); });
  const Verb compare_two =
      verb.add("diff", "what another text of the notice changes, and which promises lose footing")
          .footer(
              "Example: abide notice diff shop.policy drafts/notice.txt\n"
              "Exit codes: 0 not a word is different, 1 something is, 2 something does not "
              "read.");
  compare_two.take("POLICY", words->policy, "the policy that quotes the notice").require();
  compare_two.take("NEW", words->other, "the other text").require();
  compare_two.take("--notice", words->notice,
                   "which notice it is of, where the policy names several");
  compare_two.take("--format", words->format, "text or json").allow({"text", "json"});
  compare_two.act([&desk, words] { return diff(desk, *words); });
  const Verb take =
      verb.add("accept", "say that this text is the one the policy was compared with")
          .footer("Example: abide notice accept shop.policy --by \"Data protection lead\"");
  add_format(take, *words);
  add_by(take, *words, "who accepts it").require();
  take.act([&desk, words] { return accept(desk, *words); });
}

}  // namespace abide::cli
