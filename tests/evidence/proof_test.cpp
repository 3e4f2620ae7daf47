// Single proofs: given away by the program, judged alike by it and by verify.py.
#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <set>
#include <sstream>
#include <variant>

#include "engine/ledger/checkpoint.hpp"
#include "engine/ledger/merkle.hpp"
#include "tests/evidence/evidence.hpp"

namespace abide::cli_test {
namespace {

class SingleProof : public EvidenceFolder {
 protected:
  void SetUp() override {
    EvidenceFolder::SetUp();
    old_key_head_ = newest_checkpoint();
    const Told turned = shop_.on({"ledger", "rotate-key", "--by", "Lead", "--format", "json"});
    ASSERT_EQ(turned.code, 0) << turned.all();
    now_ = parse_json(turned.out)->at("public_key").get<std::string>();
    ASSERT_EQ(shop_.sweep().code, 0);
    older_ = newest_checkpoint();
    ASSERT_EQ(shop_.sweep().code, 0);
  }
  [[nodiscard]] std::string newest_checkpoint() {
    const std::string into = fmt::format("given{}", ++exports_);
    EXPECT_EQ(shop_.on({"ledger", "export", "--into", into, "--by", "Lead"}).code, 0);
    std::set<std::string> names;
    for (const auto& one : fs::directory_iterator{shop_.path(into + "/checkpoints")})
      names.insert(one.path().string());
    return *names.rbegin();
  }
  [[nodiscard]] std::string prove(const std::string& option, const std::string& value) const {
    const Told told = shop_.on({"ledger", "prove", option, value, "--into", "proof"});
    EXPECT_EQ(told.code, 0) << told.all();
    EXPECT_TRUE(holds(told.out, now_)) << told.out;
    return shop_.path("proof");
  }
  [[nodiscard]] std::string script() const { return "'" + folder() + "/../verify.py' "; }
  /// What both say, as the exit code on which they agree.
  [[nodiscard]] int both(const std::string& file, const std::string& key,
                         const std::string& since = "") const {
    std::vector<std::string> words{"ledger", "verify", file};
    std::string typed = script() + "'" + file + "'";
    if (!key.empty()) {
      words.insert(words.end(), {"--key", key});
      typed += " --key '" + key + "'";
    }
    if (!since.empty()) {
      words.insert(words.end(), {"--since", since});
      typed += " --since '" + since + "'";
    }
    const Told engine = shop_.abide(words);
    const char* const first = engine.code == 0 ? "sound: " : engine.code == 1 ? "BROKEN: " : "";
    EXPECT_TRUE(engine.out.starts_with(first)) << engine.all();
    EXPECT_TRUE(engine.code != 2 || engine.out.starts_with("cannot tell: ") ||
                engine.err.starts_with("error: "))
        << engine.all();
    EXPECT_FALSE(holds(engine.err, "fault of Abide's own")) << engine.err;
    const Word python = run_python(typed);
    EXPECT_EQ(python.code, engine.code) << python.text << engine.all();
    if (engine.code == 1) {
      EXPECT_EQ(python.text, engine.out);
    }
    return engine.code;
  }

