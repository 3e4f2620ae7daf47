// A Book, and matters in few words.
#pragma once

#include <gtest/gtest.h>

#include "engine/deadline/deadline.hpp"

namespace abide::deadline {

inline const Book& book() {
  static const Result<Book> built = Book::built_in();
  return *built;
}

inline Moment at(const char* text) { return *parse_moment(text); }

inline Matter matter(const char* kind, const char* received) {
  Matter made;
  made.kind = kind;
  made.received = at(received);
  return made;
}

inline Question question(const char* asked, const char* answered = nullptr) {
  return {at(asked), answered == nullptr ? std::nullopt : std::optional{at(answered)}};
}

inline Answer reckoned(const Matter& one) {
  const auto answer = book().reckon(one);
  EXPECT_TRUE(answer.ok()) << (answer.ok() ? "" : answer.error().message);
  return answer.ok() ? *answer : Answer{};
}

/// Empty where there is none.
inline std::string text(const std::optional<Moment>& moment) {
  return moment ? to_string(*moment) : "";
}
inline std::string text(const std::optional<Date>& day) {
  return day ? abide::to_string(*day) : "";
}

/// Every sentence of the working, a line each.
inline std::string told(const Answer& answer) {
  std::string all;
  for (const Step& step : answer.working) all += step.says + "\n";
  return all;
}

}  // namespace abide::deadline
