import type { YAMLError } from 'yaml';

/** Characters that mean something to YAML at the beginning of a value. */
const NEEDS_QUOTES = /(?::|-)\s+([{[]\{|[*&!%@`|>])/;

/** What the YAML parser found, for a person who never heard of it. `line` is the text of the line it is in. */
export function syntaxWords(error: YAMLError, line: string): string {
  const quotes = NEEDS_QUOTES.exec(line)?.[1];
  const needsQuotes = quotes ? `a value that begins with ${quotes} needs quotes around it` : undefined;
  switch (error.code) {
    case 'TAB_AS_INDENT':
      return 'a tab; indent with spaces';
    case 'MULTIPLE_DOCS':
      return 'a second document begins here (---); there can be only one';
    case 'TAG_RESOLVE_FAILED':
      return 'tags (!) are not allowed; text that begins with ! needs quotes';
    case 'BLOCK_AS_IMPLICIT_KEY':
      if (error.message.includes('sequence')) return WRONG_INDENT;
      return needsQuotes ?? 'a second colon in one line: text with ": " in it needs quotes';
    case 'MISSING_CHAR':
      if (error.message.includes('closing')) return 'a closing quote or bracket is missing, here or above';
      return needsQuotes ?? `this is not YAML: ${error.message}`;
    case 'BAD_INDENT':
      return needsQuotes ?? WRONG_INDENT;
    case 'MULTILINE_IMPLICIT_KEY':
      return needsQuotes ?? 'a colon is missing after the key, or the indentation is wrong';
    default:
      return needsQuotes ?? `this is not YAML: ${error.message}`;
  }
}

const WRONG_INDENT = 'the indentation does not fit the lines around it';
