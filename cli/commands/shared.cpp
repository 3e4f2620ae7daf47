// Options and small readings that several verbs share.
#include <fmt/format.h>

#include <charconv>
#include <nlohmann/json.hpp>

#include "cli/commands.hpp"
#include "cli/shown.hpp"
#include "engine/control/wording.hpp"
#include "policy/utf8.hpp"

namespace abide::cli {

void add_deployment(const Verb& verb, Words& words) {
  verb.take("--deploy", words.deploy, "the deployment (*.deploy)").require();
  verb.take("--policy", words.policy,
            "the policy; else the only *.policy file beside the deployment");
  verb.take("--format", words.format, "text or json").allow({"text", "json"});
}

void add_person(const Verb& verb, Words& words) {
  verb.take("--subject", words.subject, "the kind of person, where the policy has several");
  verb.take("--for", words.person,
            "a value that identifies the person; `-` reads it from standard input");
}

Word add_by(const Verb& verb, Words& words, const std::string& help) {
  return verb.take("--by", words.by, help).check(said);
}

std::string said(const std::string& text) {
  // Of bytes that are no text the command itself says more.
  if (policy::find_invalid_utf8(text) != std::string::npos) return "";
  if (engine::is_blank(text)) return "it is blank, and must say something";
  const bool plain = shown(text) == text && text.find('\n') == std::string::npos;
  return plain ? "" : "it has control characters";
}

void say(const Words& words, const Json& json, const std::string& text) {
  fmt::print("{}", words.json() ? shown(json, 2) + "\n" : shown(text));
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
    const bool whole = read.ec == std::errc{} && read.ptr == text.data() + text.size();
    if (whole && std::to_string(number) == text) {  // `007` is a text
      key.emplace_back(number);
    } else {
      key.emplace_back(text);
    }
  }
  return key;
}

}  // namespace abide::cli
