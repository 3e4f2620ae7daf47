// Cells, judged by what the policy says of their column and by what stands in them.
#include "engine/access/cells.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "base/text.hpp"
#include "base/time.hpp"
#include "engine/plan/paths.hpp"

namespace abide::engine::access {
namespace {

using policy::Hop;
using policy::Model;
using As = Judged::As;

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
/// Bytes of other scripts count as letters: whatever they are, they may be a name.
bool is_letter(char c) {
  return is_upper(c) || is_lower(c) || (static_cast<unsigned char>(c) & 0x80U);
}

std::vector<std::string_view> words_of(std::string_view text, std::string_view between) {
  std::vector<std::string_view> words;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find_first_of(between), text.size());
    if (end > 0) {
      words.push_back(text.substr(0, end));
    }
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return words;
}

/// Without the marks around it; an apostrophe within stays.
std::string_view bare(std::string_view word) {
  constexpr std::string_view marks = "\"'()[]{}<>,;:!?/\\|*_`.-";
  const auto first = word.find_first_not_of(marks);
  return first == word.npos ? std::string_view{}
                            : word.substr(first, word.find_last_not_of(marks) - first + 1);
}

bool ends_a_sentence(std::string_view word) {
  return word.find_last_of(".?!:;") != word.npos &&
         word.find_last_of(".?!:;") > word.find_last_not_of(".?!:;\"')]");
}

bool is_address(std::string_view word) {
  const auto at = word.find('@');
  return at != word.npos && at > 0 && word.find('.', at) != word.npos;
}

/// Ten digits and more, with what people put between them.
bool holds_a_number_to_call(std::string_view text) {
  constexpr int digits_of_a_number = 10;
  int digits = 0;
  for (const char c : text) {
    const bool between = c == ' ' || c == '-' || c == '(' || c == ')' || c == '+' || c == '.';
    digits = is_digit(c) ? digits + 1 : between ? digits : 0;
    if (digits == digits_of_a_number) {
      return true;
    }
  }
  return false;
}

bool is_a_title(std::string_view word) {
  constexpr std::string_view titles[] = {"Mr", "Mrs", "Ms", "Miss", "Mx", "Dr", "Prof", "Sir"};
  return std::ranges::find(titles, word) != std::end(titles);
}

/// Begins with a capital and goes on in small letters, or is of a script that this cannot tell.
bool is_written_like_a_name(std::string_view word) {
  if (word.size() < 2) {
    return false;
  }
  const bool other_script = (static_cast<unsigned char>(word.front()) & 0x80U) != 0;
  return other_script || (is_upper(word.front()) && std::ranges::any_of(word, is_lower));
}

}  // namespace

std::string may_name_others(std::string_view text, const std::set<std::string>& own) {
  if (holds_a_number_to_call(text)) {
    return "holds what looks like a number to call";
  }
  int in_a_row = 0;
  bool after_a_title = false;
  for (const std::string_view raw : words_of(text, blanks)) {
    const std::string_view word = bare(raw);
    const bool is_own = own.contains(folded(word));
    if (is_address(word) && !is_own) {
      return "holds an address that is not the person's";
    }
    in_a_row = is_written_like_a_name(word) && !is_own ? in_a_row + 1 : 0;
    if (in_a_row == 2 || (in_a_row == 1 && after_a_title)) {
      return "holds words that look like somebody's name";
    }
    after_a_title = is_a_title(word);
    if (after_a_title || ends_a_sentence(raw)) {
      in_a_row = 0;  // a title is no name, and what follows a sentence begins with a capital
    }
  }
  return "";
}

namespace {

void add_words(const Value& value, std::set<std::string>& words) {
  constexpr std::size_t longest_name = 80;
  const auto* text = std::get_if<std::string>(&value);
  if (text == nullptr || text->size() > longest_name) {
    return;
  }
  const std::string plain = folded(*text);
  words.insert(plain);
  for (const std::string_view between : {" .@-_+", " "}) {
    for (const std::string_view word : words_of(plain, between)) {
      words.emplace(word);
    }
  }
}

}  // namespace

Result<std::set<std::string>> own_words(const Model& model, const AccessPlan& plan,
                                        const Identity& identity, const Stores& stores) {
  std::set<std::string> words;
  for (const auto& [field, values] : identity.values) {
    for (const Value& value : values.reveal()) {
      add_words(value, words);
    }
  }
  for (const Part& part : plan.parts) {
    if (part.table == model.home_of(identity.subject) && part.whose == Whose::theirs) {
      ABIDE_CHECK(
          read(part, stores, plan.parameters, [&](std::span<const Value> row) -> Result<void> {
            for (const Value& value : row) {
              add_words(value, words);
            }
            return {};
          }));
    }
  }
  return words;
}

