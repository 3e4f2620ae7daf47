// Whether data may go to somebody, or lie somewhere, as a test says.
#include <fmt/format.h>

#include <algorithm>

#include "engine/scenarios/play.hpp"
#include "policy/storing.hpp"

namespace abide::engine::scenarios {
namespace {

using policy::ExpectReach;
using policy::FlowGrounds;
using policy::Model;
using Grounds = std::vector<FlowGrounds::Ground>;

std::vector<Why> whys_of(const Model& model, const Grounds& grounds) {
  std::vector<Why> whys;
  for (const FlowGrounds::Ground& one : grounds) {
    if (!one.promise) continue;
    whys.push_back({model.at(*one.promise).id, one.sentence, one.location.file, one.location.line});
  }
  return whys;
}

/// One leaf and one place, as found; the sentences are looked for only when somebody asks.
struct Found {
  bool may = false;
  std::string words;  ///< `usage.answers may go to posthog for improvement`
  std::vector<Why> permits;
  std::vector<Why> forbids;
};

class Reach {
 public:
  Reach(const Model& model, const ExpectReach& expected, const policy::KnownStates& states,
        const policy::FlowDecisions& decisions)
      : model_(model),
        states_(states),
        decisions_(decisions),
        grounds_(model),
        purposes_(expected.purposes) {
    for (std::uint32_t i = 0; purposes_.empty() && i < model.flows.purposes.size(); ++i) {
      every_purpose_.push_back(PurposeId{i});
    }
    if (purposes_.empty()) purposes_ = every_purpose_;
  }

  /// For some purpose of those asked about.
  [[nodiscard]] bool goes(CategoryId leaf, RecipientId to) const {
    return std::ranges::any_of(purposes_, [&](PurposeId purpose) {
      return decisions_.allows(to, purpose, leaf, states_);
    });
  }
  [[nodiscard]] bool lies(CategoryId leaf, TableId table) const {
    return policy::storing_grounds(model_, table, leaf, states_).may_lie();
  }
  [[nodiscard]] Found flow(CategoryId leaf, RecipientId to) const {
    Found found;
    std::vector<std::string> purposes;
    for (const PurposeId purpose : purposes_) {
      const bool may = decisions_.allows(to, purpose, leaf, states_);
      const FlowGrounds::Grounds all = grounds_.of(to, purpose, leaf, states_);
      found.may = found.may || may;
      if (may) purposes.push_back(model_.flows.purposes[purpose.value]);
      add(found.permits, whys_of(model_, may ? all.permits : Grounds{}));
      add(found.forbids, whys_of(model_, all.forbids));
    }
    const std::string asked = every_purpose_.empty() ? "" : " for any purpose";
    found.words =
        fmt::format("{} {} to {}{}", model_.at(leaf).name, found.may ? "may go" : "may not go",
                    model_.recipients[to.value],
                    found.may ? fmt::format(" for {}", fmt::join(purposes, ", ")) : asked);
    return found;
  }
  [[nodiscard]] Found place(CategoryId leaf, TableId table) const {
    const policy::StoringGrounds all = policy::storing_grounds(model_, table, leaf, states_);
    Found found;
    found.may = all.may_lie();
    found.forbids = whys_of(model_, all.forbids);
    found.words = fmt::format("{} {} lie in {}{}", model_.at(leaf).name,
                              found.may ? "may" : "may not", model_.full_name(table),
                              all.columns.empty() ? ", which has no column for it" : "");
    return found;
  }

 private:
  static void add(std::vector<Why>& into, const std::vector<Why>& more) {
    for (const Why& why : more) {
      if (std::ranges::find(into, why) == into.end()) into.push_back(why);
    }
  }
  const Model& model_;
  const policy::KnownStates& states_;
  const policy::FlowDecisions& decisions_;
  FlowGrounds grounds_;
  std::vector<PurposeId> purposes_, every_purpose_;
};

/// Every leaf and place that a test speaks of, against what it claims.
class Judging {
 public:
  Judging(const Model& model, const ExpectReach& expected, const Reach& reach)
      : model_(model), expected_(expected), reach_(reach) {
    if (!expected.anyone) return;
    for (std::uint32_t i = 0; i < model.recipients.size(); ++i) anyone_.push_back(RecipientId{i});
  }
  void run() {
    for (const CategoryId leaf : expected_.leaves) {
      for (const RecipientId to : expected_.recipients) judge_flow(leaf, to);
      if (expected_.anyone) judge_anyone(leaf);
      if (!expected_.tables.empty()) judge_tables(leaf);
    }
  }
  /// What is otherwise than claimed; the first of it in full.
  [[nodiscard]] const std::optional<Found>& wrong() const { return wrong_; }
  [[nodiscard]] std::size_t how_many() const { return how_many_; }

