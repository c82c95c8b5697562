import { Big } from 'big.js';
import { type Finding, type Path, pathText } from './finding.ts';
import { covers } from './match.ts';
import type { Condition, PriceRule } from './price-rule.ts';
import type { Rules } from './schema.ts';

/** What is certain from the price rules alone, without a part. */
export function priceFindings({ rules, floors, ceiling }: Rules['price']): Finding[] {
  const floor = floors.margin === undefined ? undefined : new Big(percentage(floors.margin));
  const findings = rules.flatMap((rule, i) => {
    const path = ['price', 'rules', i];
    return [
      ...formulaFindings(rule, path),
      ...marginFindings(rule, floor, path),
      ...ceilingFindings(rule, ceiling, path),
    ];
  });
  if (floor?.gte(100)) findings.push(error(['price', 'floors', 'margin'], NO_SUCH_MARGIN));
  return [...findings, ...conditionFindings(rules, ['price', 'rules'])];
}

/** Of a list where the first match wins: conditions that nothing meets, and those that an earlier one leaves nothing to. */
export function conditionFindings(
  list: readonly { when: Condition; name?: string | undefined }[],
  path: Path,
): Finding[] {
  return list.flatMap(({ when }, i) => {
    const { from, below } = when.cost ?? {};
    const cost = [...path, i, 'when', 'cost'];
    if (below !== undefined && new Big(below).lte(0))
      return [error([...cost, 'below'], `no cost is below ${below}`)];
    if (from !== undefined && below !== undefined && new Big(from).gte(below))
      return [error(cost, `no cost is from ${from} and below ${below}`)];
    const earlier = list.findIndex((other, at) => at < i && covers(other.when, when));
    if (earlier < 0) return [];
    const name = list[earlier]?.name;
    const which = pathText([...path, earlier]) + (name === undefined ? '' : ` (${name})`);
    return [error([...path, i], `never has a turn: ${which} comes first and matches all that it would`)];
  });
}

const FACTORS = ['markup', 'multiply', 'margin'] as const;
const NO_SUCH_MARGIN =
  'a margin is part of the price, so it is less than 100%; for more than double the cost use markup';

function formulaFindings(rule: PriceRule, path: Path): Finding[] {
  const given = FACTORS.filter((factor) => rule[factor] !== undefined);
  const [first, second] = given;
  const findings: Finding[] = [];
  if (first && second)
    findings.push(
      error(
        [...path, second],
        `${given.join(' and ')} are two ways to say one thing; keep one of them`,
        'key',
      ),
    );
  if (rule.margin !== undefined && new Big(percentage(rule.margin)).gte(100))
    findings.push(error([...path, 'margin'], NO_SUCH_MARGIN));
  return findings;
}

/** A warning: MAP and rounding may still raise single prices over the floor. */
function marginFindings(rule: PriceRule, floor: Big | undefined, path: Path): Finding[] {
  const margin = marginOf(rule);
  if (margin === undefined) return [];
  if (margin.lte(0))
    return [warning(path, 'sells at cost or below, so what it prices is held; markup, multiply or add?')];
  if (!floor || margin.gt(floor) || floor.gte(100)) return [];
  const makes = `makes a margin of ${margin.round(1, Big.roundDown).toFixed()}%`;
  if (margin.lt(floor))
    return [
      warning(
        path,
        `${makes} and price.floors.margin is ${floor.toFixed()}%: most of what it prices is held`,
      ),
    ];
  if (keepsMargin(rule)) return [];
  return [
    warning(
      path,
      `${makes}, which is price.floors.margin: what is rounded down is held; round up, or use a lower floor`,
    ),
  ];
}

/** Whether its rounding never takes anything off. */
function keepsMargin({ round, margin }: PriceRule): boolean {
  return round ? round.direction === 'up' : margin !== undefined;
}

/** In percent of the price, before rounding; `undefined` where it differs from part to part. */
function marginOf({ from, markup, multiply, margin, add }: PriceRule): Big | undefined {
  const ways = [markup, multiply, margin].filter((way) => way !== undefined);
  if (from !== 'cost' || ways.length > 1 || (add !== undefined && new Big(add).gt(0))) return undefined;
  if (margin !== undefined) return new Big(percentage(margin));
  const factor = new Big(multiply ?? new Big(percentage(markup ?? '0%')).plus(100).div(100));
  return new Big(100).minus(new Big(100).div(factor));
}

function ceilingFindings(rule: PriceRule, ceiling: Rules['price']['ceiling'], path: Path): Finding[] {
  const raises =
    (rule.multiply === undefined || new Big(rule.multiply).gte(1)) &&
    (rule.add === undefined || new Big(rule.add).gte(0)) &&
    (FACTORS.some((factor) => factor !== 'multiply' && rule[factor] !== undefined) ||
      new Big(rule.multiply ?? 1).gt(1) ||
      new Big(rule.add ?? 0).gt(0));
  if (ceiling !== 'list' || rule.from !== 'list' || !raises) return [];
  return [warning(path, 'is always over list price, and price.ceiling lowers it to list price again')];
}

function percentage(text: string): string {
  return text.replace('%', '');
}

function error(path: Path, message: string, at: Finding['at'] = 'value'): Finding {
  return { severity: 'error', path, at, message };
}

function warning(path: Path, message: string): Finding {
  return { severity: 'warning', path, at: 'value', message };
}
