#include "reports/model/register.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "reports/record/parties.hpp"
#include "reports/words.hpp"

namespace abide::reports::parties {
namespace {

using policy::Model;

/// `Account data: Email address. For: Purchase confirmation. Only while: …`
std::string delivery_words(const Ground& ground, const Delivery& one) {
  std::string words = fmt::format("{}", fmt::join(group_lines(ground.model, one.leaves), "; "));
  std::vector<std::string> purposes;
  for (const PurposeId id : one.purposes) purposes.push_back(purpose_title(ground, id));
  if (!purposes.empty()) words += fmt::format(". For: {}", fmt::join(purposes, "; "));
  std::vector<std::string> states;
  for (const StateId id : one.when) states.push_back(state_title(ground, id));
  if (!states.empty()) words += fmt::format(". Only while: {}", fmt::join(states, "; "));
  return words;
}

std::string store_words(const Model& model, StoreId id) {
  const policy::Store& store = model.at(id);
  std::string words =
      store.title.empty() ? store.name : fmt::format("{} ({})", store.title, store.name);
  std::vector<std::string> kept;
  const auto say = [&](const char* what, const std::optional<Period>& period) {
    if (period) kept.push_back(fmt::format("{} kept {}", what, to_string(*period)));
  };
  say("backups", store.backups_kept);
  say("history", store.history_kept);
  say("logs", store.logs_kept);
  return kept.empty() ? words : fmt::format("{}; {}", words, fmt::join(kept, ", "));
}

/// `words [IS-009]`; what several promises say in the same words is one line, `words [IS-009,
/// IS-040]`.
void add_cited(const Model& model, std::vector<std::string>& lines, PromiseId promise,
               const std::string& words) {
  const std::string& id = model.at(promise).id;
  const auto same = std::ranges::find_if(
      lines, [&](const std::string& line) { return line.starts_with(words + " ["); });
  if (same == lines.end()) {
    lines.push_back(fmt::format("{} [{}]", words, id));
    return;
  }
  const std::size_t first = words.size() + 2;
  const std::string ids = ", " + same->substr(first, same->size() - first - 1) + ",";
  if (ids.find(", " + id + ",") == std::string::npos) same->insert(same->size() - 1, ", " + id);
}

/// Whether a sentence that forbids names this recipient, and not nearly everybody.
bool names_it(const policy::Prohibition& never, RecipientId id) {
  const bool goes = never.act == policy::Act::send || never.act == policy::Act::host ||
                    never.act == policy::Act::include;
  return goes && !never.recipients.all_but && never.recipients.has(id);
}

class Registrar {
 public:
  explicit Registrar(const Ground& ground)
      : ground_(ground),
        model_(ground.model),
        deliveries_(deliveries_of(ground.model)),
        beyond_(abroad(ground)) {}

  Entry entry(RecipientId id) {
    const policy::Party& party = party_of(ground_, id);
    Entry entry;
    entry.id = id;
    entry.abroad = beyond_[id.value];
    for (const std::string& country : party.countries)
      entry.countries.push_back(record::country_name(country));
    for (const std::string& agreement : party.agreements)
      entry.agreements.push_back(agreement == "dpa" ? "data processing agreement"
                                                    : spaced(agreement));
    entry.contracts = record::contracts_of(ground_.said, party);
    if (!party.safeguard.empty()) entry.safeguard = record::safeguard_words(party.safeguard);
    if (!party.safeguard_promise.empty()) add_once(entry.promises, party.safeguard_promise);
    deliveries(entry);
    sources(entry);
    bars(entry);
    limits(entry, party);
    return entry;
  }

 private:
  void rest_on(Entry& entry, PromiseId promise) { add_once(entry.promises, model_.at(promise).id); }
  void deliveries(Entry& entry) {
    for (const Delivery& one : deliveries_) {
      if (one.to != entry.id) continue;
      const std::string words = delivery_words(ground_, one);
      if (one.promise) rest_on(entry, *one.promise);
      if (one.kind == Delivery::Kind::runs) {
        add_once(entry.runs, store_words(model_, *one.store));
        add_once(entry.hosts, words);
      } else if (one.kind == Delivery::Kind::hosted) {
        add_cited(model_, entry.hosts, *one.promise, words);
      } else {
        add_cited(model_, entry.gets, *one.promise,
                  one.kind == Delivery::Kind::cookie ? "sets a cookie: " + words : words);
      }
    }
  }
  void sources(Entry& entry) {
    for (const policy::Permission& one : model_.flows.permissions) {
      if (one.act != policy::Act::collect ||
          std::ranges::find(one.recipients, entry.id) == one.recipients.end())
        continue;
      rest_on(entry, *one.promise);
      add_cited(model_, entry.gives, *one.promise,
                fmt::format("{}", fmt::join(group_lines(model_, one.leaves), "; ")));
    }
  }
  void bars(Entry& entry) {
    for (const policy::Prohibition& never : model_.flows.prohibitions) {
      if (!names_it(never, entry.id)) continue;
      rest_on(entry, never.promise);
      add_cited(model_, entry.barred, never.promise, never.sentence);
    }
  }
  void limits(Entry& entry, const policy::Party& party) {
    for (const policy::Store& store : model_.stores)
      if (store.run_by == party.name && store.no_reach_because)
        entry.limits.push_back(
            fmt::format("Abide does not reach {}: {}", title_of(store), *store.no_reach_because));
    if (party.ages_out)
      entry.limits.push_back(fmt::format("what it got is gone {} after it came, and not before",
                                         to_string(*party.ages_out)));
  }

