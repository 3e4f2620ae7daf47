// A `*.deploy` file against its policy (LANGUAGE 4.9): bindings, points, limits, keys and anchors.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "policy/compile.hpp"
#include "policy/resolve/attributes.hpp"
#include "policy/resolve/points.hpp"

namespace abide::policy {
namespace {

using namespace resolving;  // NOLINT(google-build-using-namespace): this file is one of its steps

constexpr std::array deploy_keys{Key{"store", Shape::words, Presence::optional, Times::many},
                                 Key{"control", Shape::words},
                                 Key{"keys", Shape::text},
                                 Key{"anchor", Shape::texts, Presence::optional, Times::many},
                                 Key{"point", Shape::names, Presence::optional, Times::many},
                                 Key{"notify", Shape::text},
                                 Key{"began", Shape::date},
                                 Key{"cool_off", Shape::duration},
                                 Key{"operator", Shape::name_or_text}};
constexpr std::array limit_keys{Key{"rows", Shape::number}, Key{"share", Shape::percent},
                                Key{"hours", Shape::hours}};
constexpr std::string_view store_kinds = "sqlite postgres odbc redis files http";
constexpr std::string_view point_words =
    "gateway guard store_guard sweep rights events scan visit publish";

/// Words of one attribute, taken one after another.
class Words {
 public:
  explicit Words(std::span<const ast::Value> values) : values_(values) {}
  [[nodiscard]] bool at_end() const { return next_ >= values_.size(); }
  const ast::Name* name() { return take<ast::Name>(); }
  const ast::Text* text() { return take<ast::Text>(); }
  bool word(std::string_view expected) {
    const auto* found = at_end() ? nullptr : std::get_if<ast::Name>(&values_[next_]);
    if (found == nullptr || found->text != expected) {
      return false;
    }
    ++next_;
    return true;
  }

 private:
  template <class T>
  const T* take() {
    const auto* found = at_end() ? nullptr : std::get_if<T>(&values_[next_]);
    next_ += found == nullptr ? 0 : 1;
    return found;
  }
  std::span<const ast::Value> values_;
  std::size_t next_ = 0;
};

/// A connection text that carries its password: it belongs in the environment.
bool holds_a_secret(std::string_view text) {
  const std::size_t scheme = text.find("://");
  const bool with_user =
      scheme != std::string_view::npos && text.find('@', scheme) != std::string_view::npos;
  return with_user || text.find("password=") != std::string_view::npos ||
         text.find("PWD=") != std::string_view::npos;
}

class Resolve {
 public:
  Resolve(Context& context, const Model& model) : context_(context), model_(model) {
    for (std::uint32_t i = 0; i < model.stores.size(); ++i) {
      context.symbols.add(Kind::store, model.stores[i].name, i, SourceSpan{});
    }
  }

  Deployment run(const ast::Deploy& written) {
    deployment_.name = written.name.text;
    deployment_.location = context_.location(written.name.span);
    deployment_.limits = model_.limits;
    check_policy(written.policy);
    const std::string owner = fmt::format("deploy `{}`", written.name.text);
    const Attributes attributes = read_attributes(context_, attributes_of(written.items),
                                                  deploy_keys, owner, written.name.span);
    for (const Read& read : attributes.all()) {
      if (read.key == "store") {
        bind(read);
      } else if (read.key == "control") {
        read_control(read);
      } else if (read.key == "point") {
        read_points(read);
      } else if (read.key == "anchor") {
        read_anchors(read);
      }
    }
    read_texts(attributes);
    for (const ast::DeployItem& item : written.items) {
      if (const auto* limits = std::get_if<ast::Limits>(&item)) {
        tighten(*limits);
      }
    }
    check_points(context_, model_, written, deployment_);
    return std::move(deployment_);
  }

 private:
  void check_policy(const ast::Name& policy) {
    if (policy.text == model_.name) {
      return;
    }
    context_.error("E0201", policy.span,
                   fmt::format("policy `{}` is not the one given", policy.text),
                   fmt::format("this deployment is read against `{}`", model_.name));
  }

