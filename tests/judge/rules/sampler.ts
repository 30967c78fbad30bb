// Makes texts that a pattern describes, to see what all of them have in common. Knows the notation that the rules use;
// places and looks are left out, so that what it makes has to be tried with the pattern itself.

type Make = () => string;

/** `random` is asked for every choice and returns a number from 0 up to below 1. */
export function sampler(pattern: RegExp, random: () => number): Make {
  const source = pattern.source;
  let at = 0;
  const isAt = (char: string): boolean => source[at] === char;
  const pick = <T>(list: readonly T[], otherwise: T): T => list[Math.floor(random() * list.length)] ?? otherwise;

  function alternatives(): Make {
    const all = [sequence()];
    while (isAt("|")) {
      at++;
      all.push(sequence());
    }
    return () => pick(all, () => "")();
  }

  function sequence(): Make {
    const parts: Make[] = [];
    while (at < source.length && !isAt("|") && !isAt(")")) parts.push(repeated(part()));
    return () => parts.map((make) => make()).join("");
  }

  function repeated(make: Make): Make {
    const found = /^(?:[?*+]|\{(\d+)(,?)(\d*)\})\??/u.exec(source.slice(at, at + 20));
    if (found === null) return make;
    at += found[0].length;
    const sign = found[0].charAt(0);
    const least = sign === "{" ? Number(found[1]) : sign === "+" ? 1 : 0;
    const most = sign === "?" ? 1 : sign !== "{" || found[2] === "," ? least + 2 : least;
    const bound = sign === "{" && found[3] !== "" && found[2] === "," ? Math.min(most, Number(found[3])) : most;
    return () => Array.from({ length: least + Math.floor(random() * (bound - least + 1)) }, make).join("");
  }

  function part(): Make {
    const char = source.charAt(at++);
    if (char === "(") return group();
    if (char === "[") return set();
    if (char === "\\") return escaped();
    if (char === "^" || char === "$") return () => "";
    return char === "." ? () => "q" : () => char;
  }

  function group(): Make {
    const head = /^\?(?:[:=!]|<[=!]|<\w+>|[a-z]*(?:-[a-z]+)?:)/u.exec(source.slice(at, at + 50))?.[0] ?? "";
    at += head.length;
    const make = alternatives();
    at++;
    return /^\?<?[=!]$/u.test(head) ? () => "" : make;
  }

  function set(): Make {
    const isNot = isAt("^");
    if (isNot) at++;
    const chars: string[] = [];
    while (!isAt("]")) {
      const from = isAt("\\") ? (at++, escaped()()) : source.charAt(at++);
      chars.push(from);
      if (isAt("-") && source[at + 1] !== "]") {
        at++;
        chars.push(isAt("\\") ? (at++, escaped()()) : source.charAt(at++));
      }
    }
    at++;
    return isNot ? () => "q" : () => pick(chars, "");
  }

  function escaped(): Make {
    const char = source.charAt(at++);
    if (char === "x") {
      const code = source.slice(at, at + 2);
      at += 2;
      return () => String.fromCharCode(Number.parseInt(code, 16));
    }
    if (char === "u" || char === "p" || char === "P") {
      const end = isAt("{") ? source.indexOf("}", at) + 1 : at + 4;
      const code = source.slice(at, end).replace(/[{}]/gu, "");
      at = end;
      return char === "u" ? () => String.fromCodePoint(Number.parseInt(code, 16)) : () => "q";
    }
    if (char === "k") at = source.indexOf(">", at) + 1;
    const makes: Readonly<Record<string, string>> = {
      n: "\n",
      t: "\t",
      r: "\r",
      d: "7",
      w: "q",
      W: " ",
      S: "q",
      s: " ",
      D: "q",
      b: "",
      B: "",
      k: "",
    };
    return () => makes[char] ?? char;
  }

  return alternatives();
}

/** Numbers that are the same in every run. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
