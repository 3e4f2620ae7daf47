// Most attributes are told where they differ, and mean neither more nor less for people. Those that
// do stand in a table.
#include "policy/compare/blocks.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <set>

#include "policy/sentences.hpp"

namespace abide::policy::compare {
namespace {

constexpr Wording other{"it is said", "it is no longer said", "", "", "it is said otherwise"};
constexpr Wording declared{"it is declared", "it is no longer declared", "", "", ""};
constexpr Wording basis{"", "", "", "", "it rests on another lawful basis"};
constexpr Wording agreement{"an agreement binds them", "an agreement no longer binds them", "", "",
                            ""};
constexpr Wording encrypted{"what lies there is encrypted",
                            "what lies there is no longer encrypted", "", "", ""};
constexpr Wording automated{"something is decided or scored by a machine",
                            "nothing is decided or scored by a machine any more", "", "",
                            "what a machine decides or scores is said otherwise"};
constexpr Wording ages_out{"they say how long they keep it",
                           "they no longer say how long they keep it", "they keep it longer",
                           "they keep it less long", ""};
constexpr Wording rotates{"its key is changed again and again", "its key is no longer changed",
                          "its key is changed less often", "its key is changed more often", ""};
constexpr Wording refuses{"what cannot be read does not leave", "what cannot be read may leave", "",
                          "", ""};
constexpr Wording required{"what leaves must say it", "what leaves need not say it any more", "",
                           "", ""};
constexpr Wording set_to{"what leaves says it", "what leaves no longer says it", "", "",
                         "what leaves says otherwise"};
constexpr Wording state_feed{"", "", "", "", "it is seen in another way"};
constexpr Wording kind_of_party{"", "", "", "",
                                "they are a processor or a recipient now, and were not"};
constexpr Wording outlet_side{
    "", "", "", "", "it leaves from another side, to somebody else or by another address"};

/// Keys whose every value counts alone, or whose value is a period.
struct Special {
  std::string_view block, key;
  Effect being, more;
  const Wording* wording;
};
constexpr std::array specials{
    Special{"party", "agreement", Effect::protects, Effect::nothing, &agreement},
    Special{"party", "ages_out", Effect::neither, Effect::exposes, &ages_out},
    Special{"store", "encrypted", Effect::protects, Effect::nothing, &encrypted},
    Special{"transform", "rotates", Effect::protects, Effect::exposes, &rotates},
    Special{"purpose", "automated", Effect::exposes, Effect::neither, &automated},
    Special{"purpose", "basis", Effect::neither, Effect::neither, &basis},
    Special{"outlet", "refuse", Effect::protects, Effect::nothing, &refuses}};

/// What the Model says already, or what changes with every version.
constexpr std::array<std::pair<std::string_view, std::string_view>, 14> elsewhere{
    {{"policy", "regime"},
     {"policy", "zone"},
     {"policy", "financial_year"},
     {"policy", "grace"},
     {"policy", "lead"},
     {"policy", "sweep"},
     {"policy", "limit"},
     {"policy", "updated"},
     {"subject", "identified"},
     {"purpose", "uses"},
     {"store", "run"},
     {"store", "reach"},
     {"store", "kind"},
     {"outlet", "purpose"}}};

class Reader {
 public:
  Reader(const Named& edition, bool is_shared, TraitList& into)
      : edition_(edition), is_shared_(is_shared), list_(into) {}

  void operator()(const ast::Block& block) {
    const std::string& keyword = block.keyword.text;
    const bool party = keyword == "processor" || keyword == "recipient";
    kind_ = party ? "party" : keyword;
    const bool whole = keyword == "policy";
    begin(whole ? Part::policy : Part::parties, party ? "recipient" : keyword, block.name,
          block.span);
    if (party) list_.say("kind", kind_of_party, keyword);
    attributes(block.attributes);
  }
  void operator()(const ast::State& state) {
    begin(Part::stores, "state", state.name, state.span);
    const auto* at = std::get_if<ast::FromColumn>(&state.source);
    const auto* told = std::get_if<ast::FromReports>(&state.source);
    list_.say("feed", state_feed,
              at != nullptr     ? "at " + column(at->column.text)
              : told != nullptr ? "from " + told->reporter.text
                                : "");
  }
  void operator()(const ast::Store& store) {
    kind_ = "store";
    begin(Part::stores, "store", store.name, store.span);
    attributes(store.items);
  }
  void operator()(const ast::Outlet& outlet) {
    kind_ = "outlet";
    begin(Part::flows, "outlet", outlet.name, outlet.span);
    list_.say("side", outlet_side,
              fmt::format("from {} to {} at {}",
                          outlet.side == ast::Outlet::Side::server ? "server" : "browser",
                          edition_.names.of(outlet.to.text), outlet.at ? outlet.at->text : "any"));
    attributes(outlet.items);
    for (const ast::OutletItem& item : outlet.items) {
      if (const auto* must = std::get_if<ast::Require>(&item)) {
        const std::string words =
            must->selector.text + (must->value ? " is " + text_of(edition_, *must->value) : "");
        list_.add("require " + words, if_shared(Effect::protects), required, "require " + words);
      } else if (const auto* set = std::get_if<ast::SetTo>(&item)) {
        const std::string value = text_of(edition_, set->value);
        list_.add("set " + set->selector.text, if_shared(Effect::neither), Effect::neither, value,
                  set_to, fmt::format("set {} to {}", set->selector.text, value));
      }
    }
  }
  template <class Declaration>
  void operator()(const Declaration& /*other*/) {}

