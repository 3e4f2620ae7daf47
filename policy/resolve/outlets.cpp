// Outlets: where data leaves by, what it carries and for which purpose.
#include <fmt/format.h>

#include "policy/resolve/attributes.hpp"

namespace abide::policy::resolving {
namespace {

constexpr std::array outlet_keys{
    Key{"purpose", Shape::names, Presence::optional, Times::many},
    Key{"refuse when", Shape::name, Presence::optional, Times::once, "unreadable"}};

}  // namespace

void resolve_outlets(Context& context) {
  for (const ast::Outlet* outlet : context.outlets) {
    expect(context, outlet->to, Kind::recipient | Kind::processor);
    const Attributes attributes =
        read_attributes(context, attributes_of(outlet->items), outlet_keys,
                        fmt::format("outlet `{}`", outlet->name.text), outlet->name.span);
    expect_all(context, attributes.names("purpose"), Kind::purpose);
    if (attributes.find("purpose") == nullptr) {
      context.error("E0315", outlet->name.span,
                    fmt::format("outlet `{}` has no purpose", outlet->name.text),
                    "add `purpose PURPOSE;`: what leaves, leaves for something");
    }
    for (const ast::OutletItem& item : outlet->items) {
      if (const auto* payload = std::get_if<ast::Payload>(&item)) {
        leaves_of(context, payload->categories);
      }
    }
  }
}

}  // namespace abide::policy::resolving
