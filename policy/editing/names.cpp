// Declarations first, then columns that exist by being named, then every use.
#include "policy/editing/names.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace abide::policy::editing {

std::string_view Thing::own_name(const std::vector<Thing>& things) const {
  const std::string_view whole = name;
  return in ? whole.substr(things[*in].name.size() + 1) : whole;
}

/// Fills Names: one object for each making.
class NamesMaker {
 public:
  explicit NamesMaker(Names& names) : names_(names) {}

  void make() {
    names_.declared_by_.resize(names_.texts_.size());
    add_built_in();
    each([this](const NameUse& use) {
      if (use.declares && use.slot->lookup != Lookup::own_column) declare(use);
    });
    each([this](const NameUse& use) {
      if (use.declares && use.slot->lookup == Lookup::own_column) use_name(use);
    });
    each([this](const NameUse& use) {
      if (!use.declares && declares_columns(use.slot->lookup)) use_name(use);
    });
    each([this](const NameUse& use) {
      if (!use.declares && !declares_columns(use.slot->lookup)) use_name(use);
    });
    const auto place = [](const auto& one) { return std::pair{one.span.file, one.span.begin}; };
    std::ranges::stable_sort(names_.mentions_, {}, place);
    std::ranges::stable_sort(names_.unknown_, {}, place);
  }

 private:
  using Id = std::uint32_t;
  using Found = std::optional<Id>;

  static bool declares_columns(Lookup lookup) {
    return lookup == Lookup::column || lookup == Lookup::own_column ||
           lookup == Lookup::their_column;
  }
  template <class Do>
  void each(const Do& act) {
    for (const ReadText& text : names_.texts_) {
      for (const NameUse& use : text.script->names) {
        if (use.slot->lookup != Lookup::nothing) act(use);
      }
    }
  }
  [[nodiscard]] std::string text_of(SourceSpan span) const {
    return std::string{names_.texts_[span.file].text.substr(span.begin, span.end - span.begin)};
  }
  [[nodiscard]] const Item& item_of(const NameUse& use) const {
    return names_.texts_[use.span.file].script->items[use.item];
  }
  [[nodiscard]] const Thing& thing(Id id) const { return names_.things_[id]; }

  // ── things ──────────────────────────────────────────────────────────────────────────────────

  Id add(Thing made) {
    const Id id = static_cast<Id>(names_.things_.size());
    names_.by_name_[made.name].push_back(id);
    if (made.kind == Kind::table)
      bare_tables_[std::string{made.own_name(names_.things_)}].push_back(id);
    names_.things_.push_back(std::move(made));
    return id;
  }
  void add_built_in() {
    for (const char* const event : {"request_received", "policy_changed", "policy_loosened"}) {
      add({.kind = Kind::event, .name = event, .in = {}});
    }
  }
  void mention(SourceSpan span, Id id, const NameUse& use, bool declares) {
    names_.mentions_.push_back({span, id, use.item, declares});
  }

  /// A declaration of one kind of thing; a second one of the same name is a mention of the first.
  void declare(const NameUse& use) {
    Thing made{.kind = kind_of(*use.slot),
               .name = text_of(use.span),
               .in = {},
               .place = use.span,
               .item = use.item};
    const std::uint32_t parent = item_of(use).parent;
    if (parent != no_item) {
      const auto& declared = names_.declared_by_[use.span.file];
      if (const auto outer = declared.find(parent); outer != declared.end()) {
        made.in = outer->second;
        made.name = thing(outer->second).name + "." + made.name;
      }
    }
    const Found first = names_.find(group_of(made.kind), made.name);
    const Id id = first ? *first : add(std::move(made));
    names_.declared_by_[use.span.file].try_emplace(use.item, id);
    mention(use.span, id, use, true);
  }
  static Kind kind_of(const Slot& slot) {
    return static_cast<Kind>(slot.kinds.bits & (~slot.kinds.bits + 1));
  }

