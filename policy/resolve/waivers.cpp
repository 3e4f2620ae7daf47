// Waivers: which code may be silenced, on what, by whom.
#include <fmt/format.h>

#include <algorithm>

#include "policy/resolve/context.hpp"
#include "policy/waiving.hpp"

namespace abide::policy::resolving {
namespace {

/// Anything that has a name: a column, a table, a store, or any declaration.
void expect_anything(Context& context, const ast::Name& name) {
  if (context.symbols.find_any(name.text) != nullptr) {
    return;
  }
  if (name.text.find('.') != std::string::npos) {
    expect_column(context, name, Declares::no);
    return;
  }
  Kinds every;
  every.bits = ~std::uint32_t{0};
  expect(context, name, every);
}

/// What the store has and the policy does not declare has no name here but its place: E1001 is
/// about just that.
bool is_a_place_in_a_store(Context& context, const std::string& name) {
  const std::size_t dot = name.find('.');
  return dot != std::string::npos &&
         context.symbols.find(Kind::store, name.substr(0, dot)) != nullptr;
}

}  // namespace

void resolve_waivers(Context& context) {
  for (const ast::Waive* written : context.waives) {
    if (!may_be_waived(written->code.text)) {
      context.error("E0206", written->code.span,
                    fmt::format("`{}` cannot be waived", written->code.text),
                    "warnings, E0403 and E10xx can; an error has to be mended");
    }
    Waiver waiver;
    waiver.code = written->code.text;
    for (const ast::Name& name : written->on) {
      if (waiver.code != "E1001" || !is_a_place_in_a_store(context, name.text)) {
        expect_anything(context, name);
      }
      waiver.on.push_back(name.text);
    }
    expect(context, written->by, Kind::staff);
    waiver.because = written->because.text;
    waiver.by = written->by.text;
    waiver.until = written->until.date;
    waiver.location = context.location(written->span);
    context.model.waivers.push_back(std::move(waiver));
    context.places.waivers.push_back(written->span);
  }
}

}  // namespace abide::policy::resolving
