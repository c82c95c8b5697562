import { z } from 'zod';
import { OWNED, OWNERS } from '../product/table.ts';
import { Condition, PriceRule } from './price-rule.ts';
import {
  decimal,
  guard,
  length,
  oneOrMore,
  percent,
  period,
  positive,
  template,
  weight,
} from './schema-values.ts';

/**
 * `ttpd.yaml`: how the supplier's facts become the store's products (docs/facts/parts-domain.md#field-table). Strict:
 * an unknown key is an error. Every part has a default, and the defaults together are the mapping without any file.
 */

export const Rules = z.strictObject({
  $schema: z.string().optional(),
  currency: z
    .string()
    .regex(/^[A-Za-z]{3}$/, 'three letters such as USD')
    .optional()
    .describe("The store's currency; another one is refused"),

  channels: z
    .array(z.int().positive())
    .min(1)
    .optional()
    .describe("The store's channels that new products are put on; categories are those of the first"),

  settings: z
    .strictObject({
      profile: z.string().min(1).optional().describe('Which store and supplier account'),
      progress: z.enum(['auto', 'bar', 'lines', 'none']).optional(),
      quiet: z.boolean().optional(),
      verbose: z.boolean().optional(),
      noColor: z.boolean().optional(),
      rate: z.number().optional().describe('At most so many requests a second to each service'),
      concurrency: z.number().optional().describe('Requests under way at once'),
      quota: percent.optional().describe("Share of the store's API quota to use: 70%"),
      timeout: z.number().optional().describe('Seconds for one request'),
      timeZone: z
        .string()
        .optional()
        .describe("Of FinditParts' times that name none: America/Chicago; without it UTC"),
    })
    .prefault({})
    .describe(
      'As the flags of these names, which go first; what approves writes is for the command line alone',
    ),

  brands: z
    .record(
      z.string(),
      z.strictObject({
        prefix: z.string().min(1).optional().describe('Begins its SKUs'),
        aliases: z.array(z.string()).default([]).describe('Other spellings of the supplier'),
      }),
    )
    .default({})
    .describe('Brands as the store writes them'),
  createBrands: z
    .boolean()
    .default(true)
    .describe('Create brands that the store lacks and `brands` does not name'),
  sku: template.default('{{prefix}}-{{partNumber}}'),

  text: z
    .strictObject({
      name: template.default('{{brand}} {{partNumber}} {{name}}'),
      description: template.default('{{{description}}}'),
      pageTitle: template.optional(),
      metaDescription: template.optional(),
      searchKeywords: template.optional(),
    })
    .prefault({}),

  categories: z
    .strictObject({
      map: z
        .array(z.strictObject({ when: Condition, path: oneOrMore(z.string().min(1)) }))
        .default([])
        .describe('First match wins; a path such as Brakes/Drums, a template'),
      otherwise: z
        .enum(['supplier', 'none'])
        .default('supplier')
        .describe("The supplier's own path, or no category"),
    })
    .prefault({}),

  price: z
    .strictObject({
      rules: z
        .array(PriceRule)
        .min(1)
        .default([{ name: 'list price', when: {}, from: 'list' }])
        .describe('In order, the first that matches wins'),
      floors: z
        .strictObject({
          map: z.boolean().default(true).describe('Never below MAP: the price is raised to it'),
          cost: z.boolean().default(true).describe('Never at or below cost: the part is held'),
          margin: percent.optional().describe('Smallest margin; below it the part is held'),
        })
        .prefault({}),
      ceiling: z
        .enum(['list', 'none'])
        .default('none')
        .describe('Never above list: the price is lowered to it'),
      includedTax: percent
        .optional()
        .describe('The tax that is in the prices of a store that enters them with tax; costs are without it'),
      breaks: z.boolean().default(false).describe("The supplier's price breaks as bulk pricing"),
      core: z
        .enum(['shown', 'custom-field', 'product'])
        .default('custom-field')
        .describe('The core charge: in the description, in a custom field, or a product of its own'),
      coreSku: template
        .default('{{sku}}-CORE')
        .describe('The SKU of that product; {{sku}} is that of the part'),
    })
    .prefault({}),

  stock: z
    .strictObject({
      location: z
        .int()
        .positive()
        .optional()
        .describe("The store's location that stock is written at, by its number; the default one without it"),
      locations: z
        .union([
          z.array(z.string()).min(1),
          z
            .record(z.string(), z.int().positive())
            .refine((map) => Object.keys(map).length > 0, 'at least one'),
        ])
        .optional()
        .describe(
          "The supplier's location codes that count, all without it; or, for stock at several of the store's locations, the number of the store's for each",
        ),
      buffer: z.int().min(0).default(0).describe('Pieces kept back'),
      packs: z.boolean().default(false).describe('Round down to whole packs'),
      cap: z.int().min(0).optional().describe('At most so many'),
      openOrders: z
        .union([z.literal(false), z.array(z.int().min(0).max(14)).min(1)])
        .default([7, 11, 12, 13, 14])
        .describe(
          'Order statuses whose pieces the supplier still counts and that are taken off; false: none',
        ),
      leadTime: template.optional().describe('Availability text; {{days}} is the lead time'),
      lowStock: z
        .int()
        .min(0)
        .optional()
        .describe('The store warns you below so many; written when the product is created'),
      binPickingNumber: template
        .optional()
        .describe('For who packs the order: {{partId}}, {{locations}}, {{partNumber}}'),
    })
    .prefault({}),

  weight: z
    .strictObject({
      missing: z.enum(['hold', 'hide']).default('hold').describe('Leave the part out, or create it hidden'),
      defaults: z
        .array(
          z.strictObject({
            when: Condition,
            weight,
          }),
        )
        .default([]),
      freightLongerThan: length.optional().describe('Likewise for parts with a longer side'),
      freightOver: weight.optional().describe('Heavier parts get a custom field "Ships by freight"'),
    })
    .prefault({}),

  customFields: z
    .strictObject({
      attributes: z.boolean().default(true),
      interchange: z.boolean().default(true),
      vmrs: z.boolean().default(true),
      countryOfOrigin: z.boolean().default(true),
      hazmat: z.boolean().default(true),
      pack: z.boolean().default(true),
    })
    .prefault({}),

  guards: z
    .strictObject({
      completeness: percent.default('95%').describe('Of the parts that the last good run had'),
      unreadable: z.strictObject(guard('5%')).prefault({}).describe('Parts that cannot be read'),
      price: z.strictObject(guard('20%')).prefault({}).describe('Products that can no longer be priced'),
      priceMove: z
        .strictObject({
          over: percent.default('30%').describe('A price that changes by more has moved'),
          ...guard('5%'),
          factor: positive
            .default('5')
            .describe('One price that becomes so many times as much, or as little, is enough'),
        })
        .prefault({})
        .describe('Prices that move far'),
      zeroing: z
        .strictObject({
          over: percent.default('80%').describe('A stock that falls by more has gone'),
          ...guard('20%'),
        })
        .prefault({})
        .describe('Products in stock that go to 0, or nearly'),
      hiding: z.strictObject(guard('5%')).prefault({}).describe('Products that are hidden'),
      content: z
        .strictObject(guard('20%'))
        .prefault({})
        .describe('Products that lose texts, images or attributes'),
      stockUnknown: z.strictObject(guard('20%')).prefault({}).describe('Products whose stock is unknown'),
      stockStale: z
        .strictObject({ after: period.default('72h').describe('Older stock is stale'), ...guard('20%') })
        .prefault({})
        .describe('Stock that the supplier has not looked at for long'),
      memory: period
        .default('7d')
        .describe('Prices, stock and visibility are measured against what was there so long ago, too'),
      absentRuns: z
        .int()
        .min(1)
        .default(3)
        .describe('Complete runs that must miss a part before its product is hidden'),
    })
    .prefault({})
    .describe('What stops a plan before anything is written'),

  metafields: z
    .strictObject({
      fitment: z
        .boolean()
        .default(true)
        .describe('What it fits, as JSON that themes and search apps can read'),
      interchange: z.boolean().default(false).describe("Other makers' numbers, as JSON"),
      attributes: z.boolean().default(true).describe('Attributes that no custom field could hold'),
      kit: z.boolean().default(true).describe('What a kit holds'),
      supersededBy: z.boolean().default(true).describe("The supplier's id of the part that replaces it"),
      supplier: z
        .boolean()
        .default(true)
        .describe(
          "The supplier's id, a hash of the details, weight and size as it gives them; not for themes",
        ),
    })
    .prefault({})
    .describe('Data without a field of its own in the store; one call writes 50'),

  superseded: z
    .strictObject({
      related: z.boolean().default(true).describe('Show what replaces a part among its related products'),
    })
    .prefault({}),

  owners: z
    .partialRecord(z.enum(OWNED), z.enum(OWNERS))
    .default({})
    .describe('Who has the last word on a field that is in the store'),

  orders: z
    .strictObject({
      holdMinutes: z
        .int()
        .min(0)
        .default(30)
        .describe('An order waits so long, in case the customer cancels'),
      paid: oneOrMore(z.string())
        .default(['paid', 'captured', 'partially refunded'])
        .describe("The store's payment statuses that count as paid"),
      marginFloor: decimal.default('0').describe('Smallest margin of a purchase order, as an amount'),
      freightShare: percent
        .default('0%')
        .describe('What freight costs us, as a part of the cost of the goods'),
      minimumOrder: positive.optional().describe('Below this amount the supplier takes a fee'),
      minimumOrderFee: decimal.default('0'),
      priceTolerance: percent.default('0%').describe('How much more the supplier may charge than it offered'),
      poPrefix: z
        .string()
        .regex(/^[A-Za-z0-9_.]{1,30}$/, 'up to 30 letters, digits, dots and underscores')
        .optional()
        .describe('Begins purchase order numbers; the store without it'),
      poLength: z
        .int()
        .min(8)
        .max(60)
        .default(30)
        .describe('Longest purchase order number that the supplier takes'),
      settleSeconds: z
        .int()
        .min(0)
        .max(3600)
        .default(150)
        .describe('Between the two looks that prove that an order did not arrive'),
      shippingMethods: z
        .record(z.string(), z.string())
        .default({})
        .describe("The store's shipping method → the supplier's; others are sent as they are"),
      airMethods: oneOrMore(z.string())
        .default(['*air*', '*overnight*', '*next day*', '*2nd day*', '*second day*', '*express*'])
        .describe('Shipping methods that fly, with * for any characters: nothing hazardous goes by them'),
      poBoxMethods: oneOrMore(z.string())
        .default([
          '*usps*',
          '*postal*',
          '*priority mail*',
          '*first class*',
          '*parcel select*',
          '*canada post*',
        ])
        .describe(
          'Shipping methods that deliver to post-office boxes and military post, with * for any characters',
        ),
      phone: z.string().min(1).optional().describe('Stands on labels of orders that have no phone number'),
      leaveOut: z
        .array(z.enum(['pickup', 'digital', 'giftcertificate']))
        .default([])
        .describe('Kinds of lines that are left out without asking, for they are never ordered'),
      carriers: z
        .record(z.string(), z.string())
        .default({})
        .describe("The supplier's carrier → the store's shipping provider, beside the known ones"),
    })
    .prefault({})
    .describe('Orders to the supplier'),
});

/** As written: what may be left out is. */
export type RulesInput = z.input<typeof Rules>;
/** With every default. */
export type Rules = z.output<typeof Rules>;
export type GuardLimits = Rules['guards'];
