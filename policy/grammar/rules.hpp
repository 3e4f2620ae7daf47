// The rules that one unit defines and another uses.
#pragma once

#include "policy/grammar/bodies.hpp"

namespace abide::policy::grammar {

struct StatementTag : RecoversItem {};
using StatementRule = x3::rule<StatementTag, ast::Statement>;
using StoreRule = NodeRule<ast::Store>;
using OutletRule = NodeRule<ast::Outlet>;
using PromiseRule = NodeRule<ast::Promise>;
using RulingRule = NodeRule<ast::Ruling>;
using WaiveRule = NodeRule<ast::Waive>;
using TestRule = NodeRule<ast::Test>;
using DeployRule = NodeRule<ast::Deploy>;

inline constexpr StatementRule statement{"a statement"};
inline constexpr StoreRule store{"a store"};
inline constexpr OutletRule outlet{"an outlet"};
inline constexpr PromiseRule promise{"a promise"};
inline constexpr RulingRule ruling{"a ruling"};
inline constexpr WaiveRule waive{"a waiver"};
inline constexpr TestRule test{"a test"};
inline constexpr DeployRule deploy{"a deployment"};
BOOST_SPIRIT_DECLARE(StatementRule, StoreRule, OutletRule, PromiseRule, RulingRule, WaiveRule,
                     TestRule, DeployRule)

/// `key value, value;`
inline constexpr auto attribute = NodeRule<ast::Attribute>{"an attribute"} =
    into(&ast::Attribute::key, name("the name of an attribute", Joining::free)) >
    into(&ast::Attribute::values, values) > semicolon;

/// An attribute where nothing else may stand.
using MaybeAttribute = std::variant<ast::Broken, ast::Attribute>;
struct AttributeItemTag : RecoversItem {};
inline constexpr auto attribute_item = x3::rule<AttributeItemTag, MaybeAttribute>{"an attribute"} =
    otherwise(attribute) | unknown("attribute");

/// Words that open a statement; a ruling ends with one more.
inline constexpr std::array<std::string_view, 25> ruling_words{
    "collect", "generate", "never",  "only",    "send",   "may",     "must",  "keep", "erase",
    "sever",   "scrub",    "right",  "respond", "use",    "confine", "host",  "file", "transfer",
    "notify",  "tell",     "cookie", "probe",   "attest", "as",      "decide"};
inline constexpr Words statement_words = Words{ruling_words}.first(ruling_words.size() - 1);

}  // namespace abide::policy::grammar
