// What is registered is hidden, and the runner is told the words that it can hide itself.
import { generateKeyPairSync } from "node:crypto";
import { describe, expect, it } from "vitest";
import { createSecrets } from "../../src/world/secrets.ts";
import { createTokens } from "../../src/world/tokens/tokens.ts";

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
    "D7: is not made of %j, which would hide half the log",
    (value) => {
      const { secrets, announced } = remember();
      secrets.register(value);
      expect(announced).toEqual([]);
      expect(secrets.mask(`x ${value} y`)).toBe(`x ${value} y`);
    },
  );

  it("D3: that is a token is announced with the parts that logs show", () => {
    const { secrets, announced } = remember();
    const token = createTokens().mint({
      algorithm: "HS256",
      secret: "k".repeat(32),
      encoding: "utf8",
      keyId: null,
      weakKey: false,
      bad: null,
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

  it("D4: that is a PEM key is hidden whole and line by line", () => {
    const { secrets, announced } = remember();
    const { privateKey } = generateKeyPairSync("ec", { namedCurve: "prime256v1" });
    const pem = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
    secrets.register(pem);
    const lines = pem.split("\n").filter((line) => line.length >= 8 && !line.startsWith("-----"));
    expect(lines.length).toBeGreaterThan(1);
    expect(announced).toEqual(expect.arrayContaining(lines));
    for (const text of [pem, JSON.stringify(pem), pem.replaceAll("\n", "\r\n"), pem.replaceAll("\n", " ")]) {
      const masked = secrets.mask(`a ${text} b`);
      for (const line of lines) expect(masked).not.toContain(line);
    }
  });

  it("D4: of many lines is announced by its long lines, never whole or by its short ones", () => {
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

it("is masked where a server cut it short, as in the reason of a close", () => {
  const { secrets } = remember();
  const secret = Array.from({ length: 40 }, (_, at) => `${at}ab`).join("-");
  secrets.register(secret);
  expect(secrets.mask(`bad key ${secret.slice(0, 100)}`)).toBe("bad key ***");
  expect(secrets.mask(`bad key ${secret.slice(0, 20)}`)).toBe(`bad key ${secret.slice(0, 20)}`);
  expect(secrets.mask(`${secret.slice(0, 60)} is not the end`)).toContain(secret.slice(0, 60));
});
