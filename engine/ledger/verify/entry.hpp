// Reading of one entry without building it: is it canonical, and what are its members. Shares no
// code with the writer.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace abide::ledger::verify {

/// A member of an entry as it stands in the text, value with its quotes.
struct Member {
  std::string_view key;
  std::string_view value;
};

/// Takes the members of an entry apart. Keeps its list between calls; one thread.
class EntryReader {
 public:
  /// False unless `text` is one JSON object in canonical form (docs/ledger-format.md): UTF-8, keys
  /// ascending by bytes, no blanks, whole numbers, one spelling for each character, nested at most
  /// 64 deep.
  bool read(std::string_view text);
  /// Value of a member of the last entry; empty when there is none.
  [[nodiscard]] std::string_view member(std::string_view key) const;
  [[nodiscard]] const std::vector<Member>& members() const { return members_; }
  /// The text within the quotes, when it is a text without escapes.
  [[nodiscard]] std::optional<std::string_view> plain_text(std::string_view key) const;

 private:
  bool value(int depth);
  bool object(int depth, std::vector<Member>* members);
  bool array(int depth);
  bool number();
  bool text();
  bool escape();
  bool wide_character();
  bool take(char expected) {
    const bool there = at_ < text_.size() && text_[at_] == expected;
    at_ += there ? 1 : 0;
    return there;
  }
  bool take_word(std::string_view expected);

  std::string_view text_;
  std::size_t at_ = 0;
  std::vector<Member> members_;
};

/// What keeps `text` from being the entry in the place `seq`: its form, its version, its place, or
/// what every entry has. Empty when nothing does; the reader then holds its members.
[[nodiscard]] std::string fault_in(std::string_view text, std::uint64_t seq, EntryReader& reader);

}  // namespace abide::ledger::verify
