import sanitizeHtml from 'sanitize-html';
import { withoutControls } from '../common/printable.ts';

/**
 * The supplier's text, which is plain or HTML without saying so, as what a page may show. Foreign: none of it is ever
 * run, nor does it look like anything else than text, lists and tables.
 */

const BLOCKS =
  'p|div|section|article|br|hr|ul|ol|li|dl|dt|dd|table|caption|thead|tbody|tfoot|tr|th|td|blockquote|pre|h[1-6]';
/** All else that HTML has, or had. */
const OTHERS =
  'a|abbr|acronym|address|applet|area|aside|audio|b|base|basefont|bdi|bdo|bgsound|big|blink|body|button|canvas|center|cite|' +
  'code|col|colgroup|content|data|datalist|del|details|dfn|dialog|dir|element|em|embed|fieldset|figcaption|figure|font|' +
  'footer|form|frame|frameset|head|header|hgroup|html|i|iframe|image|img|input|ins|isindex|kbd|keygen|label|legend|link|' +
  'listing|main|map|mark|marquee|math|menu|menuitem|meta|meter|multicol|nav|nobr|noembed|noframes|noscript|object|' +
  'optgroup|option|output|param|picture|plaintext|progress|q|rb|rp|rt|rtc|ruby|s|samp|script|search|select|shadow|slot|' +
  'small|source|spacer|span|strike|strong|style|sub|summary|sup|svg|template|textarea|time|title|track|tt|u|var|video|' +
  'wbr|xmp';

/** `<M12>` or `a < b` is plain text: only names that HTML has, attributes and entities make HTML. */
const HTML = new RegExp(`</?(?:${BLOCKS}|${OTHERS})(?=[\\s/>])|<[a-z][^<>]*=[^<>]*>`, 'i');
const COMMENT = /<!--/;
const ENTITY = /&(?:[a-z][a-z\d]{1,30}|#\d{1,7}|#x[\da-f]{1,6});/i;
const BLOCK = new RegExp(`<(?=/?(?:${BLOCKS})[\\s/>])`, 'gi');

const ALLOWED: sanitizeHtml.IOptions = {
  allowedTags: [
    ...['p', 'div', 'br', 'hr', 'h2', 'h3', 'h4', 'h5', 'h6', 'blockquote'],
    ...['b', 'strong', 'i', 'em', 'u', 'sub', 'sup', 'small', 'a'],
    ...['ul', 'ol', 'li', 'dl', 'dt', 'dd'],
    ...['table', 'caption', 'thead', 'tbody', 'tfoot', 'tr', 'th', 'td'],
  ],
  allowedAttributes: { a: ['href', 'rel'], th: ['colspan', 'rowspan'], td: ['colspan', 'rowspan'] },
  allowedSchemes: ['https'],
  allowedSchemesByTag: {},
  allowProtocolRelative: false,
  nestingLimit: 50,
  transformTags: {
    // The page has its own h1.
    h1: 'h2',
    section: 'div',
    article: 'div',
    a: link,
    th: cell,
    td: cell,
  },
};

/** HTML that can stand in the store's page. Plain text becomes paragraphs, every character of it shown. */
export function safeHtml(foreign: string): string {
  const text = seen(foreign);
  const html = isHtml(text) ? cleanHtml(text) : paragraphs(escapeHtml(text));
  // A mark that would make one character with the `>` before it opens the tag again.
  return html.replaceAll(/>\p{M}+/gu, '>');
}

function cleanHtml(text: string): string {
  // Entities may have held what is not seen.
  const clean = withoutUnseen(sanitizeHtml(text, ALLOWED)).trim();
  if (clean.search(BLOCK) >= 0) return clean;
  // A line break inside <b> … </b> must not end a paragraph.
  return clean.includes('<') ? `<p>${lines(clean).join('<br />')}</p>` : paragraphs(clean);
}

/**
 * The words alone, on one line, as plain text: what every field of the store but the description gets. Themes show some
 * of them unescaped, so that nothing in it may be a tag to them either.
 */
export function plainText(text: string): string {
  if (HARMLESS.test(text)) return text;
  let plain = seen(text);
  // Entities may hide markup (`&lt;b&gt;`).
  for (let round = 0; isHtml(plain); round += 1) {
    plain = seen(round < 3 ? wordsOf(plain) : plain.replaceAll(/[<>&]/g, ' '));
  }
  return oneLine(plain.replaceAll(TAG_BEGINS, '< '));
}

/** Most texts: one line of ASCII, nothing in it that this file is about. */
const HARMLESS = /^(?:[!-%'-;=?-~]+(?: [!-%'-;=?-~]+)*)?$/;
const TAG_BEGINS = /<(?=[a-z/!?])/gi;

/** Composed, and without what nobody sees; joiners within words of some languages stay. */
function seen(text: string): string {
  return withoutUnseen(text).normalize();
}

function withoutUnseen(text: string): string {
  return withoutControls(text).replaceAll(/(?![\u200C\u200D])\p{Cf}/gu, '');
}

export function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}

/** Blanks and line breaks become one blank; a mark without a letter would join what stands before the text. */
export function oneLine(text: string): string {
  return text.replaceAll(/\s+/gu, ' ').replaceAll(/^[\s\p{Cf}\p{M}]+|[\s\p{Cf}]+$/gu, '');
}

function isHtml(text: string): boolean {
  return HTML.test(text) || COMMENT.test(text) || ENTITY.test(text);
}

function wordsOf(html: string): string {
  // Tags go without a trace: `<td>a</td><td>b</td>` would be "ab".
  const spaced = html.replaceAll(BLOCK, ' <');
  return sanitizeHtml(spaced, { allowedTags: [], allowedAttributes: {} })
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');
}

function paragraphs(html: string): string {
  return lines(html)
    .map((line) => `<p>${line}</p>`)
    .join('\n');
}

function lines(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.length > 0);
}

function isHttps(href: string | undefined): href is string {
  return href !== undefined && /^https:\/\//i.test(href) && URL.canParse(href);
}

/** A link that leads nowhere safe is left with its words only. */
function link(tagName: string, { href }: sanitizeHtml.Attributes): sanitizeHtml.Tag {
  return isHttps(href)
    ? { tagName, attribs: { href, rel: 'nofollow noopener' } }
    : { tagName: 'span', attribs: {} };
}

function cell(tagName: string, attributes: sanitizeHtml.Attributes): sanitizeHtml.Tag {
  const spans = Object.entries(attributes).filter(([, value]) => /^\d{1,3}$/.test(value));
  return { tagName, attribs: Object.fromEntries(spans) };
}

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
