// The part of GitHub that somebody else wrote: issues, comments, labels and the repository itself are served by `emulate`.
// Its factory is wrapped to reach the application in-process; what it leaves out or does differently is put right here.
import { readFileSync } from "node:fs";
import * as v from "valibot";
import { createEmulator } from "emulate";
import { stamp, type Clock } from "./clock.ts";
import { at, isList, isRecord, parseJson, textAt } from "./json.ts";
import type { Reply } from "./reply.ts";
import { APP_ID, APP_SLUG, BOT_LOGIN, DEPENDABOT, type Caller } from "./tokens.ts";
import { appOf, userOf } from "./people.ts";

export interface Emulated {
  serve(request: EmulatedRequest): Promise<Reply>;
  /** Registers a pull request in the numbering that issues and pull requests share; gives its number. */
  addPullRequest(title: string, body: string, login: string): number;
  /** Changes an issue or a pull request past the API, as people do it on its page. */
  change(number: number, change: Readonly<IssueChange>): void;
  isLocked(number: number): boolean;
}

export interface IssueChange {
  readonly state?: "open" | "closed";
  readonly locked?: boolean;
}

export interface EmulatedRequest {
  readonly method: string;
  readonly pathAndQuery: string;
  readonly body: unknown;
  readonly caller: Caller;
}

interface EmulatedOptions {
  readonly url: string;
  readonly owner: string;
  readonly repo: string;
  readonly isPrivate: boolean;
  readonly defaultBranch: string;
  readonly people: readonly string[];
  readonly clock: Clock;
}

/** The exact version whose inner workings were read; another one must be read again. */
const PINNED = "0.12.2";

