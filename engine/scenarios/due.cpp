// By when a request is answered, as a test says.
#include <fmt/format.h>

#include <algorithm>

#include "engine/answers/answers.hpp"
#include "engine/control/asked.hpp"
#include "engine/scenarios/play.hpp"

namespace abide::engine::scenarios {
namespace {

/// The sentences by which the policy's own last day is that one.
std::vector<Why> terms_of(const policy::Model& model, const std::vector<policy::Right>& rights,
                          const std::string& subject, const std::string& kind, Date received,
                          Date due) {
  std::vector<Why> whys;
  for (const AnswerTerm& term : answer_terms(model, rights, subject, kind)) {
    if (add(received, term.within, Rounding::down) != due) continue;
    whys.push_back({term.promise, term.sentence, term.location.file, term.location.line});
  }
  return whys;
}

}  // namespace

Result<void> Play::operator()(const policy::ExpectDue& expected) {
  if (!asked_) {
    return fault("nobody has asked for anything yet",
                 "write `when erasure_requested by NAME`, or another request, before it");
  }
  ABIDE_TRY(const Deadlines deadlines, Deadlines::of(bench_.model, bench_.rights));
  const std::string& subject = model_.at(asked_->subject).name;
  ABIDE_TRY(const auto due,
            deadlines.due(subject, asked_->kind, asked_->received, asked_->received));
  std::vector<Why> terms;
  if (due && due->by_policy) {
    terms = terms_of(bench_.model, bench_.rights, subject, asked_->kind,
                     world_->zone().local_date(asked_->received), *due->by_policy);
  }
  if (due && due->day == expected.day) {
    if (due->is_of_policy()) touch(terms);
    return {};
  }
  Failure failure;
  failure.expected = fmt::format("an answer is due on {}", abide::to_string(expected.day));
  failure.found = due ? fmt::format("it is due on {}", abide::to_string(due->day))
                      : "neither the policy nor a law that is known here says by when";
  if (due && due->by_law) {
    failure.because.push_back(
        fmt::format("by law ({}): {}", due->regime, abide::to_string(*due->by_law)));
  }
  if (due && due->by_policy) {
    failure.because.push_back("by the policy: " + abide::to_string(*due->by_policy));
    for (const Why& why : terms) failure.because.push_back("  " + words_of(why));
  }
  fail(std::move(failure));
  return {};
}

}  // namespace abide::engine::scenarios
