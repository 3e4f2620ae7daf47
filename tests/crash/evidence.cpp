// Reads databases and ledger by plain SQL.
#include "tests/crash/evidence.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <utility>

#include "engine/ledger/verify/verify.hpp"

namespace abide::crash {
namespace {

namespace fs = std::filesystem;
using testing_support::AppDatabase;

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::size_t from = 0;
  for (std::size_t at = text.find('\n'); at != std::string::npos; at = text.find('\n', from)) {
    lines.push_back(text.substr(from, at - from));
    from = at + 1;
  }
  return lines;
}

std::string all_rows(const std::string& path) {
  const AppDatabase db{path, ""};
  std::string text;
  for (const std::string& table :
       lines_of(db.rows("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name"))) {
    std::string columns;
    for (const std::string& column :
         lines_of(db.rows("SELECT name FROM pragma_table_info('" + table + "')"))) {
      columns += (columns.empty() ? "quote(" : ", quote(") + column + ")";
    }
    text += table + "\n" + db.rows("SELECT " + columns + " FROM " + table + " ORDER BY " + columns);
  }
  return text;
}

/// The life of one range of one run, as the ledger tells it.
struct Range {
  int intents = 0;
  int outcomes = 0;
  int doubts_settled = 0;
  bool open = false;  ///< intended, and neither an outcome nor a settlement since
};
struct Run {
  int started = 0;
  int finished = 0;
  std::uint64_t rows = 0;
  std::map<std::pair<int, int>, Range> ranges;
};

class Reading {
 public:
  void entry(const Json& entry) {
    const std::string kind = entry.value("kind", "");
    if (!entry.contains("run")) return;
    name_ = entry.value("run", "");
    Run& run = runs_[name_];
    if (kind == "run_started") {
      ++run.started;
    } else if (kind == "intent") {
      for (const Json& one : entry.at("ranges")) intend(run, one);
    } else if (kind == "outcomes") {
      for (const Json& one : entry.at("ranges")) come_out(run, one);
    } else if (kind == "doubt_settled") {
      settle(run, entry);
    } else if (kind == "run_finished") {
      ++run.finished;
      if (entry.value("rows", std::uint64_t{0}) != run.rows) {
        fault(fmt::format("its end names {} rows, its outcomes {}", entry.value("rows", 0),
                          run.rows));
      }
    }
  }
  void end() {
    for (auto& [name, run] : runs_) {
      name_ = name;
      if (run.started != 1) fault(fmt::format("it begins {} times", run.started));
      if (run.finished != 1) fault(fmt::format("it ends {} times", run.finished));
      for (const auto& [place, range] : run.ranges) {
        const std::string which = fmt::format("range {}/{}", place.first, place.second);
        if (range.outcomes != 1) fault(fmt::format("{} has {} outcomes", which, range.outcomes));
        if (range.intents < 1) fault(which + " has an outcome and no intent");
        if (range.open) fault(which + " is in doubt");
      }
    }
  }
  std::vector<std::string> faults;

 private:
  static std::pair<int, int> place_of(const Json& one) {
    return {one.at("step").get<int>(), one.at("range").get<int>()};
  }
  void fault(const std::string& what) { faults.push_back(name_ + ": " + what); }
  void intend(Run& run, const Json& one) {
    Range& range = run.ranges[place_of(one)];
    if (range.open) fault("a range is intended again while its doubt is open");
    if (range.outcomes > 0) fault("a range is intended after its outcome");
    ++range.intents;
    range.open = true;
  }
  void come_out(Run& run, const Json& one) {
    Range& range = run.ranges[place_of(one)];
    const std::string state = one.at("state").get<std::string>();
    if (state == "done_after_crash" && range.doubts_settled == 0) {
      fault("an outcome after a crash whose doubt nobody settled");
    }
    ++range.outcomes;
    range.open = false;
    if (state == "done" || state == "done_after_crash")
      run.rows += one.at("rows").get<std::uint64_t>();
  }
  void settle(Run& run, const Json& entry) {
    Range& range = run.ranges[place_of(entry)];
    if (!range.open) fault("a doubt is settled that was none");
    ++range.doubts_settled;
    range.open = false;
  }

