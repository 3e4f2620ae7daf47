// Who receives data, where it rests, how it is protected, and who answers for what is blank.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "reports/record/record.hpp"

namespace abide::reports::record {

/// Who fills what a policy cannot say.
struct Fillers {
  std::string officer;    ///< whoever answers for data protection
  std::string operator_;  ///< whoever runs Abide here
};
[[nodiscard]] Fillers fillers_of(const Input& input);
/// The officer, or whoever the purpose's business function is.
[[nodiscard]] std::string owner_of(const Fillers& fillers, const policy::Purpose* purpose);

/// What is done with which data, as far as recipients and measures ask.
struct Handling {
  const policy::Purpose* purpose = nullptr;
  std::vector<CategoryId> leaves;
  std::set<std::string> stores;  ///< that hold them for this
  std::set<std::string> tables;  ///< `db.users`
};
[[nodiscard]] Handling handling_of(const policy::Model& model, const Activity& activity);
[[nodiscard]] Handling handling_of(const policy::Model& model, const policy::Purpose& purpose);

/// Where contracts with it lie.
[[nodiscard]] std::vector<std::string> contracts_of(const policy::Disclosure& said,
                                                    const policy::Party& party);
/// Whoever the policy sends it to for this purpose, or lets it rest with.
[[nodiscard]] std::vector<Receiver> receivers_of(const Input& input, const Handling& handling,
                                                 const std::string& home);
/// What the policy declares of stores, and the promises of the notice that a check stands under.
[[nodiscard]] std::vector<Measure> measures_of(const Input& input, const Handling& handling);

/// The country whose law the policy names first; the first controller's own where that is none.
[[nodiscard]] std::string home_of(const policy::Model& model, const policy::Disclosure& said);
/// `db is Supabase PostgreSQL, European Union (EU region)`
[[nodiscard]] std::string site_words(const policy::Store& store, const policy::Site& site);
/// `United States`; the code itself where it is no country's.
[[nodiscard]] std::string country_name(const std::string& code);

/// `UK Addendum to the EU standard contractual clauses`
[[nodiscard]] std::string safeguard_words(const std::string& word);

/// The cells about recipients that both kinds of record have.
[[nodiscard]] Cell countries_cell(const std::vector<Receiver>& receivers);
[[nodiscard]] Cell safeguards_cell(const std::vector<Receiver>& receivers, const Fillers& fillers);
[[nodiscard]] Cell measures_cell(const std::vector<Measure>& measures, const Fillers& fillers);

}  // namespace abide::reports::record
