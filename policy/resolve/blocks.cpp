// The policy's own block, and blocks for people, recipients, purposes and transforms.
#include <fmt/format.h>

#include "policy/resolve/attributes.hpp"

namespace abide::policy::resolving {
namespace {

constexpr auto required = Presence::required;
constexpr auto optional = Presence::optional;
constexpr auto once = Times::once;
constexpr auto many = Times::many;

constexpr std::array policy_keys{Key{"notice", Shape::texts, optional, many},
                                 Key{"heading", Shape::texts, optional, many},
                                 Key{"regime", Shape::names, required, many},
                                 Key{"zone", Shape::zone},
                                 Key{"updated", Shape::date},
                                 Key{"financial_year", Shape::month_day},
                                 Key{"grace", Shape::duration},
                                 Key{"lead", Shape::duration},
                                 Key{"sweep every", Shape::duration},
                                 Key{"limit rows", Shape::number},
                                 Key{"limit share", Shape::percent},
                                 Key{"limit hours", Shape::hours},
                                 Key{"evidence", Shape::name_or_text}};
constexpr std::array controller_keys{Key{"country", Shape::country, required},
                                     Key{"contact", Shape::text, required},
                                     Key{"address", Shape::text},
                                     Key{"dpo", Shape::name_or_text},
                                     Key{"representative", Shape::name_or_text},
                                     Key{"joint", Shape::names_or_texts, optional, many},
                                     Key{"website", Shape::text},
                                     Key{"regulator", Shape::texts, optional, many}};
constexpr std::array subject_keys{Key{"identified by", Shape::columns, required, many},
                                  Key{"minimum_age", Shape::duration}};
constexpr std::array purpose_keys{
    Key{"basis", Shape::name, required, once,
        "consent contract legal_obligation vital_interests public_task legitimate_interests "
        "recognised_legitimate_interests"},
    Key{"uses", Shape::names, required, many},
    Key{"function", Shape::text},
    Key{"interest", Shape::text},
    Key{"lia", Shape::text},
    Key{"condition9", Shape::name_or_text},
    Key{"schedule1", Shape::name_or_text},
    Key{"automated", Shape::text},
    Key{"dpia", Shape::name_or_text},
    Key{"processor_for", Shape::names_or_texts}};
constexpr std::array party_keys{
    Key{"country", Shape::country, required},
    Key{"region", Shape::text},
    Key{"role", Shape::name, optional, once,
        "processor sub_processor independent_controller joint_controller controller third_party "
        "public_authority regulator affiliate …"},
    Key{"agreement", Shape::names_or_texts, optional, many},
    Key{"contract", Shape::text},
    Key{"ages_out", Shape::duration}};
constexpr std::array transform_keys{
    Key{"takes", Shape::names, required, many}, Key{"gives", Shape::names, required, once},
    Key{"by", Shape::names_or_texts, required, many}, Key{"rotates", Shape::duration}};

std::string owner_of(const ast::Block& block) {
  return fmt::format("{} `{}`", block.keyword.text, block.name.text);
}

Attributes read(Context& context, const ast::Block& block, std::span<const Key> keys) {
  return read_attributes(context, attributes_of(block.attributes), keys, owner_of(block),
                         block.name.span);
}

/// Some keys hold a period that must not be zero.
void check_periods(Context& context, const Attributes& attributes,
                   std::initializer_list<std::string_view> keys) {
  for (const std::string_view key : keys) {
    const Read* found = attributes.find(key);
    if (found == nullptr || found->values.empty()) {
      continue;
    }
    if (const auto* duration = std::get_if<ast::Duration>(&found->values.front())) {
      check_period(context, *duration);
    }
  }
}

void read_calendar(Context& context, const Attributes& attributes) {
  Calendar& calendar = context.model.calendar;
  if (const std::string zone = attributes.text("zone"); !zone.empty()) {
    calendar.zone = zone;
  }
  calendar.financial_year_end =
      parse_month_day(attributes.text("financial_year")).value_or(calendar.financial_year_end);
  calendar.grace = attributes.period("grace").value_or(calendar.grace);
  calendar.lead = attributes.period("lead").value_or(calendar.lead);
  calendar.sweep_every = attributes.period("sweep every").value_or(calendar.sweep_every);
}

void read_regimes(Context& context, const Attributes& attributes) {
  std::string known;
  for (const Regime& regime : context.laws.regimes()) {
    known += regime.key + " ";
  }
  for (const ast::Name& name : attributes.names("regime")) {
    check_word(context, name, known, "regime");
    context.model.regimes.push_back(name.text);
  }
}

void resolve_policy(Context& context, const ast::Block& block) {
  context.model.name = block.name.text;
  context.model.title = block.title ? block.title->text : "";
  const Attributes attributes = read(context, block, policy_keys);
  context.has_notice = attributes.find("notice") != nullptr;
  read_calendar(context, attributes);
  read_regimes(context, attributes);
  check_periods(context, attributes, {"sweep every"});
  context.model.limits = read_limits(attributes, "limit ");
}

void resolve_policies(Context& context) {
  if (context.policies.empty()) {
    context.error("E0205", {}, "this text declares no `policy`",
                  "begin with `policy NAME \"…\" { regime uk_gdpr; }`");
    return;
  }
  resolve_policy(context, *context.policies.front());
  for (std::size_t i = 1; i < context.policies.size(); ++i) {
    auto& twice = context.error("E0202", context.policies[i]->name.span,
                                "a policy is declared twice", "keep one `policy` block");
    twice.labels.push_back({context.policies.front()->name.span, "first declared here"});
  }
}

void resolve_subject(Context& context, std::uint32_t index) {
  const Attributes attributes = read(context, *context.subjects[index], subject_keys);
  check_periods(context, attributes, {"minimum_age"});
  for (const ast::Name& column : attributes.names("identified by")) {
    if (const auto field = expect_column(context, column, Declares::no)) {
      context.model.subjects[index].identified_by.push_back(*field);
    }
  }
}

void resolve_purpose(Context& context, Purpose& purpose) {
  const Attributes attributes = read(context, *purpose.block, purpose_keys);
  purpose.uses = leaves_of(context, attributes.names("uses"));
  purpose.basis = attributes.name("basis").value_or("");
  purpose.is_automated = attributes.find("automated") != nullptr;
  purpose.has_condition = attributes.find("condition9") != nullptr;
}

void resolve_party(Context& context, Party& party) {
  const ast::Block& block = *party.block;
  const bool controller = block.keyword.text == "controller";
  const Attributes attributes =
      controller ? read(context, block, controller_keys) : read(context, block, party_keys);
  check_periods(context, attributes, {"ages_out"});
  party.country = attributes.name("country").value_or("");
  party.has_agreement = attributes.find("agreement") != nullptr;
  party.has_address = attributes.find("address") != nullptr;
  if (!controller) {
    return;
  }
  for (const ast::Name& person : attributes.names("dpo")) {
    expect(context, person, Kind::staff);
  }
  for (const std::string_view key : {"joint", "representative"}) {
    for (const ast::Name& other : attributes.names(key)) {
      expect(context, other, Kind::recipient | Kind::processor);
    }
  }
}

void resolve_transform(Context& context, Transform& transform) {
  const Attributes attributes = read(context, *transform.block, transform_keys);
  check_periods(context, attributes, {"rotates"});
  transform.takes = leaves_of(context, attributes.names("takes"));
  transform.gives = leaves_of(context, attributes.names("gives"));
  transform.by = attributes.names("by");
  transform.rotates = attributes.find("rotates") != nullptr;
}

}  // namespace

Limits read_limits(const Attributes& attributes, const std::string& prefix) {
  Limits limits;
  if (const Read* rows = attributes.find(prefix + "rows")) {
    if (const auto* number = std::get_if<ast::Number>(&rows->values.front())) {
      limits.rows = static_cast<std::uint64_t>(number->value);
    }
  }
  if (const Read* share = attributes.find(prefix + "share")) {
    if (const auto* number = std::get_if<ast::Number>(&share->values.front())) {
      limits.share_percent = static_cast<std::uint32_t>(number->value);
    }
  }
  if (const Read* hours = attributes.find(prefix + "hours");
      hours != nullptr && hours->values.size() == 2) {
    const auto* from = std::get_if<ast::TimeOfDay>(&hours->values[0]);
    const auto* until = std::get_if<ast::TimeOfDay>(&hours->values[1]);
    if (from != nullptr && until != nullptr) {
      limits.hours = {from->minutes, until->minutes};
    }
  }
  return limits;
}

void resolve_blocks(Context& context) {
  resolve_policies(context);
  for (Party& party : context.parties) {
    resolve_party(context, party);
  }
  for (const ast::Block* staff : context.staff) {
    read(context, *staff, {});
  }
  for (Purpose& purpose : context.purposes) {
    resolve_purpose(context, purpose);
  }
  for (Transform& transform : context.transforms) {
    resolve_transform(context, transform);
  }
}

void resolve_subjects(Context& context) {
  for (std::uint32_t i = 0; i < context.subjects.size(); ++i) {
    resolve_subject(context, i);
  }
}

}  // namespace abide::policy::resolving
