// Where data lies, whose it is and how events are seen, piece by piece.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <array>
#include <map>

#include "policy/compare/trait_list.hpp"

namespace abide::policy::compare {
namespace {

constexpr Wording identified{"", "", "", "", "people are found by other columns"};
constexpr Wording event_feed{"it is declared", "it is no longer declared", "", "",
                             "it is seen in another way"};
constexpr Wording store_kind{"", "", "", "", "it is another kind of store"};
constexpr Wording keeper{"somebody else keeps what lies there",
                         "they no longer keep what lies there", "", "", ""};
constexpr Wording copies{"copies outlive what is deleted", "no copies outlive what is deleted",
                         "copies outlive what is deleted for longer",
                         "copies outlive what is deleted less long", ""};
constexpr Wording out_of_reach{"Abide no longer reaches it", "Abide reaches it now", "", "",
                               "why it is out of reach is said otherwise"};
constexpr Wording live_name{"", "", "", "", "the store calls it otherwise"};
constexpr Wording keys{"", "", "", "", "rows are told apart or dated by other columns"};
constexpr Wording unowned{"its rows belong to nobody: no request reaches them",
                          "its rows belong to somebody now", "", "",
                          "why its rows are nobody's is said otherwise"};
constexpr Wording owner{"its rows are theirs now: they are erased and shown with them",
                        "its rows are no longer theirs: a request does not reach them",
                        "its rows are more theirs than before",
                        "its rows are less theirs than before", ""};
constexpr Wording path{"", "", "", "", "whose rows they are is found another way"};
constexpr Wording condition{"only some of its rows are theirs", "all of its rows are theirs", "",
                            "", "other rows of it are theirs"};
constexpr Wording blanks{"more is emptied when one of several leaves",
                         "less is emptied when one of several leaves", "", "", ""};
constexpr Wording mention{"rows that name them are known", "rows that name them are not known",
                          "more of what names them goes with them",
                          "less of what names them goes with them", ""};
constexpr Wording shown{"they are shown rows that name them",
                        "they are not shown rows that name them", "", "", ""};
constexpr Wording holds_more{"more is kept about people", "less is kept about people", "", "", ""};
constexpr Wording column{"it is declared", "it is no longer declared", "", "", ""};
constexpr Wording column_form{"", "", "", "", "it is read another way"};
constexpr Wording dated{"", "", "", "", "its rows are dated another way"};

class Reader {
 public:
  Reader(const Named& edition, const Shared& shared)
      : model_(edition.model), names_(edition.names), shared_(shared) {}

  std::vector<Trait> read() {
    for (std::uint32_t i = 0; i < model_.subjects.size(); ++i) subject(SubjectId{i});
    for (std::uint32_t i = 0; i < model_.events.size(); ++i) event(EventId{i});
    for (std::uint32_t i = 0; i < model_.stores.size(); ++i) store(StoreId{i});
    for (std::uint32_t i = 0; i < model_.tables.size(); ++i) table(TableId{i});
    for (std::uint32_t i = 0; i < model_.fields.size(); ++i) field(FieldId{i});
    return list_.take();
  }

 private:
  [[nodiscard]] std::string steps(const std::vector<Hop>& hops) const {
    std::string words;
    for (const Hop& hop : hops)
      words += fmt::format(" through {} to {}", names_.list(hop.from), names_.list(hop.to));
    return words;
  }
  [[nodiscard]] std::string words_of(const Condition& one) const {
    const std::string value = std::holds_alternative<std::string>(one.value)
                                  ? fmt::format("\"{}\"", std::get<std::string>(one.value))
                                  : fmt::format("{}", std::get<std::int64_t>(one.value));
    return fmt::format("{} is {}", names_.of(one.field), value);
  }

  void subject(SubjectId id) {
    list_.about(Part::stores, fmt::format("subject `{}`", names_.of(id)));
    list_.add("declared", Effect::neither, Effect::neither,
              names_.list(model_.at(id).identified_by), identified,
              "identified by " + names_.list(model_.at(id).identified_by));
  }

  void event(EventId id) {
    const Event& one = model_.at(id);
    list_.about(Part::stores, fmt::format("event `{}`", names_.of(id)), one.location);
    std::string words;
    if (const auto* at = std::get_if<AtColumn>(&one.source)) {
      words = "at " + names_.of(at->field);
    } else if (const auto* absence = std::get_if<OnAbsence>(&one.source)) {
      words = "on absence of " + names_.of(absence->table);
    } else {
      constexpr std::array by{"app", "requests", "abide"};
      words =
          fmt::format("from {}", by.at(static_cast<std::size_t>(std::get<Told>(one.source).by)));
    }
    if (one.of) words += " of " + names_.of(*one.of);
    list_.add("feed", Effect::neither, Effect::neither, words, event_feed, words);
  }

