// Package managers that cannot resolve or install what the tests need. A registry that cannot be reached, or refuses,
// is a matter of the network or the registry.
import { IMAGE_BUILD, NO_WAY } from "./beside.ts";
import { anyOf } from "./grammar.ts";
import type { Rule } from "./rule.ts";

const ELSEWHERE = anyOf("imu", NO_WAY, IMAGE_BUILD);

export const PACKAGES: readonly Rule[] = [
  {
    id: "packages/javascript",
    class: "env.tooling",
    confidence: "certain",
    pattern: anyOf(
      "imu",
      /\bnpm (?:ERR!|error) (?:code )?(?:E(?:RESOLVE|TARGET|INTEGRITY|USAGE|BADPLATFORM|PEERINVALID|MISSINGARG|404|NOVERSIONS|CONFLICT|UNSUPPORTEDPROTOCOL)|ENOENT|EJSONPARSE|ENOLOCK)\b|\bunable to resolve dependency tree\b|\bCould not resolve dependency:|\bcan only install packages when your package\.json\b/u,
      /\bERR_PNPM_(?:NO_MATCHING|OUTDATED_LOCKFILE|PEER_DEP|UNSUPPORTED_ENGINE|NO_LOCKFILE|NO_IMPORTER|LOCKFILE|WORKSPACE|RECURSIVE_EXEC|NO_SCRIPT|BAD_PM)\w{0,40}|\blockfile is not up to date with\b/u,
      /\berror Couldn't find (?:package|any versions)\b|\bYour lockfile needs to be updated\b|\blockfile would have been modified\b|\bNo matching version found for\b|\bYN00(?:28|35|27|18|09)\b/u,
      /\bnpm (?:ERR!|error) (?:missing script|Missing script)\b|\berror Couldn't find a script named\b|\bcould not determine executable to run\b|\bgyp ERR! (?:build|configure|find \w{1,20}|stack Error)\b/u,
      /\bThis project is configured to use (?:yarn|pnpm|npm|bun)\b|\bdefined with "packageManager"/u,
    ),
    unless: ELSEWHERE,
  },
  {
    id: "packages/python",
    class: "env.tooling",
    confidence: "certain",
    pattern: anyOf(
      "iu",
      /\bNo matching distribution found for\b|\bCould not find a version that satisfies the requirement\b|\bResolutionImpossible\b|\bconflicting dependencies\b/u,
      /\bFailed building wheel for\b|\bCould not build wheels for\b|\bsubprocess-exited-with-error\b|\bmetadata-generation-failed\b|\blegacy-install-failure\b|\bexternally-managed-environment\b|\begg_info\b[^\n]{0,40}\bfailed with error code\b|\bfailed to build installable wheels\b/u,
      /\bDO NOT MATCH THE HASHES\b|\bSolverProblemError\b|\bversion solving failed\b|\bPackagesNotFoundError\b|\bResolvePackageNotFound\b|\bUnsatisfiableError\b|\bNo solution found when resolving\b|\bInvalid ?Requirement\b/u,
      /\bpkg_resources\.(?:\w{1,30}\.)?(?:ContextualVersionConflict|VersionConflict|DistributionNotFound)\b/u,
    ),
    unless: ELSEWHERE,
  },
  {
    id: "packages/ruby",
    class: "env.tooling",
    confidence: "certain",
    pattern: anyOf(
      "iu",
      /\bBundler could not find compatible versions\b|\bBundler cannot continue\b|\bBundler::(?:GemNotFound|VersionConflict|SolveFailure|GemfileNotFound|RubyVersionMismatch|LockfileError)\b|\bGem::(?:GemNotFoundException|MissingSpecError|MissingSpecVersionError|ConflictError|LoadError)\b/u,
      /\bCould not find gem '|\bCould not find [\w-]{1,80}-\d[\w.]{0,20} in (?:any of the sources|locally installed gems|rubygems)|\bcan't find gem \S|\bFailed to build gem native extension\b|\bbundler: command not found\b|\bYour bundle is locked to\b|\bCould not locate Gemfile\b|\bcan't find executable \S/u,
    ),
    unless: ELSEWHERE,
  },
  {
    id: "packages/jvm",
    class: "env.tooling",
    confidence: "certain",
    pattern: anyOf(
      "imu",
      /\bCould not resolve (?:dependencies for project|all (?:files|artifacts|dependencies|task dependencies)|[\w.-]{1,80}:[\w.-]{1,80}(?::[\w.+-]{1,40})?\.?\s*$)|\bFailed to collect dependencies\b|\bCould not find artifact \S/u,
      /\bFailure to find \S{1,200} in \S{1,200} was cached\b|\bNon-resolvable (?:parent|import) POM\b|\bUnresolveable build extension\b|\bor one of its dependencies could not be resolved\b|\bunresolved dependenc(?:y|ies): |\bUNRESOLVED DEPENDENCIES\b/u,
      /\bPlugin \[id: '[^\n]{1,200}was not found in any of the following sources\b|\bNo plugin found for prefix '|\bCould not find (?:method )?[\w.-]{1,80}:[\w.-]{1,80}:[\w.+-]{1,40}\b|\bTask '[^'\n]{1,100}' not found in (?:root )?project\b/u,
    ),
    unless: ELSEWHERE,
  },
  {
    // NuGet, Composer, Cargo, Mix, SwiftPM, CocoaPods, the packages of systems.
    id: "packages/others",
    class: "env.tooling",
    confidence: "certain",
    pattern: anyOf(
      "iu",
      /\bNU1(?:10[0-9]|202|605|608|403)\b|\bUnable to find package \S{1,100}\.|\bcould not be resolved to an installable set of packages\b|\bNo matching package (?:named|found)\b|\bfailed to select a version for\b/u,
      /\bUnable to locate package \S|\bhas no installation candidate\b|\bThe following packages have unmet dependencies\b|\bunsatisfiable constraints\b|\bNo package \S{1,80} available\b|\bUnable to find a match: \S|\bNo available formula\b|\bCocoaPods could not find compatible versions\b|\bHex dependency resolution failed\b/u,
    ),
    unless: ELSEWHERE,
  },
];