 private:
  void begin(Part part, const std::string& kind, const ast::Name& name, SourceSpan span) {
    list_.about(part,
                kind == "policy" ? "the policy"
                                 : fmt::format("{} `{}`", kind, edition_.names.of(name.text)),
                location_of(edition_.sources, span));
    if (kind != "state" && kind != "store")
      list_.add("declared", Effect::neither, declared, fmt::format("{} {}", kind, name.text));
  }
  /// What a new block says of itself is no change to what it said.
  [[nodiscard]] Effect if_shared(Effect being) const {
    return is_shared_ ? being : Effect::nothing;
  }
  /// A column may be written without its store.
  [[nodiscard]] std::string column(const std::string& written) const {
    for (std::uint32_t i = 0; i < edition_.model.fields.size(); ++i) {
      const std::string full = edition_.model.full_name(FieldId{i});
      if (full == written || full.ends_with("." + written)) return edition_.names.fields[i];
    }
    return written;
  }
  template <class Items>
  void attributes(const Items& items) {
    std::map<std::string, std::vector<const ast::Attribute*>> by_key;
    for (const auto& item : items)
      if (const auto* attribute = std::get_if<ast::Attribute>(&item))
        by_key[attribute->key.text].push_back(attribute);
    for (const auto& [key, all] : by_key) {
      const bool told = std::ranges::any_of(elsewhere, [&key = key, this](const auto& known) {
        return known.first == kind_ && known.second == key;
      });
      if (!told && !is_kept_period(key)) add(key, all);
    }
  }
  [[nodiscard]] bool is_kept_period(const std::string& key) const {
    return kind_ == "store" && (key == "backups" || key == "history" || key == "logs");
  }
  void add(const std::string& key, const std::vector<const ast::Attribute*>& all) {
    std::set<std::string> values;
    std::optional<Period> period;
    for (const ast::Attribute* one : all) {
      for (const ast::Value& value : one->values) {
        const auto* duration = std::get_if<ast::Duration>(&value);
        if (duration != nullptr) period = duration->period;
        if (const std::string text = text_of(edition_, value); text != "and") values.insert(text);
      }
    }
    const std::string joined = fmt::format("{}", fmt::join(values, ", "));
    const std::string sentence = key + " " + joined;
    const auto* special = std::ranges::find_if(
        specials, [&](const Special& one) { return one.block == kind_ && one.key == key; });
    if (special == specials.end()) {
      list_.add(key, if_shared(Effect::neither), Effect::neither, joined, other, sentence);
    } else if (special->more == Effect::nothing) {
      for (const std::string& value : values)
        list_.add(key + " " + value, if_shared(special->being), *special->wording,
                  key + " " + value);
    } else {
      list_.add(key, if_shared(special->being), special->more,
                period ? Measure{*period} : Measure{joined}, *special->wording, sentence);
    }
  }

  const Named& edition_;
  bool is_shared_;
  TraitList& list_;
  std::string kind_;
};

}  // namespace

std::string text_of(const Named& edition, const ast::Value& value) {
  struct Words {
    const Named& edition;
    std::string operator()(const ast::Name& one) const { return edition.names.of(one.text); }
    std::string operator()(const ast::Text& one) const { return one.text; }
    std::string operator()(const ast::Duration& one) const { return to_string(one.period); }
    std::string operator()(const ast::Day& one) const { return to_string(one.date); }
    std::string operator()(const ast::TimeOfDay& one) const {
      constexpr int hour = 60;
      return fmt::format("{:02}:{:02}", one.minutes / hour, one.minutes % hour);
    }
    std::string operator()(const ast::Number& one) const {
      return fmt::format("{}{}", one.value, one.percent ? " %" : "");
    }
  };
  return std::visit(Words{edition}, value);
}

std::string block_of(const Named& edition, const ast::Declaration& declaration) {
  const auto called = [&](std::string_view kind, const ast::Name& name) {
    return fmt::format("{} {}", kind, edition.names.of(name.text));
  };
  if (const auto* block = std::get_if<ast::Block>(&declaration)) {
    const std::string& kind = block->keyword.text;
    return called(kind == "processor" ? "recipient" : kind, block->name);
  }
  if (const auto* store = std::get_if<ast::Store>(&declaration))
    return called("store", store->name);
  const auto* outlet = std::get_if<ast::Outlet>(&declaration);
  return outlet == nullptr ? "" : called("outlet", outlet->name);
}

void add_block_traits(const Named& edition, const Shared& shared,
                      const ast::Declaration& declaration, TraitList& into) {
  const bool is_shared = shared.has_block(block_of(edition, declaration));
  std::visit(Reader{edition, is_shared, into}, declaration);
}

}  // namespace abide::policy::compare
