// Composes texts: picks sentences and fills in their slots.
#include "sentences.hpp"

#include <fmt/format.h>

#include "stories.hpp"

namespace abide::studio {
namespace {

constexpr std::string_view roles[] = {"product manager",   "staff nurse",
                                      "data analyst",      "backend engineer",
                                      "primary teacher",   "account executive",
                                      "civil engineer",    "UX researcher",
                                      "logistics planner", "solicitor",
                                      "lab technician",    "marketing manager",
                                      "train driver",      "financial controller",
                                      "social worker",     "site reliability engineer"};
constexpr std::string_view workplaces[] = {"a regional hospital trust",
                                           "a parcel depot near the coast",
                                           "a small games studio",
                                           "a county council",
                                           "a chain of bakeries",
                                           "a housing association",
                                           "a maker of pumps",
                                           "a language school",
                                           "an insurer of farms",
                                           "a theatre with two stages",
                                           "a bus company",
                                           "a wholesaler of seeds",
                                           "a start-up of nine people",
                                           "a public library",
                                           "a firm of surveyors"};
constexpr std::string_view teams[] = {"the night team",    "the pricing group",  "our field crew",
                                      "the support desk",  "the records office", "the design group",
                                      "the dispatch team", "the second ward",    "the data guild",
                                      "the grants panel"};
constexpr std::string_view first_words[] = {"Amber",   "Basalt",  "Cedar",   "Dune",    "Ember",
                                            "Fathom",  "Granite", "Harbour", "Indigo",  "Juniper",
                                            "Kestrel", "Lantern", "Meadow",  "North",   "Orchard",
                                            "Pebble",  "Quill",   "Rowan",   "Saffron", "Thistle"};
constexpr std::string_view second_words[] = {"Bridge", "Compass", "Drift",  "Engine",  "Field",
                                             "Gate",   "Horizon", "Island", "Ledger",  "Mill",
                                             "Needle", "Oath",    "Path",   "Quarter", "Reach",
                                             "Signal", "Tide",    "Vault",  "Works",   "Yard"};
constexpr std::string_view colleagues[] = {
    "the head of purchasing", "a senior engineer", "the ward sister", "our finance partner",
    "the site manager",       "the lead designer", "the union rep",   "a visiting consultant"};
constexpr std::string_view months[] = {"January",   "April",   "July",
                                       "September", "October", "December"};

std::string capitalised(std::string text) {
  if (!text.empty() && text.front() >= 'a' && text.front() <= 'z') {
    text.front() = static_cast<char>(text.front() - 'a' + 'A');
  }
  return text;
}

/// What stands for one slot; a capital letter asks for a capital.
std::string slot(std::string_view name, Random& random, const Scene& scene) {
  if (name == "n" || name == "N") {
    return std::to_string(random.between(6, 29));
  }
  if (name == "m") {
    return std::to_string(random.between(2, 5));
  }
  if (name == "pct") {
    return std::to_string(random.between(8, 79));
  }
  if (name == "money") {
    std::string thousands = std::to_string(random.between(2, 48));
    return thousands + "," + random.digits(3);
  }
  if (name == "month") {
    return std::string{random.pick(months)};
  }
  const bool capital = name.front() >= 'A' && name.front() <= 'Z';
  const char letter = capital ? static_cast<char>(name.front() - 'A' + 'a') : name.front();
  const std::string& value = letter == 'r'   ? scene.role
                             : letter == 'w' ? scene.workplace
                             : letter == 't' ? scene.team
                             : letter == 'p' ? scene.project
                                             : scene.colleague;
  return capital ? capitalised(value) : value;
}

std::string fill(std::string_view sentence, Random& random, const Scene& scene) {
  std::string text;
  while (!sentence.empty()) {
    const auto open = sentence.find('{');
    text += sentence.substr(0, open);
    if (open == std::string_view::npos) {
      break;
    }
    const auto close = sentence.find('}', open);
    text += slot(sentence.substr(open + 1, close - open - 1), random, scene);
    sentence.remove_prefix(close + 1);
  }
  return text;
}

/// `count` different sentences of `from`, in their order, joined by blanks.
std::string several(std::span<const std::string_view> from, std::size_t count, Random& random,
                    const Scene& scene) {
  std::string text;
  for (std::size_t i = 0; i < from.size() && count > 0; ++i) {
    if (random.below(from.size() - i) < count) {
      text += (text.empty() ? "" : " ") + fill(from[i], random, scene);
      --count;
    }
  }
  return text;
}

constexpr std::string_view praise[] = {
    "The setting on {project} is clear in one sentence.",
    "You name what was at stake for {team} early on.",
    "Good: the {n} and the {pct} per cent make the outcome easy to believe.",
    "You give {colleague} a fair hearing, which interviewers notice.",
    "The order of events is easy to follow."};
constexpr std::string_view gaps[] = {
    "Say what you did and what the others did; {m} of your sentences could mean either.",
    "The result comes late; try it within the first {n} seconds.",
    "Leave out the history of {workplace}; it costs you {n} words.",
    "Tell us what you would do differently on {project}.",
    "Tie the ending to the work of a {role}."};
constexpr std::string_view next_steps[] = {
    "Next time aim for {n} words fewer.", "Practise it aloud {m} times with a timer.",
    "Keep this story; it also answers a question about {team}.",
    "Prepare one follow-up on the cost of {project}."};

}  // namespace

Scene draw_scene(Random& random) {
  Scene scene{.role = std::string{random.pick(roles)},
              .workplace = std::string{random.pick(workplaces)},
              .team = std::string{random.pick(teams)},
              .project = fmt::format("the {}", random.pick(first_words)),
              .colleague = std::string{random.pick(colleagues)}};
  scene.project += fmt::format(" {} project", random.pick(second_words));
  return scene;
}

Exchange draw_exchange(Random& random, const Scene& scene) {
  const Topic& topic = random.pick(topics());
  Exchange exchange;
  exchange.question = random.pick(topic.questions);
  exchange.answer = fill(random.pick(topic.situations), random, scene) + " ";
  if (random.per_mille(400)) {
    exchange.answer += fill(random.pick(asides()), random, scene) + " ";
  }
  exchange.answer += fill(random.pick(topic.tasks), random, scene) + " ";
  const std::size_t actions = 2 + random.below(3);
  exchange.answer += several(topic.actions, actions, random, scene) + " ";
  exchange.answer += fill(random.pick(topic.results), random, scene);
  if (random.per_mille(600)) {
    exchange.answer += " " + fill(random.pick(lessons()), random, scene);
  }
  exchange.score = random.between(38, 96);
  exchange.feedback = exchange.score > 75   ? "A strong answer."
                      : exchange.score > 55 ? "A sound answer."
                                            : "A start.";
  const std::span<const std::string_view> parts[] = {praise, gaps, next_steps};
  for (const auto part : parts) {
    exchange.feedback += " " + fill(random.pick(part), random, scene);
  }
  return exchange;
}

std::string draw_title(Random& random, const Scene& scene) {
  const std::string_view topic = random.pick(topics()).name;
  switch (random.below(3)) {
    case 0:
      return fmt::format("{}: {}", capitalised(scene.role), topic);
    case 1:
      return fmt::format("Practice for a {} interview in {}", scene.role, random.pick(months));
    default:
      return fmt::format("{} from my time at {}", capitalised(std::string{topic}), scene.workplace);
  }
}

std::string draw_draft(Random& random, const Scene& scene) {
  const Topic& topic = random.pick(topics());
  std::string text = "Situation: " + fill(random.pick(topic.situations), random, scene);
  text += " Task: " + fill(random.pick(topic.tasks), random, scene);
  const std::size_t actions = 2 + random.below(2);
  text += " Action: " + several(topic.actions, actions, random, scene);
  return text + " Result: " + fill(random.pick(topic.results), random, scene);
}

}  // namespace abide::studio
