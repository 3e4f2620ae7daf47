// The manifest of a policy.
#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "policy/id_sets.hpp"
#include "reports/fideslang/fideslang.hpp"
#include "reports/fideslang/taxonomy.hpp"
#include "reports/fideslang/words.hpp"
#include "reports/words.hpp"

namespace abide::reports::fideslang {
namespace {

using policy::Act;
using policy::Model;

/// A resource with its key and what people call it.
Json resource(const std::string& key, const std::string& title) {
  Json one{{"fides_key", key}};
  if (!title.empty() && title != key) one["name"] = title;
  return one;
}

class Exporter {
 public:
  explicit Exporter(const Ground& ground)
      : ground_(ground),
        model_(ground.model),
        said_(ground.said),
        keys_(category_keys(ground.model)),
        deliveries_(deliveries_of(ground.model)),
        beyond_(abroad(ground)) {}

  Json manifest() {
    Json all = Json::object();
    if (Json organization = this->organization(); !organization.empty())
      all["organization"] = Json::array({std::move(organization)});
    all["dataset"] = datasets();
    all["system"] = systems();
    all["data_subject"] = subjects();
    all["data_use"] = uses();
    all["data_category"] = categories();  // last: of what the others named
    std::erase_if(all.get_ref<Json::object_t&>(),
                  [](const auto& one) { return one.second.empty(); });
    return all;
  }

 private:
  Json organization() {
    if (said_.controllers.empty()) return Json::object();
    const policy::Controller& one = said_.controllers.front();
    Json contact{{"name", one.title}};
    if (!one.contact.empty()) contact["email"] = one.contact;
    if (!one.address.empty()) contact["address"] = one.address;
    Json organization = resource("default_organization", one.title);
    organization["controller"] = std::move(contact);
    return organization;
  }

  Json keys(const std::vector<CategoryId>& leaves) {
    const std::vector<std::string> list = keys_of(keys_, leaves);
    used_.insert(list.begin(), list.end());
    return list;
  }
  [[nodiscard]] Json subject_keys(const std::vector<SubjectId>& subjects) const {
    Json all = Json::array();
    for (const SubjectId id : subjects) all.push_back(model_.at(id).name);
    return all;
  }

  // ── datasets ────────────────────────────────────────────────────────────────────────────────

  Json datasets() {
    Json all = Json::array();
    for (const policy::Store& store : model_.stores) {
      Json one = resource(store.name, store.title);
      one["meta"] = {{"kind", store.kind}};
      one["collections"] = Json::array();
      for (const TableId table : store.tables) one["collections"].push_back(collection(table));
      all.push_back(std::move(one));
    }
    return all;
  }

  Json collection(TableId id) {
    const policy::Table& table = model_.at(id);
    Json one{{"name", table.live_name}, {"fields", Json::array()}};
    if (!table.title.empty()) one["description"] = table.title;
    std::vector<SubjectId> subjects;
    for (const policy::Ownership& owner : table.owners) subjects.push_back(owner.subject);
    policy::make_set(subjects);
    if (!subjects.empty()) one["data_subjects"] = subject_keys(subjects);
    std::vector<FieldId> fields = table.fields;
    std::ranges::sort(fields, {}, [&](FieldId field) { return model_.at(field).column; });
    for (const FieldId field : fields) {
      Json told = this->field(id, field);
      const bool says = told.contains("data_categories") || told.contains("fides_meta");
      if (says) one["fields"].push_back(std::move(told));
    }
    return one;
  }

  Json field(TableId table, FieldId id) {
    const policy::Field& field = model_.at(id);
    Json one{{"name", field.column}};
    if (!field.categories.empty()) one["data_categories"] = keys(field.categories);
    Json meta = Json::object();
    if (std::ranges::find(model_.at(table).key, id) != model_.at(table).key.end())
      meta["primary_key"] = true;
    for (const policy::Subject& subject : model_.subjects)
      if (std::ranges::find(subject.identified_by, id) != subject.identified_by.end())
        meta["identity"] =
            keys_of(keys_, field.categories) == std::vector<std::string>{"user.contact.email"}
                ? "email"
                : field.column;
    if (Json references = references_of(table, id); !references.empty())
      meta["references"] = std::move(references);
    if (!meta.empty()) one["fides_meta"] = std::move(meta);
    return one;
  }

