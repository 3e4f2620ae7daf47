// The register of recipients, processors and transfers: who gets what for which purpose, where they
// sit, under which agreement and safeguard, and what they are kept from.
#pragma once

#include <string>
#include <vector>

#include "reports/document.hpp"
#include "reports/model/ground.hpp"
#include "reports/record/table.hpp"

namespace abide::reports::parties {

struct Entry {
  RecipientId id;
  bool abroad = false;
  std::vector<std::string> countries;  ///< by name
  std::vector<std::string> agreements;
  std::vector<std::string> contracts;  ///< where they lie
  std::string safeguard;               ///< empty where none is declared
  std::vector<std::string> gets;       ///< a line a sentence: what, for what, while what
  std::vector<std::string> hosts;      ///< the same of what rests with it
  std::vector<std::string> runs;       ///< stores
  std::vector<std::string> gives;      ///< data that comes from it
  std::vector<std::string> barred;     ///< what it is never to get or do
  std::vector<std::string> limits;     ///< what it cannot do, as the policy declares
  std::vector<std::string> promises;
  [[nodiscard]] bool receives() const { return !(gets.empty() && hosts.empty()); }
  /// It sits abroad, and something goes there or rests there.
  [[nodiscard]] bool is_transfer() const { return abroad && receives(); }
};
/// By recipient, in the order declared.
[[nodiscard]] std::vector<Entry> entries_of(const Ground& ground);

[[nodiscard]] Document document_of(const Ground& ground);
[[nodiscard]] record::RecordTable table_of(const Ground& ground);

}  // namespace abide::reports::parties
