// The statutory clock: by when a request is answered, a complaint acknowledged or a breach
// reported, with the working that a person can check. Law and bank holidays are the dated tables of
// policy/regimes/clocks and policy/regimes/holidays; nothing here looks at a clock or a file.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/result.hpp"
#include "base/time.hpp"

namespace abide::deadline {

/// A civil day, or a moment where the hour is known. Where days count, a moment stands for its day
/// in the regime's zone.
using Moment = std::variant<Date, Instant>;
/// `2026-05-08` or `2026-05-08T14:03:07Z`.
[[nodiscard]] std::string to_string(const Moment& moment);
/// A day, or a day and time that says its zone by `Z` or an offset: a time without one could mean
/// either of two days.
/// @error refused  anything else, with what to write
[[nodiscard]] Result<Moment> parse_moment(std::string_view text);

/// Something that was asked of the person and, unless it is still open, what came back.
struct Question {
  Moment asked;
  std::optional<Moment> answered;
};

/// One request or duty, as it happened.
struct Matter {
  std::string kind;                        ///< `access` … `breach_commission`
  std::string regime = "uk_gdpr";          ///< whose law
  std::string jurisdiction;                ///< whose bank holidays; empty is the regime's first
  Moment received;                         ///< of a breach: when the controller became aware
  std::optional<Question> identity;        ///< who they are (Art 12(6))
  std::optional<Question> fee;             ///< where Art 12(5) allows one
  std::vector<Question> clarifications;    ///< what they want (Art 12A(5))
  std::optional<Moment> extension_notice;  ///< when the person was told of two months more
  std::optional<int>
      promise_days;  ///< days from receipt that the controller itself promises, 1 to 3650
};

enum class Standing : std::uint8_t { law, guidance, list };
enum class Evidence : std::uint8_t { read, second_hand, unverified };

/// What a step rests on. What is `unverified` must not be shown as law.
struct Authority {
  std::string cite;
  Standing standing = Standing::law;
  Evidence evidence = Evidence::unverified;
  std::string source;
  std::string note;  ///< what is unsure or what it demands; may be empty
  std::string file;  ///< the table that says so, below policy/regimes
  bool operator==(const Authority&) const = default;
};

/// One step of the working, in a sentence, with what it rests on.
struct Step {
  std::string says;
  std::vector<Authority> by;
};

enum class Status : std::uint8_t {
  ok,
  not_applicable,          ///< no such duty on that day
  not_started_identity,    ///< identity was asked for and is still open
  not_started_fee,         ///< a fee was asked for and is still open
  paused_clarification,    ///< the clock stands still
  pause_only_for_access,   ///< rejected: no other right pauses for a question
  answer_before_question,  ///< rejected: the dates contradict each other
  before_receipt,          ///< rejected: asked or told before there was a request
  outside_calendar,        ///< rejected: the list of bank holidays does not reach that far
  extension_notice_late,   ///< the extension does not count; the dates stand without it
};
/// As the tables of cases have it: `ok`, `paused:clarification`, `reject:outside_calendar` …
[[nodiscard]] std::string_view to_string(Status status);
/// Whether the status says that no date can be had from these facts.
[[nodiscard]] bool is_rejected(Status status);

/// What follows. Of a rejected matter and of one that has not started every date is absent; of a
/// paused one, all but `clock_start`.
struct Answer {
  Status status = Status::ok;
  std::string law;  ///< the label of the rules that held on the day of receipt: `12A`
  std::string why;  ///< of anything but `ok`, in words
  std::optional<Moment> clock_start;  ///< the day that is day nought
  std::optional<Moment> unrolled;     ///< the last day before weekends and holidays are heeded
  std::optional<Moment> due;          ///< the last day; of a period in hours, the last moment
  /// The same on a literal reading of Art 12A(5), which can be a day later for each pause; absent
  /// also where only this one lies past the list of bank holidays.
  std::optional<Moment> due_literal;
  std::optional<Date> extension_notice_by;  ///< the last day on which an extension can be told
  std::optional<Date> target;               ///< an internal target that guidance suggests; no law
  std::optional<Date> promise_due;          ///< by the controller's own promise; never rolled
  std::optional<Moment> respond_by;         ///< the earlier of `due` and `promise_due`
  std::optional<Instant> over_at;  ///< when `respond_by` is over: the local midnight that ends it
  std::vector<Step> working;
};

/// A kind of matter in words.
struct Kind {
  std::string key;    ///< `access`
  std::string title;  ///< `request for access`
  std::string act;    ///< what is to be done by the last day: `answer`
};

/// Every law and list of bank holidays compiled into this program. Immutable; safe to use from many
/// threads.
class Book {
 public:
  /// @error not_found  the system's tzdata lacks a regime's zone
  [[nodiscard]] static Result<Book> built_in();
  Book(Book&&) noexcept;
  Book& operator=(Book&&) noexcept;
  Book(const Book&) = delete;
  Book& operator=(const Book&) = delete;
  ~Book();

  /// Counts as the law of the day of receipt does: the day of receipt is not counted, a day that a
  /// month lacks is its last, a last day that is no working day moves on, and of two readings of a
  /// pause the earlier date is taken.
  /// @error not_found    regime, jurisdiction or kind is unknown; names the nearest
  /// @error refused      a period in hours without the hour, a promise out of bounds, an extension
  ///                     or promise where there can be none
  /// @source UK GDPR Arts 4A, 12(3), 12A, 33(1); Data Protection Act 2018 s.164A
  [[nodiscard]] Result<Answer> reckon(const Matter& matter) const;

  /// Every kind that the regime knows, in its own order; none of an unknown regime.
  [[nodiscard]] std::vector<Kind> kinds(std::string_view regime) const;
  /// @error not_found  regime or kind is unknown; names the nearest
  [[nodiscard]] Result<Kind> kind(std::string_view regime, std::string_view key) const;

 private:
  struct Data;
  explicit Book(std::unique_ptr<const Data> data);
  std::unique_ptr<const Data> data_;
};

}  // namespace abide::deadline