  /// `S is KIND "path"` or `S is KIND env NAME`, then `role "…"` and `probe role "…"`
  void bind(const Read& read) {
    Words words{read.values};
    const ast::Name* store = words.name();
    const ast::Name* kind = store != nullptr && words.word("is") ? words.name() : nullptr;
    if (kind == nullptr) {
      refuse_binding(read);
      return;
    }
    Binding binding;
    const Symbol* symbol = expect(context_, *store, Kind::store);
    check_word(context_, *kind, store_kinds, "kind");
    binding.kind = kind->text;
    if (words.word("env")) {
      const ast::Name* variable = words.name();
      binding.address = {Address::Form::environment, variable == nullptr ? "" : variable->text};
    } else if (const ast::Text* path = words.text()) {
      binding.address = {Address::Form::path, path->text};
      if (holds_a_secret(path->text)) {
        context_.error("E0206", path->span, "an address with a password does not belong in a file",
                       "put it into an environment variable and say `env NAME`");
      }
    }
    const bool roles_read = read_roles(words, binding);
    if (binding.address.text.empty() || !roles_read || !words.at_end()) {
      refuse_binding(read);
      return;
    }
    if (symbol != nullptr) {
      add(std::move(binding), StoreId{symbol->index}, *store);
    }
  }
  static bool read_roles(Words& words, Binding& binding) {
    while (!words.at_end()) {
      const bool probe = words.word("probe");
      const ast::Text* role = words.word("role") ? words.text() : nullptr;
      if (role == nullptr) {
        return false;
      }
      (probe ? binding.probe_role : binding.role) = role->text;
    }
    return true;
  }
  void add(Binding binding, StoreId store, const ast::Name& written) {
    binding.store = store;
    binding.stand_in = binding.kind != model_.at(store).kind;
    const auto [first, is_new] = bound_.try_emplace(store, written.span);
    if (!is_new) {
      auto& twice = context_.error("E0202", written.span,
                                   fmt::format("store `{}` is bound twice", written.text),
                                   "keep one of them");
      twice.labels.push_back({first->second, "first bound here"});
      return;
    }
    deployment_.bindings.push_back(std::move(binding));
  }
  void refuse_binding(const Read& read) {
    context_.error("E0206", read.node->span,
                   "`store` takes a name, `is`, a kind, a path or `env NAME`, and perhaps roles",
                   "write `store db is sqlite \"data/db.sqlite\";` or `store db is postgres env "
                   "DATABASE_URL role \"…\" probe role \"…\";`");
  }

  void read_control(const Read& read) {
    Words words{read.values};
    const ast::Name* kind = words.name();
    const ast::Text* path = words.text();
    const bool known = kind == nullptr || kind->text == "sqlite";
    if (path == nullptr || path->text.empty() || !words.at_end() || !known) {
      context_.error("E0206", read.node->span, "`control` takes `sqlite` and a path",
                     "write `control sqlite \"abide.db\";`");
      return;
    }
    deployment_.control = path->text;
  }
  void read_texts(const Attributes& attributes) {
    if (const std::string keys = attributes.text("keys"); !keys.empty()) {
      deployment_.keys = keys;
    }
    deployment_.notify = attributes.text("notify");
    deployment_.cool_off = attributes.period("cool_off");
    if (const Read* began = attributes.find("began")) {
      deployment_.began = std::get<ast::Day>(began->values.front()).date;
    }
    deployment_.operator_name = attributes.text("operator");
    if (const auto name = attributes.name("operator"); name && deployment_.operator_name.empty()) {
      deployment_.operator_name = *name;
    }
    if (deployment_.keys == deployment_.control) {
      const Read* keys = attributes.find("keys");
      const Read* control = attributes.find("control");
      if (const Read* place = keys != nullptr ? keys : control) {
        context_.error("E0206", place->node->span, "keys and control store are one file",
                       "keep the keys in a file of their own: `keys \"keys.db\";`");
      }
    }
  }
  void read_anchors(const Read& read) {
    for (const ast::Value& value : read.values) {
      if (const auto* text = std::get_if<ast::Text>(&value)) {
        deployment_.anchors.push_back(text->text);
      }
    }
  }

  /// `point gateway, scan` or `point store_guard on db`
  void read_points(const Read& read) {
    std::vector<Point> points;
    std::vector<StoreId> on;
    bool stores = false;
    for (const ast::Value& value : read.values) {
      const auto* name = std::get_if<ast::Name>(&value);
      if (name == nullptr || name->text == "and") {
        continue;
      }
      if (name->text == "on" && !points.empty()) {
        stores = true;
      } else if (!stores) {
        check_word(context_, *name, point_words, "point");
        points.push_back({.name = name->text, .on = {}});
      } else if (const Symbol* store = expect(context_, *name, Kind::store)) {
        on.push_back(StoreId{store->index});
      }
    }
    for (Point& point : points) {
      point.on = on;
      deployment_.points.push_back(std::move(point));
    }
  }

