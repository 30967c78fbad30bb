// Errors that the test code itself raised. The names of exceptions are the last to be asked: whatever tells more of the
// fault is told by another rule.
import { anyOf } from "./grammar.ts";
import { MISUSE } from "./misuse.ts";
import type { Rule } from "./rule.ts";

/** Words before the name that make it what a test expected or compared, and not what was raised. */
const COMPARED =
  "[Ee]xpect|\\b[Aa]ssert|\\braises?\\b|to throw|\\bnot raise|not thrown|\\bReceived\\b|\\breceived\\b|\\bactual\\b|but was|instead of|rather than|\\bcatch\\b|\\bexcept\\b|\\bimport\\b|<class|\\bthrows\\b";

/** One of the exceptions, as what was raised. */
function raised(names: string): RegExp {
  return new RegExp(`^(?:(?!${COMPARED})[^\\n]){0,200}?(?<![\\w'"<\`])(?:${names})\\b(?!['"\`>.]\\w)`, "mu");
}

/** An HTML page where data was awaited, or a library's name for a network error. */
const OF_AN_ANSWER =
  /\bfetch failed\b|Failed to fetch|NetworkError when|\bLoad failed\b|<!DOCTYPE|not valid JSON|TypeError: terminated\b/u;

export const DEFECTS: readonly Rule[] = [
  ...MISUSE,
  {
    // Python, JavaScript, Ruby, PHP, Dart, Elixir, Julia share most of these.
    id: "defects/raised",
    class: "test.defect",
    confidence: "probable",
    pattern: raised(
      "(?:Zeitwerk::)?NameError|UnboundLocalError|AttributeError|TypeError|KeyError|IndexError|ReferenceError|NoMethodError|ArgumentError|ArgumentCountError|ZeroDivisionError|FrozenError|FunctionClauseError|UndefinedFunctionError|MatchError|BadMapError|CaseClauseError|WithClauseError|ArithmeticError|Protocol\\.UndefinedError|UndefVarError|MethodError|BoundsError|RecursionError|NotImplementedError|RangeError|LateInitializationError",
    ),
    unless: OF_AN_ANSWER,
  },
  {
    // The same in sentences, where the name of the exception is not printed.
    id: "defects/said",
    class: "test.defect",
    confidence: "probable",
    pattern: anyOf(
      "mu",
      /[\w$)\]'"] is not (?:a (?:function|constructor)|iterable|defined)\b|\bCannot (?:read|set) propert(?:y|ies) (?:'[^'\n]{1,100}' )?of (?:undefined|null)\b|\bUnable to get property '[^'\n]{1,100}' of (?:undefined|null)\b|\b(?:null|undefined) is not an object\b|\bMaximum call stack size exceeded\b/u,
      /\bundefined method [`'‘]|\bundefined local variable or method\b|\buninitialized constant \w|\b[Ww]rong number of arguments\b|\bCall to (?:undefined|a member function)\b|\bUndefined (?:variable|index|offset|array key|property)\b|\bproperty of non-object\b|\bArgument #?\d{1,2} (?:\(\$\w{1,60}\) )?(?:passed to \S{1,200} )?must be (?:of (?:the )?type|an instance of)\b|\bToo few arguments to function\b/u,
      /\bobject has no attribute '|\bmodule '[^'\n]{1,100}' has no attribute\b|\b(?:positional|keyword) arguments?\b[^\n]{0,60}\b(?:were given|was given|missing|unexpected)|\bmissing \d{1,3} required (?:positional|keyword-only) argument|\bgot an unexpected keyword argument\b|'\w{1,60}' object is not \w/u,
      /\battempt to (?:index|call|perform arithmetic on) (?:a nil|[^\n]{1,60} \(a nil value\))|\bwas called on null\b|\bis not a subtype of type\b|\bNull check operator used on a null value\b|\bUnexpectedly found nil while unwrapping\b|\bCan't (?:locate object method|call method)\b|\bUndefined subroutine\b|\blateinit property \w{1,80} has not been initialized\b/u,
    ),
    unless: OF_AN_ANSWER,
  },
  {
    id: "defects/go-rust",
    class: "test.defect",
    confidence: "certain",
    pattern: anyOf(
      "mu",
      /\bpanic: [^\n]{0,200}(?:index out of range|nil pointer dereference|bounds out of range|divide by zero|nil map|interface conversion|closed channel|flag redefined|multiple registrations|has completed|negative WaitGroup)|\bruntime error: (?:index out of range|invalid memory address|slice bounds|integer divide)/u,
      /\ball goroutines are asleep - deadlock\b|\bconcurrent map (?:read|write|iteration)|\bwrong signature for (?:Test|Benchmark|Fuzz)\w/u,
      /\bon a `None` value\b|\bindex out of bounds: the len is\b|\battempt to \w{1,20} with overflow\b|\battempt to divide by zero\b|\balready (?:mutably )?borrowed\b/u,
    ),
  },
  {
    // Java and its kin, .NET. Surefire shortens the name behind a "»".
    id: "defects/jvm-dotnet",
    class: "test.defect",
    confidence: "probable",
    pattern: anyOf(
      "mu",
      raised(
        "(?:Kotlin)?NullPointer(?:Exception)?|ClassCast(?:Exception)?|(?:Array|String)?IndexOutOfBounds(?:Exception)?|java\\.util\\.NoSuchElementException|NullReferenceException|InvalidCastException|ArgumentNullException|ArgumentOutOfRangeException|ArgumentException|IndexOutOfRangeException|KeyNotFoundException|DivideByZeroException|ArithmeticException|ConcurrentModification(?:Exception)?|StackOverflowError|UninitializedPropertyAccessException|UnsupportedOperation(?:Exception)?|NotImplementedException|ObjectDisposedException|NoSuchMethodException|scala\\.MatchError",
      ),
      /\bCannot (?:invoke|read (?:field|the array length)|assign field|load from|store to|throw exception|enter synchronized block)\b[^\n]{0,300} because (?:the return value of )?"[^"\n]{1,300}" is null\b/u,
      /\bObject reference not set to an instance of an object\b|\bSequence contains no (?:matching )?elements?\b|\bValue cannot be null\b/u,
    ),
  },
];

/** Exceptions that say little: the last word on a text that no other rule knows. */
export const DEFECTS_WEAK: readonly Rule[] = [
  {
    id: "defects/generic",
    class: "test.defect",
    confidence: "possible",
    pattern: anyOf(
      "mu",
      raised(
        "ValueError|InvalidArgumentException|RuntimeError|LookupError|IllegalArgument(?:Exception)?|IllegalState(?:Exception)?|InvalidOperationException|FormatException|NumberFormat(?:Exception)?|FileNotFound(?:Error|Exception)|NoSuchFile(?:Exception)?|UnicodeDecodeError|StopIteration|OSError|IsADirectoryError|NotADirectoryError|BeanCreationException|Errno::ENOENT",
      ),
      /^(?:[^\S\n]{0,8}|.{0,60}\bthread '[^'\n]{1,200}' )(?:panic: |panicked at )|\bterminate called after throwing\b|\bENOENT: no such file or directory\b|\bFailed to load ApplicationContext\b|\bWARNING: DATA RACE\b/u,
    ),
  },
];
