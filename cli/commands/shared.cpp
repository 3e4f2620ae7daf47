// Options and small readings that several verbs share.
#include <fmt/format.h>

#include <charconv>
#include <nlohmann/json.hpp>

#include "cli/commands.hpp"

namespace abide::cli {

void add_deployment(CLI::App& verb, Words& words) {
  verb.add_option("--deploy", words.deploy, "the deployment (*.deploy)")->required();
  verb.add_option("--policy", words.policy,
                  "the policy; else the only *.policy file beside the deployment");
  verb.add_option("--format", words.format, "text or json")->check(CLI::IsMember({"text", "json"}));
}

void add_person(CLI::App& verb, Words& words) {
  verb.add_option("--subject", words.subject, "the kind of person, where the policy has several");
  verb.add_option("--for", words.person,
                  "a value that identifies the person; `-` reads it from standard input");
}

void say(const Words& words, const Json& json, const std::string& text) {
  fmt::print("{}", words.json() ? json.dump(2) + "\n" : text);
}

bool happened(const Desk& desk, Instant at, const std::string& typed, Stop& stop) {
  if (at <= desk.clock().now()) return true;
  stop.code = desk.tell({ErrorCode::refused, fmt::format("`{}` is later than now", typed),
                         "only what has happened can be told; nothing was written down"});
  return false;
}

Row key_of(const std::vector<std::string>& typed) {
  Row key;
  for (const std::string& text : typed) {
    std::int64_t number = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
    if (read.ec == std::errc{} && read.ptr == text.data() + text.size()) {
      key.emplace_back(number);
    } else {
      key.emplace_back(text);
    }
  }
  return key;
}

}  // namespace abide::cli
