// One small note beside the pointer or the focus, for pictures that have more to say than there is room for.
import { make } from "./make.ts";

type Say = (target: Element, x: number) => string | null;

let note: HTMLElement | null = null;

export function follow(area: Element, say: Say): void {
  area.addEventListener("pointermove", (event) => {
    if (!(event instanceof PointerEvent) || !(event.target instanceof Element)) return;
    const words = say(event.target, event.clientX);
    if (words === null) hide();
    else show(words, event.clientX, event.clientY + 18);
  });
  area.addEventListener("pointerleave", hide);
  area.addEventListener("focusin", ({ target }) => {
    if (!(target instanceof Element) || !target.matches(":focus-visible")) return;
    const { left, bottom } = target.getBoundingClientRect();
    const words = say(target, left);
    if (words !== null) show(words, left, bottom + 4);
  });
  area.addEventListener("focusout", hide);
  addEventListener("scroll", hide, { passive: true });
}

function show(words: string, x: number, y: number): void {
  if (note === null) {
    note = make("div", "tip");
    note.ariaHidden = "true";
    note.dir = "auto";
    document.body.append(note);
  }
  note.textContent = words;
  note.hidden = false;
  const room = document.documentElement.clientWidth - note.offsetWidth - 8;
  note.style.left = `${Math.max(8, Math.min(x, room))}px`;
  note.style.top = `${y}px`;
}

function hide(): void {
  if (note !== null) note.hidden = true;
}
