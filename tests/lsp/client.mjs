// Drives `abide lsp` as VS Code's own client library does. Usage: client.mjs PACKAGES ABIDE EXAMPLES
import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { strict as assert } from "node:assert";
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import path from "node:path";

const [packages, abide, examples] = process.argv.slice(2);
const require = createRequire(path.resolve(packages, "package.json"));
const lsp = require("vscode-languageserver-protocol/node");

const patience = setTimeout(() => { console.error("the server did not answer in time"); process.exit(3); }, 120_000);
const server = spawn(abide, ["lsp", "--stdio"]);
server.on("error", (error) => { console.error(String(error)); process.exit(3); });
const ended = new Promise((done) => server.on("exit", (code) => done(code)));
const connection = lsp.createProtocolConnection(
  new lsp.StreamMessageReader(server.stdout), new lsp.StreamMessageWriter(server.stdin));
connection.onError((error) => { console.error("connection:", error); process.exit(4); });

const waiting = [];
connection.onNotification(lsp.PublishDiagnosticsNotification.type, (params) => {
  for (const one of waiting) if (one.uri === params.uri && one.version === params.version) one.done(params.diagnostics);
});
const diagnostics = (uri, version) => new Promise((done) => waiting.push({ uri, version, done }));
connection.listen();

const begun = await connection.sendRequest(lsp.InitializeRequest.type, {
  processId: process.pid,
  rootUri: pathToFileURL(examples).href,
  capabilities: {
    general: { positionEncodings: ["utf-16"] },
    workspace: { workspaceEdit: { documentChanges: true } },
    textDocument: { publishDiagnostics: { relatedInformation: true, versionSupport: true } },
  },
});
assert.equal(begun.capabilities.positionEncoding, "utf-16");
assert.equal(begun.capabilities.textDocumentSync.change, lsp.TextDocumentSyncKind.Incremental);
await connection.sendNotification(lsp.InitializedNotification.type, {});

/** Line and character of the n-th byte: the examples are read as JavaScript reads them. */
const place = (text, at) => {
  const before = text.slice(0, at).split("\n");
  return { line: before.length - 1, character: before.at(-1).length };
};

