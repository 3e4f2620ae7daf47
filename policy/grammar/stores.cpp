// Stores with their tables, and outlets with their payloads.
#include "policy/grammar/rules.hpp"

namespace abide::policy::grammar {
namespace {

using namespace ast;  // NOLINT(google-build-using-namespace): the nodes are this file's subject

template <Quoted word>
constexpr auto kw = keyword<word>;
constexpr Sign comma{"`,`"};
constexpr Sign colon{"`:`"};
constexpr Sign opening{"`(`"};
constexpr Sign closing{"`)`"};

// ── fields and owners ─────────────────────────────────────────────────────────────────────────

constexpr auto field = NodeRule<Field>{"a field"} =
    ((Lead{"link"} >> note(&Field::kind, Field::Kind::link)) | Lead{"field"}) >
    into(&Field::name, name("the name of a column", Joining::free)) >
    -(kw < "as" >> into(&Field::as, text)) >
    -(colon > into(&Field::categories, names("a category"))) >
    -(kw < "to" >> into(&Field::to, name("a column"))) > semicolon;

/// `NAME` or `(NAME, NAME)`
template <class Node>
constexpr auto columns(Names Node::*member) {
  constexpr auto column = name("a column");
  return choice((opening > push(member, column) > *(comma > push(member, column)) > closing) |
                push(member, column));
}

constexpr auto condition = PartRule<Condition>{"a condition"} = into(&Condition::column,
                                                                     name("a column")) > kw <
                                                                "is" >>
                                                                into(&Condition::value, value);

constexpr auto owned = NodeRule<Owned>{"an owner"} =
    choice((Lead{"shared"} > kw < "with" >> note(&Owned::share, Owned::Share::shared)) |
           (Lead{"owned"} > -(kw < "jointly" >> note(&Owned::share, Owned::Share::joint)) >
            kw<"by">)) > into(&Owned::subject, name("a kind of subject")) >
    -(kw < "from" >> into(&Owned::from, name("a table"))) > kw < "through" >>
    columns(&Owned::through) > -(kw < "to" >> columns(&Owned::to)) >
    -(kw < "blanks" >> into(&Owned::blanks, names("a column"))) >
    -(kw < "when" >> into(&Owned::when, condition)) > semicolon;

constexpr std::array<std::string_view, 3> on_erase_words{"`delete`", "`blank`", "`keep`"};
constexpr std::array<std::string_view, 2> on_access_words{"`show`", "`hide`"};
constexpr auto mentions = NodeRule<Mentions>{"a mention"} =
    Lead{"mentions"} > into(&Mentions::subject, name("a kind of subject")) > kw < "through" >>
    columns(&Mentions::through) > -(kw < "to" >> columns(&Mentions::to)) > comma > kw < "on" >> kw <
    "erase" >> into(&Mentions::on_erase, one_of(on_erase_words, "`delete`, `blank` or `keep`")) >
    -(comma > kw < "on" >> kw < "access" >>
      into(&Mentions::on_access, one_of(on_access_words, "`show` or `hide`"))) > semicolon;

constexpr auto unowned = NodeRule<Unowned>{"a reason"} = Lead{"unowned"} > kw < "because" >>
                                                         into(&Unowned::because, text) > semicolon;

// ── tables ────────────────────────────────────────────────────────────────────────────────────

struct TableItemTag : RecoversItem {};
constexpr auto table_item = x3::rule<TableItemTag, TableItem>{"a field, an owner or an attribute"} =
    opens("field", field) | opens("link", field) | opens("owned", owned) | opens("shared", owned) |
    opens("mentions", mentions) | opens("unowned", unowned) | otherwise(attribute) |
    unknown("field, owner or attribute");

constexpr std::array<std::string_view, 6> table_starters{"field",  "link",     "owned",
                                                         "shared", "mentions", "unowned"};
constexpr std::array<std::string_view, 4> table_words{"table", "keyspace", "folder", "topic"};
constexpr std::array<std::string_view, 4> quoted_table_words{"`table`", "`keyspace`", "`folder`",
                                                             "`topic`"};
constexpr std::array<std::string_view, 3> table_keys{"key", "clock", "pattern"};
constexpr Bounds in_table{.starters = table_starters, .stops = table_words, .keys = table_keys};

constexpr auto table = NodeRule<Table>{"a table"} =
    into(&Table::keyword, one_of(quoted_table_words, "`table`")) >
    header(into(&Table::name, name("the name of a table", Joining::free)) >
           -into(&Table::title, text) > -(kw < "as" >> into(&Table::as, text))) >
    braced("table", items(&Table::items, table_item, in_table));

// ── stores ────────────────────────────────────────────────────────────────────────────────────

struct StoreItemTag : RecoversItem {};
constexpr auto store_item = x3::rule<StoreItemTag, StoreItem>{"a table or an attribute"} =
    opens("table", table) | opens("keyspace", table) | opens("folder", table) |
    opens("topic", table) | otherwise(attribute) | unknown("table or attribute");

constexpr std::array<std::string_view, 8> kinds{"`sqlite`", "`postgres`", "`odbc`",    "`redis`",
                                                "`files`",  "`http`",     "`browser`", "`memory`"};
constexpr std::array<std::string_view, 8> store_keys{"run",     "at",   "encrypted", "backups",
                                                     "history", "logs", "reach",     "recipe"};
constexpr Bounds in_store{.starters = table_words, .keys = store_keys};

constexpr auto store_def = Lead{"store"} >
                           header(into(&Store::name, name("the name of a store", Joining::free)) >
                                  -into(&Store::title, text) > kw < "kind" >>
                                  into(&Store::kind,
                                       one_of(kinds, "a kind of store such as `sqlite`"))) >
                           braced("store", items(&Store::items, store_item, in_store));

// ── outlets ───────────────────────────────────────────────────────────────────────────────────

constexpr auto payload = NodeRule<Payload>{"a payload"} = Lead{"payload"} >
                                                          into(&Payload::selector, text) > colon >
                                                          into(&Payload::categories,
                                                               names("a category")) > semicolon;
constexpr auto set_to = NodeRule<SetTo>{"a value to set"} = Lead{"set"} > into(&SetTo::selector,
                                                                               text) > kw < "to" >>
                                                            into(&SetTo::value, value) > semicolon;
constexpr auto require = NodeRule<Require>{"a requirement"} =
    Lead{"require"} > into(&Require::selector, text) >
    -(kw < "is" >> into(&Require::value, value)) > semicolon;

struct OutletItemTag : RecoversItem {};
constexpr auto outlet_item = x3::rule<OutletItemTag, OutletItem>{"a payload or an attribute"} =
    opens("payload", payload) | opens("set", set_to) | opens("require", require) |
    otherwise(attribute) | unknown("payload or attribute");

constexpr std::array<std::string_view, 3> outlet_starters{"payload", "set", "require"};
constexpr std::array<std::string_view, 2> outlet_keys{"purpose", "refuse"};
constexpr Bounds in_outlet{.starters = outlet_starters, .keys = outlet_keys};

constexpr auto outlet_def =
    Lead{"outlet"} >
    header(into(&Outlet::name, name("the name of an outlet", Joining::free)) > kw < "from" >>
           choice(kw<"server"> | (kw < "browser" >> note(&Outlet::side, Outlet::Side::browser))) >
           kw < "to" >> into(&Outlet::to, name("a recipient or processor")) >
           -(kw < "at" >> into(&Outlet::at, text))) >
    braced("outlet", items(&Outlet::items, outlet_item, in_outlet));

}  // namespace

BOOST_SPIRIT_DEFINE(store, outlet)
BOOST_SPIRIT_INSTANTIATE(StoreRule, Iterator, Context)
BOOST_SPIRIT_INSTANTIATE(OutletRule, Iterator, Context)

}  // namespace abide::policy::grammar
