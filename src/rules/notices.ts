import { escapeHtml } from './sanitize.ts';

/** What a shopper must have read before the purchase, in the page's words. */
export interface Notice {
  mark: 'kit' | 'core' | 'hazmat' | 'prop65';
  title: string;
  text: string;
}

/** What a part's notices are made of: nothing where a part has no such thing. */
type NoticeFacts = Partial<Record<'prop65' | 'hazmat' | 'core' | 'kit' | 'coreSku', string | null>>;

/** A description as the merchant's words and ttpd's blocks, the blocks by their mark. */
export interface SplitDescription {
  text: string;
  blocks: Map<string, string>;
}

/** Marked, or what is left of it where the marks were tidied away. */
const BLOCK =
  /\n?(?:<!-- ttpd:(kit|core|hazmat|prop65) -->.*?<!-- \/ttpd:\1 -->|<p class="(kit|core|hazmat|prop65)">.*?<\/p>)/gs;

/** In this order, last in the description (docs/facts/parts-domain.md#warnings). */
export function noticesOf({ prop65, hazmat, core, kit, coreSku }: NoticeFacts, showCore: boolean): Notice[] {
  const notices: Notice[] = [];
  if (kit) notices.push({ mark: 'kit', title: 'In this kit:', text: kit });
  if (core && coreSku)
    notices.push({ mark: 'core', title: 'Core charge:', text: `${core}, ordered as ${coreSku}` });
  else if (core && showCore) notices.push({ mark: 'core', title: 'Core charge:', text: core });
  if (hazmat) notices.push({ mark: 'hazmat', title: 'Hazardous material:', text: hazmat });
  if (prop65) notices.push({ mark: 'prop65', title: 'WARNING:', text: prop65 });
  return notices;
}

/**
 * The description with these notices and no older ones: their marks tell them from a merchant's text, so that they can
 * be renewed in a description that was edited.
 */
export function withNotices(html: string, notices: readonly Notice[]): string {
  const blocks = notices.map(({ mark, title, text }): [string, string] => [
    mark,
    `<!-- ttpd:${mark} --><p class="${mark}"><strong>${title}</strong> ${escapeHtml(text)}</p><!-- /ttpd:${mark} -->`,
  ]);
  return joined({ text: splitNotices(html).text, blocks: new Map(blocks) });
}

export function splitNotices(html: string): SplitDescription {
  const blocks = new Map<string, string>();
  for (const [block, marked, bare] of html.matchAll(BLOCK)) blocks.set(marked ?? bare ?? '', plain(block));
  return { text: html.replaceAll(BLOCK, '').trim(), blocks };
}

/** In one form, as a store may break lines between tags and write out quotes: neither changes what a block says. */
function plain(block: string): string {
  return block
    .trim()
    .replaceAll(/>\s+</g, '><')
    .replaceAll(/&quot;(?![^<]*>)/g, '"');
}

export function joined({ text, blocks }: SplitDescription): string {
  return [text, ...blocks.values()].filter((part) => part !== '').join('\n');
}
