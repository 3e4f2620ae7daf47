// How long data is kept, in words that a reader of the record understands.
#pragma once

#include <string>
#include <vector>

#include "policy/model.hpp"
#include "reports/record/record.hpp"

namespace abide::reports::record {

/// Each rule once, in the order written. A citation of law is given as the policy names it, with
/// the statute as something for a person to confirm.
[[nodiscard]] std::vector<Term> terms_of(const policy::Model& model,
                                         const std::vector<RuleId>& rules);
/// `the end of the financial year of “Payment taken”`
[[nodiscard]] std::string anchor_words(const policy::Model& model, const policy::Anchor& anchor);
/// The law that a rule rests on, as `terms_of` gives it; empty where it rests on none.
[[nodiscard]] std::string law_words(const policy::Rule& rule);
/// Until when copies outside the rows themselves have gone, store by store.
[[nodiscard]] std::vector<std::string> copies_of(const policy::Model& model,
                                                 const std::vector<FieldId>& fields);

}  // namespace abide::reports::record
