import type { Part } from '../finditparts/supplier.ts';

/** The supplier's text as HTML. It is foreign text: every character of it is shown, none of it is run. */
export function describe(part: Part): string {
  const blocks = (part.description ?? '')
    .split(/\r?\n\s*\r?\n|\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line.length > 0)
    .map((line) => `<p>${escapeHtml(line)}</p>`);
  const warning = prop65(part);
  if (warning) blocks.push(`<p class="prop65"><strong>WARNING:</strong> ${escapeHtml(warning)}</p>`);
  return blocks.join('\n');
}

/** Must be on the page before purchase (domain.md 2.1). */
function prop65(part: Part): string | null {
  if (!part.prop65?.required) return null;
  return (
    part.prop65.warning ??
    'This product can expose you to chemicals known to the State of California to cause cancer or reproductive harm.'
  );
}

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}
