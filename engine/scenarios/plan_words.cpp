// A plan in a line of text.
#include "engine/scenarios/plan_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace abide::engine::scenarios {
namespace {

using policy::Model;
using Verb = PlannedWords::Verb;

std::optional<std::int64_t> number(const std::string& word) {
  std::int64_t value = 0;
  const char* end = word.data() + word.size();
  const auto read = std::from_chars(word.data(), end, value);
  return read.ec == std::errc{} && read.ptr == end ? std::optional{value} : std::nullopt;
}
Value key_value(const std::string& word) {
  const auto value = number(word);
  return value ? Value{*value} : Value{word};
}

/// Divides at any of `marks`, leaving nothing empty.
std::vector<std::string> divided(const std::string& text, std::string_view marks) {
  std::vector<std::string> parts;
  std::string part;
  for (const char c : text + std::string{marks.front()}) {
    if (marks.find(c) == std::string_view::npos) {
      part += c;
    } else if (part.find_first_not_of(' ') != std::string::npos) {
      parts.push_back(part);
      part.clear();
    }
  }
  return parts;
}

std::optional<Verb> verb_of(const std::string& word) {
  if (word == "delete") return Verb::remove;
  if (word == "set" || word == "empty" || word == "unlink" || word == "sever") return Verb::set;
  return word == "keep" ? std::optional{Verb::keep} : std::nullopt;
}

/// Reads the words of one item after verb and table.
class Item {
 public:
  Item(const Model& model, std::vector<std::string> words, PlannedWords& into)
      : model_(model), words_(std::move(words)), into_(into) {}

  Result<void> read() {
    for (at_ = 2; at_ < words_.size(); ++at_) {
      if (is_count()) {
        into_.rows = static_cast<std::uint64_t>(*number(words_[at_++]));
      } else if (words_[at_] == "until" && at_ + 1 < words_.size()) {
        into_.until = words_[++at_];
      } else if (is_key_column(words_[at_]) && at_ + 1 < words_.size()) {
        add_key(words_[++at_]);
      } else if (is_column(words_[at_])) {
        into_.columns.push_back(words_[at_]);
      } else if (words_[at_] != "null") {
        add_key(words_[at_]);
      }
    }
    if (!partial_.empty()) {
      return Error{ErrorCode::refused, "a key lacks one of its columns", "name all of them"};
    }
    return {};
  }

 private:
  [[nodiscard]] bool is_count() const {
    return number(words_[at_]) && *number(words_[at_]) >= 0 && at_ + 1 < words_.size() &&
           (words_[at_ + 1] == "row" || words_[at_ + 1] == "rows");
  }
  [[nodiscard]] bool is_key_column(const std::string& word) const {
    return std::ranges::any_of(model_.at(into_.table).key,
                               [&](FieldId field) { return model_.at(field).name == word; });
  }
  [[nodiscard]] bool is_column(const std::string& word) const {
    return into_.verb == Verb::set &&
           std::ranges::any_of(model_.at(into_.table).fields,
                               [&](FieldId field) { return model_.at(field).name == word; });
  }
  void add_key(const std::string& word) {
    partial_.push_back(key_value(word));
    if (partial_.size() == model_.at(into_.table).key.size()) {
      into_.keys.push_back(std::move(partial_));
      partial_.clear();
    }
  }

