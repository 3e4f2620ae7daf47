// Packs written for real, by the thousand: whatever a person receives holds their own texts, what a
// reviewer released, and no text and no identifier of anybody else.
#include "reports/pack/pack.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <iterator>

#include "base/csv.hpp"
#include "base/text.hpp"
#include "engine/identity/identity.hpp"
#include "reports/pack/tables.hpp"
#include "reports/pack/zip.hpp"
#include "tests/properties/canaries.hpp"
#include "tests/properties/opened.hpp"
#include "tests/properties/runner.hpp"
#include "tests/properties/stage.hpp"

namespace abide::properties {
namespace {

namespace fs = std::filesystem;
using engine::access::Whose;
using Marks = std::set<std::string>;

/// What is spoilt on the engine's side, so that the property is seen to fail.
enum class Spoilt { nothing, rows, whose, review, masks };

/// A folder in memory where the system has one, gone at the end.
class Desk {
 public:
  Desk()
      : path_((fs::exists("/dev/shm") ? "/dev/shm" : fs::temp_directory_path().string()) +
              fmt::format("/abide_packs_{}", ::getpid())) {
    fs::remove_all(path_);
    fs::create_directories(path_);
  }
  ~Desk() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  Desk(const Desk&) = delete;
  Desk& operator=(const Desk&) = delete;
  Desk(Desk&&) = delete;
  Desk& operator=(Desk&&) = delete;
  [[nodiscard]] std::string at(std::string_view name) const {
    return fmt::format("{}/{}", path_, name);
  }

 private:
  std::string path_;
};

/// Everything is the person's to take elsewhere, so that those files are written as well.
policy::Disclosure disclosure(const policy::Model& model) {
  policy::Disclosure said;
  policy::Purpose purpose;
  purpose.title = "All of it";
  purpose.bases = {"contract"};
  purpose.uses = {"everything"};
  said.purposes.push_back(purpose);
  policy::Origin origin;
  origin.what = {"everything"};
  for (const policy::Subject& subject : model.subjects) origin.from.push_back(subject.name);
  said.origins.push_back(origin);
  return said;
}

void spoil(engine::access::AccessPlan& plan, Spoilt how) {
  for (engine::access::Part& part : plan.parts) {
    if (how == Spoilt::rows) {
      part.reading.where = share({All{}});
      part.reading.lookups.clear();
    }
    if (how == Spoilt::whose) part.whose = Whose::theirs;
  }
}

/// One person and the packs made for them.
class Person {
 public:
  Person(const Scenario& scenario, const Canaries& canaries, Stage& stage, const Desk& desk,
         Spoilt spoilt)
      : scenario_(scenario), canaries_(canaries), stage_(stage), desk_(desk), spoilt_(spoilt) {}

  /// Empty when all of it is as the oracle says.
  std::string check(Tape& tape, const oracle::Wish& wish);

 private:
  Result<Opened> write(const engine::Identity& identity, reports::Decisions decisions,
                       const std::string& name);
  std::string compare(std::string_view where, const Marks& found, const Marks& expected) const;
  std::string look_at_draft(const Opened& draft) const;
  std::string look_at_pack(const Opened& pack, const Marks& released) const;
  std::string look_at_zip(const Opened& pack) const;
  Result<reports::Decisions> decide(Tape& tape, const std::string& review, Marks& released) const;
  [[nodiscard]] std::string place_of(const std::string& mark) const;