  const Ground& ground_;
  const Model& model_;
  std::vector<Delivery> deliveries_;
  std::vector<bool> beyond_;
};

std::string kind_of(const policy::Party& party) {
  return party.is_processor ? "works for us" : "decides for itself";
}

std::vector<std::string> or_none(const std::vector<std::string>& lines, const char* none) {
  return lines.empty() ? std::vector<std::string>{none} : lines;
}

/// What stands where a safeguard is missing.
std::string safeguard_of(const Entry& entry) {
  if (!entry.is_transfer()) return entry.abroad ? "no: nothing is sent there" : "no";
  return "yes: " + (entry.safeguard.empty() ? "no safeguard is declared" : entry.safeguard);
}

Section section_of(const Ground& ground, const Entry& entry) {
  const policy::Party& party = party_of(ground, entry.id);
  Section section{"party-" + party.name, party.title, {}};
  Grid grid{"", {"Of it", "As the policy says"}, {}};
  const auto say = [&](const char* name, std::vector<std::string> lines) {
    if (!lines.empty()) grid.rows.push_back({{{name}, std::move(lines)}, {}});
  };
  say("Role", {fmt::format("{}; {}", role_of(party), kind_of(party))});
  say("Country", {fmt::format("{}{}", fmt::join(entry.countries, ", "),
                              party.region.empty() ? "" : ", region " + party.region)});
  say("Transfer", {safeguard_of(entry)});
  say("Agreement", or_none(entry.agreements, "none is declared"));
  say("Where the contract lies", or_none(entry.contracts, "the policy does not say"));
  say("Gets", entry.gets);
  say("Keeps for us", entry.hosts);
  say("Runs", entry.runs);
  say("Gives us", entry.gives);
  say("Is kept from", entry.barred);
  say("Cannot", entry.limits);
  if (entry.gets.empty() && entry.hosts.empty() && entry.gives.empty())
    say("Gets", {"nothing: no sentence of the policy sends it anything"});
  grid.rows.back().rests_on = entry.promises;
  section.blocks.emplace_back(std::move(grid));
  return section;
}

/// A row for each that receives something, or for each that is only named.
Section summary_of(const Ground& ground, const std::vector<Entry>& entries, bool receiving) {
  Grid grid{"", {"Who", "Role", "Country", "Agreement", "Transfer, and its safeguard"}, {}};
  for (const Entry& entry : entries) {
    if (entry.receives() != receiving) continue;
    const policy::Party& party = party_of(ground, entry.id);
    grid.rows.push_back({{{party.title},
                          {role_of(party)},
                          entry.countries,
                          or_none(entry.agreements, "none"),
                          {safeguard_of(entry)}},
                         {}});
  }
  return receiving ? Section{"summary", "At a glance", {std::move(grid)}}
                   : Section{"no-receivers", "Named, but receive nothing", {std::move(grid)}};
}

}  // namespace

std::vector<Entry> entries_of(const Ground& ground) {
  Registrar registrar{ground};
  std::vector<Entry> all;
  for (std::uint32_t i = 0; i < ground.model.recipients.size(); ++i)
    all.push_back(registrar.entry(RecipientId{i}));
  return all;
}

Document document_of(const Ground& ground) {
  const std::vector<Entry> entries = entries_of(ground);
  Document document{"Recipients and transfers: " + title_of(ground.model), {}, {}};
  document.lead.emplace_back(Passage{
      "Everybody whom the policy lets receive or keep data, as it declares them. Countries, routes "
      "and contracts are what its author wrote; whoever answers for it compares them with the "
      "agreements."});
  document.sections.push_back(summary_of(ground, entries, true));
  if (!std::ranges::all_of(entries, &Entry::receives))
    document.sections.push_back(summary_of(ground, entries, false));
  for (const Entry& entry : entries) document.sections.push_back(section_of(ground, entry));
  return document;
}

record::RecordTable table_of(const Ground& ground) {
  record::RecordTable table{"recipients", "", {}, {}};
  for (const char* const name :
       {"Name", "Who", "Role", "Processor", "Country", "Region", "Transfer", "Safeguard",
        "Agreement", "Contract", "Gets", "Keeps for us", "Runs", "Gives us", "Is kept from",
        "Cannot", "Promises"})
    table.columns.push_back({"", "", name});
  const auto lines = [](const std::vector<std::string>& all) {
    return fmt::format("{}", fmt::join(all, "\n"));
  };
  for (const Entry& entry : entries_of(ground)) {
    const policy::Party& party = party_of(ground, entry.id);
    table.rows.push_back(
        {party.name, party.title, role_of(party), party.is_processor ? "yes" : "no",
         lines(entry.countries), party.region, entry.is_transfer() ? "yes" : "no", entry.safeguard,
         lines(entry.agreements), lines(entry.contracts), lines(entry.gets), lines(entry.hosts),
         lines(entry.runs), lines(entry.gives), lines(entry.barred), lines(entry.limits),
         fmt::format("{}", fmt::join(entry.promises, ", "))});
  }
  return table;
}

}  // namespace abide::reports::parties
