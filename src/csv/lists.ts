import { composed, trim, withoutEntities } from './cells.ts';
import type { CustomFieldRow, ProductImage, ProductVideo, VariantOption } from './csv-row.ts';
import { type Fail, id, isAddress, text, type ValueType, warnOfSeparators } from './values.ts';

/** Splits at a character that has no `\` before it, and takes the `\` off what it escapes. */
export function splitEscaped(it: string, at: string): string[] {
  if (!it.includes('\\')) return it.split(at);
  const parts: string[] = [''];
  for (let i = 0; i < it.length; i++) {
    const char = it.charAt(i);
    if (char === '\\' && i + 1 < it.length) {
      // Deeper levels are split later: what is not ours to take off stays.
      parts[parts.length - 1] += char + it.charAt(++i);
    } else if (char === at) parts.push('');
    else parts[parts.length - 1] += char;
  }
  return parts;
}

export function unescaped(it: string): string {
  return !it.includes('\\') ? it : it.replaceAll(/\\(.)/gs, '$1');
}

export function escaped(it: string, chars: RegExp): string {
  return it.replaceAll(chars, '\\$&');
}

/** `11;12` */
export const ids: ValueType<number[]> = {
  parse(it, context) {
    const parsed = it
      .split(/[;,|]/)
      .filter((part) => part.trim() !== '')
      .map((part) => id.parse(part.trim(), context));
    return parsed.includes(undefined) ? undefined : (parsed as number[]);
  },
  print: (it) => it.join(';'),
};

