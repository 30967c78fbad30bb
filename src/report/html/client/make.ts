// Makes elements. Words of others get in as text and in no other way.

export type Part = Node | string | null;

export function make<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  className: string,
  ...parts: readonly Part[]
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name);
  if (className !== "") element.className = className;
  element.append(...parts.filter((part) => part !== null));
  return element;
}

const SVG = "http://www.w3.org/2000/svg";

export function draw<Name extends keyof SVGElementTagNameMap>(
  name: Name,
  attributes: Readonly<Record<string, string | number>>,
  ...parts: readonly Node[]
): SVGElementTagNameMap[Name] {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  element.append(...parts);
  return element;
}

export function named(text: string, className = ""): HTMLElement {
  return make("bdi", className, text);
}

/** What the browser may refuse to a file: a store, its history, the clipboard. The page works without. */
export function ifAllowed<T>(act: () => T): T | null {
  try {
    return act();
  } catch {
    return null;
  }
}