 private:
  [[nodiscard]] bool claims_can() const { return expected_.claim == ExpectReach::Claim::can; }
  template <class Tell>
  void hold(bool may, const Tell& tell) {
    if (may == claims_can()) return;
    ++how_many_;
    if (!wrong_) wrong_ = tell();
  }
  void judge_flow(CategoryId leaf, RecipientId to) {
    hold(reach_.goes(leaf, to), [&] { return reach_.flow(leaf, to); });
  }
  void judge_anyone(CategoryId leaf) {
    const auto at =
        std::ranges::find_if(anyone_, [&](RecipientId to) { return reach_.goes(leaf, to); });
    hold(at != anyone_.end(), [&] {
      return at == anyone_.end() ? Found{false, model_.at(leaf).name + " may go to nobody", {}, {}}
                                 : reach_.flow(leaf, *at);
    });
  }
  /// Of several tables one that may hold it is enough.
  void judge_tables(CategoryId leaf) {
    const auto& tables = expected_.tables;
    const auto at =
        std::ranges::find_if(tables, [&](TableId table) { return reach_.lies(leaf, table); });
    hold(at != tables.end(), [&] {
      const auto held = std::ranges::find_if(
          tables, [&](TableId table) { return !reach_.place(leaf, table).forbids.empty(); });
      return reach_.place(leaf, at != tables.end()     ? *at
                                : held != tables.end() ? *held
                                                       : tables.front());
    });
  }

  const Model& model_;
  const ExpectReach& expected_;
  const Reach& reach_;
  std::vector<RecipientId> anyone_;
  std::optional<Found> wrong_;
  std::size_t how_many_ = 0;
};

/// The sentences by which what the test claims is so.
std::vector<Why> put_to_use(const Model& model, const ExpectReach& expected, const Reach& reach) {
  std::vector<RecipientId> recipients = expected.recipients;
  for (std::uint32_t i = 0; expected.anyone && i < model.recipients.size(); ++i) {
    recipients.push_back(RecipientId{i});
  }
  std::vector<Why> whys;
  const bool can = expected.claim == ExpectReach::Claim::can;
  const auto add = [&](const Found& found) {
    const auto& used = can ? found.permits : found.forbids;
    whys.insert(whys.end(), used.begin(), used.end());
  };
  for (const CategoryId leaf : expected.leaves) {
    for (const RecipientId to : recipients) add(reach.flow(leaf, to));
    for (const TableId table : expected.tables) add(reach.place(leaf, table));
  }
  return whys;
}

std::string claim_words(const ExpectReach& expected, const std::string& sentence) {
  const std::size_t at = sentence.find("expect ");
  const std::string claim = at == std::string::npos ? sentence : sentence.substr(at + 7);
  return expected.purposes.empty() ? claim + ", for any purpose" : claim;
}

}  // namespace

Result<void> Play::operator()(const ExpectReach& expected) {
  ABIDE_TRY(const policy::FlowDecisions decisions, policy::FlowDecisions::of(bench_.model));
  const Reach reach{bench_.model, expected, states_, decisions};
  Judging judging{bench_.model, expected, reach};
  judging.run();
  if (!judging.wrong()) {
    if (bench_.until == Bench::Until::end) touch(put_to_use(bench_.model, expected, reach));
    return {};
  }
  const Found& wrong = *judging.wrong();
  Failure failure;
  failure.expected = claim_words(expected, now_->sentence);
  failure.found = wrong.words;
  if (judging.how_many() > 1) {
    failure.found += fmt::format(", and {} more like it", judging.how_many() - 1);
  }
  for (const Why& why : wrong.may ? wrong.permits : wrong.forbids) {
    failure.because.push_back(words_of(why));
  }
  if (failure.because.empty()) {
    failure.because.emplace_back(wrong.may
                                     ? "a column of the table holds it, and nothing forbids it"
                                     : "no promise lets it");
  }
  fail(std::move(failure));
  return {};
}

}  // namespace abide::engine::scenarios
