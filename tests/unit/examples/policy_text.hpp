// An example's policy read with a few lines of their own, which know no more of the language than
// they need: which columns it declares, and what it quotes from where.
#pragma once

#include <algorithm>
#include <cctype>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

namespace abide::examples::testing {

/// Words, texts (with their opening quote) and signs, without comments.
inline std::vector<std::string> tokens(const std::string& text) {
  std::vector<std::string> found;
  for (std::size_t at = 0; at < text.size();) {
    const auto is_word = [&](std::size_t i) {
      return i < text.size() && (std::isalnum(static_cast<unsigned char>(text[i])) != 0 ||
                                 text[i] == '_' || text[i] == '.' || text[i] == '-');
    };
    std::size_t end = at + 1;
    if (text.compare(at, 2, "//") == 0) {
      at = std::min(text.find('\n', at), text.size());
      continue;
    }
    if (text[at] == '"') {
      std::string quoted{'"'};
      for (++at; text[at] != '"'; ++at) {
        at += text[at] == '\\' ? 1 : 0;  // `\"` is a quote within
        quoted += text[at];
      }
      found.push_back(std::move(quoted));
      ++at;
      continue;
    }
    while (is_word(at) && is_word(end)) {
      ++end;
    }
    if (std::isspace(static_cast<unsigned char>(text[at])) == 0) {
      found.push_back(text.substr(at, end - at));
    }
    at = end;
  }
  return found;
}

/// `store.table.column` for every column that the policy declares, tables by their names in the
/// store. Stores out of reach are left out.
class Declared {
 public:
  explicit Declared(const std::string& policy) : tokens_(tokens(policy)) {
    for (at_ = 0; at_ < tokens_.size() && word() != "promise"; ++at_) {
      if (word() == "store" && tokens_[at_ + 1].find('"') == std::string::npos) {
        store_ = tokens_[at_ + 1];
      } else if (is_table(word()) && !store_.empty()) {
        begin_table();
      } else if (!table_.empty()) {
        column();
      } else if (word() == "event" || word() == "state") {
        note_moment();
      } else if (word() == "reach") {
        out_of_reach_.insert(store_);
      }
    }
    for (const std::string& place : moments_) {
      const std::size_t dot = place.rfind('.');
      columns_.insert(live_.at(place.substr(0, dot)) + place.substr(dot));
    }
    std::erase_if(columns_, [&](const std::string& column) {
      return out_of_reach_.contains(column.substr(0, column.find('.')));
    });
  }
  [[nodiscard]] const std::set<std::string>& columns() const { return columns_; }

 private:
  static bool is_table(const std::string& word) {
    return word == "table" || word == "folder" || word == "keyspace" || word == "topic";
  }
  [[nodiscard]] const std::string& word() const { return tokens_[at_]; }
  /// The column that dates an event or holds a state is declared by it.
  void note_moment() {
    for (std::size_t i = at_; tokens_[i] != ";"; ++i) {
      if (tokens_[i] == "at") {
        moments_.insert(tokens_[i + 1]);
      }
    }
  }
  void begin_table() {
    table_ = store_ + "." + tokens_[at_ + 1];
    live_[table_] = table_;
    for (; tokens_[at_] != "{"; ++at_) {
      if (tokens_[at_] == "as") {
        live_[table_] = store_ + "." + tokens_[at_ + 1].substr(1);
      }
    }
  }
  void column() {
    static const std::set<std::string> before_a_column{"key",  "field", "clock", "through",
                                                       "link", "when",  "blanks"};
    if (word() == "}") {
      table_.clear();
    } else if (word() == "from") {
      at_ += 3;  // `owned by S from T through column of T`
    } else if (before_a_column.contains(word())) {
      columns_.insert(live_.at(table_) + "." + tokens_[++at_]);
    }
  }

  std::vector<std::string> tokens_;
  std::size_t at_ = 0;
  std::string store_;
  std::string table_;
  std::map<std::string, std::string> live_;
  std::set<std::string> moments_;
  std::set<std::string> out_of_reach_;
  std::set<std::string> columns_;
};

struct Quote {
  std::string promise;
  std::string text;
  std::string section;
};
/// What the promises quote, in their order.
inline std::vector<Quote> quotes(const std::string& policy) {
  std::vector<Quote> found;
  const auto words = tokens(policy);
  for (std::size_t i = 0; i + 4 < words.size(); ++i) {
    if (words[i] != "promise") {
      continue;
    }
    std::size_t at = i + 2;
    std::vector<std::string> texts;
    for (; words[at] != "in" && words[at] != "{"; ++at) {
      if (words[at].front() == '"') {
        texts.push_back(words[at].substr(1));
      }
    }
    const std::string section = words[at] == "in" ? words[at + 1].substr(1) : "";
    for (const std::string& text : texts) {
      found.push_back({words[i + 1], text, section});
    }
  }
  return found;
}

inline std::string without_blanks(const std::string& text) {
  std::string kept;
  std::ranges::copy_if(text, std::back_inserter(kept),
                       [](unsigned char c) { return std::isspace(c) == 0; });
  return kept;
}

/// The notice cut at its headings, which are the lines that some quote names as its section.
inline std::map<std::string, std::string> sections(const std::string& notice,
                                                   const std::vector<Quote>& quotes) {
  std::set<std::string> headings;
  for (const Quote& quote : quotes) {
    headings.insert(quote.section);
  }
  std::map<std::string, std::string> found;
  std::istringstream lines{notice};
  std::string heading;
  for (std::string line; std::getline(lines, line);) {
    heading = headings.contains(line) ? line : heading;
    found[heading] += without_blanks(line);
  }
  return found;
}

}  // namespace abide::examples::testing
