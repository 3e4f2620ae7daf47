// Outlets: where data leaves by, what it carries and for which purpose.
#include <fmt/format.h>

#include "policy/resolve/attributes.hpp"

namespace abide::policy::resolving {
namespace {

constexpr std::array outlet_keys{
    Key{"purpose", Shape::names, Presence::optional, Times::many},
    Key{"refuse when", Shape::name, Presence::optional, Times::once, "unreadable"}};

void resolve_outlet(Context& context, OutletId id) {
  Outlet& outlet = context.outlets[id.value];
  const ast::Outlet& written = *outlet.block;
  if (const Symbol* party = expect(context, written.to, outside)) {
    outlet.to = context.parties[party->index].recipient;
  }
  const Attributes attributes =
      read_attributes(context, attributes_of(written.items), outlet_keys,
                      fmt::format("outlet `{}`", written.name.text), written.name.span);
  for (const Symbol* purpose : expect_all(context, attributes.names("purpose"), Kind::purpose)) {
    outlet.purposes.push_back(PurposeId{purpose->index});
  }
  if (attributes.find("purpose") == nullptr) {
    context.error("E0315", written.name.span,
                  fmt::format("outlet `{}` has no purpose", written.name.text),
                  "add `purpose PURPOSE;`: what leaves, leaves for something");
  }
  for (const ast::OutletItem& item : written.items) {
    if (const auto* payload = std::get_if<ast::Payload>(&item)) {
      context.payloads.push_back(
          {.outlet = id, .leaves = leaves_of(context, payload->categories), .span = payload->span});
    }
  }
}

}  // namespace

void resolve_outlets(Context& context) {
  for (std::uint32_t i = 0; i < context.outlets.size(); ++i) {
    resolve_outlet(context, OutletId{i});
  }
}

}  // namespace abide::policy::resolving
