#include "reports/record/own_rows.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/own/own.hpp"
#include "reports/record/split.hpp"
#include "reports/record/terms.hpp"

namespace abide::reports::record {
namespace {

constexpr const char* colleague = "colleague";

/// The built-in policy tells when data ends and nothing else; what the record asks beyond that.
policy::Disclosure said_of_own() {
  policy::Disclosure said;
  policy::Purpose purpose;
  purpose.name = "abide_own";
  purpose.title =
      "Ending data as the policy promises, answering requests, and proving both (what Abide itself "
      "keeps)";
  purpose.uses = {"personal"};
  said.purposes.push_back(std::move(purpose));
  policy::Origin origin;
  origin.what = {"personal"};
  origin.from = {"the app's own stores, and whoever asks, decides or runs something"};
  said.origins.push_back(std::move(origin));
  return said;
}

bool is_of_colleagues(const policy::Model& own, FieldId field) {
  const auto& of = own.at(field).categories;
  return std::ranges::all_of(of, [&](CategoryId leaf) { return own.at(leaf).name == colleague; });
}

/// Names of those who acted, which stand beside what they did, are a row of their own.
std::vector<Activity> parted(const policy::Model& own, std::vector<Activity> rows) {
  std::vector<Activity> all;
  for (Activity& row : rows) {
    const auto name = std::ranges::find(row.data, colleague, &Datum::name);
    if (name != row.data.end()) {
      Activity theirs = row;
      theirs.id = fmt::format("abide_own/{}/{}", colleague, all.size() + 1);
      theirs.subject = std::nullopt;
      theirs.individuals = "Whoever asked, decided or ran something with Abide";
      theirs.data = {*name};
      std::erase_if(theirs.fields, [&](FieldId one) { return !is_of_colleagues(own, one); });
      row.data.erase(name);
      std::erase_if(row.fields, [&](FieldId one) { return is_of_colleagues(own, one); });
      all.push_back(std::move(theirs));
    }
    if (!row.data.empty()) all.push_back(std::move(row));
  }
  return all;
}

/// Nobody looks at it again by other code, so that no sweep shows it to be kept.
Adherence adherence_of(const SweepEvidence* evidence) {
  if (evidence == nullptr) return {};
  Adherence adherence;
  adherence.answer = Adherence::Answer::not_shown;
  adherence.words = "Not shown";
  adherence.reasons = {
      evidence->run.empty()
          ? "no sweep has come to an end, and every sweep ends what is over of it"
          : fmt::format("every sweep ends what is over of it, {} too; no independent look follows",
                        evidence->run)};
  return adherence;
}

void leave_to_controller(const Fillers& fillers, Activity& row) {
  const std::string why = "Abide's own policy leaves it to the controller";
  for (std::size_t c = 0; c < column_count; ++c) {
    const auto column = static_cast<Column>(c);
    if (column == Column::adherence || column == Column::reasons) continue;
    Cell& cell = row.cells[c];
    for (Blank& blank : cell.blanks)
      if (blank.need == Blank::Need::must) blank.why = why;
    if (cell.parts.empty() && cell.blanks.empty()) cell.blanks.push_back({fillers.officer, why});
  }
}

}  // namespace

Result<std::vector<Activity>> own_rows(const Ground& ground) {
  ABIDE_TRY(const policy::Model own, engine::own_policy());
  const policy::Disclosure said = said_of_own();
  const Input input{own, said, ground.input.deployment, ground.input.evidence, {}, ground.input.at};
  const Ground here{input, ground.fillers, ground.home, ground.law};
  std::vector<Activity> rows = parted(own, split(own, said));
  for (Activity& row : rows) {
    row.is_own = true;
    row.terms = terms_of(own, row.rules);
    row.adherence = adherence_of(ground.input.evidence);
    fill_cells(here, row);
    row.at(Column::erasure_policy).parts = {fmt::format(
        "the policy inside Abide, `abide own` (sha256:{})", to_hex(policy::meaning_digest(own)))};
    leave_to_controller(ground.fillers, row);
  }
  return rows;
}

}  // namespace abide::reports::record
