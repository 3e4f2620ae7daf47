// How the public notice is written, a section at a time; only the sources that do it include this.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "policy/laws.hpp"
#include "reports/document.hpp"
#include "reports/model/ground.hpp"

namespace abide::reports::notice {

/// Where somebody turns to: `Write to privacy@shop.example`.
[[nodiscard]] std::string place_words(const policy::Channel& channel);

/// Borrows the ground.
class Writer {
 public:
  explicit Writer(const Ground& ground);
  [[nodiscard]] Document document() &&;

 private:
  // notice.cpp: who, what, what for
  void who_we_are();
  void what_we_collect();
  void why();
  void never();
  void for_others();
  // notice_parts.cpp: who gets it, how long, what people may do
  void recipients();
  void transfers();
  void how_long();
  void rights();
  void withdrawal();
  void decisions();
  // notice_ends.cpp
  void cookies();
  void least_ages();
  void complaints();
  void changes();

  /// Begins a section; one that stays empty is left out.
  Section& begin(const char* id, const char* title);
  Section& begin_part(const std::string& id, const std::string& title);
  /// Personal leaves of one kind of people that come to us or lie with us, ascending.
  [[nodiscard]] std::vector<CategoryId> leaves_of(SubjectId subject) const;
  /// ` (for Person using the service)`, where the policy knows several kinds of people and not all
  /// are meant.
  [[nodiscard]] std::string only_for(const std::vector<std::string>& subjects) const;
  [[nodiscard]] std::string subject_title(SubjectId id) const;

  const Ground& ground_;
  const policy::Model& model_;
  const policy::Disclosure& said_;
  policy::Laws laws_;
  policy::RecordLaw law_;
  std::vector<Delivery> deliveries_;
  std::vector<bool> beyond_;
  std::vector<std::vector<SubjectId>> people_;  ///< by category: whose it is
  Document document_;
};

}  // namespace abide::reports::notice