async function go_through(name) {
  const file = path.join(examples, name, `${name}.policy`);
  const uri = pathToFileURL(file).href;
  let text = readFileSync(file, "utf8");
  let version = 1;
  const first = diagnostics(uri, version);
  await connection.sendNotification(lsp.DidOpenTextDocumentNotification.type, {
    textDocument: { uri, languageId: "abide", version, text },
  });
  const sound = await first;
  assert.ok(sound.every((one) => one.severity !== lsp.DiagnosticSeverity.Error), JSON.stringify(sound));

  const document = { uri };
  const at = (part, more = 0) => ({ textDocument: document, position: place(text, text.indexOf(part) + more) });
  const edit = async (from, to, inserted) => {
    const range = { start: place(text, from), end: place(text, to) };
    text = text.slice(0, from) + inserted + text.slice(to);
    version += 1;
    const said = diagnostics(uri, version);
    await connection.sendNotification(lsp.DidChangeTextDocumentNotification.type, {
      textDocument: { uri, version },
      contentChanges: [{ range, text: inserted }],
    });
    return said;
  };

  const hover = await connection.sendRequest(lsp.HoverRequest.type, at("\npromise ", 10));
  assert.match(hover.contents.value, /What stands under it/);
  const symbols = await connection.sendRequest(lsp.DocumentSymbolRequest.type, { textDocument: document });
  assert.ok(symbols.length > 100);
  const inside = (outer, inner) => JSON.stringify(inner.start) && outer.start.line <= inner.start.line && inner.end.line <= outer.end.line;
  assert.ok(symbols.every((one) => inside(one.range, one.selectionRange)));
  const folds = await connection.sendRequest(lsp.FoldingRangeRequest.type, { textDocument: document });
  assert.ok(folds.length > 50);
  const tokens = await connection.sendRequest(lsp.SemanticTokensRequest.type, { textDocument: document });
  assert.equal(tokens.data.length % 5, 0);

  const category = text.indexOf("category ") + "category ".length;
  const definition = await connection.sendRequest(lsp.DefinitionRequest.type, at("category ", 10));
  assert.deepEqual(definition.range.start, place(text, category));
  const references = await connection.sendRequest(lsp.ReferencesRequest.type, {
    ...at("category ", 10), context: { includeDeclaration: true },
  });
  assert.ok(references.length > 3);
  const renamed = await connection.sendRequest(lsp.RenameRequest.type, { ...at("category ", 10), newName: "renamed_here" });
  const edits = renamed.documentChanges.flatMap((one) => one.edits);
  assert.equal(edits.length, references.length);

  // A statement typed letter by letter, and taken back.
  const promise = text.indexOf("{\n", text.indexOf("\npromise ")) + 2;
  const typed = "    erase personal within 30 days of ";
  let said;
  for (let i = 0; i < typed.length; i += 1) said = await edit(promise + i, promise + i, typed[i]);
  assert.ok(said.some((one) => one.severity === lsp.DiagnosticSeverity.Error));
  const proposed = await connection.sendRequest(lsp.CompletionRequest.type, {
    textDocument: document, position: place(text, promise + typed.length),
  });
  const labels = proposed.items.map((one) => one.label);
  assert.ok(labels.includes("erasure_requested") || labels.includes("request_received"), labels.join());
  assert.ok(!labels.includes("personal"));
  said = await edit(promise, promise + typed.length, "");
  assert.deepEqual(said, sound);

  // A name misspelt, and mended by what the server offers.
  const name_at = /^    send (?=[a-z]+\.)/m.exec(text).index + "    send ".length;
  said = await edit(name_at + 1, name_at + 2, text[name_at + 1] + text[name_at + 1]);
  const fault = said.find((one) => one.code === "E0201");
  assert.ok(fault, JSON.stringify(said));
  const actions = await connection.sendRequest(lsp.CodeActionRequest.type, {
    textDocument: document, range: fault.range, context: { diagnostics: [fault] },
  });
  assert.equal(actions[0]?.kind, lsp.CodeActionKind.QuickFix, JSON.stringify(fault));
  const [mend] = Object.values(actions[0].edit.changes)[0];
  const offset = (position) => text.split("\n").slice(0, position.line).join("\n").length + (position.line > 0 ? 1 : 0) + position.character;
  said = await edit(offset(mend.range.start), offset(mend.range.end), mend.newText);
  assert.deepEqual(said, sound);

  // Layout: once is enough.
  const options = { tabSize: 4, insertSpaces: true };
  for (const one of await connection.sendRequest(lsp.DocumentFormattingRequest.type, { textDocument: document, options }))
    await edit(offset(one.range.start), offset(one.range.end), one.newText);
  assert.deepEqual(await connection.sendRequest(lsp.DocumentFormattingRequest.type, { textDocument: document, options }), []);

  await connection.sendNotification(lsp.DidCloseTextDocumentNotification.type, { textDocument: document });
}

for (const name of ["interview-studio", "career-mentor"]) await go_through(name);

// A request that nobody waits for is answered one way or the other.
const source = new lsp.CancellationTokenSource();
const asked = connection.sendRequest(lsp.WorkspaceSymbolRequest.type, { query: "a" }, source.token);
source.cancel();
await asked.catch((error) => assert.equal(error.code, lsp.LSPErrorCodes.RequestCancelled));
await assert.rejects(connection.sendRequest("no/such", {}), (error) => error.code === lsp.ErrorCodes.MethodNotFound);

await connection.sendRequest(lsp.ShutdownRequest.type);
await connection.sendNotification(lsp.ExitNotification.type);
assert.equal(await ended, 0);
clearTimeout(patience);
console.log("all steps done");
process.exit(0);
