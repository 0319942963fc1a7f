/** The page of queries: the text box becomes an editor; the form goes on doing what it did. */
import { embedded, type Words } from "../shared/words";
import { openEditor } from "./editor";

const box = document.querySelector<HTMLTextAreaElement>("#query");
const words = embedded<Words>("words");

if (box?.form && words) {
  const form = box.form;
  const host = document.createElement("div");
  box.before(host);
  const editor = openEditor({
    host,
    text: box.value,
    words,
    describedBy: "editor-keys",
    run: () => form.requestSubmit(),
    changed: (text) => {
      box.value = text;
    },
  });
  box.hidden = true;
  // A hidden box cannot show that it is empty; the server says it.
  box.required = false;
  document.querySelector("#editor-keys")?.removeAttribute("hidden");
  document.querySelector<HTMLLabelElement>("label[for=query]")?.addEventListener("click", () => {
    editor.focus();
  });
}
