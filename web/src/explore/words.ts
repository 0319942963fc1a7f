/** The words of the page, and which language it is in. */
import { embedded, say as sayWith, type Words } from "../shared/words";
import type { Both } from "./scene";

const words: Words = embedded<Words>("words") ?? {};
export const LANG: "zh" | "en" = document.documentElement.lang.startsWith("en") ? "en" : "zh";

export function say(code: string, values: Record<string, string | number> = {}): string {
  return sayWith(words, code, values);
}

export function called(name: Both | undefined): string {
  return name ? name[LANG] : "";
}
