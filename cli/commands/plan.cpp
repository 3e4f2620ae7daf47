// abide plan: what a sweep or an erasure would do, kept in a file if asked; and a person's leave
// for one such plan. Changes nothing in any store.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "cli/erasure.hpp"
#include "cli/nightly.hpp"
#include "cli/outputs.hpp"
#include "cli/plan_file.hpp"
#include "cli/print.hpp"

namespace abide::cli {
namespace {

struct PlanWords : Whom {
  std::string out;
  std::string file;
};

Result<void> may_write(const Desk& desk, const Session& session, const PlanWords& words) {
  return check_output(desk, session, words.deploy, words.out, Output::plan);
}

/// What was noted on the way (a row first missed, at a moment that may not have come) is not kept.
int show(const Desk& desk, const Session& session, const PlanWords& words, const engine::Plan& plan,
         const std::optional<Error>& unanswered = {}) {
  const Json json = engine::to_json(plan);
  if (!words.out.empty()) {
    auto written = desk.files().write(words.out, plan_file(session, plan), Files::Secrecy::secret);
    if (!written) return desk.tell(written.error());
  }
  const auto reason = would_be_held(desk, session, plan, unanswered);
  if (!reason) return desk.tell(reason.error());
  Json told = json;
  told["would_be_held"] = *reason;
  say(words, told,
      plan_text(plan) +
          (reason->empty()
               ? ""
               : fmt::format("  ! a run of it now would be held for a person: {}\n", *reason)) +
          (words.out.empty() ? "" : fmt::format("Plan: `{}`\n", words.out)));
  return exit_of(plan);
}

/// What tonight's run would do, and whether it would wait for a person.
int nights_sweep(const Desk& desk, Session& session, const PlanWords& words) {
  if (session.at_given) {
    return desk.tell({ErrorCode::refused, "`--nightly` and `--at` do not go together",
                      "the nightly run is about now; `abide plan --at` shows another moment"});
  }
  auto before = look_back(desk, session);
  if (!before) return desk.tell(before.error());
  auto facts = gather(session);
  if (!facts) return desk.tell(facts.error());
  const auto tonight = plan_tonight(session, *facts, *before);
  if (!tonight) return desk.tell(tonight.error());
  const std::string why = words_of(*tonight);
  const int code =
      show(desk, session, words, tonight->planned.plan,
           why.empty() ? std::nullopt : std::optional{Error{ErrorCode::refused, why, ""}});
  if (!words.json()) say(words, {}, text_of(*tonight));
  return code;
}

int sweep(const Desk& desk, const PlanWords& words) {
  Stop stop;
  if (words.deploy.empty())
    return desk.tell({ErrorCode::refused, "it is not said where the stores are",
                      "give --deploy FILE; `abide plan --help` shows an example"});
  auto session = desk.open(words, Desk::Control::open, stop);
  if (!session) return stop.code;
  if (auto free = may_write(desk, *session, words); !free) return desk.tell(free.error());
  if (words.nightly) return nights_sweep(desk, *session, words);
  auto facts = gather(*session);
  if (!facts) return desk.tell(facts.error());
  auto planned = plan_sweep(*session, *facts);
  if (!planned) return desk.tell(planned.error());
  return show(desk, *session, words, planned->plan);
}

int erase(const Desk& desk, const PlanWords& words) {
  Stop stop;
  auto session = desk.open(words, Desk::Control::open, stop);
  if (!session) return stop.code;
  if (auto named = check_named(words); !named) return desk.tell(named.error());
  if (auto free = may_write(desk, *session, words); !free) return desk.tell(free.error());
  const auto subject = kind_of(desk, *session, words, stop);
  if (!subject) return stop.code;
  auto facts = gather(*session);
  if (!facts) return desk.tell(facts.error());
  auto identity = identity_of(*session, words, *subject);
  if (!identity) return desk.tell(identity.error());
  auto asked = erasure_of(*session, words, std::move(*identity));
  if (!asked) return desk.tell(asked.error());
  auto planned = engine::plan_erase(request_of(*session, *facts), *asked);
  if (!planned) return desk.tell(planned.error());
  if (auto row = check_row(*session, *asked, planned->plan); !row) return desk.tell(row.error());
  auto noted = add_notes(*session, words, *asked, planned->plan);
  if (!noted) return desk.tell(noted.error());
  const auto unanswered = unanswered_of(*session, *asked);
  if (!unanswered) return desk.tell(unanswered.error());
  return show(desk, *session, words, planned->plan, *unanswered);
}

int approve(const Desk& desk, const PlanWords& words) {
  Stop stop;
  auto session = desk.open(words, Desk::Control::open, stop);
  if (!session) return stop.code;
  const auto plan = read_plan(desk, *session, words.file, stop);
  if (!plan) return stop.code;
  if (plan->policy_digest != to_hex(policy::meaning_digest(session->model)) ||
      plan->deployment != session->deployment.name) {
    return desk.tell({ErrorCode::refused,
                      fmt::format("`{}` is of another policy or deployment", words.file),
                      "plan again with this one; nothing was approved"});
  }
  if (plan->at > desk.clock().now()) {
    return desk.tell(
        {ErrorCode::refused,
         fmt::format("`{}` is for {}, which has not come", words.file, to_string(plan->at)),
         "what destroys is never run ahead of time; plan again on that day, nothing was "
         "approved"});
  }
  const auto digest = engine::plan_digest(*plan);
  if (!digest) return desk.tell(digest.error());
  const auto reason = beyond_limits(desk, *session, *plan);
  if (!reason) return desk.tell(reason.error());
  auto approved = session->control->approve(*digest, words.by, desk.clock().now());
  if (approved) approved = session->control->commit();
  if (!approved) return desk.tell(approved.error());
  auto note = session->control->checkpoint();
  if (!note) return desk.tell(note.error());
  say(words,
      {{"plan", *digest},
       {"kind", plan->kind},
       {"rows", plan->rows()},
       {"by", words.by},
       {"limit", *reason}},
      fmt::format(
          "{} approves one run of this {} of {} rows, plan {}\n  limit: {}\n  to do: `abide "
          "{} --deploy {} --plan {}{}{} --by NAME`; the approval counts once, for this plan "
          "alone\n",
          words.by, plan->kind, plan->rows(), digest->substr(0, 16),
          !reason->empty() ? *reason
          : words.nightly  ? "none is passed; what else the nightly run is held for is let pass"
                           : "none is passed at this hour",
          plan->kind, words.deploy, words.file, plan->kind == "erase" ? " --for VALUE" : "",
          words.nightly ? " --nightly" : ""));
  return done;
}

void add_nightly(const Verb& verb, PlanWords& words) {
  verb.take("--nightly", words.nightly, "by the published policy, as the nightly run would");
}

void add_outputs(const Verb& verb, PlanWords& words) {
  verb.take("--at", words.at, "another moment, also a later one");
  verb.take("--out", words.out, "write the plan to this file, readable by its owner alone");
}

}  // namespace

void add_plan(const Verb& program, const Desk& desk) {
  const Verb verb = program.add("plan", "show what a sweep or an erasure would do; approve one")
                        .footer(
                            "Example: abide plan --deploy demo.deploy --at 2027-01-01\n"
                            "Without a word after `plan`, the plan is a sweep's.");
  auto words = std::make_shared<PlanWords>();
  verb.take("--deploy", words->deploy, "the deployment (*.deploy)");
  verb.take("--policy", words->policy,
            "the policy; else the only *.policy file beside the deployment");
  verb.take("--format", words->format, "text or json").allow({"text", "json"});
  add_outputs(verb, *words);
  add_nightly(verb, *words);
  verb.act([&desk, words] { return sweep(desk, *words); });
  const auto add = [&](const char* name, const char* help, const char* example,
                       int (*act)(const Desk&, const PlanWords&)) {
    const Verb one = verb.add(name, help).footer(example);
    add_deployment(one, *words);
    one.act([&desk, words, act] { return act(desk, *words); });
    return one;
  };
  const Verb sweeps =
      add("sweep", "what a sweep would do",
          "Example: abide plan sweep --deploy demo.deploy --out tonight.plan", sweep);
  add_outputs(sweeps, *words);
  add_nightly(sweeps, *words);
  const Verb one = add("erase", "what one person's erasure would do",
                       "Example: abide plan erase --deploy demo.deploy --for "
                       "ada.lovell@mail.example --out ada.plan",
                       erase);
  add_whom(one, *words);
  add_outputs(one, *words);
  const Verb leave = add("approve", "let one plan pass the limit it was held for, once",
                         "Example: abide plan approve tonight.plan --deploy demo.deploy --by "
                         "\"Data protection lead\"",
                         approve);
  leave.take("FILE", words->file, "a plan that `abide plan --out` wrote").require();
  add_nightly(leave, *words);
  add_by(leave, *words, "who approves it").require();
}

}  // namespace abide::cli
