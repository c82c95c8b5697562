import { afterEach, describe, expect, it, vi } from 'vitest';
import { loadContract } from './contract.ts';
import type { MediaType } from './openapi.ts';
import { patches } from './spec-patches.ts';
import { contractSpecs, defaultSpecsFolder, loadSpecs, skipWithoutSpecs } from './specs.ts';

describe('contractSpecs', () => {
  afterEach(() => void vi.unstubAllEnvs());

  it('is undefined where the specs are not laid beside the repository', () => {
    vi.stubEnv('TTPD_REQUIRE_CONTRACT', undefined);
    expect(contractSpecs('/nowhere')).toBeUndefined();
  });

  it('fails where CI requires them', () => {
    vi.stubEnv('TTPD_REQUIRE_CONTRACT', '1');
    expect(() => contractSpecs('/nowhere')).toThrow('TTPD_REQUIRE_CONTRACT=1');
  });
});

describe.skipIf(skipWithoutSpecs('specs'))('the stored specs', () => {
  it('load in good time, and every operation of theirs compiles', () => {
    const before = process.cpuUsage();
    const { index, schemas } = loadContract();
    const { user, system } = process.cpuUsage(before);
    // Of its own work, which does not grow with what else the machine does.
    expect((user + system) / 1000).toBeLessThan(5000);

    const operations = index.all();
    for (const { spec, parameters, requestBody, answers } of operations) {
      for (const { schema } of parameters) if (schema) schemas.compiled(schema, 'request', spec);
      for (const { schema } of Object.values(requestBody?.content ?? {}))
        if (schema) schemas.compiled(schema, 'request', spec);
      for (const answer of Object.values(answers))
        for (const { schema } of Object.values(answer.content ?? {}))
          if (schema) schemas.compiled(schema, 'response', spec);
    }
    expect(operations.length).toBeGreaterThan(200);
  });

  it('still have every fault that a patch mends', () => {
    const mended = new Set(loadSpecs(defaultSpecsFolder).flatMap(({ mended }) => [...mended]));
    expect(patches.filter((patch) => !mended.has(patch)).map(({ reason }) => reason)).toEqual([]);
  });

  it('hold samples that fit their own schemas, once mended', () => {
    const { index, schemas } = loadContract();
    const faults: string[] = [];
    let samples = 0;
    for (const { id, spec, answers } of index.all())
      for (const [status, answer] of Object.entries(answers))
        for (const media of Object.values(answer.content ?? {}))
          for (const sample of samplesOf(media)) {
            samples++;
            if (media.schema === undefined) continue;
            schemas.check(media.schema, 'response', spec, sample, 'body', (location, message) =>
              faults.push(`${id} ${status} ${location}: ${message}`),
            );
          }
    expect(samples).toBeGreaterThan(150);
    // A placeholder that the spec's tool wrote where a category tree recurses.
    expect(faults).toEqual([
      'GET /catalog/trees/{tree_id}/categories 200 body/data/0/children/0: must be object',
    ]);
  });
});

function samplesOf(media: MediaType): unknown[] {
  const named = Object.values(media.examples ?? {}).map(({ value }) => value);
  return [media.example, ...named].filter((sample) => sample !== undefined);
}
