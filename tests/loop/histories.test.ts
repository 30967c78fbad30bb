// Some random histories of a repository, in which nothing may happen that must never happen. The long test tells more.
import { expect, it } from "vitest";
import { tellHistories } from "./histories/history.ts";

const HISTORIES = 50;

it(`${HISTORIES} random histories break no rule of the loop`, async () => {
  const { broken } = await tellHistories(1, HISTORIES);
  expect(broken).toEqual([]);
}, 60_000);
