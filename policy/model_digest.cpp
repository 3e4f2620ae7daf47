// The digest of what a policy means: canonical JSON of everything that changes an outcome. Titles,
// places and sentences are left out; numbers stand for names only where a name is not what counts.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/json.hpp"
#include "policy/model.hpp"

namespace abide::policy {
namespace {

template <class Id>
Json ids_of(const std::vector<Id>& ids) {
  Json list = Json::array();
  for (const Id& id : ids) {
    list.push_back(id.value);
  }
  return list;
}

template <class Item, class Write>
Json list_of(const std::vector<Item>& items, const Write& write) {
  Json list = Json::array();
  for (const Item& item : items) {
    list.push_back(write(item));
  }
  return list;
}

Json period_json(const Period& period) { return to_string(period); }

template <class Item, class Write>
Json optional_json(const std::optional<Item>& item, const Write& write) {
  return item ? Json(write(*item)) : Json();
}
const auto as_it_is = [](const auto& value) { return value; };

Json hop_json(const Hop& hop) {
  return {{"from", ids_of(hop.from)}, {"table", hop.table.value}, {"to", ids_of(hop.to)}};
}

Json condition_json(const Condition& condition) {
  Json value;
  std::visit([&](const auto& held) { value = held; }, condition.value);
  return {{"field", condition.field.value}, {"value", value}};
}

Json ownership_json(const Ownership& owner) {
  Json json{{"subject", owner.subject.value},
            {"kind", static_cast<int>(owner.kind)},
            {"hops", list_of(owner.hops, hop_json)},
            {"blanks", ids_of(owner.blanks)},
            {"condition", optional_json(owner.condition, condition_json)},
            {"on_the_way", list_of(owner.on_the_way, condition_json)}};
  if (owner.backward) {
    json["backward"] = true;
  }
  return json;
}

Json mention_json(const Mention& mention) {
  return {{"subject", mention.subject.value},
          {"hop", hop_json(mention.hop)},
          {"onward", list_of(mention.onward, hop_json)},
          {"on_erase", static_cast<int>(mention.on_erase)},
          {"shown", mention.shown_on_access}};
}

Json category_json(const Category& category) {
  return {{"name", category.name},
          {"parent", optional_json(category.parent, [](CategoryId id) { return id.value; })},
          {"leaf", category.leaf},
          {"mark", static_cast<int>(category.mark)},
          {"identifier", category.identifier},
          {"confidential", category.confidential},
          {"secret", category.secret},
          {"aliases", category.aliases}};
}

Json field_json(const Field& field) {
  return {
      {"table", field.table.value},
      {"name", field.name},
      {"column", field.column},
      {"categories", ids_of(field.categories)},
      {"link", field.link},
      {"links_to", optional_json(field.links_to, [](FieldId id) { return id.value; })},
      {"clock", optional_json(field.clock, [](ClockForm form) { return static_cast<int>(form); })},
      {"zone", field.zone}};
}

Json table_json(const Table& table) {
  return {{"store", table.store.value},
          {"name", table.name},
          {"live_name", table.live_name},
          {"key", ids_of(table.key)},
          {"clocks", ids_of(table.clocks)},
          {"owners", list_of(table.owners, ownership_json)},
          {"mentions", list_of(table.mentions, mention_json)},
          {"unowned", optional_json(table.unowned_because, as_it_is)}};
}

Json store_json(const Store& store) {
  return {{"name", store.name},
          {"kind", store.kind},
          {"run_by", optional_json(store.run_by, as_it_is)},
          {"backups", optional_json(store.backups_kept, period_json)},
          {"history", optional_json(store.history_kept, period_json)},
          {"logs", optional_json(store.logs_kept, period_json)},
          {"no_reach", optional_json(store.no_reach_because, as_it_is)}};
}

Json event_json(const Event& event) {
  Json source;
  if (const auto* at = std::get_if<AtColumn>(&event.source)) {
    source = {{"at", at->field.value}};
  } else if (const auto* absence = std::get_if<OnAbsence>(&event.source)) {
    source = {{"absence", absence->table.value}};
  } else {
    source = {{"told", static_cast<int>(std::get<Told>(event.source).by)}};
  }
  return {{"name", event.name},
          {"source", source},
          {"of", optional_json(event.of, [](TableId id) { return id.value; })}};
}

Json rule_json(const Rule& rule) {
  return {{"kind", static_cast<int>(rule.kind)},
          {"promise", rule.promise.value},
          {"period", period_json(rule.period)},
          {"events", ids_of(rule.anchor.events)},
          {"end_of", static_cast<int>(rule.anchor.end_of)},
          {"law", optional_json(rule.law, as_it_is)},
          {"review", optional_json(rule.review, period_json)},
          {"fields", ids_of(rule.fields)},
          {"categories", ids_of(rule.categories)},
          {"severed_from", optional_json(rule.severed_from, [](FieldId id) { return id.value; })}};
}

Json promise_json(const Promise& promise) {
  return {{"id", promise.id},
          {"quote", promise.quote},
          {"section", promise.section},
          {"mode", promise.mode},
          {"decide_by", optional_json(promise.decide_by, as_it_is)},
          {"before", optional_json(promise.before, [](Date day) { return to_string(day); })},
          {"between", ids_of(promise.between)}};
}

Json waiver_json(const Waiver& waiver) {
  return {{"code", waiver.code},
          {"on", waiver.on},
          {"because", waiver.because},
          {"by", waiver.by},
          {"until", to_string(waiver.until)}};
}

template <class Id>
Json several_json(const Several<Id>& several) {
  return {{"all_but", several.all_but}, {"names", ids_of(several.names)}};
}
const auto value_of = [](const auto& id) { return id.value; };

Json permission_json(const Permission& permission) {
  return {{"act", word_of(permission.act)},
          {"promise", optional_json(permission.promise, value_of)},
          {"leaves", ids_of(permission.leaves)},
          {"sources", ids_of(permission.sources)},
          {"subjects", ids_of(permission.subjects)},
          {"recipients", ids_of(permission.recipients)},
          {"purposes", ids_of(permission.purposes)},
          {"when", ids_of(permission.when)},
          {"outlet", optional_json(permission.outlet, value_of)},
          {"only", permission.only}};
}

Json prohibition_json(const Prohibition& prohibition) {
  return {{"act", word_of(prohibition.act)},
          {"promise", prohibition.promise.value},
          {"leaves", ids_of(prohibition.leaves)},
          {"subjects", several_json(prohibition.subjects)},
          {"recipients", several_json(prohibition.recipients)},
          {"purposes", several_json(prohibition.purposes)},
          {"tables", several_json(prohibition.tables)},
          {"made_of", ids_of(prohibition.made_of)},
          {"outlet", optional_json(prohibition.outlet, value_of)},
          {"when", ids_of(prohibition.when)},
          {"unless", ids_of(prohibition.unless)},
          {"only", prohibition.only}};
}

Json confinement_json(const Confinement& confinement) {
  return {{"promise", confinement.promise.value},
          {"leaves", ids_of(confinement.leaves)},
          {"store", confinement.store.value},
          {"table", optional_json(confinement.table, value_of)}};
}

Json flows_json(const Flows& flows) {
  return {{"purposes", flows.purposes},
          {"states", flows.states},
          {"outlets", flows.outlets},
          {"permissions", list_of(flows.permissions, permission_json)},
          {"prohibitions", list_of(flows.prohibitions, prohibition_json)},
          {"confinements", list_of(flows.confinements, confinement_json)}};
}

Json calendar_json(const Calendar& calendar) {
  const auto end = calendar.financial_year_end;
  return {{"zone", calendar.zone},
          {"financial_year", fmt::format("{}-{}", static_cast<unsigned>(end.month()),
                                         static_cast<unsigned>(end.day()))},
          {"grace", period_json(calendar.grace)},
          {"lead", period_json(calendar.lead)},
          {"sweep_every", period_json(calendar.sweep_every)}};
}

Json limits_json(const Limits& limits) {
  return {{"rows", optional_json(limits.rows, as_it_is)},
          {"share", optional_json(limits.share_percent, as_it_is)},
          {"hours", optional_json(limits.hours, [](const auto& hours) {
             return Json::array({hours.first, hours.second});
           })}};
}

}  // namespace

Digest meaning_digest(const Model& model) {
  const Json meaning{
      {"format", 2},
      {"name", model.name},
      {"calendar", calendar_json(model.calendar)},
      {"limits", limits_json(model.limits)},
      {"regimes", model.regimes},
      {"staff", model.staff},
      {"recipients", model.recipients},
      {"categories", list_of(model.categories, category_json)},
      {"subjects",
       list_of(
           model.subjects,
           [](const Subject& subject) {
             return Json{{"name", subject.name}, {"identified_by", ids_of(subject.identified_by)}};
           })},
      {"stores", list_of(model.stores, store_json)},
      {"tables", list_of(model.tables, table_json)},
      {"fields", list_of(model.fields, field_json)},
      {"events", list_of(model.events, event_json)},
      {"promises", list_of(model.promises, promise_json)},
      {"rules", list_of(model.rules, rule_json)},
      {"flows", flows_json(model.flows)},
      {"waivers", list_of(model.waivers, waiver_json)}};
  const auto text = canonical_json(meaning);
  // Every text of a Model came from a parsed file, which is UTF-8, and nothing in it is a float.
  return sha256(as_bytes(text.ok() ? text.value()
                                   : meaning.dump(-1, ' ', true, Json::error_handler_t::replace)));
}

}  // namespace abide::policy
