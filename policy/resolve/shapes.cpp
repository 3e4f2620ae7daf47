// Shapes of attribute values, and the small vocabularies behind them.
#include "policy/resolve/shapes.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/zones.hpp"

namespace abide::policy::resolving {
namespace {

using Given = std::span<const ast::Value>;

template <class T>
bool is(const ast::Value& value) {
  return std::holds_alternative<T>(value);
}

bool is_word(const ast::Value& value, std::string_view word) {
  const auto* name = std::get_if<ast::Name>(&value);
  return name != nullptr && name->text == word;
}

template <class T>
bool one(Given values) {
  return values.size() == 1 && is<T>(values.front());
}

/// One or more of T, with or without `and` between them.
template <class... T>
bool some(Given values) {
  return !values.empty() && !is_word(values.back(), "and") &&
         std::all_of(values.begin(), values.end(), [](const ast::Value& value) {
           return (is<T>(value) || ...) || is_word(value, "and");
         });
}

bool is_region(Given values) {
  if (values.empty() || values.size() > 2 || !is<ast::Name>(values.front())) {
    return false;
  }
  const std::string& code = std::get<ast::Name>(values.front()).text;
  return (is_country(code) || code == "EU") && (values.size() == 1 || is<ast::Text>(values[1]));
}

bool is_clocks(Given values) {
  std::size_t at = 0;
  while (at < values.size()) {
    if (is_word(values[at], "and") && at > 0) {
      ++at;
      continue;
    }
    if (!is<ast::Name>(values[at])) {
      return false;
    }
    ++at;
    if (at + 1 < values.size() && is_word(values[at], "as")) {
      const auto* form = std::get_if<ast::Name>(&values[at + 1]);
      if (form == nullptr || !clock_form_of(form->text)) {
        return false;
      }
      at += 2;
    }
    if (at + 1 < values.size() && is_word(values[at], "zone")) {
      const auto* zone = std::get_if<ast::Text>(&values[at + 1]);
      if (zone == nullptr || !is_zone(zone->text)) {
        return false;
      }
      at += 2;
    }
  }
  return !values.empty();
}

bool is_positive(const ast::Value& value, bool percent) {
  const auto* number = std::get_if<ast::Number>(&value);
  return number != nullptr && number->percent == percent && number->value > 0 &&
         (!percent || number->value <= 100);
}

bool is_hours(Given values) {
  return values.size() == 2 && is<ast::TimeOfDay>(values[0]) && is<ast::TimeOfDay>(values[1]) &&
         std::get<ast::TimeOfDay>(values[0]).minutes != std::get<ast::TimeOfDay>(values[1]).minutes;
}

constexpr std::array<std::string_view, 12> month_names{
    "January", "February", "March",     "April",   "May",      "June",
    "July",    "August",   "September", "October", "November", "December"};

/// ISO 3166-1 alpha-2 codes, three bytes each.
constexpr std::string_view countries =
    "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR "
    "BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ "
    "EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW "
    "GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY "
    "KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV "
    "MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY "
    "QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG "
    "TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM "
    "ZW ";

}  // namespace

bool is_country(std::string_view code) {
  constexpr std::size_t step = 3;
  if (code.size() != 2) {
    return false;
  }
  for (std::size_t at = 0; at + 2 < countries.size(); at += step) {
    if (countries.substr(at, 2) == code) {
      return true;
    }
  }
  return false;
}

std::optional<ClockForm> clock_form_of(std::string_view word) {
  constexpr std::array forms{std::pair{std::string_view{"iso"}, ClockForm::iso},
                             std::pair{std::string_view{"date"}, ClockForm::date},
                             std::pair{std::string_view{"unix"}, ClockForm::unix_seconds},
                             std::pair{std::string_view{"unix_ms"}, ClockForm::unix_milliseconds}};
  for (const auto& [name, form] : forms) {
    if (name == word) {
      return form;
    }
  }
  return std::nullopt;
}

std::optional<std::chrono::month_day> parse_month_day(std::string_view text) {
  unsigned day = 0;
  const auto [after, failure] = std::from_chars(text.data(), text.data() + text.size(), day);
  if (failure != std::errc{} || after == text.data() + text.size() || *after != ' ') {
    return std::nullopt;
  }
  const std::string_view word = text.substr(static_cast<std::size_t>(after - text.data()) + 1);
  const auto month = std::find(month_names.begin(), month_names.end(), word);
  if (month == month_names.end()) {
    return std::nullopt;
  }
  const std::chrono::month_day found{
      std::chrono::month{static_cast<unsigned>(month - month_names.begin()) + 1},
      std::chrono::day{day}};
  return found.ok() ? std::optional{found} : std::nullopt;
}

bool has_shape(Shape shape, Given values) {
  switch (shape) {
    case Shape::text:
      return one<ast::Text>(values);
    case Shape::texts:
      return some<ast::Text>(values);
    case Shape::name:
      return one<ast::Name>(values);
    case Shape::names:
    case Shape::columns:
      return some<ast::Name>(values);
    case Shape::name_or_text:
      return one<ast::Name>(values) || one<ast::Text>(values);
    case Shape::names_or_texts:
      return some<ast::Name, ast::Text>(values);
    case Shape::duration:
      return one<ast::Duration>(values);
    case Shape::date:
      return one<ast::Day>(values);
    case Shape::number:
      return values.size() == 1 && is_positive(values.front(), false);
    case Shape::percent:
      return values.size() == 1 && is_positive(values.front(), true);
    case Shape::hours:
      return is_hours(values);
    case Shape::country:
      return one<ast::Name>(values) && is_country(std::get<ast::Name>(values.front()).text);
    case Shape::region:
      return is_region(values);
    case Shape::clocks:
      return is_clocks(values);
    case Shape::because:
      return values.size() == 2 && is_word(values[0], "because") && is<ast::Text>(values[1]);
    case Shape::month_day:
      return one<ast::Text>(values) &&
             parse_month_day(std::get<ast::Text>(values.front()).text).has_value();
    case Shape::zone:
      return one<ast::Text>(values) && is_zone(std::get<ast::Text>(values.front()).text);
    case Shape::words:
      return !values.empty();
  }
  return false;
}

std::string_view phrase_of(Shape shape) {
  switch (shape) {
    case Shape::text:
      return "one quoted text";
    case Shape::texts:
      return "quoted texts";
    case Shape::name:
      return "one name";
    case Shape::names:
      return "names";
    case Shape::columns:
      return "names of columns";
    case Shape::name_or_text:
      return "one name or quoted text";
    case Shape::names_or_texts:
      return "names or quoted texts";
    case Shape::duration:
      return "a period such as 30 days";
    case Shape::date:
      return "a date such as 2026-05-08";
    case Shape::number:
      return "a number above zero";
    case Shape::percent:
      return "a share such as 10 %";
    case Shape::hours:
      return "two different times of day such as 01:00, 05:00";
    case Shape::country:
      return "a country by its two letters of ISO 3166, such as GB";
    case Shape::region:
      return "a country or EU, and perhaps a quoted text";
    case Shape::clocks:
      return "a column, perhaps `as` iso, date, unix or unix_ms, and perhaps `zone \"…\"`";
    case Shape::because:
      return "`because` and a quoted reason";
    case Shape::month_day:
      return "a day of the year such as \"31 March\"";
    case Shape::zone:
      return "a time zone such as \"Europe/London\"";
    case Shape::words:
      return "a value";
  }
  return "a value";
}

std::string_view example_of(Shape shape) {
  switch (shape) {
    case Shape::text:
    case Shape::texts:
      return "\"…\"";
    case Shape::name:
    case Shape::names:
    case Shape::name_or_text:
    case Shape::names_or_texts:
      return "NAME";
    case Shape::columns:
      return "COLUMN";
    case Shape::duration:
      return "30 days";
    case Shape::date:
      return "2026-05-08";
    case Shape::number:
      return "50000";
    case Shape::percent:
      return "10 %";
    case Shape::hours:
      return "01:00, 05:00";
    case Shape::country:
      return "GB";
    case Shape::region:
      return "GB \"London\"";
    case Shape::clocks:
      return "created_at as iso";
    case Shape::because:
      return "because \"…\"";
    case Shape::month_day:
      return "\"31 March\"";
    case Shape::zone:
      return "\"Europe/London\"";
    case Shape::words:
      return "…";
  }
  return "…";
}

}  // namespace abide::policy::resolving
