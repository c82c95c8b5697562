import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import formats from 'ajv-formats';
import { type Side, toJsonSchema } from './json-schema.ts';
import { deref, type Schema } from './openapi.ts';
import type { SpecFile } from './specs.ts';
import type { Report } from './violation.ts';

/** Compiles a spec's schemas when first needed: all of them would take longer than the tests that use some. */
export class SchemaStore {
  // Not strict: the specs hold formats and keywords of their own (`ISO-4217`, `views`), which then count for nothing.
  readonly #ajv = new Ajv({ strict: false, allErrors: true, logger: false, validateSchema: false });
  readonly #compiled = new Map<Schema, Partial<Record<Side, ValidateFunction>>>();

  constructor(specs: readonly SpecFile[]) {
    formats.default(this.#ajv);
    for (const spec of specs)
      for (const side of ['request', 'response'] as const) {
        const schemas = Object.entries(spec.document.components?.schemas ?? {});
        const converted = schemas.map(([name, schema]) => [name, this.#convert(schema, side, spec)]);
        this.#ajv.addSchema({ components: { schemas: Object.fromEntries(converted) } }, refBase(spec, side));
      }
  }

  /** Reports what of `value` does not fit, with `at` as the place it stands in. */
  check(schema: Schema, side: Side, spec: SpecFile, value: unknown, at: string, report: Report): void {
    const validate = this.compiled(schema, side, spec);
    if (validate(value)) return;
    for (const { instancePath, message } of outermost(validate.errors ?? []))
      report(`${at}${instancePath}`, message, valueAt(value, instancePath));
  }

  compiled(schema: Schema, side: Side, spec: SpecFile): ValidateFunction {
    const known = this.#compiled.get(schema) ?? {};
    this.#compiled.set(schema, known);
    known[side] ??= this.#ajv.compile(this.#convert(schema, side, spec));
    return known[side];
  }

  #convert(schema: Schema, side: Side, spec: SpecFile): Schema {
    return toJsonSchema(schema, side, refBase(spec, side), (inner) => deref(spec.document, inner));
  }
}

const refBase = (spec: SpecFile, side: Side): string => `${side}:${spec.name}`;

interface Fault {
  instancePath: string;
  message: string;
}

/** One fault a place: what failed inside the branches of a `oneOf` or `anyOf` becomes the reason of that union's fault. */
function outermost(errors: readonly ErrorObject[]): Fault[] {
  const unions = errors.filter(isUnion);
  const inside = (error: ErrorObject, union: ErrorObject): boolean =>
    isUnion(error) && error.instancePath === union.instancePath
      ? false
      : `${error.instancePath}/`.startsWith(`${union.instancePath}/`);
  const faults = new Map<string, Fault>();
  for (const error of errors) {
    if (unions.some((union) => inside(error, union))) continue;
    const reasons = isUnion(error) ? errors.filter((e) => inside(e, error)).map(messageOf) : [];
    const why = reasons.length === 0 ? '' : `: ${[...new Set(reasons)].join('; ')}`;
    const { instancePath } = error;
    const message = messageOf(error) + why;
    // Each branch of an `allOf` says the same of the same place.
    faults.set(`${instancePath} ${message}`, { instancePath, message });
  }
  return [...faults.values()];
}

const isUnion = ({ keyword }: ErrorObject): boolean => keyword === 'oneOf' || keyword === 'anyOf';

function messageOf(error: ErrorObject): string {
  const detail =
    error.keyword === 'enum'
      ? ` (${error.params.allowedValues.join(', ')})`
      : error.keyword === 'additionalProperties'
        ? ` (${error.params.additionalProperty})`
        : '';
  return `${error.message ?? error.keyword}${detail}`;
}

function valueAt(value: unknown, pointer: string): unknown {
  return pointer
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<unknown>((node, key) => (node as Record<string, unknown> | undefined)?.[key], value);
}
