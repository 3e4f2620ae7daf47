// What a decision over a flow costs, by id and by name, with ten thousand statements behind it.
#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include "policy/decision.hpp"
#include "policy/parse.hpp"
#include "policy/resolver.hpp"

namespace {

using namespace abide;
using namespace abide::policy;

constexpr int statements = 10'000;
constexpr int recipients = 50;
constexpr int purposes = 20;
constexpr int leaves = 200;

/// A policy whose promises send each leaf somewhere for something.
std::string large_policy() {
  std::string text = "abide 1;\npolicy large \"Large\" { regime uk_gdpr; }\ncategory c {";
  for (int i = 0; i < leaves; ++i) text += fmt::format(" category l{};", i);
  text += " }\nstate agreed from app;\n";
  for (int i = 0; i < recipients; ++i) text += fmt::format("recipient r{} {{ country GB; }}\n", i);
  for (int i = 0; i < purposes; ++i)
    text += fmt::format("purpose p{} {{ basis contract; uses c; }}\n", i);
  for (int i = 0; i < statements; ++i) {
    text += fmt::format("promise A-{} {{ send c.l{} to r{} for p{}{}; }}\n", i, i % leaves,
                        i * 7 % recipients, i * 13 % purposes, i % 3 == 0 ? " when agreed" : "");
  }
  return text;
}

const Model& model() {
  static const Model made = [] {
    Sources sources;
    sources.files.emplace_back("large.policy", large_policy());
    sources.trees.push_back(parse(sources.files.front()).file);
    ResolveResult resolved = resolve(sources);
    if (!resolved.model)
      throw std::runtime_error(render(resolved.diagnostics.front(), sources.files));
    return std::move(*resolved.model);
  }();
  return made;
}

void by_name(benchmark::State& state) {
  const auto decisions = FlowDecisions::of(model());
  KnownStates known;
  known.hold(*decisions->find_state("agreed"));
  const std::vector<std::string> whats{"c.l7", "c.l150", "c.l99", "c.l3"};
  const std::vector<std::string> whos{"r49", "r0", "r13", "r21"};
  std::size_t at = 0;
  for (auto one : state) {
    benchmark::DoNotOptimize(
        decisions->allows(whos[at & 3U], "p11", whats[(at >> 1U) & 3U], known));
    ++at;
  }
}
void by_id(benchmark::State& state) {
  const auto decisions = FlowDecisions::of(model());
  KnownStates known;
  known.hold(*decisions->find_state("agreed"));
  std::uint32_t at = 0;
  for (auto one : state) {
    benchmark::DoNotOptimize(decisions->allows(RecipientId{at % recipients},
                                               PurposeId{at % purposes},
                                               CategoryId{1 + at % leaves}, known));
    ++at;
  }
}
BENCHMARK(by_name);
BENCHMARK(by_id);

}  // namespace

BENCHMARK_MAIN();