  void store(StoreId id) {
    const Store& one = model_.at(id);
    list_.about(Part::stores, fmt::format("store `{}`", names_.of(id)), one.location);
    list_.say("kind", store_kind, "kind " + one.kind);
    if (one.run_by)
      list_.add("run by " + names_.of(*one.run_by), Effect::exposes, keeper,
                "run by " + *one.run_by);
    const auto kept = [&](const char* which, const std::optional<Period>& period) {
      if (period)
        list_.add(which, Effect::exposes, Effect::exposes, *period, copies,
                  fmt::format("{} kept {}", which, to_string(*period)));
    };
    kept("backups", one.backups_kept);
    kept("history", one.history_kept);
    kept("logs", one.logs_kept);
    if (one.no_reach_because)
      list_.add("reach", Effect::exposes, Effect::neither, *one.no_reach_because, out_of_reach,
                fmt::format("reach none because \"{}\"", *one.no_reach_because));
  }

  void table(TableId id) {
    const Table& one = model_.at(id);
    list_.about(Part::stores, fmt::format("table `{}`", names_.of(id)), one.location);
    list_.say("live name", live_name, "is " + one.live_name);
    list_.say("keys", keys,
              fmt::format("key {}; clocks {}", names_.list(one.key), names_.list(one.clocks)));
    if (one.unowned_because)
      list_.add("unowned", Effect::exposes, Effect::neither, *one.unowned_because, unowned,
                fmt::format("unowned because \"{}\"", *one.unowned_because));
    if (!shared_.has_table(names_.of(id))) return;
    std::map<SubjectId, int> owners;
    for (const Ownership& each : one.owners) owned(each, ++owners[each.subject]);
    std::map<SubjectId, int> mentions;
    for (const Mention& each : one.mentions) mentioned(each, ++mentions[each.subject]);
    if (id.value >= model_.datings.size()) return;
    for (const Dating& dating : model_.datings[id.value])
      list_.say("dated by " + names_.of(dating.event), dated,
                fmt::format("{} counts{}", names_.of(dating.event),
                            dating.hops.empty() ? " from the row itself" : steps(dating.hops)));
  }

  void owned(const Ownership& one, int ordinal) {
    constexpr std::array words{"owned by", "owned jointly by", "shared with"};
    constexpr std::array<std::int64_t, 3> ranks{2, 1, 0};
    const auto kind = static_cast<std::size_t>(one.kind);
    const std::string who = names_.of(one.subject);
    const std::string name = fmt::format("owner {} {}", who, ordinal);
    std::string sentence = fmt::format("{} {}{}", words.at(kind), who, steps(one.hops));
    std::vector<std::string> asked;
    if (one.condition) asked.push_back(words_of(*one.condition));
    for (const Condition& each : one.on_the_way) asked.push_back(words_of(each));
    const std::string when = fmt::format("{}", fmt::join(asked, " and "));
    if (!when.empty()) sentence += " when " + when;
    list_.add(name, Effect::protects, Effect::protects, ranks.at(kind), owner, sentence);
    list_.add(name + " path", Effect::nothing, Effect::neither, steps(one.hops), path, sentence);
    if (!when.empty())
      list_.add(name + " when", Effect::exposes, Effect::neither, when, condition, sentence);
    for (const FieldId blank : one.blanks)
      list_.add(name + " blanks " + names_.of(blank), Effect::protects, blanks,
                fmt::format("{} blanks {}", sentence, names_.of(blank)));
  }

  void mentioned(const Mention& one, int ordinal) {
    constexpr std::array words{"delete", "blank", "keep"};
    constexpr std::array<std::int64_t, 3> ranks{2, 1, 0};
    const auto deed = static_cast<std::size_t>(one.on_erase);
    const std::string who = names_.of(one.subject);
    const std::string name = fmt::format("mention {} {}", who, ordinal);
    const std::string way = steps(std::vector{one.hop}) + steps(one.onward);
    const std::string sentence =
        fmt::format("mentions {}{}, on erase {}{}", who, way, words.at(deed),
                    one.shown_on_access ? ", on access show" : "");
    list_.add(name, Effect::protects, Effect::protects, ranks.at(deed), mention, sentence);
    list_.add(name + " path", Effect::nothing, Effect::neither, way, path, sentence);
    if (one.shown_on_access) list_.add(name + " shown", Effect::protects, shown, sentence);
  }

  void field(FieldId id) {
    constexpr std::array forms{"a moment", "a day", "unix seconds", "unix milliseconds"};
    const Field& one = model_.at(id);
    list_.about(Part::stores, fmt::format("column `{}`", names_.of(id)),
                model_.at(one.table).location);
    if (one.categories.empty())
      list_.add("declared", Effect::neither, column, "column " + one.column);
    for (const CategoryId leaf : one.categories) {
      const bool personal = model_.at(leaf).mark != Mark::anonymous;
      list_.add("holds " + names_.of(leaf), personal ? Effect::exposes : Effect::neither,
                holds_more, "holds " + names_.of(leaf));
    }
    list_.say("live name", live_name, "is " + one.column);
    if (one.clock)
      list_.say("clock", column_form,
                fmt::format("holds {}{}", forms.at(static_cast<std::size_t>(*one.clock)),
                            one.zone.empty() ? "" : " of " + one.zone));
    list_.say("link", column_form,
              one.links_to ? "links to " + names_.of(*one.links_to)
              : one.link   ? "a link"
                           : "no link");
  }

  const Model& model_;
  const Names& names_;
  const Shared& shared_;
  TraitList list_;
};

}  // namespace

std::vector<Trait> traits_of_places(const Named& edition, const Shared& shared) {
  return Reader{edition, shared}.read();
}

}  // namespace abide::policy::compare