Cells::Cells(const Model& model, const Part& part, const Identity& identity,
             const std::set<std::string>& own, std::span<const std::uint8_t> key)
    : model_(model), part_(part), identity_(identity), key_(key.begin(), key.end()), own_(own) {
  for (const FieldId field : part.fields) {
    meanings_.push_back(meaning_of(field));
  }
}

Cells::Meaning Cells::meaning_of(FieldId field) const {
  const policy::Field& column = model_.at(field);
  const policy::Table& table = model_.at(column.table);
  const auto identifies = [this](FieldId one) {
    return model_.only_identifies(one) ||
           std::ranges::any_of(model_.subjects, [one](const policy::Subject& subject) {
             return std::ranges::find(subject.identified_by, one) != subject.identified_by.end();
           });
  };
  Meaning meaning;
  const auto follow = [&](const Hop& hop) {
    if (hop.from == std::vector{field} && hop.to.size() == 1 &&
        (identifies(hop.to.front()) || identifies(field))) {
      meaning.leads_to.push_back(hop.to.front());
    }
  };
  for (const policy::Ownership& owner : table.owners) {
    if (!owner.hops.empty()) {
      follow(owner.hops.front());
    }
  }
  for (const policy::Mention& mention : table.mentions) {
    follow(mention.hop);
  }
  if (column.links_to && identifies(*column.links_to)) {
    meaning.leads_to.push_back(*column.links_to);
  }
  meaning.is_secret = std::ranges::any_of(column.categories,
                                          [this](CategoryId id) { return model_.at(id).secret; });
  meaning.identifies = identifies(field);
  meaning.holds_text = !column.clock && model_.is_personal(field) && !meaning.identifies;
  return meaning;
}

/// Whether it is one of the person's own values of that column.
bool Cells::is_theirs(const Value& value, FieldId field) const {
  const auto at = identity_.values.find(field);
  if (at == identity_.values.end()) {
    return false;
  }
  const Match match = match_of(model_, Hop{{field}, model_.at(field).table, {field}});
  const Value sought = match == Match::folded ? folded_value(value) : value;
  return std::ranges::any_of(at->second.reveal(), [&](const Value& own) {
    return (match == Match::folded ? folded_value(own) : own) == sought;
  });
}

std::string Cells::stand_in(const Value& value) const {
  Hasher hasher{key_};
  const Value folded = folded_value(value);
  hash_key(hasher, {&folded, 1});
  return "person " + to_hex(hasher.finish()).substr(0, 8);
}

std::string Cells::name_of(std::span<const Value> row, std::size_t place) const {
  Hasher hasher{key_};
  std::vector<Value> named{Value{model_.full_name(part_.fields[place])}, row[place]};
  for (const FieldId key : model_.at(part_.table).key) {
    const auto at = std::ranges::find(part_.fields, key);
    if (at != part_.fields.end()) {
      named.push_back(row[static_cast<std::size_t>(at - part_.fields.begin())]);
    }
  }
  hash_key(hasher, named);
  return to_hex(hasher.finish()).substr(0, 16);
}

Judged Cells::judge(std::size_t place, const Value& value) const {
  const Meaning& meaning = meanings_[place];
  if (is_null(value)) {
    return {};
  }
  if (meaning.is_secret) {
    return {As::withheld, "", "a credential, which is nobody's to read"};
  }
  const bool theirs_alone = part_.whose == Whose::theirs;
  if (!meaning.leads_to.empty()) {
    const bool own = std::ranges::any_of(meaning.leads_to,
                                         [&](FieldId target) { return is_theirs(value, target); });
    return own ? Judged{} : Judged{As::masked, stand_in(value), "identifies somebody else"};
  }
  if (meaning.identifies) {
    // A number says whose it is only together with its column.
    const bool own = theirs_alone || is_theirs(value, part_.fields[place]) ||
                     (std::holds_alternative<std::string>(value) &&
                      std::ranges::any_of(identity_.values, [&](const auto& known) {
                        return is_theirs(value, known.first);
                      }));
    return own ? Judged{} : Judged{As::masked, stand_in(value), "identifies somebody else"};
  }
  const auto* text = std::get_if<std::string>(&value);
  if (!meaning.holds_text || text == nullptr || std::ranges::none_of(*text, is_letter) ||
      parse_instant(*text)) {
    return {};
  }
  std::string why =
      theirs_alone ? may_name_others(*text, own_) : "stands in a row that is somebody else's too";
  return why.empty() ? Judged{} : Judged{As::waiting, "", std::move(why)};
}

}  // namespace abide::engine::access
