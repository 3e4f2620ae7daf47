// Single proofs, read and reckoned from docs/proofs.md: roots are computed from the top down, where
// the writer's code walks from the leaf up.
#include <fmt/format.h>

#include <algorithm>
#include <bit>

#include "engine/ledger/format.hpp"
#include "engine/ledger/verify/verify.hpp"
#include "engine/ledger/verify/walk.hpp"

namespace abide::ledger {
namespace {

using verify::Key;
using verify::Note;

constexpr std::size_t most_hashes = 63;  ///< of a proof in a tree of fewer than 2^63 entries

Proven wrong(std::string reason) {
  Proven proven;
  proven.reason = std::move(reason);
  return proven;
}

/// Takes lines off the front of a text.
struct Lines {
  std::string_view left;
  /// Without its line feed; nullopt at the end, or where the last line has none.
  std::optional<std::string_view> next() {
    const auto end = left.find('\n');
    if (end == std::string_view::npos) {
      return std::nullopt;
    }
    const std::string_view line = left.substr(0, end);
    left.remove_prefix(end + 1);
    return line;
  }
};

/// `index 12`: the number behind the word, in its one spelling.
std::optional<std::uint64_t> number_after(std::string_view word, std::string_view line) {
  if (!line.starts_with(word)) {
    return std::nullopt;
  }
  return verify::number_of(line.substr(word.size()));
}

/// Hashes up to an empty line; what is left behind it is the note.
std::optional<std::vector<Digest>> hashes(Lines& lines) {
  std::vector<Digest> all;
  while (const auto line = lines.next()) {
    if (line->empty()) {
      return all;
    }
    const auto bytes = from_base64(*line);
    if (!bytes || bytes->size() != Digest{}.size() || all.size() == most_hashes) {
      return std::nullopt;
    }
    std::ranges::copy(*bytes, all.emplace_back().begin());
  }
  return std::nullopt;
}

/// The largest power of two below `size`.
std::uint64_t half(std::uint64_t size) { return std::bit_floor(size - 1); }

/// Takes hashes from the end of a proof, which is the top of the tree.
class FromTheTop {
 public:
  explicit FromTheTop(std::vector<Digest> proof) : proof_(std::move(proof)) {}

  Digest root_with(const Digest& leaf, std::uint64_t index, std::uint64_t size) {
    if (size == 1) {
      return leaf;
    }
    const Digest other = take();
    const std::uint64_t left = half(size);
    return index < left ? hashes_.join(root_with(leaf, index, left), other)
                        : hashes_.join(other, root_with(leaf, index - left, size - left));
  }
  /// Roots of the older tree within the newer one, and of the newer.
  /// @param known  the older root, where the whole older tree lies in this part
  std::pair<Digest, Digest> roots(std::uint64_t older, std::uint64_t newer, const Digest* known) {
    if (older == newer) {
      const Digest root = known != nullptr ? *known : take();
      return {root, root};
    }
    const Digest other = take();
    const std::uint64_t left = half(newer);
    if (older <= left) {
      const auto [before, after] = roots(older, left, known);
      return {before, hashes_.join(after, other)};
    }
    const auto [before, after] = roots(older - left, newer - left, nullptr);
    return {hashes_.join(other, before), hashes_.join(other, after)};
  }
  /// Whether exactly as many hashes were there as were needed.
  [[nodiscard]] bool fits() const { return proof_.empty() && !ran_out_; }

 private:
  Digest take() {
    if (proof_.empty()) {
      ran_out_ = true;
      return {};
    }
    const Digest last = proof_.back();
    proof_.pop_back();
    return last;
  }
  verify::Tree hashes_;
  std::vector<Digest> proof_;
  bool ran_out_ = false;
};

/// What is wrong with the note; empty when the key signed it.
std::string fault_of(const std::optional<Note>& note, const Key& key, std::string_view which) {
  if (!note) {
    return fmt::format("{} is damaged", which);
  }
  if (note->name != key.name) {
    return fmt::format("{} is of another log than the key", which);
  }
  return is_signed(*note, key)
             ? ""
             : fmt::format(
                   "{} is not signed by this key, or is damaged; a key that was replaced "
                   "signs what came before",
                   which);
}

}  // namespace

bool is_growth(const std::string& proof) { return proof.starts_with("old "); }

Proven verify_entry(const std::string& proof, const std::string& public_key) {
  const auto key = verify::read_key(public_key);
  if (!key) {
    return wrong("the given public key is not of the form name+hash+key");
  }
  Lines lines{proof};
  constexpr std::string_view extra = "extra ";
  if (lines.next() != proof_title) {
    return wrong("it is no proof of this form");
  }
  const auto with = lines.next();
  const auto text =
      with && with->starts_with(extra) ? from_base64(with->substr(extra.size())) : std::nullopt;
  const auto place = lines.next();
  const auto index = place ? number_after("index ", *place) : std::nullopt;
  const auto path = hashes(lines);
  if (!text || !index || !path) {
    return wrong("the proof is damaged");
  }
  const auto note = verify::read_note(lines.left);
  if (std::string fault = fault_of(note, *key, "its signed head"); !fault.empty()) {
    return wrong(std::move(fault));
  }
  Proven proven;
  proven.entry.assign(text->begin(), text->end());
  proven.seq = *index;
  proven.size = note->size;
  FromTheTop tree{*path};
  const bool stands =
      *index < note->size &&
      tree.root_with(verify::Tree{}.leaf(proven.entry), *index, note->size) == note->root &&
      tree.fits();
  if (!stands) {
    return wrong("the entry does not stand at that place of the signed log");
  }
  proven.ok = true;
  return proven;
}

Proven verify_growth(const std::string& proof, const std::string& older,
                     const std::string& public_key) {
  const auto key = verify::read_key(public_key);
  if (!key) {
    return wrong("the given public key is not of the form name+hash+key");
  }
  Lines lines{proof};
  const auto first = lines.next();
  const auto size = first ? number_after("old ", *first) : std::nullopt;
  const auto path = hashes(lines);
  if (!size || !path) {
    return wrong("the proof is damaged");
  }
  const auto newer = verify::read_note(lines.left);
  const auto before = verify::read_note(older);
  std::string fault = fault_of(newer, *key, "the newer head");
  fault = fault.empty() ? fault_of(before, *key, "the older head") : fault;
  if (!fault.empty()) {
    return wrong(std::move(fault));
  }
  if (before->size != *size) {
    return wrong(
        fmt::format("the proof is from {} entries on, the older head has {}", *size, before->size));
  }
  FromTheTop tree{*path};
  bool continues = newer->size >= *size;
  if (continues && *size > 0) {
    const auto [old_root, new_root] = tree.roots(*size, newer->size, &before->root);
    continues = old_root == before->root && new_root == newer->root;
  }
  if (!continues || !tree.fits()) {
    return wrong("the newer head does not continue the older one");
  }
  Proven proven;
  proven.ok = true;
  proven.before = *size;
  proven.size = newer->size;
  return proven;
}

}  // namespace abide::ledger