const SEPARATORS = /[\\/;]/;
/** Names and separators, without escapes, entities and what other shops put between names. */
const PLAIN_PATHS = /^[\w ,./;'"()+-]*$/;

/**
 * `Brakes/Drums;Wheel End`; a slash of a name is `\/` (docs/facts/csv-formats.md#bigcommerces-legacy-format), as are
 * `;` and `\`.
 */
export const categoryPaths: ValueType<string[][]> = {
  ...text,
  isList: true,
  parse(it, context) {
    if (PLAIN_PATHS.test(it)) return plainPaths(it);
    const paths: string[][] = [];
    const plain = withoutEntities(it, (char) => (SEPARATORS.test(char) ? `\\${char}` : char));
    for (const path of splitEscaped(plain, ';')) {
      const names: string[] = [];
      for (const part of splitEscaped(path, '/')) {
        const name = composed(unescaped(trim(part)));
        if (name === '') continue;
        // Whoever escapes knows what he writes.
        if (!it.includes('\\')) warnOfSeparators(name, /\||\s>\s/, context);
        names.push(name);
      }
      if (names.length > 0) paths.push(names);
    }
    return paths;
  },
  print: (it) => it.map((path) => path.map((name) => escaped(name, /[\\/;]/g)).join('/')).join(';'),
};

/** In one go: most rows have one, and `split` takes three times as long. */
function plainPaths(it: string): string[][] {
  const paths: string[][] = [];
  let names: string[] = [];
  let from = 0;
  for (let i = 0; i <= it.length; i++) {
    const isEnd = i === it.length || it.charCodeAt(i) === SEMICOLON;
    if (!isEnd && it.charCodeAt(i) !== SLASH) continue;
    const name = it.slice(from, i).trim();
    if (name !== '') names.push(name);
    from = i + 1;
    if (!isEnd || names.length === 0) continue;
    paths.push(names);
    names = [];
  }
  return paths;
}

const SLASH = 47;
const SEMICOLON = 59;

/** How JSON begins, and a name such as `[OEM] Number` does not. */
const BEGINS_AS_JSON = /^(?:\[\s*[{\]]|\{\s*["}])/;

/** `Axle=Meritor Q+;Fits=Mack;Fits=Volvo`; without anything behind `=` those of that name are removed. */
export const customFields: ValueType<CustomFieldRow[]> = {
  ...text,
  isList: true,
  parse(it, { fail }) {
    if (BEGINS_AS_JSON.test(it)) return customFieldsJson(it, fail);
    const pairs: CustomFieldRow[] = [];
    for (const part of splitEscaped(it, ';')) {
      if (part.trim() === '') continue;
      const [name = '', ...rest] = splitEscaped(part, '=');
      if (rest.length === 0 || name.trim() === '')
        return fail(
          'CSV_CUSTOM_FIELDS',
          `has "${part.trim()}" without a name and =`,
          'Write Name=Value;Name=Value.',
        );
      pairs.push({ name: unescaped(name.trim()), value: unescaped(rest.join('=').trim()) || null });
    }
    return pairs;
  },
  print: (it) =>
    it
      .map(({ name, value }) => `${escaped(name, /[\\=;]/g)}=${escaped(value ?? '', /[\\;]/g)}`)
      .join(';')
      .replace(BEGINS_AS_JSON, '\\$&'),
};

/**
 * `[{"name":"Axle","value":"Q+"}]`: the other way in which exports have been seen
 * (docs/facts/csv-formats.md#bigcommerces-current-format).
 */
function customFieldsJson(it: string, fail: Fail): CustomFieldRow[] | undefined {
  const wrong = () =>
    fail('CSV_CUSTOM_FIELDS', 'is no list of names and values', 'Write Name=Value;Name=Value.');
  let list: unknown;
  try {
    list = JSON.parse(it);
  } catch {
    return wrong();
  }
  if (!Array.isArray(list)) return wrong();
  const pairs: CustomFieldRow[] = [];
  for (const each of list as Record<string, unknown>[]) {
    if (typeof each?.name !== 'string' || !['string', 'number'].includes(typeof each.value)) return wrong();
    pairs.push({ name: each.name, value: String(each.value) || null });
  }
  return pairs;
}

/** `Type=Rectangle|Name=Size|Value=XSType=Swatch|Name=Color|Value=Silver[#cccccc]`: glued with nothing between. */
export const options: ValueType<VariantOption[]> = {
  ...text,
  isList: true,
  parse(it, { fail }) {
    const parsed: VariantOption[] = [];
    // A new option begins at a `Type=` that goes on like one: `Type=` may be part of a value too.
    for (const part of it.split(/(?=Type=[^|=]*\|Name=)/)) {
      const found = /^Type=([^|]*)\|Name=(.*?)\|Value=(.*)$/s.exec(part.trim());
      if (!found)
        return fail(
          'CSV_OPTIONS',
          `has "${part}", which is no option`,
          'Write Type=Rectangle|Name=Size|Value=XS.',
        );
      const [, type = '', name = '', value = ''] = found;
      parsed.push({ ...(type && { type }), name, value });
    }
    return parsed;
  },
  print: (it) =>
    it.map(({ type, name, value }) => `Type=${type ?? 'Rectangle'}|Name=${name}|Value=${value}`).join(''),
};

/** `URL|description|thumbnail|place` each, with `;` between; what is not needed is left out from behind. */
export const images: ValueType<ProductImage[]> = {
  ...text,
  isList: true,
  parse(it, { fail }) {
    const parsed: ProductImage[] = [];
    for (const part of splitEscaped(it, ';')) {
      if (part.trim() === '') continue;
      const [url = '', description = '', thumbnail = '', place = ''] = pieces(part);
      if (!isAddress(url)) return fail('CSV_URL', `has "${url}", which is no address`, 'Write https://…');
      if (!/^(|thumbnail)$/i.test(thumbnail) || !/^\d*$/.test(place))
        return fail(
          'CSV_IMAGES',
          `has "${part.trim()}"`,
          'Write URL|description|thumbnail|1 with ; between images.',
        );
      parsed.push({
        url,
        ...(description !== '' && { description }),
        ...(thumbnail !== '' && { isThumbnail: true }),
        ...(place !== '' && { sortOrder: Number(place) }),
      });
    }
    return parsed;
  },
  print: (it) =>
    joined(
      it.map((image) => [
        image.url,
        image.description,
        image.isThumbnail ? 'thumbnail' : '',
        image.sortOrder,
      ]),
    ),
};

/** `YouTube id|title|description|place` each, with `;` between. */
export const videos: ValueType<ProductVideo[]> = {
  ...text,
  isList: true,
  parse(it, { fail }) {
    const parsed: ProductVideo[] = [];
    for (const part of splitEscaped(it, ';')) {
      const [youtubeId = '', title = '', description = '', place = ''] = pieces(part);
      if (youtubeId === '' || !/^\d*$/.test(place))
        return fail(
          'CSV_VIDEOS',
          `has "${part.trim()}"`,
          'Write YouTube-id|title|description|1 with ; between videos.',
        );
      parsed.push({
        youtubeId,
        ...(title !== '' && { title }),
        ...(description !== '' && { description }),
        ...(place !== '' && { sortOrder: Number(place) }),
      });
    }
    return parsed;
  },
  print: (it) =>
    joined(it.map((video) => [video.youtubeId, video.title, video.description, video.sortOrder])),
};

function pieces(part: string): string[] {
  return splitEscaped(part, '|').map((piece) => unescaped(piece.trim()));
}

function joined(items: (string | number | undefined)[][]): string {
  return items
    .map((item) => {
      const texts = item.map((piece) => escaped(String(piece ?? ''), /[\\;|]/g));
      while (texts.at(-1) === '') texts.pop();
      return texts.join('|');
    })
    .join(';');
}
