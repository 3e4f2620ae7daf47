// What the parts of the check of notices share. No header for others.
#pragma once

#include <string>
#include <vector>

#include "policy/notices/check.hpp"

namespace abide::policy::notices {

/// A diagnostic, and the names that a waiver may name for it.
struct Finding {
  Diagnostic diagnostic;
  std::vector<std::string> things = {};
};

/// E0901, one a promise.
void find_lost_quotes(const Sources& sources, const Reading& reading,
                      std::vector<Finding>& findings);
/// W0902, one a sentence.
void find_bare_sentences(const Sources& sources, const Reading& reading,
                         std::vector<Finding>& findings);
/// W0903, one a name.
void find_unsaid_names(const Sources& sources, const Reading& reading,
                       std::vector<Finding>& findings);
/// W0907, at most one.
void find_another_date(const Sources& sources, const Reading& reading,
                       std::vector<Finding>& findings);
/// The controllers' names: a waiver on one is about the whole notice.
[[nodiscard]] std::vector<std::string> controllers_in(const Sources& sources);
/// Takes out what a waiver of the policy names, and adds W0713 for those without effect.
void waive(const Sources& sources, const CheckOptions& options, std::vector<Finding>& findings);

}  // namespace abide::policy::notices