export async function startEmulated(options: EmulatedOptions): Promise<Emulated> {
  const { plugin, tablesOf } = await (chunk ??= findChunk());
  let inside: v.InferOutput<typeof insideSchema> | undefined;
  onRegister(plugin).set(options.url, (app, store, tokenMap) => {
    inside = v.parse(insideSchema, { app, tables: tablesOf(store), tokenMap });
  });
  const emulator = await createEmulator({
    service: "github",
    port: 0,
    hostname: "127.0.0.1",
    baseUrl: options.url,
    seed: seedOf(options),
  });
  // Its own listener is not needed: requests are handed over in-process.
  await emulator.close();
  if (inside === undefined) throw new Error("emulate did not register its GitHub routes.");
  const { app, tables, tokenMap } = inside;
  for (const table of [tables.issues, tables.comments]) keepTime(table, options.clock);
  const repoRow = rowWith(tables.repos, "full_name", `${options.owner}/${options.repo}`);
  const ownerRow = rowWith(tables.users, "login", options.owner);
  for (const login of options.people) {
    if (login === options.owner) continue;
    const { id } = rowWith(tables.users, "login", login);
    tables.collaborators.insert({ repo_id: repoRow.id, user_id: id, permission: "push" });
  }

  const issueRow = (number: number): Row | undefined =>
    tables.issues.findBy("repo_id", repoRow.id).find((issue) => issue.number === number);

  const remember = (caller: Caller): string | undefined => {
    if (caller.kind === "anonymous") return undefined;
    if (tokenMap.has(caller.token)) return caller.token;
    if (caller.kind === "person") {
      const { id } = rowWith(tables.users, "login", caller.login);
      tokenMap.set(caller.token, { login: caller.login, id, scopes: ["repo"] });
      return caller.token;
    }
    const permissions = Object.fromEntries(
      Object.entries({ metadata: "read", ...caller.permissions }).map(([name, level]) => [
        name.replaceAll("-", "_"),
        level,
      ]),
    );
    // GitHub lets `pull-requests: write` label and edit pull requests; emulate asks for `issues`. Our own table has judged before.
    if (permissions["pull_requests"] === "write") permissions["issues"] = "write";
    tokenMap.set(caller.token, {
      login: options.owner,
      id: ownerRow.id,
      scopes: [],
      installation: {
        installationId: 1,
        appId: APP_ID,
        accountId: ownerRow.id,
        accountType: "User",
        permissions,
        repositoryIds: [],
        repositorySelection: "all",
      },
    });
    return caller.token;
  };

  const serve = async ({ method, pathAndQuery, body, caller }: EmulatedRequest): Promise<Reply> => {
    const token = remember(caller);
    const response = await app.fetch(
      new Request(new URL(pathAndQuery, options.url), {
        method,
        headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    );
    const text = await response.text();
    const link = response.headers.get("link");
    return {
      status: response.status,
      ...(text === "" ? {} : { body: corrected(parseJson(text), options.url, response.status) }),
      headers: link === null ? {} : { link },
    };
  };

  return {
    serve,

    addPullRequest: (title, body, login) => {
      const { issues } = tables;
      const number = 1 + Math.max(0, ...issues.findBy("repo_id", repoRow.id).map((row) => row.number ?? 0));
      issues.insert({
        node_id: "",
        number,
        repo_id: repoRow.id,
        title,
        body,
        state: "open",
        state_reason: null,
        locked: false,
        active_lock_reason: null,
        user_id: rowWith(tables.users, "login", login).id,
        assignee_ids: [],
        label_ids: [],
        milestone_id: null,
        comments: 0,
        closed_at: null,
        closed_by_id: null,
        is_pull_request: true,
      });
      return number;
    },

    change: (number, change) => {
      const row = issueRow(number);
      if (row === undefined) throw new Error(`There is no issue or pull request ${number}.`);
      tables.issues.update(row.id, { ...change });
    },

    isLocked: (number) => issueRow(number)?.locked === true,
  };
}

/** emulate stamps its rows with the machine's time; here they get the stand-in's, which may be another day. */
function keepTime(table: Collection, clock: Clock): void {
  const { insert, update } = table;
  table.insert = (row) => {
    const now = stamp(clock());
    return Object.assign(insert.call(table, row), { created_at: now, updated_at: now });
  };
  table.update = (id, change) => {
    const now = stamp(clock());
    const closed = typeof change["closed_at"] === "string" ? { closed_at: now } : {};
    const row = update.call(table, id, { ...change, ...closed });
    return row === undefined ? undefined : Object.assign(row, { updated_at: now });
  };
}

const rowSchema = v.looseObject({
  id: v.number(),
  number: v.optional(v.number()),
  locked: v.optional(v.boolean()),
});
type Row = v.InferOutput<typeof rowSchema>;

interface Collection {
  insert: (row: Readonly<Record<string, unknown>>) => Row;
  update: (id: number, change: Readonly<Record<string, unknown>>) => Row | undefined;
  readonly findBy: (field: string, value: unknown) => readonly Row[];
}

interface Tables {
  readonly users: Collection;
  readonly repos: Collection;
  readonly issues: Collection;
  readonly comments: Collection;
  readonly collaborators: Collection;
}

interface Plugin {
  register: (...args: readonly unknown[]) => unknown;
}

type Listener = (app: unknown, store: unknown, tokenMap: unknown) => void;

/**
 * Who wants to know when the plugin registers its routes, by base URL. The wrap is put on once and stays: it only listens,
 * and stand-ins that start at the same time would take each other's wrap away.
 */
function onRegister(plugin: Plugin): Map<unknown, Listener> {
  const known: unknown = Reflect.get(plugin.register, "listeners");
  if (known instanceof Map) return known;
  const listeners = new Map<unknown, Listener>();
  const { register } = plugin;
  const wrapped = (...args: readonly unknown[]): unknown => {
    const [app, store, , baseUrl, tokenMap] = args;
    listeners.get(baseUrl)?.(app, store, tokenMap);
    listeners.delete(baseUrl);
    return register.apply(plugin, [...args]);
  };
  plugin.register = Object.assign(wrapped, { listeners });
  return listeners;
}

function hasFunctions(value: unknown, ...names: readonly string[]): boolean {
  return names.every((name) => typeof member(value, name) === "function");
}

const insideSchema = v.object({
  app: v.custom<{ fetch(request: Request): Promise<Response> }>((app) => hasFunctions(app, "fetch")),
  tables: v.custom<Tables>((tables) =>
    ["users", "repos", "issues", "comments", "collaborators"].every((name) =>
      hasFunctions(at(tables, name), "insert", "update", "findBy"),
    ),
  ),
  tokenMap: v.custom<Map<string, unknown>>((map) => map instanceof Map),
});

interface Chunk {
  readonly plugin: Plugin;
  readonly tablesOf: (store: unknown) => unknown;
}

let chunk: Promise<Chunk> | undefined;

/** The chunk of emulate that holds its GitHub. It has no public name, so it is found by what it contains. */
async function findChunk(): Promise<Chunk> {
  const entry = import.meta.resolve("emulate");
  const manifest = parseJson(readFileSync(new URL("../package.json", entry), "utf8"));
  const version = textAt(manifest, "version");
  if (version !== PINNED) {
    throw new Error(`emulate is ${version ?? "of no version"}, but this stand-in was made for ${PINNED}.`);
  }
  const folder = new URL(".", entry);
  const name = importsOf(new URL(entry)).find((one) =>
    readFileSync(new URL(one, folder), "utf8").includes("var githubPlugin = "),
  );
  if (name === undefined) throw new Error("No chunk of emulate holds a GitHub plugin.");
  const loaded: unknown = await import(new URL(name, folder).href);
  return v.parse(chunkSchema, { plugin: member(loaded, "githubPlugin"), tablesOf: member(loaded, "getGitHubStore") });
}

const chunkSchema = v.object({
  plugin: v.custom<Plugin>((plugin) => hasFunctions(plugin, "register", "seed")),
  tablesOf: v.custom<Chunk["tablesOf"]>((value) => typeof value === "function"),
});

function member(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}

function importsOf(entry: URL): string[] {
  const source = readFileSync(entry, "utf8");
  return [...source.matchAll(/import\("\.\/(dist-[\w-]+\.js)"\)/g)].map(([, name]) => name ?? "");
}

function rowWith(table: Collection, field: string, value: string): Row {
  const [row] = table.findBy(field, value);
  if (row === undefined) throw new Error(`The stand-in knows no ${field} "${value}".`);
  return v.parse(rowSchema, row);
}

function seedOf(options: EmulatedOptions): Readonly<Record<string, unknown>> {
  return {
    tokens: {},
    github: {
      users: [...new Set([options.owner, ...options.people, DEPENDABOT])].map((login) => ({ login })),
      repos: [
        {
          owner: options.owner,
          name: options.repo,
          private: options.isPrivate,
          default_branch: options.defaultBranch,
          auto_init: false,
        },
      ],
      apps: [
        {
          app_id: APP_ID,
          slug: APP_SLUG,
          name: "GitHub Actions",
          // Tokens are put into its map directly, so nothing is ever signed; a key spares the making of one.
          private_key: "unused",
          installations: [{ installation_id: 1, account: options.owner, repository_selection: "all" }],
        },
      ],
    },
  };
}

/** People and the bot have their own ids, times have whole seconds, what the bot wrote carries the app; refusals have GitHub's links. */
function corrected(value: unknown, url: string, status: number): unknown {
  if (isList(value)) return value.map((element) => corrected(element, url, status));
  if (!isRecord(value)) return value;
  if (typeof value["login"] === "string" && "node_id" in value) return userOf(url, value["login"]);
  const members = Object.entries(value).map(([key, inner]) => [
    key,
    key.endsWith("_at") && typeof inner === "string" ? stamp(new Date(inner)) : corrected(inner, url, status),
  ]);
  const whole: Record<string, unknown> = Object.fromEntries(members);
  const { user } = { user: value["user"] };
  if ("performed_via_github_app" in whole && isRecord(user) && user["login"] === BOT_LOGIN) {
    whole["performed_via_github_app"] = appOf(url);
  }
  if (status >= 400 && typeof whole["message"] === "string") {
    whole["documentation_url"] = "https://docs.github.com/rest";
    whole["status"] = String(status);
    if (whole["message"] === "Forbidden") whole["message"] = "Resource not accessible by integration";
  }
  return whole;
}
