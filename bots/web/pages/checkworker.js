// Beside the page, so that it stays quick while a check is passed.

import { find } from "./puzzle.js";

onmessage = ({ data }) => postMessage(find(data, 0, data.top));
