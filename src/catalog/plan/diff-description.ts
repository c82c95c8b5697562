import { joined, type SplitDescription, splitNotices } from '../../rules/notices.ts';

/** The three sides of a description; `undefined` for what is not known. */
export interface Descriptions {
  base: string | null | undefined;
  ours: string;
  theirs: string;
}

/** The merchant's words and ttpd's blocks go separate ways: words by their owner, warnings always by the supplier. */
export interface DescriptionSides {
  base: string | undefined;
  ours: string;
  theirs: string;
  /** With ttpd's words. */
  whole: string;
  /** With the words that the store has; `undefined` when that is what it has. */
  renewed: string | undefined;
}

/**
 * A description that a merchant edited keeps its words, and the warnings in it are renewed all the same: they are never
 * lost by a sync (docs/facts/parts-domain.md#warnings).
 * @param hasDetails without a part's details nothing is known of what a kit holds, and its block stays
 */
export function descriptionSides(
  { base, ours, theirs }: Descriptions,
  hasDetails: boolean,
): DescriptionSides {
  const [mine, there] = [splitNotices(ours), splitNotices(theirs)];
  const kit = hasDetails ? undefined : there.blocks.get('kit');
  const blocks = new Map([...(kit ? [['kit', kit] as const] : []), ...mine.blocks]);
  const isSame = JSON.stringify([...blocks]) === JSON.stringify([...there.blocks]);
  return {
    base: base === undefined ? undefined : splitNotices(base ?? '').text,
    ours: mine.text,
    theirs: there.text,
    whole: joined({ text: mine.text, blocks } satisfies SplitDescription),
    renewed: isSame ? undefined : joined({ text: there.text, blocks }),
  };
}
