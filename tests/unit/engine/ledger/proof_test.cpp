// Single proofs before the verifier: every proof of a small log holds, and nothing near it does.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <variant>

#include "engine/ledger/checkpoint.hpp"
#include "engine/ledger/format.hpp"
#include "engine/ledger/merkle.hpp"
#include "engine/ledger/verify/verify.hpp"

namespace abide::ledger {
namespace {

constexpr std::uint64_t largest = 40;
const char* const proof_origin = "shop.example/abide";

std::string entry_text(std::uint64_t seq, const char* kind = "outcomes") {
  return fmt::format(R"({{"at":"2026-05-08T12:00:00Z","by":"nightly","kind":"{}","seq":{},"v":1}})",
                     kind, seq);
}

/// A log as its leaves; signs any head of it.
class SmallLog {
 public:
  explicit SmallLog(const char* kind = "outcomes") {
    for (std::uint64_t seq = 0; seq <= largest; ++seq) entries.push_back(entry_text(seq, kind));
  }
  [[nodiscard]] Digest root(std::uint64_t begin, std::uint64_t end) const {
    Frontier tree;
    for (std::uint64_t seq = begin; seq < end; ++seq) tree.append(leaf_hash(entries[seq]));
    return tree.root();
  }
  [[nodiscard]] std::string note(std::uint64_t size) const { return note_of(size, root(0, size)); }
  [[nodiscard]] std::string note_of(std::uint64_t size, const Digest& stated) const {
    return *write_checkpoint({proof_origin, size, stated}, key);
  }
  [[nodiscard]] SubtreeRoot roots() const {
    return [this](std::uint64_t begin, std::uint64_t end) { return root(begin, end); };
  }
  [[nodiscard]] std::string entry_proof(std::uint64_t index, std::uint64_t size) const {
    return entry_form(entries[index], index, inclusion_proof(index, size, roots()), note(size));
  }
  [[nodiscard]] std::string key_text() const {
    return PublicKey::of(proof_origin, key.public_bytes())->text();
  }
  static std::string lines(const std::vector<Digest>& path) {
    std::string text;
    for (const Digest& hash : path) text += to_base64(hash) + "\n";
    return text;
  }
  static std::string entry_form(const std::string& entry, std::uint64_t index,
                                const std::vector<Digest>& path, const std::string& note) {
    return fmt::format("{}\nextra {}\nindex {}\n{}\n{}", proof_title, to_base64(as_bytes(entry)),
                       index, lines(path), note);
  }
  static std::string growth_form(std::uint64_t before, const std::vector<Digest>& path,
                                 const std::string& note) {
    return fmt::format("old {}\n{}\n{}", before, lines(path), note);
  }

