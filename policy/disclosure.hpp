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
  std::string dpo;                      ///< a name of staff, or a text
  std::vector<std::string> regulators;  ///< name and place, in turn
  std::string name = {};
  std::string country = {};
  std::string representative = {};      ///< a recipient's name, or a text
  std::vector<std::string> joint = {};  ///< the same
};
struct Purpose {
  std::string name;
  std::string title;
  std::vector<std::string> bases;  ///< `contract`, `legitimate_interests` …
  std::string interest;
  std::string automated;          ///< empty: none is declared
  std::vector<std::string> uses;  ///< categories by name, groups as written
  std::string function = {};      ///< of the business
  std::string lia = {};           ///< where the assessment of legitimate interests lies
  std::string condition9 = {};
  std::string schedule1 = {};
  std::string dpia_word = {};                   ///< `required`
  std::string dpia_link = {};                   ///< where it lies
  std::vector<std::string> processor_for = {};  ///< a recipient's name, or a text
};
struct Party {
  std::string name;
  std::string title;
  std::vector<std::string> countries;
  std::string role;
  bool is_processor = false;
  std::string safeguard;  ///< of the transfer to it: `addendum`; empty where none is declared
  std::string region = {};
  std::vector<std::string> agreements = {};
  std::string contract = {};            ///< where it lies
  std::string safeguard_promise = {};   ///< that declares the safeguard
  std::optional<Period> ages_out = {};  ///< after which what it got is gone by itself
};
/// `what` goes to `to`, or rests with it.
struct Flow {
  std::vector<std::string> what;
  std::vector<std::string> to;
  std::vector<std::string> purposes;   ///< empty for what only rests there
  std::string store = {};              ///< that `to` runs; empty for other flows
  std::vector<std::string> when = {};  ///< states
};
struct Origin {
  std::vector<std::string> what;
  std::vector<std::string> from;  ///< subjects, recipients; of what is derived, categories
  bool is_derived = false;
  std::string promise = {};
};
struct Channel {
  std::string right;
  std::vector<std::string> subjects;
  std::string channel;
  std::optional<Period> within;
  std::vector<std::string> over = {};  ///< categories; empty: not narrowed
  bool in_app = false;                 ///< the app itself does it, and nobody has to answer
  std::optional<Period> acknowledged = {};
  std::string promise = {};
};
/// `respond to WHO within PERIOD`
struct Reply {
  std::vector<std::string> to;
  Period within;
  std::string promise;
};
/// `notify WHO of EVENT by CHANNEL or CHANNEL`
struct Announcement {
  std::vector<std::string> to;
  std::string event;
  std::vector<std::string> by;
  std::string promise;
};
struct Cookie {
  std::string what;
  std::string kind;             ///< `essential`, `analytics` …
  std::vector<std::string> by;  ///< recipients; empty: we ourselves
  std::vector<std::string> purposes;
  std::string promise;
};

/// What a store says of itself beyond its tables.
struct Site {
  std::string store;
  std::vector<std::string> places;     ///< `EU`, `EU region`
  std::vector<std::string> encrypted;  ///< `at_rest`
};
/// `file KIND with PARTIES at PLACE`
struct Document {
  std::string kind;
  std::vector<std::string> with;
  std::string at;
  std::string promise = {};
};
struct State {
  std::string name;
  std::string title;
  std::string column;  ///< empty where none holds it
};
/// A probe, and the promise that it stands under.
struct Check {
  std::string probe;
  std::vector<std::string> on;  ///< stores and tables; empty: none is named
  std::string promise;
};
/// What nobody has decided yet.
struct Undecided {
  std::string id;
  std::string question;
  std::string by;  ///< a name of staff
  Date before;
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
  std::vector<std::pair<std::string, std::string>> staff = {};  ///< names and titles
  std::vector<Site> sites = {};
  std::vector<Document> documents = {};
  std::vector<State> states = {};
  std::vector<Check> checks = {};
  std::vector<Undecided> undecided = {};
  std::vector<Reply> replies = {};
  std::vector<Announcement> announcements = {};
  std::vector<Cookie> cookies = {};
  std::vector<std::pair<std::string, Period>> least_ages = {};  ///< of kinds of people, by name
  [[nodiscard]] const Party* party(std::string_view name) const;
  /// Of a name of staff or of a party; the text itself where it is neither.
  [[nodiscard]] std::string title_of(std::string_view name_or_text) const;
};

/// @pre the policy compiles
[[nodiscard]] Disclosure disclosure_of(const Sources& sources);

}  // namespace abide::policy
