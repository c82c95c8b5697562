#!/usr/bin/env bash
# Looks every hour whether the store tells the truth about stock, and writes what differs. Exits as ttpd does:
# 0 = in step (now), 10 = something still differs, 1 = could not compare, 7 = another run was writing.
set -uo pipefail

folder="${1:-.}"
mkdir -p "$folder"

ttpd reconcile --only stock --max-age "${MAX_AGE:-2d}" --fix --yes --no-input \
  --report "csv:$folder/drift.csv" --report "json:$folder/drift.json" >"$folder/drift.txt" 2>"$folder/drift.log"
code=$?

# Cron mails what is printed: nothing while all is well.
if [ "$code" -ne 0 ]; then cat "$folder/drift.txt" "$folder/drift.log"; fi
exit "$code"
