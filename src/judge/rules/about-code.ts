// Errors of loading and of names hold the names of many other errors, which were not thrown.
const CODE =
  "cannot import name|No module named|Cannot find (?:module|name|symbol)|(?:is|are) not defined|ClassNotFoundException|NoClassDefFoundError|has no (?:attribute|exported member)|unresolved (?:import|reference)|undefined method|does not exist on type";

/** Where the text is about code that does not load, or about what else is not meant. */
export function unlessCode(other?: RegExp): RegExp {
  return new RegExp(other === undefined ? CODE : `${CODE}|${other.source}`, "iu");
}
