// The masker against encoders that the masker does not share a line with (rows D1–D5, D17).
import { describe, expect, it } from "vitest";
import { startCpu } from "../cpu.ts";
import { createMasker } from "../../src/text/mask.ts";
import { base64, ENCODERS, utf8 } from "./encoders.ts";
import { checkRest, checkSeveral, createEncoderCheck } from "./mask-properties.ts";

describe("a registered secret", () => {
  const checkEncoder = createEncoderCheck(5);

  it.each(Object.entries(ENCODERS))("is hidden after %s", (name, encode) => {
    expect(() => checkEncoder(name, encode)).not.toThrow();
  });

  it("leaves nothing of itself but the mask, whatever surrounds it", () => {
    expect(() => checkRest(100)).not.toThrow();
  });

  it("is hidden with all others", () => {
    expect(() => checkSeveral(20)).not.toThrow();
  });

  it("that overlaps another is hidden with it", () => {
    const masker = createMasker(["first-secret-1234", "1234-second-secret"]);
    expect(masker("x first-secret-1234-second-secret y")).not.toContain("second-secret");
    const several = createMasker(["abcdefghij", "abcdefghij-klmnopq"]);
    expect(several("x abcdefghij-klmnopq y")).toBe("x *** y");
  });

  it("D4: of many lines is hidden whole, line by line, and indented", () => {
    const masker = createMasker(["-- begin --\n  line-one-7f3a\n  line-two-9b1c\n-- end --\n"]);
    expect(masker("x line-one-7f3a y")).toBe("x *** y");
    expect(masker("x\n    line-two-9b1c\ny")).toBe("x\n    ***\ny");
    expect(masker("x -- begin --\\n  line-one-7f3a\\n  line-two-9b1c\\n-- end -- y")).toBe("x *** y");
    expect(masker("x --%20begin%20--%0A%20%20line-one-7f3a%0D%0A%20%20line-two-9b1c%0a--%20end%20-- y")).toBe(
      "x *** y",
    );
  });

  it("D3: that is a token is hidden by its signature, but its header stands for many", () => {
    const token = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhIn0.c2lnbmF0dXJlLW9mLXRoZS10b2tlbg";
    const [header = "", payload = "", signature = ""] = token.split(".");
    const masker = createMasker([token]);
    expect(masker(`a ${token} b`)).toBe("a *** b");
    expect(masker(`a ${signature} b`)).toBe("a *** b");
    expect(masker(`a ${payload}.${signature} b`)).toBe("a *** b");
    expect(masker(`a ${header} b`)).toBe(`a ${header} b`);
    expect(masker(utf8(`Bearer ${token}`).toString("base64"))).not.toContain(base64(signature).slice(4, -4));
    expect(masker(utf8(token).toString("hex"))).not.toContain(utf8(signature).toString("hex"));
  });

  it("behind a backslash that is not its own is hidden all the same", () => {
    expect(createMasker(["nabcd1234"])("C:\\nabcd1234 x")).toBe("C:\\*** x");
    expect(createMasker(["rabcd1234"])("C:\\rabcd1234\\next")).toBe("C:\\***\\next");
    expect(createMasker(["pa\\nabcd1234"])("x pa\\nabcd1234 y")).toBe("x *** y");
  });

  it("under eight characters is not hidden", () => {
    expect(createMasker(["abc", "", "1234567", "  1234567  "])("abc 1234567")).toBe("abc 1234567");
  });

  it("made of signs that patterns use is only itself", () => {
    const masker = createMasker([".*.*.*.*", "(a|b)[c]{1,9}^$"]);
    expect(masker("nothing to hide here")).toBe("nothing to hide here");
    expect(masker("x .*.*.*.* y (a|b)[c]{1,9}^$ z")).toBe("x *** y *** z");
  });
});