  const Model& model_;
  std::vector<std::string> words_;
  PlannedWords& into_;
  std::size_t at_ = 0;
  Row partial_;
};

/// Keys are typed by people: 7 and "7" are one.
bool same_key(const Row& a, const Row& b) {
  const auto text = [](const Value& value) {
    const auto* number = std::get_if<std::int64_t>(&value);
    const auto* words = std::get_if<std::string>(&value);
    return number != nullptr ? fmt::format("{}", *number) : words != nullptr ? *words : "";
  };
  return a.size() == b.size() &&
         std::equal(a.begin(), a.end(), b.begin(),
                    [&](const Value& x, const Value& y) { return text(x) == text(y); });
}
bool among(const std::vector<Row>& keys, const Row& key) {
  return std::ranges::any_of(keys, [&](const Row& one) { return same_key(one, key); });
}

/// The deeds on one row are one when they empty columns of it in several steps.
std::vector<Deed> merged(const std::vector<Deed>& deeds) {
  std::vector<Deed> all;
  for (const Deed& deed : deeds) {
    const auto twin = std::ranges::find_if(all, [&](const Deed& one) {
      return one.table == deed.table && one.key == deed.key && one.operation == deed.operation;
    });
    if (twin == all.end()) {
      all.push_back(deed);
    } else {
      twin->columns.insert(twin->columns.end(), deed.columns.begin(), deed.columns.end());
    }
  }
  for (Deed& deed : all) std::ranges::sort(deed.columns);
  return all;
}

std::string wanted_words(const Model& model, const PlannedWords& item) {
  std::string text = item.verb == Verb::remove ? "delete "
                     : item.verb == Verb::set  ? "set "
                                               : "keep ";
  text += model.full_name(item.table);
  for (const Row& key : item.keys) text += ", " + name_of(model, item.table, key);
  for (const std::string& column : item.columns) text += ", " + column + " null";
  return text;
}

void compare_kept(const Model& model, const PlannedWords& item, const std::vector<Deed>& deeds,
                  const Plan& plan, std::vector<std::string>& wrong) {
  for (const Deed& deed : deeds) {
    if (deed.table == item.table && deed.operation == Operation::remove &&
        (item.keys.empty() || among(item.keys, deed.key))) {
      wrong.push_back(fmt::format("it does not keep, but would {}", words_of(model, deed)));
    }
  }
  const bool said = std::ranges::any_of(plan.kept, [&](const Kept& kept) {
    return kept.store + "." + kept.table == model.full_name(item.table) &&
           kept.until.find(item.until) != std::string::npos;
  });
  if (!item.until.empty() && !said) {
    wrong.push_back(fmt::format("it does not say that rows of {} stay until {}",
                                model.full_name(item.table), item.until));
  }
}

}  // namespace

Result<std::vector<PlannedWords>> read_plan_words(const Model& model, const std::string& text) {
  std::vector<PlannedWords> items;
  for (const std::string& part : divided(text, ";")) {
    const std::vector<std::string> words = divided(part, " ,");
    const auto verb = words.empty() ? std::nullopt : verb_of(words.front());
    const auto table = words.size() > 1 ? model.find_table(words[1]) : std::nullopt;
    if (!verb || !table) {
      return Error{ErrorCode::refused, fmt::format("`{}` is no part of a plan", part),
                   "write `delete STORE.TABLE 2 rows, id 1, id 2`, `set STORE.TABLE 1 row, COLUMN "
                   "null`, `unlink STORE.TABLE KEY COLUMN` or `keep STORE.TABLE KEY until DATE`"};
    }
    PlannedWords item;
    item.verb = *verb;
    item.table = *table;
    ABIDE_CHECK(Item(model, words, item).read());
    std::ranges::sort(item.columns);
    items.push_back(std::move(item));
  }
  return items;
}

std::string words_of(const Model& model, const Deed& deed) {
  std::string text = deed.operation == Operation::remove ? "delete " : "set ";
  text += model.full_name(deed.table) + ", " + name_of(model, deed.table, deed.key);
  for (const std::string& column : deed.columns) text += ", " + column + " null";
  return text;
}

std::vector<std::string> differences(const Model& model, const std::vector<PlannedWords>& expected,
                                     const std::vector<Deed>& planned, const Plan& plan) {
  std::vector<std::string> wrong;
  std::vector<Deed> left = merged(planned);
  for (const PlannedWords& item : expected) {
    if (item.verb == Verb::keep) {
      compare_kept(model, item, planned, plan, wrong);
      continue;
    }
    std::uint64_t found = 0;
    std::erase_if(left, [&](const Deed& deed) {
      const bool meant =
          deed.table == item.table &&
          deed.operation == (item.verb == Verb::remove ? Operation::remove : Operation::set) &&
          (item.keys.empty() || among(item.keys, deed.key)) &&
          (item.columns.empty() || item.columns == deed.columns);
      found += meant ? 1 : 0;
      return meant;
    });
    const std::uint64_t wanted = item.rows.value_or(std::max<std::size_t>(item.keys.size(), 1));
    if (found != wanted) {
      wrong.push_back(
          fmt::format("of `{}` it does {} of {}", wanted_words(model, item), found, wanted));
    }
  }
  for (const Deed& deed : left) {
    wrong.push_back(fmt::format("it would also {}", words_of(model, deed)));
  }
  return wrong;
}

}  // namespace abide::engine::scenarios
