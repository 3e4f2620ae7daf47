// Mail to the support desk and its replies; error reports. Second half of sentences.hpp.
#include <fmt/format.h>

#include "sentences.hpp"

namespace abide::studio {
namespace {

struct Matter {
  std::string_view subject;
  std::string_view body;   ///< {0} a number, {1} a longer number
  std::string_view reply;  ///< the same
};

constexpr Matter matters[] = {
    {"My pass does not show",
     "I bought a pass {0} days ago and the page still says that I have none. The receipt ends in "
     "{1}.",
     "Your payment ending in {1} had arrived without the pass being switched on. It is on now, and "
     "we have added {0} days."},
    {"Where did my answers go?",
     "Yesterday I wrote {0} answers and today I see only the first of them. The session is number "
     "{1}.",
     "Session {1} was open in two windows, and the older one was saved last. We have brought back "
     "all {0} answers."},
    {"Question about scores",
     "Two answers that read much the same were scored {0} points apart, in session {1}. Is that "
     "meant to be so?",
     "Scores come from a model and are for your own practice. In session {1} the second answer has "
     "no result; that alone can make {0} points."},
    {"A copy for my tax return",
     "Could you send me the receipts of the last {0} months? My accountant asks for number {1}.",
     "We have sent the receipts of the last {0} months again, {1} among them. They come from "
     "Stripe, so do look among the unwanted mail."},
    {"The timer is too fast",
     "I need more than the {0} minutes that the timer allows, as I use a screen reader. My "
     "reference is {1}.",
     "You can turn the timer off under Settings. We have also noted the wish for more than {0} "
     "minutes as {1}."},
    {"Thank you",
     "I got the post, after {0} rounds of practice with you. Someone on your desk had helped me "
     "with request {1}.",
     "How good to hear that, and after only {0} rounds. We have passed it on to the person who had "
     "request {1}."}};

constexpr std::string_view openings[] = {"Hello,", "Good morning,", "Dear support team,",
                                         "Hi there,"};
constexpr std::string_view closings[] = {"Best wishes", "Kind regards", "Thanks", "Yours"};
constexpr std::string_view agents[] = {"Robin", "Sam", "Kit", "Jo"};

struct Kind {
  std::string_view level;
  std::string_view message;
  std::string_view trace;
  std::string_view route;
};
constexpr Kind kinds[] = {
    {"error", "TypeError: cannot read properties of undefined (reading 'score')",
     "at ScoreCard (app/session/score-card.tsx:{0}:{1}) at renderWithHooks (react-dom.js:{1}:22)",
     "/session/[id]"},
    {"error", "TimeoutError: the model did not answer in time",
     "at askModel (server/model/client.ts:{0}:11) at gradeAnswer (server/grade.ts:{1}:5)",
     "/api/grade"},
    {"warning", "RangeError: readiness out of bounds",
     "at readiness (server/progress.ts:{0}:9) at handler (server/routes/progress.ts:{1}:3)",
     "/api/progress"},
    {"error", "PoolError: no connection free",
     "at acquire (server/db/pool.ts:{0}:7) at withClient (server/db/index.ts:{1}:14)",
     "/api/drafts"},
    {"fatal", "WebhookError: signature mismatch",
     "at verify (server/payments/webhook.ts:{0}:19) at POST (server/routes/stripe.ts:{1}:8)",
     "/api/stripe"}};

}  // namespace

Mail draw_mail(Random& random, std::string_view name) {
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
      .reply = fmt::format("Dear {}, {} {}, {} at the support desk", name,
                           fmt::format(fmt::runtime(matter.reply), small, large), answer, agent)};
}

Fault draw_fault(Random& random) {
  const Kind& kind = random.pick(kinds);
  const auto line = random.between(12, 480);
  const auto other = random.between(12, 480);
  const auto release = random.between(1, 30);
  const auto patch = random.between(0, 9);
  const auto milliseconds = random.between(40, 30000);
  return {.level = std::string{kind.level},
          .message = std::string{kind.message},
          .stack_trace = fmt::format(fmt::runtime(kind.trace), line, other),
          .context = fmt::format("route {} release 2.{}.{} failed after {} ms", kind.route, release,
                                 patch, milliseconds)};
}

}  // namespace abide::studio
