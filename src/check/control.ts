// Asks something that is not staging, so that "staging cannot be reached" is told from "our own network is down".
import type { ControlResult } from "../model/cycle.ts";
import type { GitHub } from "../model/github.ts";
import type { Control } from "../model/plan.ts";
import type { World } from "../model/world.ts";
import { reveal, untrusted } from "../text/untrusted.ts";

/** null: there is nothing to ask. An answer of any kind shows that our network works. */
export async function askControl(control: Control, world: World, github: GitHub | null): Promise<ControlResult | null> {
  switch (control.kind) {
    case "none":
      return null;
    case "github":
      return github === null ? null : await askGitHub(github);
    case "http": {
      const answer = await world.net.request(control.request);
      const target = addressOf(reveal(control.request.url));
      return answer.kind === "answer"
        ? { target: untrusted(target), reachable: true, message: untrusted(`answered ${answer.status}`) }
        : { target: untrusted(target), reachable: false, message: answer.message };
    }
  }
}

async function askGitHub(github: GitHub): Promise<ControlResult> {
  const target = untrusted("GitHub's API");
  const answer = await github.reachable();
  if (answer.ok) return { target, reachable: true, message: untrusted("answered") };
  const { kind, status, detail } = answer.problem;
  if (kind === "unreachable") return { target, reachable: false, message: detail };
  return { target, reachable: true, message: untrusted(status === null ? "answered" : `answered ${status}`) };
}

/** Without the query, which may carry a secret. */
function addressOf(url: string): string {
  return url.replace(/[?#].*$/su, "");
}
