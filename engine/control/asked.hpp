// What a request of some kind asks for, as the policy has it: which event it tells, what is to be
// erased, and by when it is answered.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "base/time.hpp"
#include "policy/model.hpp"
#include "policy/rights.hpp"

namespace abide::engine {

/// Whether it is one of the kinds that every policy knows: access, erasure, …
[[nodiscard]] bool is_known_request(std::string_view kind);

/// The event of the policy that a request of this kind tells: `erasure` → `erasure_requested`, or
/// the event of the kind's own name.
[[nodiscard]] std::optional<EventId> told_by_request(const policy::Model& model,
                                                     const std::string& kind);

/// What a request asks to be erased.
struct AskedErasure {
  std::vector<CategoryId> of;  ///< leaves, ascending; empty is everything that no law keeps
  /// Columns in scope of those leaves that the policy's statements leave alone: the request can be
  /// met by categories only where there is none.
  std::vector<FieldId> beyond;
};

/// `erasure` asks for the whole person. An event told by requests asks for what the policy's
/// statements `erase … of EVENT` cover, which is the whole person when all they leave out is kept
/// by law.
/// @error refused  the kind is no erasure
[[nodiscard]] Result<AskedErasure> erasure_asked(const policy::Model& model, SubjectId subject,
                                                 const std::string& kind);

/// A request of no kind in particular, as the event `request_received` tells it.
inline constexpr std::string_view any_request = "request_received";

/// A sentence of the policy that says in what time a request is answered.
struct AnswerTerm {
  Period within;
  std::string promise;
  std::string sentence;
  policy::Location location;
};
/// Its `right … within` of this kind, `respond … within` for every kind but a complaint, and for an
/// event what is to be erased within a period of it; in no order.
[[nodiscard]] std::vector<AnswerTerm> answer_terms(const policy::Model& model,
                                                   std::span<const policy::Right> rights,
                                                   const std::string& subject,
                                                   const std::string& kind);
/// The last day on which the policy says that a request of this kind is answered, by the shortest
/// of its terms; nullopt where it says none.
[[nodiscard]] std::optional<Date> answer_due(const policy::Model& model,
                                             std::span<const policy::Right> rights,
                                             const std::string& subject, const std::string& kind,
                                             Date received);

}  // namespace abide::engine
