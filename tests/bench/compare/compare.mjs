// Other engines on the rules that bench_flows decides by: first whether they give the same answers,
// then what one decision costs, a JSON line an engine.
// Usage: node compare.mjs RULES MODULES   (a file of bench_flows, the folder of `npm ci`)
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const [rulesFile, modules] = process.argv.slice(2);
const { statements, questions } = JSON.parse(readFileSync(rulesFile, 'utf8'));
const require = createRequire(join(modules, 'package.json'));

/// Cedar: one `permit` a statement, read once and kept; what is asked goes over as an object.
function cedar() {
  const engine = require('@cedar-policy/cedar-wasm/nodejs');
  const uid = (type, id) => `${type}::${JSON.stringify(id)}`;
  const text = statements
    .map(
      ({ what, to, for: purpose, when }) =>
        `permit(principal == ${uid('Recipient', to)}, action == ${uid('Action', purpose)}, ` +
        `resource == ${uid('Category', what)})${when ? ' when { context.agreed }' : ''};`,
    )
    .join('\n');
  const read = engine.preparsePolicySet('rules', { staticPolicies: text });
  if (read.type !== 'success') throw new Error(JSON.stringify(read.errors.slice(0, 3)));
  const calls = questions.map(({ what, to, for: purpose, agreed }) => ({
    principal: { type: 'Recipient', id: to },
    action: { type: 'Action', id: purpose },
    resource: { type: 'Category', id: what },
    context: { agreed },
    preparsedPolicySetId: 'rules',
    entities: [],
  }));
  return {
    version: engine.getCedarVersion(),
    decide: (i) => engine.statefulIsAuthorized(calls[i]).response?.decision === 'allow',
  };
}

/// Casbin: one line a statement; the matcher is compiled once.
async function casbin() {
  const { newEnforcer, newModelFromString } = require('casbin');
  const model = newModelFromString(`
[request_definition]
r = to, purpose, what, agreed

[policy_definition]
p = to, purpose, what, when

[policy_effect]
e = some(where (p.eft == allow))

[matchers]
m = r.to == p.to && r.purpose == p.purpose && r.what == p.what && (p.when == "always" || r.agreed)
`);
  const enforcer = await newEnforcer(model);
  await enforcer.addPolicies(
    statements.map(({ what, to, for: purpose, when }) => [to, purpose, what, when ? 'agreed' : 'always']),
  );
  return {
    version: require('casbin/package.json').version,
    decide: (i) => {
      const { what, to, for: purpose, agreed } = questions[i];
      return enforcer.enforceSync(to, purpose, what, agreed);
    },
  };
}

const median = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];

/// Every question once, for the answers and to warm up; then some of them again, each timed.
function measure(name, { version, decide }) {
  const wrong = questions.filter(({ allowed }, i) => decide(i) !== allowed).length;
  const times = [];
  for (let i = 0; i < Math.min(200, questions.length); ++i) {
    const start = performance.now();
    decide(i);
    times.push((performance.now() - start) * 1e6);
  }
  console.log(JSON.stringify({ engine: name, version, wrong, median_ns: Math.round(median(times)) }));
}

measure('cedar', cedar());
measure('casbin', await casbin());
