// Runtimes, compilers and SDKs that are missing or of the wrong version.
import { IMAGE_BUILD } from "./beside.ts";
import { anyOf } from "./grammar.ts";
import type { Rule } from "./rule.ts";

export const VERSIONS: readonly Rule[] = [
  {
    // Node, Ruby, Python, PHP, Elixir, Dart, Go, Rust, Swift.
    id: "versions/runtime",
    class: "env.tooling",
    confidence: "certain",
    pattern: anyOf(
      "imu",
      /\bEBADENGINE\b|\bThe engine "(?:node|npm|yarn|pnpm|vscode)" is incompatible\b|\bUnsupported engine\b|\bdigital envelope routines::unsupported\b|\bERR_OSSL_EVP_UNSUPPORTED\b|\bPython ssl extension was not compiled\b|\bSSL module (?:in Python )?is not available\b|\bnpm (?:ERR!|error|WARN) notsup\b|\berror Found incompatible module\b|\bYour Node version is incompatible\b/u,
      /\b(?:requires?|required|need|supports?|minimum)\b[^\n]{0,40}\bNode(?:\.?js)?(?: version)? ?(?:>=? ?|\^|v)?\d{1,2}\b|\bYou are (?:running|using) Node(?:\.js)? v?\d/u,
      /\bYour Ruby version is [\d.]{1,12}, but your Gemfile specified\b|\brequires? ruby version\b|\brbenv: version `|\bruby-[\d.]{1,10}' is not installed\b/u,
      /\brequires? a different Python\b|\bPython (?:version )?[\d.]{1,10} (?:or (?:later|newer|higher) )?is (?:not supported|required)\b|\brequires Python '?[<>=~^]|\bRequires-Python\b|\bpyenv: version `|\bcurrently activated Python version\b/u,
      /\brequires php\b[^\n]{0,60}\byour php version\b|\bComposer detected issues in your platform\b|\bYour (?:PHP|Composer) version\b[^\n]{0,60}\bdoes not satisfy\b|\bPHP >= ?[\d.]{1,8}['"]?\. You are running\b/u,
      /\bit supports only Elixir\b|\brequires SDK version\b[^\n]{0,60}\bversion solving failed\b|\bcurrent Dart SDK version is\b/u,
      /\brequires go >= ?[\d.]{1,8} \(running go\b|\bmodule requires Go [\d.]{1,8}\b|\bgo: (?:errors parsing go\.mod|download go[\d.]{1,8} for)\b|\binvalid go version '|\bgo version "?go?[\d.]{1,8}"? does not match go tool version\b/u,
      /\brequires rustc [\d.]{1,8}\b|\brustc [\d.]{1,12}(?:-\w{1,10})? is not supported\b|\btoolchain '[^'\n]{1,60}' is not installed\b|\bfeature `edition20\d\d` is required\b|\bthe package requires the Cargo feature\b/u,
      /\busing Swift tools version [\d.]{1,8} but the installed version\b|\bnvm: version "|\bN\/A: version "|\bNo version is set for command\b|\bversion "?v?[\d.]{1,12}"? (?:of \w{1,20} )?is not (?:yet )?installed\b/u,
    ),
    unless: IMAGE_BUILD,
  },
  {
    // Java and what builds with it.
    id: "versions/java",
    class: "env.tooling",
    confidence: "certain",
    pattern: anyOf(
      "iu",
      /\bUnsupported class file (?:major )?version \d|\binvalid (?:target|source) release: ?\d|\brelease version [\d.]{1,6} not supported\b|\b(?:Source|Target) option [\d.]{1,5} is no longer supported\b|\binvalid flag: --release\b/u,
      /\bcould not find tools\.jar\b|\bNo compiler is provided in this environment\b|\bno matching toolchains? found\b|\bNo locally installed toolchains match\b|\bCannot find a Java installation\b|\bFailed to find a Java toolchain\b/u,
      /\brequires (?:JVM|Java) \d{1,3}[^\n]{0,80}\b(?:to run|currently using|configured to use|or later)|\bCould not determine java version from\b|\bUnsupported Java\b|\bincompatible (?:with )?Java [\d.]{1,8}[^\n]{0,40}\bGradle\b/u,
      /\bMinimum supported Gradle version is\b|\bThis version of the Android Gradle plugin\b|\bThe current Gradle version \S{1,20} is not compatible\b/u,
    ),
    unless: IMAGE_BUILD,
  },
  {
    // .NET, Android, Xcode, compilers.
    id: "versions/sdk",
    class: "env.tooling",
    confidence: "certain",
    pattern: anyOf(
      "iu",
      /\bNETSDK1\d{3}\b|\bMSB(?:3644|4019|4236|8020|8036)\b|\bcompatible \.NET(?: Core)? SDK was not found\b|\bnot possible to find any (?:compatible framework version|installed \.NET)|\bYou must install (?:or update )?\.NET\b|\bframework 'Microsoft\.(?:NETCore|AspNetCore|WindowsDesktop)\.App', version '/u,
      /\bSDK location not found\b|\bfailed to find target with hash string\b|\bFailed to install the following Android SDK packages\b|\bNDK (?:is )?not (?:configured|installed)\b|\bsdkmanager\b[^\n]{0,40}\b(?:not found|failed)|\bFailed to find Build Tools revision\b|\blicences? have not been accepted\b|\blicenses? for the following SDK\b/u,
      /\brequires Xcode, but active developer directory\b|\bxcrun: error: (?:unable to find utility|invalid active developer path|SDK)|\brequires? Xcode [\d.]{1,6}\b|\bis not installed\. To use with Xcode\b|\bSDK "?\w{1,30}"? cannot be located\b/u,
      /\bUnsupported (?:Terraform|OpenTofu) Core version\b|\bexec plugin: invalid apiVersion\b|\b[Tt]his version of CLI is only compatible with\b|\bThe Cypress App could not be downloaded\b/u,
      /\bC(?:\+\+|XX)? compiler cannot create executables\b|\bNo CMAKE_\w{1,30}_COMPILER could be found\b|\bno acceptable C compiler found\b|\bCMake [\d.]{1,8} or higher is required\b|\bVisual C\+\+ [\d.]{1,6} or greater is required\b/u,
    ),
    unless: IMAGE_BUILD,
  },
];