describe("a secret that nobody registered", () => {
  const mask = createMasker([]);

  it.each([
    ["eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhIn0.c2lnbmF0dXJl", "***"],
    ["ghp_0123456789abcdefghij", "***"],
    ["github_pat_0123456789abcdefghij", "***"],
    ["AKIA0123456789ABCDEF", "***"],
    ["https://user:pass@host.example/x", "https://***@host.example/x"],
    ["postgres://u:p%40ss@db:5432/x", "postgres://***@db:5432/x"],
    ["Authorization: Bearer abcdefgh", "Authorization: Bearer ***"],
    ["password: expected-hunter2", "password: ***"],
    ['{"authorization":"Basic abcdefgh"}', '{"authorization":"Basic ***"}'],
    ['{\\"authorization\\":\\"Bearer abcdefgh\\"}', '{\\"authorization\\":\\"Bearer ***"}'],
    ["Set-Cookie: sid=abcdef; Path=/", "Set-Cookie: ***"],
    ["MY_API_KEY=abcdefgh1234", "MY_API_KEY=***"],
    ["db.password = 'abcdefgh1234'", "db.password = '***'"],
    ['\\"client_secret\\":\\"abcdefgh1234\\"', '\\"client_secret\\":\\"***"'],
    ["access_token=abcdefgh1234&x=1", "access_token=***&x=1"],
    ["-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----\nrest", "***\nrest"],
    ["-----BEGIN RSA PRIVATE KEY-----\nMIIE", "***"],
  ])("D17: is hidden by its shape: %j", (text, masked) => {
    expect(mask(text)).toBe(masked);
  });

  it.each([
    "`sends Authorization: Bearer abcdef` and `[x](https://evil.example)`",
    "`Cookie: sid=abcdef` and `more`",
    "`api_key=abcdefgh1234` and `token=abcdefgh1234`",
    "`https://user:pass` and `@host`",
    "| password=abcdefgh1234| cookie: a=bcdef|authorization: basic abcdefgh|",
  ])("does not take the end of its container along: %j", (text) => {
    const ends = (each: string): string => each.replace(/[^`|]/gu, "");
    expect(ends(mask(text))).toBe(ends(text));
    expect(mask(text)).not.toContain("abcdef");
  });

  it.each([
    "Cookie: *** and more",
    "Authorization: Bearer ***, then more",
    "Authorization: Bearer ***)](more",
    "token=***-12345678",
    "password=***-12345678",
    "https://user:***@host.example/",
  ])("is not made of what is hidden already: %j", (text) => {
    expect(mask(text)).toBe(text);
  });

  it("in a cookie ends with its line", () => {
    expect(mask("Cookie: sid=abcdef; b=c\r\nnext")).toBe("Cookie: ***\r\nnext");
  });

  it.each([
    "Unexpected token: identifier",
    "password: null",
    "password=undefined",
    "secret: ${SECRET}",
    "the token was refused",
    "expected 401, got 200 at /api/v1/tokens/12345678",
    "0123456789abcdef0123456789abcdef01234567",
    "see https://host.example:8080/path@x",
  ])("is not made of %j", (text) => {
    expect(mask(text)).toBe(text);
  });
});

describe("the time it takes", () => {
  const masker = createMasker(["0123456789-0123456789", "abcdefgh", "-----BEGIN", "\\a\\b\\c\\d", "a+b/c=d e&f<g>h"]);

  it.each(
    [
      "-----BEGIN PRIVATE KEY-----",
      "eyJaaaaaa-",
      "eyJaaaaaa.eyJaaaaa-",
      "token=",
      "password:",
      "password ",
      "api_key=a&",
      "a-a-a-",
      "https://a:",
      "a://b:c@",
      "authorization: bearer ",
      "cookie: ",
      "\\",
      "\\n",
      "%25",
      "&amp;",
      "\\u00",
      "␦ ",
      "\n ",
      " ",
      "0123456789-",
      "a+b/c=d ",
    ].map((each) => [each]),
  )("grows with the length alone: %j", (part) => {
    const text = part.repeat(Math.ceil(262_144 / part.length));
    const spent = startCpu();
    masker(text);
    expect(spent()).toBeLessThan(1_000);
  });
});
