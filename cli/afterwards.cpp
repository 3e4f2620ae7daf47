// The re-read with what the command knew, or with what was sealed for whoever takes its run up.
#include "cli/afterwards.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "cli/erasure.hpp"
#include "cli/night_notes.hpp"
#include "cli/print.hpp"
#include "engine/plan/due_rows.hpp"
#include "engine/reread/joins.hpp"

namespace abide::cli {
namespace {

Json values_json(const std::vector<Value>& values) {
  Json list = Json::array();
  for (const Value& value : values) list.push_back(engine::to_json(value));
  return list;
}

Result<std::vector<Value>> values_of(const Json& list) {
  std::vector<Value> values;
  for (const Json& one : list) {
    ABIDE_TRY(Value value, engine::value_from_json(one));
    values.push_back(std::move(value));
  }
  return values;
}

std::optional<FieldId> field_named(const policy::Model& model, const std::string& name) {
  for (std::uint32_t i = 0; i < model.fields.size(); ++i) {
    if (model.full_name(FieldId{i}) == name) return FieldId{i};
  }
  return std::nullopt;
}

std::optional<CategoryId> category_named(const policy::Model& model, const std::string& name) {
  const auto at = std::ranges::find(model.categories, name, &policy::Category::name);
  if (at == model.categories.end()) return std::nullopt;
  return CategoryId{static_cast<std::uint32_t>(at - model.categories.begin())};
}

Result<std::vector<reread::KeptApart>> kept_apart(const policy::Model& model, const Json& context) {
  std::vector<reread::KeptApart> all;
  for (const Json& one : context.value("kept_apart", Json::array())) {
    const auto table = model.find_table(one.at("table").get<std::string>());
    if (!table) continue;
    std::vector<Row> keys;
    for (const Json& key : one.at("keys")) {
      ABIDE_TRY(Row row, values_of(key));
      keys.push_back(std::move(row));
    }
    all.push_back({*table, Sensitive{std::move(keys)}, one.at("rows").get<std::uint64_t>()});
  }
  return all;
}

Json certificate_json(const engine::Plan& plan, const engine::RunReport& report,
                      const reread::Look& look) {
  Json certificate = run_json(plan, report);
  certificate["subject"] = plan.subject;
  certificate["holds"] = holds_of(plan);
  certificate["reread"] = reread::to_json(look);
  return certificate;
}

}  // namespace

Json context_of(const policy::Model& model, const engine::EraseRequest& erase, Json asked) {
  Json context = {{"subject", model.at(erase.identity.subject).name},
                  {"asked", std::move(asked)},
                  {"identity", Json::object()},
                  {"of", Json::array()}};
  for (const auto& [field, values] : erase.identity.values)
    context["identity"][model.full_name(field)] = values_json(values.reveal());
  for (const CategoryId leaf : erase.of) context["of"].push_back(model.at(leaf).name);
  if (erase.row) {
    context["table"] = model.full_name(erase.row->table);
    context["key"] = values_json(erase.row->key.reveal());
  }
  return context;
}

Result<reread::Person> person_of(const policy::Model& model, const Json& context) {
  const Error gone{ErrorCode::changed,
                   "the policy no longer declares what an unfinished erasure is about",
                   "finish it with the policy it began under; a retry is safe"};
  reread::Person person;
  const auto subject = model.find_subject(context.value("subject", ""));
  if (!subject) return gone;
  person.subject = *subject;
  for (const auto& [name, list] : context.at("identity").items()) {
    const auto field = field_named(model, name);
    if (!field) return gone;
    ABIDE_TRY(auto values, values_of(list));
    person.identity[*field] = Sensitive{std::move(values)};
  }
  for (const Json& name : context.at("of")) {
    const auto leaf = category_named(model, name.get<std::string>());
    if (!leaf) return gone;
    person.categories.push_back(*leaf);
  }
  if (context.contains("table")) {
    person.row_table = model.find_table(context.at("table").get<std::string>());
    if (!person.row_table) return gone;
    ABIDE_TRY(auto key, values_of(context.at("key")));
    person.row_key = Sensitive{std::move(key)};
  }
  return person;
}

Result<void> add_kept_apart(const Session& session, const engine::Planned& planned, Json& context) {
  constexpr std::size_t most = 10'000;
  for (const engine::Step& step : planned.plan.steps) {
    if (!step.severs || !step.blocked.empty()) continue;
    Json keys = Json::array();
    ABIDE_CHECK(engine::for_each_due(step, session.stores, planned.parameters, {},
                                     [&](const Row& key) -> Result<void> {
                                       if (keys.size() < most) keys.push_back(values_json(key));
                                       return {};
                                     }));
    context["kept_apart"].push_back(
        {{"table", step.store + "." + step.table}, {"rows", step.rows}, {"keys", std::move(keys)}});
  }
  return {};
}

bool Afterwards::was_about(const Json& asked, const Sensitive<std::string>& sought) const {
  if (!context_.contains("asked") || context_.at("asked") != asked) return false;
  const std::string& value = sought.reveal();
  if (value.empty()) return true;
  for (const auto& [name, list] : context_.at("identity").items()) {
    const auto values = values_of(list);
    const bool holds = values && std::ranges::any_of(*values, [&](const Value& one) {
                         const auto* text = std::get_if<std::string>(&one);
                         const auto* number = std::get_if<std::int64_t>(&one);
                         return (text != nullptr && *text == value) ||
                                (number != nullptr && std::to_string(*number) == value);
                       });
    if (holds) return true;
  }
  return false;
}

Result<engine::Witness> Afterwards::look(const engine::Plan& plan, const Json& context,
                                         const engine::RunReport& report) {
  Facts gathered;
  if (facts_ == nullptr) {
    ABIDE_TRY(gathered, gather(session_));
  }
  const engine::Stores readers =
      open_stores(session_.model, session_.deployment, session_.folder, Use::look);
  reread::Input input = look_input(session_, readers, facts_ == nullptr ? gathered : *facts_);
  input.at = plan.at;
  context_ = context;
  plan_ = plan;
  text_ = run_text(plan, report);
  if (plan.kind == "erase") return after_erasure(input, plan, report);
  if (!session_.at_given) ABIDE_CHECK(note_sweep(*session_.control, plan, report, context));
  ABIDE_TRY(look_, reread::look_after_sweep(input));
  Json body = reread::to_json(*look_);
  body.erase("at");
  return engine::Witness{"reread", std::move(body)};
}

Result<engine::Witness> Afterwards::after_erasure(const reread::Input& input,
                                                  const engine::Plan& plan,
                                                  const engine::RunReport& report) {
  ABIDE_TRY(person_, person_of(session_.model, context_));
  ABIDE_TRY(look_, reread::look_for_subject(input, *person_));
  ABIDE_TRY(const auto apart, kept_apart(session_.model, context_));
  reread::look_for_joins(input, *person_, apart, *look_);
  const Instant looked_at = desk_.clock().now();
  holds_ = holds_of(plan);
  headline_ = erasure_headline(plan, report);
  certificate_ = certificate_json(plan, report, *look_);
  certificate_["reread"]["looked_at"] = to_string(looked_at);
  ABIDE_TRY(const auto open, open_requests_of(session_, person_->subject, person_->identity));
  certificate_["unanswerable"] = Json::array();
  for (const engine::Request& one : open) {
    if (needs_the_data(one)) certificate_["unanswerable"].push_back(one.id.value);
  }
  return engine::Witness{"certificate", certificate_};
}

std::string proof_of(const Session& session, const std::string& run, Signed is_signed) {
  const auto& anchors = session.deployment.anchors;
  const std::string where = anchors.empty() ? "the ledger alone (no anchor is deployed)"
                                            : "`" + anchors.front() + "/latest`";
  return fmt::format("Proof: entries of {} in `{}`, {}\n", run, session.deployment.control,
                     is_signed == Signed::yes ? "signed checkpoint in " + where
                                              : "their checkpoint not written yet");
}

Result<reread::Look> Afterwards::without_a_run(const Facts& facts) const {
  const engine::Stores readers =
      open_stores(session_.model, session_.deployment, session_.folder, Use::look);
  return reread::look_after_sweep(look_input(session_, readers, facts));
}

}  // namespace abide::cli
