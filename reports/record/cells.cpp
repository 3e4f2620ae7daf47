// What is done with the data, who receives it, how long it is kept, and on what basis.
#include <fmt/format.h>

#include <algorithm>

#include "reports/record/filler.hpp"
#include "reports/record/terms.hpp"

namespace abide::reports::record {
namespace {

/// With its article where the tables of the policy's law know one.
std::string basis_words(const policy::RecordLaw& law, const std::string& basis) {
  const auto at = law.bases.find(basis);
  return at == law.bases.end() ? spaced(basis) : fmt::format("{}: {}", at->second, spaced(basis));
}

}  // namespace

void Filler::say(Column column, std::string words) {
  std::vector<std::string>& parts = row_.at(column).parts;
  if (std::ranges::find(parts, words) == parts.end()) parts.push_back(std::move(words));
}

void Filler::say_or_leave(Column column, const std::string& words, const std::string& who,
                          const std::string& key) {
  if (!words.empty()) return say(column, words);
  leave(column, who,
        purpose_ == nullptr ? "the policy names no purpose for this data"
                            : fmt::format("purpose `{}` has no `{}`", purpose_->name, key));
}

bool Filler::has_basis(std::string_view basis) const {
  return purpose_ != nullptr && std::ranges::find(purpose_->bases, basis) != purpose_->bases.end();
}

bool Filler::is_special() const { return std::ranges::any_of(row_.data, &Datum::special); }

void Filler::fill() {
  what();
  recipients();
  retention();
  basis();
  rights();
  sources();
  impact();
  special();
  adherence();
}

void Filler::what() {
  say_or_leave(Column::function, purpose_ == nullptr ? "" : purpose_->function, officer(),
               "function");
  say_or_leave(Column::purpose, purpose_ == nullptr ? "" : purpose_->title, officer(), "title");
  for (const policy::Controller& controller : said_.controllers)
    for (const std::string& joint : controller.joint)
      say(Column::joint_controller, said_.title_of(joint));
  if (row_.at(Column::joint_controller).parts.empty())
    leave_if_any(Column::joint_controller, officer(), "the policy declares no joint controller");
  if (row_.individuals.empty()) {
    leave(Column::individuals, officer(), "the policy does not say whose data this is");
  } else {
    say(Column::individuals, row_.individuals);
  }
  for (const Datum& datum : row_.data) say(Column::personal_data, datum.title);
}

void Filler::recipients() {
  for (const Receiver& one : row_.receivers) {
    const std::string role = !one.party.role.empty()  ? spaced(one.party.role)
                             : one.party.is_processor ? "processor"
                                                      : "recipient";
    say(Column::recipients, fmt::format("{} ({})", one.party.title, role));
    if (!one.party.is_processor) continue;
    for (const std::string& contract : one.contracts)
      say(Column::contract, fmt::format("{}: {}", one.party.title, contract));
    if (one.contracts.empty())
      leave(Column::contract, officer(),
            fmt::format("{}: the policy names no place where the contract lies", one.party.title));
  }
  if (row_.receivers.empty())
    leave_if_any(Column::recipients, officer(), "the policy sends this to nobody");
  if (std::ranges::none_of(row_.receivers,
                           [](const Receiver& one) { return one.party.is_processor; }))
    leave_if_any(Column::contract, officer(), "the policy names no processor of it");
  row_.at(Column::third_countries) = countries_cell(row_.receivers);
  row_.at(Column::safeguards) = safeguards_cell(row_.receivers, ground_.fillers);
  if (std::ranges::none_of(row_.receivers, &Receiver::is_abroad)) {
    leave_if_any(Column::third_countries, officer(), "the policy declares no transfer of it");
    leave_if_any(Column::safeguards, officer(), "the policy declares no transfer of it");
  }
}

void Filler::retention() {
  for (const Term& term : row_.terms) say(Column::retention, term.words);
  for (std::string& copies : copies_of(model_, row_.fields))
    say(Column::retention, std::move(copies));
  if (row_.fields.empty()) say(Column::retention, "not kept: no declared store holds it");
  if (!row_.fields.empty() && row_.terms.empty())
    leave(Column::retention, officer(), "no statement of the policy reaches it");
  row_.at(Column::measures) = measures_cell(row_.measures, ground_.fillers);
}

void Filler::basis() {
  if (purpose_ == nullptr) {
    leave(Column::basis, officer(), "the policy names no purpose for this data");
  } else {
    for (const std::string& one : purpose_->bases)
      say(Column::basis, basis_words(ground_.law, one));
    if (purpose_->bases.empty())
      leave(Column::basis, officer(), fmt::format("purpose `{}` has no `basis`", purpose_->name));
  }
  row_.at(Column::basis_again) = row_.at(Column::basis);
  const bool interests = has_basis("legitimate_interests");
  const std::string other = "legitimate interests are not the basis here";
  if (interests || (purpose_ != nullptr && !purpose_->interest.empty())) {
    say_or_leave(Column::interests, purpose_->interest, owner(), "interest");
    say_or_leave(Column::assessment, purpose_->lia, officer(), "lia");
  } else {
    leave_if_any(Column::interests, owner(), other);
    leave_if_any(Column::assessment, officer(), other);
  }
}

void fill_cells(const Ground& ground, Activity& activity) { Filler{ground, activity}.fill(); }

}  // namespace abide::reports::record
