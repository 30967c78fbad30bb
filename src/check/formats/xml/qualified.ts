// Names of .NET tests: "Shop.CartTests.Adds(n: 1)" is the test "Adds(n: 1)" of the class "Shop.CartTests".

export interface Qualified {
  readonly className: string | null;
  readonly name: string;
}

/** Without the class, where the name repeats it. */
export function within(className: string | null, name: string): Qualified {
  const prefix = className === null ? "" : `${className}.`;
  const repeated = prefix !== "" && name.length > prefix.length && name.startsWith(prefix);
  return { className, name: repeated ? name.slice(prefix.length) : name };
}

// Letters, digits and what compilers put into names; a sentence with a dot in it is no class.
const QUALIFIED = /^[\p{L}_][\p{L}\p{N}_.+`]*$/u;

/** The class as far as the name alone tells it for certain. */
export function qualified(name: string): Qualified {
  const bracket = name.indexOf("(");
  const path = bracket === -1 ? name : name.slice(0, bracket);
  const dot = path.lastIndexOf(".");
  if (dot <= 0 || dot === path.length - 1 || path.length > 1_000 || !QUALIFIED.test(path)) {
    return { className: null, name };
  }
  return { className: name.slice(0, dot), name: name.slice(dot + 1) };
}

/** Without the assembly: "Shop.CartTests, Shop.Tests, Version=1.0.0.0". */
export function withoutAssembly(className: string): string {
  const comma = className.indexOf(", ");
  const bracket = className.indexOf("[");
  return comma > 0 && (bracket === -1 || comma < bracket) ? className.slice(0, comma) : className;
}
