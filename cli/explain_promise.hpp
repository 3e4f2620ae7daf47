// One promise in words that can be read aloud: its quote, what stands under it, what that comes to
// on which tables, who names it, and what the checker says of it.
#pragma once

#include <string>

#include "base/json.hpp"
#include "policy/compile.hpp"

namespace abide::cli {

/// One sentence under a promise, and what it does where it is about time.
struct Kept {
  std::string sentence;
  std::uint32_t line = 0;
  std::string bound = {};                ///< empty for what is not about time
  std::vector<std::string> tables = {};  ///< that it reaches, with their columns
};
struct PromiseStory {
  policy::Promise promise;
  std::vector<Kept> statements;
  std::vector<std::string> named_by;  ///< promises that say `as` it, rulings that decide about it
  std::vector<policy::Diagnostic> said;
};

/// The story of the promise or ruling with that id, from a policy that was compiled to a Model.
/// @error not_found  with the nearest id there is
[[nodiscard]] Result<PromiseStory> explain_promise(const policy::CompileResult& compiled,
                                                   const std::string& id);
[[nodiscard]] std::string promise_text(const PromiseStory& story);
[[nodiscard]] Json promise_json(const PromiseStory& story);

}  // namespace abide::cli
