// Law as dated data: which regimes exist and what `because law KEY` names. The rows are JSON files
// in policy/regimes/, compiled in.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"

namespace abide::policy {

/// What one row of law says of keeping a record.
struct Law {
  enum class Kind {
    obligation,  ///< keep it
    limit,       ///< a claim period that permits keeping
    ban,         ///< do not keep it
  };
  std::string key;     ///< `uk.ct`
  std::string record;  ///< what it is about
  Kind kind = Kind::obligation;
  std::optional<Period> period;  ///< absent where the law states none; zero for a ban
  std::string start;             ///< what it counts from, in words
  std::string statute;
  std::string jurisdiction;
  std::optional<Date> from;  ///< in force since
  std::string source;
};
/// The articles of a regime that a record of processing names. Empty where the tables have none:
/// then nothing may be stated as law.
struct RecordLaw {
  using Articles = std::map<std::string, std::string, std::less<>>;
  std::string name;         ///< `UK GDPR`
  std::string term;         ///< of the Data Privacy Vocabulary for the law; may be empty
  std::string controllers;  ///< `Article 30(1)`
  std::string processors;
  Articles bases;  ///< of a basis: `consent` is `Article 6(1)(a)`
  Articles parts;  ///< of a part of the questions: `Security` is `Article 30(1)(g)`
  [[nodiscard]] bool is_known() const { return !name.empty(); }
  bool operator==(const RecordLaw&) const = default;
};
/// Something that a regime asks of every policy under it, told by one diagnostic.
struct Duty {
  std::string code;          ///< `W0411`
  std::string of;            ///< which right, where the code tells of several
  std::optional<Date> from;  ///< in force since; before that nothing is asked
  std::string source;        ///< `UK GDPR Art 13(1)(a)`
  bool is_checked = false;   ///< somebody read the source; else it is not to be said as law
};
struct Regime {
  std::string key;  ///< `uk_gdpr`
  std::string title;
  std::string jurisdiction;
  RecordLaw record = {};
  std::vector<std::string> territory = {};  ///< countries that data reaches without a transfer
  std::vector<Duty> duties = {};
  std::optional<Period> answer = {};  ///< in which a request has to be answered
};

class Laws {
 public:
  /// The rows compiled into this program.
  static Laws built_in();
  /// The row in force last.
  [[nodiscard]] const Law* find(std::string_view key) const;
  [[nodiscard]] const Regime* find_regime(std::string_view key) const;
  /// Of the first of these regimes that says what a record of processing holds; unknown where none
  /// does.
  [[nodiscard]] RecordLaw record_law(const std::vector<std::string>& regimes) const;
  /// What asks for `code` among the regimes named, on that day or, without one, on the last day
  /// that the tables know. Of several regimes that ask the same the first.
  [[nodiscard]] std::vector<const Duty*> duties(std::string_view code,
                                                const std::vector<std::string>& regimes,
                                                const std::optional<Date>& day) const;
  /// Whether a country lies within the territory of every regime named that has one.
  [[nodiscard]] bool is_within(std::string_view country,
                               const std::vector<std::string>& regimes) const;
  [[nodiscard]] const std::vector<Law>& laws() const { return laws_; }
  [[nodiscard]] const std::vector<Regime>& regimes() const { return regimes_; }

 private:
  std::vector<Law> laws_;
  std::vector<Regime> regimes_;
};

}  // namespace abide::policy
