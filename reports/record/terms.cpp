#include "reports/record/terms.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "policy/laws.hpp"

namespace abide::reports::record {
namespace {

using policy::Anchor;
using policy::Model;
using policy::Rule;

std::string iso(const Period& period) {
  using enum Period::Unit;
  switch (period.unit) {
    case seconds:
      return fmt::format("PT{}S", period.count);
    case minutes:
      return fmt::format("PT{}M", period.count);
    case hours:
      return fmt::format("PT{}H", period.count);
    case days:
      return fmt::format("P{}D", period.count);
    case weeks:
      return fmt::format("P{}W", period.count);
    case months:
      return fmt::format("P{}M", period.count);
    case years:
      return fmt::format("P{}Y", period.count);
  }
  return "";
}

std::string events(const Model& model, const Anchor& anchor) {
  std::string words;
  for (const EventId id : anchor.events) {
    const policy::Event& event = model.at(id);
    words += fmt::format("{}“{}”", words.empty() ? "" : " or ",
                         event.title.empty() ? event.name : event.title);
  }
  return words;
}

std::string words_of(const Model& model, const Rule& rule) {
  const std::string period = to_string(rule.period);
  const std::string from = anchor_words(model, rule.anchor);
  using enum Rule::Kind;
  switch (rule.kind) {
    case may_keep:
      return fmt::format("until {}{}", from,
                         rule.review ? ", reviewed every " + to_string(*rule.review) : "");
    case must_keep_for:
      return fmt::format("for {} after {}, neither shorter nor longer", period, from);
    case must_keep_at_least:
      return fmt::format("at least {} after {}", period, from);
    case keep_at_most:
      return fmt::format("at most {} after {}", period, from);
    case erase_within:
      return fmt::format("erased within {} of {}", period, from);
    case erase_at:
      return fmt::format("erased at {}", from);
    case erase_promptly:
      return fmt::format("erased promptly after {}", from);
    case sever:
      return fmt::format("link to the person cut at {}", from);
  }
  return rule.sentence;
}

bool has_period(const Rule& rule) { return rule.period.count != 0; }

void say(std::vector<std::string>& all, const policy::Store& store, const char* what,
         const std::optional<Period>& kept) {
  if (kept) all.push_back(fmt::format("{} of {} for {} more", what, store.name, to_string(*kept)));
}

}  // namespace

std::string anchor_words(const Model& model, const Anchor& anchor) {
  using enum Anchor::EndOf;
  const std::string what = events(model, anchor);
  switch (anchor.end_of) {
    case moment:
      return what;
    case tax_year:
      return "the end of the tax year of " + what;
    case financial_year:
      return "the end of the financial year of " + what;
    case year:
      return "the end of the year of " + what;
  }
  return what;
}

std::string law_words(const Rule& rule) {
  // Behind an exception the law is the reason for that, and not for this.
  if (!rule.law || rule.sentence.find(" except ") != std::string::npos) return "";
  const policy::Laws laws = policy::Laws::built_in();
  const policy::Law* const law = laws.find(*rule.law);
  if (law == nullptr) return *rule.law;
  // What the table says of the statute was not checked against the statute itself.
  return fmt::format("{}, {} (citation to be confirmed by a person: {})", *rule.law, law->record,
                     law->statute);
}

std::vector<Term> terms_of(const Model& model, const std::vector<RuleId>& rules) {
  std::vector<Term> terms;
  std::vector<std::vector<std::string>> promises;
  for (const RuleId id : rules) {
    const Rule& rule = model.at(id);
    const std::string law = law_words(rule);
    const std::string words =
        words_of(model, rule) + (law.empty() ? "" : "; the policy relies on " + law);
    auto at = std::ranges::find(terms, words, &Term::words);
    if (at == terms.end()) {
      at = terms.insert(
          at, {words, has_period(rule) ? iso(rule.period) : "", !rule.anchor.events.empty()});
      promises.emplace_back();
    }
    std::vector<std::string>& behind = promises[static_cast<std::size_t>(at - terms.begin())];
    const std::string& promise = model.at(rule.promise).id;
    if (std::ranges::find(behind, promise) == behind.end()) behind.push_back(promise);
  }
  for (std::size_t i = 0; i < terms.size(); ++i)
    terms[i].words += fmt::format(" [{}]", fmt::join(promises[i], ", "));
  return terms;
}

std::vector<std::string> copies_of(const Model& model, const std::vector<FieldId>& fields) {
  std::set<StoreId> stores;
  for (const FieldId field : fields) stores.insert(model.at(model.at(field).table).store);
  std::vector<std::string> all;
  for (const StoreId id : stores) {
    const policy::Store& store = model.at(id);
    say(all, store, "backups", store.backups_kept);
    say(all, store, "history", store.history_kept);
    say(all, store, "logs", store.logs_kept);
  }
  return all;
}

}  // namespace abide::reports::record
