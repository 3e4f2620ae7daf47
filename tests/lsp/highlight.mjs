// What VS Code would colour: every word of the examples gets the scope it should, and no quoted text
// runs on. Usage: highlight.mjs PACKAGES GRAMMAR ROOT
import { createRequire } from "node:module";
import { strict as assert } from "node:assert";
import { readFileSync } from "node:fs";
import path from "node:path";

const [packages, grammar_file, root] = process.argv.slice(2);
const require = createRequire(path.resolve(packages, "package.json"));
const oniguruma = require("vscode-oniguruma");
const textmate = require("vscode-textmate");

const wasm = readFileSync(require.resolve("vscode-oniguruma/release/onig.wasm")).buffer;
const onigLib = oniguruma.loadWASM(wasm).then(() => ({
  createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
  createOnigString: (text) => new oniguruma.OnigString(text),
}));
const load = (file) => new textmate.Registry({
  onigLib,
  loadGrammar: async () => textmate.parseRawGrammar(file, "abide.tmLanguage.json"),
}).loadGrammar("source.abide");

/** Every piece of a text with its innermost scope; the text is cut by an eye of our own. */
function scopes_of(grammar, text) {
  let stack = textmate.INITIAL;
  const lines = [];
  for (const line of text.split("\n")) {
    const { tokens, ruleStack } = grammar.tokenizeLine(line, stack);
    assert.equal(ruleStack.depth, 1, `something runs on behind: ${line}`);
    stack = ruleStack;
    lines.push({ line, tokens });
  }
  return lines;
}
const scope_at = (tokens, column) => tokens.find((one) => one.startIndex <= column && column < one.endIndex).scopes.at(-1);

function faults_in(grammar, text) {
  const faults = [];
  const want = (line, tokens, column, part, scope) => {
    const found = scope_at(tokens, column);
    if (!found.startsWith(scope)) faults.push(`${part} in "${line.trim()}" is ${found}, and should be ${scope}`);
  };
  const openers = new Set(["policy", "controller", "staff", "subject", "recipient", "processor", "purpose", "transform",
    "category", "event", "state", "store", "table", "keyspace", "folder", "topic", "outlet", "promise", "ruling", "waive", "test", "deploy"]);
  const statements = new Set(["collect", "generate", "never", "only", "send", "may", "must", "keep", "erase", "sever", "scrub",
    "right", "respond", "confine", "host", "file", "transfer", "notify", "tell", "cookie", "probe", "attest", "field", "link", "owned"]);
  for (const { line, tokens } of scopes_of(grammar, text)) {
    let column = 0;
    let first = true;
    while (column < line.length) {
      const rest = line.slice(column);
      const piece = /^(\s+|\/\/.*|"(?:\\.|[^"\\])*"|\d{4}-\d\d-\d\d|\d+|[A-Z]{2,}-[A-Z]*\d+|[A-Za-z][\w.]*|.)/.exec(rest)[0];
      if (piece.startsWith("//")) want(line, tokens, column, piece, "comment.line");
      else if (piece.startsWith('"')) want(line, tokens, column + 1, piece, "string.quoted");
      else if (/^\d/.test(piece)) want(line, tokens, column, piece, "constant.numeric");
      else if (/^[A-Z]{2,}-/.test(piece)) want(line, tokens, column, piece, "entity.name");
      else if (first && /^[a-z]/.test(piece) && openers.has(piece)) want(line, tokens, column, piece, "keyword.declaration");
      else if (first && /^[a-z]/.test(piece) && statements.has(piece)) want(line, tokens, column, piece, "keyword.control");
      if (!/^\s/.test(piece)) first = false;
      column += piece.length;
    }
  }
  return faults;
}

const source = readFileSync(grammar_file, "utf8");
const grammar = await load(source);
let looked = 0;
for (const name of ["interview-studio", "career-mentor"]) {
  for (const file of [`${name}.policy`, "demo.deploy", "production.deploy"]) {
    const text = readFileSync(path.join(root, "docs/examples", name, file), "utf8");
    const faults = faults_in(grammar, text);
    assert.deepEqual(faults.slice(0, 10), [], `${file}: ${faults.length} pieces`);
    looked += text.length;
  }
}
assert.ok(looked > 80_000);
// A text that somebody has not closed yet ends with its line.
assert.equal(scopes_of(grammar, 'promise A-1 "not closed\ncategory next;\n').length, 3);
// The twins: a grammar without ids, and one whose texts run on.
const without = async (change) => faults_in(await load(change(source)), readFileSync(path.join(root, "docs/examples/interview-studio/interview-studio.policy"), "utf8"));
assert.ok((await without((text) => text.replaceAll("entity.name.function.abide", "text.plain"))).length > 50);
const runs_on = JSON.parse(source);
runs_on.repository.text.end = '"';
await assert.rejects(async () => scopes_of(await load(JSON.stringify(runs_on)), 'tell x "not closed\n;'));
console.log("all scopes as they should be");