  /// Where the column leads: a link, or the first step of the way to an owner.
  [[nodiscard]] Json references_of(TableId table, FieldId id) const {
    std::set<std::pair<std::string, std::string>> targets;
    const auto add = [&](FieldId to) {
      const policy::Table& there = model_.at(model_.at(to).table);
      targets.emplace(model_.at(there.store).name, there.live_name + "." + model_.at(to).column);
    };
    if (model_.at(id).links_to) add(*model_.at(id).links_to);
    for (const policy::Ownership& owner : model_.at(table).owners)
      if (!owner.hops.empty() && owner.hops.front().from.size() == 1 &&
          owner.hops.front().from.front() == id)
        add(owner.hops.front().to.front());
    Json all = Json::array();
    for (const auto& [dataset, field] : targets)
      all.push_back({{"dataset", dataset}, {"field", field}, {"direction", "to"}});
    return all;
  }

  // ── systems ─────────────────────────────────────────────────────────────────────────────────

  Json systems() {
    Json all = Json::array({application()});
    for (std::uint32_t i = 0; i < model_.recipients.size(); ++i)
      all.push_back(party(RecipientId{i}));
    return all;
  }

  Json application() {
    Json one = resource(model_.name, model_.title);
    one["system_type"] = "Application";
    one["meta"] = {{"regimes", model_.regimes}};
    if (!said_.controllers.empty() && !said_.controllers.front().country.empty())
      one["meta"]["country"] = said_.controllers.front().country;
    one["responsibility"] = Json::array({"Controller"});
    Json references = Json::array();
    for (const policy::Store& store : model_.stores) references.push_back(store.name);
    one["dataset_references"] = std::move(references);
    one["ingress"] = ingress();
    one["egress"] = egress();
    one["privacy_declarations"] = declarations();
    return one;
  }

  /// What comes in: from people, and from others.
  Json ingress() {
    std::vector<CategoryId> from_people;
    std::map<RecipientId, std::vector<CategoryId>> from_others;
    for (const policy::Permission& one : model_.flows.permissions) {
      if (one.act != Act::collect) continue;
      if (!one.subjects.empty())
        from_people.insert(from_people.end(), one.leaves.begin(), one.leaves.end());
      for (const RecipientId from : one.recipients)
        from_others[from].insert(from_others[from].end(), one.leaves.begin(), one.leaves.end());
    }
    Json all = Json::array();
    if (!from_people.empty())
      all.push_back(
          {{"fides_key", "user"}, {"type", "user"}, {"data_categories", keys(from_people)}});
    for (const auto& [from, leaves] : from_others)
      all.push_back({{"fides_key", model_.recipients[from.value]},
                     {"type", "system"},
                     {"data_categories", keys(leaves)}});
    return all;
  }

  static bool is_sent(const Delivery& one) {
    return one.kind == Delivery::Kind::sent || one.kind == Delivery::Kind::cookie;
  }
  Json egress() {
    std::map<RecipientId, std::vector<CategoryId>> to;
    for (const Delivery& one : deliveries_)
      if (is_sent(one)) to[one.to].insert(to[one.to].end(), one.leaves.begin(), one.leaves.end());
    Json all = Json::array();
    for (const auto& [recipient, leaves] : to)
      all.push_back({{"fides_key", model_.recipients[recipient.value]},
                     {"type", "system"},
                     {"data_categories", keys(leaves)}});
    return all;
  }

  /// Owners of the rows that hold any of it, by its keys: what a manifest can give back.
  [[nodiscard]] std::vector<SubjectId> owners_of(const std::vector<CategoryId>& leaves) const {
    const std::vector<std::string> wanted = keys_of(keys_, leaves);
    std::vector<SubjectId> people;
    for (const policy::Field& field : model_.fields) {
      const bool holds = std::ranges::any_of(field.categories, [&](CategoryId leaf) {
        return std::ranges::binary_search(wanted, keys_[leaf.value]);
      });
      for (const policy::Ownership& owner : model_.at(field.table).owners)
        if (holds) people.push_back(owner.subject);
    }
    policy::make_set(people);
    return people;
  }

