# What an editor asks of a text: what may stand here, what does this name mean, what else has it.
# The kinds of names are the resolver's too.
target_sources(abide_policy PRIVATE
  kinds.cpp editing/slots.cpp editing/declaration_patterns.cpp editing/statement_patterns.cpp editing/forms.cpp
  editing/walk.cpp editing/script.cpp editing/names.cpp editing/rename.cpp editing/completion.cpp editing/outline.cpp)
target_sources(abide_policy PUBLIC FILE_SET HEADERS FILES
  kinds.hpp editing/patterns.hpp editing/forms.hpp editing/walk.hpp editing/script.hpp editing/names.hpp editing/rename.hpp
  editing/completion.hpp editing/outline.hpp)
