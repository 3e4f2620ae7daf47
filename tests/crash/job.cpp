// Opening, planning and running, without the command line.
#include "tests/crash/job.hpp"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>

#include "connectors/sqlite/connector.hpp"
#include "engine/catalogue/catalogue.hpp"
#include "engine/catalogue/examination.hpp"
#include "engine/identity/identity.hpp"
#include "engine/plan/planner.hpp"
#include "policy/compile.hpp"

namespace abide::crash {
namespace {

/// The shop's policy and deployment, read once: they are not what these tests break.
struct Meaning {
  policy::Model model;
  policy::Deployment deployment;
};
const Meaning& meaning(const Place& place) {
  static const Meaning read = [&] {
    SystemFiles files;
    const policy::Reader reader = [&files](const std::string& path) {
      return files.read(path, 1ULL << 20U);
    };
    auto compiled = policy::compile(place.file("shop.policy"), reader);
    EXPECT_TRUE(compiled.ok() && compiled->model);
    auto deployed =
        policy::compile_deployment(place.file("shop.deploy"), reader, compiled->model.value());
    EXPECT_TRUE(deployed.ok() && deployed->deployment);
    return Meaning{std::move(*compiled->model), std::move(deployed->deployment.value())};
  }();
  return read;
}

struct Opened {
  const policy::Model& model;
  const policy::Deployment& deployment;
  engine::Stores stores;
  std::unique_ptr<engine::ControlStore> control;
};

Result<void> open_store(const Place& place, const std::string& name, const Hands& hands,
                        engine::Stores& stores) {
  ABIDE_TRY(
      std::unique_ptr<Connector> connector,
      sqlite::SqliteConnector::open(place.file(name + ".sqlite"), sqlite::Access::read_write));
  stores.by_name[name].connector =
      hands.connector ? hands.connector(std::move(connector)) : std::move(connector);
  return {};
}

Result<Opened> open_all(const Place& place, const Hands& hands, Files& files) {
  const Meaning& meant = meaning(place);
  Opened all{meant.model, meant.deployment, {}, {}};
  ABIDE_CHECK(open_store(place, "db", hands, all.stores));
  ABIDE_CHECK(open_store(place, "mail", hands, all.stores));
  ABIDE_TRY(all.control,
            engine::ControlStore::open({place.control(), place.keys(), {place.anchors()}}, files));
  return all;
}

Result<engine::Planned> plan(Opened& all, Job job) {
  const engine::Catalogue catalogue = engine::introspect(all.model, all.stores);
  const Date today = Zone::utc().local_date(now);
  auto gaps = engine::reconcile(all.model, all.deployment, catalogue, today);
  engine::Examination rows{all.model, catalogue, all.stores, *all.control, now, today};
  ABIDE_TRY(const engine::Register facts, all.control->load_register(all.model));
  engine::PlanRequest request{all.model,
                              all.deployment,
                              all.stores,
                              facts,
                              [&catalogue](StoreId store) -> const LiveSchema* {
                                const auto& live = catalogue.stores[store.value];
                                return live.schema ? &*live.schema : nullptr;
                              },
                              std::move(gaps),
                              now};
  request.rows_per_range = 4;
  if (job != Job::erase) {
    request.watch = &rows;
    return engine::plan_sweep(request);
  }
  engine::EraseRequest erase;
  ABIDE_TRY(erase.identity,
            engine::resolve_identity(all.model, all.stores, SubjectId{0},
                                     Sensitive<std::string>{ada}, engine::Sharing::refuse));
  ABIDE_TRY(erase.reference, all.control->reference(all.model, SubjectId{0},
                                                    erase.identity.keys(all.model).front()));
  ABIDE_CHECK(all.control->commit());
  return engine::plan_erase(request, erase);
}

Result<void> do_it(const Place& place, Job job, const Hands& hands, Told& told) {
  SystemFiles real;
  Files& files = hands.files == nullptr ? real : *hands.files;
  const FixedClock clock{now};
  ABIDE_TRY(Opened all, open_all(place, hands, files));
  engine::RunOptions options;
  options.by = job == Job::erase ? "Support desk" : "Nightly schedule";
  options.window = 3;
  if (job == Job::sweep) options.rows_together = 0;
  options.overwrite = job == Job::erase;
  options.erased_until = Date{std::chrono::year{2026}, std::chrono::August, std::chrono::day{1}};
  options.reached = hands.reached;
  options.stop = hands.stop;
  if (hands.resume == Hands::Resume::first) {
    ABIDE_TRY(const auto resumed, engine::resume(all.stores, *all.control, clock, options));
    if (resumed) {
      told.resumed = resumed->state;
      told.rows = resumed->rows();
      if (job == Job::erase) return {};
    }
  }
  ABIDE_TRY(const engine::Planned planned, plan(all, job));
  ABIDE_TRY(const auto report, engine::run(planned.plan, planned.parameters, all.stores,
                                           *all.control, clock, options));
  told.state = report.state;
  told.rows += report.rows();
  return {};
}

}  // namespace

Told carry_out(const Place& place, Job job, const Hands& hands) {
  Told told;
  if (auto done = do_it(place, job, hands, told); !done) told.error = done.error();
  return told;
}

Ended in_child(const std::function<int()>& work) {
  std::fflush(nullptr);
  const pid_t child = ::fork();
  if (child == 0) {
    ::_exit(work());
  }
  int status = 0;
  if (child < 0 || ::waitpid(child, &status, 0) != child) return {false, -1};
  return {WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL,
          WIFEXITED(status) ? WEXITSTATUS(status) : -1};
}

}  // namespace abide::crash
