// abide lsp: the language server, for editors.
#include <unistd.h>

#include "cli/commands.hpp"
#include "cli/lsp/loop.hpp"

namespace abide::cli {

void add_lsp(const Verb& program, const Desk& desk) {
  const Verb verb =
      program.add("lsp", "speak to an editor while a policy is written (LSP 3.17)")
          .footer(
              "An editor starts it and speaks over standard input and output; docs/editors says "
              "how to set that up.\n"
              "Example: abide lsp --stdio\n"
              "Exit codes: 0 the editor shut it down and ended it, 1 it went away or does not "
              "speak "
              "the protocol.");
  auto stdio = std::make_shared<bool>(false);
  verb.take("--stdio", *stdio, "as some editors say it; it is so anyhow");
  verb.act([&desk, stdio] {
    return lsp::serve(STDIN_FILENO, STDOUT_FILENO, desk.files(), desk.clock());
  });
}

}  // namespace abide::cli
