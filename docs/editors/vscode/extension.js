// Starts `abide lsp` for the documents of this window.
const fs = require("node:fs");
const path = require("node:path");
const { pathToFileURL } = require("node:url");
const vscode = require("vscode");
const { LanguageClient, TransportKind } = require("vscode-languageclient/node");

let client;

/** The address of the folder with a page for each code; undefined where there is none. */
function pages() {
  const said = vscode.workspace.getConfiguration("abide").get("pages");
  if (said) return said;
  const folder = path.join(__dirname, "..", "..", "diagnostics");
  return fs.existsSync(folder) ? pathToFileURL(folder).href : undefined;
}

async function start() {
  const command = vscode.workspace.getConfiguration("abide").get("path") || "abide";
  client = new LanguageClient(
    "abide",
    "Abide",
    { command, args: ["lsp"], transport: TransportKind.stdio },
    {
      documentSelector: [{ language: "abide" }],
      initializationOptions: { pages: pages() },
      // Notices are texts beside the policy: what changes there is read again.
      synchronize: { fileEvents: vscode.workspace.createFileSystemWatcher("**/*.{policy,deploy,txt,md,html,accepted}") },
    },
  );
  try {
    await client.start();
  } catch (error) {
    vscode.window.showErrorMessage(`Abide: \`${command} lsp\` cannot be started (${error.message}). Set "abide.path" to the program.`);
  }
}

exports.activate = async (context) => {
  context.subscriptions.push(vscode.commands.registerCommand("abide.restart", async () => {
    await client?.stop();
    await start();
  }));
  await start();
};

exports.deactivate = () => client?.stop();
