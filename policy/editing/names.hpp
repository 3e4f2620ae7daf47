// Which name means what: every thing that a policy and its deployments name, and every place that
// names it. Looked up as the resolver does, part by part: `db.users.id` names a store, a table and
// a column.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "policy/editing/script.hpp"

namespace abide::policy::editing {

/// A text and what was read of it. The text outlives the names.
struct ReadText {
  std::string_view text;
  const Script* script = nullptr;
};

struct Thing {
  Kind kind = Kind::category;
  std::string name;                 ///< in full: `contact.email`, `db.users.id`
  std::optional<std::uint32_t> in;  ///< the thing that its name begins with
  SourceSpan place = {};            ///< its own part of the name, where it is declared; empty for
                                    ///< what is built in
  std::uint32_t item = no_item;     ///< that declares it, in the file of the place
  /// Without what it is in.
  [[nodiscard]] std::string_view own_name(const std::vector<Thing>& things) const;
};

/// One place that names a thing: the part of the text that is its own.
struct Mention {
  SourceSpan span = {};
  std::uint32_t thing = 0;
  std::uint32_t item = no_item;  ///< it stands in
  bool declares = false;
  bool operator==(const Mention&) const = default;
};

class Names {
 public:
  /// Texts in the order in which spans count them.
  explicit Names(std::vector<ReadText> texts);

  [[nodiscard]] const std::vector<Thing>& things() const { return things_; }
  /// By file and place.
  [[nodiscard]] const std::vector<Mention>& mentions() const { return mentions_; }
  [[nodiscard]] std::span<const ReadText> texts() const { return texts_; }
  /// Names in positions for names that mean nothing there, by file and place.
  [[nodiscard]] const std::vector<NameUse>& unknown() const { return unknown_; }

  /// The mention that holds the place or ends there.
  [[nodiscard]] const Mention* at(std::uint32_t file, std::uint32_t offset) const;
  /// A thing of one of the kinds by its full name.
  [[nodiscard]] std::optional<std::uint32_t> find(Kinds kinds, std::string_view name) const;
  /// Things of the kinds, in the order declared.
  [[nodiscard]] std::vector<std::uint32_t> all(Kinds kinds) const;
  /// The table or store in whose block an item stands.
  [[nodiscard]] std::optional<std::uint32_t> around(Kind kind, std::uint32_t file,
                                                    std::uint32_t item) const;

 private:
  friend class NamesMaker;
  std::vector<ReadText> texts_;
  std::vector<Thing> things_;
  std::vector<Mention> mentions_;
  std::vector<NameUse> unknown_;
  std::unordered_map<std::string, std::vector<std::uint32_t>> by_name_;
  std::vector<std::unordered_map<std::uint32_t, std::uint32_t>> declared_by_;  ///< item to thing
};

}  // namespace abide::policy::editing
