// Test code that does not load: imports, syntax, collection, compilers and linkers. One rule for each family of tools.
import { anyOf } from "./grammar.ts";
import type { Rule } from "./rule.ts";

/** A parser of data or of a selector complains, not one of code. */
const OF_DATA =
  /\bJSON\b|\bnot valid JSON\b|JSONDecode|valid selector|querySelector|SQLSTATE|\bat or near\b|XPath|RegExp|regular expression/u;

export const LOADING: readonly Rule[] = [
  {
    id: "loading/python",
    class: "test.import",
    confidence: "certain",
    pattern: anyOf(
      "mu",
      /(?<!['"<])\b(?:ModuleNotFoundError|ImportError|IndentationError|TabError)\b|\bNo module named ['"\w]|\bcannot import name\b/u,
      /\b[Ee][Rr][Rr][Oo][Rr] collecting \S|\berrors? during collection\b|\bFailed to import test module\b|_FailedTest\b|\berror while loading conftest\b/u,
      /\bcollected \d{1,6} items? \/ [1-9]\d{0,5} errors?\b|\bimport file mismatch\b|\bImportPathMismatchError\b|\bConftestImportFailure\b/u,
    ),
    unless: /\b(?:DID NOT RAISE|not raised|pytest\.raises)\b/u,
  },
  {
    // Node, Jest, Vite, webpack, esbuild, Metro, Babel.
    id: "loading/javascript",
    class: "test.import",
    confidence: "certain",
    pattern: anyOf(
      "mu",
      /\bCannot find (?:module|package) ['"`]?[\w@./\\~#:-]|\bERR_(?:MODULE_NOT_FOUND|REQUIRE_ESM|UNKNOWN_FILE_EXTENSION|UNSUPPORTED_DIR_IMPORT|PACKAGE_PATH_NOT_EXPORTED|UNSUPPORTED_ESM_URL_SCHEME)\b/u,
      /\bModule not found: |\bFailed to resolve import ["']|\bCould not resolve "[^"\n]{1,200}"|\bUnable to resolve module \S|\bFailed to load url \S|\[vite-node\] Failed to load\b/u,
      /\b(?:import|export) statement outside a module\b|\bUnexpected token '?(?:export|import)\b|\bin ES module scope\b|\brequire\(\) of ES Module\b|\bUnknown file extension "\.|\bdoes not provide an export named\b|\bNamed export '[^'\n]{1,100}' not found\b/u,
      /\bJest encountered an unexpected token\b|\bfailed to parse a file\b|\bBABEL_\w{3,30}|\b(?:BabelLoader|Babel)Error\b|\bexperimental syntax '[^'\n]{1,60}'/u,
      /\bModule (?:build|parse) failed\b|\bTransform failed with \d|\bWebpack Compilation Error\b|\bwe found an error preparing this test file\b/u,
      /\bCould not locate module \S{1,200} mapped as\b|\boption was not found\b|\bsupport file is missing\b|\bnot found relative to rootDir\b|\bdid not expect test(?:\.\w{1,20})?\(\) to be called here\b|\bPreset \S{1,100} (?:not found|is invalid)\b/u,
    ),
  },
  {
    // The parsers of code. What a parser of JSON or of a selector says is another fault.
    id: "loading/syntax",
    class: "test.import",
    confidence: "certain",
    pattern: anyOf(
      "imu",
      /(?<!['"<\w])SyntaxError\b(?!: (?:Failed to execute|Unexpected (?:token '?[<a-z]'?(?!\w)|end of (?:JSON|input))))/u,
      /\bsyntax error, unexpected\b|\bsyntax error near unexpected token\b|\bsyntax error: unexpected (?:end of file|EOF)\b|\bunexpected EOF while looking for matching\b/u,
      /\b(?:PHP )?Parse error: |\bparse error \(|\b[Gg]herkin\w{0,30}\b[^\n]{0,60}\b(?:error|exception)|^Parser errors:|\bParserException\b[^\n]{0,60}\bParser errors/u,
    ),
    unless: OF_DATA,
  },
  {
    id: "loading/typescript",
    class: "test.import",
    confidence: "certain",
    pattern:
      /\berror TS\d{4,5}\b|\bTS\d{4,5}: |\(TS\d{4,5}\)|\bTSError\b|\bUnable to compile TypeScript\b|\bts\(\d{4,5}\)/iu,
  },
  {
    // A class or one of its members is not there, or was compiled for another machine.
    id: "loading/jvm-linkage",
    class: "test.import",
    confidence: "certain",
    pattern:
      /\b(?:NoClassDefFound(?:Error)?|ClassNotFound(?:Exception)?|NoSuchMethodError|NoSuchFieldError|AbstractMethodError|IncompatibleClassChangeError|UnsupportedClassVersion(?:Error)?|VerifyError|LinkageError|ClassFormatError|IllegalAccessError|BootstrapMethodError)\b(?!['">])|\bfailed to discover tests\b|\bCannot find (?:class in classpath|TestNG in classpath)\b|\bCould not find or load main class\b|\bcompiled by a more recent version of the Java\b/u,
  },
  {
    // javac, kotlinc, scalac, groovyc and the builds around them.
    id: "loading/jvm-compile",
    class: "test.import",
    confidence: "certain",
    pattern: anyOf(
      "mu",
      /\bCOMPILATION ERROR\b|\b[Cc]ompilation (?:failure|failed|error)\b|\bCompileException\b|\bMultipleCompilationErrorsException\b|\bFatal error compiling\b|\berror: cannot find symbol\b|\bcannot find symbol\b/u,
      /\bis public, should be declared in a file named\b|\bpackage [\w.]{1,200} does not exist\b|\b[Uu]nresolved reference\b|\bunable to resolve class \S|^e: (?:file:\/\/)?\S{1,300}\.kts?[: ]/u,
      /\S\.(?:java|scala|kt|groovy):\[?\d{1,6}[,:\]](?:\d{1,6}[\]:])? (?:error|\[?ERROR)?[^\n]{0,20}(?:error: |not found: (?:value|type|object)|value \S{1,100} is not a member of|incompatible types|has private access|method \S{1,100} in (?:class|interface) \S{1,200} cannot be applied)/u,
      /\bexecution failed for task '[^'\n]{0,120}:compile\w{0,60}'|\bExecution failed for task '[^'\n]{0,120}:compile\w{0,60}'/u,
    ),
  },
  {
    // Only compilers and vet name a column as well as a line; a failed test names the line alone.
    id: "loading/go",
    class: "test.import",
    confidence: "certain",
    pattern: anyOf(
      "mu",
      /\[(?:build|setup) failed\]|\bcannot find package\b|\bcan't load package\b|\bno required module provides package\b|\bimport cycle not allowed\b|\bcannot find module providing package\b/u,
      /(?:^|[\s:])[\w./\\@+~-]{0,300}\.go:\d{1,6}:\d{1,6}: (?!.{0,200}(?:goroutine|level=|INFO|DEBUG))\S/u,
      /\bmissing go\.sum entry\b|\bpackage \S{1,200} is not in (?:GOROOT|std)\b|\bbuild constraints exclude all Go files\b|\bno Go files in\b|\bfound packages \S{1,60} \(|\binconsistent vendoring\b|\bupdates to go\.mod needed\b/u,
    ),
  },
  {
    id: "loading/ruby",
    class: "test.import",
    confidence: "certain",
    pattern:
      /(?<!['"<])\bLoadError\b|\bcannot load such file\b|\bno such file to load\b|\berror occurred while loading\b|\b[1-9]\d{0,4} errors? occurred outside of examples\b|\bin [`'](?:<top \(required\)>|<main>|<(?:class|module):\w{1,80}>)': [^\n]{1,300}\((?:NameError|NoMethodError|ArgumentError|TypeError|SyntaxError)\)/u,
  },
  {
    id: "loading/dotnet",
    class: "test.import",
    confidence: "certain",
    pattern:
      /\bCould not load (?:file or assembly|type '|types from assembly)|\berror (?:CS|BC|FS|MSB|CA|IDE|RZ)\d{4,5}\b|\b(?:Reflection)?TypeLoadException\b|\bMissing(?:Method|Field|Member)Exception\b(?!: No parameterless|: Cannot dynamically)|\bBadImageFormatException\b|\bFileLoadException\b|\btest discoverer '[^'\n]{1,100}' was loading tests\b|\bThe type or namespace name '/iu,
  },
  {
    id: "loading/php",
    class: "test.import",
    confidence: "certain",
    pattern:
      /\b(?:Class|Interface|Trait|Enum) ['"][\w\\]{1,200}['"] not found\b|\bClass ['"]?[\w\\/]{1,200}['"]? (?:could not be found in|cannot be found in)\b|\bFailed opening required\b|\bCannot (?:redeclare|declare (?:class|interface|trait))\b|\bDeclaration of \S[^\n]{1,300} must be compatible with\b|\b(?:require|include)(?:_once)?\([^)\n]{0,300}\): [Ff]ailed to open stream\b/u,
  },
  {
    // rustc, swiftc, gcc, clang, MSVC, dart, mix, GHC, Perl, R, Julia and what runs them.
    id: "loading/native",
    class: "test.import",
    confidence: "certain",
    pattern: anyOf(
      "imu",
      /\berror\[E0\d{3}\]|\bcould not compile [`'"]|\baborting due to \d{0,5} ?previous error|\bno such module '|\bcannot find '[^'\n]{1,80}' in scope\b|\bcannot find (?:\w{1,20} ){1,4}`[^`\n]{1,80}` in (?:this scope|crate|module)\b|\buse of unresolved identifier\b|\bcould not build module '/u,
      /\bundefined reference to\b|\bUndefined symbols? for architecture\b|\bundefined symbol: \S|\blinking with `[^`\n]{1,100}` failed\b|\blinker command failed\b|\bld returned \d{1,3} exit status\b|\bunresolved external symbol\b|\bfatal error LNK\d{4}\b|\berror (?:C|LNK)\d{4}: /u,
      /\.(?:c|cc|cpp|cxx|h|hh|hpp|m|mm|swift|dart|zig|cu|f90|hs|pyx|d|nim|cr):\d{1,6}:(?:\d{1,6}:)? (?:fatal )?error\b(?!: (?:-\[|\w[\w.]{0,100} : |Failure in TEST|in "))|\bfatal error: \S{1,200}: No such file or directory\b|\bfatal error: '[^'\n]{1,200}' file not found\b/u,
      /\(CompileError\)|\(TokenMissingError\)|\(SyntaxError\)|== Compilation error in file\b|\bcould not compile dependency\b|\bFailed to load "[^"\n]{1,300}\.dart"|\bCouldn't resolve the package\b|\bTarget of URI doesn't exist\b/u,
      /\bin @INC\b|\bcompilation aborted at\b|\baborted due to compilation errors\b|\bmodule '[\w.]{1,100}' not found:|\bthere is no package called\b|\bnot found in current path\b|\bCould not find module [‘`']|\bImporting (?:test )?library '[^'\n]{1,200}' failed\b|\bCould not locate \S{1,200}(?:__init\.class|\.clj)/u,
      /\*\* (?:TEST )?BUILD FAILED \*\*|\b(?:Compiling|Linking|Building) [^\n]{1,300} failed: \((?:Exit|Segmentation|Aborted)|^\/\/\S{1,300}\s{1,200}FAILED TO BUILD\b|\bfails to build\b|\bninja: build stopped\b|\bbundle [“"][^”"\n]{1,200}[”"] couldn[’']t be loaded\b/u,
    ),
  },
];

/** Said around any error at load time; a hook that was too slow is a matter of time. */
export const LOADING_AROUND: readonly Rule[] = [
  {
    id: "loading/suite-failed",
    class: "test.import",
    confidence: "probable",
    pattern: anyOf(
      "imu",
      /\bTest suite failed to run\b|\bUncaught error outside test suite\b|\bFailed to compile\b|\bBuild did NOT complete successfully\b/u,
      /\bAn error was thrown in afterAll\b|\bFailed to load (?:test|spec)\b/u,
    ),
    unless: /Exceeded timeout|\btimed out\b/u,
  },
  {
    id: "loading/build-failed",
    class: "test.import",
    confidence: "possible",
    pattern: /^[^\S\n]{0,20}Build FAILED\b|\bmake(?:\[\d{1,3}\])?: \*\*\* \[[^\]\n]{1,300}\] Error \d/mu,
  },
];
