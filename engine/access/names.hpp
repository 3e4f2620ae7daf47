// What in a text looks like somebody else: names, addresses, numbers to call.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace abide::engine::access {

/// Whether anything in it is a letter. Bytes of other scripts count: whatever they are, they may be
/// a name.
[[nodiscard]] bool holds_letters(std::string_view text);
/// Ten digits and more, with what people put between them.
[[nodiscard]] bool holds_a_number_to_call(std::string_view text);
/// Whether it is one from its first sign on, as people write them: with `+`, `0` or a bracket.
[[nodiscard]] bool is_a_number_to_call(std::string_view text);
/// Why a text of the person's own may name others, in words; empty when nothing in it looks so.
/// Finds addresses, numbers to call and words written like names in scripts that have capitals, in
/// prose as in JSON, with its escapes undone. Linear in the text.
/// @param own  words that are the person's own, folded
[[nodiscard]] std::string may_name_others(std::string_view text, const std::set<std::string>& own);
/// The words between `between`, none of them empty.
[[nodiscard]] std::vector<std::string_view> words_of(std::string_view text,
                                                     std::string_view between);
/// Begins with a capital and goes on in small letters, or is of a script that this cannot tell.
[[nodiscard]] bool is_written_like_a_name(std::string_view word);

}  // namespace abide::engine::access