  // ── uses ────────────────────────────────────────────────────────────────────────────────────

  void use_name(const NameUse& use) {
    const std::string name = text_of(use.span);
    if (!use.declares && is_word(use.slot->words, name)) return;
    const Found found = look_up(use, name);
    if (!found) {
      names_.unknown_.push_back(use);
      return;
    }
    mention_parts(use, name, *found);
  }
  static bool is_word(std::string_view words, std::string_view name) {
    while (!words.empty()) {
      const std::string_view one = words.substr(0, words.find(' '));
      if (one == name) return true;
      words.remove_prefix(std::min(words.size(), one.size() + 1));
    }
    return false;
  }
  /// The thing, and what its name begins with as far as it is written.
  void mention_parts(const NameUse& use, std::string_view name, Id id) {
    std::size_t end = name.size();
    for (Found part = id; part && end > 0; part = thing(*part).in) {
      const std::size_t own = thing(*part).own_name(names_.things_).size();
      const SourceSpan span{static_cast<std::uint32_t>(use.span.begin + end - std::min(own, end)),
                            static_cast<std::uint32_t>(use.span.begin + end), use.span.file};
      mention(span, *part, use, *part == id && is_first(*part, use));
      end -= std::min(end, own + 1);
    }
  }
  /// Where a column is declared by being named.
  bool is_first(Id id, const NameUse& use) {
    return use.declares ||
           (thing(id).kind == Kind::column && thing(id).item == use.item &&
            thing(id).place.end == use.span.end && thing(id).place.file == use.span.file);
  }

  Found look_up(const NameUse& use, const std::string& name) {
    switch (use.slot->lookup) {
      case Lookup::nothing:
        return std::nullopt;
      case Lookup::plain:
        return plain(use, name);
      case Lookup::place:
        if (const Found store = names_.find(Kind::store, name)) return store;
        return table_named(name, std::nullopt);
      case Lookup::table:
        return table_named(name, around(Kind::store, use));
      case Lookup::column:
        return column(use, name, std::nullopt, Declares::yes);
      case Lookup::known_column:
        return column(use, name, around(Kind::store, use), Declares::no);
      case Lookup::own_column:
        return column_of(use, name, around(Kind::table, use), Declares::yes);
      case Lookup::their_column:
        return column_of(use, name, table_before(use), Declares::yes);
      case Lookup::link_target:
        return name.find('.') == std::string::npos
                   ? column_of(use, name, around(Kind::table, use), Declares::no)
                   : column(use, name, around(Kind::store, use), Declares::no);
      case Lookup::anything:
        if (const Found any = names_.find(use.slot->kinds, name)) return any;
        return column(use, name, std::nullopt, Declares::no);
    }
    return std::nullopt;
  }

  /// `except` takes like from like: where a name is both, `anyone` before it speaks of parties.
  Found plain(const NameUse& use, const std::string& name) {
    const bool parties_first = use.slot->name == "like" && says_anyone(use);
    if (parties_first) {
      if (const Found party = names_.find(Kind::subject | outside, name)) return party;
    }
    if (use.slot->kinds.has(Kind::category)) {
      if (const Found category = names_.find(Kind::category, name)) return category;
    }
    return names_.find(use.slot->kinds, name);
  }
  bool says_anyone(const NameUse& use) const {
    return std::ranges::any_of(in_same_item(use), [&](const NameUse& other) {
      return other.span.begin < use.span.begin && text_of(other.span) == "anyone";
    });
  }
  std::vector<NameUse> in_same_item(const NameUse& use) const {
    const std::vector<NameUse>& all = names_.texts_[use.span.file].script->names;
    const Item& item = item_of(use);
    auto one = std::ranges::lower_bound(all, item.span.begin, {},
                                        [](const NameUse& n) { return n.span.begin; });
    std::vector<NameUse> found;
    for (; one != all.end() && one->span.begin < item.span.end; ++one) {
      if (one->item == use.item) found.push_back(*one);
    }
    return found;
  }