  SigningKey key = *SigningKey::from_seed(Bytes(32, 7));
  std::vector<std::string> entries;
};

std::string damage_of(const ProofVerdict& verdict) {
  const auto* const damage = std::get_if<Damaged>(&verdict);
  return damage == nullptr ? fmt::format("no damage, but alternative {}", verdict.index())
                           : damage->reason;
}
bool cannot_tell(const ProofVerdict& verdict) {
  return std::holds_alternative<CannotTell>(verdict);
}

/// The path with a hash too many, with one too few, and with one changed.
std::vector<std::vector<Digest>> near(const std::vector<Digest>& path) {
  std::vector<std::vector<Digest>> all{path, path};
  all[0].push_back(Digest{});
  all[1].insert(all[1].begin(), Digest{});
  for (std::size_t i = 0; i < path.size(); ++i) {
    all.push_back(path);
    all.back().erase(all.back().begin() + static_cast<std::ptrdiff_t>(i));
    all.push_back(path);
    all.back()[i][31] ^= 1U;
  }
  return all;
}

TEST(EntryProof, holds_of_every_entry_at_every_size_and_nothing_near_it_does) {
  const SmallLog log;
  const std::string key = log.key_text();
  const std::string elsewhere = "the entry does not stand at that place of the signed log";
  for (std::uint64_t size = 1; size <= largest; ++size) {
    const std::string note = log.note(size);
    for (std::uint64_t index = 0; index < size; ++index) {
      SCOPED_TRACE(fmt::format("entry {} of {}", index, size));
      const auto path = inclusion_proof(index, size, log.roots());
      const std::string& entry = log.entries[index];
      const auto verdict = verify_entry(SmallLog::entry_form(entry, index, path, note), key);
      const auto* const proven = std::get_if<ProvenEntry>(&verdict);
      ASSERT_NE(proven, nullptr) << damage_of(verdict);
      EXPECT_EQ(proven->seq, index);
      EXPECT_EQ(proven->size, size);
      EXPECT_EQ(proven->text, entry);
      for (const std::uint64_t other : {index + 1, index - 1}) {
        if (other > largest) continue;  // one before the first has no spelling
        EXPECT_EQ(damage_of(verify_entry(SmallLog::entry_form(entry, other, path, note), key)),
                  elsewhere);
      }
      EXPECT_EQ(damage_of(verify_entry(
                    SmallLog::entry_form(log.entries[index + 1], index, path, note), key)),
                elsewhere);
      if (size % 8 > 1) continue;  // the rest of what is near at some sizes only
      for (const auto& wrong : near(path))
        EXPECT_EQ(damage_of(verify_entry(SmallLog::entry_form(entry, index, wrong, note), key)),
                  elsewhere);
    }
  }
}

TEST(GrowthProof, holds_of_every_pair_of_sizes_and_nothing_near_it_does) {
  const SmallLog log;
  const SmallLog fork{"held"};
  const std::string key = log.key_text();
  const std::string broken = "the newer head does not continue the older one";
  for (std::uint64_t size = 1; size <= largest; ++size) {
    const std::string note = log.note(size);
    for (std::uint64_t before = 1; before <= size; ++before) {
      SCOPED_TRACE(fmt::format("from {} to {}", before, size));
      const auto path = consistency_proof(before, size, log.roots());
      const std::string proof = SmallLog::growth_form(before, path, note);
      const std::string older = log.note(before);
      const auto verdict = verify_growth(proof, older, key);
      const auto* const proven = std::get_if<ProvenGrowth>(&verdict);
      ASSERT_NE(proven, nullptr) << damage_of(verdict);
      EXPECT_EQ(proven->before, before);
      EXPECT_EQ(proven->size, size);
      EXPECT_EQ(damage_of(verify_growth(proof, fork.note(before), key)), broken)
          << "a signed fork of the older log";
      EXPECT_EQ(damage_of(verify_growth(SmallLog::growth_form(before, path, fork.note(size)), older,
                                        key)),
                broken)
          << "a signed fork of the newer log";
      EXPECT_EQ(damage_of(verify_growth(proof, log.note(before - 1), key)),
                fmt::format("the proof is from {} entries on, the older head has {}", before,
                            before - 1));
      if (size % 8 > 1) continue;
      for (const auto& wrong : near(path))
        EXPECT_EQ(damage_of(verify_growth(SmallLog::growth_form(before, wrong, note), older, key)),
                  broken);
    }
  }
}

TEST(GrowthProof, to_a_smaller_log_is_none) {
  const SmallLog log;
  EXPECT_EQ(damage_of(verify_growth(SmallLog::growth_form(9, {}, log.note(5)), log.note(9),
                                    log.key_text())),
            "the newer head does not continue the older one");
}

TEST(GrowthProof, from_nothing_begins_with_the_root_over_nothing) {
  const SmallLog log;
  const std::string key = log.key_text();
  const std::string made_up = log.note_of(0, Digest{});
  for (const std::uint64_t size : {0, 1, 7}) {
    const std::string proof = SmallLog::growth_form(0, {}, log.note(size));
    EXPECT_TRUE(std::holds_alternative<ProvenGrowth>(verify_growth(proof, log.note(0), key)));
    EXPECT_NE(damage_of(verify_growth(proof, made_up, key)).find("does not continue"),
              std::string::npos);
  }
  EXPECT_FALSE(std::holds_alternative<ProvenGrowth>(
      verify_growth(SmallLog::growth_form(0, {}, made_up), log.note(0), key)));
  EXPECT_FALSE(std::holds_alternative<ProvenGrowth>(
      verify_growth(SmallLog::growth_form(0, {Digest{}}, log.note(7)), log.note(0), key)));
}

TEST(Proof, signed_by_others_cannot_be_told_and_signed_wrongly_is_damage) {
  SmallLog log;
  const std::string key = log.key_text();
  const std::string proof = log.entry_proof(3, 9);
  log.key = SigningKey::generate();
  const std::string other = log.key_text();
  EXPECT_TRUE(cannot_tell(verify_entry(proof, other)));
  EXPECT_TRUE(cannot_tell(verify_entry(proof, "no key")));
  std::string spelt_otherwise = key;
  spelt_otherwise.replace(spelt_otherwise.find("+35fb6175+"), 10, "+35FB6175+");
  EXPECT_TRUE(cannot_tell(verify_entry(proof, spelt_otherwise)));
  // The newer head by the one key, the older by the other.
  const std::string growth =
      SmallLog::growth_form(4, consistency_proof(4, 9, log.roots()), log.note(9));
  EXPECT_TRUE(cannot_tell(verify_growth(growth, SmallLog{}.note(4), key)));
  EXPECT_TRUE(cannot_tell(verify_growth(growth, SmallLog{}.note(4), other)));
  std::string false_one = proof;
  false_one[proof.size() - 10] = proof[proof.size() - 10] == 'A' ? 'B' : 'A';
  EXPECT_EQ(damage_of(verify_entry(false_one, key)), "its signed head is not what this key signed");
}

TEST(Proof, has_nothing_but_signatures_behind_its_head) {
  const SmallLog log;
  const std::string key = log.key_text();
  const std::string proof = log.entry_proof(3, 9);
  const std::string witness = fmt::format("{}witness.example {}\n", signature_dash,
                                          to_base64(Bytes(key_hash_bytes + signature_bytes, 1)));
  EXPECT_TRUE(std::holds_alternative<ProvenEntry>(verify_entry(proof + witness, key)));
  for (const std::string line :
       {"\n", "approved by the regulator\n", "— approved by the regulator\n", "— approved\n",
        "— witness.example AAAA\n", "— witness.example AAAAAAA\n", "— a+b AAAAAAAA\n",
        "—  AAAAAAAA\n", "— witness.example AAAAAAAA", "witness.example AAAAAAAA\n"})
    EXPECT_EQ(damage_of(verify_entry(proof + line, key)), "its signed head is damaged") << line;
  std::string many = proof;
  for (std::size_t i = 1; i < most_signatures; ++i) many += witness;
  EXPECT_TRUE(std::holds_alternative<ProvenEntry>(verify_entry(many, key)));
  EXPECT_EQ(damage_of(verify_entry(many + witness, key)), "its signed head is damaged");
}

/// A key that signs anything signs what is no entry too.
TEST(EntryProof, is_of_an_entry_in_its_place) {
  const auto verdict_of = [](const std::string& text) {
    SmallLog log;
    log.entries[3] = text;
    return damage_of(verify_entry(log.entry_proof(3, 9), log.key_text()));
  };
  const std::string good = entry_text(3);
  EXPECT_EQ(verdict_of(good), "no damage, but alternative 0");
  EXPECT_EQ(verdict_of(""), "entry 3 is not a JSON object in canonical form");
  EXPECT_EQ(verdict_of("a free text"), "entry 3 is not a JSON object in canonical form");
  EXPECT_EQ(verdict_of(good + " "), "entry 3 is not a JSON object in canonical form");
  EXPECT_EQ(verdict_of(entry_text(4)), "entry 3 carries another place than its own");
  const auto without = [&](const std::string& part, const std::string& by) {
    std::string text = good;
    return text.replace(text.find(part), part.size(), by);
  };
  EXPECT_EQ(verdict_of(without("\"v\":1", "\"v\":2")),
            "entry 3 is of a version this verifier does not know");
  EXPECT_EQ(verdict_of(without("\"by\":\"nightly\",", "")), "entry 3 lacks `by`");
  EXPECT_EQ(verdict_of(without("\"by\":\"nightly\"", "\"by\":7")), "entry 3 lacks `by`");
  EXPECT_EQ(verdict_of(without("\"kind\":\"outcomes\",", "")), "entry 3 lacks `kind`");
  EXPECT_EQ(verdict_of(without("\"at\":\"2026-05-08T12:00:00Z\",", "")), "entry 3 lacks `at`");
}

TEST(Proof, of_more_lines_than_any_can_have_is_damage_and_not_read_on) {
  const SmallLog log;
  const std::string key = log.key_text();
  const std::string feeds(1U << 20U, '\n');
  const std::vector<Digest> too_many(most_hashes + 1);
  EXPECT_EQ(damage_of(verify_entry(feeds, key)), "it is no proof of this form");
  EXPECT_EQ(damage_of(verify_entry(log.entry_proof(3, 9) + feeds, key)),
            "its signed head is damaged");
  EXPECT_EQ(
      damage_of(verify_entry(SmallLog::entry_form(log.entries[3], 3, too_many, log.note(9)), key)),
      "the proof is damaged");
  EXPECT_EQ(
      damage_of(verify_growth(SmallLog::growth_form(3, too_many, log.note(9)), log.note(3), key)),
      "the proof is damaged");
  EXPECT_EQ(damage_of(verify_growth(SmallLog::growth_form(9, {}, log.note(9)), feeds, key)),
            "the older head is damaged");
}

TEST(Proof, is_known_by_its_form) {
  const SmallLog log;
  const std::string entry = log.entry_proof(3, 9);
  const std::string growth = SmallLog::growth_form(9, {}, log.note(9));
  EXPECT_EQ(form_of(entry), ProofForm::entry);
  EXPECT_EQ(form_of(growth), ProofForm::growth);
  for (const char* text : {"", "old ", "old 5", "old five\n", "older\n", "{}"})
    EXPECT_EQ(form_of(text), ProofForm::none) << text;
  EXPECT_TRUE(is_proof(entry));
  EXPECT_TRUE(is_proof(growth));
  EXPECT_FALSE(is_proof("old 5\nnotes of mine\n"));
  EXPECT_FALSE(is_proof(log.note(9)));
}

}  // namespace
}  // namespace abide::ledger
