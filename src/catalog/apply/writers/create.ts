import { ASSIGNMENT_BATCH } from '../../../bigcommerce/channels.ts';
import { isDuplicateName, isDuplicateSku } from '../../../bigcommerce/problem.ts';
import type { StoreProduct } from '../../../bigcommerce/product-schema.ts';
import { inParallel } from '../../../common/async-iterables.ts';
import { concernsTheRun, errorWords, ServiceError } from '../../../http/errors/service-error.ts';
import type { OperationError, OperationOf } from '../../../ledger/journal/operation.ts';
import { isNone } from '../../../product/compare.ts';
import type { ProductChanges } from '../../../product/fields.ts';
import { imageName, pairByName } from '../../product/images.ts';
import { compareSaved, NOT_AS_SENT } from '../../product/verify.ts';
import { adjustments } from '../../store/levels.ts';
import { whoHas } from '../../store/taken.ts';
import type { ApplyContext } from '../context.ts';
import { assignChannels, type MadeRow, pairsOf } from './assign.ts';
import { createBody } from './bodies.ts';
import { isPictureRefused, writeImages } from './images.ts';
import { adjust } from './stock.ts';

/** POSTs of one row in one run, each after the store was asked whether the product is there. */
const ATTEMPTS = 3;

/** The product is in the store, by the POST's answer or by its SKU. */
interface Found {
  product: StoreProduct;
  /** Its stock was not saved with it (207), or is another one. */
  stockMissing: boolean;
  /** The store has it without some of its pictures. */
  picturesMissing: boolean;
}

export async function applyCreates(
  context: ApplyContext,
  rows: AsyncIterable<OperationOf<'create'>>,
): Promise<void> {
  let made: MadeRow[] = [];
  await inParallel(rows, context.engine.concurrency, async (row) => {
    const done = await applyCreate(context, row);
    if (done) made.push(done);
    if (made.reduce((pairs, each) => pairs + pairsOf(each), 0) < ASSIGNMENT_BATCH) return;
    const full = made;
    made = [];
    await assignChannels(context, full);
  });
  if (made.length > 0) await assignChannels(context, made);
}

/**
 * Creates one product. BigCommerce has no idempotency key: a lost answer is settled by looking the SKU up, and only a
 * product that is certainly not there is sent again (docs/facts/bigcommerce-api.md#repeating-a-request). From the
 * moment a POST may have been taken, the row is `sent` until the product's end is known: it never becomes `planned` or
 * `failed` again.
 * @returns the row where the product is made and waits for its channels
 */