  Json declaration(const policy::Purpose& purpose, const std::vector<CategoryId>& leaves) {
    Json one{{"name", purpose.title},
             {"data_use", purpose.name},
             {"data_categories", keys(leaves)},
             {"data_subjects", subject_keys(owners_of(leaves))}};
    if (!purpose.bases.empty())
      if (const std::string basis = basis_to_fides(purpose.bases.front()); !basis.empty())
        one["legal_basis_for_processing"] = basis;
    if (!purpose.lia.empty()) one["impact_assessment_location"] = purpose.lia;
    const bool special = std::ranges::any_of(
        leaves, [&](CategoryId leaf) { return model_.at(leaf).mark == policy::Mark::special; });
    if (special) one["processes_special_category_data"] = true;
    return one;
  }

  Json declarations() {
    Json all = Json::array();
    for (const policy::Purpose& purpose : said_.purposes) {
      const auto at = std::ranges::find(model_.flows.purposes, purpose.name);
      if (at == model_.flows.purposes.end()) continue;
      const PurposeId id{static_cast<std::uint32_t>(at - model_.flows.purposes.begin())};
      std::vector<CategoryId> uses;
      for (const policy::Permission& one : model_.flows.permissions)
        if (one.act == Act::use && !one.promise && std::ranges::binary_search(one.purposes, id))
          uses.insert(uses.end(), one.leaves.begin(), one.leaves.end());
      Json one = declaration(purpose, uses);
      std::set<std::string> to;
      for (const Delivery& sent : deliveries_)
        if (is_sent(sent) && std::ranges::binary_search(sent.purposes, id))
          to.insert(model_.recipients[sent.to.value]);
      if (!to.empty()) one["egress"] = to;
      all.push_back(std::move(one));
    }
    return all;
  }

  Json party(RecipientId id) {
    const policy::Party& party = party_of(ground_, id);
    Json one = resource(party.name, party.title);
    one["system_type"] = "Third Party";
    one["responsibility"] = Json::array({party.is_processor ? "Processor" : "Controller"});
    Json meta{{"country", party.countries}};
    const auto say = [&meta](const char* key, const std::string& words) {
      if (!words.empty()) meta[key] = words;
    };
    say("region", party.region);
    say("role", party.role);
    say("contract", party.contract);
    say("safeguard", party.safeguard);
    if (!party.agreements.empty()) meta["agreement"] = party.agreements;
    one["meta"] = std::move(meta);
    one["does_international_transfers"] = static_cast<bool>(beyond_[id.value]);
    if (const std::string basis = safeguard_to_fides(party.safeguard); !basis.empty())
      one["legal_basis_for_transfers"] = Json::array({basis});
    Json runs = Json::array();
    std::vector<CategoryId> hosted;
    std::map<PurposeId, std::vector<CategoryId>> gets;
    for (const Delivery& each : deliveries_) {
      if (each.to != id) continue;
      if (each.kind == Delivery::Kind::runs) runs.push_back(model_.at(*each.store).name);
      if (each.kind == Delivery::Kind::hosted)
        hosted.insert(hosted.end(), each.leaves.begin(), each.leaves.end());
      for (const PurposeId purpose : is_sent(each) ? each.purposes : std::vector<PurposeId>{})
        gets[purpose].insert(gets[purpose].end(), each.leaves.begin(), each.leaves.end());
    }
    if (!runs.empty()) one["dataset_references"] = std::move(runs);
    if (!hosted.empty())
      one["ingress"] = Json::array(
          {{{"fides_key", model_.name}, {"type", "system"}, {"data_categories", keys(hosted)}}});
    one["privacy_declarations"] = Json::array();
    for (const auto& [purpose, leaves] : gets)
      if (const auto at = std::ranges::find(said_.purposes, model_.flows.purposes[purpose.value],
                                            &policy::Purpose::name);
          at != said_.purposes.end())
        one["privacy_declarations"].push_back(declaration(*at, leaves));
    return one;
  }

