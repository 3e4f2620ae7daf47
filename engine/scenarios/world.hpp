// A small world for one test: throw-away stores, a control store of its own and a clock that goes
// where the test says, in which the real catalogue, planner, run loop and re-read work. Internal to
// this folder.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/files.hpp"
#include "engine/facts/facts.hpp"
#include "engine/run/run.hpp"
#include "engine/scenarios/fixture.hpp"
#include "engine/scenarios/persons.hpp"
#include "engine/scenarios/scenarios.hpp"

namespace abide::engine::scenarios {

/// What a run did to one row.
struct Deed {
  TableId table;
  Row key;
  Date day;
  Operation operation = Operation::remove;
  std::vector<std::string> columns;  ///< for set
  std::vector<Why> why;
  std::size_t step = 0;  ///< of its plan
};

/// A folder of its own under the system's temporary folder, for its owner alone; goes with the
/// object.
class Folder {
 public:
  static Result<std::unique_ptr<Folder>> make(Files& files);
  /// Takes over a folder that is there.
  explicit Folder(std::string path) : path_(std::move(path)) {}
  ~Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  Folder(Folder&&) = delete;
  Folder& operator=(Folder&&) = delete;
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  std::string path_;
};

class World {
 public:
  static Result<std::unique_ptr<World>> make(const policy::Model& model,
                                             const policy::Scenario& scenario,
                                             const OpenStores& open, Files& files, Date first);
  /// An empty one; make() furnishes it.
  World(const policy::Model& model, Zone zone, Date first)
      : model_(model), zone_(std::move(zone)), today_(first), clock_(zone_.start_of(first)) {}
  ~World() = default;
  World(const World&) = delete;
  World& operator=(const World&) = delete;
  World(World&&) = delete;
  World& operator=(World&&) = delete;

  [[nodiscard]] const policy::Model& model() const { return model_; }
  [[nodiscard]] Fixture& fixture() { return *fixture_; }
  [[nodiscard]] ControlStore& control() { return *control_; }
  [[nodiscard]] const Zone& zone() const { return zone_; }
  [[nodiscard]] Date today() const { return today_; }
  /// A little later than the last call: noon for what happens, the last minutes for what is
  /// expected.
  Instant noon();
  Instant evening();

  /// Goes on to a later day. The night before is swept when the world has begun and `swept` asks.
  enum class Night { swept, skipped };
  Result<void> go_to(Date day, Night night);
  /// Plans, runs and looks again, at the end of the day.
  Result<void> sweep();
  /// Plans, runs and looks again for one person.
  Result<void> erase(const Person& person);
  /// The plan of tonight's sweep, or of the person's erasure; nothing is run.
  Result<Planned> plan(const Person* erased);
  /// The row as it is now; nullopt when it is gone.
  Result<std::optional<Row>> read(const Record& record);
  /// What a planned step would do, row by row.
  Result<std::vector<Deed>> deeds_of(const Planned& planned);

  [[nodiscard]] const std::vector<Deed>& deeds() const { return deeds_; }
  /// Every sentence behind what was planned to go or to stay, each once.
  [[nodiscard]] const std::vector<Why>& touched() const { return touched_; }
  /// Plans that say why rows are still there: the newest sweep's, and every erasure's.
  [[nodiscard]] std::vector<const Plan*> plans() const;
  /// What the re-read found wrong although the run called itself complete.
  [[nodiscard]] const std::vector<std::string>& disagreements() const { return disagreements_; }

 private:
  [[nodiscard]] Scene scene() {
    return {model_, deployment_, stores_, *control_, clock_.now(), clock_.now()};
  }
  Result<void> carry_out(const Planned& planned, const Facts& facts, const Person* person,
                         const Identity* identity);
  Result<void> sweep_now();
  void touch(const Plan& plan);
  Result<Identity> identity_of(const Person& person);

  const policy::Model& model_;
  Zone zone_;
  Date today_;
  FixedClock clock_;
  std::unique_ptr<Folder> folder_;
  std::optional<Fixture> fixture_;
  policy::Deployment deployment_;
  Stores stores_;
  Stores readers_;
  std::unique_ptr<ControlStore> control_;
  std::vector<Deed> deeds_;
  std::vector<Why> touched_;
  Plan last_sweep_;
  std::vector<Plan> erasures_;
  std::vector<std::string> disagreements_;
};

}  // namespace abide::engine::scenarios
