// Attributes with types: which keys a block knows (LANGUAGE 4.2), and their values once read.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "policy/resolve/context.hpp"

namespace abide::policy::resolving {

/// What the values of a key must look like.
enum class Shape {
  text,
  texts,
  name,
  names,
  name_or_text,
  names_or_texts,
  duration,
  date,
  number,
  percent,
  hours,    ///< TIME, TIME
  country,  ///< two capitals of ISO 3166-1
  region,   ///< a country or EU, and perhaps a text
  columns,
  clocks,     ///< column, perhaps `as FORM`, perhaps `zone "…"`
  because,    ///< `because "…"`
  month_day,  ///< "31 March"
  zone,
  words,  ///< anything; read by the block itself
};
enum class Presence { optional, required };
enum class Times { once, many };

struct Key {
  std::string_view key;  ///< one word, or two where the second is fixed: `sweep every`
  Shape shape = Shape::text;
  Presence presence = Presence::optional;
  Times times = Times::once;
  /// Where only some words are right: separated by blanks. A last `…` means others too, unless
  /// they look like a slip of the pen.
  std::string_view words = {};
};

/// One attribute that is of a known key and of the right shape.
struct Read {
  std::string_view key;
  const ast::Attribute* node = nullptr;
  std::span<const ast::Value> values;  ///< less the second word of the key
};

/// What a block said, in the order written; wrong attributes are reported and left out.
class Attributes {
 public:
  void add(Read read) { reads_.push_back(read); }
  [[nodiscard]] const Read* find(std::string_view key) const;
  [[nodiscard]] const std::vector<Read>& all() const { return reads_; }
  [[nodiscard]] std::string text(std::string_view key) const;
  [[nodiscard]] std::optional<std::string> name(std::string_view key) const;
  [[nodiscard]] std::optional<Period> period(std::string_view key) const;
  /// Every name of every attribute with the key, save `and`.
  [[nodiscard]] ast::Names names(std::string_view key) const;

 private:
  std::vector<Read> reads_;
};

/// Reads attributes against the keys of a block: E0204, E0205, E0206, and E0202 for what may stand
/// once.
/// @param owner  what the message calls the block, ``purpose `service` ``
Attributes read_attributes(Context& context, const std::vector<const ast::Attribute*>& written,
                           std::span<const Key> keys, const std::string& owner, SourceSpan place);
/// Attributes among the items of a block, table, store, outlet or deployment.
template <class Item>
std::vector<const ast::Attribute*> attributes_of(const std::vector<Item>& items) {
  std::vector<const ast::Attribute*> found;
  for (const Item& item : items) {
    if (const auto* attribute = std::get_if<ast::Attribute>(&item)) {
      found.push_back(attribute);
    }
  }
  return found;
}

/// `rows`, `share` and `hours`, each behind the prefix; of attributes that passed without error.
[[nodiscard]] Limits read_limits(const Attributes& attributes, const std::string& prefix);
/// A word out of a list (as Key::words): E0206 with the nearest.
void check_word(Context& context, const ast::Name& word, std::string_view words,
                std::string_view what);
[[nodiscard]] std::optional<ClockForm> clock_form_of(std::string_view word);
/// `31 March`
[[nodiscard]] std::optional<std::chrono::month_day> parse_month_day(std::string_view text);
[[nodiscard]] bool is_country(std::string_view code);

}  // namespace abide::policy::resolving
