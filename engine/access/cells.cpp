// Cells, judged by what the policy says of their column and by what stands in them.
#include "engine/access/cells.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "base/time.hpp"
#include "engine/access/names.hpp"
#include "engine/plan/paths.hpp"

namespace abide::engine::access {
namespace {

using policy::Hop;
using policy::Model;
using As = Judged::As;

/// Whether somebody may have written it, in whatever encoding: pictures and the like hold bytes
/// that stand for no character.
bool is_writing(std::string_view text) {
  return std::ranges::none_of(
      text, [](unsigned char c) { return c < 0x20 && c != '\t' && c != '\n' && c != '\r'; });
}

}  // namespace

Cells::Cells(const Model& model, const Part& part, const Identity& identity,
             const KnownWords& words, std::span<const std::uint8_t> key)
    : model_(model), part_(part), identity_(identity), key_(key.begin(), key.end()), words_(words) {
  for (const FieldId field : part.fields) {
    meanings_.push_back(meaning_of(field));
  }
}

Cells::Meaning Cells::meaning_of(FieldId field) const {
  const policy::Field& column = model_.at(field);
  const auto identifies = [this](FieldId one) {
    return model_.only_identifies(one) ||
           std::ranges::any_of(model_.subjects, [one](const policy::Subject& subject) {
             return std::ranges::find(subject.identified_by, one) != subject.identified_by.end();
           });
  };
  const auto& own = model_.at(identity_.subject).identified_by;
  Meaning meaning;
  for (const FieldId target : model_.points_at(field)) {
    if (identifies(target) || identifies(field)) {
      meaning.leads_to.push_back(target);
    }
  }
  // What identifies the person is theirs, whatever it leads to.
  if (!meaning.leads_to.empty() && std::ranges::find(own, field) != own.end()) {
    meaning.leads_to.push_back(field);
  }
  meaning.is_secret = std::ranges::any_of(column.categories,
                                          [this](CategoryId id) { return model_.at(id).secret; });
  meaning.identifies = identifies(field);
  meaning.is_of_a_person = model_.is_personal(field) && !meaning.identifies;
  meaning.is_moment = column.clock.has_value();
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
  if (!meaning.is_of_a_person) {
    return {};
  }
  std::string why = why_read_first(meaning, value);
  return why.empty() ? Judged{} : Judged{As::waiting, "", std::move(why)};
}

/// Why somebody reads it before it is shown, in words; empty when nobody need. In a row that others
/// have too whatever says something of a person may be theirs: words, numbers and days alike.
std::string Cells::why_read_first(const Meaning& meaning, const Value& value) const {
  const auto* text = std::get_if<std::string>(&value);
  const auto* bytes = std::get_if<Bytes>(&value);
  const bool is_empty =
      (text != nullptr && trimmed(*text).empty()) || (bytes != nullptr && bytes->empty());
  if (part_.whose != Whose::theirs) {
    return is_empty ? "" : "stands in a row that is somebody else's too";
  }
  if (meaning.is_moment || (text == nullptr && bytes == nullptr)) {
    return "";
  }
  // A letter may as well be stored as bytes, or in an old encoding.
  const std::string_view written =
      text != nullptr
          ? std::string_view{*text}
          : std::string_view{reinterpret_cast<const char*>(bytes->data()), bytes->size()};
  if (parse_instant(written) || !is_writing(written)) {
    return "";
  }
  if (!holds_letters(written)) {
    return is_a_number_to_call(written) ? "looks like a number to call" : "";
  }
  if (words_.of_others.contains(as_called(written))) {
    return "is what somebody else is called who is known here";
  }
  return may_name_others(written, words_.own);
}

}  // namespace abide::engine::access