  // ── stores, tables, columns: as resolve/columns.cpp has it ──────────────────────────────────

  enum class Declares { yes, no };

  Found around(Kind kind, const NameUse& use) const {
    return names_.around(kind, use.span.file, use.item);
  }
  Found table_before(const NameUse& use) {
    Found table;
    for (const NameUse& one : in_same_item(use)) {
      if (one.span.begin < use.span.begin && one.slot->lookup == Lookup::table) {
        table = look_up(one, text_of(one.span));
      }
    }
    return table;
  }
  Found table_named(const std::string& name, Found here) const {
    if (here) {
      if (const Found local = names_.find(Kind::table, thing(*here).name + "." + name)) {
        return local;
      }
    }
    if (const Found full = names_.find(Kind::table, name)) return full;
    const auto bare = bare_tables_.find(name);
    const bool only = bare != bare_tables_.end() && bare->second.size() == 1;
    return only ? Found{bare->second.front()} : std::nullopt;
  }
  Found column(const NameUse& use, const std::string& name, Found here, Declares declares) {
    for (std::size_t dot = name.rfind('.'); dot != std::string::npos && dot > 0;
         dot = name.rfind('.', dot - 1)) {
      if (const Found table = table_named(name.substr(0, dot), here)) {
        return column_of(use, name.substr(dot + 1), table, declares);
      }
    }
    return std::nullopt;
  }
  Found column_of(const NameUse& use, std::string name, Found table, Declares declares) {
    if (!table) return std::nullopt;
    const std::string prefix = thing(*table).name + ".";
    if (name.starts_with(prefix)) name = name.substr(prefix.size());
    if (const Found known = names_.find(Kind::column, prefix + name)) return known;
    if (declares == Declares::no) return std::nullopt;
    const auto own = static_cast<std::uint32_t>(name.size());
    return add({.kind = Kind::column,
                .name = prefix + name,
                .in = table,
                .place = {use.span.end - own, use.span.end, use.span.file},
                .item = use.item});
  }

  Names& names_;
  std::unordered_map<std::string, std::vector<Id>> bare_tables_;
};

Names::Names(std::vector<ReadText> texts) : texts_(std::move(texts)) { NamesMaker{*this}.make(); }

const Mention* Names::at(std::uint32_t file, std::uint32_t offset) const {
  const auto after =
      std::ranges::upper_bound(mentions_, std::pair{file, offset}, {}, [](const Mention& one) {
        return std::pair{one.span.file, one.span.begin};
      });
  if (after == mentions_.begin()) return nullptr;
  const Mention& one = *(after - 1);
  return one.span.file == file && offset <= one.span.end ? &one : nullptr;
}

std::optional<std::uint32_t> Names::find(Kinds kinds, std::string_view name) const {
  const auto found = by_name_.find(std::string{name});
  if (found == by_name_.end()) return std::nullopt;
  for (const std::uint32_t id : found->second) {
    if (kinds.has(things_[id].kind)) return id;
  }
  return std::nullopt;
}

std::vector<std::uint32_t> Names::all(Kinds kinds) const {
  std::vector<std::uint32_t> found;
  for (std::uint32_t id = 0; id < things_.size(); ++id) {
    if (kinds.has(things_[id].kind)) found.push_back(id);
  }
  return found;
}

std::optional<std::uint32_t> Names::around(Kind kind, std::uint32_t file,
                                           std::uint32_t item) const {
  const std::vector<Item>& items = texts_[file].script->items;
  for (; item != no_item; item = items[item].parent) {
    const auto declared = declared_by_[file].find(item);
    if (declared != declared_by_[file].end() && things_[declared->second].kind == kind) {
      return declared->second;
    }
  }
  return std::nullopt;
}

}  // namespace abide::policy::editing
