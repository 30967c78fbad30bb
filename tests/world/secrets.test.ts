// What is registered is hidden, and the runner is told the words that it can hide itself.
import { describe, expect, it } from "vitest";
import { createSecrets } from "../../src/world/secrets.ts";
import { createTokens } from "../../src/world/tokens.ts";

function remember(): { readonly secrets: ReturnType<typeof createSecrets>; readonly announced: string[] } {
  const announced: string[] = [];
  return { secrets: createSecrets({ announce: (value) => announced.push(value) }), announced };
}

describe("a registered secret", () => {
  it("is masked from then on, in its encodings too", () => {
    const { secrets, announced } = remember();
    expect(secrets.mask("open sesame now")).toBe("open sesame now");
    secrets.register("open sesame");
    expect(secrets.mask("open sesame now")).toBe("*** now");
    expect(secrets.mask("open%20sesame")).toBe("***");
    secrets.register("another one");
    expect(secrets.mask("open sesame, another one")).toBe("***, ***");
    expect(announced).toEqual(["open sesame", "another one"]);
  });

  it("is announced once", () => {
    const { secrets, announced } = remember();
    secrets.register("open sesame");
    secrets.register("open sesame");
    expect(announced).toEqual(["open sesame"]);
  });

  it.each(["", "1", "abc", "1234567", "       ", "abc        ", "password", "LocalHost", "Production"])(
    "is not made of %j, which would hide half the log",
    (value) => {
      const { secrets, announced } = remember();
      secrets.register(value);
      expect(announced).toEqual([]);
      expect(secrets.mask(`x ${value} y`)).toBe(`x ${value} y`);
    },
  );

  it("that is a token is announced with the parts that logs show", () => {
    const { secrets, announced } = remember();
    const token = createTokens().mint({
      algorithm: "HS256",
      secret: "k".repeat(32),
      claims: { sub: "someone" },
      expiresInMs: 60_000,
      now: 0,
    });
    const [header = "", payload = "", signature = ""] = token.split(".");
    secrets.register(token);
    expect(announced).toEqual([token, signature, `${payload}.${signature}`]);
    expect(secrets.mask(`a ${signature} b ${payload}.${signature} c`)).toBe("a *** b *** c");
    expect(secrets.mask(header)).toBe(header);
  });

  it("of many lines is announced by its long lines, never whole or by its short ones", () => {
    const { secrets, announced } = remember();
    secrets.register('{\n  "private": "0123456789"\n}\n');
    expect(announced).toEqual(['  "private": "0123456789"', '"private": "0123456789"']);
    expect(secrets.mask("{ }")).toBe("{ }");
  });
});

it("leaves finished pages as they are but for registered secrets", () => {
  const secrets = createSecrets({ announce: () => undefined });
  secrets.register("correct-horse-battery");
  const page =
    "- `sends Authorization: Bearer abcdef`, `cookie: a=b`\n- `[log in](https://evil.example)`\n| `password: hunter2hunter2` | 1 |";
  expect(secrets.hide(`${page} correct-horse-battery`)).toBe(`${page} ***`);
  expect(secrets.mask(page)).not.toBe(page);
});
