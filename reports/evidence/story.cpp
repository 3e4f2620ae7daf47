#include "reports/evidence/story.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

namespace abide::reports {
namespace {

std::string text(const Json& entry, const char* key) {
  const auto at = entry.find(key);
  return at != entry.end() && at->is_string() ? at->get<std::string>() : "";
}

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
  const std::string operation = text(one, "operation");
  const std::string promises = joined(list(one, "promises"));
  return fmt::format("{}: {} {}{}", text(one, "table"), rows_of(number(one, "rows")),
                     operation == "delete"  ? "deleted"
                     : operation == "sever" ? "severed (" + joined(list(one, "columns")) + ")"
                                            : "emptied (" + joined(list(one, "columns")) + ")",
                     promises.empty() ? "" : " – " + promises);
}

class Teller {
 public:
  void take(const Json& entry) {
    const std::string kind = text(entry, "kind");
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
    const std::string name = text(entry, "run");
    const auto at = std::ranges::find(story_.runs, name, &RunStory::run);
    return at == story_.runs.end() ? nullptr : &*at;
  }
  void begin(const Json& entry) {
    story_.runs.push_back({text(entry, "run"),
                           text(entry, "what"),
                           text(entry, "subject"),
                           text(entry, "at"),
                           text(entry, "by"),
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
                                    : text(place, "place") + ": " + text(place, "why"));
    for (const Json& rest : list(found, "residue")) {
      const std::string kind = text(rest, "kind");
      const bool may = kind == "kept" || kind == "waiting" || kind == "possible";
      const std::string place = text(rest, "store") + "." + text(rest, "table");
      if (may) {
        stays(*one, text(rest, "reason"), place, number(rest, "rows"));
        continue;
      }
      one->left.push_back(
          fmt::format("{}: {}; {}", place, rows_of(number(rest, "rows")), text(rest, "reason")));
    }
    for (const Json& kept : list(entry, "kept"))
      stays(*one, fmt::format("{}, until {}", text(kept, "reason"), text(kept, "until")),
            text(kept, "store") + "." + text(kept, "table"), number(kept, "rows"));
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
    one->state = text(entry, "state");
    one->rows = number(entry, "rows");
    for (const Json& done : list(entry, "done")) one->done.push_back(done_words(done));
  }
  void act(const std::string& kind, const Json& entry) {
    const std::string words =
        kind == "init"   ? "the ledger was begun"
        : kind == "hold" ? fmt::format("{} holds {}: {}", text(entry, "hold"), text(entry, "what"),
                                       text(entry, "reason"))
        : kind == "hold_released" ? text(entry, "hold") + " was released"
        : kind == "request_opened"
            ? fmt::format("{} was opened: {} of {}", text(entry, "request"),
                          text(entry, "request_kind"), text(entry, "subject"))
        : kind == "request_closed"
            ? fmt::format("{} was closed: {}", text(entry, "request"), text(entry, "closing"))
        : kind == "held"        ? fmt::format("a run of {} was held back: {}",
                                              rows_of(number(entry, "rows")), text(entry, "reason"))
        : kind == "approval"    ? "a plan was approved: " + text(entry, "plan")
        : kind == "key_rotated" ? "the signing key was replaced"
        : kind == "exported"    ? "the evidence was exported"
                                : "";
    if (!words.empty()) story_.acts.push_back({text(entry, "at"), text(entry, "by"), words});
  }

  LedgerStory story_;
};

}  // namespace

std::string rows_of(std::uint64_t rows) {
  return fmt::format("{} row{}", rows, rows == 1 ? "" : "s");
}

Result<LedgerStory> story_of(ledger::Ledger& ledger) {
  Teller teller;
  ABIDE_CHECK(ledger.read(0, [&](std::uint64_t, std::string_view entry) -> Result<void> {
    ABIDE_TRY(const Json json, parse_json(entry));
    teller.take(json);
    return {};
  }));
  return std::move(teller).take();
}

}  // namespace abide::reports
