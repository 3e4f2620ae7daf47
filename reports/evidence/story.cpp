#include "reports/evidence/story.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "engine/ledger/entries.hpp"

namespace abide::reports {
namespace {

using ledger::text_of;

std::uint64_t number(const Json& entry, const char* key) {
  const auto at = entry.find(key);
  return at != entry.end() && at->is_number_unsigned() ? at->get<std::uint64_t>() : 0;
}

Json list(const Json& entry, const char* key) {
  const auto at = entry.find(key);
  return at != entry.end() && at->is_array() ? *at : Json::array();
}

std::string joined(const Json& texts) {
  std::vector<std::string> all;
  for (const Json& one : texts) {
    if (one.is_string()) all.push_back(one.get<std::string>());
  }
  return fmt::format("{}", fmt::join(all, ", "));
}

std::string done_words(const Json& one) {
  const std::string operation = text_of(one, "operation");
  const std::string promises = joined(list(one, "promises"));
  return fmt::format("{}: {} {}{}", text_of(one, "table"), rows_of(number(one, "rows")),
                     operation == "delete"  ? "deleted"
                     : operation == "sever" ? "severed (" + joined(list(one, "columns")) + ")"
                                            : "emptied (" + joined(list(one, "columns")) + ")",
                     promises.empty() ? "" : " – " + promises);
}

class Teller {
 public:
  void take(const Json& entry) {
    const std::string kind = text_of(entry, "kind");
    if (kind == "run_started") {
      begin(entry);
    } else if (kind == "reread") {
      look(entry, entry);
    } else if (kind == "certificate") {
      look(entry, entry.contains("reread") ? entry["reread"] : Json::object());
    } else if (kind == "run_finished") {
      end(entry);
    } else {
      act(kind, entry);
    }
  }
  LedgerStory take() && { return std::move(story_); }

 private:
  RunStory* run(const Json& entry) {
    const std::string name = text_of(entry, "run");
    const auto at = std::ranges::find(story_.runs, name, &RunStory::run);
    return at == story_.runs.end() ? nullptr : &*at;
  }
  void begin(const Json& entry) {
    story_.runs.push_back({text_of(entry, "run"),
                           text_of(entry, "what"),
                           text_of(entry, "subject"),
                           text_of(entry, "at"),
                           text_of(entry, "by"),
                           "",
                           0,
                           number(entry, "open_gaps"),
                           {},
                           {},
                           {},
                           {}});
  }
  void look(const Json& entry, const Json& found) {
    RunStory* const one = run(entry);
    if (one == nullptr) return;
    for (const Json& place : list(found, "not_looked_at"))
      one->not_looked.push_back(place.is_string()
                                    ? place.get<std::string>()
                                    : text_of(place, "place") + ": " + text_of(place, "why"));
    // What the plan says stays is told once, in its words: the look finds the same rows.
    std::set<std::string> told;
    for (const Json& kept : list(entry, "kept")) {
      told.insert(place_of(kept));
      stays(*one, fmt::format("{}, until {}", text_of(kept, "reason"), text_of(kept, "until")),
            place_of(kept), number(kept, "rows"));
    }
    for (const Json& rest : list(found, "residue")) {
      const std::string kind = text_of(rest, "kind");
      const std::string place = place_of(rest);
      if (kind == "kept" && told.contains(place)) continue;
      if (kind == "kept" || kind == "waiting" || kind == "possible") {
        stays(*one, text_of(rest, "reason"), place, number(rest, "rows"));
        continue;
      }
      one->left.push_back(
          fmt::format("{}: {}; {}", place, rows_of(number(rest, "rows")), text_of(rest, "reason")));
    }
  }
  static std::string place_of(const Json& one) {
    return text_of(one, "store") + "." + text_of(one, "table");
  }
  static void stays(RunStory& run, const std::string& reason, const std::string& place,
                    std::uint64_t rows) {
    auto at = std::ranges::find(run.kept, reason, &Staying::reason);
    if (at == run.kept.end()) at = run.kept.insert(run.kept.end(), {reason, {}});
    std::string words = fmt::format("{} ({})", place, rows);
    if (std::ranges::find(at->places, words) == at->places.end())
      at->places.push_back(std::move(words));
  }
  void end(const Json& entry) {
    RunStory* const one = run(entry);
    if (one == nullptr) return;
    one->state = text_of(entry, "state");
    one->rows = number(entry, "rows");
    for (const Json& done : list(entry, "done")) one->done.push_back(done_words(done));
  }
  static std::string own_data_words(const Json& entry) {
    std::uint64_t rows = 0;
    for (const Json& one : list(entry, "ended")) rows += number(one, "rows");
    return fmt::format("{} of Abide's own data ended by its own policy", rows_of(rows));
  }
  void act(const std::string& kind, const Json& entry) {
    const std::string words =
        kind == "init"            ? "the ledger was begun"
        : kind == "hold"          ? fmt::format("{} holds {}: {}", text_of(entry, "hold"),
                                                text_of(entry, "what"), text_of(entry, "reason"))
        : kind == "hold_released" ? text_of(entry, "hold") + " was released"
        : kind == "request_opened"
            ? fmt::format("{} was opened: {} of {}", text_of(entry, "request"),
                          text_of(entry, "request_kind"), text_of(entry, "subject"))
        : kind == "request_closed"
            ? fmt::format("{} was closed: {}", text_of(entry, "request"), text_of(entry, "how"))
        : kind == "held"            ? fmt::format("a run of {} was held back: {}",
                                                  rows_of(number(entry, "rows")), text_of(entry, "reason"))
        : kind == "approval"        ? "a plan was approved: " + text_of(entry, "plan")
        : kind == "published"       ? fmt::format("`{}` was published as number {}",
                                                  text_of(entry, "policy"), number(entry, "number"))
        : kind == "publication_held"
            ? fmt::format("`{}` was not published: nobody had told people that it becomes looser",
                          text_of(entry, "policy"))
        : kind == "key_rotated"     ? "the signing key was replaced"
        : kind == "clock_corrected" ? "somebody said that the clock is right again"
        : kind == "pack_drafted"    ? fmt::format("{} was drafted, a copy for {}",
                                                  text_of(entry, "pack"), text_of(entry, "subject"))
        : kind == "pack_voided"
            ? fmt::format("an earlier release of {} counts no more", text_of(entry, "pack"))
        : kind == "pack_released"  ? fmt::format("{} was released, a copy for {}",
                                                 text_of(entry, "pack"), text_of(entry, "subject"))
        : kind == "exported"       ? "the evidence was exported"
        : kind == "own_data_ended" ? own_data_words(entry)
                                   : "";
    if (!words.empty()) story_.acts.push_back({text_of(entry, "at"), text_of(entry, "by"), words});
  }

  LedgerStory story_;
};

}  // namespace

std::string rows_of(std::uint64_t rows) {
  return fmt::format("{} row{}", rows, rows == 1 ? "" : "s");
}

Result<LedgerStory> story_of(ledger::Ledger& ledger) {
  Teller teller;
  ABIDE_CHECK(ledger::each_entry(ledger, [&](const Json& entry) { teller.take(entry); }));
  return std::move(teller).take();
}

}  // namespace abide::reports