  std::string name_;
  std::map<std::string, Run> runs_;
};

void check_ledger(const Place& place, std::vector<std::string>& faults) {
  const AppDatabase db{place.control(), ""};
  std::string first = db.rows("SELECT public FROM ledger_keys ORDER BY since LIMIT 1");
  first.pop_back();
  std::vector<std::string> anchors;
  for (const auto& file : fs::directory_iterator{place.anchors()}) {
    // A part that was never renamed into place is what a kill may leave; nobody reads it.
    if (file.path().extension() == ".part") continue;
    anchors.push_back(content_of(file.path().string()));
  }
  const ledger::Verdict verdict = ledger::verify_ledger(place.control(), first, anchors);
  if (!verdict.ok) faults.push_back("the ledger does not verify: " + verdict.reason);
}

void check_remains(const Place& place, std::vector<std::string>& faults) {
  const AppDatabase db{place.control(), "ATTACH '" + place.keys() + "' AS k"};
  const auto none = [&](const std::string& what, const std::string& sql) {
    if (const std::string found = db.rows("SELECT count(*) FROM " + sql); found != "0\n") {
      faults.push_back(fmt::format("{}: {}", what, found.substr(0, found.size() - 1)));
    }
  };
  none("runs unfinished", "runs WHERE finished IS NULL");
  none("ranges left over", "ranges");
  none("sealing keys that nothing cites",
       "k.seals WHERE id NOT IN (SELECT seal FROM holds WHERE seal IS NOT NULL UNION ALL SELECT "
       "seal FROM requests WHERE seal IS NOT NULL UNION ALL SELECT seal FROM events UNION ALL "
       "SELECT seal FROM sought UNION ALL SELECT seal FROM runs WHERE seal IS NOT NULL)");
  none("sealed things whose key is gone",
       "(SELECT seal FROM holds WHERE seal IS NOT NULL UNION ALL SELECT seal FROM requests WHERE "
       "seal IS NOT NULL UNION ALL SELECT seal FROM sought) WHERE seal NOT IN (SELECT id FROM "
       "k.seals)");
  none("people sought of a run that ended without", "sought WHERE since IS NULL");
}

}  // namespace

std::string rows_of(const Place& place) {
  std::string text = all_rows(place.db()) + all_rows(place.mail());
  const AppDatabase db{place.control(), ""};
  for (const char* const sql :
       {"SELECT table_name, hex(digest) FROM severed ORDER BY 1, 2",
        "SELECT DISTINCT column_name, hex(digest), at, until FROM erased ORDER BY 1, 2",
        "SELECT count(*) FROM sought", "SELECT id, released FROM holds ORDER BY 1",
        "SELECT id, closed FROM requests ORDER BY 1",
        "SELECT event, at, hex(about) FROM events ORDER BY 1, 2, 3"}) {
    text += fmt::format("{}\n{}", sql, db.rows(sql));
  }
  return text;
}

std::vector<Json> entries_of(const Place& place) {
  const AppDatabase db{place.control(), ""};
  std::vector<Json> entries;
  for (const std::string& line : lines_of(db.rows("SELECT entry FROM ledger ORDER BY seq"))) {
    entries.push_back(Json::parse(line));
  }
  return entries;
}

std::vector<std::string> faults_in(const std::vector<Json>& entries) {
  Reading reading;
  for (const Json& entry : entries) reading.entry(entry);
  reading.end();
  return std::move(reading.faults);
}

std::uint64_t rows_claimed(const std::vector<Json>& entries) {
  std::uint64_t rows = 0;
  for (const Json& entry : entries) {
    if (entry.value("kind", "") != "outcomes") continue;
    for (const Json& one : entry.at("ranges")) {
      const std::string state = one.at("state").get<std::string>();
      rows += state.starts_with("done") ? one.at("rows").get<std::uint64_t>() : 0;
    }
  }
  return rows;
}

std::vector<std::string> faults_of(const Place& place) {
  std::vector<std::string> faults = faults_in(entries_of(place));
  check_ledger(place, faults);
  check_remains(place, faults);
  for (const std::string& path : {place.db(), place.mail(), place.control(), place.keys()}) {
    const AppDatabase db{path, ""};
    if (db.rows("PRAGMA integrity_check") != "ok\n") faults.push_back(path + " is damaged");
  }
  return faults;
}

std::string joined(const std::vector<std::string>& lines) {
  return fmt::format("{}", fmt::join(lines, "\n"));
}

}  // namespace abide::crash
