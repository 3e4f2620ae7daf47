#include "engine/ledger/proof.hpp"

#include <fmt/format.h>

#include <map>
#include <set>

#include "engine/ledger/checkpoint.hpp"
#include "engine/ledger/format.hpp"
#include "engine/ledger/merkle.hpp"

namespace abide::ledger {
namespace {

/// Leaves [first, second).
using Range = std::pair<std::uint64_t, std::uint64_t>;

/// Roots are asked for twice: first to learn of which ranges, and once they are read for good.
class Subtrees {
 public:
  [[nodiscard]] SubtreeRoot roots() {
    return [this](std::uint64_t begin, std::uint64_t end) { return roots_[{begin, end}]; };
  }

  /// Fills in every root that was asked for; ranges may lie in each other.
  /// @param each  sees every entry on the way
  Result<void> read(Ledger& ledger,
                    const std::function<void(std::uint64_t, std::string_view)>& each) {
    std::map<Range, Frontier> growing;
    return ledger.read(0, [&](std::uint64_t seq, std::string_view entry) -> Result<void> {
      each(seq, entry);
      const Digest leaf = leaf_hash(entry);
      for (auto& [range, root] : roots_) {
        if (range.first > seq || seq >= range.second) {
          continue;
        }
        Frontier& tree = growing[range];
        tree.append(leaf);
        if (tree.size() == range.second - range.first) {
          root = tree.root();
          growing.erase(range);
        }
      }
      return {};
    });
  }

 private:
  std::map<Range, Digest> roots_;
};

struct Head {
  std::string note;
  Checkpoint said;
};

/// The newest signed head; nothing while none is signed.
Result<std::optional<Head>> newest_head(Ledger& ledger) {
  std::optional<Head> newest;
  ABIDE_CHECK(ledger.checkpoints([&](std::string_view note) -> Result<void> {
    const auto said = stated_in(note);
    if (said && (!newest || newest->said.size <= said->size)) {
      newest = Head{std::string{note}, *said};
    }
    return {};
  }));
  return newest;
}

std::string lines_of(const std::vector<Digest>& proof) {
  std::string lines;
  for (const Digest& hash : proof) {
    lines += to_base64(hash);
    lines += '\n';
  }
  return lines;
}

}  // namespace

Result<std::string> prove_entry(Ledger& ledger, std::uint64_t seq) {
  ABIDE_TRY(const auto head, newest_head(ledger));
  if (seq >= ledger.head().size()) {
    return Error{ErrorCode::not_found,
                 fmt::format("there is no entry {}: the ledger has {}", seq, ledger.head().size()),
                 "`abide ledger show --deploy …` lists them; the first is 0"};
  }
  if (!head || seq >= head->said.size) {
    return Error{ErrorCode::refused, fmt::format("nobody's signature is on entry {} yet", seq),
                 "the next run signs the ledger's head; ask again after it"};
  }
  Subtrees subtrees;
  (void)inclusion_proof(seq, head->said.size, subtrees.roots());
  std::string text;
  ABIDE_CHECK(subtrees.read(ledger, [&](std::uint64_t at, std::string_view entry) {
    if (at == seq) {
      text = entry;
    }
  }));
  return fmt::format("{}\nextra {}\nindex {}\n{}\n{}", proof_title, to_base64(as_bytes(text)), seq,
                     lines_of(inclusion_proof(seq, head->said.size, subtrees.roots())), head->note);
}

Result<std::string> prove_growth(Ledger& ledger, std::string_view older) {
  const auto old_head = stated_in(older);
  if (!old_head || old_head->origin != ledger.origin()) {
    return Error{ErrorCode::corrupt, "what was given is no signed head of this ledger",
                 "give a checkpoint as an anchor keeps it, or one of an evidence folder's "
                 "`checkpoints/`"};
  }
  ABIDE_TRY(const auto head, newest_head(ledger));
  if (!head || head->said.size < old_head->size) {
    return Error{ErrorCode::refused,
                 fmt::format("no head of {} entries or more is signed here", old_head->size),
                 "if the older one is sound, this ledger was cut back: `abide ledger verify`"};
  }
  Subtrees subtrees;
  const SubtreeRoot root_of = subtrees.roots();
  const std::uint64_t size = old_head->size;
  const auto proof = [&] {
    return size == 0 ? std::vector<Digest>{} : consistency_proof(size, head->said.size, root_of);
  };
  (void)proof();
  (void)root_of(0, size);
  ABIDE_CHECK(subtrees.read(ledger, [](std::uint64_t /*seq*/, std::string_view /*entry*/) {}));
  if (size > 0 && root_of(0, size) != old_head->root) {
    return Error{ErrorCode::corrupt, "this ledger does not continue the older head",
                 "one of the two was made up or rewritten: `abide ledger verify`"};
  }
  return fmt::format("old {}\n{}\n{}", size, lines_of(proof()), head->note);
}

}  // namespace abide::ledger
