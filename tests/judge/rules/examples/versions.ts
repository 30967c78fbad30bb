import { example, type Example } from "../example.ts";

const version = (rule: string, text: string): Example => example(`versions/${rule}`, "env.tooling", "no", text);

export const EXAMPLES: readonly Example[] = [
  version(
    "runtime",
    'error shop@1.0.0: The engine "node" is incompatible with this module. Expected version ">=18". Got "16.20.0"',
  ),
  version("runtime", "Vitest requires Node.js version 20 or higher."),
  version("runtime", "Your Ruby version is 2.6.3, but your Gemfile specified 3.1.2"),
  version("runtime", "ERROR: Package 'shop' requires a different Python: 3.6.9 not in '>=3.8'"),
  version("runtime", "go: go.mod requires go >= 1.22 (running go 1.20.4; GOTOOLCHAIN=local)"),
  version("runtime", "error: package `shop v1.0.0` cannot be built because it requires rustc 1.70 or newer"),
  version("runtime", "error: toolchain 'nightly-2024-01-01' is not installed"),
  version("java", "Unsupported class file major version 65"),
  version("java", "error: invalid target release: 17"),
  version("java", "No compiler is provided in this environment. Perhaps you are running on a JRE rather than a JDK?"),
  version("java", "Gradle requires JVM 17 or later to run. Your build is currently configured to use JVM 11."),
  version("sdk", "error NETSDK1045: The current .NET SDK does not support targeting .NET 8.0."),
  version("sdk", "The framework 'Microsoft.NETCore.App', version '6.0.0' (x64) was not found."),
  version(
    "sdk",
    "xcode-select: error: tool 'xcodebuild' requires Xcode, but active developer directory is a command line tools instance",
  ),
  version("sdk", "Failed to find target with hash string 'android-34' in: /opt/android"),
  version("runtime", "Error: error:0308010C:digital envelope routines::unsupported"),
  version("runtime", 'npm ERR! notsup Required: {"node":">=20"}'),
];
