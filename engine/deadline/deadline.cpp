// Which regime, list of holidays and duty a matter is under; what is not known is told with the
// nearest that is.
#include "engine/deadline/deadline.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "engine/deadline/law.hpp"
#include "engine/deadline/reckoning.hpp"
#include "engine/deadline/texts.hpp"
#include "policy/diagnostics.hpp"

namespace abide::deadline {
namespace {

constexpr int longest_promise = 3650;

Error unknown(std::string_view what, std::string_view word, const std::vector<std::string>& known) {
  const std::string near = policy::nearest(word, known);
  return {ErrorCode::not_found, fmt::format("there is no {} `{}`", what, word),
          near.empty() ? fmt::format("give one of {}", fmt::join(known, ", "))
                       : fmt::format("did you mean `{}`?", near)};
}

Error refused(std::string message, std::string help) {
  return {ErrorCode::refused, std::move(message), std::move(help)};
}

template <class T>
std::vector<std::string> keys_of(const std::vector<T>& all) {
  std::vector<std::string> keys(all.size());
  std::ranges::transform(all, keys.begin(), &T::key);
  return keys;
}

const Kind* find_kind(const Regime& regime, std::string_view key) {
  const auto found = std::ranges::find(regime.kinds, key, &Kind::key);
  return found == regime.kinds.end() ? nullptr : &*found;
}

Error no_kind(const Regime& regime, std::string_view key) {
  return unknown("kind", key, keys_of(regime.kinds));
}

const Duty* duty_of(const Regime& regime, std::string_view kind, Date received) {
  const auto found = std::ranges::find_if(
      regime.duties, [&](const Duty& duty) { return duty.covers(kind, received); });
  return found == regime.duties.end() ? nullptr : &*found;
}

/// What cannot be asked of this duty, whatever the dates.
Result<void> check(const Matter& matter, const Regime& regime, const Duty& duty,
                   const std::string& title) {
  const bool in_hours = duty.period && duty.period->unit == Period::Unit::hours;
  if (in_hours && !std::holds_alternative<Instant>(matter.received)) {
    return refused(fmt::format("a {} is counted in hours, and `{}` has none", title,
                               to_string(matter.received)),
                   "give the moment the controller became aware, such as 2026-03-27T18:00:00Z");
  }
  if (in_hours && matter.promise_days) {
    return refused(fmt::format("a promise in days cannot be set beside hours: {}", title),
                   "leave the promise out");
  }
  if (matter.promise_days && (*matter.promise_days < 1 || *matter.promise_days > longest_promise)) {
    return refused(fmt::format("a promise of {} days is none", *matter.promise_days),
                   fmt::format("give 1 to {} days", longest_promise));
  }
  if (matter.extension_notice && duty.period && !duty.extended) {
    return refused(fmt::format("no extension is known for this kind: {}", title),
                   fmt::format("leave the notice out; {} knows none", regime.key));
  }
  return {};
}

}  // namespace

struct Book::Data {
  std::vector<Regime> regimes;
  std::vector<Holidays> holidays;

  /// nullptr where there is none.
  [[nodiscard]] const Regime* find(std::string_view key) const {
    const auto found = std::ranges::find(regimes, key, &Regime::key);
    return found == regimes.end() ? nullptr : &*found;
  }
  [[nodiscard]] Error no_regime(std::string_view key) const {
    return unknown("clock for the regime", key, keys_of(regimes));
  }
  /// By its own name or another word for it; the regime's first where `word` is empty; nullptr
  /// where there is none.
  [[nodiscard]] const Holidays* find_holidays(const Regime& regime, std::string_view word) const {
    if (word.empty()) word = regime.jurisdictions.front();
    for (const Holidays& one : holidays) {
      const bool named = one.jurisdiction == word || std::ranges::count(one.also, word) != 0;
      const bool ours = std::ranges::count(regime.jurisdictions, one.jurisdiction) != 0;
      if (named && ours) return &one;
    }
    return nullptr;
  }
};

Book::Book(std::unique_ptr<const Data> data) : data_(std::move(data)) {}
Book::Book(Book&&) noexcept = default;
Book& Book::operator=(Book&&) noexcept = default;
Book::~Book() = default;

Result<Book> Book::built_in() {
  auto data = std::make_unique<Data>();
  for (const NamedText& one : clock_texts()) {
    ABIDE_TRY(Regime regime, read_regime(one.file, one.text));
    data->regimes.push_back(std::move(regime));
  }
  for (const NamedText& one : holiday_texts()) {
    data->holidays.push_back(read_holidays(one.file, one.text));
  }
  return Book{std::move(data)};
}

Result<Answer> Book::reckon(const Matter& matter) const {
  const Regime* const regime = data_->find(matter.regime);
  if (regime == nullptr) return data_->no_regime(matter.regime);
  const Kind* const named = find_kind(*regime, matter.kind);
  if (named == nullptr) return no_kind(*regime, matter.kind);
  const Holidays* const holidays = data_->find_holidays(*regime, matter.jurisdiction);
  if (holidays == nullptr) {
    return unknown("list of bank holidays for", matter.jurisdiction, regime->jurisdictions);
  }
  const Instant* const at = std::get_if<Instant>(&matter.received);
  const Date received =
      at != nullptr ? regime->zone.local_date(*at) : std::get<Date>(matter.received);
  const Duty* const duty = duty_of(*regime, matter.kind, received);
  if (duty == nullptr) {
    return refused(
        fmt::format("no rules are known for `{}` on {}", matter.kind, abide::to_string(received)),
        "the law's tables do not reach that day");
  }
  ABIDE_CHECK(check(matter, *regime, *duty, named->title));
  return Reckoning{matter, *regime, *holidays, *duty}.run();
}

std::vector<Kind> Book::kinds(std::string_view regime) const {
  const Regime* const found = data_->find(regime);
  return found != nullptr ? found->kinds : std::vector<Kind>{};
}

Result<Kind> Book::kind(std::string_view regime, std::string_view key) const {
  const Regime* const found = data_->find(regime);
  if (found == nullptr) return data_->no_regime(regime);
  const Kind* const one = find_kind(*found, key);
  if (one == nullptr) return no_kind(*found, key);
  return *one;
}

}  // namespace abide::deadline
