# From tree to Model: the resolver, its checks, and the regime tables they are compiled with.
set(regime_tables ${CMAKE_CURRENT_LIST_DIR}/../regimes/uk.json ${CMAKE_CURRENT_LIST_DIR}/../regimes/eu.json
    ${CMAKE_CURRENT_LIST_DIR}/../regimes/industry.json)
list(LENGTH regime_tables regime_count)
list(JOIN regime_tables "|" regime_list)
add_custom_command(
  OUTPUT ${CMAKE_CURRENT_BINARY_DIR}/regime_texts.cpp
  COMMAND ${CMAKE_COMMAND} "-DOUTPUT=${CMAKE_CURRENT_BINARY_DIR}/regime_texts.cpp" "-DTABLES=${regime_list}"
          -DCOUNT=${regime_count} -P ${CMAKE_CURRENT_LIST_DIR}/../regimes/embed.cmake
  DEPENDS ${regime_tables} ${CMAKE_CURRENT_LIST_DIR}/../regimes/embed.cmake
  VERBATIM)

target_sources(abide_policy PRIVATE
  periods.cpp laws.cpp compile.cpp scenarios.cpp deployment_resolver.cpp ${CMAKE_CURRENT_BINARY_DIR}/regime_texts.cpp resolver.cpp
  resolve/attributes.cpp resolve/blocks.cpp resolve/broken.cpp resolve/categories.cpp resolve/columns.cpp
  resolve/context.cpp resolve/dating.cpp resolve/declare.cpp resolve/events.cpp resolve/flows.cpp resolve/forbid.cpp resolve/modes.cpp resolve/names.cpp
  resolve/never.cpp resolve/outlets.cpp resolve/ownership.cpp resolve/paths.cpp resolve/points.cpp resolve/probes.cpp resolve/rules.cpp resolve/rulings.cpp
  resolve/scenarios.cpp resolve/shapes.cpp resolve/statements.cpp resolve/stores.cpp resolve/symbols.cpp
  resolve/waivers.cpp resolve/yielding.cpp
  checks/bounds.cpp checks/checks.cpp checks/coarse_units.cpp checks/contradictions.cpp
  checks/empty_promises.cpp checks/erase_order.cpp checks/find_contradictions.cpp checks/join_graph.cpp checks/longer_than_law.cpp
  checks/no_ceiling.cpp checks/nullable_paths.cpp checks/overclaims.cpp checks/overdue_rulings.cpp checks/pseudonyms.cpp
  checks/redundant_bounds.cpp checks/reversible_pseudonyms.cpp checks/rights_without_period.cpp
  checks/severance.cpp checks/two_owners.cpp checks/undeletable_stores.cpp checks/unowned_tables.cpp
  checks/unused_declarations.cpp checks/waivers.cpp checks/weak_anonymity.cpp
  checks/answer_periods.cpp checks/confinement.cpp checks/derivations.cpp checks/disclosures.cpp checks/duplicates.cpp checks/duties.cpp
  checks/flow_conflicts.cpp checks/flow_words.cpp checks/forbidden_columns.cpp checks/impossible_events.cpp checks/only_sends.cpp
  checks/payloads.cpp checks/people_rights.cpp checks/purpose_uses.cpp checks/quoted_periods.cpp checks/recipients.cpp checks/settled.cpp checks/kept_keys.cpp checks/slow_erasures.cpp checks/whose_identifiers.cpp)
target_sources(abide_policy PUBLIC FILE_SET HEADERS FILES
  periods.hpp laws.hpp regime_texts.hpp resolver.hpp compile.hpp scenarios.hpp step_words.hpp)
