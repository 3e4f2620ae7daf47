#include "policy/editing/completion.hpp"

#include <algorithm>
#include <set>

#include "policy/laws.hpp"

namespace abide::policy::editing {
namespace {

std::vector<std::string> words_in(std::string_view list) {
  std::vector<std::string> words;
  while (!list.empty()) {
    const std::string_view one = list.substr(0, list.find(' '));
    if (!one.empty() && one != "…") words.emplace_back(one);
    list.remove_prefix(std::min(list.size(), one.size() + 1));
  }
  return words;
}

bool is_letters(std::string_view word) { return word.front() >= 'a' && word.front() <= 'z'; }

class Proposer {
 public:
  Proposer(const Names& names, std::uint32_t file, const Expected& expected)
      : names_(names), file_(file), expected_(expected) {}

  void begin(const BlockForms& block, FileSort wanted) {
    for (const Program& program : block.programs) {
      const bool deploys = program.word == "deploy" || program.word == "abide";
      if (block.name == "file" && wanted == FileSort::deployment && !deploys) continue;
      if (block.name == "file" && wanted == FileSort::policy && program.word == "deploy") continue;
      add({.text = std::string{program.word}, .detail = program.patterns.front()});
    }
  }
  void go_on() {
    for (const Step* step : expected_.steps) {
      if (step->op == Step::Op::word && is_letters(step->word)) {
        add({.text = std::string{step->word}, .detail = {}});
      } else if (step->op == Step::Op::slot && !step->declares) {
        fill(*step->slot);
      }
    }
  }
  std::vector<Proposal> take() { return std::move(list_); }

 private:
  void add(Proposal one) {
    if (seen_.emplace(one.text, one.sort == Proposal::Sort::name).second) {
      list_.push_back(std::move(one));
    }
  }
  void value(std::string text, std::string detail = {}) {
    add({.text = std::move(text), .sort = Proposal::Sort::value, .detail = std::move(detail)});
  }
  void name(std::uint32_t id, std::string text) {
    const Thing& thing = names_.things()[id];
    add({.text = std::move(text),
         .sort = Proposal::Sort::name,
         .kind = thing.kind,
         .detail = std::string{word_of(thing.kind)}});
  }

  void fill(const Slot& slot) {
    for (std::string& word : words_in(slot.words)) value(std::move(word));
    if (slot.name == "law") return fill_laws();
    if (slot.name == "regime") return fill_regimes();
    switch (slot.lookup) {
      case Lookup::nothing:
        return;
      case Lookup::own_column:
        return fill_columns(around(Kind::table));
      case Lookup::their_column:
        return fill_columns(table_before());
      case Lookup::link_target:
        fill_columns(around(Kind::table));
        return fill_all(Kind::column);
      case Lookup::plain:
      case Lookup::place:
      case Lookup::table:
      case Lookup::column:
      case Lookup::known_column:
      case Lookup::anything:
        return fill_all(slot.kinds);
    }
  }
  void fill_all(Kinds kinds) {
    for (const std::uint32_t id : names_.all(kinds)) name(id, names_.things()[id].name);
  }
  void fill_columns(std::optional<std::uint32_t> table) {
    if (!table) return;
    for (const std::uint32_t id : names_.all(Kind::column)) {
      const Thing& column = names_.things()[id];
      if (column.in == table) name(id, std::string{column.own_name(names_.things())});
    }
  }
  void fill_laws() {
    const Laws laws = Laws::built_in();
    for (const Law& law : laws.laws()) value(law.key, law.record);
  }
  void fill_regimes() {
    const Laws laws = Laws::built_in();
    for (const Regime& regime : laws.regimes()) value(regime.key, regime.title);
  }

  /// The thing whose block holds the place. The text up to there has the same items as the whole.
  [[nodiscard]] std::optional<std::uint32_t> around(Kind kind) const {
    for (const std::uint32_t item : expected_.around) {
      if (item >= names_.texts()[file_].script->items.size()) continue;
      if (const auto found = names_.around(kind, file_, item)) return found;
    }
    return std::nullopt;
  }
  /// The table that the line named last.
  [[nodiscard]] std::optional<std::uint32_t> table_before() const {
    std::optional<std::uint32_t> table;
    for (const NameUse& use : expected_.names) {
      const Mention* mention = names_.at(file_, use.span.end);
      const bool is_table = mention != nullptr && use.slot->lookup == Lookup::table &&
                            names_.things()[mention->thing].kind == Kind::table;
      if (is_table) table = mention->thing;
    }
    return table;
  }

  const Names& names_;
  std::uint32_t file_;
  const Expected& expected_;
  std::vector<Proposal> list_;
  std::set<std::pair<std::string, bool>> seen_;
};

}  // namespace

Proposals proposals_at(const Names& names, std::uint32_t file, std::uint32_t offset,
                       FileSort wanted) {
  Expected expected = expected_at(names.texts()[file].text, offset);
  expected.typed.file = file;
  Proposer proposer{names, file, expected};
  if (expected.begins != nullptr) proposer.begin(*expected.begins, wanted);
  proposer.go_on();
  return {proposer.take(), expected.typed};
}

}  // namespace abide::policy::editing
