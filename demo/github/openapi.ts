// The contract: GitHub's own description of its API, used to judge every request that we see and every answer that we give.
import { readFileSync } from "node:fs";
import { Ajv2020, type ErrorObject, type ValidateFunction } from "ajv/dist/2020.js";
import formats from "ajv-formats";
import * as v from "valibot";
import { isRecord } from "./json.ts";

export interface Contract {
  /** The operation behind a method and a path, with its path parameters decoded. */
  match(method: string, path: string): Match | undefined;
  /** What is wrong with a request, in words. Strict: undeclared query parameters and body members are wrong. */
  checkRequest(match: Match, query: URLSearchParams, body: unknown): string[];
  /** What is wrong with an answer, in words. */
  checkResponse(match: Match, status: number, body: unknown): string[];
}

export interface Match {
  readonly operation: Operation;
  readonly params: Readonly<Record<string, string>>;
}

export interface Operation {
  /** As GitHub calls it, e.g. `actions/create-workflow-dispatch`. */
  readonly id: string;
  readonly method: string;
  readonly template: string;
}

let known: Contract | undefined;

/** Read once: it is large, and what is compiled of it serves every stand-in. */
export function readContract(): Contract {
  return (known ??= compileContract());
}

function compileContract(): Contract {
  const document = v.parse(documentSchema, JSON.parse(readFileSync(new URL("openapi.json", import.meta.url), "utf8")));
  const ajv = new Ajv2020({
    strict: false,
    allErrors: true,
    validateSchema: false,
    formats: { int64: true },
  });
  formats.default(ajv);
  // Errata of the description: GitHub answers "" where there is no URL, the addresses of bots have brackets, and `created`
  // takes its search syntax (`>=2026-01-01`).
  ajv.addFormat("uri", (text: string) => text === "" || URL.canParse(text.replaceAll(/[{}]/g, "")));
  ajv.addFormat("email", /^[^@\s]+@[^@\s]+$/);
  ajv.addSchema(document, ROOT);

  const entries = Object.entries(document.paths).flatMap(([template, methods]) =>
    Object.entries(methods).map(([method, definition]) => ({
      operation: { id: definition.operationId, method: method.toUpperCase(), template },
      definition,
      pattern: patternOf(template),
    })),
  );
  // The more a template says literally, the more specific it is.
  entries.sort((a, b) => literals(b.operation.template) - literals(a.operation.template));
  const definitionOf = (operation: Operation): Definition => {
    const found = entries.find((entry) => entry.operation.id === operation.id);
    if (found === undefined) throw new Error(`No operation ${operation.id} in the contract`);
    return found.definition;
  };
  const validator = (...pointer: readonly (string | number)[]): ValidateFunction => {
    const path = pointer.map((key) => String(key).replaceAll("~", "~0").replaceAll("/", "~1"));
    const found = ajv.getSchema(`${ROOT}#/${path.map((key) => key.replaceAll(/[{}]/g, encodeURIComponent)).join("/")}`);
    if (found === undefined) throw new Error(`No schema at ${path.join("/")}`);
    return found;
  };
  const judge = (validate: ValidateFunction, value: unknown, what: string): string[] =>
    validate(value) ? [] : (validate.errors ?? []).map((error) => `${what}${describe(error)}`);

  return {
    match: (method, path) => {
      for (const { operation, pattern } of entries) {
        const found = operation.method === method ? pattern.exec(path) : null;
        if (found === null) continue;
        const params = Object.entries(found.groups ?? {}).map(([name, value]) => [name, decode(value)]);
        return { operation, params: Object.fromEntries(params) };
      }
      return undefined;
    },

    checkRequest: ({ operation, params }, query, body) => {
      const definition = definitionOf(operation);
      const base = ["paths", operation.template, operation.method.toLowerCase()];
      const wrong: string[] = [];
      const declared = new Set<string>();
      definition.parameters.forEach((parameter, index) => {
        const inPath = parameter.in === "path";
        if (!inPath) declared.add(parameter.name);
        const raw = inPath ? params[parameter.name] : (query.get(parameter.name) ?? undefined);
        if (raw === undefined) {
          if (parameter.required === true) wrong.push(`${parameter.in} ${parameter.name} is missing`);
          return;
        }
        if (parameter.name === "created") return;
        const validate = validator(...base, "parameters", index, "schema");
        wrong.push(...judge(validate, coerce(raw, parameter.schema), `${parameter.in} ${parameter.name} (${raw})`));
      });
      for (const name of new Set(query.keys())) {
        if (!declared.has(name)) wrong.push(`query ${name} is not a parameter of ${operation.id}`);
        if (query.getAll(name).length > 1) wrong.push(`query ${name} is given more than once`);
      }
      const { requestBody } = definition;
      if (requestBody === undefined) {
        if (body !== undefined && !(isRecord(body) && Object.keys(body).length === 0))
          wrong.push(`${operation.id} takes no body`);
        return wrong;
      }
      if (body === undefined) {
        if (requestBody.required === true) wrong.push("the body is missing");
        return wrong;
      }
      const { schema } = requestBody.content["application/json"];
      wrong.push(...judge(validator(...base, "requestBody", "content", "application/json", "schema"), body, "body"));
      const properties = schema["properties"];
      if (isRecord(properties) && isRecord(body) && schema["additionalProperties"] === undefined) {
        for (const name of Object.keys(body)) {
          if (!(name in properties)) wrong.push(`body/${name} is not a member of ${operation.id}`);
        }
      }
      return wrong;
    },

    checkResponse: ({ operation }, status, body) => {
      const response = definitionOf(operation).responses[String(status)];
      if (response === undefined) {
        // The description leaves out most refusals; they all have the same simple form.
        const form = REFUSALS.has(status) ? validator("components", "schemas", "basic-error") : undefined;
        if (form === undefined) return [`status ${status} is not documented for ${operation.id}`];
        return judge(form, body, `answer ${status} `);
      }
      const content = response.content?.["application/json"];
      if (content === undefined)
        return body === undefined || status >= 400 ? [] : [`answer ${status} should have no body`];
      const validate = validator(
        "paths",
        operation.template,
        operation.method.toLowerCase(),
        "responses",
        status,
        "content",
        "application/json",
        "schema",
      );
      return judge(validate, body, `answer ${status} `);
    },
  };
}

