#!/usr/bin/env bash
# A candidate's story and a hiring team's, told over an invented app of 400 people. Usage: demo.sh BUILD_FOLDER
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
build=$(cd "$1" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp "$here"/career-mentor.policy "$here"/career-mentor.txt "$here"/demo.deploy "$work"
cd "$work"
"$build/docs/examples/career-mentor/generator/mentor_generator" --people 400 --backlog 2 --years 3 --seed 7 --dirty 0 \
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
run check career-mentor.policy || [ $? = 1 ]  # 1: a ruling of the example is overdue by now
say "A ledger is begun; its key is what a stranger needs to verify everything below."
run ledger init "${on[@]}" --by "Data protection lead"
say "Carys and Dragan deleted all their sessions. Carys's data is under a legal hold; Dragan has asked for a copy of his."
run hold add "${on[@]}" --subject candidate --for carys.price@mail.example --reason "claim 2026-21" --by "Legal"
run request open access "${on[@]}" --subject candidate --for dragan.kovac@mail.example --by "Support desk" | tee request.txt
request=$(grep -o 'REQ-[0-9]*-[0-9]*' request.txt)
say "A dry run shows the very plan that would run, with the sentence behind each step."
run sweep "${on[@]}" --dry-run
say "The sweep: sessions that were deleted or never saved, old traces, invoices past their term."
told sweep.txt sweep "${on[@]}" --by "Nightly schedule"
sed -n '/^Stays/,$p' sweep.txt
say "Dragan's copy begins as a draft: what may be about somebody else waits to be read, here by table."
told draft.txt access "${on[@]}" --subject candidate --for dragan.kovac@mail.example --into dragan.draft --by "Support desk"
tail -1 draft.txt
grep -E '^[0-9a-f]{16},' dragan.draft/review.csv | cut -d, -f2 | sort | uniq -c
say "Support reads it. His CV, answers and feedback are his own and released; the rest stays back, such as what Northgate decided."
sed -i -E '/,db\.(profiles|practice_sessions|practice_answers),/s/,,,$/,release,,/' dragan.draft/review.csv
told pack.txt access release dragan.draft "${on[@]}" --into dragan.pack --zip dragan.zip --withhold-rest --by "Data protection lead"
tail -n +2 pack.txt
printf '$ ls dragan.pack\n'; ls dragan.pack
say "Fumiko clears her CV and keeps the rest of her profile."
told item.txt erase "${on[@]}" --subject candidate --for fumiko.tanaka@mail.example --of profile.cv_text --by "Support desk"
sed -n '/^Done/,$p' item.txt
say "Amara asks for full deletion. Her invoices stay without a name, and Northgate keeps that somebody handed something in."
told erase.txt erase "${on[@]}" --subject candidate --for amara.nwosu@mail.example --by "Support desk"
sed -n '/^Stays/,$p' erase.txt
say "Grace and Hugo hire for Northgate. Were she to leave, the team would stay his, and its work would no longer name her."
told grace.txt plan erase "${on[@]}" --subject hiring_manager --for grace.omalley@northgate.example
grep -E '^ +[0-9]+\.' grace.txt
say "Bilal deleted his account at Clerk, which tells nobody. He was missed tonight; this is what a sweep will do 31 days on."
told later.txt plan "${on[@]}" --at "$(date -u -d '31 days' +%F)"
grep -B1 'account_deleted before' later.txt
say "Anyone can look again, and ask the same questions by hand (--print-sql)."
run reread "${on[@]}"
say "The ledger is verified by code that shares nothing with its writer but the format's constants."
run ledger verify "${on[@]}"
say "The record of processing, with what the sweep shows in it."
run record "${on[@]}" --into record
say "Dragan has his copy: a second sweep takes what waited for it, and nothing else."
run request close "$request" "${on[@]}" --how "copy sent" --by "Support desk"
told second.txt sweep "${on[@]}" --by "Nightly schedule"
sed -n '/^Done/,$p' second.txt
say "How things stand now, and what Abide itself keeps about people, with the promises that end it."
run board "${on[@]}"
run own "${on[@]}"
