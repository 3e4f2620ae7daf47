// What is given away is checked first, by the key that whoever gets it will use.
#include "engine/ledger/proof.hpp"

#include <fmt/format.h>

#include <functional>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>
#include <vector>

#include "engine/ledger/entries.hpp"
#include "engine/ledger/format.hpp"
#include "engine/ledger/merkle.hpp"

namespace abide::ledger {
namespace {

constexpr const char* to_do =
    "`abide ledger verify --deploy …` says how far the ledger is sound; nothing was written";

/// Leaves [first, second).
using Range = std::pair<std::uint64_t, std::uint64_t>;
using EachEntry = std::function<Result<void>(std::uint64_t, std::string_view)>;

/// Roots are asked for twice: first to learn of which ranges, and once they are read for good.
class Subtrees {
 public:
  [[nodiscard]] SubtreeRoot roots() {
    return [this](std::uint64_t begin, std::uint64_t end) { return roots_[{begin, end}]; };
  }

  /// Fills in every root that was asked for; ranges may lie in each other. One of which an entry is
  /// missing stays nought, and what is proved by it fails.
  /// @param each  sees every entry on the way
  Result<void> read(Ledger& ledger, const EachEntry& each) {
    std::map<Range, Frontier> growing;
    return ledger.read(0, [&](std::uint64_t seq, std::string_view entry) -> Result<void> {
      ABIDE_CHECK(each(seq, entry));
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

/// Which key signs heads of which size, as the entries tell.
class KeysInForce {
 public:
  explicit KeysInForce(PublicKey first) { since_.emplace(0, std::move(first)); }

  /// Heads that cover an entry `key_rotated` are signed by the key that it names.
  Result<void> follow(std::uint64_t seq, std::string_view entry) {
    if (entry.find("\"key_rotated\"") == std::string_view::npos) {
      return {};
    }
    const auto parsed = parse_json(entry);
    if (!parsed || !parsed->is_object() || text_of(*parsed, "kind") != "key_rotated") {
      return {};
    }
    auto next = PublicKey::parse(text_of(*parsed, "new_key"));
    if (!next) {
      return Error{ErrorCode::corrupt, fmt::format("entry {} names no key to go on with", seq),
                   to_do};
    }
    since_.insert_or_assign(seq + 1, std::move(*next));
    return {};
  }
  [[nodiscard]] const PublicKey& at(std::uint64_t size) const {
    return std::prev(since_.upper_bound(size))->second;
  }

 private:
  std::map<std::uint64_t, PublicKey> since_;
};

struct Head {
  std::string note;
  Checkpoint said;  ///< by whom it is signed is known once the entries are read
};

/// The newest signed head; nothing while none is signed.
Result<std::optional<Head>> newest_head(Ledger& ledger) {
  std::optional<Head> newest;
  ABIDE_CHECK(ledger.checkpoints([&](std::string_view note) -> Result<void> {
    auto said = stated_in(note);
    if (!said) {
      return Error{ErrorCode::corrupt, "a signed head of this ledger is damaged", to_do};
    }
    if (!newest || newest->said.size <= said->size) {
      newest = Head{std::string{note}, std::move(*said)};
    }
    return {};
  }));
  return newest;
}

Result<void> check_head(const Head& head, const PublicKey& key) {
  const auto read = read_checkpoint(head.note, key);
  return read ? Result<void>{}
              : Result<void>{
                    Error{ErrorCode::corrupt,
                          fmt::format("the newest signed head, of {} entries, does not hold: {}",
                                      head.said.size, read.error().message),
                          to_do}};
}

std::string lines_of(const std::vector<Digest>& proof) {
  std::string lines;
  for (const Digest& hash : proof) {
    lines += to_base64(hash);
    lines += '\n';
  }
  return lines;
}

Result<Checkpoint> older_head(const Ledger& ledger, std::string_view older) {
  auto head = stated_in(older);
  if (head && head->origin == ledger.origin()) {
    return head;
  }
  return Error{ErrorCode::corrupt, "what was given is no signed head of this ledger",
               "give a checkpoint as an anchor keeps it, or one of an evidence folder's "
               "`checkpoints/`"};
}

/// Whether the older head is one that a proof can begin from.
Result<void> check_older(std::string_view note, const Checkpoint& said, const PublicKey& key,
                         const PublicKey& newest) {
  if (key != newest) {
    return Error{
        ErrorCode::refused,
        fmt::format("the ledger's key was replaced since its head of {} entries was signed, and a "
                    "proof is checked by one key",
                    said.size),
        "`abide ledger export` shows the change with the signatures of both keys; or give a head "
        "that the newer key signed"};
  }
  const auto read = read_checkpoint(note, key);
  return read
             ? Result<void>{}
             : Result<void>{Error{ErrorCode::corrupt,
                                  "the older head is not signed by the key in force at its size: " +
                                      read.error().message,
                                  read.error().help}};
}

Result<void> check_grown(const Checkpoint& older, const Checkpoint& newer,
                         const std::vector<Digest>& path, const Digest& root_then) {
  if (root_then != older.root) {
    return Error{ErrorCode::corrupt, "this ledger does not continue the older head",
                 "one of the two was made up or rewritten: `abide ledger verify --deploy …`; "
                 "nothing was written"};
  }
  if (older.size > 0 && !verify_consistency(older.size, older.root, newer.size, newer.root, path)) {
    return Error{
        ErrorCode::corrupt,
        fmt::format("the entries are not those that the newest head, of {}, was signed over",
                    newer.size),
        to_do};
  }
  return {};
}

}  // namespace

Result<Proof> prove_entry(Ledger& ledger, const PublicKey& first, std::uint64_t seq) {
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
  KeysInForce keys{first};
  std::optional<std::string> text;
  ABIDE_CHECK(subtrees.read(ledger, [&](std::uint64_t at, std::string_view entry) {
    if (at == seq) {
      text = entry;
    }
    return keys.follow(at, entry);
  }));
  const PublicKey& key = keys.at(head->said.size);
  ABIDE_CHECK(check_head(*head, key));
  const auto path = inclusion_proof(seq, head->said.size, subtrees.roots());
  if (!text || !verify_inclusion(leaf_hash(*text), seq, head->said.size, path, head->said.root)) {
    return Error{ErrorCode::corrupt,
                 fmt::format("entry {} does not stand in the signed head of {} entries: it, or one "
                             "beside it, was changed or taken out",
                             seq, head->said.size),
                 to_do};
  }
  Proof proof{fmt::format("{}\nextra {}\nindex {}\n{}\n{}", proof_title, to_base64(as_bytes(*text)),
                          seq, lines_of(path), head->note),
              key};
  if (proof.text.size() > most_proof_bytes) {
    return Error{ErrorCode::refused, fmt::format("entry {} is too long for a proof", seq),
                 "`abide ledger export` gives it away with all others; nothing was written"};
  }
  return proof;
}

Result<Proof> prove_growth(Ledger& ledger, const PublicKey& first, std::string_view older) {
  ABIDE_TRY(const Checkpoint before, older_head(ledger, older));
  ABIDE_TRY(const auto head, newest_head(ledger));
  if (!head || head->said.size < before.size) {
    return Error{ErrorCode::refused,
                 fmt::format("no head of {} entries or more is signed here", before.size),
                 "if the older one is sound, this ledger was cut back: `abide ledger verify`"};
  }
  Subtrees subtrees;
  const SubtreeRoot root_of = subtrees.roots();
  const std::uint64_t size = head->said.size;
  const auto path = [&] {
    return before.size == 0 ? std::vector<Digest>{} : consistency_proof(before.size, size, root_of);
  };
  (void)path();
  (void)root_of(0, before.size);
  KeysInForce keys{first};
  ABIDE_CHECK(subtrees.read(
      ledger, [&](std::uint64_t at, std::string_view entry) { return keys.follow(at, entry); }));
  const PublicKey& key = keys.at(size);
  ABIDE_CHECK(check_head(*head, key));
  ABIDE_CHECK(check_older(older, before, keys.at(before.size), key));
  const Digest root_then = before.size == 0 ? sha256({}) : root_of(0, before.size);
  ABIDE_CHECK(check_grown(before, head->said, path(), root_then));
  return Proof{fmt::format("old {}\n{}\n{}", before.size, lines_of(path()), head->note), key};
}

}  // namespace abide::ledger
