// The positions of names: which kinds each allows (LANGUAGE 4.1), and which words of the language.
#include <array>

#include "policy/editing/forms.hpp"
#include "policy/resolve/vocabulary.hpp"

namespace abide::policy::editing {
namespace {

constexpr std::string_view category_sets = "personal special everything";
constexpr Kinds people = Kinds{Kind::subject} | outside | Kind::staff | Kind::controller;
constexpr Kinds every_kind = Kind::category | Kind::controller | people | Kind::purpose |
                             Kind::transform | Kind::event | Kind::state | Kind::store |
                             Kind::table | Kind::outlet | Kind::promise | Kind::ruling;

constexpr std::array all_slots{
    Slot{"category", Kind::category, Lookup::plain, category_sets},
    Slot{"leaf", Kind::category},
    Slot{"like", Kind::category | Kind::subject | outside, Lookup::plain,
         "personal special everything safeguarded undeclared"},
    Slot{"source", Kind::subject | Kind::recipient},
    Slot{"any_source", Kind::subject | Kind::recipient, Lookup::plain, "anyone"},
    Slot{"party", outside},
    Slot{"anyone", outside, Lookup::plain, "anyone"},
    Slot{"filed_with", outside | Kind::controller},
    Slot{"asker", Kind::subject | outside},
    Slot{"told", people},
    Slot{"subject", Kind::subject},
    Slot{"staff", Kind::staff},
    Slot{"controller", Kind::controller},
    Slot{"recipient", Kind::recipient},
    Slot{"processor", Kind::processor},
    Slot{"purpose", Kind::purpose},
    Slot{"forbidden_purpose", Kind::purpose, Lookup::plain, "training advertising sale"},
    Slot{"transform", Kind::transform},
    Slot{"event", Kind::event},
    Slot{"state", Kind::state},
    Slot{"outlet", Kind::outlet},
    Slot{"promise", Kind::promise},
    Slot{"ruling", Kind::ruling},
    Slot{"policy", Kind::policy},
    Slot{"deployment", Kind::deployment},
    Slot{"store", Kind::store},
    Slot{"place", Kind::store | Kind::table, Lookup::place},
    Slot{"table", Kind::table, Lookup::table},
    Slot{"column", Kind::column, Lookup::column},
    Slot{"known_column", Kind::column, Lookup::known_column},
    Slot{"own_column", Kind::column, Lookup::own_column},
    Slot{"their_column", Kind::column, Lookup::their_column},
    Slot{"link_target", Kind::column, Lookup::link_target},
    Slot{"reached", Kinds{Kind::store} | Kind::table | outside, Lookup::plain, "anyone"},
    Slot{"anything", every_kind, Lookup::anything},
    // Words of the language.
    Slot{"mark",
         {},
         Lookup::nothing,
         "anonymous pseudonymous personal special identifier confidential secret"},
    Slot{"mode", {}, Lookup::nothing, "enforced detected evidenced attested stated"},
    Slot{"store_kind", {}, Lookup::nothing, "sqlite postgres odbc redis files http browser memory"},
    Slot{"bound_kind", {}, Lookup::nothing, "sqlite postgres odbc redis files http"},
    Slot{"basis",
         {},
         Lookup::nothing,
         "consent contract legal_obligation vital_interests public_task legitimate_interests "
         "recognised_legitimate_interests"},
    Slot{"role",
         {},
         Lookup::nothing,
         "processor sub_processor independent_controller joint_controller controller third_party "
         "public_authority regulator affiliate"},
    Slot{"encryption",
         {},
         Lookup::nothing,
         "at_rest in_transit in_use field_level client_side end_to_end"},
    Slot{"clock_form", {}, Lookup::nothing, "iso date unix unix_ms"},
    Slot{"year", {}, Lookup::nothing, "tax_year financial_year year"},
    Slot{"right", {}, Lookup::nothing, resolving::right_words},
    Slot{"safeguard", {}, Lookup::nothing, resolving::safeguard_words},
    Slot{"cookie_kind", {}, Lookup::nothing, resolving::cookie_words},
    Slot{"channel", {}, Lookup::nothing, resolving::channel_words},
    Slot{"document", {}, Lookup::nothing, resolving::document_words},
    Slot{"point",
         {},
         Lookup::nothing,
         "gateway guard store_guard sweep rights events scan visit publish"},
    Slot{"unit",
         {},
         Lookup::nothing,
         "days weeks months years hours minutes seconds",
         Slot::Words::closed},
    Slot{"outcome", {}, Lookup::nothing, "erased kept severed absent"},
    Slot{"asked", {}, Lookup::nothing, "access portability restriction"},
    // Completed from the tables of law.
    Slot{"law", {}, Lookup::nothing},
    Slot{"regime", {}, Lookup::nothing},
    // Whatever the writer likes.
    Slot{"country", {}, Lookup::nothing},
    Slot{"code", {}, Lookup::nothing},
    Slot{"free", {}, Lookup::nothing},
};

}  // namespace

std::span<const Slot> slots() { return all_slots; }

}  // namespace abide::policy::editing