  // ── terms of the policy's own ───────────────────────────────────────────────────────────────

  Json subjects() {
    Json all = Json::array();
    for (const policy::Subject& subject : model_.subjects) {
      if (is_known(Term::data_subject, subject.name)) continue;
      Json one = resource(subject.name, subject.title);
      std::set<std::string> granted;
      for (const policy::Channel& channel : said_.channels) {
        const std::string right = right_to_fides(channel.right);
        const bool theirs = std::ranges::count(channel.subjects, subject.name) > 0;
        if (theirs && !right.empty()) granted.insert(right);
      }
      if (!granted.empty()) one["rights"] = {{"strategy", "INCLUDE"}, {"values", granted}};
      all.push_back(std::move(one));
    }
    return all;
  }

  /// A term with those around it: `a.b` says that its parent is `a`.
  static void declare(std::map<std::string, Json>& terms, Term term, const std::string& key,
                      const std::function<std::string(const std::string&)>& name) {
    for (std::string at = key; !is_known(term, at) && !terms.contains(at);) {
      Json one = resource(at, name(at));
      const auto dot = at.rfind('.');
      const std::string parent = dot == std::string::npos ? "" : at.substr(0, dot);
      if (!parent.empty()) one["parent_key"] = parent;
      terms.emplace(at, std::move(one));
      if (parent.empty()) return;
      at = parent;
    }
  }
  static Json listed(std::map<std::string, Json> terms) {
    Json all = Json::array();
    for (auto& [key, one] : terms) all.push_back(std::move(one));
    return all;
  }

  Json uses() {
    std::map<std::string, Json> terms;
    for (const policy::Purpose& purpose : said_.purposes)
      declare(terms, Term::data_use, purpose.name,
              [&](const std::string& key) { return key == purpose.name ? purpose.title : ""; });
    return listed(std::move(terms));
  }

  Json categories() {
    std::map<std::string, Json> terms;
    for (const std::string& key : used_)
      declare(terms, Term::data_category, key, [&](const std::string& at) { return name_of(at); });
    for (std::uint32_t i = 0; i < model_.categories.size(); ++i) {
      const policy::Category& one = model_.categories[i];
      const auto at = terms.find(keys_[i]);
      if (!one.leaf || at == terms.end()) continue;
      std::set<std::string> marks;
      if (one.mark != policy::Mark::personal) marks.insert(std::string{mark_to_word(one.mark)});
      if (one.identifier) marks.insert("identifier");
      if (one.confidential) marks.insert("confidential");
      if (one.secret) marks.insert("secret");
      if (!marks.empty()) at->second["tags"] = marks;
    }
    return listed(std::move(terms));
  }
  /// What the policy calls the term: by alias, else by its own name.
  [[nodiscard]] std::string name_of(const std::string& key) const {
    if (key == model_.name) return title_of(model_);
    for (std::uint32_t i = 0; i < model_.categories.size(); ++i)
      if (std::ranges::count(model_.categories[i].aliases, key) > 0)
        return title_of(model_.categories[i]);
    for (const policy::Category& one : model_.categories)
      if (model_.name + "." + one.name == key) return title_of(one);
    return "";
  }

  const Ground& ground_;
  const Model& model_;
  const policy::Disclosure& said_;
  std::vector<std::string> keys_;
  std::vector<Delivery> deliveries_;
  std::vector<bool> beyond_;
  std::set<std::string> used_;  ///< keys of categories that were named
};

}  // namespace

Json manifest_of(const Ground& ground) { return Exporter{ground}.manifest(); }

std::vector<std::string> without_alias(const Model& model) {
  const std::vector<std::string> keys = category_keys(model);
  std::vector<std::string> names;
  for (std::uint32_t i = 0; i < model.categories.size(); ++i)
    if (model.categories[i].leaf && keys[i] == model.name + "." + model.categories[i].name)
      names.push_back(model.categories[i].name);
  return names;
}

}  // namespace abide::reports::fideslang