  std::string now_;           ///< the key in force
  std::string old_key_head_;  ///< a head that the key before it signed
  std::string older_;         ///< one that the key in force signed
  int exports_ = 0;
};

TEST_F(SingleProof, OfEachEntryHoldsUnderTheKeyInForce) {
  const auto entries = shop_.on({"ledger", "show", "--format", "json"});
  const Json all = *parse_json(entries.out);
  ASSERT_GT(all.size(), 15U);
  for (std::size_t seq = 0; seq < all.size(); ++seq) {
    const Told told = shop_.abide({"ledger", "verify", prove("--entry", std::to_string(seq)),
                                   "--key", now_, "--format", "json"});
    ASSERT_EQ(told.code, 0) << told.all();
    const Json proven = *parse_json(told.out);
    EXPECT_EQ(proven.at("entry"), seq);
    EXPECT_EQ(*parse_json(proven.at("text").get<std::string>()), all[seq]);
  }
  EXPECT_EQ(both(prove("--entry", "3"), now_), 0);
}

TEST_F(SingleProof, OfAnotherKeyCannotBeTold) {
  const std::string file = prove("--entry", "3");
  EXPECT_EQ(both(file, key_), 2) << "a key that was replaced";
  const Told told = shop_.abide({"ledger", "verify", file, "--key", key_, "--format", "json"});
  EXPECT_TRUE(parse_json(told.out)->at("sound").is_null()) << told.out;
  EXPECT_TRUE(holds(told.out, "signed by another key")) << told.out;
  EXPECT_EQ(both(file, ""), 2);
  EXPECT_EQ(both(file, "no key"), 2);
  const std::string growth = prove("--since", older_);
  EXPECT_EQ(both(growth, key_, older_), 2);
  EXPECT_EQ(both(growth, now_, old_key_head_), 2);
}

TEST_F(SingleProof, OfGrowthHoldsFromTheOlderHeadAlone) {
  const std::string growth = prove("--since", older_);
  EXPECT_EQ(both(growth, now_, older_), 0);
  EXPECT_EQ(both(growth, now_), 2) << "without the older head";
  EXPECT_TRUE(
      holds(run_python(script() + growth + " --key '" + now_ + "'").text, "--since is missing"));
  EXPECT_EQ(both(growth, now_, newest_checkpoint()), 1) << "from another head";
  const std::string same = prove("--since", newest_checkpoint());
  EXPECT_EQ(both(same, now_, newest_checkpoint()), 1);
}

TEST_F(SingleProof, AcrossAChangeOfKeyIsRefused) {
  const Told told = shop_.on({"ledger", "prove", "--since", old_key_head_, "--into", "proof"});
  EXPECT_EQ(told.code, 2) << told.all();
  EXPECT_TRUE(holds(told.err, "key was replaced")) << told.err;
  EXPECT_TRUE(holds(told.err, "abide ledger export")) << told.err;
  EXPECT_FALSE(fs::exists(shop_.path("proof")));
}

/// verify.py's exit codes of a text with each character changed, and cut before each: a line each.
const char* const every_change = R"python(
import io, sys
sys.path.insert(0, sys.argv[1])
import verify
file, spoilt, words, stdout = sys.argv[2], sys.argv[3], sys.argv[4:], sys.stdout
text = open(file, "rb").read()
def code(other):
    with open(spoilt, "wb") as out:
        out.write(other)
    sys.argv, sys.stdout = ["verify.py", *words, spoilt], io.TextIOWrapper(io.BytesIO())
    try:
        return verify.main()
    finally:
        sys.stdout = stdout
for i in range(len(text)):
    print(code(text[:i] + (b"B" if text[i:i + 1] == b"A" else b"A") + text[i + 1:]), code(text[:i]))
)python";

int code_of(const ledger::ProofVerdict& verdict) {
  return std::holds_alternative<ledger::Damaged>(verdict)      ? 1
         : std::holds_alternative<ledger::CannotTell>(verdict) ? 2
                                                               : 0;
}

TEST_F(SingleProof, IsBrokenByEveryChangedCharacterAndEveryCut) {
  put(shop_.path("changes.py"), every_change);
  const std::string older = content_of(older_);
  for (const bool grows : {false, true}) {
    const std::string file = grows ? prove("--since", older_) : prove("--entry", "5");
    const std::string text = content_of(file);
    const auto engine = [&](const std::string& other) {
      return code_of(grows && ledger::form_of(other) == ledger::ProofForm::growth
                         ? ledger::verify_growth(other, older, now_)
                         : ledger::verify_entry(other, now_));
    };
    ASSERT_EQ(engine(text), 0);
    const std::string command = fmt::format(
        "env -i PATH=/usr/bin:/bin python3 -B '{0}' '{1}' '{2}' '{2}.spoilt' --key '{3}' {4} 2>&1",
        shop_.path("changes.py"), folder() + "/..", file, now_,
        grows ? "--since '" + older_ + "'" : "");
    std::istringstream python{output_of(command)};
    // Whose name or hash is changed signs as somebody else.
    const std::size_t name = text.rfind('\n', text.size() - 2) + 5;
    const std::size_t hash = text.find(' ', name) + 1;
    for (std::size_t i = 0; i < text.size(); ++i) {
      SCOPED_TRACE(fmt::format("{} of {}", i, text));
      std::string other = text;
      other[i] = other[i] == 'A' ? 'B' : 'A';
      const int code = engine(other);
      int changed = -1;
      int cut = -1;
      ASSERT_TRUE(python >> changed >> cut) << python.str();
      EXPECT_EQ(changed, code);
      EXPECT_EQ(cut, 1);
      EXPECT_EQ(engine(text.substr(0, i)), 1);
      if (i == hash + 5) {  // the hash ends within this one
        EXPECT_NE(code, 0);
      } else {
        EXPECT_EQ(code, i >= name && i < hash + 5 && i != hash - 1 ? 2 : 1);
      }
    }
  }
}

TEST_F(SingleProof, OfWhatIsNotThereIsRefused) {
  for (const char* entry : {"100000", "-1", "18446744073709551615", "18446744073709551616", "seven",
                            "7 ", "0x7", "7.0"}) {
    const Told told = shop_.on({"ledger", "prove", "--entry", entry});
    EXPECT_EQ(told.code, 2) << told.all();
    EXPECT_TRUE(holds(told.err, "there is no entry")) << told.err;
  }
  const Told none = shop_.on({"ledger", "prove"});
  EXPECT_EQ(none.code, 2);
  EXPECT_TRUE(holds(none.err, "it is not said what to prove")) << none.err;
  const Told two = shop_.on({"ledger", "prove", "--entry", "3", "--since", older_});
  EXPECT_EQ(two.code, 2);
  EXPECT_TRUE(holds(two.err, "one of the two")) << two.err;
  std::string forged = content_of(older_);
  const auto root = forged.find('\n', forged.find('\n') + 1) + 1;
  forged[root] = forged[root] == 'A' ? 'B' : 'A';
  put(shop_.path("forged"), forged);
  const Told told = shop_.on({"ledger", "prove", "--since", "forged"});
  EXPECT_EQ(told.code, 3) << told.all();
  EXPECT_TRUE(holds(told.err, "not signed by the key")) << told.err;
}

/// Files that are not there, are none, or never end: named, exit 2, and nobody waits for them.
TEST_F(SingleProof, FromWhatCannotBeReadCannotBeTold) {
  const std::string entry = content_of(prove("--entry", "3"));
  const std::string growth = shop_.path("growth");
  fs::copy_file(prove("--since", older_), growth);
  ASSERT_EQ(::mkfifo(shop_.path("pipe").c_str(), 0600), 0);
  fs::create_symlink("loop", shop_.path("loop"));
  put(shop_.path("feeds"), std::string(30U << 20U, '\n'));
  for (const char* name : {"nothing", "pipe", "loop", "feeds", "shop.policy/x"}) {
    SCOPED_TRACE(name);
    EXPECT_EQ(both(shop_.path(name), now_), 2);
    EXPECT_EQ(both(growth, now_, shop_.path(name)), 2);
    const Told told = shop_.abide({"ledger", "verify", name, "--key", now_});
    EXPECT_TRUE(holds(told.err, fmt::format("cannot read `{}`", name))) << told.err;
    const Word python =
        run_python(fmt::format("{} --key '{}' '{}'", script(), now_, shop_.path(name)));
    EXPECT_TRUE(holds(python.text, fmt::format("cannot read `{}`", shop_.path(name))))
        << python.text;
    const Told proving = shop_.on({"ledger", "prove", "--since", name});
    EXPECT_EQ(proving.code, 2) << proving.all();
    EXPECT_TRUE(holds(proving.err, "cannot read")) << proving.err;
  }
  EXPECT_EQ(both(growth, now_, shop_.path("evidence")), 2);
  put(shop_.path("feeds"), std::string(7U << 20U, '\n'));
  EXPECT_EQ(both(shop_.path("feeds"), now_), 1);
  put(shop_.path("feeds"), "old 3\n" + std::string(7U << 20U, '\n'));
  EXPECT_EQ(both(shop_.path("feeds"), now_, older_), 1);
  put(shop_.path("feeds"), entry + std::string(7U << 20U, '\n'));
  EXPECT_EQ(both(shop_.path("feeds"), now_), 1);
}

TEST_F(SingleProof, IsNotMixedUpWithAFolderOrADeployment) {
  const std::string proof = prove("--entry", "3");
  EXPECT_EQ(both(proof, now_, older_), 2) << "an older head beside the proof of an entry";
  EXPECT_EQ(both(folder(), key_, older_), 2) << "an older head beside a folder";
  for (const std::string& what : {proof, folder()}) {
    const Told told = shop_.on({"ledger", "verify", what, "--key", now_});
    EXPECT_EQ(told.code, 2) << told.all();
    EXPECT_TRUE(holds(told.err, "said twice")) << told.err;
  }
  const Told told = shop_.on({"ledger", "verify", "--since", older_});
  EXPECT_EQ(told.code, 2) << told.all();
  EXPECT_TRUE(holds(told.err, "--since is for")) << told.err;
}

/// verify.py goes by the `openssl` that it finds, after trying it.
TEST_F(SingleProof, CannotBeToldWithoutAnOpensslThatChecksSignatures) {
  const std::string words =
      fmt::format("{} --key '{}' '{}'", script(), now_, prove("--entry", "3"));
  const std::string of_folder = fmt::format("{} --key '{}' '{}'", script(), key_, folder());
  const std::string path = shop_.path("bin");
  fs::create_directory(path);
  for (const std::string& one : {words, of_folder}) {
    fs::remove(path + "/openssl");
    Word word = run_python(one, path);
    EXPECT_EQ(word.code, 2);
    EXPECT_TRUE(holds(word.text, "`openssl` cannot be asked")) << word.text;
    for (const char* answer : {"exit 1", "exit 0"}) {  // one without -rawin; one that says yes
      put(path + "/openssl", fmt::format("#!/bin/sh\n{}\n", answer));
      fs::permissions(path + "/openssl", fs::perms::owner_all);
      word = run_python(one, path);
      EXPECT_EQ(word.code, 2);
      EXPECT_TRUE(holds(word.text, "does not check Ed25519")) << word.text;
    }
  }
}

/// The key's owner signs what they like; a terminal does not obey it.
TEST_F(SingleProof, DoesNotSpeakToTheTerminal) {
  const auto signing = *ledger::SigningKey::from_seed(Bytes(32, 7));
  const std::string key = ledger::PublicKey::of("a.example", signing.public_bytes())->text();
  const std::string entry =
      "{\"at\":\"2026-05-08T12:00:00Z\",\"by\":\"\x7f\xC2\x9B"
      "2J caf\xC3\xA9\",\"kind\":\"hold\",\"seq\":0,\"v\":1}";
  put(shop_.path("odd"),
      fmt::format("c2sp.org/tlog-proof@v1\nextra {}\nindex 0\n\n{}", to_base64(as_bytes(entry)),
                  *ledger::write_checkpoint({"a.example", 1, ledger::leaf_hash(entry)}, signing)));
  EXPECT_EQ(both(shop_.path("odd"), key), 0);
  const Word python =
      run_python(fmt::format("{} --key '{}' '{}'", script(), key, shop_.path("odd")));
  const Told text = shop_.abide({"ledger", "verify", "odd", "--key", key});
  const Told json = shop_.abide({"ledger", "verify", "odd", "--key", key, "--format", "json"});
  for (const std::string& all : {python.text, text.out, json.out}) {
    EXPECT_FALSE(holds(all, "\x7f")) << all;
    EXPECT_FALSE(holds(all, "\xC2\x9B")) << all;
    EXPECT_TRUE(holds(all, "caf\xC3\xA9") || holds(all, "caf\\xe9")) << all;
  }
  EXPECT_EQ(parse_json(json.out)->at("text").get<std::string>(), entry) << "JSON says the same";
}

}  // namespace
}  // namespace abide::cli_test
