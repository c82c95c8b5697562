import sanitizeHtml from 'sanitize-html';

/**
 * The supplier's text, which is plain or HTML without saying so, as what a page may show. Foreign: none of it is ever
 * run, nor does it look like anything else than text, lists and tables.
 */

const BLOCKS =
  'p|div|section|article|br|hr|ul|ol|li|dl|dt|dd|table|caption|thead|tbody|tfoot|tr|th|td|blockquote|pre|h[1-6]';
const INLINE = 'a|b|strong|i|em|u|s|sub|sup|small|span|font|abbr|code|center|img';
/** Never shown; here so that a text with them counts as HTML and loses them, rather than showing their source. */
const UNWANTED =
  'script|style|iframe|object|embed|svg|math|form|input|button|link|meta|base|html|head|body|title';

/** `<M12>` or `a < b` is plain text: only names that HTML has, and entities, make HTML. */
const HTML = new RegExp(
  `</?(?:${BLOCKS}|${INLINE}|${UNWANTED}|video|audio|template|noscript)(?=[\\s/>])`,
  'i',
);
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
export function safeHtml(text: string): string {
  if (!isHtml(text)) return paragraphs(escapeHtml(text));
  const clean = sanitizeHtml(text, ALLOWED).trim();
  if (clean.search(BLOCK) >= 0) return clean;
  // A line break inside <b> … </b> must not end a paragraph.
  return clean.includes('<') ? `<p>${lines(clean).join('<br />')}</p>` : paragraphs(clean);
}

/** The words alone, on one line, as plain text. */
export function plainText(text: string): string {
  let plain = text;
  // Entities may hide markup (`&lt;b&gt;`), and themes show some plain fields unescaped.
  for (let round = 0; isHtml(plain); round += 1) {
    plain = round < 3 ? wordsOf(plain) : plain.replaceAll(/[<>&]/g, ' ');
  }
  return oneLine(plain);
}

export function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}

/** Blanks, line breaks and control characters become one blank. */
export function oneLine(text: string): string {
  return text.replaceAll(/[\s\p{Cc}]+/gu, ' ').trim();
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
