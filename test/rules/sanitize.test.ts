import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainText, safeHtml } from '../../src/rules/sanitize.ts';
import { EFFECT, LIVE_TAG, nastyText } from '../helpers/nasty-text.ts';

describe('safeHtml', () => {
  it.each([
    ['one line', 'Outboard mount.', '<p>Outboard mount.</p>'],
    ['lines', 'One\r\n\r\n  Two \nThree', '<p>One</p>\n<p>Two</p>\n<p>Three</p>'],
    ['signs', 'a < b & c > d "16½\'"', '<p>a &lt; b &amp; c &gt; d &quot;16½&#39;&quot;</p>'],
    ['what is no tag of HTML', 'Bolt <M12> & <Pb>', '<p>Bolt &lt;M12&gt; &amp; &lt;Pb&gt;</p>'],
    ['nothing', ' \n ', ''],
  ])('shows every character of plain text: %s', (_, text, expected) => {
    expect(safeHtml(text)).toBe(expected);
  });

  it.each([
    ['paragraphs and lists', '<p>A <b>b</b></p><ul><li>c</li></ul>'],
    ['tables', '<table><tbody><tr><th colspan="2">a</th></tr><tr><td>b</td><td>c</td></tr></tbody></table>'],
    ['headings', '<h3>Fits</h3><p>x<sup>2</sup></p>'],
  ])('keeps %s', (_, html) => {
    expect(safeHtml(html)).toBe(html);
  });

  it.each([
    ['scripts', '<p>a</p><script>alert(1)</script>', '<p>a</p>'],
    ['a script alone', '<script>alert("1")</script>', ''],
    ['scripts within scripts', '<p>a<scr<script>ipt>alert(1)</script></p>', '<p>aipt&gt;alert(1)</p>'],
    ['styles', '<style>p{color:red}</style><p style="position:fixed" class="x">a</p>', '<p>a</p>'],
    ['frames', '<p>a</p><iframe src="https://e.example"></iframe>', '<p>a</p>'],
    ['handlers', '<p onclick="alert(1)">a</p><img src=x onerror=alert(1)>', '<p>a</p>'],
    ['comments, with our marks', '<p>a</p><!-- ttpd:prop65 -->b<!-- /ttpd:prop65 -->', '<p>a</p>b'],
    ['links to script', '<p><a href="javascript:alert(1)">a</a></p>', '<p>a</p>'],
    ['links to script in disguise', '<p><a href="jav&#x09;ascript:alert(1)">a</a></p>', '<p>a</p>'],
    ['links without TLS', '<p><a href="http://e.example">a</a></p>', '<p>a</p>'],
    [
      'links without a host',
      '<p><a href="/cart.php?action=add">a</a> <a href="//e.example">b</a></p>',
      '<p>a b</p>',
    ],
    ['drawings', '<p>a</p><svg onload=alert(1)><a xlink:href="javascript:1">b</a></svg>', '<p>a</p>b'],
    [
      'spans that are no numbers',
      '<table><tbody><tr><td colspan="x" rowspan="2">a</td></tr></tbody></table>',
      '<table><tbody><tr><td rowspan="2">a</td></tr></tbody></table>',
    ],
    ['the top heading', '<h1>a</h1>', '<h2>a</h2>'],
  ])('drops %s', (_, html, expected) => {
    expect(safeHtml(html)).toBe(expected);
  });

  it('keeps a link that is safe, without lending it the store’s name', () => {
    expect(safeHtml('<p><a href="https://gunite.example/a?b=1&c=2" target=_top onclick=x>a</a></p>')).toBe(
      '<p><a href="https://gunite.example/a?b=1&amp;c=2" rel="nofollow noopener">a</a></p>',
    );
  });

  it('makes paragraphs of text that has entities or inline tags only', () => {
    expect(safeHtml('16&frac12; in &amp; more\nSecond')).toBe('<p>16½ in &amp; more</p>\n<p>Second</p>');
    expect(safeHtml('A <b>b\nc</b>')).toBe('<p>A <b>b<br />c</b></p>');
  });

  it('never lets through more than its own tags and attributes, whatever it is given', () => {
    // Written apart from the allow-list: the grammar of all that may come out.
    const tag =
      /^<\/?(p|div|br|hr|h[2-6]|blockquote|b|strong|i|em|u|sub|sup|small|a|[uod]l|li|d[td]|table|caption|t(head|body|foot|r|h|d))( href="https:\/\/[^"<>]*" rel="nofollow noopener")?( (col|row)span="\d+")*( \/)?>$/;
    const piece = fc.oneof(
      fc.string({ maxLength: 6 }),
      fc.constantFrom(
        ...[
          '<script>',
          '</script>',
          '<SCRIPT src=//e>',
          '<scr',
          'ipt>',
          '<p ',
          '<p>',
          '</p>',
          '<b>',
          '<a href="',
          '<a href=',
          '<img src=x ',
        ],
        ...[
          'onerror=alert(1)',
          ' onclick="',
          'javascript:alert(1)',
          'java\tscript:',
          '&#106;avascript:',
          '&lt;script&gt;',
          'https://e.example/',
        ],
        ...[
          '"',
          "'",
          '>',
          '<',
          '/>',
          '=',
          '`',
          '<!--',
          '-->',
          '<![CDATA[',
          ']]>',
          '<svg>',
          '<math>',
          '<style>',
          '</style>',
          '<iframe srcdoc="',
          '<td colspan="',
          '\u0000',
          '\n',
          '<?',
          '<textarea>',
          '</textarea>',
          '<noscript>',
          '<template>',
          '<xmp>',
          '<plaintext>',
          '<title>',
        ],
      ),
    );
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join('')),
        (text) => {
          const html = safeHtml(text);
          const tags = html.match(/<[^>]*>?/g) ?? [];
          for (const each of tags) expect(each).toMatch(tag);
          for (const each of tags)
            expect(each.replace(/ href="https:[^"]*"/, '')).not.toMatch(/script|\son|:/i);
        },
      ),
      { numRuns: 5_000 },
    );
  });
});

