// How each promise is kept: the strongest among its statements, each no stronger than what its
// points see (LANGUAGE 4.4). Without a deployment the gateway, the sweep and the app's own channels
// for rights count as running, and nothing else does.
#include <algorithm>
#include <unordered_map>

#include "policy/id_sets.hpp"
#include "policy/resolve/attributes.hpp"

namespace abide::policy::resolving {
namespace {

/// An outlet, and what leaves by it.
struct Way {
  const ast::Outlet* outlet = nullptr;
  std::vector<CategoryId> leaves = {};  ///< ascending
  ast::Names purposes = {};
};

bool names(const ast::Names& list, const std::string& name) {
  return std::ranges::find(list, name, &ast::Name::text) != list.end();
}
bool share_a_name(const ast::Names& a, const ast::Names& b) {
  return std::ranges::any_of(a, [&](const ast::Name& name) { return names(b, name.text); });
}
std::vector<Way> ways_of(Context& context) {
  std::vector<Way> ways;
  for (const Outlet& outlet : context.outlets) {
    Way way{outlet.block};
    for (const ast::OutletItem& item : outlet.block->items) {
      if (const auto* attribute = std::get_if<ast::Attribute>(&item);
          attribute != nullptr && attribute->key.text == "purpose") {
        for (const ast::Value& value : attribute->values) {
          if (const auto* name = std::get_if<ast::Name>(&value)) way.purposes.push_back(*name);
        }
      }
    }
    ways.push_back(std::move(way));
  }
  for (const Carried& carried : context.payloads) {
    auto& leaves = ways[carried.outlet.value].leaves;
    leaves.insert(leaves.end(), carried.leaves.begin(), carried.leaves.end());
  }
  for (Way& way : ways) {
    make_set(way.leaves);
  }
  return ways;
}

/// What a statement is worth by itself; nothing for `as`.
class Strength {
 public:
  explicit Strength(Context& context) : context_(context), ways_(ways_of(context)) {
    for (std::size_t i = 0; i < context.places.rules.size(); ++i)
      rules_.try_emplace(key_of(context.places.rules[i]), i);
  }

  std::optional<Mode> operator()(const ast::Send& s) const {
    const std::vector<CategoryId> leaves = leaves_of(context_, s.what);
    return at_the_gateway([&](const Way& way) {
      return names(s.to, way.outlet->to.text) &&
             (s.purposes.empty() || share_a_name(s.purposes, way.purposes)) &&
             (s.extent == ast::Send::Extent::only || share(leaves, way.leaves));
    });
  }
  std::optional<Mode> operator()(const ast::Never& s) const {
    const std::string& verb = s.verb.text;
    if (verb == "sell" || verb == "train" || verb == "advertise") return Mode::attested;
    if (verb != "send" && verb != "share" && verb != "include") return Mode::detected;
    ast::Names to;
    ast::Names outlets;
    for (const ast::Clause& clause : s.clauses) {
      ast::Names& into = clause.word.text == "in" ? outlets : to;
      if (clause.word.text == "to" || clause.word.text == "with" || clause.word.text == "in")
        into.insert(into.end(), clause.names.begin(), clause.names.end());
    }
    const bool anyone = verb != "include" && (to.empty() || names(to, "anyone"));
    return at_the_gateway([&](const Way& way) {
      return anyone || names(to, way.outlet->to.text) || names(outlets, way.outlet->name.text);
    });
  }
  std::optional<Mode> operator()(const ast::Scrub& s) const {
    return at_the_gateway([&](const Way& way) { return names(s.outlets, way.outlet->name.text); });
  }
  std::optional<Mode> operator()(const ast::MayKeep& s) const { return by_the_sweep(s.span, s.in); }
  std::optional<Mode> operator()(const ast::MustKeep& s) const {
    return by_the_sweep(s.span, s.in);
  }
  std::optional<Mode> operator()(const ast::KeepAtMost& s) const {
    return by_the_sweep(s.span, s.in);
  }
  std::optional<Mode> operator()(const ast::Erase& s) const { return by_the_sweep(s.span, s.in); }
  std::optional<Mode> operator()(const ast::Sever& s) const { return by_the_sweep(s.span, {}); }
  std::optional<Mode> operator()(const ast::Right& s) const {
    return s.app ? Mode::enforced : Mode::evidenced;
  }
  std::optional<Mode> operator()(const ast::Respond& /*s*/) const { return Mode::evidenced; }
  std::optional<Mode> operator()(const ast::Host& /*s*/) const { return Mode::evidenced; }
  std::optional<Mode> operator()(const ast::Filed& /*s*/) const { return Mode::evidenced; }
  std::optional<Mode> operator()(const ast::Transfer& /*s*/) const { return Mode::evidenced; }
  std::optional<Mode> operator()(const ast::Notify& /*s*/) const { return Mode::evidenced; }
  std::optional<Mode> operator()(const ast::Attest& /*s*/) const { return Mode::attested; }
  std::optional<Mode> operator()(const ast::Tell& /*s*/) const { return Mode::stated; }
  std::optional<Mode> operator()(const ast::As& /*s*/) const { return std::nullopt; }
  std::optional<Mode> operator()(const ast::Broken& /*s*/) const { return std::nullopt; }
  /// `collect`, `generate`, `use … only`, `confine`, `cookie`, `probe`
  template <class Other>
  std::optional<Mode> operator()(const Other& /*other*/) const {
    return Mode::detected;
  }

