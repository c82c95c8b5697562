import { isUtf8 } from 'node:buffer';
import iconv from 'iconv-lite';

/** What happened to a cell before it came here: a spreadsheet or a careless program wrote something else than was meant. */
export interface Spoilt {
  severity: 'error' | 'warning';
  code: string;
  message: string;
  hint: string;
}

/** What a formula that failed leaves, in the words of Excel's and LibreOffice's languages. */
const FAILED = String.raw`#(?:[¡¿]?\p{Lu}[\p{Lu}\p{N}_/]*[!?]|N/A|N/V|NV|N/D|N/B|I/T|YOK|Н/Д|HIÁNYZIK|GETTING_DATA)|(?:Err|Fehler|Erreur) ?:\d{3}|#{4,}`;
const FAILED_ALONE = new RegExp(`^(?:${FAILED})$`, 'u');
/** Among other things of a list. */
const FAILED_IN_LIST = new RegExp(`(?:^|[/=;|,>])\\s*(?:${FAILED})\\s*(?:$|[/=;|,>])`, 'u');

/** Excel's longest cell; it cuts the rest off. */
export const EXCEL_CELL = 32_767;
/** The beginning of a character of two bytes or more, taken for characters of one. */
const DOUBLY =
  /[\u00C2-\u00F4][\u0080-\u00BF\u0152\u0153\u0160\u0161\u0178\u017D\u017E\u0192\u02C6\u02DC\u2013-\u203A\u20AC\u2122]{1,3}/g;

export function failedFormula(text: string, isList: boolean): Spoilt | undefined {
  const first = text.charCodeAt(0);
  const mayBe = first === 35 || first === 69 || first === 70 || (isList && /#|:\d{3}/.test(text));
  if (!mayBe || !(FAILED_ALONE.test(text) || (isList && FAILED_IN_LIST.test(text)))) return undefined;
  return {
    severity: 'error',
    code: 'CSV_FORMULA_FAILED',
    message: 'has what a spreadsheet shows where a formula failed or a column is too narrow',
    hint: 'Correct the formula and save the file again, or leave the cell blank.',
  };
}

/** Marks of damage in a text that people read. */
export function damagedText(text: string, isIdentifier: boolean): Spoilt | undefined {
  if (text.length !== EXCEL_CELL && !/[\u00C2-\u00F4\uFFFD]/.test(text)) return undefined;
  if (text.includes('\uFFFD'))
    return {
      severity: isIdentifier ? 'error' : 'warning',
      code: 'CSV_TEXT_DAMAGED',
      message: 'has a � where a character was lost',
      hint: 'Save the file as UTF-8 where it was made.',
    };
  const doubly = text.match(DOUBLY)?.find(isUtf8AsLatin);
  if (doubly !== undefined)
    return {
      severity: 'warning',
      code: 'CSV_TEXT_DAMAGED',
      message: `has "${doubly}", which is probably "${iconv.encode(doubly, 'windows-1252').toString()}" read in a wrong encoding and saved again`,
      hint: 'Save the file as UTF-8 where it was made.',
    };
  if (text.length !== EXCEL_CELL) return undefined;
  return {
    severity: 'warning',
    code: 'CSV_TEXT_DAMAGED',
    message: 'has exactly 32,767 characters, the longest cell of Excel, and was probably cut there',
    hint: 'Take the text from its source.',
  };
}

function isUtf8AsLatin(text: string): boolean {
  const bytes = iconv.encode(text, 'windows-1252');
  return !bytes.includes(63) && isUtf8(bytes);
}

const MONTH =
  'jan|feb|mar|mär|mrz|apr|avr|may|mai|maj|jun|juin|jul|juil|aug|août|ago|sep|sept|set|oct|okt|ott|nov|dec|déc|dez|dic';
/** As spreadsheets write dates; capitals all through are a part number's: `MAR-12`. */
const DATE = new RegExp(
  String.raw`^(?:\d{1,2}[-. /]{1,2}(?:M)\.?(?:[-. /]\d{2,4})?|(?:M)\.?[- ]\d{2,4}|\d{1,2}[./-]\d{1,2}[./-]\d{4}|\d{4}-\d\d-\d\d(?:[ T]00:00(?::00)?)?)$`.replaceAll(
    'M',
    MONTH.split('|')
      .map((month) => `[${month.charAt(0).toUpperCase()}${month.charAt(0)}]${month.slice(1)}`)
      .join('|'),
  ),
  'u',
);

/** A part number that a program took for something else. */
export function damagedIdentifier(text: string): Spoilt | undefined {
  if (text.endsWith('0') && /^\d+\.0+$/.test(text))
    return {
      severity: 'warning',
      code: 'CSV_IDENTIFIER_NUMBER',
      message: `is ${text}, probably a number that a program made of ${text.replace(/\.0+$/, '')}`,
      hint: 'Take it from the source again, with the column as text.',
    };
  if (!DATE.test(text)) return undefined;
  return {
    severity: 'warning',
    code: 'CSV_IDENTIFIER_DATE',
    message: `is ${text}, probably a date that a spreadsheet made of a part number`,
    hint: 'Take it from the source again, with the column formatted as text.',
  };
}