  void tighten(const ast::Limits& written) {
    const Attributes attributes = read_attributes(context_, attributes_of(written.attributes),
                                                  limit_keys, "`limits`", written.keyword.span);
    if (context_.failed()) {
      return;
    }
    const Limits own = read_limits(attributes, "");
    Limits& limits = deployment_.limits;
    refuse_looser(attributes, "rows", own.rows && limits.rows && *own.rows > *limits.rows,
                  limits.rows ? fmt::format("{}", *limits.rows) : "");
    refuse_looser(
        attributes, "share",
        own.share_percent && limits.share_percent && *own.share_percent > *limits.share_percent,
        limits.share_percent ? fmt::format("{} %", *limits.share_percent) : "");
    refuse_looser(attributes, "hours",
                  own.hours && limits.hours && !is_inside(*own.hours, *limits.hours),
                  limits.hours ? hours_text(*limits.hours) : "");
    limits.rows = own.rows ? own.rows : limits.rows;
    limits.share_percent = own.share_percent ? own.share_percent : limits.share_percent;
    limits.hours = own.hours ? own.hours : limits.hours;
  }
  void refuse_looser(const Attributes& attributes, std::string_view key, bool looser,
                     const std::string& policy_says) {
    if (looser) {
      context_.error("E0206", attributes.find(key)->node->span,
                     fmt::format("this `{}` is looser than the policy's {}", key, policy_says),
                     "a deployment may only tighten what the policy allows");
    }
  }
  static std::string hours_text(std::pair<int, int> hours) {
    constexpr int hour = 60;
    return fmt::format("{:02}:{:02}, {:02}:{:02}", hours.first / hour, hours.first % hour,
                       hours.second / hour, hours.second % hour);
  }
  /// Every minute of `a` is one of `b`; either may cross midnight.
  static bool is_inside(std::pair<int, int> a, std::pair<int, int> b) {
    constexpr int day = 24 * 60;
    const auto from_start_of_b = [&](int minute) { return (minute - b.first + day) % day; };
    const int begins = from_start_of_b(a.first);
    const int length = (a.second - a.first + day) % day;
    return begins + length <= (b.second - b.first + day) % day;
  }

  Context& context_;
  const Model& model_;
  Deployment deployment_;
  std::map<StoreId, SourceSpan> bound_;
};

/// Where its first declaration stands, of a file that has some and no `deploy`.
std::optional<SourceSpan> declares_no_deploy(const Sources& sources) {
  std::optional<SourceSpan> first;
  for (const ast::File& tree : sources.trees) {
    for (const ast::Declaration& declaration : tree.declarations) {
      if (std::holds_alternative<ast::Deploy>(declaration)) {
        return std::nullopt;
      }
      first = first ? first : ast::span_of(declaration);
    }
  }
  return first;
}

/// The one `deploy` of the file; anything else in it is refused.
const ast::Deploy* only_deploy(Context& context) {
  const ast::Deploy* found = nullptr;
  if (const auto span = declares_no_deploy(context.sources)) {
    context.error("E0205", *span, "this is a policy, and declares no `deploy`",
                  "give the deployment (*.deploy) here, and the policy with --policy");
    return nullptr;
  }
  for (const ast::File& tree : context.sources.trees) {
    for (const ast::Declaration& declaration : tree.declarations) {
      const auto* deploy = std::get_if<ast::Deploy>(&declaration);
      if (deploy == nullptr) {
        context.error("E0105", ast::span_of(declaration), "a deployment holds nothing but `deploy`",
                      "move this to the policy");
      } else if (found != nullptr) {
        auto& twice = context.error("E0202", deploy->name.span, "a file holds one `deploy`",
                                    "give each deployment a file of its own");
        twice.labels.push_back({found->name.span, "the first"});
      } else {
        found = deploy;
      }
    }
  }
  if (found == nullptr && !context.failed()) {
    context.error("E0205", {}, "this file declares no `deploy`",
                  "begin with `deploy NAME for POLICY { store db is sqlite \"…\"; }`");
  }
  return found;
}

}  // namespace

DeploymentResult resolve_deployment(const Sources& sources, const Model& model) {
  const Laws laws = Laws::built_in();
  const ResolveOptions options;
  Context context{sources, options, laws};
  DeploymentResult result;
  if (!refuse_broken(context)) {
    if (const ast::Deploy* written = only_deploy(context)) {
      result.deployment = Resolve{context, model}.run(*written);
    }
  }
  if (context.failed()) {
    result.deployment.reset();
  }
  for (Finding& finding : context.findings) {
    result.diagnostics.push_back(std::move(finding.diagnostic));
  }
  sort_by_place(result.diagnostics);
  return result;
}

}  // namespace abide::policy
