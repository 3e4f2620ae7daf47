// A plan as JSON, and its digests: one over what an approval binds, one over the whole file.
#include "engine/plan/plan.hpp"

#include <fmt/format.h>

#include <array>

#include "engine/plan/json_form.hpp"
#include "engine/plan/planner.hpp"

namespace abide {

template <Is<KeyRange> T, class F>
void each_member(T& keys, F&& f) {
  f("from", keys.from);
  f("until", keys.until);
}
std::array<std::string_view, 2> names_of(Match match);

}  // namespace abide

namespace abide::engine {

template <Is<Why> T, class F>
void each_member(T& why, F&& f) {
  f("promise", why.promise);
  f.words("sentence", why.sentence);
  f.words("file", why.file);
  f.words("line", why.line);
}
template <Is<Gap> T, class F>
void each_member(T& gap, F&& f) {
  f("code", gap.code);
  f("place", gap.place);
  f.words("reason", gap.reason);
  f.words("remedy", gap.remedy);
  f("rows", gap.rows);
  f("waived", gap.waived);
  f("blocks", gap.blocks);
}
template <Is<Lookup> T, class F>
void each_member(T& lookup, F&& f) {
  f("name", lookup.name);
  f("columns", lookup.columns);
  f("store", lookup.store);
  f("table", lookup.table);
  f("target_columns", lookup.target_columns);
  f("where", lookup.where);
  f("match", lookup.match);
}
template <Is<Range> T, class F>
void each_member(T& range, F&& f) {
  f("keys", range.keys);
  f("rows", range.rows);
  f("digest", range.digest);
}
template <Is<Step> T, class F>
void each_member(T& step, F&& f) {
  f("store", step.store);
  f("table", step.table);
  f("live_table", step.live_table);
  f("operation", step.operation);
  f("assignments", step.assignments);
  f("key", step.key);
  f("where", step.where);
  f("lookups", step.lookups);
  f("fields", step.fields);
  f("why", step.why);
  f.words("due", step.due);
  f("rows", step.rows);
  f("table_rows", step.table_rows);
  f("ranges", step.ranges);
  f("after", step.after);
  f("severs", step.severs);
  f("blocked", step.blocked);
}
template <Is<Kept> T, class F>
void each_member(T& kept, F&& f) {
  f("store", kept.store);
  f("table", kept.table);
  f.words("reason", kept.reason);
  f("rows", kept.rows);
  f("fields", kept.fields);
  f("why", kept.why);
  f.words("until", kept.until);
  f.words("by", kept.by);
}
template <Is<Plan> T, class F>
void each_member(T& plan, F&& f) {
  f("version", plan.version);
  f("kind", plan.kind);
  f("policy", plan.policy);
  f("policy_digest", plan.policy_digest);
  f("deployment", plan.deployment);
  f("subject", plan.subject);
  f("at", plan.at);
  f("generation", plan.generation);
  f("salt", plan.salt);
  f("parameters", plan.parameters);
  f("steps", plan.steps);
  f("kept", plan.kept);
  f("gaps", plan.gaps);
  f.words("findings", plan.findings);
}
std::array<std::string_view, 2> names_of(Operation /*operation*/) { return {"remove", "set"}; }

namespace {

Result<std::string> digest_of(const Json& json) {
  ABIDE_TRY(const std::string text, canonical_json(json));
  return to_hex(sha256(as_bytes(text)));
}

}  // namespace

bool Lookup::operator==(const Lookup& other) const {
  return name == other.name && columns == other.columns && store == other.store &&
         table == other.table && target_columns == other.target_columns &&
         same(where, other.where) && match == other.match;
}

bool Step::operator==(const Step& other) const {
  return store == other.store && table == other.table && live_table == other.live_table &&
         operation == other.operation && assignments == other.assignments && key == other.key &&
         same(where, other.where) && lookups == other.lookups && fields == other.fields &&
         why == other.why && due == other.due && rows == other.rows &&
         table_rows == other.table_rows && ranges == other.ranges && after == other.after &&
         severs == other.severs && blocked == other.blocked;
}

std::uint64_t Plan::rows() const {
  std::uint64_t sum = 0;
  for (const Step& step : steps) {
    sum += step.rows;
  }
  return sum;
}

Result<std::string> plan_digest(const Plan& plan) {
  return digest_of(json_form::write(plan, json_form::Extent::bound));
}

Json to_json(const Plan& plan) {
  Json json = json_form::write(plan, json_form::Extent::whole);
  // What cannot be digested cannot be written either; the reader misses the digest and refuses.
  if (const auto digest = plan_digest(plan)) {
    json["digest"] = *digest;
  }
  if (const auto seal = digest_of(json)) {
    json["seal"] = *seal;
  }
  return json;
}

Result<Plan> plan_from_json(const Json& json) {
  const Error edited{ErrorCode::corrupt, "this is not a plan as it was written: its digest differs",
                     "plan again; nothing was done"};
  if (!json.is_object() || !json.contains("version") || !json["version"].is_number_integer()) {
    return edited;
  }
  if (json["version"].get<std::int64_t>() > plan_version) {
    return Error{ErrorCode::unsupported, "the plan was written by a newer version of Abide",
                 "use that version, or plan again; nothing was done"};
  }
  if (json.value("version", 0) != plan_version || !json.contains("seal") ||
      !json.contains("digest")) {
    return edited;
  }
  Json sealed = json;
  sealed.erase("seal");
  ABIDE_TRY(const std::string seal, digest_of(sealed));
  Plan plan;
  json_form::Reader reader{json};
  each_member(plan, reader);
  if (seal != json["seal"] || !reader.all(2)) {
    return edited;
  }
  ABIDE_TRY(const std::string digest, plan_digest(plan));
  return digest == json["digest"] ? Result<Plan>{std::move(plan)} : Result<Plan>{edited};
}

bool is_undeclared_table(const policy::Model& model, const Gap& gap) {
  if (gap.code != "E1001" || gap.waived || model.find_table(gap.place)) {
    return false;
  }
  for (std::uint32_t i = 0; i < model.tables.size(); ++i) {
    if (gap.place.starts_with(model.full_name(TableId{i}) + ".")) {
      return false;  // a column of a table that is declared
    }
  }
  return true;
}

}  // namespace abide::engine
