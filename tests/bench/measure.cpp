// Processes, memory and syncs of Linux.
#include "tests/bench/measure.hpp"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

namespace abide::bench {
namespace {

/// A figure of /proc/self/status in KiB.
double status_kib(const std::string& name) {
  std::ifstream status{"/proc/self/status"};
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with(name + ":")) {
      return std::strtod(line.c_str() + name.size() + 1, nullptr);
    }
  }
  return 0;
}

Error failed(std::string what) { return {ErrorCode::unavailable, std::move(what), ""}; }

/// The child's whole life: measure, hand the figures over, end.
[[noreturn]] void measured(const std::function<Result<Figures>()>& part, int out) {
  std::ofstream{"/proc/self/clear_refs"} << "5";  // forgets the highest so far
  const double before = status_kib("VmRSS");
  const double spent = processor_seconds();
  auto figures = part();
  if (!figures) {
    fmt::print(stderr, "{}\n", figures.error().message);
    std::_Exit(1);
  }
  (*figures)["processor_s"] = processor_seconds() - spent;
  (*figures)["resident_mib"] = (status_kib("VmHWM") - before) / 1024;
  const std::string text = nlohmann::json(*figures).dump();
  const bool written = ::write(out, text.data(), text.size()) == static_cast<ssize_t>(text.size());
  std::fflush(nullptr);
  std::_Exit(written ? 0 : 1);
}

}  // namespace

Options options_of(int argc, char** argv, std::uint64_t rows, int runs) {
  Options options;
  options.rows = rows;
  options.runs = runs;
  options.folder =
      (std::filesystem::temp_directory_path() / fmt::format("abide_bench_{}", ::getpid())).string();
  for (int i = 0; i < argc; ++i) {
    options.command += (i == 0 ? "" : " ") + std::filesystem::path{argv[i]}.filename().string();
  }
  for (int i = 1; i + 1 < argc; i += 2) {
    const std::string name = argv[i];
    const std::string value = argv[i + 1];
    if (name == "--rows") options.rows = std::strtoull(value.c_str(), nullptr, 10);
    if (name == "--runs") options.runs = std::max(1, std::atoi(value.c_str()));
    if (name == "--due") options.due = value;
    if (name == "--folder") options.folder = value + fmt::format("/abide_bench_{}", ::getpid());
  }
  return options;
}

Result<Figures> in_process(const std::function<Result<Figures>()>& part) {
  std::array<int, 2> ends{};
  std::fflush(nullptr);
  if (::pipe(ends.data()) != 0) return failed("no pipe");
  const pid_t child = ::fork();
  if (child == 0) measured(part, ends[1]);
  ::close(ends[1]);
  std::string text;
  std::array<char, 4096> buffer{};
  for (ssize_t got = 1; got > 0;) {
    got = ::read(ends[0], buffer.data(), buffer.size());
    if (got > 0) text.append(buffer.data(), static_cast<std::size_t>(got));
  }
  ::close(ends[0]);
  int status = 0;
  ::waitpid(child, &status, 0);
  if (status != 0) return failed("the measured part failed");
  return nlohmann::json::parse(text).get<Figures>();
}

double processor_seconds() {
  rusage used{};
  ::getrusage(RUSAGE_SELF, &used);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  return seconds(used.ru_utime) + seconds(used.ru_stime);
}

double median(std::vector<double> values) {
  if (values.empty()) return 0;
  std::ranges::sort(values);
  const std::size_t middle = values.size() / 2;
  return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

double sync_ms(const std::string& folder) {
  constexpr int times = 300;
  const std::string path = folder + "/sync_probe";
  const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  const std::array<char, 4096> page{};
  const Timer timer;
  for (int i = 0; i < times; ++i) {
    if (::pwrite(file, page.data(), page.size(), i * 4096) < 0 || ::fdatasync(file) != 0) break;
  }
  const double each = timer.seconds() / times * 1e3;
  ::close(file);
  std::filesystem::remove(path);
  return each;
}

Result<void> copy_file(const std::string& from, const std::string& to) {
  std::error_code error;
  std::filesystem::copy_file(from, to, std::filesystem::copy_options::overwrite_existing, error);
  const int file = error ? -1 : ::open(to.c_str(), O_RDWR | O_CLOEXEC);
  if (file < 0) return failed("a database could not be copied");
  const bool synced = ::fsync(file) == 0;
  ::close(file);
  return synced ? Result<void>{} : Result<void>{failed("a copy could not be made durable")};
}

bool print(const Line& line, const Options& options) {
  const double ratio = line.against > 0 ? line.figure / line.against : line.figure;
  const bool met = line.at_most ? ratio <= line.reach : ratio >= line.reach;
  nlohmann::ordered_json json = {
      {"bench", line.bench}, {"what", line.what}, {"figure", line.figure}, {"unit", line.unit}};
  if (line.against > 0) {
    json["against"] = line.against;
    json["ratio"] = ratio;
  }
  json["reach"] = line.reach;
  json["met"] = met;
  json["command"] = options.command;
  fmt::print("{}\n", json.dump());
  std::fflush(stdout);
  return met;
}

int carry_out(const Options& options, Result<bool> (*bench)(const Options& options)) {
  const auto met = bench(options);
  std::filesystem::remove_all(options.folder);
  if (!met) {
    fmt::print(stderr, "{}\n", met.error().message);
    return 2;
  }
  return *met ? 0 : 1;
}

}  // namespace abide::bench
