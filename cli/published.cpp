// A session by the policy that was published, whatever has become of its file since.
#include "cli/published.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "policy/places.hpp"

namespace abide::cli {
namespace {

/// Reads from the texts of a publication and from nothing else.
policy::Reader reader_of(const engine::PublishedPolicy& published) {
  return [&published](const std::string& path) -> Result<std::string> {
    const auto at =
        std::ranges::find(published.texts, path, &std::pair<std::string, std::string>::first);
    if (at != published.texts.end()) return at->second;
    return Error{ErrorCode::not_found, fmt::format("`{}` was not published with the policy", path),
                 "publish it again with `abide publish`"};
  };
}

std::string digest_of(const policy::Sources& sources) {
  Hasher hasher;
  for (const policy::SourceFile& file : sources.files) hasher.update(file.text());
  return to_hex(hasher.finish());
}

}  // namespace

std::optional<policy::CompileResult> read_published(const Desk& desk,
                                                    const engine::PublishedPolicy& published,
                                                    Stop& stop) {
  policy::ResolveOptions options;
  options.today = Zone::utc().local_date(desk.clock().now());
  auto compiled = policy::compile(published.texts.front().first, reader_of(published), options);
  if (compiled && compiled->model) return std::move(compiled).value();
  if (!compiled) desk.tell(compiled.error());
  if (compiled) desk.show(compiled->diagnostics, compiled->sources, false);
  stop.code = desk.tell({ErrorCode::refused,
                         fmt::format("the policy published on {} cannot be read by this version",
                                     to_string(published.at)),
                         "mend the policy and give `abide publish --by NAME`; nothing was done"});
  return std::nullopt;
}

std::optional<policy::Model> Desk::compile(const engine::PublishedPolicy& published,
                                           Stop& stop) const {
  auto compiled = abide::cli::read_published(*this, published, stop);
  if (!compiled) return std::nullopt;
  return std::move(compiled->model);
}

bool Desk::read_published(const Words& words, Session& session, Stop& stop) const {
  const auto reader = [this](const std::string& path) {
    return files_.read(path, policy::max_source_bytes);
  };
  const auto loaded = policy::load(reader, words.deploy);
  if (!loaded) {
    tell(loaded.error());
    return false;
  }
  const policy::Places places = policy::places_of(loaded->sources);
  session.deployment.control = places.control;
  session.deployment.keys = places.keys;
  session.deployment.anchors = places.anchors;
  auto opened = engine::ControlStore::open(paths(session), files_);
  if (!opened) {
    stop.code = tell(opened.error());
    return false;
  }
  session.control = std::move(*opened);
  auto published = session.control->published();
  if (!published) {
    stop.code = tell(published.error());
    return false;
  }
  if (!*published) {
    stop.code = tell({ErrorCode::refused, "no policy was published",
                      "publish one with `abide publish --deploy … --by NAME`; the nightly run goes "
                      "by nothing else, and nothing was done"});
    return false;
  }
  auto model = compile(**published, stop);
  if (!model) return false;
  if (to_hex(policy::meaning_digest(*model)) != (*published)->digest) {
    stop.code = tell({ErrorCode::corrupt,
                      fmt::format("the policy kept as number {} does not mean what was published: "
                                  "the control store was changed, or this version reads it in "
                                  "another way",
                                  (*published)->number),
                      "compare it with your own copy and give `abide publish --by NAME`; nothing "
                      "was done"});
    return false;
  }
  session.model = std::move(*model);
  session.published = std::move(*published);
  session.deployment_text = digest_of(loaded->sources);
  tell_unpublished(session);
  tell_deployment(words, session);
  return true;
}

/// A deployment is nobody's promise, but stores and limits stand in it.
void Desk::tell_deployment(const Words& words, const Session& session) const {
  const auto before = session.control->kept("deployment");
  if (!before || before->empty() || *before == session.deployment_text) return;
  note(fmt::format("`{}` says something else than on the last nightly run", words.deploy));
}

void Desk::tell_unpublished(const Session& session) const {
  if (session.policy_file.empty()) return;
  const engine::PublishedPolicy& published = *session.published;
  policy::ResolveOptions options;
  options.today = Zone::utc().local_date(clock_.now());
  const auto reader = [this](const std::string& path) {
    return files_.read(path, policy::max_source_bytes);
  };
  const auto compiled = policy::compile(session.policy_file, reader, options);
  const bool sound = compiled && compiled->model;
  if (sound && to_hex(policy::meaning_digest(*compiled->model)) == published.digest) return;
  note(fmt::format(
      "`{}` {}; this goes by the policy that {} published on {} (number {}), and "
      "`abide publish` puts another in its place",
      session.policy_file, sound ? "says something else than what was published" : "cannot be read",
      published.by, to_string(published.at), published.number));
}

}  // namespace abide::cli
