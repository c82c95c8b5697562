import type { Engine } from '../engine/engine.ts';
import { selectionKey } from '../supply/select.ts';
import { makePlan, type ReadyPlan } from './make-plan.ts';
import { readPages } from './read-pages.ts';
import type { PlanRequest } from './request.ts';

/** The plan that brings the store in step with the supplier: what would change, row by row. */
export function buildPlan(engine: Engine, request: PlanRequest): Promise<ReadyPlan> {
  const { selection, groups, rules, overrides } = request;
  return makePlan(engine, {
    selection: { ...selection, groups },
    guards: { limits: rules.guards, overrides },
    async addRows(planId, taxonomy) {
      const { problems, unchanged, ...counted } = await readPages(engine, request, planId, taxonomy);
      const facts = { ...counted, selectionKey: selectionKey(selection), owners: rules.owners };
      return { read: counted.parts, unchanged, facts, problems };
    },
  });
}
