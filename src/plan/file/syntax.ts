// What the YAML parser complains about, by its error code, in plain words without any of the file's text.

export interface SyntaxWords {
  readonly message: string;
  readonly hint: string | null;
}

const QUOTES = "Text that holds ${…}, [, ], {, } or a comma needs quotes inside { } and [ ].";

const WORDS: Readonly<Record<string, SyntaxWords>> = {
  ALIAS_LOOP: { message: "an alias that holds itself", hint: null },
  ALIAS_PROPS: { message: "an alias can have neither an anchor nor a tag", hint: null },
  BAD_ALIAS: { message: "an alias without a name", hint: "A text that starts with * or & needs quotes." },
  BAD_COLLECTION_TYPE: { message: "the tag does not fit the value", hint: null },
  BAD_DIRECTIVE: { message: "a line that starts with % is not supported", hint: null },
  BAD_DQ_ESCAPE: { message: "unknown escape in double quotes", hint: "Write \\\\ for one \\, or use single quotes." },
  BAD_INDENT: { message: "the indentation fits no line above", hint: null },
  BAD_PROP_ORDER: { message: "an anchor or a tag has to stand before its value", hint: null },
  BAD_SCALAR_START: { message: "a text cannot start with this character", hint: "Put the text in quotes." },
  BLOCK_AS_IMPLICIT_KEY: { message: "two keys on one line", hint: "A text that holds “: ” needs quotes." },
  BLOCK_IN_FLOW: { message: "a line list cannot stand inside { } or [ ]", hint: null },
  KEY_OVER_1024_CHARS: { message: "a key longer than 1,024 characters", hint: null },
  MISSING_CHAR: { message: "a closing quote or bracket, a comma or a colon is missing", hint: QUOTES },
  MULTILINE_IMPLICIT_KEY: { message: "a key has to end on its own line", hint: "Is a colon or a quote missing?" },
  MULTIPLE_ANCHORS: { message: "a value can have one anchor only", hint: null },
  MULTIPLE_DOCS: { message: "expected one document, got a second one", hint: "Remove the line “---”." },
  MULTIPLE_TAGS: { message: "a value can have one tag only", hint: null },
  NON_STRING_KEY: {
    message: "a key has to be a text",
    hint: "Text with {{ }} needs quotes; references are written ${…}.",
  },
  OPEN_BRACKET: { message: "this bracket is never closed", hint: QUOTES },
  OPEN_QUOTE: { message: "this quote is never closed", hint: null },
  TAB_AS_INDENT: { message: "a tab in the indentation", hint: "Use spaces." },
  TAG_RESOLVE_FAILED: { message: "unknown tag", hint: "A text that starts with ! needs quotes." },
  TOO_DEEP: { message: "expected at most 32 levels of nesting, got more", hint: null },
  TOO_LARGE: { message: "expected at most 256 KiB, got more", hint: null },
  TOO_LONG: { message: "expected a text of at most 65,536 characters, got a longer one", hint: null },
  TOO_MANY_ALIASES: { message: "expected at most 50 aliases (*name), got more", hint: null },
  TOO_MANY_WORDS: { message: "expected at most 100,000 words and signs, got more", hint: null },
  TOO_MUCH_EXPANDED: { message: "the aliases (*name) stand for more than 10,000 values", hint: null },
  UNKNOWN_ALIAS: { message: "an alias (*name) without its anchor (&name) above", hint: null },
  UNEXPECTED_TOKEN: { message: "this does not belong here", hint: QUOTES },
};

export function syntaxWords(code: string): SyntaxWords {
  return WORDS[code] ?? { message: "cannot be read as YAML", hint: null };
}
