// abide export, abide import: a policy in the terms of others, and a sketch of a policy from
// theirs.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "cli/commands.hpp"
#include "cli/papers.hpp"
#include "cli/schema_draft.hpp"
#include "cli/shown.hpp"
#include "reports/fideslang/fideslang.hpp"

namespace abide::cli {
namespace {

namespace fs = std::filesystem;
namespace fideslang = reports::fideslang;
namespace sketch = reports::sketch;

struct ExchangeWords : Words {
  std::string out;
  std::vector<std::string> files;
};

/// A file that is not there yet: nothing of anybody's is written over.
Result<void> write_new(const Desk& desk, const std::string& path, const std::string& text) {
  ABIDE_TRY(const bool taken, desk.files().exists(path));
  if (taken)
    return Error{ErrorCode::refused, fmt::format("`{}` is there already", path),
                 "name another file; nothing was done"};
  return desk.files().write(path, text);
}

/// To a file, or printed where none is named.
int deliver(const Desk& desk, const std::string& path, const std::string& text,
            const std::string& told) {
  if (path.empty())
    return hand_out(desk, "", "", {{"", "", [&] { return Result<std::string>{text}; }}}, "");
  if (auto written = write_new(desk, path, text); !written) return desk.tell(written.error());
  fmt::print("Written: {}\n{}", path, shown(told));
  return done;
}

bool wants_json(const ExchangeWords& words) {
  return words.format.empty() ? words.out.ends_with(".json") : words.json();
}

int export_fideslang(const Desk& desk, const ExchangeWords& words) {
  Stop stop;
  const auto compiled = desk.read(words.policy, stop);
  if (!compiled) return stop.code;
  const policy::Disclosure said = policy::disclosure_of(compiled->sources);
  const Json manifest = fideslang::manifest_of({*compiled->model, said});
  const std::vector<std::string> own = fideslang::without_alias(*compiled->model);
  std::string told;
  if (!own.empty())
    told = fmt::format(
        "{} categories have no `alias` in Fideslang's taxonomy and stand under terms "
        "of the policy's own: {}\n",
        own.size(), fmt::join(own, ", "));
  const int code =
      deliver(desk, words.out,
              wants_json(words) ? manifest.dump(2) + "\n" : fideslang::yaml_of(manifest), told);
  if (code == done && words.out.empty() && !told.empty()) desk.note(told);
  return code;
}

int hand_sketch(const Desk& desk, const ExchangeWords& words, const sketch::Draft& draft) {
  const sketch::Sketch made = sketch::written(draft);
  std::string told =
      fmt::format("{} things are left for a person to fill in:\n", made.to_fill.size());
  for (const std::string& one : made.to_fill) told += fmt::format("  {}\n", one);
  const int code = deliver(desk, words.out, made.policy, told);
  if (code == done && words.out.empty()) desk.note(told);
  return code;
}

int import_fideslang(const Desk& desk, const ExchangeWords& words) {
  std::vector<fideslang::Manifest> manifests;
  for (const std::string& path : words.files) {
    const auto text = desk.files().read(path);
    if (!text) return desk.tell(text.error());
    manifests.push_back({fs::path{path}.filename().string(), *text});
  }
  const auto draft = fideslang::draft_of(manifests);
  return draft ? hand_sketch(desk, words, *draft) : desk.tell(draft.error());
}

int import_schema(const Desk& desk, const ExchangeWords& words) {
  const auto draft = schema_draft(words.files.front());
  return draft ? hand_sketch(desk, words, *draft) : desk.tell(draft.error());
}

}  // namespace

void add_export(const Verb& program, const Desk& desk) {
  Verb verb = program.add("export", "write the policy in the terms of others")
                  .footer("Example: abide export fideslang shop.policy --out shop.yml");
  verb.need_another();
  auto words = std::make_shared<ExchangeWords>();
  words->format = "";
  const Verb one = verb.add("fideslang", "datasets and systems for Fides, as a manifest");
  one.take("POLICY", words->policy, "the policy").require();
  one.take("--out", words->out, "a new file; else it goes to standard output");
  one.take("--format", words->format, "yaml or json; else by the name of the file, or yaml")
      .allow({"yaml", "json"});
  one.act([&desk, words] { return export_fideslang(desk, *words); });
}

void add_import(const Verb& program, const Desk& desk) {
  Verb verb =
      program.add("import", "sketch a policy from what others know; a person fills it in")
          .footer("Example: abide import fideslang dataset.yml system.yml --out sketch.policy");
  verb.need_another();
  auto words = std::make_shared<ExchangeWords>();
  const Verb manifests = verb.add("fideslang", "from manifests of Fides, in YAML or JSON");
  manifests.take("FILE", words->files, "manifests; together they are one policy").require();
  manifests.take("--out", words->out, "a new file; else it goes to standard output");
  manifests.act([&desk, words] { return import_fideslang(desk, *words); });
  const Verb schema =
      verb.add("schema", "from the tables of a SQLite database, with owners and categories guessed")
          .footer("Example: abide import schema shop.sqlite --out sketch.policy");
  schema.take("DATABASE", words->files, "the database; its schema is read, and no row").require();
  schema.take("--out", words->out, "a new file; else it goes to standard output");
  schema.act([&desk, words] { return import_schema(desk, *words); });
}

}  // namespace abide::cli
