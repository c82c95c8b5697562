#!/usr/bin/env bash
# Prices and stock of everything that is in the store, once a night. Exits as ttpd does, so that the scheduler sees it:
# 4 = some rows failed, 6 = stopped by a guard (docs/guards.md), 7 = another run was still writing, 130 = interrupted and resumable.
set -uo pipefail

report="${1:-ttpd-refresh.json}"

ttpd sync --all --only price,stock --yes --no-input --json >"$report"
code=$?

if [ "$code" -eq 130 ]; then
  ttpd resume --yes --no-input --json >"$report"
  code=$?
fi
exit "$code"