const ROOT = "https://stand-in.invalid/openapi.json";
const REFUSALS: ReadonlySet<number> = new Set([400, 401, 403, 404, 409, 410, 422, 429]);

const contentSchema = v.object({
  "application/json": v.object({ schema: v.record(v.string(), v.unknown()) }),
});

const definitionSchema = v.object({
  operationId: v.string(),
  parameters: v.array(
    v.object({
      name: v.string(),
      in: v.picklist(["path", "query"]),
      required: v.optional(v.boolean()),
      schema: v.record(v.string(), v.unknown()),
    }),
  ),
  requestBody: v.optional(v.object({ required: v.optional(v.boolean()), content: contentSchema })),
  responses: v.record(v.string(), v.object({ content: v.optional(contentSchema) })),
});

const documentSchema = v.looseObject({
  paths: v.record(v.string(), v.record(v.string(), definitionSchema)),
});

type Definition = v.InferOutput<typeof definitionSchema>;

// These parameters may hold slashes: branch and tag names.
const MULTI_SEGMENT: ReadonlySet<string> = new Set(["ref", "branch", "basehead", "name"]);

function patternOf(template: string): RegExp {
  const source = template
    .split("/")
    .map((segment) => {
      const name = /^\{(\w+)\}$/.exec(segment)?.[1];
      if (name === undefined) return segment.replaceAll(/[.*+?^$()|[\]\\]/g, String.raw`\$&`);
      return `(?<${name}>${MULTI_SEGMENT.has(name) ? ".+" : "[^/]+"})`;
    })
    .join("/");
  return new RegExp(`^${source}$`);
}

function literals(template: string): number {
  return template.split("/").filter((segment) => !segment.startsWith("{")).length;
}

function decode(value: string | undefined): string {
  try {
    return decodeURIComponent(value ?? "");
  } catch {
    // A lone percent sign: GitHub takes the text as it is.
    return value ?? "";
  }
}

/** Query and path values are text; numbers and booleans are meant where the schema says so. */
function coerce(raw: string, schema: Readonly<Record<string, unknown>>): unknown {
  const { type, oneOf } = { type: schema["type"], oneOf: schema["oneOf"] };
  if (Array.isArray(oneOf) && /^\d+$/.test(raw)) return raw;
  if ((type === "integer" || type === "number") && /^-?\d+(\.\d+)?$/.test(raw)) return Number(raw);
  if (type === "boolean" && (raw === "true" || raw === "false")) return raw === "true";
  return raw;
}

function describe(error: ErrorObject): string {
  const place = error.instancePath;
  const extra =
    error.keyword === "additionalProperties" || error.keyword === "enum" ? ` ${JSON.stringify(error.params)}` : "";
  return `${place}: ${error.message ?? error.keyword}${extra}`;
}
