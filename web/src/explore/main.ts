/** Free exploration of the graph: starts where the page has a place for it. */
import "./style.css";
import { App } from "./app";
import { Page } from "./page";

const root = document.getElementById("explore");
if (root) void new App(new Page(root)).start();
