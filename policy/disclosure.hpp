// What a policy says to people about its use of their data: who is responsible, for what purposes,
// who receives what and where, from whom it comes, and how their rights are used. For texts that
// people read; no run rests on it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "policy/load.hpp"

namespace abide::policy {

/// A block with its title (its name where it has none) and the attributes that people are told.
struct Controller {
  std::string title;
  std::string contact;
  std::string address;
  std::string website;
  std::string dpo;
  std::vector<std::string> regulators;  ///< name and place, in turn
};
struct Purpose {
  std::string name;
  std::string title;
  std::vector<std::string> bases;  ///< `contract`, `legitimate_interests` …
  std::string interest;
  std::string automated;          ///< empty: none is declared
  std::vector<std::string> uses;  ///< categories by name, groups as written
};
struct Party {
  std::string name;
  std::string title;
  std::vector<std::string> countries;
  std::string role;
  bool is_processor = false;
  std::string safeguard;  ///< of the transfer to it: `addendum`; empty where none is declared
};
/// `what` goes to `to`, or rests with it.
struct Flow {
  std::vector<std::string> what;
  std::vector<std::string> to;
  std::vector<std::string> purposes;  ///< empty for what only rests there
};
struct Origin {
  std::vector<std::string> what;
  std::vector<std::string> from;  ///< subjects, recipients; of what is derived, categories
  bool is_derived = false;
};
struct Channel {
  std::string right;
  std::vector<std::string> subjects;
  std::string channel;
  std::optional<Period> within;
};

struct Disclosure {
  std::string title;   ///< of the policy
  std::string notice;  ///< file, beside the policy
  std::optional<Date> updated;
  std::vector<Controller> controllers;
  std::vector<Purpose> purposes;
  std::vector<Party> parties;
  std::vector<Flow> flows;
  std::vector<Origin> origins;
  std::vector<Channel> channels;
  [[nodiscard]] const Party* party(std::string_view name) const;
};

/// @pre the policy compiles
[[nodiscard]] Disclosure disclosure_of(const Sources& sources);

}  // namespace abide::policy
