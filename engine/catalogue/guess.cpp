// Words in names, and words that mean the same.
#include "engine/catalogue/guess.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

#include "engine/catalogue/parts.hpp"

namespace abide::engine::catalogue {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_letter(char c) { return lower(c) >= 'a' && lower(c) <= 'z'; }

struct Likeness {
  std::string_view word;
  std::string_view means;
};
/// Words of columns, and the word that a category would use.
constexpr std::array likenesses{
    Likeness{"mail", "email"},        Likeness{"mailbox", "email"},
    Likeness{"nickname", "name"},     Likeness{"surname", "name"},
    Likeness{"forename", "name"},     Likeness{"firstname", "name"},
    Likeness{"lastname", "name"},     Likeness{"username", "name"},
    Likeness{"fullname", "name"},     Likeness{"mobile", "phone"},
    Likeness{"tel", "phone"},         Likeness{"telephone", "phone"},
    Likeness{"street", "address"},    Likeness{"postcode", "address"},
    Likeness{"zip", "address"},       Likeness{"city", "address"},
    Likeness{"dob", "birth"},         Likeness{"birthday", "birth"},
    Likeness{"birthdate", "birth"},   Likeness{"comment", "body"},
    Likeness{"note", "body"},         Likeness{"message", "body"},
    Likeness{"text", "body"},         Likeness{"content", "body"},
    Likeness{"browser", "browser"},   Likeness{"ua", "browser"},
    Likeness{"useragent", "browser"}, Likeness{"gender", "sex"},
};

/// Lower-case words of a name, plurals cut: `userEmail`, `E_MAILS` → user email, e mail.
std::vector<std::string> words_of(std::string_view name) {
  std::vector<std::string> words{""};
  for (std::size_t i = 0; i < name.size(); ++i) {
    const bool starts = i > 0 && is_upper(name[i]) && !is_upper(name[i - 1]);
    if (!is_letter(name[i]) || starts) {
      words.emplace_back();
    }
    if (is_letter(name[i])) {
      words.back() += lower(name[i]);
    }
  }
  std::erase(words, "");
  for (std::string& word : words) {
    if (word.size() > 3 && word.ends_with('s') && !word.ends_with("ss") && !word.ends_with("us")) {
      word.pop_back();
    }
    const auto like = std::ranges::find(likenesses, std::string_view{word}, &Likeness::word);
    word = like == likenesses.end() ? word : std::string{like->means};
  }
  return words;
}

/// How many words two names share; the last word of each says most.
int likeness(const std::vector<std::string>& column, const std::vector<std::string>& leaf) {
  int score = 0;
  for (const std::string& word : leaf) {
    score += std::ranges::find(column, word) != column.end() ? 2 : 0;
  }
  if (score > 0 && !column.empty() && column.back() == leaf.back()) {
    ++score;
  }
  return score;
}

bool is_name(std::string_view text) {
  return !text.empty() && is_letter(text.front()) && std::ranges::all_of(text, [](char c) {
    return is_letter(c) || (c >= '0' && c <= '9') || c == '_';
  });
}

/// The name a policy would use, and `as "…"` where the store's own is none.
std::string named(std::string_view live) {
  if (is_name(live)) {
    return std::string{live};
  }
  std::string name = is_letter(live.empty() ? '_' : live.front()) ? "" : "c_";
  std::string quoted;
  for (const char c : live) {
    name += is_letter(c) || (c >= '0' && c <= '9') ? c : '_';
    quoted += c == '"' || c == '\\' ? std::string{'\\', c} : std::string{c};
  }
  return fmt::format("{} as \"{}\"", name, quoted);
}

bool points_at_home(const policy::Model& model, StoreId store, const ForeignKey& key,
                    SubjectId subject) {
  const FieldId own = model.at(subject).identified_by.front();
  const policy::Table& home = model.at(model.at(own).table);
  return home.store == store && home.live_name == key.target_table && key.columns.size() == 1;
}

}  // namespace

std::optional<CategoryId> guess_category(const policy::Model& model, std::string_view column) {
  for (const policy::Field& field : model.fields) {
    if (field.column == column && !field.categories.empty()) {
      return field.categories.front();
    }
  }
  const auto words = words_of(column);
  std::optional<CategoryId> best;
  int best_score = 0;
  for (std::uint32_t i = 0; i < model.categories.size(); ++i) {
    const policy::Category& category = model.categories[i];
    if (!category.leaf) {
      continue;
    }
    int score = likeness(words, words_of(category.name.substr(category.name.rfind('.') + 1)));
    for (const std::string& alias : category.aliases) {
      score = std::max(score, likeness(words, words_of(alias)) - 1);
    }
    if (score > best_score) {
      best_score = score;
      best = CategoryId{i};
    }
  }
  return best;
}

std::string field_line(const policy::Model& model, std::string_view column) {
  const auto category = guess_category(model, column);
  return fmt::format("field {}: {};", named(column),
                     category ? model.at(*category).name : "CATEGORY");
}

std::string table_block(const policy::Model& model, StoreId store, const LiveTable& live) {
  std::string name = named(live.name);
  std::string text = fmt::format("table {} {{", name);
  if (!live.key.empty()) {
    text += fmt::format(" key {};", fmt::join(live.key, ", "));
  }
  for (const ForeignKey& key : live.foreign_keys) {
    for (std::uint32_t i = 0; i < model.subjects.size(); ++i) {
      if (!model.subjects[i].identified_by.empty() &&
          points_at_home(model, store, key, SubjectId{i})) {
        const FieldId own = model.subjects[i].identified_by.front();
        text += fmt::format(" owned by {} through {} to {}.{};", model.subjects[i].name,
                            named(key.columns.front()), model.at(model.at(own).table).name,
                            model.at(own).name);
      }
    }
  }
  for (const LiveColumn& column : live.columns) {
    if (std::ranges::find(live.key, column.name) == live.key.end()) {
      text += " " + field_line(model, column.name);
    }
  }
  return text + " }";
}

}  // namespace abide::engine::catalogue
