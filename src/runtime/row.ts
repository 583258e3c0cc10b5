import { View } from "./view.js";

/** A row of a table: the base of generated classes. */
export abstract class Row extends View {}
