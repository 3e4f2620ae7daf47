// W0412: a promised period that can end later than the law allows, shown on a day on which it does.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "policy/checks/checks.hpp"
#include "policy/checks/duties.hpp"
#include "policy/checks/flow_words.hpp"
#include "policy/checks/settled.hpp"

namespace abide::policy::checks {
namespace {

/// A statement that says in what time people are answered.
struct Answer {
  Period within;
  SourceSpan span;
  PromiseId promise;
  std::set<std::string> people;
  bool of_every_request = false;  ///< `respond`, not one right alone
};

std::set<std::string> names_of(const ast::Names& names) {
  std::set<std::string> found;
  for (const ast::Name& name : names) {
    found.insert(name.text);
  }
  return found;
}

std::vector<Answer> answers_of(const Context& context) {
  std::vector<Answer> answers;
  each_of<ast::Respond>(context, [&](const ast::Respond& respond, PromiseId promise) {
    answers.push_back(
        {respond.within.period, respond.within.span, promise, names_of(respond.to), true});
  });
  each_of<ast::Right>(context, [&](const ast::Right& right, PromiseId promise) {
    if (right.within && right.right.text != "complaint") {
      answers.push_back(
          {right.within->period, right.within->span, promise, names_of(right.subjects), false});
    }
  });
  return answers;
}

std::optional<Period> statutory(const Context& context) {
  for (const std::string& key : context.model.regimes) {
    const Regime* regime = context.laws.find_regime(key);
    if (regime != nullptr && regime->answer) {
      return regime->answer;
    }
  }
  return std::nullopt;
}

/// The first day of four years on which the promise ends latest after the law.
std::optional<Date> latest_start(const Period& promise, const Period& law, Date from) {
  constexpr int days = 1461;
  std::optional<Date> found;
  std::int64_t most = 0;
  for (int i = 0; i < days; ++i) {
    const Date start = add_days(from, i);
    const std::int64_t late =
        days_between(add(start, law, Rounding::down), add(start, promise, Rounding::down));
    if (late > most) {
      most = late;
      found = start;
    }
  }
  return found;
}

bool is_below_a_day(const Period& period) {
  return period.unit == Period::Unit::hours || period.unit == Period::Unit::minutes ||
         period.unit == Period::Unit::seconds;
}

/// By answer: a day on which it can end later than the law allows.
std::vector<std::optional<Date>> late_days(const std::vector<Answer>& answers, const Period& law) {
  const Date from = Date{std::chrono::year{2027} / std::chrono::January / 1};
  std::vector<std::optional<Date>> late(answers.size());
  std::map<std::string, std::optional<Date>> known;  // many answer in the same time
  for (std::size_t i = 0; i < answers.size(); ++i) {
    if (is_below_a_day(answers[i].within)) {
      continue;
    }
    const auto [at, is_new] = known.try_emplace(to_string(answers[i].within));
    if (is_new) {
      at->second = latest_start(answers[i].within, law, from);
    }
    late[i] = at->second;
  }
  return late;
}

/// What rulings promise in time, and so decide for others.
class InTime {
 public:
  InTime(const Context& context, const std::vector<Answer>& answers,
         const std::vector<std::optional<Date>>& late)
      : settled_(context.model) {
    for (std::size_t i = 0; i < answers.size(); ++i) {
      if (!late[i] && context.promises[answers[i].promise.value].ruling != nullptr) {
        rulings_.push_back(&answers[i]);
      }
    }
  }
  [[nodiscard]] bool decides(const Answer& answer) const {
    const auto by_itself = [](PromiseId) { return false; };
    return std::ranges::any_of(rulings_, [&](const Answer* ruling) {
      return settled_.between(ruling->promise, answer.promise, by_itself) ||
             (ruling->of_every_request && std::ranges::includes(ruling->people, answer.people));
    });
  }

 private:
  Settled settled_;
  std::vector<const Answer*> rulings_;
};

void tell(Context& context, const Answer& answer, const Period& law, Date received,
          const Duty& duty) {
  const std::string& id = context.model.at(answer.promise).id;
  auto& warning = context.warn(
      "W0412", answer.span,
      fmt::format("`within {}` can be later than the law allows", to_string(answer.within)), {id},
      fmt::format("say `within {}`, or let a ruling work to the earlier date", to_string(law)));
  warning.notes.push_back(fmt::format("received {}: {} ends on {}, what is promised on {}",
                                      to_string(received), to_string(law),
                                      to_string(add(received, law, Rounding::down)),
                                      to_string(add(received, answer.within, Rounding::down))));
  quote(context, answer.promise, warning);
  cite(duty, warning);
}

}  // namespace

void check_answer_periods(Context& context) {
  const auto duties = asked(context, "W0412");
  const auto law = statutory(context);
  if (duties.empty() || !law) {
    return;
  }
  const std::vector<Answer> answers = answers_of(context);
  const auto late = late_days(answers, *law);
  const InTime in_time{context, answers, late};
  for (std::size_t i = 0; i < answers.size(); ++i) {
    if (late[i] && !in_time.decides(answers[i])) {
      tell(context, answers[i], *law, *late[i], *duties.front());
    }
  }
}

}  // namespace abide::policy::checks
