// What a decision over a flow costs an app that asks through the public header, with ten thousand
// statements behind it, and what it costs two other engines on the very same rules: first all of
// them have to give the same thousand answers.
// Usage: bench_flows [FOLDER]   (where `npm ci` put the engines of tests/bench/compare)
#include <benchmark/benchmark.h>
#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <random>

#include "include/abide/abide.hpp"

namespace {

using abide::Policy;
using nlohmann::json;

constexpr int statements = 10'000;
constexpr int recipients = 50;
constexpr int purposes = 20;
constexpr int leaves = 200;
constexpr int questions = 1'000;
constexpr double most_ns = 50;
constexpr double least_times = 20;

// ── the rules, and what is asked of them ──────────────────────────────────────────────────────

/// A leaf, somebody to send it to, and what for; under a state, or not.
struct Rule {
  std::string what;
  std::string to;
  std::string purpose;
  bool when = false;
};
/// Ten thousand of the two hundred thousand ways in which a leaf can go, no two the same.
Rule rule(int number) {
  constexpr int step = 7919;
  const int way = static_cast<int>(std::int64_t{number} * step % (recipients * purposes * leaves));
  return {fmt::format("c.l{}", way % leaves), fmt::format("r{}", way / leaves % recipients),
          fmt::format("p{}", way / leaves / recipients), number % 3 == 0};
}

std::string policy_text() {
  std::string text = "abide 1;\npolicy large \"Large\" { regime uk_gdpr; }\ncategory c {";
  for (int i = 0; i < leaves; ++i) text += fmt::format(" category l{};", i);
  text += " }\nstate agreed from app;\n";
  for (int i = 0; i < recipients; ++i)
    text += fmt::format("recipient r{} {{ country GB; agreement dpa; }}\n", i);
  for (int i = 0; i < purposes; ++i)
    text += fmt::format("purpose p{} {{ basis contract; uses c; }}\n", i);
  for (int i = 0; i < statements; ++i) {
    const Rule one = rule(i);
    text += fmt::format("promise A-{} {{ send {} to {} for {}{}; }}\n", i, one.what, one.to,
                        one.purpose, one.when ? " when agreed" : "");
  }
  return text;
}

struct Question {
  Rule asked;
  bool agreed = false;
  Policy::Recipient to;
  Policy::Purpose purpose;
  Policy::Category what;
};
/// Half of them about what some statement sends, half about anything.
std::vector<Question> make_questions(const Policy& policy) {
  std::mt19937 random{20260508};
  const auto any = [&random](int below) {
    return static_cast<int>(random() % static_cast<unsigned>(below));
  };
  std::vector<Question> made;
  for (int i = 0; i < questions; ++i) {
    const Rule asked =
        i % 2 == 0 ? Rule{fmt::format("c.l{}", any(leaves)), fmt::format("r{}", any(recipients)),
                          fmt::format("p{}", any(purposes))}
                   : rule(any(statements));
    made.push_back({asked, any(2) == 0, policy.recipient(asked.to).value(),
                    policy.purpose(asked.purpose).value(), policy.category(asked.what).value()});
  }
  return made;
}

class Folder {
 public:
  Folder() : path_(std::filesystem::temp_directory_path() / fmt::format("abide_{}", ::getpid())) {
    std::filesystem::create_directories(path_);
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  Folder(Folder&&) = delete;
  Folder& operator=(Folder&&) = delete;
  [[nodiscard]] std::string write(const std::string& name, const std::string& text) const {
    std::ofstream{path_ / name} << text;
    return path_ / name;
  }

 private:
  std::filesystem::path path_;
};

// ── ours ──────────────────────────────────────────────────────────────────────────────────────

/// Keeps the median of each measured function.
class Medians : public benchmark::BenchmarkReporter {
 public:
  bool ReportContext(const Context&) override { return true; }
  void ReportRuns(const std::vector<Run>& runs) override {
    for (const Run& run : runs) {
      if (run.aggregate_name == "median")
        ns_[run.run_name.function_name] = run.GetAdjustedRealTime();
    }
  }
  [[nodiscard]] double ns(const std::string& name) const { return ns_.at(name); }

