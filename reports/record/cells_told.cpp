// Which rights people have, where the data comes from and lies, what a person has assessed, and
// whether the policy is adhered to.
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "reports/data.hpp"
#include "reports/pack/about.hpp"
#include "reports/record/filler.hpp"

namespace abide::reports::record {

std::vector<std::string> Filler::titles_meant(const std::vector<std::string>& names) const {
  std::vector<std::string> titles;
  for (std::uint32_t i = 0; i < model_.categories.size(); ++i) {
    const policy::Category& one = model_.categories[i];
    const auto ours = std::ranges::find(row_.data, one.name, &Datum::name);
    if (ours != row_.data.end() && is_meant(model_, CategoryId{i}, names))
      titles.push_back(ours->title);
  }
  return titles;
}

std::string Filler::people(const std::string& name) const {
  if (const auto subject = model_.find_subject(name)) {
    const policy::Subject& one = model_.at(*subject);
    return one.title.empty() ? one.name : one.title;
  }
  for (const policy::Category& category : model_.categories)
    if (category.name == name && !category.title.empty()) return category.title;
  return name == "personal" ? "other personal data" : said_.title_of(name);
}

void Filler::rights() {
  std::set<std::string> granted;
  for (const policy::Channel& channel : said_.channels) {
    const bool ours =
        row_.subject && std::ranges::find(channel.subjects, model_.at(*row_.subject).name) !=
                            channel.subjects.end();
    if (!ours || (!channel.over.empty() && titles_meant(channel.over).empty())) continue;
    granted.insert(channel.right);
    std::string words = fmt::format("{}, {}", spaced(channel.right), channel.channel);
    if (channel.within) words += ", within " + to_string(*channel.within);
    say(Column::rights, std::move(words));
  }
  row_.rights.assign(granted.begin(), granted.end());
  if (purpose_ == nullptr) {
    leave(Column::rights, officer(), "they depend on the basis, and no purpose is named");
    return;
  }
  if (!ground_.law.is_known()) {
    leave(Column::rights, officer(),
          "which rights the law gives: this program has no table of them for the policy's regime");
    return;
  }
  // The table was never compared with the law, so what it adds is a question and no answer.
  static const Json known = Json::parse(text_of(DataFile::rights)).at("bases");
  for (const std::string& basis : purpose_->bases) {
    std::vector<std::string> missing;
    for (const Json& right : known.value(basis, Json::array()))
      if (!granted.contains(right.get<std::string>())) missing.push_back(right.get<std::string>());
    if (!missing.empty())
      leave(Column::rights, officer(),
            fmt::format("{}: whether they apply where the basis is {}; the policy grants none for "
                        "this data",
                        fmt::join(missing, ", "), spaced(basis)));
  }
}

void Filler::sources() {
  std::set<std::string> told;
  for (const policy::Origin& origin : said_.origins) {
    const auto what = titles_meant(origin.what);
    if (what.empty()) continue;
    std::vector<std::string> from;
    for (const std::string& name : origin.from) from.push_back(people(name));
    told.insert(what.begin(), what.end());
    std::string words =
        fmt::format("{}: {} {}", fmt::join(what, ", "), origin.is_derived ? "made from" : "from",
                    fmt::join(from, ", "));
    say(Column::source, std::move(words));
  }
  std::vector<std::string> untold;
  for (const Datum& datum : row_.data)
    if (!told.contains(datum.title)) untold.push_back(datum.title);
  if (!untold.empty())
    leave(Column::source, owner(),
          fmt::format("{}: the policy does not say where it comes from", fmt::join(untold, ", ")));
  for (const FieldId field : row_.fields) say(Column::location, model_.full_name(field));
  for (const policy::Site& site : said_.sites) {
    const auto store = model_.find_store(site.store);
    const bool ours = store && std::ranges::any_of(row_.fields, [&](FieldId field) {
                        return model_.at(model_.at(field).table).store == *store;
                      });
    if (!ours) continue;
    say(Column::location, site_words(model_.at(*store), site));
  }
  if (row_.fields.empty())
    leave(Column::location, owner(),
          "no declared store holds it: it passes through, or lies with "
          "the person or a recipient");
}

void Filler::impact() {
  say_or_leave(Column::automated, purpose_ == nullptr ? "" : purpose_->automated, owner(),
               "automated");
  say_or_leave(Column::dpia_required, purpose_ == nullptr ? "" : spaced(purpose_->dpia_word),
               officer(), "dpia");
  leave(Column::dpia_progress, officer(), "the policy holds no progress of assessments");
  say_or_leave(Column::dpia_link, purpose_ == nullptr ? "" : purpose_->dpia_link, officer(),
               "dpia");
  leave(Column::breach, officer(), "Abide keeps no register of breaches");
  leave(Column::breach_link, officer(), "Abide keeps no register of breaches");
  if (!has_basis("consent")) {
    leave_if_any(Column::consent, owner(), "consent is not the basis here");
    return;
  }
  for (const policy::Flow& flow : said_.flows) {
    const bool ours = std::ranges::find(flow.purposes, purpose_->name) != flow.purposes.end();
    for (std::size_t i = 0; ours && i < flow.when.size(); ++i) {
      const auto state = std::ranges::find(said_.states, flow.when[i], &policy::State::name);
      if (state == said_.states.end()) continue;
      std::string words = state->column.empty()
                              ? fmt::format("“{}”, told by the app", state->title)
                              : fmt::format("“{}”, in {}", state->title, state->column);
      say(Column::consent, std::move(words));
    }
  }
  if (row_.at(Column::consent).parts.empty())
    leave(Column::consent, owner(),
          fmt::format("no flow for purpose `{}` waits on a state that records it", purpose_->name));
}

void Filler::special() {
  const std::string none = "the policy marks none of it as special category data";
  if (is_special() || (purpose_ != nullptr && !purpose_->condition9.empty())) {
    say_or_leave(Column::condition9,
                 purpose_ == nullptr ? "" : said_.title_of(purpose_->condition9), officer(),
                 "condition9");
  } else {
    leave_if_any(Column::condition9, officer(), none);
  }
  if (is_special() || (purpose_ != nullptr && !purpose_->schedule1.empty())) {
    say_or_leave(Column::schedule1, purpose_ == nullptr ? "" : said_.title_of(purpose_->schedule1),
                 officer(), "schedule1");
  } else {
    leave_if_any(Column::schedule1, officer(), none);
  }
}

void Filler::adherence() {
  for (const PolicyFile& file : ground_.input.files)
    say(Column::erasure_policy, fmt::format("{} (sha256:{})", file.name, file.digest));
  using enum Adherence::Answer;
  const Adherence& found = row_.adherence;
  if (found.answer == unknown) {
    const std::string why =
        ground_.input.deployment == nullptr
            ? "no deployment was given, so no evidence was read: make the record with --deploy"
            : "there is no control store to read evidence from";
    leave(Column::adherence, ground_.fillers.operator_, why);
    leave(Column::reasons, ground_.fillers.operator_, why);
    return;
  }
  say(Column::adherence, found.words);
  for (const std::string& reason : found.reasons) say(Column::reasons, reason);
  for (const std::string& stays : found.stays) say(Column::reasons, "stays: " + stays);
  if (found.answer == no)
    leave(Column::reasons, ground_.fillers.operator_, "why what is overdue was not erased");
  if (found.answer == yes && found.stays.empty())
    leave_if_any(Column::reasons, ground_.fillers.operator_, "nothing is overdue");
  if (found.answer == nothing) leave_if_any(Column::reasons, owner(), "no declared store keeps it");
}

}  // namespace abide::reports::record
