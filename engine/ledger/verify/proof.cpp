// Whether single proofs hold. A proof's hashes are taken from its end, the top of the tree, down to
// the leaf; merkle.cpp takes them from the front.
#include <fmt/format.h>

#include <bit>
#include <optional>
#include <utility>

#include "engine/ledger/verify/entry.hpp"
#include "engine/ledger/verify/note.hpp"
#include "engine/ledger/verify/proof_text.hpp"
#include "engine/ledger/verify/verify.hpp"
#include "engine/ledger/verify/walk.hpp"

namespace abide::ledger {
namespace {

using verify::Key;
using verify::Note;
using verify::Signer;

CannotTell no_key() { return {"the given public key is not of the form name+hash+key"}; }

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

/// Why the note is not to be gone by; nullopt when the key signed it.
std::optional<ProofVerdict> fault_of(const std::optional<Note>& note, const Key& key,
                                     std::string_view which) {
  if (!note) {
    return Damaged{fmt::format("{} is damaged", which)};
  }
  switch (signer_of(*note, key)) {
    case Signer::others:
      return CannotTell{fmt::format(
          "{} is signed by another key; one that was replaced signs what came before, and an "
          "evidence folder shows the change",
          which)};
    case Signer::nobody:
      return Damaged{fmt::format("{} is not what this key signed", which)};
    case Signer::key:
      break;
  }
  return note->name == key.name ? std::nullopt
                                : std::optional<ProofVerdict>{Damaged{
                                      fmt::format("{} is of another log than the key", which)}};
}

bool stands(const verify::EntryText& proof, const Note& note) {
  if (proof.index >= note.size) {
    return false;
  }
  FromTheTop tree{proof.path};
  const Digest leaf = verify::Tree{}.leaf(proof.entry);
  return tree.root_with(leaf, proof.index, note.size) == note.root && tree.fits();
}

/// The tree over nothing has a root of its own, and every tree continues it.
bool continues(const Note& newer, const Note& older, const std::vector<Digest>& path) {
  const Digest nothing = sha256({});
  if (older.size == 0) {
    return path.empty() && older.root == nothing && (newer.size > 0 || newer.root == nothing);
  }
  if (newer.size < older.size) {
    return false;
  }
  FromTheTop tree{path};
  const auto [old_root, new_root] = tree.roots(older.size, newer.size, &older.root);
  return old_root == older.root && new_root == newer.root && tree.fits();
}

}  // namespace

ProofForm form_of(const std::string& proof) {
  if (verify::is_entry_text(proof)) {
    return ProofForm::entry;
  }
  const auto end = proof.find('\n');
  const bool grows = end != std::string::npos && proof.starts_with("old ") &&
                     verify::number_of(std::string_view{proof}.substr(4, end - 4));
  return grows ? ProofForm::growth : ProofForm::none;
}

bool is_proof(const std::string& text) {
  if (const auto entry = verify::read_entry_text(text)) {
    return verify::read_note(entry->note).has_value();
  }
  const auto growth = verify::read_growth_text(text);
  return growth && verify::read_note(growth->note);
}

ProofVerdict verify_entry(const std::string& proof, const std::string& public_key) {
  const auto key = verify::read_key(public_key);
  if (!key) {
    return no_key();
  }
  if (!verify::is_entry_text(proof)) {
    return Damaged{"it is no proof of this form"};
  }
  const auto text = verify::read_entry_text(proof);
  if (!text) {
    return Damaged{"the proof is damaged"};
  }
  const auto note = verify::read_note(text->note);
  if (auto fault = fault_of(note, *key, "its signed head")) {
    return *fault;
  }
  if (!stands(*text, *note)) {
    return Damaged{"the entry does not stand at that place of the signed log"};
  }
  verify::EntryReader reader;
  if (const std::string fault = verify::fault_in(text->entry, text->index, reader);
      !fault.empty()) {
    return Damaged{fmt::format("entry {} {}", text->index, fault)};
  }
  return ProvenEntry{text->index, note->size, text->entry};
}

ProofVerdict verify_growth(const std::string& proof, const std::string& older,
                           const std::string& public_key) {
  const auto key = verify::read_key(public_key);
  if (!key) {
    return no_key();
  }
  const auto text = verify::read_growth_text(proof);
  if (!text) {
    return Damaged{"the proof is damaged"};
  }
  const auto newer = verify::read_note(text->note);
  if (auto fault = fault_of(newer, *key, "the newer head")) {
    return *fault;
  }
  const auto before = verify::read_note(older);
  if (auto fault = fault_of(before, *key, "the older head")) {
    return *fault;
  }
  if (before->size != text->before) {
    return Damaged{fmt::format("the proof is from {} entries on, the older head has {}",
                               text->before, before->size)};
  }
  if (!continues(*newer, *before, text->path)) {
    return Damaged{"the newer head does not continue the older one"};
  }
  return ProvenGrowth{before->size, newer->size};
}

}  // namespace abide::ledger
