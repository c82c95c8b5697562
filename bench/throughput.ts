/** How much of both services' quotas is used, and whether they ever had to refuse (bench/README.md#budgets). */
import { bigCommerceLimits, FINDITPARTS_PRODUCTION } from '../src/http/limits/service-limits.ts';
import { storeAllows, storeTakesMs, supplierAllows, supplierTakesMs } from './lib/allowance.ts';
import { type Drive, drive } from './lib/drive.ts';
import { percent, printMachine, printTable, seconds, whole } from './lib/report.ts';
import { type Sandbox, startSandbox } from './lib/sandbox.ts';
import { sizesFromArguments } from './lib/sizes.ts';
import { tempFolder } from './lib/temp-folder.ts';
import { sync } from './lib/ttpd.ts';

// Whole windows of both services: a minute of the supplier's, two times 30 s of the store's.
const [forSeconds = 60] = sizesFromArguments([60]);
printMachine(`Throughput under real limits, ${forSeconds} s`);
await limiterAlone(forSeconds * 1_000);
await aWholeSync();

/** The HTTP layer with nothing behind it but the next request. All at once: they mostly wait. */
async function limiterAlone(ms: number): Promise<void> {
  await using a = await startSandbox({ plan: 'pro' });
  await using b = await startSandbox({ plan: 'pro' });
  const runs = [
    { name: 'BigCommerce, pro, quota 100%', sandbox: a, drive: store(a, 1), allowed: storeAllows(ms, 1) },
    { name: 'BigCommerce, pro, quota 70%', sandbox: b, drive: store(b, 0.7), allowed: storeAllows(ms, 0.7) },
    { name: 'FinditParts, production', sandbox: a, drive: supplier(a), allowed: supplierAllows(ms) },
  ];
  const answers = await Promise.all(runs.map((run) => drive(run.drive, ms)));
  const rows = runs.map(async ({ name, sandbox, drive: { service }, allowed }, i) => {
    const n = answers[i] ?? 0;
    const { services } = await sandbox.admin<{ services: Record<typeof service, { served429: number }> }>(
      'stats',
    );
    return [
      name,
      whole(n),
      whole(allowed),
      ((n / ms) * 1_000).toFixed(2),
      percent(n / allowed),
      services[service].served429,
    ];
  });
  printTable(['limiter alone', 'answers', 'allowed', 'a second', 'used', '429s'], await Promise.all(rows));
}

/** The supplier is read first, the store is written afterwards: the least time is the sum of both. */
async function aWholeSync(): Promise<void> {
  await using sandbox = await startSandbox({ plan: 'pro' });
  using home = tempFolder();
  const { result, ms } = await sync(sandbox.url, home.path, '--category', 'brakes');
  const { finditparts, bigcommerce } = await sandbox.takeStats();
  const least = supplierTakesMs(finditparts.total) + storeTakesMs(bigcommerce.total, 1);
  printTable(
    ['', 'supplier calls', 'store calls', 'written', 'took', 'least by quota', 'used', '429s'],
    [
      [
        'sync --category brakes',
        whole(finditparts.total),
        whole(bigcommerce.total),
        whole(result.applied.done),
        seconds(ms),
        seconds(least),
        percent(least / ms),
        finditparts.served429 + bigcommerce.served429,
      ],
    ],
  );
}

function store({ url }: Sandbox, share: number): Drive {
  return {
    service: 'bigcommerce',
    baseUrl: `${url}/stores/sandbox`,
    auth: { header: 'X-Auth-Token', secret: 'sandbox-token' },
    limits: bigCommerceLimits(share),
    request: {
      method: 'GET',
      path: '/v3/catalog/products',
      endpoint: 'GET /v3/catalog/products',
      limitGroup: 'products',
      query: { limit: 1 },
    },
  };
}

function supplier({ url }: Sandbox): Drive {
  return {
    service: 'finditparts',
    baseUrl: `${url}/finditparts/v1`,
    auth: { header: 'X-API-Key', secret: 'sandbox-key' },
    limits: FINDITPARTS_PRODUCTION,
    request: {
      method: 'GET',
      path: '/parts/FP1000042',
      endpoint: 'GET /parts/{id}',
      limitGroup: 'details',
    },
  };
}
