/**
 * Every page that a comment, a message or a document names is in the repository, with its heading; every relative link
 * leads somewhere. Prints each that does not, and fails. Only an RFC's sections may be cited by number.
 */
import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';

const CODE = ['{src,test,bench,scripts,bin}/**/*.{ts,js}', 'examples/**/*.{yaml,yml,sh}', 'docs/*.yaml'];
const TEXT = ['*.md', '{docs,bench,examples}/**/*.md'];

/** Not what follows `md:`, a report's format, nor a part of an address. */
const PAGE = /(?<![\w/.:#-])((?:[\w.-]+\/)*[\w.-]+\.md)(?:#([\w-]+))?/g;
const LINK = /(?:\[[^\]]*)?\]\((?!\w+:)([^)#\s]*)(?:#([\w-]+))?\)/g;
const COMMENT = /^\s*(?:\/?\*|\/\/|#)|\s\/\/\s/;
const NUMBERED = /(?<!RFC \d+ )\b(?:sections?|facts|notes|sheet) \d/i;

interface Citation {
  page: string;
  heading: string | undefined;
}

/** As GitHub makes them of the headings' words. */
function anchorsOf(page: string): Set<string> {
  const titles = readFileSync(page, 'utf8').matchAll(/^#+ (.+)$/gm);
  return new Set(
    Array.from(titles, ([, title = '']) =>
      title
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );
}

function found(text: string, pattern: RegExp): Citation[] {
  return Array.from(text.matchAll(pattern), ([, page = '', heading]) => ({ page, heading }));
}

function leadsTo(page: string, heading: string | undefined): boolean {
  return existsSync(page) && (heading === undefined || anchorsOf(page).has(heading));
}

/** A link is seen from its file. */
function badLinks(file: string, line: string): Citation[] {
  return found(line, LINK).filter(
    ({ page, heading }) => !leadsTo(page === '' ? file : path.join(path.dirname(file), page), heading),
  );
}

/** A page that is only named is seen from the root, or from the file. */
function badNames(file: string, line: string): Citation[] {
  return found(line, PAGE).filter(
    ({ page, heading }) => !leadsTo(page, heading) && !leadsTo(path.join(path.dirname(file), page), heading),
  );
}

function inCode(file: string, line: string): Citation[] {
  const names = badNames(file, line);
  return COMMENT.test(line) ? names : names.filter(({ page }) => page.startsWith('docs/'));
}

function inText(file: string, line: string): Citation[] {
  return [...badLinks(file, line), ...badNames(file, line.replaceAll(LINK, ''))];
}

function problems(file: string, line: string, isText: boolean): string[] {
  const bad = (isText ? inText : inCode)(file, line);
  const words = bad.map(({ page, heading }) => `leads nowhere: ${page}${heading ? `#${heading}` : ''}`);
  const isNumbered = (isText || COMMENT.test(line)) && NUMBERED.test(line);
  return isNumbered ? [...words, 'cites by number; name the page and its heading'] : words;
}

for (const [globs, isText] of [
  [CODE, false],
  [TEXT, true],
] as const) {
  for (const file of globSync(globs).sort()) {
    for (const [at, line] of readFileSync(file, 'utf8').split('\n').entries()) {
      for (const problem of problems(file, line, isText)) {
        console.error(`${file}:${at + 1}: ${problem}`);
        process.exitCode = 1;
      }
    }
  }
}
