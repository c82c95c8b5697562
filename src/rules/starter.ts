/**
 * What `ttpd config init` writes. All of it is comment, so that a new file changes nothing: lines with `##` explain, and
 * taking `# ` from the others makes rules that load. The first line tells editors where the schema is.
 *
 * @param schema path or address of docs/schemas/ttpd.yaml.json, as seen from the folder of the new file
 */
export function starterRules(schema: string): string {
  return `# yaml-language-server: $schema=${schema}
${STARTER}`;
}

const STARTER = `## ttpd.yaml: how the supplier's parts become the products of your store.
##
## Nothing is switched on yet: without a line here, parts are sold at list price, never below MAP or at cost.
## To use a line, take away the "# " at its beginning and keep the spaces after it.
## Text with {{ }} in it, and numbers with a leading zero, need "quotes". A % needs none.
##
##   ttpd rules test --sku GU-3600AX       shows step by step what the rules make of a part
##   ttpd rules coverage --category brakes counts which rule priced what
##   docs/rules.md                         explains every key

## The store's currency. Rules for another currency are refused.
# currency: USD

## The store's channels that new products are put on, by number; categories are those of the first one. Default: the
## default channel.
# channels: [1]

## What you would else type as flags: --profile, --quota and others. Flags go first.
# settings:
#   quota: 50%
#   concurrency: 8

## ---------------------------------------------------------------------------------------------------------------
## Brands and SKUs. The SKU is the brand's prefix and the part number, exactly as the maker prints it.

# brands:
#   Gunite:
#     prefix: GU
#   Freightliner:
#     prefix: FL
#     aliases: [FREIGHTLINER, Freightliner LLC]   ## other spellings of the supplier

## false: only the brands above are created in the store; parts of others wait until you list them.
# createBrands: false

# sku: "{{prefix}}-{{partNumber}}"

## ---------------------------------------------------------------------------------------------------------------
## Texts. Nothing is cut off silently: {{words name 120}} cuts at a word.

# text:
#   name: "{{brand}} {{partNumber}} {{words name 120}}"
#   description: "{{description}}"
#   pageTitle: "{{brand}} {{partNumber}} | {{words name 60}}"
#   searchKeywords: "{{partNumber}}, {{number}}{{#each interchange}}, {{this}}{{/each}}"

## ---------------------------------------------------------------------------------------------------------------
## Categories of the store. The first entry that matches wins. Categories you added by hand stay.

# categories:
#   map:
#     - when: { category: brakes, vmrs: "013-001-002" }
#       path: Brakes/Drums
#     - when: { category: brakes }
#       path: Brakes
#   otherwise: supplier            ## or none

## ---------------------------------------------------------------------------------------------------------------
## Prices. Rules are tried from the top, and the first that matches makes the price. The core charge is never in it.

# price:
#   rules:
#     - name: Brakes under $25
#       when: { category: brakes, cost: { below: 25 } }
#       multiply: 1.9
#       round: { ending: .99 }
#     - name: Everything we know the cost of
#       when: { cost: { from: 0 } }
#       markup: 35%
#       round: { ending: .99 }
#     - name: The rest at list price
#       from: list
#   floors:
#     map: true                    ## raised to MAP where it would be below
#     cost: true                   ## never at cost or below: the part is held
#     margin: 12%                  ## a smaller margin: the part is held
#   ceiling: none                  ## list: never above list price
#   breaks: false                  ## true: the supplier's quantity prices as bulk pricing
#   core: custom-field             ## or shown, or product: "GU-3600A-CORE" is sold beside "GU-3600A"

## ---------------------------------------------------------------------------------------------------------------
## Stock. What the supplier does not know is left as it is in the store, never set to 0.

# stock:
#   locations: [RNO, DFW]          ## without it, all
#   buffer: 2                      ## pieces kept back
#   packs: false                   ## true: whole packs only
#   cap: 500
#   leadTime: "Ships in {{days}} days"
#   lowStock: 5                    ## BigCommerce warns you below so many
#   binPickingNumber: "{{partId}} {{locations}}"

## ---------------------------------------------------------------------------------------------------------------
## Weight. BigCommerce needs one, and shipping is priced by it.

# weight:
#   missing: hold                  ## or hide: create the product hidden
#   defaults:
#     - when: { vmrs: "013-001-002" }
#       weight: 114 lb
#   freightOver: 150 lb            ## heavier parts say "Ships by freight"
#   freightLongerThan: 96 in

## ---------------------------------------------------------------------------------------------------------------
## Facts that have no field of their own in the store. All are shown unless switched off here.

# customFields:
#   attributes: true
#   interchange: true
#   vmrs: true
#   countryOfOrigin: true
#   hazmat: true
#   pack: true

## ---------------------------------------------------------------------------------------------------------------
## Guards. When one trips, nothing is written, and the plan is kept to look at. These are the defaults.

# guards:
#   completeness: 95%              ## of the parts that the last good run had
#   price: { share: 20%, min: 20 } ## products that can no longer be priced
#   priceMove: { over: 30%, share: 5%, min: 20, factor: 5 }
#   zeroing: { share: 20%, min: 20 }
#   hiding: { share: 5%, min: 20 }
#   stockUnknown: { share: 20%, min: 20 }
#   stockStale: { after: 72h, share: 20%, min: 20 }
#   unreadable: { share: 5%, min: 20 }
#   absentRuns: 3                  ## complete runs without a part before its product is hidden

## Data behind the page, for themes and search apps. 50 are written in a call.

# metafields:
#   fitment: true
#   interchange: false
#   attributes: true               ## those that no custom field could hold
#   kit: true
#   supersededBy: true
#   supplier: true                 ## the supplier's id, only for ttpd

## What replaces a superseded part is shown among its related products.
# superseded:
#   related: true

## ---------------------------------------------------------------------------------------------------------------
## Who has the last word on a field of a product that is in the store: ttpd, merchant-after-edit or merchant.

# owners:
#   name: merchant-after-edit
#   description: merchant-after-edit
#   price: ttpd

## ---------------------------------------------------------------------------------------------------------------
## Orders to the supplier: ttpd order submit. docs/orders.md explains each key.

# orders:
#   holdMinutes: 30                ## in case the customer cancels
#   marginFloor: 5.00              ## a smaller margin waits for a person
#   freightShare: 8%               ## of the cost of the goods
#   priceTolerance: 1%             ## how much more the supplier may charge than it offered
`;
