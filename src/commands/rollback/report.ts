import { FORMER_VALUE_LOST } from '../../catalog/undo/undo-metafields.ts';
import { printable } from '../../common/printable.ts';
import type { RollbackResult } from '../../library/rollback.ts';
import { count } from '../../terminal/plurals.ts';
import { fieldValue } from '../shared/field-value.ts';

/** On a screen, the plan is the better place for more. */
const SHOWN = 10;
const VALUE_WIDTH = 80;

/** What a rollback left as it is, and why. */
export function keptAndLost({ kept, failed, counts, plan }: RollbackResult): string[] {
  return [...keptText(kept, counts.kept, plan.id), ...lostText(failed)];
}

function keptText(kept: RollbackResult['kept'], total: number, planId: string): string[] {
  if (total === 0) return [];
  // A fitment may have 65,535 characters.
  const show = (value: unknown) => fieldValue(value, VALUE_WIDTH);
  return [
    `Kept, because changed since: ${count(total, 'field')}`,
    ...kept
      .slice(0, SHOWN)
      .map(
        ({ sku, field, before, written, now }) =>
          `  ${printable(sku)}  ${field}: it was ${show(before)}, the run wrote ${show(written)}, the store has ${show(now)}`,
      ),
    ...(total > SHOWN ? [`  … all of them: ttpd plan show ${planId} --kind conflict`] : []),
  ];
}

/** What could not even be tried; what the store refused is among the problems. */
function lostText(failed: RollbackResult['failed']): string[] {
  return failed
    .filter(({ code }) => code === FORMER_VALUE_LOST)
    .slice(0, SHOWN)
    .map(({ sku, message }) => `Not restored: ${printable(sku)}  ${printable(message)}`);
}
