// What Article 15(1) and (2) want told beside the data, for one person: only what touches
// categories of which something was found.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "policy/disclosure.hpp"
#include "policy/model.hpp"
#include "reports/html.hpp"

namespace abide::reports {

/// What was found of the person.
struct Found {
  SubjectId subject;
  std::set<CategoryId> categories;  ///< leaves of which some row holds something
};

/// Whether one of the names means the leaf: it, a group it is in, `personal`, `special` or
/// `everything`.
[[nodiscard]] bool is_meant(const policy::Model& model, CategoryId leaf,
                            const std::vector<std::string>& names);
/// What a person may take elsewhere (Article 20): leaves that come from them and that some purpose
/// uses under consent or contract. What is made from them is not among it.
[[nodiscard]] std::set<CategoryId> portable(const policy::Model& model,
                                            const policy::Disclosure& said, SubjectId subject);

/// Adds the sections. Says of what the policy does not declare that it does not.
void tell_about(Page& page, const policy::Model& model, const policy::Disclosure& said,
                const Found& found);

}  // namespace abide::reports
