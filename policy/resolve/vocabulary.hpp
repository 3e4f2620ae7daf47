// Words of the language that are no names: lists for check_word (a last `…` means others too).
#pragma once

#include <string_view>

#include "policy/resolve/context.hpp"

namespace abide::policy::resolving {

inline constexpr std::string_view right_words =
    "access portability rectification erasure restriction objection withdrawal complaint "
    "explanation";
inline constexpr std::string_view never_verbs =
    "collect store send use share sell include set train advertise derive process";
inline constexpr std::string_view safeguard_words = "adequacy idta addendum bcr derogation";
inline constexpr std::string_view cookie_words = "essential preference analytics advertising";
inline constexpr std::string_view channel_words =
    "email site_notice page_update in_app app letter post phone sms push banner …";
inline constexpr std::string_view document_words =
    "dpa contract api_terms security_report transfer_instrument transfer_risk_assessment "
    "zero_retention legal_obligations_register legitimate_interests_assessment "
    "joint_controller_arrangement records_of_processing breach_register …";

/// The verb and every clause of `never …` (statements.cpp).
void check_never(Context& context, const ast::Never& never);
/// Probe names and their typed arguments, LANGUAGE 4.11 (probes.cpp).
void check_probe(Context& context, const ast::Probe& probe);

}  // namespace abide::policy::resolving
