// Composes what candidates write and what the coach makes of it.
#include "texts.hpp"

#include <fmt/format.h>

namespace abide::mentor {
namespace {

constexpr std::string_view trades[] = {"logistics", "nursing",   "software", "teaching",
                                       "housing",   "surveying", "retail",   "public transport"};
constexpr std::string_view employers[] = {"Tidewater Ferries",   "the Harrow Lane Surgery",
                                          "Pike and Rudd Ltd",   "Fenland District Council",
                                          "Copper Kettle Cafés", "Ashby Road School",
                                          "Marlow Instruments",  "Nine Elms Theatre"};
constexpr std::string_view duties[] = {"kept the rota for {} people",
                                       "cut waiting times by {} per cent",
                                       "trained {} newcomers a year",
                                       "looked after a budget of {},000 pounds",
                                       "moved {} forms on to one page",
                                       "answered {} calls a day and wrote down why people called",
                                       "ran the move to a new office for {} desks"};
constexpr std::string_view streets[] = {"Orchard Rise", "Station Road", "Mill Lane",
                                        "Chapel Walk",  "Harbour View", "Quarry Close"};
constexpr std::string_view towns[] = {"Leeds", "Cardiff", "Norwich", "Dundee", "Bristol", "Derry"};
constexpr std::string_view degrees[] = {
    "BSc Geography",           "HND Business",     "BA English", "an apprenticeship in electronics",
    "MSc Operations Research", "a nursing diploma"};
constexpr std::string_view wants[] = {
    "I freeze when I am asked for a weakness, and want to have {} answers ready.",
    "I want to tell each story in under {} minutes.",
    "Within {} weeks I want to sound less rehearsed.",
    "I have been turned down {} times at the second round and want to know why.",
    "I want to stop saying we when I mean I; I counted {} in one answer."};
constexpr std::string_view manners[] = {"on site", "from home three days a week", "in shifts",
                                        "part-time, {} hours"};

std::string filled(std::string_view pattern, std::int64_t number) {
  return fmt::format(fmt::runtime(pattern), number);
}

}  // namespace

std::string draw_cv(Random& random, std::string_view name, std::string_view email) {
  const auto house = random.between(1, 140);
  const std::string_view street = random.pick(streets);
  const std::string_view town = random.pick(towns);
  // Numbers of this range are kept free for invented people.
  std::string text = fmt::format("{}, {} {}, {}. {}, 07700 900{}.", name, house, street, town,
                                 email, random.digits(3));
  std::int64_t year = random.between(2004, 2016);
  text += fmt::format(" {}, {}.", random.pick(degrees), year);
  for (std::int64_t jobs = random.between(2, 3); jobs > 0; --jobs) {
    const std::int64_t until = year + random.between(2, 4);
    const std::string_view trade = random.pick(trades);
    text += fmt::format(" {} to {}: {} at {}; ", year, until, trade, random.pick(employers));
    const std::size_t first = random.below(std::size(duties));
    const std::size_t second =
        (first + 1 + random.below(std::size(duties) - 1)) % std::size(duties);
    text += filled(duties[first], random.between(12, 90)) + " and ";
    text += filled(duties[second], random.between(12, 90)) + ".";
    year = until;
  }
  return text;
}

std::string draw_role_details(Random& random, const studio::Scene& scene) {
  const std::string_view manner = random.pick(manners);
  const auto hours = random.between(16, 30);
  return fmt::format("A post as {} at {}, {}. They ask for {} years and name {} twice.", scene.role,
                     scene.workplace, filled(manner, hours), random.between(2, 9), scene.project);
}

std::string draw_goals(Random& random, const studio::Scene& scene) {
  const std::string_view want = random.pick(wants);
  const auto number = random.between(2, 12);
  return fmt::format("{} The interview for {} is in {} weeks.", filled(want, number), scene.role,
                     random.between(2, 9));
}

std::string draw_summary(Random& random, const studio::Scene& scene, std::int64_t score) {
  const std::string_view verdict = score > 75   ? "You are ready for this one."
                                   : score > 55 ? "Two more rounds and you are there."
                                                : "The stories are good; the telling needs work.";
  return fmt::format(
      "{} Overall {} out of 100. Your story about {} carries best; the one with {} needs its "
      "result {} sentences earlier.",
      verdict, score, scene.project, scene.colleague, random.between(2, 5));
}

std::string draw_voice_delivery(Random& random) {
  const auto pace = random.between(95, 190);
  const auto fillers = random.between(0, 19);
  return fmt::format(R"({{"words_per_minute":{},"fillers":{},"energy":{}}})", pace, fillers,
                     random.between(20, 95));
}

std::string draw_camera_presence(Random& random) {
  const auto facing = random.between(40, 98);
  return fmt::format(R"({{"facing_camera":{},"steady":{}}})", facing, random.between(30, 99));
}

std::string draw_questions(Random& random) {
  std::string list = "[";
  for (int i = 0; i < 3; ++i) {
    const studio::Scene scene = studio::draw_scene(random);
    list +=
        fmt::format("{}\"{}\"", i == 0 ? "" : ",", studio::draw_exchange(random, scene).question);
  }
  return list + "]";
}

}  // namespace abide::mentor
