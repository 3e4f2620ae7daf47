#!/usr/bin/env bash
# The main job, told in a dozen commands over an invented app of 400 people. Usage: demo.sh BUILD_FOLDER
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
build=$(cd "$1" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp "$here"/interview-studio.policy "$here"/interview-studio.txt "$here"/demo.deploy "$work"
cd "$work"
"$build/docs/examples/interview-studio/generator/studio_generator" --people 400 --backlog 2 --years 3 --seed 7 --dirty 0 \
  --today "$(date -u +%F)" --into data >generator.log

say() { printf '\n── %s\n' "$*"; }
told() {  # told FILE COMMAND …: keeps the output for a part of it, and shows all of it when it fails
  local file=$1; shift
  run "$@" >"$file" || { local code=$?; cat "$file"; exit "$code"; }
  head -1 "$file"
}
run() { printf '$ abide'; printf ' %q' "$@"; printf '\n'; "$build/cli/abide" "$@"; }
on=(--deploy demo.deploy)

say "The policy is checked: every name, date and path in it."
run check interview-studio.policy || [ $? = 1 ]  # 1: a ruling of the example is overdue by now
say "A ledger is begun; its key is what a stranger needs to verify everything below."
run ledger init "${on[@]}" --by "Data protection lead"
say "Dmitri asked for a copy of his data, and Chloe's is under a legal hold. Both closed their accounts 40 days ago."
run request open access "${on[@]}" --for dmitri.petrov@mail.example --by "Support desk"
run hold add "${on[@]}" --for chloe.dubois@mail.example --reason "claim 2026-14" --by "Legal"
say "A dry run shows the very plan that would run, with the sentence behind each step."
run sweep "${on[@]}" --dry-run
say "The sweep. The hold, the open request and payments the law keeps stop it where they must."
told sweep.txt sweep "${on[@]}" --by "Nightly schedule"
sed -n '/^Stays/,$p' sweep.txt
say "Dmitri's copy. What may name others waits for somebody to read it; here nobody does, so it is withheld."
told draft.txt access "${on[@]}" --for dmitri.petrov@mail.example --into dmitri.draft --by "Support desk"
run access release dmitri.draft "${on[@]}" --into dmitri.pack --withhold-rest --by "Data protection lead"
say "Ada asks to be erased. Her payments stay, cut from everything else."
told erase.txt erase "${on[@]}" --for ada.lovell@mail.example --by "Support desk"
sed -n '/^Stays/,$p' erase.txt
say "Anyone can look again, and ask the same questions by hand (--print-sql)."
run reread "${on[@]}"
say "Paths lead to rows; texts may still name her. Every column is read once for everybody erased lately."
run reread --deep "${on[@]}" --by "Nightly schedule"
say "The ledger is verified by code that shares nothing with its writer but the format's constants."
run ledger verify "${on[@]}"
say "The record of processing, with what the sweep shows in it."
run record "${on[@]}" --into record
say "A second sweep finds nothing due."
told second.txt sweep "${on[@]}" --by "Nightly schedule"
sed -n '2p;/^Done/,$p' second.txt
