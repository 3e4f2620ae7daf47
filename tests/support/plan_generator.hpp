// Random plans for properties: every kind of selector, value, range and gap, with odd texts.
#pragma once

#include <rapidcheck.h>

#include "engine/plan/plan.hpp"

namespace abide::testing_support {

inline rc::Gen<std::string> any_text() {
  return rc::gen::oneOf(rc::gen::elementOf(std::vector<std::string>{"", "id", "user_id", "Łukasz",
                                                                    "a\"b\\c\n", "41"}),
                        rc::gen::container<std::string>(rc::gen::inRange<char>(32, 127)));
}
/// Text as stores hold it, which need not be UTF-8.
inline rc::Gen<std::string> stored_text() {
  return rc::gen::oneOf(any_text(), rc::gen::container<std::string>(rc::gen::arbitrary<char>()));
}
inline rc::Gen<Value> any_value() {
  return rc::gen::oneOf(
      rc::gen::just(Value{std::monostate{}}),
      rc::gen::map(rc::gen::arbitrary<bool>(), [](bool v) { return Value{v}; }),
      rc::gen::map(rc::gen::arbitrary<std::int64_t>(), [](std::int64_t v) { return Value{v}; }),
      rc::gen::map(rc::gen::arbitrary<double>(), [](double v) { return Value{v}; }),
      rc::gen::map(stored_text(), [](std::string v) { return Value{std::move(v)}; }),
      rc::gen::map(rc::gen::arbitrary<Bytes>(), [](Bytes v) { return Value{std::move(v)}; }));
}
inline rc::Gen<Instant> any_instant() {
  return rc::gen::map(rc::gen::oneOf(rc::gen::inRange<std::int64_t>(-5'000'000'000, 9'000'000'000),
                                     rc::gen::inRange<std::int64_t>(-99'000'000'000'000, -1)),
                      [](std::int64_t v) { return Instant{std::chrono::microseconds{v * 1000}}; });
}
template <class T>
rc::Gen<T> any_enum(int count) {
  return rc::gen::map(rc::gen::inRange(0, count), [](int i) { return static_cast<T>(i); });
}

inline rc::Gen<SelectorPtr> any_selector(int depth);
inline rc::Gen<std::vector<SelectorPtr>> any_branches(int depth) {
  return rc::gen::mapcat(rc::gen::inRange<std::size_t>(0, 3), [depth](std::size_t count) {
    return rc::gen::container<std::vector<SelectorPtr>>(count, any_selector(depth));
  });
}
inline rc::Gen<SelectorPtr> any_leaf() {
  return rc::gen::exec([] {
    const std::string column = *any_text();
    const auto match = *any_enum<Match>(2);
    switch (*rc::gen::inRange(0, 6)) {
      case 0:
        return share({Before{column, *any_instant(), *any_enum<TimeEncoding>(4)}});
      case 1:
        return share({Unreadable{column, *any_enum<TimeEncoding>(4)}});
      case 2:
        return share({IsNull{column}});
      case 3:
        return share({In{column, *rc::gen::container<std::vector<Value>>(any_value()), match}});
      case 4:
        return share({InParameter{column, *any_text(), match}});
      default:
        return share({All{}});
    }
  });
}
inline rc::Gen<SelectorPtr> any_selector(int depth) {
  return rc::gen::exec([depth] {
    switch (depth > 0 ? *rc::gen::inRange(0, 6) : 5) {
      case 0:
        return share({And{*any_branches(depth - 1)}});
      case 1:
        return share({Or{*any_branches(depth - 1)}});
      case 2:
        return share({Not{*any_selector(depth - 1)}});
      case 3:
        return share({Via{{*any_text()},
                          *any_text(),
                          {*any_text()},
                          *any_selector(depth - 1),
                          *any_enum<Match>(2)}});
      default:
        return *any_leaf();
    }
  });
}

inline rc::Gen<engine::Step> any_step() {
  return rc::gen::exec([] {
    engine::Step step;
    step.store = *any_text();
    step.table = *any_text();
    step.live_table = *any_text();
    step.operation = *any_enum<engine::Operation>(2);
    step.assignments = {{*any_text(), *any_value()}};
    step.key = {*any_text(), *any_text()};
    step.where = *any_selector(3);
    step.lookups = {{{*any_text()},
                     *any_text(),
                     *any_text(),
                     {*any_text()},
                     *any_selector(1),
                     *any_enum<Match>(2),
                     *any_enum<engine::Lookup::Sense>(2)}};
    step.fields = {*any_text()};
    step.why = {{*any_text(), *any_text(), *any_text(), *rc::gen::arbitrary<std::uint32_t>()}};
    step.due = *any_text();
    step.rows = *rc::gen::arbitrary<std::uint64_t>();
    step.table_rows = *rc::gen::arbitrary<std::uint64_t>();
    engine::Range range;
    range.rows = *rc::gen::arbitrary<std::uint64_t>();
    range.digest = sha256(as_bytes(*any_text()));
    if (*rc::gen::arbitrary<bool>()) {
      range.keys.from = *rc::gen::container<Row>(any_value());
    }
    if (*rc::gen::arbitrary<bool>()) {
      range.keys.until = *rc::gen::container<Row>(any_value());
    }
    step.ranges = {range};
    step.after = *rc::gen::arbitrary<std::vector<std::uint32_t>>();
    step.severs = *rc::gen::arbitrary<bool>();
    step.blocked = *any_text();
    return step;
  });
}

inline rc::Gen<engine::Plan> any_plan() {
  return rc::gen::exec([] {
    engine::Plan plan;
    plan.kind = *rc::gen::elementOf(std::vector<std::string>{"sweep", "erase"});
    plan.policy = *any_text();
    plan.policy_digest = to_hex(sha256(as_bytes(plan.policy)));
    plan.deployment = *any_text();
    plan.subject = *any_text();
    plan.at = *any_instant();
    plan.generation = *rc::gen::arbitrary<std::uint64_t>();
    plan.salt = *rc::gen::arbitrary<Bytes>();
    plan.parameters = {*any_text()};
    plan.steps = *rc::gen::container<std::vector<engine::Step>>(
        *rc::gen::inRange<std::size_t>(0, 3), any_step());
    plan.kept = {{*any_text(),
                  *any_text(),
                  *any_text(),
                  *rc::gen::arbitrary<std::uint64_t>(),
                  {},
                  {},
                  *any_text()}};
    engine::Gap gap;
    gap.code = *any_text();
    gap.place = *any_text();
    gap.reason = *any_text();
    gap.remedy = *any_text();
    if (*rc::gen::arbitrary<bool>()) {
      gap.waived = *any_text();
    }
    gap.blocks = *rc::gen::arbitrary<bool>();
    plan.gaps = {gap};
    plan.findings = {*any_text()};
    return plan;
  });
}

}  // namespace abide::testing_support
