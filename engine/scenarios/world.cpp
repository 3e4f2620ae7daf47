// Days, nights and erasures.
#include "engine/scenarios/world.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "engine/identity/identity.hpp"
#include "engine/plan/due_rows.hpp"

namespace abide::engine::scenarios {
namespace {

using policy::Model;

/// A store whose own clock is the test's.
class ClockedConnector final : public Connector {
 public:
  ClockedConnector(std::unique_ptr<Connector> store, const Clock& clock)
      : store_(std::move(store)), clock_(clock) {}
  [[nodiscard]] Capabilities capabilities() const override { return store_->capabilities(); }
  Result<LiveSchema> schema() override { return store_->schema(); }
  Result<std::uint64_t> count(const Query& query) override { return store_->count(query); }
  Result<void> select(const Query& query, const PageSink& sink) override {
    return store_->select(query, sink);
  }
  Result<std::vector<std::uint64_t>> select_and_tally(const Query& query,
                                                      std::span<const SelectorPtr> conditions,
                                                      const PageSink& sink) override {
    return store_->select_and_tally(query, conditions, sink);
  }
  Result<std::vector<std::uint64_t>> tally(const Query& query,
                                           std::span<const SelectorPtr> conditions) override {
    return store_->tally(query, conditions);
  }
  Result<std::uint64_t> apply_all(std::span<const Batch> batches, Hasher& hasher,
                                  const CommitGate& gate) override {
    return store_->apply_all(batches, hasher, gate);
  }
  Result<ErasureDepth> overwrite() override { return store_->overwrite(); }
  Result<Instant> now() override { return clock_.now(); }
  [[nodiscard]] Result<std::string> text_of(const Query& query) const override {
    return store_->text_of(query);
  }

