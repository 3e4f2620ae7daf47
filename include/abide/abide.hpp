// Abide for other programs: may this data go to that recipient, for that purpose, by the policy?
//
// A program loads the policy once and asks before it sends. The statements of the policy are
// compiled to bits, so that an answer takes some nanoseconds however many there are:
//
//   auto loaded = abide::Guard::open("shop.policy");
//   auto* guard = std::get_if<abide::Guard>(&loaded);
//   if (guard == nullptr) { /* std::get<abide::Refusal>(loaded).text says why */ }
//   if (guard->policy().allows("stripe", "payments", "payment.card")) { /* send it */ }
//
// Everything fails closed: what no promise sends, a name that the policy does not declare, and a
// state that nobody told about permit nothing. Errors are values; the one exception is
// std::bad_alloc. C++17.
//
// Until version 1.0 a change of the second number may break programs; after it, of the first.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace abide {

/// Why no policy was loaded.
struct Refusal {
  enum class Why {
    unreadable,  ///< the file is not there or cannot be read; trying again is safe
    faulty,      ///< the policy has errors: they have to be mended first
    too_large,   ///< so many states decide over one recipient that the answers fill memory
  };
  Why why = Why::unreadable;
  std::string text;  ///< for people: the messages that `abide check` gives, with their places
};

/// What decides over one category that has no others below it.
struct Reason {
  std::string category;
  bool allowed = false;
  std::string promise;   ///< the id of the promise; empty where none sends it there for that
  std::string sentence;  ///< its statement, as the policy has it
};

/// An answer with its reasons.
struct Answer {
  bool allowed = false;
  std::vector<Reason> reasons;  ///< in the policy's order; none where a name is unknown
  std::string unknown;          ///< the name that the policy does not declare, and which was meant
};

/// A policy that was read, resolved and checked. Never changes; copies share it and cost a counter.
/// Any number of threads may ask it.
class Policy {
 public:
  /// A name looked up once, to ask without looking it up again. It holds for every policy that
  /// declares the same names in the same order, such as a later version whose promises alone
  /// changed; of any other it permits nothing.
  template <class Kind>
  class Id {
   private:
    friend class Policy;
    Id(std::uint64_t names, std::uint32_t index) : names_(names), index_(index) {}
    std::uint64_t names_;
    std::uint32_t index_;
  };
  using Recipient = Id<struct RecipientKind>;  ///< a `recipient` or a `processor`
  using Purpose = Id<struct PurposeKind>;
  using Category = Id<struct CategoryKind>;
  using State = Id<struct StateKind>;

  /// What is known about a person at the moment of the question. A state that nobody set is
  /// unknown: it permits nothing that needs it, and ends no prohibition. A plain value.
  class States {
   public:
    void hold(State state);      ///< the person is known to be in it
    void not_hold(State state);  ///< the person is known not to be in it

   private:
    friend class Policy;
    struct Known;
    [[nodiscard]] Known known_by(std::uint64_t names) const;
    std::shared_ptr<const Known> known_;
  };

  /// Reads the policy and what it imports, from the file system and from nowhere else. What expires
  /// (waivers) is judged by today's date in UTC.
  [[nodiscard]] static std::variant<Policy, Refusal> load(const std::string& path);

  // Each is nothing where the policy declares no such name.
  [[nodiscard]] std::optional<Recipient> recipient(std::string_view name) const;
  [[nodiscard]] std::optional<Purpose> purpose(std::string_view name) const;
  [[nodiscard]] std::optional<Category> category(std::string_view name) const;
  [[nodiscard]] std::optional<State> state(std::string_view name) const;

  /// Whether the data may go. A category with others below it goes when all of them may.
  [[nodiscard]] bool allows(std::string_view to, std::string_view purpose,
                            std::string_view category, const States& states = {}) const;
  [[nodiscard]] bool allows(Recipient to, Purpose purpose, Category category,
                            const States& states = {}) const;
  /// Whether all of several may go together: of names, or of ids. None at all may.
  template <class To, class For, class Categories>
  [[nodiscard]] bool allows_all(const To& to, const For& purpose, const Categories& categories,
                                const States& states = {}) const {
    for (const auto& one : categories) {
      if (!allows(to, purpose, one, states)) return false;
    }
    return true;
  }
  template <class To, class For, class One>
  [[nodiscard]] bool allows_all(const To& to, const For& purpose,
                                std::initializer_list<One> categories,
                                const States& states = {}) const {
    return allows_all<To, For, std::initializer_list<One>>(to, purpose, categories, states);
  }

  /// The same answer with what decides, category by category; slower, for people and for logs.
  /// It tells of the policy alone, never of anybody's data.
  [[nodiscard]] Answer why(std::string_view to, std::string_view purpose, std::string_view category,
                           const States& states = {}) const;

 private:
  struct Content;
  explicit Policy(std::shared_ptr<const Content> content) : content_(std::move(content)) {}
  std::shared_ptr<const Content> content_;
};

/// The policy in force, which may be replaced while others ask it. Copies are the same guard; any
/// number of threads may use it.
class Guard {
 public:
  [[nodiscard]] static std::variant<Guard, Refusal> open(const std::string& path);

  /// The policy in force now. Ask one of these for everything that has to be decided together: it
  /// stays as it is whatever is loaded meanwhile.
  [[nodiscard]] Policy policy() const;

  /// Reads the file again. Whoever asks meanwhile gets the old policy or the new one, each whole.
  /// @return nothing when the new one is in force; else why the old one stays
  [[nodiscard]] std::optional<Refusal> reload();

 private:
  struct Held;
  explicit Guard(std::shared_ptr<Held> held) : held_(std::move(held)) {}
  std::shared_ptr<Held> held_;
};

/// The version of the library, such as `0.1.0`.
[[nodiscard]] std::string_view version();

}  // namespace abide
