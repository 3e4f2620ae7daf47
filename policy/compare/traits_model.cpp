// What the Model says of the policy as a whole, of categories and of promises, piece by piece.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <array>

#include "policy/compare/trait_list.hpp"

namespace abide::policy::compare {
namespace {

constexpr Wording declared{"it is declared", "it is no longer declared", "", "",
                           "it is declared otherwise"};
constexpr Wording mark{"", "", "it counts as more sensitive", "it counts as less sensitive", ""};
constexpr Wording flag{"", "", "it is treated with more care", "it is treated with less care", ""};
constexpr Wording alias{"", "", "", "", "documents call it by other terms"};
constexpr Wording mode{"", "", "it is held to more firmly", "it is held to less firmly", ""};
constexpr Wording quoted{"the promise is new", "the promise is gone", "", "",
                         "the notice is quoted otherwise"};
constexpr Wording decided{"it is to be decided", "it is decided, or no longer asked", "", "",
                          "who decides, when, or between what has changed"};
constexpr Wording waived{"a finding is let pass", "a finding is no longer let pass",
                         "a finding is let pass for longer", "a finding is let pass less long", ""};
constexpr Wording waived_by{"", "", "", "",
                            "it is let pass for another reason or by somebody else"};
constexpr Wording regime{"the policy answers to one more law", "the policy answers to one law less",
                         "", "", ""};
constexpr Wording named{"", "", "", "", "the policy has another name"};
constexpr Wording grace{"", "", "what follows an event may happen later",
                        "what follows an event happens sooner", ""};
constexpr Wording counting{"", "", "", "", "days are counted, or sweeps are timed, another way"};
constexpr Wording limited{"", "", "", "", "other runs wait for a person"};

class Reader {
 public:
  explicit Reader(const Named& edition) : model_(edition.model), names_(edition.names) {}

  std::vector<Trait> read() {
    whole();
    for (std::uint32_t i = 0; i < model_.categories.size(); ++i) category(CategoryId{i});
    for (std::uint32_t i = 0; i < model_.promises.size(); ++i) promise(PromiseId{i});
    for (const Waiver& waiver : model_.waivers) add_waiver(waiver);
    return list_.take();
  }

 private:
  void whole() {
    list_.about(Part::policy, "the policy");
    list_.say("name", named, model_.name);
    for (const std::string& one : model_.regimes)
      list_.add("regime " + one, Effect::protects, regime, "regime " + one);
    list_.about(Part::policy, "how it counts time");
    const Calendar& calendar = model_.calendar;
    list_.add("grace", Effect::nothing, Effect::exposes, calendar.grace, grace,
              "grace " + to_string(calendar.grace));
    list_.say("zone", counting, "zone " + calendar.zone);
    list_.say("lead", counting, "lead " + to_string(calendar.lead));
    list_.say("sweep", counting, "sweep every " + to_string(calendar.sweep_every));
    list_.say("year", counting,
              fmt::format("financial year to {}-{:02}",
                          static_cast<unsigned>(calendar.financial_year_end.month()),
                          static_cast<unsigned>(calendar.financial_year_end.day())));
    list_.about(Part::policy, "limits");
    list_.say("limits", limited, text_of(model_.limits));
  }
  static std::string text_of(const Limits& limits) {
    std::vector<std::string> parts;
    if (limits.rows) parts.push_back(fmt::format("rows {}", *limits.rows));
    if (limits.share_percent) parts.push_back(fmt::format("share {} %", *limits.share_percent));
    if (limits.hours) {
      constexpr int hour = 60;
      const auto [from, until] = *limits.hours;
      parts.push_back(fmt::format("hours {:02}:{:02}, {:02}:{:02}", from / hour, from % hour,
                                  until / hour, until % hour));
    }
    return parts.empty() ? "none" : fmt::format("{}", fmt::join(parts, "; "));
  }

  void category(CategoryId id) {
    const Category& one = model_.at(id);
    constexpr std::array marks{"anonymous", "pseudonymous", "personal", "special"};
    list_.about(Part::categories, fmt::format("category `{}`", names_.of(id)));
    if (one.leaf) list_.add("declared", Effect::neither, declared, "category " + one.name);
    const auto rank = static_cast<std::int64_t>(one.mark);
    if (one.leaf)
      list_.add("mark", Effect::nothing, Effect::protects, rank, mark,
                marks.at(static_cast<std::size_t>(rank)));
    if (one.leaf) {
      care("identifier", one.identifier);
      care("confidential", one.confidential);
      care("secret", one.secret);
    }
    list_.say("aliases", alias, fmt::format("alias {}", fmt::join(one.aliases, ", ")));
  }

  void care(const char* flagged, bool so) {
    list_.add(flagged, Effect::nothing, Effect::protects, std::int64_t{so ? 1 : 0}, flag,
              fmt::format("{}{}", so ? "" : "not ", flagged));
  }

  void promise(PromiseId id) {
    const Promise& one = model_.at(id);
    const bool ruling = one.decide_by.has_value();
    list_.about(ruling ? Part::policy : Part::controls, names_.of(id), one.location);
    if (ruling) {
      const std::string words =
          fmt::format("between {}: \"{}\", decide by {} before {}", names_.list(one.between),
                      one.quote, *one.decide_by, one.before ? to_string(*one.before) : "");
      list_.add("ruling", Effect::neither, Effect::neither, words, decided, words);
      return;
    }
    if (const auto kept = one.kept_as())
      list_.add("mode", Effect::nothing, Effect::protects, static_cast<std::int64_t>(*kept), mode,
                std::string{word_of(*kept)});
    list_.turn_to(Part::policy);
    const std::string words =
        one.quote.empty()
            ? "no quote"
            : fmt::format("\"{}\"{}", one.quote, one.section.empty() ? "" : " in " + one.section);
    list_.add("quote", one.quote.empty() ? Effect::nothing : Effect::neither, Effect::neither,
              words, quoted, words);
  }

  void add_waiver(const Waiver& one) {
    std::vector<std::string> on;
    for (const std::string& name : one.on) on.push_back(names_.of(name));
    list_.about(Part::controls, fmt::format("waiver `{} on {}`", one.code, fmt::join(on, ", ")),
                one.location);
    const std::string until = to_string(one.until);
    list_.add("waived", Effect::exposes, Effect::exposes,
              std::int64_t{std::chrono::sys_days{one.until}.time_since_epoch().count()}, waived,
              "until " + until);
    list_.say("because", waived_by, fmt::format("because \"{}\" by {}", one.because, one.by));
  }

  const Model& model_;
  const Names& names_;
  TraitList list_;
};

}  // namespace

std::vector<Trait> traits_of_model(const Named& edition) { return Reader{edition}.read(); }

}  // namespace abide::policy::compare
