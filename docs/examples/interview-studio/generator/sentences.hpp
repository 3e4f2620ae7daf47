// English for the example: interview answers, feedback, drafts, mail and error reports, composed
// from parts so that no two texts need be alike.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "random.hpp"

namespace abide::studio {

/// What one interview session or draft is about; its parts recur in every sentence of a story.
struct Scene {
  std::string role;       ///< the job the person practises for
  std::string workplace;  ///< where the story happened
  std::string team;
  std::string project;
  std::string colleague;
};
Scene draw_scene(Random& random);

struct Exchange {
  std::string question;
  std::string answer;
  std::string feedback;
  std::int64_t score = 0;
};
/// One question, a STAR answer of five to eight sentences, and what the coach says of it.
Exchange draw_exchange(Random& random, const Scene& scene);

std::string draw_title(Random& random, const Scene& scene);
/// Situation, task, action and result, under their headings.
std::string draw_draft(Random& random, const Scene& scene);

struct Mail {
  std::string subject;
  std::string body;
  std::string reply;
};
/// A question to the support desk, signed with `name`, and the desk's answer, addressed to `name`.
Mail draw_mail(Random& random, std::string_view name);

struct Fault {
  std::string level;
  std::string message;
  std::string stack_trace;
  std::string context;
};
/// An error report that names nobody.
Fault draw_fault(Random& random);

}  // namespace abide::studio