  const Scenario& scenario_;
  const Canaries& canaries_;
  Stage& stage_;
  const Desk& desk_;
  Spoilt spoilt_;
  Expected expected_;
};

Result<Opened> Person::write(const engine::Identity& identity, reports::Decisions decisions,
                             const std::string& name) {
  ABIDE_TRY(auto plan, stage_.plan_access(scenario_.at, identity));
  spoil(plan, spoilt_);
  const policy::Disclosure said = disclosure(scenario_.model);
  const reports::PackInput input{scenario_.model,
                                 said,
                                 identity,
                                 plan,
                                 stage_.stores(),
                                 Bytes(32, 7),
                                 std::move(decisions),
                                 name == "draft",
                                 "PACK-1",
                                 "",
                                 "",
                                 "Desk",
                                 "today"};
  fs::remove_all(desk_.at(name));
  ABIDE_TRY(NewFolder folder, NewFolder::begin(desk_.at(name)));
  ABIDE_TRY(const auto report, reports::write_pack(input, folder));
  static_cast<void>(report);
  ABIDE_CHECK(folder.publish());
  return open_folder(desk_.at(name));
}

std::string Person::place_of(const std::string& mark) const {
  for (const Canary& canary : canaries_.texts) {
    if (canary.mark == mark)
      return fmt::format("{} row {}: {}", scenario_.model.full_name(canary.field), canary.place.row,
                         canary.text.substr(0, 60));
  }
  return mark;
}

std::string Person::compare(std::string_view where, const Marks& found,
                            const Marks& expected) const {
  std::string wrong;
  for (const std::string& mark : found)
    if (!expected.contains(mark)) wrong += fmt::format("{} holds {}\n", where, place_of(mark));
  for (const std::string& mark : expected)
    if (!found.contains(mark)) wrong += fmt::format("{} lacks {}\n", where, place_of(mark));
  return wrong;
}

bool is_review(const std::string& name) { return name == "review.csv" || name == "review.txt"; }

std::string all_of(const Opened& files, bool reviews) {
  std::string text;
  for (const auto& [name, content] : files)
    if (is_review(name) == reviews) text += name + "\n" + content + "\n";
  return text;
}

std::string Person::look_at_draft(const Opened& draft) const {
  return compare("the draft", marks_in(canaries_, all_of(draft, false)), expected_.shown) +
         compare("the review", marks_in(canaries_, all_of(draft, true)), expected_.waiting);
}

std::string Person::look_at_pack(const Opened& pack, const Marks& released) const {
  Marks given = expected_.shown;
  given.insert(released.begin(), released.end());
  const std::string all = all_of(pack, false) + all_of(pack, true);
  std::string wrong = compare("the pack", marks_in(canaries_, all), given);
  if (pack.contains("review.csv") || pack.contains("draft.json")) wrong += "it holds a review\n";
  // What is released may name somebody by their address: that is what was decided.
  for (const std::string& one : identifiers_in(canaries_, all))
    if (!expected_.identifiers.contains(one)) wrong += "the pack holds " + one + "\n";
  return wrong;
}

std::string Person::look_at_zip(const Opened& pack) const {
  const std::string file = desk_.at("pack.zip");
  fs::remove(file);
  const auto password = reports::write_zip(desk_.at("pack"), file);
  if (!password.ok()) return password.error().message;
  if (open_zip(file, *password + "x").size() == pack.size()) return "any password opens the zip\n";
  return open_zip(file, *password) == pack ? "" : "the zip is not the folder\n";
}

/// A reviewer who decides by dice, and leaves some lines as they are.
Result<reports::Decisions> Person::decide(Tape& tape, const std::string& review,
                                          Marks& released) const {
  ABIDE_TRY(const auto lines, parse_csv(review));
  std::string decided{reports::review_header};
  for (std::size_t i = 1; i < lines.size(); ++i) {
    std::vector<std::string> cells = lines[i].cells;
    cells[6] = tape.one_of<std::string>({"", "release", "Release", "withhold", "replace"});
    cells[7] = "somebody was met";
    cells[8] = "as agreed";
    if (folded(cells[6]) == "release") {
      for (const std::string& mark : marks_in(canaries_, cells[5])) released.insert(mark);
    }
    if (spoilt_ == Spoilt::review) cells[6] = "release";
    for (std::size_t c = 0; c < cells.size(); ++c)
      decided += csv_cell(cells[c]) + (c + 1 < cells.size() ? "," : "\n");
  }
  return reports::read_review(decided);
}

std::string Person::check(Tape& tape, const oracle::Wish& wish) {
  expected_ = expected_of(scenario_, canaries_, wish);
  if (spoilt_ == Spoilt::masks) expected_.identifiers.clear();
  const auto identity =
      engine::resolve_identity(scenario_.model, stage_.stores(), wish.subject,
                               {value_of(wish.asked)}, engine::Sharing::same_person);
  if (!identity.ok()) return identity.error().message;
  const auto draft = write(*identity, {}, "draft");
  if (!draft.ok()) return draft.error().message;
  Marks released;
  auto decisions = decide(tape, draft->at("review.csv"), released);
  if (!decisions.ok()) return decisions.error().message;
  const auto pack = write(*identity, std::move(*decisions), "pack");
  if (!pack.ok()) return pack.error().message;
  const bool zipped = tape.once_in(4);  // encrypting takes longer than all the rest
  return look_at_draft(*draft) + look_at_pack(*pack, released) + (zipped ? look_at_zip(*pack) : "");
}

/// Somebody who is there; nullopt where nobody is.
std::optional<oracle::Wish> somebody(Tape& tape, const Scenario& scenario) {
  const policy::Model& model = scenario.model;
  std::vector<oracle::Wish> all;
  for (std::uint32_t i = 0; i < model.subjects.size(); ++i) {
    const SubjectId subject{i};
    const FieldId key = model.at(subject).identified_by.front();
    for (const oracle::Row& row : oracle::people_of(model, scenario.world, subject))
      all.push_back({subject, row.at(key), {}, {}, {}, {}});
  }
  if (all.empty()) return std::nullopt;
  oracle::Wish wish = tape.one_of(all);
  wish.keys = oracle::accounts_of(model, scenario.world, wish.subject, wish.asked);
  return wish;
}

std::string pack_of_somebody(Tape& tape, const Shape& shape, const Desk& desk, Spoilt spoilt,
                             int& people) {
  Scenario scenario = make_scenario(tape, shape);
  for (policy::Table& table : scenario.model.tables)
    for (policy::Mention& mention : table.mentions) mention.shown_on_access = !tape.once_in(3);
  for (policy::Category& category : scenario.model.categories)
    category.secret = category.name == "content.note" && tape.once_in(4);
  const auto wish = somebody(tape, scenario);
  if (!wish) return "";
  ++people;
  const Canaries canaries = plant(tape, scenario);
  Stage stage{scenario};
  for (const AsBytes& one : canaries.as_bytes) stage.turn_into_bytes(one.table, one.field);
  const std::string wrong = Person{scenario, canaries, stage, desk, spoilt}.check(tape, *wish);
  return wrong.empty() ? "" : show(scenario) + show(scenario.model, *wish) + "\n" + wrong;
}

constexpr Shape one_store{.tables = 4, .stores = 1, .mentions = true, .kinds_together = true};
constexpr Shape several_stores{
    .tables = 4, .stores = 3, .ways = 2, .mentions = true, .kinds_together = true};

void holds(const std::string& name, const Shape& shape) {
  const Desk desk;
  int people = 0;
  expect_holds(name, 60, [&](Tape& tape) {
    return pack_of_somebody(tape, shape, desk, Spoilt::nothing, people);
  });
  fmt::print("{}: {} people\n", name, people);
}

TEST(Packs, hold_nothing_of_others_in_one_store) { holds("packs, one store", one_store); }
TEST(Packs, hold_nothing_of_others_in_several_stores) { holds("packs, several", several_stores); }

class SpoiltPacks : public testing::TestWithParam<Spoilt> {};
TEST_P(SpoiltPacks, are_found_out) {
  const Desk desk;
  int people = 0;
  expect_fails("packs", 1000, [&](Tape& tape) {
    return pack_of_somebody(tape, one_store, desk, GetParam(), people);
  });
}
INSTANTIATE_TEST_SUITE_P(Twins, SpoiltPacks,
                         testing::Values(Spoilt::rows, Spoilt::whose, Spoilt::review,
                                         Spoilt::masks));

}  // namespace
}  // namespace abide::properties
