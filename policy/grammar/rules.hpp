// The rules that one unit defines and another uses.
#pragma once

#include "policy/grammar/bodies.hpp"

namespace abide::policy::grammar {

struct StatementTag : RecoversItem {};
struct AttributeTag : RecoversItem, Spanned {};
using StatementRule = x3::rule<StatementTag, ast::Statement>;
using StoreRule = NodeRule<ast::Store>;
using OutletRule = NodeRule<ast::Outlet>;

inline constexpr StatementRule statement{"a statement"};
inline constexpr StoreRule store{"a store"};
inline constexpr OutletRule outlet{"an outlet"};
BOOST_SPIRIT_DECLARE(StatementRule, StoreRule, OutletRule)

/// `key value, value;`
inline constexpr auto attribute = NodeRule<ast::Attribute>{"an attribute"} =
    into(&ast::Attribute::key, name("the name of an attribute", Joining::free)) >
    into(&ast::Attribute::values, values) > semicolon;

/// Words that open a statement; a ruling ends with one more.
inline constexpr std::array<std::string_view, 25> ruling_words{
    "collect", "generate", "never",  "only",    "send",   "may",     "must",  "keep", "erase",
    "sever",   "scrub",    "right",  "respond", "use",    "confine", "host",  "file", "transfer",
    "notify",  "tell",     "cookie", "probe",   "attest", "as",      "decide"};
inline constexpr Words statement_words = Words{ruling_words}.first(ruling_words.size() - 1);

/// Words that open a declaration, and so show that the block before it has ended.
inline constexpr std::array<std::string_view, 18> declaration_stops{
    "policy",  "controller", "staff",    "subject", "recipient", "processor",
    "purpose", "transform",  "category", "event",   "state",     "store",
    "outlet",  "promise",    "ruling",   "waive",   "test",      "deploy"};

}  // namespace abide::policy::grammar
