// The planner's own conditions asked of one row, and the dates behind them read along the paths.
#include "engine/explain/row.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "engine/explain/reach.hpp"
#include "engine/explain/sentences.hpp"
#include "engine/plan/draft.hpp"
#include "engine/plan/due_rows.hpp"
#include "engine/plan/kept_paths.hpp"

namespace abide::engine {
namespace {

using policy::Hop;
using policy::Model;
using policy::Ownership;
using policy::Rule;
using Kind = FieldFate::Kind;

class Story {
 public:
  Story(const PlanRequest& request, ControlStore& control, const Reckoner& reckoner, TableId table,
        const Row& key)
      : request_(request),
        model_(request.model),
        control_(control),
        reckoner_(reckoner),
        table_(table),
        key_(key) {}
  Result<RowStory> tell();

 private:
  Result<void> find_row();
  Result<void> tell_owners();
  Result<RowOwner> owner(const Ownership& owner);
  Result<std::string> why_broken(const Ownership& owner, const Reached& reached);
  Result<void> tell_keeps();
  Result<void> ask_plan();
  void take(const Step& step);
  Result<void> tell_fates();
  Result<FieldFate> fate(FieldId field);
  [[nodiscard]] Kind kind_of(FieldId field, const FieldFate& fate) const;

  const PlanRequest& request_;
  const Model& model_;
  ControlStore& control_;
  const Reckoner& reckoner_;
  TableId table_;
  const Row& key_;
  Cells cells_;
  RowStory story_;
  std::set<std::string> gone_;  ///< columns that the plan takes
};

Result<void> Story::find_row() {
  const policy::Table& table = model_.at(table_);
  const std::string name = model_.full_name(table_);
  if (table.key.empty() || table.key.size() != key_.size()) {
    return Error{ErrorCode::refused,
                 table.key.empty()
                     ? fmt::format("`{}` has no key, so no row of it can be named", name)
                     : fmt::format("the key of `{}` has {} columns and {} were given", name,
                                   table.key.size(), key_.size()),
                 table.key.empty() ? "give the table a key in the policy"
                                   : fmt::format("give one value each for {}",
                                                 fmt::join(columns_of(model_, table.key), ", "))};
  }
  ABIDE_TRY(const std::vector<Cells> rows,
            read_rows(model_, request_.stores, table_, table.key, {key_}, Match::exact));
  if (rows.empty()) {
    return Error{
        ErrorCode::not_found, fmt::format("`{}` has no such row", name),
        "if it was there, `abide ledger show --deploy …` says which runs took rows of this table"};
  }
  cells_ = rows.front();
  story_.store = model_.at(table.store).name;
  story_.table = table.name;
  story_.at = request_.at;
  story_.unowned_because = table.unowned_because.value_or("");
  return {};
}

Result<std::string> Story::why_broken(const Ownership& owner, const Reached& reached) {
  const Hop& hop = owner.hops[*reached.ends_at];
  const std::string columns = fmt::format("{}", fmt::join(columns_of(model_, hop.from), ", "));
  if (!reached.pointer_empty) {
    return fmt::format("`{}` names a row of {} that is not there", columns,
                       model_.full_name(hop.table));
  }
  ABIDE_TRY(const bool ours, control_.was_severed(model_.full_name(table_),
                                                  control_.keyed("row", key_), request_.at));
  return *reached.ends_at == 0 && ours
             ? fmt::format("`{}` is empty: an erasure or a sweep cut the link", columns)
             : fmt::format("`{}` is empty", columns);
}

/// Whether what an owner's path needs on the way is so in one of the rows it leads through.
bool is_so(const policy::Condition& condition, const std::vector<Cells>& rows) {
  const Value wanted = std::visit([](const auto& value) { return Value{value}; }, condition.value);
  return std::ranges::any_of(rows, [&](const Cells& cells) {
    const auto at = cells.find(condition.field);
    return at != cells.end() && at->second == wanted;
  });
}

Result<RowOwner> Story::owner(const Ownership& owner) {
  RowOwner told;
  told.how = owner.kind == Ownership::Kind::sole    ? "belongs to"
             : owner.kind == Ownership::Kind::joint ? "belongs jointly to"
                                                    : "is shared with";
  told.subject = model_.at(owner.subject).name;
  told.path = path_words(model_, table_, owner.hops);
  if (owner.condition && !is_so(*owner.condition, {cells_})) {
    told.broken = fmt::format("only rows with another `{}` belong this way",
                              model_.at(owner.condition->field).column);
    return told;
  }
  ABIDE_TRY(const Reached reached, reach(model_, request_.stores, cells_, owner.hops));
  if (reached.ends_at) {
    ABIDE_TRY(told.broken, why_broken(owner, reached));
    return told;
  }
  const FieldId own_key = model_.at(owner.subject).identified_by.front();
  for (const Cells& person : reached.rows) {
    const auto key = person.find(own_key);
    if (key == person.end() || is_null(key->second)) {
      continue;
    }
    ABIDE_TRY(std::string reference, control_.reference(model_, owner.subject, key->second));
    if (std::ranges::find(told.references, reference) == told.references.end()) {
      told.references.push_back(std::move(reference));
    }
  }
  return told;
}

Result<void> Story::tell_owners() {
  for (const Ownership& one : model_.at(table_).owners) {
    auto told = owner(one);
    if (!told && told.error().code == ErrorCode::refused) {
      return told.error();
    }
    RowOwner words;
    if (told) {
      words = std::move(*told);
    } else {
      words.how = "belongs to";
      words.subject = model_.at(one.subject).name;
      words.path = path_words(model_, table_, one.hops);
      words.broken = told.error().message;
    }
    story_.owners.push_back(std::move(words));
  }
  return {};
}

/// Each hold and request is asked on its own, so that it can be named.
Result<void> Story::tell_keeps() {
  for (const Keep& keep : request_.facts.keeps) {
    Register one;
    one.keeps.push_back(keep);
    ABIDE_TRY(const KeptPaths paths, with_kept_paths(request_.with(one)));
    RuleConditions rules{model_, reckoner_, paths.facts, request_.at};
    ABIDE_TRY(const Condition kept, rules.kept(table_, keep.reason));
    ABIDE_TRY(const bool here, holds_for(request_, table_, key_, kept, rules.parameters()));
    if (here) {
      story_.keeps.push_back({keep.id, keep.reason == Keep::Reason::hold     ? "a legal hold"
                                       : keep.reason == Keep::Reason::access ? "an open request"
                                                                             : "a restriction"});
    }
  }
  return {};
}

/// Why a step is not carried out: it is blocked, or waits for one that is.
std::vector<std::string> obstacles(const Plan& plan) {
  std::vector<std::string> all;
  for (const Step& step : plan.steps) {
    all.push_back(step.blocked);
    for (const std::uint32_t earlier : step.after) {
      if (all.back().empty() && earlier < all.size() - 1 && !all[earlier].empty()) {
        all.back() = fmt::format("`{}.{}`, which is found through it, cannot be finished",
                                 plan.steps[earlier].store, plan.steps[earlier].table);
      }
    }
  }
  return all;
}

void Story::take(const Step& step) {
  for (const Why& why : step.why) {
    if (std::ranges::find(story_.why, why) == story_.why.end()) {
      story_.why.push_back(why);
    }
  }
  if (step.operation == Operation::remove) {
    story_.verdict = RowStory::Verdict::deleted;
    return;
  }
  story_.emptied.insert(story_.emptied.end(), step.fields.begin(), step.fields.end());
  if (story_.verdict == RowStory::Verdict::stays) {
    story_.verdict = RowStory::Verdict::emptied;
  }
}

/// What the plan of a sweep does with the row.
Result<void> Story::ask_plan() {
  ABIDE_TRY(const Planned planned, plan_sweep(request_));
  RuleConditions none{model_, reckoner_, request_.facts, request_.at};
  story_.blocked = Draft{request_, none}.blocked(table_);
  if (!story_.blocked.empty()) {
    return {};
  }
  const std::vector<std::string> stuck = obstacles(planned.plan);
  for (std::size_t i = 0; i < planned.plan.steps.size(); ++i) {
    const Step& step = planned.plan.steps[i];
    if (step.store != story_.store || step.table != story_.table) {
      continue;
    }
    ABIDE_TRY(const bool meant, step_takes(request_, step, key_, planned.parameters));
    if (meant && stuck[i].empty()) {
      take(step);
    } else if (meant) {
      story_.blocked = stuck[i];
    }
  }
  gone_.insert(story_.emptied.begin(), story_.emptied.end());
  return {};
}

bool earlier(const Date& a, const Date& b) {
  return std::chrono::sys_days{a} < std::chrono::sys_days{b};
}

/// The first day on which some sentence acts, and the first that no sentence keeps any more.
struct Days {
  std::optional<Date> acts;
  std::optional<Date> free;
  /// When both have come.
  [[nodiscard]] std::optional<Date> due() const {
    return acts && free && earlier(*acts, *free) ? free : acts;
  }
};

Days days_of(const std::vector<RowSentence>& sentences) {
  Days days;
  for (const RowSentence& one : sentences) {
    if (one.acts_on && (!days.acts || earlier(*one.acts_on, *days.acts))) {
      days.acts = one.acts_on;
    }
    if (one.bound == RowSentence::Bound::ends || !one.day) {
      continue;
    }
    const Date after = add_days(*one.day, 1);
    if (!days.free || earlier(*days.free, after)) {
      days.free = after;
    }
  }
  return days;
}

Kind Story::kind_of(FieldId field, const FieldFate& fate) const {
  const Days days = days_of(fate.sentences);
  const Date today = reckoner_.day_of(request_.at);
  const auto at = cells_.find(field);
  if (story_.verdict == RowStory::Verdict::deleted || gone_.contains(model_.at(field).name)) {
    return Kind::goes;
  }
  if (at == cells_.end() || is_null(at->second)) {
    return Kind::empty;
  }
  if (!days.acts) {
    return Kind::waits;
  }
  if (earlier(today, *days.acts)) {
    return Kind::later;
  }
  if (!story_.keeps.empty()) {
    return Kind::held;
  }
  if (days.free && earlier(today, *days.free)) {
    return Kind::kept;
  }
  // A clock stays, for one, while another column counts from it.
  return story_.blocked.empty() ? Kind::kept : Kind::blocked;
}

Result<FieldFate> Story::fate(FieldId field) {
  FieldFate fate;
  fate.fields.push_back(model_.at(field).name);
  const Sentences sentences{request_, reckoner_, table_, key_, cells_};
  ABIDE_TRY(fate.sentences, sentences.of(field));
  fate.due = days_of(fate.sentences).due();
  fate.kind = kind_of(field, fate);
  return fate;
}

Result<void> Story::tell_fates() {
  for (const FieldId field : model_.at(table_).fields) {
    const bool emptied = gone_.contains(model_.at(field).name);
    if (model_.at(field).categories.empty() && model_.rules_of(field).empty() && !emptied) {
      continue;  // keys, clocks and links of which no sentence speaks
    }
    ABIDE_TRY(FieldFate one, fate(field));
    const auto like = std::ranges::find_if(story_.fates, [&](const FieldFate& other) {
      return other.kind == one.kind && other.due == one.due && other.sentences == one.sentences;
    });
    if (like == story_.fates.end()) {
      story_.fates.push_back(std::move(one));
    } else {
      like->fields.push_back(one.fields.front());
    }
  }
  return {};
}

Result<RowStory> Story::tell() {
  ABIDE_CHECK(find_row());
  ABIDE_CHECK(tell_owners());
  ABIDE_CHECK(tell_keeps());
  ABIDE_CHECK(ask_plan());
  ABIDE_CHECK(tell_fates());
  return std::move(story_);
}

}  // namespace

Result<RowStory> explain_row(const PlanRequest& request, ControlStore& control, TableId table,
                             const Row& key) {
  ABIDE_TRY(const Reckoner reckoner, Reckoner::of(request.model.calendar));
  return Story{request, control, reckoner, table, key}.tell();
}

}  // namespace abide::engine
