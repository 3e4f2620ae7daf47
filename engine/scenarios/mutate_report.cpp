// Mutants in words and as JSON.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "engine/scenarios/mutate.hpp"

namespace abide::engine::scenarios {
namespace {

using Fate = Mutant::Fate;

std::string_view word_of(Fate fate) {
  switch (fate) {
    case Fate::killed:
      return "killed";
    case Fate::refused:
      return "refused";
    case Fate::no_other:
      return "no_other";
    case Fate::survived:
      return "survived";
  }
  return "";
}

std::string loosened_words(const policy::Loosening& loosening) {
  return loosening.loosened.empty() ? "(left out)" : loosening.loosened;
}

std::string survivor_text(const Mutant& mutant) {
  const policy::Loosening& one = mutant.loosening;
  return fmt::format(
      "W0804 {} ({}:{}), {}: no test notices\n"
      "    as it stands: {}\n"
      "    loosened:     {}\n"
      "    a test like:  {}\n",
      one.under, one.location.file, one.location.line, one.how, one.sentence, loosened_words(one),
      mutant.missing);
}

/// Promise by promise, in the order written.
std::string no_difference_text(const std::vector<Mutant>& mutants) {
  std::vector<std::pair<std::string, std::size_t>> by_promise;
  for (const Mutant& one : mutants) {
    if (one.fate != Fate::no_other) continue;
    const std::string& under = one.loosening.under;
    if (by_promise.empty() || by_promise.back().first != under) by_promise.emplace_back(under, 0);
    ++by_promise.back().second;
  }
  std::vector<std::string> parts;
  for (const auto& [under, count] : by_promise) parts.push_back(fmt::format("{} {}", under, count));
  return parts.empty()
             ? ""
             : fmt::format("No difference to what is decided: {}\n", fmt::join(parts, ", "));
}

}  // namespace

std::size_t Tally::percent() const {
  const std::size_t all = killed + refused + survived;
  return all == 0 ? 100 : (killed + refused) * 100 / all;
}

Tally tally(const std::vector<Mutant>& mutants) {
  Tally counts;
  for (const Mutant& one : mutants) {
    switch (one.fate) {
      case Fate::killed:
        ++counts.killed;
        break;
      case Fate::refused:
        ++counts.refused;
        break;
      case Fate::no_other:
        ++counts.no_other;
        break;
      case Fate::survived:
        ++counts.survived;
        break;
    }
  }
  return counts;
}

std::string to_text(const std::vector<Mutant>& mutants, std::size_t of) {
  std::string text;
  for (const Mutant& one : mutants) {
    if (one.fate == Fate::survived) text += survivor_text(one);
  }
  const Tally counts = tally(mutants);
  text += no_difference_text(mutants);
  const std::string tried =
      mutants.size() < of ? fmt::format("{} of {} tried", mutants.size(), of)
                          : fmt::format("{} statements loosened, one at a time", mutants.size());
  return text + fmt::format(
                    "{}: a test noticed {}, the check refused {}, nobody noticed {} ({} % "
                    "noticed); {} make no difference to what is decided\n",
                    tried, counts.killed, counts.refused, counts.survived, counts.percent(),
                    counts.no_other);
}

Json to_json(const std::vector<Mutant>& mutants, std::size_t of) {
  Json list = Json::array();
  for (const Mutant& mutant : mutants) {
    const policy::Loosening& one = mutant.loosening;
    list.push_back({{"under", one.under},
                    {"file", one.location.file},
                    {"line", one.location.line},
                    {"how", one.how},
                    {"sentence", one.sentence},
                    {"loosened", one.loosened.empty() ? Json() : Json(one.loosened)},
                    {"fate", word_of(mutant.fate)},
                    {"by", mutant.by.empty() ? Json() : Json(mutant.by)},
                    {"missing", mutant.missing.empty() ? Json() : Json(mutant.missing)}});
  }
  const Tally counts = tally(mutants);
  return {{"killed", counts.killed},     {"refused", counts.refused},
          {"survived", counts.survived}, {"no_other", counts.no_other},
          {"percent", counts.percent()}, {"of", of},
          {"mutants", std::move(list)}};
}

std::vector<policy::Diagnostic> diagnostics_of(const std::vector<Mutant>& mutants) {
  std::vector<policy::Diagnostic> all;
  for (const Mutant& mutant : mutants) {
    if (mutant.fate != Fate::survived) continue;
    const policy::Loosening& one = mutant.loosening;
    all.push_back(
        {.code = "W0804",
         .severity = policy::Severity::warning,
         .span = one.span,
         .message = fmt::format("no test notices when `{}` is loosened: {}", one.sentence, one.how),
         .notes = {"loosened: " + loosened_words(one)},
         .help = "a test like: " + mutant.missing});
  }
  return all;
}

}  // namespace abide::engine::scenarios
