// The script of the report page: what it can do beyond being read.
import type { Embedded } from "../embedded.ts";
import { list } from "./list.ts";
import { chartNotes, copyButtons, themes, unfolding } from "./page.ts";

const header = document.querySelector("header");
if (header !== null) themes(header);
copyButtons();
chartNotes();
const place = document.getElementById("list");
const text = document.getElementById("history")?.textContent;
if (place !== null && text) {
  const data: Embedded = JSON.parse(text);
  list(place, data);
}
unfolding();
