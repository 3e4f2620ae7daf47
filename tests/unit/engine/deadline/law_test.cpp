// The tables compiled in: read whole, without holes, and honest about what was not verified.
#include "engine/deadline/law.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "engine/deadline/json.hpp"
#include "engine/deadline/texts.hpp"
#include "tests/oracle/deadline.hpp"
#include "tests/unit/engine/deadline/support.hpp"

namespace abide::deadline {
namespace {

std::string with(std::string text, const std::string& part, const std::string& other) {
  const std::size_t at = text.find(part);
  EXPECT_NE(at, std::string::npos) << part;
  return text.replace(at, part.size(), other);
}

TEST(Law, every_kind_has_one_duty_on_every_day) {
  for (const NamedText& one : clock_texts()) {
    const auto regime = read_regime(one.file, one.text);
    ASSERT_TRUE(regime.ok());
    for (const Kind& kind : regime->kinds) {
      EXPECT_FALSE(kind.title.empty() || kind.act.empty()) << kind.key;
      for (Date day = *parse_date("2020-01-01"); day < *parse_date("2030-01-01");
           day = add_days(day, 1)) {
        const auto count = std::ranges::count_if(
            regime->duties, [&](const Duty& duty) { return duty.covers(kind.key, day); });
        ASSERT_EQ(count, 1) << kind.key << " on " << abide::to_string(day);
      }
    }
  }
}

TEST(Law, every_jurisdiction_and_kind_of_a_regime_can_be_counted) {
  for (const NamedText& one : clock_texts()) {
    const auto regime = read_regime(one.file, one.text);
    ASSERT_TRUE(regime.ok());
    EXPECT_EQ(book().kinds(regime->key).size(), regime->kinds.size());
    for (const std::string& jurisdiction : regime->jurisdictions) {
      for (const Kind& kind : regime->kinds) {
        Matter counted = matter(kind.key.c_str(), "2026-07-01T10:00:00Z");
        counted.regime = regime->key;
        counted.jurisdiction = jurisdiction;
        EXPECT_EQ(reckoned(counted).status, Status::ok) << jurisdiction << " " << kind.key;
      }
    }
  }
  EXPECT_TRUE(book().kinds("nowhere").empty());
}

TEST(Law, every_step_of_a_duty_rests_on_something) {
  for (const NamedText& one : clock_texts()) {
    const auto regime = read_regime(one.file, one.text);
    ASSERT_TRUE(regime.ok());
    for (const Duty& duty : regime->duties) {
      EXPECT_FALSE(duty.authorities("period").empty()) << duty.label;
      EXPECT_EQ(duty.authorities("end").empty(), !duty.period) << duty.label;
      EXPECT_EQ(duty.authorities("extension").empty(), !duty.extended) << duty.label;
      EXPECT_EQ(duty.authorities("start").empty(), !duty.waits) << duty.label;
      EXPECT_EQ(duty.authorities("pause").empty(), duty.pauses.empty()) << duty.label;
      EXPECT_EQ(duty.authorities("reading").empty(), duty.pauses.empty()) << duty.label;
      for (const auto& [step, authorities] : duty.by) {
        for (const Authority& authority : authorities) {
          EXPECT_FALSE(authority.cite.empty() || authority.source.empty()) << step;
          EXPECT_EQ(authority.file, one.file);
        }
      }
    }
  }
}

TEST(Law, the_lists_are_what_the_rules_for_bank_holidays_make) {
  for (const NamedText& one : holiday_texts()) {
    const Holidays holidays = read_holidays(one.file, one.text);
    EXPECT_EQ(abide::to_string(holidays.from) + abide::to_string(holidays.to),
              "2024-01-012028-12-31");
    std::vector<std::string> listed;
    for (const auto& [day, name] : holidays.days) listed.push_back(abide::to_string(day));
    std::vector<std::string> ruled;
    for (int year = 2024; year <= 2028; ++year) {
      for (const oracle::Day day : oracle::bank_holidays(holidays.jurisdiction, year)) {
        ruled.push_back(abide::to_string(Date{oracle::midnight_utc(day).time_since_epoch() /
                                                  std::chrono::days{1} * std::chrono::days{1} +
                                              std::chrono::sys_days{}}));
      }
    }
    EXPECT_EQ(listed, ruled) << one.file;
  }
}

/// Nothing that is marked as not verified may be called law, in the text or for scripts.
TEST(Law, what_is_not_verified_is_never_called_law) {
  Authority authority{"an article", Standing::law, Evidence::unverified, "nowhere", "", "x.json"};
  EXPECT_EQ(standing_words(authority), "not verified");
  authority.evidence = Evidence::second_hand;
  EXPECT_EQ(standing_words(authority), "law");
  const Json json = json_of(reckoned(matter("access", "2026-05-30")));
  int unverified = 0;
  for (const Json& step : json.at("working")) {
    for (const Json& by : step.at("by")) {
      if (by.at("evidence") != "not read") continue;
      EXPECT_EQ(by.at("standing"), "not verified");
      ++unverified;
    }
  }
  EXPECT_GT(unverified, 0) << "Regulation 1182/71 Art 3 was not read";
}

TEST(Law, a_fault_in_a_table_stops_the_program) {
  const std::string clock{clock_texts().front().text};
  const std::string list{holiday_texts().front().text};
  for (const auto& [part, other] :
       {std::pair{"\"period\": [\"month\"", "\"period\": [\"moon\""},
        {"\"unit\": \"months\"", "\"unit\": \"moons\""},
        {"\"evidence\": \"read\"", "\"evidence\": \"rumour\""},
        {"2025-08-19", "2025-08-32"},
        {"\"key\": \"start\"", "\"key\": \"month\""},
        {"\"receipt\"", "\"receit\""},
        {"[\"england-and-wales\", \"scotland\", \"northern-ireland\"]", "[]"},
        {"{", "["}}) {
    EXPECT_THROW(static_cast<void>(read_regime("x.json", with(clock, part, other))),
                 std::logic_error)
        << part;
  }
  for (const auto& [part, other] : {std::pair{"2024-03-29", "2023-03-29"},
                                    {"2024-03-29", "2024-03-32"},
                                    {"\"days\"", "\"dais\""}}) {
    EXPECT_THROW(static_cast<void>(read_holidays("x.json", with(list, part, other))),
                 std::logic_error)
        << part;
  }
  EXPECT_EQ(read_regime("x.json", with(clock, "Europe/London", "Europe/Londn")).error().code,
            ErrorCode::not_found);
}

}  // namespace
}  // namespace abide::deadline
