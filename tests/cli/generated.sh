#!/usr/bin/env bash
# Holds what `citeswatch generate` prints against its readers: groff has nothing to complain of in any page, every shell
# at hand reads its script, and bash completes subcommands, options and words. Usage: generated.sh PROGRAM
set -euo pipefail
program=$1
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
fail() { echo "generated.sh: $*" >&2; exit 1; }

pages=0
while IFS= read -r command; do
    "$program" generate man "$command" >"$folder/page.1"
    grep -q '^\.SH SYNOPSIS' "$folder/page.1" || fail "the page of '$command' has no synopsis"
    if command -v groff >/dev/null; then
        warnings=$(groff -man -Tutf8 -ww -z "$folder/page.1" 2>&1)
        [ -z "$warnings" ] || fail "groff on the page of '$command': $warnings"
    fi
    pages=$((pages + 1))
done < <("$program" generate commands)
[ "$pages" -ge 15 ] || fail "only $pages pages"
command -v groff >/dev/null || echo "groff is not installed: the pages were made but not set"

for shell in bash zsh fish; do
    "$program" generate "$shell" >"$folder/$shell"
    if command -v "$shell" >/dev/null; then
        "$shell" -n "$folder/$shell" || fail "$shell does not read its completion"
    else
        echo "$shell is not installed: its completion was made but not read"
    fi
done

complete_bash() {
    COMP_WORDS=("$@")
    COMP_CWORD=$(($# - 1))
    _citeswatch
    echo "${COMPREPLY[*]}"
}
source "$folder/bash"
expect() {
    local wanted=$1 got
    shift
    got=$(complete_bash "$@")
    [ "$got" = "$wanted" ] || fail "bash completes '$*' to '$got', not '$wanted'"
}
expect scan citeswatch sc
expect "--format" citeswatch scan --form
expect jsonl citeswatch scan --format js
expect import citeswatch lists im
echo "$pages pages and three completions are sound"
