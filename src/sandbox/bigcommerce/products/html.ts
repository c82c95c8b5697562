import sanitize from 'sanitize-html';
import type { StoreBehaviour } from '../../store-behaviour.ts';

const BLOCKS =
  /<(?:p|div|ul|ol|li|table|h[1-6]|section|article|blockquote|pre|figure|iframe|video|hr)[\s>/]/i;

/**
 * How a store keeps HTML that it was sent. Kept HTML stays as it is when it is sent again. What BigCommerce does is
 * written nowhere: `light` has what was seen, `strong` what an editor does that reads the text and writes it anew.
 */
export function keptHtml(text: string, html: StoreBehaviour['html']): string {
  if (html === 'as sent') return text;
  return html === 'strong' ? light(rewritten(text)) : light(text);
}

function light(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/<(br|hr)\s*\/?>/gi, (_, tag: string) => `<${tag.toLowerCase()} />`)
    .replace(/&#0?39;|&apos;/g, "'")
    .replace(/&quot;(?![^<]*>)/g, '"')
    .replace(/<\/(p|ul|ol|table|div|h[1-6])>(?=[^\n])/gi, '</$1>\n');
}

/** Tags in lower case, attributes in quotes, no scripts; loose text becomes a paragraph. */
function rewritten(text: string): string {
  const clean = sanitize(text, {
    allowedTags: false,
    allowedAttributes: false,
    allowVulnerableTags: true,
    exclusiveFilter: ({ tag }) => tag === 'script',
    transformTags: { b: 'strong', i: 'em' },
  }).trim();
  return clean === '' || BLOCKS.test(clean) ? clean : `<p>${clean}</p>`;
}
