// English of this app: CVs, goals, summaries, mail, crash reports. Practice answers come from the
// first example.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "docs/examples/interview-studio/generator/sentences.hpp"
#include "options.hpp"

namespace abide::mentor {

/// A CV as people paste it: with name, address and telephone number.
std::string draw_cv(Random& random, std::string_view name, std::string_view email);
std::string draw_role_details(Random& random, const studio::Scene& scene);
std::string draw_goals(Random& random, const studio::Scene& scene);
std::string draw_summary(Random& random, const studio::Scene& scene, std::int64_t score);
/// JSON, as the page sends it.
std::string draw_voice_delivery(Random& random);
std::string draw_camera_presence(Random& random);
/// A JSON list of three questions.
std::string draw_questions(Random& random);

struct Letter {
  std::string subject;
  std::string body;
  std::string reply;
};
/// To the desk, signed with `name`, and the desk's answer, addressed to `name`.
Letter draw_letter(Random& random, std::string_view name);

struct Notice {
  std::string_view template_name;
  std::string subject;
  std::string body;
};
/// Mail the app sends. It holds a link, and nothing of anybody (CM-056).
Notice draw_invite(Random& random, std::string_view company);
Notice draw_result(Random& random);
Notice draw_receipt(Random& random, std::string_view number);
Notice draw_account_notice(Random& random);

struct Crash {
  std::string_view level;
  std::string_view message;
  std::string stack_trace;
  std::string context;
};
/// A crash report that names nobody.
Crash draw_crash(Random& random);

}  // namespace abide::mentor
