// What a name of a policy may stand for. The resolver's symbols are of all kinds but columns,
// policies and deployments, which only an editor names.
#pragma once

#include <cstdint>
#include <string_view>

namespace abide::policy {

enum class Kind : std::uint32_t {
  category = 1U << 0U,
  subject = 1U << 1U,
  recipient = 1U << 2U,
  processor = 1U << 3U,
  controller = 1U << 4U,
  staff = 1U << 5U,
  purpose = 1U << 6U,
  transform = 1U << 7U,
  event = 1U << 8U,
  state = 1U << 9U,
  store = 1U << 10U,
  table = 1U << 11U,
  column = 1U << 12U,
  outlet = 1U << 13U,
  promise = 1U << 14U,
  ruling = 1U << 15U,
  policy = 1U << 16U,
  deployment = 1U << 17U,
};

/// Several kinds at once: what a position allows.
struct Kinds {
  std::uint32_t bits = 0;
  constexpr Kinds() = default;
  // NOLINTNEXTLINE(google-explicit-constructor): one kind is a set of kinds
  constexpr Kinds(Kind kind) : bits(static_cast<std::uint32_t>(kind)) {}
  friend constexpr Kinds operator|(Kinds a, Kinds b) {
    a.bits |= b.bits;
    return a;
  }
  [[nodiscard]] constexpr bool has(Kind kind) const {
    return (bits & static_cast<std::uint32_t>(kind)) != 0;
  }
  [[nodiscard]] constexpr bool empty() const { return bits == 0; }
};
constexpr Kinds operator|(Kind a, Kind b) { return Kinds{a} | Kinds{b}; }
/// Parties that data goes out to.
inline constexpr Kinds outside = Kind::recipient | Kind::processor;

/// `a processor`, `an event`, `the controller`
[[nodiscard]] std::string_view with_article(Kind kind);
/// `category`, `table` …; a promise, ruling or staff member by the word that declares it.
[[nodiscard]] std::string_view word_of(Kind kind);
/// The kinds among which one name may be declared once.
[[nodiscard]] Kinds group_of(Kind kind);

}  // namespace abide::policy