 private:
  /// Statements begin at different places.
  static std::uint64_t key_of(SourceSpan span) {
    return (std::uint64_t{span.file} << 32U) | span.begin;
  }
  /// The gateway stands before servers alone: what a browser sends is at most noticed.
  template <class Crosses>
  Mode at_the_gateway(Crosses crosses) const {
    const bool browser = std::ranges::any_of(ways_, [&](const Way& way) {
      return way.outlet->side == ast::Outlet::Side::browser && crosses(way);
    });
    return browser ? Mode::detected : Mode::enforced;
  }
  [[nodiscard]] bool is_reached(TableId table) const {
    const Store& store = context_.model.at(context_.model.at(table).store);
    return !store.no_reach_because && store.kind != "browser" && store.kind != "memory";
  }
  /// A statement that names its stores is about all of them; one that names none is about what the
  /// sweep reaches.
  [[nodiscard]] Mode by_the_sweep(SourceSpan span, const ast::Names& in) const {
    if (!in.empty()) {
      const std::vector<TableId> tables = expect_tables(context_, in);
      return std::ranges::all_of(tables, [this](TableId table) { return is_reached(table); })
                 ? Mode::enforced
                 : Mode::detected;
    }
    bool any = false;
    bool reached = false;
    if (const auto rule = rules_.find(key_of(span)); rule != rules_.end()) {
      for (const FieldId field : context_.model.rules[rule->second].fields) {
        any = true;
        reached = reached || is_reached(context_.model.at(field).table);
      }
    }
    return any && !reached ? Mode::detected : Mode::enforced;
  }

  Context& context_;
  std::vector<Way> ways_;
  std::unordered_map<std::uint64_t, std::size_t> rules_;  ///< by the place of their statement
};

/// The point that keeps an enforced statement.
Carriers carriers_of(const ast::Statement& statement) {
  if (std::holds_alternative<ast::Right>(statement)) return {.rights = true};
  const bool flows = std::holds_alternative<ast::Send>(statement) ||
                     std::holds_alternative<ast::Never>(statement) ||
                     std::holds_alternative<ast::Scrub>(statement);
  return flows ? Carriers{.gateway = true} : Carriers{.sweep = true};
}
Carriers both(Carriers a, Carriers b) {
  return {a.gateway || b.gateway, a.sweep || b.sweep, a.rights || b.rights};
}

/// What each promise's own statements come to, and then with those it says `as`.
class Modes {
 public:
  explicit Modes(Context& context)
      : context_(context), known_(context.promises.size()), seen_by_(context.promises.size()) {}
  void run() {
    const Strength strength{context_};
    for (std::size_t i = 0; i < known_.size(); ++i) {
      for (const ast::Statement& statement : context_.promises[i].list()) {
        const auto mode = std::visit(strength, statement);
        known_[i].mode = std::max(known_[i].mode, mode);
        if (mode == Mode::enforced) known_[i].by = both(known_[i].by, carriers_of(statement));
      }
    }
    for (std::uint32_t i = 0; i < known_.size(); ++i) {
      const Known all = with_as(i);
      context_.model.promises[i].computed = all.mode;
      context_.model.promises[i].carried_by = all.by;
    }
  }

 private:
  struct Known {
    std::optional<Mode> mode = {};  ///< nothing is below every mode
    Carriers by = {};
  };
  Known with_as(std::uint32_t promise) {
    Known all;
    std::vector<std::uint32_t> waiting{promise};
    seen_by_[promise] = promise + 1;
    while (!waiting.empty()) {
      const std::uint32_t at = waiting.back();
      waiting.pop_back();
      all.mode = std::max(all.mode, known_[at].mode);
      all.by = both(all.by, known_[at].by);
      for (const ast::Statement& statement : context_.promises[at].list()) {
        const auto* const as = std::get_if<ast::As>(&statement);
        const Symbol* const target =
            as == nullptr ? nullptr : context_.symbols.find(Kind::promise, as->promise.text);
        if (target == nullptr || seen_by_[target->index] == promise + 1) continue;
        seen_by_[target->index] = promise + 1;
        waiting.push_back(target->index);
      }
    }
    return all;
  }

  Context& context_;
  std::vector<Known> known_;
  std::vector<std::uint32_t> seen_by_;  ///< one more than the promise that last came by
};

}  // namespace

void compute_modes(Context& context) { Modes{context}.run(); }

}  // namespace abide::policy::resolving
