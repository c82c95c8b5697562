import type { DocumentedAnswer, RequestBody } from './openapi.ts';
import { deref, type Method, methods, type OpenApiDocument, type Parameter } from './openapi.ts';
import type { SpecFile } from './specs.ts';

export interface Operation {
  /** `GET /catalog/products/{product_id}` */
  id: string;
  spec: SpecFile;
  parameters: Parameter[];
  /** Headers that carry the credentials, in lower case. */
  credentials: string[];
  requestBody: RequestBody | undefined;
  answers: Record<string, DocumentedAnswer>;
}

interface Route {
  version: 'v2' | 'v3';
  segments: string[];
  operations: Map<string, Operation>;
}

export type Match =
  | { found: 'operation'; operation: Operation; pathValues: Record<string, string> }
  | { found: 'path'; methods: string[] }
  | { found: 'nothing' };

const isTemplate = (segment: string): boolean => segment.startsWith('{') && segment.endsWith('}');

/** Finds the operation of a call among all specs. A literal segment beats a parameter: `/products/metafields`. */
export class OperationIndex {
  readonly #routes: Route[] = [];

  constructor(specs: readonly SpecFile[]) {
    const ids = new Set<string>();
    for (const spec of specs)
      for (const path of Object.keys(spec.document.paths)) {
        const operations = new Map(
          operationsOf(spec, path).map((operation) => [operation.id.split(' ')[0]!, operation]),
        );
        for (const { id } of operations.values()) {
          if (ids.has(id)) throw new Error(`two specs document ${id}`);
          ids.add(id);
        }
        this.#routes.push({ version: spec.version, segments: path.split('/').slice(1), operations });
      }
    const literals = (route: Route): number => route.segments.filter((s) => !isTemplate(s)).length;
    this.#routes.sort((a, b) => literals(b) - literals(a));
  }

  all(): Operation[] {
    return this.#routes.flatMap((route) => [...route.operations.values()]);
  }

  find(version: string, method: string, path: string): Match {
    const segments = path.split('/').slice(1);
    const route = this.#routes.find((r) => r.version === version && fits(r.segments, segments));
    if (route === undefined) return { found: 'nothing' };
    const operation = route.operations.get(method);
    if (operation === undefined) return { found: 'path', methods: [...route.operations.keys()] };
    const pathValues: Record<string, string> = {};
    for (const [i, segment] of route.segments.entries())
      if (isTemplate(segment)) pathValues[segment.slice(1, -1)] = decodeURIComponent(segments[i]!);
    return { found: 'operation', operation, pathValues };
  }
}

const fits = (template: string[], segments: string[]): boolean =>
  template.length === segments.length &&
  template.every((segment, i) => (isTemplate(segment) ? segments[i] !== '' : segment === segments[i]));

function operationsOf(spec: SpecFile, path: string): Operation[] {
  const { document } = spec;
  const item = document.paths[path]!;
  const defined = methods.filter((method: Method) => item[method] !== undefined);
  return defined.map((method) => {
    const source = item[method]!;
    const parameters = new Map<string, Parameter>();
    // An operation's own parameter replaces its path's of the same name and place.
    for (const reference of [...(item.parameters ?? []), ...(source.parameters ?? [])]) {
      const parameter = deref(document, reference);
      const schema = parameter.schema && deref(document, parameter.schema);
      parameters.set(`${parameter.in} ${parameter.name}`, { ...parameter, ...(schema && { schema }) });
    }
    return {
      id: `${method.toUpperCase()} ${path}`,
      spec,
      parameters: [...parameters.values()],
      credentials: credentialHeaders(document),
      requestBody: source.requestBody === undefined ? undefined : deref(document, source.requestBody),
      answers: Object.fromEntries(
        Object.entries(source.responses).map(([status, answer]) => [status, deref(document, answer)]),
      ),
    };
  });
}

function credentialHeaders(document: OpenApiDocument): string[] {
  return Object.values(document.components?.securitySchemes ?? {})
    .filter((scheme) => scheme.type === 'apiKey' && scheme.in === 'header')
    .map((scheme) => String(scheme.name).toLowerCase());
}
