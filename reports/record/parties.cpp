#include "reports/record/parties.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "policy/laws.hpp"
#include "reports/data.hpp"
#include "reports/pack/about.hpp"
#include "reports/record/split.hpp"

namespace abide::reports::record {
namespace {

using policy::Disclosure;
using policy::Model;

bool any_meant(const Model& model, const std::vector<CategoryId>& leaves,
               const std::vector<std::string>& names) {
  return std::ranges::any_of(leaves, [&](CategoryId leaf) { return is_meant(model, leaf, names); });
}

bool holds(const std::vector<std::string>& all, std::string_view one) {
  return std::ranges::find(all, one) != all.end();
}

/// Whether the flow carries some of the data for the purpose, or lets it rest.
bool concerns(const Model& model, const policy::Flow& flow, const Handling& handling) {
  if (!flow.store.empty() && !handling.stores.contains(flow.store)) return false;
  if (!flow.purposes.empty() &&
      (handling.purpose == nullptr || !holds(flow.purposes, handling.purpose->name)))
    return false;
  return any_meant(model, handling.leaves, flow.what);
}

void add_measure(std::vector<Measure>& all, Measure one) {
  if (std::ranges::find(all, one.words, &Measure::words) == all.end())
    all.push_back(std::move(one));
}

const policy::Promise* promise_named(const Model& model, const std::string& id) {
  const auto at = std::ranges::find(model.promises, id, &policy::Promise::id);
  return at == model.promises.end() ? nullptr : &*at;
}

struct Protection {
  std::string_view probe;
  std::string_view term;
};
/// Checks that look at how data is protected (LANGUAGE 4.11), each with the nearest term of DPV.
constexpr std::array protections{Protection{"tls", "dpv:EncryptionInTransfer"},
                                 Protection{"encryption_at_rest", "dpv:EncryptionAtRest"},
                                 Protection{"least_privilege", "dpv:AccessControlMethod"},
                                 Protection{"auth_providers", "dpv:TechnicalMeasure"},
                                 Protection{"dependency_age", "dpv:TechnicalMeasure"},
                                 Protection{"heartbeat", "dpv:ActivityMonitoring"}};

/// Whether the promise tells what is collected: its checks then look at that.
bool is_of_collection(const Disclosure& said, const std::string& promise) {
  return std::ranges::find(said.origins, promise, &policy::Origin::promise) != said.origins.end();
}

/// `at rest`, `end to end`.
std::string encryption_words(std::string how) {
  std::ranges::replace(how, '_', ' ');
  return how;
}

std::string encryption_term(const std::string& how) {
  if (how == "at_rest") return "dpv:EncryptionAtRest";
  if (how == "in_transit") return "dpv:EncryptionInTransfer";
  return "dpv:TechnicalMeasure";
}

bool reaches(const policy::Check& check, const Handling& handling) {
  return check.on.empty() || std::ranges::any_of(check.on, [&](const std::string& on) {
           return handling.stores.contains(on) || handling.tables.contains(on);
         });
}

}  // namespace

Fillers fillers_of(const Input& input) {
  Fillers fillers;
  const Disclosure& said = input.said;
  for (const policy::Controller& controller : said.controllers)
    if (fillers.officer.empty() && !controller.dpo.empty())
      fillers.officer = said.title_of(controller.dpo);
  for (const auto& [name, title] : said.staff)
    if (fillers.officer.empty() && name == "dpo") fillers.officer = title;
  if (fillers.officer.empty())
    fillers.officer = said.controllers.empty() ? "the controller" : said.controllers.front().title;
  fillers.operator_ = input.deployment != nullptr && !input.deployment->operator_name.empty()
                          ? input.deployment->operator_name
                          : "whoever runs Abide";
  return fillers;
}

std::string owner_of(const Fillers& fillers, const policy::Purpose* purpose) {
  return purpose == nullptr || purpose->function.empty() ? fillers.officer : purpose->function;
}

Handling handling_of(const Model& model, const Activity& activity) {
  Handling handling{activity.purpose ? &*activity.purpose : nullptr, {}, {}, {}};
  for (std::uint32_t i = 0; i < model.categories.size(); ++i)
    if (std::ranges::find(activity.data, model.categories[i].name, &Datum::name) !=
        activity.data.end())
      handling.leaves.emplace_back(i);
  for (const FieldId id : activity.fields) {
    const policy::Table& table = model.at(model.at(id).table);
    handling.stores.insert(model.at(table.store).name);
    handling.tables.insert(model.full_name(model.at(id).table));
  }
  return handling;
}

Handling handling_of(const Model& model, const policy::Purpose& purpose) {
  Handling handling{&purpose, used_by(model, purpose), {}, {}};
  for (const policy::Field& field : model.fields) {
    const bool ours = std::ranges::any_of(field.categories, [&](CategoryId leaf) {
      return std::ranges::find(handling.leaves, leaf) != handling.leaves.end();
    });
    if (!ours) continue;
    handling.stores.insert(model.at(model.at(field.table).store).name);
    handling.tables.insert(model.full_name(field.table));
  }
  return handling;
}

std::vector<Receiver> receivers_of(const Input& input, const Handling& handling,
                                   const std::string& home) {
  std::vector<Receiver> all;
  for (const policy::Flow& flow : input.said.flows) {
    if (!concerns(input.model, flow, handling)) continue;
    for (const std::string& to : flow.to) {
      const policy::Party* const party = input.said.party(to);
      const bool known =
          std::ranges::any_of(all, [&](const Receiver& one) { return one.party.name == to; });
      if (party == nullptr || known) continue;
      const bool abroad = std::ranges::any_of(
          party->countries, [&](const std::string& country) { return country != home; });
      all.push_back({*party, contracts_of(input.said, *party), abroad});
    }
  }
  return all;
}

std::vector<Measure> measures_of(const Input& input, const Handling& handling) {
  std::vector<Measure> all;
  for (const policy::Site& site : input.said.sites) {
    if (!handling.stores.contains(site.store)) continue;
    for (const std::string& how : site.encrypted)
      add_measure(all, {fmt::format("{}: encrypted {}, as the policy declares", site.store,
                                    encryption_words(how)),
                        encryption_term(how)});
  }
  for (const policy::Check& check : input.said.checks) {
    const auto known = std::ranges::find(protections, check.probe, &Protection::probe);
    const policy::Promise* const promise = promise_named(input.model, check.promise);
    if (known == protections.end() || promise == nullptr || promise->quote.empty()) continue;
    if (reaches(check, handling) && !is_of_collection(input.said, check.promise))
      add_measure(all,
                  {fmt::format("promised in the notice: “{}” [{}]", promise->quote, promise->id),
                   std::string{known->term}});
  }
  return all;
}

std::vector<std::string> contracts_of(const Disclosure& said, const policy::Party& party) {
  std::vector<std::string> all;
  if (!party.contract.empty()) all.push_back(party.contract);
  for (const policy::Document& document : said.documents) {
    const bool is_contract = document.kind == "dpa" || document.kind == "contract";
    if (is_contract && !document.at.empty() && holds(document.with, party.name) &&
        !holds(all, document.at))
      all.push_back(document.at);
  }
  // Where the very contract is named, the folder of all of them says nothing more.
  const auto is_folder = [](const std::string& place) { return place.ends_with('/'); };
  if (!std::ranges::all_of(all, is_folder)) std::erase_if(all, is_folder);
  return all;
}

std::string safeguard_words(const std::string& word) {
  if (word == "adequacy") return "adequacy regulations";
  if (word == "idta") return "International Data Transfer Agreement";
  if (word == "addendum") return "UK Addendum to the EU standard contractual clauses";
  if (word == "bcr") return "binding corporate rules";
  return word;
}

std::string home_of(const Model& model, const Disclosure& said) {
  const policy::Laws laws = policy::Laws::built_in();
  for (const std::string& key : model.regimes) {
    const policy::Regime* const regime = laws.find_regime(key);
    if (regime != nullptr && regime->jurisdiction == "GB") return "GB";
  }
  return said.controllers.empty() ? "" : said.controllers.front().country;
}

std::string site_words(const policy::Store& store, const policy::Site& site) {
  std::string words =
      fmt::format("{} is {}", store.name, store.title.empty() ? store.kind : store.title);
  for (std::size_t i = 0; i < site.places.size(); ++i)
    words += i == 0 ? ", " + country_name(site.places[i]) : fmt::format(" ({})", site.places[i]);
  return words;
}

std::string country_name(const std::string& code) {
  static const Json names = Json::parse(text_of(DataFile::countries));
  const auto at = names.find(code);
  return at == names.end() ? code : at->get<std::string>();
}

Cell countries_cell(const std::vector<Receiver>& receivers) {
  Cell cell;
  std::vector<std::pair<std::string, std::vector<std::string>>> by_country;
  for (const Receiver& one : receivers) {
    if (!one.is_abroad) continue;
    for (const std::string& country : one.party.countries) {
      auto at = std::ranges::find(by_country, country,
                                  &std::pair<std::string, std::vector<std::string>>::first);
      if (at == by_country.end()) at = by_country.insert(at, {country, {}});
      at->second.push_back(one.party.title + (one.party.region.empty()
                                                  ? ""
                                                  : fmt::format(" (region {})", one.party.region)));
    }
  }
  for (const auto& [country, who] : by_country)
    cell.parts.push_back(fmt::format("{}: {}", country_name(country), fmt::join(who, ", ")));
  return cell;
}

Cell safeguards_cell(const std::vector<Receiver>& receivers, const Fillers& fillers) {
  Cell cell;
  for (const Receiver& one : receivers) {
    if (!one.is_abroad) continue;
    if (one.party.safeguard.empty()) {
      cell.blanks.push_back(
          {fillers.officer, fmt::format("the policy has no `transfer to {}`", one.party.name)});
    } else {
      cell.parts.push_back(
          fmt::format("{}: {}", one.party.title, safeguard_words(one.party.safeguard)));
    }
  }
  return cell;
}

Cell measures_cell(const std::vector<Measure>& measures, const Fillers& fillers) {
  Cell cell;
  for (const Measure& one : measures) cell.parts.push_back(one.words);
  cell.blanks.push_back(
      {fillers.officer, measures.empty()
                            ? "the policy declares no measure for where this is kept"
                            : "organisational measures, which the policy does not declare"});
  return cell;
}

}  // namespace abide::reports::record
