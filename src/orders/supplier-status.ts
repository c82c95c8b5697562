/**
 * What the supplier's word for an order means. An unknown word stops the line: it could mean anything
 * (docs/facts/finditparts.md#status-words).
 */
export type Progress = 'open' | 'partly' | 'shipped' | 'cancelled' | 'returned' | 'unknown';

/** docs/facts/finditparts.md#status-words; spellings with blanks and dashes count too. */
const WORDS: Record<string, Progress> = {
  received: 'open',
  pending: 'open',
  accepted: 'open',
  confirmed: 'open',
  processing: 'open',
  backordered: 'open',
  partially_shipped: 'partly',
  shipped: 'shipped',
  delivered: 'shipped',
  complete: 'shipped',
  completed: 'shipped',
  cancelled: 'cancelled',
  canceled: 'cancelled',
  returned: 'returned',
};

export function progressOf(status: string): Progress {
  return (
    WORDS[
      status
        .trim()
        .toLowerCase()
        .replaceAll(/[\s-]+/g, '_')
    ] ?? 'unknown'
  );
}
