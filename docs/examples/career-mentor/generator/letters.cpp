// Mail both ways and crash reports. Second half of texts.hpp.
#include <fmt/format.h>

#include "texts.hpp"

namespace abide::mentor {
namespace {

struct Matter {
  std::string_view subject;
  std::string_view body;   ///< {0} a number, {1} a longer number
  std::string_view reply;  ///< the same
};
constexpr Matter matters[] = {
    {"Who can see my CV?",
     "I pasted my CV {0} days ago and am about to be invited by a company here. Can they read it? "
     "My reference is {1}.",
     "No. A hiring team sees what you hand in for its assessment and nothing of your profile or "
     "your practice. We have noted that under {1}; the page on privacy says it in {0} lines."},
    {"Voice mode will not start",
     "The microphone stays grey in my browser, though I allowed it {0} times. The page shows "
     "code {1}.",
     "Your browser has no speech recognition of its own, so voice mode is off in it; code {1} "
     "means just that. Typed answers get the same feedback, and {0} tries have cost you nothing."},
    {"Wrong account invited",
     "An invitation to an assessment went to my old address, {0} days ago. Its number is {1}. "
     "Could it be sent again?",
     "We have asked the hiring team to send {1} again to the address you wrote from. The old one "
     "lapses in {0} days."},
    {"Invoice for my employer",
     "My employer pays for the subscription and asks for {0} invoices, the first of them {1}.",
     "All {0} invoices are under Billing on your profile page; {1} is among them. They come from "
     "Stripe, who also hold the payer's address."},
    {"A session is missing",
     "I practised for {0} minutes last night and find nothing today. The session was {1}.",
     "Session {1} was not saved before the window was closed, and what is not saved is thrown "
     "away after {0} hours at most. We are sorry that the page did not say so sooner."},
    {"Delete one thing only",
     "I would like to clear my CV and keep the other {0} things. I could not find the button; my "
     "account ends in {1}.",
     "Each of the three has its own button under Privacy on the profile page. We have not touched "
     "anything of {1}; write again if the button is not there after {0} minutes."}};

constexpr std::string_view openings[] = {"Hello,", "Good afternoon,", "Dear privacy team,", "Hi,"};
constexpr std::string_view closings[] = {"Best wishes", "Kind regards", "Many thanks", "Yours"};
constexpr std::string_view agents[] = {"Robin", "Sam", "Kit", "Jo"};
constexpr std::string_view notices[] = {"Your sign-in settings were changed",
                                        "Voice mode is now on for your account",
                                        "How to export your profile and sessions"};

struct Kind {
  std::string_view level;
  std::string_view message;
  std::string_view trace;
  std::string_view route;
};
constexpr Kind kinds[] = {
    {"error", "TypeError: cannot read properties of null (reading 'summary')",
     "at SummaryPanel (app/practice/summary.tsx:{0}:{1}) at renderWithHooks (react-dom.js:{1}:22)",
     "/practice/[id]"},
    {"error", "TimeoutError: no transcript within the limit",
     "at transcribe (server/voice/whisper.ts:{0}:13) at POST (server/routes/voice.ts:{1}:7)",
     "/api/voice"},
    {"warning", "RateLimitError: counter store did not answer",
     "at count (server/limits.ts:{0}:5) at middleware (server/middleware.ts:{1}:9)", "/api/limits"},
    {"error", "InviteError: token used twice",
     "at accept (server/teams/invites.ts:{0}:21) at POST (server/routes/invites.ts:{1}:4)",
     "/api/invites"},
    {"fatal", "WebhookError: signature mismatch",
     "at verify (server/billing/webhook.ts:{0}:17) at POST (server/routes/billing.ts:{1}:6)",
     "/api/billing"}};

std::string link(Random& random, std::string_view page) {
  return fmt::format("https://career-mentor.example/{}/{}", page, random.hex(16));
}

}  // namespace

Letter draw_letter(Random& random, std::string_view name) {
  const Matter& matter = random.pick(matters);
  const auto small = random.between(3, 19);
  const std::string large = random.digits(6);
  const std::string_view opening = random.pick(openings);
  const std::string_view closing = random.pick(closings);
  const std::string_view answer = random.pick(closings);
  const std::string_view agent = random.pick(agents);
  return {
      .subject = std::string{matter.subject},
      .body = fmt::format("{} {} {}, {}", opening,
                          fmt::format(fmt::runtime(matter.body), small, large), closing, name),
      .reply = fmt::format("Dear {}, {} {}, {} at the privacy desk", name,
                           fmt::format(fmt::runtime(matter.reply), small, large), answer, agent)};
}

Notice draw_invite(Random& random, std::string_view company) {
  return {"assessment_invite", fmt::format("{} invites you to an assessment", company),
          fmt::format("You are invited to an assessment. It opens at {}", link(random, "invite"))};
}
Notice draw_result(Random& random) {
  return {"result_ready", "Your result is ready",
          fmt::format("Your result is ready. Sign in to read it: {}", link(random, "results"))};
}
Notice draw_receipt(Random& random, std::string_view number) {
  return {"receipt", fmt::format("Receipt {}", number),
          fmt::format("Thank you. Your receipt is at {}", link(random, "billing"))};
}
Notice draw_account_notice(Random& random) {
  return {"account_notice", std::string{random.pick(notices)},
          fmt::format("Read more at {}", link(random, "account"))};
}

Crash draw_crash(Random& random) {
  const Kind& kind = random.pick(kinds);
  const auto line = random.between(12, 480);
  const auto other = random.between(12, 480);
  const auto release = random.between(1, 30);
  const auto patch = random.between(0, 9);
  const auto milliseconds = random.between(40, 30000);
  return {.level = kind.level,
          .message = kind.message,
          .stack_trace = fmt::format(fmt::runtime(kind.trace), line, other),
          .context = fmt::format("route {} release 4.{}.{} failed after {} ms", kind.route, release,
                                 patch, milliseconds)};
}

}  // namespace abide::mentor
