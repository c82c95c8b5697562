import fc from 'fast-check';

const PIECES = [
  ...[
    '<script>',
    '</script>',
    '<x onpointerenter=alert(1)>',
    '<details open ontoggle=alert(1)>',
    '<marquee>',
    '<select>',
  ],
  ...[
    '<image src=x onerror=alert(1)>',
    '<M12>',
    '<b',
    '</',
    '<!--',
    '-->',
    '<?',
    '<![CDATA[',
    '<',
    '>',
    '"',
    "'",
    '`',
    '=',
  ],
  ...[
    '&lt;',
    '&gt;',
    '&amp;',
    '&amp;lt;',
    '&#60;',
    '&#x3c;',
    '&lt',
    '&#0;',
    '&#27;',
    '&#x202e;',
    '&#x338;',
    '&nbsp;',
    '&shy;',
  ],
  ...[
    '\u0000',
    '\u0007',
    '\b',
    '\t',
    '\n',
    '\r\n',
    '\u001B]52;c;cm0=\u0007',
    '\u001B[31m',
    '\u007F',
    '\u0085',
    '\u009B31m',
  ],
  ...[
    '\u200B',
    '\u200D',
    '\u200E',
    '\u202E',
    '\u2066',
    '\u2069',
    '\u061C',
    '\u00AD',
    '\uFEFF',
    '\u2028',
    '\u{E0041}',
  ],
  ...['\uD800', '\uDC00', '\uFFFE', '\uFDD0', '\u0338', 'e\u0301', '\u00A0', '\u3000', ' ', '  '],
  ...[
    '##[command]',
    '##vso[task.setvariable]',
    '::stop-commands::x',
    'section_start:1:a\r\u001B[0K',
    '=1+1',
    '+1',
    '@x',
  ],
  ...['Gunite', '3600-A', '16½″', 'a', '1'],
];

/** Texts of everything that has done harm somewhere: markup, entities, controls, commands of logs, formulas. */
export const nastyText = fc
  .array(fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...PIECES) }, fc.string({ maxLength: 3 })), {
    maxLength: 10,
  })
  .map((pieces) => pieces.join(''));

/** A tag to a browser, which looks at no more than this. */
export const LIVE_TAG = /<[a-z/!?]/i;
/** What shows nothing and does something: controls but line breaks, text turned around, and what is no character. */
export const EFFECT =
  /(?![\t\n\r])\p{Cc}|[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069\p{Cs}\p{Noncharacter_Code_Point}]/u;
