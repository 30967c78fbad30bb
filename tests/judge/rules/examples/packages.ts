import { example, type Example } from "../example.ts";

const broken = (rule: string, text: string): Example => example(`packages/${rule}`, "env.tooling", "no", text);

export const EXAMPLES: readonly Example[] = [
  broken("javascript", "npm ERR! code ERESOLVE\nnpm ERR! ERESOLVE unable to resolve dependency tree"),
  broken("javascript", "npm error code ETARGET\nnpm error notarget No matching version found for @shop/kit@9.9.9."),
  broken("javascript", "npm ERR! code E404\nnpm ERR! '@shop/kit@*' is not in this registry."),
  broken("javascript", 'npm ERR! Missing script: "e2e"'),
  broken("javascript", 'ERR_PNPM_OUTDATED_LOCKFILE  Cannot install with "frozen-lockfile"'),
  broken("javascript", "error Your lockfile needs to be updated, but yarn was run with `--frozen-lockfile`."),
  broken("python", "ERROR: No matching distribution found for shop-kit==9.9"),
  broken("python", "ERROR: Failed building wheel for shopnative"),
  broken("python", "SolverProblemError\n\nBecause shop depends on kit (^9.0), version solving failed."),
  broken("ruby", "Could not find gem 'shopkit' in any of the gem sources listed in your Gemfile."),
  broken("ruby", "An error occurred while installing shopkit (1.2.0), and Bundler cannot continue."),
  broken("ruby", "ERROR: Failed to build gem native extension."),
  broken(
    "jvm",
    "Could not resolve dependencies for project org.shop:cart:jar:1.0: Could not find artifact org.shop:kit:jar:9.9 in central",
  ),
  broken("jvm", "> Could not find org.shop:kit:9.9."),
  broken("jvm", "[FATAL] Non-resolvable parent POM for org.shop:cart:1.0"),
  broken(
    "others",
    "error NU1101: Unable to find package Shop.Kit. No packages exist with this id in source(s): nuget.org",
  ),
  broken("others", "Your requirements could not be resolved to an installable set of packages."),
  broken("others", "E: Unable to locate package shopkit"),
  broken("others", "error: no matching package named `shopkit` found"),
  // The way to the registry, not the package.
  example(
    "names/no-answer-now",
    "net.dns",
    "yes",
    "npm ERR! code EAI_AGAIN\nnpm ERR! request failed, reason: getaddrinfo EAI_AGAIN registry.npmjs.org",
  ),
  broken("ruby", "Gem::Exception: can't find executable rspec"),
  broken("javascript", "npm error could not determine executable to run"),
];
