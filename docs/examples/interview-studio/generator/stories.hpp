// The sentences an interview answer is composed from, by what the question asks about.
#pragma once

#include <span>
#include <string_view>

namespace abide::studio {

/// One thing interviewers ask about. Words in braces are filled in (sentences.cpp says with what).
struct Topic {
  std::string_view name;
  std::span<const std::string_view> questions;
  std::span<const std::string_view> situations;
  std::span<const std::string_view> tasks;
  std::span<const std::string_view> actions;
  std::span<const std::string_view> results;
};

std::span<const Topic> topics();
/// Sentences that fit every topic.
std::span<const std::string_view> lessons();
std::span<const std::string_view> asides();

}  // namespace abide::studio
