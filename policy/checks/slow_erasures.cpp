// W0510: people who ask for erasure are answered within one time, and what they ask for is promised
// within a longer one.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "policy/checks/checks.hpp"
#include "policy/checks/duties.hpp"
#include "policy/checks/flow_words.hpp"
#include "policy/checks/settled.hpp"
#include "policy/periods.hpp"

namespace abide::policy::checks {
namespace {

/// `right erasure … within PERIOD`
struct Answer {
  Period within;
  SourceSpan span;
  PromiseId promise;
  std::vector<CategoryId> over;  ///< leaves; none: of everything
};

std::vector<Answer> answers_of(Context& context) {
  std::vector<Answer> answers;
  each_of<ast::Right>(context, [&](const ast::Right& right, PromiseId promise) {
    if (right.right.text == "erasure" && right.within) {
      answers.push_back(
          {right.within->period, right.within->span, promise, leaves_of(context, right.over)});
    }
  });
  return answers;
}

/// The event that a request for erasure is, by the names under which requests look for theirs.
std::optional<EventId> request_event(const Model& model) {
  for (const std::string_view name : {"erasure_requested", "erasure"}) {
    const auto event = model.find_event(name);
    const auto* told = event ? std::get_if<Told>(&model.at(*event).source) : nullptr;
    if (told != nullptr && told->by == Told::By::requests) {
      return event;
    }
  }
  return std::nullopt;
}

class Erasures {
 public:
  Erasures(Context& context, EventId event)
      : context_(context), model_(context.model), settled_(context.model), event_(event) {}

  void hold_against(const Answer& answer) {
    find_in_time(answer);
    for (std::uint32_t i = 0; i < model_.rules.size(); ++i) {
      if (is_later(model_.rules[i], answer) && !is_settled(model_.rules[i].promise, answer)) {
        tell(RuleId{i}, answer);
      }
    }
  }

 private:
  [[nodiscard]] bool waits(const Rule& rule) const {
    return std::ranges::find(rule.anchor.events, event_) != rule.anchor.events.end();
  }
  [[nodiscard]] bool speaks_of(const Rule& rule, const Answer& answer) const {
    return answer.over.empty() || !in_common(rule.categories, answer.over).empty();
  }
  /// A later end of columns that nothing ends in time.
  [[nodiscard]] bool is_later(const Rule& rule, const Answer& answer) const {
    if ((rule.kind != Rule::Kind::erase_within && rule.kind != Rule::Kind::keep_at_most) ||
        !waits(rule) || !surely_longer(rule.period, answer.within) || !speaks_of(rule, answer)) {
      return false;
    }
    return !std::ranges::all_of(rule.fields, [&](FieldId field) { return in_time_[field.value]; });
  }
  /// Columns that some statement ends in the time of the answer.
  void find_in_time(const Answer& answer) {
    in_time_.assign(model_.fields.size(), false);
    for (const Rule& rule : model_.rules) {
      if (rule.is_ceiling() && rule.kind != Rule::Kind::sever && waits(rule) &&
          !surely_longer(rule.period, answer.within)) {
        for (const FieldId field : rule.fields) {
          in_time_[field.value] = true;
        }
      }
    }
  }
  [[nodiscard]] bool is_settled(PromiseId erases, const Answer& answer) const {
    return settled_.between(erases, answer.promise, [](PromiseId) { return false; });
  }
  void tell(RuleId id, const Answer& answer) {
    const Rule& rule = model_.at(id);
    auto& warning = context_.warn(
        "W0510", context_.places.rules[id.value],
        fmt::format("{} erases within {} of `{}`, and {} answers the request within {}",
                    model_.at(rule.promise).id, to_string(rule.period), model_.at(event_).name,
                    model_.at(answer.promise).id, to_string(answer.within)),
        {model_.at(rule.promise).id, model_.at(answer.promise).id},
        fmt::format("erase within {}, or let the right promise the longer time",
                    to_string(answer.within)));
    warning.labels.push_back({answer.span, "answered in this time"});
    quote(context_, rule.promise, warning);
    if (rule.promise != answer.promise) {
      quote(context_, answer.promise, warning);
    }
  }
  Context& context_;
  const Model& model_;
  Settled settled_;
  EventId event_;
  std::vector<bool> in_time_;  ///< by field
};

}  // namespace

void check_slow_erasures(Context& context) {
  const auto event = request_event(context.model);
  if (!event) {
    return;
  }
  // Each period once, the first that says it: many rights are answered in the same time.
  std::vector<Answer> answers;
  for (Answer& answer : answers_of(context)) {
    const auto same = [&](const Answer& other) {
      return other.within == answer.within && other.over == answer.over;
    };
    if (std::ranges::none_of(answers, same) && answers.size() < 20) {
      answers.push_back(std::move(answer));
    }
  }
  Erasures erasures{context, *event};
  for (const Answer& answer : answers) {
    erasures.hold_against(answer);
  }
}

}  // namespace abide::policy::checks