describe('both, of anything', () => {
  it('keep nothing that has an effect and is not seen', () => {
    fc.assert(
      fc.property(nastyText, (text) => {
        for (const safe of [plainText(text), safeHtml(text)]) expect(safe).not.toMatch(EFFECT);
      }),
      { numRuns: 5_000 },
    );
  });

  it('give HTML whose tags stay tags when it is composed, and that is kept as it is', () => {
    const tags = (html: string) => html.match(/<[^<>]*>/g);
    fc.assert(
      fc.property(nastyText, (text) => {
        const html = safeHtml(text);
        expect(tags(html.normalize())).toEqual(tags(html));
      }),
      { numRuns: 5_000 },
    );
  });

  it('give plain text with no tag, in one composed line that is plain text itself', () => {
    fc.assert(
      fc.property(nastyText, (text) => {
        const plain = plainText(text);
        expect(plain).not.toMatch(LIVE_TAG);
        expect(plain).toBe(plain.normalize());
        expect(plain).not.toMatch(/^[\s\p{Cf}]|[\s\p{Cf}]$|\s\s|[^\S ]/u);
        expect(plainText(plain)).toBe(plain);
      }),
      { numRuns: 10_000 },
    );
  });
});

describe('plainText', () => {
  it.each([
    ['Brake Drum 16.5x7', 'Brake Drum 16.5x7'],
    ['a < b & c > d', 'a < b & c > d'],
    ['Bolt <M12>', 'Bolt < M12>'],
    ['Truck-Lite&reg; &quot;60&quot;', 'Truck-Lite® "60"'],
    ['<p>One</p><p>Two<br>Three</p>', 'One Two Three'],
    ['<table><tr><td>a</td><td>b</td></tr></table>', 'a b'],
    ['a<script>alert(1)</script>b', 'ab'],
    ['&lt;script&gt;alert(1)&lt;/script&gt;ok', 'ok'],
    ['&amp;lt;b&amp;gt;ok', 'ok'],
    ['AT&amp;T', 'AT&T'],
    ['a<!-- b -->c', 'ac'],
    ['&lt;x onpointerenter=alert(1)&gt;E', 'E'],
    ['<details open ontoggle=alert(1)>D', 'D'],
    ['<marquee>a</marquee><image src=x>', 'a'],
    ['<x', '< x'],
    ['\u001b]0;T\u0007 \u202egnp.exe\u200b', ']0;T gnp.exe'],
    ['Fu\u0308r', 'Für'],
    ['👩\u200d🔧\u200d', '👩\u200d🔧'],
    ['a\u0000 \u00a0b\r\n c', 'a b c'],
  ])('%j: %j', (text, expected) => {
    expect(plainText(text)).toBe(expected);
  });

  it('leaves no tag behind, however deep it is hidden', () => {
    const piece = fc.oneof(
      fc.string({ maxLength: 4 }),
      fc.constantFrom(
        '&',
        'amp;',
        'lt;',
        'gt;',
        '&lt;',
        '&amp;lt;',
        '<',
        '>',
        'script',
        '<b>',
        '<scr<b>ipt>',
        '/',
      ),
    );
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 14 }).map((pieces) => pieces.join('')),
        (text) => {
          expect(plainText(text)).not.toMatch(/<\/?(script|b)[\s/>]/i);
        },
      ),
      { numRuns: 5_000 },
    );
  });
});