async function applyCreate(context: ApplyContext, row: OperationOf<'create'>): Promise<MadeRow | undefined> {
  const { engine, taxonomy } = context;
  const { ledger, store, giveUp: signal } = engine;
  const fields = row.after;
  const isStockedInline = engine.places.isOnlyDefault;
  const body = createBody(row.sku, fields, taxonomy.idsOf(fields.categories ?? []), { isStockedInline });
  const wasSent = row.state !== 'planned';
  let doubt: ServiceError | undefined;

  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const isDoubtful = doubt !== undefined || (wasSent && attempt === 1);
    const found = isDoubtful ? await lookUp() : undefined;
    if (found === 'unreadable') return undefined;
    if (found) return settle(found);

    const posted = await post(wasSent || doubt !== undefined);
    if (posted === 'ended') return undefined;
    if (!(posted instanceof ServiceError)) return settle(posted);
    doubt = posted;
  }
  const found = await lookUp();
  if (found === 'unreadable') return undefined;
  if (found) return settle(found);
  return end(
    'unknown',
    doubt ? errorWords(doubt) : { code: 'UNKNOWN', message: 'Its creation was never answered.' },
  );

  /** The product, the error of a POST that may have been taken, or `ended` when the store refused it. */
  async function post(mayBeThere: boolean): Promise<Found | ServiceError | 'ended'> {
    await ledger.operations.mark([row], { state: 'sent' });
    try {
      let picturesMissing = false;
      const { product, partial } = await store.products.create(body, signal).catch((error: unknown) => {
        // A picture keeps no product out of the shop: each is added by itself.
        picturesMissing = isPictureRefused(error) && (fields.images ?? []).length > 0;
        if (!picturesMissing) throw error;
        return store.products.create({ ...body, images: [] }, signal);
      });
      return { product, stockMissing: partial !== undefined || !isStockedInline, picturesMissing };
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      if (error.outcome === 'unknown' || (mayBeThere && isDuplicateSku(error))) return error;
      if (concernsTheRun(error)) {
        // Refused or never sent: nothing is in the store, so the next run may simply try again.
        if (!mayBeThere) await ledger.operations.mark([row], { state: 'planned' });
        throw error;
      }
      await end('failed', await refusal(error));
      return 'ended';
    }
  }

  /** With who has the SKU or the name, where that is why. */
  async function refusal(error: ServiceError): Promise<OperationError> {
    const words = errorWords(error);
    const code = isDuplicateSku(error) ? 'SKU_TAKEN' : isDuplicateName(error) ? 'NAME_TAKEN' : undefined;
    const about = { sku: row.sku, name: body.name };
    const taken = code && (await whoHas(engine, about, code).catch(() => undefined));
    return taken ? { ...words, ...taken } : words;
  }

  async function lookUp(): Promise<Found | 'unreadable' | undefined> {
    try {
      const [product] = await store.products.bySku([row.sku], {
        include: ['custom_fields', 'images', 'variants'],
        signal,
      });
      if (!product) return undefined;
      const stockMissing = !isStockedInline || product.inventoryLevel !== levelOf(fields);
      return { product, stockMissing, picturesMissing: isPictureMissing(fields.images ?? [], product) };
    } catch (error) {
      if (!(error instanceof ServiceError) || concernsTheRun(error)) throw error;
      await end('unknown', errorWords(error));
      return 'unreadable';
    }
  }

  async function settle({ product, stockMissing, picturesMissing }: Found): Promise<MadeRow | undefined> {
    const { error, tidied, made } = compareSaved(product, fields);
    const done = { ...row, state: 'sent' as const, productId: product.id };
    const problem =
      (stockMissing ? await setStock(product) : undefined) ??
      (picturesMissing ? await addPictures(done) : undefined) ??
      error;
    if (problem)
      return wasSent && isOthers(problem) ? changed(product.id) : end('unknown', problem, product.id);
    const saved = { ...made, ...tidied, ...done.undo?.saved };
    done.undo = { ...done.undo, saved };
    if (fields.channels?.length) return done;
    await ledger.operations.complete([done], engine.storeKey);
    context.settled(row, 'done');
    return undefined;
  }

  async function addPictures(
    made: OperationOf<'create'> & { productId: number },
  ): Promise<OperationError | undefined> {
    try {
      await writeImages(engine, made.productId, made, body.images ?? []);
      return undefined;
    } catch (error) {
      if (!(error instanceof ServiceError) || concernsTheRun(error)) throw error;
      return errorWords(error);
    }
  }

  /** What a run before this one sent may have been edited since; what the store made of it itself stays in doubt. */
  function isOthers({ code }: OperationError): boolean {
    return code === NOT_AS_SENT && row.error?.code !== NOT_AS_SENT;
  }

  function changed(productId: number): Promise<undefined> {
    const message =
      'The product is in the store, and somebody changed it since the plan was made. It stays so.';
    return end('failed', { code: 'CHANGED_MEANWHILE', message }, productId);
  }

  /** Levels are absolute, so they may be set twice. */
  async function setStock({
    id: productId,
    variants = [],
  }: StoreProduct): Promise<OperationError | undefined> {
    const levels = isNone(fields.stock) ? [] : [adjustments({ productId }, fields, engine.places)];
    const ids = new Map(variants.map(({ sku, id }) => [sku.toLowerCase(), id]));
    for (const { sku, stock } of fields.variants ?? []) {
      const variantId = ids.get(sku.toLowerCase());
      if (stock !== undefined && variantId !== undefined)
        levels.push(adjustments({ productId, variantId }, { stock }, engine.places));
    }
    try {
      return (await adjust(engine, levels)).find((refused) => refused !== undefined);
    } catch (error) {
      if (!(error instanceof ServiceError) || concernsTheRun(error)) throw error;
      return errorWords(error);
    }
  }

  async function end(
    state: 'failed' | 'unknown',
    error: OperationError,
    productId?: number,
  ): Promise<undefined> {
    await ledger.operations.mark([row], { state, error, ...(productId === undefined ? {} : { productId }) });
    context.settled(row, state);
  }
}

function isPictureMissing(addresses: readonly string[], { images = [] }: StoreProduct): boolean {
  const named = images.map((image) => ({ name: imageName(image) }));
  return pairByName(addresses, named).size < new Set(addresses).size;
}

/** What the new product shows as its stock: its own, or all that its variants have. */
function levelOf({ stock, variants }: ProductChanges): number {
  return stock ?? (variants ?? []).reduce((sum, variant) => sum + (variant.stock ?? 0), 0);
}