 private:
  std::map<std::string, double> ns_;
};

struct Asked {
  const Policy& policy;
  const std::vector<Question>& questions;
  std::array<Policy::States, 2> states;  ///< not agreed, agreed
  [[nodiscard]] const Policy::States& of(const Question& one) const {
    return states[one.agreed ? 1 : 0];
  }
  [[nodiscard]] bool by_name(const Question& one) const {
    return policy.allows(one.asked.to, one.asked.purpose, one.asked.what, of(one));
  }
  [[nodiscard]] bool by_id(const Question& one) const {
    return policy.allows(one.to, one.purpose, one.what, of(one));
  }
};

Medians measure(const Asked& asked) {
  const auto over_all = [&asked](auto decide) {
    return [&asked, decide](benchmark::State& state) {
      std::size_t at = 0;
      for (auto one : state) {
        benchmark::DoNotOptimize(decide(asked, asked.questions[at]));
        at = at + 1 == asked.questions.size() ? 0 : at + 1;
      }
    };
  };
  benchmark::RegisterBenchmark(
      "by_name", over_all([](const Asked& all, const Question& one) { return all.by_name(one); }))
      ->Repetitions(9);
  benchmark::RegisterBenchmark(
      "by_id", over_all([](const Asked& all, const Question& one) { return all.by_id(one); }))
      ->Repetitions(9);
  Medians medians;
  benchmark::RunSpecifiedBenchmarks(&medians);
  return medians;
}

// ── theirs ────────────────────────────────────────────────────────────────────────────────────

/// The one description of the rules that all engines read, and our answers.
std::string rules_json(const Asked& asked) {
  json rules = json::array();
  for (int i = 0; i < statements; ++i) {
    const Rule one = rule(i);
    rules.push_back({{"what", one.what}, {"to", one.to}, {"for", one.purpose}, {"when", one.when}});
  }
  json all = json::array();
  for (const Question& one : asked.questions) {
    all.push_back({{"what", one.asked.what},
                   {"to", one.asked.to},
                   {"for", one.asked.purpose},
                   {"agreed", one.agreed},
                   {"allowed", asked.by_name(one)}});
  }
  return json{{"statements", rules}, {"questions", all}}.dump();
}

/// A line for each engine; none where there is no node, or no engines.
std::vector<json> others(const Folder& folder, const Asked& asked, const std::string& modules) {
  const std::string rules = folder.write("rules.json", rules_json(asked));
  const std::string command = fmt::format("node '{}/tests/bench/compare/compare.mjs' '{}' '{}'",
                                          ABIDE_SOURCE_DIR, rules, modules);
  std::vector<json> lines;
  if (!std::filesystem::exists(modules + "/node_modules")) return lines;
  FILE* const told = ::popen(command.c_str(), "r");
  if (told == nullptr) return lines;
  std::array<char, 4096> line{};
  while (std::fgets(line.data(), line.size(), told) != nullptr) {
    lines.push_back(json::parse(line.data()));
  }
  ::pclose(told);
  return lines;
}

int compare(const std::string& modules, const std::string& command) {
  const Folder folder;
  const auto loaded = Policy::load(folder.write("large.policy", policy_text()));
  if (const auto* const refusal = std::get_if<abide::Refusal>(&loaded)) {
    fmt::print(stderr, "{}", refusal->text);
    return 2;
  }
  const auto& policy = std::get<Policy>(loaded);
  const std::vector<Question> all = make_questions(policy);
  Asked asked{policy, all, {}};
  asked.states[0].not_hold(policy.state("agreed").value());
  asked.states[1].hold(policy.state("agreed").value());
  const Medians medians = measure(asked);
  const double by_name = medians.ns("by_name");
  bool met = by_name <= most_ns;
  json line{{"bench", "flows"},      {"statements", statements},        {"questions", questions},
            {"by_name_ns", by_name}, {"by_id_ns", medians.ns("by_id")}, {"most_ns", most_ns},
            {"command", command}};
  for (const json& other : others(folder, asked, modules)) {
    const double times = other.at("median_ns").get<double>() / by_name;
    met = met && times >= least_times && other.at("wrong") == 0;
    line[other.at("engine").get<std::string>()] = {{"version", other.at("version")},
                                                   {"median_ns", other.at("median_ns")},
                                                   {"other_answers", other.at("wrong")},
                                                   {"times_ours", times}};
  }
  if (!line.contains("cedar") || !line.contains("casbin")) {
    line["skipped"] = "other engines: no node, or nothing in " + modules +
                      "; `./dev bench flows` installs them where npm is";
  }
  line["met"] = met;
  fmt::print("{}\n", line.dump());
  return met ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  const std::string modules = argc > 1 ? argv[1] : std::string{ABIDE_SOURCE_DIR} + "/build/compare";
  return compare(modules, argc > 1 ? "bench_flows " + modules : "bench_flows");
}
