// abide flows: may this data go to that recipient for that purpose, and which sentence says so.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "cli/commands.hpp"
#include "policy/decision.hpp"
#include "policy/diagnostics.hpp"

namespace abide::cli {
namespace {

struct FlowWords : Words {
  std::string to;
  std::string purpose;
  std::vector<std::string> what;
  std::vector<std::string> when, unless;
};

Error unknown(const std::string& kind, const std::string& name,
              const std::vector<std::string>& known) {
  const std::string near = policy::nearest(name, known);
  return {ErrorCode::not_found, fmt::format("the policy declares no {} `{}`", kind, name),
          near.empty() ? fmt::format("it declares {}", fmt::join(known, ", "))
                       : fmt::format("did you mean `{}`?", near)};
}

Result<void> read_states(const policy::FlowDecisions& decisions, const policy::Model& model,
                         const FlowWords& words, policy::KnownStates& states) {
  for (const auto* list : {&words.when, &words.unless}) {
    for (const std::string& name : *list) {
      const auto state = decisions.find_state(name);
      if (!state) return unknown("state", name, model.flows.states);
      list == &words.when ? states.hold(*state) : states.not_hold(*state);
    }
  }
  return {};
}

std::vector<std::string> names_of(const std::vector<policy::Category>& categories) {
  std::vector<std::string> names;
  for (const policy::Category& category : categories) names.push_back(category.name);
  return names;
}

struct Asked {
  RecipientId to;
  PurposeId purpose;
  std::vector<CategoryId> what;
};
Result<Asked> asked_for(const policy::FlowDecisions& decisions, const policy::Model& model,
                        const FlowWords& words) {
  const auto to = decisions.find_recipient(words.to);
  if (!to) return unknown("recipient or processor", words.to, model.recipients);
  const auto purpose = decisions.find_purpose(words.purpose);
  if (!purpose) return unknown("purpose", words.purpose, model.flows.purposes);
  Asked asked{*to, *purpose, {}};
  for (const std::string& name : words.what) {
    const auto category = decisions.find_category(name);
    if (!category) return unknown("category", name, names_of(model.categories));
    asked.what.push_back(*category);
  }
  return asked;
}

std::string says(const policy::Model& model, std::optional<PromiseId> promise,
                 const std::string& sentence) {
  return promise ? fmt::format("{} says `{}`", model.at(*promise).id, sentence)
                 : fmt::format("`{}`", sentence);
}

std::vector<std::string> names_of(const policy::Model& model, const std::vector<StateId>& states) {
  std::vector<std::string> names;
  for (const StateId state : states) names.push_back(model.flows.states[state.value]);
  return names;
}

/// `only when `agreed`, which was not told`.
std::string only_when(const policy::Model& model, const policy::FlowCondition& condition,
                      const policy::KnownStates& states) {
  std::vector<std::string> parts;
  for (const StateId state : condition.states) {
    parts.push_back(fmt::format("`{}`, which {}", model.flows.states[state.value],
                                states.may_hold(state) ? "was not told" : "does not hold"));
  }
  return fmt::format("only when {}", fmt::join(parts, ", and "));
}

std::string because(const policy::Model& model, const policy::FlowReason& reason,
                    const policy::KnownStates& states) {
  if (reason.condition) {
    return fmt::format("{} ({})", only_when(model, *reason.condition, states),
                       says(model, reason.condition->promise, reason.condition->sentence));
  }
  return reason.promise ? says(model, reason.promise, reason.sentence)
                        : "no promise sends it there for that";
}

Json condition_json(const policy::Model& model, const policy::FlowCondition& condition) {
  return {{"promise", condition.promise ? Json(model.at(*condition.promise).id) : Json()},
          {"sentence", condition.sentence},
          {"states", names_of(model, condition.states)}};
}

/// The answer in bits has to be the one that the sentences give.
Result<bool> answer(const policy::FlowDecisions& decisions, const policy::Model& model,
                    const Asked& asked, const policy::KnownStates& states, Json& json,
                    std::string& text) {
  bool all = true;
  for (const CategoryId what : asked.what) {
    bool goes = true;
    for (const auto& reason : policy::explain_flow(model, asked.to, asked.purpose, what, states)) {
      goes = goes && reason.allowed;
      const std::string why = because(model, reason, states);
      text += fmt::format("{}  {}: {}\n", reason.allowed ? "may go " : "may not",
                          model.at(reason.leaf).name, why);
      json.push_back({{"category", model.at(reason.leaf).name},
                      {"allowed", reason.allowed},
                      {"promise", reason.promise ? Json(model.at(*reason.promise).id) : Json()},
                      {"sentence", reason.sentence}});
      if (reason.condition) json.back()["only_when"] = condition_json(model, *reason.condition);
    }
    if (decisions.allows(asked.to, asked.purpose, what, states) != goes) {
      return Error{ErrorCode::corrupt,
                   fmt::format("a fault of Abide's own: two ways of deciding over `{}` differ",
                               model.at(what).name),
                   "nothing should go; report it with the policy"};
    }
    all = all && goes;
  }
  return all;
}

int decide(const Desk& desk, const FlowWords& words) {
  Stop stop;
  const auto compiled = desk.read(words.policy, stop);
  if (!compiled) return stop.code;
  const policy::Model& model = *compiled->model;
  const auto decisions = policy::FlowDecisions::of(model);
  if (!decisions) return desk.tell(decisions.error());
  const auto asked = asked_for(*decisions, model, words);
  if (!asked) return desk.tell(asked.error());
  policy::KnownStates states;
  if (auto read = read_states(*decisions, model, words, states); !read) {
    return desk.tell(read.error());
  }
  Json json = Json::array();
  std::string text;
  const auto allowed = answer(*decisions, model, *asked, states, json, text);
  if (!allowed) return desk.tell(allowed.error());
  say(words, Json{{"allowed", *allowed}, {"because", json}}, text);
  return *allowed ? done : broken;
}

}  // namespace

void add_flows(const Verb& program, const Desk& desk) {
  Verb flows = program.add("flows", "what the policy lets go where")
                   .footer(
                       "Example: abide flows decide shop.policy --to stripe --for payments --what "
                       "payment.card");
  flows.need_another();
  const Verb verb =
      flows.add("decide", "may this data go to that recipient for that purpose")
          .footer(
              "Example: abide flows decide shop.policy --to stripe --for payments --what "
              "payment.card\n"
              "States are unknown unless told with --when and --unless; what is unknown permits "
              "nothing that needs it.\n"
              "Exit codes: 0 all of it may go, 1 some of it may not, 2 the policy does not load or "
              "a name is not of it.");
  auto words = std::make_shared<FlowWords>();
  verb.take("POLICY", words->policy, "the policy").require();
  verb.take("--to", words->to, "recipient or processor").require();
  verb.take("--for", words->purpose, "purpose").require();
  verb.take("--what", words->what, "categories; one with others below it stands for all of them")
      .require();
  verb.take("--when", words->when, "states that are known to hold");
  verb.take("--unless", words->unless, "states that are known not to hold");
  verb.take("--format", words->format, "text or json").allow({"text", "json"});
  verb.act([&desk, words] { return decide(desk, *words); });
}

}  // namespace abide::cli
