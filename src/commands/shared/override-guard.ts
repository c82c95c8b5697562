import { InvalidArgumentError, Option } from '@commander-js/extra-typings';
import { nearest } from '../../common/nearest.ts';
import { GUARDS, type GuardName } from '../../ledger/journal/plan-notes.ts';

/** `--override-guard NAME`, as often as there are guards to let pass. */
export function overrideGuardOption() {
  return new Option(
    '--override-guard <name>',
    `let the plan pass this guard, which is written down (may be given again): ${GUARDS.join(', ')}`,
  )
    .argParser(addGuard)
    .default([] as GuardName[], 'none');
}

function addGuard(name: string, given: GuardName[]): GuardName[] {
  const guard = GUARDS.find((each) => each === name.toLowerCase());
  if (guard) return [...new Set([...given, guard])];
  const [near] = nearest(name, GUARDS, 1);
  throw new InvalidArgumentError(
    near ? `Did you mean ${near}?` : `The guards are ${GUARDS.join(', ')}; docs/guards.md explains them.`,
  );
}
