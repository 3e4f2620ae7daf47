// The words of a row's story.
#include "cli/explain_print.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "policy/laws.hpp"

namespace abide::cli {
namespace {

using engine::FieldFate;
using engine::RowSentence;
using engine::RowStory;
using FateKind = engine::FieldFate::Kind;

std::string place_of(const engine::Why& why) { return fmt::format("{}:{}", why.file, why.line); }

std::string promise_of(const RowSentence& one) {
  return one.restated_by.empty() ? one.why.promise
                                 : fmt::format("{} (restated by {})", one.why.promise,
                                               fmt::join(one.restated_by, ", "));
}

/// What the sentence says of this row, with the date it counts from.
std::string bearing(const RowSentence& one) {
  const bool keeps = one.bound == RowSentence::Bound::keeps;
  const std::string law = keeps && one.law ? fmt::format(", because {}", law_words(*one.law)) : "";
  if (!one.day) {
    return fmt::format("{} nothing yet: `{}` {}", keeps ? "keeps" : "ends", one.event, one.none);
  }
  const std::string happened = fmt::format(
      "`{}` was on {} ({})", one.event, to_string(one.counted_from.value_or(*one.day)), one.from);
  return keeps ? fmt::format("must stay until {}, since {}{}", to_string(*one.day), happened, law)
               : fmt::format("must be gone by {}, since {}", to_string(*one.day), happened);
}

std::string names_of(const std::vector<engine::RowKeep>& keeps) {
  std::vector<std::string> names;
  for (const auto& keep : keeps) names.push_back(fmt::format("{} ({})", keep.what, keep.id));
  return fmt::format("{}", fmt::join(names, " and "));
}

/// The last day of a floor that decides; nullptr when none has a day.
const RowSentence* longest_floor(const FieldFate& fate) {
  const RowSentence* longest = nullptr;
  for (const RowSentence& one : fate.sentences) {
    if (one.bound == RowSentence::Bound::keeps && one.day &&
        (longest == nullptr ||
         std::chrono::sys_days{*longest->day} < std::chrono::sys_days{*one.day})) {
      longest = &one;
    }
  }
  return longest;
}

std::string fate_words(const RowStory& story, const FieldFate& fate) {
  const std::string since = fate.due ? fmt::format(" since {}", to_string(*fate.due)) : "";
  switch (fate.kind) {
    case FateKind::goes:
      return fate.due ? fmt::format("due{}: this sweep takes it", since)
                      : "goes with the row it hangs on: this sweep takes it";
    case FateKind::held:
      return fmt::format("due{}, and {} keep{} it", since, names_of(story.keeps),
                         story.keeps.size() == 1 ? "s" : "");
    case FateKind::kept: {
      const RowSentence* floor = longest_floor(fate);
      if (floor == nullptr)
        return fmt::format("due{}, and stays while another column of the row needs it", since);
      return fmt::format("asked to go, and {} keeps it until {}: due on {}", floor->why.promise,
                         to_string(*floor->day), fate.due ? to_string(*fate.due) : "that day");
    }
    case FateKind::blocked:
      return fmt::format("due{}, and a gap stands in the way: {}", since, story.blocked);
    case FateKind::later:
      return fmt::format("stays for now: due on {}", fate.due ? to_string(*fate.due) : "its day");
    case FateKind::waits:
      return "stays: nothing has happened yet that dates its end";
    case FateKind::empty:
      return "empty already";
  }
  return "";
}

const char* word_of(FateKind kind) {
  switch (kind) {
    case FateKind::goes:
      return "goes";
    case FateKind::held:
      return "held";
    case FateKind::kept:
      return "kept";
    case FateKind::blocked:
      return "blocked";
    case FateKind::later:
      return "later";
    case FateKind::waits:
      return "waits";
    case FateKind::empty:
      return "empty";
  }
  return "";
}

std::string verdict_words(const RowStory& story) {
  switch (story.verdict) {
    case RowStory::Verdict::deleted:
      return "deletes this row";
    case RowStory::Verdict::emptied:
      return fmt::format("keeps this row and empties {}", fmt::join(story.emptied, ", "));
    case RowStory::Verdict::stays:
      return "leaves this row as it is";
  }
  return "";
}

const char* word_of(RowStory::Verdict verdict) {
  switch (verdict) {
    case RowStory::Verdict::deleted:
      return "deleted";
    case RowStory::Verdict::emptied:
      return "emptied";
    case RowStory::Verdict::stays:
      return "stays";
  }
  return "";
}

std::string owners_text(const RowStory& story) {
  std::string text;
  for (const engine::RowOwner& owner : story.owners) {
    if (owner.broken.empty() && !owner.references.empty()) {
      text += fmt::format("  It {} {} {}: {}.\n", owner.how, owner.subject,
                          fmt::join(owner.references, ", "), owner.path);
    } else {
      text += fmt::format("  It {} no {}: {}.\n", owner.how, owner.subject,
                          owner.broken.empty() ? "nobody is there" : owner.broken);
    }
  }
  if (!story.unowned_because.empty())
    text += fmt::format("  It belongs to nobody: {}.\n", story.unowned_because);
  return text;
}

/// Events that would end it sooner and have not happened, each with the promises that wait for it.
std::string not_yet(const FieldFate& fate) {
  std::vector<std::pair<std::string, std::vector<std::string>>> events;
  for (const RowSentence& one : fate.sentences) {
    if (one.day) continue;
    auto at = std::ranges::find(events, one.event, &decltype(events)::value_type::first);
    if (at == events.end()) at = events.insert(events.end(), {one.event, {}});
    if (std::ranges::find(at->second, one.why.promise) == at->second.end())
      at->second.push_back(one.why.promise);
  }
  std::vector<std::string> words;
  for (const auto& [event, promises] : events)
    words.push_back(fmt::format("`{}` ({})", event, fmt::join(promises, ", ")));
  return words.empty() ? "" : fmt::format("      not yet: {}\n", fmt::join(words, ", "));
}

std::string fate_text(const RowStory& story, const FieldFate& fate) {
  std::string text =
      fmt::format("\n  {}: {}\n", fmt::join(fate.fields, ", "), fate_words(story, fate));
  if (fate.sentences.empty()) text += "      no sentence about time speaks of it\n";
  std::string quote;
  std::string head;
  for (const RowSentence& one : fate.sentences) {
    if (!one.day && fate.kind != FateKind::waits) continue;
    // The notice's words once for each promise, the statement once for all the events it waits on.
    if (!one.quote.empty() && one.quote != quote)
      text += fmt::format("      “{}” ({})\n", one.quote, promise_of(one));
    quote = one.quote;
    const std::string said =
        fmt::format("        {} ({}, {})\n", one.why.sentence, one.why.promise, place_of(one.why));
    if (said != head) text += said;
    head = said;
    text += fmt::format("          {}\n", bearing(one));
  }
  if (fate.kind != FateKind::waits) text += not_yet(fate);
  return text;
}

Json date_json(const std::optional<Date>& date) {
  return date ? Json(to_string(*date)) : Json(nullptr);
}

Json sentence_json(const RowSentence& one) {
  Json found = Json::array();
  for (const Instant at : one.found) found.push_back(to_string(at));
  return {{"promise", one.why.promise},
          {"restated_by", one.restated_by},
          {"quote", one.quote},
          {"sentence", one.why.sentence},
          {"file", one.why.file},
          {"line", one.why.line},
          {"bound", one.bound == RowSentence::Bound::keeps ? "keeps" : "ends"},
          {"law", one.law ? Json(*one.law) : Json(nullptr)},
          {"event", one.event},
          {"from", one.from},
          {"found", std::move(found)},
          {"none", one.none},
          {"day", date_json(one.day)},
          {"acts_on", date_json(one.acts_on)}};
}

}  // namespace

std::string law_words(const std::string& key) {
  const policy::Laws laws = policy::Laws::built_in();
  const policy::Law* law = laws.find(key);
  return law == nullptr ? key : fmt::format("{} ({})", key, law->statute);
}

std::string row_text(const RowStory& story) {
  // The key is not repeated: it may be an address.
  std::string text = fmt::format("A row of {}.{}, looked at {}\n{}", story.store, story.table,
                                 to_string(std::chrono::floor<std::chrono::seconds>(story.at)),
                                 owners_text(story));
  for (const engine::RowKeep& keep : story.keeps)
    text += fmt::format("  {} covers it: {}.\n", keep.id, keep.what);
  if (!story.blocked.empty())
    text += fmt::format("  A gap stands in the way: {}.\n", story.blocked);
  text += fmt::format("  A sweep at this moment {}.\n", verdict_words(story));
  for (const FieldFate& fate : story.fates) text += fate_text(story, fate);
  return text;
}

Json row_json(const RowStory& story) {
  Json owners = Json::array();
  for (const engine::RowOwner& owner : story.owners) {
    owners.push_back({{"how", owner.how},
                      {"subject", owner.subject},
                      {"path", owner.path},
                      {"references", owner.references},
                      {"broken", owner.broken}});
  }
  Json keeps = Json::array();
  for (const engine::RowKeep& keep : story.keeps)
    keeps.push_back({{"id", keep.id}, {"what", keep.what}});
  Json fates = Json::array();
  for (const FieldFate& fate : story.fates) {
    Json sentences = Json::array();
    for (const RowSentence& one : fate.sentences) sentences.push_back(sentence_json(one));
    fates.push_back({{"fields", fate.fields},
                     {"fate", word_of(fate.kind)},
                     {"due", date_json(fate.due)},
                     {"sentences", std::move(sentences)}});
  }
  return {{"store", story.store},        {"table", story.table},
          {"at", to_string(story.at)},   {"sweep", word_of(story.verdict)},
          {"emptied", story.emptied},    {"blocked", story.blocked},
          {"owners", std::move(owners)}, {"unowned_because", story.unowned_because},
          {"keeps", std::move(keeps)},   {"fates", std::move(fates)}};
}

}  // namespace abide::cli