 private:
  std::unique_ptr<Connector> store_;
  const Clock& clock_;
};

policy::Deployment deployment_of(const Model& model) {
  policy::Deployment deployment;
  deployment.name = "test";
  deployment.points.push_back({"events", {}});
  for (std::uint32_t i = 0; i < model.stores.size(); ++i) {
    if (!model.stores[i].no_reach_because) {
      policy::Binding binding{
          StoreId{i}, "sqlite", {policy::Address::Form::path, file_of(model.stores[i])},
          "",         "",       model.stores[i].kind != "sqlite"};
      deployment.bindings.push_back(std::move(binding));
    }
  }
  return deployment;
}

constexpr const char* tester = "abide test";

}  // namespace

/// In memory where the system has a folder there: what is thrown away a moment later need not reach
/// a disk.
Result<std::unique_ptr<Folder>> Folder::make(Files& files) {
  const std::string name = "/abide-test-" + to_hex(random_bytes(8));
  const std::string in_memory = "/dev/shm";
  if (files.may_write(in_memory)) {
    if (files.make_folder(in_memory + name)) return std::make_unique<Folder>(in_memory + name);
  }
  std::error_code failed;
  const auto base = std::filesystem::temp_directory_path(failed);
  if (failed) return Error{ErrorCode::unavailable, "there is no temporary folder", "set TMPDIR"};
  ABIDE_CHECK(files.make_folder(base.string() + name));
  return std::make_unique<Folder>(base.string() + name);
}
Folder::~Folder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

Result<std::unique_ptr<World>> World::make(const Model& model, const policy::Scenario& scenario,
                                           const OpenStores& open, Files& files, Date first) {
  ABIDE_TRY(Zone zone, Zone::find(model.calendar.zone));
  auto world = std::make_unique<World>(model, std::move(zone), first);
  ABIDE_TRY(world->folder_, Folder::make(files));
  const std::string& folder = world->folder_->path();
  ABIDE_TRY(Fixture fixture, Fixture::create(model, scenario, folder, world->zone_));
  world->fixture_.emplace(std::move(fixture));
  world->deployment_ = deployment_of(model);
  world->stores_ = open(model, world->deployment_, folder, Access::change);
  for (auto& [name, store] : world->stores_.by_name) {
    if (store.connector) {
      store.connector =
          std::make_unique<ClockedConnector>(std::move(store.connector), world->clock_);
    }
  }
  world->readers_ = open(model, world->deployment_, folder, Access::look);
  ABIDE_TRY(world->control_,
            ControlStore::create({folder + "/control.db", folder + "/keys.db", {}},
                                 "abide-test/" + model.name, tester, world->clock_.now(), files));
  return world;
}

Instant World::noon() {
  const Instant noon = zone_.start_of(today_) + std::chrono::hours{12};
  clock_.set(std::max(noon, clock_.now() + std::chrono::seconds{1}));
  return clock_.now();
}
Instant World::evening() {
  const Instant evening = zone_.start_of(add_days(today_, 1)) - std::chrono::minutes{10};
  clock_.set(std::max(evening, clock_.now() + std::chrono::milliseconds{1}));
  return clock_.now();
}

Result<void> World::go_to(Date day, Night night) {
  if (day == today_) return {};
  today_ = day;
  clock_.set(std::max(zone_.start_of(day) + std::chrono::minutes{30},
                      clock_.now() + std::chrono::milliseconds{1}));
  return night == Night::swept ? sweep_now() : Result<void>{};
}

Result<void> World::sweep() {
  evening();
  return sweep_now();
}

Result<void> World::sweep_now() {
  ABIDE_TRY(const Facts facts, gather(scene()));
  ABIDE_TRY(const Planned planned, plan_sweep(scene(), facts));
  return carry_out(planned, facts, nullptr, nullptr);
}

Result<Identity> World::identity_of(const Person& person) {
  return resolve_identity(model_, stores_, person.subject, {person.key}, Sharing::refuse);
}

Result<Planned> World::plan(const Person* erased) {
  evening();
  ABIDE_TRY(const Facts facts, gather(scene()));
  if (erased == nullptr) return plan_sweep(scene(), facts);
  ABIDE_TRY(Identity identity, identity_of(*erased));
  return plan_erase(request_of(scene(), facts),
                    {std::move(identity), erased->name, {}, std::nullopt});
}

Result<void> World::erase(const Person& person) {
  noon();
  ABIDE_TRY(const Facts facts, gather(scene()));
  ABIDE_TRY(const Identity identity, identity_of(person));
  ABIDE_TRY(const Planned planned,
            plan_erase(request_of(scene(), facts), {identity, person.name, {}, std::nullopt}));
  return carry_out(planned, facts, &person, &identity);
}

void World::touch(const Plan& plan) {
  const auto add = [&](const std::vector<Why>& whys) {
    for (const Why& why : whys) {
      if (std::ranges::find(touched_, why) == touched_.end()) touched_.push_back(why);
    }
  };
  for (const Step& step : plan.steps) add(step.why);
  for (const Kept& kept : plan.kept) add(kept.why);
}

Result<std::vector<Deed>> World::deeds_of(const Planned& planned) {
  touch(planned.plan);
  std::vector<Deed> deeds;
  for (std::size_t i = 0; i < planned.plan.steps.size(); ++i) {
    const Step& step = planned.plan.steps[i];
    const auto table = model_.find_table(step.store + "." + step.table);
    if (!step.blocked.empty() || !table) continue;
    ABIDE_CHECK(for_each_due(step, stores_, planned.parameters, KeyRange{},
                             [&](const Row& key) -> Result<void> {
                               Deed deed{*table, key, today_, step.operation, {}, step.why, i};
                               if (step.operation == Operation::set) deed.columns = step.fields;
                               deeds.push_back(std::move(deed));
                               return {};
                             }));
  }
  return deeds;
}

Result<void> World::carry_out(const Planned& planned, const Facts& facts, const Person* person,
                              const Identity* identity) {
  ABIDE_TRY(std::vector<Deed> deeds, deeds_of(planned));
  ABIDE_CHECK(control_->commit());
  RunOptions options;
  options.by = tester;
  options.zone = model_.calendar.zone;
  options.erased_until = add_days(today_, 366);
  ABIDE_TRY(const RunReport report,
            run(planned.plan, planned.parameters, stores_, *control_, clock_, options));
  Plan& kept = person == nullptr ? last_sweep_ : erasures_.emplace_back();
  kept = planned.plan;
  std::ranges::copy_if(deeds, std::back_inserter(deeds_), [&](const Deed& deed) {
    return report.steps[deed.step].kind == StepOutcome::Kind::done;
  });
  for (std::size_t i = 0; i < report.steps.size(); ++i) {
    const StepOutcome& outcome = report.steps[i];
    if (outcome.kind != StepOutcome::Kind::done) {
      kept.steps[i].blocked =
          fmt::format("{}: {}", engine::to_string(outcome.kind), outcome.reason);
    }
  }
  const reread::Input input = look_input(model_, readers_, facts, clock_.now());
  ABIDE_TRY(const reread::Look look,
            person == nullptr
                ? reread::look_after_sweep(input)
                : reread::look_for_subject(
                      input, {person->subject, identity->values, {}, std::nullopt, {}}));
  for (const reread::Residue& residue : look.residue) {
    if (residue.is_failure() && report.state == "complete") {
      disagreements_.push_back(fmt::format("{}.{}: {} row{} {}: {}", residue.store, residue.table,
                                           residue.rows, residue.rows == 1 ? "" : "s",
                                           reread::to_string(residue.kind), residue.reason));
    }
  }
  return {};
}

std::vector<const Plan*> World::plans() const {
  std::vector<const Plan*> all{&last_sweep_};
  for (const Plan& erasure : erasures_) all.push_back(&erasure);
  return all;
}

Result<std::optional<Row>> World::read(const Record& record) {
  const policy::Table& table = model_.at(record.table);
  std::vector<SelectorPtr> key;
  Query query;
  query.table = table.live_name;
  for (const FieldId field : table.key) {
    query.key.push_back(model_.at(field).column);
    key.push_back(share({In{model_.at(field).column, {record.at(field)}}}));
  }
  for (const auto& [field, value] : record.cells) query.columns.push_back(model_.at(field).column);
  query.where = share({And{std::move(key)}});
  ABIDE_TRY(const auto store, open_store(stores_, model_.at(table.store).name));
  std::optional<Row> found;
  ABIDE_CHECK(store.get().select(query, [&](std::span<const Row> page) -> Result<void> {
    if (!page.empty()) found = page.front();
    return {};
  }));
  return found;
}

}  // namespace abide::engine::scenarios
