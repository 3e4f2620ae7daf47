// The example's policy, notice and schemas agree with each other: quotes are the notice's, and
// every column is declared and every declared column is there. Reads the policy with a few lines of
// its own, which know no more of the language than they need.
#include <algorithm>
#include <cctype>
#include <fstream>
#include <set>
#include <sstream>

#include "studio.hpp"

namespace abide::studio::testing {
namespace {

const std::string folder = std::string{ABIDE_SOURCE_DIR} + "/docs/examples/interview-studio/";

std::string file(const std::string& name) {
  std::ifstream input{folder + name};
  std::stringstream text;
  text << input.rdbuf();
  EXPECT_FALSE(text.str().empty()) << name;
  return text.str();
}

/// Words, texts (with their opening quote) and signs, without comments.
std::vector<std::string> tokens(const std::string& text) {
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
      end = text.find('"', at + 1);
      found.push_back(text.substr(at, end - at));
      at = end + 1;
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
/// store.
class Declared {
 public:
  explicit Declared(const std::string& policy) : tokens_(tokens(policy)) {
    for (at_ = 0; at_ < tokens_.size(); ++at_) {
      if (word() == "store" && tokens_[at_ + 1].find('"') == std::string::npos) {
        store_ = tokens_[at_ + 1];
      } else if ((word() == "table" || word() == "folder") && !store_.empty()) {
        begin_table();
      } else if (word() == "promise") {
        break;
      } else if (!table_.empty()) {
        column();
      }
    }
    for (const auto& [event, place] : events_) {
      const std::size_t dot = place.rfind('.');
      columns_.insert(live_.at(place.substr(0, dot)) + place.substr(dot));
    }
  }
  [[nodiscard]] const std::set<std::string>& columns() const { return columns_; }

 private:
  [[nodiscard]] const std::string& word() {
    if (tokens_[at_] == "event" && depth_of_table_ == 0) {
      note_event();
    }
    return tokens_[at_];
  }
  void note_event() {
    for (std::size_t i = at_; tokens_[i] != ";"; ++i) {
      if (tokens_[i] == "at") {
        events_[tokens_[at_ + 1]] = tokens_[i + 1];
      }
    }
  }
  void begin_table() {
    const std::string name = tokens_[at_ + 1];
    table_ = store_ + "." + name;
    live_[table_] = table_;
    for (; tokens_[at_] != "{"; ++at_) {
      if (tokens_[at_] == "as") {
        live_[table_] = store_ + "." + tokens_[at_ + 1].substr(1);
      }
    }
    depth_of_table_ = 1;
  }
  void column() {
    const std::string& here = tokens_[at_];
    if (here == "}") {
      table_.clear();
      depth_of_table_ = 0;
    } else if (here == "key" || here == "field" || here == "clock" || here == "through") {
      columns_.insert(live_.at(table_) + "." + tokens_[++at_]);
    }
  }

  std::vector<std::string> tokens_;
  std::size_t at_ = 0;
  int depth_of_table_ = 0;
  std::string store_;
  std::string table_;
  std::map<std::string, std::string> live_;
  std::map<std::string, std::string> events_;
  std::set<std::string> columns_;
};

std::set<std::string> live_columns(const Studio& studio) {
  std::set<std::string> found;
  for (const char* name : store_names) {
    const auto schema = studio.store(name).connect()->schema();
    for (const LiveTable& table : schema->tables) {
      for (const LiveColumn& column : table.columns) {
        found.insert(std::string{name} + "." + table.name + "." + column.name);
      }
    }
  }
  return found;
}

TEST(StudioPolicy, declares_every_column_and_no_other) {
  const Studio studio{options_for(20, 0)};
  const Declared declared{file("interview-studio.policy")};
  EXPECT_EQ(declared.columns(), live_columns(studio));
  EXPECT_TRUE(declared.columns().contains("db.auth.sessions.user_agent"));
}

// The twin that must fail: a column nobody declared is seen.
TEST(StudioPolicy, a_new_column_would_be_noticed) {
  const Studio studio{options_for(20, 0)};
  studio.store("db").run("ALTER TABLE answers ADD COLUMN mood TEXT");
  EXPECT_NE(Declared{file("interview-studio.policy")}.columns(), live_columns(studio));
}

std::string without_blanks(const std::string& text) {
  std::string kept;
  std::copy_if(text.begin(), text.end(), std::back_inserter(kept),
               [](unsigned char c) { return std::isspace(c) == 0; });
  return kept;
}

/// The notice cut into sections, by heading; headings are lines of their own.
std::map<std::string, std::string> sections(const std::string& notice) {
  std::map<std::string, std::string> found;
  std::istringstream lines{notice};
  std::string heading;
  for (std::string line; std::getline(lines, line);) {
    const bool is_heading =
        line == "Privacy Policy" ||
        (line.size() < 60 && std::isdigit(static_cast<unsigned char>(line[0])) != 0);
    if (is_heading) {
      heading = line;
    }
    found[heading] += without_blanks(line);
  }
  return found;
}

TEST(StudioPolicy, quotes_the_notice_word_for_word_in_the_section_it_names) {
  const auto text = sections(file("interview-studio.txt"));
  const auto words = tokens(file("interview-studio.policy"));
  int quotes = 0;
  for (std::size_t i = 0; i + 4 < words.size(); ++i) {
    if (words[i] != "promise") {
      continue;
    }
    std::size_t quote = i + 2;
    quote += words[quote].front() == '"' ? 0 : 1;
    ASSERT_EQ(words[quote].front(), '"') << words[i + 1];
    ASSERT_EQ(words[quote + 1], "in") << words[i + 1];
    const auto section = text.find(words[quote + 2].substr(1));
    ASSERT_NE(section, text.end()) << words[i + 1];
    EXPECT_NE(section->second.find(without_blanks(words[quote].substr(1))), std::string::npos)
        << words[i + 1];
    ++quotes;
  }
  EXPECT_EQ(quotes, 96);
}

TEST(StudioSchema, nothing_cascades_and_every_reference_is_indexed) {
  const Studio studio{options_for(20, 0)};
  int references = 0;
  for (const char* name : store_names) {
    const auto schema = studio.store(name).connect()->schema();
    ASSERT_TRUE(schema.ok());
    for (const LiveTable& table : schema->tables) {
      EXPECT_FALSE(table.key.empty()) << table.name;
      EXPECT_TRUE(table.triggers.empty()) << table.name;
      for (const ForeignKey& key : table.foreign_keys) {
        ++references;
        EXPECT_EQ(key.on_delete, ForeignKey::Action::none) << table.name;
        EXPECT_TRUE(key.indexed) << table.name;
      }
    }
  }
  EXPECT_EQ(references, 6);
}

TEST(StudioSchema, what_is_severed_or_blanked_can_be_empty) {
  const Studio studio{options_for(20, 0)};
  const auto nullable = [&](const char* store, const char* table, const char* column) {
    return studio.store(store).rows(std::string{"SELECT \"notnull\" FROM pragma_table_info('"} +
                                    table + "') WHERE name = '" + column + "'") == "0\n";
  };
  EXPECT_TRUE(nullable("db", "purchases", "user_id"));
  EXPECT_TRUE(nullable("db", "purchases", "stripe_customer"));
  EXPECT_TRUE(nullable("mailbox", "messages", "to_address"));
  EXPECT_TRUE(nullable("mailbox", "messages", "cc_address"));
  EXPECT_TRUE(nullable("mailbox", "replies", "cc_address"));
  EXPECT_FALSE(nullable("db", "purchases", "paid_at"));
}

}  // namespace
}  // namespace abide::studio::testing
