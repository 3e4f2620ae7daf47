// Traits as they are gathered: what several in a row have in common is said once. Internal to the
// comparison.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "policy/compare/traits.hpp"

namespace abide::policy::compare {

class TraitList {
 public:
  /// The next traits are of this thing, and their names its own.
  void about(Part part, std::string what, std::optional<Location> location = {}) {
    turn_to(part);
    prefix_ = what + " ";
    what_ = std::move(what);
    location_ = std::move(location);
  }
  /// The next traits are said under this promise, and are the same under any other.
  void under(const std::string& promise, Location location) {
    prefix_.clear();
    what_ = promise;
    location_ = std::move(location);
  }
  void turn_to(Part part) { part_ = part; }

  void add(const std::string& name, Effect being, Effect more, Measure measure,
           const Wording& wording, std::string sentence) {
    traits_.push_back({prefix_ + name, part_, what_, being, more, std::move(measure), &wording,
                       std::move(sentence), location_});
  }
  /// There or not.
  void add(const std::string& name, Effect being, const Wording& wording, std::string sentence) {
    add(name, being, Effect::nothing, {}, wording, std::move(sentence));
  }
  /// Told only where both versions say it, and say it otherwise.
  void say(const std::string& name, const Wording& wording, const std::string& words) {
    say(name, wording, words, words);
  }
  void say(const std::string& name, const Wording& wording, const std::string& words,
           std::string sentence) {
    add(name, Effect::nothing, Effect::neither, words, wording, std::move(sentence));
  }
  [[nodiscard]] std::vector<Trait> take() { return std::move(traits_); }

 private:
  Part part_ = Part::policy;
  std::string prefix_;
  std::string what_;
  std::optional<Location> location_;
  std::vector<Trait> traits_;
};

}  // namespace abide::policy::compare
