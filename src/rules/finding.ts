/** Both from 1. */
export interface Position {
  line: number;
  column: number;
}

/** Keys and list places from the top of `ttpd.yaml`: `['price', 'rules', 0, 'markup']`. */
export type Path = readonly (string | number)[];

/** Something to say about one place in the file, before it is known which line that is. */
export interface Finding {
  severity: 'error' | 'warning';
  path: Path;
  /** What is wrong: the key itself, or what is written after it. */
  at: 'key' | 'value';
  message: string;
}

export interface LocatedFinding extends Position {
  severity: 'error' | 'warning';
  path: Path;
  message: string;
}

/** `price.rules[0].markup`; a key with a point or bracket in it is quoted: `brands["A.B. Volvo"]`. */
export function pathText(path: Path): string {
  return path
    .map((step, i) => {
      if (typeof step === 'number') return `[${step}]`;
      if (!/^[^.[\]"\n]+$/.test(step)) return `[${JSON.stringify(step)}]`;
      return i === 0 ? step : `.${step}`;
    })
    .join('');
}
