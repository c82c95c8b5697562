/** Uses ttpd's clients without its command line: the cheapest parts of a category, at the supplier's pace. */
import {
  createMeters,
  createPartsApi,
  createRedactor,
  createServiceHttp,
  FINDITPARTS_TEST,
  systemClock,
} from 'ttpd';

const [category = 'brakes', baseUrl = 'https://api-test.finditparts.com/v1'] = process.argv.slice(2);

const http = createServiceHttp({
  service: 'finditparts',
  baseUrl,
  auth: {
    header: 'X-API-Key',
    secret: {
      read: () => Promise.resolve(process.env.TTPD_FINDITPARTS_API_KEY ?? ''),
      describe: () => 'TTPD_FINDITPARTS_API_KEY',
    },
  },
  limits: FINDITPARTS_TEST,
  clock: systemClock,
  redactor: createRedactor(),
  meters: createMeters(),
});

const cheapest: { name: string; list: string }[] = [];
for await (const { parts } of createPartsApi({ send: http.send }).search({ category }))
  for (const { brand, partNumber, offer } of parts)
    if (offer?.price?.list)
      cheapest.push({ name: `${brand} ${partNumber}`, list: offer.price.list.toFixed(2) });
await http.close();

cheapest.sort((a, b) => Number(a.list) - Number(b.list));
process.stdout.write(`${JSON.stringify(cheapest.slice(0, 5), null, 2)}\n`);
